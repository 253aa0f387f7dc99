/** What lies under a point, and which mark is next to another. */

import { LABEL } from '../types.ts';
import { visibleExtent } from './mark-painter.ts';
import type { Cell, Mark, Picture } from './scene.ts';

/** A mark narrower than a finger still takes one. */
const REACH_PX = 8;

export function markAt(view: Picture, x: number, y: number, widthPx: number): Mark | null {
  let best: Mark | null = null;
  let bestDistance = Infinity;
  for (const mark of view.marks) {
    if (y < mark.y || y >= mark.y + view.lanePx) continue;
    const { left, right } = visibleExtent(mark, widthPx);
    const distance = Math.min(outside(x, left, right), mark.side === LABEL.none ? Infinity : outside(x, mark.labelX, mark.labelX + mark.labelWidth) + 1);
    if (distance <= REACH_PX && distance < bestDistance) {
      best = mark;
      bestDistance = distance;
    }
  }
  return best;
}

export function cellAt(view: Picture, x: number, y: number): Cell | null {
  return view.cells.findLast((cell) => x >= cell.x && x < cell.x + cell.width && y >= cell.top && y < cell.top + cell.height && cell.certain + cell.possible > 0) ?? null;
}

/** The mark nearest in time in the next lane up or down that has one; without a start, the topmost or the lowest. */
export function neighbour(view: Picture | null, row: number | null, direction: 1 | -1, widthPx: number): Mark | null {
  if (!view) return null;
  const from = view.marks.find((mark) => mark.row === row);
  const inView = view.marks.filter((mark) => isInView(mark, widthPx));
  const beyond = from ? inView.filter((mark) => (mark.y - from.y) * direction > 1) : inView;
  const lane = Math.min(...beyond.map((mark) => mark.y * direction));
  const middle = from ? centre(from, widthPx) : 0;
  const distance = (mark: Mark): number => Math.abs(centre(mark, widthPx) - middle);
  return beyond
    .filter((mark) => Math.abs(mark.y * direction - lane) < 1)
    .reduce<Mark | null>((best, mark) => (best && distance(best) <= distance(mark) ? best : mark), null);
}

/** The middle of a row's mark where it is in view, else the view's. */
export function middlePx(view: Picture | null, row: number | null, widthPx: number): number {
  const mark = view?.marks.find((each) => each.row === row);
  return mark && isInView(mark, widthPx) ? centre(mark, widthPx) : widthPx / 2;
}

function isInView(mark: Mark, widthPx: number): boolean {
  return mark.latestEnd >= 0 && mark.earliestStart <= widthPx;
}

function centre(mark: Mark, widthPx: number): number {
  const { left, right } = visibleExtent(mark, widthPx);
  return (Math.max(0, left) + Math.min(widthPx, right)) / 2;
}

function outside(x: number, left: number, right: number): number {
  return x < left ? left - x : x > right ? x - right : 0;
}
