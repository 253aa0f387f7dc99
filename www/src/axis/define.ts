/** Registers the axis; twice is once. */

import { EventTimelineAxis } from './axis-element.ts';

if (!customElements.get('event-timeline-axis')) customElements.define('event-timeline-axis', EventTimelineAxis);

declare global {
  interface HTMLElementTagNameMap {
    'event-timeline-axis': EventTimelineAxis;
  }
}
