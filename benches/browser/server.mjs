/** A static server for the benchmark's pages: cross-origin isolated, so that the browser's clock is fine enough. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = ['benches/browser', 'node_modules', 'www/dist', 'target/bench'];
const TYPES = { '.html': 'text/html', '.mjs': 'text/javascript', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.json': 'application/json', '.svg': 'image/svg+xml' };
const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** Listens on a free port of this machine alone; gives its address and a way to close it. */
export function serve() {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => resolve({ url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }));
  });
}

async function answer(request, response) {
  const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname)).slice(1);
  const within = FOLDERS.some((folder) => path.startsWith(folder.replaceAll('/', sep) + sep));
  // Some packages leave the ending out where one module imports another.
  const file = within && ((await found(join(root, path))) ?? (await found(join(root, `${path}.js`))));
  if (!file) {
    response.writeHead(404, HEADERS).end();
    return;
  }
  response.writeHead(200, { ...HEADERS, 'Content-Type': TYPES[extname(file.path)] ?? 'application/octet-stream', 'Content-Length': file.size });
  createReadStream(file.path).pipe(response);
}

async function found(path) {
  const status = await stat(path).catch(() => null);
  return status?.isFile() ? { path, size: status.size } : undefined;
}
