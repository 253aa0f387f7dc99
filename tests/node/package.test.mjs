// The built package as someone else's project meets it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile, readdir, stat } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const dist = new URL('www/dist/', root);
const text = (path, base = root) => readFile(new URL(path, base), 'utf8');

test('each entry of package.json is there, with its types', async () => {
  const { exports } = JSON.parse(await text('package.json'));
  const files = Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? entry : Object.values(entry)));
  assert.ok(files.length >= 5);
  for (const file of files) assert.ok((await stat(new URL(file, root))).size > 0, file);
});

test('the site refers to nothing by an absolute path or another host', async () => {
  const html = await text('index.html', dist);
  const resources = [...html.matchAll(/<(?:script|link|img|event-timeline)\b[^>]*?\s(?:src|href)="([^"]*)"/g)].map(([, url]) => url);
  assert.ok(resources.length > 0);
  for (const url of resources) assert.doesNotMatch(url, /^(?:[a-z]+:|\/)/i);
});

test('no script of the site carries a data: address or a path of this machine', async () => {
  const scripts = (await readdir(dist, { recursive: true })).filter((file) => file.endsWith('.js'));
  assert.ok(scripts.length >= 3);
  const here = new URL('.', root).pathname;
  for (const file of scripts) {
    const script = await text(file, dist);
    assert.ok(!script.includes('data:application'), file);
    assert.ok(!script.includes(here), file);
  }
});

test('the lock file names no registry', async () => {
  const lock = await text('package-lock.json');
  assert.ok(!lock.includes('"resolved"'));
  assert.ok(!/https?:\/\/registry/.test(lock));
});

test('the declarations serve a strict project as they are', () => {
  const tsc = fileURLToPath(new URL('node_modules/typescript/bin/tsc', root));
  const { status, stdout } = spawnSync(process.execPath, [tsc, '--project', fileURLToPath(new URL('tests/types', root))], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});
