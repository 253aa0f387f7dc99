/** Ticks and moments in the reader's words. Civil parts come from the core; this file only names them. */

import type { Tick } from '../types.ts';

/** Outside these years `Date` cannot hold every day, so the year is put beside the other parts as text. */
const DATE_YEARS = { first: -271_000, last: 275_000 };
/** From this step on years are told in millions before now. */
const DEEP_STEP = 100_000;
const MILLION = 1e6;
const BILLION = 1e9;
const MEAN_YEAR_MS = 31_556_952_000;
const DAY_MS = 86_400_000;
/** `Date` ends here. */
const DATE_LIMIT_MS = 8.64e15;

type Fields = Intl.DateTimeFormatOptions;

/** Words for one locale; formatters are made once each, since making one is what costs. */
export class TickWords {
  private readonly dates = new Map<string, Intl.DateTimeFormat>();
  private readonly numbers = new Map<string, Intl.NumberFormat>();
  private ages: Intl.RelativeTimeFormat | undefined;
  private readonly locale: string;

  constructor(locale: string) {
    this.locale = supported(locale);
  }

  /** What stands at the tick: its own unit, and the larger one where that begins. */
  label(tick: Tick): string {
    switch (tick.unit) {
      case 'year':
        return this.year(tick.year, tick.step);
      case 'month':
        return tick.major ? this.civil(tick, { month: 'short', year: 'numeric' }) : this.civil(tick, { month: 'short' });
      case 'day':
        if (!tick.major) return this.civil(tick, { day: 'numeric' });
        return this.civil(tick, tick.month === 1 ? { day: 'numeric', month: 'short', year: 'numeric' } : { day: 'numeric', month: 'short' });
      case 'hour':
        return tick.hour === 0 ? this.civil(tick, { day: 'numeric', month: 'short' }) : this.clock(tick);
      case 'minute':
        return tick.hour === 0 && tick.minute === 0 ? this.civil(tick, { day: 'numeric', month: 'short' }) : this.clock(tick);
      case 'second':
        return tick.major ? this.clock(tick) : this.clock(tick, { second: '2-digit' });
      case 'millisecond':
        return tick.major && tick.millisecond === 0
          ? this.clock(tick, { second: '2-digit' })
          : this.clock(tick, { second: '2-digit', fractionalSecondDigits: 3 });
    }
  }

  /** The same with every larger unit: for the first tick in view, and for tooltips. */
  full(tick: Tick): string {
    switch (tick.unit) {
      case 'year':
        return this.year(tick.year, tick.step, true);
      case 'month':
        return this.civil(tick, { month: 'short', year: 'numeric' });
      case 'day':
        return this.civil(tick, { day: 'numeric', month: 'short', year: 'numeric' });
      default: {
        const day = this.civil(tick, { day: 'numeric', month: 'short', year: 'numeric' });
        const isMidnight = tick.hour === 0 && tick.minute === 0 && tick.second === 0 && tick.millisecond === 0;
        return isMidnight ? day : `${day}, ${this.timeOfDay(tick)}`;
      }
    }
  }

  /** A moment as exact as one can point at it: `resolutionMs` is about what a pixel stands for. */
  moment(time: number, resolutionMs: number): string {
    if (!Number.isFinite(time)) return '';
    const year = 1970 + time / MEAN_YEAR_MS;
    if (Math.abs(time) >= DATE_LIMIT_MS || resolutionMs > 50 * MEAN_YEAR_MS) {
      const step = 10 ** Math.floor(Math.log10(Math.max(1, resolutionMs / MEAN_YEAR_MS)));
      return this.year(Math.round(year / step) * step, step, true);
    }
    const fields: Fields = { year: 'numeric' };
    if (resolutionMs < 300 * DAY_MS) fields.month = 'long';
    if (resolutionMs < 20 * DAY_MS) fields.day = 'numeric';
    if (resolutionMs < DAY_MS / 2) Object.assign(fields, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    if (resolutionMs < 60_000) fields.second = '2-digit';
    if (resolutionMs < 1000) fields.fractionalSecondDigits = 3;
    if (year < 1000) fields.era = 'short';
    return this.parts(new Date(time), fields).map((part) => part.value).join('');
  }

  /** A year; `long` spells deep time out ("66 million years ago" for "66 Ma"). */
  year(year: number, step: number, long = false): string {
    const isDeep = step >= DEEP_STEP || (Math.abs(year) >= MILLION && step >= 1000);
    if (isDeep) return this.deep(year, step, long);
    if (year >= 10_000) return this.number(year, { useGrouping: true });
    if (year >= 1000) return this.civilYear(year, { year: 'numeric' });
    if (year > 0) return this.withEra(year, 100);
    return this.withEra(1 - year, -100);
  }

  /** A count in the reader's digits. */
  count(value: number): string {
    return this.number(value, {});
  }

  private get relative(): Intl.RelativeTimeFormat {
    return (this.ages ??= new Intl.RelativeTimeFormat(this.locale, { numeric: 'auto' }));
  }

  private deep(year: number, step: number, long: boolean): string {
    if (Math.abs(year) < step / 2) return this.relative.format(0, 'second');
    const age = year < 1 ? 1 - year : year;
    const unit = age >= BILLION && step >= BILLION / 1000 ? BILLION : MILLION;
    const digits = Math.min(3, Math.max(0, Math.ceil(Math.log10(unit / step) - 1e-9)));
    const signed = year < 0 ? -1 : 1;
    if (!long) return `${year > 0 ? '+' : ''}${this.number(age / unit, { maximumFractionDigits: digits })}\u00a0${unit === BILLION ? 'Ga' : 'Ma'}`;
    const amount = this.number(age, { notation: 'compact', compactDisplay: 'long', maximumFractionDigits: digits });
    return this.relative
      .formatToParts(signed * Math.max(2, age), 'year')
      .reduce((text, part) => text + (part.type === 'literal' ? part.value : text.includes(amount) ? '' : amount), '');
  }

  /** A count of years in the era that the sample year lies in. */
  private withEra(count: number, sampleYear: number): string {
    const digits = this.number(count, { useGrouping: count >= 10_000 });
    return this.parts(dateOf(sampleYear, 7, 1), { year: 'numeric', era: 'short' })
      .map((part) => (part.type === 'year' ? digits : part.value))
      .join('');
  }

  private civilYear(year: number, fields: Fields): string {
    return this.parts(dateOf(year, 7, 1), fields).map((part) => part.value).join('');
  }

  private civil(tick: Tick, fields: Fields): string {
    const isPlain = tick.year >= 1000 && tick.year <= 9999;
    if (!fields.year || isPlain) return this.format(isPlain ? tick.year : 2000, tick, fields);
    const { year: _, ...rest } = fields;
    const yearText = this.year(tick.year, 1);
    if (tick.year > 0 || tick.year < DATE_YEARS.first || tick.year > DATE_YEARS.last) return `${this.format(2000, tick, rest)} ${yearText}`;
    return this.parts(dateOf(tick.year, tick.month, tick.day), { ...fields, era: 'short' }).map((part) => part.value).join('');
  }

  private clock(tick: Tick, more: Fields = {}): string {
    return this.format(2000, tick, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...more });
  }

  private timeOfDay(tick: Tick): string {
    if (tick.unit === 'millisecond') return this.clock(tick, { second: '2-digit', fractionalSecondDigits: 3 });
    return tick.unit === 'second' ? this.clock(tick, { second: '2-digit' }) : this.clock(tick);
  }

  private format(year: number, tick: Tick, fields: Fields): string {
    const date = dateOf(year, tick.month, tick.day);
    date.setUTCHours(tick.hour, tick.minute, tick.second, tick.millisecond);
    return this.parts(date, fields).map((part) => part.value).join('');
  }

  private parts(date: Date, fields: Fields): Intl.DateTimeFormatPart[] {
    const key = JSON.stringify(fields);
    let format = this.dates.get(key);
    if (!format) {
      // Ticks are Gregorian whatever calendar the locale prefers.
      format = new Intl.DateTimeFormat(this.locale, { ...fields, calendar: 'gregory', timeZone: 'UTC' });
      this.dates.set(key, format);
    }
    return format.formatToParts(date).map((part) => (part.type === 'era' ? { ...part, value: this.era(part.value) } : part));
  }

  /** English has a neutral name for the eras, which `Intl` does not offer. */
  private era(name: string): string {
    if (!this.locale.startsWith('en')) return name;
    return name === 'BC' ? 'BCE' : name === 'AD' ? 'CE' : name;
  }

  private number(value: number, options: Intl.NumberFormatOptions): string {
    const key = JSON.stringify(options);
    let format = this.numbers.get(key);
    if (!format) {
      format = new Intl.NumberFormat(this.locale, options);
      this.numbers.set(key, format);
    }
    return format.format(value);
  }
}

function dateOf(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date;
}

/** A locale that `Intl` takes; a malformed tag would throw at the first label. */
function supported(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** One word object a locale: the axis and the overview share it. */
export function tickWords(locale: string): TickWords {
  let words = byLocale.get(locale);
  if (!words) {
    words = new TickWords(locale);
    byLocale.set(locale, words);
  }
  return words;
}
const byLocale = new Map<string, TickWords>();
