/** Starts the core: in a worker, or on the page where a worker cannot start (another origin, a strict policy). */
import { callsOf } from './calls.js';
import { sharedModule } from './shared-module.js';
import type { Engine } from './types.js';

/** Without a worker the page itself reads and waits: sets up to this many bytes (some 20,000 events) are read there. */
export const MOST_BYTES_ON_PAGE = 4_000_000;
/** Where the browser does not tell that a worker is gone, this long a silence does. */
const MOST_SILENCE_MS = 120_000;

/** The engine is gone: its worker has died, or the core in it stopped half-way and cannot be trusted any more. */
export class EngineLost extends Error {
  override name = 'EngineLost';
}

export interface RunningEngine extends Engine {
  /** The largest document that it takes. */
  readonly mostBytes: number;
}

/** A worker with the core in it, made before anything needs it: its start takes longer than reading many a set. */
let spare: Promise<ReadyWorker> | null = null;
let isPrepared = false;

/** Fetches the core and starts a worker, once a page. What comes in the way of that is told by {@link startEngine}. */
export function prepareEngine(): void {
  if (isPrepared) return;
  isPrepared = true;
  spare = readyWorker();
  spare.catch(() => undefined);
}

/** The same for a page that has no timeline as yet: what completes a view, and reads long documents faster, has time to come. */
export function prepareEarly(): void {
  if (isPrepared) return;
  prepareEngine();
  spare?.then(({ ask }) => ask('prepareEarly')).catch(() => undefined);
}

/** An engine of its own for one element; `free()` ends its worker too. `lost` is told when the engine dies of itself. */
export async function startEngine(lost: (reason: EngineLost) => void): Promise<RunningEngine> {
  isPrepared = true;
  const calls = new Calls(lost);
  const ready = spare ?? readyWorker();
  spare = null;
  try {
    return engineIn(await ready, calls);
  } catch (reason) {
    if (!(reason instanceof NoWorker)) throw reason;
    const [{ EngineHost }, { load }] = await Promise.all([import('./engine-host.js'), import('./core.js')]);
    await load((await sharedModule()) ?? undefined);
    const host = new EngineHost();
    const ask: Ask = async (name, ...given) => (host[name as keyof Engine] as Anything)(...given);
    return calls.engine(ask, MOST_BYTES_ON_PAGE, () => void host.free().catch(() => undefined));
  }
}

class NoWorker extends Error {}

interface ReadyWorker {
  worker: Worker;
  ask: Ask;
  /** A lock that the worker holds as long as it lives. */
  lockName: string | null;
}

async function readyWorker(): Promise<ReadyWorker> {
  const module = sharedModule();
  const worker = makeWorker();
  const ask = callsOf(worker);
  const lockName = 'locks' in navigator ? `event-timeline ${crypto.randomUUID()}` : null;
  try {
    const isHeld = await Promise.race([ask('begin', lockName), failure(worker)]);
    await ask('load', await module);
    return { worker, ask, lockName: isHeld ? lockName : null };
  } catch (reason) {
    worker.terminate();
    throw reason;
  }
}

function engineIn({ worker, ask, lockName }: ReadyWorker, calls: Calls): RunningEngine {
  const unwatch = new AbortController();
  worker.addEventListener('error', (event) => calls.die(event.message || 'the worker failed'));
  worker.addEventListener('messageerror', () => calls.die('the worker said what cannot be understood'));
  if (lockName) watchLock(lockName, unwatch.signal, () => calls.die('the worker is gone'));
  else calls.watchSilence(MOST_SILENCE_MS);
  return calls.engine(ask, Infinity, () => {
    unwatch.abort();
    worker.terminate();
  });
}

function makeWorker(): Worker {
  try {
    return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  } catch (reason) {
    throw new NoWorker(String(reason));
  }
}

function failure(worker: Worker): Promise<never> {
  return new Promise((_, reject) => {
    worker.addEventListener('error', () => reject(new NoWorker('the worker did not start')), { once: true });
  });
}

/** The worker holds the lock as long as it lives: whoever gets it next knows that it does no more. */
function watchLock(name: string, signal: AbortSignal, released: () => void): void {
  navigator.locks.request(name, { signal }, () => released()).catch(() => undefined);
}

const METHODS = [
  'openStart', 'openFile', 'openChunk', 'openPreview', 'openFinish', 'firstView', 'ask', 'parseQuery', 'formatQuery', 'query', 'page',
  'undatedPage', 'rows', 'position', 'find', 'prepareText', 'event', 'facets', 'overview', 'frame', 'fit', 'windowFor', 'fitRow', 'parseDate',
  'exportStart', 'exportPiece', 'exportStop', 'prepare',
] as const satisfies readonly (keyof Engine)[];

/** What leaves the core half-way through its work: a trap, and a part of it that did not come. */
const FATAL = ['RuntimeError', 'PartMissing'];

type Anything = (...given: unknown[]) => Promise<unknown>;
/** Asks for a method by its name. */
type Ask = (name: string, ...given: unknown[]) => Promise<unknown>;

/** Every call that waits for an answer; when the engine dies, none waits for ever. */
class Calls {
  private readonly waiting = new Set<(reason: EngineLost) => void>();
  private reason: EngineLost | null = null;
  private end = (): void => undefined;
  private silence: { ms: number; timer: ReturnType<typeof setTimeout> } | null = null;

  constructor(private readonly lost: (reason: EngineLost) => void) {}

  watchSilence(ms: number): void {
    this.silence = { ms, timer: setTimeout(() => undefined) };
  }

  /** Refuses whatever waits or comes later, and says so once. */
  die(message: string): void {
    if (this.reason) return;
    this.close(message);
    if (this.reason) this.lost(this.reason);
  }

  private close(message: string): void {
    this.reason = new EngineLost(message);
    clearTimeout(this.silence?.timer);
    this.end();
    for (const refuse of this.waiting) refuse(this.reason);
    this.waiting.clear();
  }

  engine(ask: Ask, mostBytes: number, end: () => void): RunningEngine {
    this.end = end;
    const methods = METHODS.map((name): [string, Anything] => [name, (...given) => this.call(() => ask(name, ...given))]);
    const free = async (): Promise<void> => {
      if (!this.reason) this.close('the engine was freed');
    };
    return { ...Object.fromEntries(methods), mostBytes, free } as unknown as RunningEngine;
  }

  private call(ask: () => Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.reason) return reject(this.reason);
      this.waiting.add(reject);
      this.listen();
      ask()
        .then(resolve, (error: unknown) => {
          if (error instanceof Error && FATAL.includes(error.name)) this.die(error.message);
          reject(this.reason ?? error);
        })
        .finally(() => {
          this.waiting.delete(reject);
          this.listen();
        });
    });
  }

  private listen(): void {
    if (!this.silence) return;
    clearTimeout(this.silence.timer);
    if (this.waiting.size > 0) this.silence.timer = setTimeout(() => this.die('the worker does not answer'), this.silence.ms);
  }
}
