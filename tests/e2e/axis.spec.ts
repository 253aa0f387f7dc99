import type { Locator, Page } from '@playwright/test';
import { expect, show, test } from './fixtures.ts';
import { set } from './set.ts';

interface Window { from: number; to: number }
type Element = HTMLElement & { getWindow(): Window | null; setWindow(from: number, to: number): void; selected: string | null };

const windowOf = (timeline: Locator) => timeline.evaluate((element) => (element as Element).getWindow() as Window);
const selectedOf = (timeline: Locator) => timeline.evaluate((element) => (element as Element).selected);
const width = ({ from, to }: Window) => to - from;

/** The axis with the focus and a known window, the events it fires written down. */
async function axis(page: Page): Promise<Locator> {
  const timeline = await show(page, set);
  await timeline.evaluate((element) => {
    (element as Element).setWindow(Date.UTC(2014, 0), Date.UTC(2015, 0));
    const fired: string[] = [];
    Object.assign(window, { fired });
    for (const name of ['rangechange', 'rangechanged', 'itemselect', 'filterchange']) {
      document.addEventListener(name, () => fired.push(name));
    }
  });
  await timeline.getByRole('listbox').focus();
  return timeline;
}

const fired = (page: Page) => page.evaluate(() => (window as unknown as { fired: string[] }).fired);

test('keys zoom, move and fit', async ({ page }) => {
  const timeline = await axis(page);
  const before = await windowOf(timeline);
  await page.keyboard.press('+');
  await expect.poll(async () => width(await windowOf(timeline))).toBeLessThan(width(before));
  await page.keyboard.press('-');
  await expect.poll(async () => Math.abs(width(await windowOf(timeline)) / width(before) - 1)).toBeLessThan(0.01);
  await page.keyboard.press('PageDown');
  await expect.poll(async () => (await windowOf(timeline)).from).toBeGreaterThan(before.from);
  await page.keyboard.press('0');
  await expect.poll(async () => (await windowOf(timeline)).from).toBeLessThan(Date.UTC(2014, 0, 10));
  expect(await fired(page)).toContain('rangechanged');
});

test('the wheel zooms with Ctrl only, at the pointer, and moves with Shift', async ({ page }) => {
  const timeline = await axis(page);
  const box = (await timeline.locator('[part=axis]').boundingBox())!;
  const before = await windowOf(timeline);
  await page.mouse.move(box.x + box.width / 4, box.y + box.height / 2);
  await page.mouse.wheel(0, -200);
  await page.waitForTimeout(200);
  expect(await windowOf(timeline)).toEqual(before);
  expect(await fired(page)).toEqual([]);

  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
  await expect.poll(async () => width(await windowOf(timeline))).toBeLessThan(width(before) * 0.9);
  const zoomed = await windowOf(timeline);
  const under = (window: Window) => window.from + width(window) / 4;
  expect(Math.abs(under(zoomed) - under(before)) / width(before)).toBeLessThan(0.02);

  await page.keyboard.down('Shift');
  await page.mouse.wheel(0, 200);
  await page.keyboard.up('Shift');
  await expect.poll(async () => (await windowOf(timeline)).from).not.toBe(zoomed.from);
});

test('a sideways drag moves the axis', async ({ page }) => {
  const timeline = await axis(page);
  const before = await windowOf(timeline);
  const box = (await timeline.locator('[part=axis]').boundingBox())!;
  const y = box.y + box.height - 20;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 - 60, y, { steps: 4 });
  await page.mouse.move(box.x + box.width / 2 - 120, y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await windowOf(timeline)).from).toBeGreaterThan(before.from);
  expect(Math.abs(width(await windowOf(timeline)) / width(before) - 1)).toBeLessThan(0.01);
});

test('the brush of the overview is a window, by mouse and by keys', async ({ page }) => {
  const timeline = await axis(page);
  await timeline.evaluate((element) => (element as Element).setWindow(Date.UTC(2014, 1), Date.UTC(2014, 3)));
  const before = await windowOf(timeline);
  const handles = timeline.locator('[part=overview]').getByRole('slider');
  await expect(handles).toHaveCount(2);
  const end = handles.nth(1);
  await end.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => width(await windowOf(timeline))).not.toBe(width(before));
  const moved = await windowOf(timeline);

  const box = (await timeline.locator('[part=overview]').boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 3);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 3, { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => (await windowOf(timeline)).from).toBeGreaterThan(moved.from);
});

test('arrows go from event to event, axis and list and panel agree, Esc lets go', async ({ page }) => {
  const timeline = await axis(page);
  await page.keyboard.press('Home');
  await expect.poll(() => selectedOf(timeline)).toBe('alpha');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => selectedOf(timeline)).toBe('bridge');
  await expect(timeline.locator('[part=event-title]')).toHaveText('Bridge opens');
  await page.keyboard.press('End');
  await expect.poll(() => selectedOf(timeline)).toBe('gossip');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => selectedOf(timeline)).toBe('flood');
  expect(await fired(page)).toContain('itemselect');

  await timeline.getByRole('button', { name: 'List', exact: true }).click();
  await expect(timeline.locator('.row[aria-selected=true]')).toContainText('Flood');
  await timeline.getByRole('grid').focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => selectedOf(timeline)).toBe('embargo');
  await page.keyboard.press('Escape');
  await expect.poll(() => selectedOf(timeline)).toBeNull();
});

test('the undated have their tray, and open like any other', async ({ page }) => {
  const timeline = await axis(page);
  const tray = timeline.locator('[part=tray]');
  await expect(tray).toContainText('Undated (1)');
  await tray.getByRole('button', { name: 'Gossip of no day' }).click();
  await expect.poll(() => selectedOf(timeline)).toBe('gossip');
  await expect(timeline.locator('[part=event-title]')).toHaveText('Gossip of no day');
});

test('what a program asks for fires nothing', async ({ page }) => {
  const timeline = await axis(page);
  await timeline.evaluate(async (element) => {
    const subject = element as Element & { focusEvent(id: string): Promise<boolean>; next(): Promise<void>; fit(): Promise<void> };
    if (!(await subject.focusEvent('canal'))) throw new Error('not found');
    await subject.next();
    await subject.fit();
  });
  await expect.poll(() => selectedOf(timeline)).toBe('dispute');
  expect(await fired(page)).toEqual([]);
});
