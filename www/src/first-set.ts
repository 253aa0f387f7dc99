/** An open event set, and what the first picture of it asks. {@link EventSet} is asked for all else. */
import { dateBounds, type CoreTimeline } from './glue.js';
import { closeSet, coreOf, openSet } from './open-sets.js';
import { WireReader, encodeTexts, encodeViewport } from './wire.js';
import type { Counts, Diagnostic, FacetCounts, FieldValue, FileReport, Frame, PageOptions, PlainRow, SetInfo, Viewport } from './types.js';

/** What every set says of itself. */
type About = Pick<FirstSet, 'info' | 'files' | 'diagnostics'>;

/** Free it when done: its memory is outside the garbage collector's reach. */
export class FirstSet {
  /** What the document says of itself, its extent and fields. */
  readonly info: SetInfo;
  /** What could not be understood, with places. */
  readonly diagnostics: Diagnostic[];
  /** What was understood of each file. */
  readonly files: FileReport[];
  #values = new Map<string, FieldValue[]>();

  /** @internal */
  constructor(core: unknown, about?: About) {
    openSet(this, core as CoreTimeline);
    const { info, files, diagnostics } = about ?? aboutOf(core as CoreTimeline);
    this.info = info;
    this.files = files;
    this.diagnostics = diagnostics;
  }

  /** Counts of the current query; of a set that was asked nothing, of all its events. @example set.counts().undated */
  counts(): Counts {
    const [total = 0, matches = 0, certain = 0, possible = 0, undated = 0] = coreOf(this).counts();
    return { total, matches, certain, possible, undated };
  }

  /** Row of an event by its id; null where there is none. @example set.find('P09') */
  find(id: string | number): number | null {
    return coreOf(this).find(typeof id === 'number' ? String(id) : checkedText(id, 'id')) ?? null;
  }

  /** A window that shows every dated match whole; null where none is dated. @example const [from, to] = set.fit() ?? [0, 1]; */
  fit(): [number, number] | null {
    return pair(coreOf(this).fit());
  }

  /** The given rows, in the order given. @example set.rows(Uint32Array.of(3, 1)) */
  rows(rows: Uint32Array, { colorBy }: PageOptions = {}): PlainRow[] {
    const wire = new WireReader(coreOf(this).rows(rows, ...encodeTexts([colorBy], [])));
    return Array.from(rows, () => wire.row());
  }

  /** Undated matches `[offset, offset + limit)` in order. @example set.undatedPage(0, Infinity).length */
  undatedPage(offset: number, limit: number, options: PageOptions = {}): PlainRow[] {
    return this.rows(coreOf(this).undatedOrder(count(offset), count(limit)), options);
  }

  /** The values of a category field, whatever the query; made once. @example set.values('actor').map(({ name }) => name) */
  values(field: string): FieldValue[] {
    let values = this.#values.get(field);
    if (!values) this.#values.set(field, (values = new WireReader(coreOf(this).values(field)).values()));
    return values;
  }

  /** Counts of a field's values under the current query, by code. @example set.facetCounts('actor').certain[0] */
  facetCounts(field: string): FacetCounts {
    const counts = coreOf(this).facetCounts(field);
    const half = counts.length / 2;
    return { field, certain: counts.subarray(0, half), possible: counts.subarray(half) };
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
    const packed = coreOf(this).frame(...encodeViewport(viewport));
    return new WireReader(packed).frame(packed[2], packed[3], packed[4]);
  }

  /** Gives the memory back. Whatever is asked afterwards throws; freeing again does nothing. @example set.free() */
  free(): void {
    closeSet(this);
  }
}

function aboutOf(core: CoreTimeline): About {
  const wire = new WireReader(core.about());
  return { info: wire.info(), files: wire.files(), diagnostics: wire.diagnostics() };
}

/** One of the four bounds of a date (EDTF), where there is one. */
export function boundOf(date: string | null, bound: number): number | null {
  const time = (date ? dateBounds(date) : null)?.[bound] ?? NaN;
  return Number.isFinite(time) ? time : null;
}

/** The module reads memory by a string's length: what has none must not get there. */
export function checkedText(value: string, what: string): string {
  if (typeof value !== 'string') throw new TypeError(`${what}: expected text, found ${typeof value}`);
  return value;
}

/** A number of rows as the module takes it; `Infinity` is all, what is below 0 is none. */
export function count(rows: number): number {
  return Math.min(Math.max(rows, 0), 0xffff_ffff);
}

export function pair(values: Float64Array | undefined): [number, number] | null {
  return values ? [values[0]!, values[1]!] : null;
}
