/**
 * Makes events up by rule, as many as are asked for: a register of ships in harbours that do not exist. Every run makes the
 * same ones. In a worker, as a million of them take a second.
 */

/** A table in CSV, UTF-8, and how long it took. */
export interface MadeUp { bytes: Uint8Array<ArrayBuffer>; madeMs: number }

const HEADER = 'title,date,Kind,Harbour,Cargo,claimant\n';
const DAY_MS = 86_400_000;
const FIRST_MS = Date.UTC(1820, 0, 1);
const LAST_MS = Date.UTC(2020, 0, 1);
/** A row is some 75 bytes, and never more than this. */
const MOST_ROW_BYTES = 160;
const ROWS_A_PIECE = 10_000;

const KINDS: [kind: string, words: string][] = [
  ['Arrival', 'arrives with'], ['Departure', 'sails with'], ['Sighting', 'is sighted with'], ['Repair', 'is repaired while it holds'],
  ['Storm', 'outlasts a storm with'], ['Sale', 'is sold with'], ['Stranding', 'runs aground with'],
];
const SHIPS = ['Amity', 'Beatrice', 'Cormorant', 'Dauntless', 'Eider', 'Fortune', 'Good Hope', 'Halcyon', 'Industry', 'Juniper', 'Kestrel', 'Lark', 'Mistral', 'Northern Star', 'Osprey', 'Petrel', 'Quest', 'Rosamund', 'Swift', 'Tern'];
const HARBOURS = ['Aldermouth', 'Brackwater', 'Cold Quay', 'Dunmarsh', 'Eastholm', 'Farrowness', 'Greywick', 'Hallowhaven', 'Inchport', 'Kelder', 'Langstrand', 'Merrow', 'Northsand', 'Oxhythe', 'Pellmouth', 'Ravensey'];
const CARGOES = ['timber', 'salt', 'wool', 'grain', 'coal', 'tea', 'copper', 'herring', 'glass', 'letters'];
/** Years in which trade was good. */
const BUSY = [1832, 1846, 1871, 1889, 1903, 1912, 1926, 1950, 1967, 1988, 2006];
const CLAIMANTS = ['harbour log', 'ship’s log', 'newspaper', 'insurer', 'a passenger'];

/** `count` rows; one date in four is loose, one in a hundred is missing. */
export function makeUp(count: number): MadeUp {
  const began = performance.now();
  const random = generator(20);
  const encoder = new TextEncoder();
  const bytes = new Uint8Array(HEADER.length + count * MOST_ROW_BYTES);
  let length = encoder.encodeInto(HEADER, bytes).written;
  for (let made = 0; made < count; made += ROWS_A_PIECE) {
    let piece = '';
    for (let i = made; i < Math.min(count, made + ROWS_A_PIECE); i++) piece += row(i, random);
    length += encoder.encodeInto(piece, bytes.subarray(length)).written;
  }
  return { bytes: bytes.slice(0, length), madeMs: performance.now() - began };
}

function row(number: number, random: () => number): string {
  const [kind, words] = pick(KINDS, random() ** 2);
  const cargo = pick(CARGOES, random());
  return `The ${pick(SHIPS, random())} ${words} ${cargo} (${number + 1}),${date(random)},${kind},${pick(HARBOURS, random() ** 1.5)},${cargo},${pick(CLAIMANTS, random() ** 2)}\n`;
}

/** EDTF (Library of Congress, 2019), levels 0 to 2. */
function date(random: () => number): string {
  const from = time(random);
  const day = dayOf(from);
  const form = random();
  if (form < 0.75) return day;
  const later = dayOf(from + (2 + random() * 30) * DAY_MS);
  if (form < 0.81) return day.slice(0, 7);
  if (form < 0.86) return `${day}~`;
  if (form < 0.92) return `${day}/${later}`;
  if (form < 0.97) return `[${day}..${later}]`;
  return form < 0.99 ? day.slice(0, 4) : '';
}

/** More in later years, in busy ones and in summer; milliseconds since 1970. */
function time(random: () => number): number {
  const isBusy = random() < 0.3;
  const ms = isBusy ? Date.UTC(pick(BUSY, random()), 0, 1) + (random() + random()) * 500 * DAY_MS : FIRST_MS + Math.sqrt(random()) * (LAST_MS - FIRST_MS);
  return isWinter(dayOf(ms)) && random() < 0.6 ? ms - 182 * DAY_MS : ms;
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function isWinter(day: string): boolean {
  return ['12', '01', '02'].includes(day.slice(5, 7));
}

function pick<T>(list: readonly T[], at: number): T {
  return list[Math.floor(at * list.length)] as T;
}

/** Numbers from 0 to below 1: a linear congruential generator (Numerical Recipes, 2nd edition, §7.1). */
function generator(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

addEventListener('message', ({ data }: MessageEvent<number>) => {
  const made = makeUp(data);
  postMessage(made, { transfer: [made.bytes.buffer] });
});
