/** Defines `<event-timeline>`. */

import './axis/define.ts';
import { EventTimeline } from './element/timeline-element.ts';
import { prepareEngine } from './engine.ts';

export { EventTimeline };

function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}

define('event-timeline', EventTimeline);

// A timeline put into the page later finds the core there.
if ('requestIdleCallback' in globalThis) requestIdleCallback(prepareEngine);
else setTimeout(prepareEngine, 200);

declare global {
  interface HTMLElementTagNameMap {
    'event-timeline': EventTimeline;
  }
}
