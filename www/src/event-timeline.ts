/** Defines `<event-timeline>`. */

import './axis/define.ts';
import { EventTimeline } from './element/timeline-element.ts';

export { EventTimeline };

function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}

define('event-timeline', EventTimeline);

declare global {
  interface HTMLElementTagNameMap {
    'event-timeline': EventTimeline;
  }
}
