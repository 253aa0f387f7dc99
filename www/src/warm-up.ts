/**
 * The first view of a small set that nobody sees. An engine compiles a function of the module when it is first called: what a
 * set needs is then made while its document is still on its way.
 */
import { open } from './core.js';
import { firstView } from './first-view.js';
import { EMPTY_QUERY } from './types.js';

const EVENTS = 240;
const YEAR_MS = 3.2e10;

export async function warmUp(): Promise<void> {
  const events = Array.from({ length: EVENTS }, (_, i) => ({ id: `${i}`, title: `Event ${i}`, start: i * YEAR_MS, end: (i + 2) * YEAR_MS, kind: `${i % 3}` }));
  const set = await open({ events: [...events, { title: 'A date', date: '2001-02' }, { title: 'None' }] }, { locale: 'en' });
  const titleFont = { asciiPx: [], otherPx: 7 };
  // Rooms of two heights: marks in lanes, and density.
  for (const heightPx of [40, 9000]) {
    await firstView(set, {
      text: '', query: EMPTY_QUERY, sort: [], window: null, start: null, end: null, selected: null, groupBy: null, colorBy: 'kind', undated: 1,
      sizes: { widthPx: 700, heightPx, lanePx: 31, tickGapPx: 60, labelsAbove: false, titleFont, claimantFont: titleFont },
    });
  }
  set.free();
}
