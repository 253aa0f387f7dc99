/** What a screen reader says when another event is selected. */

import type { Scene } from './scene.ts';

/** “title, date as said, n of m”. */
export function announcement({ model, strings, dates, number }: Scene): string {
  const { detail, position, counts } = model;
  if (!detail) return '';
  const date = dates.sayOf(detail);
  if (position === null) return strings.announceOutside(detail.title, date);
  return strings.announce(detail.title, date, number(position + 1), number(counts?.matches ?? 0));
}
