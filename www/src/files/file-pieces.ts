/** The bytes of a reader's file, piece by piece. */

/** The browser cannot read it, or can no longer. */
export class UnreadableFile extends Error {
  override name = 'UnreadableFile';
}

export async function* piecesOf(blob: Blob, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  // What was cancelled before is told by no event.
  signal.throwIfAborted();
  const reader = blob.stream().getReader();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => Promise.reject(new UnreadableFile('the file cannot be read')));
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    cancel();
  }
}
