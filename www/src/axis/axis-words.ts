/** What the axis and the overview say, and the detail of the event they share. */

import type { CountWords } from './hover.ts';
import type { TimeWindow } from './window.ts';

export interface ViewportInput extends TimeWindow { final: boolean }
export interface AxisWords extends CountWords { hint: string; longer: (count: string) => string; atLeast: (count: string) => string }

export const AXIS_WORDS: AxisWords = {
  hint: 'Use Ctrl + scroll to zoom',
  certain: (count) => `${count} certain`,
  possible: (count) => `${count} possible`,
  longer: (count) => `${count} others last longer than what is shown`,
  atLeast: (count) => `${count} or more at any time`,
};

export interface OverviewWords { fold: string; start: string; end: string }
export const OVERVIEW_WORDS: OverviewWords = { fold: 'empty years folded', start: 'Start of the window', end: 'End of the window' };
