/** A set that comes in pieces, when the test says so. */

import type { Page } from '@playwright/test';

interface Feeding {
  feed(text: string): void;
  end(): void;
  wasAborted: boolean;
}

/** The page gets its set in the pieces that the test feeds it. */
export async function feedSlowly(page: Page, totalBytes: number | null = null): Promise<{ feed(text: string): Promise<void>; end(): Promise<void>; wasAborted(): Promise<boolean> }> {
  await page.addInitScript((length) => {
    const fetchOther = globalThis.fetch;
    const feeding: Feeding = { feed: () => {}, end: () => {}, wasAborted: false };
    Object.assign(globalThis, { feeding });
    globalThis.fetch = async (input, init) => {
      if (!String(input).endsWith('made.json')) return fetchOther(input, init);
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          feeding.feed = (text) => controller.enqueue(new TextEncoder().encode(text));
          feeding.end = () => controller.close();
          init?.signal?.addEventListener('abort', () => {
            feeding.wasAborted = true;
            controller.error(init.signal?.reason);
          });
        },
      });
      return new Response(body, { headers: length === null ? {} : { 'content-length': String(length) } });
    };
  }, totalBytes);
  return {
    feed: (text) => page.evaluate((given) => (globalThis as unknown as { feeding: Feeding }).feeding.feed(given), text),
    end: () => page.evaluate(() => (globalThis as unknown as { feeding: Feeding }).feeding.end()),
    wasAborted: () => page.evaluate(() => (globalThis as unknown as { feeding: Feeding }).feeding.wasAborted),
  };
}

/** Lines of a set: the first events, and those after them. */
export function twoParts(): { count: number; first: string; rest: string; totalBytes: number } {
  const count = 1200;
  const line = (index: number): string => JSON.stringify({
    id: `n${index}`, title: `Event ${index}`, date: `${1900 + Math.floor(index / 10)}-0${1 + (index % 9)}`, kind: ['North', 'South'][index % 2],
    ...(index > 800 && { late: ['first', 'second'][index % 2] }),
  });
  const lines = Array.from({ length: count }, (_, index) => line(index));
  const first = `{"title":"In two parts","events":[\n${lines.slice(0, 600).join(',\n')},\n`;
  const rest = `${lines.slice(600).join(',\n')}]}`;
  return { count, first, rest, totalBytes: new TextEncoder().encode(first + rest).length };
}

/** A preview is worth its while only when the rest keeps one waiting. */
export async function feedFirst(page: Page, feed: (text: string) => Promise<void>, first: string): Promise<void> {
  const half = first.indexOf('\n', first.length / 2) + 1;
  await feed(first.slice(0, half));
  await page.waitForTimeout(400);
  await feed(first.slice(half));
}
