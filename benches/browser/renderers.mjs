/** Views of the event set side by side, each cell in a fresh browser: first picture, panning, zooming. */
import { loadavg } from 'node:os';
import { withPage } from './browser.mjs';
import { dataset } from './dataset.mjs';
import { quantile } from './measure.mjs';
import { aligned } from './report.mjs';

/** Seconds after which a cell is given up. */
const CAP = 120;
const OURS = [10_000, 100_000, 1_000_000];
const CELLS = [
  ...OURS.map((events) => ({ view: 'ours', events })),
  ...OURS.map((events) => ({ view: 'ours', events, groupBy: 'place', note: 'grouped by 400 values' })),
  ...OURS.map((events) => ({ view: 'ours', events, crowd: 2000, note: '2,000 in one instant' })),
  { view: 'vis', events: 1_000 },
  { view: 'vis', events: 10_000 },
  { view: 'vis', events: 10_000, dense: true, note: 'about 100 in view' },
  { view: 'timelinejs', events: 50 },
  { view: 'timelinejs', events: 200 },
  { view: 'timelinejs', events: 1_000 },
  { view: 'canvas', events: 10_000 },
  { view: 'canvas', events: 1_000_000 },
];
const QUICK = [{ view: 'ours', events: 10_000 }];

export async function runRenderers(site, { quick, only, events }) {
  const cells = (quick ? QUICK : CELLS).filter((cell) => (!only || only.includes(cell.view)) && (!events || events.includes(cell.events)));
  const results = [];
  for (const cell of cells) {
    process.stderr.write(`${cell.view} ${cell.events} `);
    const load = loadavg()[0];
    const measured = await capped(measureCell(site, cell)).catch((error) => ({ fault: error.message.split('\n')[0] }));
    results.push({ ...cell, ...measured, load });
  }
  process.stderr.write('\n');
  return results;
}

async function measureCell(site, { view, events, groupBy, crowd, dense }) {
  const { files, instant } = dataset(events, { crowd, only: 'json' });
  return withPage(`${site}/benches/browser/renderers.html`, async (page) => {
    const mounted = await page.evaluate((args) => renderers.mount(...args), [view, `${site}/target/bench/${files.json}`, { groupBy, dense }]);
    const pan = await page.evaluate(() => renderers.pan());
    const zoom = await page.evaluate((at) => renderers.zoom(at), instant);
    return { ...mounted, pan, zoom };
  }, { timeout: CAP * 1000 });
}

function capped(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done in ${CAP} s`)), CAP * 1000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export function reportRenderers(results) {
  const moves = ['p50', 'p95', 'max', 'long', 'frames', 'drawn'];
  const head = ['', 'events', 'first', 'long', 'nodes', ...moves.map((move) => `pan ${move}`), ...moves.map((move) => `zoom ${move}`), 'load', 'note'];
  const lines = results.map((result) => {
    const { view, events, first, long, nodes, pan, zoom, load, note = '', fault } = result;
    const cells = fault ? Array(3 + 2 * moves.length).fill('–') : [first.toFixed(0), tasks(long), String(nodes), ...script(pan), ...script(zoom)];
    return [view, String(events), ...cells, load.toFixed(1), fault ?? note];
  });
  return `\nRenderers, 1280×720: milliseconds; first: from data in memory to a picture; long: tasks over 50 ms and the worst\n${aligned([head, ...lines])}`;
}

function script({ deltas, long, pictures }) {
  const drawn = Number.isFinite(pictures) ? String(pictures) : '–';
  return [...[0.5, 0.95, 1].map((share) => quantile(deltas, share).toFixed(1)), tasks(long), String(deltas.length), drawn];
}

function tasks({ count, worst }) {
  return count ? `${count}/${worst.toFixed(0)}` : '0';
}
