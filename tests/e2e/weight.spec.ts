import { gzipSync } from 'node:zlib';
import { expect, test } from './fixtures.ts';

/** What a first view may weigh, gzipped: everything that is fetched until the events stand there. */
const LIMIT_KB = 400;

test('the first view weighs little', async ({ page, browserName }) => {
  const weights: Promise<[string, number]>[] = [];
  page.on('response', (response) => {
    const name = new URL(response.url()).pathname.split('/').pop() || 'index.html';
    weights.push(response.body().then((body): [string, number] => [name, gzipSync(body, { level: 9 }).length], () => [name, 0]));
  });
  await page.goto('./');
  await expect(page.locator('#history .counts')).toContainText('events');
  // A file asked for again comes out of the cache, once its server has said that it is the same.
  const rows = [...new Map(await Promise.all(weights))];
  const sum = rows.reduce((total, [, bytes]) => total + bytes, 0);
  console.log(`first view in ${browserName}: ${(sum / 1000).toFixed(1)} kB gzipped in ${rows.length} files`);
  for (const [name, bytes] of rows) console.log(`  ${String(bytes).padStart(7)} ${name}`);
  expect(rows.some(([name]) => name.endsWith('.wasm'))).toBe(true);
  expect(sum).toBeLessThan(LIMIT_KB * 1000);
});
