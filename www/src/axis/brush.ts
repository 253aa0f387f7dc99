/** The brush of the overview: what a drag or a key makes of the window. */

import type { Overview } from '../types.ts';
import { extentOf, msPerPx, pxAtTime, timeAtPx } from './overview-scale.ts';
import { clamp, panBy, type TimeWindow } from './window.ts';

type Segments = Overview['segments'];
export type Grip = 'start' | 'end' | 'body' | 'new';
export interface Drag {
  kind: Grip;
  startX: number;
  /** From what is held to the pointer. */
  grabPx: number;
  /** Where a new window begins. */
  anchor: number;
  isMoved: boolean;
}

const DRAG_FROM_PX = 4;
const KEY_PX = 8;
const PAGE_SHARE = 0.1;
const LEAST_BRUSH_PX = 3;
/** A key leaves the window at least this share of its span. */
const LEAST_SHARE = 0.02;

/** The window in pixels, never too thin to be seen. */
export function brushPx(segments: Segments, window: TimeWindow, widthPx: number): [number, number] {
  const from = clamp(pxAtTime(segments, window.from), 0, widthPx);
  const to = clamp(pxAtTime(segments, window.to), 0, widthPx);
  const spare = Math.max(0, LEAST_BRUSH_PX - (to - from)) / 2;
  return [from - spare, to + spare];
}

export function beginDrag(kind: Grip, x: number, segments: Segments, [from, to]: [number, number]): Drag {
  const held = kind === 'start' ? from : kind === 'end' ? to : (from + to) / 2;
  return { kind, startX: x, grabPx: kind === 'new' ? 0 : x - held, anchor: timeAtPx(segments, x), isMoved: false };
}

/** Has the pointer gone far enough to mean a drag? */
export function hasMoved(drag: Drag, x: number): boolean {
  drag.isMoved ||= Math.abs(x - drag.startX) >= DRAG_FROM_PX;
  return drag.isMoved;
}

export function dragged(drag: Drag, x: number, segments: Segments, window: TimeWindow, widthPx: number): TimeWindow {
  const time = timeAtPx(segments, clamp(x - drag.grabPx, 0, widthPx));
  if (drag.kind === 'body') return centredOn(window, time);
  if (drag.kind === 'new') return inOrder(drag.anchor, time);
  const fixed = drag.kind === 'start' ? window.to : window.from;
  // A handle dragged past the other becomes the other.
  if (drag.kind === 'start' ? time > fixed : time < fixed) drag.kind = drag.kind === 'start' ? 'end' : 'start';
  return inOrder(fixed, time);
}

export function centredOn(window: TimeWindow, time: number): TimeWindow {
  return panBy(window, time - (window.from + window.to) / 2);
}

/** The window after a key on one of its handles; null for a key that means nothing there. */
export function afterKey(key: string, isShift: boolean, side: 'start' | 'end', segments: Segments, window: TimeWindow, widthPx: number): TimeWindow | null {
  const extent = extentOf(segments);
  if (!extent) return null;
  const time = clamp(side === 'start' ? window.from : window.to, extent.from, extent.to);
  const px = clamp(pxAtTime(segments, time), 0, widthPx);
  const step = isShift ? 5 * KEY_PX : KEY_PX;
  const by = (delta: number): number => time + delta * msPerPx(segments, clamp(px + Math.sign(delta), 1, widthPx - 1));
  const jump = (delta: number): number => timeAtPx(segments, clamp(px + delta, 0, widthPx));
  const targets: Record<string, () => number> = {
    ArrowLeft: () => by(-step), ArrowDown: () => by(-step), ArrowRight: () => by(step), ArrowUp: () => by(step),
    PageDown: () => jump(-PAGE_SHARE * widthPx), PageUp: () => jump(PAGE_SHARE * widthPx), Home: () => extent.from, End: () => extent.to,
  };
  const target = targets[key]?.();
  if (target === undefined) return null;
  const moved = clamp(target, extent.from, extent.to);
  const { from, to } = window;
  const least = (to - from) * LEAST_SHARE;
  return side === 'start' ? { from: Math.min(moved, to - least), to } : { from, to: Math.max(moved, from + least) };
}

function inOrder(a: number, b: number): TimeWindow {
  return { from: Math.min(a, b), to: Math.max(a, b) };
}
