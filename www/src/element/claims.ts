/** Who says so, and how sure they are. */

import { html, nothing, type TemplateResult } from 'lit';
import type { EventDetail } from '../types.ts';
import { isolated, joined, within } from './asides.ts';
import type { LateScene } from './late-scene.ts';
import { statusBadge } from './status-badge.ts';

export function claims(scene: LateScene, detail: EventDetail): TemplateResult | typeof nothing {
  if (detail.claims.length === 0) return nothing;
  return html`
    <section class="claims" part="claims">
      <h4 lang=${scene.strings.lang}>${scene.strings.whoSaysSo}</h4>
      <ul>${detail.claims.map((claim) => html`<li class="claim">${claimBody(scene, claim)}</li>`)}</ul>
    </section>`;
}

function claimBody({ strings }: LateScene, claim: EventDetail['claims'][number]): TemplateResult {
  const cited = claim.citations.length > 0
    ? within((text) => strings.citation(text, claim.citations.length === 1), joined(claim.citations, ', ')) : strings.noCitation;
  return html`
    <p class="claim-about" dir="auto">${isolated(claim.about ?? strings.wholeEvent)} ${statusBadge(claim.status)}</p>
    <p class="muted">${isolated(claim.by ?? strings.noClaimant)} · ${cited}</p>`;
}
