/** Plain values as numbers and one text, as they cross into the module and out of it; `src/wire.rs` is the other side. */
import type { Diagnostic, FieldInfo, FieldValue, FileReport, FontMetrics, Frame, Group, PlainRow, SetInfo, Span, Tick, Viewport } from './types.js';

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

/** Takes columns apart that were laid end to end: each is a view of the same memory. */
export function columnsOf(all: Uint32Array) {
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

  constructor([numbers, text]: unknown[]) {
    this.#numbers = numbers as Float64Array;
    this.#text = text as string;
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

  flag(): boolean {
    return this.number() !== 0;
  }

  bound(): number | null {
    const is = this.flag();
    const bound = this.number();
    return is ? bound : null;
  }

  /** A row, but for the fields that were asked for. */
  row(): PlainRow {
    const [row, color] = [this.number(), this.number()];
    const bounds = [this.number(), this.number(), this.number(), this.number()] as const;
    const span = spanOf(bounds, this.number());
    const [id, title, dateText] = [this.text(), this.text(), this.optional()];
    return { row, id, title, by: this.texts(), status: this.texts(), dateText, span, color };
  }

  values(): FieldValue[] {
    return this.list(() => {
      const [code, depth, total] = [this.number(), this.number(), this.number()];
      return { code, name: this.text(), aliases: this.texts(), broader: this.list(() => this.number()), depth, total };
    });
  }

  ticks(): Tick[] {
    return this.list(() => ({
      xPx: this.number(), time: this.number(), unit: UNITS[this.number()]!, step: this.number(), major: this.flag(),
      year: this.number(), month: this.number(), day: this.number(), hour: this.number(), minute: this.number(),
      second: this.number(), millisecond: this.number(),
    }));
  }

  groups(): Group[] {
    return this.list(() => ({
      label: this.optional(), yPx: this.number(), heightPx: this.number(), count: this.number(), dense: this.flag(),
      stripPx: this.number(), stripCount: this.number(), base: this.number(),
    }));
  }

  info(): SetInfo {
    const [title, description, lang, source] = [this.optional(), this.optional(), this.optional(), this.optional()];
    const [count, undated, records] = [this.number(), this.number(), this.number()];
    const [from, to] = [this.bound(), this.bound()];
    const fields = this.list((): FieldInfo => ({
      key: this.text(), label: this.optional(), type: TYPES[this.number()]!, builtin: this.flag(), values: this.number(),
      min: this.bound(), max: this.bound(),
    }));
    return { title, description, lang, source, count, undated, records, extent: from === null || to === null ? null : [from, to], fields };
  }

  files(): FileReport[] {
    return this.list(() => ({
      name: this.optional(), format: this.optional(), encoding: this.text(), records: this.number(), read: this.number(), rejected: this.number(),
      columns: this.list(() => ({
        name: this.text(), role: this.text(), dateFormat: this.optional(), ambiguous: this.flag(), separator: this.optional(), samples: this.texts(),
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
    const [mostInCell, scaleEnd, heightPx, certain, possible] = [this.number(), this.number(), this.number(), this.number(), this.number()];
    const [before, after, cells, marks] = [this.number(), this.number(), this.number(), flags.length];
    const { whole, fractions } = columnsOf(all);
    return {
      ticks, groups, mostInCell, scaleEnd, heightPx, certain, possible, before, after,
      marks: {
        row: whole(marks), yPx: fractions(marks), earliestStartPx: fractions(marks), latestStartPx: fractions(marks),
        earliestEndPx: fractions(marks), latestEndPx: fractions(marks), flags, color: whole(marks), labelSide,
        labelXPx: fractions(marks), labelWidthPx: fractions(marks),
      },
      density: { group: whole(cells), xPx: fractions(cells), widthPx: fractions(cells), certain: whole(cells), possible: whole(cells) },
    };
  }
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
