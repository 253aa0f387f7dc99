/** The core as far as a first picture needs it; {@link EngineHost} is all of it. */
import { FirstSet } from './first-set.js';
import { firstView, nothingAsked } from './first-view.js';
import { PieceReader } from './piece-reader.js';
import { warmUp } from './warm-up.js';
import type { ExportEnd, ExportPiece, FileOptions, FirstView, FirstWishes, Limits, Opened, Progress } from './types.js';

export class FirstHost {
  protected set: FirstSet | undefined;
  protected locale: string | undefined;
  protected pieces: Generator<ExportPiece, ExportEnd> | undefined;
  protected reader: PieceReader<FirstSet> | undefined;

  /** Goes on where another one was. */
  constructor(before?: FirstHost) {
    this.set = before?.set;
    this.locale = before?.locale;
    this.reader = before?.reader;
  }

  protected get open(): FirstSet {
    if (!this.set) throw new Error('no event set is open; call open() first');
    return this.set;
  }

  get #begun(): PieceReader<FirstSet> {
    if (!this.reader) throw new Error('no document was begun; call openStart() first');
    return this.reader;
  }

  #swap(set: FirstSet): Opened {
    this.set?.free();
    this.set = set;
    return { info: set.info, diagnostics: set.diagnostics, files: set.files };
  }

  /** Makes ready for the first set; false where there is one. */
  async warmUp(isLong?: boolean): Promise<boolean> {
    const isFirst = !this.set && !this.reader;
    if (isFirst) warmUp(isLong);
    return isFirst;
  }
  async openStart(locale: string, file?: FileOptions, limits?: Limits): Promise<void> {
    this.reader?.free();
    this.locale = locale;
    this.reader = new PieceReader((core) => new FirstSet(core), { file, limits });
  }
  async openFile(file: FileOptions): Promise<void> { this.#begun.beginFile(file); }
  async openChunk(bytes: Uint8Array): Promise<Progress> { return this.#begun.push(bytes); }
  async openPreview(): Promise<Opened | null> {
    const preview = this.#begun.preview();
    return preview && this.#swap(preview);
  }
  async openFinish(): Promise<Opened> {
    const reader = this.#begun;
    this.reader = undefined;
    return this.#swap(reader.finish());
  }
  /** Whether a first view that is wished for asks no more than there is here. */
  isEnough({ text, sort }: FirstWishes): boolean { return text === '' && sort.length === 0; }
  async firstView(wishes: FirstWishes): Promise<FirstView> { return firstView(this.open, wishes, nothingAsked(this.open)); }
  async free(): Promise<void> {
    this.set?.free();
    this.reader?.free();
    this.pieces?.return(undefined as never);
    this.set = this.reader = this.pieces = undefined;
  }
}
