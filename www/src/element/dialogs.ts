/** What opens above the rest: keys, diagnostics, and on a narrow element the filters and the event. */

import { html, nothing, type TemplateResult } from 'lit';
import { eventPanel } from './detail.ts';
import { facets } from './asides.ts';
import { sortControl } from './header.ts';
import { icon } from './icons.ts';
import { viewMenus } from './toolbar.ts';
import type { LateScene } from './late-scene.ts';
import { showsFacets, type Scene } from './scene.ts';

/** Diagnostics listed; the count says how many more there are. */
const DIAGNOSTICS_SHOWN = 500;

export function dialogs(scene: LateScene): TemplateResult {
  return html`
    ${keysDialog(scene)}
    ${diagnosticsDialog(scene)}
    ${showsFacets(scene) ? nothing : filtersSheet(scene)}
    ${scene.size === 'narrow' ? detailSheet(scene) : nothing}`;
}

/** Opens and closes the dialogs as the state has them. */
export function showDialogs(root: ParentNode, scene: Scene): void {
  const { ui, size, state, model } = scene;
  const isOpen: Record<string, boolean> = {
    'keys-dialog': ui.keysOpen,
    'diagnostics-dialog': ui.diagnosticsOpen,
    'filters-sheet': !showsFacets(scene) && ui.filtersOpen,
    'detail-sheet': size === 'narrow' && ui.detailOpen && state.selectedRow !== null && model.detail !== null,
  };
  for (const element of root.querySelectorAll('dialog')) {
    if (element.open === isOpen[element.id]) continue;
    if (isOpen[element.id]) element.showModal();
    else element.close();
  }
}

function dialog(id: string, kind: string, heading: string, close: () => void, closeLabel: string, body: unknown): TemplateResult {
  const onBackdrop = (event: MouseEvent) => {
    if (event.target === event.currentTarget) close();
  };
  return html`
    <dialog id=${id} class=${kind} aria-label=${heading} @close=${close} @click=${onBackdrop}>
      <div class="dialog-body">
        <div class="dialog-head"><h2>${heading}</h2><button type="button" class="icon-button" aria-label=${closeLabel} @click=${close}>${icon('close')}</button></div>
        ${body}
      </div>
    </dialog>`;
}

function keysDialog({ strings, act }: LateScene): TemplateResult {
  const lines = (list: readonly (readonly [string, string])[]) => html`<dl class="keys">${list.map(([keys, words]) => html`<div><dt><kbd>${keys}</kbd></dt><dd>${words}</dd></div>`)}</dl>`;
  return dialog('keys-dialog', 'modal', strings.keysHeading, () => act.setUi({ keysOpen: false }), strings.close, html`${lines(strings.keyList)}${lines(strings.pointerList)}`);
}

function diagnosticsDialog({ model, strings, act, number }: LateScene): TemplateResult {
  const shown = model.diagnostics.slice(0, DIAGNOSTICS_SHOWN);
  const body = html`
    <ul class="diagnostics" tabindex="0" aria-label=${strings.diagnosticsHeading}>
      ${shown.map(({ severity, message, path, line, column, excerpt }) => html`
        <li>
          <p>${message}</p>
          <p class="muted">${strings.severity[severity] ?? severity} · ${strings.lineColumn(number(line), number(column))}${path ? html` · <code>${path}</code>` : nothing}</p>
          ${excerpt ? html`<pre>${excerpt}</pre>` : nothing}
        </li>`)}
      ${model.diagnostics.length > shown.length ? html`<li>${strings.showMore(number(model.diagnostics.length - shown.length))}</li>` : nothing}
    </ul>`;
  return dialog('diagnostics-dialog', 'modal', strings.diagnosticsHeading, () => act.setUi({ diagnosticsOpen: false }), strings.close, body);
}

function filtersSheet(scene: LateScene): TemplateResult {
  const { strings, act } = scene;
  const close = () => act.setUi({ filtersOpen: false });
  const body = html`
    ${scene.size === 'narrow' ? html`<div class="sheet-menus">${sortControl(scene)}${viewMenus(scene)}</div>` : nothing}
    ${facets(scene)}
    <button type="button" class="button primary done" @click=${close}>${strings.done}</button>`;
  return dialog('filters-sheet', 'sheet bottom', strings.filters, close, strings.close, body);
}

function detailSheet(scene: LateScene): TemplateResult {
  const { strings, act, model } = scene;
  return html`
    <dialog id="detail-sheet" class="sheet full" aria-label=${strings.details} @close=${() => act.setUi({ detailOpen: false })}>
      <div class="dialog-body detail">${model.detail ? eventPanel(scene, model.detail) : nothing}</div>
    </dialog>`;
}
