/** What is drawn now: a frame of the core, moved to the window shown and blended with the picture before it. */

import type { Frame, Group, Tick } from '../types.ts';
import { FLAG, LABEL } from '../types.ts';
import { clamp, pixelMap, type TimeWindow } from './window.ts';

/** A frame and what it was made for. */
export interface Scene {
  frame: Frame;
  window: TimeWindow;
  widthPx: number;
  lanePx: number;
  indexByRow: Map<number, number>;
}

export interface Mark {
  row: number;
  index: number;
  y: number;
  earliestStart: number;
  latestStart: number;
  earliestEnd: number;
  latestEnd: number;
  flags: number;
  color: number;
  side: number;
  labelX: number;
  labelWidth: number;
  opacity: number;
}
export interface DrawnTick { tick: Tick; x: number; opacity: number }
export interface DrawnGroup extends Group { index: number }
export interface Cell { index: number; group: number; x: number; width: number; certain: number; possible: number; top: number; height: number; isHeaded: boolean }
export interface Picture { marks: Mark[]; ticks: DrawnTick[]; groups: DrawnGroup[]; cells: Cell[]; lanePx: number; heightPx: number }

/** Beyond this many widths outside nothing is drawn and rounding would show. */
const REACH = 3;

export function sceneOf(frame: Frame, window: TimeWindow, widthPx: number, lanePx: number): Scene {
  const indexByRow = new Map<number, number>();
  frame.marks.row.forEach((row, index) => indexByRow.set(row, index));
  return { frame, window, widthPx, lanePx, indexByRow };
}

/** The picture of one scene for a window, which need not be the one it was made for. */
export function picture(scene: Scene, shown: TimeWindow, widthPx: number): Picture {
  const { frame } = scene;
  const map = pixelMap(scene.window, shown, widthPx);
  const stretch = widthPx / scene.widthPx;
  const place = (px: number): number => clamp(px * stretch * map.scale + map.shift, -REACH * widthPx, (1 + REACH) * widthPx);
  const marks: Mark[] = [];
  for (let i = 0; i < frame.marks.row.length; i++) {
    const mark = markAt(scene, i, place, widthPx);
    if (mark.latestEnd >= -60 && mark.earliestStart <= widthPx + 60) marks.push(mark);
  }
  return {
    marks,
    ticks: frame.ticks.map((tick) => ({ tick, x: place(tick.xPx), opacity: 1 })),
    groups: frame.groups.map((group, index) => ({ ...group, index })),
    cells: cellsOf(frame, place),
    lanePx: scene.lanePx,
    heightPx: frame.heightPx,
  };
}

function markAt(scene: Scene, i: number, place: (px: number) => number, widthPx: number): Mark {
  const { marks } = scene.frame;
  const flags = marks.flags[i] ?? 0;
  const was = { start: marks.earliestStartPx[i] ?? 0, end: marks.latestEndPx[i] ?? 0 };
  // A side that the frame cut off goes on outside it, however far the window moves before the next frame.
  const left = was.start < 0 || flags & FLAG.cutLeft;
  const right = was.end > scene.widthPx || flags & FLAG.cutRight;
  const pin = (px: number): number => {
    if (left && px <= Math.max(0, was.start)) return Math.min(place(px), px);
    if (right && px >= Math.min(scene.widthPx, was.end)) return Math.max(place(px), widthPx + px - scene.widthPx);
    return place(px);
  };
  const mark: Mark = {
    row: marks.row[i] ?? 0,
    index: i,
    y: marks.yPx[i] ?? 0,
    earliestStart: pin(was.start),
    latestStart: pin(marks.latestStartPx[i] ?? 0),
    earliestEnd: pin(marks.earliestEndPx[i] ?? 0),
    latestEnd: pin(was.end),
    flags,
    color: marks.color[i] ?? 0,
    side: marks.labelSide[i] ?? LABEL.none,
    labelX: 0,
    labelWidth: marks.labelWidthPx[i] ?? 0,
    opacity: 1,
  };
  mark.labelX = labelX(mark, marks.labelXPx[i] ?? 0, was, { start: marks.latestStartPx[i] ?? 0, end: marks.earliestEndPx[i] ?? 0 });
  return mark;
}

/** Text is never stretched: a label keeps its distance from the end it stands at. */
function labelX(mark: Mark, drawnX: number, was: { start: number; end: number }, solid: { start: number; end: number }): number {
  switch (mark.side) {
    case LABEL.left:
      return drawnX + mark.earliestStart - was.start;
    case LABEL.inside: {
      const isInSolid = drawnX >= solid.start && drawnX + mark.labelWidth <= solid.end;
      const [left, right] = isInSolid ? [mark.latestStart, mark.earliestEnd] : [mark.earliestStart, mark.latestEnd];
      const inset = Math.max(0, drawnX - Math.max(0, isInSolid ? solid.start : was.start));
      // It stays in view as long as its bar has room for it.
      return Math.max(left + inset, Math.min(Math.max(0, left) + inset, right - mark.labelWidth));
    }
    case LABEL.above:
      return Math.max(0, drawnX + (was.start > 0 ? mark.earliestStart - was.start : 0));
    default:
      return drawnX + mark.latestEnd - was.end;
  }
}

function cellsOf(frame: Frame, place: (px: number) => number): Cell[] {
  const { density } = frame;
  const cells: Cell[] = [];
  for (let i = 0; i < density.xPx.length; i++) {
    const group = density.group[i] ?? 0;
    const band = frame.groups[group];
    const x = place(density.xPx[i] ?? 0);
    const width = place((density.xPx[i] ?? 0) + (density.widthPx[i] ?? 0)) - x;
    cells.push({
      index: i, group, x, width, certain: density.certain[i] ?? 0, possible: density.possible[i] ?? 0,
      top: band?.yPx ?? 0, height: band?.heightPx ?? frame.heightPx, isHeaded: band?.label !== '',
    });
  }
  return cells;
}

/** From one picture to the next: marks keep their identity by row; what is new fades in, what is gone fades out where it was. */
export function blend(before: Picture, drawn: TimeWindow, after: Picture, shown: TimeWindow, widthPx: number, progress: number): Picture {
  const map = pixelMap(drawn, shown, widthPx);
  const place = (px: number): number => clamp(px * map.scale + map.shift, -REACH * widthPx, (1 + REACH) * widthPx);
  const known = new Map(before.marks.map((mark) => [mark.row, mark]));
  const marks = after.marks.map((mark): Mark => {
    const old = known.get(mark.row);
    known.delete(mark.row);
    if (!old) return { ...mark, opacity: progress };
    return { ...mark, y: old.y + (mark.y - old.y) * progress, opacity: old.opacity + (1 - old.opacity) * progress };
  });
  for (const old of known.values()) marks.push(leaving(old, place, progress));
  const ticks = blendTicks(before.ticks.map((tick) => ({ ...tick, x: place(tick.x) })), after.ticks, progress);
  return { ...after, marks, ticks };
}

function leaving(old: Mark, place: (px: number) => number, progress: number): Mark {
  const earliestStart = place(old.earliestStart);
  return {
    ...old,
    earliestStart,
    latestStart: place(old.latestStart),
    earliestEnd: place(old.earliestEnd),
    latestEnd: place(old.latestEnd),
    labelX: old.labelX + earliestStart - old.earliestStart,
    opacity: old.opacity * (1 - progress),
  };
}

function blendTicks(before: DrawnTick[], after: DrawnTick[], progress: number): DrawnTick[] {
  const kept = new Set(before.map(({ tick }) => tick.time));
  const next = new Set(after.map(({ tick }) => tick.time));
  return [
    ...before.filter(({ tick }) => !next.has(tick.time)).map((tick) => ({ ...tick, opacity: tick.opacity * (1 - progress) })),
    ...after.map((tick) => ({ ...tick, opacity: kept.has(tick.tick.time) ? 1 : progress })),
  ];
}
