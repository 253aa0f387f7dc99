/** The core behind the asynchronous {@link Engine}: the same on the page and in a worker. */
import { EventSet, load, parseDate } from './core.js';
import { FirstHost } from './first-host.js';
import { asked } from './first-query.js';
import { firstView, windowFor } from './first-view.js';
import { coreOf } from './open-sets.js';
import type { Answer, Engine, ExportFormat, ExportOptions, FileOptions, FirstView, FirstWishes, Limits, Query, Question, Row, Viewport } from './types.js';

export class EngineHost extends FirstHost implements Engine {
  /** The open set with all that can be asked of it. */
  protected get whole(): EventSet {
    const first = this.open;
    if (first instanceof EventSet) return first;
    const whole = new EventSet(coreOf(first), this.locale, first);
    this.set = whole;
    return whole;
  }

  override isEnough(): boolean { return true; }
  override async openStart(locale: string, file?: FileOptions, limits?: Limits) {
    await load();
    return super.openStart(locale, file, limits);
  }
  override async firstView(wishes: FirstWishes): Promise<FirstView> {
    const set = this.whole;
    return firstView(set, wishes, asked(set, wishes));
  }
  async ask(question: Question & { page: { words: true } }): Promise<Answer & { page: Row[] }>;
  async ask(question: Question): Promise<Answer>;
  async ask(question: Question): Promise<Answer> { return this.whole.ask(question); }
  async parseQuery(text: string) { return this.whole.parseQuery(text); }
  async formatQuery(query: Query) { return this.whole.formatQuery(query); }
  async query(query: Query) { return this.whole.query(query); }
  async page(offset: number, limit: number, colorBy: string | null, fields?: string[]) { return this.whole.page(offset, limit, { colorBy, words: true, fields }); }
  async undatedPage(offset: number, limit: number, colorBy: string | null) {
    return this.whole.undatedPage(offset, limit, { colorBy, words: true });
  }
  async rows(rows: Uint32Array, colorBy: string | null) { return this.whole.rows(rows, { colorBy, words: true }); }
  async position(row: number) { return this.whole.position(row); }
  async find(id: string) { return this.whole.find(id); }
  async prepareText() { this.whole.prepareText(); }
  async event(row: number) { return this.whole.event(row); }
  async facets(fields: string[]) { return this.whole.facets(fields); }
  async overview(widthPx: number) { return this.whole.overview(widthPx); }
  async frame(viewport: Viewport) { return this.whole.frame(viewport); }
  async fit() { return this.whole.fit(); }
  async windowFor(start: string | null, end: string | null) { return windowFor(this.whole, start, end); }
  async fitRow(row: number) { return this.whole.fitRow(row); }
  async parseDate(text: string) { return parseDate(text); }
  async exportStart(format: ExportFormat, options?: ExportOptions) {
    await this.exportStop();
    this.pieces = this.whole.exportPieces(format, options);
  }
  async exportPiece() {
    if (!this.pieces) throw new Error('no file was begun; call exportStart() first');
    return this.pieces.next().value;
  }
  async exportStop() {
    this.pieces?.return(undefined as never);
    this.pieces = undefined;
  }
  /** Here all parts are there. */
  async prepare(_part: 'hand' | 'late') {}
}
