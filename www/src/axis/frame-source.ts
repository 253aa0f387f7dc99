/** Asks the engine for one frame at a time: of the questions that come meanwhile only the last is asked. */

import { isGone } from '../engine-view.ts';
import { rowsInSight } from '../in-sight.ts';
import { LatestOnly } from '../latest-only.ts';
import type { DrawnRow, Engine, Frame, Picture, Viewport } from '../types.ts';

export interface Answer { frame: Frame; viewport: Viewport; engine: Engine }
export interface Question { engine: Engine; viewport: Viewport }

/** Rows kept before the cache starts anew. */
const MOST_ROWS = 20_000;

export class FrameSource {
  private rows = new Map<number, DrawnRow>();
  private rowsOf: Engine | null = null;
  private readonly frames = new LatestOnly<Question>((question) => this.answer(question));

  constructor(
    private readonly deliver: (answer: Answer) => void,
    private readonly fail: (error: unknown) => void,
    /** The dates of a first picture's rows have come. */
    private readonly dated: () => void,
  ) {}

  row(row: number): DrawnRow | undefined {
    return this.rows.get(row);
  }

  /** A frame that came with the set: the first question for it is answered at once. */
  prime(picture: Picture | null): void {
    this.primed = picture;
  }
  private primed: Picture | null = null;

  ask(question: Question): void {
    const { primed } = this;
    this.primed = null;
    if (!primed || !isSameView(primed.viewport, question.viewport)) return void this.frames.request(question);
    this.useRowsOf(question.engine);
    for (const row of primed.rows) this.rows.set(row.row, row);
    this.deliver({ engine: question.engine, viewport: primed.viewport, frame: primed.frame });
    void this.fetchDates(question, primed.rows);
  }

  /** What the picture did without. */
  private async fetchDates({ engine, viewport }: Question, rows: readonly DrawnRow[]): Promise<void> {
    try {
      const dated = await engine.rows(Uint32Array.from(rows, ({ row }) => row), viewport.colorBy);
      if (this.rowsOf !== engine) return;
      for (const row of dated) this.rows.set(row.row, row);
      this.dated();
    } catch (error) {
      if (!isGone(error)) this.fail(error);
    }
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
    this.useRowsOf(engine);
    const missing = rowsInSight(frame, viewport).filter((row) => !this.rows.has(row));
    if (missing.length === 0) return;
    for (const row of await engine.rows(missing, viewport.colorBy)) this.rows.set(row.row, row);
  }

  private useRowsOf(engine: Engine): void {
    if (this.rowsOf === engine && this.rows.size <= MOST_ROWS) return;
    this.rows = new Map();
    this.rowsOf = engine;
  }
}

/** Fonts are compared by what they measure; how much of it is in sight may differ. */
function isSameView(a: Viewport, b: Viewport): boolean {
  const keys = Object.keys(a) as (keyof Viewport)[];
  return keys.every((key) => key === 'visiblePx' || a[key] === b[key] || JSON.stringify(a[key]) === JSON.stringify(b[key]));
}
