/**
 * Adapters side by side in one page, each step in turn, the least time of several passes: ratios that hold on a busy machine,
 * also between two builds of ours (`ours@NAME` is the one in `target/bench/NAME`). No first calls, and no check of answers.
 *
 *     node benches/browser/paired.mjs [--events N] [--only ours,typed] [--ops sweep,sort:startAsc] [--passes 6]
 */
import { parseArgs } from 'node:util';
import { withPage } from './browser.mjs';
import { dataset } from './dataset.mjs';
import { quantile } from './measure.mjs';
import { plan } from './operations.mjs';
import { aligned } from './report.mjs';
import { serve } from './server.mjs';

const { values: options } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    only: { type: 'string', default: 'ours,typed' },
    ops: { type: 'string', default: 'timeRange,interaction,sweep,sort:startAsc,sort:endDesc,sort:actorStart,window' },
    passes: { type: 'string', default: '6' },
  },
});

const { events, files } = dataset(Number(options.events), { only: 'arrow' });
const wanted = options.ops.split(',');
const operations = plan(events).filter(({ name }) => wanted.includes(name));
const names = options.only.split(',');
const site = await serve();
const address = `${site.url}/target/bench/${files.arrow}`;
const rows = await withPage(`${site.url}/benches/browser/page.html`, (page) =>
  page.evaluate((args) => bench.pair(...args), [names, address, operations, Number(options.passes)]));
site.close();

const cell = (samples) => {
  const known = samples.filter((ms) => typeof ms === 'number');
  return [0.5, 0.95].map((share) => quantile(known, share).toPrecision(3).padStart(8)).join(' ');
};
const lines = Object.entries(rows).map(([row, by]) => [row, ...names.map((name) => cell(by[name]))]);
console.log(`${options.events} events; ms: p50, p95 of the least times`);
console.log(aligned([['', ...names], ...lines]));
