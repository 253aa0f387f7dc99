// How the set comes in, and what becomes of the timeline when the engine cannot go on.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, policy, test } from './fixtures.ts';
import { feedSlowly, twoParts } from './feeding.ts';
import { listen, openPage, type Reader, type TimelineElement } from './reader.ts';
import { SHELF } from './shelf.ts';

test('loading can be cancelled before anything is there, and begun again', async ({ page }) => {
  const { count, first, rest } = twoParts();
  const source = await feedSlowly(page);
  const reader = await openPage(page, { set: '', inside: '<p>The list of the page</p>' });
  await expect(reader.part('loading')).toBeVisible();
  await reader.button('Cancel').click();
  await expect(reader.part('stopped')).toContainText('Loading was stopped');
  await expect(reader.root.getByText('The list of the page')).toBeVisible();
  expect(await source.wasAborted()).toBe(true);
  await expectAccessible(page);
  await reader.button('Load again').click();
  await source.feed(first + rest);
  await source.end();
  await reader.matches(count, count);
});

/** Keeps the page's workers where the test can get at them. */
async function keepWorkers(page: Page): Promise<() => Promise<void>> {
  await page.addInitScript(() => {
    const workers: Worker[] = [];
    Object.assign(globalThis, { workers });
    globalThis.Worker = class extends Worker {
      constructor(...given: ConstructorParameters<typeof Worker>) {
        super(...given);
        workers.push(this);
      }
    };
  });
  return () => page.evaluate(() => (globalThis as unknown as { workers: Worker[] }).workers.forEach((worker) => worker.terminate()));
}

async function expectLost(reader: Reader): Promise<void> {
  await expect(reader.part('error')).toContainText('The timeline has stopped');
  await expectAccessible(reader.page);
}

test('a worker that dies gives an error with a way back, and the way back leads to the same place', async ({ page }) => {
  const heard = await listen(page);
  const killWorkers = await keepWorkers(page);
  const reader = await (await openPage(page, { set: SHELF, attributes: 'q="kind:Science"', inside: '<p>The list of the page</p>' })).settled();
  await reader.root.evaluate((element) => (element as TimelineElement).setWindow(Date.UTC(1800), Date.UTC(1900)));
  await reader.search.fill('kind:War');
  await reader.matches(3, 16);
  const counts = String(await reader.counts.textContent());
  await killWorkers();
  await expectLost(reader);
  await expect(reader.root.getByText('The list of the page')).toBeVisible();
  expect((await heard()).filter(({ type }) => type === 'error')).toHaveLength(1);
  await reader.button('Load again').click();
  await reader.ready();
  await expect(reader.search).toHaveValue('kind:War');
  expect(await reader.window()).toEqual({ from: Date.UTC(1800), to: Date.UTC(1900) });
  expect((await reader.counts.textContent())?.split(' · ')[0]).toBe(counts.split(' · ')[0]);
});

test('a worker that dies while a question waits does not leave it waiting', async ({ page }) => {
  await keepWorkers(page);
  const reader = await (await openPage(page, { set: SHELF })).settled();
  const answer = await reader.root.evaluate((element) => {
    const asked = (element as TimelineElement).goTo('1900');
    for (const worker of (globalThis as unknown as { workers: Worker[] }).workers) worker.terminate();
    return asked;
  });
  expect(answer).toBe(false);
  await expectLost(reader);
});

/** The same module with less memory than it may ask for. */
function withMostPages(module: Buffer, pages: number): Buffer {
  const readNumber = (at: number): { value: number; after: number } => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = module[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return { value, after: at };
    }
  };
  const written = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...written(value >> 7)]);
  for (let at = 8; at < module.length; ) {
    const id = module[at];
    const { value: size, after } = readNumber(at + 1);
    if (id === 5) {
      const least = readNumber(after + 2).value;
      const body = [1, 1, ...written(least), ...written(Math.max(least, pages))];
      return Buffer.concat([module.subarray(0, at), Buffer.from([5, ...written(body.length), ...body]), module.subarray(after + size)]);
    }
    at = after + size;
  }
  throw new Error('the module has no memory of its own');
}

test('a set too large for the memory there is gives an error, and a smaller one opens after it', async ({ page }) => {
  await page.route('**/event_timeline_bg-*.wasm', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: withMostPages(await response.body(), 96) });
  });
  const events = Array.from({ length: 60_000 }, (_, index) => ({ title: `Event ${index}, of which there is something to say`, date: `${1000 + (index % 1000)}` }));
  const reader = await openPage(page, { set: events });
  await expect(reader.part('error')).toBeVisible({ timeout: 30_000 });
  await expect(reader.part('error')).toContainText('The timeline has stopped');
  await reader.set({ data: SHELF });
  await reader.settled();
  await reader.matches(16, 16);
});

const NO_WORKER = policy.replace("worker-src 'self'", "worker-src 'none'");

test.describe('where the policy lets no worker start', () => {
  test.use({ tolerate: [/worker-src|Content.Security.Policy|Content-Security-Policy|policy:/i] });

  test('a small set runs on the page', async ({ page }) => {
    const reader = await (await openPage(page, { set: SHELF, csp: NO_WORKER })).settled();
    await reader.matches(16, 16);
    await reader.search.fill('kind:Science');
    await expect(reader.counts).toContainText(' of 16 events');
  });

  test('a large one is refused, with what to do about it', async ({ page }) => {
    const events = Array.from({ length: 30_000 }, (_, index) => ({
      title: `Event ${index}`, date: '2001', description: 'A sentence as long as those that one finds in such sets, more or less, and then some more words.',
    }));
    const reader = await openPage(page, { set: events, csp: NO_WORKER });
    await expect(reader.part('error')).toContainText('at most 4 MB');
    await expect(reader.part('error')).toContainText("worker-src 'self'");
  });
});

test('two timelines share one compiled module', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname.split('/').pop() ?? ''));
  const reader = await openPage(page, { set: SHELF, times: 2 });
  await reader.settled();
  await expect(page.locator('event-timeline').nth(1).locator('[part~="counts"]')).toContainText('16 events');
  expect(asked.filter((name) => name.startsWith('event_timeline_bg'))).toHaveLength(1);
});
