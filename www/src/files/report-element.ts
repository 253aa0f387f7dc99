/** What was read: how many records of each file, and a line for everything that was not understood. */

import { html, nothing, type TemplateResult } from 'lit';
import type { Diagnostic, FileReport } from '../types.ts';
import { CopyButton } from './copy-button.ts';
import { PanelElement } from './panel-element.ts';
import { reportText } from './report-text.ts';

/** Lines shown at first, and lines that the button under them adds. */
const LINES = 200;
const SEVERITIES = ['file', 'record', 'value', 'warning'] as const;

export class EventTimelineReport extends PanelElement {
  static override properties = { ...PanelElement.properties, severity: { state: true }, shown: { state: true } };
  declare severity: Diagnostic['severity'] | null;
  declare shown: number;
  private readonly copying = new CopyButton(this);

  constructor() {
    super();
    this.severity = null;
    this.shown = LINES;
  }

  private get chosen(): Diagnostic[] {
    const { diagnostics } = this.scene.model;
    return this.severity === null ? diagnostics : diagnostics.filter(({ severity }) => severity === this.severity);
  }

  override render(): TemplateResult {
    const { scene, words } = this;
    const { files, diagnostics } = scene.model;
    return html`
      ${files.length > 0 ? this.summary(files) : nothing}
      ${files.some(({ columns }) => columns.length > 0)
        ? html`<button type="button" class="button" @click=${() => scene.act.setUi({ reportOpen: false, columnsOpen: true })}>${words.columns}</button>` : nothing}
      ${diagnostics.length === 0 ? html`<p class="muted">${words.noProblems}</p>` : html`${this.controls()}${this.lines()}`}`;
  }

  /** A sentence for one file, a table for several. */
  private summary(files: readonly FileReport[]): TemplateResult {
    const { scene: { number }, words } = this;
    const [first] = files;
    if (first && files.length === 1) {
      const counts = first.rejected === 0 ? words.allRead(number(first.records), first.records === 1)
        : words.partRead(number(first.read), number(first.records), number(first.rejected));
      return html`<p class="summary">${first.name ? html`<bdi>${first.name}</bdi> · ` : nothing}${this.formatOf(first)} · ${counts}</p>`;
    }
    return html`
      <div class="scroll"><table class="files-read">
        <thead><tr><th scope="col">${words.file}</th><th scope="col">${words.format}</th><th scope="col" class="figure">${words.records}</th>
          <th scope="col" class="figure">${words.read}</th><th scope="col" class="figure">${words.rejected}</th></tr></thead>
        <tbody>${files.map((file, index) => html`<tr><th scope="row"><bdi>${this.nameOf(index)}</bdi></th><td>${this.formatOf(file)}</td>
          <td class="figure">${number(file.records)}</td><td class="figure">${number(file.read)}</td><td class="figure">${number(file.rejected)}</td></tr>`)}</tbody>
      </table></div>`;
  }

  private formatOf({ format }: FileReport): string {
    return format === null ? '–' : this.words.formats[format] ?? format;
  }

  private nameOf(index: number): string {
    return this.scene.model.files[index]?.name ?? this.words.nameless;
  }

  private controls(): TemplateResult {
    const { scene: { model, number }, words } = this;
    const options = SEVERITIES.flatMap((severity) => {
      const count = model.diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
      return count === 0 ? [] : [[severity, words.ofSeverity(words.severities[severity] ?? severity, number(count))] as const];
    });
    const choose = (event: Event) => {
      this.severity = ((event.target as HTMLSelectElement).value || null) as EventTimelineReport['severity'];
      this.shown = LINES;
      this.copying.forget();
    };
    return html`
      <div class="report-controls">
        <label class="select"><span class="select-label">${words.show}</span>
          <select @change=${choose}>
            <option value="" .selected=${this.severity === null}>${words.everything(number(model.diagnostics.length))}</option>
            ${options.map(([severity, label]) => html`<option value=${severity} .selected=${this.severity === severity}>${label}</option>`)}
          </select></label>
        ${this.copying.render(words.copyReport, () => reportText(this.chosen, model.files, words), words)}
      </div>`;
  }

  private lines(): TemplateResult {
    const { scene: { number }, words, chosen } = this;
    const rest = chosen.length - this.shown;
    return html`
      <ul class="diagnostics" aria-label=${words.reportHeading}>
        ${chosen.slice(0, this.shown).map((diagnostic) => this.line(diagnostic))}
      </ul>
      ${rest > 0 ? html`<button type="button" class="button" @click=${() => (this.shown += LINES)}>${words.showMore(number(rest))}</button>` : nothing}`;
  }

  private line({ severity, message, path, line, column, excerpt, file }: Diagnostic): TemplateResult {
    const { scene: { model, number }, words } = this;
    const place = line === 0 ? '' : words.lineColumn(number(line), number(column));
    const where = model.files.length > 1 ? html`<bdi>${this.nameOf(file)}</bdi>${place ? `, ${place}` : nothing}` : place;
    return html`
      <li>
        <p dir="auto">${message}</p>
        <p class="muted">${words.severity[severity] ?? severity}${where ? html` · ${where}` : nothing}${path ? html` · <code>${path}</code>` : nothing}</p>
        ${excerpt ? html`<pre dir="auto">${excerpt}</pre>` : nothing}
      </li>`;
  }
}
