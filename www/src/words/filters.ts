/** The filters of a query in words, for a reader who is left with no match. */

import type { FieldInfo, Query } from '../types.ts';
import type { AllStrings } from './all-strings.ts';
import { fieldLabel } from './field-label.ts';

export function filterWords(query: Query, fields: readonly FieldInfo[], strings: AllStrings, locale: string): string[] {
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
