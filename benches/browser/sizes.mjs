/** What a page downloads for each engine: bytes after gzip, as packages ship them. */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../../', import.meta.url));
const FILES = {
  ours: () => core('www/dist/'),
  typed: () => [],
  crossfilter: () => ['node_modules/crossfilter2/crossfilter.min.js'],
  arquero: () => ['node_modules/arquero/dist/arquero.min.js'],
  duckdb: () => ['duckdb-browser.mjs', 'duckdb-browser-eh.worker.js', 'duckdb-eh.wasm'].map((name) => `node_modules/@duckdb/duckdb-wasm/dist/${name}`),
  plain: () => [],
};

export function gzipped(name) {
  return FILES[name]().reduce((sum, file) => sum + gzipSync(readFileSync(root + file)).length, 0);
}

/** The module, and the scripts that `core.js` loads. */
function core(folder) {
  const seen = new Set(['core.js']);
  for (const file of seen) {
    const script = readFileSync(root + folder + file, 'utf8');
    for (const [, name] of script.matchAll(/from\s*["']\.\/([^"']+)["']/g)) seen.add(file.includes('/') ? `assets/${name}` : name);
  }
  const module = readdirSync(`${root}${folder}assets`).filter((name) => name.endsWith('.wasm')).map((name) => `assets/${name}`);
  return [...seen, ...module].map((file) => folder + file);
}
