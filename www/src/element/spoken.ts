/** What depends on the reader's language only, made once a language. */

import type { Row } from '../types.ts';
import { dateVoice, type DateVoice } from '../words/dates.ts';
import { stringsFor, type Strings } from '../words/strings.ts';

export interface Spoken {
  locale: string;
  strings: Strings;
  dates: DateVoice;
  number(value: number): string;
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
  return { locale, dates, strings: stringsFor(locale), number: (value) => format.format(value), rowDate: (row) => dates.sayOf(row) };
}
