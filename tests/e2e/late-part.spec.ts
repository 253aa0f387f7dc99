// The parts of the module that a first picture does without: when they come, and what becomes of the timeline where they do not.
import type { Page, Route } from '@playwright/test';
import { readdirSync, statSync } from 'node:fs';
import { expect, test } from './fixtures.ts';
import { openPage } from './reader.ts';
import { SHELF } from './shelf.ts';

const assets = new URL('../../www/dist/assets/', import.meta.url);
const late = readdirSync(assets).find((name) => /^event_timeline_late-.*\.wasm$/.test(name)) ?? '';

test.skip(() => statSync(new URL(late, assets)).size === 8, 'a module that was built quickly is in one piece');

const LATE = '**/event_timeline_late-*.wasm';
const NEXT = '**/event_timeline_next-*.wasm';

/** Answers the requests for a part, with how many there have been. */
async function serve(page: Page, answer: (route: Route, count: number) => Promise<void>, part = LATE): Promise<() => number> {
  let count = 0;
  await page.route(part, (route) => answer(route, ++count));
  return () => count;
}

test('the first picture and the first page of the list stand before the late part is there', async ({ page }) => {
  const held: Route[] = [];
  let isHeld = true;
  const count = await serve(page, async (route) => (isHeld ? void held.push(route) : route.continue()));
  const reader = await (await openPage(page, { set: SHELF })).settled();
  await expect(reader.marks.first()).toBeAttached();
  await reader.showList();
  await expect(reader.rows.first()).toBeVisible();
  // After the picture it is fetched unasked.
  await expect.poll(count).toBe(1);
  // A search that comes before the part has come through asks for it too.
  isHeld = false;
  await Promise.all(held.map((route) => route.continue()));
  await reader.search.fill('kind:War sort:title');
  await expect(reader.counts).toContainText(' of 16 events');
});

test('the first picture stands before the part that completes its view', async ({ page }) => {
  const held: Route[] = [];
  const count = await serve(page, async (route) => void held.push(route), NEXT);
  const reader = await openPage(page, { set: SHELF });
  await expect(reader.marks.first()).toBeAttached();
  await expect.poll(count).toBe(1);
  await Promise.all(held.map((route) => route.continue()));
  await reader.settled();
  expect(count()).toBe(1);
});

test('where the part that completes a view does not come at once, it is asked for again', async ({ page }) => {
  const count = await serve(page, async (route, count) => (count === 1 ? route.abort() : route.continue()), NEXT);
  const reader = await (await openPage(page, { set: SHELF })).settled();
  await reader.showList();
  await expect(reader.rows.first()).toBeVisible();
  expect(count()).toBeGreaterThan(1);
});

test('what needs the late part before it is there waits for it', async ({ page }) => {
  const count = await serve(page, async (route, count) => (count === 1 ? route.abort() : route.continue()));
  const reader = await (await openPage(page, { set: SHELF })).settled();
  await expect.poll(count).toBe(1);
  await reader.search.fill('kind:War OR -"no such words" before:1950');
  await expect(reader.counts).toContainText(' of 16 events');
  expect(count()).toBe(2);
});

test.describe('where the late part does not come', () => {
  test.use({ tolerate: [/event_timeline_late|Failed to load resource|NetworkError/] });

  test('the timeline says so when it is needed, and begins again when it is there', async ({ page }) => {
    let isThere = false;
    await serve(page, async (route) => (isThere ? route.continue() : route.abort()));
    const reader = await (await openPage(page, { set: SHELF })).settled();
    await reader.search.fill('kind:War');
    await expect(reader.part('error')).toContainText('The timeline has stopped');
    isThere = true;
    await reader.button('Load again').click();
    await reader.ready();
    await expect(reader.counts).toContainText(' of 16 events');
  });
});
