/** The page's side: what the driver calls, one after the other, by name. */
import { fromArrow } from './arrow.mjs';
import { inTurn, measure, timed } from './measure.mjs';

let adapter;
let shape;
let input;

/** `ours` is the package as built; `ours@NAME` another build of it, kept in `target/bench/NAME`. */
async function adapterOf(name) {
  const [kind, build] = name.split('@');
  const shape = await import(`./adapters/${kind}.mjs`);
  const core = kind === 'ours' ? await import(`${build ? `/target/bench/${build}` : '/www/dist'}/core.js`) : undefined;
  return { shape, create: () => shape.create({ core, fromArrow, duckdb: `${location.origin}/node_modules/@duckdb/duckdb-wasm/dist/` }) };
}

globalThis.bench = {
  /** Milliseconds to make the engine ready, its code fetched before. */
  async create(name) {
    let create;
    ({ shape, create } = await adapterOf(name));
    const { answer, ms } = await timed(create);
    adapter = answer;
    return { ms, title: shape.title, forms: shape.forms };
  },

  /** Text or bytes in memory, as the adapter takes them. */
  async fetch(form, url) {
    const response = await fetch(url);
    input = form !== 'arrow' && shape.textual ? await response.text() : new Uint8Array(await response.arrayBuffer());
    // A text is flat from here on.
    if (typeof input === 'string') input.charCodeAt(input.length - 1);
  },

  drop() {
    input = undefined;
  },

  async load(form) {
    const { answer, ms } = await timed(() => adapter.load(form, input));
    return { ms, count: answer };
  },

  async unload() {
    await adapter.unload();
  },

  /** Several adapters side by side; see `inTurn`. */
  async pair(names, url, operations, passes) {
    const adapters = {};
    for (const name of names) {
      const { create } = await adapterOf(name);
      adapters[name] = await create();
      await adapters[name].load('arrow', new Uint8Array(await (await fetch(url)).arrayBuffer()));
    }
    return inTurn(adapters, operations, passes);
  },

  async measure(operations, idsUrl) {
    const ids = new Uint32Array(await (await fetch(idsUrl)).arrayBuffer());
    return measure(adapter, operations, ids);
  },
};
globalThis.ready = true;
