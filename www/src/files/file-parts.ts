/** A file that is being made. */

/** So much is kept in the page's memory; the browser keeps what it is given as a blob where it likes. */
const KEPT_BYTES = 8 << 20;

export class FileParts {
  size = 0;
  private readonly blobs: Blob[] = [];
  private kept: Uint8Array<ArrayBuffer>[] = [];
  private keptBytes = 0;

  add(piece: Uint8Array<ArrayBuffer>): void {
    this.size += piece.length;
    this.kept.push(piece);
    this.keptBytes += piece.length;
    if (KEPT_BYTES <= this.keptBytes) this.hand();
  }

  /** What there is to make a blob of. */
  get parts(): BlobPart[] {
    return [...this.blobs, ...this.kept];
  }

  /** The whole as text, of a file not too large to be at hand at once. */
  get text(): string {
    const decoder = new TextDecoder();
    return this.kept.map((piece) => decoder.decode(piece, { stream: true })).join('') + decoder.decode();
  }

  private hand(): void {
    this.blobs.push(new Blob(this.kept));
    this.kept = [];
    this.keptBytes = 0;
  }
}
