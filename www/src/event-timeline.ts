/** Defines `<event-timeline>`. */

import './axis/define.ts';
import { EventTimelineList } from './element/list.ts';
import { EventTimeline } from './element/timeline-element.ts';

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
