import { embed, expect, expectAccessible, show, test } from './fixtures.ts';
import { set } from './set.ts';

test.describe('accessible, in each state', () => {
  test('the axis, with an event open', async ({ page }) => {
    const timeline = await show(page, set, 'selected="dispute"');
    await expect(timeline.locator('[part=event-title]')).toBeVisible();
    await expectAccessible(page);
  });

  test('the list', async ({ page }) => {
    const timeline = await show(page, set, 'layout="list"');
    await expect(timeline.locator('.row').first()).toBeVisible();
    await expectAccessible(page);
  });

  test('dark', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await show(page, set, 'selected="dispute"');
    await expectAccessible(page);
  });

  test('on a phone', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await show(page, set);
    await expectAccessible(page);
  });

  test('no match', async ({ page }) => {
    const timeline = await show(page, set, 'q="nothing-like-this"');
    await expect(timeline.getByText('No event matches')).toBeVisible();
    await expectAccessible(page);
  });

  test('a set without events', async ({ page }) => {
    const timeline = await show(page, { title: 'Nothing yet', events: [] });
    await expect(timeline.getByText('No events', { exact: true })).toBeVisible();
    await expectAccessible(page);
  });

  test('only undated events', async ({ page }) => {
    const timeline = await show(page, { events: [{ title: 'Some day' }] });
    await expect(timeline.locator('[part=tray]')).toContainText('Some day');
    await expectAccessible(page);
  });
});

test.describe('failures', () => {
  test.use({ tolerate: [/404|Failed to load resource/] });

  test('a missing document: the error, and what stands inside the tag', async ({ page }) => {
    await embed(page, '<event-timeline src="absent.json"><p>The page\'s own words</p></event-timeline>');
    await expect(page.getByRole('alert')).toContainText('could not be shown');
    await expect(page.getByText("The page's own words")).toBeVisible();
    await expectAccessible(page);
  });
});

test('bytes that are no JSON: what was wrong is said, nothing throws', async ({ page }) => {
  await page.route('**/set.json', (route) => route.fulfill({ contentType: 'application/json', body: '<html>not a set</html>' }));
  await embed(page, '<event-timeline src="set.json"><p>The page\'s own words</p></event-timeline>');
  const timeline = page.locator('event-timeline');
  await expect(timeline.locator('[part=error], [part=empty]')).toBeVisible();
});

test('good events of a bad document are shown, the rest is told with its place', async ({ page }) => {
  const body = '{"events":[{"title":"Good","date":"2014-01-01"},\n{"title":"Bad","date":"2014-13"},\n{"date":"2014"}]}';
  const timeline = await show(page, body, 'layout="list"');
  await expect(timeline.locator('.row').first()).toContainText('Good');
  await timeline.locator('.not-read').click();
  await expect(timeline.getByRole('dialog')).toContainText('line 2');
  await expect(timeline.getByRole('dialog')).toContainText('line 3');
  await expectAccessible(page);
});

test('what stands inside the tag shows until the events do, and then no more', async ({ page }) => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/set.json', async (route) => {
    await held;
    await route.fulfill({ contentType: 'application/json', body: JSON.stringify(set) });
  });
  await embed(page, '<event-timeline src="set.json"><p>The page\'s own words</p></event-timeline>');
  const words = page.getByText("The page's own words");
  await expect(page.getByText('Loading events')).toBeVisible();
  await expect(words).toBeVisible();
  release();
  await expect(page.locator('event-timeline .counts')).toContainText('7 events');
  await expect(words).toBeHidden();
});

test('the ready event tells count and diagnostics, and bubbles', async ({ page }) => {
  await page.addInitScript(() => {
    document.addEventListener('ready', (event) => Object.assign(window, { ready: (event as CustomEvent).detail }));
  });
  await show(page, set);
  expect(await page.evaluate(() => (window as unknown as { ready: object }).ready)).toEqual({ count: 7, diagnostics: [] });
});

for (const width of [320, 768, 1280, 3840]) {
  test(`nothing sticks out at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto('./');
    await expect(page.locator('#history .counts')).toContainText('events');
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
