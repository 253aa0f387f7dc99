/** A file for the reader to keep. */

/** How long the browser may take to begin: then the memory is given back. */
const KEEP_MS = 60_000;

/** Before the text of a table: Excel takes it for a national encoding without. Programs that are given the text do without. */
const BYTE_ORDER_MARK = '\ufeff';

export function download(name: string, parts: readonly BlobPart[], mediaType: string, isMarked = false): void {
  const address = URL.createObjectURL(new Blob(isMarked ? [BYTE_ORDER_MARK, ...parts] : [...parts], { type: mediaType }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEEP_MS);
}

/** A name that every file system takes: the title's letters and numbers, joined by hyphens. */
export function fileName(title: string | null, extension: string): string {
  const words = (title ?? '').normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const name = words.join('-').toLowerCase().slice(0, 60).replace(/-+$/, '');
  return `${name === '' ? 'events' : name}.${extension}`;
}
