/** The timeline in the page's address: read when it comes and when the address changes, written after what the reader does. */

import { readLink, writeLink, type LinkState } from '../permalink.ts';
import { parseSort } from '../state.ts';
import type { Session } from './session.ts';
import type { EventTimeline } from './timeline-element.ts';

/** What a reader does in one go is written once: browsers limit how often an address may change. */
const WRITE_AFTER_MS = 200;

export interface AddressHost {
  /** The page's own set is shown: no address leads to a reader's files. */
  isOwn(): boolean;
  setText(q: string): Promise<void>;
  select(id: string | null): Promise<void>;
  followWindow(): void;
}

export class Address {
  /** The window that the address asks for, until a set is open. */
  window: LinkState['window'] = null;
  private onlyWindow = false;
  private readonly listening = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The reader has moved the window, or came to one that somebody had moved. */
  private isMoved = false;
  /** What the page's attributes say, where the address says nothing. */
  private readonly usual: LinkState & { sort: string };

  constructor(private readonly element: EventTimeline, private readonly session: Session, private readonly host: AddressHost) {
    const { q, sort, layout: view, groupBy, colorBy, selected, mapping } = element;
    this.usual = { q: q ?? '', sort: sort ?? '', view, groupBy: groupBy ?? null, colorBy: colorBy ?? null, selected: selected ?? null, mapping: mapping ?? null, window: null, onlyWindow: false };
    this.take(this.read());
    window.addEventListener('hashchange', () => this.follow(), { signal: this.listening.signal });
  }

  release(): void {
    this.listening.abort();
    clearTimeout(this.timer);
  }

  private get key(): string {
    const key: unknown = this.element.permalink;
    return typeof key === 'string' ? key : '';
  }

  private read(): Partial<LinkState> {
    const said = readLink(location.hash, this.key);
    this.isMoved = Boolean(said.window);
    return said;
  }

  /** For the set that is about to be opened. */
  private take({ q, view, window = null, onlyWindow = false, ...rest }: Partial<LinkState>): void {
    Object.assign(this.element, rest, q !== undefined && { q, sort: '' }, view && { layout: view });
    Object.assign(this, { window, onlyWindow });
  }

  /** The set is open. */
  opened(): void {
    if (this.onlyWindow) this.host.followWindow();
    this.take({});
  }

  /** Shows what the address says. */
  follow(): void {
    if (!this.host.isOwn()) return;
    const { sort, ...usual } = this.usual;
    const asked = { ...usual, q: sort ? `${usual.q} sort:${sort}` : usual.q, ...this.read() };
    if (asked.mapping !== this.element.mapping || this.session.model.phase !== 'ready') this.take(asked);
    else void this.show(asked);
  }

  private async show({ q, view, groupBy, colorBy, selected, window, onlyWindow }: LinkState): Promise<void> {
    const { session, element, host } = this;
    await host.setText(q);
    session.setState({ view, groupBy: session.groups(groupBy), colorBy: session.category(colorBy) });
    await host.select(selected);
    const shown = window ?? (await session.answers.windowFor(element.start, element.end));
    if (shown) session.setWindow(shown);
    if (onlyWindow) host.followWindow();
  }

  /** After what the reader did. */
  writeSoon(type: string): void {
    if (type === 'rangechanged') this.isMoved = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.write(), WRITE_AFTER_MS);
  }

  private async write(): Promise<void> {
    const states = await this.states();
    if (!states || this.listening.signal.aborted) return;
    const fragment = writeLink(location.hash, this.key, states.now, states.usual);
    try {
      history.replaceState(history.state, '', `${location.pathname}${location.search}${fragment === '' ? '' : `#${fragment}`}`);
    } catch {
      // A page without an address of its own has none to write into.
    }
  }

  /** What is shown, and what the page would show by itself. */
  private async states(): Promise<{ now: LinkState; usual: LinkState } | null> {
    const { session, usual } = this;
    const { query, followsWindow, viewport, view, groupBy, colorBy } = session.state;
    if (session.model.phase !== 'ready' || !this.host.isOwn()) return null;
    const texts = await session.ask(async (engine) => {
      const { query: asWritten } = await engine.parseQuery(usual.q);
      if (usual.sort) asWritten.sort = parseSort(usual.sort);
      return Promise.all([engine.formatQuery(followsWindow ? { ...query, time: null } : query), engine.formatQuery(asWritten)]);
    });
    if (!texts) return null;
    const [q, usualQ] = texts;
    const selected = (await session.selectedId()) ?? null;
    const window = this.isMoved || followsWindow ? viewport : null;
    return {
      now: { q, view, groupBy, colorBy, selected, mapping: this.element.mapping, window, onlyWindow: followsWindow },
      usual: { ...usual, q: usualQ, groupBy: session.groups(usual.groupBy), colorBy: session.category(usual.colorBy) },
    };
  }
}
