/** A document on its way into the engine, piece by piece. */

import type { RunningEngine } from '../engine.ts';
import type { Progress } from '../types.ts';
import type { Source } from './load.ts';

/** Pieces that the worker may have before it: enough that it never waits, few enough that none pile up. */
const MOST_UNDERWAY = 4;
/** A document that takes longer than this is shown as far as it has come, */
const PREVIEW_AFTER_MS = 250;
/** and again when there is so many times more of it. */
const PREVIEW_GROWTH = 4;

export interface IntakeHost {
  progress(progress: Progress): void;
  /** Time for a picture of what is there. */
  preview(): Promise<void>;
}

/** The engine runs on the page, and the document is more than the page can read without standing still. */
export class TooLargeForPage extends Error {
  override name = 'TooLargeForPage';
}

/** Fulfilled when every piece is on its way, with what is fulfilled when the engine has read them. */
export async function takeIn(engine: RunningEngine, source: Source, signal: AbortSignal, host: IntakeHost): Promise<{ read: Promise<void> }> {
  refuseAbove(engine.mostBytes, source.totalBytes ?? 0);
  const underway: Promise<void>[] = [];
  const began = performance.now();
  let fault: { reason: unknown } | null = null;
  let previewing: Promise<void> | null = null;
  let eventsShown = 0;
  let bytes = 0;
  let latest: Progress | null = null;
  // Of what is all there but for the last touch, no part need be shown.
  let isEnded = false;
  const isAllThere = (): boolean => isEnded || (source.totalBytes !== null && bytes >= source.totalBytes);
  const showIfDue = (): void => {
    const events = latest?.events ?? 0;
    const isDue = performance.now() - began >= PREVIEW_AFTER_MS && events > 0 && events >= eventsShown * PREVIEW_GROWTH;
    if (!isDue || previewing || signal.aborted || isAllThere() || Number.isFinite(engine.mostBytes)) return;
    eventsShown = events;
    previewing = host.preview().catch((reason: unknown) => void (fault ??= { reason })).finally(() => (previewing = null));
  };
  const heard = (progress: Progress): void => {
    if (signal.aborted) return;
    host.progress((latest = progress));
    showIfDue();
  };
  // What has come is shown also where nothing more comes for a while.
  const timer = setInterval(showIfDue, PREVIEW_AFTER_MS);
  try {
    for (const [index, file] of source.files.entries()) {
      if (index > 0) await engine.openFile(file.options);
      for await (const piece of file.pieces) {
        signal.throwIfAborted();
        bytes += piece.length;
        refuseAbove(engine.mostBytes, bytes);
        underway.push(engine.openChunk(piece).then(heard, (reason: unknown) => void (fault ??= { reason })));
        if (underway.length >= MOST_UNDERWAY) await underway.shift();
        rethrow(fault);
      }
    }
  } finally {
    isEnded = true;
    clearInterval(timer);
  }
  await previewing;
  const read = Promise.all(underway).then(() => {
    signal.throwIfAborted();
    rethrow(fault);
  });
  read.catch(() => undefined);
  return { read };
}

function rethrow(fault: { reason: unknown } | null): void {
  if (fault) throw fault.reason;
}

function refuseAbove(most: number, bytes: number): void {
  if (bytes > most) throw new TooLargeForPage(String(most));
}
