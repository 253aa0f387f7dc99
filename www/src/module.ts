/** The WebAssembly module, loaded once: all its parts, or the first one alone. */
import { initSync, setHost } from './glue.js';
import { LateParts, compiled, type ModuleSource } from './late-parts.js';
import { measured } from './measure.js';

export const lateParts = new LateParts();
let loading: Promise<void> | undefined;

/**
 * Loads the WebAssembly module once, all its parts; every later call returns the same promise.
 *
 * @param module Bytes, a compiled module or an address, for hosts that keep the files elsewhere.
 * @param later The same of the further parts, in their order.
 * @example
 * const [first, ...later] = ['bg', 'next', 'hand', 'late'].map((part) => readFile(`event_timeline_${part}.wasm`));
 * await load(await first, ...(await Promise.all(later)));
 */
export function load(module?: ModuleSource, ...later: ModuleSource[]): Promise<void> {
  return once(async () => {
    await instantiate(module);
    await lateParts.bring('late', later);
  });
}

/**
 * Loads the first part alone: the others come when {@link LateParts.bring} is called, or with all waiting when they are needed.
 *
 * @internal Only for workers, which may wait.
 */
export async function loadFirst(module?: ModuleSource): Promise<LateParts> {
  await once(() => instantiate(module));
  return lateParts;
}

function once(work: () => Promise<void>): Promise<void> {
  loading ??= work().catch((reason: unknown) => {
    loading = undefined;
    throw reason;
  });
  return loading;
}

async function instantiate(source: ModuleSource = new URL('../pkg/event_timeline_bg.wasm', import.meta.url)): Promise<void> {
  const exports = initSync({ module: await compiled(source) });
  setHost({ load: () => lateParts.load(), now: () => performance.now(), measured });
  lateParts.of(exports as unknown as WebAssembly.Exports);
}
