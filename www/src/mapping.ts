/** What the columns of a table mean, as the one line that the attribute `mapping`, the permalink and the command take. */
import { DATE_ROLES, LIST_ROLES, type ColumnReport } from './types.js';

export type ColumnMapping = Pick<ColumnReport, 'name' | 'role'> & Partial<Pick<ColumnReport, 'dateFormat' | 'separator'>>;

/**
 * Writes a mapping.
 *
 * @example mappingText([{ name: 'Date', role: 'start', dateFormat: 'day-month-year' }, { name: 'Internal', role: 'ignore' }])
 * // "Date=start:day-month-year; Internal=-"
 */
export function mappingText(columns: readonly ColumnMapping[]): string {
  return columns.map(({ name, role, dateFormat, separator }) => {
    const detail = DATE_ROLES.includes(role) ? dateFormat : LIST_ROLES.includes(role) && separator ? encode(separator) : null;
    return `${encode(name)}=${role === 'ignore' ? '-' : role}${detail ? `:${detail}` : ''}`;
  }).join('; ');
}

/** Signs of the mapping, and blanks that would be trimmed. */
function encode(text: string): string {
  return text.replace(/[%;=:\p{Cc}]|^\s|\s$/gu, encodeURIComponent);
}
