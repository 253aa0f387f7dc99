/**
 * The same work by hand: typed-array columns in order of start, block maxima of the ends, cached permutations, counts
 * that follow a brush. No index over words: text is scanned, as a page does that has no search engine.
 */
import { BINS, FIRST, LAST } from '../events.mjs';
import { FIELDS, LANES, LEAST_SHARE, PAGE } from '../operations.mjs';

export const title = 'typed arrays by hand';
export const forms = ['json', 'csv', 'arrow'];
export const textual = true;

export async function create({ fromArrow }) {
  return new Typed(fromArrow);
}

const BLOCK = 128;
const ACTOR = 1;
const KIND = 2;
const BOTH = ACTOR | KIND;
const EMPTY = Object.fromEntries(FIELDS.map((field) => [field, { names: [], codes: new Uint8Array(0) }]));

class Typed {
  #fromArrow;
  #count;
  #id;
  #start;
  #end;
  #codes;
  #names;
  #titles;
  #latest;
  #bin;
  #permutations;
  #endOrder;
  #haystack;
  #page;
  #brush;

  constructor(fromArrow) {
    this.#fromArrow = fromArrow;
  }

  load(form, data) {
    const columns = form === 'json' ? fromObjects(JSON.parse(data)) : form === 'csv' ? fromCsv(data) : this.#fromArrow(data);
    this.#take(columns);
    return this.#count;
  }

  unload() {
    this.#take({ count: 0, id: new Uint32Array(0), start: new Float64Array(0), end: new Float64Array(0), categories: EMPTY, title: [] });
  }

  /** All columns in the order of (start, id). */
  #take({ count, id, start, end, categories, title }) {
    const order = orderByTime(start, orderByNumber(id));
    this.#count = count;
    this.#id = gather(id, order);
    this.#start = gather(start, order);
    this.#end = gather(end, order);
    this.#codes = {};
    this.#names = {};
    for (const field of FIELDS) {
      this.#codes[field] = gather(categories[field].codes, order);
      this.#names[field] = categories[field].names;
    }
    this.#titles = Array.isArray(title) ? order.reduce((texts, row, i) => ((texts[i] = title[row]), texts), new Array(count)) : lazyTitles(title, order);
    this.#latest = blockMaxima(this.#end);
    this.#bin = undefined;
    this.#permutations = {};
    this.#endOrder = this.#haystack = this.#page = this.#brush = undefined;
  }

  /** The first row that starts at or after a time. */
  #from(time) {
    const start = this.#start;
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (start[middle] < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Rows that touch [lo, hi]: those that start before it and last into it, one by one, then a range `[from, to)`. */
  #touching(lo, hi) {
    const from = this.#from(lo);
    const to = this.#from(hi + 1);
    const end = this.#end;
    const latest = this.#latest;
    const early = [];
    for (let block = 0; block * BLOCK < from; block++) {
      if (latest[block] < lo) continue;
      const stop = Math.min(from, (block + 1) * BLOCK);
      for (let row = block * BLOCK; row < stop; row++) if (end[row] >= lo) early.push(row);
    }
    return { early, from, to };
  }

  timeRange({ lo, hi }) {
    const { early, from, to } = this.#touching(lo, hi);
    const rows = new Uint32Array(early.length + to - from);
    rows.set(early);
    for (let row = from, at = early.length; row < to; row++, at++) rows[at] = row;
    return { count: rows.length, rows };
  }

  interaction(filters) {
    const { early, from, to } = this.#touching(filters.lo, filters.hi);
    const state = this.#counters(filters);
    const { admitted, bins } = state;
    const bin = this.#bins();
    for (let row = 0; row < this.#count; row++) if (admitted[row] === BOTH) bins[bin[row]]++;
    for (const row of early) this.#add(state, row, 1);
    this.#addRange(state, from, to);
    return this.#answer(state);
  }

  /** What each row passes of the actor and the kind filter, and counters at zero. */
  #counters({ actor, kind }) {
    const actors = flags(this.#names.actor, actor, ACTOR);
    const kinds = flags(this.#names.kind, kind, KIND);
    const actorOf = this.#codes.actor;
    const kindOf = this.#codes.kind;
    const admitted = new Uint8Array(this.#count);
    for (let row = 0; row < admitted.length; row++) admitted[row] = actors[actorOf[row]] | kinds[kindOf[row]];
    const counts = {};
    for (const field of FIELDS) counts[field] = new Uint32Array(this.#names[field].length);
    return { admitted, counts, bins: new Uint32Array(BINS), count: 0 };
  }

  #add(state, row, by) {
    const { counts, admitted } = state;
    const passed = admitted[row];
    if (passed & KIND) counts.actor[this.#codes.actor[row]] += by;
    if (passed & ACTOR) counts.kind[this.#codes.kind[row]] += by;
    if (passed !== BOTH) return;
    state.count += by;
    counts.place[this.#codes.place[row]] += by;
    counts.certainty[this.#codes.certainty[row]] += by;
    counts.source[this.#codes.source[row]] += by;
  }

  #addRange(state, from, to) {
    const { admitted, counts } = state;
    const { actor, place, kind, certainty, source } = counts;
    const { actor: actorOf, place: placeOf, kind: kindOf, certainty: certaintyOf, source: sourceOf } = this.#codes;
    let count = 0;
    for (let row = from; row < to; row++) {
      const passed = admitted[row];
      if (passed === 0) continue;
      if (passed & KIND) actor[actorOf[row]]++;
      if (passed & ACTOR) kind[kindOf[row]]++;
      if (passed !== BOTH) continue;
      count++;
      place[placeOf[row]]++;
      certainty[certaintyOf[row]]++;
      source[sourceOf[row]]++;
    }
    state.count += count;
  }

  #answer({ counts, bins, count }) {
    const facets = {};
    for (const field of FIELDS) facets[field] = { names: this.#names[field], counts: counts[field].slice() };
    return { count, facets, bins: bins.slice() };
  }

  #bins() {
    return (this.#bin ??= Uint16Array.from(this.#start, (start) => Math.floor((start - FIRST) / ((LAST - FIRST) / BINS))));
  }

  /** The answer follows the brush: only rows that come in or go out are counted. */
  move(filters) {
    const key = JSON.stringify([filters.actor, filters.kind]);
    if (this.#brush?.key !== key) {
      const answer = this.#begin(filters);
      this.#brush.key = key;
      return answer;
    }
    this.#moveHi(filters.hi);
    this.#moveLo(filters.lo);
    return this.#answer(this.#brush.state);
  }

  #begin(filters) {
    const { early, from, to } = this.#touching(filters.lo, filters.hi);
    const state = this.#counters(filters);
    const bin = this.#bins();
    for (let row = 0; row < this.#count; row++) if (state.admitted[row] === BOTH) state.bins[bin[row]]++;
    for (const row of early) this.#add(state, row, 1);
    this.#addRange(state, from, to);
    const byEnd = (this.#endOrder ??= orderByTime(this.#end));
    this.#brush = { state, byEnd, lo: filters.lo, hi: filters.hi, to, gone: lowerBound(this.#end, byEnd, filters.lo) };
    return this.#answer(state);
  }

  /** Rows that start between the old and the new end of the brush, and last into it. */
  #moveHi(hi) {
    const brush = this.#brush;
    const to = this.#from(hi + 1);
    const by = to > brush.to ? 1 : -1;
    const [a, b] = by > 0 ? [brush.to, to] : [to, brush.to];
    for (let row = a; row < b; row++) if (this.#end[row] >= brush.lo && brush.state.admitted[row]) this.#add(brush.state, row, by);
    brush.hi = hi;
    brush.to = to;
  }

  /** Rows that end between the old and the new start of the brush, and start before its end. */
  #moveLo(lo) {
    const brush = this.#brush;
    const gone = lowerBound(this.#end, brush.byEnd, lo);
    const by = gone > brush.gone ? -1 : 1;
    const [a, b] = by < 0 ? [brush.gone, gone] : [gone, brush.gone];
    for (let i = a; i < b; i++) {
      const row = brush.byEnd[i];
      if (row < brush.to && brush.state.admitted[row]) this.#add(brush.state, row, by);
    }
    brush.lo = lo;
    brush.gone = gone;
  }

  sort({ key, lo, hi }) {
    this.#page = { key, lo, hi };
    return this.page({ offset: 0 });
  }

  page({ offset }) {
    const { key, lo, hi } = this.#page;
    if (key === 'startAsc') return this.#pageByStart(lo, hi, offset);
    const order = (this.#permutations[key] ??= this.#permutation(key));
    const start = this.#start;
    const end = this.#end;
    const rows = [];
    for (let i = 0, seen = 0; i < order.length && rows.length < PAGE; i++) {
      const row = order[i];
      if (start[row] <= hi && end[row] >= lo && seen++ >= offset) rows.push(this.#row(row));
    }
    return rows;
  }

  #pageByStart(lo, hi, offset) {
    const { early, from, to } = this.#touching(lo, hi);
    const rows = early.slice(offset, offset + PAGE);
    for (let row = from + Math.max(0, offset - early.length); row < to && rows.length < PAGE; row++) rows.push(row);
    return rows.map((row) => this.#row(row));
  }

  #row(row) {
    return { id: this.#id[row], title: this.#title(row), start: this.#start[row], end: this.#end[row] };
  }

  #title(row) {
    return Array.isArray(this.#titles) ? this.#titles[row] : this.#titles(row);
  }

  /** Ties stand in the order of id. */
  #permutation(key) {
    const byId = orderByNumber(this.#id);
    if (key === 'endDesc') return orderByTime(this.#end.map((end) => -end), byId);
    if (key === 'actorStart') {
      const names = this.#names.actor;
      const rank = new Uint32Array(names.length);
      [...names.keys()].sort((a, b) => (names[a] < names[b] ? -1 : 1)).forEach((code, i) => (rank[code] = i));
      return orderByNumber(Uint32Array.from(this.#codes.actor, (code) => rank[code]));
    }
    const titles = Array.from({ length: this.#count }, (_, row) => this.#title(row));
    return byId.sort((a, b) => (titles[a] < titles[b] ? -1 : titles[a] > titles[b] ? 1 : this.#id[a] - this.#id[b]));
  }

  substring({ text }) {
    return { count: this.#occurrences(text.toLowerCase()) };
  }

  prefix({ text }) {
    return { count: this.#occurrences(` ${text.toLowerCase()}`) };
  }

  /** Titles in one text, each after a line's end and a blank, so that every word has a blank before it. */
  #occurrences(needle) {
    const { text, ends } = (this.#haystack ??= this.#allTitles());
    let count = 0;
    let row = 0;
    for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, ends[row - 1])) {
      row = after(ends, at, row);
      count++;
    }
    return count;
  }

  #allTitles() {
    const parts = [];
    const ends = new Uint32Array(this.#count);
    for (let row = 0, at = 0; row < this.#count; row++) {
      const part = ` ${this.#title(row).toLowerCase()}\n`;
      parts.push(part);
      ends[row] = at += part.length;
    }
    return { text: parts.join(''), ends };
  }

  window({ lo, hi }) {
    const { rows } = this.timeRange({ lo, hi });
    return { rows, lanes: firstFit(rows, this.#start, this.#end, (hi - lo) / LEAST_SHARE) };
  }

  idsOf(rows) {
    return gather(this.#id, rows);
  }
}

/** Columns of parsed objects; titles stay the strings that they are. */
function fromObjects(objects) {
  const columns = emptyColumns(objects.length);
  const { id, start, end, title, fields } = columns;
  for (let i = 0; i < objects.length; i++) {
    const object = objects[i];
    id[i] = object.id;
    start[i] = object.start;
    end[i] = object.end;
    title[i] = object.title;
    for (let f = 0; f < FIELDS.length; f++) code(fields[f], i, object[FIELDS[f]]);
  }
  return narrowed(columns);
}

/** The same of a table whose columns are known and whose cells have no quotes. */
function fromCsv(text) {
  let count = -1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  const columns = emptyColumns(count);
  const { id, start, end, title, fields } = columns;
  let at = text.indexOf('\n') + 1;
  const cell = (mark) => {
    const from = at;
    const to = text.indexOf(mark, from);
    at = to + 1;
    return text.slice(from, to);
  };
  for (let i = 0; i < count; i++) {
    id[i] = +cell(',');
    start[i] = +cell(',');
    end[i] = +cell(',');
    for (let f = 0; f < FIELDS.length; f++) code(fields[f], i, cell(','));
    title[i] = cell('\n');
  }
  return narrowed(columns);
}

function emptyColumns(count) {
  const fields = FIELDS.map(() => ({ names: [], codes: new Uint16Array(count), known: new Map() }));
  return { count, id: new Uint32Array(count), start: new Float64Array(count), end: new Float64Array(count), title: new Array(count), fields };
}

function code(column, i, name) {
  let code = column.known.get(name);
  if (code === undefined) column.known.set(name, (code = column.names.push(name) - 1));
  column.codes[i] = code;
}

function narrowed({ fields, ...columns }) {
  for (const column of fields) if (column.names.length <= 256) column.codes = Uint8Array.from(column.codes);
  return { ...columns, categories: Object.fromEntries(FIELDS.map((field, f) => [field, fields[f]])) };
}

/** ASCII has its characters where its bytes are; other text is cut by bytes and decoded a title at a time. */
function lazyTitles({ bytes, ends }, order) {
  const decoder = new TextDecoder();
  const text = decoder.decode(bytes);
  const bounds = (row) => [row === 0 ? 0 : ends[row - 1], ends[row]];
  if (text.length === bytes.length) return (row) => text.slice(...bounds(order[row]));
  return (row) => decoder.decode(bytes.subarray(...bounds(order[row])));
}

function gather(values, order) {
  const result = new values.constructor(order.length);
  for (let i = 0; i < order.length; i++) result[i] = values[order[i]];
  return result;
}

function blockMaxima(values) {
  const result = new Float64Array(Math.ceil(values.length / BLOCK)).fill(-Infinity);
  for (let i = 0; i < values.length; i++) {
    const block = (i / BLOCK) | 0;
    if (values[i] > result[block]) result[block] = values[i];
  }
  return result;
}

function flags(names, chosen, flag) {
  return Uint8Array.from(names, (name) => (chosen.includes(name) ? flag : 0));
}

/** The first place in an order where the value is at least `least`. */
function lowerBound(values, order, least) {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[order[middle]] < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The number of ends at or before a place, from a known row on: steps that double, then halves. */
function after(ends, at, from) {
  let step = 1;
  while (from + step < ends.length && ends[from + step] <= at) step *= 2;
  let low = from + (step >> 1);
  let high = Math.min(from + step, ends.length - 1);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ends[middle] <= at) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

/** Rows in ascending order of a number below 2^32, stable (least digit first). */
function orderByNumber(keys, order) {
  let most = 0;
  for (let i = 0; i < keys.length; i++) if (keys[i] > most) most = keys[i];
  let rows = order ?? Uint32Array.from({ length: keys.length }, (_, i) => i);
  if (most < 65536) return byDigit(rows, keys, 0);
  rows = byDigit(rows, keys, 0);
  return byDigit(rows, keys, 16);
}

/** Rows in ascending order of a time in whole milliseconds, stable. */
function orderByTime(times, order) {
  let least = Infinity;
  for (let i = 0; i < times.length; i++) if (times[i] < least) least = times[i];
  const low = new Uint32Array(times.length);
  const high = new Uint16Array(times.length);
  for (let i = 0; i < times.length; i++) {
    const offset = times[i] - least;
    low[i] = offset;
    high[i] = offset / 4294967296;
  }
  return byDigit(byDigit(byDigit(order ?? Uint32Array.from({ length: times.length }, (_, i) => i), low, 0), low, 16), high, 0);
}

function byDigit(rows, keys, shift) {
  const places = new Uint32Array(65537);
  for (let i = 0; i < rows.length; i++) places[((keys[i] >>> shift) & 65535) + 1]++;
  for (let digit = 0; digit < 65536; digit++) places[digit + 1] += places[digit];
  const result = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) result[places[(keys[rows[i]] >>> shift) & 65535]++] = rows[i];
  return result;
}

/** Lanes of rows in order of (start, id): a heap of the busy lanes by end, bits of the free ones. */
export function firstFit(rows, start, end, least) {
  const lanes = new Int32Array(rows.length);
  const free = new Uint32Array(Math.ceil(LANES / 32));
  for (let lane = 0; lane < LANES; lane++) free[lane >> 5] |= 1 << (lane & 31);
  const until = new Float64Array(LANES);
  const heap = new Uint8Array(LANES + 1);
  let busy = 0;
  for (let i = 0; i < rows.length; i++) {
    const from = start[rows[i]];
    while (busy > 0 && until[heap[0]] <= from) {
      const lane = heap[0];
      free[lane >> 5] |= 1 << (lane & 31);
      heap[0] = heap[--busy];
      siftDown(heap, until, busy);
    }
    const lane = lowestBit(free);
    lanes[i] = lane;
    if (lane < 0) continue;
    free[lane >> 5] &= ~(1 << (lane & 31));
    until[lane] = Math.max(end[rows[i]], from + least);
    siftUp(heap, until, busy++, lane);
  }
  return lanes;
}

function lowestBit(words) {
  for (let i = 0; i < words.length; i++) if (words[i]) return i * 32 + 31 - Math.clz32(words[i] & -words[i]);
  return -1;
}

function siftUp(heap, until, at, lane) {
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (until[heap[parent]] <= until[lane]) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at] = lane;
}

function siftDown(heap, until, size) {
  const lane = heap[0];
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && until[heap[child + 1]] < until[heap[child]]) child++;
    if (until[lane] <= until[heap[child]]) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = lane;
}
