/** How many, in words. */

import type { Counts } from '../types.ts';
import type { Strings } from './strings.ts';

/** What the axis shows, and what it leaves out on either side. */
export interface WindowCounts { certain: number; possible: number; before: number; after: number }

/** “28 events · 3 in the window for certain, 7 possibly · 11 undated”; `window` is what the axis shows, where one is shown. */
export function countParts(counts: Counts, window: WindowCounts | null, filteredByTime: boolean, strings: Strings, number: (value: number) => string): string[] {
  const all = counts.matches === counts.total
    ? strings.events(number(counts.total), counts.total === 1)
    : strings.eventsOf(number(counts.matches), number(counts.total));
  const parts = [all];
  if (filteredByTime) parts.push(certainAndPossible(strings.filterCertain(number(counts.certain)), counts.possible, strings, number));
  else if (window) parts.push(certainAndPossible(strings.windowCertain(number(window.certain)), window.possible, strings, number));
  if (counts.undated > 0) parts.push(strings.undatedCount(number(counts.undated)));
  return parts;
}

function certainAndPossible(certain: string, possible: number, strings: Strings, number: (value: number) => string): string {
  return possible === 0 ? certain : `${certain}, ${strings.possibly(number(possible))}`;
}
