/** One open set: the state, what the engine answered for it, and the way from the one to the other. */

import { startEngine, type EngineLost, type RunningEngine } from '../engine.ts';
import { isGone, viewOf, type EngineView } from '../engine-view.ts';
import { LatestOnly } from '../latest-only.ts';
import { INITIAL_STATE, withWindow, type TimelineState } from '../state.ts';
import { drawn } from '../drawn.ts';
import { groupingProblems, isGroupable, isListed } from '../fields.ts';
import { toCome } from '../later.ts';
import { asksMore } from '../part-needed.ts';
import type { Engine, FieldInfo, FirstView, FirstWishes, Frame, Limits, Opened, Query, ViewSizes } from '../types.ts';
import type { WindowCounts } from '../words/counts.ts';
import type { Answers } from './answers.ts';
import { takeIn, TooLargeForPage } from './intake.ts';
import { asides } from './later-parts.ts';
import type { Source } from './load.ts';
import { INITIAL_MODEL, type Failure, type LoadProgress, type Model } from './model.ts';
import { paletteFor } from './palette.ts';

/** What the host's attributes ask for when a set opens. */
export interface Wishes {
  /** The set is the page's own, which the attributes speak of; not a file of the reader's. */
  isOwn: boolean;
  q: string;
  /** What stands in the search box, where it is not what the query says. */
  typed: string | null;
  sort: Query['sort'];
  start: string | null;
  end: string | null;
  /** The window before a reload; goes before `start` and `end`. */
  window: TimelineState['viewport'];
  selected: string | null;
  groupBy: string | null;
  colorBy: string | null;
  view: TimelineState['view'];
  /** How large the axis is; null where none stands there yet. */
  sizes: ViewSizes | null;
}

/** What a set asks of the page that it will stand on. */
export interface Ground {
  wishes(): Wishes;
  /** Fulfilled when what the set will fill stands there, and has its sizes. */
  laidOut(): Promise<unknown>;
}

/** How often the progress of loading is drawn. */
const PROGRESS_MS = 100;
/** How often the counts of a window that moves are said: nobody reads sixty numbers a second. */
const COUNTS_EVERY_MS = 100;

export class Session {
  state: TimelineState = INITIAL_STATE;
  model: Model = INITIAL_MODEL;
  engine: Engine | null = null;
  /** Of the next reading. */
  limits: Limits | undefined;
  /** Undated events asked for so far. */
  undatedLimit = 0;

  /** What comes after the first picture, with the code for it. */
  readonly answers: Answers = toCome({}, () => (asides.now ? new asides.now.Answers(this) : null), asides);

  private load = 0;
  private running: RunningEngine | null = null;
  private view: EngineView | null = null;
  /** What the reader or the page has set since the loading began: the whole set keeps it when it comes. */
  private touched = new Set<string>();
  readonly queries = new LatestOnly<Query>((query, isStale) => this.answers.answer(query, isStale));
  readonly selections = new LatestOnly<number | null>((row, isStale) => this.answers.readSelection(row, isStale));

  constructor(private readonly changed: () => void, private readonly lost: (message: string) => void) {}

  setState(patch: Partial<TimelineState>): void {
    const before = this.state;
    this.state = { ...before, ...patch };
    for (const key of Object.keys(patch)) this.touched.add(key);
    if (this.state.query !== before.query) void this.queries.request(this.state.query);
    if (this.state.selectedRow !== before.selectedRow) void this.selections.request(this.state.selectedRow);
    if (this.state.colorBy !== before.colorBy) this.recolor();
    this.changed();
  }

  setModel(patch: Partial<Model>): void {
    this.model = { ...this.model, ...patch };
    this.changed();
  }

  /** Asks the engine; undefined where it or its set is gone, which is told elsewhere. */
  async ask<T>(question: (engine: Engine) => Promise<T>): Promise<T | undefined> {
    const { engine } = this;
    if (!engine) return undefined;
    try {
      const answer = await question(engine);
      return this.engine === engine ? answer : undefined;
    } catch (error) {
      if (!isGone(error)) throw error;
      return undefined;
    }
  }

  /**
   * Opens a set; false where a later call has overtaken this one, or `signal` has ended it. Throws what loading or reading
   * throws; with `keepsShown` the set shown until then stays where nothing of the new one could be shown.
   */
  async open(from: () => Promise<Source>, locale: string, ground: Ground, signal: AbortSignal, keepsShown = false): Promise<boolean> {
    const load = ++this.load;
    const isCurrent = (): boolean => load === this.load;
    const { phase, error: failure, progress, isStopped } = this.model;
    this.setModel({ phase: 'loading', error: null, progress: null, isStopped: false });
    let running: RunningEngine | null = null;
    try {
      const starting = startEngine((reason) => this.lose(running, reason));
      const [source, started] = await Promise.allSettled([from(), starting]);
      if (started.status === 'fulfilled') running = started.value;
      if (source.status === 'rejected') throw source.reason;
      running = await starting;
      if (isCurrent()) await this.read(running, source.value, locale, ground, signal, isCurrent);
    } catch (error) {
      const isShown = running !== null && running === this.running;
      if (running && !(isShown && signal.aborted)) void running.free();
      if (!isCurrent()) return false;
      if (keepsShown && !isShown && this.engine) {
        this.setModel({ phase, error: failure, progress, isStopped });
        throw error;
      }
      if (signal.aborted) this.stop(isShown, locale);
      else this.fail(failureOf(error));
      if (signal.aborted) return false;
      throw error;
    }
    if (!isCurrent() && running !== this.running) void running.free();
    return isCurrent();
  }

  private async read(running: RunningEngine, source: Source, locale: string, ground: Ground, signal: AbortSignal, isCurrent: () => boolean): Promise<void> {
    // The first is taken over at once: by it a part of the set is known for a part.
    let drawnAt = -Infinity;
    const progress = (done: LoadProgress): void => {
      if (!isCurrent() || performance.now() - drawnAt < PROGRESS_MS) return;
      drawnAt = performance.now();
      this.setModel({ progress: done });
    };
    // A set that takes the place of another begins anew; a whole that takes the place of its preview does not.
    let isFirst = true;
    const show = async (opening: () => Promise<Opened | null>, isWhole: boolean): Promise<void> => {
      const selected = isFirst ? null : await this.selectedId();
      const before = isFirst ? INITIAL_STATE : this.state;
      const wished = ground.wishes();
      const asked = this.firstWishes(wished, before, isFirst ? new Set() : this.touched, selected);
      const opened = opening();
      // Asked for with it: the answers are on their way while the page hears that it is open.
      const first = running.firstView(asked);
      first.catch(() => undefined);
      const result = await opened;
      if (!result || !isCurrent()) return;
      if (isWhole) refuseUnreadable(result);
      if (isFirst) this.touched = new Set();
      await this.begin(running, result, first, wished, { before, isFirst, isWhole });
      isFirst = false;
      const { typed } = ground.wishes();
      if (isCurrent() && typed !== null && typed !== wished.typed) await this.answers.setText(typed);
    };
    // The engine answers in the order in which it is asked: the first piece need not wait for an answer.
    const started = running.openStart(locale, source.files[0]?.options, this.limits);
    started.catch(() => undefined);
    const { q, typed, sort } = ground.wishes();
    // What the first view will need comes beside the set.
    if (asksMore({ text: typed ?? q, sort })) void running.prepare('hand').catch(() => undefined);
    const { read } = await takeIn(running, source, signal, {
      progress: (done) => progress({ ...done, totalBytes: knownTotal(source, done.bytes) }),
      preview: () => show(() => running.openPreview(), false),
    });
    await ground.laidOut();
    await started;
    // Asked for while the last pieces are read.
    const finish = async (): Promise<Opened> => {
      const finished = running.openFinish();
      finished.catch(() => undefined);
      await read;
      return finished;
    };
    await show(finish, true);
  }

  /** The reader wants no more of it: what is shown already stays. */
  private stop(isShown: boolean, locale: string): void {
    this.load += 1;
    if (isShown) {
      // Beginning another document lets go of what was read and not shown.
      this.running?.openStart(locale).catch(() => undefined);
      return this.setModel({ isStopped: true });
    }
    const { progress } = this.model;
    this.close();
    this.setModel({ phase: 'stopped', isStopped: true, progress });
  }

  /** The engine died of itself. */
  private lose(running: RunningEngine | null, reason: EngineLost): void {
    if (!running || running !== this.running) return;
    this.fail({ kind: 'lost', message: reason.message });
    this.lost(reason.message);
  }

  private fail(error: Failure): void {
    this.close();
    this.setModel({ phase: 'error', error });
  }

  /** Lets the engine and everything it held go. */
  close(): void {
    this.load += 1;
    this.queries.drop();
    this.selections.drop();
    this.view?.retire();
    this.view = this.engine = null;
    void this.running?.free();
    this.running = null;
    this.state = INITIAL_STATE;
    this.coloredField = undefined;
    this.setModel({ ...INITIAL_MODEL, revision: this.model.revision + 1 });
  }

  /** What to ask for when a set opens: what the page wishes, and over that what has been set since the loading began. */
  private firstWishes(wished: Wishes, before: TimelineState, touched: ReadonlySet<string>, selected: string | null): FirstWishes {
    const kept = <T>(key: keyof TimelineState, now: T, wish: T): T => (touched.has(key) ? now : wish);
    return {
      text: wished.typed ?? kept('query', null, wished.q),
      query: before.query,
      sort: kept('query', [], wished.sort),
      window: kept('viewport', before.viewport, wished.window),
      start: wished.start,
      end: wished.end,
      selected: kept('selectedRow', selected, wished.selected),
      groupBy: kept('groupBy', before.groupBy, wished.groupBy),
      colorBy: kept('colorBy', before.colorBy, wished.colorBy),
      undated: Math.max(1, this.undatedLimit),
      sizes: wished.sizes,
    };
  }

  /** Makes an opened set the one shown. Of a set that grows, what the reader has done to it stays. */
  private async begin(
    running: RunningEngine, opened: Opened, asked: Promise<FirstView>, wished: Wishes,
    { before, isFirst, isWhole }: { before: TimelineState; isFirst: boolean; isWhole: boolean },
  ): Promise<void> {
    this.view?.retire();
    const view = viewOf(running);
    this.view = view;
    if (this.running !== running) void this.running?.free();
    this.running = running;
    const first = await asked;
    if (this.view !== view) return;
    const { engine } = view;
    const now = isFirst ? INITIAL_STATE : this.state;
    const isKept = (key: keyof TimelineState): boolean => !isFirst && this.touched.has(key);
    this.engine = engine;
    this.model = this.firstModel(opened, first, engine, { isFirst, isWhole, isTyped: wished.typed !== null });
    this.state = {
      ...now,
      query: now.query === before.query ? first.query : now.query,
      viewport: isKept('viewport') ? now.viewport ?? first.window : first.window,
      selectedRow: now.selectedRow === before.selectedRow ? first.selectedRow : null,
      view: isKept('view') ? now.view : wished.view,
      groupBy: isKept('groupBy') ? this.groups(now.groupBy) : first.groupBy,
      colorBy: isKept('colorBy') ? this.category(now.colorBy) : first.colorBy,
    };
    this.coloredField = first.colorBy;
    this.recolor();
    this.changed();
    void this.complete(engine, opened.info.fields, first, isWhole ? wished : null);
  }

  private firstModel({ info, diagnostics, files }: Opened, first: FirstView, engine: Engine, how: { isFirst: boolean; isWhole: boolean; isTyped: boolean }): Model {
    const { colorBy, colors, counts, undated, queryText, picture } = first;
    // Of a set that grows, the filters show what they did until the new counts are there.
    const base = how.isFirst ? { ...INITIAL_MODEL, progress: this.model.progress } : this.model;
    const colored = colorBy !== null && colors !== null;
    return {
      ...base, phase: 'ready', revision: this.model.revision + 1, info, diagnostics, files, counts, undated, queryText,
      problems: how.isFirst || how.isTyped || !this.touched.has('query') ? first.problems : base.problems,
      values: colored ? new Map([...base.values, [colorBy, colors.values]]) : base.values,
      counted: colored ? new Map([...base.counted, [colorBy, colors.counts]]) : base.counted,
      palette: paletteFor(colors?.values),
      picture: picture && { ...picture, engine },
      // Words that come a moment later would push what stands below them.
      window: picture ? countsOf(picture.frame) : base.window,
      ...(how.isWhole && { progress: null }),
    };
  }

  /** The id of the selected event. */
  async selectedId(): Promise<string | null> {
    const { selectedRow } = this.state;
    const { detail } = this.model;
    if (selectedRow === null || detail?.row === selectedRow) return selectedRow === null ? null : detail?.id ?? null;
    const rows = await this.ask((engine) => engine.rows(Uint32Array.of(selectedRow), null));
    return rows?.[0]?.id ?? null;
  }

  /** What the first picture does without, when that has been drawn: the values to filter by, and the selected event. */
  private async complete(engine: Engine, fields: FieldInfo[], first: FirstView, wished: Wishes | null): Promise<void> {
    await drawn();
    if (this.engine !== engine) return;
    const { query, selectedRow } = this.state;
    if (query !== first.query) void this.queries.request(query);
    void this.selections.request(selectedRow);
    void this.answers.complete(engine, fields);
    if (wished) void this.answers.tellUnknown(wished, fields, first.selectedRow);
  }

  /** What a frame that is shown counts in its window: under a moving hand, in its turn. */
  windowCounted(frame: Frame): void {
    this.counting = frame;
    if (!this.model.isDrawn) this.tellWindow(frame);
    else this.telling ||= setTimeout(() => {
      this.telling = 0;
      if (this.model.isDrawn && this.counting) this.tellWindow(this.counting);
    }, COUNTS_EVERY_MS);
  }
  private counting: Frame | null = null;
  private telling = 0;

  private tellWindow({ certain, possible, before, after, scaleEnd, mostInCell, groups }: Frame): void {
    const { window: shown, isDrawn, isBroken: wasBroken } = this.model;
    const isBroken = scaleEnd !== mostInCell || groups.some(({ base }) => base > 0);
    if (isDrawn && isBroken === wasBroken && shown?.certain === certain && shown.possible === possible && shown.before === before && shown.after === after) return;
    this.setModel({ isDrawn: true, isBroken, window: { certain, possible, before, after } });
  }

  /** The window as a program sets it; the filter that follows it goes along. */
  setWindow(viewport: { from: number; to: number }): void {
    const { query, followsWindow } = this.state;
    this.setState(followsWindow ? { viewport, query: withWindow(query, viewport) } : { viewport });
  }

  /** Hues go by counts in the whole set: they change with the colouring field only. */
  recolor(): void {
    const { colorBy } = this.state;
    const { values, counted } = this.model;
    if (colorBy !== null && !(values.has(colorBy) && counted.has(colorBy))) return void this.answers.countColors(colorBy);
    if (this.coloredField === colorBy) return;
    this.coloredField = colorBy;
    this.setModel({ palette: paletteFor(colorBy === null ? undefined : values.get(colorBy)) });
    void this.answers.showUndated(this.undatedLimit);
  }
  private coloredField: string | null | undefined;

  /** The field where the set has it as a category; nothing otherwise. */
  category(field: string | null): string | null {
    return this.model.info?.fields.some((info) => info.key === field && isListed(info)) ? field : null;
  }

  /** Rows by the field that the page names, or a word on why not. */
  setGroupBy(field: string | null): void {
    this.setState({ groupBy: this.groups(field) });
    const problems = groupingProblems(this.model.info?.fields ?? [], field);
    if (problems.length > 0) this.setModel({ problems });
  }

  /** The field where its values can head groups; nothing otherwise. */
  groups(field: string | null): string | null {
    return this.model.info?.fields.some((info) => info.key === field && isGroupable(info)) ? field : null;
  }
}

/** A document of which not even one event could be read is no set. */
function refuseUnreadable({ info, diagnostics }: Opened): void {
  const unreadable = diagnostics.find(({ severity }) => severity === 'file');
  if (unreadable && info.count === 0) throw new Error(unreadable.message);
}

/** A server may have told the length of something else. */
function knownTotal({ totalBytes }: Source, bytes: number): number | null {
  return totalBytes !== null && bytes <= totalBytes ? totalBytes : null;
}

function countsOf({ certain, possible, before, after }: Frame): WindowCounts {
  return { certain, possible, before, after };
}

function failureOf(error: unknown): Failure {
  const name = error instanceof Error ? error.name : '';
  const kind = name === 'EngineLost' ? 'lost' : error instanceof TooLargeForPage ? 'tooLarge' : 'failed';
  return { kind, message: messageOf(error) };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
