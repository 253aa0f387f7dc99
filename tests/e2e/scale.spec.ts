import { expect, test } from './fixtures.ts';
import { manyEvents } from './many.ts';
import { openPage, number, type TimelineElement } from './reader.ts';

const DAY_MS = 86_400_000;

/** Events evenly over forty years, four kinds in turn. */
const many = (count: number): string =>
  JSON.stringify(
    Array.from({ length: count }, (_, index) => ({
      title: `Event ${index + 1}`,
      date: new Date(Math.floor((index * 40 * 365.25) / count) * DAY_MS).toISOString().slice(0, 10),
      kind: ['North', 'East', 'South', 'West'][index % 4],
    })),
  );

test('events too many to tell apart are drawn as density, and a click leads into it', async ({ page }) => {
  const reader = await openPage(page, { set: many(5_000), height: 800 });
  await reader.matches(5_000, 5_000);
  await expect(reader.axis).toBeVisible();
  await expect(reader.marks).toHaveCount(0);
  const spans = [await reader.span()];
  const box = await reader.axis.boundingBox();
  if (!box) throw new Error('the axis has no box');
  // Each click zooms in; after a few of them single events stand there to be chosen.
  await expect(async () => {
    await page.mouse.click(box.x + box.width * 0.4, box.y + 120);
    await expect.poll(() => reader.span(), { timeout: 1000 }).toBeLessThan((spans.at(-1) ?? 0) * 0.6);
    spans.push(await reader.span());
    await expect(reader.marks.first()).toBeAttached({ timeout: 500 });
  }).toPass();
  expect(spans.length).toBeGreaterThan(1);
  await reader.marks.first().click();
  await expect(reader.detail.getByRole('heading', { level: 3 })).toContainText('Event');
});

test('a list of a hundred thousand keeps few rows in the page and reaches both ends', async ({ page }) => {
  test.slow();
  const reader = await openPage(page, { set: many(100_000), attributes: 'layout="list"' });
  await expect(reader.counts).toContainText(`${number(100_000)} events`, { timeout: 30_000 });
  await expect(reader.rows.first()).toContainText('Event 1');
  const kept = () => reader.root.getByRole('row').count();
  expect(await kept()).toBeLessThan(80);

  await reader.list.focus();
  await page.keyboard.press('End');
  const last = reader.rows.filter({ hasText: 'Event 100000' });
  await expect(last).toBeInViewport();
  await expect(last).toHaveAttribute('aria-selected', 'true');
  await expect(reader.list).toHaveAttribute('aria-rowcount', '100001');
  await expect(last).toHaveAttribute('aria-rowindex', '100001');
  expect(await kept()).toBeLessThan(80);

  await page.keyboard.press('ArrowUp');
  await expect(reader.rows.filter({ hasText: 'Event 99999' })).toBeInViewport();
  await page.keyboard.press('Home');
  await expect(reader.rows.getByText('Event 1', { exact: true })).toBeInViewport();

  await reader.list.evaluate((grid) => grid.scrollTo(0, grid.scrollHeight));
  await expect(last).toBeInViewport();
  await reader.list.evaluate((grid) => grid.scrollTo(0, grid.scrollHeight / 2));
  await expect(last).toHaveCount(0);
  await expect(reader.rows.first()).toContainText(/Event (49|50)\d{3}/);
  expect(await kept()).toBeLessThan(80);

  await reader.search.fill('kind:West "Event 40000"');
  await reader.matches(1, 100_000);
});

test('marks offered one by one are bounded', async ({ page }) => {
  const reader = await openPage(page, { set: many(5_000), height: 800 });
  await reader.matches(5_000, 5_000);
  await reader.root.evaluate((element) => (element as TimelineElement).setWindow(0, 200 * 86_400_000));
  await expect(reader.marks.first()).toBeAttached();
  expect(await reader.marks.count()).toBeLessThanOrEqual(201);
});

test('bars longer than the window stand in a strip, above events that can be told apart', async ({ page }) => {
  const day = (n: number): string => new Date(n * DAY_MS).toISOString().slice(0, 10);
  const lives = Array.from({ length: 900 }, (_, i) => ({ title: `Life ${i}`, start: day(-30_000 + 40 * i), end: day(-8_000 + 40 * i) }));
  const days = Array.from({ length: 1_500 }, (_, i) => ({ title: `Day ${i}`, date: day(4 * i) }));
  const reader = await openPage(page, { set: JSON.stringify([...lives, ...days]), height: 800 });
  await reader.matches(2_400, 2_400);
  const show = (from: number, to: number) => reader.root.evaluate((element, [a, b]) => (element as TimelineElement).setWindow(a, b), [from * DAY_MS, to * DAY_MS] as const);
  const options = reader.axis.getByRole('listbox');
  await show(1_000, 1_030);
  await expect(reader.marks.filter({ hasText: 'Day 255' })).toBeAttached();
  await expect(options).toHaveAttribute('aria-description', /^\d{3} others last longer than what is shown$/);
  await expect(reader.marks.filter({ hasText: 'Life' })).toHaveCount(0);
  await reader.marks.filter({ hasText: 'Day 255' }).click();
  await expect(reader.detail.getByRole('heading', { level: 3 })).toContainText('Day 255');
  // With few of them each bar has a lane of its own.
  await reader.search.fill('*55*');
  await expect(options).not.toHaveAttribute('aria-description');
});

test('of four hundred groups those in sight are drawn, wherever one scrolls', async ({ page }) => {
  test.slow();
  const reader = await openPage(page, { set: [...manyEvents({ count: 40_000 })].join(''), attributes: 'group-by="place"', height: 700 });
  await reader.matches(40_000, 40_000);
  const box = await reader.axis.boundingBox();
  if (!box) throw new Error('the axis has no box');
  const over = reader.axis.locator('.body');
  /** Bars stand under the pointer somewhere across the width, and say what they count. */
  const expectBars = (y: number): Promise<void> =>
    expect(async () => {
      for (let share = 0.98; share > 0.5; share -= 0.02) {
        await page.mouse.move(box.x + box.width * share, y);
        if ((await over.getAttribute('data-over')) === 'cell') return;
      }
      throw new Error(`no bars at ${y}`);
    }).toPass();
  const middle = box.y + box.height / 2;
  await expectBars(middle);
  const scrolled = () => reader.axis.evaluate((axis) => axis.scrollTop);
  const scrollTo = (top: number) => reader.axis.evaluate((axis, to) => axis.scrollTo(0, to), top);
  expect(await reader.axis.evaluate((axis) => axis.scrollHeight)).toBeGreaterThan(20_000);
  // Below are groups so small that their events stand there one by one, with their titles.
  await scrollTo(1e6);
  await expect(reader.marks.filter({ hasText: / \w+ / }).last()).toBeInViewport();
  await scrollTo(3_000);
  await expectBars(middle);
  // The window moves on where the reader has scrolled to.
  const before = await scrolled();
  const { from, to } = await reader.window();
  await reader.root.evaluate((element, window) => (element as TimelineElement).setWindow(window.from, window.to), { from: from + (to - from) / 3, to });
  await expect.poll(() => reader.span()).toBeLessThan((to - from) * 0.7);
  expect(await scrolled()).toBeGreaterThan(before * 0.9);
  await expectBars(middle);
});
