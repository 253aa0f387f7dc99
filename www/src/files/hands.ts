/** Files out of the reader's hands: dropped, pasted, chosen. */

import { fileStringsFor, type FileStrings } from '../words/file-strings.ts';
import { isForTimeline } from './is-for-timeline.ts';
import { openedFile, type OpenedFile } from './reader-files.ts';

export interface FilesHost {
  locale(): string;
  open(files: OpenedFile[]): void;
  /** Files are over the element, or no longer. */
  showTarget(isTarget: boolean): void;
  refuse(message: string): void;
}

export class FileHands {
  private readonly listening = new AbortController();
  private readonly chooser = document.createElement('input');

  /** Listens on the element, and on nothing else of the page. */
  constructor(private readonly element: HTMLElement, private readonly host: FilesHost) {
    const { signal } = this.listening;
    const on = <K extends keyof HTMLElementEventMap>(type: K, hear: (event: HTMLElementEventMap[K]) => void) => element.addEventListener(type, hear, { signal });
    on('dragenter', (event) => this.over(event));
    on('dragover', (event) => this.over(event));
    on('dragleave', (event) => this.left(event));
    on('drop', (event) => this.dropped(event));
    on('paste', (event) => this.pasted(event));
    this.chooser.type = 'file';
    this.chooser.multiple = true;
    this.chooser.addEventListener('change', () => this.chosen(), { signal });
  }

  release(): void {
    this.listening.abort();
  }

  choose(): void {
    this.chooser.click();
  }

  /** Files that were dropped or pasted, or pasted text where there are none. */
  take(files: readonly File[], text: string): void {
    if (files.length > 0) this.host.open(files.map(openedFile));
    else if (text.trim() === '') this.host.refuse(this.words.nothingPasted);
    else this.host.open([openedFile({ name: this.words.pastedText, bytes: text })]);
  }

  private get words(): FileStrings {
    return fileStringsFor(this.host.locale());
  }

  private over(event: DragEvent): void {
    if (!isForTimeline(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    this.host.showTarget(true);
  }

  private left(event: DragEvent): void {
    const isInside = event.relatedTarget instanceof Node && this.element.contains(event.relatedTarget);
    if (!isInside) this.host.showTarget(false);
  }

  private dropped(event: DragEvent): void {
    if (!isForTimeline(event)) return;
    event.preventDefault();
    this.host.showTarget(false);
    const items = [...(event.dataTransfer?.items ?? [])];
    // What stands for a folder reads as nothing.
    if (items.some((item) => item.webkitGetAsEntry()?.isDirectory)) return this.host.refuse(this.words.folders);
    this.open(event.dataTransfer?.files);
  }

  private pasted(event: ClipboardEvent): void {
    const { clipboardData } = event;
    if (!clipboardData || !isForTimeline(event)) return;
    event.preventDefault();
    this.take([...clipboardData.files], clipboardData.getData('text/plain'));
  }

  private chosen(): void {
    this.open(this.chooser.files);
    // The same file chosen again is a choice again.
    this.chooser.value = '';
  }

  private open(files: FileList | null | undefined): void {
    if (files && files.length > 0) this.host.open([...files].map(openedFile));
  }
}
