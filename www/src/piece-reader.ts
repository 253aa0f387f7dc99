/** Reads a document that comes in pieces, cut anywhere. */
import { CoreReader } from './glue.js';
import { lateParts } from './module.js';
import { encodeTexts } from './wire.js';
import type { FileOptions, Limits, Progress } from './types.js';

export interface ReadOptions {
  /** What the file is called, what it is read as and what its columns mean, where that is not to be worked out. */
  file?: FileOptions;
  /** Lower limits than the usual ones. */
  limits?: Limits;
}

/** Makes of what was read a set of the kind that somebody will ask. */
export class PieceReader<EventSet> {
  #reader: CoreReader | undefined;
  readonly #opened: (core: unknown) => EventSet;

  /** @internal */
  constructor(opened: (core: unknown) => EventSet, { file, limits = {} }: ReadOptions = {}) {
    const { bytes = NaN, events = NaN, nesting = NaN, diagnostics = NaN, values = NaN, name = NaN } = limits;
    this.#reader = new CoreReader(Float64Array.of(bytes, events, nesting, diagnostics, NaN, values, name));
    this.#opened = opened;
    if (file) this.beginFile(file);
  }

  get #open(): CoreReader {
    if (!this.#reader) throw new Error('this reader has ended; make another');
    return this.#reader;
  }

  /** Says what the next file is; the one before it ends. The first one needs it only where there is something to say. */
  beginFile({ name, format, mapping }: FileOptions): void {
    this.#open.beginFile(...encodeTexts([name, format, mapping]));
  }

  /** Reads the next piece, cut anywhere, and says how far the reading has come. */
  push(chunk: Uint8Array): Progress {
    // The faster way comes after a first picture: until then the other one does, for which nobody has to wait.
    this.#open.setGeneral(!lateParts.has('next'));
    const [bytes = 0, events = 0] = this.#open.push(chunk);
    return { bytes, events };
  }

  /** The events read so far as a set of their own; null where there are none yet. */
  preview(): EventSet | null {
    const core = this.#open.preview();
    return core ? this.#opened(core) : null;
  }

  /** Ends the document and opens it. The reader has then ended. */
  finish(): EventSet {
    const core = this.#open.finish();
    this.#reader = undefined;
    return this.#opened(core);
  }

  /** Gives the memory back; after {@link finish} there is none to give. */
  free(): void {
    this.#reader?.free();
    this.#reader = undefined;
  }
}
