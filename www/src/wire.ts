/** Plain values as numbers and one text, as they cross into the module and out of it; `src/wire.rs` is the other side. */
import type {
  BriefRow, Diagnostic, FacetFilter, FieldInfo, FileReport, FontMetrics, Frame, Group, Overview, Query, SetInfo, Span, Tick, Viewport,
} from './types.js';

const UNDATED: readonly Query['undated'][] = ['auto', 'in', 'out', 'only'];
const MODES: readonly FacetFilter['mode'][] = ['any', 'all', 'none'];
const TYPES: readonly FieldInfo['type'][] = ['category', 'number', 'text', 'link'];
const SEVERITIES: readonly Diagnostic['severity'][] = ['warning', 'value', 'record', 'file'];
const UNITS: readonly Tick['unit'][] = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'];

/** The span of four bounds and the marks of its date (`FLAG`); null where these are -1. */
export function spanOf(bounds: readonly [number, number, number, number], marks: number): Span | null {
  if (marks < 0) return null;
  const [earliestStart, latestStart, earliestEnd, latestEnd] = bounds;
  const edge = (open: number, unknown: number) => (marks & open ? 'open' : marks & unknown ? 'unknown' : 'bounded');
  return {
    earliestStart, latestStart, earliestEnd, latestEnd, startEdge: edge(1, 2), endEdge: edge(4, 8),
    qualifiers: { uncertain: (marks & 16) !== 0, approximate: (marks & 32) !== 0 },
  };
}

/** Rows in short, column by column: their numbers, four bounds, lengths of ids and of titles; all ids, then all titles. */
export function briefRows(numbers: Float64Array, text: string): BriefRow[] {
  const count = numbers.length / 7;
  const rows: BriefRow[] = [];
  let idAt = 0;
  let titleAt = 0;
  for (let i = 5 * count; i < 6 * count; i++) titleAt += numbers[i]!;
  for (let i = 0; i < count; i++) {
    const id = text.slice(idAt, (idAt += numbers[5 * count + i]!));
    const title = text.slice(titleAt, (titleAt += numbers[6 * count + i]!));
    rows.push({
      row: numbers[i]!, id, title, earliestStart: numbers[count + i]!, latestStart: numbers[2 * count + i]!,
      earliestEnd: numbers[3 * count + i]!, latestEnd: numbers[4 * count + i]!,
    });
  }
  return rows;
}

/** Takes columns apart that were laid end to end: each is a view of the same memory. */
function columnsOf(all: Uint32Array) {
  let at = 0;
  const whole = (length: number): Uint32Array => all.subarray(at, (at += length));
  const fractions = (length: number): Float32Array => {
    const { buffer, byteOffset } = whole(length);
    return new Float32Array(buffer, byteOffset, length);
  };
  return { whole, fractions };
}

/** Reads what the module wrote, in the same order. */
export class WireReader {
  #numbers: ArrayLike<number>;
  #text: string;
  #at = 0;
  #from = 0;

  constructor(numbers: ArrayLike<number>, text: string) {
    this.#numbers = numbers;
    this.#text = text;
  }

  number(): number {
    return this.#numbers[this.#at++]!;
  }

  optional(): string | null {
    const length = this.number();
    if (length < 0) return null;
    const from = this.#from;
    this.#from += length;
    return this.#text.slice(from, this.#from);
  }

  text(): string {
    return this.optional() ?? '';
  }

  list<T>(read: () => T): T[] {
    return Array.from({ length: this.number() }, read);
  }

  texts(): string[] {
    const length = this.number();
    const texts: string[] = [];
    for (let i = 0; i < length; i++) texts.push(this.text());
    return texts;
  }

  #flag(): boolean {
    return this.number() !== 0;
  }

  #bound(): number | null {
    const is = this.#flag();
    const bound = this.number();
    return is ? bound : null;
  }

  ticks(): Tick[] {
    return this.list(() => ({
      xPx: this.number(), time: this.number(), unit: UNITS[this.number()]!, step: this.number(), major: this.#flag(),
      year: this.number(), month: this.number(), day: this.number(), hour: this.number(), minute: this.number(),
      second: this.number(), millisecond: this.number(),
    }));
  }

  groups(): Group[] {
    return this.list(() => ({
      label: this.optional(), yPx: this.number(), heightPx: this.number(), count: this.number(), dense: this.#flag(),
      stripPx: this.number(), stripCount: this.number(),
    }));
  }

  info(): SetInfo {
    const [title, description, lang, source] = [this.optional(), this.optional(), this.optional(), this.optional()];
    const [count, undated, records] = [this.number(), this.number(), this.number()];
    const [from, to] = [this.#bound(), this.#bound()];
    const fields = this.list((): FieldInfo => ({
      key: this.text(), label: this.optional(), type: TYPES[this.number()]!, builtin: this.#flag(), values: this.number(),
      min: this.#bound(), max: this.#bound(),
    }));
    return { title, description, lang, source, count, undated, records, extent: from === null || to === null ? null : [from, to], fields };
  }

  files(): FileReport[] {
    return this.list(() => ({
      name: this.optional(), format: this.optional(), encoding: this.text(), records: this.number(), read: this.number(), rejected: this.number(),
      columns: this.list(() => ({
        name: this.text(), role: this.text(), dateFormat: this.optional(), ambiguous: this.#flag(), separator: this.optional(), samples: this.texts(),
      })),
    } as FileReport));
  }

  diagnostics(): Diagnostic[] {
    return this.list(() => ({
      severity: SEVERITIES[this.number()]!, code: this.text(), message: this.text(), path: this.text(), excerpt: this.text(),
      file: this.number(), line: this.number(), column: this.number(),
    }));
  }

  frame(all: Uint32Array, flags: Uint16Array, labelSide: Uint8Array): Frame {
    const [ticks, groups] = [this.ticks(), this.groups()];
    const [mostInCell, heightPx, certain, possible] = [this.number(), this.number(), this.number(), this.number()];
    const [before, after, cells, marks] = [this.number(), this.number(), this.number(), flags.length];
    const { whole, fractions } = columnsOf(all);
    return {
      ticks, groups, mostInCell, heightPx, certain, possible, before, after,
      marks: {
        row: whole(marks), yPx: fractions(marks), earliestStartPx: fractions(marks), latestStartPx: fractions(marks),
        earliestEndPx: fractions(marks), latestEndPx: fractions(marks), flags, color: whole(marks), labelSide,
        labelXPx: fractions(marks), labelWidthPx: fractions(marks),
      },
      density: { group: whole(cells), xPx: fractions(cells), widthPx: fractions(cells), certain: whole(cells), possible: whole(cells) },
    };
  }

  overview(all: Uint32Array): Overview {
    const ticks = this.ticks();
    const segments = this.list(() => ({
      from: this.number(), to: this.number(), fromPx: this.number(), toPx: this.number(), folded: this.#flag(),
    }));
    const bars = this.number();
    const { whole, fractions } = columnsOf(all);
    return { segments, bars: { xPx: fractions(bars), widthPx: fractions(bars), certain: whole(bars), possible: whole(bars) }, ticks };
  }

  query(): Query {
    const hasTime = this.#flag();
    const time = { from: this.#bound(), to: this.#bound(), certainOnly: this.#flag() };
    return {
      time: hasTime ? time : null,
      undated: UNDATED[this.number()]!,
      facets: this.list(() => ({ field: this.text(), mode: MODES[this.number()]!, values: this.texts() })),
      numbers: this.list(() => ({ field: this.text(), min: this.#bound(), max: this.#bound() })),
      text: this.list(() => ({
        text: this.text(), prefix: this.#flag(), negate: this.#flag(), substring: this.#flag(), field: this.optional(),
      })),
      sort: this.list(() => ({ by: this.text(), descending: this.#flag() })),
    };
  }
}

/** A query as the module reads it. @throws where a part is not of its type: the module looks at nothing but numbers and texts. */
export function encodeQuery(query: Query): [Float64Array, string] {
  const numbers: number[] = [];
  let all = '';
  const wrong = (what: string, expected: string, found: unknown): never => {
    throw new TypeError(`query.${what}: expected ${expected}, found ${typeof found}`);
  };
  const text = (value: string, what: string) => {
    if (typeof value !== 'string') wrong(what, 'text', value);
    numbers.push(value.length);
    all += value;
  };
  const flag = (value: boolean | undefined, what: string) => {
    if (value !== undefined && typeof value !== 'boolean') wrong(what, 'true or false', value);
    numbers.push(Number(value ?? false));
  };
  const bound = (value: number | null | undefined, what: string) => {
    if (value !== null && value !== undefined && typeof value !== 'number') wrong(what, 'a number', value);
    numbers.push(Number(typeof value === 'number'), value ?? 0);
  };
  const choice = (choices: readonly string[], value: string, what: string) => {
    const at = choices.indexOf(value);
    if (at < 0) throw new TypeError(`query.${what}: expected one of ${choices.join(', ')}, found ${String(value)}`);
    numbers.push(at);
  };
  const list = <T>(items: readonly T[], each: (item: T) => void) => {
    numbers.push(items.length);
    items.forEach(each);
  };

  numbers.push(Number(query.time !== null));
  bound(query.time?.from, 'time.from');
  bound(query.time?.to, 'time.to');
  flag(query.time?.certainOnly, 'time.certainOnly');
  choice(UNDATED, query.undated, 'undated');
  list(query.facets, ({ field, mode = 'any', values = [] }) => {
    text(field, 'facets.field');
    choice(MODES, mode, 'facets.mode');
    if (!Array.isArray(values)) wrong('facets.values', 'a list', values);
    list(values, (value) => text(value, 'facets.values'));
  });
  list(query.numbers, ({ field, min, max }) => {
    text(field, 'numbers.field');
    bound(min, 'numbers.min');
    bound(max, 'numbers.max');
  });
  list(query.text, (term) => {
    text(term.text, 'text.text');
    flag(term.prefix, 'text.prefix');
    flag(term.negate, 'text.negate');
    flag(term.substring, 'text.substring');
    if (term.field === undefined || term.field === null) numbers.push(-1);
    else text(term.field, 'text.field');
  });
  list(query.sort, ({ by, descending }) => {
    text(by, 'sort.by');
    flag(descending, 'sort.descending');
  });
  return [Float64Array.from(numbers), all];
}

/** Texts that may be missing, then how many further ones and each, as the module reads them. */
export function encodeTexts(texts: readonly (string | null | undefined)[], more?: readonly string[]): [Float64Array, string] {
  for (const text of [...texts, ...(more ?? [])]) {
    if (typeof (text ?? '') !== 'string') throw new TypeError(`expected text, found ${typeof text}`);
  }
  const lengths = texts.map((text) => text?.length ?? -1);
  if (more) lengths.push(more.length, ...more.map(({ length }) => length));
  return [Float64Array.from(lengths), [...texts, ...(more ?? [])].join('')];
}

/** A viewport as the module reads it. */
export function encodeViewport(viewport: Viewport): [Float64Array, string] {
  const { from, to, widthPx, heightPx, lanePx, tickGapPx, groupBy, colorBy, labelsAbove, titleFont, claimantFont, visiblePx } = viewport;
  const sizes = { from, to, widthPx, heightPx, lanePx, tickGapPx };
  for (const [key, value] of Object.entries(sizes)) {
    if (typeof value !== 'number') throw new TypeError(`viewport.${key}: expected a number, found ${typeof value}`);
  }
  const field = (key: string | null) => key?.length ?? -1;
  const font = ({ asciiPx, otherPx }: FontMetrics) => [asciiPx.length, ...asciiPx, otherPx];
  const numbers = [...Object.values(sizes), field(groupBy), field(colorBy), Number(labelsAbove), ...font(titleFont), ...font(claimantFont), ...(visiblePx ? [1, ...visiblePx] : [0])];
  return [Float64Array.from(numbers), (groupBy ?? '') + (colorBy ?? '')];
}
