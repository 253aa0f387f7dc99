/** Keys that move the window. */

import { panBy, timeAt, zoomAbout, type TimeWindow } from './window.ts';

const ZOOM = 1.6;
const PAN_SHARE = 0.9;

/** The window after `+`, `-`, PageUp or PageDown, zoomed about a place in pixels; null for any other key. */
export function windowAfterKey(key: string, window: TimeWindow, aboutPx: number, widthPx: number): TimeWindow | null {
  const span = window.to - window.from;
  switch (key) {
    case '+':
    case '=':
      return zoomAbout(window, timeAt(window, aboutPx, widthPx), ZOOM);
    case '-':
    case '_':
      return zoomAbout(window, timeAt(window, aboutPx, widthPx), 1 / ZOOM);
    case 'PageUp':
      return panBy(window, -span * PAN_SHARE);
    case 'PageDown':
      return panBy(window, span * PAN_SHARE);
    default:
      return null;
  }
}
