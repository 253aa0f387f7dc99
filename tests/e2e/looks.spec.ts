import { expect, expectAccessible, test as base } from './fixtures.ts';
import { HISTORY, openDemo, openPage } from './reader.ts';
import { SHELF } from './shelf.ts';

/** A reader who asks the browser for still pictures in a few plain colours. */
const PREFERENCES = { 'ui.prefersReducedMotion': 1, 'browser.display.document_color_use': 2 };

// Driven by the standard protocol, Firefox takes such wishes at its start only.
const test = base.extend<object, object>({
  launchOptions: [async ({ launchOptions }, use) => use({ ...launchOptions, firefoxUserPrefs: PREFERENCES }), { scope: 'worker' }],
});

test('forced colours, still pictures: all of it works and stands out', async ({ page, browserName }) => {
  if (browserName === 'chromium') await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce', colorScheme: 'dark' });
  const reader = await openDemo(page);
  expect(await page.evaluate(() => matchMedia('(forced-colors: active)').matches)).toBe(true);
  expect(await page.evaluate(() => matchMedia('(prefers-reduced-motion: reduce)').matches)).toBe(true);
  await reader.mark('The Second Battle of Tikrit').click();
  await expect(reader.detail.getByRole('heading', { level: 3 })).toHaveText('The Second Battle of Tikrit');
  await reader.legend.getByRole('button', { name: /^Statement/ }).click();
  await expect(reader.counts).toContainText(` of ${HISTORY.events.length} events`);
  // The marks are drawn: not every pixel of the canvas is of one colour.
  const colors = await reader.axis.locator('canvas.lanes').evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const data = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    const seen = new Set<number>();
    for (let at = 0; at < data.length; at += 4) seen.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0));
    return seen.size;
  });
  expect(colors).toBeGreaterThan(2);
  // The colours are the reader's own: that Firefox's stock pair for what is selected is a pale one is no fault of the page.
  await expectAccessible(page, browserName === 'firefox' ? ['color-contrast'] : []);
});

test('nothing moves by itself where the reader wants it still', async ({ page, browserName }) => {
  if (browserName === 'chromium') await page.emulateMedia({ reducedMotion: 'reduce' });
  const reader = await openPage(page, { set: SHELF, attributes: 'start="1700" end="1949"' });
  await reader.settled();
  await reader.root.getByRole('listbox').focus();
  await page.keyboard.press('?');
  await expect(reader.root.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  const moving = await reader.root.evaluate((element) => {
    const running = (root: Document | ShadowRoot): number =>
      root.getAnimations().filter(({ playState, effect }) => playState === 'running' && Number(effect?.getComputedTiming().duration ?? 0) > 1).length;
    return element.shadowRoot ? running(element.shadowRoot) : -1;
  });
  expect(moving).toBe(0);
});
