// Instantiates the optimised module, both its parts: an optimiser can write a broken one and still exit with 0.
import { readFile } from 'node:fs/promises';

const pkg = new URL('../www/pkg/', import.meta.url);
const glue = await import(new URL('event_timeline.js', pkg));
const [first, late] = await Promise.all(['bg', 'late'].map((part) => readFile(new URL(`event_timeline_${part}.wasm`, pkg))));
const exports = glue.initSync({ module: first });
if (!(exports.memory instanceof WebAssembly.Memory)) throw new Error('the module exports no memory');
if (exports.late) {
  new WebAssembly.Instance(new WebAssembly.Module(late), { first: exports });
  for (let slot = 0; slot < exports.late.length; slot++) {
    if (!exports.late.get(slot)) throw new Error(`the late part leaves slot ${slot} empty`);
  }
}
console.log(`guard: the optimised module instantiates (${first.length} and ${late.length} bytes)`);
