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
/** Letters of scripts that most fonts have: their mean, with a square one, stands for all that is not ASCII. */
const OTHER_SAMPLE = 'Жшé';

/** Fonts for a family; a narrow screen has no type below 13 px. */
export function fontsFor(family: string, isNarrow: boolean): Fonts {
  const [titlePx, claimantPx, tickPx] = isNarrow ? [14, 13, 13] : [13, 11.5, 11.5];
  const title = `${titlePx}px ${family}`;
  const claimant = `${claimantPx}px ${family}`;
  return {
    title,
    claimant,
    tick: `${tickPx}px ${family}`,
    tickStrong: `650 ${tickPx}px ${family}`,
    heading: `600 ${isNarrow ? 13 : 12}px ${family}`,
    badge: `700 10.5px ${family}`,
    titleMetrics: measure(title, titlePx),
    claimantMetrics: measure(claimant, claimantPx),
    key: title + claimant,
  };
}

/** Asks for the fonts of a picture: the first letter of each takes its time. */
export function prepareFonts({ tick, tickStrong, heading }: Fonts): void {
  for (const font of [tick, tickStrong, heading]) textWidth('0', font);
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

/** A square letter is as wide as its font is high, whichever font has it: to ask for it would make the browser look for one. */
function measure(font: string, squarePx: number): FontMetrics {
  const known = measured.get(font);
  if (known) return known;
  const asciiPx: number[] = [];
  for (let code = FIRST_ASCII; code <= LAST_ASCII; code++) asciiPx.push(measureWidth(String.fromCharCode(code), font));
  const otherPx = (measureWidth(OTHER_SAMPLE, font) + squarePx) / (OTHER_SAMPLE.length + 1);
  const metrics = { asciiPx, otherPx };
  measured.set(font, metrics);
  return metrics;
}
