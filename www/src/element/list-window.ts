/** Which lines of a long list stand in view: pure numbers, so a million rows cost what forty do. */

/** Browsers stop at some 17 to 33 million pixels; above this the scroll bar stands for more than it measures. */
export const MAX_SCROLL_HEIGHT_PX = 8_000_000;

export interface ListWindow {
  first: number;
  /** Exclusive. */
  last: number;
  /** Top of the first line, from the top of what scrolls. */
  topPx: number;
}

export interface ListBox { lines: number; linePx: number; viewPx: number }

export function scrollHeight({ lines, linePx }: ListBox): number {
  return Math.min(lines * linePx, MAX_SCROLL_HEIGHT_PX);
}

/** Pixels of list for a pixel of scrolling. */
function scale(box: ListBox): number {
  const scrollable = scrollHeight(box) - box.viewPx;
  return scrollable <= 0 ? 1 : (box.lines * box.linePx - box.viewPx) / scrollable;
}

export function listWindow(box: ListBox, scrollTop: number, overscan: number): ListWindow {
  const offsetPx = scrollTop * scale(box);
  const first = Math.max(0, Math.floor(offsetPx / box.linePx) - overscan);
  const last = Math.min(box.lines, Math.ceil((offsetPx + box.viewPx) / box.linePx) + overscan);
  return { first, last: Math.max(first, last), topPx: scrollTop + first * box.linePx - offsetPx };
}

/** The scroll position that brings a line into view with the least movement. */
export function scrollTopFor(box: ListBox, scrollTop: number, line: number): number {
  const factor = scale(box);
  const offsetPx = scrollTop * factor;
  const topPx = line * box.linePx;
  if (topPx < offsetPx) return topPx / factor;
  const bottomPx = topPx + box.linePx;
  return bottomPx > offsetPx + box.viewPx ? (bottomPx - box.viewPx) / factor : scrollTop;
}
