/** The overview of `<event-timeline>`: the whole extent, and the window on it as a brush. */

import { LitElement, css, html, type PropertyValues, type TemplateResult } from 'lit';
import { tickWords } from '../words/ticks.ts';
import type { Engine, Overview } from '../types.ts';
import type { ViewportInput } from './axis-element.ts';
import { ColorReader } from './colors.ts';
import { fontsFor } from './fonts.ts';
import { OVERVIEW_PX, paintOverview } from './overview-painter.ts';
import { extentOf, msPerPx, pxAtTime, timeAtPx } from './overview-scale.ts';
import { prepare } from './painter.ts';
import { clamp, clampWindow, panBy, type TimeWindow } from './window.ts';

export interface OverviewWords { fold: string; start: string; end: string }
export const OVERVIEW_WORDS: OverviewWords = { fold: 'empty years folded', start: 'Start of the window', end: 'End of the window' };

type Grip = 'start' | 'end' | 'body' | 'new';
const DRAG_FROM_PX = 4;
const KEY_PX = 8;
const PAGE_SHARE = 0.1;
const LEAST_BRUSH_PX = 3;

const styles = css`
  :host {
    display: block;
    position: relative;
    block-size: 62px;
    font-family: var(--event-timeline-font, system-ui, 'Noto Sans', sans-serif);
    color: var(--event-timeline-text, CanvasText);
    -webkit-user-select: none;
    user-select: none;
    touch-action: pan-y;
  }
  :host([hidden]) { display: none; }
  .area { position: absolute; inset: 0; cursor: crosshair; }
  canvas { display: block; inline-size: 100%; block-size: 100%; }
  .brush {
    position: absolute;
    left: 0;
    inset-block-start: 0;
    block-size: 41px;
    box-sizing: border-box;
    border: 1px solid var(--event-timeline-accent, Highlight);
    border-radius: 4px;
    cursor: grab;
  }
  .brush::before {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: 3px;
    background: var(--event-timeline-accent, Highlight);
    opacity: 0.1;
  }
  .brush:active { cursor: grabbing; }
  .handle {
    position: absolute;
    left: 0;
    inset-block-start: 0;
    inline-size: 24px;
    block-size: 41px;
    margin-inline-start: -12px;
    cursor: ew-resize;
    outline: none;
  }
  .handle::after {
    content: '';
    position: absolute;
    inset: 11px 8.5px;
    border-radius: 4px;
    background: var(--event-timeline-accent, Highlight);
    forced-color-adjust: none;
  }
  .handle:focus-visible::after { outline: 2px solid var(--event-timeline-accent, Highlight); outline-offset: 2px; }
  @media (pointer: coarse) {
    .handle { inline-size: 44px; block-size: 44px; margin-inline-start: -22px; }
    .handle::after { inset-inline: 17px; }
  }
  @media (forced-colors: active) {
    .handle::after { background: Highlight; }
  }
  .probe {
    position: absolute; inline-size: 0; block-size: 0; visibility: hidden; forced-color-adjust: none; border: 0 solid;
    color: var(--event-timeline-text, CanvasText);
    background-color: var(--event-timeline-surface, Canvas);
    transition: color 1ms, background-color 1ms;
  }
  .none { display: none; }
`;

/**
 * @fires viewportinput - `ViewportInput`: the reader moved the brush; `final` when the hand is off.
 * @csspart brush - the window.
 * @csspart handle - its start and its end.
 */
export class EventTimelineOverview extends LitElement {
  static override styles = styles;
  static override properties = {
    engine: { attribute: false }, revision: { attribute: false }, viewport: { attribute: false }, locale: { attribute: false }, words: { attribute: false },
    data: { state: true },
  };

  declare engine: Engine | null;
  /** Raised whenever the engine's query changed. */
  declare revision: number;
  declare viewport: TimeWindow | null;
  declare locale: string;
  declare words: OverviewWords;
  private declare data: Overview | null;

  private widthPx = 0;
  private colors!: ColorReader;
  private asked = 0;
  private grip: { kind: Grip; startX: number; grabPx: number; anchor: number; isMoved: boolean } | null = null;
  private unwatch: (() => void) | null = null;

  constructor() {
    super();
    this.engine = null;
    this.revision = 0;
    this.viewport = null;
    this.locale = 'en';
    this.words = OVERVIEW_WORDS;
    this.data = null;
  }

  override render(): TemplateResult {
    const extent = this.data && extentOf(this.data.segments);
    const { viewport } = this;
    const hidden = extent && viewport ? '' : 'none';
    const handle = (kind: 'start' | 'end', time: number): TemplateResult => html`
      <div class="handle ${kind} ${hidden}" part="handle" role="slider" tabindex=${extent ? 0 : -1} aria-label=${this.words[kind]}
        aria-valuemin=${extent?.from ?? 0} aria-valuemax=${extent?.to ?? 0} aria-valuenow=${extent ? clamp(time, extent.from, extent.to) : 0}
        aria-valuetext=${this.moment(time)} @keydown=${(event: KeyboardEvent) => this.onKey(event, kind)}></div>`;
    return html`
      <div class="area" @pointerdown=${this.onDown} @pointermove=${this.onMove} @pointerup=${this.onUp} @pointercancel=${this.onCancel}>
        <canvas aria-hidden="true"></canvas>
        <div class="brush ${hidden}" part="brush"></div>
        ${handle('start', viewport?.from ?? 0)}${handle('end', viewport?.to ?? 0)}
      </div>
      <span class="probe" aria-hidden="true"></span>
    `;
  }

  private find<T extends HTMLElement>(selector: string): T {
    const found = this.renderRoot.querySelector<T>(selector);
    if (!found) throw new Error(`the overview has no ${selector}`);
    return found;
  }

  private moment(time: number): string {
    const { viewport } = this;
    return viewport ? tickWords(this.locale).moment(time, (viewport.to - viewport.from) / 100) : '';
  }

  protected override firstUpdated(): void {
    this.colors = new ColorReader(this.find('.probe'));
    this.watch();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unwatch?.();
    this.unwatch = null;
    this.grip = null;
  }

  private watch(): void {
    const area = this.find('.area');
    const size = new ResizeObserver(() => {
      if (area.clientWidth === this.widthPx) return;
      this.widthPx = area.clientWidth;
      void this.load();
    });
    size.observe(area);
    const refresh = (): void => this.refreshTheme();
    const queries = ['(forced-colors: active)', '(prefers-color-scheme: dark)', `(resolution: ${devicePixelRatio}dppx)`].map((query) => matchMedia(query));
    for (const query of queries) query.addEventListener('change', refresh);
    const probe = this.find('.probe');
    probe.addEventListener('transitionend', refresh);
    this.unwatch = () => {
      size.disconnect();
      for (const query of queries) query.removeEventListener('change', refresh);
      probe.removeEventListener('transitionend', refresh);
    };
  }

  /** Reads the custom properties anew and repaints. */
  refreshTheme(): void {
    this.colors?.forget();
    this.paint();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('engine') || changed.has('revision')) void this.load();
    if (changed.has('data') || changed.has('locale') || changed.has('words')) this.paint();
    this.placeBrush();
  }

  /** The last question's answer is the one shown. */
  private async load(): Promise<void> {
    const { engine } = this;
    const asked = ++this.asked;
    if (!engine || this.widthPx < 1) {
      this.data = engine ? this.data : null;
      return;
    }
    try {
      const data = await engine.overview(this.widthPx);
      if (asked === this.asked) this.data = data;
    } catch (error) {
      console.warn('event-timeline: no overview:', error);
    }
  }

  private paint(): void {
    const pixelRatio = devicePixelRatio || 1;
    const context = this.widthPx > 0 ? prepare(this.find<HTMLCanvasElement>('canvas'), this.widthPx, OVERVIEW_PX, pixelRatio) : null;
    if (!context || !this.data) return;
    const theme = this.colors.theme();
    const fonts = fontsFor(theme.fontFamily, this.widthPx < 480);
    paintOverview({ context, widthPx: this.widthPx, theme, fonts, words: tickWords(this.locale), foldWord: this.words.fold }, this.data);
  }

  /** The brush in pixels, never too thin to be seen. */
  private brushPx(): [number, number] | null {
    if (!this.data || !this.viewport) return null;
    const from = clamp(pxAtTime(this.data.segments, this.viewport.from), 0, this.widthPx);
    const to = clamp(pxAtTime(this.data.segments, this.viewport.to), 0, this.widthPx);
    const spare = Math.max(0, LEAST_BRUSH_PX - (to - from)) / 2;
    return [from - spare, to + spare];
  }

  private placeBrush(): void {
    const brush = this.brushPx();
    if (!brush) return;
    const [from, to] = brush;
    const element = this.find('.brush');
    element.style.setProperty('translate', `${from}px`);
    element.style.setProperty('width', `${to - from}px`);
    // Handles of a thin brush stand apart, so that each can be taken.
    const apart = Math.max(0, 14 - (to - from)) / 2;
    this.find('.start').style.setProperty('translate', `${from - apart}px`);
    this.find('.end').style.setProperty('translate', `${to + apart}px`);
  }

  private move(window: TimeWindow, isFinal: boolean): void {
    this.viewport = clampWindow(window);
    this.dispatchEvent(new CustomEvent<ViewportInput>('viewportinput', { detail: { ...this.viewport, final: isFinal } }));
  }

  private x(event: PointerEvent): number {
    return event.clientX - this.find('.area').getBoundingClientRect().left;
  }

  private readonly onDown = (event: PointerEvent): void => {
    const brush = this.brushPx();
    if (event.button !== 0 || !brush || !this.viewport || !this.data) return;
    const target = event.target as HTMLElement;
    const kind: Grip = target.classList.contains('handle') ? (target.classList.contains('start') ? 'start' : 'end') : target.classList.contains('brush') ? 'body' : 'new';
    const x = this.x(event);
    const edge = kind === 'start' ? brush[0] : kind === 'end' ? brush[1] : (brush[0] + brush[1]) / 2;
    this.grip = { kind, startX: x, grabPx: kind === 'new' ? 0 : x - edge, anchor: timeAtPx(this.data.segments, x), isMoved: false };
    this.find('.area').setPointerCapture(event.pointerId);
    if (kind === 'start' || kind === 'end') target.focus({ preventScroll: true });
    event.preventDefault();
  };

  private readonly onMove = (event: PointerEvent): void => {
    const { grip } = this;
    if (!grip) return;
    const x = this.x(event);
    if (!grip.isMoved && Math.abs(x - grip.startX) < DRAG_FROM_PX) return;
    grip.isMoved = true;
    this.dragTo(grip, x, false);
  };

  private dragTo(grip: NonNullable<typeof this.grip>, x: number, isFinal: boolean): void {
    if (!this.data || !this.viewport) return;
    const time = timeAtPx(this.data.segments, clamp(x - grip.grabPx, 0, this.widthPx));
    const { from, to } = this.viewport;
    if (grip.kind === 'body') return this.centre(time, isFinal);
    if (grip.kind === 'new') return this.move(inOrder(grip.anchor, time), isFinal);
    // A handle dragged past the other becomes the other.
    const fixed = grip.kind === 'start' ? to : from;
    if (grip.kind === 'start' ? time > fixed : time < fixed) grip.kind = grip.kind === 'start' ? 'end' : 'start';
    this.move(inOrder(fixed, time), isFinal);
  }

  private centre(time: number, isFinal: boolean): void {
    if (!this.viewport) return;
    this.move(panBy(this.viewport, time - (this.viewport.from + this.viewport.to) / 2), isFinal);
  }

  private readonly onUp = (event: PointerEvent): void => {
    const { grip } = this;
    this.grip = null;
    if (!grip) return;
    if (grip.isMoved) this.dragTo(grip, this.x(event), true);
    else if (grip.kind === 'new') this.centre(grip.anchor, true);
  };

  private readonly onCancel = (): void => {
    const isMoved = this.grip?.isMoved;
    this.grip = null;
    if (isMoved && this.viewport) this.move(this.viewport, true);
  };

  private onKey(event: KeyboardEvent, kind: 'start' | 'end'): void {
    const extent = this.data && extentOf(this.data.segments);
    if (!extent || !this.viewport || !this.data || event.ctrlKey || event.altKey || event.metaKey) return;
    const { segments } = this.data;
    const time = kind === 'start' ? this.viewport.from : this.viewport.to;
    const px = clamp(pxAtTime(segments, time), 0, this.widthPx);
    const step = event.shiftKey ? 5 * KEY_PX : KEY_PX;
    const byPx = (delta: number): number => (time <= extent.from || time >= extent.to ? timeAtPx(segments, px + delta) : time + delta * msPerPx(segments, px + Math.sign(delta)));
    const next: Record<string, () => number> = {
      ArrowLeft: () => byPx(-step), ArrowDown: () => byPx(-step), ArrowRight: () => byPx(step), ArrowUp: () => byPx(step),
      PageDown: () => byPx(-PAGE_SHARE * this.widthPx), PageUp: () => byPx(PAGE_SHARE * this.widthPx), Home: () => extent.from, End: () => extent.to,
    };
    const moved = next[event.key]?.();
    if (moved === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const { from, to } = this.viewport;
    const least = (to - from) * 0.02;
    this.move(kind === 'start' ? { from: Math.min(clamp(moved, extent.from, extent.to), to - least), to } : { from, to: Math.max(clamp(moved, extent.from, extent.to), from + least) }, true);
  }
}

function inOrder(a: number, b: number): TimeWindow {
  return { from: Math.min(a, b), to: Math.max(a, b) };
}
