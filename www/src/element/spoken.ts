/** What depends on the reader's language only, made once a language. */

import type { Row } from '../types.ts';
import { dateVoice, type DateVoice } from '../words/dates.ts';
import { stringsFor, type Strings } from '../words/strings.ts';

export interface Spoken {
  locale: string;
  strings: Strings;
  dates: DateVoice;
  number(value: number): string;
  bytes(value: number): string;
  rowDate(row: Row): string;
}

const made = new Map<string, Spoken>();

export function spokenIn(locale: string): Spoken {
  let spoken = made.get(locale);
  if (!spoken) made.set(locale, (spoken = make(locale)));
  return spoken;
}

function make(locale: string): Spoken {
  const format = new Intl.NumberFormat(locale);
  const dates = dateVoice(locale);
  return {
    locale, dates, strings: stringsFor(locale), number: (value) => format.format(value), bytes: (value) => bytesIn(locale, value),
    rowDate: (row) => dates.sayOf(row),
  };
}

function bytesIn(locale: string, value: number): string {
  const [unit, size] = value < 1e6 ? ['kilobyte', 1e3] as const : value < 1e9 ? ['megabyte', 1e6] as const : ['gigabyte', 1e9] as const;
  const digits = value / size < 100 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: digits }).format(value / size);
}
