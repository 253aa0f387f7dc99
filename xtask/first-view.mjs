// Runs first views in Node on a module whose every block tells when it runs, and writes down the numbers of those that did:
// one line of them for loading alone, one for first pictures, one for what completes a view and the first moves on it, one for
// what readers then do over and over, one for all their moves, one for sets with something wrong in them. The parts of the module that a page loads are made of them.
//
// node xtask/first-view.mjs MARKED.wasm BLOCKS.txt
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { create } from '../benches/browser/adapters/ours.mjs';
import { makeEvents, toJson } from '../benches/browser/events.mjs';
import { measure } from '../benches/browser/measure.mjs';
import { plan } from '../benches/browser/operations.mjs';

const [marked, written] = process.argv.slice(2);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const vite = await createServer({
  root: here('../www'), configFile: false, logLevel: 'error', appType: 'custom', optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, ws: false, watch: null },
});
const core = await vite.ssrLoadModule('/src/core.ts');
const { EngineHost } = await vite.ssrLoadModule('/src/engine-host.ts');
const { FirstHost } = await vite.ssrLoadModule('/src/first-host.ts');
const { lateNeeded } = await vite.ssrLoadModule('/pkg/event_timeline.js');

// As in a worker, where the module finds what is global under this name.
globalThis.self = globalThis;

const [loading, first, next, later, moves, unusual] = Array.from({ length: 6 }, () => new Set());
let ran = loading;
const { Instance } = WebAssembly;
/** What a long document runs, it runs over and over. */
let isLong = false;
const profile = {
  mark(block) {
    ran.add(block);
    if (isLong) later.add(block);
  },
};
WebAssembly.Instance = function (module, imports) {
  return new Instance(module, { ...imports, profile });
};
const parts = await core.loadFirst(await readFile(marked));
// As where the module is cut: what comes next is not there before a first picture.
parts.has = () => ran !== first && ran !== unusual;
try {
  lateNeeded();
} catch {
  // There is none here: that it was asked for is enough.
}

const font = { asciiPx: Array.from({ length: 95 }, () => 7), otherPx: 8 };

/** What the element asks of a set that is not as it should be. */
async function openUnusual(bytes, piece, file) {
  ran = unusual;
  const host = new EngineHost();
  await host.openStart('en', file);
  for (let at = 0; at < bytes.length; at += piece) await host.openChunk(bytes.slice(at, at + piece));
  const { info } = await host.openFinish();
  await host.firstView({
    text: '', query: {}, sort: [], window: null, start: null, end: null, selected: null, groupBy: null, colorBy: null, undated: 5, sizes: sizesOf(false),
  });
  await host.facets(info.fields.filter(({ type }) => type === 'category').map(({ key }) => key));
  await host.page(0, 50, null);
  await host.overview(960);
  await host.free();
}

/** What the element asks from the click to the first picture; then what completes the view, and the first moves of a hand on it. */
async function view(bytes, { start = null, end = null, selected = null, colorBy = null, groupBy = null, narrow = false, heightPx = PAGE_PX, piece = 65_536, file = { name: 'events.json' } }) {
  ran = first;
  const begun = new FirstHost();
  // Where a set comes from names it.
  await begun.openStart('en', file);
  for (let at = 0; at < bytes.length; at += piece) await begun.openChunk(bytes.slice(at, at + piece));
  const { info } = await begun.openFinish();
  const listed = info.fields.filter(({ type }) => type === 'category').map(({ key }) => key);
  const sizes = sizesOf(narrow, heightPx);
  const picture = await begun.firstView({
    text: '', query: {}, sort: [], window: null, start, end, selected, groupBy, colorBy, undated: 5, sizes,
  });
  ran = next;
  // As a worker does when a picture stands.
  const host = new EngineHost(begun);
  if (picture.picture) await host.rows(picture.picture.frame.marks.row, colorBy);
  await Promise.all(listed.map((key) => host.facets([key])));
  await host.ask({ facets: listed });
  await host.ask({ query: picture.query, facets: listed });
  if (picture.selectedRow !== null) await detail(host, picture.selectedRow, colorBy);
  await host.page(0, 50, colorBy);
  const drawn = (shown) => frame(host, { ...sizes, ...shown, colorBy, groupBy });
  const window = picture.window ?? { from: 0, to: 1 };
  await drawn(window);
  await host.overview(960);
  const span = window.to - window.from;
  for (const part of [0.01, 0.3]) await drawn({ from: window.from + span * part, to: window.to + span * part });
  for (const part of [0.05, 0.45]) await drawn({ from: window.from + span * part, to: window.to - span * part });
  const [from, to] = (await host.fit()) ?? [0, 1];
  await drawn({ from, to });
  ran = moves;
  if (!isLong) await movesOf(host, info, { from, to }, sizes);
  await host.free();
}

/** What a reader's hand asks of any set, and what programs ask through the element's methods. */
async function movesOf(host, { count, fields }, window, sizes) {
  const listed = fields.filter(({ type, values }) => type === 'category' && values < 1000).map(({ key }) => key);
  const values = await host.facets(listed);
  await host.prepareText();
  for (const text of searches(fields, values)) {
    const { query } = await host.parseQuery(text);
    await host.formatQuery(query);
    const { counts } = await host.ask({ query, facets: listed });
    await host.undatedPage(0, 5, listed[0] ?? null);
    await host.page(0, 50, listed[0] ?? null);
    await host.overview(sizes.widthPx);
    await frame(host, { ...sizes, ...window, colorBy: listed[0] ?? null, groupBy: null });
    if (counts.matches === 0) continue;
    const fitted = await host.fit();
    if (fitted) await frame(host, { ...sizes, from: fitted[0], to: fitted[1], colorBy: null, groupBy: listed[0] ?? null });
  }
  for (const certainOnly of [false, true]) {
    const time = { ...window, certainOnly };
    for (const { field, values: named } of values) {
      const chosen = named.slice(0, 2).map(({ name }) => name);
      for (const mode of ['any', 'all', 'none']) await host.ask({ query: { time, facets: [{ field, mode, values: chosen }] }, facets: listed });
    }
    await host.query({ time, numbers: fields.filter(({ type }) => type === 'number').map(({ key }) => ({ field: key, min: 1, max: null })) });
  }
  await host.query({});
  for (const by of [null, ...listed]) {
    for (const part of [0.9, 0.3, 0.02]) await frame(host, { ...sizes, from: window.from, to: window.from + (window.to - window.from) * part, colorBy: by, groupBy: by });
    for (const narrow of [false, true]) await frame(host, { ...sizesOf(narrow), visiblePx: undefined, ...window, colorBy: by, groupBy: by });
    await host.ask({ facets: by === null ? [] : [by] });
  }
  for (let row = 0; row < Math.min(count, 40); row++) {
    const { id } = await host.event(row);
    await host.find(id);
    await host.fitRow(row);
    await detail(host, row, listed[0] ?? null);
  }
  // Too many for rows, or no field at all.
  for (const { key } of [...fields, { key: 'nothing' }]) await frame(host, { ...sizes, ...window, colorBy: null, groupBy: key }).catch(() => undefined);
  await host.find('nobody');
  for (const date of DATES) await host.parseDate(date);
  await host.windowFor('1800', '2020-05');
  await host.windowFor(null, '1950');
}

/** Lines for the search box that say all that its language knows of a set, right and wrong. */
function searches(fields, values) {
  const of = (type) => fields.filter((field) => field.type === type).map(({ key }) => key);
  const words = ['wa', 'the port', '"the port"', '-the', '-"the port"', '*or*', '*"he po"*', 'łódź Ångström', 'كتاب', '北京', 'title:the', 'description:digits', 'wall light'];
  const times = ['before:1900', 'after:2014-09', 'during:18XX', 'before:1950 after:1850-02 is:certain', 'is:dated', 'is:undated', 'during:1850/2015 undated:in'];
  const sorts = ['start', '-end', 'duration', 'title', '-order', 'id', '-start,title', ...fields.map(({ key }) => key), ...fields.map(({ key }) => `-${key},title`)];
  const numbers = of('number').flatMap((key) => [`${key}:5`, `${key}:3..8`, `${key}:>=3`, `${key}:..8`, `${key}:<2.5`, `${key}:>1e3`, `-${key}:1`]);
  const texts = of('text').flatMap((key) => [`${key}:seen`, `-${key}:"seen again"`]);
  const facets = values.flatMap(({ field, values: [first, second] }) => {
    if (!first) return [];
    const [one, other] = [first, second ?? first].map(({ name }) => JSON.stringify(name));
    return [`${field}:${one}`, `${field}:${one},${other}`, `${field}:${one}+${other}`, `-${field}:${one},${other}`, `${field}:~${first.name.slice(0, 3)}`, `"${field}":${one}`];
  });
  const wrong = ['kindd:War', 'kind:Nothing', 'before:someday', 'size:many', 'size:8..3', 'is:odd', 'undated:out', 'sort:odd', '"open', '-sort:title', 'kind:', 'before:', ':', '-', '*', 'during:2014-13-45', 'sort:-', 'kind:,', 'a:b:c'];
  return [...words, ...times, ...sorts.map((key) => `sort:${key}`), ...numbers, ...texts, ...facets, ...wrong];
}

const DATES = ['1889', '1889-05', '1889-05-31', '1889-05-31T10:00:00Z', '1889-05-31T10:00:00+02:00', '188X', '1889~', '1889?', '1889%', '1889-21', '1889/1901', '1889/..', '../1901', '/1901', '[1889,1891..1893]', '{1889,1890}', 'Y-170000', '-0043-03-15', '31 May 1889', '1889-13', ''];

async function detail(host, row, colorBy) {
  await host.event(row);
  const place = (await host.position(row)) ?? 0;
  await host.page(Math.max(0, place - 1), 3, colorBy);
}

async function frame(host, viewport) {
  const { marks } = await host.frame(viewport);
  await host.rows(marks.row, viewport.colorBy);
}

/** Lanes go down a page as far as this, and are scrolled. */
const PAGE_PX = 1600;

function sizesOf(narrow, heightPx = 400) {
  return { widthPx: narrow ? 360 : 960, heightPx, lanePx: narrow ? 48 : 31, tickGapPx: narrow ? 76 : 60, labelsAbove: narrow, titleFont: font, claimantFont: font, visiblePx: [-120, 520] };
}

/** A little of all that sets have: open, loose and unlike dates, numbers, texts, several values, claims, places, what is absent. */
const SET = {
  title: 'Things of a harbour', lang: 'en', source: 'A chronicle',
  fields: { kind: { label: 'Kind', type: 'category' }, size: { label: 'Size', type: 'number' }, note: { label: 'Note', type: 'text' } },
  vocabularies: { actor: [{ name: 'Builders', aliases: ['Masons'] }, { name: 'Guild', broader: ['Builders'] }] },
  events: [
    { id: 'wall', title: 'The wall rises', date: '1884-10-22', kind: ['Building', 'Politics'], size: 25, actor: ['Guild'] },
    { id: 'light', title: 'Ångström measures “light”', date: '1868', kind: 'Science', size: 3.25, description: 'Ten digits.\nAnd a line.' },
    { id: 'band', title: 'A band plays', date: '1912-04-15T20:30:00Z', kind: 'Music', claims: [{ by: 'A passenger', status: 'alleged' }] },
    { id: 'dam', title: 'The dam breaks', date: '1889-05-31/1889-06-02', kind: 'Disaster', size: 2209, claims: [{ by: 'The Tribune', status: 'reported' }, { by: 'The Times', status: 'confirmed' }] },
    { id: 'fair', title: 'A fair', start: '1851-05', end: '1851-10', kind: ['Science', 'Music'], size: 6_000_000, places: [{ name: 'The quay', lat: 51.5, lon: -0.1 }] },
    { id: 'island', title: 'An island is found', date: '17XX', kind: 'Travel', size: -1.5e-3, note: 'Seen again later' },
    { id: 'kite', title: 'A kite in a storm', date: '1752-06~', kind: 'Science', size: 1, part_of: 'fair', url: 'https://example.org/kite' },
    { id: 'pole', title: 'The pole is claimed', date: '1909-04-06?', kind: 'Travel', size: 6, actor: 'Masons' },
    { id: 'press', title: 'The press prints', date: '[1450..1455]', kind: 'Science', size: 180, tags: ['a', 'b'] },
    { id: 'port', title: 'The port is open', date: '1820/..', kind: 'Building', actor: 'Guild' },
    { id: 'toll', title: 'The toll ends', date: '/1902-03', kind: 'Politics' },
    { id: 'boat', title: 'Boats pass', start: '2020-01-01', end: '2020-06-30', size: 0.1 },
    { title: 'A feast', kind: 'Music' }, { title: 'A letter without a date', size: 2 },
  ],
};

/** What people leave out of their sets, and get wrong in them. */
const UNUSUAL = [
  { title: 'Nothing yet', events: [] },
  [{ title: 'Some time' }, { title: 'Some other time', description: 'Nobody knows when.' }],
  [{ title: 'One day', date: '1989-11-09' }],
  { events: [
    { title: 'No such day', date: '1989-02-30' }, { title: 'In words', date: 'spring of 1989' }, { title: 'Back to front', start: '1990', end: '1980' },
    { title: 'A number', date: 1989 }, { title: '', date: '1990' }, { date: '1991' }, { id: 'twice', title: 'One' }, { id: 'twice', title: 'Other' },
    { title: 'Part of nothing', part_of: 'nobody' },
  ] },
].map((set) => JSON.stringify(set));

const data = (name) => readFile(here(`../www/data/${name}.json`));
const text = (value) => new TextEncoder().encode(JSON.stringify(value));

ran = first;
await new FirstHost().warmUp();
// Pieces end anywhere, in a record and in a word of it.
for (const [piece, heightPx] of [[65_536, PAGE_PX], [4_000, 400], [700, 400]]) {
  await view(await data('iran-in-iraq'), { colorBy: 'kind', start: '2014-05', end: '2015-04', selected: 'p09-jalawla', heightPx, piece });
  await view(await data('time-of-every-kind'), { colorBy: 'topic', start: '1750', end: '2030', heightPx, piece });
  await view(text(SET), { colorBy: 'kind', groupBy: 'actor', heightPx, piece });
}
isLong = true;
await view(toJson(makeEvents(10_000)), {});
// A long document is read on when what comes next is there, and shown by a field of many values too.
ran = next;
const reader = new core.EventSetReader({ locale: 'en' });
reader.push(toJson(makeEvents(1000)));
reader.finish().free();
isLong = false;
const host = new EngineHost();
await host.openStart('en');
await host.openChunk(toJson(makeEvents(10_000)));
await host.openFinish();
await host.firstView({
  text: '', query: {}, sort: [], window: null, start: null, end: null, selected: null, groupBy: 'place', colorBy: null, undated: 5, sizes: sizesOf(false, PAGE_PX),
});
await host.free();
// What a page without a timeline runs must not ask for more than that.
await new FirstHost().warmUp(true);
await view(toJson(makeEvents(300)), { narrow: true, piece: 5_000 });
await view(text([{ title: 'The wall rises', date: '1961-08-13' }, { title: 'The wall falls', date: '1989-11-09' }]), {});
// A page that gives its set as an object says nothing of a file.
await view(text(SET), { narrow: true, selected: 'wall', file: {} });
for (const set of UNUSUAL) {
  const bytes = new TextEncoder().encode(set);
  await openUnusual(bytes, 700, { name: 'events.json' });
  await openUnusual(bytes, bytes.length, {});
}
ran = later;

// The operations of the benchmark.
const events = makeEvents(3000);
const ours = await create({ core });
await ours.load('json', toJson(events));
await measure(ours, plan(events), events.id);
ours.unload();

const numbers = (blocks) => [...blocks].sort((a, b) => a - b).join(' ');
await writeFile(written, [loading, first, next, later, moves, unusual].map((blocks) => `${numbers(blocks)}\n`).join(''));
console.log(`first view: ${loading.size} blocks ran for loading, ${first.size} for the pictures, ${next.size} after them, ${later.size} for the operations, ${moves.size} for readers' moves`);
await vite.close();
