/** The event set of the benchmark: columns made from a seed, and the forms that adapters load. */
import { generator, normal, zipf } from './random.mjs';

export const DAY = 86_400_000;
export const YEAR = 365.25 * DAY;
/** The histogram's extent: no event starts outside. */
export const FIRST = Date.UTC(2003, 0, 1);
export const LAST = Date.UTC(2025, 0, 1);
export const BINS = 1000;
/** Category fields with the number of their values; those in `EVEN` are as frequent as each other, the others follow Zipf. */
export const CATEGORIES = { actor: 40, place: 400, kind: 8, certainty: 4, source: 2000 };

/** Columns of the CSV form, in its order. */
export const COLUMNS = ['id', 'start', 'end', ...Object.keys(CATEGORIES), 'title'];

const EVEN = ['kind', 'certainty'];
const WORDS = 5000;
const BURSTS = 50;

/** Columns of `count` events in no order: numbers, category codes with their names, and one heap of ASCII titles. */
export function makeEvents(count, seed = 1) {
  const random = generator(seed);
  const words = vocabulary(random, WORDS);
  const starts = startTimes(random, count);
  const ends = Float64Array.from(starts, (start) => endTime(random, start));
  const categories = {};
  for (const [field, size] of Object.entries(CATEGORIES)) categories[field] = category(random, size, count, EVEN.includes(field) ? 0 : 1);
  return { count, words, id: ids(count), start: starts, end: ends, categories, title: titles(random, words, count) };
}

/** Unique, below 2^30 and in no order: a bijection of the first `count` numbers. */
function ids(count) {
  const result = new Uint32Array(count);
  for (let i = 0; i < count; i++) result[i] = (Math.imul(i, 0x2545f491) + 0x1234567) & 0x3fffffff;
  return result;
}

/** More in later years, and a sixth of all in bursts of a few days. */
function startTimes(random, count) {
  const bursts = Array.from({ length: BURSTS }, () => FIRST + random() * (LAST - FIRST));
  const result = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const time = random() < 1 / 6 ? bursts[Math.floor(random() * BURSTS)] + normal(random) * 3 * DAY : FIRST + Math.sqrt(random()) * (LAST - FIRST);
    result[i] = Math.floor(Math.min(Math.max(time, FIRST), LAST - 1));
  }
  return result;
}

/** Seven in ten are instants; the others last ten days in the median, ten years at most. */
function endTime(random, start) {
  if (random() < 0.7) return start;
  return start + Math.floor(Math.min(Math.exp(Math.log(10 * DAY) + 1.6 * normal(random)), 10 * YEAR));
}

function category(random, size, count, exponent) {
  const names = Array.from({ length: size }, (_, code) => `${capital(syllables(random, 2))} ${code}`);
  const draw = zipf(random, size, exponent);
  const codes = size > 256 ? new Uint16Array(count) : new Uint8Array(count);
  for (let i = 0; i < count; i++) codes[i] = draw();
  return { names, codes };
}

const ONSETS = ['b', 'd', 'f', 'g', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'z', 'br', 'ch', 'dr', 'gr', 'kl', 'pr', 'sh', 'st', 'tr'];
const VOWELS = ['a', 'e', 'i', 'o', 'u', 'ai', 'ea', 'ou'];
const CODAS = ['', '', 'n', 'r', 's', 'l', 't', 'nd'];

function syllables(random, count) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  return Array.from({ length: count }, () => pick(ONSETS) + pick(VOWELS) + pick(CODAS)).join('');
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}

/** Distinct words, one in four of them a name with a capital. */
function vocabulary(random, size) {
  const words = new Map();
  while (words.size < size) {
    const word = syllables(random, 1 + Math.floor(random() * 3));
    if (!words.has(word)) words.set(word, random() < 0.25 ? capital(word) : word);
  }
  return [...words.values()];
}

/** Five to eight words each, the first with a capital. */
function titles(random, words, count) {
  const encoder = new TextEncoder();
  const plain = words.map((word) => encoder.encode(word));
  const initial = words.map((word) => encoder.encode(capital(word)));
  const draw = zipf(random, words.length, 0.7);
  let bytes = new Uint8Array(count * 64 + 256);
  const ends = new Uint32Array(count);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const length = 5 + Math.floor(random() * 4);
    for (let k = 0; k < length; k++) {
      if (k > 0) bytes[at++] = 32;
      const word = (k === 0 ? initial : plain)[draw()];
      bytes.set(word, at);
      at += word.length;
    }
    ends[i] = at;
    if (at + 256 > bytes.length) bytes = grown(bytes);
  }
  return { bytes: bytes.slice(0, at), ends };
}

function grown(bytes) {
  const larger = new Uint8Array(bytes.length * 1.5);
  larger.set(bytes);
  return larger;
}

/** Row `i` as the object that the JSON form has. */
export function eventAt(events, i) {
  const { title, categories } = events;
  const from = i === 0 ? 0 : title.ends[i - 1];
  const event = { id: events.id[i], start: events.start[i], end: events.end[i] };
  for (const field of Object.keys(CATEGORIES)) event[field] = categories[field].names[categories[field].codes[i]];
  event.title = String.fromCharCode.apply(null, title.bytes.subarray(from, title.ends[i]));
  return event;
}

/** A JSON array of objects, as bytes, one event a line. */
export function toJson(events) {
  const encoder = new TextEncoder();
  const parts = [];
  for (let from = 0; from < events.count; from += 10_000) {
    const lines = [];
    for (let i = from; i < Math.min(from + 10_000, events.count); i++) lines.push(JSON.stringify(eventAt(events, i)));
    parts.push(encoder.encode((from === 0 ? '[\n' : ',\n') + lines.join(',\n')));
  }
  parts.push(encoder.encode('\n]\n'));
  return joined(parts);
}

/** A header and one event a line, as bytes; no value needs quotes. */
export function toCsv(events) {
  const encoder = new TextEncoder();
  const parts = [encoder.encode(`${COLUMNS.join(',')}\n`)];
  for (let from = 0; from < events.count; from += 10_000) {
    const lines = [];
    for (let i = from; i < Math.min(from + 10_000, events.count); i++) {
      const event = eventAt(events, i);
      lines.push(`${COLUMNS.map((column) => event[column]).join(',')}\n`);
    }
    parts.push(encoder.encode(lines.join('')));
  }
  return joined(parts);
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
