/**
 * The benchmark in headless Chromium; `cargo xtask bench` builds the package and runs it.
 *
 *     node benches/browser/main.mjs [--quick] [--large] [--events N,N] [--only ours,typed] [--ops interaction,sort]
 *         [--engines | --renderers]
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { version } from './browser.mjs';
import { TEXT_LIMIT, dataset, folder } from './dataset.mjs';
import { ADAPTERS, compare, runEngine } from './engines.mjs';
import { CALLS, plan } from './operations.mjs';
import { reportRenderers, runRenderers } from './renderers.mjs';
import { report } from './report.mjs';
import { serve } from './server.mjs';
import { gzipped } from './sizes.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    large: { type: 'boolean', default: false },
    events: { type: 'string' },
    only: { type: 'string' },
    ops: { type: 'string' },
    engines: { type: 'boolean', default: false },
    renderers: { type: 'boolean', default: false },
  },
});

const QUICK = { sizes: [10_000], adapters: ['ours', 'typed', 'arquero'], calls: 2, repeats: 1 };
const WHOLE = { sizes: [100_000, 1_000_000], adapters: ADAPTERS, calls: CALLS, repeats: 3 };
const LARGE = { sizes: [10_000_000], adapters: ['ours', 'typed', 'duckdb'], calls: CALLS, repeats: 1 };
/** Left out of large sets: nobody's text or titles are as long as a browser's strings may be. */
const SHORT_TEXT = ['sort:titleAsc', 'substring', 'prefix', 'typing'];

const faults = [];
const site = await serve();
try {
  if (!options.renderers) await engines();
  if (!options.engines && !options.ops && !options.large) await renderers();
} finally {
  site.close();
}
for (const fault of faults) console.error(fault);
if (faults.length) process.exitCode = 1;

async function engines() {
  const scope = options.quick ? QUICK : options.large ? LARGE : WHOLE;
  const sizes = options.events ? options.events.split(',').map(Number) : scope.sizes;
  const adapters = options.only ? options.only.split(',') : scope.adapters;
  console.log(`Chromium ${await version()}, ${adapters.join(', ')}`);
  const weights = options.quick ? {} : Object.fromEntries(adapters.filter((name) => !name.includes('@')).map((name) => [name, gzipped(name)]));
  for (const events of sizes) {
    const results = await runSize(events, adapters, scope);
    const { compared, wrong } = compare(results);
    // So few samples say nothing of speed.
    if (!options.quick) console.log(report(events, results, weights));
    console.log(wrong.length ? `\n${wrong.length} answers differ` : `\n${compared} answers compared, all equal`);
    faults.push(...wrong, ...results.flatMap(({ name, errors = {} }) => Object.entries(errors).map(([op, message]) => `${name}: ${op}: ${message}`)));
    writeFileSync(`${folder}result-${events}.json`, JSON.stringify({ events, weights, results }, null, 1));
  }
}

async function runSize(events, adapters, { calls, repeats }) {
  const set = dataset(events);
  const operations = plan(set.events, { calls }).filter(({ name }) => wanted(name) && (events <= TEXT_LIMIT || !SHORT_TEXT.includes(name)));
  const results = [];
  for (const name of adapters) {
    process.stderr.write(`${name} `);
    if (name === 'plain' && !set.files.json) continue;
    // One that fails does not take the others' results with it.
    const result = await runEngine(site.url, name, { files: set.files, operations, repeats }).catch((error) => void faults.push(`${name}: ${error.message}`));
    if (result) results.push(result);
  }
  process.stderr.write('\n');
  return results;
}

function wanted(name) {
  return !options.ops || options.ops.split(',').some((op) => name === op || name.startsWith(`${op}:`));
}

async function renderers() {
  const results = await runRenderers(site.url, { quick: options.quick, only: options.only?.split(','), events: options.events?.split(',').map(Number) });
  if (!results.length) return;
  console.log(reportRenderers(results));
  // A peer that cannot bear a size is no fault; ours must.
  faults.push(...results.filter(({ view, fault }) => view === 'ours' && fault).map(({ events, fault }) => `ours: ${events} events: ${fault}`));
  writeFileSync(`${folder}result-renderers.json`, JSON.stringify(results, null, 1));
}
