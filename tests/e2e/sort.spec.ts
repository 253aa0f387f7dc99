import { expect, test } from './fixtures.ts';
import { openPage } from './reader.ts';
import { SHELF, SORT_KEYS, titlesSorted } from './shelf.ts';

test('each entry of the sort menu orders the list, in both directions', async ({ page }) => {
  const reader = await (await openPage(page, { set: SHELF, height: 1800 })).settled();
  await reader.showList();
  const menu = reader.root.getByRole('combobox', { name: 'Sort' });
  const offered = await menu.getByRole('option').allTextContents();
  expect(offered).toEqual(expect.arrayContaining(Object.keys(SORT_KEYS)));
  for (const label of Object.keys(SORT_KEYS)) {
    await reader.sortBy(label);
    await expect.poll(() => reader.titles(), { message: `${label}, ascending` }).toEqual(titlesSorted(label, false));
    await reader.button(/^Sort: ascending/).click();
    await expect.poll(() => reader.titles(), { message: `${label}, descending` }).toEqual(titlesSorted(label, true));
    await reader.button(/^Sort: descending/).click();
  }
});

test('the heads of the columns sort too, and say how', async ({ page }) => {
  const reader = await (await openPage(page, { set: SHELF, height: 1800 })).settled();
  await reader.showList();
  await reader.button(/^What/).click();
  await expect.poll(() => reader.titles()).toEqual(titlesSorted('title', false));
  await expect(reader.root.getByRole('columnheader', { name: /^What/ })).toHaveAttribute('aria-sort', 'ascending');
  await reader.button(/^What/).click();
  await expect.poll(() => reader.titles()).toEqual(titlesSorted('title', true));
  await expect(reader.root.getByRole('columnheader', { name: /^What/ })).toHaveAttribute('aria-sort', 'descending');
  await expect(reader.search).toHaveValue('sort:-title');
});

test('the order asked for in the search box is the order of the list', async ({ page }) => {
  const reader = await (await openPage(page, { set: SHELF, height: 1800 })).settled();
  await reader.showList();
  await reader.search.fill('sort:-size');
  await expect.poll(() => reader.titles()).toEqual(titlesSorted('Size', true));
  await expect(reader.root.getByRole('combobox', { name: 'Sort' })).toHaveValue('size');
});

test('the list shows the values that it is sorted by', async ({ page }) => {
  const reader = await (await openPage(page, { set: SHELF, height: 1800, attributes: 'layout="list" sort="-size"' })).ready();
  const cells = () => reader.root.locator('[part~="row"] .sorted').allTextContents();
  const sizes = SHELF.events.flatMap(({ size }) => (typeof size === 'number' ? [size] : [])).sort((a, b) => b - a);
  await expect(reader.root.getByRole('columnheader', { name: /^Size/ })).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(async () => (await cells()).filter(Boolean)).toEqual(sizes.map((size) => new Intl.NumberFormat('en').format(size)));
  expect((await cells()).slice(0, sizes.length)).not.toContain('');
  await reader.sortBy('Kind');
  await expect(reader.root.locator('[part~="row"] .sorted').first()).toHaveText('War');
  await reader.sortBy('title');
  await expect(reader.root.locator('[part~="row"] .sorted')).toHaveCount(0);
  await reader.sortBy('Who says so');
  await expect(reader.root.getByRole('columnheader', { name: /^Who says so/ })).toHaveCount(1);
});
