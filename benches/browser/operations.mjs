/** What is asked of every adapter: the operations with their seeded arguments, and the checksums of the answers. */
import { BINS, CATEGORIES, DAY, FIRST, LAST, YEAR } from './events.mjs';
import { generator, hashText, mix } from './random.mjs';

/** Different arguments each; the first two calls are warm-up. */
export const CALLS = 13;
export const WARM_UP = 2;
export const MOVES = 100;
const KEYSTROKES = 6;
/** The lane rule: no more lanes than this, -1 beyond; an item takes at least a hundredth of the window. */
export const LANES = 200;
export const LEAST_SHARE = 100;
export const PAGE = 100;
export const FIELDS = Object.keys(CATEGORIES);
export const SORTS = ['startAsc', 'endDesc', 'titleAsc', 'actorStart'];

/**
 * All calls of all operations. A step is `{method, args}`, its time goes to row `row`; steps of one operation are run
 * in turn, and those before `warmUp` are not sampled.
 */
export function plan(events, { seed = 7, calls = CALLS } = {}) {
  const operations = {
    timeRange: (random) => repeat(calls, () => stepOf('timeRange', timeRange(random))),
    interaction: (random) => repeat(calls, () => stepOf('interaction', { ...filters(random, events), ...timeRange(random) })),
    sweep: (random) => sweep(random, events, calls),
  };
  for (const key of SORTS) operations[`sort:${key}`] = (random) => repeat(calls, () => sort(random, events, key)).flat();
  operations.substring = (random) => repeat(calls, () => stepOf('substring', { text: part(random, events.words) }));
  operations.prefix = (random) => repeat(calls, () => stepOf('prefix', { text: start(random, events.words) }));
  operations.typing = (random) => repeat(calls, () => typing(random, events.words)).flat();
  operations.window = (random) => repeat(calls, () => stepOf('window', windowRange(random)));
  return Object.entries(operations).map(([name, make]) => {
    const steps = make(generator(seed ^ hashText(name)));
    return { name, warmUp: Math.min(WARM_UP, calls - 1) * (steps.length / calls), steps };
  });
}

function repeat(count, make) {
  return Array.from({ length: count }, make);
}

function stepOf(method, args, row = method) {
  return { method, args, row };
}

/** Between two bounds, every order of magnitude as likely. */
function logarithmic(random, least, most) {
  return Math.exp(Math.log(least) + random() * Math.log(most / least));
}

function range(random, width) {
  const lo = Math.floor(FIRST + random() * (LAST - FIRST - width));
  return { lo, hi: lo + Math.floor(width) };
}

function timeRange(random) {
  return range(random, logarithmic(random, 60 * DAY, 8 * YEAR));
}

function windowRange(random) {
  return range(random, logarithmic(random, DAY, YEAR));
}

function filters(random, events) {
  const some = (field, count) => {
    const { names } = events.categories[field];
    const chosen = new Set();
    while (chosen.size < count) chosen.add(names[Math.floor(random() * names.length)]);
    return [...chosen];
  };
  return { actor: some('actor', 3), kind: some('kind', 2) };
}

/** A brush of two years, dragged across the whole extent; every tenth move drags its later end alone. */
function sweep(random, events, calls) {
  const moves = calls === CALLS ? MOVES + WARM_UP : 10;
  const fixed = filters(random, events);
  const step = (LAST - FIRST - 2.2 * YEAR) / moves;
  let [lo, hi] = [FIRST, FIRST + 2 * YEAR];
  return Array.from({ length: moves }, (_, move) => {
    const by = Math.floor(step * (0.5 + random()));
    hi += by;
    if (move % 10 !== 9) lo += by;
    else if (hi - lo > 2.2 * YEAR) lo = hi - 2 * YEAR;
    return stepOf('move', { ...fixed, lo, hi }, 'sweep');
  });
}

/** Half of the events by their start, page one, then a page far down of the same query. */
function sort(random, events, key) {
  const sample = Float64Array.from({ length: 1001 }, (_, i) => events.start[Math.floor((i * (events.count - 1)) / 1000)]).sort();
  const from = Math.floor(random() * 500);
  const row = `sort:${key}`;
  const deep = Math.min(100_000, Math.floor(events.count / 10));
  return [stepOf('sort', { key, lo: sample[from], hi: sample[from + 500] }, row), stepOf('page', { offset: deep }, `${row} deep`)];
}

/** Three to five letters from within a word. */
function part(random, words) {
  const word = long(random, words, 6);
  const length = 3 + Math.floor(random() * 3);
  const from = Math.floor(random() * (word.length - length + 1));
  return word.slice(from, from + length);
}

function start(random, words) {
  return long(random, words, 5).slice(0, 2 + Math.floor(random() * 3));
}

function typing(random, words) {
  const word = long(random, words, KEYSTROKES);
  return repeat(KEYSTROKES, () => 0).map((_, i) => stepOf('prefix', { text: word.slice(0, i + 1) }, 'typing'));
}

function long(random, words, length) {
  for (;;) {
    const word = words[Math.floor(random() * words.length)].toLowerCase();
    if (word.length >= length) return word;
  }
}

/** What adapters answer, as a short text that is equal for equal answers. `idsOf` makes ids of an adapter's rows. */
export const checksum = {
  timeRange: ({ count, rows }, idsOf) => `${count} ${unordered(idsOf(rows))}`,
  interaction: counted,
  move: counted,
  sort: (rows) => page(rows),
  page: (rows) => page(rows),
  substring: ({ count }) => `${count}`,
  prefix: ({ count }) => `${count}`,
  window: ({ rows, lanes }, idsOf) => `${rows.length} ${unordered(idsOf(rows), lanes)}`,
};

function unordered(ids, lanes) {
  let sum = 0;
  for (let i = 0; i < ids.length; i++) sum = (sum + mix(lanes ? mix(ids[i]) + lanes[i] : ids[i])) >>> 0;
  return sum.toString(16);
}

function counted({ count, facets, bins }) {
  const sums = FIELDS.map((field) => {
    const { names, counts } = facets[field];
    let sum = 0;
    names.forEach((name, i) => (sum = counts[i] > 0 ? (sum + mix(hashText(name) ^ mix(counts[i]))) >>> 0 : sum));
    return sum.toString(16);
  });
  if (bins.length !== BINS) throw new Error(`${bins.length} bins`);
  let histogram = 0;
  for (let i = 0; i < BINS; i++) histogram = mix(histogram ^ bins[i]);
  return `${count} ${sums.join(' ')} ${histogram.toString(16)}`;
}

function page(rows) {
  let sum = 0;
  for (const { id, title, start, end } of rows) sum = mix(sum ^ id) ^ hashText(title) ^ mix(start / 1000) ^ mix(end / 500);
  return `${rows.length} ${(sum >>> 0).toString(16)}`;
}
