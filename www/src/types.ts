/** The plain data that crosses between the core, the worker and the page. */

/** `±Infinity` where a side is open or unknown; milliseconds since 1970 UTC, half open. */
export interface Span {
  earliestStart: number;
  latestStart: number;
  earliestEnd: number;
  latestEnd: number;
  startEdge: Edge;
  endEdge: Edge;
  qualifiers: { uncertain: boolean; approximate: boolean };
}
export type Edge = 'bounded' | 'open' | 'unknown';

export interface Query {
  time: { from?: number | null; to?: number | null; certainOnly?: boolean } | null;
  undated: 'auto' | 'in' | 'out' | 'only';
  facets: FacetFilter[];
  numbers: { field: string; min?: number | null; max?: number | null }[];
  text: TextTerm[];
  sort: SortKey[];
}
export interface FacetFilter { field: string; mode: 'any' | 'all' | 'none'; values: string[] }
/** `substring`: the text may stand anywhere, in the middle of a word too. */
export interface TextTerm { text: string; prefix: boolean; negate: boolean; field?: string | null; substring?: boolean }
/** `by`: `start`, `end`, `duration`, `title`, `id`, `order` (the document's) or a field's key. */
export interface SortKey { by: string; descending: boolean }

export const EMPTY_QUERY: Query = { time: null, undated: 'auto', facets: [], numbers: [], text: [], sort: [] };

/** What is wrong with a query's text: offsets are UTF-16 code units, half open. */
export interface QueryProblem { from: number; to: number; message: string }

export interface Diagnostic {
  severity: 'warning' | 'value' | 'record' | 'file';
  code: string;
  message: string;
  /** Index in {@link Opened.files}. */
  file: number;
  path: string;
  line: number;
  column: number;
  excerpt: string;
}

export const FORMATS = [
  'event-set', 'csv', 'ndjson', 'timelinejs3', 'vis-timeline', 'simile', 'simile-xml', 'json-ld', 'html', 'geojson', 'sparql-results', 'records',
  'icalendar', 'columns',
] as const;
export type FormatName = (typeof FORMATS)[number];

/** What a column of a table means for an event. */
export const COLUMN_ROLES = [
  'ignore', 'title', 'description', 'id', 'date', 'start', 'end', 'date-text', 'year', 'month', 'day', 'time', 'end-year', 'end-month', 'end-day',
  'end-time', 'precision-ucdp', 'precision-acled', 'precision-wikidata', 'place', 'latitude', 'longitude', 'claimant', 'status', 'citation', 'link',
  'media', 'media-caption', 'media-credit', 'media-alt', 'part-of', 'row-type', 'category', 'number', 'text', 'address',
] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];
/** Roles whose cells are dates, and those whose cells may be lists. */
export const DATE_ROLES: readonly ColumnRole[] = ['date', 'start', 'end'];
export const LIST_ROLES: readonly ColumnRole[] = ['category', 'claimant', 'place', 'citation', 'link'];

/** How a column writes its dates: one format for all of it. */
export const DATE_FORMATS = [
  'edtf', 'year-month-day', 'day-month-year', 'month-day-year', 'day-or-month-first', 'month-name', 'milliseconds', 'seconds',
  'spreadsheet-days',
] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

/** What is said of a file before it is read; what is left out is worked out. */
export interface FileOptions {
  /** For reports, and for the field `file` where several files make one set. */
  name?: string;
  /** What it is read as, whatever is in it. */
  format?: FormatName;
  /** `Column=role` for columns that are not to be as recognised, joined by `;`: `Date=start:day-month-year; Internal=-`. See `mappingText`. */
  mapping?: string;
}

/** What was understood of a file: `read + rejected === records`. */
export interface FileReport {
  name: string | null;
  /** Null where it is of no known format. */
  format: FormatName | null;
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** Records found. */
  records: number;
  /** Records that became events. */
  read: number;
  /** Records that became none; each has a diagnostic of severity `record`. */
  rejected: number;
  /** What its columns mean, for tables and lists of records. */
  columns: ColumnReport[];
}
export interface ColumnReport {
  name: string;
  role: ColumnRole;
  dateFormat: DateFormat | null;
  /** Day and month of its dates cannot be told apart: somebody should say which comes first. */
  ambiguous: boolean;
  /** What stands between the values of a list in one cell; `none` where a cell is one value whatever it holds. */
  separator: string | null;
  /** The first few different texts in it, three at most. */
  samples: string[];
}

/** Limits of one reading; what is over one is told by a diagnostic that names it. They can be lowered, not raised. */
export interface Limits {
  /** Bytes of all files. */
  bytes?: number;
  events?: number;
  /** Lists and objects inside one another. */
  nesting?: number;
  diagnostics?: number;
  /** Values of one field of an event, and entries of its other lists. */
  values?: number;
  /** Bytes of the key of a field, and of an id. */
  name?: number;
}

export interface SetInfo {
  title: string | null;
  description: string | null;
  lang: string | null;
  source: string | null;
  /** Events read. */
  count: number;
  undated: number;
  /** Records found, read or not: `count + rejected === records`. */
  records: number;
  /** First and last finite bound of all events; null where nothing is dated. */
  extent: [number, number] | null;
  fields: FieldInfo[];
}
/** Fields of the document, then the built-in ones (`place`, `claimant`, `status`, `dating`). */
export interface FieldInfo {
  key: string;
  label: string | null;
  type: 'category' | 'number' | 'text' | 'link';
  builtin: boolean;
  /** Distinct values (category fields). */
  values: number;
  /** Least and greatest (number fields). */
  min: number | null;
  max: number | null;
}

export interface Counts {
  /** Events of the set. */
  total: number;
  /** Matches, undated ones among them. */
  matches: number;
  /** Matches that touch the time filter for certain (all dated matches, where there is none). */
  certain: number;
  /** Matches that touch it only possibly. */
  possible: number;
  undated: number;
}

export interface Facet {
  field: string;
  values: FacetValue[];
}
/** Counted under every filter but those of its own field; an event with a narrower value counts once for the broader. */
export interface FacetValue {
  code: number;
  name: string;
  aliases: string[];
  /** Codes of the values this one is a part of. */
  broader: number[];
  /** Depth below the topmost value; the list comes in tree order, siblings by descending total. */
  depth: number;
  /** In the whole set. */
  total: number;
  /** Matches, certain or undated. */
  certain: number;
  /** Matches that touch the time filter only possibly. */
  possible: number;
}

/** A value of a category field, without the counts of a query; the list comes in the order of {@link Facet.values}. */
export type FieldValue = Omit<FacetValue, 'certain' | 'possible'>;
/** Counts of a field's values, by code. Counted as in {@link FacetValue}. */
export interface FacetCounts { field: string; certain: Uint32Array; possible: Uint32Array }

export interface Histogram { from: number; to: number; certain: Uint32Array; possible: Uint32Array }
/** What a histogram counts. */
export interface HistogramQuestion {
  from: number;
  to: number;
  bins: number;
  /**
   * `touching` (where absent): an event counts in every bin it touches. `starting`: in the one in which it starts, or
   * possibly in each in which it may.
   */
  of?: 'touching' | 'starting';
  /** Counts matches of every condition but the time filter; false where absent. */
  anyTime?: boolean;
}

/** The whole extent, long empty stretches folded: time ↔ px is linear in each segment. */
export interface Overview {
  segments: { from: number; to: number; fromPx: number; toPx: number; folded: boolean }[];
  /** Bars of equal width within a segment. */
  bars: { xPx: Float32Array; widthPx: Float32Array; certain: Uint32Array; possible: Uint32Array };
  /** Events that the height stands for: those of the highest bar, or fewer where a few bars dwarf all others. */
  scaleEnd: number;
  ticks: Tick[];
}

export interface FontMetrics { asciiPx: number[]; otherPx: number }
/** A stretch of time, in milliseconds since 1970. */
export interface TimeWindow { from: number; to: number }

export interface Viewport {
  from: number;
  to: number;
  widthPx: number;
  heightPx: number;
  lanePx: number;
  tickGapPx: number;
  groupBy: string | null;
  colorBy: string | null;
  labelsAbove: boolean;
  titleFont: FontMetrics;
  claimantFont: FontMetrics;
  /** Top and bottom of what is in sight, in pixels of the frame: groups beyond come without their cells. All where it is left out. */
  visiblePx?: [number, number] | null;
}

export interface Tick {
  xPx: number;
  time: number;
  unit: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond';
  step: number;
  /** It begins a larger unit, and its label says which. */
  major: boolean;
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
}
export interface Group {
  label: string | null;
  yPx: number;
  heightPx: number;
  /** Its events that touch the window. */
  count: number;
  /** It is drawn as density, not as marks. */
  dense: boolean;
  /** Height of the strip below the heading, where events longer than what is shown stand as density; 0 without one. */
  stripPx: number;
  /** Events of the strip that touch the window. */
  stripCount: number;
  /** At least so many events touch each of its cells for certain, and its columns count from there, above a break; 0 where they stand from zero. */
  base: number;
}

export const FLAG = {
  startOpen: 1, startUnknown: 2, endOpen: 4, endUnknown: 8, uncertain: 16, approximate: 32, inferred: 64, dot: 128, cutLeft: 256, cutRight: 512,
} as const;
export const NO_COLOR = 0xffffffff;
export const LABEL = { none: 0, right: 1, inside: 2, left: 3, above: 4 } as const;

/** Geometry of one view, arrays of one length each; pixels from the top left of the lanes. */
export interface Frame {
  ticks: Tick[];
  groups: Group[];
  marks: {
    row: Uint32Array;
    yPx: Float32Array;
    earliestStartPx: Float32Array;
    latestStartPx: Float32Array;
    earliestEndPx: Float32Array;
    latestEndPx: Float32Array;
    flags: Uint16Array;
    color: Uint32Array;
    labelSide: Uint8Array;
    labelXPx: Float32Array;
    labelWidthPx: Float32Array;
  };
  density: { group: Uint32Array; xPx: Float32Array; widthPx: Float32Array; certain: Uint32Array; possible: Uint32Array };
  /** Events of the fullest cell of all groups, in sight or not. */
  mostInCell: number;
  /** Where the one scale of the columns ends, in events above each group's base: `mostInCell` but where columns are drawn broken. */
  scaleEnd: number;
  heightPx: number;
  certain: number;
  possible: number;
  before: number;
  after: number;
}

/** What a page of rows is asked with. */
export interface PageOptions {
  /** The category field that {@link Row.color} is a code of. */
  colorBy?: string | null;
  /** Takes each date apart for saying it ({@link Row.date}); costs more than all else of a row. */
  words?: boolean;
  /** Own fields whose values the rows carry ({@link PlainRow.fields}). */
  fields?: string[];
}
/** A row in short: what it is called and its four bounds, each `NaN` where it is undated. */
export interface BriefRow {
  row: number;
  id: string;
  title: string;
  earliestStart: number;
  latestStart: number;
  earliestEnd: number;
  latestEnd: number;
}
/** One line of a list. */
export interface PlainRow {
  row: number;
  id: string;
  title: string;
  /** The claimants' names, in the document's order. */
  by: string[];
  /** The statuses of its claims, each once. */
  status: string[];
  dateText: string | null;
  span: Span | null;
  /** Code of its first value in the colouring field asked for. */
  color: number;
  /** The values of the fields asked for: a number, a name, several names; null where it has none. */
  fields?: Record<string, string | number | string[] | null>;
}
/** One line of the list, and what a mark's label needs. */
export interface Row extends PlainRow {
  date: DateWords | null;
  /** Components of the date that the source does not write: `year`, `month`, `day`. */
  dateInferred: string[];
}

/** A row whose date may not have been asked for yet: a first picture says none. */
export interface DrawnRow extends PlainRow {
  date?: DateWords | null;
  dateInferred?: string[];
}

/** Several questions about one query in one call: each answer costs what it costs alone, the call itself once. */
export interface Question {
  /** Becomes the current query; the former one stays where absent. */
  query?: Partial<Query> | string;
  /** Category fields to count. */
  facets?: string[];
  histogram?: HistogramQuestion;
  page?: { offset: number; limit: number } & PageOptions;
  /** Row numbers `[offset, offset + limit)` in order. */
  order?: { offset: number; limit: number };
  /** Ids `[offset, offset + limit)` in order: all of them with `{}`. */
  ids?: { offset?: number; limit?: number };
  lanes?: LanesQuestion;
}
export interface Answer {
  counts: Counts;
  facets?: FacetCounts[];
  histogram?: Histogram;
  page?: PlainRow[];
  order?: Uint32Array;
  ids?: Uint32Array | string[];
  lanes?: Lanes;
}
/** Matches that touch `[from, to)`, first fit: each takes the lowest lane free at its start. */
export interface LanesQuestion {
  from: number;
  to: number;
  /** The least time an event occupies its lane, so that neighbours do not overlap when drawn; 0 where absent. */
  leastMs?: number;
  /** Lanes there are at most; what finds none free has -1. All that are needed where absent. */
  lanes?: number;
}
/** Rows in chronological order, and the lane of each. */
export interface Lanes { row: Uint32Array; lane: Int32Array }

/** Many texts as one: text `i` is the UTF-8 of `bytes` from `ends[i - 1]` (0 for the first) to `ends[i]`. */
export interface TextColumn { bytes: Uint8Array; ends: Uint32Array }
/** Values out of a dictionary: the code of each event, or of event `i` those from `offsets[i]` to `offsets[i + 1]`. */
export interface CodeColumn {
  codes: Uint8Array | Uint16Array | Uint32Array;
  names: string[] | TextColumn;
  offsets?: Uint32Array;
}
/**
 * An event set as columns, one entry an event, in document order: what Arrow, Parquet, DuckDB or a program of one's own
 * can hand over without making objects. A code beyond `names`, and `NaN` in a number, is "none".
 *
 * @example
 * const columns: EventColumns = {
 *   length: 2,
 *   title: { bytes: new TextEncoder().encode('The wall risesThe wall falls'), ends: Uint32Array.of(14, 28) },
 *   start: Float64Array.of(Date.UTC(1961, 7, 13), Date.UTC(1989, 10, 9)),
 *   fields: { city: { codes: Uint8Array.of(0, 0), names: ['Berlin'] }, height: Float64Array.of(3.6, NaN) },
 * };
 */
export interface EventColumns {
  length: number;
  title: TextColumn;
  /** Made (`e1`, `e2`, …) where absent. */
  id?: Uint32Array | TextColumn;
  /** Milliseconds since 1970; `NaN` is unknown, an event with neither start nor end undated. */
  start?: Float64Array;
  /** Where absent or `NaN`, the event is the instant it starts. */
  end?: Float64Array;
  /** EDTF texts, empty where undated; instead of `start` and `end`. */
  date?: TextColumn;
  /** The four bounds themselves, all `NaN` where undated; instead of `start`, `end` and `date`. */
  bounds?: { earliestStart: Float64Array; latestStart: Float64Array; earliestEnd: Float64Array; latestEnd: Float64Array };
  description?: TextColumn;
  /** The set's own fields: categories, numbers, texts. */
  fields?: Record<string, CodeColumn | Float64Array | TextColumn>;
  info?: { title?: string; description?: string; lang?: string; source?: string };
}

/** How far the reading of a document has come. */
export interface Progress { bytes: number; events: number }

/** An EDTF expression taken apart, for the page to say in its reader's language. */
export type DateWords =
  | { kind: 'date'; date: DateParts }
  | { kind: 'interval'; start: IntervalEnd; end: IntervalEnd }
  /** `[…]` one of these, `{…}` all of these. */
  | { kind: 'oneOf' | 'allOf'; members: SetMember[] };
export type IntervalEnd = { kind: 'open' } | { kind: 'unknown' } | { kind: 'date'; date: DateParts } | { kind: 'oneOf' | 'allOf'; members: SetMember[] };
/** `from` or `to` absent: the range is open on that side; `single` is a member that is no range. */
export type SetMember = { single: DateParts } | { from: DateParts | null; to: DateParts | null };
/** Components as written; a component with unspecified digits carries them in `…Text` (`19XX`), its number is null. */
export interface DateParts {
  precision: 'year' | 'season' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond';
  /** Astronomical year (0 is 1 BCE); null where digits are unspecified. */
  year: number | null;
  yearText: string;
  /** Significant digits of the year (`1950S2`). */
  significantDigits: number | null;
  /** 21 to 41, ISO 8601-2 sub-year grouping. */
  season: number | null;
  month: number | null;
  monthText: string | null;
  day: number | null;
  dayText: string | null;
  hour: number | null;
  minute: number | null;
  second: number | null;
  millisecond: number | null;
  /** Minutes east of UTC; null where no zone is written. */
  offsetMinutes: number | null;
  /** Components that carry `?` or `%`. */
  uncertain: ('year' | 'month' | 'day')[];
  /** Components that carry `~` or `%`. */
  approximate: ('year' | 'month' | 'day')[];
}

/** Everything of one event, for the detail panel. */
export interface EventDetail {
  row: number;
  id: string;
  title: string;
  date: string | null;
  start: string | null;
  end: string | null;
  dateText: string | null;
  dateNote: string | null;
  dateInferred: string[];
  span: Span | null;
  dateWords: DateWords | null;
  after: EventReference[];
  before: EventReference[];
  description: string | null;
  claims: { by: string | null; status: string | null; about: string | null; citations: string[] }[];
  places: { name: string; lat: number | null; lon: number | null }[];
  links: { url: string; label: string | null }[];
  media: { url: string; caption: string | null; credit: string | null; alt: string | null }[];
  partOf: EventReference | null;
  /** Events that name this one as `part_of`. */
  parts: EventReference[];
  fields: { key: string; label: string | null; type: FieldInfo['type']; values: (string | number)[] }[];
  /** Value codes in each category field, for colour. */
  codes: { field: string; codes: number[] }[];
}
/** Another event by id; `row` is null where the set has none of that id. */
export interface EventReference { id: string; row: number | null; title: string | null }

export interface ParsedDate {
  level: 0 | 1 | 2;
  canonical: string;
  span: Span;
  words: DateWords;
}
export interface DateProblem { message: string; offset: number; expected: string }

/** What an engine says of a set that it has opened. */
export interface Opened { info: SetInfo; diagnostics: Diagnostic[]; files: FileReport[] }

/** A view of the axis but for what it is of: sizes and fonts. */
export type ViewSizes = Omit<Viewport, 'from' | 'to' | 'groupBy' | 'colorBy'>;

/** What the first view of a set is to show, as its page and its reader ask for it. */
export interface FirstWishes {
  /** The query as text; where null, `query` stands. */
  text: string | null;
  query: Query;
  /** Goes before the order that the text asks for, where there is any. */
  sort: SortKey[];
  /** Goes before `start` and `end`, which are dates (EDTF); what fits all the matches stands in for a side not given. */
  window: TimeWindow | null;
  start: string | null;
  end: string | null;
  /** The id of the selected event. */
  selected: string | null;
  groupBy: string | null;
  colorBy: string | null;
  /** How many of the undated events. */
  undated: number;
  /** Null where no axis stands there yet. */
  sizes: ViewSizes | null;
}

/** All that a first view shows, in one answer. */
export interface FirstView {
  query: Query;
  problems: QueryProblem[];
  queryText: string;
  counts: Counts;
  /** Null where nothing is dated. */
  window: TimeWindow | null;
  selectedRow: number | null;
  /** The fields asked for, where the set has them as categories. */
  groupBy: string | null;
  colorBy: string | null;
  colors: { values: readonly FieldValue[]; counts: FacetCounts } | null;
  undated: PlainRow[];
  picture: Picture | null;
}
/** A frame, what it is of, and the rows that stand in it. */
export interface Picture { viewport: Viewport; frame: Frame; rows: PlainRow[] }

/** The core on either side of the worker. Rows are dense numbers from 0. Bytes and buffers handed in are transferred. */
/** Formats that an event set is written in. */
export type ExportFormat = 'json' | 'csv' | 'timelinejs3' | 'icalendar' | 'json-ld' | 'geojson';

/** Something that a format has no place for. */
export interface Loss {
  /** A short constant name, such as `dates-widened`. */
  code: string;
  count: number;
  /** How many of what, and why, in a sentence without a final period. */
  message: string;
  /** It goes along in the file where other programs pass over it, so that opening the file here gives it back. */
  kept: boolean;
}

/** What is to be said of a file that a set was written to. */
export interface ExportEnd {
  mediaType: string;
  /** What the file's name ends with, without the dot. */
  extension: string;
  /** What other programs will not see of the set, or see otherwise. */
  losses: Loss[];
}

/** A set as a file of another format. */
export interface Exported extends ExportEnd {
  bytes: Uint8Array;
}

/** The next bytes of a file that is being written, maybe none. */
export interface ExportPiece {
  bytes: Uint8Array;
  /** How much is done, from 0 to 1. */
  progress: number;
}

export interface ExportOptions {
  /** Only what matches the current query, in its order; else the whole set. */
  filtered?: boolean;
}

export interface Engine {
  /**
   * Begins a document that comes in pieces: `openStart`, `openChunk` for each, `openFinish`. The set open until then
   * goes on answering until `openPreview` gives one or `openFinish` is done; `openStart` again drops what was begun.
   */
  openStart(locale: string, file?: FileOptions, limits?: Limits): Promise<void>;
  /** Ends the file that is being read and begins the next one of the same set. */
  openFile(file: FileOptions): Promise<void>;
  /** Reads the next piece, and says how far the reading has come. */
  openChunk(bytes: Uint8Array): Promise<Progress>;
  /** Opens what is there so far, to be asked while the rest comes; null where there is nothing to show yet. */
  openPreview(): Promise<Opened | null>;
  /** Opens the whole. */
  openFinish(): Promise<Opened>;
  /** Makes the query of the wishes current and answers for all that they ask to see. */
  firstView(wishes: FirstWishes): Promise<FirstView>;
  /** Several answers in one call. */
  ask(question: Question & { page: { words: true } }): Promise<Answer & { page: Row[] }>;
  ask(question: Question): Promise<Answer>;
  parseQuery(text: string): Promise<{ query: Query; problems: QueryProblem[] }>;
  formatQuery(query: Query): Promise<string>;
  /** Makes the query current: everything below is about its matches. */
  query(query: Query): Promise<Counts>;
  page(offset: number, limit: number, colorBy: string | null, fields?: string[]): Promise<Row[]>;
  /** Undated matches, in order. */
  undatedPage(offset: number, limit: number, colorBy: string | null): Promise<Row[]>;
  rows(rows: Uint32Array, colorBy: string | null): Promise<Row[]>;
  /** Place in the order of matches; null where the row does not match. */
  position(row: number): Promise<number | null>;
  find(id: string): Promise<number | null>;
  /** Makes what searches for words need, so that the first one need not wait. */
  prepareText(): Promise<void>;
  event(row: number): Promise<EventDetail>;
  facets(fields: string[]): Promise<Facet[]>;
  overview(widthPx: number): Promise<Overview>;
  frame(viewport: Viewport): Promise<Frame>;
  /** A window in which every dated match is wholly visible, with a margin; null where none is dated. */
  fit(): Promise<[number, number] | null>;
  /** From one date (EDTF) to another; what fits all the matches stands in for a side that is not given. */
  windowFor(start: string | null, end: string | null): Promise<TimeWindow | null>;
  /** A window that shows one event well; null where it is undated. */
  fitRow(row: number): Promise<[number, number] | null>;
  parseDate(text: string): Promise<{ date: ParsedDate } | { problem: DateProblem }>;
  /**
   * Begins to write the set as a file of another format: `exportPiece` gives piece by piece and at last what is to be said of
   * the file. What is asked in between is answered and changes nothing of it; `exportStart` again drops what was begun.
   */
  exportStart(format: ExportFormat, options?: ExportOptions): Promise<void>;
  exportPiece(): Promise<ExportPiece | ExportEnd>;
  /** Drops what was begun. */
  exportStop(): Promise<void>;
  /**
   * Fetches what a reader's moves need of the core (`hand`: searching, filtering, sorting), or what files need (`late`: formats,
   * tables, exports), where it is not there yet. Everything else goes on meanwhile; what does not come is asked for again when
   * it is needed.
   */
  prepare(part: 'hand' | 'late'): Promise<void>;
  free(): Promise<void>;
}
