/** Time ↔ pixels of the overview: linear within each segment, long empty stretches folded. */

import type { Overview } from '../types.ts';
import { clamp, type TimeWindow } from './window.ts';

type Segment = Overview['segments'][number];

export function timeAtPx(segments: Segment[], px: number): number {
  const [first] = segments;
  const last = segments.at(-1);
  if (!first || !last) return 0;
  const segment = segments.find((each) => px < each.toPx) ?? last;
  const from = px < first.fromPx ? first : segment;
  return from.from + ((px - from.fromPx) / Math.max(1e-6, from.toPx - from.fromPx)) * (from.to - from.from);
}

export function pxAtTime(segments: Segment[], time: number): number {
  const last = segments.at(-1);
  const segment = segments.find((each) => time < each.to) ?? last;
  if (!segment) return 0;
  const share = (time - segment.from) / Math.max(1e-6, segment.to - segment.from);
  return segment.fromPx + clamp(share, -1e6, 1e6) * (segment.toPx - segment.fromPx);
}

/** What time a pixel stands for, about there. */
export function msPerPx(segments: Segment[], px: number): number {
  return Math.abs(timeAtPx(segments, px + 0.5) - timeAtPx(segments, px - 0.5));
}

/** The whole extent. */
export function extentOf(segments: Segment[]): TimeWindow | null {
  const [first] = segments;
  const last = segments.at(-1);
  return first && last ? { from: first.from, to: last.to } : null;
}
