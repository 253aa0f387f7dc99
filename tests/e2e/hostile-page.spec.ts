// The page that the command writes, opened with scripts allowed: whatever a set says is text there, and print is no other.
import type { Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, expectAccessible, test } from './fixtures.ts';
import { everywhere, expectNoOverflow, OPEN, SOME, STRINGS, watch } from './hostile-sets.ts';
import { NAUGHTY } from './hostile-strings.ts';
import { HISTORY } from './reader.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What `event-timeline page` makes of a set. */
function pageOf(set: object, path: string, args: string[] = []): string {
  writeFileSync(path, JSON.stringify(set));
  const { E2E_COMMAND } = process.env;
  const [program, ...before] = E2E_COMMAND ? [E2E_COMMAND] : ['cargo', 'run', '--quiet', '--features', 'command', '--bin', 'event-timeline', '--'];
  return execFileSync(program ?? '', [...before, 'page', path, ...args], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 28, stdio: 'pipe' });
}

const POLICY = /<meta http-equiv="Content-Security-Policy"[^>]*>/;

/** Opens a page from the site's origin, with its own policy or with one that would stop nothing. */
async function open(page: Page, text: string, isBare = false): Promise<void> {
  expect(text).toMatch(POLICY);
  await page.route('**/made.html', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', headers: isBare ? { 'content-security-policy': OPEN } : {}, body: isBare ? text.replace(POLICY, '') : text }));
  await page.goto('made.html');
}

const texts = (page: Page, selector: string): Promise<string[]> => page.locator(selector).evaluateAll((elements) => elements.map(({ textContent }) => textContent ?? ''));

test('no string of six thousand runs or asks for anything in a page, which has no policy of its own to stop it', async ({ page }, testInfo) => {
  // A hundred thousand elements.
  test.slow();
  const text = pageOf(everywhere(), testInfo.outputPath('set.json'));
  const check = await watch(page);
  await open(page, text, true);
  await check();
  const shown = new Set(await texts(page, 'bdi, a, article p, h1, h3'));
  expect(STRINGS.filter((string) => !shown.has(string) && !shown.has(string.trim()))).toEqual([]);
  await page.emulateMedia({ media: 'print' });
  await check();
});

test('the list for a page of one’s own is as harmless, in print too', async ({ page, browserName }, testInfo) => {
  const events = SOME.map((title, at) => ({ id: `${title}${at}`, title, description: title, date: '2001', note: title, kind: title, links: [{ url: title, label: title }] }));
  const list = pageOf({ fields: { note: 'text' }, events }, testInfo.outputPath('set.json'), ['--list']);
  const check = await watch(page);
  await page.route('**/made.html', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', headers: { 'content-security-policy': OPEN }, body: `<!doctype html><meta charset="utf-8"><title>Made for a test</title><link rel="icon" href="icon.svg"><event-timeline>${list}</event-timeline>` }));
  await page.goto('made.html');
  expect(await texts(page, 'h3')).toEqual(SOME);
  await page.emulateMedia({ media: 'print' });
  if (browserName === 'chromium') await page.pdf();
  await check();
});

for (const [width, colorScheme] of [[1280, 'light'], [390, 'dark']] as const) {
  test(`a page is whole and accessible at ${width} pixels, ${colorScheme}, and naughty strings leave it so`, async ({ page }, testInfo) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await open(page, pageOf(HISTORY, testInfo.outputPath('history.json')));
    await expect(page.locator('article')).toHaveCount(HISTORY.events.length);
    await expectNoOverflow(page);
    await expectAccessible(page);
    const events = NAUGHTY.map((s, at) => ({
      id: `n${at}`, title: s, description: s, date_text: s, date_note: s, ...(at % 4 === 3 ? {} : { start: at * 86_400_000 * 40 }), kind: [s, 'plain'], other: [s], note: s,
      places: [{ name: s, lat: 1, lon: 2 }], claims: [{ by: s, status: s, about: s, citations: [s, 'plain'] }], links: [{ url: 'https://example.org', label: s }], media: [{ url: 'x', caption: s, credit: s }],
    }));
    const set = { title: NAUGHTY[11], description: NAUGHTY[0], source: NAUGHTY[2], fields: { kind: { label: NAUGHTY[0] }, note: { type: 'text', label: NAUGHTY[2] } }, events };
    await page.unroute('**/made.html');
    await open(page, pageOf(set, testInfo.outputPath('naughty.json')));
    await expect(page.locator('article')).toHaveCount(NAUGHTY.length);
    await expectNoOverflow(page);
  });
}
