/** The set in another form: which events, in what format, what that format does not hold. */

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { LatestOnly } from '../latest-only.ts';
import { hasFilters } from '../state.ts';
import type { Engine, ExportEnd, ExportFormat } from '../types.ts';
import { CopyButton } from './copy-button.ts';
import { download, fileName } from './download.ts';
import { FileParts } from './file-parts.ts';
import { PanelElement } from './panel-element.ts';

/** More than this is not copied: clipboards choke on it, files do not. */
const MOST_BYTES_COPIED = 2_000_000;

/** More than these take seconds: they are written when the reader says so. */
const MOST_EVENTS_UNASKED = 50_000;

/** A file that was written, and what is to be said of it. */
interface Written extends ExportEnd {
  file: FileParts;
}

export class EventTimelineExport extends PanelElement {
  static override properties = { ...PanelElement.properties, format: { state: true }, isFiltered: { state: true }, made: { state: true }, isAsked: { state: true }, progress: { state: true } };
  declare format: ExportFormat;
  declare isFiltered: boolean | null;
  /** What was asked for, as it is; null while it is being written. */
  declare made: Written | { failed: string } | null;
  declare isAsked: boolean;
  /** How much is written, from 0 to 1. */
  declare progress: number;
  private readonly copying = new CopyButton(this);
  /** A large set takes seconds: what is chosen on the way to something else is not written to its end. */
  private readonly writing = new LatestOnly<void>((_, isStale) => this.write(isStale));

  constructor() {
    super();
    this.format = 'json';
    this.isFiltered = null;
    this.made = null;
    this.isAsked = false;
    this.progress = 0;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.writing.drop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.isFiltered ??= hasFilters(this.scene.state.query);
    if (!changed.has('format') && !changed.has('isFiltered')) return;
    this.stop();
    if (this.count <= MOST_EVENTS_UNASKED) this.ask();
  }

  private ask(): void {
    this.isAsked = true;
    this.progress = 0;
    void this.writing.request();
  }

  private stop(): void {
    this.made = null;
    this.isAsked = false;
    this.copying.forget();
    this.writing.drop();
  }

  /** How many events are to be written. */
  private get count(): number {
    const { info, counts } = this.scene.model;
    const total = info?.count ?? 0;
    return this.isFiltered ? counts?.matches ?? total : total;
  }

  private async write(isStale: () => boolean): Promise<void> {
    const { format, isFiltered, scene: { engine } } = this;
    const isWanted = (): boolean => !isStale() && this.isConnected && this.isAsked && format === this.format && isFiltered === this.isFiltered;
    if (!engine || !isWanted()) return;
    const failed = (error: unknown) => ({ failed: error instanceof Error ? error.message : String(error) });
    const made = await this.written(engine, isWanted).catch(failed);
    if (isWanted()) this.made = made;
  }

  /** Piece by piece: in between the core answers what the timeline asks. Null where it is no longer wanted. */
  private async written(engine: Engine, isWanted: () => boolean): Promise<Written | null> {
    const file = new FileParts();
    await engine.exportStart(this.format, { filtered: this.isFiltered ?? false });
    while (isWanted()) {
      const piece = await engine.exportPiece();
      if ('losses' in piece) return { file, ...piece };
      file.add(piece.bytes as Uint8Array<ArrayBuffer>);
      this.progress = piece.progress;
    }
    await engine.exportStop();
    return null;
  }

  override render(): TemplateResult {
    return html`${this.which()}${this.formats()}${this.outcome()}`;
  }

  private which(): TemplateResult | typeof nothing {
    const { scene: { model, state, number }, words } = this;
    const total = model.info?.count ?? 0;
    const matches = model.counts?.matches ?? total;
    if (!hasFilters(state.query)) return html`<p>${words.exportWhole(number(total), total === 1)}</p>`;
    const choice = (value: boolean, label: string) => html`
      <label class="check"><input type="radio" name="which" .checked=${this.isFiltered === value} @change=${() => (this.isFiltered = value)} />${label}</label>`;
    return html`
      <fieldset><legend>${words.exportWhat}</legend>
        ${choice(true, words.exportFiltered(number(matches), matches === 1))}
        ${choice(false, words.exportWhole(number(total), total === 1))}
      </fieldset>`;
  }

  private formats(): TemplateResult {
    const { words } = this;
    return html`
      <fieldset class="formats"><legend>${words.exportAs}</legend>
        ${words.targets.map(([format, name, use]) => html`
          <label class="check"><input type="radio" name="format" .checked=${this.format === format} @change=${() => (this.format = format)} />
            <span>${name} <span class="muted">${use}</span></span></label>`)}
      </fieldset>`;
  }

  private outcome(): TemplateResult {
    const { made, words, scene: { bytes, number } } = this;
    if (!this.isAsked) {
      return html`
        <p role="status">${words.manyEvents(number(this.count))}</p>
        <div class="dialog-foot"><button type="button" class="button primary" @click=${() => this.ask()}>${words.prepare}</button></div>`;
    }
    if (made === null) return this.waiting();
    if ('failed' in made) return html`<p role="alert">${words.exportFailed(made.failed)}</p>`;
    return html`
      <div class="losses" role="status">
        ${made.losses.length === 0 ? html`<p>${words.noLosses}</p>` : nothing}
        ${this.losses(words.lost, made.losses.filter(({ kept }) => !kept))}
        ${this.losses(words.kept, made.losses.filter(({ kept }) => kept))}
      </div>
      <div class="dialog-foot">
        <button type="button" class="button primary" @click=${() => this.download(made)}>${words.download(bytes(made.file.size))}</button>
        ${made.file.size > MOST_BYTES_COPIED ? nothing : this.copying.render(words.copy, () => made.file.text, words)}
      </div>`;
  }

  private waiting(): TemplateResult {
    const { words, progress } = this;
    return html`
      <p role="status">${words.preparing}</p>
      ${progress === 0 || progress === 1 ? nothing : html`<div class="dialog-foot">
        <progress aria-label=${words.preparing} .value=${progress}></progress>
        <button type="button" class="button" @click=${() => this.stop()}>${words.stopPreparing}</button>
      </div>`}`;
  }

  private losses(heading: string, losses: ExportEnd['losses']): TemplateResult | typeof nothing {
    if (losses.length === 0) return nothing;
    return html`<div><h3>${heading}</h3><ul>${losses.map(({ message }) => html`<li dir="auto">${message}</li>`)}</ul></div>`;
  }

  private download({ file, mediaType, extension }: Written): void {
    const { info, files } = this.scene.model;
    const title = info?.title ?? files[0]?.name?.replace(/\.[^.]*$/, '') ?? null;
    download(fileName(title, extension), file.parts, mediaType, this.format === 'csv');
  }
}
