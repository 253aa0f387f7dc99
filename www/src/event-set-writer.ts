/** A set → a file, piece by piece. */
import type { ExportEnd, ExportPiece } from './types.js';

/** What of the module's class is called here. */
interface CoreExport {
  progress(): number;
  end(): unknown;
  free(): void;
}

/**
 * Writes a set as a file of another format in pieces of some hundred kilobytes, so that something else can be done in
 * between and the whole need not be in memory. {@link EventSet.writer} makes one.
 *
 * @example
 * const writer = set.writer('csv');
 * for (let { bytes } = writer.piece(); bytes; ({ bytes } = writer.piece())) file.write(bytes);
 * const { losses } = writer.end();
 */
export class EventSetWriter {
  #core: CoreExport | undefined;
  readonly #next: () => Uint8Array | undefined;

  /** @internal `next` gives the bytes that the export has next. */
  constructor(core: CoreExport, next: () => Uint8Array | undefined) {
    this.#core = core;
    this.#next = next;
  }

  get #open(): CoreExport {
    if (!this.#core) throw new Error('this writer has ended; make another');
    return this.#core;
  }

  /** The next bytes, maybe none; null when all is written. */
  piece(): ExportPiece {
    const core = this.#open;
    return { bytes: this.#next() ?? null, progress: core.progress() };
  }

  /** What is to be said of what was written so far. The writer has then ended, and its memory is given back. */
  end(): ExportEnd {
    const end = this.#open.end() as ExportEnd;
    this.free();
    return end;
  }

  /** Gives the memory back; after {@link end} there is none to give. */
  free(): void {
    this.#core?.free();
    this.#core = undefined;
  }
}
