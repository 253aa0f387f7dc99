/** What the pointer rests on, shown by the cursor, a faint band and a tooltip. */

import type { DrawnRow } from '../types.ts';
import type { TickWords } from '../words/ticks.ts';
import { cellAt, markAt } from './hit.ts';
import type { Cell } from './scene.ts';
import type { Stage } from './stage.ts';
import type { Tooltip } from './tooltip.ts';
import { timeAt } from './window.ts';

export interface CountWords { certain: (count: string) => string; possible: (count: string) => string }
export interface HoverWords { counts: CountWords; ticks: TickWords; date: (row: DrawnRow) => string }

export class Hover {
  row: number | null = null;
  cell: Cell | null = null;
  /** Where the pointer was last seen, while it is over the body. */
  private seen: Parameters<Hover['at']> | null = null;

  constructor(private readonly body: HTMLElement, private readonly stage: Stage, private readonly tooltip: Tooltip, private readonly words: () => HoverWords) {}

  clear(): void {
    this.seen = null;
    this.tooltip.hide();
    this.set(null, null);
  }

  /** Looks anew where the pointer rests: the picture under it has changed. */
  again(): void {
    if (this.seen) this.at(...this.seen);
  }

  /** Looks under a point of the body; `view` is the part of it that is scrolled into sight. */
  at(x: number, y: number, view: { top: number; bottom: number }): void {
    this.seen = [x, y, view];
    const { drawn, widthPx } = this.stage;
    const mark = drawn && markAt(drawn, x, y, widthPx);
    const cell = drawn && !mark ? cellAt(drawn, x, y) : null;
    this.set(mark?.row ?? null, cell);
    const row = mark ? this.stage.row(mark.row) : undefined;
    const bounds = { width: widthPx, ...view };
    if (row) this.tooltip.show(`row ${row.row}`, [row.title, this.words().date(row), row.by.join(', ')], x, y, bounds);
    else if (cell) {
      // Another frame counts other events in a cell of the same number.
      const lines = this.cellLines(cell);
      this.tooltip.show(lines.join(), lines, x, y, bounds);
    } else this.tooltip.hide();
  }

  private set(row: number | null, cell: Cell | null): void {
    this.body.dataset.over = row !== null ? 'mark' : cell ? 'cell' : '';
    if (this.row === row && this.cell?.index === cell?.index) return;
    this.row = row;
    this.cell = cell;
    this.stage.paintSoon();
  }

  private cellLines(cell: Cell): string[] {
    const { counts, ticks } = this.words();
    const count = [cell.certain ? counts.certain(ticks.count(cell.certain)) : '', cell.possible ? counts.possible(ticks.count(cell.possible)) : ''].filter(Boolean).join(' · ');
    const { target, widthPx } = this.stage;
    if (!target) return [count];
    const [from, to] = [timeAt(target, cell.x, widthPx), timeAt(target, cell.x + cell.width, widthPx)];
    return [count, `${ticks.moment(from, to - from)} – ${ticks.moment(to, to - from)}`];
  }
}
