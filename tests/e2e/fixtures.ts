import { test as base, expect, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export { expect };

interface Strictness {
  /** Faults that a test brings about on purpose: `test.use({ tolerate: [/404/] })`. */
  tolerate: RegExp[];
}

/**
 * A test whose page fails it on any console error, uncaught exception, breach of the policy or request off origin.
 * Open the demo with `page.goto('./')`: the site stands in a folder below the root.
 */
export const test = base.extend<Strictness>({
  tolerate: [[], { option: true }],
  page: async ({ page, baseURL, tolerate }, use, testInfo) => {
    const origin = new URL(baseURL ?? '').origin;
    const faults: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && url.origin !== origin) {
        faults.push(`request off origin: ${url.href}`);
      }
    });
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy: ${event.effectiveDirective} refused ${event.blockedURI}`);
      });
    });
    await use(page);
    const unexpected = faults.filter((fault) => !tolerate.some((pattern) => pattern.test(fault)));
    if (testInfo.errors.length === 0) {
      expect(unexpected).toEqual([]);
    } else {
      // The picture taken of a failure puts a style into the page, which is a fault of no interest.
      await testInfo.attach('faults', { body: unexpected.join('\n') });
    }
  },
});

interface AxeResult {
  violations: { id: string; help: string; nodes: { target: unknown; failureSummary?: string }[] }[];
  passes: unknown[];
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; " +
  "connect-src 'self'; worker-src 'self'";

/** A colour half-way through a fade is not the one that is read: waits for every animation that ends, in shadow trees too. */
async function animationsDone(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const running = (root: Document | ShadowRoot): Animation[] => [
      ...root.getAnimations(),
      ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? running(shadowRoot) : [])),
    ];
    const ends = running(document).filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    // One that is cancelled is over as well.
    await Promise.allSettled(ends.map(({ finished }) => finished));
  });
}

/** Asks axe-core about the page as it comes to rest; every violation is named with its place. `without`: rules left out. */
export async function expectAccessible(page: Page, without: string[] = []): Promise<void> {
  await animationsDone(page);
  // Evaluated by the driver, which the page's policy does not bind; a script tag would be refused.
  await page.evaluate(`${axe};0`);
  const result = await page.evaluate<AxeResult>(`axe.run({ rules: ${JSON.stringify(Object.fromEntries(without.map((rule) => [rule, { enabled: false }])))} })`);
  const violations = result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} (${help}) at ${JSON.stringify(node.target)}: ${node.failureSummary ?? ''}`),
  );
  expect(violations).toEqual([]);
  expect(result.passes.length, 'rules that found something to pass').toBeGreaterThan(0);
}
