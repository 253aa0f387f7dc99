/** Which fields a reader can group, colour and filter by, value by value. */
import type { FieldInfo } from './types.js';

/** Fields of more values than this are searched and not offered value by value: each value crosses to the page as an object. */
export const MOST_FACET_VALUES = 10_000;

/** The core lays out this many groups of lanes: one for each value, one for events without any. */
const MOST_GROUPS = 1_000;

/** Whether a field's values can be asked for at all. */
export function isListed(field: FieldInfo): boolean {
  return field.type === 'category' && field.values > 0 && field.values <= MOST_FACET_VALUES;
}

/** Whether a field's values can head groups of lanes. */
export function isGroupable(field: FieldInfo): boolean {
  return isListed(field) && field.values < MOST_GROUPS;
}
