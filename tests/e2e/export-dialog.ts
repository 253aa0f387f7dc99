/** The export dialog in the hands of a reader. */

import type { Locator, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { expect } from './fixtures.ts';
import type { Reader } from './reader.ts';

export async function openExport(reader: Reader): Promise<Locator> {
  await reader.button('Export…').click();
  const dialog = reader.root.getByRole('dialog', { name: 'Export', exact: true });
  await expect(dialog.getByRole('button', { name: /^Download/ })).toBeVisible();
  return dialog;
}

interface Handed { name: string; text: string }

export async function download(page: Page, dialog: Locator): Promise<Handed> {
  const button = dialog.getByRole('button', { name: /^Download/ });
  if (page.context().browser()?.browserType().name() === 'firefox') return handed(page, button);
  const coming = page.waitForEvent('download');
  await button.click();
  const file = await coming;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

/** The driver of Firefox tells of no downloads: what the page hands to the browser is looked at instead. */
async function handed(page: Page, button: Locator): Promise<Handed> {
  await page.evaluate(() => {
    const blobs = new Map<string, Blob>();
    const create = URL.createObjectURL.bind(URL);
    Object.assign(globalThis, { handed: null });
    URL.createObjectURL = (blob: Blob) => {
      const address = create(blob);
      blobs.set(address, blob);
      return address;
    };
    HTMLAnchorElement.prototype.click = function () {
      // A byte order mark is a part of it.
      const decode = (bytes: ArrayBuffer): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
      void blobs.get(this.href)?.arrayBuffer().then((bytes) => Object.assign(globalThis, { handed: { name: this.download, text: decode(bytes) } }));
    };
  });
  await button.click();
  const file = () => page.evaluate(() => (globalThis as unknown as { handed: Handed | null }).handed);
  await expect.poll(file).not.toBeNull();
  return (await file()) ?? { name: '', text: '' };
}

export const choose = async (dialog: Locator, format: string): Promise<void> => {
  await dialog.getByRole('radio', { name: format }).check();
  await expect(dialog.getByRole('button', { name: /^Download/ })).toBeVisible();
};
