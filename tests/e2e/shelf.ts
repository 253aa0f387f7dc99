/** A small set whose answers are worked out by hand: four bounds for each date, and what is asked of it done in plain loops. */

import type { EventSet } from './reader.ts';

export interface Entry {
  title: string;
  date?: string;
  /** Earliest and latest start, earliest and latest end, as days; half open. */
  bounds?: [string, string, string, string];
  kind: string[];
  size?: number;
  description?: string;
  by?: string;
  status?: string;
}

const within = (from: string, to: string): Entry['bounds'] => [from, to, from, to];

export const ENTRIES: Entry[] = [
  { title: 'Meridian agreed', date: '1884-10-22', bounds: within('1884-10-22', '1884-10-23'), kind: ['Science', 'Politics'], size: 25 },
  { title: 'Ångström measures light', date: '1868', bounds: within('1868-01-01', '1869-01-01'), kind: ['Science'], size: 3, description: 'Wavelengths of the sun, to ten digits.' },
  { title: 'band plays in the harbour', date: '1912-04-15', bounds: within('1912-04-15', '1912-04-16'), kind: ['Music'], size: 8, by: 'A passenger', status: 'alleged' },
  { title: 'Castle falls', date: '1453-05-29', bounds: within('1453-05-29', '1453-05-30'), kind: ['War'], size: 80, description: 'The harbour chain holds, the wall does not.' },
  { title: 'Dam breaks', date: '1889-05-31/1889-06-02', bounds: ['1889-05-31', '1889-06-01', '1889-06-02', '1889-06-03'], kind: ['Disaster'], size: 2209, by: 'The Tribune', status: 'reported' },
  { title: 'échelle de Kelvin', date: '1848-10', bounds: within('1848-10-01', '1848-11-01'), kind: ['Science'] },
  { title: 'Fair of the long summer', date: '1851-05/1851-10', bounds: ['1851-05-01', '1851-06-01', '1851-10-01', '1851-11-01'], kind: ['Science', 'Music'], size: 6_000_000 },
  { title: 'Great comet', date: '1811', bounds: within('1811-01-01', '1812-01-01'), kind: ['Science'] },
  { title: 'Hunger winter', date: '1944-11/1945-05', bounds: ['1944-11-01', '1944-12-01', '1945-05-01', '1945-06-01'], kind: ['Disaster', 'War'], size: 20_000, by: 'The Tribune', status: 'confirmed' },
  { title: 'island found', date: '17XX', bounds: within('1700-01-01', '1800-01-01'), kind: ['Travel'], by: 'A passenger', status: 'alleged' },
  { title: 'Jubilee', kind: ['Music'] },
  { title: 'Kite in a storm', date: '1752-06~', bounds: within('1752-06-01', '1752-07-01'), kind: ['Science'], size: 1, by: 'The Tribune', status: 'alleged' },
  { title: 'Letter without a date', kind: ['Travel'], size: 2 },
  { title: 'north pole claimed', date: '1909-04-06?', bounds: within('1909-04-06', '1909-04-07'), kind: ['Travel'], size: 6, by: 'A passenger', status: 'reported' },
  { title: 'Ōsaka castle', date: '1583', bounds: within('1583-01-01', '1584-01-01'), kind: ['War'], description: 'A “moon-viewing” tower, 100 % timber.' },
  { title: 'Press prints', date: '[1450..1455]', bounds: within('1450-01-01', '1456-01-01'), kind: ['Science'], size: 180 },
];

export const SHELF: EventSet = {
  title: 'A shelf of events',
  fields: { kind: { label: 'Kind', type: 'category' }, size: { label: 'Size', type: 'number' } },
  events: ENTRIES.map(({ title, date, kind, size, description, by, status }) => ({
    id: title.toLowerCase().replaceAll(' ', '-'),
    title,
    kind,
    ...(date === undefined ? {} : { date }),
    ...(size === undefined ? {} : { size }),
    ...(description === undefined ? {} : { description }),
    ...(by === undefined ? {} : { claims: [{ by, ...(status === undefined ? {} : { status }) }] }),
  })),
};

export const titlesWhere = (keep: (entry: Entry) => boolean): string[] => chronological(ENTRIES.filter(keep)).map(({ title }) => title);

const ms = (day: string): number => Date.parse(`${day}T00:00:00Z`);

export function isPossiblyIn({ bounds }: Entry, from: string, to: string): boolean {
  return bounds !== undefined && ms(bounds[3]) > ms(from) && ms(bounds[0]) < ms(to);
}

export function isCertainlyIn({ bounds }: Entry, from: string, to: string): boolean {
  return bounds !== undefined && ms(bounds[2]) >= ms(from) && ms(bounds[1]) <= ms(to);
}

type Value = number | string | null;
const collator = new Intl.Collator('en-GB', { numeric: true });

function compare(a: Value, b: Value): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
}

/** What each entry of the sort menu sorts by; nothing where an event has no such value. */
export const SORT_KEYS: Record<string, (entry: Entry, place: number) => Value> = {
  'earliest start': ({ bounds }) => (bounds ? ms(bounds[0]) : null),
  'latest end': ({ bounds }) => (bounds ? ms(bounds[3]) : null),
  duration: ({ bounds }) => (bounds ? ms(bounds[3]) - ms(bounds[0]) : null),
  title: ({ title }) => title,
  'as written': (_, place) => place,
  Kind: ({ kind }) => [...kind].sort(collator.compare)[0] ?? null,
  Size: ({ size }) => size ?? null,
  'Who says so': ({ by }) => by ?? null,
  'How sure': ({ status }) => status ?? null,
};

function chronological(entries: Entry[]): Entry[] {
  const key = ({ bounds }: Entry): [Value, Value] => (bounds ? [ms(bounds[0]), ms(bounds[3])] : [null, null]);
  return entries
    .map((entry, place) => ({ entry, place, key: key(entry) }))
    .sort((a, b) => compare(a.key[0], b.key[0]) || compare(a.key[1], b.key[1]) || a.place - b.place)
    .map(({ entry }) => entry);
}

/** Titles in the order asked for; chronological order decides ties, and what has no value comes last either way. */
export function titlesSorted(label: string, descending: boolean): string[] {
  const value = SORT_KEYS[label];
  if (!value) throw new Error(`no sort key ${label}`);
  const keyed = chronological(ENTRIES).map((entry, place) => ({ entry, place, key: value(entry, ENTRIES.indexOf(entry)) }));
  const order = (a: Value, b: Value) => (a === null || b === null || !descending ? compare(a, b) : compare(b, a));
  return keyed.sort((a, b) => order(a.key, b.key) || a.place - b.place).map(({ entry }) => entry.title);
}
