// Prints what each part of the built site weighs beside its bound in `weights.json`, and fails where one is over it.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const ledger = JSON.parse(readFileSync(new URL('weights.json', import.meta.url), 'utf8'));
const dist = fileURLToPath(new URL('../www/dist/', import.meta.url));
const files = readdirSync(dist, { recursive: true })
  .filter((file) => statSync(join(dist, file)).isFile() && !file.endsWith('.d.ts'))
  .map((file) => file.replaceAll('\\', '/'))
  .sort();

/** A file's name without its hash, which only those in `assets` have. */
const part = (file) => file.replace(/^(assets\/.*)-[\w-]{8}(?=\.\w+$)/, '$1');
const row = (...cells) => console.log(cells.map((cell, i) => (i < 3 ? String(cell).padStart(9) : cell)).join(' '));

const over = [];
let rest = 0;
row('bytes', 'gzip', 'bound', 'part');
for (const file of files) {
  const bytes = readFileSync(join(dist, file));
  const gzip = gzipSync(bytes, { level: 9 }).length;
  const bound = ledger.parts[part(file)];
  row(bytes.length, gzip, bound ?? '', file);
  if (bound < gzip) over.push(`${file}: ${gzip} bytes gzipped, over its bound of ${bound}`);
  if (bound === undefined && /\.(js|css|wasm)$/.test(file)) rest += gzip;
}
row('', rest, ledger.rest, 'all other scripts and styles');
if (ledger.rest < rest) over.push(`all other scripts and styles: ${rest} bytes gzipped, over their bound of ${ledger.rest}`);
for (const line of over) console.error(`weights.json: ${line}`);
process.exitCode = over.length ? 1 : 0;
