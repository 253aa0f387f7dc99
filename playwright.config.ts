import { defineConfig, type Project } from '@playwright/test';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first of these programs on the PATH; nothing where Playwright's own browser is to be used. */
function installed(...names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
}

const chromium = installed('chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome');
const firefox = installed('firefox-esr', 'firefox');
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

const projects: Project[] = [
  {
    name: 'chromium',
    use: {
      browserName: 'chromium',
      launchOptions: chromium ? { executablePath: chromium, args: quiet } : {},
    },
  },
  {
    name: 'firefox',
    use: {
      browserName: 'firefox',
      // A system's Firefox is driven by the standard protocol, WebDriver BiDi.
      ...(firefox ? { channel: 'moz-firefox', launchOptions: { executablePath: firefox } } : {}),
    },
  },
];

const port = Number(process.env.E2E_PORT ?? 4173);
// A folder below the root, so that an absolute address in the build shows as a missing file.
const base = '/any/folder/';
const server = process.env.E2E_SERVER ? JSON.stringify(process.env.E2E_SERVER) : 'cargo xtask';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  workers: 2,
  // axe takes its time in Firefox on a busy machine.
  timeout: 90_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: `http://127.0.0.1:${port}${base}`,
    locale: 'en-GB',
    timezoneId: 'UTC',
    colorScheme: 'light',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
  },
  projects,
  webServer: {
    command: `${server} serve --port ${port} --base ${base}`,
    url: `http://127.0.0.1:${port}${base}`,
    reuseExistingServer: false,
    timeout: 60_000,
  },
});
