/** A mapping as text: `Column=role` for each column that is not to be as recognised, joined by `;`. The core reads it. */

import { mappingText } from '../mapping.ts';
import { DATE_FORMATS, DATE_ROLES, LIST_ROLES, type ColumnReport, type ColumnRole, type DateFormat } from '../types.ts';

/** What the reader can change of a column. */
export type ColumnChoice = Pick<ColumnReport, 'name' | 'role' | 'dateFormat' | 'separator'>;

/** Roles by what they are about, in the order of a menu. */
export const ROLE_GROUPS = {
  event: ['title', 'description', 'id', 'part-of', 'row-type'],
  time: [
    'date', 'start', 'end', 'date-text', 'year', 'month', 'day', 'time', 'end-year', 'end-month', 'end-day', 'end-time',
    'precision-ucdp', 'precision-acled', 'precision-wikidata',
  ],
  place: ['place', 'latitude', 'longitude'],
  source: ['claimant', 'status', 'citation'],
  media: ['link', 'media', 'media-caption', 'media-credit', 'media-alt'],
  field: ['category', 'number', 'text', 'address'],
  none: ['ignore'],
} as const satisfies Record<string, readonly ColumnRole[]>;

const MANY = new Set<ColumnRole>([...ROLE_GROUPS.field, ...ROLE_GROUPS.none, 'link', 'citation']);

export const UNKNOWN_DATE_FORMAT: DateFormat = 'day-or-month-first';
/** Formats that a reader can choose; the one left out is for what nobody knows. */
export const CHOICES_OF_FORMAT = DATE_FORMATS.filter((format) => format !== UNKNOWN_DATE_FORMAT);
/** Each cell is one value. */
export const NO_SEPARATOR = 'none';
export const SEPARATORS = [';', '|', '/', ',', '\n'];

export const isDateRole = (role: ColumnRole): boolean => DATE_ROLES.includes(role);
export const isListRole = (role: ColumnRole): boolean => LIST_ROLES.includes(role);

/** The columns with one of them changed; of a role that one column has, another one that had it becomes a field. */
export function withChoice(columns: readonly ColumnChoice[], index: number, patch: Partial<ColumnChoice>): ColumnChoice[] {
  return columns.map((column, at) => {
    if (at === index) return { ...column, ...patch, ...(patch.role !== undefined && { dateFormat: null, separator: null }) };
    const isTaken = patch.role !== undefined && column.role === patch.role && !MANY.has(patch.role);
    return isTaken ? { ...column, role: 'category', dateFormat: null, separator: null } : column;
  });
}

/** The mapping that `before` becomes when the columns go from `read` to `wanted`. */
export function changedMapping(before: string | null, read: readonly ColumnChoice[], wanted: readonly ColumnChoice[]): string {
  const kept = new Map((before ?? '').split(';').map((part) => part.trim()).filter((part) => part !== '').map((part) => [nameOf(part), part]));
  wanted.forEach((column, index) => {
    const was = read[index];
    if (was && sameChoice(was, column)) return;
    kept.set(column.name, mappingText([column]));
  });
  return [...kept.values()].join('; ');
}

export function sameChoice(a: ColumnChoice, b: ColumnChoice): boolean {
  return a.role === b.role && a.dateFormat === b.dateFormat && a.separator === b.separator;
}

function nameOf(part: string): string {
  const name = part.split('=', 1)[0]?.trim() ?? '';
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
