/** The marks in view as options of a list box: what a screen reader finds, and what scripts and tests can click. */

import { MOST_ITEMS } from '../in-sight.ts';
import { LABEL, type DrawnRow } from '../types.ts';
import { visibleExtent } from './mark-painter.ts';
import { isIn, type Mark, type Picture, type Sight } from './scene.ts';
import { clamp } from './window.ts';

const LEAST_PX = 24;

export class Items {
  private readonly byRow = new Map<number, HTMLElement>();

  constructor(private readonly list: HTMLElement) {}

  update(view: Picture, sight: Sight, widthPx: number, selectedRow: number | null, row: (row: number) => DrawnRow | undefined, words: (row: DrawnRow) => string): void {
    const kept = new Set<number>();
    let after: Element | null = null;
    const isOffered = ({ row, y }: Mark): boolean => row === selectedRow || isIn(sight, { yPx: y, heightPx: view.lanePx });
    for (const mark of view.marks.length > MOST_ITEMS ? view.marks.filter(isOffered) : view.marks) {
      if (kept.size >= MOST_ITEMS && mark.row !== selectedRow) continue;
      const data = row(mark.row);
      if (!data) continue;
      kept.add(mark.row);
      const item = this.byRow.get(mark.row) ?? this.create(mark.row);
      const text = [data.title, words(data)].filter(Boolean).join(', ');
      if (item.textContent !== text) item.textContent = text;
      item.setAttribute('aria-selected', String(mark.row === selectedRow));
      const { left, right } = visibleExtent(mark, widthPx);
      const isBeside = mark.side === LABEL.left || mark.side === LABEL.right || mark.side === LABEL.above;
      const from = clamp(Math.min(left, isBeside ? mark.labelX : left), 0, widthPx - LEAST_PX);
      const to = clamp(Math.max(right, from + LEAST_PX, isBeside ? mark.labelX + mark.labelWidth : right), 0, widthPx);
      place(item, from, mark.y, to - from, view.lanePx);
      const next: Element | null = after ? after.nextElementSibling : this.list.firstElementChild;
      if (next !== item) this.list.insertBefore(item, next);
      after = item;
    }
    for (const [known, item] of this.byRow) {
      if (kept.has(known)) continue;
      item.remove();
      this.byRow.delete(known);
    }
    const active = selectedRow !== null ? this.byRow.get(selectedRow) : undefined;
    if (active) this.list.setAttribute('aria-activedescendant', active.id);
    else this.list.removeAttribute('aria-activedescendant');
  }

  private create(row: number): HTMLElement {
    const item = document.createElement('div');
    item.id = `mark-${row}`;
    item.dataset.row = String(row);
    item.setAttribute('role', 'option');
    item.setAttribute('part', 'item');
    this.byRow.set(row, item);
    return item;
  }
}

/** Positions by the style object, which a strict content security policy allows and a style attribute is not. */
export function place(element: HTMLElement, x: number, y: number, width: number, height: number): void {
  element.style.setProperty('translate', `${x.toFixed(1)}px ${y.toFixed(1)}px`);
  element.style.setProperty('width', `${width.toFixed(1)}px`);
  element.style.setProperty('height', `${height.toFixed(1)}px`);
}
