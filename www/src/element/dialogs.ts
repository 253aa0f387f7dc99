/** What opens above the rest: keys, and on a narrow element the filters and the event. What is about files see `../files/`. */

import { html, nothing, type TemplateResult } from 'lit';
import { eventPanel } from './detail.ts';
import { facets } from './asides.ts';
import { dialog } from './dialog.ts';
import { sortControl } from './header.ts';
import { viewMenus } from './toolbar.ts';
import type { LateScene } from './late-scene.ts';
import { showsFacets } from './scene.ts';

export function dialogs(scene: LateScene): TemplateResult {
  return html`
    ${keysDialog(scene)}
    ${showsFacets(scene) ? nothing : filtersSheet(scene)}
    ${scene.size === 'narrow' ? detailSheet(scene) : nothing}`;
}

function keysDialog({ strings, act, ui }: LateScene): TemplateResult {
  const lines = (list: readonly (readonly [string, string])[]) => html`<dl class="keys">${list.map(([keys, words]) => html`<div><dt><kbd>${keys}</kbd></dt><dd>${words}</dd></div>`)}</dl>`;
  return dialog({
    id: 'keys-dialog', kind: 'modal', heading: strings.keysHeading, isOpen: ui.keysOpen, close: () => act.setUi({ keysOpen: false }), closeLabel: strings.close,
    body: html`<div lang=${strings.lang}>${lines(strings.keyList)}${lines(strings.pointerList)}</div>`,
  });
}

function filtersSheet(scene: LateScene): TemplateResult {
  const { strings, act } = scene;
  const close = () => act.setUi({ filtersOpen: false });
  const body = html`
    ${scene.size === 'narrow' ? html`<div class="sheet-menus">${sortControl(scene)}${viewMenus(scene)}
      <button type="button" class="button" aria-haspopup="dialog" @click=${() => act.setUi({ filtersOpen: false, exportOpen: true })}>${strings.exportEvents}</button></div>` : nothing}
    ${facets(scene)}
    <button type="button" class="button primary done" @click=${close}>${strings.done}</button>`;
  return dialog({ id: 'filters-sheet', kind: 'sheet bottom', heading: strings.filters, isOpen: scene.ui.filtersOpen, close, closeLabel: strings.close, body });
}

function detailSheet(scene: LateScene): TemplateResult {
  const { strings, act, model, state, ui } = scene;
  const isOpen = ui.detailOpen && state.selectedRow !== null && model.detail !== null;
  return html`
    <dialog id="detail-sheet" class="sheet full" data-open=${isOpen ? '' : nothing} aria-label=${strings.details} @close=${() => act.setUi({ detailOpen: false })}>
      <div class="dialog-body detail">${model.detail ? eventPanel(scene, model.detail) : nothing}</div>
    </dialog>`;
}
