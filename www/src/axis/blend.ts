/** The way from one picture to the next. It comes with the hands: a first picture follows no other. */

import type { Group } from '../types.ts';
import { REACH, type Cell, type DrawnTick, type Mark, type Picture, type Scene } from './scene.ts';
import { clamp, pixelMap, type TimeWindow } from './window.ts';

/** The groups in which single marks take the place of density, or the other way round. */
export function changedKinds(before: Scene | null, after: Scene): number[] {
  const [old, now] = [before?.frame.groups ?? [], after.frame.groups];
  return old.length === now.length ? old.flatMap((group, index) => (kindOf(group) === kindOf(now[index]) ? [] : index)) : [];
}

function kindOf(group: Group | undefined): number {
  return group?.dense ? 2 : Number(Boolean(group?.stripPx));
}

/**
 * From one picture to the next: marks keep their identity by row; what is new fades in, what is gone fades out where it was.
 * Of density only that of `groups` fades, where these are given: the bars of the others stay, and doubled they would cost much.
 */
export function blend(before: Picture, drawn: TimeWindow, after: Picture, shown: TimeWindow, widthPx: number, progress: number, groups: Set<number> | null): Picture {
  const map = pixelMap(drawn, shown, widthPx);
  const place = (px: number): number => clamp(px * map.scale + map.shift, -REACH * widthPx, (1 + REACH) * widthPx);
  const known = new Map(before.marks.map((mark) => [mark.row, mark]));
  const marks = after.marks.map((mark): Mark => {
    const old = known.get(mark.row);
    known.delete(mark.row);
    if (!old) return { ...mark, opacity: progress };
    return { ...mark, y: old.y + (mark.y - old.y) * progress, opacity: old.opacity + (1 - old.opacity) * progress };
  });
  for (const old of known.values()) if (isSeen(old)) marks.push(leaving(old, place, progress));
  const ticks = blendTicks(before.ticks.map((tick) => ({ ...tick, x: place(tick.x) })), after.ticks, progress);
  const fades = ({ group }: Cell): boolean => groups?.has(group) ?? true;
  const left = before.cells.filter((cell) => fades(cell) && isSeen(cell)).map((cell) => leavingCell(cell, place, progress));
  const bases = new Map(before.cells.map((cell) => [cell.group, cell]));
  let isOnSameBase = true;
  for (const cell of after.cells) {
    if (fades(cell)) cell.opacity = progress;
    const old = bases.get(cell.group);
    if (old && old.base !== cell.base) isOnSameBase = false;
    if (old) [cell.base, cell.footing] = [between(old.base, cell.base, progress), between(old.footing, cell.footing, progress)];
  }
  const scaleEnd = before.cells.length === 0 ? after.scaleEnd : blendScale(before.scaleEnd, after.scaleEnd, progress, isOnSameBase);
  return { ...after, marks, ticks, cells: [...left, ...after.cells], scaleEnd };
}

/** Columns grow evenly; where their base moves too, what stands out above it stays in sight. */
function blendScale(from: number, to: number, progress: number, isOnSameBase: boolean): number {
  return isOnSameBase ? 1 / between(1 / from, 1 / to, progress) : between(from, to, progress);
}

function between(from: number, to: number, progress: number): number {
  return from + (to - from) * progress;
}

/** What has nearly gone in one fading need not go through the next: pictures that follow fast would fill with it. */
function isSeen({ opacity }: { opacity: number }): boolean {
  return opacity > 0.05;
}

/** Bars that others take the place of are solid until those are: two half seen ones would let the ground through. */
function leavingCell(cell: Cell, place: (px: number) => number, progress: number): Cell {
  const x = place(cell.x);
  return { ...cell, x, width: place(cell.x + cell.width) - x, opacity: cell.opacity * Math.min(1, 2 * (1 - progress)) };
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
