// The parts of the module that a first picture does without: when they come, and what becomes of the timeline where they do not.
import type { Page, Request, Route } from '@playwright/test';
import { readdirSync, statSync } from 'node:fs';
import { openExport } from './export-dialog.ts';
import { expect, test } from './fixtures.ts';
import { openPage, type Reader } from './reader.ts';
import { SHELF } from './shelf.ts';

const assets = new URL('../../www/dist/assets/', import.meta.url);
const late = readdirSync(assets).find((name) => /^event_timeline_late-.*\.wasm$/.test(name)) ?? '';

test.skip(() => statSync(new URL(late, assets)).size === 8, 'a module that was built quickly is in one piece');

const NEXT = '**/event_timeline_next-*.wasm';
const SCRIPT = '**/worker-engine-host-*.js';
const HAND = '**/event_timeline_hand-*.wasm';
const LATE = '**/event_timeline_late-*.wasm';

/** Answers the requests for a part, with how many there have been. */
async function serve(page: Page, answer: (route: Route, count: number) => Promise<void>, part: string): Promise<() => number> {
  let count = 0;
  await page.route(part, (route) => answer(route, ++count));
  return () => count;
}

/** Which parts have been asked for, and whether any was by a worker that stood still for it. */
function watch(page: Page): { asked: () => Set<string>; waited: () => string[] } {
  const all: Request[] = [];
  page.on('request', (request) => all.push(request));
  const parts = () => all.flatMap((request) => /event_timeline_(\w+?)-[\w-]+\.wasm$/.exec(request.url())?.[1] ?? []);
  return {
    asked: () => new Set(parts()),
    waited: () => all.filter((request) => request.resourceType() === 'xhr').map((request) => request.url()),
  };
}

const bring = async (route: Route): Promise<void> => route.continue();
const hold = (held: Route[]) => async (route: Route): Promise<void> => void held.push(route);

/** Not above the element: nothing is near it. */
async function openAlone(page: Page, attributes = '', set: object | null = SHELF): Promise<Reader> {
  await page.mouse.move(0, 0);
  return (await openPage(page, { set, attributes })).settled();
}

test('the first picture stands before the part that completes its view', async ({ page }) => {
  const held: Route[] = [];
  const count = await serve(page, hold(held), NEXT);
  const reader = await openPage(page, { set: SHELF });
  await expect(reader.marks.first()).toBeAttached();
  await expect.poll(count).toBe(1);
  await Promise.all(held.map(bring));
  await reader.settled();
  expect(count()).toBe(1);
});

test('the first picture stands before the script that answers all else, and moves wait for it', async ({ page }) => {
  const held: Route[] = [];
  const count = await serve(page, hold(held), SCRIPT);
  const reader = await openPage(page, { set: SHELF });
  await expect(reader.marks.first()).toBeAttached();
  await expect.poll(count).toBe(1);
  await reader.search.fill('kind:War');
  await Promise.all(held.map(bring));
  await expect(reader.counts).toContainText(' of 16 events');
  expect(count()).toBe(1);
});

test('without a reader near, a view is completed by one part; a hand brings another, and moves need no more', async ({ page }) => {
  const { asked, waited } = watch(page);
  const reader = await openAlone(page);
  await expect(reader.facet('Kind')).toBeVisible();
  expect([...asked()]).toEqual(['bg', 'next']);
  await reader.root.hover();
  await expect.poll(() => [...asked()]).toEqual(['bg', 'next', 'hand']);
  await reader.search.fill('kind:War OR -"no such words" before:1950 sort:-title,start');
  await expect(reader.counts).toContainText(' of 16 events');
  await reader.search.fill('nobody:knows before:someday');
  await expect(reader.root.getByRole('alert')).toContainText('someday');
  await reader.search.fill('kind:War');
  await expect(reader.counts).toContainText(' of 16 events');
  await reader.showList();
  await reader.sortBy('title');
  await reader.rows.first().click();
  await expect(reader.detail.first()).toBeVisible();
  await reader.set({ groupBy: 'kind' });
  await reader.set({ start: '1900', end: '1950' });
  await reader.search.fill('');
  await reader.matches(16, 16);
  // An export is what the rest is for; it has not been asked for until now.
  expect([...asked()]).toEqual(['bg', 'next', 'hand']);
  await openExport(reader);
  expect([...asked()]).toEqual(['bg', 'next', 'hand', 'late']);
  expect(waited()).toEqual([]);
});

test('a keyboard on its way brings what it may ask for', async ({ page }) => {
  const { asked } = watch(page);
  const reader = await openAlone(page);
  await reader.search.focus();
  await expect.poll(() => [...asked()]).toEqual(['bg', 'next', 'hand']);
});

test('a view that is to be searched or sorted brings what that needs beside its set', async ({ page }) => {
  const { asked, waited } = watch(page);
  const reader = await openAlone(page, 'q="kind:War" sort="-title"');
  await expect(reader.counts).toContainText(' of 16 events');
  expect([...asked()].sort()).toEqual(['bg', 'hand', 'next']);
  expect(waited()).toEqual([]);
});

test('a table brings what reads it, and stops no worker for it', async ({ page }) => {
  const { asked, waited } = watch(page);
  await page.route('**/made.csv', (route) => route.fulfill({ contentType: 'text/csv', body: 'Date,Title\n1961-08-13,The wall rises\n1989-11-09,The wall falls\n' }));
  const reader = await openAlone(page, 'src="made.csv"', null);
  await reader.matches(2, 2);
  expect([...asked()].sort()).toEqual(['bg', 'hand', 'late', 'next']);
  expect(waited()).toEqual([]);
});

test('a mapping says that there is a table, whatever the file is called', async ({ page }) => {
  const { asked, waited } = watch(page);
  await page.route('**/made.csv.json', (route) => route.fulfill({ contentType: 'application/json', body: 'Date,Title\n13/08/1961,The wall rises\n09/11/1989,The wall falls\n' }));
  const reader = await openAlone(page, 'src="made.csv.json" mapping="Date=date:day-month-year"', null);
  await reader.matches(2, 2);
  expect(asked()).toContain('late');
  expect(waited()).toEqual([]);
});

const DAYS = [{ title: 'One day', date: '1989-11-09' }, { title: 'Another', date: '1999-11-09' }];
for (const [what, events, words] of [['a wrong date', [...DAYS, { title: 'No such day', date: '1999-02-30' }], '3 events'], ['nothing in it', [], 'No events']] as const) {
  test(`a set with ${what} needs no more than a hand`, async ({ page }) => {
    const { asked } = watch(page);
    const reader = await openPage(page, { set: { title: 'A few', events } });
    await expect(reader.root).toContainText(words);
    await reader.root.hover();
    await expect.poll(() => [...asked()].sort()).toEqual(['bg', 'hand', 'next']);
  });
}

test('the axis and the list stand while what a hand asks for has not come', async ({ page }) => {
  const held: Route[] = [];
  let isHeld = true;
  const count = await serve(page, async (route) => (isHeld ? hold(held)(route) : bring(route)), HAND);
  const reader = await openAlone(page);
  await reader.showList();
  await expect(reader.rows.first()).toBeVisible();
  await expect.poll(count).toBe(1);
  await reader.search.fill('kind:War sort:title');
  isHeld = false;
  await Promise.all(held.map(bring));
  await expect(reader.counts).toContainText(' of 16 events');
});

test('where the part that completes a view does not come at once, it is asked for again', async ({ page }) => {
  const count = await serve(page, async (route, count) => (count === 1 ? route.abort() : route.continue()), NEXT);
  const reader = await (await openPage(page, { set: SHELF })).settled();
  await reader.showList();
  await expect(reader.rows.first()).toBeVisible();
  expect(count()).toBeGreaterThan(1);
});

test('where what a hand asks for does not come at once, it is asked for again', async ({ page }) => {
  const count = await serve(page, async (route, count) => (count === 1 ? route.abort() : route.continue()), HAND);
  const reader = await openAlone(page);
  await reader.root.hover();
  await expect.poll(count).toBe(1);
  await reader.search.fill('kind:War OR -"no such words" before:1950');
  await expect(reader.counts).toContainText(' of 16 events');
  expect(count()).toBe(2);
});

test.describe('where a part does not come', () => {
  test.use({ tolerate: [/event_timeline_(hand|late)|worker-engine-host|Failed to load resource|NetworkError/] });

  test('the timeline says so when it is needed, and begins again when it is there', async ({ page }) => {
    let isThere = false;
    await serve(page, async (route) => (isThere ? route.continue() : route.abort()), HAND);
    const reader = await openAlone(page);
    await reader.search.fill('kind:War');
    await expect(reader.part('error')).toContainText('The timeline has stopped');
    isThere = true;
    await reader.button('Load again').click();
    await reader.ready();
    await expect(reader.counts).toContainText(' of 16 events');
  });

  test('where the script that answers all else does not come, the timeline says so, and begins again', async ({ page }) => {
    let isThere = false;
    await serve(page, async (route) => (isThere ? route.continue() : route.abort()), SCRIPT);
    const reader = await openPage(page, { set: SHELF });
    await expect(reader.part('error')).toContainText('The timeline has stopped');
    isThere = true;
    await reader.button('Load again').click();
    await reader.settled();
    await reader.search.fill('kind:War');
    await expect(reader.counts).toContainText(' of 16 events');
  });

  test('an export says so, the timeline goes on, and another try writes the file', async ({ page }) => {
    let isThere = false;
    await serve(page, async (route) => (isThere ? route.continue() : route.abort()), LATE);
    const reader = await openAlone(page);
    await reader.button('Export…').click();
    const dialog = reader.root.getByRole('dialog', { name: 'Export', exact: true });
    await expect(dialog.getByRole('alert')).toBeVisible();
    isThere = true;
    await dialog.getByRole('radio', { name: 'Table (CSV)' }).check();
    await expect(dialog.getByRole('button', { name: /^Download/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await reader.search.fill('kind:War');
    await expect(reader.counts).toContainText(' of 16 events');
  });
});
