/** The drawn state of the axis: which window is shown, which frame is there, and the way from one picture to the next. */

import type { Engine, Frame, Picture as GivenPicture, DrawnRow, ViewSizes } from '../types.ts';
import type { TickWords } from '../words/ticks.ts';
import type { AxisWords } from './axis-words.ts';
import { ColorReader } from './colors.ts';
import { fontsFor, forgetMetrics, prepareFonts, type Fonts } from './fonts.ts';
import { FrameSource, type Answer } from './frame-source.ts';
import { Labels } from './labels.ts';
import type { PaletteEntry, Pen } from './mark-painter.ts';
import { HEADER_PX, paintHeader, paintLanes, prepare, type Highlights } from './painter.ts';
import { Hatches } from './patterns.ts';
import { fitted, picture, reaches, sceneOf, type Picture, type Scene, type Sight } from './scene.ts';
import { betweenWindows, clamp, clampWindow, sameWindow, type TimeWindow } from './window.ts';

/** What the stage asks its element. */
export interface StageHost {
  engine: Engine | null;
  groupBy: string | null;
  colorBy: string | null;
  narrow: boolean;
  lanesPx: number;
  palette: (code: number) => PaletteEntry;
  words: AxisWords;
  tickWords(): TickWords;
  highlights(): Highlights;
  /** A hand is on it. */
  isHeld(): boolean;
  /** How one picture becomes the next, once that is there. */
  blending(): typeof import('./blend.ts') | null;
  /** How a broken scale is painted, once that is there. */
  breaks(): typeof import('./breaks.ts') | null;
  sight(): Sight;
  /** A frame of the window asked for is shown. */
  settled(frame: Frame): void;
  /** The picture painted stays until something else happens. */
  rested(): void;
  /** The rows of the first picture can say their dates. */
  dated(): void;
}
export interface StageElements { head: HTMLCanvasElement; body: HTMLElement; lanes: HTMLCanvasElement; probe: HTMLElement }

/**
 * The picture that another takes the place of. It glides to the new window, or only fades while a hand moves that: then the
 * density of some groups.
 */
interface Former { picture: Picture; window: TimeWindow; since: number; glides: boolean; groups: Set<number> | null }

const EASE_MS = 180;
/** Windows that change faster than this come from a hand; they are shown at once. */
const HAND_MS = 120;
/** Lanes this far out of sight are painted too, so that scrolling meets no empty ones. */
const SIGHT_MARGIN_PX = 120;
/** Cells and titles are asked for so far out of sight, and at least a whole sight farther. */
const LEAST_MADE_PX = 800;
/** Height of the bars where density is all there is: on a narrow element, and the least elsewhere. */
const NARROW_BARS_PX = 260;
const LEAST_BARS_PX = 120;
/** Browsers refuse larger canvases. */
const MOST_CANVAS_PX = 16_000;

export class Stage {
  readonly colors: ColorReader;
  /** The window asked for, and the picture last painted. */
  target: TimeWindow | null = null;
  drawn: Picture | null = null;
  widthPx = 0;

  private scene: Scene | null = null;
  private shown: TimeWindow | null = null;
  private drawnWindow: TimeWindow | null = null;
  private before: Former | null = null;
  private changedAt = 0;
  private eases = false;
  private painting = 0;
  /** A frame of the window that was asked for when it came, until it is painted. */
  private unshown: Frame | null = null;
  private fonts: Fonts | null = null;
  private readonly hatches = new Hatches();
  private readonly labels = new Labels();
  private readonly source = new FrameSource((answer) => this.receive(answer), (error) => console.warn('event-timeline: no frame:', error), () => this.host.dated());

  constructor(private readonly host: StageHost, private readonly elements: StageElements) {
    this.colors = new ColorReader(elements.probe);
  }

  row(row: number): DrawnRow | undefined {
    return this.source.row(row);
  }

  /** The picture when all motion has ended. */
  settledPicture(): Picture | null {
    return this.scene && this.target ? picture(this.scene, this.target, this.widthPx) : null;
  }

  stop(): void {
    this.source.stop();
    cancelAnimationFrame(this.painting);
    this.painting = 0;
  }

  /** Another set: nothing of the picture stays. The first one of the new set may have come with it. */
  clear(first: GivenPicture | null): void {
    this.scene = this.before = this.drawn = this.unshown = null;
    this.labels.forget();
    this.source.prime(first);
  }

  refreshTheme(): void {
    this.colors.forget();
    this.hatches.forget();
    this.fonts = null;
    this.paintSoon();
  }

  refreshFonts(): void {
    forgetMetrics();
    this.labels.forget();
    this.fonts = null;
    this.ask(false);
  }

  resize(widthPx: number): void {
    if (widthPx === this.widthPx) return;
    this.widthPx = widthPx;
    this.ask(false);
    this.paintSoon();
  }

  /** Makes a window the shown one: at once from a hand, else eased when its frame is there. */
  follow(window: TimeWindow, asks = true): void {
    const next = clampWindow(window);
    if (this.target && sameWindow(this.target, next)) return;
    const now = performance.now();
    const isEased = !this.host.isHeld() && now - this.changedAt >= HAND_MS && this.drawn !== null;
    this.changedAt = now;
    this.target = next;
    if (!isEased) {
      this.shown = next;
      if (this.before?.glides) this.before = null;
      this.paintSoon();
    }
    if (asks) this.ask(isEased);
  }

  /** Asks the engine for a frame of the window; `eases` when the picture is to glide there. */
  ask(eases: boolean): void {
    const { engine } = this.host;
    if (!engine || !this.target || this.widthPx < 1) return;
    this.eases = eases;
    const { groupBy, colorBy } = this.host;
    this.source.ask({ engine, viewport: { ...this.sizes(), ...this.target, groupBy, colorBy } });
  }

  /** How large the picture is, and its letters. */
  sizes(): ViewSizes {
    const { narrow, lanesPx } = this.host;
    const fonts = this.currentFonts();
    const { top, bottom } = this.host.sight();
    const beyond = Math.max(LEAST_MADE_PX, bottom - top);
    return {
      widthPx: this.widthPx, heightPx: lanesPx, lanePx: narrow ? 48 : 31, tickGapPx: narrow ? 76 : 60,
      labelsAbove: narrow, titleFont: fonts.titleMetrics, claimantFont: fonts.claimantMetrics,
      visiblePx: [Math.max(0, top - beyond), bottom + beyond],
    };
  }

  prepareFonts(): void {
    prepareFonts(this.currentFonts());
  }

  private currentFonts(): Fonts {
    this.fonts ??= fontsFor(this.colors.theme().fontFamily, this.host.narrow);
    return this.fonts;
  }

  private receive({ frame, viewport, engine }: Answer): void {
    if (engine !== this.host.engine) return;
    const window = { from: viewport.from, to: viewport.to };
    const target = this.target ?? window;
    const isCurrent = sameWindow(window, target);
    const isMotionWanted = matchMedia('(prefers-reduced-motion: no-preference)').matches;
    const breaks = this.host.breaks();
    const scene = sceneOf(frame, viewport, !breaks);
    const glides = isCurrent && this.eases;
    if (isCurrent) this.eases = false;
    const changed = this.host.blending()?.changedKinds(this.scene, scene);
    if (changed && isMotionWanted && this.drawn && this.drawnWindow && (glides || changed.length > 0 || breaks?.isRescaled(this.scene, scene))) {
      const fading = this.before?.groups;
      const groups = glides || fading === null ? null : new Set([...changed, ...(fading ?? [])]);
      this.before = { picture: this.drawn, window: this.drawnWindow, since: performance.now(), glides, groups };
    } else if (isCurrent && this.before?.glides) {
      this.before = null;
    }
    if ((isCurrent && !this.before?.glides) || !this.shown) this.shown = target;
    this.scene = scene;
    if (isCurrent) this.unshown = frame;
    // What is painted between two frames of the page is seen no sooner, and under a hand painted over. A hidden page has no frames.
    if (this.drawn && !document.hidden) this.paintSoon();
    else this.paint(performance.now());
    this.reach();
  }

  /** Another part of the picture has come into sight. */
  look(): void {
    this.reach();
    this.paintSoon();
  }

  /** Asks for what is in sight and was not made. */
  private reach(): void {
    const { top, bottom } = this.host.sight();
    const near = { top: top - SIGHT_MARGIN_PX, bottom: bottom + SIGHT_MARGIN_PX };
    if (this.scene && !reaches(this.scene, near)) this.ask(this.eases);
  }

  /** A broken scale can be painted: what is shown is drawn on it. */
  breaksCame(): void {
    if (this.scene?.isPlain && this.host.breaks()?.isBroken(this.scene.frame)) this.ask(false);
  }

  paintSoon(): void {
    if (!this.painting) this.painting = requestAnimationFrame((now) => this.paint(now));
  }

  private paint(now: number): void {
    cancelAnimationFrame(this.painting);
    this.painting = 0;
    if (!this.scene || this.widthPx < 1) return;
    const { body, lanes, head } = this.elements;
    const sight = this.host.sight();
    const sightPx = sight.bottom - sight.top;
    const scene = (this.scene = fitted(this.scene, this.host.narrow ? NARROW_BARS_PX : Math.max(LEAST_BARS_PX, sightPx - HEADER_PX)));
    const contentPx = Math.max(scene.frame.heightPx, scene.lanePx);
    // The canvas is as high as what is in sight, and goes along with it, however high the lanes are.
    const heightPx = Math.min(MOST_CANVAS_PX, Math.max(contentPx, sightPx), sightPx + 2 * SIGHT_MARGIN_PX);
    const top = clamp(sight.top - SIGHT_MARGIN_PX, 0, Math.max(0, contentPx - heightPx));
    const part = { top, bottom: top + heightPx };
    const isFirst = this.drawn === null;
    this.drawn = this.currentPicture(scene, now, part);
    setStyle(body, 'block-size', `${contentPx}px`);
    setStyle(lanes, 'block-size', `${heightPx}px`);
    setStyle(lanes, 'translate', `0 ${top}px`);
    const pixelRatio = devicePixelRatio || 1;
    const lanesRatio = Math.min(pixelRatio, MOST_CANVAS_PX / heightPx);
    const context = prepare(lanes, this.widthPx, heightPx, lanesRatio);
    context?.translate(0, -top);
    if (context) paintLanes(this.pen(context, scene, lanesRatio), this.drawn, part, this.host.highlights());
    const headContext = prepare(head, this.widthPx, HEADER_PX, pixelRatio);
    if (headContext) paintHeader(this.pen(headContext, scene, pixelRatio), this.drawn.ticks, this.host.tickWords());
    if (this.before) this.paintSoon();
    else this.host.rested();
    this.tell(isFirst);
  }

  private tell(isFirst: boolean): void {
    // What a page waits for: its own measure of this element, as the core's are in the performance panel.
    if (isFirst) performance.mark('event-timeline:picture');
    const frame = this.unshown;
    this.unshown = null;
    if (frame) this.host.settled(frame);
  }

  /** The frame in the window shown, or on its way from the picture before. */
  private currentPicture(scene: Scene, now: number, sight: Sight): Picture {
    const { before, target } = this;
    const part = before ? Math.min(1, Math.max(0, (now - before.since) / EASE_MS)) : 1;
    const progress = 1 - (1 - part) ** 3;
    if (before?.glides && target) this.shown = betweenWindows(before.window, target, progress);
    const shown = this.shown ?? scene.window;
    const after = picture(scene, shown, this.widthPx, sight);
    this.drawnWindow = shown;
    const blending = this.host.blending();
    if (before && blending && part < 1) return blending.blend(before.picture, before.window, after, shown, this.widthPx, progress, before.groups);
    this.before = null;
    return after;
  }

  private pen(context: CanvasRenderingContext2D, scene: Scene, pixelRatio: number): Pen {
    return {
      context, widthPx: this.widthPx, pixelRatio, lanePx: scene.lanePx, isNarrow: this.host.narrow, theme: this.colors.theme(),
      fonts: this.currentFonts(), colors: this.colors, hatches: this.hatches, labels: this.labels, palette: this.host.palette,
      row: (row) => this.source.row(row), selectedRow: this.host.highlights().selectedRow,
      count: (n) => this.host.tickWords().count(n), longer: this.host.words.longer, atLeast: this.host.words.atLeast, breaks: this.host.breaks(),
    };
  }
}

/** Written only where it changes: each writing makes the page lay itself out anew. */
function setStyle(element: HTMLElement, name: string, value: string): void {
  if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value);
}
