/** Asks the engine for one frame at a time: of the questions that come meanwhile only the last is asked. */

import { isGone } from '../engine-view.ts';
import { LatestOnly } from '../latest-only.ts';
import type { Engine, Frame, Row, Viewport } from '../types.ts';

export interface Answer { frame: Frame; viewport: Viewport; engine: Engine }
export interface Question { engine: Engine; viewport: Viewport }

/** Rows kept before the cache starts anew. */
const MOST_ROWS = 20_000;

export class FrameSource {
  private rows = new Map<number, Row>();
  private rowsOf: Engine | null = null;
  private readonly frames = new LatestOnly<Question>((question) => this.answer(question));

  constructor(
    private readonly deliver: (answer: Answer) => void,
    private readonly fail: (error: unknown) => void,
  ) {}

  row(row: number): Row | undefined {
    return this.rows.get(row);
  }

  ask(question: Question): void {
    void this.frames.request(question);
  }

  /** Forgets a question not yet asked: the element has left the page. */
  stop(): void {
    this.frames.drop();
  }

  private async answer(question: Question): Promise<void> {
    try {
      const frame = await question.engine.frame(question.viewport);
      await this.fetchRows(question, frame);
      this.deliver({ frame, viewport: question.viewport, engine: question.engine });
    } catch (error) {
      if (!isGone(error)) this.fail(error);
    }
  }

  /** Titles never change within a set, so each row is fetched once. */
  private async fetchRows({ engine, viewport }: Question, frame: Frame): Promise<void> {
    if (this.rowsOf !== engine || this.rows.size > MOST_ROWS) {
      this.rows = new Map();
      this.rowsOf = engine;
    }
    const missing = frame.marks.row.filter((row) => !this.rows.has(row));
    if (missing.length === 0) return;
    for (const row of await engine.rows(missing, viewport.colorBy)) this.rows.set(row.row, row);
  }
}
