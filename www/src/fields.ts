/** Which fields a reader can group, colour and filter by, value by value. */
import type { FieldInfo, QueryProblem } from './types.js';

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

/** What to say where a page asks for rows by a field that has too many values for them. */
export function groupingProblems(fields: FieldInfo[], wish: string | null): QueryProblem[] {
  const field = fields.find(({ key, type }) => key === wish && type === 'category');
  const message = `rows by \`${wish}\`, which has ${field?.values} values, would be too many; expected a field of at most ${MOST_GROUPS - 1}`;
  return field && !isGroupable(field) && field.values > 0 ? [{ from: 0, to: 0, message }] : [];
}
