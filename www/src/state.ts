/** What a reader has asked to see, as one plain object: attributes, properties, buttons and keys all write it. */

import { EMPTY_QUERY, type FacetFilter, type Query, type SortKey } from './types.ts';

export type View = 'axis' | 'list';

export interface TimelineState {
  query: Query;
  /** The window of the axis in milliseconds since 1970; null until a set is open. */
  viewport: { from: number; to: number } | null;
  /** The row shown in the detail panel. */
  selectedRow: number | null;
  view: View;
  groupBy: string | null;
  colorBy: string | null;
  /** The query's time filter is the window, and moves with it. */
  followsWindow: boolean;
}

export const INITIAL_STATE: TimelineState = {
  query: EMPTY_QUERY,
  viewport: null,
  selectedRow: null,
  view: 'axis',
  groupBy: null,
  colorBy: null,
  followsWindow: false,
};

/** How a value of a field stands in the query. */
export type Choice = 'any' | 'none' | null;

export function choiceOf(query: Query, field: string, value: string): Choice {
  for (const filter of query.facets) {
    if (filter.field === field && filter.values.includes(value)) return filter.mode === 'none' ? 'none' : 'any';
  }
  return null;
}

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

export function withWindow(query: Query, window: { from: number; to: number } | null): Query {
  if (!window) return { ...query, time: null };
  return { ...query, time: { from: window.from, to: window.to, certainOnly: query.time?.certainOnly ?? false } };
}

/** The order is kept; everything else is let go. */
export function withoutFilters(query: Query): Query {
  return { ...EMPTY_QUERY, sort: query.sort };
}

export function hasFilters(query: Query): boolean {
  const parts = query.facets.length + query.numbers.length + query.text.length;
  return parts > 0 || query.time !== null || query.undated !== 'auto';
}

export function sortKey(query: Query): SortKey {
  return query.sort[0] ?? { by: 'start', descending: false };
}

/** Chronological order is the default and needs no key. */
export function withSort(query: Query, by: string, descending: boolean): Query {
  return { ...query, sort: by === 'start' && !descending ? [] : [{ by, descending }] };
}

/** `title`, `-start`, `kind,-title` → sort keys, as the `sort` attribute writes them. */
export function parseSort(text: string): SortKey[] {
  return text
    .split(/[\s,]+/)
    .filter((part) => part.replace(/^-/, '') !== '')
    .map((part) => (part.startsWith('-') ? { by: part.slice(1), descending: true } : { by: part, descending: false }));
}

export function formatSort(keys: SortKey[]): string {
  return keys.map((key) => (key.descending ? '-' : '') + key.by).join(',');
}
