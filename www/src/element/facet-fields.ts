/** Which fields are worth a facet. */

import type { FieldInfo, FieldValue } from '../types.ts';

/** Fewer events a value than this, and a field tells events apart rather than grouping them. */
const LEAST_EVENTS_PER_VALUE = 1.4;

export function isFacet(field: FieldInfo, values: readonly FieldValue[] | undefined): boolean {
  if (field.type === 'number') return field.min !== null && field.max !== null && field.min < field.max;
  if (field.type !== 'category' || !values) return false;
  const held = values.filter((value) => value.total > 0);
  const total = held.reduce((sum, value) => sum + value.total, 0);
  return held.length > 1 && (field.builtin || total >= held.length * LEAST_EVENTS_PER_VALUE);
}
