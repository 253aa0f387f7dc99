/** What the engine has answered: everything shown follows from this and the state. */

import type { Counts, Diagnostic, EventDetail, Facet, FieldInfo, QueryProblem, Row, SetInfo } from '../types.ts';
import type { WindowCounts } from '../words/counts.ts';
import { EMPTY_PALETTE, type Palette } from './palette.ts';

export interface Model {
  phase: 'idle' | 'loading' | 'ready' | 'error';
  error: string | null;
  info: SetInfo | null;
  diagnostics: Diagnostic[];
  /** Grows when the current query or the set changes: pages fetched before are stale. */
  revision: number;
  counts: Counts | null;
  /** Fields worth a facet, in the document's order. */
  facetFields: FieldInfo[];
  facets: Facet[];
  /** The query as text: what stands in the search box unless the reader is typing. */
  queryText: string;
  problems: QueryProblem[];
  undated: Row[];
  detail: EventDetail | null;
  /** Place of the selected row among the matches. */
  position: number | null;
  previous: Row | null;
  next: Row | null;
  /** Counts of what the axis shows. */
  window: WindowCounts | null;
  palette: Palette;
}

export const INITIAL_MODEL: Model = {
  phase: 'idle',
  error: null,
  info: null,
  diagnostics: [],
  revision: 0,
  counts: null,
  facetFields: [],
  facets: [],
  queryText: '',
  problems: [],
  undated: [],
  detail: null,
  position: null,
  previous: null,
  next: null,
  window: null,
  palette: EMPTY_PALETTE,
};

/** Fewer events a value than this, and a field tells events apart rather than grouping them. */
const LEAST_EVENTS_PER_VALUE = 1.4;

export function isFacet(field: FieldInfo, facet: Facet | undefined): boolean {
  if (field.type === 'number') return field.min !== null && field.max !== null && field.min < field.max;
  if (field.type !== 'category' || !facet) return false;
  const held = facet.values.filter((value) => value.total > 0);
  const total = held.reduce((sum, value) => sum + value.total, 0);
  return held.length > 1 && (field.builtin || total >= held.length * LEAST_EVENTS_PER_VALUE);
}
