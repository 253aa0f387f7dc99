/** The values of one field: chosen, excluded, counted. */

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { matchModeOf } from '../query-edits.ts';
import { choiceOf } from '../state.ts';
import type { FacetValue, FieldValue } from '../types.ts';
import { icon } from './icons.ts';
import type { LateScene } from './late-scene.ts';
import { FACET_VALUES_SHOWN, facetUi } from './scene.ts';
import { hueClass } from './palette.ts';
import { setStyles } from './set-styles.ts';

/** Lists longer than this get a box to find a value in. */
const FIND_BOX_FROM = 12;
/** Values that “more” adds. */
const MORE_VALUES = 40;
const DEEPEST_INDENT = 4;

export function facetValues(scene: LateScene, field: string, label: string): TemplateResult | typeof nothing {
  const { act, strings, model } = scene;
  const values = model.values.get(field);
  const counts = model.counted.get(field);
  if (!values || !counts) return nothing;
  const ui = facetUi(scene, field);
  const held = heldOf(values);
  const found = ui.find === '' ? held : held.filter((value) => isNamed(value, ui.find, scene.locale));
  const matches = ({ code }: FieldValue): number => (counts.certain[code] ?? 0) + (counts.possible[code] ?? 0);
  const isChosen = ({ name }: FieldValue): boolean => choiceOf(scene.state.query, field, name) !== null;
  const shown = shownOf(found, ui.shown, (value) => matches(value) > 0, isChosen);
  const most = values.reduce((max, value) => Math.max(max, matches(value)), 1);
  const stop = shown.find(({ code }) => code === ui.at) ?? shown[0];
  const counted = (value: FieldValue): FacetValue => ({ ...value, certain: counts.certain[value.code] ?? 0, possible: counts.possible[value.code] ?? 0 });
  return html`
    ${matchMode(scene, field, label)}
    ${held.length > FIND_BOX_FROM ? html`
      <input class="find" type="search" placeholder=${strings.find} aria-label=${strings.findIn(label)} .value=${ui.find}
        @input=${(event: Event) => act.setFacetUi(field, { find: (event.target as HTMLInputElement).value })} />` : nothing}
    <div role="toolbar" aria-orientation="vertical" aria-label=${label} aria-description=${strings.facetKeys} @keydown=${onArrow}>
      <ul class="values" lang=${model.info?.lang ?? nothing}>
        ${repeat(shown, ({ code }) => code, (value) => valueLine(scene, field, counted(value), most, value === stop))}
      </ul>
    </div>
    ${moreOrFewer(scene, field, found.length, ui.shown)}`;
}

const held = new WeakMap<readonly FieldValue[], FieldValue[]>();

/** Values that some event has: known once a set. */
function heldOf(values: readonly FieldValue[]): FieldValue[] {
  let found = held.get(values);
  if (!found) held.set(values, (found = values.filter(({ total }) => total > 0)));
  return found;
}

/**
 * As many as are to be shown. Of a list too long to show whole, values without a match come last (a broader one of
 * theirs has none either), and a chosen value stays in sight however far down it stands.
 */
export function shownOf<T>(values: readonly T[], count: number, hasMatch: (value: T) => boolean, isChosen: (value: T) => boolean): T[] {
  if (values.length <= FACET_VALUES_SHOWN) return [...values];
  const first: T[] = [];
  const chosen: T[] = [];
  for (const wantsMatch of [true, false]) {
    for (const value of values) {
      if (hasMatch(value) !== wantsMatch) continue;
      if (first.length < count) first.push(value);
      else if (isChosen(value)) chosen.push(value);
    }
  }
  return [...first, ...chosen];
}

function isNamed(value: FieldValue, find: string, locale: string): boolean {
  const wanted = find.toLocaleLowerCase(locale);
  return [value.name, ...value.aliases].some((name) => name.toLocaleLowerCase(locale).includes(wanted));
}

function valueLine(scene: LateScene, field: string, value: FacetValue, most: number, isStop: boolean): TemplateResult {
  const { act, strings, number } = scene;
  const choice = choiceOf(scene.state.query, field, value.name);
  const empty = value.certain + value.possible === 0 && choice === null;
  const counted = value.possible > 0 ? strings.countAndPossible(number(value.certain), number(value.possible)) : number(value.certain);
  const pick = (event: MouseEvent) => {
    // A click on the box itself, held back, would put the box as it was after the state has set it.
    if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
    act.toggleValue(field, value.name, event.altKey ? 'none' : 'any');
  };
  return html`
    <li class="value ${choice ?? ''} ${empty ? 'empty' : ''} indent-${Math.min(value.depth, DEEPEST_INDENT)}" @focusin=${() => act.setFacetUi(field, { at: value.code })}>
      <label @click=${pick}>
        <input type="checkbox" tabindex=${isStop ? 0 : -1} .checked=${live(choice === 'any')} aria-label="${value.name}, ${counted}${choice === 'none' ? `, ${strings.excluded}` : ''}"
          @keydown=${(event: KeyboardEvent) => toggleBySpace(event, () => act.toggleValue(field, value.name, event.altKey ? 'none' : 'any'))} />
        ${swatch(scene, field, value.code)}
        <span class="name" aria-hidden="true" title=${value.name}>${value.name}</span>
      </label>
      <button type="button" class="exclude" tabindex="-1" aria-pressed=${choice === 'none' ? 'true' : 'false'} aria-label=${strings.exclude(value.name)} title=${strings.exclude(value.name)}
        @click=${() => act.toggleValue(field, value.name, 'none')}>${icon('exclude')}</button>
      <span class="number" aria-hidden="true">${number(value.certain)}${value.possible > 0 ? html`<span class="maybe">+${number(value.possible)}</span>` : nothing}</span>
      <span class="bar" aria-hidden="true"><i class="sure" ${setStyles({ 'inline-size': percent(value.certain, most) })}></i><i class="maybe" ${setStyles({ 'inline-size': percent(value.possible, most) })}></i></span>
    </li>`;
}

/** Up and down go from value to value, sideways from a value to its exclude button and back. */
function onArrow(event: KeyboardEvent): void {
  const list = event.currentTarget as HTMLElement;
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const column = [...list.querySelectorAll<HTMLElement>(target.matches('.exclude') ? '.exclude' : 'input')];
  const at = column.indexOf(target);
  const forward = getComputedStyle(list).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const row = target.closest('.value');
  const next = ({ ArrowUp: column[at - 1], ArrowDown: column[at + 1], Home: column[0], End: column.at(-1) } as Record<string, HTMLElement | undefined>)[event.key]
    ?? (event.key === forward ? row?.querySelector<HTMLElement>('.exclude') : event.key === 'ArrowLeft' || event.key === 'ArrowRight' ? row?.querySelector('input') : null);
  if (!next && !event.key.startsWith('Arrow')) return;
  event.preventDefault();
  next?.focus();
}

/** The box shows the state and does not keep one, so a key's own toggling is held back. */
function toggleBySpace(event: KeyboardEvent, toggle: () => void): void {
  if (event.key !== ' ') return;
  event.preventDefault();
  toggle();
}

function percent(count: number, most: number): string {
  return `${(100 * count) / most}%`;
}

export function swatch({ state, model }: LateScene, field: string, code: number): TemplateResult | typeof nothing {
  if (field !== state.colorBy) return nothing;
  return html`<span class="swatch ${hueClass(model.palette, code)}" aria-hidden="true"></span>`;
}

function matchMode({ state, strings, act }: LateScene, field: string, label: string): TemplateResult | typeof nothing {
  const chosen = state.query.facets.find((f) => f.field === field && f.mode !== 'none');
  if (!chosen || chosen.values.length < 2) return nothing;
  const mode = matchModeOf(state.query, field);
  const choice = (value: 'any' | 'all', text: string) => html`
    <button type="button" aria-pressed=${mode === value ? 'true' : 'false'} @click=${() => act.setMatchMode(field, value)}>${text}</button>`;
  return html`<div class="segmented small" role="group" aria-label=${strings.matchMode(label)}>${choice('any', strings.matchAny)}${choice('all', strings.matchAll)}</div>`;
}

function moreOrFewer({ act, strings, number }: LateScene, field: string, count: number, shown: number): TemplateResult | typeof nothing {
  if (count > shown) {
    return html`<button type="button" class="quiet more" @click=${() => act.setFacetUi(field, { shown: shown + MORE_VALUES })}>${strings.showMore(number(count - shown))}</button>`;
  }
  if (shown <= FACET_VALUES_SHOWN || count <= FACET_VALUES_SHOWN) return nothing;
  return html`<button type="button" class="quiet more" @click=${() => act.setFacetUi(field, { shown: FACET_VALUES_SHOWN })}>${strings.showFewer}</button>`;
}
