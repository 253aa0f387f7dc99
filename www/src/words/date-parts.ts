/** One date's components in words, never more precise than they are written. */

import type { DateParts } from '../types.ts';
import type { DateStrings } from './date-strings.ts';
import { among } from './locale.ts';

export type Style = 'long' | 'short';

/** What all of a set's dates are said with. */
export interface Speaker {
  locale: string;
  strings: DateStrings;
  style: Style;
}

/** Years that `Date` holds whole. */
const DATE_YEARS = 271_000;
/** Beyond this many years a date is said as a distance from now, rounded to three digits: nobody means the last ones. */
const DEEP_YEARS = 10_000;
const DEEP_DIGITS = 3;
const PRESENT_YEAR = 2000;

const DIGITS = { fewest: '0', most: '9' } as const;

export function sayParts(parts: DateParts, speaker: Speaker): string {
  if (parts.precision === 'season') return saySeason(parts, speaker);
  if (isUnspecified(parts)) return sayUnspecified(parts, speaker);
  if (parts.year === null) return speaker.strings.pattern(patternOf(parts));
  if (Math.abs(parts.year) > DEEP_YEARS) return sayDeep(parts.year, parts.significantDigits ?? DEEP_DIGITS, speaker);
  const said = among(formatter(parts, speaker).format(toDate(parts)), speaker.locale) + sayOffset(parts, speaker);
  if (parts.significantDigits === null) return said;
  return speaker.strings.estimated(said, sayYears(...significantYears(parts.year, parts.significantDigits), speaker));
}

/** An instant that no text says: down to its last written unit. */
export function partsOf(time: number): DateParts {
  const date = new Date(time);
  const millisecond = date.getUTCMilliseconds();
  return {
    ...yearAlone(date.getUTCFullYear()), precision: millisecond === 0 ? 'second' : 'millisecond', month: date.getUTCMonth() + 1, day: date.getUTCDate(),
    hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds(), millisecond, offsetMinutes: 0,
  };
}

/** Fully known parts that `Intl` can say, so that two of them make one range. */
export function isPlain(parts: DateParts): boolean {
  const year = parts.year;
  return year !== null && Math.abs(year) <= DEEP_YEARS && parts.significantDigits === null
    && parts.precision !== 'season' && !isUnspecified(parts) && parts.offsetMinutes === null;
}

/** “21 to 22 August 2014”, by the locale's own rules for what the two ends share. */
export function sayPlainRange(from: DateParts, to: DateParts, speaker: Speaker): string {
  const separator = speaker.strings.rangeSeparator;
  const parts = formatter(from, speaker).formatRangeToParts(toDate(from), toDate(to));
  const said = parts.map((part) => {
    const between = part.type === 'literal' && part.source === 'shared' && /^\s*[–—-]\s*$/.test(part.value);
    return between && separator !== null ? separator : part.value;
  });
  return among(said.join(''), speaker.locale);
}

/** The years that share their first digits with this one. */
function significantYears(year: number, digits: number): [number, number] {
  const step = 10 ** Math.max(0, String(Math.abs(year)).length - digits);
  const first = Math.floor(Math.abs(year) / step) * step;
  const last = first + step - 1;
  return year < 0 ? [-last, -first] : [first, last];
}

function sayYears(from: number, to: number, speaker: Speaker): string {
  return sayPlainRange(yearAlone(from), yearAlone(to), speaker);
}

function yearAlone(year: number): DateParts {
  return {
    precision: 'year', year, yearText: String(year), significantDigits: null, season: null, month: null, monthText: null, day: null, dayText: null,
    hour: null, minute: null, second: null, millisecond: null, offsetMinutes: null, uncertain: [], approximate: [],
  };
}

function isUnspecified(parts: DateParts): boolean {
  return /X/i.test(parts.yearText) || /X/i.test(parts.monthText ?? '') || /X/i.test(parts.dayText ?? '');
}

function patternOf(parts: DateParts): string {
  return [parts.yearText, parts.monthText, parts.dayText].filter((part) => part !== null).join('-');
}

function toDate(parts: DateParts): Date {
  const date = new Date(0);
  const year = Math.max(-DATE_YEARS, Math.min(DATE_YEARS, parts.year ?? 0));
  date.setUTCFullYear(year, (parts.month ?? 1) - 1, parts.day ?? 1);
  date.setUTCHours(parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0, parts.millisecond ?? 0);
  return date;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(parts: DateParts, { locale, style }: Speaker): Intl.DateTimeFormat {
  const era = (parts.year ?? 1) < 1;
  const key = [locale, style, parts.precision, era].join('|');
  let made = formatters.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale, { ...fieldsOf(parts.precision, style), ...(era ? { era: 'short' as const } : {}), timeZone: 'UTC', calendar: 'gregory' });
    formatters.set(key, made);
  }
  return made;
}

const GRAINS = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'];

function fieldsOf(precision: DateParts['precision'], style: Style): Intl.DateTimeFormatOptions {
  const reaches = (grain: string) => GRAINS.indexOf(precision) >= GRAINS.indexOf(grain);
  const options: Intl.DateTimeFormatOptions = { year: 'numeric' };
  if (reaches('month')) options.month = style === 'long' ? 'long' : 'short';
  if (reaches('day')) options.day = 'numeric';
  if (reaches('hour')) options.hour = 'numeric';
  if (reaches('minute')) options.minute = '2-digit';
  if (reaches('second')) options.second = '2-digit';
  if (reaches('millisecond')) options.fractionalSecondDigits = 3;
  return options;
}

function sayOffset(parts: DateParts, { strings }: Speaker): string {
  if (parts.offsetMinutes === null) return '';
  if (parts.offsetMinutes === 0) return ` ${strings.offset('')}`;
  const minutes = Math.abs(parts.offsetMinutes);
  const sign = parts.offsetMinutes < 0 ? '−' : '+';
  const rest = minutes % 60 === 0 ? '' : `:${String(minutes % 60).padStart(2, '0')}`;
  return ` ${strings.offset(sign + Math.floor(minutes / 60) + rest)}`;
}

function saySeason(parts: DateParts, speaker: Speaker): string {
  const name = speaker.strings.seasons[parts.season ?? 0];
  const year = sayYearAlone(parts, speaker);
  return name ? speaker.strings.season(name, year) : year;
}

function sayYearAlone(parts: DateParts, speaker: Speaker): string {
  return sayParts({ ...parts, precision: 'year', season: null, month: null, monthText: null, day: null, dayText: null }, speaker);
}

function sayDeep(year: number, digits: number, { locale, strings }: Speaker): string {
  const maximumSignificantDigits = Math.min(digits, DEEP_DIGITS);
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', compactDisplay: 'long', maximumSignificantDigits });
  const years = year < 0 ? PRESENT_YEAR - year : year - PRESENT_YEAR;
  const said = among(compact.format(years), locale);
  return year < 0 ? strings.yearsAgo(said) : strings.yearsAhead(said);
}

function sayUnspecified(parts: DateParts, speaker: Speaker): string {
  if (/X/i.test(parts.yearText)) return sayUnspecifiedYear(parts, speaker);
  if (/X/i.test(parts.monthText ?? '')) return sayUnspecifiedMonth(parts, speaker);
  return sayUnspecifiedDay(parts, speaker);
}

function sayUnspecifiedYear(parts: DateParts, speaker: Speaker): string {
  const { strings } = speaker;
  // Only a year with its last digits unknown is a run of years; the rest is shown as it is written.
  if (!/^-?\d*X+$/i.test(parts.yearText)) return strings.pattern(patternOf(parts));
  const ends = [filled(parts.yearText, DIGITS.fewest), filled(parts.yearText, DIGITS.most)];
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  if (parts.month !== null || parts.monthText !== null) return sayDayOfSomeYear(parts, sayYears(from, to, speaker), speaker);
  const unknown = parts.yearText.replace(/[^X]/gi, '').length;
  if (unknown > 2 || from < 1) return strings.someYear(sayYears(from, to, speaker));
  return strings.someYearNamed(strings.decade(String(from)), String(from), String(to));
}

function sayDayOfSomeYear(parts: DateParts, years: string, { strings, locale, style }: Speaker): string {
  if (parts.month === null || (parts.dayText !== null && parts.day === null)) return strings.pattern(patternOf(parts));
  const options: Intl.DateTimeFormatOptions = { month: style, timeZone: 'UTC', calendar: 'gregory' };
  if (parts.day !== null) options.day = 'numeric';
  // A leap year, so that 29 February has one.
  const day = among(new Intl.DateTimeFormat(locale, options).format(toDate({ ...parts, year: 2000 })), locale);
  return strings.ofSomeYear(day, years);
}

function sayUnspecifiedMonth(parts: DateParts, speaker: Speaker): string {
  const { strings } = speaker;
  const year = sayYearAlone(parts, speaker);
  if (/^XX$/i.test(parts.monthText ?? '')) {
    if (parts.dayText === null) return strings.someMonthOf(year);
    return /^XX$/i.test(parts.dayText) ? strings.someDayIn(year) : strings.pattern(patternOf(parts));
  }
  if (parts.dayText !== null || parts.year === null) return strings.pattern(patternOf(parts));
  const first = Math.max(1, filled(parts.monthText ?? '', DIGITS.fewest));
  const last = Math.min(12, filled(parts.monthText ?? '', DIGITS.most));
  const known: DateParts = { ...parts, precision: 'month', monthText: null };
  return strings.someMonthFromTo(sayPlainRange({ ...known, month: first }, { ...known, month: last }, speaker));
}

function sayUnspecifiedDay(parts: DateParts, speaker: Speaker): string {
  const { strings } = speaker;
  const month: DateParts = { ...parts, precision: 'month', day: null, dayText: null };
  if (/^XX$/i.test(parts.dayText ?? '') || parts.year === null || parts.month === null) return strings.someDayIn(sayParts(month, speaker));
  const lastOfMonth = new Date(Date.UTC(2000 + (parts.year % 400), parts.month, 0)).getUTCDate();
  const first = Math.max(1, filled(parts.dayText ?? '', DIGITS.fewest));
  const last = Math.min(lastOfMonth, filled(parts.dayText ?? '', DIGITS.most));
  const known: DateParts = { ...parts, precision: 'day', dayText: null };
  return strings.someDayFromTo(sayPlainRange({ ...known, day: first }, { ...known, day: last }, speaker));
}

function filled(text: string, digit: string): number {
  return Number(text.replace(/X/gi, digit));
}
