/** Our headless core, as a page uses it: `event-timeline/core`. */
import { BINS, FIRST, LAST } from '../events.mjs';
import { FIELDS, LANES, LEAST_SHARE, PAGE } from '../operations.mjs';

export const title = 'event-timeline';
export const forms = ['json', 'csv', 'arrow'];

const EXTENT = { from: FIRST, to: LAST };
const SORTS = { startAsc: [['start', false]], endDesc: [['end', true]], titleAsc: [['title', false]], actorStart: [['actor', false], ['start', false]] };

/** `core` is the built module, `fromArrow` what reads an IPC stream into typed arrays. */
export async function create({ core, fromArrow, module }) {
  await core.load(module);
  return new Ours(core, fromArrow);
}

class Ours {
  #core;
  #fromArrow;
  #set;
  #places;

  constructor(core, fromArrow) {
    this.#core = core;
    this.#fromArrow = fromArrow;
  }

  async load(form, bytes) {
    // Names in the order of code units: what the other adapters sort by.
    const options = { locale: null };
    if (form === 'json') this.#set = await this.#core.open(bytes, options);
    // Recognised as who says so; the questions are about a field of that name.
    else if (form === 'csv') this.#set = await this.#core.openFiles([{ bytes, mapping: 'source=category' }], options);
    else this.#set = await this.#core.openColumns(columns(this.#fromArrow(bytes)), options);
    return this.#set.info.count;
  }

  unload() {
    this.#set.free();
    this.#set = this.#places = undefined;
  }

  get set() {
    return this.#set;
  }

  timeRange({ lo, hi }) {
    const { counts, order } = this.#set.ask({ query: { time: time(lo, hi) }, order: { offset: 0, limit: Infinity } });
    return { count: counts.matches, rows: order };
  }

  interaction({ actor, kind, lo, hi }) {
    const query = { time: time(lo, hi), facets: [any('actor', actor), any('kind', kind)] };
    return this.#set.ask({ query, facets: FIELDS, histogram: { ...EXTENT, bins: BINS, of: 'starting', anyTime: true } });
  }

  move(filters) {
    return this.interaction(filters);
  }

  sort({ key, lo, hi }) {
    const sort = [...SORTS[key], ['id', false]].map(([by, descending]) => ({ by, descending }));
    this.#set.setQuery({ time: time(lo, hi), sort });
    return this.#set.briefPage(0, PAGE);
  }

  page({ offset }) {
    return this.#set.briefPage(offset, PAGE);
  }

  substring({ text }) {
    return this.#count({ text, prefix: false, substring: true });
  }

  prefix({ text }) {
    return this.#count({ text, prefix: true, substring: false });
  }

  #count(term) {
    return { count: this.#set.query({ text: [{ ...term, negate: false, field: 'title' }] }).matches };
  }

  window({ lo, hi }) {
    const { lanes } = this.#set.ask({ query: {}, lanes: { from: lo, to: hi + 1, leastMs: (hi - lo) / LEAST_SHARE, lanes: LANES } });
    return { rows: lanes.row, lanes: lanes.lane };
  }

  /** The answers in the form that all adapters' are compared in. */
  plain(method, answer) {
    if (method === 'sort' || method === 'page') return answer.map(({ id, title, earliestStart, earliestEnd }) => ({ id: Number(id), title, start: earliestStart, end: earliestEnd }));
    if (method !== 'interaction' && method !== 'move') return answer;
    const facets = answer.facets.map(({ field, certain, possible }) => [field, { names: this.#names(field), counts: sum(certain, possible) }]);
    return { count: answer.counts.matches, facets: Object.fromEntries(facets), bins: sum(answer.histogram.certain, answer.histogram.possible) };
  }

  #names(field) {
    const names = [];
    for (const { code, name } of this.#set.values(field)) names[code] = name;
    return names;
  }

  /** Ids of rows, by way of each row's place in the document. */
  idsOf(rows, ids) {
    const places = (this.#places ??= this.#set.documentOrder());
    return Uint32Array.from(rows, (row) => ids[places[row]]);
  }
}

/** Bounds are half open here, and every time is a whole millisecond. */
function time(lo, hi) {
  return { from: lo, to: hi + 1, certainOnly: false };
}

function any(field, values) {
  return { field, mode: 'any', values };
}

function sum(certain, possible) {
  return certain.map((count, i) => count + possible[i]);
}

function columns({ count, id, start, end, categories, title }) {
  return { length: count, id, start, end, title, fields: categories };
}
