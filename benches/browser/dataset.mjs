/** The event set on disk, written once for each size: what pages fetch and Node reads. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toArrow } from './arrow.mjs';
import { makeEvents, toCsv, toJson } from './events.mjs';

export const folder = fileURLToPath(new URL('../../target/bench/', import.meta.url));

/** Sets above this have no forms of text: no string of a browser is that long. */
export const TEXT_LIMIT = 2_000_000;

/** Columns of the set, and the name of the file of each form, or of `only` one. Of a `crowd`, all happen in one instant. */
export function dataset(count, { crowd = 0, only } = {}) {
  mkdirSync(folder, { recursive: true });
  const events = makeEvents(count);
  const instant = crowd ? events.start[0] : undefined;
  events.start.fill(instant, 0, crowd);
  events.end.fill(instant, 0, crowd);
  const stem = `events-${count}${crowd ? `-${crowd}` : ''}-${version()}`;
  const write = (form, make) => {
    const name = `${stem}.${form}`;
    if (!existsSync(folder + name)) writeFileSync(folder + name, make());
    return name;
  };
  const forms = { ids: () => new Uint8Array(events.id.buffer), arrow: () => toArrow(events), json: () => toJson(events), csv: () => toCsv(events) };
  const wanted = Object.keys(forms).filter((form) => form === (only ?? form) && (count <= TEXT_LIMIT || !['json', 'csv'].includes(form)));
  return { events, instant, files: Object.fromEntries(wanted.map((form) => [form, write(form, forms[form])])) };
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
