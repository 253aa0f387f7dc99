/** The worker that holds the core, so that the page never waits for it. */
import { answerCalls } from './calls.js';
import { FirstHost } from './first-host.js';
import { PartMissing, type LateParts, type PartName } from './late-parts.js';
import { loadFirst } from './module.js';
import { asksMore, isForeign, isJson } from './part-needed.js';
import type { Answer, FileOptions, FirstView, FirstWishes, Frame, Overview, Question } from './types.js';

/** A document of more bytes than these is read faster by what comes after a first picture, so that is fetched beside it. */
const LONG_BYTES = 64 << 10;
/** After so many sets that nobody sees an engine has made fast what most sets run over and over. */
const ROUNDS = 6;

let host: FirstHost = new FirstHost();
/** Done when `host` answers all that an engine does. */
let becoming: Promise<void> | undefined;
let parts: LateParts | undefined;
/** What has come of the document that is being read. */
let bytes = 0;
/** Done when what completes a view is there; nothing before it is asked for. */
let completing: Promise<unknown> | undefined;
/** Done when the part is there that somebody's hand may need, where that was asked for. */
let hand: Promise<void> | undefined;
/** The next piece is the first one of a file. */
let begins = false;
/** Done when the latest call may begin. */
let latest: Promise<unknown> = Promise.resolve();

/** What concerns the worker, not the engine: it waits for nothing. */
const own = {
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
  },
  /** The core's module as the page has compiled it; without one, the worker fetches it. */
  async load(module: WebAssembly.Module | null): Promise<void> {
    parts = await loadFirst(module ?? undefined);
    // What has been asked meanwhile goes first. Where this fails, the set that needs it says what is wrong.
    setTimeout(() => void host.warmUp().catch(() => undefined));
  },
  async prepare(part: PartName): Promise<void> {
    await bring(part);
  },
  /** The same for a page that has no timeline as yet: there is time. */
  async prepareEarly(): Promise<void> {
    await bring('next');
    if (parts?.has('next')) await warmLong();
  },
};

/** Piece by piece: a set that comes meanwhile need not wait. */
async function warmLong(): Promise<void> {
  for (let round = 0; round < ROUNDS && (await host.warmUp(true)); round++) await new Promise((resolve) => setTimeout(resolve));
}

/** A part that does not come is asked for again when it is needed. */
async function bring(part: PartName): Promise<void> {
  const coming = parts?.bring(part).catch(() => undefined);
  if (part === 'hand') hand = coming;
  await coming;
}

/** What completes the view comes right after the first picture. */
function complete(): void {
  completing ??= Promise.all([bring('next'), become().catch(() => undefined)]);
}

/** The host takes in what an engine answers beyond a first picture, which comes in a script of its own. */
function become(): Promise<void> {
  becoming ??= import('./engine-host.js').then(
    ({ EngineHost }) => void (host = new EngineHost(host)),
    (reason: unknown) => {
      becoming = undefined;
      throw new PartMissing(`a part of the engine could not be loaded: ${String(reason)}`);
    },
  );
  return becoming;
}

/** Fulfilled when a call may begin: after those before it, and with the part that it needs, for which it would stop the worker. */
function turn(name: string, given: readonly unknown[]): Promise<unknown> {
  const isHead = begins;
  if (name.startsWith('open')) begins = name === 'openStart' || name === 'openFile';
  const part = partFor(name, given, isHead);
  // An event that was clicked may need what is on its way.
  const besides = name === 'event' ? hand : part && bring(part);
  return (latest = Promise.all([latest, completing, besides]));
}

const NEED_HAND = new Set(['parseQuery', 'formatQuery', 'query', 'find', 'prepareText', 'fitRow', 'parseDate', 'windowFor']);

/** The part that a call is known to need beyond what views need. */
function partFor(name: string, [first, second]: readonly unknown[], begins: boolean): PartName | null {
  if (NEED_HAND.has(name) || (name === 'ask' && (first as Question).query)) return 'hand';
  if (name === 'firstView') return asksMore(first as FirstWishes) ? 'hand' : (first as FirstWishes).groupBy && bytes > LONG_BYTES ? 'next' : null;
  if (name === 'openStart') return isForeign(second as FileOptions | undefined) ? 'late' : null;
  if (name === 'openFile') return 'late';
  if (name === 'openChunk') return begins && !isJson(first as Uint8Array) ? 'late' : null;
  return null;
}

/** What waits for no call before it. */
const AT_ONCE = new Set(['exportStart', 'exportPiece', 'exportStop', 'free']);

type Methods = Record<string, (...given: unknown[]) => Promise<unknown>>;

async function answer(name: string, given: unknown[]): Promise<unknown> {
  if (!AT_ONCE.has(name)) await turn(name, given);
  if (name === 'openStart') bytes = 0;
  if (name === 'openChunk' && (bytes += (given[0] as Uint8Array).length) > LONG_BYTES) void bring('next');
  // Nothing else waits for it, and where it does not come nothing has stopped.
  if (name === 'exportStart') await parts?.bring('late');
  if (!(name in host) || (name === 'firstView' && !host.isEnough(given[0] as FirstWishes))) await become();
  const value = await (host as unknown as Methods)[name]!(...given);
  if (name === 'firstView' || name === 'frame') complete();
  return value;
}

/** Bulk answers are fresh copies out of the core: their memory is handed over instead of copied again. */
function memory(name: string, value: unknown): Transferable[] {
  if (name === 'firstView') {
    const { picture, colors } = value as FirstView;
    return buffers(picture?.frame.marks, picture?.frame.density, colors?.counts);
  }
  if (name === 'frame') return buffers((value as Frame).marks, (value as Frame).density);
  if (name === 'overview') return buffers((value as Overview).bars);
  if (name === 'exportPiece') return buffers(value as object);
  if (name !== 'ask') return [];
  const all = value as Answer;
  return buffers(all, all.histogram, all.lanes, ...(all.facets ?? []));
}

/** The memory of all the arrays, each piece once: two may share one. */
function buffers(...holders: (object | undefined)[]): Transferable[] {
  const arrays = holders.flatMap((holder) => Object.values(holder ?? {})).filter((column) => ArrayBuffer.isView(column));
  return [...new Set(arrays.map(({ buffer }) => buffer))];
}

answerCalls(async (name, given) => {
  const value = await (name in own ? (own as unknown as Methods)[name]!(...given) : answer(name, given));
  return [value, memory(name, value)];
});
