/**
 * The first view of a small set that nobody sees. An engine compiles a function of the module when it is first called: what a
 * set needs is then made while its document is still on its way. What runs over and over it compiles once more, with care and
 * beside the page, which then has less of the machine: `isLong` makes much of that happen before there is a set.
 */
import { FirstSet } from './first-set.js';
import { firstView, nothingAsked } from './first-view.js';
import { PieceReader } from './piece-reader.js';
import { EMPTY_QUERY } from './types.js';

const EVENTS = 120;
const MANY = 500;
const YEAR_MS = 3.2e10;

export function warmUp(isLong = false): void {
  const some = (date: (year: number) => string | number) =>
    Array.from({ length: isLong ? MANY : EVENTS }, (_, i) => ({ id: `${date(i)}`, title: `Event ${i}`, start: date(i), end: date(i + 2), kind: `${i % 3}`, ...(isLong && { place: `${i % 400}` }) }));
  const events = [...some((year) => year * YEAR_MS), ...some((year) => `${2000 + year}`), { title: 'A day', date: '2001-02-03' }, { title: 'No date' }];
  const reader = new PieceReader((core) => new FirstSet(core));
  reader.push(new TextEncoder().encode(JSON.stringify({ events })));
  const set = reader.finish();
  const titleFont = { asciiPx: [], otherPx: 7 };
  // Rooms of two heights: marks in lanes, and density.
  for (const heightPx of [40, 9000]) {
    firstView(set, {
      text: '', query: EMPTY_QUERY, sort: [], window: null, start: null, end: null, selected: null, groupBy: isLong && heightPx < 99 ? 'place' : null, colorBy: 'kind', undated: 1,
      sizes: { widthPx: 700, heightPx, lanePx: 31, tickGapPx: 60, labelsAbove: false, titleFont, claimantFont: titleFont },
    }, nothingAsked(set));
  }
  set.free();
}
