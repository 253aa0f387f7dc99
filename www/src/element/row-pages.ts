/** Rows by place, fetched a page at a time and kept while the query stands. */

import { LatestOnly } from '../latest-only.ts';
import type { Engine, Row } from '../types.ts';

const PAGE_ROWS = 100;
/** Pages kept; older ones are fetched again when one scrolls back. */
const MOST_PAGES = 60;

/** What stands in view when a page is to be fetched. */
interface Need { engine: Engine; first: number; last: number; colorBy: string | null; fields: string[]; generation: number }

export class RowPages {
  private pages = new Map<number, Row[]>();
  private key = '';
  private generation = 0;
  private readonly needs = new LatestOnly<Need>((need, isStale) => this.fetch(need, isStale));

  constructor(private readonly arrived: () => void) {}

  /** Forgets what was fetched for another query, set, colour or field. */
  use(key: string): void {
    if (key === this.key) return;
    this.key = key;
    this.generation += 1;
    this.pages.clear();
  }

  at(place: number): Row | null {
    return this.pages.get(Math.floor(place / PAGE_ROWS))?.[place % PAGE_ROWS] ?? null;
  }

  /** Fetches what is missing of these; of places scrolled past meanwhile, nothing. */
  need(engine: Engine, first: number, last: number, colorBy: string | null, fields: string[]): void {
    if (this.missing(first, last) !== null) void this.needs.request({ engine, first, last, colorBy, fields, generation: this.generation });
  }

  private missing(first: number, last: number): number | null {
    for (let page = Math.floor(first / PAGE_ROWS); page * PAGE_ROWS < last; page += 1) if (!this.pages.has(page)) return page;
    return null;
  }

  private async fetch({ engine, first, last, colorBy, fields, generation }: Need, isStale: () => boolean): Promise<void> {
    try {
      for (;;) {
        const page = this.missing(first, last);
        if (page === null || isStale() || generation !== this.generation) return;
        const rows = await engine.page(page * PAGE_ROWS, PAGE_ROWS, colorBy, fields);
        if (generation !== this.generation) return;
        this.pages.set(page, rows);
        this.letGo();
        this.arrived();
      }
    } catch {
      // The session hears of a broken engine from its own calls; here the lines stay blank.
    }
  }

  private letGo(): void {
    const oldest = this.pages.keys().next();
    if (this.pages.size > MOST_PAGES && !oldest.done) this.pages.delete(oldest.value);
  }
}
