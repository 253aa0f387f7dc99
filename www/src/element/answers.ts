/** What is asked of the engine once a first picture stands: counts, values, one event, other queries. */

import { isGone } from '../engine-view.ts';
import { isListed } from '../fields.ts';
import type { TimelineState } from '../state.ts';
import type { Engine, FacetCounts, FieldInfo, FieldValue, Query, QueryProblem, Row } from '../types.ts';
import { isFacet } from './facet-fields.ts';
import { messageOf, type Session, type Wishes } from './session.ts';

/** A year, month or day as most pages write them. */
const PLAIN_DATE = /^-?\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

export class Answers {
  constructor(private readonly session: Session) {}

  /** The values to filter by, with their counts: one that came after the other would move what stands below. */
  async complete(engine: Engine, fields: FieldInfo[]): Promise<void> {
    try {
      const values = await valuesOf(engine, fields);
      if (this.session.engine !== engine) return;
      const { query } = this.session.state;
      const facetFields = fields.filter((field) => isFacet(field, values.get(field.key)));
      const { facets } = await engine.ask({ facets: this.countedFields(facetFields) });
      if (this.session.engine !== engine) return;
      this.session.setModel({ values, facetFields });
      this.count(facets);
      // One that came meanwhile did not know what to count.
      if (this.session.state.query !== query) void this.session.queries.request(this.session.state.query);
    } catch (error) {
      this.refuse(engine, error);
    }
  }

  /** What the page's attributes name and the set has not: nothing that a reader could do, so it is told to who wrote the page. */
  async tellUnknown({ isOwn, start, end, selected, groupBy, colorBy }: Wishes, fields: FieldInfo[], selectedRow: number | null): Promise<void> {
    const tell = (attribute: string, value: string | null, problem: string): void => console.warn(`event-timeline: ${attribute}="${value}": ${problem}`);
    const listed = fields.filter(isListed).map(({ key }) => key);
    // A reader's own files need not have what the page names.
    if (!isOwn) return;
    for (const [attribute, field] of [['group-by', groupBy], ['color-by', colorBy]] as const) {
      if (field && !fields.some(({ key, type }) => key === field && type === 'category')) tell(attribute, field, `no category field of that name in this set; it has ${listed.join(', ')}`);
    }
    for (const [attribute, date] of [['start', start], ['end', end]] as const) {
      // What says why a date is none comes with a hand: it is not fetched before for one that is plainly one.
      const parsed = date && !PLAIN_DATE.test(date) ? await this.session.ask((engine) => engine.parseDate(date)) : undefined;
      if (parsed && 'problem' in parsed) tell(attribute, date, `not a date: ${parsed.problem.message}`);
    }
    if (selected && selectedRow === null) tell('selected', selected, 'no event with that id in this set');
  }

  /** Makes the query that a line of text says the current one; null where there was nobody to read it. */
  async setText(text: string, isLatest: () => boolean = () => true): Promise<QueryProblem[] | null> {
    const parsed = await this.session.ask((engine) => engine.parseQuery(text));
    if (!parsed || !isLatest()) return null;
    this.session.setModel({ problems: parsed.problems });
    this.session.setState({ query: parsed.query, followsWindow: false });
    return parsed.problems;
  }

  async answer(query: Query, isStale: () => boolean): Promise<void> {
    const { engine } = this.session;
    if (!engine) return;
    try {
      const { counts, facets } = await engine.ask({ query, facets: this.countedFields() });
      if (this.session.engine !== engine) return;
      // The picture comes next; what is read beside it may come after it.
      this.session.setModel({ counts, revision: this.session.model.revision + 1 });
      this.count(facets);
      this.session.recolor();
      // What follows is read at leisure: while another query waits, nobody does.
      if (isStale()) return;
      const [undated, queryText] = await Promise.all([this.fetchUndated(engine), engine.formatQuery(query)]);
      if (this.session.engine !== engine || isStale()) return;
      this.session.setModel({ undated, queryText });
      void this.session.selections.request(this.session.state.selectedRow);
    } catch (error) {
      this.refuse(engine, error);
    }
  }

  private count(counts: readonly FacetCounts[] = []): void {
    this.session.setModel({ counted: new Map([...this.session.model.counted, ...byField(counts)]) });
  }

  private countedFields(facetFields = this.session.model.facetFields): string[] {
    const keys = new Set(facetFields.filter((f) => f.type === 'category').map((f) => f.key));
    if (this.session.state.colorBy) keys.add(this.session.state.colorBy);
    return [...keys];
  }

  async showUndated(limit: number): Promise<void> {
    this.session.undatedLimit = limit;
    const undated = await this.session.ask((engine) => this.fetchUndated(engine));
    if (undated && limit === this.session.undatedLimit) this.session.setModel({ undated });
  }

  private fetchUndated(engine: Engine): Promise<Row[]> {
    return engine.undatedPage(0, Math.max(1, this.session.undatedLimit), this.session.state.colorBy);
  }

  /** A window for every match; one for those in the window would be no more than the window. */
  async fit(): Promise<{ from: number; to: number } | null> {
    const { query, followsWindow } = this.session.state;
    const fitted = await this.session.ask(async (engine) => {
      if (followsWindow) await engine.query({ ...query, time: null });
      return engine.fit();
    });
    if (followsWindow) void this.session.queries.request(query);
    return fitted ? { from: fitted[0], to: fitted[1] } : null;
  }

  /** From one date to another (EDTF); what fits all the matches stands in for a side that is not given. */
  async windowFor(start: string | null, end: string | null): Promise<TimelineState['viewport']> {
    return (await this.session.ask((engine) => engine.windowFor(start, end))) ?? null;
  }

  async readSelection(row: number | null, isStale: () => boolean): Promise<void> {
    const { engine } = this.session;
    if (!engine) return;
    if (row === null) return this.session.setModel({ detail: null, position: null, previous: null, next: null });
    try {
      const [detail, position] = await Promise.all([engine.event(row), engine.position(row)]);
      const [previous, next] = await this.neighbours(engine, position);
      if (this.session.engine === engine && !isStale()) this.session.setModel({ detail, position, previous, next });
    } catch (error) {
      this.refuse(engine, error);
    }
  }

  private async neighbours(engine: Engine, position: number | null): Promise<[Row | null, Row | null]> {
    if (position === null) return [null, null];
    const first = Math.max(0, position - 1);
    const rows = await engine.page(first, position - first + 2, this.session.state.colorBy);
    return [position > 0 ? rows[0] ?? null : null, rows[position - first + 1] ?? null];
  }

  async countColors(field: string): Promise<void> {
    const found = await this.session.ask(async (engine) => {
      const values = this.session.model.values.get(field) ?? (await engine.facets([field]))[0]?.values;
      const { facets } = await engine.ask({ facets: [field] });
      return values && facets?.[0] ? { values, counts: facets[0] } : undefined;
    });
    if (!found || this.session.state.colorBy !== field) return;
    const { values, counted } = this.session.model;
    this.session.setModel({ values: new Map([...values, [field, found.values]]), counted: new Map([...counted, [field, found.counts]]) });
    this.session.recolor();
  }

  /** Selects the event and shows it; false where the set has none of that id. */
  async focusEvent(id: string): Promise<boolean> {
    const { session } = this;
    const row = await session.ask((engine) => engine.find(id));
    if (row == null) return false;
    session.setState({ selectedRow: row });
    const window = await session.ask((engine) => engine.fitRow(row));
    if (window && window[0] < window[1]) session.setWindow({ from: window[0], to: window[1] });
    return true;
  }

  /** Moves the window to a date (EDTF) as it is wide; false where the date is none. */
  async goTo(date: string): Promise<boolean> {
    const { session } = this;
    const { viewport } = session.state;
    const parsed = await session.ask((engine) => engine.parseDate(date));
    if (!viewport || !parsed || !('date' in parsed)) return false;
    const { earliestStart, latestEnd } = parsed.date.span;
    const anchor = Number.isFinite(earliestStart) ? earliestStart : latestEnd;
    if (!Number.isFinite(anchor)) return false;
    const half = (viewport.to - viewport.from) / 2;
    session.setWindow({ from: anchor - half, to: anchor + half });
    return true;
  }

  /** A refused question is a problem under the search box. */
  private refuse(engine: Engine, error: unknown): void {
    if (this.session.engine === engine && !isGone(error)) this.session.setModel({ problems: [{ from: 0, to: 0, message: messageOf(error) }] });
  }
}

/** The values of each field that can be listed: a call each, so that none is a long one. */
async function valuesOf(engine: Engine, fields: FieldInfo[]): Promise<Map<string, readonly FieldValue[]>> {
  const facets = await Promise.all(fields.filter(isListed).map(({ key }) => engine.facets([key])));
  return new Map(facets.flat().map(({ field, values }) => [field, values]));
}

function byField(counts: readonly FacetCounts[]): ReadonlyMap<string, FacetCounts> {
  return new Map(counts.map((each) => [each.field, each]));
}
