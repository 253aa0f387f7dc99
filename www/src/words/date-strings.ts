/** The words of dates that `Intl` has none for. */

export const englishDates = {
  /** Between the two ends of a range; null keeps the sign that `Intl` writes. */
  rangeSeparator: ' to ' as string | null,
  undated: 'undated',
  range: (from: string, to: string) => `${from} to ${to}`,
  about: (date: string) => `about ${date}`,
  withNotes: (date: string, notes: string) => `${date} (${notes})`,
  uncertain: 'uncertain',
  partUncertain: (part: string) => `${part} uncertain`,
  partApproximate: (part: string) => `${part} approximate`,
  partInferred: (part: string) => `${part} inferred`,
  parts: { year: 'year', month: 'month', day: 'day' } as Record<string, string>,

  someYear: (range: string) => `some year from ${range}`,
  ofSomeYear: (day: string, range: string) => `${day}, some year from ${range}`,
  someYearNamed: (name: string, from: string, to: string) => `${name}: some year ${from}–${to}`,
  decade: (year: string) => `${year}s`,
  someMonthOf: (year: string) => `some month of ${year}`,
  someMonthFromTo: (range: string) => `some month from ${range}`,
  someDayIn: (period: string) => `some day in ${period}`,
  someDayFromTo: (range: string) => `some day from ${range}`,
  pattern: (text: string) => `a date written ${text}`,
  estimated: (date: string, range: string) => `about ${date}, some year from ${range}`,

  seasons: {
    21: 'spring', 22: 'summer', 23: 'autumn', 24: 'winter',
    25: 'spring (northern)', 26: 'summer (northern)', 27: 'autumn (northern)', 28: 'winter (northern)',
    29: 'spring (southern)', 30: 'summer (southern)', 31: 'autumn (southern)', 32: 'winter (southern)',
    33: 'first quarter of', 34: 'second quarter of', 35: 'third quarter of', 36: 'fourth quarter of',
    37: 'first third of', 38: 'second third of', 39: 'last third of',
    40: 'first half of', 41: 'second half of',
  } as Record<number, string>,
  season: (name: string, year: string) => `${name} ${year}`,

  yearsAgo: (count: string) => `${count} years ago`,
  yearsAhead: (count: string) => `${count} years from now`,
  offset: (text: string) => `UTC${text}`,

  since: (start: string) => `since ${start}, still going on`,
  fromUnknownEnd: (start: string) => `from ${start}, end not known`,
  untilUnknownStart: (end: string) => `until ${end}, start not known`,
  untilOpenStart: (end: string) => `until ${end}, no start set`,
  starts: (start: string) => `starts ${start}`,
  ends: (end: string) => `ends ${end}`,
  goesOn: 'still going on',
  endUnknown: 'end not known',
  alwaysWas: 'no start',
  startUnknown: 'start not known',
  join: (start: string, end: string) => `${start}; ${end}`,
  by: (end: string) => `by ${end}`,
  someTimeFrom: (start: string) => `${start} or later`,
  allUpTo: (end: string) => `all up to ${end}`,
  allFrom: (start: string) => `all from ${start} on`,
  oneOf: (list: string) => `one of ${list}`,
  someOfGrain: {
    year: (range: string) => `some year from ${range}`,
    month: (range: string) => `some month from ${range}`,
    day: (range: string) => `some day from ${range}`,
    other: (range: string) => `some time from ${range}`,
  },
};

export type DateStrings = typeof englishDates;
