/** Which marks of a frame stand in sight, give or take. */
import type { Frame, Viewport } from './types.js';

/** Titles of so many marks are asked for together, wherever these stand: screen readers find them all. */
export const MOST_ITEMS = 200;

/** Rows whose titles a picture needs: of many marks those in sight. */
export function rowsInSight({ marks }: Frame, { visiblePx, lanePx }: Viewport): Uint32Array {
  if (!visiblePx || marks.row.length <= MOST_ITEMS) return marks.row;
  const [top, bottom] = visiblePx;
  return marks.row.filter((_, i) => top < marks.yPx[i]! + lanePx && marks.yPx[i]! < bottom);
}
