/** Registers the list; twice is once. */

import { EventTimelineList } from './list.ts';

if (!customElements.get('event-timeline-list')) customElements.define('event-timeline-list', EventTimelineList);
