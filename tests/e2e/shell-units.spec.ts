// The plain functions beneath the element: dates in words, the state, the list's window, addresses. No page is opened.
import { expect, test } from '@playwright/test';
import { LatestOnly } from '../../www/src/latest-only.ts';
import { listWindow, MAX_SCROLL_HEIGHT_PX, scrollHeight, scrollTopFor } from '../../www/src/element/list-window.ts';
import { piecesOf } from '../../www/src/files/file-pieces.ts';
import { safeUrl } from '../../www/src/element/safe-link.ts';
import { clearField, toggleValue, withMatchMode, withNumberRange, withSort } from '../../www/src/query-edits.ts';
import { choiceOf, formatSort, parseSort } from '../../www/src/state.ts';
import { EMPTY_QUERY, type DateParts, type DateWords, type Span } from '../../www/src/types.ts';
import { countParts } from '../../www/src/words/counts.ts';
import { dateVoice } from '../../www/src/words/dates.ts';
import { stringsFor } from '../../www/src/words/strings.ts';

const GRAINS = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'] as const;

/** `2014-08-22` or `195X` taken apart, as the core does it; anything else is given. */
function parts(text: string, given: Partial<DateParts> = {}): DateParts {
  const [, yearText = '', monthText = null, dayText = null] = /^(-?[\dX]+?)(?:-([\dX]{2}))?(?:-([\dX]{2}))?$/.exec(text) ?? [];
  const known = (digits: string | null) => (digits === null || digits.includes('X') ? null : Number(digits));
  return {
    precision: GRAINS[[yearText, monthText, dayText].filter((part) => part !== null).length - 1] ?? 'year',
    year: known(yearText), yearText, significantDigits: null, season: null,
    month: known(monthText), monthText: monthText ?? null, day: known(dayText), dayText: dayText ?? null,
    hour: null, minute: null, second: null, millisecond: null, offsetMinutes: null, uncertain: [], approximate: [], ...given,
  };
}
const date = (text: string, given?: Partial<DateParts>): DateWords => ({ kind: 'date', date: parts(text, given) });
const side = (text: string, given?: Partial<DateParts>) => ({ kind: 'date' as const, date: parts(text, given) });
const interval = (from: string, to: string, given?: Partial<DateParts>): DateWords => ({ kind: 'interval', start: side(from, given), end: side(to, given) });
const oneOf = (from: string | null, to: string | null): DateWords => ({
  kind: 'oneOf', members: [{ from: from === null ? null : parts(from), to: to === null ? null : parts(to) }],
});

test.describe('dates in words', () => {
  const british = dateVoice('en-GB');
  const cases: [string, DateWords | null, string[]?][] = [
    ['undated', null],
    ['2014', date('2014')],
    ['June 2014', date('2014-06')],
    ['22 August 2014', date('2014-08-22')],
    ['44 BC', date('-0043')],
    ['21 to 22 August 2014 (year inferred)', interval('2014-08-21', '2014-08-22', { uncertain: ['year'] }), ['year']],
    ['21 to 22 August 2014 (year uncertain)', interval('2014-08-21', '2014-08-22', { uncertain: ['year'] })],
    ['March to April 2015', interval('2015-03', '2015-04')],
    ['5 May 1789 to November 1799', interval('1789-05-05', '1799-11')],
    ['some day from 11 to 20 June 2014', oneOf('2014-06-11', '2014-06-20')],
    ['some month from March to April 2015', oneOf('2015-03', '2015-04')],
    ['by 30 June 2014', oneOf(null, '2014-06-30')],
    ['26 December 1913 or later', oneOf('1913-12-26', null)],
    ['about 2003', date('2003', { approximate: ['year'] })],
    ['2003 (uncertain)', date('2003', { uncertain: ['year'] })],
    ['about 2003 (uncertain)', date('2003', { uncertain: ['year'], approximate: ['year'] })],
    ['20 October 1890 (year and month uncertain)', date('1890-10-20', { uncertain: ['year', 'month'] })],
    ['1900s: some year 1900–1999', date('19XX')],
    ['1950s: some year 1950–1959', date('195X')],
    ['some year from 1000 to 1999', date('1XXX')],
    ['some year from 9600 to 9501 BC', date('-95XX')],
    ['some month of 2014', date('2014-XX')],
    ['some month from October to December 2014', date('2014-1X')],
    ['some day in 2014', date('2014-XX-XX')],
    ['some day in February 2014', date('2014-02-XX')],
    ['some day from 20 to 28 February 2014', date('2014-02-2X')],
    ['some day from 20 to 29 February 2012', date('2012-02-2X')],
    ['8 May, some year from 1900 to 1999', date('19XX-05-08')],
    ['a date written 1XX9', date('1XX9')],
    ['about 1450, some year from 1400 to 1499', date('1450', { significantDigits: 2 })],
    ['66 million years ago', date('-66000000', { significantDigits: 2 })],
    ['14 billion years ago', date('-13800000000', { significantDigits: 2 })],
    ['spring 2001', date('2001', { precision: 'season', season: 21 })],
    ['fourth quarter of 2008', date('2008', { precision: 'season', season: 36 })],
    ['since 2 November 2000, still going on', { kind: 'interval', start: side('2000-11-02'), end: { kind: 'open' } }],
    ['since some day from 11 to 20 June 2014, still going on', {
      kind: 'interval', start: { kind: 'oneOf', members: [{ from: parts('2014-06-11'), to: parts('2014-06-20') }] }, end: { kind: 'open' },
    }],
    ['from 1598, end not known', { kind: 'interval', start: side('1598'), end: { kind: 'unknown' } }],
    ['until 1883, start not known', { kind: 'interval', start: { kind: 'unknown' }, end: side('1883') }],
    ['1900, 1924 and 2024', { kind: 'allOf', members: ['1900', '1924', '2024'].map((year) => ({ single: parts(year) })) }],
    ['one of August 79 or October 79', { kind: 'oneOf', members: ['0079-08', '0079-10'].map((month) => ({ single: parts(month) })) }],
  ];
  for (const [words, dated, inferred] of cases) {
    test(words, () => expect(british.say(dated, 'long', inferred)).toBe(words));
  }

  test('a date given as a number is said to the second', () => {
    const span: Span = {
      earliestStart: 1e12, latestStart: 1e12 + 1, earliestEnd: 1e12, latestEnd: 1e12 + 1, startEdge: 'bounded', endEdge: 'bounded',
      qualifiers: { uncertain: false, approximate: false },
    };
    // How a day and a time are joined differs between versions of the locale data.
    expect(british.sayOf({ span, date: null })).toMatch(/^9 September 2001(,| at) 0?1:46:40 UTC$/);
    const everest = date('1953-05-29', { precision: 'minute', hour: 11, minute: 30, offsetMinutes: 330 });
    expect(british.say(everest)).toMatch(/^29 May 1953(,| at) 11:30 UTC\+5:30$/);
  });

  test('months and order are the reader’s', () => {
    expect(dateVoice('de').say(date('2014-08-22'))).toBe('22. August 2014');
    expect(dateVoice('en-US').say(date('2014-08-22'))).toBe('August 22, 2014');
  });
});

test.describe('the state', () => {
  const anyIran = toggleValue(EMPTY_QUERY, 'actor', 'Iran', 'any');

  test('a value is chosen, excluded and let go', () => {
    expect(choiceOf(anyIran, 'actor', 'Iran')).toBe('any');
    expect(toggleValue(anyIran, 'actor', 'Iran', 'any')).toEqual(EMPTY_QUERY);
    const excluded = toggleValue(anyIran, 'actor', 'Iran', 'none');
    expect(excluded.facets).toEqual([{ field: 'actor', mode: 'none', values: ['Iran'] }]);
  });

  test('values of a field join one filter, and its mode is kept', () => {
    const both = toggleValue(anyIran, 'actor', 'IRGC', 'any');
    const all = withMatchMode(both, 'actor', 'all');
    expect(all.facets).toEqual([{ field: 'actor', mode: 'all', values: ['Iran', 'IRGC'] }]);
    expect(toggleValue(all, 'actor', 'ISIL', 'any').facets[0]).toEqual({ field: 'actor', mode: 'all', values: ['Iran', 'IRGC', 'ISIL'] });
    expect(clearField(withNumberRange(all, 'actor', 1, null), 'actor')).toEqual(EMPTY_QUERY);
  });

  test('the chronological order needs no key', () => {
    expect(withSort(EMPTY_QUERY, 'start', false).sort).toEqual([]);
    expect(withSort(EMPTY_QUERY, 'start', true).sort).toEqual([{ by: 'start', descending: true }]);
    expect(formatSort(parseSort('kind, -title'))).toBe('kind,-title');
    expect(parseSort(' - , ')).toEqual([]);
  });
});

test.describe('the list’s window', () => {
  for (const lines of [0, 1, 40, 100_000, 1_000_000, 4_000_000]) {
    const box = { lines, linePx: 54, viewPx: 500 };

    test(`${lines} lines: few are drawn, and both ends can be reached`, () => {
      expect(scrollHeight(box)).toBeLessThanOrEqual(MAX_SCROLL_HEIGHT_PX);
      const bottom = Math.max(0, scrollHeight(box) - box.viewPx);
      for (const share of [0, 0.3, 0.77, 1]) {
        const { first, last } = listWindow(box, bottom * share, 8);
        expect(last - first).toBeLessThanOrEqual(30);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(last).toBeLessThanOrEqual(lines);
      }
      expect(listWindow(box, 0, 0).first).toBe(0);
      expect(listWindow(box, bottom, 0).last).toBe(lines);
    });

    test(`${lines} lines: a line brought into view stands wholly in it`, () => {
      for (const line of [0, 1, Math.floor(lines / 2), lines - 1].filter((one) => 0 <= one && one < lines)) {
        const scrollTop = scrollTopFor(box, 0, line);
        const { first, topPx } = listWindow(box, scrollTop, 0);
        const top = topPx + (line - first) * box.linePx - scrollTop;
        expect(top).toBeGreaterThanOrEqual(-0.01);
        expect(top + box.linePx).toBeLessThanOrEqual(box.viewPx + 0.01);
      }
    });
  }
});

test('only addresses that run nothing are opened', () => {
  const base = 'https://example.org/folder/';
  expect(safeUrl('page.html', base)).toBe('https://example.org/folder/page.html');
  expect(safeUrl('mailto:a@example.org', base)).toBe('mailto:a@example.org');
  for (const url of ['javascript:alert(1)', ' JavaScript:alert(1)', 'java\nscript:alert(1)', 'data:text/html,x', 'blob:x', 'file:///etc/passwd', 'http://[']) {
    expect(safeUrl(url, base), url).toBeNull();
  }
});

test('counts tell the certain from the possible', () => {
  const strings = stringsFor('en');
  const counts = { total: 28, matches: 28, certain: 17, possible: 0, undated: 11 };
  const window = { certain: 3, possible: 7, before: 0, after: 0 };
  expect(countParts(counts, window, false, strings, String)).toEqual(['28 events', '3 in the window for certain, 7 possibly', '11 undated']);
  expect(countParts({ ...counts, matches: 1, undated: 0, certain: 1 }, null, true, strings, String)).toEqual(['1 of 28 events', '1 for certain']);
});

test('of questions asked meanwhile only the last is answered', async () => {
  const answered: number[] = [];
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  const questions = new LatestOnly<number>(async (value) => {
    answered.push(value);
    await gate;
  });
  for (const value of [1, 2, 3, 4]) questions.request(value);
  release();
  await expect.poll(() => answered).toEqual([1, 4]);
});

test('a file that never ends is not waited for where its reading was cancelled, before its first piece or after', async () => {
  const endless = Object.assign(new Blob([]), { stream: () => new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(3)) }) });
  const early = new AbortController();
  const never = piecesOf(endless, early.signal);
  early.abort();
  await expect(never.next()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));

  const late = new AbortController();
  const begun = piecesOf(endless, late.signal);
  expect((await begun.next()).value).toHaveLength(3);
  const next = begun.next();
  late.abort();
  expect(await next).toEqual({ done: true, value: undefined });
});
