// The set in another form: whole or as filtered, with what that form does not hold.
import { choose, download, openExport } from './export-dialog.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { catchCopies, openPage } from './reader.ts';
import { SHELF } from './shelf.ts';

const total = SHELF.events.length;

test('the whole set is downloaded as our own JSON, which holds all of it', async ({ page }) => {
  const reader = await (await openPage(page, { set: SHELF })).settled();
  const dialog = await openExport(reader);
  await expect(dialog).toContainText(`All ${total} events of the set`);
  await expect(dialog).toContainText('This format holds all of it.');
  await expectAccessible(page);
  const { name, text } = await download(page, dialog);
  expect(name).toBe('a-shelf-of-events.json');
  const set = JSON.parse(text) as { events: { title: string }[] };
  expect(set.events.map(({ title }) => title)).toEqual(SHELF.events.map(({ title }) => title));
});

test('of a filtered set what matches is offered first, and either can be had', async ({ page }) => {
  const reader = await (await openPage(page, { set: SHELF, attributes: 'q="kind:Music"' })).settled();
  await reader.matches(3, total);
  const dialog = await openExport(reader);
  await expect(dialog.getByRole('radio', { name: 'The 3 that match the filters' })).toBeChecked();
  await choose(dialog, 'Table (CSV)');
  const filtered = await download(page, dialog);
  expect(filtered.name).toBe('a-shelf-of-events.csv');
  expect(filtered.text, 'what spreadsheets know UTF-8 by').toMatch(/^\ufeffid,title,/);
  for (const { title, kind } of SHELF.events) expect(filtered.text.includes(title), title).toBe((kind as string[]).includes('Music'));
  await dialog.getByRole('radio', { name: `All ${total} events of the set` }).check();
  await expect(dialog.getByRole('button', { name: /^Download/ })).toBeVisible();
  const { text } = await download(page, dialog);
  for (const { title } of SHELF.events) expect(text).toContain(title);
});

test('what a format does not hold is said, and the file opened again gives back what it keeps', async ({ page }) => {
  const reader = await (await openPage(page, { set: SHELF, attributes: 'allow-files' })).settled();
  const dialog = await openExport(reader);
  await choose(dialog, 'Calendar (iCalendar)');
  await expect(dialog.getByRole('listitem').first()).toBeVisible();
  await expectAccessible(page);
  const { name, text } = await download(page, dialog);
  expect(name).toBe('a-shelf-of-events.ics');
  expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/);
  await dialog.getByRole('button', { name: 'Close' }).click();
  const choosing = page.waitForEvent('filechooser');
  await reader.button('Open files…').click();
  await (await choosing).setFiles({ name, mimeType: 'text/calendar', buffer: Buffer.from(text) });
  await expect(reader.part('opened')).toContainText(name);
  await reader.matches(total, total);
  await reader.showList();
  await expect(reader.rows.filter({ hasText: 'island found' })).toContainText('1700s');
});

test('of tens of thousands of events a file is written when the reader says so', async ({ page }) => {
  const count = 50_001;
  const events = Array.from({ length: count }, (_, at) => ({ title: `e${at}`, n: at % 2 }));
  const reader = await (await openPage(page, { set: { title: 'Many', fields: { n: 'number' }, events } })).ready();
  await reader.button('Export…').click();
  const dialog = reader.root.getByRole('dialog', { name: 'Export', exact: true });
  await expect(dialog.getByRole('button', { name: 'Prepare the file' })).toBeVisible();
  await dialog.getByRole('radio', { name: 'Table (CSV)' }).check();
  await expect(dialog).toContainText('Writing 50,001 events takes a while');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Prepare the file' }).click();
  const { name, text } = await download(page, dialog);
  expect(name).toBe('many.csv');
  expect(text.split('\r\n')).toHaveLength(count + 2);
  // Half of them are few enough.
  await dialog.getByRole('button', { name: 'Close' }).click();
  await reader.search.fill('n:1');
  await reader.matches(25_000, count);
  await openExport(reader);
});

test('while a file is written the timeline answers, and the reader can stop it', async ({ page }) => {
  // The worker is asked for five pieces and no more, so the file is never done.
  await page.addInitScript(() => {
    let asked = 0;
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, message: unknown[], given?: Transferable[] | StructuredSerializeOptions) {
      const options = Array.isArray(given) ? { transfer: given } : given;
      if (message[1] !== 'exportPiece' || ++asked <= 5) post.call(this, message, options);
    };
  });
  const count = 50_002;
  const events = Array.from({ length: count }, (_, at) => ({ title: `e${at}`, n: at % 2 }));
  const reader = await (await openPage(page, { set: { title: 'Many', fields: { n: 'number' }, events } })).ready();
  await reader.button('Export…').click();
  const dialog = reader.root.getByRole('dialog', { name: 'Export', exact: true });
  await dialog.getByRole('button', { name: 'Prepare the file' }).click();
  const bar = dialog.getByRole('progressbar');
  await expect.poll(() => bar.evaluate((element) => (element as HTMLProgressElement).value)).toBeGreaterThan(0.08);
  await expectAccessible(page);
  await reader.set({ q: 'n:1' });
  await reader.matches(count / 2, count);
  await expect(bar).toBeVisible();
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(bar).toHaveCount(0);
  await expect(dialog.getByRole('button', { name: 'Prepare the file' })).toBeVisible();
});

test('every format can be had, and copied', async ({ page }) => {
  const reader = await (await openPage(page, { set: SHELF })).settled();
  const dialog = await openExport(reader);
  const copied = await catchCopies(page);
  const extensions: string[] = [];
  for (const format of await dialog.getByRole('group', { name: 'As' }).getByRole('radio').all()) {
    await format.check();
    await expect(dialog.getByRole('button', { name: /^Download/ })).toBeVisible();
    const { name, text } = await download(page, dialog);
    extensions.push(name.slice(name.indexOf('.')));
    await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect.poll(copied).toBe(text.replace(/^\ufeff/, ''));
  }
  expect(extensions).toHaveLength(6);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('it is behind the filters, fits, and what is touched is 44 pixels high', async ({ page }) => {
    const reader = await (await openPage(page, { set: SHELF, attributes: 'theme="dark" q="kind:Music"' })).settled();
    await reader.button(/^Filters/).click();
    const dialog = await openExport(reader);
    await choose(dialog, 'Map data (GeoJSON)');
    const small = () => dialog.evaluate((element) => [...element.querySelectorAll('button, label')].flatMap((control) => {
      const { height } = control.getBoundingClientRect();
      return Math.round(height) < 44 ? [`${control.textContent?.trim()}: ${height}`] : [];
    }));
    await expect.poll(small).toEqual([]);
    expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
    await expectAccessible(page);
  });
});
