/** Registers the axis and the overview; twice is once. */

import { EventTimelineAxis } from './axis-element.ts';
import { EventTimelineOverview } from './overview-element.ts';

if (!customElements.get('event-timeline-axis')) customElements.define('event-timeline-axis', EventTimelineAxis);
if (!customElements.get('event-timeline-overview')) customElements.define('event-timeline-overview', EventTimelineOverview);

declare global {
  interface HTMLElementTagNameMap {
    'event-timeline-axis': EventTimelineAxis;
    'event-timeline-overview': EventTimelineOverview;
  }
}
