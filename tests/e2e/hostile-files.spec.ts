// The strings of hostile.spec.ts on their way through a reader's files: out by the export dialog and in again, as names of
// files and columns, in the report of what was not read, in the page's address.
import type { Page } from '@playwright/test';
import { choose, download, openExport } from './export-dialog.ts';
import { expect, test } from './fixtures.ts';
import { OPEN, SOME, watch } from './hostile-sets.ts';
import { catchCopies, openPage, type Reader, type SetEvent } from './reader.ts';

/** An event a string, in the order of their dates; a list's rows hold them all. */
const EVENTS: SetEvent[] = SOME.map((text, at) => ({
  id: `n${at} ${text}`, title: text, description: text, date: new Date(at * 86_400_000).toISOString().slice(0, 10), date_note: text, kind: [text, 'plain'], note: text, home: text,
  places: [{ name: text, lat: 1, lon: 2 }], claims: [{ by: text, status: text, about: text, citations: [text] }],
  links: [{ url: text, label: text }], media: [{ url: text, caption: text, credit: text, alt: text }],
}));
const SET = { title: SOME[0], description: SOME[1], source: SOME[2], fields: { kind: { label: SOME[3] }, note: { type: 'text', label: SOME[4] }, home: { type: 'link', label: SOME[5] } }, events: EVENTS };
const HIGH = EVENTS.length * 60;

const FORMATS = { 'Event set (JSON)': 'json', 'Table (CSV)': 'csv', 'TimelineJS (JSON)': 'json', 'Calendar (iCalendar)': 'ics', 'Linked data (JSON-LD)': 'jsonld', 'Map data (GeoJSON)': 'geojson' };

for (const [format, extension] of Object.entries(FORMATS)) {
  test(`written as ${format} and read again, every string is as it was given`, async ({ page }) => {
    const check = await watch(page);
    const reader = await (await openPage(page, { set: SET, csp: OPEN, height: HIGH, attributes: 'allow-files' })).ready();
    const dialog = await openExport(reader);
    await choose(dialog, format);
    const { name, text } = await download(page, dialog);
    expect(name.endsWith(`.${extension}`), name).toBe(true);
    await check();
    await dialog.getByRole('button', { name: 'Close' }).click();
    if (format.startsWith('TimelineJS')) await asMarkup(page, text);
    await openChosen(page, reader, [{ name: `<img src=/asked-for onerror=ran()>.${extension}`, text }]);
    await reader.matches(EVENTS.length, EVENTS.length);
    await reader.showList();
    await expect.poll(() => reader.rows.count()).toBe(EVENTS.length);
    const titles = await reader.titles();
    expect(SOME.filter((title, at) => titles[at] !== title)).toEqual([]);
    await check();
  });
}

/** TimelineJS puts what a slide says into its page as markup, and so an address that looks like some: there all of it must come out as text. */
async function asMarkup(page: Page, text: string): Promise<void> {
  interface Slide { text: Record<string, string>; media?: Record<string, string>; group?: string; display_date?: string }
  const { events } = JSON.parse(text) as { events: Slide[] };
  const shown = await page.evaluate((slides) => slides.map((slide) => {
    const { url = '', ...media } = slide.media ?? {};
    return [...Object.entries({ ...slide.text, ...media, group: slide.group ?? '', date: slide.display_date ?? '' })].map(([key, markup]) => {
      const box = document.createElement('div');
      document.body.append(box);
      box.innerHTML = markup;
      const elements = [...box.querySelectorAll('*')].map(({ tagName }) => tagName);
      box.querySelectorAll('br').forEach((line) => line.replaceWith('\n'));
      const said = box.textContent;
      box.remove();
      return { key, said, elements, url };
    });
  }), events);
  const said = shown.flat();
  expect(said.filter(({ elements }) => elements.some((name) => name !== 'BR'))).toEqual([]);
  for (const key of ['headline', 'text']) expect(said.filter((one) => one.key === key).map((one) => one.said)).toEqual(SOME);
  const urls = events.flatMap(({ media }) => (media?.url === undefined ? [] : [media.url]));
  expect(urls.filter((url) => /[<>"'`\s]/.test(url) || (/^[a-z][a-z0-9+.-]*:/i.test(url) && !/^(https?:|data:image\/)/i.test(url)))).toEqual([]);
}

async function openChosen(page: Page, reader: Reader, files: { name: string; text: string }[]): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await reader.button('Open files…').click();
  await (await choosing).setFiles(files.map(({ name, text }) => ({ name, mimeType: '', buffer: Buffer.from(text) })));
  await expect(reader.part('opened')).toBeVisible();
}

/** Strings without an end of line: names of columns and files have none. */
const NAMES = SOME.filter((text) => !/[\n\r]/.test(text)).slice(0, 150);
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const table = (names: readonly string[]): string => [['title', 'date', ...names].map(quoted).join(','), ...names.slice(0, 3).map((name, at) => [name, `0${at + 1}/02/2014`, ...names].map(quoted).join(','))].join('\r\n');

test('columns, files and samples by such names are shown and read again as text', async ({ page }) => {
  const check = await watch(page);
  const reader = await (await openPage(page, { set: SET, csp: OPEN, attributes: 'allow-files permalink' })).ready();
  const files = NAMES.slice(0, 4).map((name) => ({ name: `${name.replaceAll('/', '∕')}.csv`, text: table(NAMES) }));
  await openChosen(page, reader, files);
  await reader.matches(12, 12);
  await expect(reader.part('question')).toHaveCount(4);
  await check();
  await reader.part('question').first().getByRole('button', { name: 'Columns…' }).click();
  const panel = reader.root.getByRole('dialog', { name: 'What the columns mean', exact: true });
  const rows = panel.getByRole('table').first().getByRole('row');
  await expect(rows).toHaveCount(NAMES.length + 3);
  const shown = await rows.evaluateAll((lines) => lines.slice(1).map((line) => [line.querySelector('th')?.textContent, line.querySelector('.sample')?.textContent] as const));
  expect(shown.slice(2).map(([name]) => name)).toEqual(NAMES.map((name) => name.trim()));
  const samples = new Set(shown.map(([, sample]) => sample));
  expect(NAMES.filter((name) => ![...samples].some((sample) => sample !== undefined && sample !== '' && name.trim().startsWith(sample.replace(/…$/, ''))))).toEqual([]);
  // The mapping has the name of a column in it.
  await panel.getByRole('table').first().getByRole('combobox', { name: /^Meaning of / }).nth(4).selectOption('ignore');
  await expect(panel.locator('pre.attribute')).toContainText('mapping="');
  await check();
  await panel.getByRole('button', { name: 'Apply' }).click();
  await expect(panel).toBeHidden();
  await reader.matches(12, 12);
  await check();
});

test('a mapping of such columns is kept in the address and in the tag', async ({ page }) => {
  const check = await watch(page);
  const reader = await (await openPage(page, { set: table(NAMES), csp: OPEN, attributes: 'permalink' })).ready();
  await reader.part('question').getByRole('button', { name: 'Columns…' }).click();
  const panel = reader.root.getByRole('dialog', { name: 'What the columns mean', exact: true });
  const menus = panel.getByRole('combobox', { name: /^Meaning of / });
  const changed = [2, 20, 60, 120];
  for (const at of changed) await menus.nth(at).selectOption('ignore');
  await panel.getByRole('button', { name: 'Apply' }).click();
  await expect(reader.root).toHaveAttribute('mapping', /=-/);
  await expect.poll(() => new URL(page.url()).hash).toContain('mapping=');
  await check();
  await page.reload();
  await reader.ready();
  await reader.part('question').getByRole('button', { name: 'Columns…' }).click();
  for (const at of changed) await expect(menus.nth(at)).toHaveValue('ignore');
  await check();
});

test('the report names files, keys and what stands there as text', async ({ page }) => {
  const check = await watch(page);
  const reader = await (await openPage(page, { set: SET, csp: OPEN, attributes: 'allow-files' })).ready();
  const wrong = (text: string): object => ({ title: text, date: text, part_of: text, places: [{ [text]: text, name: 'x' }], start: [text], links: [{ url: { [text]: text } }] });
  const files = NAMES.slice(0, 6).map((name, at) => ({
    name: `${name.replaceAll('/', '∕')}.json`,
    text: JSON.stringify({ [name]: name, fields: { [name]: { type: name } }, events: [...NAMES.slice(at * 25, at * 25 + 25).map(wrong), name] }),
  }));
  await openChosen(page, reader, files);
  await reader.button(/not read/).click();
  const report = reader.root.getByRole('dialog', { name: 'What was read', exact: true });
  await expect(report.getByRole('row')).toHaveCount(7);
  expect(await report.locator('tbody th').allTextContents()).toEqual(files.map(({ name }) => name));
  await expect(report.getByRole('listitem')).toHaveCount(200);
  await report.getByRole('button', { name: /more$/ }).click();
  await check();
  const copied = await catchCopies(page);
  await report.getByRole('button', { name: 'Copy the list' }).click();
  await expect(report.getByRole('status')).toHaveText('Copied.');
  const written = (await copied()) ?? '';
  const lines = written.trimEnd().split('\n').map((line) => line.split('\t'));
  expect(lines.filter((cells) => cells.length !== 7)).toEqual([]);
  await check();
});

test('an address that says such strings shows them as text, or passes over them', async ({ page }) => {
  const check = await watch(page);
  const reader = await (await openPage(page, { set: SET, csp: OPEN, attributes: 'permalink' })).ready();
  const texts = SOME.filter((_, at) => at % 18 === 0);
  for (const text of texts) {
    const value = encodeURIComponent(text.toWellFormed());
    await page.evaluate((fragment) => { location.hash = fragment; }, `q=${value}&view=${value}&group=${value}&color=${value}&window=${value}&selected=${value}&mapping=${value}&${value}=${value}`);
    await expect(reader.search).toHaveValue(/./);
  }
  await page.evaluate(() => { location.hash = 'q=&view=list'; });
  await expect(reader.list).toBeVisible();
  await check();
});
