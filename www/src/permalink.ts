/** What a reader has asked to see, in the fragment of the page's address: `#q=wall&view=list`; with a key, `#first.q=wall`. */

import type { View } from './state.ts';

/** All that a link can say. Of what it leaves out, the page's own attributes say it. */
export interface LinkState {
  /** The query with its order; without the time filter where that follows the window. */
  q: string;
  view: View;
  groupBy: string | null;
  colorBy: string | null;
  /** Milliseconds since 1970; null where nobody has moved it. */
  window: { from: number; to: number } | null;
  onlyWindow: boolean;
  selected: string | null;
  mapping: string | null;
}

const NAMES = {
  q: 'q', view: 'view', groupBy: 'group', colorBy: 'color', window: 'window', onlyWindow: 'only-window', selected: 'selected', mapping: 'mapping',
} as const satisfies Record<keyof LinkState, string>;

/** What the fragment says of the timeline with this key; what is no such thing is passed over. */
export function readLink(fragment: string, key: string): Partial<LinkState> {
  const said = new Map(parts(fragment).flatMap((part) => {
    const [name, value] = pairOf(part, key) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  }));
  const text = (name: string): string | null | undefined => (said.get(name) === '' ? null : said.get(name));
  const view = said.get(NAMES.view);
  const onlyWindow = said.get(NAMES.onlyWindow);
  return defined({
    q: said.get(NAMES.q),
    view: view === 'axis' || view === 'list' ? view : undefined,
    groupBy: text(NAMES.groupBy),
    colorBy: text(NAMES.colorBy),
    window: windowIn(said.get(NAMES.window)),
    onlyWindow: onlyWindow === undefined ? undefined : onlyWindow === '1',
    selected: text(NAMES.selected),
    mapping: text(NAMES.mapping),
  });
}

/** The fragment with what is new in `now` beside `usual`; what others have written into it stays as it is. */
export function writeLink(fragment: string, key: string, now: LinkState, usual: LinkState): string {
  const others = parts(fragment).filter((part) => pairOf(part, key) === null);
  const ours = (Object.keys(NAMES) as (keyof LinkState)[])
    .filter((name) => written(now[name]) !== written(usual[name]))
    .map((name) => `${prefixOf(key)}${NAMES[name]}=${encode(written(now[name]))}`);
  return [...others, ...ours].join('&');
}

function written(value: LinkState[keyof LinkState]): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'object' ? `${Math.round(value.from)}..${Math.round(value.to)}` : value;
}

function windowIn(text: string | undefined): LinkState['window'] | undefined {
  const [, from, to] = /^(-?\d{1,18})\.\.(-?\d{1,18})$/.exec(text ?? '') ?? [];
  return Number(from) < Number(to) ? { from: Number(from), to: Number(to) } : undefined;
}

function parts(fragment: string): string[] {
  return fragment.replace(/^#/, '').split('&').filter((part) => part !== '');
}

function prefixOf(key: string): string {
  return key === '' ? '' : `${encode(key)}.`;
}

/** Name and value of a part that is this timeline's; null where it is somebody else's. */
function pairOf(part: string, key: string): [string, string] | null {
  const prefix = prefixOf(key);
  const equals = part.indexOf('=');
  if (equals < 0 || !part.startsWith(prefix)) return null;
  const name = part.slice(prefix.length, equals);
  if (!(Object.values(NAMES) as string[]).includes(name)) return null;
  return [name, decode(part.slice(equals + 1)) ?? ''];
}

/** As few escapes as an address needs: a link is also read by people. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/%(3A|2C|2F|3B|40)/g, (escape) => decodeURIComponent(escape)).replaceAll('%20', '+');
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
