// What a reader sees, in the page's address; and back.
import type { Page } from '@playwright/test';
import { changedMapping, withChoice, type ColumnChoice } from '../../www/src/files/mapping.ts';
import { fileName } from '../../www/src/files/download.ts';
import { readLink, writeLink, type LinkState } from '../../www/src/permalink.ts';
import { expect, test } from './fixtures.ts';
import { openPage, type Reader } from './reader.ts';
import { SHELF } from './shelf.ts';

const USUAL: LinkState = { q: '', view: 'axis', groupBy: null, colorBy: 'kind', window: null, onlyWindow: false, selected: null, mapping: null };

test.describe('the fragment', () => {
  const moved: LinkState = {
    q: 'kind:"A & B",C -note:"50 % = half+more" wall', view: 'list', groupBy: 'kind', colorBy: null, window: { from: -62_135_596_800_000, to: 1e15 },
    onlyWindow: true, selected: 'a#b&c=d', mapping: 'Date%3B=start:day-month-year; Notes=-',
  };

  for (const key of ['', 'first', 'a.b=c&d #é']) {
    test(`says all of it, and is read again, under the key “${key}”`, () => {
      const fragment = writeLink('', key, moved, USUAL);
      expect(readLink(`#${fragment}`, key)).toEqual(moved);
      expect(new URL(`http://localhost/#${fragment}`).hash, 'an address keeps it as it is').toBe(`#${fragment}`);
      expect(writeLink(fragment, key, moved, USUAL)).toBe(fragment);
      expect(writeLink(fragment, key, USUAL, USUAL)).toBe('');
    });
  }

  test('says nothing of what the page shows by itself, and that something is gone', () => {
    expect(writeLink('', '', USUAL, USUAL)).toBe('');
    const cleared = writeLink('', '', { ...USUAL, colorBy: null }, USUAL);
    expect(cleared).toBe('color=');
    expect(readLink(cleared, '')).toEqual({ colorBy: null });
  });

  test('leaves alone what others have written', () => {
    const others = 'section-2&second.q=x&page=3&%E0%A4%A';
    const ours = writeLink(others, 'first', { ...USUAL, view: 'list' }, USUAL);
    expect(ours).toBe(`${others}&first.view=list`);
    expect(readLink(ours, 'second')).toEqual({ q: 'x' });
    expect(writeLink(ours, 'first', USUAL, USUAL)).toBe(others);
  });

  test('that says what cannot be is passed over', () => {
    expect(readLink('#view=map&window=5..1&only-window&q=%E0%A4%A', '')).toEqual({ q: '' });
    expect(readLink('#window=1..2..3', '')).toEqual({});
    expect(readLink('', '')).toEqual({});
  });
});

test.describe('a mapping that the reader changes', () => {
  const columns: ColumnChoice[] = [
    { name: 'Date', role: 'date', dateFormat: 'day-or-month-first', separator: null },
    { name: 'Was; when', role: 'title', dateFormat: null, separator: null },
    { name: 'Tags', role: 'category', dateFormat: null, separator: ';' },
  ];

  test('names what differs from what was read, and keeps what was said before', () => {
    expect(changedMapping(null, columns, columns)).toBe('');
    const wanted = withChoice(columns, 0, { dateFormat: 'month-day-year' });
    expect(changedMapping('Was%3B when=title; Other=-', columns, wanted)).toBe('Was%3B when=title; Other=-; Date=date:month-day-year');
    expect(changedMapping('Date=start', columns, wanted)).toBe('Date=date:month-day-year');
    expect(changedMapping(null, columns, withChoice(columns, 2, { separator: '|' }))).toBe('Tags=category:|');
  });

  test('gives a role that one column has to one column', () => {
    expect(withChoice(columns, 2, { role: 'title' }).map(({ role }) => role)).toEqual(['date', 'category', 'title']);
    expect(withChoice(columns, 1, { role: 'category' }).map(({ role }) => role)).toEqual(['date', 'category', 'category']);
    expect(withChoice(columns, 2, { role: 'date' })[0]).toMatchObject({ role: 'category', dateFormat: null });
  });
});

test('files are named after their set', () => {
  expect(fileName('Iran’s war: “the events”, 2014/15', 'csv')).toBe('iran-s-war-the-events-2014-15.csv');
  expect(fileName('../..\\', 'json')).toBe('events.json');
  expect(fileName('حرب ١٩٨٠', 'ics')).toBe('حرب-١٩٨٠.ics');
  expect(fileName(null, 'json')).toBe('events.json');
});

const open = async (page: Page, attributes: string, fragment = '', times = 1): Promise<Reader> => {
  const reader = await openPage(page, { set: SHELF, attributes, times, height: 900 });
  if (fragment !== '') {
    await page.goto('about:blank');
    await page.goto(`made.html#${fragment}`);
  }
  return reader.settled();
};
const hash = (page: Page): string => decodeURIComponent(new URL(page.url()).hash);

test('what the reader does is in the address, and the address shows it again', async ({ page }) => {
  const reader = await open(page, 'permalink color-by="kind" start="1700" end="1949"');
  expect(hash(page)).toBe('');
  await reader.value('Kind', 'Science').click();
  await expect.poll(() => hash(page)).toBe('#q=kind:Science');
  await reader.sortBy('title');
  await expect.poll(() => hash(page)).toBe('#q=kind:Science+sort:title');
  await reader.root.getByRole('combobox', { name: 'Rows by' }).selectOption('kind');
  await expect.poll(() => hash(page)).toContain('&group=kind');
  await reader.mark('Great comet').click();
  await expect.poll(() => hash(page)).toContain('selected=great-comet');
  await reader.button('Fit all').click();
  await expect.poll(() => hash(page)).toMatch(/window=-?\d+\.\.-?\d+/);
  await reader.root.getByRole('checkbox', { name: 'Only this window' }).check();
  await expect.poll(() => hash(page)).toContain('only-window=1');
  const [window, address] = [await reader.window(), page.url()];
  await reader.showList();
  await expect.poll(() => hash(page)).toContain('view=list');

  await page.goto('about:blank');
  await page.goto(address);
  await reader.settled();
  await expect(reader.search).toHaveValue(/^kind:Science .*sort:title/);
  expect(await reader.window()).toEqual({ from: Math.round(window.from), to: Math.round(window.to) });
  await expect(reader.root.getByRole('checkbox', { name: 'Only this window' })).toBeChecked();
  await expect(reader.root.getByRole('combobox', { name: 'Rows by' })).toHaveValue('kind');
  await expect(reader.detail.getByRole('heading', { level: 3 })).toHaveText('Great comet');
  // Back to what the page shows by itself, the address says nothing.
  await reader.button('Clear all filters').click();
  await expect.poll(() => hash(page)).not.toContain('only-window');
});

test('an address that changes is followed, and one without a word is the page’s own view', async ({ page }) => {
  const reader = await open(page, 'permalink q="kind:Music" sort="title" start="1700" end="1949"');
  const before = await reader.window();
  await reader.matches(3, SHELF.events.length);
  await page.evaluate(() => (location.hash = 'q=kind:War&view=list&window=-3000000000000..0&selected=castle-falls'));
  await expect(reader.search).toHaveValue('kind:War');
  await expect(reader.list).toBeVisible();
  expect(await reader.window()).toEqual({ from: -3e12, to: 0 });
  await expect(reader.detail.getByRole('heading', { level: 3 })).toHaveText('Castle falls');
  // The driver of Firefox waits for a page that is loaded anew.
  await page.evaluate(() => history.back());
  await expect(reader.search).toHaveValue(/^kind:Music/);
  await expect(reader.axis).toBeVisible();
  await expect.poll(() => reader.window()).toEqual(before);
  await reader.matches(3, SHELF.events.length);
});

test('what programs do is not written, and without the attribute nothing is', async ({ page }) => {
  const reader = await open(page, '');
  await reader.value('Kind', 'Science').click();
  await expect(reader.search).toHaveValue('kind:Science');
  await page.evaluate(() => (location.hash = 'q=kind:War'));
  await reader.button('List').click();
  await expect(reader.list).toBeVisible();
  await expect(reader.search).toHaveValue('kind:Science');
  expect(hash(page)).toBe('#q=kind:War');
});

test('two timelines of a page have keys of their own', async ({ page }) => {
  await openPage(page, { set: SHELF, attributes: 'permalink="a"' });
  const first = page.locator('event-timeline').first();
  const second = page.locator('event-timeline').last();
  const addSecond = () => page.evaluate(() => document.querySelector('main')?.insertAdjacentHTML('beforeend', '<event-timeline src="made.json" permalink="b"></event-timeline>'));
  await addSecond();
  for (const timeline of [first, second]) await expect(timeline.locator('[part="counts"]')).toContainText('events');
  await first.getByRole('button', { name: 'List', exact: true }).click();
  await expect.poll(() => hash(page)).toBe('#a.view=list');
  await second.getByRole('combobox', { name: 'Colour by' }).selectOption('kind');
  await expect.poll(() => hash(page)).toBe('#a.view=list&b.color=kind');
  await page.reload();
  await expect(first.locator('[part="list"]')).toBeVisible();
  await addSecond();
  await expect(second.getByRole('combobox', { name: 'Colour by' })).toHaveValue('kind');
  await expect(second.locator('[part="axis"]')).toBeVisible();
});
