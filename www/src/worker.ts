/** The worker that holds the core, so that the page never waits for it. */
import { answerCalls, handOver } from './calls.js';
import { loadFirst } from './core.js';
import { EngineHost } from './engine-host.js';
import type { LateParts, PartName } from './late-parts.js';
import { asksMore, isForeign, isJson } from './part-needed.js';
import type { Answer, ExportEnd, ExportFormat, ExportOptions, ExportPiece, FileOptions, FirstView, FirstWishes, Frame, Limits, Overview, Progress, Question, Row, Viewport } from './types.js';

/** A document of more bytes than these is read faster by what comes after a first picture, so that is fetched beside it. */
const LONG_BYTES = 64 << 10;

/** Bulk answers are fresh copies out of the core: hand their memory over instead of copying it again. */
class WorkerHost extends EngineHost {
  #parts: LateParts | undefined;
  /** What has come of the document that is being read. */
  #bytes = 0;
  /** Done when the part is there that completes a view; nothing before it is asked for. */
  #coming: Promise<void> | undefined;
  /** Done when the part is there that somebody's hand may need, where that was asked for. */
  #hand: Promise<void> | undefined;
  /** The next piece is the first one of a file. */
  #begins = false;
  /** Done when the latest call may begin. */
  #turn: Promise<unknown> = Promise.resolve();

  override async openStart(locale: string, file?: FileOptions, limits?: Limits): Promise<void> {
    this.#bytes = 0;
    return super.openStart(locale, file, limits);
  }
  override async openChunk(bytes: Uint8Array): Promise<Progress> {
    this.#bytes += bytes.length;
    if (this.#bytes > LONG_BYTES) void this.#bring('next');
    return super.openChunk(bytes);
  }
  override async firstView(wishes: FirstWishes): Promise<FirstView> {
    const view = await super.firstView(wishes);
    this.#complete();
    return handOver(view, buffers(view.picture?.frame.marks, view.picture?.frame.density, view.colors?.counts));
  }
  override async frame(viewport: Viewport): Promise<Frame> {
    const frame = await super.frame(viewport);
    this.#complete();
    return handOver(frame, buffers(frame.marks, frame.density));
  }
  override async overview(widthPx: number): Promise<Overview> {
    const overview = await super.overview(widthPx);
    return handOver(overview, buffers(overview.bars));
  }
  override async exportStart(format: ExportFormat, options?: ExportOptions): Promise<void> {
    // Nothing else waits for it, and where it does not come nothing has stopped.
    await this.#parts?.bring('late');
    return super.exportStart(format, options);
  }
  override async exportPiece(): Promise<ExportPiece | ExportEnd> {
    const piece = await super.exportPiece();
    return handOver(piece, buffers(piece));
  }
  override async ask(question: Question & { page: { words: true } }): Promise<Answer & { page: Row[] }>;
  override async ask(question: Question): Promise<Answer>;
  override async ask(question: Question): Promise<Answer> {
    const answer = await super.ask(question);
    return handOver(answer, buffers(answer, answer.histogram, answer.lanes, ...(answer.facets ?? [])));
  }
  /** Answers as soon as the worker runs: proof that it could start. Tells whether it holds that lock as long as it lives. */
  async begin(lockName: string | null): Promise<boolean> {
    if (!lockName) return false;
    return new Promise((tell) => {
      const hold = (): Promise<never> => {
        tell(true);
        return new Promise(() => undefined);
      };
      navigator.locks.request(lockName, hold).catch(() => tell(false));
    });
  }
  /** The core's module as the page has compiled it; without one, the worker fetches it. */
  async load(module: WebAssembly.Module | null): Promise<void> {
    this.#parts = await loadFirst(module ?? undefined);
    // What has been asked meanwhile goes first. Where this fails, the set that needs it says what is wrong.
    setTimeout(() => void this.warmUp().catch(() => undefined));
  }
  override async prepare(part: 'hand' | 'late'): Promise<void> {
    await this.#bring(part);
  }
  /** What completes the view comes right after the first picture. */
  #complete(): void {
    this.#coming ??= this.#bring('next');
  }
  /** A part that does not come is asked for again when it is needed. */
  async #bring(part: PartName): Promise<void> {
    const coming = this.#parts?.bring(part).catch(() => undefined);
    if (part === 'hand') this.#hand = coming;
    await coming;
  }
  /** Fulfilled when a call may begin: after those before it, and with the part that it needs, for which it would stop the worker. */
  turn(name: string, given: readonly unknown[]): Promise<unknown> {
    const begins = this.#begins;
    if (name.startsWith('open')) this.#begins = name === 'openStart' || name === 'openFile';
    const part = partFor(name, given, begins);
    // An event that was clicked may need what is on its way.
    const besides = name === 'event' ? this.#hand : part && this.#bring(part);
    return (this.#turn = Promise.all([this.#turn, this.#coming, besides]));
  }
}

const NEED_HAND = new Set(['parseQuery', 'formatQuery', 'query', 'find', 'prepareText', 'fitRow', 'parseDate', 'windowFor']);

/** The part that a call is known to need beyond what views need. */
function partFor(name: string, [first, second]: readonly unknown[], begins: boolean): PartName | null {
  if (NEED_HAND.has(name) || (name === 'ask' && (first as Question).query)) return 'hand';
  if (name === 'firstView') return asksMore(first as FirstWishes) ? 'hand' : null;
  if (name === 'openStart') return isForeign(second as FileOptions | undefined) ? 'late' : null;
  if (name === 'openFile') return 'late';
  if (name === 'openChunk') return begins && !isJson(first as Uint8Array) ? 'late' : null;
  return null;
}

/** What is not asked of the engine, and waits for nothing. */
const ITS_OWN = new Set(['begin', 'load', 'prepare', 'exportStart', 'exportPiece', 'exportStop', 'free']);

/** The memory of all the arrays, each piece once: two may share one. */
function buffers(...holders: (object | undefined)[]): Transferable[] {
  const arrays = holders.flatMap((holder) => Object.values(holder ?? {})).filter((column) => ArrayBuffer.isView(column));
  return [...new Set(arrays.map(({ buffer }) => buffer))];
}

const host = new WorkerHost();

/** Calls begin in the order in which they come. */
answerCalls(async (name, given) => {
  if (!ITS_OWN.has(name)) await host.turn(name, given);
  return (host[name as keyof WorkerHost] as (...given: unknown[]) => Promise<unknown>)(...given);
});
