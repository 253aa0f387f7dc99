/** What stands where an event will: what the set says of itself. */

import { html, nothing, type TemplateResult } from 'lit';
import { isolated } from './isolated.ts';
import { link } from './safe-link.ts';
import type { LateScene } from './late-scene.ts';

export function aboutPanel({ model, strings, number }: LateScene): TemplateResult {
  const { info } = model;
  return html`
    <div class="about">
      <h3 lang=${strings.lang}>${strings.about}</h3>
      ${info?.description ? html`<p dir="auto">${info.description}</p>` : nothing}
      ${info ? html`<p class="muted">${strings.events(number(info.count), info.count === 1)}${info.source ? html` · ${strings.source}: ${sourceText(info.source, strings.unsafeLink)}` : nothing}</p>` : nothing}
      <p class="muted" lang=${strings.lang}>${strings.aboutHint}</p>
    </div>`;
}

function sourceText(source: string, refusal: string): TemplateResult {
  return /^https?:\/\/\S+$/.test(source) ? link(source, null, refusal) : isolated(source);
}
