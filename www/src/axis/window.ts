/** A window of time and what one does with it on a line of pixels: all linear, no calendar. */

import type { TimeWindow } from '../types.ts';

export type { TimeWindow };

/** The narrowest and the widest window: ten milliseconds, and more than twice the age of the universe. */
export const MIN_SPAN_MS = 10;
export const MAX_SPAN_MS = 1e21;
/** A span below this share of its distance from 1970 is lost in the rounding of a double. */
const FINEST_SHARE = 2 ** -40;

export function sameWindow(a: TimeWindow, b: TimeWindow): boolean {
  return a.from === b.from && a.to === b.to;
}

export function timeAt(window: TimeWindow, px: number, widthPx: number): number {
  return window.from + (px / widthPx) * (window.to - window.from);
}

export function pxAt(window: TimeWindow, time: number, widthPx: number): number {
  return ((time - window.from) / (window.to - window.from)) * widthPx;
}

/** The window with its span within the limits, its middle kept. */
export function clampWindow(window: TimeWindow): TimeWindow {
  const middle = clamp((window.from + window.to) / 2, -MAX_SPAN_MS / 2, MAX_SPAN_MS / 2);
  const least = Math.max(MIN_SPAN_MS, Math.abs(middle) * FINEST_SHARE);
  const span = window.to - window.from;
  if (span >= least && span <= MAX_SPAN_MS && middle === (window.from + window.to) / 2) return window;
  const half = clamp(span, least, MAX_SPAN_MS) / 2;
  return { from: middle - half, to: middle + half };
}

/** Zooms about a moment that keeps its place; a factor above 1 shows less time. */
export function zoomAbout(window: TimeWindow, time: number, factor: number): TimeWindow {
  const span = window.to - window.from;
  const least = Math.max(MIN_SPAN_MS, Math.abs(time) * FINEST_SHARE);
  const scale = clamp(span / factor, least, MAX_SPAN_MS) / span;
  if (scale === 1) return window;
  return clampWindow({ from: time - (time - window.from) * scale, to: time + (window.to - time) * scale });
}

export function panBy(window: TimeWindow, ms: number): TimeWindow {
  return clampWindow({ from: window.from + ms, to: window.to + ms });
}

/** How pixels of a picture drawn for one window move when it is shown for another: `x * scale + shift`. */
export function pixelMap(drawn: TimeWindow, shown: TimeWindow, widthPx: number): { scale: number; shift: number } {
  const span = shown.to - shown.from;
  return { scale: (drawn.to - drawn.from) / span, shift: ((drawn.from - shown.from) / span) * widthPx };
}

/** Between two windows: the span changes by equal factors, so that a zoom feels even. */
export function betweenWindows(a: TimeWindow, b: TimeWindow, progress: number): TimeWindow {
  if (progress >= 1) return b;
  const spanA = a.to - a.from;
  const spanB = b.to - b.from;
  const ratio = spanB / spanA;
  const share = Math.abs(ratio - 1) < 1e-6 ? progress : (ratio ** progress - 1) / (ratio - 1);
  return { from: a.from + (b.from - a.from) * share, to: a.to + (b.to - a.to) * share };
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
