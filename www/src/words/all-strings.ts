/** Every word of the interface: those of a first view, and those of what opens later. */

import { english } from './strings.ts';

export const allEnglish = {
  ...english,

  // Header
  done: 'Done',

  partMissing: 'A part of the timeline could not be fetched. Try again when there is a network, or load the page again.',

  // Counts
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
  facetKeys: 'Up and down arrows go from value to value, space chooses one, the arrow towards its count goes to the button that excludes it.',
  matchMode: (field: string) => `${field}: match`,
  matchAny: 'any of them',
  matchAll: 'all of them',
  atLeast: (field: string) => `${field}: at least`,
  atMost: (field: string) => `${field}: at most`,

  // Axis, tray, list
  columnDate: 'When',
  columnTitle: 'What',
  columnClaimant: 'Who says so',
  columnStatus: 'How sure',
  noClaimant: 'no name given',

  // Detail
  about: 'About this set',
  aboutHint: 'Choose an event to read what is said of it, by whom, and how sure they are.',
  source: 'Source',
  dateAsSaid: (text: string) => `the source says “${text}”`,
  placedAfter: 'after',
  placedBefore: 'before',
  whoSaysSo: 'Who says so',
  wholeEvent: 'The event as a whole',
  citation: (text: string, one: boolean) => (one ? `citation ${text}` : `citations ${text}`),
  noCitation: 'no citation',
  places: 'Places',
  links: 'Links',
  media: 'Media',
  partOf: 'Part of',
  parts: 'Parts',
  placedByText: 'Placed by the text',
  previous: 'Previous',
  next: 'Next',
  position: (n: string, of: string) => `${n} of ${of}`,
  unsafeLink: 'address not opened: only http, https, mailto and relative ones are',

  // Legend
  legendBreak: 'part of the height is left out: the number says how much there is',

  // States
  emptyHeading: 'No events',
  emptyText: 'This set was read, and there is no event in it.',
  noMatchHeading: 'No event matches',
  noMatchText: 'These filters leave none of the events:',

  // Diagnostics
  diagnosticsHeading: 'What was not read',

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

export type AllStrings = typeof allEnglish;

/** Languages come in here too; English stands in for those not there yet. */
export function allStringsFor(_locale: string): AllStrings {
  return allEnglish;
}
