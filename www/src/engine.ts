/** Starts the core: in a worker, or on the page where a worker cannot start (another origin, a strict policy). */
import { wrap, releaseProxy } from 'comlink';
import type { Engine } from './types.js';
import type { WorkerHost } from './worker.js';

/** An engine of its own for one element; `free()` ends its worker too. */
export async function startEngine(): Promise<Engine> {
  try {
    return await startWorker();
  } catch {
    const { EngineHost } = await import('./engine-host.js');
    return new EngineHost();
  }
}

async function startWorker(): Promise<Engine> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const remote = wrap<WorkerHost>(worker);
  try {
    await Promise.race([remote.ping(), failure(worker)]);
  } catch (reason) {
    worker.terminate();
    throw reason;
  }
  return ending(remote as unknown as Engine, () => {
    remote[releaseProxy]();
    worker.terminate();
  });
}

function failure(worker: Worker): Promise<never> {
  return new Promise((_, reject) => {
    worker.addEventListener('error', () => reject(new Error('the worker did not start')), { once: true });
  });
}

const METHODS = [
  'open', 'parseQuery', 'formatQuery', 'query', 'page', 'undatedPage', 'rows', 'position', 'find', 'event', 'facets',
  'histogram', 'overview', 'frame', 'fit', 'fitRow', 'parseDate',
] as const satisfies readonly (keyof Engine)[];

/**
 * The engine as a plain object, with one more thing to do when it is freed. The remote itself answers to every name,
 * so that `await` takes it for a promise and a template for a directive.
 */
function ending(remote: Engine, end: () => void): Engine {
  const calls = METHODS.map((name) => [name, (...given: unknown[]) => (remote[name] as (...given: unknown[]) => unknown)(...given)]);
  return { ...Object.fromEntries(calls), free: async () => end() } as Engine;
}
