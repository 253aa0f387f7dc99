/** A tooltip of plain text beside the pointer: what a mark or a cell is, for those who hover. */

import { clamp } from './window.ts';

const DELAY_MS = 320;
const OFFSET_PX = 14;

export class Tooltip {
  private timer = 0;
  private key = '';

  constructor(private readonly element: HTMLElement) {}

  /** Shows lines, the first one strong; the same key again only moves it. */
  show(key: string, lines: string[], x: number, y: number, bounds: { width: number; top: number; bottom: number }): void {
    if (key === this.key) {
      if (!this.element.hidden) this.move(x, y, bounds);
      return;
    }
    this.hide();
    this.key = key;
    this.timer = setTimeout(() => {
      this.element.replaceChildren(...lines.filter(Boolean).map(line));
      this.element.hidden = false;
      this.move(x, y, bounds);
    }, DELAY_MS);
  }

  hide(): void {
    clearTimeout(this.timer);
    this.key = '';
    this.element.hidden = true;
  }

  private move(x: number, y: number, { width, top, bottom }: { width: number; top: number; bottom: number }): void {
    const left = clamp(x + OFFSET_PX, 4, Math.max(4, width - this.element.offsetWidth - 4));
    const below = y + OFFSET_PX + 6;
    const isBelow = below + this.element.offsetHeight <= bottom || y - top < this.element.offsetHeight + OFFSET_PX;
    this.element.style.setProperty('translate', `${left}px ${isBelow ? below : y - OFFSET_PX - this.element.offsetHeight}px`);
  }
}

function line(text: string): HTMLElement {
  const element = document.createElement('div');
  element.textContent = text;
  return element;
}
