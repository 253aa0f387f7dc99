import { expect, expectAccessible, test } from './fixtures.ts';

test('as many events as the reader asks for are made up and shown', async ({ page }) => {
  await page.goto('./');
  const timeline = page.locator('#many-place event-timeline');
  await expect(timeline).toHaveCount(0);
  const counts = timeline.locator('[part~="counts"]');
  await page.getByRole('button', { name: '10,000', exact: true }).click();
  await expect(counts).toContainText('10,000 events');
  // Every row is read as it is meant: one date in a hundred is missing, none is wrong.
  await expect(counts).toContainText('100 undated');
  await expect(timeline.getByText('All of it was read')).toBeVisible();
  await expect(page.locator('#many-told')).toContainText('ready to be searched in');

  await page.getByRole('button', { name: '100,000', exact: true }).click();
  await expect(counts).toContainText('100,000 events');
  await expect(timeline).toHaveCount(1);
  await expectAccessible(page);
});
