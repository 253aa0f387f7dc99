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
import { csvPieces, isArrowTable, type ArrowTable } from './arrow.js';
import { FirstSet, checkedText, count, pair } from './first-set.js';
import { CoreColumns, parseDate as coreParseDate, type CoreExport, type CoreTimeline } from './glue.js';
import { measured } from './measure.js';
import { load } from './module.js';
import { coreOf } from './open-sets.js';
import { PieceReader, type ReadOptions } from './piece-reader.js';
import { EMPTY_QUERY } from './types.js';
import { WireReader, encodeTexts } from './wire.js';
import { briefRows, encodeQuery, overviewOf, queryOf } from './wire-later.js';
import type {
  Answer, BriefRow, CodeColumn, Counts, DateProblem, EventColumns, EventDetail, ExportEnd, ExportFormat, ExportOptions, ExportPiece, Exported, Facet, FacetCounts, FieldInfo, FieldValue, FileOptions, Frame, Histogram, HistogramQuestion,
  Lanes, LanesQuestion, Overview, PageOptions, ParsedDate, PlainRow, Progress, Query, QueryProblem, Question, Row, TextColumn, Viewport,
} from './types.js';

export * from './types.js';
export { mappingText } from './mapping.js';
export { load, loadFirst } from './module.js';

/** What an event set can be opened from: the bytes or text of a document, the document itself, or an Arrow table. */
export type Source = ArrayBufferView | ArrayBuffer | string | object;

export interface OpenOptions extends ReadOptions {
  /**
   * BCP 47 tag of the language that names are sorted by; the host's own where absent. With `null` titles and names are
   * compared by code point, much as `<` compares strings: the same everywhere, and fast for any number of titles.
   */
  locale?: string | null;
}

/** A file to be opened with others; see {@link openFiles}. */
export interface FileSource extends FileOptions {
  bytes: ArrayBufferView | ArrayBuffer | string;
}

/**
 * Titles of one set that are ranked by the language's own rules: a collator takes about half a second for so many, and
 * ten and more for a million. Above it titles stand in the order of their folded text, by code point.
 */
export const MAX_COLLATED_TITLES = 50_000;

/** Options of {@link openStream}. */
export interface StreamOptions extends OpenOptions {
  /** Ends the reading; the promise is then rejected with the signal's reason. */
  signal?: AbortSignal;
  /** Called after each piece. */
  onProgress?: (progress: Progress) => void;
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
  if (typeof source === 'object' && isArrowTable(source)) return openTable(source, options);
  return openInPieces([{ ...options.file, bytes: toBytes(source) }], options);
}

/** A table of Arrow goes through the recognition of columns that files go through. {@link openColumns} is the way without. */
function openTable(table: ArrowTable, options: OpenOptions): EventSet {
  const reader = new EventSetReader({ ...options, file: { ...options.file, format: 'csv' } });
  try {
    for (const piece of csvPieces(table)) reader.push(piece);
    return reader.finish();
  } finally {
    reader.free();
  }
}

/**
 * Opens several files as one set, in which the field `file` says which one an event is from. Their formats may differ.
 *
 * @example
 * const set = await openFiles([{ name: 'june.csv', bytes: june, mapping: 'Datum=date:day-month-year' }, { name: 'july.json', bytes: july }]);
 * for (const { name, read, rejected } of set.files) console.log(`${name}: ${read} events, ${rejected} records not read`);
 */
export async function openFiles(files: readonly FileSource[], options: Omit<OpenOptions, 'file'> = {}): Promise<EventSet> {
  await load();
  return openInPieces(files, options);
}

/** The module's memory never shrinks: a document that stood in it whole would stay there beside what was read from it. */
const PIECE_BYTES = 1 << 20;

function openInPieces(files: readonly FileSource[], { locale, limits }: OpenOptions): EventSet {
  const reader = new EventSetReader({ locale, limits });
  try {
    for (const { bytes: source, ...file } of files) {
      reader.beginFile(file);
      const bytes = toBytes(source);
      for (let at = 0; at < bytes.length; at += PIECE_BYTES) reader.push(bytes.subarray(at, at + PIECE_BYTES));
    }
    return reader.finish();
  } finally {
    reader.free();
  }
}

/**
 * Opens an event set from columns: typed arrays, dictionary codes and texts laid end to end.
 *
 * @throws where columns differ in length or are not of the types that {@link EventColumns} names.
 * @example
 * const title = { bytes: new TextEncoder().encode('The wall rises'), ends: Uint32Array.of(14) };
 * const set = await openColumns({ length: 1, title, start: Float64Array.of(Date.UTC(1961, 7, 13)) });
 */
export async function openColumns(columns: EventColumns, options: OpenOptions = {}): Promise<EventSet> {
  await load();
  return opened(fromColumns(columns), options.locale);
}

/**
 * Opens an event set while it comes: a `Response`'s body, or any chunks of bytes.
 *
 * @example
 * const { body } = await fetch('events.json');
 * const set = await openStream(body!, { onProgress: ({ bytes, events }) => console.log(bytes, events) });
 */
export async function openStream(
  chunks: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | Iterable<Uint8Array>, options: StreamOptions = {},
): Promise<EventSet> {
  await load();
  const { locale, file, limits, signal, onProgress } = options;
  const reader = new EventSetReader({ locale, file, limits });
  try {
    for await (const chunk of chunks instanceof ReadableStream ? pieces(chunks) : chunks) {
      signal?.throwIfAborted();
      const progress = reader.push(chunk);
      onProgress?.(progress);
    }
    signal?.throwIfAborted();
    return reader.finish();
  } finally {
    reader.free();
  }
}

/** Not every browser's stream is iterable. */
async function* pieces(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  let done = false;
  try {
    for (;;) {
      const piece = await reader.read();
      done = piece.done;
      if (piece.done) return;
      yield piece.value;
    }
  } finally {
    if (!done) await reader.cancel();
  }
}

/**
 * Reads a document that comes in pieces. Await {@link load} first; free it when it is not read to its end.
 *
 * @example
 * await load();
 * const reader = new EventSetReader({ locale: 'en' });
 * reader.push(new TextEncoder().encode('{"events":[{"title":"The wall rises"},'));
 * const first = reader.preview(); // what is there so far, or null
 * first?.free();
 * reader.push(new TextEncoder().encode('{"title":"The wall falls"}]}'));
 * const set = reader.finish();
 */
export class EventSetReader extends PieceReader<EventSet> {
  constructor({ locale, ...options }: OpenOptions = {}) {
    super((core) => opened(core as CoreTimeline, locale), options);
  }
}

function fromColumns(columns: EventColumns): CoreTimeline {
  const { length, title, id, start, end, date, bounds, description, fields = {}, info = {} } = columns;
  const core = new CoreColumns(whole(length, 'length'));
  try {
    core.title(...heap(title, 'title'));
    if (id instanceof Uint32Array) core.numberIds(id);
    else if (id) core.textIds(...heap(id, 'id'));
    if (start) core.instants(floats(start, 'start'), end && floats(end, 'end'));
    else if (end) throw new TypeError('columns.end: there is no columns.start');
    if (date) core.dates(...heap(date, 'date'));
    if (bounds) {
      const { earliestStart, latestStart, earliestEnd, latestEnd } = bounds;
      const [a, b, c, d] = [earliestStart, latestStart, earliestEnd, latestEnd].map((column) => floats(column, 'bounds'));
      core.bounds(a!, b!, c!, d!);
    }
    if (description) core.description(...heap(description, 'description'));
    for (const [key, column] of Object.entries(fields)) {
      if (column instanceof Float64Array) core.numbers(key, column);
      else if ('codes' in column) addCodes(core, key, column);
      else core.texts(key, ...heap(column, `fields.${key}`));
    }
    core.info(info.title, info.description, info.lang, info.source);
  } catch (reason) {
    core.free();
    throw reason;
  }
  return core.finish();
}

function addCodes(core: CoreColumns, key: string, { codes, names, offsets }: CodeColumn): void {
  const [bytes, ends] = heap(Array.isArray(names) ? textColumn(names) : names, `fields.${key}.names`);
  if (offsets !== undefined && !(offsets instanceof Uint32Array)) throw new TypeError(`columns.fields.${key}.offsets: expected a Uint32Array`);
  if (codes instanceof Uint8Array) core.codes8(key, codes, bytes, ends, offsets);
  else if (codes instanceof Uint16Array) core.codes16(key, codes, bytes, ends, offsets);
  else if (codes instanceof Uint32Array) core.codes32(key, codes, bytes, ends, offsets);
  else throw new TypeError(`columns.fields.${key}.codes: expected a Uint8Array, Uint16Array or Uint32Array`);
}

function heap(column: TextColumn, what: string): [Uint8Array, Uint32Array] {
  const { bytes, ends } = column ?? {};
  if (!(bytes instanceof Uint8Array && ends instanceof Uint32Array)) {
    throw new TypeError(`columns.${what}: expected { bytes: Uint8Array, ends: Uint32Array }`);
  }
  return [bytes, ends];
}

function floats(column: Float64Array, what: string): Float64Array {
  if (!(column instanceof Float64Array)) throw new TypeError(`columns.${what}: expected a Float64Array`);
  return column;
}

function whole(value: number, what: string): number {
  if (!(Number.isInteger(value) && 0 <= value && value <= 0xffff_ffff)) throw new RangeError(`columns.${what}: expected a whole number, found ${value}`);
  return value;
}

/** Texts laid end to end, as {@link EventColumns} take them. @example textColumn(['The wall rises', 'The wall falls']) */
export function textColumn(texts: readonly string[]): TextColumn {
  const encoder = new TextEncoder();
  const ends = new Uint32Array(texts.length);
  let bytes = new Uint8Array(texts.length * 16 + 64);
  let end = 0;
  texts.forEach((text, i) => {
    // A code unit takes at most three bytes.
    if (bytes.length < end + text.length * 3) {
      const wider = new Uint8Array((end + text.length * 3) * 2);
      wider.set(bytes.subarray(0, end));
      bytes = wider;
    }
    end += encoder.encodeInto(text, bytes.subarray(end)).written;
    ends[i] = end;
  });
  return { bytes: bytes.subarray(0, end), ends };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
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
export class EventSet extends FirstSet {
  #locale: string | null | undefined;
  #collated = new Set<string>();
  #names = new Map<string, string[]>();
  #noted = new Set<string>();

  /** @internal Use {@link open}, {@link openColumns} or {@link openStream}. */
  constructor(core: unknown, locale?: string | null, about?: FirstSet) {
    super(core, about);
    this.#locale = locale;
  }

  get #core(): CoreTimeline {
    return coreOf(this);
  }

  /**
   * Reads a line of the query language; what is wrong is a problem with its place, and the rest still applies.
   *
   * @example set.parseQuery('actor:IRGC -status:alleged before:2014-09').query
   */
  parseQuery(text: string): { query: Query; problems: QueryProblem[] } {
    const wire = new WireReader(this.#core.parseQuery(checkedText(text, 'query')));
    return { query: queryOf(wire), problems: wire.list(() => ({ from: wire.number(), to: wire.number(), message: wire.text() })) };
  }

  /**
   * A query as a line of text: `parseQuery(formatQuery(q)).query` equals `q`.
   *
   * @example set.formatQuery({ undated: 'out', sort: [{ by: 'title', descending: false }] }) // "is:dated sort:title"
   */
  formatQuery(query: Partial<Query>): string {
    return this.#core.formatQuery(...encodeQuery(checkedQuery(query)));
  }

  /**
   * Makes a query current and counts its matches. Text is read by {@link parseQuery}, its problems passed over; what a
   * query object leaves out is as in {@link EMPTY_QUERY}.
   *
   * @throws where the query has a key, field or value that cannot be; the former query then stays.
   * @example set.query({ sort: [{ by: 'title', descending: false }] }).matches
   */
  query(query: Partial<Query> | string): Counts {
    return this.#measured('query', () => this.#query(query));
  }

  #query(query: Partial<Query> | string): Counts {
    this.#setQuery(query);
    return this.counts();
  }

  /**
   * Makes a query current without counting its matches: the first page of an order then need not find all of them.
   *
   * @throws as {@link query} does.
   * @example
   * set.setQuery({ sort: [{ by: 'title', descending: false }] });
   * set.briefPage(0, 10)[0].title
   */
  setQuery(query: Partial<Query> | string): void {
    this.#measured('query', () => this.#setQuery(query));
  }

  #setQuery(query: Partial<Query> | string): void {
    const asked = typeof query === 'string' ? this.parseQuery(query).query : checkedQuery(query);
    for (const key of asked.sort) this.#collate(key.by);
    this.#core.setQuery(...encodeQuery(asked));
  }

  /**
   * Several answers about one query in one call.
   *
   * @example
   * const { counts, facets, page } = set.ask({ query: 'wall', facets: ['actor'], page: { offset: 0, limit: 100 } });
   */
  ask(question: Question & { page: { words: true } }): Answer & { page: Row[] };
  ask(question: Question): Answer;
  ask(question: Question): Answer {
    checkKeys(question, QUESTION_KEYS, 'question');
    return this.#measured('ask', () => this.#answers(question));
  }

  #answers({ query, facets, histogram, page, order, ids, lanes }: Question): Answer {
    if (query !== undefined) this.#setQuery(query);
    // All matches in order are counted on the way, where nothing else needs them as a set.
    const rows = order && !facets && !histogram ? this.order(order.offset, order.limit) : undefined;
    const answer: Answer = { counts: this.counts() };
    if (facets) answer.facets = facets.map((field) => super.facetCounts(field));
    if (histogram) answer.histogram = this.#histogram(histogram);
    if (page) answer.page = this.#rows(this.order(page.offset, page.limit), page);
    if (order) answer.order = rows ?? this.order(order.offset, order.limit);
    if (ids) answer.ids = this.ids(ids.offset, ids.limit);
    if (lanes) answer.lanes = this.lanes(lanes);
    return answer;
  }

  /**
   * Matches `[offset, offset + limit)` in order. Dates in words only where asked for: they cost more than the rest.
   *
   * @example set.page(0, 100, { fields: ['actor'] }).map((row) => [row.title, row.fields?.actor])
   */
  page(offset: number, limit: number, options: PageOptions & { words: true }): Row[];
  page(offset: number, limit: number, options?: PageOptions): PlainRow[];
  page(offset: number, limit: number, options: PageOptions = {}): PlainRow[] {
    return this.#measured('page', () => this.#rows(this.order(offset, limit), options));
  }

  /** Matches `[offset, offset + limit)` in order, in short. @example set.briefPage(0, 100)[0].earliestStart */
  briefPage(offset: number, limit: number): BriefRow[] {
    return this.#measured('page', () => briefRows(this.#core.briefPage(count(offset), count(limit))));
  }

  /** The given rows in short, in the order given. @example set.briefRows(Uint32Array.of(3, 1)) */
  briefRows(rows: Uint32Array): BriefRow[] {
    return briefRows(this.#core.briefRows(rows));
  }

  /** Undated matches `[offset, offset + limit)` in order. @example set.undatedPage(0, Infinity).length */
  override undatedPage(offset: number, limit: number, options: PageOptions & { words: true }): Row[];
  override undatedPage(offset: number, limit: number, options?: PageOptions): PlainRow[];
  override undatedPage(offset: number, limit: number, options: PageOptions = {}): PlainRow[] {
    return super.undatedPage(offset, limit, options);
  }

  /** The given rows, in the order given. @example set.rows(Uint32Array.of(3, 1)) */
  override rows(rows: Uint32Array, options: PageOptions & { words: true }): Row[];
  override rows(rows: Uint32Array, options?: PageOptions): PlainRow[];
  override rows(rows: Uint32Array, options: PageOptions = {}): PlainRow[] {
    return this.#rows(rows, options);
  }

  #rows(rows: Uint32Array, options: PageOptions): PlainRow[] {
    const { colorBy, words, fields = [] } = options;
    const known = fields.map((key) => this.info.fields.find((field) => field.key === key));
    const wire = new WireReader(this.#core.rows(rows, ...encodeTexts([colorBy], fields)));
    const views: PlainRow[] = [];
    for (let i = 0; i < rows.length; i++) {
      const view = wire.row();
      if (options.fields) view.fields = Object.fromEntries(known.map((field, i) => [fields[i], this.#value(wire, field)]));
      views.push(view);
    }
    if (words) {
      const dates = this.#core.words(rows) as Pick<Row, 'date' | 'dateInferred'>[];
      views.forEach((view, i) => Object.assign(view, dates[i]));
    }
    return views;
  }

  #value(wire: WireReader, field: FieldInfo | undefined): string | number | string[] | null {
    if (field?.type === 'number') {
      const number = wire.number();
      return Number.isNaN(number) ? null : number;
    }
    if (!field) return null;
    const values = field.type === 'category' ? wire.list(() => this.#name(field.key, wire.number())) : wire.texts();
    return values.length < 2 ? values[0] ?? null : values;
  }

  #name(field: string, code: number): string {
    let names = this.#names.get(field);
    if (!names) {
      this.#names.set(field, names = []);
      for (const value of this.values(field)) names[value.code] = value.name;
    }
    return names[code]!;
  }

  /** Row numbers of matches `[offset, offset + limit)` in order. @example set.order(0, 1)[0] */
  order(offset: number, limit: number): Uint32Array {
    return this.#core.order(count(offset), count(limit));
  }

  /** Ids of matches `[offset, offset + limit)` in order; numbers where all ids of the set are. @example set.ids().length */
  ids(offset = 0, limit = Infinity): Uint32Array | string[] {
    const numbers = this.#core.numberIds(count(offset), count(limit));
    if (numbers) return numbers;
    const wire = new WireReader(this.#core.textIds(count(offset), count(limit)));
    return wire.texts();
  }

  /** The place of each row in the document, counted from 0. @example set.documentOrder()[set.order(0, 1)[0]] */
  documentOrder(): Uint32Array {
    return this.#core.documentOrder();
  }

  /** Place of a row in the order of matches; null where it does not match. @example set.position(3) */
  position(row: number): number | null {
    return this.#core.position(row) ?? null;
  }

  /** Makes what searches for words need: the first one then need not wait for it. @example set.prepareText() */
  prepareText(): void {
    this.#core.prepareText();
  }

  /** Everything of one event. @throws where there is no such row. @example set.event(0).claims */
  event(row: number): EventDetail {
    return this.#core.event(row);
  }

  /** Values of category fields with their counts under the current query. @example set.facets(['actor'])[0].values */
  facets(fields: string[]): Facet[] {
    return this.#measured('facets', () => fields.map((field) => {
      const { certain, possible } = super.facetCounts(field);
      const counted = (value: FieldValue) => ({ ...value, certain: certain[value.code] ?? 0, possible: possible[value.code] ?? 0 });
      return { field, values: this.values(field).map(counted) };
    }));
  }

  override facetCounts(field: string): FacetCounts {
    return this.#measured('facets', () => super.facetCounts(field));
  }

  /**
   * Matches by time: `bins` equal bins of `[from, to)`.
   *
   * @example set.histogram(...set.info.extent, 100).certain
   */
  histogram(from: number, to: number, bins: number, options: Pick<HistogramQuestion, 'of' | 'anyTime'> = {}): Histogram {
    return this.#measured('histogram', () => this.#histogram({ from, to, bins, ...options }));
  }

  #histogram({ from, to, bins, of = 'touching', anyTime = false }: HistogramQuestion): Histogram {
    const counts = this.#core.histogram(from, to, bins, of === 'starting', anyTime);
    return { from, to, certain: counts.subarray(0, bins), possible: counts.subarray(bins) };
  }

  /**
   * The matches that touch a window, and a lane for each so that none of one lane overlap.
   *
   * @example set.lanes({ from: Date.UTC(1961), to: Date.UTC(1990), lanes: 200 }).lane
   */
  lanes({ from, to, leastMs = 0, lanes = 0xffff_ffff }: LanesQuestion): Lanes {
    const packed = this.#core.lanes(from, to, leastMs, count(lanes));
    const half = packed.length / 2;
    return { row: packed.subarray(0, half), lane: new Int32Array(packed.buffer, half * 4, half) };
  }

  /** The whole extent with long empty stretches folded. @example set.overview(960).segments */
  overview(widthPx: number): Overview {
    return overviewOf(this.#core.overview(widthPx));
  }

  override frame(viewport: Viewport): Frame {
    checkKeys(viewport, VIEWPORT_KEYS, 'viewport');
    return super.frame(viewport);
  }

  /**
   * The set, or what of it matches the current query, as a file of another format, with what that format cannot hold.
   * What is `kept` goes along in the file where other programs pass over it, and opening the file here gives it back.
   *
   * @throws where there is no such format.
   * @example
   * const { bytes, losses } = set.exportAs('csv', { filtered: true });
   * for (const { message } of losses) console.log(message);
   */
  exportAs(format: ExportFormat, { filtered = false }: ExportOptions = {}): Exported {
    return this.#measured('export', () => {
      const pieces = this.exportPieces(format, { filtered });
      const all: Uint8Array[] = [];
      for (;;) {
        const { done, value } = pieces.next();
        if (done) return { bytes: joined(all), ...value };
        all.push(value.bytes);
      }
    });
  }

  /**
   * Writes the same in pieces of some hundred kilobytes, so that the whole need not be in memory; returns what is to be
   * said of the file. What is asked of the set between two pieces is answered and changes nothing of them.
   *
   * @throws where there is no such format, and a piece where the set was freed.
   * @example for (const { bytes, progress } of set.exportPieces('csv')) await file.write(bytes);
   */
  exportPieces(format: ExportFormat, { filtered = false }: ExportOptions = {}): Generator<ExportPiece, ExportEnd> {
    return this.#pieces(this.#core.exportStart(format, filtered));
  }

  *#pieces(writing: CoreExport): Generator<ExportPiece, ExportEnd> {
    try {
      for (let bytes; (bytes = writing.piece(this.#core)); ) yield { bytes, progress: writing.progress() };
      return writing.end() as ExportEnd;
    } finally {
      writing.free();
    }
  }

  /** A window that shows one event well; null where it is undated. @example set.fitRow(0) */
  fitRow(row: number): [number, number] | null {
    return pair(this.#core.fitRow(row));
  }

  /**
   * Hands the core the order of names in the reader's language, once per field and only when asked for. Without a
   * language the titles of a set stand as the core finds them, and so do more titles than a collator can rank in time.
   */
  #collate(by: string): void {
    if (this.#collated.has(by)) return;
    this.#collated.add(by);
    if (by === 'title' && (this.#locale === null || MAX_COLLATED_TITLES < this.info.count)) return;
    const isCategory = () => this.info.fields.some(({ key, type }) => key === by && type === 'category');
    const names = by === 'title' || isCategory() ? this.#core.names(by) : undefined;
    if (names) this.#core.setRanks(by, ranks(names, this.#order));
  }

  /**
   * Leaves the latest measure of a stage for the performance panel: the first one, then those that took long enough. Here
   * and not in the module, where it would be one for each of the answers that `ask` gives together.
   */
  #measured<T>(stage: string, work: () => T): T {
    const start = performance.now();
    const result = work();
    if (performance.now() - start < LEAST_MEASURED_MS && this.#noted.has(stage)) return result;
    this.#noted.add(stage);
    measured(stage, start);
    return result;
  }

  get #order(): (a: string, b: string) => number {
    if (this.#locale === null) return (a, b) => (a < b ? -1 : Number(b < a));
    return new Intl.Collator(this.#locale, { numeric: true }).compare;
  }
}

/** What takes less is too short to be seen in a performance panel, and noting it would take a good part of it. */
const LEAST_MEASURED_MS = 1;

function opened(core: CoreTimeline, locale: string | null | undefined): EventSet {
  if (locale === null) core.sortByCodePoint();
  return new EventSet(core, locale);
}

const QUERY_KEYS = Object.keys(EMPTY_QUERY);
const PART_KEYS = {
  time: ['from', 'to', 'certainOnly'],
  facets: ['field', 'mode', 'values'],
  numbers: ['field', 'min', 'max'],
  text: ['text', 'prefix', 'negate', 'field', 'substring'],
  sort: ['by', 'descending'],
} as const;
const QUESTION_KEYS = ['query', 'facets', 'histogram', 'page', 'order', 'ids', 'lanes'];
const VIEWPORT_KEYS = [
  'from', 'to', 'widthPx', 'heightPx', 'lanePx', 'tickGapPx', 'groupBy', 'colorBy', 'labelsAbove', 'titleFont', 'claimantFont', 'visiblePx',
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

/** Rank of each name in collation order; names that compare equal share one. */
function ranks(names: string[], compare: (a: string, b: string) => number): Uint32Array {
  const order = Uint32Array.from(names.keys()).sort((a, b) => compare(names[a]!, names[b]!));
  const result = new Uint32Array(names.length);
  order.forEach((name, i) => {
    const before = order[i - 1];
    const same = before !== undefined && compare(names[before]!, names[name]!) === 0;
    result[name] = same ? result[before]! : i;
  });
  return result;
}
