/** Where the bytes of a set come from: piece by piece, so that no copy of the whole stands on the page. */

import type { FileOptions, FormatName } from '../types.ts';

export type EventData = string | Uint8Array | ArrayBuffer | object;

export interface Source {
  /** What all pieces come to; null where nobody says. */
  totalBytes: number | null;
  /** Several become one set. */
  files: readonly SourceFile[];
}
export interface SourceFile {
  options: FileOptions;
  pieces: AsyncIterable<Uint8Array>;
}

/** Pieces made here are of this size, more or less: none takes the page long. */
const PIECE_BYTES = 1 << 20;
const PIECE_EVENTS = 2000;

export async function fetchSource(src: string, base: string, options: FileOptions, signal: AbortSignal): Promise<Source> {
  const address = new URL(src, base);
  const response = await fetch(address, { signal, credentials: 'same-origin' }).catch((error: Error) => {
    // What browsers say of it names no address, and differs.
    throw signal.aborted ? error : new Error(`${src}: no answer from there (${error.message})`);
  });
  if (!response.ok) throw new Error(`${src}: the server answered ${response.status} ${response.statusText}`.trim());
  const { headers, body } = response;
  // Of a compressed answer the length is that of what travels, not of what is read.
  const length = headers.has('content-encoding') ? null : headers.get('content-length');
  const pieces = body ? received(body) : empty();
  return { totalBytes: length ? Number(length) : null, files: [{ options: { name: nameIn(address), ...options }, pieces }] };
}

function nameIn({ pathname }: URL): string {
  const name = pathname.slice(pathname.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

async function* empty(): AsyncGenerator<Uint8Array> {}

async function* received(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let isDone = false;
  try {
    while (!isDone) {
      const piece = await reader.read();
      isDone = piece.done;
      if (piece.value) yield piece.value;
    }
  } finally {
    if (!isDone) await reader.cancel();
  }
}

/** What the page says of its own set. */
export function ownOptions({ format, mapping }: { format: FormatName | null; mapping: string | null }): FileOptions {
  return { format: format ?? undefined, mapping: mapping ?? undefined };
}

/** Text and objects become UTF-8 JSON; bytes are copied, since the worker takes them over. */
export function dataSource(data: EventData, options: FileOptions): Source {
  const of = (totalBytes: number | null, pieces: Iterable<Uint8Array>): Source => ({ totalBytes, files: [{ options, pieces: eachOf(pieces) }] });
  if (typeof data === 'string') return of(null, texts(data));
  if (typeof data !== 'object') throw new Error(`\`data\` is a ${typeof data}; expected an event set as an object, text or bytes`);
  if (!(data instanceof Uint8Array || data instanceof ArrayBuffer)) return of(null, documents(data));
  const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
  return of(bytes.length, parts(bytes));
}

async function* eachOf(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

function* parts(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.slice(at, at + PIECE_BYTES);
}

function* texts(text: string): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let from = 0;
  while (from < text.length) {
    let to = Math.min(text.length, from + PIECE_BYTES);
    // Both halves of a surrogate pair go into one piece.
    if (/[\uD800-\uDBFF]/.test(text.charAt(to - 1))) to += 1;
    yield encoder.encode(text.slice(from, to));
    from = to;
  }
}

/** JSON of a whole set at once would hold the page up: the events go by the thousand. */
function* documents(data: object): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  const events = Array.isArray(data) ? data : 'events' in data && Array.isArray(data.events) && !('toJSON' in data) ? data.events : null;
  if (!events) return yield encoder.encode(JSON.stringify(data));
  const head = Array.isArray(data) ? '' : JSON.stringify({ ...data, events: undefined }).slice(0, -1);
  yield encoder.encode(Array.isArray(data) ? '[' : `${head}${head === '{' ? '' : ','}"events":[`);
  for (let at = 0; at < events.length; at += PIECE_EVENTS) {
    const some = JSON.stringify(events.slice(at, at + PIECE_EVENTS)).slice(1, -1);
    yield encoder.encode(at > 0 ? `,${some}` : some);
  }
  yield encoder.encode(Array.isArray(data) ? ']' : ']}');
}
