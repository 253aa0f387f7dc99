/** What the sign through a column means: in the legend while one is drawn. */

import { html, type TemplateResult } from 'lit';
import type { LateScene } from './late-scene.ts';

export function breakGlyph({ strings }: LateScene): TemplateResult {
  return html`<li><svg class="glyph" viewBox="0 0 34 12" width="34" height="12" aria-hidden="true" focusable="false">
    <path class="glyph-solid" d="M8 12V9h4v3zM15 12V6.5l4-2V12zM15 3.5V0h4v1.5zM22 12v-2h4v2z"/><path class="glyph-torn" d="m12 8 10-5M12 5l10-5"/>
  </svg>${strings.legendBreak}</li>`;
}
