/** How marks are to be read, in pictures and words; and what the colours stand for. */

import { html, nothing, svg, type TemplateResult } from 'lit';
import { choiceOf } from '../state.ts';
import { asides } from './later-parts.ts';
import { hueClass } from './palette.ts';
import { labelOf, type Scene } from './scene.ts';

const SOLID = 'glyph-solid';
const DASHED = 'glyph-dashed';

const GLYPHS = {
  certain: svg`<rect class=${SOLID} x="1" y="2" width="32" height="8" rx="1.5"/>`,
  possible: svg`<rect class=${DASHED} x="1.5" y="2" width="31" height="8" rx="1.5"/>${hatch()}`,
  open: svg`<path class=${SOLID} d="M1 2h23V0l9 6-9 6v-2H1z"/>`,
  unknown: svg`<path class=${DASHED} d="M33 2H12v8h21z"/><path class=${DASHED} d="M9 0 2 6l7 6"/><path class="glyph-torn" d="m12 1.5 3 2.25-3 2.25 3 2.25-3 2.25"/>`,
  doubtful: svg`<path class=${SOLID} d="M1 5h32v6H1z"/><text class="glyph-text" x="1" y="3.5">?~</text>`,
  dot: svg`<circle class=${SOLID} cx="17" cy="6" r="4.5"/>`,
  density: svg`<path class=${SOLID} d="M3 12V8h4v4zM9 12V3h4v9zM15 12V1h4v11zM21 12V5h4v7zM27 12V9h4v3z"/>`,
} as const;

function hatch() {
  return svg`<path class="glyph-hatch" d="m4 10 6-8M11 10l6-8M18 10l6-8M25 10l6-8"/>`;
}

export function legend(scene: Scene): TemplateResult {
  const { strings } = scene;
  const item = (glyph: keyof typeof GLYPHS, words: string) => html`
    <li><svg class="glyph" viewBox="0 0 34 12" width="34" height="12" aria-hidden="true" focusable="false">${GLYPHS[glyph]}</svg>${words}</li>`;
  return html`
    <div class="legend" part="legend" role="group" aria-label=${strings.legend}>
      <ul class="glyphs" lang=${strings.lang}>
        ${item('certain', strings.legendCertain)}
        ${item('possible', strings.legendPossible)}
        ${item('open', strings.legendOpen)}
        ${item('unknown', strings.legendUnknown)}
        ${item('doubtful', strings.legendDoubtful)}
        ${item('dot', strings.legendDot)}
        ${item('density', strings.legendDensity)}
        ${scene.model.isBroken ? asides.now?.breakGlyph(scene) : nothing}
      </ul>
      ${colors(scene)}
    </div>`;
}

/** The coloured values, most frequent first; a click filters. */
function colors(scene: Scene): TemplateResult | typeof nothing {
  const { state, model, strings, act, number } = scene;
  const field = state.colorBy;
  const values = field === null ? undefined : model.values.get(field);
  if (field === null || !values) return nothing;
  const counted = model.counted.get(field);
  const count = (code: number): number => (counted?.certain[code] ?? 0) + (counted?.possible[code] ?? 0);
  const named = values.filter(({ code }) => model.palette.hues.has(code))
    .sort((a, b) => (model.palette.hues.get(a.code) ?? 0) - (model.palette.hues.get(b.code) ?? 0));
  return html`
    <ul class="colors" aria-label="${strings.colorBy} ${labelOf(scene, field)}">
      ${named.map((value) => {
        const chosen = choiceOf(state.query, field, value.name) === 'any';
        return html`<li><button type="button" class="color ${chosen ? 'chosen' : ''}" aria-pressed=${chosen ? 'true' : 'false'} title=${strings.filterBy(value.name)}
          @click=${() => act.toggleValue(field, value.name, 'any')}>
          <span class="swatch ${hueClass(model.palette, value.code)}" aria-hidden="true"></span><bdi lang=${model.info?.lang ?? nothing}>${value.name}</bdi> <span class="muted">${number(count(value.code))}</span></button></li>`;
      })}
      ${values.length > named.length ? html`<li class="color"><span class="swatch hue-other" aria-hidden="true"></span>${strings.otherValues}</li>` : nothing}
    </ul>`;
}
