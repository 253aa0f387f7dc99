import type { Locator, Page } from '@playwright/test';
import { expect, show, test } from './fixtures.ts';
import { set, titles } from './set.ts';

const search = (timeline: Locator) => timeline.getByRole('searchbox').first();

/** The titles that the list shows, in its order. */
async function listed(timeline: Locator): Promise<string[]> {
  const cells = timeline.locator('.row .title');
  return (await cells.allInnerTexts()).map((text) => text.trim());
}

async function expectListed(timeline: Locator, ...ids: string[]): Promise<void> {
  await expect.poll(() => listed(timeline)).toEqual(titles(...ids));
}

const value = (timeline: Locator, name: string) => timeline.locator('.value', { has: timeline.page().getByText(name, { exact: true }) }).locator('label');

const list = (page: Page) => show(page, set, 'layout="list"');

test('words, phrases, fields, dates and their negations', async ({ page }) => {
  const timeline = await list(page);
  const questions: [string, ...string[]][] = [
    ['', 'alpha', 'bridge', 'canal', 'dispute', 'embargo', 'flood', 'gossip'],
    ['dug', 'canal'],
    ['elan', 'dispute'],
    ['"of no day"', 'gossip'],
    ['kind:work', 'bridge', 'canal'],
    ['-kind:work actor:Annie', 'alpha', 'gossip'],
    ['actor:Council', 'bridge', 'canal', 'embargo'],
    ['before:2014-02', 'alpha'],
    ['during:2014-08', 'embargo', 'flood'],
    ['kind:talk sort:title', 'dispute', 'gossip', 'alpha'],
  ];
  for (const [text, ...ids] of questions) {
    await search(timeline).fill(text);
    await expectListed(timeline, ...ids);
  }
});

test('a wrong query says what is wrong where, and the rest applies', async ({ page }) => {
  const timeline = await list(page);
  await search(timeline).fill('kind:work before:soon');
  await expect(timeline.getByRole('alert')).toContainText('soon');
  await expect(search(timeline)).toHaveAttribute('aria-invalid', 'true');
  await expectListed(timeline, 'bridge', 'canal');
});

test('a facet value chosen, joined, excluded and cleared', async ({ page }) => {
  const timeline = await list(page);
  await value(timeline, 'work').click();
  await expectListed(timeline, 'bridge', 'canal');
  await value(timeline, 'law').click();
  await expectListed(timeline, 'bridge', 'canal', 'embargo');
  // The counts of a field are not narrowed by its own filter.
  await expect(timeline.getByRole('checkbox', { name: 'talk, 3' })).toBeVisible();
  await value(timeline, 'Ann').click();
  await expectListed(timeline, 'canal');
  await expect(search(timeline)).toHaveValue(/kind:/);
  await timeline.getByRole('button', { name: /clear.*search/i }).click();
  await expectListed(timeline, 'alpha', 'bridge', 'canal', 'dispute', 'embargo', 'flood', 'gossip');
  await value(timeline, 'work').click({ modifiers: ['Alt'] });
  await expectListed(timeline, 'alpha', 'dispute', 'embargo', 'flood', 'gossip');
});

test('a range of numbers', async ({ page }) => {
  const timeline = await list(page);
  const type = async (name: string, text: string) => {
    const box = timeline.getByRole('spinbutton', { name });
    await box.pressSequentially(text);
    await box.press('Enter');
  };
  await type('Cost: at least', '50');
  await expectListed(timeline, 'bridge', 'canal');
  await type('Cost: at most', '50');
  await expectListed(timeline, 'bridge');
});

test('only this window, then only what is certain in it', async ({ page }) => {
  const timeline = await list(page);
  await timeline.evaluate((element) => (element as HTMLElement & { setWindow(from: number, to: number): void }).setWindow(Date.UTC(2014, 5, 1), Date.UTC(2014, 8, 1)));
  await timeline.getByRole('checkbox', { name: 'Only this window' }).check();
  await expectListed(timeline, 'dispute', 'embargo', 'flood');
  await timeline.getByRole('checkbox', { name: 'Only certain' }).check();
  await expectListed(timeline, 'embargo', 'flood');
});

test('no match says which filters left nothing, and a way back', async ({ page }) => {
  const timeline = await list(page);
  await search(timeline).fill('nothing-like-this');
  await expect(timeline.getByText('No event matches')).toBeVisible();
  await timeline.locator('[part=no-match] button').click();
  await expectListed(timeline, 'alpha', 'bridge', 'canal', 'dispute', 'embargo', 'flood', 'gossip');
});

test('every order of the menu, and its reverse', async ({ page }) => {
  const timeline = await list(page);
  const orders: Record<string, string[]> = {
    start: ['alpha', 'bridge', 'canal', 'dispute', 'embargo', 'flood'],
    title: ['bridge', 'canal', 'dispute', 'embargo', 'flood', 'gossip', 'alpha'],
    order: ['alpha', 'bridge', 'canal', 'dispute', 'embargo', 'flood', 'gossip'],
    cost: ['alpha', 'bridge', 'canal'],
  };
  const menu = timeline.locator('[part=sort] select');
  for (const [by, ids] of Object.entries(orders)) {
    await menu.selectOption(by);
    await expect.poll(async () => (await listed(timeline)).slice(0, ids.length)).toEqual(titles(...ids));
    await timeline.getByRole('button', { name: /sort.*ascending/i }).click();
    const reversed = [...ids].reverse();
    await expect.poll(async () => (await listed(timeline)).slice(0, ids.length)).toEqual(titles(...reversed));
    await timeline.getByRole('button', { name: /sort.*descending/i }).click();
  }
});

test('a set of markup shows as text', async ({ page }) => {
  const title = '<img src=x onerror=alert(1)><b>bold</b>';
  const timeline = await show(page, { title, events: [{ title, date: '2014', description: title, links: [{ url: 'javascript:alert(1)' }] }] }, 'layout="list"');
  await expectListedText(timeline, title);
  await timeline.locator('.row').first().click();
  await expect(timeline.locator('[part=description]')).toHaveText(title);
  await expect(timeline.locator('b, img, a[href^="javascript"]')).toHaveCount(0);
});

async function expectListedText(timeline: Locator, text: string): Promise<void> {
  await expect.poll(() => listed(timeline)).toEqual([text]);
}
