// Strings that would run a script, ask for something or disturb what stands beside them, in every text of a set. The
// pages here have no policy that would stop a script: only the element does.
import { expect, test } from './fixtures.ts';
import { batches, everywhere, expectNoOverflow, OPEN, SOME, STRINGS, watch } from './hostile-sets.ts';
import { NAUGHTY } from './hostile-strings.ts';
import { openPage, type Reader, type TimelineElement } from './reader.ts';

async function step(reader: Reader): Promise<void> {
  await reader.root.evaluate((element) => (element as TimelineElement).next());
}

test('no string of six thousand runs or asks for anything: the event, the list, the filters, print', async ({ page, browserName }) => {
  expect(STRINGS.length).toBeGreaterThan(6000);
  const check = await watch(page);
  const reader = await (await openPage(page, { set: everywhere(), csp: OPEN, height: 1600, attributes: 'color-by="kind" group-by="part"' })).ready();
  await check();

  // The event, one batch after the other: what is shown is what was given.
  const shown = new Set<string>();
  for (const [at, batch] of batches().entries()) {
    await (at === 0 ? reader.root.evaluate((element, id) => (element as TimelineElement).focusEvent(id), batch[0] ?? '') : step(reader));
    const title = batch[1] ?? '';
    await expect(reader.part('event-title')).toHaveText(title, { useInnerText: false });
    const texts = await reader.detail.evaluate((panel) => ({
      places: [...panel.querySelectorAll('section li bdi')].map((element) => element.textContent),
      links: [...panel.querySelectorAll('a, span.muted[title]')].map((element) => element.textContent),
      claims: [...panel.querySelectorAll('.claim bdi, .claim .badge')].map((element) => element.textContent),
      description: panel.querySelector('.description')?.textContent,
    }));
    expect(texts.description).toBe(batch.join('\n'));
    for (const list of [texts.places, texts.links, texts.claims]) {
      const there = new Set(list);
      expect(batch.filter((text) => !there.has(text))).toEqual([]);
    }
    for (const text of batch) shown.add(text);
  }
  expect(shown.size).toBe(STRINGS.length);
  await check();

  await reader.showList();
  await expect(reader.rows.first()).toBeVisible();
  for (const more of await reader.root.getByRole('button', { name: /^Show \d+ more|more$/ }).all()) if (await more.isVisible()) await more.click();
  await check();
  await page.emulateMedia({ media: 'print' });
  if (browserName === 'chromium') await page.pdf();
  await check();
});

test('six thousand titles in the list are as they were given', async ({ page }) => {
  const check = await watch(page);
  const events = STRINGS.map((title, at) => ({ id: String(at), title, start: at * 86_400_000 }));
  const reader = await (await openPage(page, { set: { events }, csp: OPEN, height: 16_000 })).ready();
  await reader.showList();
  const seen = new Map<number, string>();
  const rest = (): number => STRINGS.length - seen.size;
  const grid = reader.list;
  await expect.poll(async () => {
    const rows = await reader.rows.evaluateAll((lines) => lines.map((line) => [Number(line.getAttribute('aria-rowindex')) - 2, line.querySelector('.title .text')?.textContent ?? ''] as const));
    for (const [at, title] of rows) seen.set(at, title);
    let next = 0;
    while (seen.has(next)) next++;
    await grid.evaluate((element, top) => element.scrollTo(0, top), next * 54);
    return rest();
  }, { intervals: [10], timeout: 60_000 }).toBe(0);
  expect(STRINGS.filter((title, at) => seen.get(at) !== title)).toEqual([]);
  await check();
});

test('what is looked for is text, and so is what is wrong with it', async ({ page }) => {
  const check = await watch(page);
  const reader = await (await openPage(page, { set: { events: SOME.map((title, at) => ({ title, date: '2001', kind: SOME[(at * 7) % SOME.length] })) }, csp: OPEN })).ready();
  for (const text of [...SOME.filter((_, at) => at % 9 === 0), 'kind:"', 'x:<img src=/asked-for onerror=ran()>']) {
    await reader.set({ q: text.replaceAll('\n', ' ') });
    await expect(reader.search).toHaveValue(/./);
  }
  await reader.search.fill('x:<img src=/asked-for onerror=ran()>');
  await expect(reader.root.locator('.problems')).toContainText('<img');
  await check();
});

test('what is not read is listed as text', async ({ page }) => {
  const check = await watch(page);
  const events = SOME.map((text, at) => ({ id: 'one', title: text, date: text, part_of: `${text}${at}`, places: [{ [text]: text, name: 'x' }] }));
  const reader = await (await openPage(page, { set: { [SOME[5] ?? '']: 1, events }, csp: OPEN })).ready();
  await reader.button(/not read/).click();
  const dialog = reader.root.getByRole('dialog').filter({ visible: true });
  await expect(dialog.getByRole('listitem').nth(100)).toBeAttached();
  await check();
  const broken = await page.context().newPage();
  const checkBroken = await watch(broken);
  const other = await openPage(broken, { set: `<html><script>ran()</script><img src=/asked-for onerror=ran()>${SOME.join('\n')}`, csp: OPEN });
  await expect(other.part('error').or(other.part('empty'))).toBeVisible();
  await checkBroken();
});

/** The same strings as documents of other programs. */
function documents(): Record<string, string> {
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const xml = (text: string): string => text.replace(/[<>&"\n\u0001\u202e]/g, (letter) => (letter < ' ' ? ' ' : `&#${letter.charCodeAt(0)};`));
  const ics = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replaceAll('\n', '\\n');
  const of = <T>(make: (text: string, at: number) => T): T[] => SOME.map(make);
  return {
    CSV: ['title,date,description,link,media,source,kind', ...of((s) => [s, '2014-06-10', s, s, s, s, s].map(cell).join(','))].join('\r\n'),
    iCalendar: ['BEGIN:VCALENDAR', ...of((s, at) => `BEGIN:VEVENT\r\nUID:${at}\r\nDTSTART:20140610\r\nSUMMARY:${ics(s)}\r\nDESCRIPTION:${ics(s)}\r\nLOCATION:${ics(s)}\r\nURL:${ics(s)}\r\nATTACH:${ics(s)}\r\nCATEGORIES:${ics(s)}\r\nEND:VEVENT`), 'END:VCALENDAR'].join('\r\n'),
    TimelineJS3: JSON.stringify({ title: { text: { headline: SOME[0], text: SOME[1] } }, events: of((s) => ({ start_date: { year: 2014, display_date: s }, text: { headline: s, text: s }, media: { url: s, caption: s, credit: s }, group: s, background: { url: s } })) }),
    'vis-timeline': JSON.stringify({ items: of((s, id) => ({ id, content: s, title: s, start: '2014-06-10', group: id, className: s, style: s })), groups: of((content, id) => ({ id, content })) }),
    SIMILE: JSON.stringify({ dateTimeFormat: 'iso8601', 'wiki-url': SOME[0], events: of((s) => ({ start: '2014-06-10', title: s, description: s, link: s, image: s, icon: s, classname: s })) }),
    'SIMILE in XML': `<data>${of((s) => `<event start="2014" title="${xml(s)}" link="${xml(s)}" image="${xml(s)}">${xml(s)}</event>`).join('')}</data>`,
    'JSON-LD': JSON.stringify({ '@context': 'https://schema.org', '@graph': of((s, at) => ({ '@type': 'Event', '@id': `${at}${s}`, name: s, description: s, startDate: '2014-06-10', location: { name: s, address: s }, organizer: { name: s }, url: s, image: s, sameAs: s })) }),
    GeoJSON: JSON.stringify({ type: 'FeatureCollection', name: SOME[0], features: of((s) => ({ type: 'Feature', properties: { title: s, date: '2014-06-10', description: s, url: s, [s]: s }, geometry: { type: 'Point', coordinates: [1, 2] } })) }),
    SPARQL: JSON.stringify({ head: { vars: [] }, results: { bindings: of((s) => ({ event: { type: 'uri', value: s }, eventLabel: { type: 'literal', value: s }, date: { type: 'literal', value: '2014-06-10T00:00:00Z' }, image: { type: 'uri', value: s }, actorLabel: { type: 'literal', value: s } })) } }),
  };
}

for (const [format, text] of Object.entries(documents())) {
  test(`no string runs or asks for anything out of ${format}`, async ({ page }) => {
    const check = await watch(page);
    const reader = await openPage(page, { set: text, csp: OPEN, height: 2000 });
    await expect(reader.counts.or(reader.part('error'))).not.toBeEmpty();
    await expect(reader.counts).toContainText('event');
    await reader.showList();
    await expect(reader.rows.first()).toBeVisible();
    const titles = await reader.titles();
    expect(titles.length).toBeGreaterThan(20);
    for (let at = 0; at < 12; at++) await step(reader);
    await expect(reader.part('event-title')).not.toBeEmpty();
    await check();
  });
}

for (const width of [1280, 390]) {
  test(`naughty strings leave the layout whole at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    const events = NAUGHTY.map((s, at) => ({
      id: `n${at}`, title: s, description: s, date_text: s, date_note: s, ...(at % 4 === 3 ? {} : { start: at * 86_400_000 * 40 }), kind: [s, 'plain'], other: [s], note: s,
      places: [{ name: s, lat: 1, lon: 2 }], claims: [{ by: s, status: s, about: s, citations: [s, 'plain'] }], links: [{ url: 'https://example.org', label: s }], media: [{ url: 'x', caption: s, credit: s }],
    }));
    const set = { title: NAUGHTY[11], description: NAUGHTY[0], source: NAUGHTY[2], fields: { kind: { label: NAUGHTY[0] }, note: { type: 'text', label: NAUGHTY[2] } }, events };
    const reader = await (await openPage(page, { set, attributes: 'color-by="kind"' })).ready();
    await expectNoOverflow(page);
    await reader.showList();
    await expect(reader.rows.first()).toBeVisible();
    await expectNoOverflow(page);
    const title = reader.part('event-title');
    await reader.rows.first().click();
    await expect(title).toBeVisible();
    const seen = new Set<string>();
    // Not every driver brings every letter over as it is.
    const written = async (): Promise<string> => decodeURIComponent(await title.evaluate((element) => encodeURIComponent(element.textContent ?? '')));
    for (let at = 0; at < NAUGHTY.length; at++) {
      if (at > 0) await step(reader);
      await expect.poll(async () => seen.has(await written())).toBe(false);
      seen.add(await written());
      await expectNoOverflow(page);
    }
    expect(seen).toEqual(new Set(NAUGHTY.map((text) => text.toWellFormed())));
  });
}

test('a text that sets a direction without an end reorders nothing beside it', async ({ page }) => {
  const turned = NAUGHTY.slice(0, 7);
  const event = (s: string, at: number): object => ({
    id: `n${at}`, title: `t${at}`, date: '2001', claims: [{ by: s, citations: [s, 'plain'] }], places: [{ name: s, lat: 1, lon: 2 }], other: [s, 'plain'], links: [{ url: 'https://example.org', label: s }], media: [{ url: 'x', caption: s, credit: 'credit' }],
  });
  const reader = await (await openPage(page, { set: { events: turned.map(event) } })).ready();
  for (let at = 0; at < turned.length; at++) {
    await reader.root.evaluate((element, id) => (element as TimelineElement).focusEvent(id), `n${at}`);
    await expect(reader.part('event-title')).toHaveText(`t${at}`);
    // What follows the text in its line stands after it: to the right, or in a line below.
    const found = await reader.detail.evaluate((panel) => {
      const wrong: string[] = [];
      let compared = 0;
      for (const isolated of panel.querySelectorAll('bdi, a, span.muted[title]')) {
        let next = isolated.nextSibling;
        while (next && (next.nodeType === Node.COMMENT_NODE || (next.textContent ?? '').trim() === '')) next = next.nextSibling;
        if (!next) continue;
        compared++;
        const range = document.createRange();
        range.selectNodeContents(next);
        // Of a text of several lines the right edge of the last one, in whatever order its pieces stand there.
        const boxes = [...isolated.getClientRects()];
        const bottom = Math.max(...boxes.map((box) => box.bottom));
        const right = Math.max(...boxes.filter((box) => box.bottom > bottom - 4).map((box) => box.right));
        const after = range.getClientRects()[0];
        if (after && after.left < right - 1 && after.top < bottom - 4) wrong.push(`${isolated.textContent} | ${next.textContent}`);
      }
      return { wrong, compared };
    });
    expect(found.wrong).toEqual([]);
    expect(found.compared).toBeGreaterThan(4);
  }
});
