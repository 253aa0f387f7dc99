import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from './fixtures.ts';

/**
 * What a first view of the demo may weigh, gzipped: scripts, styles and the module's first part, until the events stand there;
 * and all that is fetched without the reader doing anything.
 */
interface Ledger { goal: number; firstPicture: number; firstPictureShell: number; firstViewComplete: number }
const ledger = JSON.parse(readFileSync(new URL('../../xtask/weights.json', import.meta.url), 'utf8')) as Ledger;

const LATER = /event_timeline_(next|late)-[\w-]+\.wasm$/;
const dist = new URL('../../www/dist/', import.meta.url);

test('the first picture, and the whole view, weigh no more than the ledger says', async ({ page, baseURL, browserName }) => {
  const nameOf = (address: string): string => address.replace(baseURL ?? '', '').replace(/^$/, 'index.html');
  // A file asked for again comes out of the cache, once its server has said that it is the same.
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(nameOf(request.url())));
  // What is never answered is no part of the picture.
  await page.route(LATER, () => undefined);
  await page.goto('./');
  const picture = () => page.evaluate(() => performance.getEntriesByName('event-timeline:picture')[0]?.startTime ?? 0);
  await expect.poll(picture).toBeGreaterThan(0);
  await expect(page.locator('#history .counts')).toContainText('events');
  const timed = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name, startTime }) => [name, startTime] as const));
  const later = new Set(timed.filter(([, began]) => began > 0).map(([name]) => nameOf(name)));
  const drawnAt = await picture();
  for (const [name, began] of timed) if (began < drawnAt) later.delete(nameOf(name));
  const weight = (name: string): number => gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length;
  const rows = [...asked].filter((name) => !later.has(name) && !LATER.test(name)).map((name): [string, number] => [name, weight(name)]);
  const weigh = (kind: RegExp) => rows.filter(([name]) => kind.test(name)).reduce((total, [, bytes]) => total + bytes, 0);
  const [sum, shell] = [weigh(/\.(js|css|wasm)$/), weigh(/\.(js|css)$/)];
  const parts = readdirSync(new URL('assets/', dist)).filter((name) => LATER.test(name)).map((name) => `assets/${name}`);
  const complete = [...later, ...parts].reduce((total, name) => total + weight(name), sum);
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  console.log(`first picture in ${browserName}: ${kilobytes(sum)} gzipped, ${kilobytes(shell)} of it scripts and styles; bound ${kilobytes(ledger.firstPicture)}, goal ${kilobytes(ledger.goal)}`);
  for (const [name, bytes] of rows) console.log(`  ${String(bytes).padStart(7)} ${name}`);
  console.log(`  after the picture, unasked: ${[...later, ...parts].map((name) => `${name} ${weight(name)}`).join(', ')}`);
  console.log(`  first view complete: ${kilobytes(complete)}; bound ${kilobytes(ledger.firstViewComplete)}`);
  expect(weigh(/\.wasm$/)).toBeGreaterThan(0);
  expect(later.size, 'files that come after the picture').toBeGreaterThan(0);
  expect(sum).toBeLessThan(ledger.firstPicture);
  expect(shell).toBeLessThan(ledger.firstPictureShell);
  expect(complete).toBeLessThan(ledger.firstViewComplete);
});
