/** Rows by place, fetched a page at a time and kept while the query stands. */

import type { Engine, Row } from '../types.ts';

const PAGE_ROWS = 100;
/** Pages kept; older ones are fetched again when one scrolls back. */
const MOST_PAGES = 60;

export class RowPages {
  private pages = new Map<number, Row[]>();
  private asked = new Set<number>();
  private key = '';
  private generation = 0;

  constructor(private readonly arrived: () => void) {}

  /** Forgets what was fetched for another query, set or colour. */
  use(key: string): void {
    if (key === this.key) return;
    this.key = key;
    this.generation += 1;
    this.pages.clear();
    this.asked.clear();
  }

  at(place: number): Row | null {
    return this.pages.get(Math.floor(place / PAGE_ROWS))?.[place % PAGE_ROWS] ?? null;
  }

  need(engine: Engine, first: number, last: number, colorBy: string | null): void {
    for (let page = Math.floor(first / PAGE_ROWS); page * PAGE_ROWS < last; page += 1) {
      if (!this.asked.has(page)) void this.fetch(engine, page, colorBy);
    }
  }

  private async fetch(engine: Engine, page: number, colorBy: string | null): Promise<void> {
    const { generation } = this;
    this.asked.add(page);
    try {
      const rows = await engine.page(page * PAGE_ROWS, PAGE_ROWS, colorBy);
      if (generation !== this.generation) return;
      this.pages.set(page, rows);
      this.letGo();
      this.arrived();
    } catch {
      // The session hears of a broken engine from its own calls; here the lines stay blank.
      this.asked.delete(page);
    }
  }

  private letGo(): void {
    const oldest = this.pages.keys().next();
    if (this.pages.size <= MOST_PAGES || oldest.done) return;
    this.pages.delete(oldest.value);
    this.asked.delete(oldest.value);
  }
}
