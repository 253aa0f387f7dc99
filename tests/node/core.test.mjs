// The headless core as a program in Node meets it: through the package's own name.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { EMPTY_QUERY, load, open, parseDate } from 'event-timeline/core';

const www = new URL('../../www/', import.meta.url);
const wall = { events: [{ title: 'The wall falls', date: '1989-11-09' }, { title: 'No day known' }] };

test('a document, its text and its bytes open alike', async () => {
  const text = JSON.stringify(wall);
  for (const source of [wall, text, new TextEncoder().encode(text), new TextEncoder().encode(text).buffer]) {
    const set = await open(source);
    assert.equal(set.info.count, 2);
    assert.deepEqual(set.diagnostics, []);
    set.free();
  }
});

test('the module is loaded once, whoever asks', async () => {
  const first = load();
  assert.equal(load(), first);
  await first;
});

test('a query counts, and a page has its rows', async () => {
  const set = await open(wall);
  assert.equal(set.query('wall').matches, 1);
  const [row] = set.page(0, 10);
  assert.equal(row.title, 'The wall falls');
  assert.equal(row.span.earliestStart, Date.UTC(1989, 10, 9));
  assert.equal(set.query(EMPTY_QUERY).matches, 2);
  assert.deepEqual([...set.order(0, 10)], [0, 1]);
  assert.equal(set.position(1), 1);
  assert.equal(set.find('absent'), null);
  set.free();
});

test('titles sort as the language asked for sorts them', async () => {
  const events = ['Zebra', 'Ärger', 'Apfel', 'apfel 10', 'apfel 9'].map((title) => ({ title }));
  const sort = [{ by: 'title', descending: false }];
  const titles = async (locale) => {
    const set = await open({ events }, { locale });
    set.query({ ...EMPTY_QUERY, sort });
    const page = set.page(0, 10).map((row) => row.title);
    set.free();
    return page;
  };
  assert.deepEqual(await titles('de'), ['Apfel', 'apfel 9', 'apfel 10', 'Ärger', 'Zebra']);
  assert.deepEqual(await titles('sv'), ['Apfel', 'apfel 9', 'apfel 10', 'Zebra', 'Ärger']);
});

test('a date is parsed, or its fault is placed', async () => {
  const { date } = await parseDate('[..2014-06-30]');
  assert.equal(date.level, 2);
  assert.equal(date.span.earliestStart, -Infinity);
  assert.equal(date.canonical, '[..2014-06-30]');
  const { problem } = await parseDate('2014-13');
  assert.ok(problem.message);
  assert.ok(problem.offset <= 7);
});

test('what was freed answers no more, and harms nothing else', async () => {
  const [one, other] = [await open(wall), await open(wall)];
  one.free();
  assert.throws(() => one.query(EMPTY_QUERY));
  assert.equal(other.query(EMPTY_QUERY).matches, 2);
  other.free();
});

for (const name of ['iran-in-iraq', 'time-of-every-kind']) {
  test(`${name}.json opens without a diagnostic, and every event is found by its id`, async () => {
    const bytes = await readFile(new URL(`data/${name}.json`, www));
    const document = JSON.parse(bytes);
    const set = await open(bytes);
    assert.deepEqual(set.diagnostics, []);
    assert.equal(set.info.count, document.events.length);
    for (const { id, title } of document.events.filter((event) => event.id)) {
      assert.equal(set.event(set.find(id)).title, title);
    }
    set.free();
  });
}
