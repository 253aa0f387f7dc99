// Instantiates the optimised module: an optimiser can write a broken one and still exit with 0.
import { readFile } from 'node:fs/promises';

const pkg = new URL('../www/pkg/', import.meta.url);
const glue = await import(new URL('event_timeline.js', pkg));
const bytes = await readFile(new URL('event_timeline_bg.wasm', pkg));
const exports = glue.initSync({ module: bytes });
if (!(exports.memory instanceof WebAssembly.Memory)) throw new Error('the module exports no memory');
console.log(`guard: the optimised module instantiates (${bytes.length} bytes)`);
