/** The picture of the overview: bars with a dashed cap for what is only possibly there, folds, ticks. */

import type { Overview } from '../types.ts';
import type { TickWords } from '../words/ticks.ts';
import { textWidth, type Fonts } from './fonts.ts';
import type { Theme } from './colors.ts';
import { haloText } from './mark-painter.ts';

export const BARS_PX = 40;
export const OVERVIEW_PX = 62;
const TOP_PX = 5;
/** Where a bar that is too high is broken. */
const BREAK_PX = TOP_PX + 6;
const FOLD_WORD_GAP_PX = 16;
/** One event is seen beside a thousand. */
const LEAST_BAR_PX = 4;
/** Narrower bars touch, and their caps are a paler tone. */
const NARROW_BAR_PX = 6;
/** Of deep time four digits are told. */
const DEEP_SHARE = 1e-3;
const MEAN_YEAR_MS = 31_556_952_000;

export interface OverviewPen { context: CanvasRenderingContext2D; widthPx: number; theme: Theme; fonts: Fonts; words: TickWords; foldWord: string; count(events: number): string }

export function paintOverview(pen: OverviewPen, { bars, segments, scaleEnd, ticks }: Overview): void {
  const { context, theme, widthPx } = pen;
  context.fillStyle = theme.hairline;
  context.fillRect(0, BARS_PX, widthPx, 1);
  paintBars(pen, bars, scaleEnd);
  for (const segment of segments) if (segment.folded) paintFold(pen, segment.fromPx, segment.toPx);
  paintTicks(pen, ticks, segments);
  paintBreaks(pen, bars, scaleEnd);
}

function paintBars({ context, theme }: OverviewPen, bars: Overview['bars'], scaleEnd: number): void {
  const scale = (BARS_PX - TOP_PX) / Math.max(1, scaleEnd);
  for (let i = 0; i < bars.xPx.length; i++) {
    const certain = Math.min(scaleEnd, bars.certain[i] ?? 0);
    const possible = Math.min(scaleEnd - certain, bars.possible[i] ?? 0);
    const isNarrow = (bars.widthPx[i] ?? 0) < NARROW_BAR_PX;
    const x = (bars.xPx[i] ?? 0) + (isNarrow ? 0 : 0.5);
    const width = Math.max(1, (bars.widthPx[i] ?? 0) - (isNarrow ? 0 : 1));
    const solid = certain ? Math.max(LEAST_BAR_PX, certain * scale) : 0;
    context.fillStyle = theme.mark;
    context.fillRect(x, BARS_PX - solid, width, solid);
    if (possible) paintCap(context, theme, x, width, BARS_PX - solid, Math.max(1, BARS_PX - solid - Math.max(LEAST_BAR_PX, possible * scale)), isNarrow);
  }
}

function paintCap(context: CanvasRenderingContext2D, theme: Theme, x: number, width: number, bottom: number, top: number, isNarrow: boolean): void {
  context.globalAlpha = isNarrow ? 0.35 : 0.14;
  context.fillRect(x, top, width, bottom - top);
  context.globalAlpha = 1;
  if (isNarrow) return;
  context.strokeStyle = theme.mark;
  context.lineWidth = 1;
  context.setLineDash([2, 2]);
  context.beginPath();
  context.moveTo(x + 0.5, bottom);
  context.lineTo(x + 0.5, top + 0.5);
  context.lineTo(x + width - 0.5, top + 0.5);
  context.lineTo(x + width - 0.5, bottom);
  context.stroke();
  context.setLineDash([]);
}

/** Two slanted lines through a bar that is higher than is drawn; the greatest first, their numbers stand beside them where there is room. */
function paintBreaks({ context, theme, fonts, widthPx, count }: OverviewPen, bars: Overview['bars'], scaleEnd: number): void {
  const broken = Array.from(bars.xPx, (x, i) => ({ x, right: x + (bars.widthPx[i] ?? 0), events: (bars.certain[i] ?? 0) + (bars.possible[i] ?? 0) }))
    .filter(({ events }) => events > scaleEnd).sort((a, b) => b.events - a.events);
  const taken = broken.map(({ x, right }) => ({ left: x, right }));
  context.font = fonts.tick;
  for (const { x, right, events } of broken) {
    context.fillStyle = theme.surface;
    context.strokeStyle = theme.text;
    context.lineWidth = 1.2;
    context.beginPath();
    context.moveTo(x - 3, BREAK_PX + 2);
    context.lineTo(right + 3, BREAK_PX - 2);
    context.lineTo(right + 3, BREAK_PX + 2);
    context.lineTo(x - 3, BREAK_PX + 6);
    context.fill();
    context.beginPath();
    for (const y of [BREAK_PX, BREAK_PX + 4]) {
      context.moveTo(x - 3, y + 2);
      context.lineTo(right + 3, y - 2);
    }
    context.stroke();
    const text = count(events);
    const textPx = textWidth(text, fonts.tick);
    const left = [right + 6, x - 6 - textPx].find((at) => at >= 0 && at + textPx <= widthPx && taken.every((other) => at + textPx + 2 < other.left || other.right < at - 2));
    if (left === undefined) continue;
    taken.push({ left, right: left + textPx });
    haloText(context, text, left, TOP_PX + 9, theme.text, theme.surface);
  }
}

/** Two slanted strokes break the base line; the word stands beside them where there is room. */
function paintFold({ context, theme, fonts, foldWord }: OverviewPen, fromPx: number, toPx: number): void {
  const middle = (fromPx + toPx) / 2;
  context.fillStyle = theme.surface;
  context.fillRect(middle - 5, BARS_PX - 2, 10, 5);
  context.strokeStyle = theme.muted;
  context.lineWidth = 1.2;
  context.beginPath();
  for (const shift of [-2.5, 2.5]) {
    context.moveTo(middle + shift - 2.5, BARS_PX + 6);
    context.lineTo(middle + shift + 2.5, BARS_PX - 6);
  }
  context.stroke();
  context.font = fonts.tick;
  const width = textWidth(foldWord, fonts.tick);
  if (toPx - fromPx < width + FOLD_WORD_GAP_PX) return;
  context.fillStyle = theme.muted;
  context.fillText(foldWord, middle - width / 2, BARS_PX - 11);
}

/** Finer than this a year of a segment cannot be told. */
function yearsPerPx({ from, to, fromPx, toPx }: Overview['segments'][number]): number {
  return (to - from) / Math.max(1, toPx - fromPx) / MEAN_YEAR_MS;
}

/** The first tick of a segment says where it begins; the rest name only their own unit. */
function paintTicks({ context, theme, fonts, words, widthPx }: OverviewPen, ticks: Overview['ticks'], segments: Overview['segments']): void {
  let free = -Infinity;
  let last: Overview['segments'][number] | undefined;
  context.font = fonts.tick;
  context.fillStyle = theme.muted;
  for (const tick of ticks) {
    const segment = segments.find(({ fromPx, toPx }) => fromPx - 0.5 <= tick.xPx && tick.xPx < toPx);
    if (!segment || segment.folded) continue;
    context.fillRect(Math.min(Math.round(tick.xPx), widthPx - 1), BARS_PX, 1, 4);
    const step = tick.unit === 'year' ? Math.max(tick.step, yearsPerPx(segment), Math.abs(tick.year) * DEEP_SHARE) : 1;
    const short = words.year(tick.year, step);
    const texts = tick.unit === 'year' ? [short] : segment === last ? [words.label(tick)] : [words.full(tick), short];
    last = segment;
    for (const text of texts) {
      const width = textWidth(text, fonts.tick);
      const x = Math.max(0, Math.min(tick.xPx - width / 2, widthPx - width));
      if (x < free) continue;
      context.fillText(text, x, BARS_PX + 17);
      free = x + width + 10;
      break;
    }
  }
}
