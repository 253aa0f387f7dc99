/** How sure a claim is, as a mark beside it. */

import { html, nothing, type TemplateResult } from 'lit';

/** Statuses of what somebody else, or nobody, vouches for: drawn with a dashed border. */
const UNSURE = /alleg|purport|rumou?r|disput|contest|suspect|forecast|unverif|unconfirm|unsourc|indicat|opinion|believ|reported|seen as|possib/i;

export function statusBadge(status: string | null): TemplateResult | typeof nothing {
  if (!status) return nothing;
  return html`<span class="badge ${UNSURE.test(status) ? 'unsure' : ''}">${status}</span>`;
}
