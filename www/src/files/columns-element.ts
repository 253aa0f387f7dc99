/** What the columns of tables mean: as recognised, with examples, for the reader to change. */

import { html, nothing, type TemplateResult } from 'lit';
import type { ColumnReport, ColumnRole, DateFormat, FileReport } from '../types.ts';
import { CopyButton } from './copy-button.ts';
import { changedMapping, CHOICES_OF_FORMAT, isDateRole, isListRole, NO_SEPARATOR, ROLE_GROUPS, sameChoice, SEPARATORS, UNKNOWN_DATE_FORMAT, withChoice, type ColumnChoice } from './mapping.ts';
import { PanelElement } from './panel-element.ts';

export class EventTimelineColumns extends PanelElement {
  static override properties = { ...PanelElement.properties, choices: { state: true } };
  /** By file, what the reader has made of its columns. */
  declare choices: ReadonlyMap<number, readonly ColumnChoice[]>;
  private readonly copying = new CopyButton(this);

  constructor() {
    super();
    this.choices = new Map();
  }

  private get tables(): [number, FileReport][] {
    return [...this.scene.model.files.entries()].filter(([, { columns }]) => columns.length > 0);
  }

  private choicesOf(index: number, file: FileReport): readonly ColumnChoice[] {
    return this.choices.get(index) ?? file.columns;
  }

  private mappingOf(index: number, file: FileReport): string {
    return changedMapping(this.scene.files?.mapping(index) ?? null, file.columns, this.choicesOf(index, file));
  }

  private change(index: number, file: FileReport, column: number, patch: Partial<ColumnChoice>): void {
    this.choices = new Map([...this.choices, [index, withChoice(this.choicesOf(index, file), column, patch)]]);
    this.copying.forget();
  }

  private apply(): void {
    const mappings = new Map(this.tables.map(([index, file]) => [index, this.mappingOf(index, file) || null]));
    this.finish(mappings);
  }

  private finish(mappings: ReadonlyMap<number, string | null>): void {
    this.scene.act.setUi({ columnsOpen: false });
    this.scene.files?.remap(mappings);
  }

  override render(): TemplateResult {
    const { scene, words, tables } = this;
    const isMapped = tables.some(([index]) => scene.files?.mapping(index));
    return html`
      <p class="muted">${words.columnsIntro}</p>
      ${tables.map(([index, file]) => this.table(index, file))}
      <div class="dialog-foot">
        <button type="button" class="button primary" @click=${() => this.apply()}>${words.apply}</button>
        ${isMapped ? html`<button type="button" class="button" @click=${() => this.finish(new Map(tables.map(([at]) => [at, null])))}>${words.asRecognised}</button>` : nothing}
        <button type="button" class="button" @click=${() => scene.act.setUi({ columnsOpen: false })}>${words.cancel}</button>
      </div>`;
  }

  private table(index: number, file: FileReport): TemplateResult {
    const { scene, words } = this;
    const choices = this.choicesOf(index, file);
    const mapping = this.mappingOf(index, file);
    return html`
      <section class="columns-read" aria-label=${file.name ?? words.columnsHeading}>
        ${scene.model.files.length > 1 ? html`<h3><bdi>${file.name ?? words.nameless}</bdi></h3>` : nothing}
        <table>
          <thead><tr><th scope="col">${words.column}</th><th scope="col">${words.samples}</th><th scope="col">${words.meaning}</th></tr></thead>
          <tbody>${choices.map((choice, at) => this.column(index, file, at, choice))}</tbody>
        </table>
        ${mapping === '' ? nothing : html`
          <p class="muted">${words.inTag}</p>
          <pre class="attribute" tabindex="0" dir="ltr">${`mapping="${mapping.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`}</pre>`}
      </section>`;
  }

  private column(index: number, file: FileReport, at: number, choice: ColumnChoice): TemplateResult {
    const { words } = this;
    const read = file.columns[at];
    const isChanged = read !== undefined && !sameChoice(read, choice);
    const set = (patch: Partial<ColumnChoice>) => this.change(index, file, at, patch);
    return html`
      <tr class=${isChanged ? 'changed' : ''}>
        <th scope="row"><bdi>${choice.name}</bdi></th>
        <td class="samples">${read && read.samples.length > 0 ? read.samples.map((sample) => html`<span class="sample">${sample}</span>`) : html`<span class="muted">${words.noSamples}</span>`}</td>
        <td class="choices">
          ${this.roleMenu(choice, (role) => set({ role }))}
          ${isDateRole(choice.role) ? this.dateMenu(choice, (dateFormat) => set({ dateFormat })) : nothing}
          ${isListRole(choice.role) && mayBeList(choice, read) ? this.listMenu(choice, (separator) => set({ separator })) : nothing}
        </td>
      </tr>`;
  }

  private roleMenu({ name, role }: ColumnChoice, choose: (role: ColumnRole) => void): TemplateResult {
    const { words } = this;
    const option = (value: string) => html`<option value=${value} .selected=${value === role}>${words.roles[value] ?? value}</option>`;
    return menu(words.meaningOf(name), (value) => choose(value as ColumnRole), Object.entries(ROLE_GROUPS).map(([group, roles]) => html`<optgroup label=${words.roleGroups[group] ?? group}>${roles.map(option)}</optgroup>`));
  }

  private dateMenu({ name, dateFormat }: ColumnChoice, choose: (format: DateFormat | null) => void): TemplateResult {
    const { words } = this;
    const known = dateFormat === null || dateFormat === UNKNOWN_DATE_FORMAT;
    return menu(words.datesOf(name), (value) => choose((value || null) as DateFormat | null), html`
      ${known ? html`<option value=${dateFormat ?? ''} .selected=${true}>${dateFormat === null ? words.asFound : words.dateFormatUnknown}</option>` : nothing}
      ${CHOICES_OF_FORMAT.map((format) => html`<option value=${format} .selected=${format === dateFormat}>${words.dateFormats[format] ?? format}</option>`)}`);
  }

  private listMenu({ name, separator }: ColumnChoice, choose: (separator: string | null) => void): TemplateResult {
    const { words } = this;
    const known = [...SEPARATORS, NO_SEPARATOR];
    const offered = separator !== null && !known.includes(separator) ? [separator, ...known] : known;
    return menu(words.listsOf(name), (value) => choose(value || null), html`
      ${separator === null ? html`<option value="" .selected=${true}>${words.separators['']}</option>` : nothing}
      ${offered.map((sign) => html`<option value=${sign} .selected=${sign === separator}>${words.separators[sign] ?? words.otherSeparator(sign)}</option>`)}`);
  }
}

/** Cells without any sign that could part a list hold none. */
function mayBeList({ separator }: ColumnChoice, read: ColumnReport | undefined): boolean {
  return separator !== null || (read?.samples.some((sample) => SEPARATORS.some((sign) => sample.includes(sign))) ?? false);
}

function menu(label: string, choose: (value: string) => void, options: unknown): TemplateResult {
  return html`<span class="select"><select aria-label=${label} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>${options}</select></span>`;
}
