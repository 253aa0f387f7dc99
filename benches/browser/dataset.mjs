/** The event set on disk, written once for each size: what pages fetch and Node reads. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toArrow } from './arrow.mjs';
import { makeEvents, toJson } from './events.mjs';

export const folder = fileURLToPath(new URL('../../target/bench/', import.meta.url));

/** Sets above this have no JSON form: no string of a browser is that long. */
export const JSON_LIMIT = 2_000_000;

/** Columns of the set, and the name of the file of each form. */
export function dataset(count) {
  mkdirSync(folder, { recursive: true });
  const events = makeEvents(count);
  const stem = `events-${count}-${version()}`;
  const write = (form, make) => {
    const name = `${stem}.${form}`;
    if (!existsSync(folder + name)) writeFileSync(folder + name, make());
    return name;
  };
  const files = { ids: write('ids', () => new Uint8Array(events.id.buffer)), arrow: write('arrow', () => toArrow(events)) };
  if (count <= JSON_LIMIT) files.json = write('json', () => toJson(events));
  return { events, files };
}

export function read(name) {
  // A buffer of its own: Node's may share one with other files.
  return new Uint8Array(readFileSync(folder + name)).slice();
}

/** Changes where what makes the files does. */
function version() {
  const hash = createHash('sha256');
  for (const source of ['events.mjs', 'random.mjs', 'arrow.mjs']) hash.update(readFileSync(new URL(source, import.meta.url)));
  return hash.digest('hex').slice(0, 8);
}
