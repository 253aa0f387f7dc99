/** One adapter after the other, each in fresh browsers: loading, memory, then all operations. */
import { loadavg } from 'node:os';
import { memory, withPage } from './browser.mjs';
import { median } from './measure.mjs';

export const ADAPTERS = ['ours', 'typed', 'crossfilter', 'arquero', 'duckdb', 'plain'];

/** Asked of a set that was loaded from a form that is not the fastest, twice each: whether it is the same set. */
const PROBES = ['timeRange', 'interaction', 'sort:startAsc', 'substring', 'window'];

/** A first load that took longer is repeated once only. */
const SLOW = 5_000;

export async function runEngine(site, name, { files, operations, repeats }) {
  const page = `${site}/benches/browser/page.html`;
  const url = (form) => `${site}/target/bench/${files[form]}`;
  const result = { name, loads: {}, load: { start: loadavg()[0] } };
  const { forms } = await withPage(page, async (page) => page.evaluate((name) => bench.create(name), name));
  result.forms = forms.filter((form) => files[form]);
  for (const form of result.forms) {
    result.loads[form] = await withPage(page, (page, browser) => loading(page, browser, { name, form, url: url(form), repeats }));
  }
  const fastest = result.forms.reduce((best, form) => (median(result.loads[form].samples) < median(result.loads[best].samples) ? form : best));
  if (name !== 'plain') {
    const ask = (form, operations) => withPage(page, (page) => asking(page, { name, form, url: url(form), operations, ids: url('ids') }));
    Object.assign(result, await ask(fastest, operations));
    const probes = operations.filter(({ name }) => PROBES.includes(name)).map((operation) => ({ ...operation, steps: operation.steps.slice(0, 2) }));
    result.probes = [];
    for (const form of result.forms) if (form !== fastest && probes.length) result.probes.push(await ask(form, probes));
  }
  result.load.end = loadavg()[0];
  return result;
}

async function loading(page, browser, { name, form, url, repeats }) {
  const { ms: create, title } = await page.evaluate((name) => bench.create(name), name);
  const before = await memory(page, browser);
  const input = () => page.evaluate(([form, url]) => bench.fetch(form, url), [form, url]);
  const load = () => page.evaluate((form) => bench.load(form), form);
  await input();
  const { ms: first, count } = await load();
  await page.evaluate(() => bench.drop());
  const after = await memory(page, browser);
  const samples = [];
  while (samples.length < (first > SLOW ? 1 : repeats)) {
    await page.evaluate(() => bench.unload());
    // Afresh: some engines hand the bytes over to their worker.
    await input();
    await page.evaluate(() => globalThis.gc?.());
    samples.push((await load()).ms);
  }
  const taken = { rss: after.rss - before.rss, heap: after.heap - before.heap, before: before.rss, peak: after.peak };
  return { title, create, first, samples, count, memory: taken };
}

async function asking(page, { name, form, url, operations, ids }) {
  await page.evaluate((name) => bench.create(name), name);
  await page.evaluate(([form, url]) => bench.fetch(form, url), [form, url]);
  await page.evaluate((form) => bench.load(form), form);
  await page.evaluate(() => bench.drop());
  const measured = await page.evaluate(([operations, ids]) => bench.measure(operations, ids), [operations, ids]);
  return { form, ...measured };
}

/** Calls whose answers are not all equal, each as a line; and the number of answers compared. */
export function compare(results) {
  const answers = new Map();
  const probes = results.flatMap(({ name, probes = [] }) => probes.map(({ form, checks }) => ({ name: `${name} from ${form}`, checks })));
  for (const { name, checks = {} } of [...results, ...probes]) {
    for (const [call, sum] of Object.entries(checks)) answers.set(call, [...(answers.get(call) ?? []), [name, sum]]);
  }
  const wrong = [...answers].filter(([, given]) => given.some(([, sum]) => sum !== given[0][1]));
  const compared = [...answers.values()].filter((given) => given.length > 1).reduce((sum, given) => sum + given.length, 0);
  return { compared, wrong: wrong.map(([call, given]) => `${call}: ${given.map(([name, sum]) => `${name} ${sum}`).join('; ')}`) };
}
