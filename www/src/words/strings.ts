/** The words of a first view, in one table a language; `all-strings.ts` has the rest. */

export const english = {
  /** What these words are in, whatever language the page is in. */
  lang: 'en',
  // Header
  timeline: 'Timeline',
  untitled: 'Events',
  axis: 'Axis',
  list: 'List',
  view: 'View',
  search: 'Search',
  searchHint: (field: string | undefined) => `Search, or ${field ? `${field}:Name  ` : ''}before:2014-09`,
  clearSearch: 'Clear the search',
  sortBy: 'Sort',
  groupBy: 'Rows by',
  colorBy: 'Colour by',
  nothing: 'nothing',
  ascending: 'ascending; press for descending',
  descending: 'descending; press for ascending',
  onlyWindow: 'Only this window',
  onlyCertain: 'Only certain',
  onlyCertainHint: 'Leave out what is only possibly in the window',
  fit: 'Fit all',
  keys: 'Keys',
  filters: 'Filters',
  filtersOn: (n: string) => `Filters (${n})`,
  close: 'Close',
  openFiles: 'Open files…',
  exportEvents: 'Export…',

  // Sort keys and built-in fields
  sortStart: 'earliest start',
  sortEnd: 'latest end',
  sortDuration: 'duration',
  sortTitle: 'title',
  sortOrder: 'as written',
  fields: { place: 'Place', claimant: 'Who says so', status: 'How sure', dating: 'How dated' } as Record<string, string>,

  // Counts
  events: (n: string, one: boolean) => (one ? `${n} event` : `${n} events`),
  eventsOf: (n: string, total: string) => `${n} of ${total} events`,
  windowCertain: (n: string) => `${n} in the window for certain`,
  filterCertain: (n: string) => `${n} for certain`,
  possibly: (n: string) => `${n} possibly`,
  undatedCount: (n: string) => `${n} undated`,
  valuesNotRead: (n: string, one: boolean) => (one ? `${n} value not read` : `${n} values not read`),
  recordsNotRead: (n: string, one: boolean) => (one ? `${n} event not read` : `${n} events not read`),
  filesCut: (n: string, one: boolean) => (one ? 'a file not read to its end' : `${n} files not read to their end`),
  allRead: 'All of it was read',
  notes: (n: string, one: boolean) => (one ? `${n} note` : `${n} notes`),

  // Axis, tray, list
  axisLabel: (title: string, counts: string) => `${title}, timeline. ${counts}. Left and right arrows go from event to event, question mark lists the keys.`,
  emptyWindow: (before: string, after: string) => `No event in this window: ${before} before it, ${after} after it.`,
  undated: 'Undated',
  undatedHeading: (n: string) => `Undated (${n}): the text gives no day`,
  more: (n: string) => `+${n}`,
  moreUndated: (n: string) => `Show ${n} more undated events`,
  fewer: 'Show fewer',
  announce: (title: string, date: string, n: string, of: string) => `${title}, ${date}, ${n} of ${of}`,
  announceOutside: (title: string, date: string) => `${title}, ${date}, not among the matches`,

  // Detail
  details: 'Event',

  // Legend
  legend: 'Legend',
  legendCertain: 'certainly then',
  legendPossible: 'some time in this span',
  legendOpen: 'still going on',
  legendUnknown: 'since when, or until when, is not known',
  legendDoubtful: 'date doubtful, inferred or about right',
  legendDot: 'that day, or another short time',
  legendDensity: 'many events: zoom in to tell them apart',
  otherValues: 'other',
  filterBy: (value: string) => `Show only ${value}`,

  // States
  loading: 'Loading events…',
  bytesOf: (read: string, total: string) => `${read} of ${total}`,
  soFar: (read: string, events: string) => `${read}, ${events} events so far`,
  cancel: 'Cancel',
  stopped: 'Loading was stopped.',
  reload: 'Load again',
  lostHeading: 'The timeline has stopped',
  lostText: 'The part of it that reads and counts the events ended by itself, for want of memory perhaps. Loading them again brings it back.',
  tooLargeForPage: (most: string) =>
    `This page lets no worker start, and without one a set of at most ${most} is read. The page's owner can allow it: worker-src 'self' in the content security policy, and event-timeline.js from the page's own address.`,
  errorHeading: 'The events could not be shown',
  retry: 'Try again',
  noneDated: 'None of these events has a date: they stand below.',
};

export type Strings = typeof english;

/** Languages come in here; English stands in for those not there yet. */
export function stringsFor(_locale: string): Strings {
  return english;
}
