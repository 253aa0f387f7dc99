/** Which parts of the core will be needed, told from what is asked for. */

import type { FileOptions, FirstWishes } from './types.js';

/** White space before the first word is hardly ever longer. */
const HEAD_BYTES = 256;

/** Whether the first view that is wished for needs what a reader's moves need. */
export function asksMore({ text, sort }: Pick<FirstWishes, 'text' | 'sort'>): boolean {
  return Boolean(text) || sort.length > 0;
}

/** Whether a file begins as JSON does. */
export function isJson(bytes: Uint8Array): boolean {
  return /^[\uFEFF\s]*[[{]/.test(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, HEAD_BYTES)));
}

/** Whether a file is said to be something else than an event set: only tables have mappings. */
export function isForeign({ format, mapping, name = '' }: FileOptions = {}): boolean {
  if (mapping) return true;
  if (format) return format !== 'event-set';
  return /\.\w+$/.test(name) && !/\.json$/i.test(name);
}
