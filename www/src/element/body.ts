/** The panels in their places, by how wide the element is. */

import { html, nothing, type TemplateResult } from 'lit';
import { axisPanel } from './axis-panel.ts';
import { header } from './header.ts';
import { legend } from './legend.ts';
import { asides, panels } from './later-parts.ts';
import { hasFacets, showsDetail, showsFacets, type Scene, type Size } from './scene.ts';
import { toolbar } from './toolbar.ts';
import { tray } from './tray.ts';

const WIDE_FROM_PX = 1080;
const MEDIUM_FROM_PX = 720;

export function sizeOf(widthPx: number): Size {
  if (widthPx >= WIDE_FROM_PX) return 'wide';
  return widthPx >= MEDIUM_FROM_PX ? 'medium' : 'narrow';
}

export function body(scene: Scene, onKey: (event: KeyboardEvent) => void): TemplateResult {
  const { strings, model } = scene;
  const besideFacets = showsFacets(scene) && hasFacets(scene);
  if (model.info?.count === 0) return html`${header(scene)}${asides.now?.empty(scene)}`;
  return html`
    ${header(scene)}
    <div class="columns ${besideFacets ? 'with-facets' : ''} ${showsDetail(scene) ? 'with-detail' : ''}">
      ${!besideFacets ? nothing : html`<div class="facets" part="facets" role="group" tabindex="-1" aria-label=${strings.filters}>${asides.now?.facets(scene)}</div>`}
      <div class="main" part="main">${main(scene, onKey)}</div>
      ${showsDetail(scene) ? html`<div class="detail" part="detail" role="group" tabindex="-1" aria-label=${strings.details}
        @keydown=${(event: KeyboardEvent) => (event.key === 'Escape' && model.detail ? scene.act.close() : undefined)}>${side(scene)}</div>` : nothing}
    </div>
    ${legend(scene)}`;
}

/** One event, or what there is to say of them all. */
function side(scene: Scene): TemplateResult | typeof nothing {
  const { detail } = scene.model;
  if (!detail) return scene.state.selectedRow === null ? asides.now?.about(scene) ?? nothing : nothing;
  return panels.now?.event(scene, detail) ?? nothing;
}

function main(scene: Scene, onKey: (event: KeyboardEvent) => void): TemplateResult {
  const matches = scene.model.counts?.matches;
  if (matches === 0) return html`${toolbar(scene)}${asides.now?.noMatch(scene)}`;
  if (scene.state.view === 'list') return html`${toolbar(scene)}<event-timeline-list part="list" exportparts="row" .scene=${scene}></event-timeline-list>`;
  return html`${toolbar(scene)}${axisPanel(scene, onKey)}${tray(scene)}`;
}
