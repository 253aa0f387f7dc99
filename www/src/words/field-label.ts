/** What a field is called. */

import type { FieldInfo } from '../types.ts';
import type { Strings } from './strings.ts';

export function fieldLabel(key: string, fields: readonly FieldInfo[], strings: Strings): string {
  const declared = fields.find((field) => field.key === key)?.label;
  return declared ?? strings.fields[key] ?? capitalized(key.replace(/_/g, ' '));
}

function capitalized(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
