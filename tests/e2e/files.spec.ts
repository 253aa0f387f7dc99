// Files that a reader opens: dropped, pasted, chosen; what was read of them, and what their columns mean.
import type { Locator, Page, Route } from '@playwright/test';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, expectAccessible, test } from './fixtures.ts';
import { catchCopies, listen, number, openPage, Reader } from './reader.ts';
import { SHELF } from './shelf.ts';

interface GivenFile { name: string; text: string }

/** Day and month cannot be told apart; the first date would be 3 April or 4 March. */
const LOOSE: GivenFile = {
  name: 'loose.csv',
  text: 'Date,Title,Kind\n03/04/2014,First thing,North\n05/06/2014,Second thing,South\n07/08/2015,Third thing,North\n',
};
const TIMELINEJS_SHEET: GivenFile = {
  name: 'sheet.csv',
  text: [
    'Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,Media Caption,Media Thumbnail,Type,Group,Background',
    ',,,,,,,,,A title slide,About it,,,,,title,,',
    '1961,8,13,,,,,,,The wall rises,Overnight,https://example.org/wall.jpg,Somebody,A wall,,,Stone,',
    '1989,11,9,,,,,,,The wall falls,,,,,,,Stone,',
    '1961,8,,,1989,11,,,28 years,The wall stands,,,,,,,City,',
  ].join('\r\n'),
};
const CALENDAR: GivenFile = {
  name: 'team.ics',
  text: [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//test//EN',
    'BEGIN:VEVENT', 'UID:one@example.org', 'DTSTAMP:20240101T000000Z', 'DTSTART;VALUE=DATE:20240310', 'DTEND;VALUE=DATE:20240312', 'SUMMARY:Two days away', 'END:VEVENT',
    'BEGIN:VEVENT', 'UID:two@example.org', 'DTSTAMP:20240101T000000Z', 'DTSTART:20240401T090000Z', 'DURATION:PT1H', 'SUMMARY:An hour of talk', 'LOCATION:Room 5', 'END:VEVENT',
    'END:VCALENDAR', '',
  ].join('\r\n'),
};
const VIS: GivenFile = {
  name: 'items.json',
  text: JSON.stringify({
    groups: [{ id: 1, content: 'Alpha' }, { id: 2, content: 'Beta' }],
    items: [{ id: 1, content: 'An item', start: '2024-02-01', group: 1 }, { id: 2, content: 'A range', start: '2024-02-10', end: '2024-03-01', group: 2 }],
  }),
};

/** A page with one timeline that takes files; its own set is the shelf, where it has one. */
const openFor = (page: Page, attributes = 'allow-files', set: string | object = SHELF): Promise<Reader> => openPage(page, { set, attributes });

/** Without a set of its own. */
async function openEmpty(page: Page, attributes = 'allow-files'): Promise<Reader> {
  const reader = await openPage(page, { set: SHELF, attributes });
  await reader.ready();
  await reader.root.evaluate((element) => element.removeAttribute('src'));
  await expect(reader.part('welcome')).toBeVisible();
  return reader;
}

/** Moves files over the element and lets them go there; whether the page took the drop for itself. */
function drag(reader: Reader, files: GivenFile[], until: 'dragover' | 'drop' = 'drop'): Promise<boolean> {
  return reader.root.evaluate((element, [given, last]) => {
    const dataTransfer = new DataTransfer();
    for (const { name, text } of given) dataTransfer.items.add(new File([text], name));
    const target = element.shadowRoot?.querySelector('.base') ?? element;
    let wasTaken = false;
    for (const type of ['dragenter', 'dragover', 'drop']) {
      wasTaken = !target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true }));
      if (type === last) break;
    }
    return wasTaken;
  }, [files, until] as const);
}

/** Pastes the text of a file; whether the page took it for itself. */
function paste(reader: Reader, [file]: GivenFile[]): Promise<boolean> {
  return reader.root.evaluate((element, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    const target = element.shadowRoot?.querySelector('.base') ?? element;
    // Firefox has what is pasted from `data`, as its constructor was before there was a standard.
    const given = { clipboardData, data: text, dataType: 'text/plain', bubbles: true, composed: true, cancelable: true };
    return !target.dispatchEvent(new ClipboardEvent('paste', given));
  }, file?.text ?? '');
}

const bannerOf = (reader: Reader): Locator => reader.part('opened');
const question = (reader: Reader): Locator => reader.part('question');
const dialogOf = (reader: Reader, name: string): Locator => reader.root.getByRole('dialog', { name, exact: true });

/** The dates of the list's rows, in their order. */
const dates = async (reader: Reader): Promise<string[]> => {
  await reader.showList();
  return reader.rows.locator('.cell.start').allInnerTexts();
};

async function openReport(reader: Reader): Promise<Locator> {
  await reader.part('header').locator('.not-read').click();
  const report = dialogOf(reader, 'What was read');
  await expect(report).toBeVisible();
  return report;
}

test.describe('opening', () => {
  test('a dropped table takes the place of the set, and the way back leads to where the reader was', async ({ page }) => {
    const reader = await (await openFor(page, 'allow-files color-by="kind"')).settled();
    await reader.value('Kind', 'Science').click();
    await expect(reader.search).toHaveValue('kind:Science');
    await drag(reader, [TIMELINEJS_SHEET], 'dragover');
    await expect(reader.root.getByText('Drop to open these files')).toBeVisible();
    await drag(reader, [TIMELINEJS_SHEET]);
    await expect(bannerOf(reader)).toContainText('sheet.csv');
    await expect(reader.root.getByText('Drop to open these files')).toBeHidden();
    await reader.matches(3, 3);
    await expect(reader.search).toHaveValue('');
    await expect(reader.facet('Group')).toBeVisible();
    await expectAccessible(page);

    await bannerOf(reader).getByRole('button', { name: 'Back to the events of this page' }).click();
    await expect(bannerOf(reader)).toBeHidden();
    await expect(reader.search).toHaveValue('kind:Science');
    await expect(reader.root.getByRole('heading', { name: String(SHELF.title) })).toBeVisible();
  });

  for (const [by, give] of Object.entries({ dropped: drag, pasted: paste })) {
    test(`what is ${by} before the code for it has come is opened when it has`, async ({ page }) => {
      const reader = await (await openFor(page, '')).settled();
      const held: Route[] = [];
      await page.route('**/part-*.js', (route) => void held.push(route));
      await reader.root.evaluate((element) => element.setAttribute('allow-files', ''));
      await expect(reader.button('Open files…')).toBeVisible();
      expect(await give(reader, [LOOSE])).toBe(true);
      await expect.poll(() => held.length).toBe(1);
      await reader.matches(SHELF.events.length, SHELF.events.length);
      await held[0]?.continue();
      await expect(bannerOf(reader)).toContainText(by === 'dropped' ? 'loose.csv' : 'Pasted text');
      await reader.matches(3, 3);
    });
  }

  test('a timeline that is allowed files later takes a drop too', async ({ page }) => {
    const reader = await (await openFor(page, '')).settled();
    await reader.root.evaluate((element) => element.setAttribute('allow-files', ''));
    await expect(reader.button('Open files…')).toBeVisible();
    expect(await drag(reader, [LOOSE])).toBe(true);
    await reader.matches(3, 3);
  });

  test('a page that does not allow it takes no drop', async ({ page }) => {
    const reader = await (await openFor(page, '')).settled();
    expect(await drag(reader, [LOOSE])).toBe(false);
    await expect(reader.button('Open files…')).toHaveCount(0);
    await reader.matches(SHELF.events.length, SHELF.events.length);
  });

  test('several at once become one, with a field that says which', async ({ page }) => {
    const heard = await listen(page);
    const reader = await (await openFor(page)).settled();
    const choosing = page.waitForEvent('filechooser');
    await reader.button('Open files…').click();
    const chooser = await choosing;
    expect(chooser.isMultiple()).toBe(true);
    await chooser.setFiles([CALENDAR, VIS].map(({ name, text }) => ({ name, mimeType: '', buffer: Buffer.from(text) })));
    await expect(bannerOf(reader)).toContainText('2 files opened');
    await reader.matches(4, 4);
    await expect(reader.value('File', 'team.ics')).toBeVisible();
    await reader.value('File', 'items.json').click();
    await reader.matches(2, 4);
    const said = (await heard()).filter(({ type }) => type === 'ready');
    expect(said).toHaveLength(2);
    expect(said[1]?.detail.files).toMatchObject([{ name: 'team.ics', format: 'icalendar', records: 2, read: 2, rejected: 0 }, { name: 'items.json', format: 'vis-timeline', records: 2, read: 2, rejected: 0 }]);
    const report = await openReport(reader);
    await expect(report.getByRole('row')).toHaveText([/File.*Records/, /team\.ics.*2.*2.*0/, /items\.json.*2.*2.*0/]);
    await expectAccessible(page);
  });

  test('pasted text is opened where the timeline has the focus, and not where text is typed', async ({ page }) => {
    const reader = await (await openFor(page)).settled();
    // Real keys: what is copied out of a box is pasted.
    await page.evaluate((text) => {
      const box = document.createElement('textarea');
      box.id = 'source';
      box.value = text;
      document.querySelector('main')?.prepend(box);
    }, LOOSE.text);
    await page.locator('#source').focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('ControlOrMeta+c');
    await reader.search.focus();
    await page.keyboard.press('ControlOrMeta+v');
    await expect(reader.search).toHaveValue(/First thing/);
    await expect(bannerOf(reader)).toBeHidden();
    await reader.search.fill('');
    await reader.matches(SHELF.events.length, SHELF.events.length);
    await reader.button('Fit all').focus();
    await expect(reader.button('Fit all')).toBeFocused();
    await page.keyboard.press('ControlOrMeta+v');
    await expect(bannerOf(reader)).toContainText('Pasted text');
    await reader.matches(3, 3);
  });

  test('what is no event set is told of, and what was shown stays', async ({ page }) => {
    const reader = await (await openFor(page, 'allow-files q="kind:Science"')).settled();
    const problem = reader.part('problem');
    for (const file of [{ name: 'letter.txt', text: 'Dear all' }, { name: 'empty.csv', text: '' }]) {
      await drag(reader, [file]);
      await expect(problem).toContainText(file.name);
      await expect(reader.search).toHaveValue('kind:Science');
    }
    await expectAccessible(page);
    await problem.getByRole('button', { name: 'Hide' }).click();
    await expect(problem).toBeHidden();
  });

  test('reading that is cancelled leaves what was shown', async ({ page }) => {
    const reader = await (await openFor(page, 'q="kind:Science"')).settled();
    const opening = reader.root.evaluate((element) => {
      const { openFiles } = element as unknown as { openFiles(files: { name: string; bytes: Blob }[]): Promise<void> };
      // A file that never comes to its end.
      const endless = Object.assign(new Blob(['Date,Title']), { stream: () => new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('Date,Title')) }) });
      return openFiles.call(element, [{ name: 'endless.csv', bytes: endless }]).catch((error: Error) => error.name);
    });
    await expect(bannerOf(reader)).toContainText('endless.csv');
    await reader.button('Cancel').click();
    expect(await opening).toBe('AbortError');
    await expect(bannerOf(reader)).toBeHidden();
    await expect(reader.search).toHaveValue('kind:Science');
    await expect(reader.part('problem')).toBeHidden();
  });

  test('a file that was changed meanwhile cannot be read again, which is said', async ({ page, browserName }, testInfo) => {
    // Firefox reads it as it is now.
    test.skip(browserName === 'firefox');
    const path = testInfo.outputPath('changing.csv');
    writeFileSync(path, LOOSE.text);
    const reader = await (await openFor(page)).settled();
    const choosing = page.waitForEvent('filechooser');
    await reader.button('Open files…').click();
    await (await choosing).setFiles(path);
    await reader.matches(3, 3);
    writeFileSync(path, 'Something else altogether');
    await question(reader).getByRole('button', { name: /^Day first/ }).click();
    await expect(reader.part('problem')).toContainText('has to be opened anew');
    await reader.matches(3, 3);
    await expect(question(reader)).toBeVisible();
  });

  test.describe('without a set', () => {
    test('the element says how to open files, and what is wrong with those that cannot be', async ({ page }) => {
      const reader = await openEmpty(page);
      await expect(reader.part('welcome')).toContainText('Open event files');
      await expectAccessible(page);
      await drag(reader, [{ name: 'letter.txt', text: 'Dear all' }]);
      await expect(reader.part('error')).toContainText('not an event set');
      await expectAccessible(page);
      await drag(reader, [LOOSE]);
      await reader.matches(3, 3);
      await bannerOf(reader).getByRole('button', { name: 'Close these files' }).click();
      await expect(reader.part('welcome')).toBeVisible();
    });
  });

  test('a program opens files by a method, and is told where nothing can be shown', async ({ page }) => {
    const reader = await (await openFor(page, '')).settled();
    const call = (bytes: string) => reader.root.evaluate(async (element, text) => {
      const { openFiles } = element as unknown as { openFiles(files: { name: string; bytes: string }[]): Promise<void> };
      return openFiles.call(element, [{ name: 'given.csv', bytes: text }]).then(() => 'opened', (error: Error) => error.message);
    }, bytes);
    expect(await call('Dear all')).toContain('not an event set');
    await reader.matches(SHELF.events.length, SHELF.events.length);
    expect(await call(LOOSE.text)).toBe('opened');
    await reader.matches(3, 3);
  });

  test('what the page’s attributes name and only its own set has is no fault of a reader’s file', async ({ page }) => {
    const warnings: string[] = [];
    page.on('console', (message) => void (message.type() === 'warning' && warnings.push(message.text())));
    const reader = await (await openFor(page, 'allow-files group-by="kind" color-by="no such"')).settled();
    await expect.poll(() => warnings).toEqual([expect.stringContaining('color-by="no such"')]);
    await drag(reader, [TIMELINEJS_SHEET]);
    await reader.matches(3, 3);
    await expect(reader.part('facet').first()).toBeVisible();
    expect(warnings).toHaveLength(1);
    await reader.root.evaluate((element) => (element as unknown as { reload(): Promise<void> }).reload());
    await reader.matches(3, 3);
    expect(warnings).toHaveLength(1);
  });
});

test.describe('attributes', () => {
  test('format and mapping reach the core', async ({ page }) => {
    const text = 'When,What,Note\n03/04/2014,First,private\n05/06/2014,Second,private\n';
    const reader = await openFor(page, 'format="csv" mapping="When=date:day-month-year; Note=-"', text);
    await reader.matches(2, 2);
    expect(await dates(reader)).toEqual(['Apr 3, 2014', 'Jun 5, 2014']);
    await expect(question(reader)).toHaveCount(0);
    await reader.search.fill('private');
    await reader.matches(0, 2);
  });

  test('a wrong mapping or format is told of, and the rest is read', async ({ page }) => {
    const reader = await openFor(page, 'format="cvs" mapping="Date=never"', LOOSE.text);
    await reader.matches(3, 3);
    const report = await openReport(reader);
    await expect(report.getByRole('listitem').filter({ hasText: '`cvs` is no format' })).toBeVisible();
    await expect(report.getByRole('listitem').filter({ hasText: '`never` is no role' })).toBeVisible();
  });
});

test.describe('day and month', () => {
  test('that cannot be told apart are asked for, and until then are either', async ({ page }) => {
    const reader = await openFor(page, 'permalink', LOOSE.text);
    await reader.matches(3, 3);
    await expect(question(reader)).toContainText(/03\/04\/2014\u2069 may be either/);
    expect((await dates(reader))[0]).toBe('one of Mar 4, 2014 or Apr 3, 2014');
    await expectAccessible(page);
    await question(reader).getByRole('button', { name: /^Day first: \u2068?April 3, 2014, June 5, 2014, August 7, 2015/ }).click();
    await expect(question(reader)).toHaveCount(0);
    await expect.poll(() => dates(reader)).toEqual(['Apr 3, 2014', 'Jun 5, 2014', 'Aug 7, 2015']);
    await expect(reader.root).toHaveAttribute('mapping', 'Date=date:day-month-year');
    await expect.poll(() => new URL(page.url()).hash).toContain('mapping=Date%3Ddate:day-month-year');
    // The link alone says it.
    await page.reload();
    await reader.matches(3, 3);
    await expect(question(reader)).toHaveCount(0);
    await expect(reader.root).toHaveAttribute('mapping', 'Date=date:day-month-year');
  });

  test('of files of the reader’s own are asked for a file each', async ({ page }) => {
    const reader = await (await openFor(page)).settled();
    await drag(reader, [LOOSE, { ...LOOSE, name: 'other.csv' }]);
    await reader.matches(6, 6);
    await expect(question(reader)).toHaveCount(2);
    await question(reader).filter({ hasText: 'other.csv' }).getByRole('button', { name: /^Month first/ }).click();
    await expect(question(reader)).toHaveCount(1);
    await expect(question(reader)).toContainText('loose.csv');
    await reader.search.fill('file:other.csv');
    await reader.matches(3, 6);
    expect(await dates(reader)).toEqual(['Mar 4, 2014', 'May 6, 2014', 'Jul 8, 2015']);
    await expect(reader.root).not.toHaveAttribute('mapping', /./);
  });
});

test.describe('columns', () => {
  test('are shown as recognised, with samples, and read again as the reader says', async ({ page }) => {
    const reader = await openFor(page, '', LOOSE.text);
    await reader.matches(3, 3);
    await question(reader).getByRole('button', { name: 'Columns…' }).click();
    const panel = dialogOf(reader, 'What the columns mean');
    await expect(panel.getByRole('row').nth(1)).toContainText('03/04/2014');
    await expect(panel.getByLabel('Meaning of Title', { exact: true })).toHaveValue('title');
    await expect(panel.getByLabel('Dates of Date', { exact: true })).toHaveValue('day-or-month-first');
    await expectAccessible(page);
    await panel.getByLabel('Dates of Date', { exact: true }).selectOption('month-day-year');
    // A set has one title: the column that was it becomes a field.
    await panel.getByLabel('Meaning of Kind', { exact: true }).selectOption('title');
    await expect(panel.getByLabel('Meaning of Title', { exact: true })).toHaveValue('category');
    await expect(panel).toContainText('mapping="Date=date:month-day-year; Title=category; Kind=title"');
    await panel.getByRole('button', { name: 'Apply' }).click();
    await expect(panel).toBeHidden();
    await expect(reader.root).toHaveAttribute('mapping', 'Date=date:month-day-year; Title=category; Kind=title');
    await expect.poll(() => dates(reader)).toEqual(['Mar 4, 2014', 'May 6, 2014', 'Jul 8, 2015']);
    expect(await reader.titles()).toEqual(['North', 'South', 'North']);

    await (await openReport(reader)).getByRole('button', { name: 'Columns…' }).click();
    await panel.getByRole('button', { name: 'As recognised' }).click();
    await expect(reader.root).not.toHaveAttribute('mapping', /./);
    await expect(question(reader)).toBeVisible();
    await expect.poll(() => reader.titles()).toEqual(['First thing', 'Second thing', 'Third thing']);
  });

  test('are changed by keys alone, and the focus comes back to the timeline', async ({ page }) => {
    const reader = await openFor(page, '', LOOSE.text);
    await reader.matches(3, 3);
    await question(reader).getByRole('button', { name: 'Columns…' }).focus();
    await page.keyboard.press('Enter');
    const panel = dialogOf(reader, 'What the columns mean');
    await expect(panel).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await expect(question(reader).getByRole('button', { name: 'Columns…' })).toBeFocused();
    await page.keyboard.press('Enter');
    await panel.getByLabel('Dates of Date', { exact: true }).selectOption('day-month-year');
    await panel.getByRole('button', { name: 'Apply' }).focus();
    await page.keyboard.press('Enter');
    await expect(question(reader)).toHaveCount(0);
    await expect(reader.axis).toBeFocused();
  });
});

test.describe('the report', () => {
  // The fourth row has nothing to name an event by.
  const BROKEN = 'Date,Title,Kind,Link\n2014-06-10,Good,a,\nsome day,Bad date,b,\n2014-06-12,,c,\n,,,https://example.org/d\n2014-06-13,Good too,d,\n';

  test('says how many lines were not read, and why each', async ({ page }) => {
    const heard = await listen(page);
    const reader = await openFor(page, '', BROKEN);
    await expect(reader.counts).toContainText('event');
    const [ready] = (await heard()).filter(({ type }) => type === 'ready');
    const [file] = ready?.detail.files ?? [];
    expect(file.read + file.rejected).toBe(file.records);
    expect(file).toMatchObject({ name: 'made.json', format: 'csv', records: 5, read: 4 });
    const report = await openReport(reader);
    await expect(report.getByRole('listitem').filter({ hasText: 'line 3' })).toContainText('some day');
    await expect(report).toContainText(`${file.read} of ${file.records} records became events`);
    await expectAccessible(page);
    const items = report.getByRole('listitem');
    const all = await items.count();
    await report.getByRole('combobox', { name: 'Show' }).selectOption('value');
    await expect(items).toHaveCount(ready?.detail.diagnostics.filter(({ severity }: { severity: string }) => severity === 'value').length);
    expect(await items.count()).toBeLessThan(all);
  });

  test('is copied as a table, or stands there selected where a page may not copy', async ({ page }) => {
    const reader = await openFor(page, '', BROKEN);
    await expect(reader.counts).toContainText('event');
    const report = await openReport(reader);
    const copied = await catchCopies(page);
    await report.getByRole('button', { name: 'Copy the list' }).click();
    await expect(report.getByRole('status')).toHaveText('Copied.');
    const written = (await copied()) ?? '';
    const lines = written.trimEnd().split('\n').map((line) => line.split('\t'));
    expect(lines[0]).toEqual(['file', 'line', 'column', 'what', 'where', 'reason', 'text']);
    expect(lines.slice(1)).toHaveLength(await report.getByRole('listitem').count());
    expect(lines.find(([, line]) => line === '3')?.slice(0, 3)).toEqual(['made.json', '3', '1']);

    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined }));
    await report.getByRole('button', { name: 'Copy the list' }).click();
    const box = report.getByRole('textbox', { name: 'Text to copy' });
    await expect(box).toBeFocused();
    await expect(box).toHaveValue(written);
    expect(await box.evaluate((area) => (area as HTMLTextAreaElement).selectionEnd - (area as HTMLTextAreaElement).selectionStart)).toBe(written.length);
  });

  test('of thousands of lines shows the first, and more when asked', async ({ page }) => {
    const rows = Array.from({ length: 900 }, (_, index) => `2014-06-${10 + (index % 20)},Event ${index},soon\n`).join('');
    const reader = await openFor(page, 'mapping="End=end"', `Date,Title,End\n${rows}`);
    await reader.matches(900, 900);
    const report = await openReport(reader);
    await expect(report.getByRole('listitem')).toHaveCount(200);
    await report.getByRole('button', { name: /more$/ }).click();
    await expect(report.getByRole('listitem')).toHaveCount(400);
  });

  test('says that all of a table was read', async ({ page }) => {
    const reader = await openFor(page, 'mapping="Date=date:day-month-year"', LOOSE.text);
    await reader.matches(3, 3);
    await expect(reader.part('header').locator('.not-read')).toHaveText('All of it was read');
    await expect(await openReport(reader)).toContainText('All 3 records were read.');
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  for (const [what, attributes] of [['light', ''], ['dark', 'theme="dark"'], ['right to left', 'locale="ar"']] as const) {
    test(`panels fit, and what is touched is 44 pixels high: ${what}`, async ({ page }) => {
      const reader = await openFor(page, attributes, `${LOOSE.text}soon,Fourth thing,South\n`);
      await expect(reader.counts).toContainText(/\p{N}/u);
      const small = () => reader.root.evaluate((element) => {
        const controls = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('.banner button, dialog[open] button, dialog[open] select, dialog[open] input, dialog[open] label') ?? [])];
        return controls.filter((control) => control.checkVisibility()).flatMap((control) => {
          const { height } = (control.closest('label, .select') ?? control).getBoundingClientRect();
          return Math.round(height) < 44 ? [`${control.textContent?.trim()}: ${height}`] : [];
        });
      });
      const beyond = () => reader.root.evaluate((element) => {
        const right = document.documentElement.clientWidth;
        return [...(element.shadowRoot?.querySelectorAll('.banner *, dialog[open] *') ?? [])]
          .filter((child) => child.checkVisibility() && !child.closest('.scroll, .diagnostics pre, select'))
          .filter((child) => child.getBoundingClientRect().left < -1 || child.getBoundingClientRect().right > right + 1)
          .map((child) => child.outerHTML.slice(0, 120));
      });
      await expect(question(reader)).toBeVisible();
      expect(await small()).toEqual([]);
      expect(await beyond()).toEqual([]);
      await question(reader).getByRole('button', { name: 'Columns…' }).click();
      await expect(reader.root.getByRole('button', { name: 'Apply' })).toBeVisible();
      await expect.poll(small).toEqual([]);
      await expect.poll(beyond).toEqual([]);
      await expectAccessible(page);
      await reader.root.getByRole('button', { name: 'Cancel' }).click();
      await openReport(reader);
      await expect.poll(small).toEqual([]);
      await expect.poll(beyond).toEqual([]);
      await expectAccessible(page);
    });
  }
});

test.describe('files of other programs', () => {
  const corpora = process.env.EVENT_TIMELINE_CORPORA ?? '';
  test.skip(corpora === '' || !existsSync(corpora), 'EVENT_TIMELINE_CORPORA names no folder');

  for (const path of [
    'timelinejs3/contrib/women_in_computing.csv', 'timelinejs3/contrib/women_in_computing.json', 'simile-timeline/examples/jfk/jfk.xml',
    'simile-timeline/examples/compact-painter/data.json', 'icaljs/samples/google_birthday.ics', 'schemaorg-events/002.jsonld',
  ]) {
    test(path, async ({ page }) => {
      const heard = await listen(page);
      const reader = await openEmpty(page);
      const name = path.slice(path.lastIndexOf('/') + 1);
      await drag(reader, [{ name, text: readFileSync(`${corpora}/${path}`, 'utf8') }]);
      await expect(bannerOf(reader)).toContainText(name);
      const last = async () => (await heard()).filter(({ type }) => type === 'ready').at(-1)?.detail;
      await expect.poll(async () => (await last()).files[0].name).toBe(name);
      const ready = await last();
      const [file] = ready.files;
      expect(file.read).toBeGreaterThan(0);
      expect(file.read + file.rejected).toBe(file.records);
      await expect(reader.counts).toContainText(number(ready.count));
    });
  }
});
