import { expect, expectAccessible, test } from './fixtures.ts';
import { HISTORY, openDemo, openPage, type Reader, type SetEvent } from './reader.ts';
import { ENTRIES, isCertainlyIn, isPossiblyIn, SHELF, titlesWhere, type Entry } from './shelf.ts';

const total = ENTRIES.length;

async function openShelf(page: Parameters<typeof openPage>[0], attributes = ''): Promise<Reader> {
  const reader = await (await openPage(page, { set: SHELF, height: 1800, attributes })).settled();
  await reader.showList();
  return reader;
}

/** The list holds these and no others, and the count above agrees. */
async function expectTitles(reader: Reader, expected: string[], why: string): Promise<void> {
  await expect.poll(() => reader.titles(), { message: why }).toEqual(expected);
  await reader.matches(expected.length, total);
}

const has = (...parts: string[]) => (entry: Entry) => parts.some((part) => `${entry.title} ${entry.description ?? ''} ${entry.by ?? ''}`.toLowerCase().includes(part));

test('words, phrases, and words left out', async ({ page }) => {
  const reader = await openShelf(page);
  const searches: [string, (entry: Entry) => boolean][] = [
    ['harbour', has('harbour')],
    ['harb', has('harbour')],
    ['HARBOUR', has('harbour')],
    ['"harbour chain"', ({ title }) => title === 'Castle falls'],
    ['castle', has('castle')],
    ['castle osaka', ({ title }) => title === 'Ōsaka castle'],
    ['-castle', (entry) => !has('castle')(entry)],
    ['castle -osaka', ({ title }) => title === 'Castle falls'],
    ['echelle', ({ title }) => title.startsWith('échelle')],
    ['angstrom', ({ title }) => title.startsWith('Ångström')],
  ];
  for (const [text, keep] of searches) {
    await reader.search.fill(text);
    await expectTitles(reader, titlesWhere(keep), text);
  }
  await reader.button('Clear the search').click();
  await reader.matches(total, total);
  await expect(reader.search).toHaveValue('');
});

test('fields, numbers and time in the search box', async ({ page }) => {
  const reader = await openShelf(page);
  const searches: [string, (entry: Entry) => boolean][] = [
    ['kind:Science', ({ kind }) => kind.includes('Science')],
    ['kind:Science,War', ({ kind }) => kind.includes('Science') || kind.includes('War')],
    ['kind:Science+Music', ({ kind }) => kind.includes('Science') && kind.includes('Music')],
    ['-kind:Science', ({ kind }) => !kind.includes('Science')],
    ['claimant:"The Tribune" status:alleged', ({ by, status }) => by === 'The Tribune' && status === 'alleged'],
    ['size:>=180', ({ size }) => size !== undefined && size >= 180],
    ['size:3..25', ({ size }) => size !== undefined && size >= 3 && size <= 25],
    ['is:undated', ({ bounds }) => bounds === undefined],
    ['before:1583', (entry) => isPossiblyIn(entry, '0001-01-01', '1583-01-01')],
    ['after:1889-06', (entry) => isPossiblyIn(entry, '1889-07-01', '2500-01-01')],
    ['during:1889-06', (entry) => isPossiblyIn(entry, '1889-06-01', '1889-07-01')],
    ['during:1889-06 is:certain', (entry) => isCertainlyIn(entry, '1889-06-01', '1889-07-01')],
    ['during:1750', (entry) => isPossiblyIn(entry, '1750-01-01', '1751-01-01')],
    ['during:1750 is:certain', (entry) => isCertainlyIn(entry, '1750-01-01', '1751-01-01')],
    ['kind:War after:1500 -osaka', ({ title }) => title === 'Hunger winter'],
  ];
  for (const [text, keep] of searches) {
    await reader.search.fill(text);
    const expected = titlesWhere(keep);
    if (expected.length > 0) await expectTitles(reader, expected, text);
    else await expect(reader.part('no-match'), text).toBeVisible();
  }
});

test('what is wrong in a query is said with its place, and the rest applies', async ({ page }) => {
  const reader = await openShelf(page);
  await reader.search.fill('kind:Music before:sometime');
  await expect(reader.root.getByRole('alert')).toContainText('sometime');
  await expect(reader.root.getByRole('alert').locator('mark').first()).toHaveText(/sometime/);
  await expectTitles(reader, titlesWhere(({ kind }) => kind.includes('Music')), 'the rest');
  await expect(reader.search).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page);
  await reader.search.fill('kind:Music');
  await expect(reader.root.getByRole('alert')).toHaveCount(0);
});

test('facets: any, all, left out, and counts that go along', async ({ page }) => {
  const reader = await openShelf(page);
  const kindIs = (...wanted: string[]) => ({ kind }: Entry) => wanted.some((value) => kind.includes(value));
  await reader.value('Kind', 'Science').click();
  await expectTitles(reader, titlesWhere(kindIs('Science')), 'one value');
  await expect(reader.value('Kind', 'Science')).toBeChecked();
  await expect(reader.search).toHaveValue('kind:Science');

  await reader.value('Kind', 'Music').click();
  await expectTitles(reader, titlesWhere(kindIs('Science', 'Music')), 'either of two');
  await reader.facet('Kind').getByRole('button', { name: 'all of them' }).click();
  await expectTitles(reader, titlesWhere(({ kind }) => kind.includes('Science') && kind.includes('Music')), 'both of two');

  await reader.button('Clear Kind').click();
  await reader.matches(total, total);
  await reader.facet('Kind').getByRole('listitem').filter({ hasText: 'Science' }).hover();
  await reader.facet('Kind').getByRole('button', { name: 'Exclude Science' }).click();
  await expectTitles(reader, titlesWhere(({ kind }) => !kind.includes('Science')), 'left out');
  await expect(reader.value('Kind', 'Science')).toHaveAccessibleName(/excluded$/);

  await reader.button('Clear all filters').click();
  await reader.value('Kind', 'War').click({ modifiers: ['Alt'] });
  await expectTitles(reader, titlesWhere(({ kind }) => !kind.includes('War')), 'left out by Alt');
  await expect(reader.value('Kind', 'War')).not.toBeChecked();
  await reader.button('Clear all filters').click();
  await reader.value('Who says so', 'The Tribune').click();
  await expectTitles(reader, titlesWhere(({ by }) => by === 'The Tribune'), 'by claimant');
  // Its own filter does not count against a field; every other does.
  const alleged = titlesWhere(({ by, status }) => by === 'The Tribune' && status === 'alleged').length;
  await expect(reader.value('How sure', 'alleged')).toHaveAccessibleName(`alleged, ${alleged}`);
  const passengers = titlesWhere(({ by }) => by === 'A passenger').length;
  await expect(reader.value('Who says so', 'A passenger')).toHaveAccessibleName(`A passenger, ${passengers}`);
});

test('a value chosen by the keyboard', async ({ page }) => {
  const reader = await openShelf(page);
  await reader.value('Kind', 'War').focus();
  await page.keyboard.press('Space');
  await expectTitles(reader, titlesWhere(({ kind }) => kind.includes('War')), 'by Space');
  await page.keyboard.press('Space');
  await reader.matches(total, total);
});

test('a range of numbers', async ({ page }) => {
  const reader = await openShelf(page);
  await reader.facet('Size').getByLabel('Size: at least').pressSequentially('8');
  await page.keyboard.press('Tab');
  await expectTitles(reader, titlesWhere(({ size }) => size !== undefined && size >= 8), 'at least');
  await reader.facet('Size').getByLabel('Size: at most').pressSequentially('180');
  await page.keyboard.press('Tab');
  await expectTitles(reader, titlesWhere(({ size }) => size !== undefined && size >= 8 && size <= 180), 'a range');
});

test('only this window, only certain', async ({ page }) => {
  const reader = await openPage(page, { set: SHELF, height: 1000, attributes: 'start="1750" end="1850"' });
  await reader.settled();
  const [from, to] = ['1750-01-01', '1851-01-01'];
  const possible = ENTRIES.filter((entry) => isPossiblyIn(entry, from, to));
  const certain = ENTRIES.filter((entry) => isCertainlyIn(entry, from, to));
  expect(possible.length).toBeGreaterThan(certain.length);
  await reader.root.getByRole('checkbox', { name: 'Only this window' }).check();
  await reader.matches(possible.length, total);
  await expect(reader.counts).toContainText(`${certain.length} for certain, ${possible.length - certain.length} possibly`);
  await reader.root.getByRole('checkbox', { name: 'Only certain' }).check();
  await reader.matches(certain.length, total);
  await reader.root.getByRole('checkbox', { name: 'Only this window' }).uncheck();
  await reader.matches(total, total);
});

test('only certain brings the window along', async ({ page }) => {
  const reader = await openPage(page, { set: SHELF, height: 1000, attributes: 'start="1750" end="1850"' });
  await reader.settled();
  await reader.root.getByRole('checkbox', { name: 'Only certain' }).check();
  await reader.matches(ENTRIES.filter((entry) => isCertainlyIn(entry, '1750-01-01', '1851-01-01')).length, total);
  await expect(reader.root.getByRole('checkbox', { name: 'Only this window' })).toBeChecked();
});

test('a click on the legend filters by its colour', async ({ page }) => {
  const reader = await openDemo(page);
  const statements = HISTORY.events.filter(({ kind }) => kind === 'Statement').length;
  const entry = reader.legend.getByRole('button', { name: /^Statement/ });
  await expect(entry).toContainText(String(statements));
  await entry.click();
  await expect(entry).toHaveAttribute('aria-pressed', 'true');
  await reader.matches(statements, HISTORY.events.length);
  await expect(reader.value('Kind', 'Statement')).toBeChecked();
});

test('an actor stands for those within it, and is found by another name', async ({ page }) => {
  const reader = await openDemo(page);
  const vocabulary = (HISTORY.vocabularies as Record<string, { name: string; aliases?: string[]; broader?: string | string[] }[]>).actor ?? [];
  const broader = new Map(vocabulary.map((entry) => [entry.name, [entry.broader ?? []].flat()]));
  const isIn = (name: string, wanted: string): boolean => name === wanted || (broader.get(name) ?? []).some((up) => isIn(up, wanted));
  const actors = (event: SetEvent) => [event.actor ?? []].flat() as string[];
  const count = (wanted: string) => HISTORY.events.filter((event) => actors(event).some((name) => isIn(name, wanted))).length;
  const narrower = vocabulary.find((entry) => (broader.get(entry.name) ?? []).length > 0 && count(entry.name) > 0);
  const wide = narrower && broader.get(narrower.name)?.[0];
  expect(wide).toBeDefined();
  await reader.search.fill(`actor:"${wide}"`);
  await reader.matches(count(String(wide)), HISTORY.events.length);
  const known = vocabulary.find((entry) => (entry.aliases ?? []).length > 0 && count(entry.name) > 0);
  await reader.search.fill(`actor:"${known?.aliases?.[0]}"`);
  await reader.matches(count(String(known?.name)), HISTORY.events.length);
});

test('how events are dated is a filter', async ({ page }) => {
  const reader = await openShelf(page);
  const facet = reader.facet('How dated');
  const undated = facet.getByRole('checkbox', { name: /^undated/i });
  await undated.click();
  await expectTitles(reader, titlesWhere(({ bounds }) => bounds === undefined), 'undated');
  await undated.click();
  await facet.getByRole('checkbox', { name: /^approximate/i }).click();
  await expectTitles(reader, titlesWhere(({ date }) => date?.includes('~') ?? false), 'approximate');
});

test('no match says which filters leave none, and how to let them go', async ({ page }) => {
  const reader = await openShelf(page);
  await reader.search.fill('kind:Music zeppelin');
  const notice = reader.part('no-match');
  await expect(notice).toContainText('Kind: Music');
  await expect(notice).toContainText('zeppelin');
  await expectAccessible(page);
  await notice.getByRole('button', { name: 'Clear all filters' }).click();
  await reader.matches(total, total);
  await expect(reader.rows.first()).toBeVisible();
});

test.describe('a list of values in the hands of the keyboard', () => {
  const stops = (reader: Reader, facet: string) => reader.facet(facet).evaluate((element) => [...element.querySelectorAll<HTMLElement>('.values input, .values button')].filter(({ tabIndex }) => tabIndex === 0).length);

  test('is one tab stop; arrows, Home and End go from value to value', async ({ page }) => {
    const reader = await openShelf(page);
    const boxes = reader.facet('Kind').getByRole('checkbox');
    expect(await boxes.count()).toBeGreaterThan(3);
    expect(await stops(reader, 'Kind')).toBe(1);
    await reader.facet('Kind').getByRole('button', { name: 'Kind' }).focus();
    await page.keyboard.press('Tab');
    await expect(boxes.first()).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await expect(boxes.first()).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(boxes.nth(2)).toBeFocused();
    await page.keyboard.press('Space');
    await expect(boxes.nth(2)).toBeChecked();
    await expect(boxes.nth(2)).toBeFocused();
    await page.keyboard.press('End');
    await expect(boxes.last()).toBeFocused();
    await page.keyboard.press('Home');
    await expect(boxes.first()).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await expect(reader.facet('Kind').locator('.values :focus')).toHaveCount(0);
    await page.keyboard.press('Shift+Tab');
    await expect(boxes.nth(1), 'the way back leads to where one was').toBeFocused();
    expect(await stops(reader, 'Kind')).toBe(1);
  });

  test('leads sideways to the button that excludes, and says so', async ({ page }) => {
    const reader = await openShelf(page);
    const values = reader.facet('Kind').getByRole('toolbar');
    await expect(values).toHaveAccessibleDescription(/excludes/);
    await reader.value('Kind', 'Science').focus();
    await page.keyboard.press('ArrowRight');
    await expect(reader.button('Exclude Science')).toBeFocused();
    await page.keyboard.press('Enter');
    await expectTitles(reader, titlesWhere(({ kind }) => !kind.includes('Science')), 'without Science');
    await expect(reader.button('Exclude Science')).toBeFocused();
    await page.keyboard.press('ArrowLeft');
    await expect(reader.value('Kind', 'Science')).toBeFocused();
    await expectAccessible(page);
  });
});

test('a number in the query is written as people write it', async ({ page }) => {
  const reader = await openShelf(page);
  await reader.facet('Size').getByRole('spinbutton').first().pressSequentially('50000');
  await page.keyboard.press('Tab');
  await expect(reader.search).toHaveValue('size:>=50000');
});
