/** All that the first view of a set shows, worked out beside the core: each question more would be a way there and back. */
import { dateBounds, type EventSet } from './core.js';
import { groupingProblems, isGroupable, isListed } from './fields.js';
import { rowsInSight } from './in-sight.js';
import { EMPTY_QUERY } from './types.js';
import type { Counts, FieldInfo, FirstView, FirstWishes, Picture, Query, QueryProblem, TimeWindow, Viewport } from './types.js';

export async function firstView(set: EventSet, wishes: FirstWishes): Promise<FirstView> {
  const { text, sort, selected } = wishes;
  // Most views begin with no query: reading and printing one comes with the first.
  const { query: read, problems } = text ? set.parseQuery(text) : { query: text === null ? wishes.query : EMPTY_QUERY, problems: [] };
  const { query, counts } = acceptable(set, sort.length > 0 ? { ...read, sort } : read, problems);
  const held = (key: string | null, suits: (field: FieldInfo) => boolean): string | null => (set.info.fields.some((field) => field.key === key && suits(field)) ? key : null);
  const [groupBy, colorBy] = [held(wishes.groupBy, isGroupable), held(wishes.colorBy, isListed)];
  problems.push(...groupingProblems(set.info.fields, wishes.groupBy));
  const window = wishes.window ?? (await windowFor(set, wishes.start, wishes.end));
  return {
    query, counts, problems, window, groupBy, colorBy,
    queryText: isEmpty(query) ? '' : set.formatQuery(query),
    selectedRow: selected ? set.find(selected) : null,
    colors: colorBy === null ? null : { values: set.values(colorBy), counts: set.facetCounts(colorBy) },
    undated: set.undatedPage(0, wishes.undated, { colorBy }),
    picture: window && wishes.sizes && pictureOf(set, { ...wishes.sizes, ...window, groupBy, colorBy }),
  };
}

/** Makes the query current; without its order where that names a field the set does not have. */
function acceptable(set: EventSet, query: Query, problems: QueryProblem[]): { query: Query; counts: Counts } {
  try {
    return { query, counts: set.query(query) };
  } catch (error) {
    if (query.sort.length === 0) throw error;
    problems.push({ from: 0, to: 0, message: error instanceof Error ? error.message : String(error) });
    return acceptable(set, { ...query, sort: [] }, problems);
  }
}

function pictureOf(set: EventSet, viewport: Viewport): Picture {
  const frame = set.frame(viewport);
  return { viewport, frame, rows: set.rows(rowsInSight(frame, viewport), { colorBy: viewport.colorBy }) };
}

/** From one date (EDTF) to another; what fits all the matches stands in for a side that is not given. */
export async function windowFor(set: EventSet, start: string | null, end: string | null): Promise<TimeWindow | null> {
  const fitted = set.fit();
  const from = (await boundOf(start, 0)) ?? fitted?.[0] ?? NaN;
  const to = (await boundOf(end, 3)) ?? fitted?.[1] ?? NaN;
  return from < to ? { from, to } : null;
}

/** One of the four bounds of a date, where there is one. */
async function boundOf(text: string | null, bound: number): Promise<number | null> {
  const time = (text ? await dateBounds(text) : null)?.[bound] ?? NaN;
  return Number.isFinite(time) ? time : null;
}

/** Whether it says no more than the one that finds everything. */
function isEmpty(query: Query): boolean {
  return Object.entries(EMPTY_QUERY).every(([key, none]) => JSON.stringify(query[key as keyof Query]) === JSON.stringify(none));
}
