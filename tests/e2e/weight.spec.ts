import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from './fixtures.ts';

/**
 * What a first view of the demo may weigh, gzipped: scripts, styles and the module's first part, until the events stand there;
 * all that is fetched without the reader doing anything; that and what the first move of a hand brings; and that with the first export.
 */
interface Ledger { goal: number; firstPicture: number; firstPictureShell: number; firstViewComplete: number; firstMove: number; firstExport: number }
const ledger = JSON.parse(readFileSync(new URL('../../xtask/weights.json', import.meta.url), 'utf8')) as Ledger;

/** What the worker asks for when a picture stands: the page's own record of requests does not tell when. */
const LATER = /(event_timeline_(next|hand|late)-[\w-]+\.wasm|worker-engine-host-[\w-]+\.js)$/;
const weight = (name: string): number => gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length;
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
const dist = new URL('../../www/dist/', import.meta.url);

test('what comes unasked, with the first move and with the first export weighs no more than the ledger says', async ({ page, baseURL, browserName }) => {
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(request.url().replace(baseURL ?? '', '').replace(/^$/, 'index.html')));
  const weigh = () => [...asked].filter((name) => /\.(js|css|wasm)$/.test(name)).reduce((total, name) => total + weight(name), 0);
  const parts = (): string => [...asked].flatMap((name) => /event_timeline_(\w+)-/.exec(name)?.[1] ?? []).join(' ');
  const until = (expected: string) => expect.poll(parts).toBe(expected);
  await page.mouse.move(0, 0);
  await page.goto('./');
  const element = page.locator('#history');
  await expect(element.locator('[part~="facet"]').first()).toBeVisible();
  await until('bg next');
  await page.waitForLoadState('networkidle');
  const complete = weigh();
  await element.hover();
  await until('bg next hand');
  await element.getByRole('searchbox', { name: 'Search', exact: true }).fill('is:dated before:1990');
  await expect(element.locator('.counts')).toContainText(' of ');
  const moved = weigh();
  await element.getByRole('button', { name: 'Export…' }).click();
  await expect(element.getByRole('dialog').getByRole('button', { name: /^Download/ })).toBeVisible();
  await until('bg next hand late');
  const exported = weigh();
  const rows = [['first view complete', complete, ledger.firstViewComplete], ['with the first move', moved, ledger.firstMove], ['with the first export', exported, ledger.firstExport]] as const;
  for (const [name, bytes, bound] of rows) {
    console.log(`${name} in ${browserName}: ${kilobytes(bytes)} gzipped; bound ${kilobytes(bound)}`);
    expect(bytes, name).toBeLessThan(bound);
  }
});

test('the first picture, and the whole view, weigh no more than the ledger says', async ({ page, baseURL, browserName }) => {
  const nameOf = (address: string): string => address.replace(baseURL ?? '', '').replace(/^$/, 'index.html');
  // A file asked for again comes out of the cache, once its server has said that it is the same.
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(nameOf(request.url())));
  const finished = new Set<string>();
  page.on('requestfinished', (request) => finished.add(nameOf(request.url())));
  // What is never answered is no part of the picture.
  await page.route(LATER, () => undefined);
  // Firefox calls no page loaded that waits for a module: where the picture is quicker than the page, it would wait for ever.
  await page.goto('./', { waitUntil: 'commit' });
  const picture = () => page.evaluate(() => performance.getEntriesByName('event-timeline:picture')[0]?.startTime ?? 0);
  await expect.poll(picture).toBeGreaterThan(0);
  await expect(page.locator('#history .counts')).toContainText('events');
  // What is still on its way has no time yet.
  await expect.poll(() => [...asked].filter((name) => !finished.has(name) && !LATER.test(name))).toEqual([]);
  const timed = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name, startTime }) => [name, startTime] as const));
  const later = new Set(timed.filter(([, began]) => began > 0).map(([name]) => nameOf(name)));
  const drawnAt = await picture();
  for (const [name, began] of timed) if (began < drawnAt) later.delete(nameOf(name));
  const rows = [...asked].filter((name) => !later.has(name) && !LATER.test(name)).map((name): [string, number] => [name, weight(name)]);
  const weigh = (kind: RegExp) => rows.filter(([name]) => kind.test(name)).reduce((total, [, bytes]) => total + bytes, 0);
  const [sum, shell] = [weigh(/\.(js|css|wasm)$/), weigh(/\.(js|css)$/)];
  const parts = readdirSync(new URL('assets/', dist)).filter((name) => /^(event_timeline_next|worker-engine-host)-/.test(name)).map((name) => `assets/${name}`);
  const complete = [...later, ...parts].reduce((total, name) => total + weight(name), sum);
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
