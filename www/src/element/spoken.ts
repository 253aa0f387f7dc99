/** What depends on the reader's language only, made once a language. */

import type { DrawnRow } from '../types.ts';
import type { DateVoice } from '../words/dates.ts';
import { stringsFor, type Strings } from '../words/strings.ts';
import { tickWords } from '../words/ticks.ts';
import { Later } from '../later.ts';

export interface Spoken {
  locale: string;
  strings: Strings;
  dates: DateVoice;
  number(value: number): string;
  bytes(value: number): string;
  rowDate(row: DrawnRow): string;
}

const made = new Map<string, Spoken>();

export function spokenIn(locale: string): Spoken {
  let spoken = made.get(locale);
  if (!spoken) made.set(locale, (spoken = make(locale)));
  return spoken;
}

/** Makes what says numbers and moments: the first of each takes its time. */
export function prepareWords(locale: string): void {
  spokenIn(locale).number(0);
  tickWords(locale).moment(0, 1e9);
}

/** Until the words for dates are there, a date is what the source says of it. */
const asWritten: DateVoice = { say: () => '', sayOf: ({ dateText }) => dateText ?? '' };
let voiceIn: ((locale: string) => DateVoice) | null = null;

/** Words for dates: the picture has none, so they come after it. */
export const dateWords = new Later(async () => {
  ({ dateVoice: voiceIn } = await import('../words/dates.ts'));
  made.clear();
});

function make(locale: string): Spoken {
  // No number is said before the set is there.
  let format: Intl.NumberFormat | undefined;
  const dates = voiceIn?.(locale) ?? asWritten;
  return {
    locale, dates, strings: stringsFor(locale), number: (value) => (format ??= new Intl.NumberFormat(locale)).format(value), bytes: (value) => bytesIn(locale, value),
    rowDate: (row) => (row.date === undefined ? asWritten : dates).sayOf(row),
  };
}

function bytesIn(locale: string, value: number): string {
  const [unit, size] = value < 1e6 ? ['kilobyte', 1e3] as const : value < 1e9 ? ['megabyte', 1e6] as const : ['gigabyte', 1e9] as const;
  const digits = value / size < 100 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: digits }).format(value / size);
}
