/** The page's side: what the driver calls, one after the other, by name. */
import { fromArrow } from './arrow.mjs';
import { measure, timed } from './measure.mjs';

let adapter;
let shape;
let input;

/** `ours` is the package as built; `ours@NAME` another build of it, kept in `target/bench/NAME`. */
function folderOf(build) {
  return build ? `/target/bench/${build}` : '/www/dist';
}

globalThis.bench = {
  /** Milliseconds to make the engine ready, its code fetched before. */
  async create(name) {
    const [kind, build] = name.split('@');
    shape = await import(`./adapters/${kind}.mjs`);
    const core = kind === 'ours' ? await import(/* the built package */ `${folderOf(build)}/core.js`) : undefined;
    const { answer, ms } = await timed(() => shape.create({ core, fromArrow, duckdb: `${location.origin}/node_modules/@duckdb/duckdb-wasm/dist/` }));
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

  async measure(operations, idsUrl) {
    const ids = new Uint32Array(await (await fetch(idsUrl)).arrayBuffer());
    return measure(adapter, operations, ids);
  },
};
globalThis.ready = true;
