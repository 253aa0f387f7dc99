/** arquero: tables of columns, one expression a verb. */
import { desc, from, fromArrow, fromCSV, op } from 'arquero';
import { BINS, FIRST, LAST } from '../events.mjs';
import { FIELDS, LEAST_SHARE, PAGE } from '../operations.mjs';
import { firstFit } from './typed.mjs';

export const title = 'arquero';
export const forms = ['json', 'csv', 'arrow'];
export const textual = true;

const SORTS = { startAsc: ['start', 'id'], endDesc: [desc('end'), 'id'], titleAsc: ['title', 'id'], actorStart: ['actor', 'start', 'id'] };

export async function create() {
  return new Arquero();
}

class Arquero {
  #events;
  #ordered;

  load(form, data) {
    this.#events = form === 'json' ? from(JSON.parse(data)) : form === 'csv' ? fromCSV(data) : fromArrow(data);
    return this.#events.numRows();
  }

  unload() {
    this.#events = this.#ordered = undefined;
  }

  #within({ lo, hi }) {
    return this.#events.params({ lo, hi }).filter((event, $) => event.start <= $.hi && event.end >= $.lo);
  }

  timeRange(range) {
    const rows = this.#within(range).array('id', Uint32Array);
    return { count: rows.length, rows };
  }

  interaction({ lo, hi, actor, kind }) {
    const byActor = (table) => table.params({ actor }).filter((event, $) => op.includes($.actor, event.actor, 0));
    const byKind = (table) => table.params({ kind }).filter((event, $) => op.includes($.kind, event.kind, 0));
    const timed = this.#within({ lo, hi });
    const ofActor = byActor(timed);
    const both = byKind(ofActor);
    const under = { actor: byKind(timed), kind: ofActor };
    const facets = {};
    for (const field of FIELDS) facets[field] = counts(under[field] ?? both, field);
    const binned = byKind(byActor(this.#events)).params({ first: FIRST, width: (LAST - FIRST) / BINS });
    const { names, counts: found } = counts(binned, { bin: (event, $) => op.floor((event.start - $.first) / $.width) }, 'bin');
    const bins = new Uint32Array(BINS);
    names.forEach((bin, i) => (bins[bin] = found[i]));
    return { count: both.numRows(), facets, bins };
  }

  move(filters) {
    return this.interaction(filters);
  }

  sort({ key, lo, hi }) {
    this.#ordered = this.#within({ lo, hi }).orderby(...SORTS[key]).select('id', 'title', 'start', 'end');
    return this.page({ offset: 0 });
  }

  page({ offset }) {
    return this.#ordered.objects({ limit: PAGE, offset });
  }

  substring({ text }) {
    const found = this.#events.params({ text: text.toLowerCase() }).filter((event, $) => op.includes(op.lower(event.title), $.text, 0));
    return { count: found.numRows() };
  }

  prefix({ text }) {
    const params = { first: text.toLowerCase(), inner: ` ${text.toLowerCase()}` };
    const found = this.#events.params(params).filter((event, $) => op.startswith(op.lower(event.title), $.first, 0) || op.includes(op.lower(event.title), $.inner, 0));
    return { count: found.numRows() };
  }

  window({ lo, hi }) {
    const table = this.#within({ lo, hi }).orderby('start', 'id');
    const [rows, start, end] = [table.array('id', Uint32Array), table.array('start', Float64Array), table.array('end', Float64Array)];
    return { rows, lanes: firstFit(rows.map((_, i) => i), start, end, (hi - lo) / LEAST_SHARE) };
  }

  /** Its rows are ids already. */
  idsOf(rows) {
    return rows;
  }
}

function counts(table, by, name = by) {
  const grouped = table.groupby(by).count();
  return { names: grouped.array(name), counts: grouped.array('count') };
}
