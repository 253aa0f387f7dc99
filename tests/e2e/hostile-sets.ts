/** Sets with strings that would run a script in every text, and what tells that none did. */

import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';
import { scriptStrings } from './hostile-strings.ts';

/** A policy that would stop no script: only what is tested does. */
export const OPEN = "default-src * 'unsafe-inline' 'unsafe-eval' data: blob:; worker-src * blob: data:";
export const STRINGS = scriptStrings();
const BATCH = 110;
/** Of a long list, as much as shows that all are treated alike. */
export const SOME = STRINGS.filter((_, at) => at % 13 === 0);

/** What came of the strings: nothing may. */
export async function watch(page: Page): Promise<() => Promise<void>> {
  const asked: string[] = [];
  page.on('request', (request) => {
    const path = new URL(request.url()).pathname;
    const isOurs = /\/(made\.(html|json|css)|icon\.svg|[\w.-]+\.(js|wasm|css))$/.test(path) && !path.includes('asked-for');
    if (!isOurs && !request.url().startsWith('blob:')) asked.push(request.url());
  });
  const said: string[] = [];
  page.on('dialog', (dialog) => {
    said.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame()) said.push(`a frame: ${frame.url()}`);
  });
  await page.addInitScript(() => Object.assign(globalThis, { ranTimes: 0, ran: () => void (globalThis as unknown as { ranTimes: number }).ranTimes++ }));
  return async () => {
    expect(await page.evaluate(() => (globalThis as unknown as { ranTimes: number }).ranTimes), 'scripts run').toBe(0);
    expect(said).toEqual([]);
    expect(asked).toEqual([]);
    const foreign = await page.evaluate(() => {
      const found: string[] = [];
      const look = (root: ParentNode): void => {
        for (const element of root.querySelectorAll('*')) {
          if (['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'IMG', 'VIDEO', 'AUDIO', 'BASE', 'META', 'FORM', 'MARQUEE', 'X'].includes(element.tagName)) found.push(element.outerHTML);
          for (const { name } of element.attributes) if (name.startsWith('on')) found.push(element.outerHTML);
          if (element instanceof HTMLAnchorElement && !['http:', 'https:', 'mailto:'].includes(element.protocol)) found.push(element.outerHTML);
          if (element.shadowRoot) look(element.shadowRoot);
        }
      };
      look(document.body);
      return found;
    });
    expect(foreign).toEqual([]);
  };
}

export function batches(): string[][] {
  return Array.from({ length: Math.ceil(STRINGS.length / BATCH) }, (_, at) => STRINGS.slice(at * BATCH, (at + 1) * BATCH));
}

/** Every string in every text that an event may have. */
export function everywhere(): object {
  const events = batches().map((strings, at) => ({
    id: strings[0], title: strings[1], description: strings.join('\n'), date: `20${String(at % 90 + 10)}`, date_text: strings[2], date_note: strings[3],
    kind: strings, part: strings.slice(0, 12), note: strings, home: strings, places: strings.map((name) => ({ name, lat: 1, lon: 2 })),
    claims: strings.map((text) => ({ by: text, status: text, about: text, citations: [text] })),
    links: strings.map((text) => ({ url: text, label: text })).concat(strings.map((url) => ({ url, label: 'x' }))),
    media: strings.map((text) => ({ url: text, caption: text, credit: text, alt: text })),
  }));
  const [first = '', second = '', third = '', ...names] = SOME;
  return {
    title: first, description: second, source: third, lang: '"><x>',
    fields: { kind: { label: names[0], type: 'category' }, part: { label: names[3], type: 'category' }, note: { label: names[1], type: 'text' }, home: { label: names[2], type: 'link' } },
    vocabularies: { kind: names.slice(3, 40).map((name, at) => ({ name: `${name} ${at}`, aliases: [`${name} alias ${at}`], broader: [names[3]] })) },
    events,
  };
}

/** No part of the element is wider than the page, and none but a box that scrolls holds more than it shows. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const found = await page.evaluate(() => {
    const wide: string[] = [];
    const look = (root: ParentNode): void => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) look(element.shadowRoot);
        const { left, right, width } = element.getBoundingClientRect();
        // A drawing cuts off what is outside of it.
        const isShown = width > 0 && !(element instanceof SVGElement && element.ownerSVGElement) && getComputedStyle(element).visibility === 'visible' && !element.closest('[hidden], .axis, canvas');
        let box: Element | null = element;
        let isClipped = false;
        while (box) {
          const parent: Element | null = box.parentElement ?? (box.getRootNode() as ShadowRoot).host ?? null;
          if (parent && getComputedStyle(parent).overflowX !== 'visible') isClipped = true;
          box = parent;
        }
        if (isShown && !isClipped && (right > innerWidth + 1 || left < -1)) wide.push(`${element.tagName}.${element.className} ${left}…${right}`);
      }
    };
    look(document);
    if (document.documentElement.scrollWidth > innerWidth + 1) wide.push(`the page: ${document.documentElement.scrollWidth}`);
    return wide.slice(0, 5);
  });
  expect(found).toEqual([]);
}
