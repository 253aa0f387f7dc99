/**
 * Our core and the hand-written peer in Node, without a browser: quick to run while working on one of them.
 *
 *     node benches/browser/node.mjs [--events N] [--only ours,typed] [--ops interaction,sort:titleAsc] [--form arrow]
 *         [--module event_timeline_bg.wasm]
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { fromArrow } from './arrow.mjs';
import { dataset, read } from './dataset.mjs';
import { median, measure, quantile, timed } from './measure.mjs';
import { plan } from './operations.mjs';

const { values: options } = parseArgs({
  options: {
    events: { type: 'string', default: '100000' },
    only: { type: 'string', default: 'ours,typed' },
    ops: { type: 'string' },
    form: { type: 'string', default: 'arrow' },
    module: { type: 'string' },
  },
});

const { events, files } = dataset(Number(options.events));
// Another build of the same sources, such as one with names for a profiler (node --cpu-prof).
const module = options.module && (await readFile(options.module));
const operations = plan(events).filter(({ name }) => !options.ops || options.ops.split(',').some((op) => name === op || name.startsWith(`${op}:`)));
const results = {};
for (const name of options.only.split(',')) results[name] = await run(name);
print(results);

async function run(name) {
  const [kind, build] = name.split('@');
  const { create, forms, textual } = await import(`./adapters/${kind}.mjs`);
  const folder = build ? `../../target/bench/${build}` : '../../www/dist';
  const adapter = await create({ fromArrow, core: kind === 'ours' ? await import(`${folder}/core.js`) : undefined, module });
  const form = forms.includes(options.form) ? options.form : 'json';
  const bytes = read(files[form]);
  const data = textual && form !== 'arrow' ? new TextDecoder().decode(bytes) : bytes;
  const loads = [];
  for (let i = 0; i < 3; i++) {
    if (i > 0) adapter.unload();
    loads.push((await timed(() => adapter.load(form, data))).ms);
  }
  const { rows, checks, errors } = await measure(adapter, operations, events.id);
  rows[`load ${form}`] = { first: loads[0], samples: loads };
  for (const [op, message] of Object.entries(errors)) console.log(`${name}: ${op}: ${message}`);
  return { rows, checks };
}

function print(results) {
  const names = Object.keys(results);
  const rows = [...new Set(names.flatMap((name) => Object.keys(results[name].rows)))];
  console.log(`${options.events} events; ms: median, least, first call`);
  console.log(''.padEnd(24), ...names.map((name) => name.padStart(26)), '     ratio');
  for (const row of rows) {
    const cells = names.map((name) => results[name].rows[row]);
    // Of the least times: on a busy machine the medians say more about the others than about us.
    const ratio = cells[0] && cells[1] ? quantile(cells[0].samples, 0) / quantile(cells[1].samples, 0) : NaN;
    console.log(row.padEnd(24), ...cells.map(cell), Number.isFinite(ratio) ? ratio.toPrecision(3).padStart(10) : '');
  }
  const wrong = disagreements(results);
  for (const line of wrong.slice(0, 20)) console.log(line);
  console.log(wrong.length ? `${wrong.length} answers differ` : 'all answers agree');
  process.exitCode = wrong.length ? 1 : 0;
}

function cell(row) {
  if (!row) return '–'.padStart(26);
  if (!row.samples.length) return '–'.padStart(26);
  return [median(row.samples), quantile(row.samples, 0), row.first].map((ms) => ms.toPrecision(3).padStart(8)).join(' ');
}

function disagreements(results) {
  const [[, first], ...others] = Object.entries(results);
  return others.flatMap(([name, { checks }]) =>
    Object.keys(checks).filter((call) => call in first.checks && first.checks[call] !== checks[call]).map((call) => `${call}: ${first.checks[call]} / ${name} ${checks[call]}`));
}
