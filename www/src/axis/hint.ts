/** A word on how to zoom, for those whose wheel scrolled the page. */

const SHOWN_MS = 1400;
/** A reader who scrolls past has seen it by then. */
const MOST_TIMES = 3;

export class Hint {
  private times = 0;
  private timer = 0;

  constructor(private readonly element: HTMLElement) {}

  show(): void {
    if (this.times >= MOST_TIMES) return;
    if (this.element.hidden) this.times++;
    this.element.hidden = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hide(), SHOWN_MS);
  }

  hide(): void {
    clearTimeout(this.timer);
    this.element.hidden = true;
  }
}
