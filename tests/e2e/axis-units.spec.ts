// The plain functions beneath the axis: time and pixels, the brush, the names of ticks. No page is opened.
import { expect, test } from '@playwright/test';
import { afterKey, beginDrag, brushPx, centredOn, dragged, hasMoved } from '../../www/src/axis/brush.ts';
import { msPerPx, pxAtTime, timeAtPx } from '../../www/src/axis/overview-scale.ts';
import { blend } from '../../www/src/axis/blend.ts';
import type { Cell, Picture } from '../../www/src/axis/scene.ts';
import { betweenWindows, clampWindow, MAX_SPAN_MS, MIN_SPAN_MS, panBy, pixelMap, pxAt, timeAt, zoomAbout } from '../../www/src/axis/window.ts';
import { TickWords } from '../../www/src/words/ticks.ts';
import type { Tick } from '../../www/src/types.ts';

const YEAR_MS = 31_556_952_000;

/** The same numbers at every run (a linear congruential generator). */
function* numbers(count: number): Generator<() => number> {
  let state = 42;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  for (let i = 0; i < count; i++) yield next;
}

test('a zoom keeps the moment under the pointer, and stays within its limits', () => {
  // Each `expect` is a step of the report, and takes milliseconds: what is wrong is gathered first.
  const wrong: object[] = [];
  for (const next of numbers(2000)) {
    const from = (next() - 0.5) * 10 ** (4 + 15 * next());
    const window = clampWindow({ from, to: from + 10 ** (1 + 18 * next()) });
    const px = next() * 1000;
    const zoomed = zoomAbout(window, timeAt(window, px, 1000), 10 ** (6 * next() - 3));
    const span = zoomed.to - zoomed.from;
    const isWithin = span > 0 && span >= MIN_SPAN_MS * 0.9 && span <= MAX_SPAN_MS * 1.001;
    // What a double holds of a moment far from 1970 may be more than a pixel of a short window.
    const grainPx = (Math.max(...[window.from, window.to].map(Math.abs)) * Number.EPSILON * 4000) / Math.min(span, window.to - window.from);
    const offPx = Math.abs(pxAt(zoomed, timeAt(window, px, 1000), 1000) - px);
    if (!isWithin || !(offPx < 1e-3 + grainPx)) wrong.push({ window, px, zoomed, offPx });
  }
  expect(wrong).toEqual([]);
});

test('at a limit a zoom returns the very window it was given, so that the wheel is left to the page', () => {
  const narrowest = { from: 0, to: MIN_SPAN_MS };
  expect(zoomAbout(narrowest, 3, 2)).toBe(narrowest);
  const widest = clampWindow({ from: -MAX_SPAN_MS, to: MAX_SPAN_MS });
  expect(zoomAbout(widest, 0, 0.5)).toBe(widest);
});

test('a picture moved to another window has its moments where that window has them', () => {
  const [drawn, shown] = [{ from: 1000, to: 5000 }, { from: 2500, to: 3500 }];
  const { scale, shift } = pixelMap(drawn, shown, 800);
  for (const time of [1000, 2500, 3000, 4999]) expect(pxAt(drawn, time, 800) * scale + shift).toBeCloseTo(pxAt(shown, time, 800), 9);
});

test('the way between two windows begins at the one, ends at the other, and never turns back', () => {
  const [a, b] = [{ from: 0, to: 1000 }, { from: 400, to: 410 }];
  expect(betweenWindows(a, b, 0)).toEqual(a);
  expect(betweenWindows(a, b, 1)).toEqual(b);
  const spans = [0, 0.25, 0.5, 0.75, 1].map((part) => betweenWindows(a, b, part)).map(({ from, to }) => to - from);
  expect([...spans].sort((x, y) => y - x)).toEqual(spans);
  expect(panBy(a, 50)).toEqual({ from: 50, to: 1050 });
});

/** Bars of two groups. */
function bars(count: number): Picture {
  const cell = (index: number): Cell => ({ index, group: index % 2, x: 10 * index, width: 10, certain: 1, possible: 0, top: 0, height: 50, isHeaded: true, opacity: 1, base: 0, footing: 0 });
  return { marks: [], ticks: [], groups: [], cells: Array.from({ length: count }, (_, index) => cell(index)), lanePx: 30, heightPx: 100, scaleEnd: 1 };
}

test('only the bars that others take the place of fade, and however many pictures follow, they do not pile up', () => {
  const window = { from: 0, to: 1000 };
  const half = blend(bars(40), window, bars(40), window, 400, 0.5, new Set([1]));
  expect(half.cells.filter(({ group }) => group === 0).map(({ opacity }) => opacity)).toEqual(Array(20).fill(1));
  expect(half.cells.filter(({ group }) => group === 1)).toHaveLength(40);
  expect(blend(bars(40), window, bars(40), window, 400, 0.5, null).cells).toHaveLength(80);
  let shown = bars(40);
  for (let picture = 0; picture < 100; picture++) shown = blend(shown, window, bars(40), window, 400, 0.7, new Set([0, 1]));
  expect(shown.cells.length).toBeLessThan(400);
});

test('from one scale to a broken one columns go without a jump, and grow evenly', () => {
  const window = { from: 0, to: 1000 };
  const of = (counts: number[], scaleEnd: number, base = 0): Picture => {
    const picture = bars(counts.length);
    const cells = picture.cells.map((cell, at) => ({ ...cell, group: 0, certain: counts[at] ?? 0, base, footing: Number(base > 0) }));
    return { ...picture, cells, scaleEnd };
  };
  const height = ({ certain, base }: Cell, { scaleEnd }: Picture) => Math.min(1, (certain - base) / scaleEnd);
  const heights = (picture: Picture) => picture.cells.map((cell) => height(cell, picture));
  const at = (before: Picture, after: () => Picture, progress: number) => blend(before, window, after(), window, 400, progress, new Set());
  // Nothing fades: what is there changes its height alone.
  const [linear, cut] = [of([10, 5, 2000], 2000), () => of([10, 5, 2000], 20)];
  expect(heights(at(linear, cut, 0))).toEqual(heights(linear));
  expect(heights(at(linear, cut, 1))).toEqual(heights(cut()));
  expect(heights(at(linear, cut, 0.5))[0]).toBeCloseTo((10 / 2000 + 10 / 20) / 2, 9);
  const [slab, based] = [of([1800, 1830], 1830), () => of([1800, 1830], 40, 1790)];
  expect(heights(at(slab, based, 0))).toEqual(heights(slab));
  expect(heights(at(slab, based, 1))).toEqual(heights(based()));
  for (const progress of [0.2, 0.5, 0.9, 0.99]) {
    const between = at(slab, based, progress);
    expect(heights(between)[1]).toBeCloseTo(1, 9);
    expect(between.cells[0]?.footing).toBeCloseTo(progress, 9);
  }
});

const segments = [
  { from: 0, to: 100, fromPx: 0, toPx: 100, folded: false },
  { from: 100, to: 10_000, fromPx: 100, toPx: 140, folded: true },
  { from: 10_000, to: 10_300, fromPx: 140, toPx: 740, folded: false },
];

test('the folded scale goes there and back', () => {
  for (const px of [0, 50, 99.5, 100, 120, 140, 500, 739]) expect(pxAtTime(segments, timeAtPx(segments, px))).toBeCloseTo(px, 6);
  expect(msPerPx(segments, 120)).toBeCloseTo(9900 / 40, 6);
  expect(msPerPx(segments, 400)).toBeCloseTo(0.5, 6);
});

test('the brush: its body keeps the span, a handle passes the other, an empty place draws a new window', () => {
  const window = { from: 10_100, to: 10_200 };
  expect(brushPx(segments, window, 740)).toEqual([340, 540]);
  const body = beginDrag('body', 400, segments, [340, 540]);
  expect(hasMoved(body, 402)).toBe(false);
  expect(hasMoved(body, 410)).toBe(true);
  const moved = dragged(body, 500, segments, window, 740);
  expect(moved.to - moved.from).toBeCloseTo(100, 6);
  expect(moved.from).toBeCloseTo(10_150, 6);
  const start = beginDrag('start', 340, segments, [340, 540]);
  expect(dragged(start, 640, segments, window, 740)).toEqual({ from: 10_200, to: 10_250 });
  expect(start.kind).toBe('end');
  const fresh = beginDrag('new', 20, segments, [340, 540]);
  expect(dragged(fresh, 60, segments, window, 740)).toEqual({ from: 20, to: 60 });
  expect(centredOn(window, 50)).toEqual({ from: 0, to: 100 });
});

test('keys on a handle move it within the extent and never past the other', () => {
  const window = { from: 10_100, to: 10_200 };
  expect(afterKey('ArrowRight', false, 'start', segments, window, 740)).toEqual({ from: 10_104, to: 10_200 });
  expect(afterKey('Home', false, 'start', segments, window, 740)).toEqual({ from: 0, to: 10_200 });
  expect(afterKey('End', false, 'start', segments, window, 740)?.from).toBeLessThan(10_200);
  expect(afterKey('Home', false, 'end', segments, window, 740)?.to).toBeGreaterThan(10_100);
  expect(afterKey('x', false, 'end', segments, window, 740)).toBeNull();
});

function tick(unit: Tick['unit'], major: boolean, year: number, step = 1, month = 1, day = 1, hour = 0, minute = 0): Tick {
  return { xPx: 0, time: 0, unit, step, major, year, month, day, hour, minute, second: 0, millisecond: 0 };
}

test('ticks in words: the unit, the larger one where it begins, and all of it for the first', () => {
  const words = new TickWords('en');
  expect(words.label(tick('month', false, 2014, 1, 7))).toBe('Jul');
  expect(words.label(tick('month', true, 2015))).toBe('Jan 2015');
  expect(words.full(tick('month', false, 2014, 1, 6))).toBe('Jun 2014');
  expect(words.label(tick('day', true, 2014, 1, 8))).toBe('Aug 1');
  expect(words.label(tick('hour', true, 2014, 6, 8, 22))).toBe('Aug 22');
  expect(words.label(tick('hour', false, 2014, 6, 8, 22, 18))).toBe('18:00');
  expect(words.full(tick('minute', false, 2014, 5, 8, 22, 18, 5))).toBe('Aug 22, 2014, 18:05');
});

test('years before the era, before writing and before life', () => {
  const words = new TickWords('en');
  expect(words.label(tick('year', false, 2014))).toBe('2014');
  expect(words.label(tick('year', false, 500, 500))).toBe('500 CE');
  expect(words.label(tick('year', true, 1, 500))).toBe('1 CE');
  expect(words.label(tick('year', false, 0))).toBe('1 BCE');
  expect(words.label(tick('year', false, -499, 500))).toBe('500 BCE');
  expect(words.label(tick('year', false, -11_999, 2000))).toBe('12,000 BCE');
  expect(words.label(tick('year', false, -299_999, 10_000))).toBe('300,000 BCE');
  expect(words.label(tick('year', false, -65_999_999, 1e6))).toBe('66\u00a0Ma');
  expect(words.full(tick('year', false, -65_999_999, 1e6))).toBe('66 million years ago');
  expect(words.label(tick('year', false, -13_799_999_999, 1e8))).toBe('13.8\u00a0Ga');
  expect(words.label(tick('year', true, 1, 1e6))).toBe('now');
  expect(words.label(tick('month', true, -43))).toBe('Jan 44 BCE');
});

test('other languages, with the calendar of the ticks', () => {
  expect(new TickWords('de').full(tick('year', false, -65_999_999, 1e6))).toBe('vor 66 Millionen Jahren');
  expect(new TickWords('fa').label(tick('year', false, 2014))).toContain('۲۰۱۴');
  expect(new TickWords('no such tag!').label(tick('month', false, 2014, 1, 7))).toBe('Jul');
});

test('a moment is told as exactly as it can be pointed at', () => {
  const words = new TickWords('en');
  const time = Date.UTC(2014, 7, 22, 18, 5, 7, 250);
  expect(words.moment(time, YEAR_MS)).toBe('2014');
  expect(words.moment(time, YEAR_MS / 12)).toBe('August 2014');
  expect(words.moment(time, 86_400_000)).toBe('August 22, 2014');
  expect(words.moment(time, 1)).toContain('18:05:07.250');
  expect(words.moment(-66e6 * YEAR_MS, 1e5 * YEAR_MS)).toBe('66 million years ago');
  expect(words.moment(Infinity, 1)).toBe('');
});
