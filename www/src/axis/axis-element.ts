/** The axis of `<event-timeline>`: ticks, lanes, marks, labels; what the reader's hands and keys do to them. */

import { LitElement, html, type PropertyValues, type TemplateResult } from 'lit';
import { Later } from '../later.ts';
import { adoptStyles } from '../styles/adopt.ts';
import { tickWords, type TickWords } from '../words/ticks.ts';
import type { Engine, Frame, Picture, DrawnRow, ViewSizes } from '../types.ts';
import { axisStyles } from './axis-styles.ts';
import { AXIS_WORDS, type AxisWords, type ViewportInput } from './axis-words.ts';
import type { GestureMode } from './gestures.ts';
import type { AxisHands, HandsHost } from './hands.ts';
import type { PaletteEntry } from './mark-painter.ts';
import { HEADER_PX, type Highlights } from './painter.ts';
import type { Sight } from './scene.ts';
import { Stage, type StageHost } from './stage.ts';
import { probeStyles, watchTheme } from './theme-watch.ts';
import type { TimeWindow } from './window.ts';

/** The hands come after the first picture: until then there is nothing to take hold of. */
const hands = new Later(() => import('./hands.ts'));
/** Options follow when the picture rests: under a moving hand nobody reads them. */
const ITEMS_REST_MS = 80;

/**
 * @fires viewportinput - `ViewportInput`: the reader moved the window; `final` when the hand is off.
 * @fires rowpick - `{row}`: a mark was chosen.
 * @fires rowopen - `{row}`: a mark was chosen twice.
 * @fires frameready - `{frame}`: a frame of the window asked for is shown.
 * @csspart ticks - the labels of the ticks.
 * @csspart lanes - the marks.
 * @csspart item - the place of one mark, transparent.
 * @csspart tooltip - the text beside the pointer.
 */
export class EventTimelineAxis extends LitElement implements StageHost, HandsHost {
  static override styles = [axisStyles, probeStyles];
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    engine: { attribute: false }, revision: { attribute: false }, viewport: { attribute: false }, groupBy: { attribute: false },
    colorBy: { attribute: false }, palette: { attribute: false }, selectedRow: { attribute: false }, locale: { attribute: false },
    gestures: { reflect: true }, narrow: { type: Boolean, reflect: true }, label: { attribute: false }, lanesPx: { attribute: false },
    dateWords: { attribute: false }, words: { attribute: false }, first: { attribute: false },
  };

  declare engine: Engine | null;
  /** Raised whenever the engine's query changed. */
  declare revision: number;
  declare viewport: TimeWindow | null;
  declare groupBy: string | null;
  declare colorBy: string | null;
  declare palette: (code: number) => PaletteEntry;
  declare selectedRow: number | null;
  declare locale: string;
  declare gestures: GestureMode;
  declare narrow: boolean;
  /** Name of the list box of marks. */
  declare label: string;
  /** Height that lanes may take before the core draws density instead. */
  declare lanesPx: number;
  /** An event's date in words, for tooltips and screen readers. */
  declare dateWords: (row: DrawnRow) => string;
  declare words: AxisWords;
  /** The first picture of the engine's set, where it has come with it. */
  declare first: Picture | null;

  private stage!: Stage;
  private hands: AxisHands | null = null;
  private itemsTimer = 0;
  private isToReveal = false;
  private unwatch: (() => void) | null = null;

  constructor() {
    super();
    this.engine = null;
    this.revision = 0;
    this.viewport = null;
    this.groupBy = null;
    this.colorBy = null;
    this.palette = () => ({ color: 'var(--event-timeline-mark, GrayText)', pattern: 0 });
    this.selectedRow = null;
    this.locale = 'en';
    this.gestures = 'cooperative';
    this.narrow = false;
    this.label = 'Events';
    this.lanesPx = 1600;
    this.dateWords = (row) => row.dateText ?? '';
    this.words = AXIS_WORDS;
    this.first = null;
  }

  override render(): TemplateResult {
    return html`
      <canvas class="head" part="ticks" aria-hidden="true"></canvas>
      <div class="body" part="lanes">
        <canvas class="lanes" aria-hidden="true"></canvas>
        <div class="items" role="listbox" tabindex="0" aria-label=${this.label}></div>
        <div class="range" hidden></div>
        <div class="tip" part="tooltip" aria-hidden="true" hidden></div>
      </div>
      <div class="hint-box" aria-hidden="true"><span class="hint" hidden>${this.words.hint}</span></div>
      <span class="probe" aria-hidden="true"></span>
    `;
  }

  private find<T extends HTMLElement>(selector: string): T {
    const found = this.renderRoot.querySelector<T>(selector);
    if (!found) throw new Error(`the axis has no ${selector}`);
    return found;
  }

  protected override firstUpdated(): void {
    this.stage = new Stage(this, { head: this.find('.head'), body: this.find('.body'), lanes: this.find('.lanes'), probe: this.find('.probe') });
    this.watch();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasUpdated) return;
    this.watch();
    this.stage.ask(false);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unwatch?.();
    this.unwatch = null;
    clearTimeout(this.itemsTimer);
    this.hands?.stop();
    this.stage?.stop();
  }

  /** Size, theme and fonts; undone when the element leaves the page. */
  private watch(): void {
    const body = this.find('.body');
    const size = new ResizeObserver(() => {
      this.measure();
      this.watchFonts();
    });
    size.observe(body);
    size.observe(this);
    this.addEventListener('scroll', this.onScroll, { passive: true });
    const unwatchTheme = watchTheme(this.find('.probe'), () => this.refreshTheme());
    this.unwatch = () => {
      size.disconnect();
      this.removeEventListener('scroll', this.onScroll);
      unwatchTheme();
    };
  }

  /** Whoever asks for it makes the page lay itself out, so this waits until it has. */
  private watchFonts(): void {
    if (this.knowsFonts) return;
    this.knowsFonts = true;
    void document.fonts.ready.then(() => document.fonts.size > 0 && this.isConnected && this.stage.refreshFonts());
  }
  private knowsFonts = false;

  private readonly onScroll = (): void => this.readSight();

  /** Reads the custom properties anew and repaints. */
  refreshTheme(): void {
    this.stage?.refreshTheme();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('engine')) this.takeSet();
    if (changed.has('narrow')) this.stage.refreshTheme();
    const { drawn } = this.stage;
    const asksAnew = (['engine', 'revision', 'groupBy', 'colorBy', 'narrow', 'lanesPx'] as const).some((name) => changed.has(name));
    if (changed.has('viewport') && this.viewport) this.stage.follow(this.viewport, !asksAnew);
    if (asksAnew) this.stage.ask(true);
    if (changed.has('selectedRow')) {
      this.isToReveal = this.selectedRow !== null;
      this.reveal();
    }
    if (changed.has('selectedRow') || changed.has('locale') || changed.has('dateWords')) this.hands?.updateItems();
    // What came with the set is painted already.
    if (this.stage.drawn === drawn) this.stage.paintSoon();
  }

  /** How large a picture it shows; null before it stands on the page. */
  sizes(): ViewSizes | null {
    if (!this.hasUpdated) return null;
    if (this.stage.widthPx < 1) this.measure();
    return this.stage.widthPx >= 1 ? this.stage.sizes() : null;
  }

  /** Measures now what a first picture will ask for. */
  prepare(): void {
    if (this.sizes()) this.stage.prepareFonts();
  }

  /** Reads how large it is: the page is laid out for that. */
  measure(): void {
    this.readSight();
    this.stage.resize(this.find('.body').clientWidth);
  }

  private takeSet(): void {
    this.stage.clear(this.first);
    // What comes with a set takes room from the axis, and a picture too high for it would bring a scroll bar, and another picture.
    if (this.engine) this.readSight();
  }

  tickWords(): TickWords {
    return tickWords(this.locale);
  }

  highlights(): Highlights {
    return { selectedRow: this.selectedRow, hoverRow: null, hoverCell: null, ...this.hands?.highlights };
  }

  sight(): Sight {
    return this.inSight;
  }
  private inSight: Sight = { top: 0, bottom: 0 };

  /** Asked for here only: while one paints, the question would make the page lay itself out. */
  private readSight(): void {
    const { scrollTop: top, clientHeight } = this;
    if (top === this.inSight.top && top + clientHeight === this.inSight.bottom) return;
    this.inSight = { top, bottom: top + clientHeight };
    this.stage.look();
    this.updateItemsSoon();
  }

  isHeld(): boolean {
    return this.hands?.isActive ?? false;
  }

  blending(): typeof import('./blend.ts') | null {
    return hands.now?.blending ?? null;
  }

  breaks(): typeof import('./breaks.ts') | null {
    return hands.now?.breaks ?? null;
  }

  settled(frame: Frame): void {
    this.takeHands();
    this.updateItemsSoon();
    if (this.isToReveal) this.reveal();
    this.emit('frameready', { frame });
  }

  private updateItemsSoon(): void {
    clearTimeout(this.itemsTimer);
    this.itemsTimer = setTimeout(() => this.hands?.updateItems(), ITEMS_REST_MS);
  }

  rested(): void {
    this.hands?.rested();
  }

  dated(): void {
    this.hands?.updateItems();
  }

  private takeHands(): void {
    if (this.hands) return;
    if (!hands.now) return hands.need(() => this.takeHands());
    adoptStyles(this.renderRoot, [hands.now.handStyles]);
    const find = (selector: string): HTMLElement => this.find(selector);
    const elements = { body: find('.body'), items: find('.items'), range: find('.range'), tip: find('.tip'), hint: find('.hint') };
    this.hands = new hands.now.AxisHands(this, this.stage, elements);
    this.hands.updateItems();
    this.stage.breaksCame();
  }

  /** Scrolls the chosen mark's lane into the box, as soon as a frame has it. */
  private reveal(): void {
    const view = this.stage.settledPicture();
    const mark = view?.marks.find(({ row }) => row === this.selectedRow);
    if (!view || !mark) return;
    this.isToReveal = false;
    const { top, bottom } = this.sight();
    const below = mark.y + view.lanePx + HEADER_PX;
    if (mark.y < top) this.scrollTop = mark.y;
    else if (below > bottom) this.scrollTop = below - (bottom - top);
  }

  emit<T>(name: string, detail: T): void {
    this.dispatchEvent(new CustomEvent<T>(name, { detail }));
  }

  /** Shows the window before the shell has heard of it, so that the picture is never behind the hand. */
  move(window: TimeWindow, isFinal: boolean): void {
    this.hands?.clearHover();
    this.stage.follow(window);
    this.emit<ViewportInput>('viewportinput', { from: window.from, to: window.to, final: isFinal });
  }

  /** Takes the keys that move about the axis; tells whether it did. */
  handleKey(event: KeyboardEvent): boolean {
    return this.hands?.handleKey(event) ?? false;
  }
}
