/** What a reader sees of a timeline, and pages made for one test. */

import { expect, type Locator, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { policy } from './fixtures.ts';

export interface SetEvent {
  id?: string;
  title: string;
  date?: string;
  start?: string | number;
  end?: string | number;
  claims?: { by?: string; status?: string; about?: string; citations?: string[] }[];
  places?: { name: string }[];
  description?: string;
  [field: string]: unknown;
}
export interface EventSet {
  title?: string;
  events: SetEvent[];
  [key: string]: unknown;
}

/** The set that the demo shows first, read by the test itself. */
export const HISTORY = readSet('iran-in-iraq.json');

export const UNDATED = HISTORY.events.filter(({ date, start, end }) => date === undefined && start === undefined && end === undefined).length;

export function readSet(name: string): EventSet {
  return JSON.parse(readFileSync(new URL(`../../www/data/${name}`, import.meta.url), 'utf8')) as EventSet;
}

/** One `<event-timeline>` in the hands of a reader. */
export class Reader {
  readonly root: Locator;
  readonly counts: Locator;
  readonly search: Locator;
  readonly axis: Locator;
  readonly marks: Locator;
  readonly overview: Locator;
  readonly list: Locator;
  readonly rows: Locator;
  readonly detail: Locator;
  readonly tray: Locator;
  readonly legend: Locator;

  constructor(
    readonly page: Page,
    selector = 'event-timeline',
  ) {
    this.root = page.locator(selector).first();
    this.counts = this.part('counts');
    this.search = this.root.getByRole('searchbox', { name: 'Search', exact: true });
    this.axis = this.part('axis');
    this.marks = this.axis.getByRole('option');
    this.overview = this.part('overview');
    this.list = this.root.getByRole('grid');
    this.rows = this.part('row');
    this.detail = this.part('event');
    this.tray = this.part('tray');
    this.legend = this.part('legend');
  }

  /** The one that shows: a sheet may keep a second copy of a panel, closed. */
  part(name: string): Locator {
    return this.root.locator(`[part~="${name}"]`).filter({ visible: true });
  }

  button(name: string | RegExp): Locator {
    return this.root.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
  }

  facet(label: string): Locator {
    return this.part('facet').and(this.page.getByLabel(label, { exact: true }));
  }

  /** The box of a value, whatever its count says. */
  value(facet: string, value: string): Locator {
    return this.facet(facet).getByRole('checkbox', { name: new RegExp(`^${escaped(value)}, `) });
  }

  /** The mark whose title begins so. */
  mark(title: string): Locator {
    return this.marks.filter({ hasText: new RegExp(`^${escaped(title)}`) });
  }

  /** Ready, and the first picture of the axis with its options is there. */
  async ready(): Promise<this> {
    await expect(this.counts).toContainText('event');
    return this;
  }

  async settled(): Promise<this> {
    await this.ready();
    await expect(this.marks.first()).toBeAttached();
    return this;
  }

  async showList(): Promise<void> {
    await this.button('List').click();
    await expect(this.list).toBeVisible();
  }

  async sortBy(label: string): Promise<void> {
    await this.root.getByRole('combobox', { name: 'Sort' }).selectOption({ label });
  }

  /** Titles of the list's rows in their order; all of them where the element is high enough. */
  titles(): Promise<string[]> {
    return this.rows.evaluateAll((rows) =>
      rows
        .map((row) => ({ at: Number(row.getAttribute('aria-rowindex')), title: row.querySelector('.title .text')?.textContent ?? '' }))
        .sort((a, b) => a.at - b.at)
        .map(({ title }) => title),
    );
  }

  async matches(count: number, total: number): Promise<void> {
    const words = count === total ? new RegExp(`^${number(total)} events?\\b`) : new RegExp(`^${number(count)} of ${number(total)} events`);
    await expect(this.counts).toHaveText(words);
  }

  window(): Promise<{ from: number; to: number }> {
    return this.root.evaluate((element) => (element as TimelineElement).getWindow() ?? { from: NaN, to: NaN });
  }

  async span(): Promise<number> {
    const { from, to } = await this.window();
    return to - from;
  }

  set(properties: Partial<TimelineElement>): Promise<void> {
    return this.root.evaluate((element, given) => void Object.assign(element, given), properties as Record<string, unknown>);
  }
}

/** What tests call on the element. */
export interface TimelineElement extends HTMLElement {
  data: unknown;
  src: string | null;
  q: string;
  sort: string;
  selected: string | null;
  groupBy: string | null;
  colorBy: string | null;
  layout: string;
  theme: string | null;
  gestures: string | null;
  start: string | null;
  end: string | null;
  getWindow(): { from: number; to: number } | null;
  setWindow(from: number, to: number): void;
  fit(): Promise<void>;
  focusEvent(id: string): Promise<boolean>;
  goTo(date: string): Promise<boolean>;
  next(): Promise<void>;
  previous(): Promise<void>;
  cancel(): void;
  reload(): Promise<void>;
}

export function number(value: number): string {
  return new Intl.NumberFormat('en-GB').format(value);
}

export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The demo, its first set open. */
export async function openDemo(page: Page, selector = '#history'): Promise<Reader> {
  await page.goto('./');
  return new Reader(page, selector).settled();
}

interface Made {
  /** The set's bytes, or what becomes JSON; null for a tag without `src`. */
  set: string | object | null;
  /** Attributes of the element, in HTML. */
  attributes?: string;
  /** What stands inside the tag. */
  inside?: string;
  status?: number;
  /** Height of the element in pixels. */
  height?: number;
  /** The set is kept back until then. */
  after?: Promise<void>;
  /** The page's content security policy. */
  csp?: string;
  /** How many such timelines stand on the page. */
  times?: number;
}

/** A page of its own at the site's origin, with the site's policy and nothing but one timeline. */
export async function openPage(page: Page, { set, attributes = '', inside = '', status = 200, height = 700, after, csp = policy, times = 1 }: Made): Promise<Reader> {
  await page.route('**/made.json', async (route) => {
    await after;
    await route.fulfill({ status, contentType: 'application/json', body: typeof set === 'string' ? set : JSON.stringify(set) });
  });
  await page.route('**/made.html', (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      headers: { 'content-security-policy': csp },
      body: `<!doctype html><html lang="en"><head><title>Made for a test</title><meta name="viewport" content="width=device-width">
        <link rel="icon" href="icon.svg"><link rel="stylesheet" href="made.css"><script type="module" src="event-timeline.js"></script></head>
        <body><main><h1>Made for a test</h1>${`<event-timeline ${set === null ? '' : 'src="made.json"'} ${attributes}>${inside}</event-timeline>`.repeat(times)}</main></body></html>`,
    }),
  );
  await page.route('**/made.css', (route) => route.fulfill({ contentType: 'text/css', body: `main { min-height: 300vh } event-timeline { --event-timeline-height: ${height}px }` }));
  await page.goto('made.html');
  return new Reader(page);
}

/** Records the element's events on the document, where composed and bubbling ones arrive; `progress` comes as often as it likes, and only where asked for. */
export async function listen(page: Page, others: string[] = []): Promise<() => Promise<{ type: string; detail: any; bubbles: boolean; composed: boolean }[]>> {
  await page.addInitScript((more) => {
    const heard: unknown[] = [];
    Object.assign(globalThis, { heard });
    for (const type of ['ready', 'error', 'itemselect', 'rangechange', 'rangechanged', 'filterchange', ...more]) {
      document.addEventListener(type, (event) => {
        if (event instanceof CustomEvent) heard.push({ type, detail: event.detail, bubbles: event.bubbles, composed: event.composed });
      });
    }
  }, others);
  return () => page.evaluate(() => JSON.parse(JSON.stringify((globalThis as unknown as { heard: unknown[] }).heard)));
}

/** Copying goes nowhere; gives what was copied last. */
export async function catchCopies(page: Page): Promise<() => Promise<string | undefined>> {
  await page.evaluate(() => {
    const written: string[] = [];
    Object.assign(globalThis, { written });
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text: string) => void written.push(text) } });
  });
  return () => page.evaluate(() => (globalThis as unknown as { written: string[] }).written.at(-1));
}
