/** Where the bytes of a set come from. */

export type EventData = string | Uint8Array | ArrayBuffer | object;

export async function fetchBytes(src: string, base: string, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(new URL(src, base), { signal, credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${src}: the server answered ${response.status} ${response.statusText}`.trim());
  return new Uint8Array(await response.arrayBuffer());
}

/** Text and objects become UTF-8 JSON; bytes are copied, since the worker takes them over. */
export function bytesOf(data: EventData): Uint8Array {
  if (data instanceof Uint8Array) return data.slice();
  if (data instanceof ArrayBuffer) return new Uint8Array(data.slice(0));
  return new TextEncoder().encode(typeof data === 'string' ? data : JSON.stringify(data));
}
