import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from './fixtures.ts';

/** What a first view of the demo may weigh, gzipped: scripts, styles and the module, until the events stand there. */
const ledger = JSON.parse(readFileSync(new URL('../../xtask/weights.json', import.meta.url), 'utf8')) as { goal: number; firstView: number };

const dist = new URL('../../www/dist/', import.meta.url);

test('the first view weighs no more than the ledger says', async ({ page, baseURL, browserName }) => {
  // A file asked for again comes out of the cache, once its server has said that it is the same.
  const names = new Set<string>();
  page.on('request', (request) => names.add(request.url().replace(baseURL ?? '', '').replace(/^$/, 'index.html')));
  await page.goto('./');
  await expect(page.locator('#history .counts')).toContainText('events');
  const rows = [...names].map((name): [string, number] => [name, gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length]);
  const code = rows.filter(([name]) => /\.(js|css|wasm)$/.test(name));
  const sum = code.reduce((total, [, bytes]) => total + bytes, 0);
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  console.log(`first view in ${browserName}: ${kilobytes(sum)} gzipped in ${code.length} files; bound ${kilobytes(ledger.firstView)}, goal ${kilobytes(ledger.goal)}`);
  for (const [name, bytes] of rows) console.log(`  ${String(bytes).padStart(7)} ${name}`);
  expect(code.some(([name]) => name.endsWith('.wasm'))).toBe(true);
  expect(sum).toBeLessThan(ledger.firstView);
});
