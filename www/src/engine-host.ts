/** The core behind the asynchronous {@link Engine}: the same on the page and in a worker. */
import { EventSet, EventSetReader, load, parseDate } from './core.js';
import { firstView, windowFor } from './first-view.js';
import { warmUp } from './warm-up.js';
import type { Answer, Engine, ExportEnd, ExportFormat, ExportOptions, ExportPiece, FileOptions, FirstView, FirstWishes, Limits, Opened, Query, Question, Row, Viewport } from './types.js';

export class EngineHost implements Engine {
  #set: EventSet | undefined;
  #reader: EventSetReader | undefined;
  #pieces: Generator<ExportPiece, ExportEnd> | undefined;

  get #open(): EventSet {
    if (!this.#set) throw new Error('no event set is open; call open() first');
    return this.#set;
  }

  get #begun(): EventSetReader {
    if (!this.#reader) throw new Error('no document was begun; call openStart() first');
    return this.#reader;
  }

  #swap(set: EventSet): Opened {
    this.#set?.free();
    this.#set = set;
    return { info: set.info, diagnostics: set.diagnostics, files: set.files };
  }

  /** Makes ready for the first set, where there is none yet. */
  async warmUp() {
    if (!this.#set && !this.#reader) await warmUp();
  }
  async openStart(locale: string, file?: FileOptions, limits?: Limits) {
    await load();
    this.#reader?.free();
    this.#reader = new EventSetReader({ locale, file, limits });
  }
  async openFile(file: FileOptions) { this.#begun.beginFile(file); }
  async openChunk(bytes: Uint8Array) { return this.#begun.push(bytes); }
  async openPreview() {
    const preview = this.#begun.preview();
    return preview && this.#swap(preview);
  }
  async openFinish() {
    const reader = this.#begun;
    this.#reader = undefined;
    return this.#swap(reader.finish());
  }
  async firstView(wishes: FirstWishes): Promise<FirstView> { return firstView(this.#open, wishes); }
  async ask(question: Question & { page: { words: true } }): Promise<Answer & { page: Row[] }>;
  async ask(question: Question): Promise<Answer>;
  async ask(question: Question): Promise<Answer> { return this.#open.ask(question); }
  async parseQuery(text: string) { return this.#open.parseQuery(text); }
  async formatQuery(query: Query) { return this.#open.formatQuery(query); }
  async query(query: Query) { return this.#open.query(query); }
  async page(offset: number, limit: number, colorBy: string | null) { return this.#open.page(offset, limit, { colorBy, words: true }); }
  async undatedPage(offset: number, limit: number, colorBy: string | null) {
    return this.#open.undatedPage(offset, limit, { colorBy, words: true });
  }
  async rows(rows: Uint32Array, colorBy: string | null) { return this.#open.rows(rows, { colorBy, words: true }); }
  async position(row: number) { return this.#open.position(row); }
  async find(id: string) { return this.#open.find(id); }
  async prepareText() { this.#open.prepareText(); }
  async event(row: number) { return this.#open.event(row); }
  async facets(fields: string[]) { return this.#open.facets(fields); }
  async overview(widthPx: number) { return this.#open.overview(widthPx); }
  async frame(viewport: Viewport) { return this.#open.frame(viewport); }
  async fit() { return this.#open.fit(); }
  async windowFor(start: string | null, end: string | null) { return windowFor(this.#open, start, end); }
  async fitRow(row: number) { return this.#open.fitRow(row); }
  async parseDate(text: string) { return parseDate(text); }
  async exportStart(format: ExportFormat, options?: ExportOptions) {
    await this.exportStop();
    this.#pieces = this.#open.exportPieces(format, options);
  }
  async exportPiece() {
    if (!this.#pieces) throw new Error('no file was begun; call exportStart() first');
    return this.#pieces.next().value;
  }
  async exportStop() {
    this.#pieces?.return(undefined as never);
    this.#pieces = undefined;
  }
  /** Here all parts are there. */
  async prepare(_part: 'hand' | 'late') {}
  async free() {
    this.#set?.free();
    this.#reader?.free();
    await this.exportStop();
    this.#set = this.#reader = undefined;
  }
}
