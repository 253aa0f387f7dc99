/** The core behind the asynchronous {@link Engine}: the same on the page and in a worker. */
import { EventSet, load, parseDate } from './core.js';
import type { Engine, Query, Viewport } from './types.js';

export class EngineHost implements Engine {
  #set: EventSet | undefined;

  get #open(): EventSet {
    if (!this.#set) throw new Error('no event set is open; call open() first');
    return this.#set;
  }

  async open(bytes: Uint8Array, locale: string) {
    await load();
    const set = new EventSet(bytes, locale);
    this.#set?.free();
    this.#set = set;
    return { info: set.info, diagnostics: set.diagnostics };
  }
  async parseQuery(text: string) { return this.#open.parseQuery(text); }
  async formatQuery(query: Query) { return this.#open.formatQuery(query); }
  async query(query: Query) { return this.#open.query(query); }
  async page(offset: number, limit: number, colorBy: string | null) { return this.#open.page(offset, limit, colorBy); }
  async undatedPage(offset: number, limit: number, colorBy: string | null) { return this.#open.undatedPage(offset, limit, colorBy); }
  async rows(rows: Uint32Array, colorBy: string | null) { return this.#open.rows(rows, colorBy); }
  async position(row: number) { return this.#open.position(row); }
  async find(id: string) { return this.#open.find(id); }
  async event(row: number) { return this.#open.event(row); }
  async facets(fields: string[]) { return this.#open.facets(fields); }
  async histogram(from: number, to: number, bins: number) { return this.#open.histogram(from, to, bins); }
  async overview(widthPx: number) { return this.#open.overview(widthPx); }
  async frame(viewport: Viewport) { return this.#open.frame(viewport); }
  async fit() { return this.#open.fit(); }
  async fitRow(row: number) { return this.#open.fitRow(row); }
  async parseDate(text: string) { return parseDate(text); }
  async free() {
    this.#set?.free();
    this.#set = undefined;
  }
}
