/** What a reader can do. Each action changes the state and says so to the page; programs use the element's methods. */

import * as edits from '../query-edits.ts';
import { withWindow, type TimelineState } from '../state.ts';
import type { Frame, Query } from '../types.ts';
import { pressKey } from './keys.ts';
import { INITIAL_FACET_UI, type FacetUi, type Ui } from './scene.ts';
import type { Session } from './session.ts';

export type Announce = (type: 'itemselect' | 'rangechange' | 'rangechanged' | 'filterchange' | 'viewchange', detail: object) => void;

/** What the element does for its panels. */
export interface PageActions {
  focusSearch(): void;
  focusDetail(): void;
  focusMain(): void;
  reload(): void;
  cancel(): void;
  isNarrow(): boolean;
  typedQuery(): string | null;
  /** Somebody is about to write the events to a file. */
  prepareFiles(): void;
  chooseFiles(): void;
  /** What a frame that is shown counts in its window. */
  windowCounted(frame: Frame): void;
}

export class Actions {
  constructor(
    private readonly session: Session,
    private readonly announce: Announce,
    private readonly ui: (patch: (ui: Ui) => Partial<Ui>) => void,
    readonly page: PageActions,
  ) {}

  private get state(): TimelineState {
    return this.session.state;
  }

  setUi(patch: Partial<Ui>): void {
    this.ui(() => patch);
  }

  setFacetUi(field: string, patch: Partial<FacetUi>): void {
    this.ui(({ facets }) => ({ facets: { ...facets, [field]: { ...(facets[field] ?? INITIAL_FACET_UI), ...patch } } }));
  }

  /** Every control but the search box writes the query here; the box then shows it as text. */
  setQuery(query: Query, followsWindow = this.state.followsWindow && query.time !== null): void {
    this.setUi({ typedQuery: null });
    this.session.setModel({ problems: [] });
    this.session.setState({ query, followsWindow });
    void this.announceFilter();
  }

  /** Whoever goes to the search box will want the words soon. */
  prepareSearch(): void {
    void this.session.ask((engine) => engine.prepareText());
  }

  async typeQuery(text: string): Promise<void> {
    this.setUi({ typedQuery: text });
    const read = await this.session.answers.setText(text, () => this.page.typedQuery() === text);
    if (read) void this.announceFilter();
  }

  private async announceFilter(): Promise<void> {
    const { query } = this.state;
    const q = await this.session.ask((engine) => engine.formatQuery(query));
    if (q !== undefined && query === this.state.query) this.announce('filterchange', { query, q });
  }

  toggleValue(field: string, value: string, choice: 'any' | 'none'): void {
    this.setQuery(edits.toggleValue(this.state.query, field, value, choice));
  }

  setMatchMode(field: string, mode: 'any' | 'all'): void {
    this.setQuery(edits.withMatchMode(this.state.query, field, mode));
  }

  clearField(field: string): void {
    this.setQuery(edits.clearField(this.state.query, field));
  }

  setNumberRange(field: string, min: number | null, max: number | null): void {
    this.setQuery(edits.withNumberRange(this.state.query, field, min, max));
  }

  clearFilters(): void {
    this.setQuery(edits.withoutFilters(this.state.query), false);
  }

  setSort(by: string, descending: boolean): void {
    this.setQuery(edits.withSort(this.state.query, by, descending));
  }

  setOnlyWindow(on: boolean): void {
    const window = on ? this.state.viewport : null;
    this.setQuery(withWindow(this.state.query, window), window !== null);
  }

  /** Certain about what? About the window: without a time filter the switch brings one. */
  setOnlyCertain(on: boolean): void {
    const { query, viewport } = this.state;
    const filtered = query.time ? query : withWindow(query, viewport);
    if (!filtered.time) return;
    const follows = query.time ? this.state.followsWindow : true;
    this.setQuery({ ...filtered, time: { ...filtered.time, certainOnly: on } }, follows);
  }

  moveWindow(viewport: { from: number; to: number }, final: boolean): void {
    this.session.setState({ viewport });
    this.announce('rangechange', viewport);
    if (!final) return;
    this.announce('rangechanged', viewport);
    if (this.state.followsWindow) this.setQuery(withWindow(this.state.query, viewport), true);
  }

  async fit(): Promise<void> {
    const fitted = await this.session.answers.fit();
    if (fitted) this.moveWindow(fitted, true);
  }

  async showRow(row: number | null = this.state.selectedRow): Promise<void> {
    if (row === null) return;
    const fitted = await this.session.ask((engine) => engine.fitRow(row));
    if (fitted) this.moveWindow({ from: fitted[0], to: fitted[1] }, true);
  }

  select(row: number | null): void {
    if (row === this.state.selectedRow) return;
    this.session.setState({ selectedRow: row });
    void this.announceSelection(row);
  }

  /** Takes a key while the axis or the list has the focus; tells whether it was one of ours. */
  press(event: KeyboardEvent, axis: Parameters<typeof pressKey>[2]): boolean {
    this.isKeyDown = true;
    const isOurs = pressKey(event, this, axis);
    this.isKeyDown = false;
    return isOurs;
  }
  /** Set while a key is handled: on a narrow element keys walk along the marks and only Enter opens. */
  private isKeyDown = false;

  pick(row: number): void {
    if (this.isKeyDown) this.select(row);
    else this.open(row);
  }

  /** Shows the event in the detail panel, and leaves the keyboard where it is. */
  open(row: number): void {
    this.setUi({ detailOpen: true });
    this.select(row);
  }

  /** On a narrow element only the sheet goes, and the event stays marked. */
  close(): void {
    if (this.page.isNarrow()) this.setUi({ detailOpen: false });
    else {
      this.select(null);
      this.page.focusMain();
    }
  }

  /** Enter: the keyboard goes into the detail panel. */
  async openSelected(): Promise<void> {
    if (this.state.selectedRow === null) await this.step(1);
    if (this.state.selectedRow === null) return;
    this.setUi({ detailOpen: true });
    this.page.focusDetail();
  }

  private async announceSelection(row: number | null): Promise<void> {
    if (row === null) return this.announce('itemselect', { id: null, row: null });
    const event = await this.session.ask((engine) => engine.event(row));
    if (event && this.state.selectedRow === row) this.announce('itemselect', { id: event.id, row, event });
  }

  /** Goes to the match `step` places on in the current order, and brings it into the window. */
  async step(step: number): Promise<void> {
    const count = this.session.model.counts?.matches ?? 0;
    if (count === 0) return;
    const { selectedRow } = this.state;
    const position = selectedRow === null ? null : await this.session.ask((engine) => engine.position(selectedRow));
    if (position === undefined) return;
    const target = position === null ? (step < 0 ? count - 1 : 0) : position + step;
    await this.goToPlace(Math.min(Math.max(target, 0), count - 1));
  }

  async stepToEnd(last: boolean): Promise<void> {
    const count = this.session.model.counts?.matches ?? 0;
    if (count > 0) await this.goToPlace(last ? count - 1 : 0);
  }

  private async goToPlace(place: number): Promise<void> {
    const rows = await this.session.ask((engine) => engine.page(place, 1, null));
    if (rows?.[0]) await this.goToRow(rows[0].row);
  }

  async goToRow(row: number): Promise<void> {
    this.select(row);
    const moved = await this.windowWith(row);
    if (moved) this.moveWindow(moved, true);
  }

  /** The window moved, not widened, so that the row is in it; null where it is in it already or undated. */
  async windowWith(row: number): Promise<{ from: number; to: number } | null> {
    const { viewport } = this.state;
    const [found] = (await this.session.ask((engine) => engine.rows(Uint32Array.of(row), null))) ?? [];
    if (!viewport || !found?.span) return null;
    const { earliestStart, latestEnd } = found.span;
    if (earliestStart < viewport.to && viewport.from < latestEnd) return null;
    const fitted = await this.session.ask((engine) => engine.fitRow(row));
    if (!fitted) return null;
    const middle = fitted[0] / 2 + fitted[1] / 2;
    const half = (viewport.to - viewport.from) / 2;
    return { from: middle - half, to: middle + half };
  }

  setView(view: TimelineState['view']): void {
    this.changeView({ view });
  }

  setGroupBy(groupBy: string | null): void {
    this.changeView({ groupBy });
  }

  setColorBy(colorBy: string | null): void {
    this.changeView({ colorBy });
  }

  private changeView(patch: Partial<Pick<TimelineState, 'view' | 'groupBy' | 'colorBy'>>): void {
    this.session.setState(patch);
    const { view, groupBy, colorBy } = this.state;
    this.announce('viewchange', { layout: view, groupBy, colorBy });
  }

  showUndated(limit: number): void {
    void this.session.answers.showUndated(limit);
  }
}
