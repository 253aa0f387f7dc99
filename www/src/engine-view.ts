/** The engine as it stands for one set: when another takes its place, what still waits for the first one is dropped. */

import type { Engine } from './types.ts';

/** The answer would be about a set that is no longer shown. */
export class SetReplaced extends Error {
  override name = 'SetReplaced';
}

export interface EngineView {
  engine: Engine;
  retire(): void;
}

type Anything = (...given: unknown[]) => Promise<unknown>;

export function viewOf(target: Engine): EngineView {
  let isRetired = false;
  const check = (): void => {
    if (isRetired) throw new SetReplaced('another set took the place of this one');
  };
  const guarded = (ask: Anything): Anything => async (...given) => {
    check();
    const answer = await ask(...given);
    check();
    return answer;
  };
  const methods = Object.entries(target).map(([name, value]) => [name, typeof value === 'function' ? guarded(value as Anything) : value]);
  return { engine: Object.fromEntries(methods) as Engine, retire: () => (isRetired = true) };
}

/** Whether a question came to nothing because its engine or its set went: whoever let it go knows. */
export function isGone(error: unknown): boolean {
  return error instanceof Error && (error.name === 'SetReplaced' || error.name === 'EngineLost');
}
