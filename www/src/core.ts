/**
 * The headless core, `event-timeline/core`: open an event set, ask it questions. Works without a DOM, in a page,
 * a worker and Node 20 or later. The only file of the shell that imports the WebAssembly package.
 *
 * @example
 * import { open } from 'event-timeline/core';
 * const set = await open('{"events":[{"title":"The wall falls","date":"1989-11-09"}]}');
 * set.query('wall').matches; // 1
 * set.page(0, 10)[0].title;  // "The wall falls"
 * set.free();
 */
import init, { CoreTimeline, parseDate as coreParseDate } from '../pkg/event_timeline.js';
import { EMPTY_QUERY } from './types.js';
import type {
  Counts, DateProblem, Diagnostic, EventDetail, Facet, Frame, Histogram, Overview, ParsedDate, Query, QueryProblem, Row, SetInfo, Viewport,
} from './types.js';

export * from './types.js';

let loading: Promise<void> | undefined;

/**
 * Loads the WebAssembly module once; every later call returns the same promise.
 *
 * @param module Bytes, a compiled module or an address, for hosts that keep the file elsewhere.
 * @example
 * await load(await readFile('event_timeline_bg.wasm'));
 */
export function load(module?: BufferSource | WebAssembly.Module | URL | string): Promise<void> {
  loading ??= instantiate(module).catch((reason: unknown) => {
    loading = undefined;
    throw reason;
  });
  return loading;
}

async function instantiate(module?: BufferSource | WebAssembly.Module | URL | string): Promise<void> {
  const from = module ?? new URL('../pkg/event_timeline_bg.wasm', import.meta.url);
  const isFile = from instanceof URL && from.protocol === 'file:';
  await init({ module_or_path: isFile ? await readFile(from) : from });
}

/** Node has no `fetch` for files. The name is a variable so that bundlers for the page leave it alone. */
async function readFile(url: URL): Promise<BufferSource> {
  const name = 'node:fs/promises';
  const fs = (await import(/* @vite-ignore */ name)) as { readFile(url: URL): Promise<Uint8Array<ArrayBuffer>> };
  return fs.readFile(url);
}

/** What an event set can be opened from: the bytes or text of a document, or the document itself. */
export type Source = ArrayBufferView | ArrayBuffer | string | object;

export interface OpenOptions {
  /** BCP 47 tag of the language that names are sorted by; the host's own where absent. */
  locale?: string;
}

/**
 * Opens an event set. What is wrong with the document is in `diagnostics`; only a broken module throws.
 *
 * @example
 * const set = await open(await (await fetch('events.json')).arrayBuffer(), { locale: 'fa' });
 * for (const d of set.diagnostics) console.log(`${d.line}:${d.column} ${d.message}`);
 */
export async function open(source: Source, options: OpenOptions = {}): Promise<EventSet> {
  await load();
  return new EventSet(toBytes(source), options.locale);
}

function toBytes(source: Source): Uint8Array {
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  return new TextEncoder().encode(typeof source === 'string' ? source : JSON.stringify(source));
}

/**
 * Parses an EDTF date: level, four bounds, qualifiers, canonical text.
 *
 * @example
 * const { date } = await parseDate('[..2014-06-30]');
 * date.span.earliestStart; // -Infinity
 * date.span.startEdge;     // "unknown"
 */
export async function parseDate(text: string): Promise<{ date: ParsedDate; problem?: undefined } | { date?: undefined; problem: DateProblem }> {
  await load();
  return coreParseDate(checkedText(text, 'date'));
}

/** An open event set with its current query. Free it when done: its memory is outside the garbage collector's reach. */
export class EventSet {
  /** What the document says of itself, its extent and fields. */
  readonly info: SetInfo;
  /** What could not be understood, with places. */
  readonly diagnostics: Diagnostic[];
  #open: CoreTimeline | undefined;
  #locale: string | undefined;
  #collated = new Set<string>();

  /** @internal Use {@link open}. */
  constructor(bytes: Uint8Array, locale?: string) {
    this.#open = new CoreTimeline(bytes);
    this.#locale = locale;
    this.info = this.#core.info();
    this.diagnostics = this.#core.diagnostics();
  }

  get #core(): CoreTimeline {
    if (!this.#open) throw new Error('this event set was freed; open it again');
    return this.#open;
  }

  /**
   * Reads a line of the query language; what is wrong is a problem with its place, and the rest still applies.
   *
   * @example set.parseQuery('actor:IRGC -status:alleged before:2014-09').query
   */
  parseQuery(text: string): { query: Query; problems: QueryProblem[] } {
    return this.#core.parseQuery(checkedText(text, 'query'));
  }

  /**
   * A query as a line of text: `parseQuery(formatQuery(q)).query` equals `q`.
   *
   * @example set.formatQuery({ undated: 'out', sort: [{ by: 'title', descending: false }] }) // "is:dated sort:title"
   */
  formatQuery(query: Partial<Query>): string {
    return this.#core.formatQuery(checkedQuery(query));
  }

  /**
   * Makes a query current and counts its matches. Text is read by {@link parseQuery}, its problems passed over; what a
   * query object leaves out is as in {@link EMPTY_QUERY}.
   *
   * @throws where the query has a key, field or value that cannot be; the former query then stays.
   * @example set.query({ sort: [{ by: 'title', descending: false }] }).matches
   */
  query(query: Partial<Query> | string): Counts {
    const asked = typeof query === 'string' ? this.parseQuery(query).query : checkedQuery(query);
    for (const key of asked.sort) this.#collate(key.by);
    return this.#core.query(asked);
  }

  /** Matches `[offset, offset + limit)` in order. @example set.page(0, 100).map((row) => row.title) */
  page(offset: number, limit: number, colorBy: string | null = null): Row[] {
    return this.#core.page(count(offset), count(limit), colorBy ?? undefined);
  }

  /** Undated matches `[offset, offset + limit)` in order. @example set.undatedPage(0, Infinity).length */
  undatedPage(offset: number, limit: number, colorBy: string | null = null): Row[] {
    return this.#core.undatedPage(count(offset), count(limit), colorBy ?? undefined);
  }

  /** The given rows, in the order given. @example set.rows(Uint32Array.of(3, 1)) */
  rows(rows: Uint32Array, colorBy: string | null = null): Row[] {
    return this.#core.rows(rows, colorBy ?? undefined);
  }

  /** Row numbers of matches `[offset, offset + limit)` in order. @example set.order(0, 1)[0] */
  order(offset: number, limit: number): Uint32Array {
    return this.#core.order(count(offset), count(limit));
  }

  /** Place of a row in the order of matches; null where it does not match. @example set.position(3) */
  position(row: number): number | null {
    return this.#core.position(row) ?? null;
  }

  /** Row of an event by its id; null where there is none. @example set.find('P09') */
  find(id: string): number | null {
    return this.#core.find(checkedText(id, 'id')) ?? null;
  }

  /** Everything of one event. @throws where there is no such row. @example set.event(0).claims */
  event(row: number): EventDetail {
    return this.#core.event(row);
  }

  /** Values of category fields with their counts under the current query. @example set.facets(['actor'])[0].values */
  facets(fields: string[]): Facet[] {
    return this.#core.facets(fields);
  }

  /** Matches by time: `bins` equal bins of `[from, to)`. @example set.histogram(...set.info.extent, 100).certain */
  histogram(from: number, to: number, bins: number): Histogram {
    return this.#core.histogram(from, to, bins);
  }

  /** The whole extent with long empty stretches folded. @example set.overview(960).segments */
  overview(widthPx: number): Overview {
    return this.#core.overview(widthPx);
  }

  /**
   * Geometry of one view.
   *
   * @throws where the window is empty or beyond the limits.
   * @example
   * const font = { asciiPx: [], otherPx: 7 };
   * const [from, to] = set.fit() ?? [0, 1];
   * set.frame({ from, to, widthPx: 960, heightPx: 480, lanePx: 31, tickGapPx: 56, groupBy: 'actor', colorBy: null,
   *   labelsAbove: false, titleFont: font, claimantFont: font }).marks.row
   */
  frame(viewport: Viewport): Frame {
    checkKeys(viewport, VIEWPORT_KEYS, 'viewport');
    return this.#core.frame(viewport);
  }

  /** A window that shows every dated match whole; null where none is dated. @example const [from, to] = set.fit() ?? [0, 1]; */
  fit(): [number, number] | null {
    return pair(this.#core.fit());
  }

  /** A window that shows one event well; null where it is undated. @example set.fitRow(0) */
  fitRow(row: number): [number, number] | null {
    return pair(this.#core.fitRow(row));
  }

  /** Gives the memory back. Whatever is asked afterwards throws; freeing again does nothing. @example set.free() */
  free(): void {
    this.#open?.free();
    this.#open = undefined;
  }

  /** Hands the core the order of names in the reader's language, once per field and only when asked for. */
  #collate(by: string): void {
    if (this.#collated.has(by)) return;
    this.#collated.add(by);
    const names = this.#core.names(by);
    if (names) this.#core.setRanks(by, ranks(names, new Intl.Collator(this.#locale, { numeric: true })));
  }
}

const QUERY_KEYS = Object.keys(EMPTY_QUERY);
const PART_KEYS = {
  time: ['from', 'to', 'certainOnly'],
  facets: ['field', 'mode', 'values'],
  numbers: ['field', 'min', 'max'],
  text: ['text', 'prefix', 'negate', 'field'],
  sort: ['by', 'descending'],
} as const;
const VIEWPORT_KEYS = [
  'from', 'to', 'widthPx', 'heightPx', 'lanePx', 'tickGapPx', 'groupBy', 'colorBy', 'labelsAbove', 'titleFont', 'claimantFont',
];

/** A misspelt key would be a condition that silently does not hold: the boundary looks only for the keys it knows. */
function checkKeys(value: unknown, known: readonly string[], what: string): void {
  if (typeof value !== 'object' || value === null) throw new TypeError(`${what}: expected an object, found ${value === null ? 'null' : typeof value}`);
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new TypeError(`${what}: no key \`${unknown}\`; known are ${known.join(', ')}`);
}

function checkedQuery(query: Partial<Query>): Query {
  checkKeys(query, QUERY_KEYS, 'query');
  const whole = { ...EMPTY_QUERY, ...query };
  for (const [part, known] of Object.entries(PART_KEYS)) {
    const value = whole[part as keyof typeof PART_KEYS];
    if (part !== 'time' && !Array.isArray(value)) throw new TypeError(`query.${part}: expected a list`);
    for (const item of [value ?? []].flat()) checkKeys(item, known, `query.${part}`);
  }
  return whole;
}

/** The module reads memory by a string's length: what has none must not get there. */
function checkedText(value: string, what: string): string {
  if (typeof value !== 'string') throw new TypeError(`${what}: expected text, found ${typeof value}`);
  return value;
}

/** A number of rows as the module takes it; `Infinity` is all, what is below 0 is none. */
function count(rows: number): number {
  return Math.min(Math.max(rows, 0), 0xffff_ffff);
}

function pair(values: Float64Array | undefined): [number, number] | null {
  return values ? [values[0]!, values[1]!] : null;
}

/** Rank of each name in collation order; names that compare equal share one. */
function ranks(names: string[], collator: Intl.Collator): Uint32Array {
  const order = Uint32Array.from(names.keys()).sort((a, b) => collator.compare(names[a]!, names[b]!));
  const result = new Uint32Array(names.length);
  order.forEach((name, i) => {
    const before = order[i - 1];
    const same = before !== undefined && collator.compare(names[before]!, names[name]!) === 0;
    result[name] = same ? result[before]! : i;
  });
  return result;
}
