/** The filters of a query in words, for a reader who is left with no match. */

import type { FieldInfo, Query } from '../types.ts';
import type { Strings } from './strings.ts';

export function fieldLabel(key: string, fields: readonly FieldInfo[], strings: Strings): string {
  const declared = fields.find((field) => field.key === key)?.label;
  return declared ?? strings.fields[key] ?? capitalized(key.replace(/_/g, ' '));
}

function capitalized(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

export function filterWords(query: Query, fields: readonly FieldInfo[], strings: Strings, locale: string): string[] {
  const label = (key: string) => fieldLabel(key, fields, strings);
  const list = new Intl.ListFormat(locale, { type: 'disjunction' });
  const number = new Intl.NumberFormat(locale);
  const said: string[] = [];
  for (const { field, mode, values } of query.facets) {
    said.push(mode === 'none' ? strings.notChosen(label(field), list.format(values)) : strings.chosen(label(field), list.format(values)));
  }
  for (const { field, min, max } of query.numbers) {
    const range = `${min == null ? '' : number.format(min)}–${max == null ? '' : number.format(max)}`;
    said.push(strings.rangeFilter(label(field), range));
  }
  for (const { text, negate } of query.text) said.push(negate ? strings.notTextFilter(text) : strings.textFilter(text));
  if (query.time) said.push(strings.timeFilter);
  if (query.undated !== 'auto') said.push(strings.undatedFilter[query.undated] ?? '');
  return said;
}
