/** What a page asks of a timeline before its set is there. */

import { expect, test } from './fixtures.ts';
import { openPage, type TimelineElement } from './reader.ts';
import { SHELF } from './shelf.ts';

test('methods called before the set is open wait for it, in the order of the calls', async ({ page }) => {
  let release = (): void => undefined;
  const after = new Promise<void>((resolve) => (release = resolve));
  const reader = await openPage(page, { set: SHELF, after, attributes: 'start="1700" end="1949"' });
  const answers = reader.root.evaluate(async (element) => {
    await customElements.whenDefined('event-timeline');
    const timeline = element as TimelineElement;
    timeline.setWindow(Date.UTC(1500), Date.UTC(1600));
    const found = timeline.focusEvent(timeline.id || 'none of that id');
    const gone = timeline.goTo('1889-06');
    return Promise.all([found, gone, timeline.next()]);
  });
  await expect(reader.root.getByText('Loading events…')).toBeVisible();
  release();
  expect(await answers).toEqual([false, true, undefined]);
  await expect(reader.detail).toBeVisible();
});

test('methods of an element that is not on the page yet wait until it is, and has a set', async ({ page }) => {
  const reader = await (await openPage(page, { set: SHELF })).settled();
  const shown = await page.evaluate(async () => {
    const timeline = document.createElement('event-timeline') as TimelineElement;
    timeline.id = 'made';
    timeline.data = [{ id: 'a', title: 'First', date: '1900' }, { id: 'b', title: 'Second', date: '1950' }];
    const asked = timeline.focusEvent('b');
    document.body.append(timeline);
    return asked;
  });
  expect(shown).toBe(true);
  await expect(page.locator('#made').locator('[part~="event-title"]')).toHaveText('Second');
  await expect(reader.counts).toContainText('events');
});

test('a call waits for the set that is asked for last', async ({ page }) => {
  const reader = await openPage(page, { set: SHELF, after: new Promise(() => undefined) });
  const found = await reader.root.evaluate(async (element) => {
    await customElements.whenDefined('event-timeline');
    const timeline = element as TimelineElement;
    const asked = timeline.focusEvent('later');
    timeline.src = null;
    timeline.data = [{ id: 'later', title: 'Later', date: '1900' }];
    return asked;
  });
  expect(found).toBe(true);
});
