// Comes before the tests, with `node --import`: another cut of the module, where MODULE_PARTS names the folder that has it.
import { readFile } from 'node:fs/promises';
import { load } from 'event-timeline/core';

const folder = process.env.MODULE_PARTS;
if (folder) {
  const [first, ...later] = await Promise.all(['bg', 'next', 'hand', 'late'].map((part) => readFile(`${folder}/event_timeline_${part}.wasm`)));
  await load(first, ...later);
}
