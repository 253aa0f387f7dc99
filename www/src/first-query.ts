/** The query that a view begins with, where a page or an address has one. */
import type { EventSet } from './core.js';
import type { Asked } from './first-view.js';
import { EMPTY_QUERY } from './types.js';
import type { Counts, FirstWishes, Query, QueryProblem } from './types.js';

/** Makes the query that is wished for the current one. */
export function asked(set: EventSet, { text, query: given, sort }: FirstWishes): Asked {
  const { query: read, problems } = text ? set.parseQuery(text) : { query: text === null ? given : EMPTY_QUERY, problems: [] };
  const { query, counts } = acceptable(set, sort.length > 0 ? { ...read, sort } : read, problems);
  return { query, counts, problems, queryText: isEmpty(query) ? '' : set.formatQuery(query) };
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

/** Whether it says no more than the one that finds everything. */
export function isEmpty(query: Query): boolean {
  return Object.entries(EMPTY_QUERY).every(([key, none]) => JSON.stringify(query[key as keyof Query]) === JSON.stringify(none));
}
