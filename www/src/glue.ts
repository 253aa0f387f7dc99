/** The WebAssembly package as the shell sees it. The only file that imports it: declarations of all others do without. */
export { CoreColumns, CoreReader, dateBounds, initSync, parseDate, setHost } from '../pkg/event_timeline.js';
export type { CoreExport, CoreTimeline } from '../pkg/event_timeline.js';
