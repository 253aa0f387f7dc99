/** The words about files: what was read of them, what their columns mean, what they are written as. As {@link ./strings.ts}. */

import type { ExportFormat } from '../types.ts';

const english = {
  // Opening
  openFiles: 'Open files…',
  openOthers: 'Open other files…',
  welcomeHeading: 'Open event files',
  welcomeText: 'Drop files here, paste text, or choose files. They stay on this device: the page reads them itself and sends nothing.',
  welcomeFormats: 'Tables (CSV, TSV), calendars (iCalendar), JSON of TimelineJS, vis-timeline, SIMILE, schema.org, GeoJSON, SPARQL results, or lists of objects. Several at once become one timeline.',
  dropHere: 'Drop to open these files',
  pastedText: 'Pasted text',
  opened: (names: string, count: string, one: boolean) => (one ? `Opened: ${names}` : `${count} files opened: ${names}`),
  andMore: (n: string) => `and ${n} more`,
  closeFiles: 'Close these files',
  backToPage: 'Back to the events of this page',
  notOpened: (names: string, reason: string) => `${names} could not be opened: ${reason}.`,
  hide: 'Hide',
  folders: 'A folder cannot be opened as a file: choose the files in it.',
  nothingPasted: 'There is no text on the clipboard that events could be read from.',
  unreadable: 'the browser cannot read it, or can no longer: a file that was changed, moved or removed has to be opened anew',

  // The report
  reportHeading: 'What was read',
  file: 'File',
  format: 'Format',
  records: 'Records',
  read: 'Events',
  rejected: 'Not read',
  nameless: 'this set',
  formats: {
    'event-set': 'event set (JSON)', csv: 'table (delimited text)', ndjson: 'one JSON record a line', timelinejs3: 'TimelineJS', 'vis-timeline': 'vis-timeline',
    simile: 'SIMILE Timeline', 'simile-xml': 'SIMILE Timeline (XML)', 'json-ld': 'schema.org events (JSON-LD)', html: 'web page with schema.org events',
    geojson: 'GeoJSON', 'sparql-results': 'SPARQL results', records: 'list of records (JSON)', icalendar: 'calendar (iCalendar)', columns: 'columns',
  } as Record<string, string>,
  allRead: (records: string, one: boolean) => (one ? 'The one record was read.' : `All ${records} records were read.`),
  partRead: (read: string, records: string, rejected: string) => `${read} of ${records} records became events, ${rejected} could not be read.`,
  show: 'Show',
  everything: (n: string) => `everything (${n})`,
  ofSeverity: (severity: string, n: string) => `${severity} (${n})`,
  severities: { file: 'what ended a file', record: 'records left out', value: 'values left out', warning: 'notes' } as Record<string, string>,
  severity: { file: 'the rest of the file was not read', record: 'record left out', value: 'value left out', warning: 'note' } as Record<string, string>,
  lineColumn: (line: string, column: string) => `line ${line}, column ${column}`,
  inFile: (file: string, place: string) => (place === '' ? file : `${file}, ${place}`),
  noProblems: 'Nothing was left out.',
  showMore: (n: string) => `${n} more`,
  copyReport: 'Copy the list',
  copied: 'Copied.',
  notCopied: 'The browser does not let this page copy: the text below is selected, copy it with the keyboard.',
  copyText: 'Text to copy',
  reportColumns: ['file', 'line', 'column', 'what', 'where', 'reason', 'text'] as readonly string[],

  // Columns
  columnsHeading: 'What the columns mean',
  columnsIntro: 'This is what was recognised. Change what is wrong, and the file is read again.',
  columns: 'Columns…',
  column: 'Column',
  samples: 'For example',
  noSamples: 'empty',
  meaning: 'Meaning',
  meaningOf: (column: string) => `Meaning of ${column}`,
  datesOf: (column: string) => `Dates of ${column}`,
  listsOf: (column: string) => `Lists in ${column}`,
  apply: 'Apply',
  asRecognised: 'As recognised',
  cancel: 'Cancel',
  inTag: 'The same for a page’s own tag:',
  roleGroups: { event: 'The event', time: 'When', place: 'Where', source: 'Who says so', media: 'To read and see', field: 'A field', none: 'Nothing' } as Record<string, string>,
  roles: {
    title: 'title', description: 'description', id: 'id', 'part-of': 'id of what it is part of', 'row-type': 'kind of row (event, title, era)',
    date: 'date', start: 'start', end: 'end', 'date-text': 'date in the source’s words',
    year: 'year', month: 'month', day: 'day', time: 'time of day',
    'end-year': 'year of the end', 'end-month': 'month of the end', 'end-day': 'day of the end', 'end-time': 'time of day of the end',
    'precision-ucdp': 'precision of the date, UCDP’s codes', 'precision-acled': 'precision of the date, ACLED’s codes', 'precision-wikidata': 'precision of the date, Wikidata’s codes',
    place: 'place', latitude: 'latitude', longitude: 'longitude',
    claimant: 'who says so', status: 'how sure', citation: 'citation',
    link: 'link', media: 'picture or recording', 'media-caption': 'its caption', 'media-credit': 'its credit', 'media-alt': 'its description for who does not see it',
    category: 'names, to filter by', number: 'numbers', text: 'text, to search', address: 'addresses',
    ignore: 'not used',
  } as Record<string, string>,
  dateFormats: {
    edtf: 'as ISO or EDTF writes them', 'year-month-day': 'year, month, day', 'day-month-year': 'day, month, year', 'month-day-year': 'month, day, year',
    'month-name': 'in words', milliseconds: 'milliseconds since 1970', seconds: 'seconds since 1970',
    'spreadsheet-days': 'days since 1900, as spreadsheets count them',
  } as Record<string, string>,
  asFound: 'as they are written',
  dateFormatUnknown: 'day or month first: not known',
  separators: { '': 'lists as they are found', ';': 'lists with ;', '|': 'lists with |', '\n': 'lists with line breaks', '/': 'lists with /', ',': 'lists with ,', none: 'one value in a cell' } as Record<string, string>,
  otherSeparator: (separator: string) => `lists with ${separator}`,

  // Day and month
  ambiguous: (column: string, file: string | null, sample: string) =>
    `In the column “${column}”${file === null ? '' : ` of ${file}`} the day and the month cannot be told apart: ${sample} may be either. Until you say which, each such date is one of two days.`,
  dayFirst: (dates: string) => `Day first: ${dates}`,
  monthFirst: (dates: string) => `Month first: ${dates}`,

  // Export
  exportHeading: 'Export',
  exportWhat: 'Which events',
  exportWhole: (n: string, one: boolean) => (one ? `The ${n} event of the set` : `All ${n} events of the set`),
  exportFiltered: (n: string, one: boolean) => (one ? `The ${n} that matches the filters` : `The ${n} that match the filters`),
  exportAs: 'As',
  targets: [
    ['json', 'Event set (JSON)', 'All there is, to open here again.'],
    ['csv', 'Table (CSV)', 'One row an event, for spreadsheets.'],
    ['timelinejs3', 'TimelineJS (JSON)', 'For Knight Lab’s TimelineJS.'],
    ['icalendar', 'Calendar (iCalendar)', 'For calendar programs.'],
    ['json-ld', 'Linked data (JSON-LD)', 'schema.org events, for search engines and archives.'],
    ['geojson', 'Map data (GeoJSON)', 'Places with times, for maps.'],
  ] as readonly (readonly [ExportFormat, string, string])[],
  manyEvents: (n: string) => `Writing ${n} events takes a while.`,
  prepare: 'Prepare the file',
  preparing: 'Preparing…',
  stopPreparing: 'Stop',
  noLosses: 'This format holds all of it.',
  lost: 'This format has no place for',
  kept: 'Other programs will not see this; opened here again, the file gives it back',
  download: (size: string) => `Download (${size})`,
  copy: 'Copy',
  exportFailed: (reason: string) => `This could not be written: ${reason}`,
};

export type FileStrings = typeof english;

/** Languages come in here, as they do in {@link ./strings.ts}. */
export function fileStringsFor(_locale: string): FileStrings {
  return english;
}
