/** The few signs of the interface, drawn as lines in the text's colour. */

import { svg, html, type TemplateResult } from 'lit';

const PATHS = {
  search: svg`<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>`,
  close: svg`<path d="m4 4 8 8M12 4l-8 8"/>`,
  filter: svg`<path d="M2.5 4h11M4.5 8h7M6.5 12h3"/>`,
  up: svg`<path d="M8 13V3M4 7l4-4 4 4"/>`,
  down: svg`<path d="M8 3v10M4 9l4 4 4-4"/>`,
  exclude: svg`<circle cx="8" cy="8" r="5.5"/><path d="m4.2 11.8 7.6-7.6"/>`,
  fit: svg`<path d="M2.5 3v10M13.5 3v10M5 8h6M5 8l2-2M5 8l2 2M11 8l-2-2M11 8l-2 2"/>`,
  keys: svg`<path d="M5.8 6a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.6"/><path d="M8 12.2v.1"/>`,
  open: svg`<path d="M2.5 12.5v-8h4l1.5 1.5h5.5v6.5z"/>`,
  export: svg`<path d="M8 2.5v7M5 6.8 8 9.8l3-3M3 12.5h10"/>`,
  previous: svg`<path d="M10 3 5 8l5 5"/>`,
  next: svg`<path d="m6 3 5 5-5 5"/>`,
} as const;

export function icon(name: keyof typeof PATHS): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">${PATHS[name]}</svg>`;
}
