/** Files of the reader's own, in place of the page's set. */

import type { EventTimeline } from '../element/timeline-element.ts';
import type { Source } from '../element/load.ts';
import type { Scene } from '../element/scene.ts';
import type { Wishes } from '../element/session.ts';
import type { FileOptions, FormatName } from '../types.ts';
import { problemOf } from './banners.ts';
import { piecesOf } from './file-pieces.ts';
import { FileHands } from './hands.ts';

/** What can be opened: files, bytes or text, with a name where they have none. */
export type FileLike = File | { name: string; bytes: Blob | BufferSource | string; format?: FormatName; mapping?: string };

/** A file that the reader has opened: the browser keeps its bytes, to be read again. */
export interface OpenedFile { blob: Blob; options: FileOptions & { name: string } }

export function openedFile(file: FileLike): OpenedFile {
  if (file instanceof File) return { blob: file, options: { name: file.name } };
  const { name, bytes, format, mapping } = file;
  return { blob: bytes instanceof Blob ? bytes : new Blob([bytes]), options: { name, format, mapping } };
}

export interface ReaderFilesHost {
  /** Loads what is open; with `keepsShown` it throws what reading throws, and what was shown before then stays. */
  load(asked: Partial<Wishes>, keepsShown: boolean): Promise<void>;
  /** Loads it once more, by another mapping; as `load`. */
  readAgain(keepsShown: boolean): Promise<void>;
  /** To the axis or the list. */
  focusMain(): void;
  /** How the set is shown now. */
  wishes(): Partial<Wishes>;
  scene(): Scene;
}

export class ReaderFiles {
  /** Null where the page's own set is shown. */
  opened: readonly OpenedFile[] | null = null;
  /** Files are being dragged over the element. */
  isTarget = false;
  /** What could not be opened, and why. */
  problem: string | null = null;
  /** How the page's own set was shown when the reader left it. */
  private left: Partial<Wishes> = {};
  private hands: FileHands | null = null;

  constructor(private readonly element: EventTimeline, private readonly host: ReaderFilesHost) {}

  /** The page has a set of its own to go back to. */
  get hasOwn(): boolean {
    return Boolean(this.element.src) || this.element.data !== null;
  }

  /** Takes what readers drop and paste, or no longer does. */
  listen(isAllowed: boolean): void {
    if (!isAllowed) this.release();
    else this.hands ??= this.newHands();
  }

  release(): void {
    this.hands?.release();
    this.hands = null;
  }

  private newHands(): FileHands {
    return new FileHands(this.element, {
      locale: () => this.host.scene().locale,
      open: (opened) => void this.tellingProblem(opened, () => this.open(opened)),
      showTarget: (isTarget) => this.isTarget === isTarget || this.patch({ isTarget }),
      refuse: (problem) => this.patch({ problem }),
    });
  }

  choose(): void {
    this.hands ??= this.newHands();
    this.hands.choose();
  }

  /** Files that were dropped or pasted, or pasted text where there are none. */
  take(files: readonly File[], text: string): void {
    this.hands ??= this.newHands();
    this.hands.take(files, text);
  }

  /** All of them as one. */
  source(signal: AbortSignal): Source | null {
    if (!this.opened) return null;
    const totalBytes = this.opened.reduce((sum, { blob }) => sum + blob.size, 0);
    return { totalBytes, files: this.opened.map(({ blob, options }) => ({ options, pieces: piecesOf(blob, signal) })) };
  }

  async open(opened: readonly OpenedFile[]): Promise<void> {
    if (!this.opened) this.left = this.host.wishes();
    await this.replace(opened, () => this.host.load({ q: '', sort: [], selected: null }, true));
  }

  /** These files stand in the place of what was open, unless it comes to nothing: then that is shown still. */
  private async replace(opened: readonly OpenedFile[], load: () => Promise<void>): Promise<void> {
    const before = this.opened;
    this.patch({ opened, problem: null, isTarget: false });
    try {
      await load();
    } catch (error) {
      // Without a set to go back to, the element says what is wrong in its place.
      if (this.opened === opened && !this.hasFailed) this.patch({ opened: before });
      throw error;
    }
  }

  private async tellingProblem(opened: readonly OpenedFile[], load: () => Promise<void>): Promise<void> {
    try {
      await this.keepingFocus(load);
    } catch (error) {
      const isWanted = error instanceof DOMException && error.name === 'AbortError';
      if (!isWanted && !this.hasFailed) this.patch({ problem: problemOf(this.host.scene(), opened, error) });
    }
  }

  /** What had the focus goes while a set is loaded: then the new one has it. */
  private async keepingFocus(load: () => Promise<void>): Promise<void> {
    const { activeElement } = this.element.getRootNode() as Document | ShadowRoot;
    const hadFocus = this.element.contains(activeElement);
    try {
      await load();
    } finally {
      if (hadFocus) this.host.focusMain();
    }
  }

  private get hasFailed(): boolean {
    return this.host.scene().model.phase === 'error';
  }

  /** Back to the page's own set, as the reader left it. */
  close(): void {
    this.forget();
    void this.keepingFocus(() => this.host.load(this.left, false));
  }

  /** The page has another set. */
  forget(): void {
    this.patch({ opened: null, problem: null });
  }

  hideProblem(): void {
    this.patch({ problem: null });
  }

  /** The mapping that a file was read by, where somebody said one. */
  mapping(file: number): string | null {
    return this.opened ? this.opened[file]?.options.mapping ?? null : this.element.mapping;
  }

  /** Reads the files again, some of them by other mappings. */
  remap(mappings: ReadonlyMap<number, string | null>): void {
    const { opened } = this;
    if (!opened) {
      this.element.mapping = mappings.get(0) ?? null;
      return void this.keepingFocus(() => this.host.readAgain(false));
    }
    const mapped = opened.map((file, at) => (mappings.has(at) ? { ...file, options: { ...file.options, mapping: mappings.get(at) ?? undefined } } : file));
    void this.tellingProblem(mapped, () => this.replace(mapped, () => this.host.readAgain(true)));
  }

  private patch(patch: Partial<Pick<ReaderFiles, 'opened' | 'isTarget' | 'problem'>>): void {
    Object.assign(this, patch);
    this.element.requestUpdate();
  }
}
