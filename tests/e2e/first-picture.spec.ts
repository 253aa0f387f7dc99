// The picture comes first, and what comes after it finds its room kept.
import type { Page, Route } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { Reader } from './reader.ts';

/** Files that a first picture does without. */
const LATER = /\/assets\/(all-strings|asides|dates|hands|panels)-[\w-]+\.js$/;

async function placesOf(page: Page): Promise<Record<string, number[]>> {
  return page.locator('#history').evaluate((element) => {
    const parts = ['header', 'toolbar', 'overview', 'axis', 'tray', 'legend', 'main'];
    return Object.fromEntries(
      parts.map((part) => {
        const box = element.shadowRoot?.querySelector(`[part~="${part}"]`)?.getBoundingClientRect();
        return [part, box ? [box.x, box.y, box.width, box.height].map(Math.round) : []];
      }),
    );
  });
}

for (const width of [390, 1280]) {
  test(`at ${width} pixels nothing moves when what follows the picture comes`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    const held: Route[] = [];
    let isHeld = true;
    await page.route(LATER, async (route) => (isHeld ? void held.push(route) : route.continue()));
    // A picture may stand before all of the page has come; what is held here would keep that from ever being so.
    await page.goto('./', { waitUntil: 'domcontentloaded' });
    const pictures = () => page.evaluate(() => performance.getEntriesByName('event-timeline:picture').length);
    await expect.poll(pictures).toBeGreaterThan(0);
    const reader = new Reader(page, '#history');
    await expect(reader.counts).toContainText('in the window for certain');
    await expect.poll(() => held.length).toBeGreaterThan(0);
    await expect(reader.overview.getByRole('slider')).toHaveCount(0);
    const before = await placesOf(page);
    expect(before.axis).not.toEqual([]);
    expect(before.tray).not.toEqual([]);
    isHeld = false;
    await Promise.all(held.map((route) => route.continue()));
    await expect(reader.overview.getByRole('slider')).toHaveCount(2);
    await expect(reader.marks.first()).toBeAttached();
    if (width === 1280) await expect(reader.detail.getByRole('heading', { level: 3 })).toContainText('Jalawla');
    expect(await placesOf(page)).toEqual(before);
  });
}
