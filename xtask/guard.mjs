// Instantiates the optimised module, all its parts: an optimiser can write a broken one and still exit with 0.
import { readFile } from 'node:fs/promises';

const pkg = new URL('../www/pkg/', import.meta.url);
const glue = await import(new URL('event_timeline.js', pkg));
const later = ['next', 'hand', 'late'];
const [first, ...others] = await Promise.all(['bg', ...later].map((part) => readFile(new URL(`event_timeline_${part}.wasm`, pkg))));
const exports = glue.initSync({ module: first });
if (!(exports.memory instanceof WebAssembly.Memory)) throw new Error('the module exports no memory');
if (exports.late) {
  const joined = { first: exports };
  for (const [i, name] of later.entries()) joined[name] = new WebAssembly.Instance(new WebAssembly.Module(others[i]), joined).exports;
  for (let slot = 0; slot < exports.late.length; slot++) {
    if (!exports.late.get(slot)) throw new Error(`the parts leave slot ${slot} empty`);
  }
}
console.log(`guard: the optimised module instantiates (${[first, ...others].map(({ length }) => length).join(', ')} bytes)`);
