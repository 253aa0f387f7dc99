/** Where the bytes of a set come from: piece by piece, so that no copy of the whole stands on the page. */

export type EventData = string | Uint8Array | ArrayBuffer | object;

export interface Source {
  /** What all pieces come to; null where nobody says. */
  totalBytes: number | null;
  pieces: AsyncIterable<Uint8Array>;
}

/** Pieces made here are of this size, more or less: none takes the page long. */
const PIECE_BYTES = 1 << 20;
const PIECE_EVENTS = 2000;

export async function fetchSource(src: string, base: string, signal: AbortSignal): Promise<Source> {
  const response = await fetch(new URL(src, base), { signal, credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${src}: the server answered ${response.status} ${response.statusText}`.trim());
  const { headers, body } = response;
  // Of a compressed answer the length is that of what travels, not of what is read.
  const length = headers.has('content-encoding') ? null : headers.get('content-length');
  return { totalBytes: length ? Number(length) : null, pieces: body ? received(body) : empty() };
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

/** Text and objects become UTF-8 JSON; bytes are copied, since the worker takes them over. */
export function dataSource(data: EventData): Source {
  if (typeof data === 'string') return { totalBytes: null, pieces: eachOf(texts(data)) };
  if (!(data instanceof Uint8Array || data instanceof ArrayBuffer)) return { totalBytes: null, pieces: eachOf(documents(data)) };
  const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
  return { totalBytes: bytes.length, pieces: eachOf(parts(bytes)) };
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
