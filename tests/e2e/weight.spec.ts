import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from './fixtures.ts';

/** What a first view of the demo may weigh, gzipped: everything that is fetched until the events stand there. */
const LIMIT_KB = 400;

const dist = new URL('../../www/dist/', import.meta.url);

test('the first view weighs little', async ({ page, baseURL, browserName }) => {
  // A file asked for again comes out of the cache, once its server has said that it is the same.
  const names = new Set<string>();
  page.on('request', (request) => names.add(request.url().replace(baseURL ?? '', '').replace(/^$/, 'index.html')));
  await page.goto('./');
  await expect(page.locator('#history .counts')).toContainText('events');
  const rows = [...names].map((name): [string, number] => [name, gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length]);
  const sum = rows.reduce((total, [, bytes]) => total + bytes, 0);
  console.log(`first view in ${browserName}: ${(sum / 1000).toFixed(1)} kB gzipped in ${rows.length} files`);
  for (const [name, bytes] of rows) console.log(`  ${String(bytes).padStart(7)} ${name}`);
  expect(rows.some(([name]) => name.endsWith('.wasm'))).toBe(true);
  expect(sum).toBeLessThan(LIMIT_KB * 1000);
});
