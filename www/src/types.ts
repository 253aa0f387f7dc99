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
export interface TextTerm { text: string; prefix: boolean; negate: boolean; field?: string | null }
/** `by`: `start`, `end`, `duration`, `title`, `order` or a field's key. */
export interface SortKey { by: string; descending: boolean }

export const EMPTY_QUERY: Query = { time: null, undated: 'auto', facets: [], numbers: [], text: [], sort: [] };

/** What is wrong with a query's text: offsets are UTF-16 code units, half open. */
export interface QueryProblem { from: number; to: number; message: string }

export interface Diagnostic {
  severity: 'warning' | 'value' | 'record' | 'file';
  code: string;
  message: string;
  path: string;
  line: number;
  column: number;
  excerpt: string;
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

export interface Histogram { from: number; to: number; certain: Uint32Array; possible: Uint32Array }

/** The whole extent, long empty stretches folded: time ↔ px is linear in each segment. */
export interface Overview {
  segments: { from: number; to: number; fromPx: number; toPx: number; folded: boolean }[];
  /** Bars of equal width within a segment. */
  bars: { xPx: Float32Array; widthPx: Float32Array; certain: Uint32Array; possible: Uint32Array };
  ticks: Tick[];
}

export interface FontMetrics { asciiPx: number[]; otherPx: number }
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
export interface Group { label: string | null; yPx: number; heightPx: number; count: number; dense: boolean }

export const FLAG = {
  startOpen: 1, startUnknown: 2, endOpen: 4, endUnknown: 8, uncertain: 16, approximate: 32, dot: 64, cutLeft: 128, cutRight: 256,
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
  heightPx: number;
  certain: number;
  possible: number;
  before: number;
  after: number;
}

/** One line of the list, and what a mark's label needs. */
export interface Row {
  row: number;
  id: string;
  title: string;
  /** The claimants' names, in the document's order. */
  by: string[];
  /** The statuses of its claims, each once. */
  status: string[];
  dateText: string | null;
  span: Span | null;
  date: DateWords | null;
  /** Code of its first value in the colouring field asked for. */
  color: number;
}

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

/** The core on either side of the worker. Rows are dense numbers from 0 in document order. */
export interface Engine {
  open(bytes: Uint8Array, locale: string): Promise<{ info: SetInfo; diagnostics: Diagnostic[] }>;
  parseQuery(text: string): Promise<{ query: Query; problems: QueryProblem[] }>;
  formatQuery(query: Query): Promise<string>;
  /** Makes the query current: everything below is about its matches. */
  query(query: Query): Promise<Counts>;
  page(offset: number, limit: number, colorBy: string | null): Promise<Row[]>;
  /** Undated matches, in order. */
  undatedPage(offset: number, limit: number, colorBy: string | null): Promise<Row[]>;
  rows(rows: Uint32Array, colorBy: string | null): Promise<Row[]>;
  /** Place in the order of matches; null where the row does not match. */
  position(row: number): Promise<number | null>;
  find(id: string): Promise<number | null>;
  event(row: number): Promise<EventDetail>;
  facets(fields: string[]): Promise<Facet[]>;
  histogram(from: number, to: number, bins: number): Promise<Histogram>;
  overview(widthPx: number): Promise<Overview>;
  frame(viewport: Viewport): Promise<Frame>;
  /** A window in which every dated match is wholly visible, with a margin; null where none is dated. */
  fit(): Promise<[number, number] | null>;
  /** A window that shows one event well; null where it is undated. */
  fitRow(row: number): Promise<[number, number] | null>;
  parseDate(text: string): Promise<{ date: ParsedDate } | { problem: DateProblem }>;
  free(): Promise<void>;
}
