/** What the axis shows and how: window filters, rows, colours, fit, keys. */

import { html, nothing, type TemplateResult } from 'lit';
import { isGroupable } from '../fields.ts';
import type { FieldInfo } from '../types.ts';
import { icon } from './icons.ts';
import { categoryFields, labelOf, type Scene } from './scene.ts';

export function toolbar(scene: Scene): TemplateResult {
  const { strings, act } = scene;
  return html`
    <div class="toolbar" part="toolbar">
      ${windowSwitches(scene)}
      <div class="menus">
        ${scene.size === 'narrow' ? nothing : viewMenus(scene)}
        <button type="button" class="button" lang=${strings.lang} aria-label=${strings.fit} title=${strings.fit} @click=${() => void act.fit()}>${icon('fit')}<span>${strings.fit}</span></button>
      </div>
    </div>`;
}

function windowSwitches({ state, strings, act }: Scene): TemplateResult {
  const checked = (event: Event) => (event.target as HTMLInputElement).checked;
  const disabled = state.viewport === null;
  return html`
    <label class="check" lang=${strings.lang}><input type="checkbox" .checked=${state.followsWindow} ?disabled=${disabled}
      @change=${(event: Event) => act.setOnlyWindow(checked(event))} />${strings.onlyWindow}</label>
    <label class="check" lang=${strings.lang} title=${strings.onlyCertainHint}><input type="checkbox" .checked=${state.query.time?.certainOnly ?? false} ?disabled=${disabled}
      @change=${(event: Event) => act.setOnlyCertain(checked(event))} />${strings.onlyCertain}</label>`;
}

export function viewMenus(scene: Scene): TemplateResult {
  const { state, strings, act } = scene;
  return html`
    ${scene.state.view === 'axis' ? fieldMenu(scene, strings.groupBy, categoryFields(scene).filter(isGroupable), state.groupBy, (field) => act.setGroupBy(field)) : nothing}
    ${fieldMenu(scene, strings.colorBy, categoryFields(scene), state.colorBy, (field) => act.setColorBy(field))}`;
}

function fieldMenu(scene: Scene, label: string, fields: FieldInfo[], chosen: string | null, choose: (field: string | null) => void): TemplateResult {
  return html`
    <label class="select"><span class="select-label" lang=${scene.strings.lang}>${label}</span>
      <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value || null)}>
        <option value="" .selected=${chosen === null}>${scene.strings.nothing}</option>
        ${fields.map(({ key }) => html`<option value=${key} .selected=${key === chosen}>${labelOf(scene, key)}</option>`)}
      </select>
    </label>`;
}
