// Instantiates the optimised module, all its parts: an optimiser can write a broken one and still exit with 0.
import { readFile } from 'node:fs/promises';

const pkg = new URL('../www/pkg/', import.meta.url);
const glue = await import(new URL('event_timeline.js', pkg));
const [first, next, late] = await Promise.all(['bg', 'next', 'late'].map((part) => readFile(new URL(`event_timeline_${part}.wasm`, pkg))));
const exports = glue.initSync({ module: first });
if (!(exports.memory instanceof WebAssembly.Memory)) throw new Error('the module exports no memory');
if (exports.late) {
  const joined = { first: exports };
  joined.next = new WebAssembly.Instance(new WebAssembly.Module(next), joined).exports;
  new WebAssembly.Instance(new WebAssembly.Module(late), joined);
  for (let slot = 0; slot < exports.late.length; slot++) {
    if (!exports.late.get(slot)) throw new Error(`the parts leave slot ${slot} empty`);
  }
}
console.log(`guard: the optimised module instantiates (${first.length}, ${next.length} and ${late.length} bytes)`);
