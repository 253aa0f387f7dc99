/** `<event-timeline>`: the element that a page sees. What it does stands in its neighbours; here is what it is called. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { EventTimelineAxis } from '../axis/axis-element.ts';
import { nextTask } from '../drawn.ts';
import { missing, toCome } from '../later.ts';
import { prepareEngine } from '../engine.ts';
import { isForTimeline } from '../files/is-for-timeline.ts';
import type { FileLike, ReaderFiles } from '../files/reader-files.ts';
import type { Engine, FormatName, Limits } from '../types.ts';
import { formatSort, parseSort, type View } from '../state.ts';
import { adoptStyles } from '../styles/adopt.ts';
import { timelineStyles } from '../styles/timeline.ts';
import { directionOf, localeOf } from '../words/locale.ts';
import type { Actions, Announce, PageActions } from './actions.ts';
import type { Address } from './address.ts';
import { body, sizeOf } from './body.ts';
import { asides, files, links, list, ownLists, panels } from './later-parts.ts';
import { dataSource, fetchSource, ownOptions, type EventData, type Source } from './load.ts';
import type { LoadProgress } from './model.ts';
import { errorNotice, loadingNotice, previewNotice, stoppedNotice } from './notices.ts';
import { INITIAL_UI, type Scene, type Size, type Ui } from './scene.ts';
import { Session, type Ground, type Wishes } from './session.ts';
import { dateWords, prepareWords, spokenIn } from './spoken.ts';
import { TRAY_FIRST } from './tray.ts';

const HANDED = ['dragover', 'drop', 'paste'] as const;
/** Touches enter too. */
const NEARS = ['pointerenter', 'focusin'] as const;

/**
 * A searchable, filterable, sortable, zoomable timeline of an event set.
 *
 * Attributes say what to begin with, properties of the same names what is now. `calendar` is kept for what later
 * versions do with it, and changes nothing yet.
 *
 * @slot - The page's own list of events: read without scripts, while loading and after a failure; without `src` and `data`, the set itself.
 * @fires ready - The set is open; detail `{ count, files, diagnostics }`.
 * @fires progress - More of the set was read; detail `{ bytes, totalBytes, events }`, `totalBytes` null where nobody tells.
 * @fires error - It could not be opened, or its engine died; detail `{ message }`.
 * @fires itemselect - The reader chose an event, or none; detail `{ id, row, event }`.
 * @fires rangechange - The reader is moving the window; detail `{ from, to }` in milliseconds since 1970.
 * @fires rangechanged - The reader has moved the window; detail as above.
 * @fires filterchange - The reader changed filters or order; detail `{ query, q }`.
 * @fires viewchange - The reader went to the axis or the list, or chose rows or colours; detail `{ layout, groupBy, colorBy }`.
 * @csspart base, header, title, counts, search, sort, view-switch, facets, facet, main, toolbar, overview, axis, list, tray, detail, event, date, claims, legend
 * @cssproperty --event-timeline-height - Height of a wide or medium element; a narrow one is as high as what it shows.
 * @cssproperty --event-timeline-surface, -soft, -text, -muted, -hairline, -control - The neutral colours.
 * @cssproperty --event-timeline-accent, -selection - What can be acted on, and what is chosen.
 * @cssproperty --event-timeline-mark, -hue-0 to -hue-7, -hue-other - Marks without a colouring field, and with one.
 * @cssproperty --event-timeline-font, -radius - Type and corners.
 */
export class EventTimeline extends LitElement {
  static override styles = timelineStyles;
  static override properties = {
    src: { reflect: true },
    data: { attribute: false },
    limits: { attribute: false },
    format: { reflect: true },
    mapping: { reflect: true },
    allowFiles: { type: Boolean, reflect: true, attribute: 'allow-files' },
    start: {},
    end: {},
    q: {},
    sort: {},
    groupBy: { attribute: 'group-by' },
    colorBy: { attribute: 'color-by' },
    layout: {},
    locale: { reflect: true },
    calendar: { reflect: true },
    theme: { reflect: true },
    gestures: { reflect: true },
    permalink: { reflect: true },
    selected: {},
  };

  declare src: string | null;
  /** An event set as an object, as text or as bytes, in place of `src`. */
  declare data: EventData | null;
  /** Lower limits than the usual ones, of the next reading. */
  declare limits: Limits | null;
  /** What `src` or `data` is read as, by name; worked out where absent. */
  declare format: FormatName | null;
  /** What the columns of a table mean, where they are not to be as recognised: `Date=start:day-month-year; Notes=-`. */
  declare mapping: string | null;
  /** Whether readers may open files of their own: dropped, pasted or chosen. */
  declare allowFiles: boolean;
  /** The window to begin with, as dates (EDTF). */
  declare start: string | null;
  declare end: string | null;
  /** The query as text. */
  declare q: string;
  declare sort: string;
  declare groupBy: string | null;
  declare colorBy: string | null;
  declare layout: View;
  declare locale: string | null;
  declare calendar: string | null;
  declare theme: 'auto' | 'light' | 'dark' | null;
  declare gestures: 'cooperative' | 'greedy' | 'none' | null;
  /** What the reader sees stands in the page's address; several timelines of a page have different keys here. */
  declare permalink: string | null;
  /** The id of the selected event. */
  declare selected: string | null;

  private readonly session = new Session(() => this.requestUpdate(), (message) => this.announce('error', { message }));
  private ui: Ui = INITIAL_UI;
  private size: Size = 'wide';
  private loading: AbortController | null = null;
  private readonly act = this.actions((type, detail) => this.announceReaders(type, detail));
  /** What a program asks for is no reader's action, and fires nothing. */
  private readonly program = this.actions(() => undefined);
  private readonly resized = new ResizeObserver(([entry]) => this.measure(entry?.contentRect.width ?? 0));

  private actions(announce: Announce): Actions {
    const page: PageActions = {
      focusSearch: () => this.inside('#search')?.focus(),
      focusDetail: () => this.focusDetailSoon(),
      focusMain: () => void this.focusSoon('event-timeline-axis, event-timeline-list'),
      reload: () => void this.reload(),
      cancel: () => this.cancel(),
      isNarrow: () => this.size === 'narrow',
      typedQuery: () => this.ui.typedQuery,
      prepareFiles: () => this.prepare('late'),
      chooseFiles: () => void this.withFiles().then((reader) => reader.choose(), this.arrived),
      windowCounted: (frame) => this.session.windowCounted(frame),
    };
    const early: Pick<Actions, 'page' | 'setUi' | 'press'> = { page, setUi: (patch) => this.patchUi(patch), press: () => false };
    return toCome(early, () => (asides.now ? new asides.now.Actions(this.session, announce, (patch) => this.patchUi(patch(this.ui)), page) : null), asides);
  }

  constructor() {
    super();
    for (const type of HANDED) this.addEventListener(type, this.handed);
    Object.assign(this, {
      src: null, data: null, limits: null, format: null, mapping: null, allowFiles: false, start: null, end: null, q: '', sort: '', groupBy: null, colorBy: null, layout: 'axis',
      locale: null, calendar: null, theme: null, gestures: null, permalink: null, selected: null,
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.resized.observe(this);
    for (const type of NEARS) this.addEventListener(type, this.near);
    prepareEngine();
    if (this.hasUpdated && !this.session.engine) this.arriving = this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
    this.seen.disconnect();
    for (const type of NEARS) this.removeEventListener(type, this.near);
    // An element that is only moved comes back before this runs, and keeps its set.
    queueMicrotask(() => {
      if (!this.isConnected) this.release();
    });
  }

  private release(): void {
    this.loading?.abort();
    this.session.close();
    this.ui = INITIAL_UI;
    this.files?.release();
    this.files = null;
    this.leaveAddress();
  }

  /** Shows this window: milliseconds since 1970. */
  setWindow(from: number, to: number): void {
    if (Number.isFinite(from) && Number.isFinite(to) && from < to) void this.opened(() => this.session.setWindow({ from, to }));
  }

  /** The window shown; null before a set with dates is open. */
  getWindow(): { from: number; to: number } | null {
    const { viewport } = this.session.state;
    return viewport ? { ...viewport } : null;
  }

  /** Shows every match. */
  fit(): Promise<void> {
    return this.opened(async () => {
      const fitted = await this.session.answers.fit();
      if (fitted) this.session.setWindow(fitted);
    });
  }

  /** Selects the event and shows it; false where the set has none of that id. */
  focusEvent(id: string): Promise<boolean> {
    return this.opened(() => this.session.answers.focusEvent(id));
  }

  /** Moves the window to a date (EDTF) as it is wide; false where the date is none. */
  goTo(date: string): Promise<boolean> {
    return this.opened(() => this.session.answers.goTo(date));
  }

  /** Selects the next match in the current order. */
  next(): Promise<void> {
    return this.opened(() => this.program.step(1));
  }

  /** Selects the match before. */
  previous(): Promise<void> {
    return this.opened(() => this.program.step(-1));
  }

  /**
   * At once where a set is shown; else when the one that is on its way is there, in the order in which they were asked.
   * Done when the properties say what came of it.
   */
  private async opened<T>(then: () => T | Promise<T>): Promise<T> {
    if (!this.session.engine) await this.whenOpen();
    const answer = await then();
    await this.session.selections.rest;
    await this.updateComplete;
    return answer;
  }
  private arriving: Promise<void> | null = null;

  private async whenOpen(): Promise<void> {
    await this.updateComplete;
    // Another set may be asked for meanwhile.
    let waited: unknown;
    while (waited !== this.arriving) await (waited = this.arriving);
  }

  private announce(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  /** Loads the set anew; the window, the query and the selection stay. */
  reload(): Promise<void> {
    return this.load(this.session.state.viewport ?? this.lastWindow);
  }
  private lastWindow: { from: number; to: number } | null = null;

  /** Ends the loading; what is shown of the set by then stays. */
  cancel(): void {
    this.loading?.abort();
  }

  /**
   * Opens these files in place of the set shown, several of them as one; the reader can go back to the page's own.
   *
   * @throws where nothing of them can be shown. What was shown before then stays.
   * @example await timeline.openFiles([{ name: 'events.csv', bytes: 'Date,Title\n1989-11-09,The wall falls' }]);
   */
  async openFiles(given: Iterable<FileLike>): Promise<void> {
    const opened = Array.from(given, (await files.get()).openedFile);
    if (opened.length > 0) await (await this.withFiles()).open(opened);
  }

  private async withFiles(): Promise<ReaderFiles> {
    const { ReaderFiles } = await files.get();
    return (this.files ??= new ReaderFiles(this, {
      load: (asked, keepsShown) => this.load(null, asked, keepsShown),
      readAgain: (keepsShown) => this.readAgain(keepsShown),
      focusMain: () => this.act.page.focusMain(),
      wishes: () => ({ ...this.wishes(this.session.state.viewport), typed: null }),
      scene: () => this.scene(),
    }));
  }
  private files: ReaderFiles | null = null;

  private async readAgain(keepsShown: boolean): Promise<void> {
    this.mappingRead = this.mapping;
    await this.load(null, {}, keepsShown);
    this.address?.writeSoon('mapping');
  }

  private async load(window: { from: number; to: number } | null = null, asked: Partial<Wishes> = {}, keepsShown = false): Promise<void> {
    this.loading?.abort();
    const { src, q } = this;
    // Libraries that set properties write undefined for none.
    const data = this.data ?? null;
    if (!window) {
      this.ui = INITIAL_UI;
      this.lastWindow = null;
    }
    const isOwnList = !src && data === null && !this.files?.opened;
    if (isOwnList && !this.querySelector('li time, li data[value], th')) return this.session.close();
    const loading = new AbortController();
    this.loading = loading;
    const opened = this.files?.source(loading.signal);
    const from = async (): Promise<Source> => {
      await this.readAddress();
      this.mappingRead = this.mapping;
      if (opened) return opened;
      const options = ownOptions(this);
      if (isOwnList) return dataSource((await ownLists.get()).ownList(this), options);
      return data !== null ? dataSource(data, options) : fetchSource(src ?? '', this.baseURI, options, loading.signal);
    };
    this.session.undatedLimit = TRAY_FIRST;
    this.session.limits = this.limits ?? undefined;
    try {
      const ground: Ground = { wishes: () => ({ ...this.wishes(window), ...asked }), laidOut: () => this.layOut().then(() => this.updateComplete) };
      const isCurrent = await this.session.open(from, localeOf(this, this.locale), ground, loading.signal, keepsShown);
      if (!isCurrent) return;
      // What is wrong with the text is shown in the text as it was written.
      if (q && this.ui.typedQuery === null && this.session.model.problems.length > 0) this.patchUi({ typedQuery: q });
      this.address?.opened();
      const { info, diagnostics, files } = this.session.model;
      this.announce('ready', { count: info?.count ?? 0, files, diagnostics });
    } catch (error) {
      if (!loading.signal.aborted) this.announce('error', { message: error instanceof Error ? error.message : String(error) });
      if (keepsShown) throw error;
    } finally {
      if (this.loading === loading) this.loading = null;
    }
  }
  private mappingRead: string | null = null;

  private heard: LoadProgress | null = null;

  private tellProgress(): void {
    const { progress, isStopped } = this.session.model;
    if (progress === this.heard) return;
    this.heard = progress;
    if (progress && !isStopped) this.announce('progress', { bytes: progress.bytes, totalBytes: progress.totalBytes, events: progress.events });
  }

  private wishes(window: Wishes['window']): Wishes {
    const { q, selected, groupBy, colorBy } = this;
    const view = this.layout === 'list' ? 'list' : 'axis';
    const sizes = view === 'axis' ? this.axis?.sizes() ?? null : null;
    // Where the page's own set is to begin and end says nothing of other files.
    const [start, end] = this.files?.opened ? [null, null] : [this.start, this.end];
    return {
      isOwn: !this.files?.opened, q: q ?? '', typed: this.ui.typedQuery, sort: parseSort(this.sort ?? ''), start, end, window: window ?? this.address?.window ?? null,
      selected, groupBy, colorBy, view, sizes,
    };
  }

  private address: Address | null = null;

  /** Libraries that set properties write true and false for an attribute with no value and for none. */
  private get isLinked(): boolean {
    const given: unknown = this.permalink ?? false;
    return given !== false;
  }

  /** Once, before the first set is asked for; or when the page asks for it later. */
  private async readAddress(): Promise<void> {
    if (!this.isLinked || this.address) return;
    const { Address } = await links.get();
    this.address ??= new Address(this, this.session, {
      isOwn: () => !this.files?.opened,
      setText: (q) => this.takeQuery(q),
      select: (id) => this.takeSelected(id),
      followWindow: () => this.program.setOnlyWindow(true),
    });
  }

  private leaveAddress(): void {
    this.address?.release();
    this.address = null;
  }

  private announceReaders(type: string, detail: object): void {
    this.announce(type, detail);
    this.address?.writeSoon(type);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.hasUpdated && this.clientWidth > 0) this.size = sizeOf(this.clientWidth);
    const isOther = changed.has('src') || changed.has('data');
    const isReadAnew = changed.has('format') || changed.has('locale') || (changed.has('mapping') && this.mapping !== this.mappingRead);
    if (isOther && this.hasUpdated) this.files?.forget();
    if (changed.has('permalink') && !this.isLinked) this.leaveAddress();
    if (isOther || (isReadAnew && this.hasUpdated)) {
      this.arriving = this.load();
      return;
    }
    this.tellProgress();
    const { phase, progress } = this.session.model;
    if (phase !== 'ready') return;
    this.lastWindow = this.session.state.viewport;
    if (changed.has('permalink')) void this.readAddress().then(() => this.address?.follow());
    this.takeOver(changed);
    // Of a part of the set the attributes know nothing: what they ask for may come with the rest.
    if (progress === null) this.giveBack();
  }

  /** Properties that the page has set write the state. */
  private takeOver(changed: PropertyValues<this>): void {
    const { session } = this;
    if (changed.has('q') && this.q !== session.model.queryText) void this.takeQuery(this.q ?? '');
    else if (changed.has('sort') && this.sort !== formatSort(session.state.query.sort)) {
      session.setState({ query: { ...session.state.query, sort: parseSort(this.sort ?? '') } });
    }
    if (changed.has('groupBy') && this.groupBy !== session.state.groupBy) session.setGroupBy(this.groupBy);
    if (changed.has('colorBy') && this.colorBy !== session.state.colorBy) session.setState({ colorBy: session.category(this.colorBy) });
    if (changed.has('layout') && this.layout !== session.state.view) session.setState({ view: this.layout === 'list' ? 'list' : 'axis' });
    if (changed.has('selected') && this.selected !== this.selectedId) void this.takeSelected(this.selected);
    if (changed.has('start') || changed.has('end')) void this.takeWindow();
  }

  private async takeQuery(text: string): Promise<void> {
    const problems = await this.session.answers.setText(text);
    if (problems) this.patchUi({ typedQuery: problems.length > 0 ? text : null });
  }

  private async takeSelected(id: string | null): Promise<void> {
    const row = !id ? null : await this.session.ask((engine) => engine.find(id));
    if (row !== undefined) this.session.setState({ selectedRow: row });
  }

  private async takeWindow(): Promise<void> {
    const window = await this.session.answers.windowFor(this.start, this.end);
    if (window) this.session.setWindow(window);
  }

  /** The state writes the properties, once the engine has answered for it. */
  private giveBack(): void {
    const { state, model } = this.session;
    this.groupBy = state.groupBy;
    this.colorBy = state.colorBy;
    this.layout = state.view;
    const now = { q: model.queryText, sort: formatSort(state.query.sort), selected: model.detail?.id ?? null };
    // Only what changed: a value that the page has just set is still on its way through the engine.
    if (now.q !== this.given.q) this.q = now.q;
    if (now.sort !== this.given.sort) this.sort = now.sort;
    if (now.selected !== this.given.selected) this.selected = now.selected;
    this.given = now;
  }
  private given: { q: string; sort: string; selected: string | null } = { q: '', sort: '', selected: null };

  private get selectedId(): string | null {
    return this.session.model.detail?.id ?? null;
  }

  private measure(width: number): void {
    const size = sizeOf(width);
    if (size === this.size) return;
    this.size = size;
    this.requestUpdate();
  }

  private patchUi(patch: Partial<Ui>): void {
    this.ui = { ...this.ui, ...patch };
    this.requestUpdate();
  }

  private get axis(): EventTimelineAxis | null {
    return this.renderRoot.querySelector('event-timeline-axis');
  }

  private inside(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(selector);
  }

  private async focusSoon(selector: string): Promise<void> {
    await this.updateComplete;
    this.inside(selector)?.focus();
  }

  private scene(): Scene {
    const locale = localeOf(this, this.locale);
    const { state, model, engine, undatedLimit } = this.session;
    return {
      state, model, engine, undatedLimit,
      ui: this.ui,
      act: this.act,
      ...spokenIn(locale),
      gestures: this.gestures ?? 'cooperative',
      size: this.size,
      allowFiles: this.allowFiles,
      files: this.files,
    };
  }

  override render(): TemplateResult {
    const scene = this.scene();
    const { phase, info } = scene.model;
    // A landmark needs a name of its own: until its set says one, another timeline would have the same.
    return html`
      <div class="base ${this.size} is-${phase}" part="base" role=${info?.title ? 'region' : 'group'} aria-label=${info?.title ?? scene.strings.timeline} dir=${directionOf(scene.locale)}>
        ${files.now?.banners(scene) ?? nothing}
        ${phase === 'idle' && this.allowFiles && this.files ? files.now?.welcome(scene) ?? nothing : nothing}
        ${phase === 'loading' ? loadingNotice(scene) : nothing}
        ${phase === 'error' ? errorNotice(scene) : nothing}
        ${phase === 'stopped' ? stoppedNotice(scene) : nothing}
        ${phase === 'ready' && scene.model.progress ? previewNotice(scene) : nothing}
        ${missing.size > 0 ? asides.now?.missing(scene, this.fetchAgain) : nothing}
        ${phase === 'ready' || (phase === 'loading' && this.isLaidOut) ? html`<div class="whole ${phase === 'ready' ? '' : 'unseen'}" ?inert=${phase !== 'ready'}>
          ${body(scene, (event) => this.onAxisKey(event))}${phase === 'ready' ? html`${panels.now?.dialogs(scene)}${files.now?.dialogs(scene)}` : nothing}</div>` : nothing}
        <div class="host-content" ?hidden=${phase === 'ready'}><slot></slot></div>
        <div class="visually-hidden" aria-live="polite">${asides.now?.announcement(scene)}</div>
      </div>`;
  }

  /** All that a set will fill stands there unseen while it comes: what it is made of need not be made when it is there. */
  private layOut(): Promise<void> {
    return (this.laidOut ??= this.makeRoom());
  }
  private laidOut: Promise<void> | null = null;
  private isLaidOut = false;

  /** Step by step, so that no task takes long: what is asked of the worker and the network goes first. */
  private async makeRoom(): Promise<void> {
    await nextTask();
    this.isLaidOut = true;
    this.requestUpdate();
    await this.updateComplete;
    await this.axis?.updateComplete;
    await nextTask();
    this.axis?.measure();
    await nextTask();
    setTimeout(() => this.prepareWords());
  }

  /** Fonts and numbers are slow at first, and the worker still reads. */
  private prepareWords(): void {
    if (this.session.model.phase !== 'loading') return;
    this.axis?.prepare();
    prepareWords(localeOf(this, this.locale));
  }

  private onAxisKey(event: KeyboardEvent): void {
    if (this.act.press(event, this.axis)) event.preventDefault();
  }

  protected override updated(): void {
    if (this.session.model.phase === 'loading') void this.layOut();
    this.fetchParts();
    this.files?.listen(this.allowFiles);
    if (this.allowFiles) this.seen.observe(this);
    adoptStyles(this.renderRoot, [...(asides.now?.styles ?? []), ...(panels.now?.styles ?? []), ...(files.now?.styles ?? [])]);
    (panels.now ?? files.now)?.showDialogs(this.renderRoot);
    if (panels.now && this.isDetailToFocus) this.focusDetailSoon();
  }

  /** At once, or when the event is there. */
  private focusDetailSoon(): void {
    const title = this.session.model.detail?.row === this.session.state.selectedRow ? this.inside('#event-title') : null;
    this.isDetailToFocus = title === null;
    title?.focus();
  }
  private isDetailToFocus = false;

  /** What stands on the page next, or is likely to: the first picture goes before. */
  private fetchParts(): void {
    const { state, model } = this.session;
    const { ui, arrived } = this;
    if (model.phase !== 'ready') return;
    if (state.view === 'list') list.need(arrived);
    else if (state.viewport && model.counts?.matches && !model.isDrawn) return;
    asides.need(arrived);
    dateWords.need(arrived);
    if (this.isNear) this.prepare('hand');
    if (ui.exportOpen) this.prepare('late');
    if (state.selectedRow !== null || ui.keysOpen || ui.filtersOpen) panels.need(arrived);
    const isAmbiguous = model.files.some(({ columns }) => columns.some(({ ambiguous }) => ambiguous));
    if (ui.reportOpen || ui.columnsOpen || ui.exportOpen || isAmbiguous) this.needFiles();
  }
  private needFiles(): void {
    if (!this.files && !missing.has(files)) void this.withFiles().then(this.arrived, this.arrived);
  }
  /** A hand is on its way to the element, or a keyboard: what it may ask for is fetched before it does. */
  private readonly near = (): void => {
    this.isNear = true;
    this.fetchParts();
  };
  private isNear = false;
  /** Of the engine shown, once. */
  private prepare(part: 'hand' | 'late'): void {
    const { engine } = this.session;
    if (!engine || this.prepared[part] === engine) return;
    this.prepared[part] = engine;
    engine.prepare(part).catch(() => undefined);
  }
  private readonly prepared: Partial<Record<'hand' | 'late', Engine>> = {};
  private readonly arrived = (): void => this.requestUpdate();
  private readonly fetchAgain = (): void => {
    missing.clear();
    this.requestUpdate();
  };
  /** Whoever sees the element may drop a file on it. */
  private readonly seen = new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) this.needFiles();
  });
  /** What is dropped or pasted before there is what takes it: kept for that, or the browser would leave the page for the file. */
  private readonly handed = (event: Event): void => {
    const { type, dataTransfer, clipboardData } = event as DragEvent & ClipboardEvent;
    const given = dataTransfer ?? clipboardData;
    if (this.files || !this.allowFiles || !given || !isForTimeline(event)) return;
    event.preventDefault();
    if (type === 'dragover') return this.needFiles();
    const files = [...given.files];
    const text = given.getData('text/plain');
    void this.withFiles().then((reader) => reader.take(files, text), this.arrived);
  };
}
