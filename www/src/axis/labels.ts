/** Labels cut to the room they have, and kept: measuring text is what drawing it costs. */

import type { DrawnRow } from '../types.ts';
import { textWidth, type Fonts } from './fonts.ts';

export interface Label {
  title: string;
  titlePx: number;
  by: string;
  byPx: number;
}

/** Between title and claimant. */
export const CLAIMANT_GAP_PX = 7;
/** What measuring here and laying out there may differ by before a letter is cut off. */
const SLACK_PX = 3;
const ELLIPSIS = '…';
/** Labels kept before the cache starts anew. */
const MOST_LABELS = 5000;

export class Labels {
  private readonly known = new Map<string, Label>();
  private key = '';

  get(row: DrawnRow, widthPx: number, fonts: Fonts): Label {
    if (this.key !== fonts.key || this.known.size > MOST_LABELS) {
      this.known.clear();
      this.key = fonts.key;
    }
    const key = `${row.row} ${Math.round(widthPx)}`;
    let label = this.known.get(key);
    if (!label) {
      label = fit(row.title, row.by.join(', '), widthPx + SLACK_PX, fonts);
      this.known.set(key, label);
    }
    return label;
  }

  forget(): void {
    this.known.clear();
  }
}

/** The title whole if it fits, then as much of the claimant as there is room for. */
export function fit(title: string, by: string, widthPx: number, fonts: Fonts): Label {
  const titlePx = textWidth(title, fonts.title);
  if (titlePx > widthPx) {
    const cut = cutTo(title, widthPx, fonts.title);
    return { title: cut, titlePx: textWidth(cut, fonts.title), by: '', byPx: 0 };
  }
  const room = widthPx - titlePx - CLAIMANT_GAP_PX;
  const shownBy = by && room > 24 ? cutTo(by, room, fonts.claimant) : '';
  return { title, titlePx, by: shownBy, byPx: shownBy ? textWidth(shownBy, fonts.claimant) : 0 };
}

/** The longest beginning that fits with an ellipsis, by whole letters. */
export function cutTo(text: string, widthPx: number, font: string): string {
  if (textWidth(text, font) <= widthPx) return text;
  const letters = [...text];
  let least = 0;
  let most = letters.length - 1;
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (textWidth(letters.slice(0, middle).join('') + ELLIPSIS, font) <= widthPx) least = middle;
    else most = middle - 1;
  }
  return least === 0 ? '' : letters.slice(0, least).join('').trimEnd() + ELLIPSIS;
}
