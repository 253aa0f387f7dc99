/** Defines `<event-timeline>`. */

import './axis/define.js';
import { EventTimelineList } from './element/list.js';
import { EventTimeline } from './element/timeline-element.js';

export { EventTimeline };

function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}

define('event-timeline-list', EventTimelineList);
define('event-timeline', EventTimeline);

declare global {
  interface HTMLElementTagNameMap {
    'event-timeline': EventTimeline;
  }
}
