/** What is drawn now: a frame of the core, moved to the window shown and blended with the picture before it. */

import type { Frame, Group, Tick, Viewport } from '../types.ts';
import { FLAG, LABEL } from '../types.ts';
import { clamp, pixelMap, type TimeWindow } from './window.ts';

/** A frame and what it was made for. */
export interface Scene {
  frame: Frame;
  window: TimeWindow;
  widthPx: number;
  lanePx: number;
  /** The part of the lanes that is all there; beyond it are neither cells nor titles. */
  made: Sight;
  /** The columns stand on one scale from zero, though the frame has another: what paints that is not there yet. */
  isPlain: boolean;
}

/** Part of the lanes, in pixels from their top. */
export interface Sight { top: number; bottom: number }
const ALL: Sight = { top: -Infinity, bottom: Infinity };

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
/** Height of a group's heading, as the core has it. */
const HEADING_PX = 26;

/** `base` events stand below the foot of its column, in a band that is `footing` of its full height. */
export interface Cell { index: number; group: number; x: number; width: number; certain: number; possible: number; top: number; height: number; isHeaded: boolean; opacity: number; base: number; footing: number }
export interface Picture { marks: Mark[]; ticks: DrawnTick[]; groups: DrawnGroup[]; cells: Cell[]; lanePx: number; heightPx: number; scaleEnd: number }

/** Beyond this many widths outside nothing is drawn and rounding would show. */
export const REACH = 3;

export function sceneOf(frame: Frame, { from, to, widthPx, lanePx, visiblePx }: Viewport, isPlain: boolean): Scene {
  const [top, bottom] = visiblePx ?? [-Infinity, Infinity];
  return { frame, window: { from, to }, widthPx, lanePx, made: { top, bottom }, isPlain };
}

/** Whether all that is in sight is there. */
export function reaches({ frame, made }: Scene, { top, bottom }: Sight): boolean {
  return made.top <= Math.max(0, top) && Math.min(frame.heightPx, bottom) <= made.bottom;
}

/** The bars of a set that is density altogether stand in sight, foot and top, whatever room the lanes had. */
export function fitted(scene: Scene, roomPx: number): Scene {
  const { frame } = scene;
  const [group, ...others] = frame.groups;
  if (!group?.dense || others.length > 0 || group.yPx + group.heightPx === roomPx) return scene;
  return { ...scene, frame: { ...frame, heightPx: roomPx, groups: [{ ...group, heightPx: roomPx - group.yPx }] } };
}

/** The picture of one scene for a window, which need not be the one it was made for: all of it, or what is in sight. */
export function picture(scene: Scene, shown: TimeWindow, widthPx: number, sight = ALL): Picture {
  const { frame, lanePx } = scene;
  const map = pixelMap(scene.window, shown, widthPx);
  const stretch = widthPx / scene.widthPx;
  const place = (px: number): number => clamp(px * stretch * map.scale + map.shift, -REACH * widthPx, (1 + REACH) * widthPx);
  const marks: Mark[] = [];
  const { yPx } = frame.marks;
  for (let i = 0; i < yPx.length; i++) {
    const y = yPx[i] ?? 0;
    if (y + lanePx <= sight.top || y >= sight.bottom) continue;
    const mark = markAt(scene, i, place, widthPx);
    if (mark.latestEnd >= -60 && mark.earliestStart <= widthPx + 60) marks.push(mark);
  }
  const groups = frame.groups.flatMap((group, index) => (isIn(sight, group) ? { ...group, index } : []));
  return {
    marks,
    ticks: frame.ticks.map((tick) => ({ tick, x: place(tick.xPx), opacity: 1 })),
    groups,
    cells: cellsOf(scene, place, groups.length === frame.groups.length ? null : new Set(groups.map(({ index }) => index))),
    lanePx,
    heightPx: frame.heightPx,
    scaleEnd: Math.max(1, scene.isPlain ? frame.mostInCell : frame.scaleEnd),
  };
}

export function isIn(sight: Sight, { yPx, heightPx }: { yPx: number; heightPx: number }): boolean {
  return yPx + heightPx > sight.top && yPx < sight.bottom;
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

function cellsOf({ frame, isPlain }: Scene, place: (px: number) => number, groups: Set<number> | null): Cell[] {
  const { density } = frame;
  const cells: Cell[] = [];
  for (let i = 0; i < density.xPx.length; i++) {
    const group = density.group[i] ?? 0;
    const [certain, possible] = [density.certain[i] ?? 0, density.possible[i] ?? 0];
    if (certain + possible === 0 || (groups && !groups.has(group))) continue;
    const band = frame.groups[group];
    const base = isPlain ? 0 : band?.base ?? 0;
    const strip = band && stripOf(band);
    const x = place(density.xPx[i] ?? 0);
    const width = place((density.xPx[i] ?? 0) + (density.widthPx[i] ?? 0)) - x;
    cells.push({ index: i, group, x, width, certain, possible, top: strip?.yPx ?? band?.yPx ?? 0, height: strip?.heightPx ?? band?.heightPx ?? frame.heightPx, isHeaded: Boolean(strip) || band?.label !== '', opacity: 1, base, footing: Number(base > 0) });
  }
  return cells;
}

/** Where the bars longer than what is shown stand as density, in a group that has so many. */
export function stripOf({ label, yPx, stripPx }: Group): { yPx: number; heightPx: number } | null {
  return stripPx > 0 ? { yPx: yPx + (label === '' ? 0 : HEADING_PX), heightPx: stripPx } : null;
}
