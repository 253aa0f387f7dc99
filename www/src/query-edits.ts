/** What the controls make of a query: each gives another one, and leaves the one it was given as it was. */

import { choiceOf } from './state.ts';
import { EMPTY_QUERY, type FacetFilter, type Query } from './types.ts';

/** Chooses the value, or takes the same choice back; a value is never both asked for and excluded. */
export function toggleValue(query: Query, field: string, value: string, choice: 'any' | 'none'): Query {
  const had = choiceOf(query, field, value) === choice;
  const without = dropValue(query.facets, field, value);
  return { ...query, facets: had ? without : addValue(without, field, value, choice) };
}

function dropValue(facets: FacetFilter[], field: string, value: string): FacetFilter[] {
  return facets
    .map((filter) => (filter.field === field ? { ...filter, values: filter.values.filter((v) => v !== value) } : filter))
    .filter((filter) => filter.values.length > 0);
}

function addValue(facets: FacetFilter[], field: string, value: string, choice: 'any' | 'none'): FacetFilter[] {
  const fits = (filter: FacetFilter) => filter.field === field && (filter.mode === 'none') === (choice === 'none');
  if (!facets.some(fits)) return [...facets, { field, mode: choice, values: [value] }];
  return facets.map((filter) => (fits(filter) ? { ...filter, values: [...filter.values, value] } : filter));
}

/** Whether an event needs one or every one of the values asked for. */
export function matchModeOf(query: Query, field: string): 'any' | 'all' {
  return query.facets.some((filter) => filter.field === field && filter.mode === 'all') ? 'all' : 'any';
}

export function withMatchMode(query: Query, field: string, mode: 'any' | 'all'): Query {
  const facets = query.facets.map((f) => (f.field === field && f.mode !== 'none' ? { ...f, mode } : f));
  return { ...query, facets };
}

export function clearField(query: Query, field: string): Query {
  return {
    ...query,
    facets: query.facets.filter((f) => f.field !== field),
    numbers: query.numbers.filter((n) => n.field !== field),
  };
}

export function withNumberRange(query: Query, field: string, min: number | null, max: number | null): Query {
  const others = query.numbers.filter((n) => n.field !== field);
  return { ...query, numbers: min === null && max === null ? others : [...others, { field, min, max }] };
}

/** The order is kept; everything else is let go. */
export function withoutFilters(query: Query): Query {
  return { ...EMPTY_QUERY, sort: query.sort };
}

/** Chronological order is the default and needs no key. */
export function withSort(query: Query, by: string, descending: boolean): Query {
  return { ...query, sort: by === 'start' && !descending ? [] : [{ by, descending }] };
}
