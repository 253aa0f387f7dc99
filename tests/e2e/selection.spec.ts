import { expect, test } from './fixtures.ts';
import { HISTORY, openDemo, openPage, UNDATED } from './reader.ts';

const jalawla = HISTORY.events.find(({ id }) => id === 'p09-jalawla');
const jazayeri = HISTORY.events.find(({ id }) => id === 'p06-jazayeri');

test('a click on a mark shows who says what of it, and when', async ({ page }) => {
  const reader = await openDemo(page);
  await reader.mark('The Second Battle of Tikrit').click();
  await expect(reader.detail.getByRole('heading', { name: 'The Second Battle of Tikrit' })).toBeVisible();
  await expect(reader.detail.locator('[part~="date"]')).toContainText(/March.*April 2015/);

  await reader.mark(String(jalawla?.title)).click();
  await expect(reader.detail.getByRole('heading', { name: String(jalawla?.title) })).toBeVisible();
  const date = reader.detail.locator('[part~="date"]');
  await expect(date, 'as computed').toContainText(/21.*22 August 2014/);
  await expect(date, 'what was added by the editor').toContainText('year inferred');
  await expect(date, 'as said').toContainText(String(jalawla?.date_text));
  await expect(date, 'as written').toContainText(String(jalawla?.date));
  const claims = reader.detail.locator('[part~="claims"]').getByRole('listitem');
  await expect(claims).toHaveCount(jalawla?.claims?.length ?? -1);
  for (const [index, claim] of (jalawla?.claims ?? []).entries()) {
    await expect(claims.nth(index)).toContainText(String(claim.status));
    await expect(claims.nth(index)).toContainText(claim.by ?? 'no name given');
    for (const citation of claim.citations ?? []) await expect(claims.nth(index)).toContainText(String(citation));
  }
  for (const { name } of jalawla?.places ?? []) await expect(reader.detail).toContainText(name);
  for (const actor of jalawla?.actor as string[]) await expect(reader.detail).toContainText(actor);
});

test('axis and list show the same selection', async ({ page }) => {
  const reader = await openDemo(page);
  const title = 'The Second Battle of Tikrit';
  await reader.mark(title).click();
  await expect(reader.root.locator('[role="option"][aria-selected="true"]')).toContainText(title);
  await reader.showList();
  const selected = reader.root.locator('[part~="row"][aria-selected="true"]');
  await expect(selected).toHaveCount(1);
  await expect(selected).toContainText(title);
  await expect(selected).toBeInViewport();

  await reader.rows.filter({ hasText: 'Quds Force said to be' }).click();
  await expect(selected).toContainText('Quds Force said to be');
  await expect(reader.detail.getByRole('heading', { level: 3 })).toContainText('Quds Force said to be');
  await reader.button('Axis').click();
  await expect(reader.root.locator('[role="option"][aria-selected="true"]')).toContainText('Quds Force said to be');
});

test('undated events have a place of their own, and a detail', async ({ page }) => {
  const reader = await openDemo(page);
  await expect(reader.tray.getByRole('heading')).toContainText(`Undated (${UNDATED})`);
  const more = reader.tray.getByRole('button', { name: /more undated/ });
  await more.click();
  const chips = reader.tray.getByRole('button', { pressed: false });
  await expect(reader.tray.getByRole('listitem')).toHaveCount(UNDATED + 1);
  await chips.filter({ hasText: String(jazayeri?.title) }).click();
  await expect(reader.detail.getByRole('heading', { name: String(jazayeri?.title) })).toBeVisible();
  await expect(reader.detail.locator('[part~="date"]')).toContainText(/undated/i);
  await expect(reader.tray.getByRole('button', { pressed: true })).toContainText(String(jazayeri?.title));
  await reader.showList();
  await expect(reader.root.locator('[part~="row"][aria-selected="true"]')).toContainText(String(jazayeri?.title));
});

test('an undated event says after what the text puts it, and leads there', async ({ page }) => {
  const reader = await openDemo(page);
  await reader.showList();
  await reader.search.fill('grave');
  await reader.rows.filter({ hasText: /grave/i }).first().click();
  await expect(reader.detail).toContainText('after');
  await reader.search.fill('');
  await reader.detail.getByRole('button', { name: /dissolves Iraq/ }).click();
  await expect(reader.detail.getByRole('heading', { level: 3 })).toContainText('dissolves Iraq');
});

test('previous and next in the panel, and closing it', async ({ page }) => {
  const reader = await openDemo(page);
  const start = 'Iranian soldiers said to help retake Jalawla';
  await expect(reader.detail.getByRole('heading', { level: 3 })).toHaveText(start);
  const place = reader.root.locator('[part~="neighbours"]');
  await expect(place).toContainText(new RegExp(`\\d+ of ${HISTORY.events.length}`));
  await place.getByRole('button', { name: /^Next/ }).click();
  await expect(reader.detail.getByRole('heading', { level: 3 })).not.toHaveText(start);
  await place.getByRole('button', { name: /^Previous/ }).click();
  await expect(reader.detail.getByRole('heading', { level: 3 })).toHaveText(start);
  await reader.detail.getByRole('button', { name: 'Close' }).click();
  await expect(reader.detail).toHaveCount(0);
});

test('a selection that no longer matches stays, and says so', async ({ page }) => {
  const reader = await openDemo(page);
  await reader.search.fill('kind:Picture');
  await expect(reader.root.getByText(/not among the matches/)).toBeAttached();
  await expect(reader.detail.getByRole('heading', { level: 3 })).toContainText('Jalawla');
});

test('rows by a field: the same marks in groups', async ({ page }) => {
  const reader = await openPage(page, {
    set: [
      { title: 'One', date: '2001', team: 'Red' },
      { title: 'Two', date: '2002', team: 'Blue' },
      { title: 'Three', date: '2003', team: 'Blue' },
    ],
  });
  await reader.settled();
  await reader.root.getByRole('combobox', { name: 'Rows by' }).selectOption({ label: 'Team' });
  await expect(reader.marks).toHaveCount(3);
  const y = async (title: string) => (await reader.mark(title).boundingBox())?.y ?? NaN;
  await expect.poll(async () => (await y('One')) !== (await y('Two'))).toBe(true);
});

test('what is inferred of a date is told wherever the date is, of sets of days too', async ({ page }) => {
  const events = [
    { title: 'Of a range', date: '[2014-06-11..2014-06-20]', date_inferred: ['year'] },
    { title: 'Of a day', date: '2015-02-03', date_inferred: ['month', 'year'] },
    { title: 'As written', date: '2016-02-03' },
  ];
  const reader = await (await openPage(page, { set: events })).settled();
  await expect(reader.mark('Of a range')).toContainText('(year inferred)');
  await expect(reader.mark('Of a day')).toContainText('(month and year inferred)');
  await expect(reader.mark('As written')).not.toContainText('inferred');
  await expect(reader.legend).toContainText('inferred');
  await reader.showList();
  await expect(reader.rows.filter({ hasText: 'Of a range' })).toContainText('(year inferred)');
  await expect(reader.rows.filter({ hasText: 'As written' })).not.toContainText('inferred');
});
