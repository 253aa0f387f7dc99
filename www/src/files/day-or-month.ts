/** The question which of two numbers is the day: how dates of a column would read either way. */

import type { Scene } from '../element/scene.ts';
import type { ColumnReport, DateWords } from '../types.ts';
import { dateVoice } from '../words/dates.ts';

interface Readings {
  /** One of the dates, as it stands in the file. */
  sample: string;
  /** The first dates with the day first, and with the month first, in words. */
  days: string;
  months: string;
}

export function readings({ locale }: Pick<Scene, 'locale'>, { samples }: ColumnReport): Readings {
  const dates = samples.flatMap((sample) => {
    const [, first, second, year] = /^\D*(\d{1,2})\D+(\d{1,2})\D+(\d{1,4})(?!\d)/.exec(sample) ?? [];
    return first && second && year ? [{ sample, first: Number(first), second: Number(second), year: Number(year) }] : [];
  });
  // Of equal numbers nobody learns which is which.
  const telling = dates.filter(({ first, second }) => first !== second);
  const voice = dateVoice(locale);
  const say = (pick: (date: (typeof dates)[number]) => [day: number, month: number]): string =>
    new Intl.ListFormat(locale, { type: 'unit' }).format(telling.map((date) => voice.say(dayWords(date.year, ...pick(date)))));
  return { sample: telling[0]?.sample ?? samples[0] ?? '', days: say(({ first, second }) => [first, second]), months: say(({ first, second }) => [second, first]) };
}

function dayWords(year: number, day: number, month: number): DateWords {
  const texts = { yearText: String(year), monthText: String(month), dayText: String(day) };
  const none = { significantDigits: null, season: null, hour: null, minute: null, second: null, millisecond: null, offsetMinutes: null };
  return { kind: 'date', date: { precision: 'day', year, month, day, ...texts, ...none, uncertain: [], approximate: [] } };
}
