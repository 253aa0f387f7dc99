// What is shown of a set before all of it is there.
import { feedFirst, feedSlowly, twoParts } from './feeding.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { listen, openPage, type TimelineElement } from './reader.ts';

test('the first events are there before the last byte is, and what the reader does to them stays', async ({ page }) => {
  const { count, first, rest, totalBytes } = twoParts();
  const heard = await listen(page, ['progress']);
  const source = await feedSlowly(page, totalBytes);
  const reader = await openPage(page, { set: '', attributes: 'group-by="late" sort="-start"', height: 900 });
  await feedFirst(page, source.feed, first);
  await expect(reader.counts).toContainText(/^\d+ events/);
  await expect(reader.part('loading')).toContainText(/of .*B, [\d,]+ events so far/);
  await expect(reader.overview).toBeVisible();
  await expectAccessible(page);
  expect((await heard()).filter(({ type }) => type === 'ready')).toEqual([]);

  await reader.search.fill('kind:North');
  await expect(reader.counts).toContainText(/^\d+ of \d+ events/);
  await reader.root.evaluate((element) => (element as TimelineElement).setWindow(Date.UTC(1905), Date.UTC(1908)));
  await reader.mark('Event 60').click();
  await expect(reader.detail.getByRole('heading', { level: 3 })).toHaveText('Event 60');
  const window = await reader.window();

  await source.feed(rest);
  await source.end();
  await reader.matches(count / 2, count);
  await expect(reader.part('loading')).toHaveCount(0);
  await expect(reader.detail.getByRole('heading', { level: 3 })).toHaveText('Event 60');
  await expect(reader.search).toHaveValue('kind:North');
  expect(await reader.window()).toEqual(window);
  // What the attributes asked for and only the rest has.
  await expect(reader.root.getByRole('combobox', { name: 'Rows by' })).toHaveValue('late');
  const said = await heard();
  expect(said.filter(({ type }) => type === 'ready')).toHaveLength(1);
  const progress = said.filter(({ type }) => type === 'progress').map(({ detail }) => detail);
  expect(progress[0]).toMatchObject({ totalBytes });
  expect(progress.every((now, index) => index === 0 || now.bytes >= progress[index - 1].bytes)).toBe(true);
});

test('what is shown when the loading is cancelled stays', async ({ page }) => {
  const { count, first, rest } = twoParts();
  const source = await feedSlowly(page);
  const reader = await openPage(page, { set: '' });
  await feedFirst(page, source.feed, first);
  await expect(reader.counts).toContainText(/^\d+ events/);
  await reader.root.evaluate((element) => (element as TimelineElement).cancel());
  await expect(reader.part('loading')).toContainText('Loading was stopped');
  await reader.search.fill('kind:North');
  await expect(reader.counts).toContainText(/^\d+ of \d+ events/);
  await reader.button('Load again').click();
  await source.feed(first + rest);
  await source.end();
  await reader.matches(count / 2, count);
});
