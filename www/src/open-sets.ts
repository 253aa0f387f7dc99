/** The module's side of each open set. In a file of its own, so that the declarations of sets need not name it. */
import type { CoreTimeline } from './glue.js';

const open = new WeakMap<object, CoreTimeline>();

/** @throws where the set was freed. */
export function coreOf(set: object): CoreTimeline {
  const core = open.get(set);
  if (!core) throw new Error('this event set was freed; open it again');
  return core;
}

export function openSet(set: object, core: CoreTimeline): void {
  open.set(set, core);
}

export function closeSet(set: object): void {
  open.get(set)?.free();
  open.delete(set);
}
