/** Asks the engine for one frame at a time: of the questions that come meanwhile only the last is asked. */

import type { Engine, Frame, Row, Viewport } from '../types.ts';

export interface Answer { frame: Frame; viewport: Viewport; engine: Engine }
export interface Question { engine: Engine; viewport: Viewport }

/** Rows kept before the cache starts anew. */
const MOST_ROWS = 20_000;

export class FrameSource {
  private isBusy = false;
  private waiting: Question | null = null;
  private rows = new Map<number, Row>();
  private rowsOf: Engine | null = null;

  constructor(
    private readonly deliver: (answer: Answer) => void,
    private readonly fail: (error: unknown) => void,
  ) {}

  row(row: number): Row | undefined {
    return this.rows.get(row);
  }

  ask(question: Question): void {
    this.waiting = question;
    if (!this.isBusy) void this.run();
  }

  /** Forgets a question not yet asked: the element has left the page. */
  stop(): void {
    this.waiting = null;
  }

  private async run(): Promise<void> {
    this.isBusy = true;
    while (this.waiting) {
      const question = this.waiting;
      this.waiting = null;
      try {
        const frame = await question.engine.frame(question.viewport);
        await this.fetchRows(question, frame);
        this.deliver({ frame, viewport: question.viewport, engine: question.engine });
      } catch (error) {
        this.fail(error);
      }
    }
    this.isBusy = false;
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
