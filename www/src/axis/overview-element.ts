/** The overview of `<event-timeline>`: the whole extent, and the window on it as a brush. */

import { LitElement, html, type PropertyValues, type TemplateResult } from 'lit';
import { isGone } from '../engine-view.ts';
import { LatestOnly } from '../latest-only.ts';
import { tickWords } from '../words/ticks.ts';
import type { Engine, Overview } from '../types.ts';
import { OVERVIEW_WORDS, type OverviewWords, type ViewportInput } from './axis-words.ts';
import { afterKey, beginDrag, brushPx, centredOn, dragged, hasMoved, type Drag, type Grip } from './brush.ts';
import { ColorReader } from './colors.ts';
import { fontsFor } from './fonts.ts';
import { OVERVIEW_PX, paintOverview } from './overview-painter.ts';
import { extentOf } from './overview-scale.ts';
import { overviewStyles } from './overview-styles.ts';
import { prepare } from './painter.ts';
import { probeStyles, watchTheme } from './theme-watch.ts';
import { clamp, clampWindow, type TimeWindow } from './window.ts';

/**
 * @fires viewportinput - `ViewportInput`: the reader moved the brush; `final` when the hand is off.
 * @csspart brush - the window.
 * @csspart handle - its start and its end.
 */
export class EventTimelineOverview extends LitElement {
  static override styles = [overviewStyles, probeStyles];
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
  private readonly overviews = new LatestOnly<Engine>((engine) => this.answer(engine));
  private drag: Drag | null = null;
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
    this.drag = null;
    this.overviews.drop();
  }

  private watch(): void {
    const area = this.find('.area');
    const size = new ResizeObserver(() => {
      if (area.clientWidth === this.widthPx) return;
      this.widthPx = area.clientWidth;
      this.load();
    });
    size.observe(area);
    const unwatchTheme = watchTheme(this.find('.probe'), () => this.refreshTheme());
    this.unwatch = () => {
      size.disconnect();
      unwatchTheme();
    };
  }

  /** Reads the custom properties anew and repaints. */
  refreshTheme(): void {
    this.colors?.forget();
    this.paint();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('engine') || changed.has('revision')) this.load();
    if (changed.has('data') || changed.has('locale') || changed.has('words')) this.paint();
    this.placeBrush();
  }

  private load(): void {
    const { engine } = this;
    if (!engine) this.data = null;
    else if (this.widthPx >= 1) void this.overviews.request(engine);
  }

  private async answer(engine: Engine): Promise<void> {
    try {
      const data = await engine.overview(this.widthPx);
      if (engine === this.engine) this.data = data;
    } catch (error) {
      if (!isGone(error)) console.warn('event-timeline: no overview:', error);
    }
  }

  private paint(): void {
    const pixelRatio = devicePixelRatio || 1;
    const context = this.widthPx > 0 ? prepare(this.find<HTMLCanvasElement>('canvas'), this.widthPx, OVERVIEW_PX, pixelRatio) : null;
    if (!context || !this.data) return;
    const theme = this.colors.theme();
    const fonts = fontsFor(theme.fontFamily, this.widthPx < 480);
    paintOverview({ context, widthPx: this.widthPx, theme, fonts, words: tickWords(this.locale), foldWord: this.words.fold, count: (events) => new Intl.NumberFormat(this.locale).format(events) }, this.data);
  }

  private placeBrush(): void {
    if (!this.data || !this.viewport) return;
    const [from, to] = brushPx(this.data.segments, this.viewport, this.widthPx);
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
    if (event.button !== 0 || !this.viewport || !this.data) return;
    const target = event.target as HTMLElement;
    const { segments } = this.data;
    this.drag = beginDrag(gripOf(target), this.x(event), segments, brushPx(segments, this.viewport, this.widthPx));
    this.find('.area').setPointerCapture(event.pointerId);
    if (target.classList.contains('handle')) target.focus({ preventScroll: true });
    event.preventDefault();
  };

  private readonly onMove = (event: PointerEvent): void => {
    if (this.drag && hasMoved(this.drag, this.x(event))) this.dragTo(this.drag, this.x(event), false);
  };

  private dragTo(drag: Drag, x: number, isFinal: boolean): void {
    if (this.data && this.viewport) this.move(dragged(drag, x, this.data.segments, this.viewport, this.widthPx), isFinal);
  }

  private readonly onUp = (event: PointerEvent): void => {
    const { drag } = this;
    this.drag = null;
    if (!drag || !this.viewport) return;
    if (drag.isMoved) this.dragTo(drag, this.x(event), true);
    else if (drag.kind === 'new') this.move(centredOn(this.viewport, drag.anchor), true);
  };

  private readonly onCancel = (): void => {
    const isMoved = this.drag?.isMoved;
    this.drag = null;
    if (isMoved && this.viewport) this.move(this.viewport, true);
  };

  private onKey(event: KeyboardEvent, side: 'start' | 'end'): void {
    if (!this.viewport || !this.data || event.ctrlKey || event.altKey || event.metaKey) return;
    const next = afterKey(event.key, event.shiftKey, side, this.data.segments, this.viewport, this.widthPx);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    this.move(next, true);
  }
}

function gripOf({ classList }: HTMLElement): Grip {
  if (classList.contains('handle')) return classList.contains('start') ? 'start' : 'end';
  return classList.contains('brush') ? 'body' : 'new';
}
