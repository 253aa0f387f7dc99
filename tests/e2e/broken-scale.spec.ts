import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { openPage, type Reader, type TimelineElement } from './reader.ts';

const DAY_MS = 86_400_000;
const LEGEND = 'part of the height is left out';
const day = (n: number): string => new Date(n * DAY_MS).toISOString().slice(0, 10);

interface Written { text: string; left: number; right: number; top: number; bottom: number }

/** Keeps what is written on the canvases: of each the words since it was last cleared, and where. */
async function watchWords(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const drawing = CanvasRenderingContext2D.prototype;
    const [fill, clear] = [drawing.fillText, drawing.clearRect];
    drawing.clearRect = function (...box) {
      Object.assign(this.canvas, { written: [] });
      clear.apply(this, box);
    };
    drawing.fillText = function (text, x, y) {
      const { width, actualBoundingBoxAscent: above, actualBoundingBoxDescent: below } = this.measureText(text);
      (this.canvas as unknown as { written?: object[] }).written?.push({ text, left: x, right: x + width, top: y - above, bottom: y + below });
      fill.call(this, text, x, y);
    };
  });
}

const written = (reader: Reader): Promise<Written[]> =>
  reader.axis.locator('canvas.lanes').evaluate((canvas) => (canvas as unknown as { written?: Written[] }).written ?? []);

/** How high the columns at a place are, as a share of the axis: rows in which ink covers the ground. */
const inkAt = (reader: Reader, share: number): Promise<number> =>
  reader.axis.locator('canvas.lanes').evaluate((element, at) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')?.getImageData(Math.round(canvas.width * at), 0, 1, canvas.height) ?? { data: [] };
    let inked = 0;
    for (let row = 0; row < data.length / 4; row++) if ((data[4 * row + 3] ?? 0) > 250 && (data[4 * row] ?? 255) < 140) inked++;
    return inked / canvas.height;
  }, share);

const show = (reader: Reader, from: number, to: number): Promise<void> =>
  reader.root.evaluate((element, [a, b]) => (element as TimelineElement).setWindow(a, b), [from * DAY_MS, to * DAY_MS] as const);

/** As many events a day as the rule says. */
const crowded = (most: number): string => {
  const events = Array.from({ length: 200 }, (_, i) => Array.from({ length: 6 + (i % 7) }, (_, n) => ({ title: `Day ${i} ${n}`, start: (10_000 + i + n / 12) * DAY_MS, kind: n % 2 ? 'odd' : 'even' })));
  const crowd = Array.from({ length: most }, (_, n) => ({ title: `At once ${n}`, start: 10_100.5 * DAY_MS, kind: 'even' }));
  return JSON.stringify([...events.flat(), ...crowd]);
};

test('a crowd in one instant is a broken column with its number, and the others stay readable beside it', async ({ page }) => {
  await watchWords(page);
  const reader = await openPage(page, { set: crowded(2_000), height: 700 });
  await expect(reader.axis).toBeVisible();
  await show(reader, 9_990, 10_210);
  await expect(reader.legend).toContainText(LEGEND);
  await expect.poll(async () => (await written(reader)).map(({ text }) => text).filter((text) => /^2,0\d\d$/.test(text))).toHaveLength(1);
  // One in two thousand would be no pixel: here the days beside the crowd are half as high as there is room.
  await expect.poll(() => inkAt(reader, 0.7)).toBeGreaterThan(0.25);
  const box = await reader.axis.locator('canvas.lanes').boundingBox();
  if (!box) throw new Error('the axis has no box');
  // Under the pointer the column beside its number says what it counts.
  const [figure] = (await written(reader)).filter(({ text }) => text.startsWith('2,0'));
  await page.mouse.move(box.x + (figure?.left ?? 0) - 7, box.y + 60);
  await expect(reader.axis.locator('[part~="tooltip"]')).toContainText(/^2,0\d\d certain/);
  await page.mouse.move(box.x + (box.width * 150.5) / 220, box.y + 60);
  await expect(reader.axis.locator('[part~="tooltip"]')).toContainText(/^\d{1,2} certain/);
  // Away from the crowd nothing is broken.
  await show(reader, 10_110, 10_200);
  await expect(reader.legend).not.toContainText(LEGEND);
  await expect.poll(async () => (await written(reader)).length).toBe(0);
});

test('the overview is broken likewise: a crowd has its number, and the bars beside it are seen', async ({ page }) => {
  await watchWords(page);
  const reader = await openPage(page, { set: crowded(2_000), height: 700 });
  await expect(reader.axis).toBeVisible();
  const canvas = reader.overview.locator('canvas');
  const words = () => canvas.evaluate((element) => ((element as unknown as { written?: Written[] }).written ?? []).map(({ text }) => text));
  await expect.poll(words).toContainEqual(expect.stringMatching(/^2,\d\d\d$/));
  const high = () => canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const context = (element as HTMLCanvasElement).getContext('2d');
    // Between two bars there is a gap.
    const inked = Array.from({ length: 12 }, (_, at) => {
      const { data } = context?.getImageData(Math.round(width * 0.8) + at, 0, 1, height) ?? { data: [] };
      return Array.from({ length: height }, (_, row) => (data[4 * row + 3] ?? 0) > 250 && (data[4 * row] ?? 255) < 140).filter(Boolean).length;
    });
    return Math.max(...inked) / height;
  });
  // Of the height, ticks and all: four pixels of sixty would be the least that is drawn.
  await expect.poll(high).toBeGreaterThan(0.2);
});

test('the number covers neither the name of its group nor another number', async ({ page }) => {
  await watchWords(page);
  const reader = await openPage(page, { set: crowded(3_000), attributes: 'group-by="kind"', height: 700 });
  await expect(reader.axis).toBeVisible();
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await show(reader, 9_990, 10_210);
    const names = ['even', 'odd'];
    await expect.poll(async () => (await written(reader)).map(({ text }) => text)).toEqual(expect.arrayContaining([...names, expect.stringMatching(/^3,0\d\d$/)]));
    const words = await written(reader);
    for (const [at, one] of words.entries()) {
      for (const other of words.slice(at + 1)) {
        const apart = one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
        expect(apart, `${one.text} and ${other.text} at ${width}`).toBe(true);
      }
    }
  }
});

test('what goes on at any time is a low base with its number, and what begins and ends above it is seen', async ({ page }) => {
  await watchWords(page);
  // Too many short ones for marks, among what lasts through all that is shown.
  const lives = Array.from({ length: 700 }, (_, i) => ({ title: `Life ${i}`, start: day(5_000 + i), end: day(15_000 + i) }));
  const hours = Array.from({ length: 30_000 }, (_, i) => ({ title: `Hour ${i}`, start: (10_000 * 24 + (i % 480) + (i % 7) / 7) * 3_600_000 }));
  const reader = await openPage(page, { set: JSON.stringify([...lives, ...hours]), height: 700 });
  await reader.matches(30_700, 30_700);
  await show(reader, 10_001, 10_016);
  await expect(reader.legend).toContainText(LEGEND);
  await expect.poll(async () => (await written(reader)).map(({ text }) => text)).toContainEqual(expect.stringMatching(/^[78]\d\d or more at any time$/));
  const box = await reader.axis.locator('canvas.lanes').boundingBox();
  if (!box) throw new Error('the axis has no box');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect(reader.axis.locator('[part~="tooltip"]')).toContainText(/^[789]\d\d certain/);
  // Where not all of the window is covered, columns stand from zero.
  await show(reader, 9_980, 10_010);
  await expect(reader.legend).not.toContainText(LEGEND);
  // The pointer rests, and the picture under it is another one.
  await expect(reader.axis.locator('[part~="tooltip"]')).toContainText(/^700 certain/);
});
