import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { openDemo, openPage, type Reader } from './reader.ts';
import { SHELF } from './shelf.ts';

test.use({ viewport: { width: 1280, height: 1200 } });

const open = async (page: Parameters<typeof openPage>[0]) =>
  (await openPage(page, { set: SHELF, height: 900, attributes: 'start="1700" end="1949"' })).settled();

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('it has no box');
  return box;
}

/** The pointer over the lanes, at a share of their width, above their lower edge where no mark is. */
async function pointAt(reader: Reader, share: number): Promise<number> {
  const { x, y, width, height } = await boxOf(reader.axis);
  await reader.page.mouse.move(x + share * width, y + height - 6);
  return share;
}

async function wheel(reader: Reader, key: 'Control' | 'Shift' | null, dy: number): Promise<void> {
  if (key) await reader.page.keyboard.down(key);
  await reader.page.mouse.wheel(0, dy);
  if (key) await reader.page.keyboard.up(key);
}

/** Two clicks; Firefox, driven by the standard protocol, does not join them into a double one, so that event is made. */
async function doubleClick({ page }: Reader, x: number, y: number): Promise<void> {
  await page.mouse.dblclick(x, y);
  if (page.context().browser()?.browserType().name() !== 'firefox') return;
  await page.evaluate(
    ([clientX, clientY]) => {
      let target = document.elementFromPoint(clientX, clientY);
      for (let root = target?.shadowRoot; root; root = target?.shadowRoot) {
        const inner = root.elementFromPoint(clientX, clientY);
        if (!inner || inner === target) break;
        target = inner;
      }
      target?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true, composed: true, cancelable: true, detail: 2, clientX, clientY }));
    },
    [x, y] as const,
  );
}

test('Ctrl and wheel zoom at the pointer', async ({ page }) => {
  const reader = await open(page);
  const before = await reader.window();
  const share = await pointAt(reader, 0.25);
  await wheel(reader, 'Control', -120);
  await expect.poll(() => reader.span()).toBeLessThan((before.to - before.from) * 0.95);
  const near = await reader.window();
  const held = before.from + share * (before.to - before.from);
  const now = near.from + share * (near.to - near.from);
  expect(Math.abs(now - held) / (near.to - near.from)).toBeLessThan(0.01);
  await wheel(reader, 'Control', 120);
  await expect.poll(() => reader.span()).toBeGreaterThan((near.to - near.from) * 1.05);
});

test('Shift and wheel pan, and the page stays', async ({ page }) => {
  const reader = await open(page);
  const before = await reader.window();
  await pointAt(reader, 0.5);
  await wheel(reader, 'Shift', 120);
  await expect.poll(async () => (await reader.window()).from).toBeGreaterThan(before.from);
  const after = await reader.window();
  expect((after.to - after.from) / (before.to - before.from)).toBeCloseTo(1, 9);
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test('the wheel alone scrolls the page, and says how to zoom', async ({ page }) => {
  const reader = await open(page);
  const before = await reader.window();
  await pointAt(reader, 0.5);
  // Lanes that do not fit scroll first; the page goes on where they end.
  await expect
    .poll(async () => {
      await wheel(reader, null, 200);
      return page.evaluate(() => scrollY);
    })
    .toBeGreaterThan(100);
  expect(await reader.window()).toEqual(before);
  await expect(reader.axis.getByText('Use Ctrl + scroll to zoom')).toBeVisible();
});

test('greedy gestures take the wheel, none take nothing', async ({ page }) => {
  const reader = await open(page);
  await reader.set({ gestures: 'none' });
  const before = await reader.window();
  await pointAt(reader, 0.5);
  await wheel(reader, 'Shift', 120);
  await reader.set({ gestures: 'greedy' });
  expect(await reader.window()).toEqual(before);
  await pointAt(reader, 0.5);
  await wheel(reader, null, -120);
  await expect.poll(() => reader.span()).toBeLessThan(before.to - before.from);
});

test('a double click zooms in where nothing stands', async ({ page }) => {
  const reader = await open(page);
  const before = await reader.span();
  const { x, y, width, height } = await boxOf(reader.axis);
  await doubleClick(reader, x + width * 0.6, y + height - 6);
  await expect.poll(() => reader.span()).toBeLessThan(before * 0.5);
});

test('a drag sideways moves the time under the hand', async ({ page }) => {
  const reader = await open(page);
  const before = await reader.window();
  const { x, y, width, height } = await boxOf(reader.axis);
  await page.mouse.move(x + width * 0.7, y + height - 6);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.5, y + height - 6, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await reader.window()).from).toBeGreaterThan(before.from);
  const after = await reader.window();
  const span = before.to - before.from;
  expect((after.from - before.from) / span).toBeCloseTo(0.2, 1);
  expect((after.to - after.from) / span).toBeCloseTo(1, 6);
});

test('a drag with Shift zooms to what it spans', async ({ page }) => {
  const reader = await open(page);
  const before = await reader.window();
  const { x, y, width, height } = await boxOf(reader.axis);
  await page.mouse.move(x + width * 0.25, y + height - 6);
  await page.keyboard.down('Shift');
  await page.mouse.down();
  await page.mouse.move(x + width * 0.5, y + height - 6, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect.poll(async () => (await reader.span()) / (before.to - before.from)).toBeCloseTo(0.25, 1);
});

test('the brush of the overview: its body, its handles, a new one, a click', async ({ page }) => {
  const reader = await open(page);
  const brush = reader.overview.locator('[part~="brush"]');
  const handles = reader.overview.getByRole('slider');
  await expect(handles).toHaveCount(2);
  const before = await reader.window();
  const span = before.to - before.from;

  await test.step('its body', async () => {
    const box = await boxOf(brush);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 - 60, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await reader.window()).from).toBeLessThan(before.from);
    expect(await reader.span()).toBeCloseTo(span, -6);
  });

  await test.step('its end', async () => {
    const { from, to } = await reader.window();
    const box = await boxOf(reader.overview.getByRole('slider', { name: 'End of the window' }));
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 - 50, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await reader.window()).to).toBeLessThan(to);
    expect((await reader.window()).from).toBe(from);
  });

  await test.step('its start, by keys', async () => {
    const { from, to } = await reader.window();
    await reader.overview.getByRole('slider', { name: 'Start of the window' }).press('ArrowLeft');
    await expect.poll(async () => (await reader.window()).from).toBeLessThan(from);
    expect((await reader.window()).to).toBe(to);
  });

  await test.step('a new one', async () => {
    const box = await boxOf(reader.overview);
    const old = await boxOf(brush);
    expect(old.x - box.x).toBeGreaterThan(60);
    await page.mouse.move(box.x + 10, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 50, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await boxOf(brush)).width).toBeLessThan(45);
    expect((await boxOf(brush)).x - box.x).toBeLessThan(20);
  });

  await test.step('a click', async () => {
    const { from, to } = await reader.window();
    const box = await boxOf(reader.overview);
    await page.mouse.click(box.x + box.width * 0.75, box.y + box.height / 2);
    await expect.poll(async () => (await reader.window()).from).toBeGreaterThan(to);
    expect(await reader.span()).toBeCloseTo(to - from, -6);
  });
});

test('the filter by window goes along with the window', async ({ page }) => {
  const reader = await open(page);
  await reader.root.getByRole('checkbox', { name: 'Only this window' }).check();
  await expect(reader.counts).toContainText(' of 16 events');
  const before = await reader.counts.textContent();
  const { x, y, width, height } = await boxOf(reader.axis);
  await doubleClick(reader, x + width * 0.9, y + height - 6);
  await expect(reader.counts).not.toHaveText(String(before));
  await reader.button('Fit all').click();
  await reader.matches(14, 16);
});

test('Fit all shows every match', async ({ page }) => {
  const reader = await openDemo(page);
  const before = await reader.span();
  await reader.button('Fit all').click();
  await expect.poll(() => reader.span()).toBeGreaterThan(before * 5);
  const { from } = await reader.window();
  expect(from).toBeLessThan(Date.UTC(2003, 0));
});
