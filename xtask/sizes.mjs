// Prints what each file of the built site weighs, raw and gzipped.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../www/dist/', import.meta.url));
const files = readdirSync(dist, { recursive: true })
  .filter((file) => statSync(join(dist, file)).isFile() && !file.endsWith('.d.ts'))
  .sort();
for (const file of files) {
  const bytes = readFileSync(join(dist, file));
  const gzip = gzipSync(bytes, { level: 9 }).length;
  console.log(`${String(bytes.length).padStart(10)} ${String(gzip).padStart(9)} gzip  ${file}`);
}
