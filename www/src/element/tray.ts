/** The undated events: a place of their own, as easy to reach as the axis. */

import { html, nothing, type TemplateResult } from 'lit';
import type { PlainRow } from '../types.ts';
import { hueClass } from './palette.ts';
import type { Scene } from './scene.ts';

/** Chips shown at first, and chips that “+N” adds. */
export const TRAY_FIRST = 5;
const TRAY_MORE = 60;

export function tray(scene: Scene): TemplateResult | typeof nothing {
  const { model, strings, act, number, undatedLimit } = scene;
  const count = model.counts?.undated ?? 0;
  if (count === 0) return nothing;
  const shown = model.undated.slice(0, undatedLimit);
  const rest = count - shown.length;
  return html`
    <div class="tray" part="tray" role="group" aria-label=${strings.undated}>
      <h3 lang=${strings.lang}>${strings.undatedHeading(number(count))}</h3>
      <ul>
        ${shown.map((row) => html`<li>${chip(scene, row)}</li>`)}
        ${rest > 0 ? html`<li><button type="button" class="chip more" aria-label=${strings.moreUndated(number(rest))}
          @click=${() => act.showUndated(undatedLimit + TRAY_MORE)}>${strings.more(number(rest))}</button></li>` : nothing}
        ${rest <= 0 && undatedLimit > TRAY_FIRST && count > TRAY_FIRST ? html`<li><button type="button" class="chip more"
          @click=${() => act.showUndated(TRAY_FIRST)}>${strings.fewer}</button></li>` : nothing}
      </ul>
    </div>`;
}

function chip(scene: Scene, row: PlainRow): TemplateResult {
  const { state, act, model } = scene;
  const selected = row.row === state.selectedRow;
  return html`<button type="button" class="chip ${selected ? 'selected' : ''}" aria-pressed=${selected ? 'true' : 'false'} @click=${() => act.open(row.row)}>
    ${rowSwatch(scene, row.color)}<span dir="auto" lang=${model.info?.lang ?? nothing}>${row.title}</span>
  </button>`;
}

export function rowSwatch({ state, model }: Pick<Scene, 'state' | 'model'>, code: number): TemplateResult | typeof nothing {
  if (state.colorBy === null) return nothing;
  return html`<span class="swatch ${hueClass(model.palette, code)}" aria-hidden="true"></span>`;
}
