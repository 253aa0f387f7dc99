/** Lines above the timeline: which files are open, what could not be opened, and the question which of two numbers is the day. */

import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../element/icons.ts';
import type { Scene } from '../element/scene.ts';
import type { DateFormat } from '../types.ts';
import { fileStringsFor } from '../words/file-strings.ts';
import { readings } from './day-or-month.ts';
import { UnreadableFile } from './file-pieces.ts';
import { changedMapping } from './mapping.ts';
import type { OpenedFile } from './reader-files.ts';

/** File names said in the line; the report has them all. */
const NAMES_SAID = 3;

export function banners(scene: Scene): TemplateResult {
  return html`
    ${scene.files?.isTarget ? html`<div class="drop-target"><p>${fileStringsFor(scene.locale).dropHere}</p></div>` : nothing}
    ${problemBanner(scene)}
    ${openedBanner(scene)}
    ${scene.model.phase === 'ready' && scene.model.progress === null ? questionBanners(scene) : nothing}`;
}

function problemBanner({ files, locale }: Scene): TemplateResult | typeof nothing {
  if (!files || files.problem === null) return nothing;
  const words = fileStringsFor(locale);
  return html`
    <div class="banner problem" part="problem" role="alert"><p>${files.problem}</p>
      <button type="button" class="icon-button" aria-label=${words.hide} title=${words.hide} @click=${() => files.hideProblem()}>${icon('close')}</button></div>`;
}

function openedBanner(scene: Scene): TemplateResult | typeof nothing {
  const { files, locale, number, act } = scene;
  if (!files?.opened) return nothing;
  const { opened, hasOwn } = files;
  const words = fileStringsFor(locale);
  const names = listed(scene, opened.map(({ options }) => options.name));
  return html`
    <div class="banner opened" part="opened"><p>${words.opened(names, number(opened.length), opened.length === 1)}</p>
      <div class="banner-actions">
        <button type="button" class="button" @click=${() => act.page.chooseFiles()}>${words.openOthers}</button>
        <button type="button" class="button" @click=${() => files.close()}>${hasOwn ? words.backToPage : words.closeFiles}</button>
      </div>
    </div>`;
}

/** Text that does not reorder what stands around it. */
function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

/** Names in quotes, the first few of them; each is isolated, whichever way it is written. */
export function listed({ locale, number }: Scene, names: readonly string[]): string {
  const said = names.slice(0, NAMES_SAID).map((name) => `“${isolated(name)}”`);
  const rest = names.length - said.length;
  if (rest > 0) said.push(fileStringsFor(locale).andMore(number(rest)));
  return new Intl.ListFormat(locale, { type: rest > 0 ? 'unit' : 'conjunction' }).format(said);
}

/** Each column of which only the reader knows. */
function questionBanners(scene: Scene): TemplateResult[] {
  const { model, act, locale } = scene;
  const words = fileStringsFor(locale);
  return model.files.flatMap((file, index) => file.columns.filter(({ ambiguous }) => ambiguous).map((column) => {
    const { sample, days, months } = readings(scene, column);
    const name = model.files.length > 1 && file.name ? isolated(file.name) : null;
    const answer = (dateFormat: DateFormat) =>
      scene.files?.remap(new Map([[index, changedMapping(scene.files.mapping(index), [column], [{ ...column, dateFormat }])]]));
    return html`
      <div class="banner question" part="question" role="group" aria-label=${words.datesOf(column.name)}><p>${words.ambiguous(isolated(column.name), name, isolated(sample))}</p>
        <div class="banner-actions">
          <button type="button" class="button" @click=${() => answer('day-month-year')}>${words.dayFirst(isolated(days))}</button>
          <button type="button" class="button" @click=${() => answer('month-day-year')}>${words.monthFirst(isolated(months))}</button>
          <button type="button" class="button" aria-haspopup="dialog" @click=${() => act.setUi({ columnsOpen: true })}>${words.columns}</button>
        </div>
      </div>`;
  }));
}

/** What a timeline without a set offers. */
export function welcome({ locale, act }: Scene): TemplateResult {
  const words = fileStringsFor(locale);
  return html`
    <div class="notice welcome" part="welcome">
      <h2>${words.welcomeHeading}</h2>
      <p>${words.welcomeText}</p>
      <p class="muted">${words.welcomeFormats}</p>
      <button type="button" class="button primary" @click=${() => act.page.chooseFiles()}>${words.openFiles}</button>
    </div>`;
}

/** What is said where files could not be opened and others stay. */
export function problemOf(scene: Scene, opened: readonly OpenedFile[], error: unknown): string {
  const words = fileStringsFor(scene.locale);
  const reason = error instanceof UnreadableFile ? words.unreadable : error instanceof Error ? error.message : String(error);
  return words.notOpened(listed(scene, opened.map(({ options }) => options.name)), reason);
}
