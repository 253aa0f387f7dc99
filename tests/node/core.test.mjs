// The built headless core as a program in Node meets it: through the package's own name.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { EMPTY_QUERY, EventSetReader, load, mappingText, open, openColumns, openFiles, openStream, parseDate, textColumn } from 'event-timeline/core';

const document = {
  title: 'Two walls',
  vocabularies: { actor: [{ name: 'Builders', aliases: ['Masons'] }, { name: 'Guild', broader: ['Builders'] }] },
  events: [
    { id: 'rise', title: 'The wall rises', date: '1961-08-13', actor: ['Guild'], height: 3.6 },
    { id: 'fall', title: 'The wall falls', date: '1989-11-09', actor: 'Masons', claims: [{ by: 'A witness', status: 'stated' }] },
    { id: 'talk', title: 'Somebody speaks of walls', actor: 'Builders' },
  ],
};

const viewport = {
  from: Date.UTC(1950), to: Date.UTC(2000), widthPx: 800, heightPx: 400, lanePx: 31, tickGapPx: 56, groupBy: null, colorBy: null,
  labelsAbove: false, titleFont: { asciiPx: [], otherPx: 7 }, claimantFont: { asciiPx: [], otherPx: 6 },
};

async function opened(t, source = document) {
  const set = await open(source, { locale: 'en' });
  t.after(() => set.free());
  return set;
}

test('opens text, bytes, a buffer and an object alike', async (t) => {
  const text = JSON.stringify(document);
  const bytes = new TextEncoder().encode(text);
  for (const source of [text, bytes, bytes.buffer, document]) {
    const set = await opened(t, source);
    assert.equal(set.info.title, 'Two walls');
    assert.equal(set.info.count, 3);
    assert.equal(set.info.undated, 1);
    assert.deepEqual(set.diagnostics, []);
  }
});

test('counts, pages and orders the matches of a query', async (t) => {
  const set = await opened(t);
  assert.deepEqual(set.query('wall'), { total: 3, matches: 3, certain: 2, possible: 0, undated: 1 });
  set.query({ ...EMPTY_QUERY, sort: [{ by: 'title', descending: false }] });
  assert.deepEqual(set.page(0, 10).map((row) => row.id), ['talk', 'fall', 'rise']);
  assert.deepEqual([...set.order(1, 5)], [1, 0]);
  assert.equal(set.position(0), 2);
  assert.equal(set.query('before:1970').matches, 1);
  assert.equal(set.position(1), null);
});

test('gives rows in short, before and after all matches are found', async (t) => {
  const set = await opened(t);
  for (const sort of [[], [{ by: 'start', descending: true }], [{ by: 'title', descending: false }]]) {
    set.setQuery({ text: [{ text: 'wall', prefix: true }], sort });
    const first = set.briefPage(0, 2);
    const rows = set.page(0, 9);
    assert.deepEqual(set.briefPage(0, 9).slice(0, 2), first);
    const inShort = ({ row, id, title, span }) => {
      const [earliestStart, latestStart, earliestEnd, latestEnd] = span ? [span.earliestStart, span.latestStart, span.earliestEnd, span.latestEnd] : [NaN, NaN, NaN, NaN];
      return { row, id, title, earliestStart, latestStart, earliestEnd, latestEnd };
    };
    assert.deepEqual(set.briefPage(0, 9), rows.map(inShort));
    assert.deepEqual(set.briefRows(Uint32Array.of(2, 0)).map(({ id }) => id), ['talk', 'rise']);
  }
  const numbered = await opened(t, [{ id: 4_294_967_295, title: 'é €' }, { id: 0, title: '' }, { id: 10, title: '𐍈x' }]);
  assert.deepEqual(numbered.briefPage(0, 9).map(({ id, title }) => [id, title]), [['4294967295', 'é €'], ['0', ''], ['10', '𐍈x']]);
});

test('counts facets up the hierarchy and finds by alias', async (t) => {
  const set = await opened(t);
  set.query(EMPTY_QUERY);
  const counts = set.facets(['actor'])[0].values.map(({ name, certain, depth }) => [name, certain, depth]);
  assert.deepEqual(counts, [['Builders', 3, 0], ['Guild', 1, 1]]);
  assert.equal(set.query('actor:masons').matches, 3);
});

test('writes every format, and reads back what it wrote', async (t) => {
  const set = await opened(t);
  const endings = { json: 'json', csv: 'csv', timelinejs3: 'json', icalendar: 'ics', 'json-ld': 'jsonld', geojson: 'geojson' };
  for (const [format, ending] of Object.entries(endings)) {
    const { bytes, mediaType, extension, losses } = set.exportAs(format);
    assert.equal(extension, ending);
    assert.match(mediaType, /^(application|text)\//);
    assert.ok(losses.every(({ code, count, message, kept }) => code && count > 0 && message.startsWith(`${count} `) && typeof kept === 'boolean'));
    const again = await opened(t, bytes);
    assert.deepEqual(again.diagnostics, [], format);
    assert.deepEqual(again.page(0, 10).map(({ row, id, title, by, span }) => ({ row, id, title, by, span })), set.page(0, 10).map(({ row, id, title, by, span }) => ({ row, id, title, by, span })), format);
    assert.deepEqual(again.event(0).fields.map(({ values }) => values), set.event(0).fields.map(({ values }) => values), format);
  }
  assert.deepEqual(set.exportAs('json').losses, []);
  assert.throws(() => set.exportAs('docx'), /no format `docx` is written; there is json, csv/);
});

test('writes in pieces, whatever is asked in between', async (t) => {
  const events = Array.from({ length: 3_000 }, (_, at) => ({ id: `e${at}`, title: `title ${at}` }));
  const set = await opened(t, { events });
  const writing = set.exportPieces('csv');
  const [pieces, progress] = [[], []];
  let last = writing.next();
  for (; !last.done; last = writing.next()) {
    pieces.push(Buffer.from(last.value.bytes));
    progress.push(last.value.progress);
    set.query('title');
  }
  assert.ok(3 < pieces.length);
  assert.deepEqual(progress, progress.toSorted((a, b) => a - b));
  assert.equal(progress.at(-1), 1);
  const { bytes, ...end } = set.exportAs('csv');
  assert.deepEqual(Buffer.concat(pieces), Buffer.from(bytes));
  assert.deepEqual(last.value, end);
  assert.deepEqual(end, { mediaType: 'text/csv', extension: 'csv', losses: [] });
  assert.throws(() => set.exportPieces('docx'), /no format `docx` is written/);
  // What matches when it begins is written, not what matches when the first piece is asked for.
  set.query('"title 7"');
  const few = set.exportPieces('json', { filtered: true });
  set.query('title');
  assert.equal(JSON.parse(Buffer.concat([...few].map((piece) => piece.bytes))).events.length, 1);
  const late = set.exportPieces('json');
  set.free();
  assert.throws(() => late.next(), /this event set was freed/);
});

test('writes what matches, in the order asked for', async (t) => {
  const set = await opened(t);
  set.query('sort:title -talk');
  const titles = (options) => new TextDecoder().decode(set.exportAs('csv', options).bytes).trim().split('\r\n').slice(1).map((line) => line.split(',')[1]);
  assert.deepEqual(titles({ filtered: true }), set.page(0, 10).map(({ title }) => title));
  assert.deepEqual(titles(), document.events.map(({ title }) => title));
});

test('gives bulk answers as typed arrays', async (t) => {
  const set = await opened(t);
  set.query(EMPTY_QUERY);
  const { certain } = set.histogram(Date.UTC(1960), Date.UTC(2000), 4);
  assert.ok(certain instanceof Uint32Array);
  assert.deepEqual([...certain], [1, 0, 1, 0]);
  const frame = set.frame(viewport);
  assert.deepEqual([...frame.marks.row], [0, 1]);
  assert.equal(frame.certain, 2);
  assert.ok(frame.ticks.length > 3);
  assert.throws(() => set.frame({ ...viewport, to: viewport.from }), /range/);
});

test('answers several questions in one call as it answers each alone', async (t) => {
  const set = await opened(t);
  const [from, to] = [Date.UTC(1960), Date.UTC(2000)];
  const question = {
    query: { time: { from, to }, undated: 'in' }, facets: ['actor'], histogram: { from, to, bins: 4 }, page: { offset: 0, limit: 2, words: true },
    order: { offset: 1, limit: 9 }, ids: {}, lanes: { from, to },
  };
  const answer = set.ask(question);
  const { words, ...options } = question.page;
  assert.equal(words, true);
  assert.deepEqual(answer, {
    counts: set.query(question.query), facets: [set.facetCounts('actor')], histogram: set.histogram(from, to, 4),
    page: set.page(options.offset, options.limit, { words }), order: set.order(1, 9), ids: ['rise', 'fall', 'talk'],
    lanes: set.lanes({ from, to }),
  });
  assert.deepEqual(set.ask({ order: { offset: 0, limit: 1 } }).counts, answer.counts, 'without a query the current one stays');
  assert.throws(() => set.ask({ facet: ['actor'] }), /question: no key `facet`/);
});

test('a row carries what was asked for', async (t) => {
  const set = await opened(t);
  set.query(EMPTY_QUERY);
  const row = set.find('rise');
  const [plain] = set.rows(Uint32Array.of(row), { fields: ['actor', 'height', 'absent'] });
  assert.deepEqual(plain.fields, { actor: 'Guild', height: 3.6, absent: null });
  assert.ok(!('date' in plain));
  const [worded] = set.rows(Uint32Array.of(row), { words: true });
  assert.equal(worded.date.kind, 'date');
  assert.ok(!('fields' in worded));
});

test('counts by code what facets say by name', async (t) => {
  const set = await opened(t);
  set.query('before:1970');
  const { certain, possible } = set.facetCounts('actor');
  const counts = set.facets(['actor'])[0].values.map((value) => [value.certain, value.possible]);
  assert.deepEqual(set.values('actor').map(({ code }) => [certain[code], possible[code]]), counts);
  assert.deepEqual(set.values('actor').map(({ name, total }) => [name, total]), [['Builders', 3], ['Guild', 1]]);
});

test('a histogram of starts counts each event once, with or without the time filter', async (t) => {
  const set = await open([{ title: 'long', date: '1961/1989' }, { title: 'short', date: '1970-06-01' }]);
  t.after(() => set.free());
  set.query('before:1965');
  const bins = (options) => [...set.histogram(Date.UTC(1960), Date.UTC(1980), 2, options).certain];
  assert.deepEqual(bins({ of: 'starting' }), [1, 0]);
  assert.deepEqual(bins({ of: 'starting', anyTime: true }), [1, 1]);
});

test('lanes hold no two events at one time', async (t) => {
  const events = [['a', 0, 10], ['b', 5, 20], ['c', 10, 30], ['d', 12, 14]].map(([title, start, end]) => ({ title, start, end }));
  const set = await open(events);
  t.after(() => set.free());
  const lanes = (question) => [...set.lanes({ from: 0, to: 100, ...question }).lane];
  assert.deepEqual(lanes({}), [0, 1, 0, 2]);
  assert.deepEqual(lanes({ leastMs: 11 }), [0, 1, 2, 0]);
  assert.deepEqual(lanes({ lanes: 2 }), [0, 1, 0, -1]);
  assert.deepEqual([...set.lanes({ from: 25, to: 100 }).row], [2]);
});

const columns = () => ({
  length: 3,
  title: textColumn(['The wall rises', 'The wall falls', 'Nobody knows when: \u{1f9f1}']),
  id: Uint32Array.of(61, 89, 7),
  start: Float64Array.of(Date.UTC(1961, 7, 13), Date.UTC(1989, 10, 9), NaN),
  end: Float64Array.of(NaN, Date.UTC(1989, 10, 10), NaN),
  description: textColumn(['', 'In the evening.', '']),
  fields: {
    actor: { codes: Uint8Array.of(1, 0, 1, 0), names: ['Builders', 'Guild'], offsets: Uint32Array.of(0, 1, 3, 4) },
    height: Float64Array.of(3.6, NaN, 0),
    note: textColumn(['', 'loud', '']),
  },
  info: { title: 'Two walls', lang: 'en' },
});

test('opens columns as it opens the document of the same events', async (t) => {
  const set = await openColumns(columns(), { locale: 'en' });
  const twin = await opened(t, {
    title: 'Two walls', lang: 'en', fields: { actor: { type: 'category' }, height: { type: 'number' }, note: { type: 'text' } },
    events: [
      { id: '61', title: 'The wall rises', start: Date.UTC(1961, 7, 13), actor: ['Guild'], height: 3.6 },
      { id: '89', title: 'The wall falls', start: Date.UTC(1989, 10, 9), end: Date.UTC(1989, 10, 10), actor: ['Builders', 'Guild'],
        description: 'In the evening.', note: 'loud' },
      { id: '7', title: 'Nobody knows when: \u{1f9f1}', actor: ['Builders'], height: 0 },
    ],
  });
  t.after(() => set.free());
  const numbered = (values) => values.map(({ name, total }) => [name, total]).sort();
  assert.deepEqual({ ...set.info }, twin.info);
  assert.deepEqual(numbered(set.values('actor')), numbered(twin.values('actor')));
  for (const query of ['', 'actor:guild', 'before:1970', 'wall', 'evening', 'loud', 'is:undated', 'height>1', '-nobody sort:-end']) {
    assert.deepEqual(set.query(query), twin.query(query), query);
    assert.deepEqual([...set.ids()].map(String), [...twin.ids()].map(String), query);
  }
  const plain = ({ codes, ...detail }) => detail;
  for (const id of ['61', '89', '7']) assert.deepEqual(plain(set.event(set.find(id))), plain(twin.event(twin.find(id))), id);
});

test('columns may give their dates as EDTF or as four bounds', async (t) => {
  const title = textColumn(['a', 'b']);
  const dated = await openColumns({ length: 2, title, date: textColumn(['2014-06', '']) });
  const [from, to] = [Date.UTC(2014, 5), Date.UTC(2014, 6)];
  const pair = (value) => Float64Array.of(value, NaN);
  const bounds = { earliestStart: pair(from), latestStart: pair(to), earliestEnd: pair(from), latestEnd: pair(to) };
  const bounded = await openColumns({ length: 2, title, bounds });
  t.after(() => [dated, bounded].forEach((set) => set.free()));
  for (const set of [dated, bounded]) {
    assert.equal(set.info.undated, 1);
    assert.deepEqual(set.event(set.find('e1')).span, dated.event(0).span);
  }
});

test('columns that do not fit are an error that names them', async () => {
  const { title, ...rest } = columns();
  await assert.rejects(openColumns(rest), /columns.title: expected \{ bytes/);
  await assert.rejects(openColumns({ ...columns(), length: 4 }), /columns.title has 3 entries, 4 are needed/);
  await assert.rejects(openColumns({ ...columns(), start: [1, 2, 3] }), /columns.start: expected a Float64Array/);
  await assert.rejects(openColumns({ ...columns(), end: Float64Array.of(1) }), /columns.end has 1 entries, 3 are needed/);
  await assert.rejects(openColumns({ length: -1, title }), /columns.length/);
});

test('reads a document as it comes, in pieces of any size', async (t) => {
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  for (const size of [1, 10, 1000]) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
    const seen = [];
    const set = await openStream(chunks, { locale: 'en', onProgress: (progress) => seen.push(progress) });
    t.after(() => set.free());
    assert.equal(set.info.count, 3);
    assert.deepEqual(set.diagnostics, []);
    assert.deepEqual(seen.map((progress) => progress.bytes), chunks.map((_, i) => Math.min(bytes.length, (i + 1) * size)));
  }
  const stream = new Blob([bytes]).stream();
  const set = await openStream(stream);
  t.after(() => set.free());
  assert.equal(set.info.count, 3);
});

test('reading ends when it is told to', async () => {
  const control = new AbortController();
  let cancelled = false;
  const source = new ReadableStream({ pull: (c) => c.enqueue(new Uint8Array([32])), cancel: () => { cancelled = true; } });
  const onProgress = ({ bytes }) => bytes === 3 && control.abort(new Error('enough'));
  await assert.rejects(openStream(source, { signal: control.signal, onProgress }), /enough/);
  assert.ok(cancelled);
});

test('a reader ends with the document', async (t) => {
  await load();
  const reader = new EventSetReader();
  reader.push(new TextEncoder().encode('[{"title":"a"}'));
  reader.preview()?.free();
  reader.push(new TextEncoder().encode(']'));
  const set = reader.finish();
  t.after(() => set.free());
  assert.equal(set.info.count, 1);
  assert.throws(() => reader.push(new Uint8Array(1)), /this reader has ended/);
  reader.free();
});

test('several files are one set, each with its report', async (t) => {
  const files = [
    { name: 'first.json', bytes: JSON.stringify(document) },
    { name: 'second.json', bytes: new TextEncoder().encode('[{"id":"rise","title":"Another rise"},\n{}]') },
  ];
  const set = await openFiles(files, { locale: 'en' });
  t.after(() => set.free());
  assert.deepEqual(set.files, [
    { name: 'first.json', format: 'event-set', encoding: 'utf-8', records: 3, read: 3, rejected: 0, columns: [] },
    { name: 'second.json', format: 'event-set', encoding: 'utf-8', records: 2, read: 1, rejected: 1, columns: [] },
  ]);
  assert.deepEqual(set.diagnostics.map(({ file, line, severity }) => [file, line, severity]), [[1, 0, 'warning'], [1, 2, 'record']]);
  assert.equal(set.query('file:second.json').matches, 1);
  assert.equal(set.event(set.find('rise-2')).title, 'Another rise');
});

test('an Arrow table is read as a file of its columns is', async (t) => {
  const { makeVector, tableFromArrays, vectorFromArray, DateMillisecond, Table } = await import('apache-arrow');
  const days = vectorFromArray([new Date(Date.UTC(2014, 5, 10)), null], new DateMillisecond());
  const plain = tableFromArrays({ headline: ['Mosul "falls", they say', 'Tikrit'], killed: Float64Array.of(3, 4.5), id: BigInt64Array.of(7n, 8n) });
  const table = new Table({ ...Object.fromEntries(plain.schema.fields.map(({ name }) => [name, plain.getChild(name)])), day: days, n: makeVector(Int32Array.of(1, 2)) });
  const set = await open(table, { locale: 'en', file: { name: 'events.parquet', mapping: 'day=date; n=-' } });
  t.after(() => set.free());
  assert.deepEqual(set.diagnostics, []);
  assert.deepEqual(set.files[0].columns.map(({ name, role }) => [name, role]), [
    ['headline', 'title'], ['killed', 'number'], ['id', 'id'], ['day', 'date'], ['n', 'ignore'],
  ]);
  const event = set.event(set.find('7'));
  assert.deepEqual([event.title, event.date, event.fields[0].values], ['Mosul "falls", they say', '2014-06-10', [3]]);
  assert.equal(set.info.undated, 1);
});

test('what is wrong with what was said of a file is told, and the file is read', async (t) => {
  const file = { name: 'x', format: 'exel', mapping: 'Date=strat' };
  const set = await open(document, { locale: 'en', file, limits: { events: 2 } });
  t.after(() => set.free());
  assert.deepEqual(set.diagnostics.map(({ code }) => code), ['unknown-format-name', 'bad-mapping', 'too-many-events']);
  assert.equal(set.info.count, 2);
});

test('a mapping is written as it is read', () => {
  const columns = [
    { name: 'Date', role: 'start', dateFormat: 'day-month-year' },
    { name: ' a=b;c:d% ', role: 'ignore', dateFormat: 'edtf' },
    { name: 'Who', role: 'category', separator: ';' },
  ];
  assert.equal(mappingText(columns), 'Date=start:day-month-year; %20a%3Db%3Bc%3Ad%25%20=-; Who=category:%3B');
});

test('without a locale names stand by code unit', async (t) => {
  const events = ['b', 'a', 'B', '\u00e4'].map((title) => ({ title }));
  const set = await open({ events }, { locale: null });
  t.after(() => set.free());
  set.query({ sort: [{ by: 'title', descending: false }] });
  assert.deepEqual(set.page(0, 9).map((row) => row.title), ['B', 'a', 'b', '\u00e4']);
});

test('round-trips a query and reports what is wrong with one', async (t) => {
  const set = await opened(t);
  const text = 'actor:Guild -"a wall" before:1990';
  const { query, problems } = set.parseQuery(text);
  assert.deepEqual(problems, []);
  assert.deepEqual(set.parseQuery(set.formatQuery(query)).query, query);
  const wrong = set.parseQuery('wall before:soon');
  assert.equal(wrong.problems.length, 1);
  assert.deepEqual([wrong.problems[0].from, wrong.problems[0].to], [12, 16]);
  assert.equal(wrong.query.text[0].text, 'wall');
});

test('tells everything of one event, null where unknown', async (t) => {
  const set = await opened(t);
  const detail = set.event(set.find('fall'));
  assert.deepEqual(detail.claims, [{ by: 'A witness', status: 'stated', about: null, citations: [] }]);
  assert.equal(detail.dateWords.kind, 'date');
  assert.equal(set.find('nobody'), null);
  assert.throws(() => set.event(99), /row 99/);
});

test('parses dates: open, unknown and wrong ones', async () => {
  const { date } = await parseDate('2014-06/..');
  assert.equal(date.level, 1);
  assert.equal(date.span.latestEnd, Infinity);
  assert.equal(date.span.endEdge, 'open');
  assert.equal((await parseDate('[..2014-06-30]')).date.span.startEdge, 'unknown');
  const { problem } = await parseDate('2014-13-01');
  assert.equal(problem.offset, 5);
});

for (const name of ['iran-in-iraq', 'time-of-every-kind']) {
  test(`${name}.json opens without a diagnostic, and every event is found by its id`, async () => {
    const bytes = await readFile(new URL(`../../www/dist/data/${name}.json`, import.meta.url));
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

test('what is not JSON is a diagnostic with a place, not an exception', async (t) => {
  const set = await opened(t, '{"events":[{"title":"a"},\n{"title":');
  assert.equal(set.info.count, 1);
  assert.equal(set.diagnostics.at(-1).severity, 'file');
  assert.equal(set.diagnostics.at(-1).line, 2);
});

test('the module is loaded once, whoever asks', async () => {
  const first = load();
  assert.equal(load(), first);
  await first;
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

test('what was freed answers no more, and harms nothing else', async () => {
  const [one, other] = [await open(document), await open(document)];
  one.free();
  assert.throws(() => one.query(EMPTY_QUERY));
  assert.equal(other.query(EMPTY_QUERY).matches, 3);
  other.free();
});

test('a query object may leave keys out; a key, part or type that cannot be is an error that says so', async (t) => {
  const set = await opened(t);
  assert.equal(set.query({}).matches, 3);
  assert.equal(set.query({ undated: 'only' }).matches, 1);
  assert.equal(set.formatQuery({ undated: 'only' }), 'is:undated');
  assert.throws(() => set.query({ facet: [] }), /no key `facet`; known are time, undated, facets/);
  assert.throws(() => set.query({ facets: [{ field: 'actor', value: ['Guild'] }] }), /query.facets: no key `value`/);
  assert.throws(() => set.query({ time: { after: 0 } }), /query.time: no key `after`/);
  assert.throws(() => set.query({ sort: 'title' }), /query.sort: expected a list/);
  assert.throws(() => set.query(null), /query: expected an object, found null/);
  assert.throws(() => set.query({ time: { from: '1961' } }), /query.time.from: expected a number, found string/);
  assert.throws(() => set.query({ facets: [{ field: 'actor', mode: 'some', values: [] }] }), /query.facets.mode: expected one of any, all, none/);
  assert.throws(() => set.query({ facets: [{ field: 'actor', mode: 'any', values: 'Guild' }] }), /query.facets.values: expected a list/);
  assert.throws(() => set.query({ text: [{ text: 1, prefix: true, negate: false }] }), /query.text.text: expected text, found number/);
  assert.throws(() => set.frame({ ...viewport, width: 5 }), /viewport: no key `width`/);
  assert.throws(() => set.find(null), /id: expected text, found object/);
  assert.equal(set.find(7), null);
  await assert.rejects(parseDate(1985), /date: expected text, found number/);
  assert.equal(set.query('').matches, 3);
});

test('a page of any length ends with the matches', async (t) => {
  const set = await opened(t);
  assert.equal(set.page(0, Infinity).length, 3);
  assert.equal(set.order(1, 2 ** 40).length, 2);
  assert.deepEqual(set.page(3, 10), []);
  assert.deepEqual(set.page(Infinity, 10), []);
  assert.equal(set.undatedPage(0, Infinity).length, 1);
});

test('reads the part of a buffer that a view shows, of any kind', async (t) => {
  const bytes = new TextEncoder().encode(`#####${JSON.stringify(document)}#`);
  for (const View of [Uint8Array, Int8Array, DataView]) {
    const set = await opened(t, new View(bytes.buffer, 5, bytes.length - 6));
    assert.equal(set.info.count, 3, View.name);
  }
});

test('a freed set says so, and another goes on', async (t) => {
  const [set, other] = [await open(document), await opened(t)];
  set.free();
  set.free();
  assert.throws(() => set.page(0, 1), /freed; open it again/);
  assert.equal(other.page(0, 1)[0].id, 'rise');
});

test('leaves a User Timing measure for every stage', async (t) => {
  performance.clearMeasures();
  const set = await opened(t);
  set.query(EMPTY_QUERY);
  set.page(0, 1);
  set.facets(['actor']);
  set.histogram(Date.UTC(1960), Date.UTC(2000), 4);
  set.overview(400);
  set.frame(viewport);
  set.ask({ facets: ['actor'] });
  const stages = ['ask', 'read', 'store', 'query', 'page', 'facets', 'histogram', 'overview', 'frame'];
  const measured = performance.getEntriesByType('measure').map((entry) => entry.name);
  for (const stage of stages) assert.equal(measured.filter((name) => name === `event-timeline:${stage}`).length, 1, stage);
});

test('a long document is read in pieces, and is the same', async () => {
  const events = Array.from({ length: 20_000 }, (_, i) => ({ id: i, title: `Ereignis ${i} über Mossul`, date: '2014-06-10' }));
  events[15_000].date = 'June';
  const text = JSON.stringify({ title: 'long', events });
  assert.ok(text.length > 1 << 20);
  const set = await open(text);
  assert.equal(set.info.count, 20_000);
  assert.equal(set.info.title, 'long');
  assert.equal(set.diagnostics.length, 1);
  assert.equal(set.diagnostics[0].column, text.indexOf('"June"') + 2);
  assert.equal(set.event(set.find('19999')).title, 'Ereignis 19999 über Mossul');
  set.free();
});
