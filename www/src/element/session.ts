/** One open set: the state, what the engine answered for it, and the way from the one to the other. */

import { startEngine } from '../engine.ts';
import { INITIAL_STATE, withWindow, type TimelineState } from '../state.ts';
import type { Engine, Query, QueryProblem, Row } from '../types.ts';
import { LatestOnly } from './latest-only.ts';
import { INITIAL_MODEL, isFacet, type Model } from './model.ts';
import { paletteFor } from './palette.ts';

/** What the host's attributes ask for when a set opens. */
export interface Wishes {
  q: string;
  sort: Query['sort'];
  start: string | null;
  end: string | null;
  selected: string | null;
  groupBy: string | null;
  colorBy: string | null;
  view: TimelineState['view'];
}

export class Session {
  state: TimelineState = INITIAL_STATE;
  model: Model = INITIAL_MODEL;
  engine: Engine | null = null;
  /** Undated events asked for so far. */
  undatedLimit = 0;

  private load = 0;
  private readonly queries = new LatestOnly<Query>((query, isStale) => this.answer(query, isStale));
  private readonly selections = new LatestOnly<number | null>((row, isStale) => this.readSelection(row, isStale));

  constructor(private readonly changed: () => void) {}

  setState(patch: Partial<TimelineState>): void {
    const before = this.state;
    this.state = { ...before, ...patch };
    if (this.state.query !== before.query) this.queries.request(this.state.query);
    if (this.state.selectedRow !== before.selectedRow) this.selections.request(this.state.selectedRow);
    if (this.state.colorBy !== before.colorBy) this.recolor();
    this.changed();
  }

  setModel(patch: Partial<Model>): void {
    this.model = { ...this.model, ...patch };
    this.changed();
  }

  /** Opens a set; false where a later call has overtaken this one. Throws what loading or reading throws. */
  async open(read: () => Promise<Uint8Array>, locale: string, wishes: () => Wishes): Promise<boolean> {
    const load = ++this.load;
    const isCurrent = () => load === this.load;
    this.setModel({ phase: 'loading', error: null });
    let engine: Engine | null = null;
    try {
      const starting = startEngine();
      const [bytes, started] = await Promise.allSettled([read(), starting]);
      if (started.status === 'fulfilled') engine = started.value;
      if (bytes.status === 'rejected') throw bytes.reason;
      engine = await starting;
      if (!isCurrent()) return await discard(engine);
      const { info, diagnostics } = await engine.open(bytes.value, locale);
      if (!isCurrent()) return await discard(engine);
      const unreadable = diagnostics.find(({ severity }) => severity === 'file');
      if (unreadable && info.count === 0) throw new Error(unreadable.message);
      this.swapEngine(engine);
      this.state = INITIAL_STATE;
      this.coloredFacet = null;
      this.model = { ...INITIAL_MODEL, phase: 'loading', revision: this.model.revision, info, diagnostics };
      await this.begin(engine, wishes());
    } catch (error) {
      if (engine && engine !== this.engine) void engine.free();
      if (!isCurrent()) return false;
      this.close();
      this.setModel({ ...INITIAL_MODEL, phase: 'error', error: messageOf(error), revision: this.model.revision });
      throw error;
    }
    return isCurrent();
  }

  /** Lets the engine and everything it held go. */
  close(): void {
    this.load += 1;
    this.queries.drop();
    this.selections.drop();
    this.swapEngine(null);
    this.state = INITIAL_STATE;
    this.setModel({ ...INITIAL_MODEL, revision: this.model.revision + 1 });
  }

  private swapEngine(engine: Engine | null): void {
    const old = this.engine;
    this.engine = engine;
    if (old && old !== engine) void old.free();
  }

  private async begin(engine: Engine, wishes: Wishes): Promise<void> {
    const { query: wished, problems } = await engine.parseQuery(wishes.q);
    if (wishes.sort.length > 0) wished.sort = wishes.sort;
    const query = await acceptable(engine, wished, problems);
    await this.chooseFacets(engine);
    const [viewport, selectedRow] = await Promise.all([
      this.windowFor(wishes.start, wishes.end),
      wishes.selected ? engine.find(wishes.selected) : null,
    ]);
    if (this.engine !== engine) return;
    const { view } = wishes;
    const [groupBy, colorBy] = [this.category(wishes.groupBy), this.category(wishes.colorBy)];
    this.state = { ...INITIAL_STATE, query, viewport, selectedRow, view, groupBy, colorBy };
    await this.answer(query, () => false);
    await this.readSelection(selectedRow, () => false);
    if (this.engine === engine) this.setModel({ phase: 'ready', problems });
  }

  private async chooseFacets(engine: Engine): Promise<void> {
    const fields = this.model.info?.fields ?? [];
    const facets = await engine.facets(fields.filter((f) => f.type === 'category').map((f) => f.key));
    const facetFields = fields.filter((field) => isFacet(field, facets.find((f) => f.field === field.key)));
    this.model = { ...this.model, facetFields, facets };
  }

  private async answer(query: Query, isStale: () => boolean): Promise<void> {
    const { engine } = this;
    if (!engine) return;
    try {
      const counts = await engine.query(query);
      const revision = this.model.revision + 1;
      this.setModel({ counts, revision });
      const [facets, undated, queryText] = await Promise.all([
        engine.facets(this.categoryFields()),
        this.fetchUndated(engine),
        engine.formatQuery(query),
      ]);
      if (this.engine !== engine || isStale()) return;
      this.setModel({ facets, undated, queryText });
      this.recolor();
      this.selections.request(this.state.selectedRow);
    } catch (error) {
      this.fail(engine, error);
    }
  }

  /** A refused question is a problem under the search box; after a trap nothing of the core can be used again. */
  private fail(engine: Engine, error: unknown): void {
    if (this.engine !== engine) return;
    const message = messageOf(error);
    if (!isTrap(error)) return this.setModel({ problems: [{ from: 0, to: 0, message }] });
    this.close();
    this.setModel({ phase: 'error', error: message });
  }

  private categoryFields(): string[] {
    const keys = new Set(this.model.facetFields.filter((f) => f.type === 'category').map((f) => f.key));
    if (this.state.colorBy) keys.add(this.state.colorBy);
    return [...keys];
  }

  private fetchUndated(engine: Engine): Promise<Row[]> {
    return engine.undatedPage(0, Math.max(1, this.undatedLimit), this.state.colorBy);
  }

  /** A window for every match; one for those in the window would be no more than the window. */
  async fit(): Promise<{ from: number; to: number } | null> {
    const { engine } = this;
    if (!engine) return null;
    const { query, followsWindow } = this.state;
    if (followsWindow) await engine.query({ ...query, time: null });
    const fitted = await engine.fit();
    if (followsWindow) this.queries.request(query);
    return fitted ? { from: fitted[0], to: fitted[1] } : null;
  }

  /** From one date to another (EDTF); what fits all the matches stands in for a side that is not given. */
  async windowFor(start: string | null, end: string | null): Promise<TimelineState['viewport']> {
    const { engine } = this;
    if (!engine) return null;
    const [fitted, from, to] = await Promise.all([engine.fit(), boundOf(engine, start, 'earliestStart'), boundOf(engine, end, 'latestEnd')]);
    const window = { from: from ?? fitted?.[0] ?? NaN, to: to ?? fitted?.[1] ?? NaN };
    return window.from < window.to ? window : null;
  }

  /** The window as a program sets it; the filter that follows it goes along. */
  setWindow(viewport: { from: number; to: number }): void {
    const { query, followsWindow } = this.state;
    this.setState(followsWindow ? { viewport, query: withWindow(query, viewport) } : { viewport });
  }

  async showUndated(limit: number): Promise<void> {
    this.undatedLimit = limit;
    if (!this.engine) return;
    const undated = await this.fetchUndated(this.engine);
    if (limit === this.undatedLimit) this.setModel({ undated });
  }

  private async readSelection(row: number | null, isStale: () => boolean): Promise<void> {
    const { engine } = this;
    if (!engine) return;
    if (row === null) return this.setModel({ detail: null, position: null, previous: null, next: null });
    try {
      const [detail, position] = await Promise.all([engine.event(row), engine.position(row)]);
      const [previous, next] = await this.neighbours(engine, position);
      if (this.engine === engine && !isStale()) this.setModel({ detail, position, previous, next });
    } catch (error) {
      this.fail(engine, error);
    }
  }

  private async neighbours(engine: Engine, position: number | null): Promise<[Row | null, Row | null]> {
    if (position === null) return [null, null];
    const first = Math.max(0, position - 1);
    const rows = await engine.page(first, position - first + 2, this.state.colorBy);
    return [position > 0 ? rows[0] ?? null : null, rows[position - first + 1] ?? null];
  }

  /** Hues go by counts in the whole set: they change with the colouring field only. */
  private recolor(): void {
    const { colorBy } = this.state;
    const facet = this.model.facets.find(({ field }) => field === colorBy);
    if (colorBy && !facet) return void this.fetchColorFacet(colorBy);
    if (this.coloredFacet === (facet ? colorBy : null)) return;
    this.coloredFacet = facet ? colorBy : null;
    this.setModel({ palette: paletteFor(facet) });
    void this.showUndated(this.undatedLimit);
  }
  private coloredFacet: string | null = null;

  private async fetchColorFacet(field: string): Promise<void> {
    const { engine } = this;
    if (!engine) return;
    const facets = await engine.facets([field]);
    if (this.engine !== engine || this.state.colorBy !== field || !facets.some((facet) => facet.field === field)) return;
    this.setModel({ facets: [...this.model.facets, ...facets] });
    this.recolor();
  }

  /** The field where the set has it as a category; nothing otherwise. */
  category(field: string | null): string | null {
    const isThere = this.model.info?.fields.some(({ key, type }) => key === field && type === 'category');
    return isThere ? field : null;
  }
}

/** Makes the query current; without its order where that names a field the set does not have. */
async function acceptable(engine: Engine, query: Query, problems: QueryProblem[]): Promise<Query> {
  try {
    await engine.query(query);
    return query;
  } catch (error) {
    if (isTrap(error) || query.sort.length === 0) throw error;
    problems.push({ from: 0, to: 0, message: messageOf(error) });
    return acceptable(engine, { ...query, sort: [] }, problems);
  }
}

async function discard(engine: Engine): Promise<false> {
  await engine.free();
  return false;
}

/** The name survives the way out of a worker; the class does not. */
function isTrap(error: unknown): boolean {
  return error instanceof Error && error.name === 'RuntimeError';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function boundOf(engine: Engine, text: string | null, bound: 'earliestStart' | 'latestEnd'): Promise<number | null> {
  if (!text) return null;
  const parsed = await engine.parseDate(text);
  if (!('date' in parsed)) return null;
  const time = parsed.date.span[bound];
  return Number.isFinite(time) ? time : null;
}
