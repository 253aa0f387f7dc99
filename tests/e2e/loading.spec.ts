import { expect, test } from './fixtures.ts';
import { HISTORY, listen, openDemo, openPage, Reader, UNDATED } from './reader.ts';
import { SHELF } from './shelf.ts';

const events = HISTORY.events.length;

test('the demo opens both sets, with their counts', async ({ page }) => {
  const history = await openDemo(page);
  await history.matches(events, events);
  await expect(history.counts).toContainText(`${UNDATED} undated`);
  await expect(history.root.getByRole('heading', { name: String(HISTORY.title) })).toBeVisible();
  const second = new Reader(page, '#every-kind');
  await second.root.scrollIntoViewIfNeeded();
  await second.settled();
  await expect(second.counts).toContainText('54 events');
});

test("the page's own list stands there while the set is on its way, and goes when it has come", async ({ page }) => {
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const inside = '<ol><li><time datetime="1884-10-22">22 October 1884</time>: a meridian</li></ol>';
  const reader = await openPage(page, { set: SHELF, inside, after: arrived });
  const own = reader.root.getByText('22 October 1884');
  await expect(own).toBeVisible();
  await expect(reader.part('loading')).toContainText('Loading events…');
  arrive();
  await reader.settled();
  await expect(own).toBeHidden();
  await expect(reader.part('loading')).toHaveCount(0);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test("the page's own list is read", async ({ page }) => {
    // Firefox, driven by the standard protocol, runs scripts all the same: there it gets none to run.
    await page.route('**/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
    await page.goto('./');
    const own = page.locator('#history > ol > li');
    await expect(own).toHaveCount(6);
    await expect(own.last()).toBeVisible();
    await expect(page.locator('#history time').first()).toHaveAttribute('datetime', '2014-06-11');
    await expect(page.getByRole('heading', { name: 'event-timeline', exact: true })).toBeVisible();
  });
});

test('a set that opens says so once, with its diagnostics', async ({ page }) => {
  const heard = await listen(page);
  const reader = await openPage(page, { set: { ...SHELF, events: [...SHELF.events, { title: 'Wrong', date: 'the day after' }] } });
  await reader.settled();
  const said = await heard();
  expect(said.map(({ type }) => type)).toEqual(['ready']);
  expect(said[0]).toMatchObject({ bubbles: true, composed: true, detail: { count: SHELF.events.length + 1 } });
  expect(said[0]?.detail.diagnostics).toHaveLength(1);
});
