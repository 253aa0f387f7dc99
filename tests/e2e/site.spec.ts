import { expect, expectAccessible, policy, test } from './fixtures.ts';

test('the demo loads under the strict policy and defines the element', async ({ page }) => {
  const response = await page.goto('./');
  expect(response?.headers()['content-security-policy']).toBe(policy);
  expect(response?.headers()['x-content-type-options']).toBe('nosniff');
  await page.waitForFunction(() => customElements.get('event-timeline') !== undefined);
  await expect(page.locator('event-timeline').first()).toBeVisible();
  await expectAccessible(page);
});

test('every kind of file is served as what it is', async ({ page, request }) => {
  await page.goto('./');
  const kinds: [string, string][] = [
    ['./', 'text/html'],
    ['event-timeline.js', 'text/javascript'],
    ['core.js', 'text/javascript'],
    ['event-set.schema.json', 'application/json'],
    ['data/iran-in-iraq.json', 'application/json'],
    ['icon.svg', 'image/svg+xml'],
  ];
  for (const [path, kind] of kinds) {
    const response = await request.get(path);
    expect(response.status(), path).toBe(200);
    expect(response.headers()['content-type'], path).toContain(kind);
  }
  const part = await request.get('core.js', { headers: { Range: 'bytes=0-9' } });
  expect(part.status()).toBe(206);
  expect((await part.body()).length).toBe(10);
});

test.describe('the fixture itself', () => {
  test.fail();

  test('fails on a console error', async ({ page }) => {
    await page.goto('./');
    await page.evaluate(() => console.error('on purpose'));
  });

  test('fails on a style that the policy refuses', async ({ page }) => {
    await page.goto('./');
    await page.evaluate(() => document.body.setAttribute('style', 'color: red'));
  });

  test('fails on a request off origin', async ({ page }) => {
    await page.goto('./');
    await page.evaluate(() => fetch('http://127.0.0.1:9/').catch(() => 0));
  });

  test('fails on a page that axe objects to', async ({ page }) => {
    await page.goto('./');
    await page.evaluate(() => document.body.append(document.createElement('button')));
    await expectAccessible(page);
  });
});
