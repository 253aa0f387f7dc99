/**
 * crossfilter2. A group ignores its own dimension's filter and no other, and a time filter on spans takes two
 * dimensions: the histogram that ignores time has a second crossfilter with the category filters alone.
 */
import crossfilter from 'crossfilter2';
import { BINS, FIRST, LAST } from '../events.mjs';
import { FIELDS, LEAST_SHARE, PAGE } from '../operations.mjs';
import { firstFit } from './typed.mjs';

export const title = 'crossfilter2';
export const forms = ['json'];
export const textual = true;

export async function create() {
  return new Crossfilter();
}

class Crossfilter {
  #records;
  #dimensions;
  #groups;
  #total;
  #untimed;
  #histogram;
  #filters = {};
  #page;

  load(_form, text) {
    // Dimensions keep the order of equal values: ties then stand in the order of id.
    const objects = JSON.parse(text).sort((a, b) => a.id - b.id);
    this.#records = crossfilter(objects);
    this.#dimensions = { start: this.#records.dimension((event) => event.start), end: this.#records.dimension((event) => -event.end) };
    this.#total = this.#records.groupAll();
    this.#groups = {};
    for (const field of FIELDS) {
      this.#dimensions[field] = this.#records.dimension((event) => event[field]);
      this.#groups[field] = this.#dimensions[field].group();
    }
    const untimed = crossfilter(objects);
    this.#untimed = { actor: untimed.dimension((event) => event.actor), kind: untimed.dimension((event) => event.kind) };
    this.#histogram = untimed.dimension((event) => Math.floor((event.start - FIRST) / ((LAST - FIRST) / BINS))).group();
    this.#filters = {};
    return objects.length;
  }

  unload() {
    this.#records = this.#dimensions = this.#groups = this.#total = this.#untimed = this.#histogram = this.#page = undefined;
  }

  /** Sets what differs from the filters that stand. */
  #filter({ lo, hi, actor = null, kind = null }) {
    const was = this.#filters;
    if (was.hi !== hi) this.#dimensions.start.filterRange([-Infinity, hi + 1]);
    if (was.lo !== lo) this.#dimensions.end.filterRange([-Infinity, 1 - lo]);
    this.#choose('actor', actor, was.actor ?? null);
    this.#choose('kind', kind, was.kind ?? null);
    this.#filters = { lo, hi, actor, kind };
  }

  #choose(field, values, former) {
    if (String(values) === String(former)) return;
    for (const dimension of [this.#dimensions[field], this.#untimed[field]]) {
      if (values === null) dimension.filterAll();
      else dimension.filterFunction((value) => values.includes(value));
    }
  }

  timeRange({ lo, hi }) {
    this.#filter({ lo, hi });
    const rows = this.#records.allFiltered();
    const ids = Uint32Array.from(rows, (event) => event.id);
    return { count: ids.length, rows: ids };
  }

  /** Its groups are live: counted while the filters change, there to be read. */
  interaction(filters) {
    this.#filter(filters);
    const facets = {};
    for (const field of FIELDS) facets[field] = this.#groups[field].all();
    return { count: this.#total.value(), facets, bins: this.#histogram.all() };
  }

  move(filters) {
    return this.interaction(filters);
  }

  sort({ key, lo, hi }) {
    this.#filter({ lo, hi });
    this.#page = this.#ordered(key);
    return this.page({ offset: 0 });
  }

  page({ offset }) {
    return this.#page(offset).map(({ id, title, start, end }) => ({ id, title, start, end }));
  }

  /** Dimensions have the order of times; the others are sorted once for each query. */
  #ordered(key) {
    if (key === 'startAsc') return (offset) => this.#dimensions.start.bottom(PAGE, offset);
    if (key === 'endDesc') return (offset) => this.#dimensions.end.bottom(PAGE, offset);
    const text = key === 'titleAsc' ? (event) => event.title : (event) => event.actor;
    const then = key === 'titleAsc' ? () => 0 : (a, b) => a.start - b.start;
    const compare = (a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : then(a, b) || a.id - b.id);
    const rows = this.#records.allFiltered().sort(compare);
    return (offset) => rows.slice(offset, offset + PAGE);
  }

  window({ lo, hi }) {
    this.#filter({ lo, hi });
    const events = this.#dimensions.start.bottom(Infinity);
    const [start, end] = [Float64Array.from(events, (event) => event.start), Float64Array.from(events, (event) => event.end)];
    const rows = Uint32Array.from(events, (event) => event.id);
    return { rows, lanes: firstFit(rows.map((_, i) => i), start, end, (hi - lo) / LEAST_SHARE) };
  }

  plain(method, answer) {
    if (method !== 'interaction' && method !== 'move') return answer;
    const { count, facets, bins } = answer;
    const plain = { count, facets: {}, bins: new Uint32Array(BINS) };
    for (const { key, value } of bins) plain.bins[key] = value;
    for (const field of FIELDS) plain.facets[field] = { names: facets[field].map(({ key }) => key), counts: facets[field].map(({ value }) => value) };
    return plain;
  }

  /** Its rows are ids already. */
  idsOf(rows) {
    return rows;
  }
}
