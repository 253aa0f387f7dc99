/** Fonts of the axis and their advance widths, measured once a font for the core to lay labels out with. */

import type { FontMetrics } from '../types.ts';

export interface Fonts {
  title: string;
  claimant: string;
  tick: string;
  tickStrong: string;
  heading: string;
  /** The small marks of a qualifier. */
  badge: string;
  titleMetrics: FontMetrics;
  claimantMetrics: FontMetrics;
  /** Changes when anything here does. */
  key: string;
}

const FIRST_ASCII = 0x20;
const LAST_ASCII = 0x7e;
/** One letter each of scripts that are wide, narrow and square: their mean stands for all that is not ASCII. */
const OTHER_SAMPLE = 'Жшéسم漢';

/** Fonts for a family; a narrow screen has no type below 13 px. */
export function fontsFor(family: string, isNarrow: boolean): Fonts {
  const title = `${isNarrow ? 14 : 13}px ${family}`;
  const claimant = `${isNarrow ? 13 : 11.5}px ${family}`;
  const tickPx = isNarrow ? 13 : 11.5;
  return {
    title,
    claimant,
    tick: `${tickPx}px ${family}`,
    tickStrong: `650 ${tickPx}px ${family}`,
    heading: `600 ${isNarrow ? 13 : 12}px ${family}`,
    badge: `700 10.5px ${family}`,
    titleMetrics: measure(title),
    claimantMetrics: measure(claimant),
    key: title + claimant,
  };
}

/** Forgets what was measured: a web font has arrived. */
export function forgetMetrics(): void {
  measured.clear();
  widths.clear();
  rulerFont = '';
}

const measured = new Map<string, FontMetrics>();
let ruler: CanvasRenderingContext2D | null = null;
/** As it was given: the ruler says it in words of its own, and reads it anew whenever it is told. */
let rulerFont = '';

/** Widths kept before the cache starts anew. */
const MOST_WIDTHS = 20_000;
const widths = new Map<string, number>();

/** Width of a text in a font, measured once. */
export function textWidth(text: string, font: string): number {
  const key = `${font}\n${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (widths.size >= MOST_WIDTHS) widths.clear();
    widths.set(key, (width = measureWidth(text, font)));
  }
  return width;
}

function measureWidth(text: string, font: string): number {
  ruler ??= document.createElement('canvas').getContext('2d');
  if (!ruler) return text.length * 7;
  if (rulerFont !== font) ruler.font = rulerFont = font;
  return ruler.measureText(text).width;
}

function measure(font: string): FontMetrics {
  const known = measured.get(font);
  if (known) return known;
  const asciiPx: number[] = [];
  for (let code = FIRST_ASCII; code <= LAST_ASCII; code++) asciiPx.push(measureWidth(String.fromCharCode(code), font));
  const sample = [...OTHER_SAMPLE];
  const otherPx = sample.reduce((sum, letter) => sum + measureWidth(letter, font), 0) / sample.length;
  const metrics = { asciiPx, otherPx };
  measured.set(font, metrics);
  return metrics;
}
