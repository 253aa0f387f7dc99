/** Every word of the interface, in one table a language: what another language has to fill in. */

export const english = {
  // Header
  timeline: 'Timeline',
  untitled: 'Events',
  axis: 'Axis',
  list: 'List',
  view: 'View',
  search: 'Search',
  searchHint: 'Search, or actor:Name  -status:alleged  before:2014-09',
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
  done: 'Done',

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
  notRead: (events: string, n: string, one: boolean) => `${events}; ${n} ${one ? 'value' : 'values'} not read`,
  countAndPossible: (n: string, possible: string) => `${n}, and ${possible} possibly`,

  // Facets
  find: 'Find…',
  findIn: (field: string) => `Find in ${field}`,
  showMore: (n: string) => `${n} more`,
  showFewer: 'Fewer',
  clear: 'Clear',
  clearField: (field: string) => `Clear ${field}`,
  clearAll: 'Clear all filters',
  exclude: (value: string) => `Exclude ${value}`,
  excluded: 'excluded',
  matchAny: 'any of them',
  matchAll: 'all of them',
  from: 'from',
  to: 'to',
  atLeast: (field: string) => `${field}: at least`,
  atMost: (field: string) => `${field}: at most`,

  // Axis, tray, list
  axisLabel: (title: string, counts: string) => `${title}, timeline. ${counts}. Left and right arrows go from event to event, question mark lists the keys.`,
  overviewLabel: 'Overview of all events, with the window',
  undated: 'Undated',
  undatedHeading: (n: string) => `Undated (${n}): the text gives no day`,
  more: (n: string) => `+${n}`,
  moreUndated: (n: string) => `Show ${n} more undated events`,
  fewer: 'Show fewer',
  columnDate: 'When',
  columnTitle: 'What',
  columnClaimant: 'Who says so',
  columnStatus: 'How sure',
  noClaimant: 'no name given',
  announce: (title: string, date: string, n: string, of: string) => `${title}, ${date}, ${n} of ${of}`,
  announceOutside: (title: string, date: string) => `${title}, ${date}, not among the matches`,

  // Detail
  details: 'Event',
  about: 'About this set',
  aboutHint: 'Choose an event to read what is said of it, by whom, and how sure they are.',
  source: 'Source',
  sourceSays: (text: string) => `The source says “${text}”.`,
  dateAsSaid: (text: string) => `the source says “${text}”`,
  inferred: (parts: string) => `${parts} inferred`,
  placedAfter: 'after',
  placedBefore: 'before',
  whoSaysSo: 'Who says so',
  wholeEvent: 'The event as a whole',
  citation: (text: string, one: boolean) => (one ? `citation ${text}` : `citations ${text}`),
  noCitation: 'no citation',
  actorsAndPlaces: 'Actors and places',
  places: 'Places',
  links: 'Links',
  media: 'Media',
  partOf: 'Part of',
  parts: 'Parts',
  placedByText: 'Placed by the text',
  previous: 'Previous',
  next: 'Next',
  noPrevious: 'first in this order',
  noNext: 'last in this order',
  position: (n: string, of: string) => `${n} of ${of}`,
  unsafeLink: 'address not opened: only http, https, mailto and relative ones are',
  showOnAxis: 'Show on the axis',

  // Legend
  legend: 'Legend',
  legendCertain: 'certainly then',
  legendPossible: 'some time in this span',
  legendOpen: 'still going on',
  legendUnknown: 'since when, or until when, is not known',
  legendDoubtful: 'date doubtful or about right',
  legendDot: 'that day, or another short time',
  legendDensity: 'many events: zoom in to tell them apart',
  otherValues: 'other',
  filterBy: (value: string) => `Show only ${value}`,

  // States
  loading: 'Loading events…',
  emptyHeading: 'No events',
  emptyText: 'This set was read, and there is no event in it.',
  noMatchHeading: 'No event matches',
  noMatchText: 'These filters leave none of the events:',
  errorHeading: 'The events could not be shown',
  retry: 'Try again',
  noneDated: 'None of these events has a date: they stand below.',

  // Diagnostics
  diagnosticsHeading: 'What was not read',
  severity: { file: 'file', record: 'event left out', value: 'value left out', warning: 'note' } as Record<string, string>,
  lineColumn: (line: string, column: string) => `line ${line}, column ${column}`,

  // Keys
  keysHeading: 'Keys',
  keyList: [
    ['← →', 'previous, next event'],
    ['↑ ↓', 'one row up, down'],
    ['Home End', 'first, last event'],
    ['PgUp PgDn', 'one window back, on'],
    ['Enter', 'open the event'],
    ['Esc', 'close'],
    ['+ −', 'zoom in, out'],
    ['0', 'fit all'],
    ['F', 'show the selected event'],
    ['/', 'search'],
    ['?', 'this list'],
  ] as readonly (readonly [string, string])[],
  pointerList: [
    ['Ctrl or ⌘ + wheel, pinch', 'zoom at the pointer'],
    ['Shift + wheel, drag sideways', 'move along'],
    ['Alt + click on a value', 'exclude it'],
  ] as readonly (readonly [string, string])[],

  // Filters in words, for the state without a match
  chosen: (field: string, values: string) => `${field}: ${values}`,
  notChosen: (field: string, values: string) => `${field}: not ${values}`,
  textFilter: (text: string) => `text “${text}”`,
  notTextFilter: (text: string) => `without “${text}”`,
  timeFilter: 'a window of time',
  rangeFilter: (field: string, range: string) => `${field}: ${range}`,
  undatedFilter: { in: 'undated ones too', out: 'without the undated', only: 'only undated', auto: '' } as Record<string, string>,
};

export type Strings = typeof english;

/** Languages come in here; English stands in for those not there yet. */
export function stringsFor(_locale: string): Strings {
  return english;
}
