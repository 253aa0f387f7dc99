/** Registers the panels; twice is once. */

import { EventTimelineColumns } from './columns-element.ts';
import { EventTimelineExport } from './export-element.ts';
import { EventTimelineReport } from './report-element.ts';

function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}

define('event-timeline-report', EventTimelineReport);
define('event-timeline-columns', EventTimelineColumns);
define('event-timeline-export', EventTimelineExport);
