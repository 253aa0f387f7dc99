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
export type Source = Uint8Array | ArrayBuffer | string | object;

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
  if (source instanceof Uint8Array) return source;
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
  return coreParseDate(text);
}

/** An open event set with its current query. Free it when done: its memory is outside the garbage collector's reach. */
export class EventSet {
  /** What the document says of itself, its extent and fields. */
  readonly info: SetInfo;
  /** What could not be understood, with places. */
  readonly diagnostics: Diagnostic[];
  #core: CoreTimeline;
  #locale: string | undefined;
  #collated = new Set<string>();

  /** @internal Use {@link open}. */
  constructor(bytes: Uint8Array, locale?: string) {
    this.#core = new CoreTimeline(bytes);
    this.#locale = locale;
    this.info = this.#core.info();
    this.diagnostics = this.#core.diagnostics();
  }

  /**
   * Reads a line of the query language; what is wrong is a problem with its place, and the rest still applies.
   *
   * @example set.parseQuery('actor:IRGC -status:alleged before:2014-09').query
   */
  parseQuery(text: string): { query: Query; problems: QueryProblem[] } {
    return this.#core.parseQuery(text);
  }

  /** A query as a line of text: `parseQuery(formatQuery(q)).query` equals `q`. */
  formatQuery(query: Query): string {
    return this.#core.formatQuery(query);
  }

  /**
   * Makes a query current and counts its matches. Text is read by {@link parseQuery}, its problems passed over.
   *
   * @example set.query({ ...EMPTY_QUERY, sort: [{ by: 'title', descending: false }] }).matches
   */
  query(query: Query | string): Counts {
    const asked = typeof query === 'string' ? this.parseQuery(query).query : query;
    for (const key of asked.sort) this.#collate(key.by);
    return this.#core.query(asked);
  }

  /** Matches `[offset, offset + limit)` in order. @example set.page(0, 100).map((row) => row.title) */
  page(offset: number, limit: number, colorBy: string | null = null): Row[] {
    return this.#core.page(offset, limit, colorBy ?? undefined);
  }

  /** Undated matches `[offset, offset + limit)` in order. */
  undatedPage(offset: number, limit: number, colorBy: string | null = null): Row[] {
    return this.#core.undatedPage(offset, limit, colorBy ?? undefined);
  }

  /** The given rows, in the order given. @example set.rows(Uint32Array.of(3, 1)) */
  rows(rows: Uint32Array, colorBy: string | null = null): Row[] {
    return this.#core.rows(rows, colorBy ?? undefined);
  }

  /** Row numbers of matches `[offset, offset + limit)` in order. */
  order(offset: number, limit: number): Uint32Array {
    return this.#core.order(offset, limit);
  }

  /** Place of a row in the order of matches; null where it does not match. */
  position(row: number): number | null {
    return this.#core.position(row) ?? null;
  }

  /** Row of an event by its id; null where there is none. @example set.find('P09') */
  find(id: string): number | null {
    return this.#core.find(id) ?? null;
  }

  /** Everything of one event. @throws where there is no such row. */
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

  /** The whole extent with long empty stretches folded. */
  overview(widthPx: number): Overview {
    return this.#core.overview(widthPx);
  }

  /** Geometry of one view. @throws where the window is empty or beyond the limits. */
  frame(viewport: Viewport): Frame {
    return this.#core.frame(viewport);
  }

  /** A window that shows every dated match whole; null where none is dated. */
  fit(): [number, number] | null {
    return pair(this.#core.fit());
  }

  /** A window that shows one event well; null where it is undated. */
  fitRow(row: number): [number, number] | null {
    return pair(this.#core.fitRow(row));
  }

  /** Gives the memory back. Nothing may be asked afterwards. */
  free(): void {
    this.#core.free();
  }

  /** Hands the core the order of names in the reader's language, once per field and only when asked for. */
  #collate(by: string): void {
    if (this.#collated.has(by)) return;
    this.#collated.add(by);
    const names = this.#core.names(by);
    if (names) this.#core.setRanks(by, ranks(names, new Intl.Collator(this.#locale, { numeric: true })));
  }
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
