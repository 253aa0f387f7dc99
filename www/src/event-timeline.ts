/** Defines `<event-timeline>`. */

import './axis/define.ts';
import { fontsFor, prepareFonts } from './axis/fonts.ts';
import { EventTimeline } from './element/timeline-element.ts';
import { prepareWords } from './element/spoken.ts';
import { prepareEarly } from './engine.ts';
import { FONT_FAMILY } from './styles/tokens.ts';
import { localeOf } from './words/locale.ts';

export { EventTimeline };

function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}

define('event-timeline', EventTimeline);

// A timeline put into the page later finds the core there, the words, and the letters that a page gives it which says nothing of them.
const words = (): void => {
  prepareWords(localeOf(document.documentElement, null));
  prepareFonts(fontsFor(FONT_FAMILY, false));
};
if ('requestIdleCallback' in globalThis) {
  requestIdleCallback(prepareEarly);
  requestIdleCallback(words);
} else setTimeout(prepareEarly, 200);

declare global {
  interface HTMLElementTagNameMap {
    'event-timeline': EventTimeline;
  }
}
