/** The worker that holds the core, so that the page never waits for it. */
import { expose, transfer } from 'comlink';
import { EngineHost } from './engine-host.js';
import type { Frame, Histogram, Overview, Viewport } from './types.js';

/** Bulk answers are fresh copies out of the core: hand their memory over instead of copying it again. */
class WorkerHost extends EngineHost {
  override async frame(viewport: Viewport): Promise<Frame> {
    const frame = await super.frame(viewport);
    return transfer(frame, [...buffers(frame.marks), ...buffers(frame.density)]);
  }
  override async overview(widthPx: number): Promise<Overview> {
    const overview = await super.overview(widthPx);
    return transfer(overview, buffers(overview.bars));
  }
  override async histogram(from: number, to: number, bins: number): Promise<Histogram> {
    const histogram = await super.histogram(from, to, bins);
    return transfer(histogram, [histogram.certain.buffer, histogram.possible.buffer]);
  }
  /** Answers as soon as the worker runs: proof that it could start. */
  async ping(): Promise<true> {
    return true;
  }
}

function buffers(columns: Record<string, ArrayBufferView>): ArrayBufferLike[] {
  return Object.values(columns).map((column) => column.buffer);
}

export type { WorkerHost };
expose(new WorkerHost());
