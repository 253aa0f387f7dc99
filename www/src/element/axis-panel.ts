/** The axis with its overview: what it is given, and what comes back from the reader's hands. */

import { html, nothing, type TemplateResult } from 'lit';
import type { Frame } from '../types.ts';
import { countParts } from '../words/counts.ts';
import type { Scene } from './scene.ts';

interface WindowInput { from: number; to: number; final: boolean }

/** Time runs from left to right in every language as yet, so both are laid out that way whatever surrounds them. */
export function axisPanel(scene: Scene, onKey: (event: KeyboardEvent) => void): TemplateResult {
  const { state, engine, model, strings, locale, act } = scene;
  if (model.info && !state.viewport) return html`<p class="notice none-dated">${strings.noneDated}</p>`;
  const moved = ({ detail: { from, to, final } }: CustomEvent<WindowInput>) => act.moveWindow({ from, to }, final);
  return html`
    <event-timeline-overview part="overview" dir="ltr" .engine=${engine} .revision=${model.revision} .viewport=${state.viewport} .locale=${locale}
      @viewportinput=${moved}></event-timeline-overview>
    <event-timeline-axis part="axis" dir="ltr" .engine=${engine} .first=${model.picture} .revision=${model.revision} .viewport=${state.viewport}
      .groupBy=${state.groupBy} .colorBy=${state.colorBy} .palette=${model.palette.entry} .selectedRow=${state.selectedRow}
      .locale=${locale} .gestures=${scene.gestures} .narrow=${scene.size === 'narrow'} .label=${label(scene)} .dateWords=${scene.rowDate}
      @keydown=${onKey}
      @viewportinput=${moved}
      @rowpick=${({ detail }: CustomEvent<{ row: number }>) => act.pick(detail.row)}
      @rowopen=${({ detail }: CustomEvent<{ row: number }>) => act.open(detail.row)}
      @frameready=${({ detail }: CustomEvent<{ frame: Frame }>) => act.page.windowCounted(detail.frame)}
    ></event-timeline-axis>
    ${emptyWindow(scene)}`;
}

/** A window between events says so, and the way back. */
function emptyWindow({ model, strings, number, act }: Scene): TemplateResult | typeof nothing {
  const { window } = model;
  if (!window || window.certain + window.possible > 0) return nothing;
  return html`<p class="empty-window">${strings.emptyWindow(number(window.before), number(window.after))}
    <button type="button" class="quiet" @click=${() => void act.fit()}>${strings.fit}</button></p>`;
}

/** What a reader who does not see the axis hears of it. */
function label({ state, model, strings, number }: Scene): string {
  const title = model.info?.title ?? strings.untitled;
  if (!model.counts) return title;
  return strings.axisLabel(title, countParts(model.counts, model.window, state.query.time !== null, strings, number).join(', '));
}

