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

/** The engine with one more thing to do when it is freed. */
function ending(engine: Engine, end: () => void): Engine {
  return new Proxy(engine, {
    get(target, name) {
      if (name === 'free') return async () => end();
      // A promise-like engine would be awaited for ever by the caller's `await`.
      if (name === 'then') return undefined;
      return target[name as keyof Engine];
    },
  });
}
