/** A fresh headless Chromium for each measurement, and what it takes of memory. */
import { chromium } from '@playwright/test';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--js-flags=--expose-gc'];
const MIB = 1024 * 1024;

/** The system's browser; Playwright's own where there is none. */
function installed() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
}

/** On a busy machine a browser can come up too late for the one who waits for it: it is started once more. */
function launch() {
  const start = () => chromium.launch({ executablePath: installed(), args: ARGS });
  return start().catch(start);
}

/** Opens an address in a browser of its own, runs `use` and closes the browser, whatever comes of it. */
export async function withPage(url, use, { viewport = { width: 1280, height: 720 }, timeout = 900_000 } = {}) {
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport });
    page.setDefaultTimeout(timeout);
    const faults = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('crash', () => faults.push('the page crashed'));
    await page.goto(url);
    await page.waitForFunction(() => globalThis.ready || undefined, undefined, { timeout: 60_000 }).catch((error) => {
      throw new Error(faults.join('; ') || error.message);
    });
    if (!(await page.evaluate(() => crossOriginIsolated))) throw new Error('the page is not isolated: its clock is too coarse');
    return await use(page, browser);
  } finally {
    await browser.close();
  }
}

/** Resident memory of the page's processes and its JavaScript heap after a collection, in MiB; zeros where unknown. */
export async function memory(page, browser) {
  await page.evaluate(async () => {
    for (let i = 0; i < 3; i++) {
      globalThis.gc?.();
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  });
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  const status = await processes(browser);
  return { heap: usedSize / MIB, rss: sum(status, 'VmRSS'), peak: sum(status, 'VmHWM') };
}

async function processes(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => {
    const file = `/proc/${id}/status`;
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  });
}

function sum(texts, key) {
  return texts.reduce((total, text) => total + Number(new RegExp(`${key}:\\s+(\\d+)`).exec(text)?.[1] ?? 0) / 1024, 0);
}

export async function version() {
  const browser = await launch();
  const version = browser.version();
  await browser.close();
  return version;
}
