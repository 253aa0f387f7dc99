/** Registers the overview; twice is once. */

import { EventTimelineOverview } from './overview-element.ts';

if (!customElements.get('event-timeline-overview')) customElements.define('event-timeline-overview', EventTimelineOverview);

declare global {
  interface HTMLElementTagNameMap {
    'event-timeline-overview': EventTimelineOverview;
  }
}
