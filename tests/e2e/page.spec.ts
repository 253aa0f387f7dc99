import { expect, test } from './fixtures.ts';
import { listen, openPage, type Reader, type TimelineElement } from './reader.ts';
import { ENTRIES, SHELF, titlesSorted, titlesWhere } from './shelf.ts';

test.use({ viewport: { width: 1280, height: 2100 } });

const open = async (page: Parameters<typeof openPage>[0], attributes = 'start="1700" end="1949"') =>
  (await openPage(page, { set: SHELF, height: 1800, attributes })).settled();

const call = <T>(reader: Reader, what: (element: TimelineElement) => T | Promise<T>): Promise<T> =>
  reader.root.evaluate(what as (element: SVGElement | HTMLElement) => T);

const title = (reader: Reader) => reader.detail.getByRole('heading', { level: 3 });

test('a reader’s actions are told as events; a program’s are not', async ({ page }) => {
  const heard = await listen(page);
  const reader = await open(page);
  const told = async () => (await heard()).filter(({ type }) => type !== 'ready');

  await test.step('a program', async () => {
    await call(reader, async (element) => {
      element.setWindow(Date.UTC(1800, 0), Date.UTC(1900, 0));
      await element.focusEvent('dam-breaks');
      await element.next();
      await element.previous();
      await element.goTo('1850');
      await element.fit();
      element.q = 'castle';
      element.sort = '-title';
      element.colorBy = 'kind';
    });
    await reader.matches(2, ENTRIES.length);
    await call(reader, (element) => void (element.q = ''));
    await reader.matches(ENTRIES.length, ENTRIES.length);
    expect(await told()).toEqual([]);
  });

  await test.step('a window moved', async () => {
    await reader.root.getByRole('listbox').focus();
    await page.keyboard.press('+');
    await expect.poll(async () => (await told()).map(({ type }) => type)).toEqual(['rangechange', 'rangechanged']);
    const { from, to } = await reader.window();
    for (const { bubbles, composed, detail } of await told()) {
      expect({ bubbles, composed }).toEqual({ bubbles: true, composed: true });
      expect(detail).toEqual({ from, to });
    }
  });

  await test.step('a filter typed', async () => {
    await reader.search.fill('kind:War');
    await expect.poll(async () => (await told()).at(-1)?.type).toBe('filterchange');
    const last = (await told()).at(-1);
    expect(last).toMatchObject({ bubbles: true, composed: true });
    expect(last?.detail.q).toContain('kind:War');
    expect(last?.detail.query.facets).toEqual([{ field: 'kind', mode: 'any', values: ['War'] }]);
  });

  await test.step('an event chosen, and let go', async () => {
    await reader.showList();
    await reader.rows.filter({ hasText: 'Castle falls' }).click();
    await expect.poll(async () => (await told()).at(-1)?.type).toBe('itemselect');
    const last = (await told()).at(-1);
    expect(last).toMatchObject({ bubbles: true, composed: true, detail: { id: 'castle-falls', event: { title: 'Castle falls' } } });
    await reader.detail.getByRole('button', { name: 'Close' }).click();
    await expect.poll(async () => (await told()).at(-1)?.detail.id).toBeNull();
  });
});

test('a drag tells of each move, and once of its end', async ({ page }) => {
  const heard = await listen(page);
  const reader = await open(page);
  const box = await reader.axis.boundingBox();
  if (!box) throw new Error('the axis has no box');
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height - 6);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height - 6, { steps: 6 });
  const types = async () => (await heard()).map(({ type }) => type).filter((type) => type !== 'ready');
  await expect.poll(async () => (await types()).length).toBeGreaterThan(0);
  expect(new Set(await types())).toEqual(new Set(['rangechange']));
  await page.mouse.up();
  await expect.poll(async () => (await types()).filter((type) => type === 'rangechanged')).toHaveLength(1);
});

test('setWindow, getWindow, fit, goTo', async ({ page }) => {
  const reader = await open(page);
  await call(reader, (element) => element.setWindow(0, 1000 * 86_400_000));
  expect(await reader.window()).toEqual({ from: 0, to: 1000 * 86_400_000 });
  await call(reader, (element) => {
    element.setWindow(5, 5);
    element.setWindow(Number.NaN, 7);
    element.setWindow(Number.NEGATIVE_INFINITY, 7);
  });
  expect(await reader.window()).toEqual({ from: 0, to: 1000 * 86_400_000 });

  expect(await call(reader, (element) => element.goTo('1884-10-22'))).toBe(true);
  const { from, to } = await reader.window();
  expect((from + to) / 2).toBe(Date.UTC(1884, 9, 22));
  expect(to - from).toBe(1000 * 86_400_000);
  expect(await call(reader, (element) => element.goTo('no date'))).toBe(false);

  await call(reader, (element) => element.fit());
  const fitted = await reader.window();
  expect(fitted.from).toBeLessThan(Date.UTC(1450, 0));
  expect(fitted.to).toBeGreaterThan(Date.UTC(1945, 5));
});

test('focusEvent, next, previous, selected', async ({ page }) => {
  const reader = await open(page);
  const order = titlesSorted('earliest start', false);
  expect(await call(reader, (element) => element.focusEvent('dam-breaks'))).toBe(true);
  await expect(title(reader)).toHaveText('Dam breaks');
  expect(await reader.span()).toBeLessThan(366 * 86_400_000);
  const at = order.indexOf('Dam breaks');
  await call(reader, (element) => element.next());
  await expect(title(reader)).toHaveText(String(order[at + 1]));
  await call(reader, (element) => element.previous());
  await expect(title(reader)).toHaveText('Dam breaks');
  expect(await call(reader, (element) => element.focusEvent('nowhere'))).toBe(false);
  await expect(title(reader)).toHaveText('Dam breaks');
  expect(await call(reader, (element) => element.selected)).toBe('dam-breaks');
  await call(reader, (element) => void (element.selected = 'great-comet'));
  await expect(title(reader)).toHaveText('Great comet');
  await call(reader, (element) => void (element.selected = null));
  await expect(reader.detail).toHaveCount(0);
});

test('when a method is done, the properties say what came of it', async ({ page }) => {
  const reader = await open(page);
  const order = titlesSorted('earliest start', false);
  const told = await call(reader, async (element) => {
    const found = await element.focusEvent('dam-breaks');
    const first = element.selected;
    await element.next();
    const second = element.selected;
    await element.previous();
    return [found, first, second, element.selected];
  });
  expect([told[0], told[1], told[3]]).toEqual([true, 'dam-breaks', 'dam-breaks']);
  await call(reader, (element) => element.next());
  await expect(title(reader)).toHaveText(String(order[order.indexOf('Dam breaks') + 1]));
  expect(await call(reader, (element) => element.selected)).toBe(told[2]);
});

test('attributes say what to begin with', async ({ page }) => {
  const reader = await openPage(page, {
    set: SHELF, height: 1800,
    attributes: 'q="kind:Science" sort="-title" layout="list" selected="great-comet" color-by="kind" group-by="kind" theme="dark"',
  });
  const science = titlesSorted('title', true).filter((wanted) => titlesWhere(({ kind }) => kind.includes('Science')).includes(wanted));
  await expect.poll(() => reader.titles()).toEqual(science);
  await expect(title(reader)).toHaveText('Great comet');
  await expect(reader.value('Kind', 'Science')).toBeChecked();
  await expect(reader.legend.getByRole('button', { name: /^Science/ })).toHaveAttribute('aria-pressed', 'true');
  await expect(reader.root.getByRole('combobox', { name: 'Sort' })).toHaveValue('title');
  await expect(reader.root.getByRole('combobox', { name: 'Colour by' })).toHaveValue('kind');
  await reader.button('Axis').click();
  await expect(reader.root.getByRole('combobox', { name: 'Rows by' })).toHaveValue('kind');
});

test('start and end are the window to begin with', async ({ page }) => {
  const reader = await open(page, 'start="1800" end="1850-06"');
  expect(await reader.window()).toEqual({ from: Date.UTC(1800, 0), to: Date.UTC(1850, 6) });
});

test('a field of more values than there may be groups heads none', async ({ page }) => {
  const events = Array.from({ length: 1_000 }, (_, at) => ({ title: `Event ${at}`, date: '2001', few: [`few ${at % 999}`], many: [`many ${at}`] }));
  const reader = await (await openPage(page, { set: { events }, attributes: 'group-by="many"' })).ready();
  const rows = reader.root.getByRole('combobox', { name: 'Rows by' });
  await expect(rows).toHaveValue('');
  await expect(rows.locator('option[value="many"]')).toHaveCount(0);
  await rows.selectOption('few');
  await expect(rows).toHaveValue('few');
  await reader.set({ groupBy: 'many' });
  await expect(rows).toHaveValue('');
  await expect(reader.part('error')).toHaveCount(0);
  await expect(reader.root.getByRole('combobox', { name: 'Colour by' }).locator('option[value="many"]')).toHaveCount(1);
});

test('properties say what is now, and follow the reader', async ({ page }) => {
  const reader = await open(page);
  await reader.set({ layout: 'list' });
  await expect(reader.list).toBeVisible();
  await reader.set({ sort: 'title' });
  await expect.poll(() => reader.titles()).toEqual(titlesSorted('title', false));
  await reader.set({ q: 'castle' });
  await reader.matches(2, ENTRIES.length);
  await expect(reader.search).toHaveValue(/castle/);

  await reader.button('Clear the search').click();
  await reader.value('Kind', 'War').click();
  await expect.poll(() => call(reader, (element) => element.q)).toContain('kind:War');
  await reader.sortBy('title');
  await reader.button(/^Sort: ascending/).click();
  await expect.poll(() => call(reader, (element) => element.sort)).toBe('-title');
  await reader.rows.first().click();
  await expect.poll(() => call(reader, (element) => element.selected)).toBe('ōsaka-castle');
  await reader.button('Axis').click();
  await expect.poll(() => call(reader, (element) => element.layout)).toBe('axis');
});

test('data stands in for src: an object, text, bytes', async ({ page }) => {
  const reader = await open(page, '');
  await reader.set({ data: { title: 'By hand', events: [{ title: 'One', date: '2001' }, { title: 'Two', date: '2002' }] } });
  await expect(reader.root.getByRole('heading', { name: 'By hand' })).toBeVisible();
  await reader.matches(2, 2);
  await reader.set({ data: '[{"title":"Of text","date":"2003"}]' });
  await reader.matches(1, 1);
  await expect(reader.mark('Of text')).toBeAttached();
  await call(reader, (element) => void (element.data = new TextEncoder().encode('[{"title":"Of bytes","start":0,"end":1000}]')));
  await expect(reader.mark('Of bytes')).toBeAttached();
});

test('another src is another set', async ({ page }) => {
  const reader = await open(page);
  await page.route('**/other.json', (route) => route.fulfill({ contentType: 'application/json', body: '{"title":"Other","events":[{"title":"Lone","date":"1999"}]}' }));
  await reader.set({ src: 'other.json' });
  await expect(reader.root.getByRole('heading', { name: 'Other' })).toBeVisible();
  await reader.matches(1, 1);
});

test('an element that is moved keeps its set, one that is taken out and put back opens it again', async ({ page }) => {
  const reader = await open(page);
  await reader.search.fill('castle');
  await reader.matches(2, ENTRIES.length);
  await call(reader, (element) => document.querySelector('main')?.prepend(element));
  await reader.matches(2, ENTRIES.length);
  await expect(reader.search).toHaveValue('castle');
  await page.evaluate(async () => {
    const element = document.querySelector('event-timeline');
    const parent = element?.parentElement;
    element?.remove();
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (element) parent?.append(element);
  });
  await reader.matches(2, ENTRIES.length);
  await expect(reader.search).toHaveValue('castle');
});

test('a page may give the element its colours, and only the element', async ({ page }) => {
  const reader = await open(page);
  const background = () => reader.part('base').evaluate((base) => getComputedStyle(base).backgroundColor);
  const body = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await call(reader, (element) => element.style.setProperty('--event-timeline-surface', 'rgb(1, 2, 3)'));
  await expect.poll(background).toBe('rgb(1, 2, 3)');
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(body);
});
