/**
 * Wheel, mouse, pen and fingers → a window. Listens on one element only, and takes from the page no wheel turn
 * and no touch that changed nothing.
 */

import { clamp, panBy, sameWindow, timeAt, zoomAbout, type TimeWindow } from './window.ts';

export type GestureMode = 'cooperative' | 'greedy' | 'none';

export interface GestureHost {
  mode(): GestureMode;
  window(): TimeWindow | null;
  widthPx(): number;
  /** The window a gesture asks for; `isFinal` when the reader let go. */
  move(window: TimeWindow, isFinal: boolean): void;
  /** A press and release in one place. */
  tap(event: PointerEvent | MouseEvent): void;
  /** Two of them; true when they meant a mark, and nothing is to be zoomed. */
  doubleTap(event: MouseEvent): boolean;
  hover(event: PointerEvent | null): void;
  /** The range being chosen, in pixels; null when done. */
  range(range: [number, number] | null): void;
  /** A wheel turn that the page keeps. */
  refused(): void;
}

const DRAG_FROM_PX = 4;
const DOUBLE_CLICK_FACTOR = 3;
const WHEEL_LINE_PX = 16;
const WHEEL_PAGE_PX = 400;
const WHEEL_ZOOM_PER_PX = 0.0035;
/** A pinch on a trackpad comes as small turns of the wheel with Ctrl held. */
const PINCH_BELOW_PX = 40;
const PINCH_ZOOM_PER_PX = 0.012;
const MOST_WHEEL_PX = 240;
/** The wheel has no release: this long after its last turn the gesture is over. */
const WHEEL_REST_MS = 160;

interface Finger { x: number; y: number }

export class Gestures {
  private readonly fingers = new Map<number, Finger>();
  private drag: { kind: 'pan' | 'range' | 'pinch'; start: TimeWindow; startX: number; startGap: number } | null = null;
  private press: { x: number; y: number; isMoved: boolean } | null = null;
  private wheelTimer = 0;

  constructor(private readonly element: HTMLElement, private readonly host: GestureHost) {
    element.addEventListener('wheel', this.onWheel, { passive: false });
    element.addEventListener('pointerdown', this.onDown);
    element.addEventListener('pointermove', this.onMove);
    element.addEventListener('pointerup', this.onUp);
    element.addEventListener('pointercancel', this.onCancel);
    element.addEventListener('pointerleave', () => this.host.hover(null));
    element.addEventListener('click', this.onClick);
    element.addEventListener('dblclick', this.onDoubleClick);
  }

  /** A hand is on it: pictures follow at once instead of easing. */
  get isActive(): boolean {
    return this.drag !== null || this.wheelTimer !== 0;
  }

  stop(): void {
    clearTimeout(this.wheelTimer);
    this.wheelTimer = 0;
    this.cancel();
  }

  private x(event: MouseEvent): number {
    return event.clientX - this.element.getBoundingClientRect().left;
  }

  private readonly onWheel = (event: WheelEvent): void => {
    const mode = this.host.mode();
    const window = this.host.window();
    if (mode === 'none' || !window) return;
    const unit = event.deltaMode === 1 ? WHEEL_LINE_PX : event.deltaMode === 2 ? WHEEL_PAGE_PX : 1;
    const dx = event.deltaX * unit;
    const dy = event.deltaY * unit;
    const isSideways = Math.abs(dx) > Math.abs(dy);
    const isZoomKey = event.ctrlKey || event.metaKey;
    const isPan = !isZoomKey && (event.shiftKey || isSideways);
    if (!isZoomKey && !isPan && mode !== 'greedy') return this.host.refused();
    const next = isPan
      ? panBy(window, ((isSideways ? dx : dy) / this.host.widthPx()) * (window.to - window.from))
      : zoomAbout(window, timeAt(window, this.x(event), this.host.widthPx()), Math.exp(-wheelZoom(dy, event.ctrlKey)));
    if (sameWindow(next, window)) return;
    event.preventDefault();
    clearTimeout(this.wheelTimer);
    this.wheelTimer = setTimeout(() => {
      this.wheelTimer = 0;
      const last = this.host.window();
      if (last) this.host.move(last, true);
    }, WHEEL_REST_MS);
    this.host.move(next, false);
  };

  private readonly onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || this.host.mode() === 'none') return;
    this.fingers.set(event.pointerId, { x: this.x(event), y: event.clientY });
    this.host.hover(null);
    if (this.fingers.size === 1) this.press = { x: this.x(event), y: event.clientY, isMoved: false };
    if (this.fingers.size === 2) this.begin('pinch');
  };

  private begin(kind: 'pan' | 'range' | 'pinch'): void {
    const start = this.host.window();
    if (!start) return;
    const [a, b] = [...this.fingers.values()];
    if (!a) return;
    const startX = b ? (a.x + b.x) / 2 : (this.press?.x ?? a.x);
    this.drag = { kind, start, startX, startGap: b ? Math.max(10, Math.abs(a.x - b.x)) : 0 };
    if (this.press) this.press.isMoved = true;
    for (const id of this.fingers.keys()) this.element.setPointerCapture(id);
  }

  private readonly onMove = (event: PointerEvent): void => {
    const finger = this.fingers.get(event.pointerId);
    if (!finger) return void (event.buttons === 0 && this.host.hover(event));
    finger.x = this.x(event);
    finger.y = event.clientY;
    if (!this.drag && this.press && Math.abs(finger.x - this.press.x) >= DRAG_FROM_PX) this.begin(event.shiftKey ? 'range' : 'pan');
    if (this.drag) this.follow(false);
  };

  private follow(isFinal: boolean): void {
    const { drag } = this;
    const [a, b] = [...this.fingers.values()];
    if (!drag || !a) return;
    const width = this.host.widthPx();
    if (drag.kind === 'range') {
      const range: [number, number] = [Math.min(drag.startX, a.x), Math.max(drag.startX, a.x)];
      if (!isFinal) return this.host.range([clamp(range[0], 0, width), clamp(range[1], 0, width)]);
      this.host.range(null);
      const from = timeAt(drag.start, range[0], width);
      return this.host.move(zoomAbout({ from, to: timeAt(drag.start, range[1], width) }, from, 1), true);
    }
    const isPinch = drag.kind === 'pinch' && b !== undefined;
    const x = isPinch ? (a.x + b.x) / 2 : a.x;
    const held = timeAt(drag.start, drag.startX, width);
    const zoomed = isPinch ? zoomAbout(drag.start, held, Math.max(10, Math.abs(a.x - b.x)) / drag.startGap) : drag.start;
    const shift = ((drag.startX - x) / width) * (zoomed.to - zoomed.from);
    this.host.move(panBy(zoomed, shift), isFinal);
  }

  private readonly onUp = (event: PointerEvent): void => {
    if (!this.fingers.has(event.pointerId)) return;
    if (this.drag?.kind === 'pinch') {
      this.finishPinch(event.pointerId);
      return;
    }
    this.follow(true);
    this.fingers.delete(event.pointerId);
    this.drag = null;
    // The click of a drag comes before this; one that comes later is a click of its own.
    setTimeout(() => (this.press = null), 0);
  };

  /** One finger stays: it goes on panning from where it is. */
  private finishPinch(pointerId: number): void {
    const last = this.host.window();
    if (last) this.host.move(last, true);
    this.fingers.delete(pointerId);
    const [rest] = [...this.fingers.values()];
    this.drag = null;
    if (rest) {
      this.press = { x: rest.x, y: rest.y, isMoved: true };
      this.begin('pan');
    }
  }

  private readonly onCancel = (event: PointerEvent): void => {
    this.fingers.delete(event.pointerId);
    this.cancel();
  };

  private cancel(): void {
    if (this.drag?.kind === 'range') this.host.range(null);
    else if (this.drag) {
      const last = this.host.window();
      if (last) this.host.move(last, true);
    }
    this.drag = null;
    this.press = null;
    this.fingers.clear();
  }

  private readonly onClick = (event: MouseEvent): void => {
    const isDragEnd = this.press?.isMoved;
    this.press = null;
    if (!isDragEnd) this.host.tap(event);
  };

  private readonly onDoubleClick = (event: MouseEvent): void => {
    const window = this.host.window();
    if (!window || this.host.doubleTap(event) || this.host.mode() === 'none') return;
    const next = zoomAbout(window, timeAt(window, this.x(event), this.host.widthPx()), DOUBLE_CLICK_FACTOR);
    if (!sameWindow(next, window)) this.host.move(next, true);
  };
}

function wheelZoom(dy: number, isCtrl: boolean): number {
  const rate = isCtrl && Math.abs(dy) < PINCH_BELOW_PX ? PINCH_ZOOM_PER_PX : WHEEL_ZOOM_PER_PX;
  return clamp(dy, -MOST_WHEEL_PX, MOST_WHEEL_PX) * rate;
}
