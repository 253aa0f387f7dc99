/** What a reader has asked to see, as one plain object: attributes, properties, buttons and keys all write it. */

import { EMPTY_QUERY, type Query, type SortKey } from './types.ts';

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

export function withWindow(query: Query, window: { from: number; to: number } | null): Query {
  if (!window) return { ...query, time: null };
  return { ...query, time: { from: window.from, to: window.to, certainOnly: query.time?.certainOnly ?? false } };
}

export function hasFilters(query: Query): boolean {
  const parts = query.facets.length + query.numbers.length + query.text.length;
  return parts > 0 || query.time !== null || query.undated !== 'auto';
}

export function sortKey(query: Query): SortKey {
  return query.sort[0] ?? { by: 'start', descending: false };
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
