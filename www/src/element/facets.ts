/** One panel a field: its values with live counts, or its range. */

import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { hasFilters } from '../state.ts';
import type { FieldInfo } from '../types.ts';
import { facetValues } from './facet-values.ts';
import type { LateScene } from './late-scene.ts';
import { facetUi, labelOf } from './scene.ts';

export function facets(scene: LateScene): TemplateResult {
  const { model, state, strings, act } = scene;
  return html`
    ${hasFilters(state.query) ? html`<button type="button" class="quiet clear-all" @click=${() => act.clearFilters()}>${strings.clearAll}</button>` : nothing}
    ${repeat(model.facetFields, ({ key }) => key, (field) => facetPanel(scene, field))}`;
}

function facetPanel(scene: LateScene, field: FieldInfo): TemplateResult {
  const { act, strings } = scene;
  const ui = facetUi(scene, field.key);
  const label = labelOf(scene, field.key);
  const isChosen = isFiltered(scene, field.key);
  return html`
    <div class="facet" part="facet" role="group" aria-label=${label}>
      <div class="facet-head">
        <h3><button type="button" class="facet-title" aria-expanded=${ui.folded ? 'false' : 'true'}
          @click=${() => act.setFacetUi(field.key, { folded: !ui.folded })}><span class="fold" aria-hidden="true"></span>${label}</button></h3>
        ${isChosen ? html`<button type="button" class="quiet" aria-label=${strings.clearField(label)} @click=${() => act.clearField(field.key)}>${strings.clear}</button>` : nothing}
      </div>
      ${ui.folded ? nothing : body(scene, field, label)}
    </div>`;
}

function body(scene: LateScene, field: FieldInfo, label: string): TemplateResult | typeof nothing {
  return field.type === 'number' ? numberRange(scene, field, label) : facetValues(scene, field.key, label);
}

function isFiltered({ state }: LateScene, field: string): boolean {
  return state.query.facets.some((f) => f.field === field) || state.query.numbers.some((n) => n.field === field);
}

function numberRange({ state, strings, act }: LateScene, field: FieldInfo, label: string): TemplateResult {
  const filter = state.query.numbers.find((n) => n.field === field.key);
  const min = filter?.min ?? null;
  const max = filter?.max ?? null;
  const input = (name: string, value: number | null, hint: number | null, set: (value: number | null) => void) => html`
    <input type="number" step="any" aria-label=${name} placeholder=${hint ?? ''} .value=${value === null ? '' : String(value)}
      @change=${(event: Event) => {
        const { value: text, valueAsNumber } = event.target as HTMLInputElement;
        set(text === '' || !Number.isFinite(valueAsNumber) ? null : valueAsNumber);
      }} />`;
  return html`
    <div class="range">
      ${input(strings.atLeast(label), min, field.min, (value) => act.setNumberRange(field.key, value, max))}
      <span aria-hidden="true">–</span>
      ${input(strings.atMost(label), max, field.max, (value) => act.setNumberRange(field.key, min, value))}
    </div>`;
}
