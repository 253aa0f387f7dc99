import { expect, expectAccessible, test } from './fixtures.ts';
import { HISTORY, openDemo, openPage, type Reader } from './reader.ts';
import { SHELF } from './shelf.ts';

const open = async (page: Parameters<typeof openPage>[0], attributes = '') =>
  (await openPage(page, { set: SHELF, attributes: `color-by="kind" ${attributes}` })).ready();

// No match, errors, an empty set and wrong queries are asked about where they are tested.
test.describe('accessible, in each state', () => {
  test('loading', async ({ page }) => {
    let arrive = () => {};
    const after = new Promise<void>((resolve) => (arrive = resolve));
    // Two, so that what is named before a set says how is not named alike.
    const reader = await openPage(page, { set: SHELF, inside: '<p>Soon</p>', after, times: 2 });
    await expect(reader.part('loading')).toBeVisible();
    await expect(page.getByText('Soon').nth(1)).toBeVisible();
    await expectAccessible(page);
    arrive();
    await reader.settled();
  });

  test('the axis, with an event open, and in rows', async ({ page }) => {
    const reader = await (await open(page, 'selected="dam-breaks"')).settled();
    await expect(reader.detail).toBeVisible();
    await expectAccessible(page);
    await reader.set({ groupBy: 'kind' });
    await expect(reader.root.getByRole('combobox', { name: 'Rows by' })).toHaveValue('kind');
    await reader.root.getByRole('checkbox', { name: 'Only this window' }).check();
    await expectAccessible(page);
  });

  test('the list, with filters on', async ({ page }) => {
    const reader = await open(page, 'layout="list" q="kind:Science -kind:War size:1.."');
    await expect(reader.rows.first()).toBeVisible();
    await reader.rows.first().click();
    await expect(reader.detail).toBeVisible();
    await expectAccessible(page);
  });

  test('dark', async ({ page }) => {
    const reader = await (await open(page, 'selected="dam-breaks" theme="dark"')).settled();
    await reader.value('Kind', 'Science').click();
    await expectAccessible(page);
    await reader.showList();
    await expect(reader.rows.first()).toBeVisible();
    await expectAccessible(page);
  });

  test('the list of keys', async ({ page }) => {
    const reader = await (await open(page)).settled();
    await reader.button('Keys').click();
    await expect(reader.root.getByRole('dialog', { name: 'Keys' })).toBeVisible();
    await expectAccessible(page);
  });

  test('the demo', async ({ page }) => {
    await openDemo(page);
    await expectAccessible(page);
  });
});

/** From 0, black, to 1, white. */
function lightness(reader: Reader): Promise<number> {
  return reader.part('base').evaluate((base) => {
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (!context) return Number.NaN;
    context.fillStyle = getComputedStyle(base).backgroundColor;
    context.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
    return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
  });
}

test('the theme attribute, and the switch of the demo', async ({ page, browserName }) => {
  const reader = await openDemo(page);
  await expect.poll(() => lightness(reader)).toBeGreaterThan(0.8);
  await page.getByRole('button', { name: 'Dark', exact: true }).click();
  await expect(reader.root).toHaveAttribute('theme', 'dark');
  await expect.poll(() => lightness(reader)).toBeLessThan(0.2);
  // Firefox, driven by the standard protocol, cannot be told of another wish while it runs.
  if (browserName === 'firefox') return;
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Light', exact: true }).click();
  await expect.poll(() => lightness(reader)).toBeGreaterThan(0.8);
  await page.getByRole('button', { name: 'Auto', exact: true }).click();
  await expect.poll(() => lightness(reader)).toBeLessThan(0.2);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('filters and the event are sheets that open and close', async ({ page }) => {
    const reader = await (await openPage(page, { set: HISTORY, attributes: 'color-by="kind" start="2014-05" end="2015-04"' })).settled();
    const sheet = reader.root.getByRole('dialog', { name: 'Event' });
    await expect(sheet).toBeHidden();
    await expectAccessible(page);

    await reader.button('Filters').click();
    const filters = reader.root.getByRole('dialog', { name: 'Filters' });
    await expect(filters).toBeVisible();
    await reader.value('Kind', 'Statement').click();
    await expect(reader.value('Kind', 'Statement')).toBeChecked();
    await expectAccessible(page);
    await filters.getByRole('button', { name: 'Done' }).click();
    await expect(filters).toBeHidden();
    await expect(reader.button('Filters (1)')).toBeVisible();
    await expect(reader.counts).toContainText(` of ${HISTORY.events.length} events`);

    await reader.mark('Kirby').click();
    await expect(sheet).toBeVisible();
    await expect(reader.detail.getByRole('heading', { level: 3 })).toContainText('Kirby');
    await expectAccessible(page);
    await sheet.getByRole('button', { name: 'Close' }).click();
    await expect(sheet).toBeHidden();
    await reader.mark('Kirby').click();
    await expect(sheet).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(sheet).toBeHidden();
  });

  test('what is touched is 44 pixels high', async ({ page }) => {
    const reader = await openDemo(page);
    const small = async () =>
      reader.root.evaluate((element) => {
        const found: string[] = [];
        for (const control of element.shadowRoot?.querySelectorAll<HTMLElement>('button, select, input, a[href], label') ?? []) {
          const box = (control.closest('label') ?? control).getBoundingClientRect();
          const dialog = control.closest('dialog');
          if (box.width === 0 || (dialog && !dialog.open) || !control.checkVisibility()) continue;
          if (Math.round(box.height) < 44) found.push(`${control.getAttribute('aria-label') ?? control.textContent?.trim()}: ${Math.round(box.width)} × ${Math.round(box.height)}`);
        }
        return found;
      });
    expect(await small()).toEqual([]);
    await reader.button('Filters').click();
    await expect(reader.root.getByRole('dialog', { name: 'Filters' })).toBeVisible();
    expect(await small()).toEqual([]);
    await reader.root.getByRole('dialog', { name: 'Filters' }).getByRole('button', { name: 'Done' }).click();
    await reader.mark('Kirby').click();
    await expect(reader.root.getByRole('dialog', { name: 'Event' })).toBeVisible();
    expect(await small()).toEqual([]);
  });
});

for (const width of [320, 390, 768, 1280, 3840]) {
  test(`nothing sticks out at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    const reader = await openDemo(page);
    const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await beyond()).toBeLessThanOrEqual(0);
    await expect(reader.overview).toBeVisible();
    await reader.showList();
    await expect(reader.rows.first()).toBeVisible();
    expect(await beyond()).toBeLessThanOrEqual(0);
    const inside = await reader.root.evaluate((element) => {
      const { left, right } = element.getBoundingClientRect();
      return [...(element.shadowRoot?.querySelectorAll('button, select, input, h2, h3, li') ?? [])]
        .filter((child) => child.checkVisibility() && !child.closest('dialog, .visually-hidden'))
        .filter((child) => {
          const box = child.getBoundingClientRect();
          return box.width > 0 && (box.left < left - 1 || box.right > right + 1);
        })
        .map((child) => child.textContent?.trim() || child.getAttribute('aria-label'));
    });
    expect(inside).toEqual([]);
  });
}

test('rows by a field of too many values: it is said, and the axis stays', async ({ page }) => {
  const events = Array.from({ length: 1_001 }, (_, index) => ({ id: `e${index}`, title: `Event ${index}`, date: '2014-06-10', tag: [`t${index}`], kind: index % 2 === 0 ? 'even' : 'odd' }));
  const reader = await (await openPage(page, { set: { events }, attributes: 'group-by="tag"' })).ready();
  const problem = reader.root.locator('#problems');
  await expect(problem).toHaveText(/rows by `tag`, which has 1001 values.*at most 999/);
  await reader.set({ groupBy: 'kind' });
  await expect(reader.root.getByRole('combobox', { name: 'Rows by' })).toHaveValue('kind');
  await reader.set({ groupBy: 'tag' });
  await expect(problem).toHaveText(/at most 999/);
  await expect(reader.root.getByRole('combobox', { name: 'Rows by' })).toHaveValue('');
});
