import { expect, test } from './fixtures.ts';
import { openPage, type Reader, type TimelineElement } from './reader.ts';
import { SHELF, titlesSorted } from './shelf.ts';

const ORDER = titlesSorted('earliest start', false);

async function open(page: Parameters<typeof openPage>[0]): Promise<Reader> {
  const reader = await (await openPage(page, { set: SHELF, height: 900, attributes: 'start="1700" end="1949"' })).settled();
  await reader.root.getByRole('listbox').focus();
  return reader;
}

const title = (reader: Reader) => reader.detail.locator('[part~="event-title"]');

test('left and right go from event to event, Home and End to the ends', async ({ page }) => {
  const reader = await open(page);
  await page.keyboard.press('Home');
  await expect(title(reader)).toHaveText(String(ORDER[0]));
  for (const expected of ORDER.slice(1, 5)) {
    await page.keyboard.press('ArrowRight');
    await expect(title(reader)).toHaveText(expected);
  }
  await page.keyboard.press('ArrowLeft');
  await expect(title(reader)).toHaveText(String(ORDER[3]));
  await page.keyboard.press('End');
  await expect(title(reader)).toHaveText(String(ORDER.at(-1)));
  await page.keyboard.press('ArrowRight');
  await expect(title(reader)).toHaveText(String(ORDER.at(-1)));
});

test('a step to an event out of sight brings it into the window', async ({ page }) => {
  const reader = await open(page);
  await page.keyboard.press('Home');
  await expect(title(reader)).toHaveText('Press prints');
  await expect(reader.mark('Press prints')).toHaveAttribute('aria-selected', 'true');
  const { from, to } = await reader.window();
  expect(from).toBeLessThan(Date.UTC(1456, 0));
  expect(to).toBeGreaterThan(Date.UTC(1450, 0));
});

test('up and down go from lane to lane', async ({ page }) => {
  const reader = await open(page);
  await reader.mark('Meridian agreed').click();
  await expect(title(reader)).toHaveText('Meridian agreed');
  const laneOf = async () => (await reader.root.locator('[role="option"][aria-selected="true"]').boundingBox())?.y ?? NaN;
  await expect(reader.mark('Meridian agreed')).toHaveAttribute('aria-selected', 'true');
  const start = await laneOf();
  await page.keyboard.press('ArrowUp');
  await expect(title(reader)).not.toHaveText('Meridian agreed');
  await expect.poll(laneOf).toBeLessThan(start);
  const above = await laneOf();
  await page.keyboard.press('ArrowDown');
  await expect.poll(laneOf).toBeGreaterThan(above);
});

test('PageUp and PageDown move by a window, plus and minus zoom, 0 fits, F shows the selected', async ({ page }) => {
  const reader = await open(page);
  const before = await reader.window();
  const span = before.to - before.from;
  await page.keyboard.press('PageDown');
  await expect.poll(async () => (await reader.window()).from).toBeGreaterThan(before.from + span * 0.5);
  await page.keyboard.press('PageUp');
  await expect.poll(async () => Math.abs((await reader.window()).from - before.from) / span).toBeLessThan(0.001);
  await page.keyboard.press('+');
  await expect.poll(() => reader.span()).toBeLessThan(span * 0.9);
  await page.keyboard.press('-');
  await expect.poll(async () => (await reader.span()) / span).toBeCloseTo(1, 6);
  await reader.mark('Meridian agreed').click();
  await page.keyboard.press('f');
  await expect.poll(() => reader.span()).toBeLessThan(span * 0.05);
  const shown = await reader.window();
  expect(shown.from).toBeLessThanOrEqual(Date.UTC(1884, 9, 22));
  expect(shown.to).toBeGreaterThanOrEqual(Date.UTC(1884, 9, 23));
  await page.keyboard.press('0');
  await expect.poll(() => reader.span()).toBeGreaterThan(span * 1.5);
});

test('Enter opens the event, Escape closes it, and the keyboard comes back', async ({ page }) => {
  const reader = await open(page);
  await page.keyboard.press('Home');
  await expect(title(reader)).toHaveText('Press prints');
  await page.keyboard.press('Enter');
  await expect(title(reader)).toBeFocused();
  await reader.root.getByRole('listbox').focus();
  await page.keyboard.press('Escape');
  await expect(reader.detail).toHaveCount(0);
  expect(await reader.root.evaluate((element) => (element as TimelineElement).selected)).toBeNull();
});

test('a slash goes to the search box, a question mark lists the keys', async ({ page }) => {
  const reader = await open(page);
  await page.keyboard.press('/');
  await expect(reader.search).toBeFocused();
  await expect(reader.search).toHaveValue('');
  await reader.root.getByRole('listbox').focus();
  await page.keyboard.press('?');
  const dialog = reader.root.getByRole('dialog', { name: 'Keys' });
  await expect(dialog).toBeVisible();
  for (const key of ['← →', '↑ ↓', 'Home End', 'PgUp PgDn', 'Enter', 'Esc', '+ −', '0', 'F', '/', '?']) {
    await expect(dialog.getByText(key, { exact: true })).toBeVisible();
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('keys mean nothing outside the timeline', async ({ page }) => {
  const reader = await open(page);
  const before = await reader.window();
  await page.getByRole('heading', { name: 'Made for a test' }).click();
  for (const key of ['+', '0', 'End', 'ArrowRight', '?', '/']) await page.keyboard.press(key);
  await expect(reader.root.getByRole('dialog')).toHaveCount(0);
  expect(await reader.window()).toEqual(before);
  await expect(reader.detail).toHaveCount(0);
});

test('the axis is one stop of the Tab key', async ({ page }) => {
  const reader = await open(page);
  await page.keyboard.press('Tab');
  await expect(reader.tray.getByRole('button').first()).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(reader.root.getByRole('listbox')).toBeFocused();
});

test('the list has the same keys', async ({ page }) => {
  const reader = await open(page);
  await reader.showList();
  await reader.list.focus();
  await page.keyboard.press('Home');
  await expect(title(reader)).toHaveText(String(ORDER[0]));
  await page.keyboard.press('ArrowDown');
  await expect(title(reader)).toHaveText(String(ORDER[1]));
  await page.keyboard.press('ArrowRight');
  await expect(title(reader)).toHaveText(String(ORDER[2]));
  await page.keyboard.press('ArrowUp');
  await expect(title(reader)).toHaveText(String(ORDER[1]));
  await page.keyboard.press('End');
  await expect(title(reader)).toHaveText(String(ORDER.at(-1)));
  await page.keyboard.press('Enter');
  await expect(title(reader)).toBeFocused();
});
