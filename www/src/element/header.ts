/** Title, counts, view switch, search box, order. */

import { html, nothing, type TemplateResult } from 'lit';
import { hasFilters, sortKey } from '../state.ts';
import type { Diagnostic, FieldInfo } from '../types.ts';
import { countParts } from '../words/counts.ts';
import { icon } from './icons.ts';
import { labelOf, showsFacets, type Scene } from './scene.ts';

export function header(scene: Scene): TemplateResult {
  const { strings, model } = scene;
  return html`
    <header part="header" role="none">
      <div class="titles">
        <h2 class="title" part="title" dir="auto" lang=${model.info?.lang ?? nothing}>${model.info?.title ?? strings.untitled}</h2>
        <p class="counts" part="counts" role="status" lang=${strings.lang}>${counts(scene)}</p>
        ${notRead(scene)}
      </div>
      <div class="views" lang=${strings.lang}>
        ${viewSwitch(scene)}
        ${scene.allowFiles ? iconButton('open', scene.strings.openFiles, () => scene.act.page.chooseFiles()) : nothing}
        ${scene.size === 'narrow' ? nothing : html`${iconButton('export', scene.strings.exportEvents, () => scene.act.setUi({ exportOpen: true }), scene.act.page.prepareFiles)}<button type="button" class="icon-button bordered" aria-haspopup="dialog" aria-label=${strings.keys} title=${strings.keys}
          @click=${() => scene.act.setUi({ keysOpen: true })}>${icon('keys')}</button>`}
      </div>
      <div class="finding">
        ${search(scene)}
        ${showsFacets(scene) ? nothing : filtersButton(scene)}
        ${sortControl(scene)}
      </div>
      ${problems(scene)}
    </header>
  `;
}

function iconButton(name: 'open' | 'export', label: string, act: () => void, near: () => void = () => undefined): TemplateResult {
  return html`<button type="button" class="icon-button bordered" part=${name} aria-haspopup="dialog" aria-label=${label} title=${label} @click=${act} @pointerenter=${near} @focus=${near}>${icon(name)}</button>`;
}

function counts(scene: Scene): TemplateResult | typeof nothing {
  const { model, state, strings, number } = scene;
  if (!model.counts) return nothing;
  const window = state.view === 'axis' && state.viewport && model.counts.matches > 0 ? model.window : null;
  const parts = countParts(model.counts, window, state.query.time !== null, strings, number);
  return html`${parts.map((part, index) => html`${index === 0 ? nothing : html`<span class="dot"> · </span>`}<span class=${index === 0 ? 'count-all' : 'count'}>${part}</span>`)}`;
}

/** What was not read, or that all was where a reader may doubt it; the report behind it says more. */
function notRead(scene: Scene): TemplateResult | typeof nothing {
  const { model: { info, diagnostics, files }, strings, act, number } = scene;
  const isForeign = Boolean(scene.files?.opened) || files.some(({ columns }) => columns.length > 0);
  if (diagnostics.length === 0 && !isForeign) return nothing;
  const say = (count: number, words: (n: string, one: boolean) => string) => (count === 0 ? [] : [words(number(count), count === 1)]);
  const of = (...severities: Diagnostic['severity'][]) => diagnostics.filter(({ severity }) => severities.includes(severity)).length;
  const rejected = info ? info.records - info.count : 0;
  const said = [...say(rejected, strings.recordsNotRead), ...say(of('file'), strings.filesCut), ...say(of('value'), strings.valuesNotRead), ...say(of('warning'), strings.notes)];
  return html`<button type="button" class="quiet not-read" lang=${strings.lang} aria-haspopup="dialog" @click=${() => act.setUi({ reportOpen: true })}>
    ${said.length > 0 ? said.join(', ') : strings.allRead}
  </button>`;
}

function viewSwitch({ state, strings, act }: Scene): TemplateResult {
  const choice = (view: 'axis' | 'list') => html`
    <button type="button" aria-pressed=${state.view === view ? 'true' : 'false'} @click=${() => act.setView(view)}>${strings[view]}</button>`;
  return html`<div class="segmented view-switch" part="view-switch" role="group" aria-label=${strings.view}>${choice('axis')}${choice('list')}</div>`;
}

function search(scene: Scene): TemplateResult {
  const { ui, model, strings, act } = scene;
  const text = ui.typedQuery ?? model.queryText;
  const typed = (typedQuery: string): void => {
    // It stays in the box while what reads it is on its way.
    act.setUi({ typedQuery });
    void act.typeQuery(typedQuery);
  };
  return html`
    <div class="search" part="search">
      ${icon('search')}
      <input id="search" type="search" enterkeyhint="search" autocomplete="off" autocapitalize="off" spellcheck="false"
        aria-label=${strings.search} placeholder=${strings.searchHint(exampleOf(model.info?.fields))} .value=${text}
        aria-invalid=${model.problems.length > 0 ? 'true' : 'false'} aria-describedby=${model.problems.length > 0 ? 'problems' : nothing}
        @focus=${() => act.prepareSearch()} @input=${(event: Event) => typed((event.target as HTMLInputElement).value)} />
      ${text ? html`<button type="button" class="icon-button" aria-label=${strings.clearSearch} @click=${() => act.clearFilters()}>${icon('close')}</button>` : nothing}
    </div>`;
}

/** A field to search by, as the query language writes it without quotes. */
function exampleOf(fields: FieldInfo[] = []): string | undefined {
  return fields.find(({ key, type, values }) => type === 'category' && values > 0 && /^\p{L}{1,16}$/u.test(key))?.key;
}

/** Each problem under the box, with the words that it is about marked in their surroundings. */
function problems({ ui, model }: Scene): TemplateResult | typeof nothing {
  if (model.problems.length === 0) return nothing;
  const text = ui.typedQuery ?? model.queryText;
  return html`
    <div class="problems" id="problems" role="alert">
      <ul>${model.problems.map(({ from, to, message }) => html`<li>${from < to ? inContext(text, from, to) : nothing} ${message}</li>`)}</ul>
    </div>`;
}

/** Characters shown on either side of what a problem is about. */
const CONTEXT_CHARS = 12;

function inContext(text: string, from: number, to: number): TemplateResult {
  return html`<code>${text.slice(Math.max(0, from - CONTEXT_CHARS), from)}<mark>${text.slice(from, to)}</mark>${text.slice(to, to + CONTEXT_CHARS)}</code>`;
}

function filtersButton({ state, strings, act, number }: Scene): TemplateResult {
  const { facets, numbers, time } = state.query;
  const on = facets.length + numbers.length + (time ? 1 : 0);
  return html`<button type="button" class="button filters-button" aria-haspopup="dialog" @click=${() => act.setUi({ filtersOpen: true })}>
    ${icon('filter')}<span>${hasFilters(state.query) && on > 0 ? strings.filtersOn(number(on)) : strings.filters}</span>
  </button>`;
}

export function sortControl(scene: Scene): TemplateResult {
  const { state, strings, act, model } = scene;
  const key = sortKey(state.query);
  const builtin: [string, string][] = [
    ['start', strings.sortStart], ['end', strings.sortEnd], ['duration', strings.sortDuration],
    ['title', strings.sortTitle], ['order', strings.sortOrder],
  ];
  const fields = (model.info?.fields ?? []).filter((field) => field.type !== 'link');
  const options = [...builtin, ...fields.map((field): [string, string] => [field.key, labelOf(scene, field.key)])];
  return html`
    <div class="sort" part="sort">
      <label class="select"><span class="select-label">${strings.sortBy}</span>
        <select @change=${(event: Event) => act.setSort((event.target as HTMLSelectElement).value, key.descending)}>
          ${options.map(([value, label]) => html`<option value=${value} .selected=${value === key.by}>${label}</option>`)}
        </select>
      </label>
      <button type="button" class="icon-button bordered" aria-label="${strings.sortBy}: ${key.descending ? strings.descending : strings.ascending}"
        @click=${() => act.setSort(key.by, !key.descending)}>${icon(key.descending ? 'down' : 'up')}</button>
    </div>`;
}
