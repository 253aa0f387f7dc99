/** What a reader's hands do to the axis, and what they find there: gestures, the mark under the pointer, the marks as options. */

import type { DrawnRow } from '../types.ts';
import type { TickWords } from '../words/ticks.ts';
import type { AxisWords } from './axis-words.ts';
import { Gestures, type GestureHost, type GestureMode } from './gestures.ts';
import { Hint } from './hint.ts';
import { cellAt, markAt, middlePx, neighbour } from './hit.ts';
import { Hover } from './hover.ts';
import { Items, place } from './items.ts';
import { windowAfterKey } from './keys.ts';
import { HEADER_PX, type Highlights } from './painter.ts';
import type { Sight } from './scene.ts';
import type { Stage } from './stage.ts';
import { Tooltip } from './tooltip.ts';
import { sameWindow, timeAt, zoomAbout, type TimeWindow } from './window.ts';

export * as blending from './blend.ts';
export * as breaks from './breaks.ts';
export { handStyles } from './hand-styles.ts';

/** The axis, as its hands see it. */
export interface HandsHost {
  readonly gestures: GestureMode;
  readonly selectedRow: number | null;
  readonly words: AxisWords;
  dateWords(row: DrawnRow): string;
  tickWords(): TickWords;
  sight(): Sight;
  move(window: TimeWindow, isFinal: boolean): void;
  emit<T>(name: string, detail: T): void;
}
export interface HandsElements { body: HTMLElement; items: HTMLElement; range: HTMLElement; tip: HTMLElement; hint: HTMLElement }

const CELL_ZOOM = 8;

export class AxisHands {
  private readonly items: Items;
  private readonly hover: Hover;
  private readonly gestures: Gestures;
  private readonly hint: Hint;

  constructor(private readonly host: HandsHost, private readonly stage: Stage, private readonly elements: HandsElements) {
    const { body, items, tip, hint } = elements;
    this.items = new Items(items);
    this.hover = new Hover(body, stage, new Tooltip(tip), () => ({ counts: host.words, ticks: host.tickWords(), date: (row) => host.dateWords(row) }));
    this.hint = new Hint(hint);
    this.gestures = new Gestures(body, this.gestureHost());
  }

  get isActive(): boolean {
    return this.gestures.isActive;
  }

  get highlights(): Pick<Highlights, 'hoverRow' | 'hoverCell'> {
    return { hoverRow: this.hover.row, hoverCell: this.hover.cell?.index ?? null };
  }

  /** Lets go of everything: the axis leaves the page. */
  stop(): void {
    this.hint.hide();
    this.hover.clear();
    this.gestures.stop();
  }

  /** The picture has come to rest under the pointer. */
  rested(): void {
    this.hover.again();
  }

  clearHover(): void {
    this.hover.clear();
  }

  updateItems(): void {
    const view = this.stage.settledPicture();
    if (!view) return;
    // What the picture alone would tell: these have no options of their own.
    const longer = view.groups.reduce((sum, { stripCount }) => sum + stripCount, 0);
    if (longer > 0) this.elements.items.setAttribute('aria-description', this.host.words.longer(this.host.tickWords().count(longer)));
    else this.elements.items.removeAttribute('aria-description');
    this.items.update(view, this.host.sight(), this.stage.widthPx, this.host.selectedRow, (row) => this.stage.row(row), (row) => this.host.dateWords(row));
  }

  /** Takes `+ -`, PageUp, PageDown, ↑ and ↓; tells whether it did. */
  handleKey(event: KeyboardEvent): boolean {
    const window = this.stage.target;
    if (!window || event.ctrlKey || event.altKey || event.metaKey) return false;
    if (event.key === 'ArrowUp') return this.pickNeighbour(-1);
    if (event.key === 'ArrowDown') return this.pickNeighbour(1);
    const { widthPx } = this.stage;
    const next = windowAfterKey(event.key, window, middlePx(this.stage.settledPicture(), this.host.selectedRow, widthPx), widthPx);
    if (next && !sameWindow(window, next)) this.host.move(next, true);
    return next !== null;
  }

  private pickNeighbour(direction: 1 | -1): boolean {
    const next = neighbour(this.stage.settledPicture(), this.host.selectedRow, direction, this.stage.widthPx);
    if (next) this.host.emit('rowpick', { row: next.row });
    return next !== null;
  }

  private gestureHost(): GestureHost {
    const { host, stage } = this;
    return {
      mode: () => host.gestures,
      window: () => stage.target,
      widthPx: () => stage.widthPx,
      move: (window, isFinal) => host.move(window, isFinal),
      tap: (event) => this.tap(event),
      doubleTap: (event) => this.doubleTap(event),
      hover: (event) => this.hoverAt(event),
      range: (range) => this.showRange(range),
      refused: () => this.hint.show(),
    };
  }

  private pointIn(event: MouseEvent): { x: number; y: number } {
    const box = this.elements.body.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** The mark under the pointer, or the option: a screen reader's click names no point. */
  private rowAt(event: MouseEvent): number | null {
    const { x, y } = this.pointIn(event);
    const hit = this.stage.drawn && markAt(this.stage.drawn, x, y, this.stage.widthPx);
    if (hit) return hit.row;
    const item = event.composedPath().find((node): node is HTMLElement => node instanceof HTMLElement && node.dataset.row !== undefined);
    return item ? Number(item.dataset.row) : null;
  }

  private tap(event: MouseEvent): void {
    const row = this.rowAt(event);
    if (row !== null) return this.host.emit('rowpick', { row });
    const { x, y } = this.pointIn(event);
    const cell = this.stage.drawn && cellAt(this.stage.drawn, x, y);
    const window = this.stage.target;
    // The second click of a double one would zoom once more.
    if (!cell || !window || this.host.gestures === 'none' || event.detail > 1) return;
    this.host.move(zoomAbout(window, timeAt(window, cell.x + cell.width / 2, this.stage.widthPx), CELL_ZOOM), true);
  }

  private doubleTap(event: MouseEvent): boolean {
    const row = this.rowAt(event);
    if (row !== null) this.host.emit('rowopen', { row });
    const { x, y } = this.pointIn(event);
    // The first of the two clicks on a cell has zoomed already.
    return row !== null || Boolean(this.stage.drawn && cellAt(this.stage.drawn, x, y));
  }

  private hoverAt(event: PointerEvent | null): void {
    if (!event || event.pointerType === 'touch') return this.hover.clear();
    const { x, y } = this.pointIn(event);
    const { top, bottom } = this.host.sight();
    this.hover.at(x, y, { top, bottom: bottom - HEADER_PX });
  }

  private showRange(range: [number, number] | null): void {
    const element = this.elements.range;
    element.hidden = range === null;
    if (!range) return;
    place(element, range[0], 0, range[1] - range[0], 0);
    element.style.removeProperty('height');
  }
}
