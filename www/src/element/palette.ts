/** Hues for the values of the colouring field: the eight most frequent have one each, the rest share grey. */

import type { FieldValue } from '../types.ts';

export const HUES = 8;

export interface PaletteEntry { color: string; pattern: number }

export interface Palette {
  /** Value code → hue, from 0; a code that is not in it is “other”. */
  hues: ReadonlyMap<number, number>;
  entry(code: number): PaletteEntry;
}

export const EMPTY_PALETTE: Palette = makePalette(new Map(), '--event-timeline-mark');

/** By count in the whole set, so that a colour stays with its value whatever is filtered. */
export function paletteFor(values: readonly FieldValue[] | undefined): Palette {
  if (!values) return EMPTY_PALETTE;
  const ranked = [...values].sort((a, b) => b.total - a.total || a.code - b.code).slice(0, HUES);
  return makePalette(new Map(ranked.map(({ code }, hue) => [code, hue])), '--event-timeline-hue-other');
}

function makePalette(hues: ReadonlyMap<number, number>, rest: string): Palette {
  const other: PaletteEntry = { color: `var(${rest})`, pattern: 0 };
  const entries = Array.from({ length: HUES }, (_, hue): PaletteEntry => ({ color: `var(--event-timeline-hue-${hue})`, pattern: hue }));
  return { hues, entry: (code) => entries[hues.get(code) ?? -1] ?? other };
}

/** Dots on the axis tell values apart by shape too; swatches have the same. */
const SHAPES = ['circle', 'diamond', 'square', 'triangle'] as const;

/** Classes of a swatch. */
export function hueClass(palette: Palette, code: number | undefined): string {
  const hue = code === undefined ? undefined : palette.hues.get(code);
  return hue === undefined ? `hue-other ${SHAPES[0]}` : `hue-${hue} ${SHAPES[hue % SHAPES.length]}`;
}
