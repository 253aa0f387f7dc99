/** The events as a table: the axis's equal, however long it is. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { sortKey } from '../state.ts';
import { listStyles } from '../styles/list.ts';
import { controlStyles } from '../styles/controls.ts';
import type { Row } from '../types.ts';
import { allStringsFor, type AllStrings } from '../words/all-strings.ts';
import { joined } from './asides.ts';
import { listWindow, scrollHeight, scrollTopFor, type ListBox } from './list-window.ts';
import { RowPages } from './row-pages.ts';
import { labelOf, type Scene } from './scene.ts';
import { setStyles } from './set-styles.ts';
import { statusBadge } from './status-badge.ts';
import { rowSwatch } from './tray.ts';

const OVERSCAN_LINES = 8;
/** Two lines of text; on a narrow element title, date and claimant stand below one another. */
const LINE_PX = 54;
const NARROW_LINE_PX = 84;
const DATE_SORTS = new Set(['start', 'end', 'duration']);

export class EventTimelineList extends LitElement {
  static override styles = [controlStyles, listStyles];
  static override properties = { scene: { attribute: false } };
  declare scene: Scene;

  private readonly pages = new RowPages(() => this.requestUpdate());
  private readonly resized = new ResizeObserver(() => this.requestUpdate());
  private viewPx = 400;
  private scrolledTo: number | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  override focus(): void {
    this.grid?.focus();
  }

  private get grid(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.grid');
  }

  private get strings(): AllStrings {
    return allStringsFor(this.scene.locale);
  }

  private get dated(): number {
    const counts = this.scene.model.counts;
    return counts ? counts.matches - counts.undated : 0;
  }

  private get hasClaims(): boolean {
    const fields = this.scene.model.info?.fields ?? [];
    return fields.some(({ key, builtin, values }) => builtin && values > 0 && (key === 'claimant' || key === 'status'));
  }

  /** The field that the rows stand in the order of, where no other column shows it: an order without its values is hard to believe. */
  private get sorted(): string | null {
    const { by } = sortKey(this.scene.state.query);
    const isColumn = this.hasClaims && (by === 'claimant' || by === 'status');
    return !isColumn && this.scene.model.info?.fields.some(({ key }) => key === by) ? by : null;
  }

  private get columns(): number {
    return 2 + (this.sorted === null ? 0 : 1) + (this.hasClaims ? 2 : 0);
  }

  /** The line above the undated, where the order puts them last. */
  private get headingLine(): number | null {
    const undated = this.scene.model.counts?.undated ?? 0;
    return undated > 0 && DATE_SORTS.has(sortKey(this.scene.state.query).by) ? this.dated : null;
  }

  private get box(): ListBox {
    const matches = this.scene.model.counts?.matches ?? 0;
    return { lines: matches + (this.headingLine === null ? 0 : 1), linePx: this.scene.size === 'narrow' ? NARROW_LINE_PX : LINE_PX, viewPx: this.viewPx };
  }

  private lineOf(place: number): number {
    const heading = this.headingLine;
    return heading !== null && place >= heading ? place + 1 : place;
  }

  override render(): TemplateResult {
    const { scene, box, sorted } = this;
    const { model, state } = scene;
    const { strings } = this;
    this.pages.use(`${model.revision}|${state.colorBy ?? ''}|${sorted ?? ''}`);
    const shown = listWindow(box, this.grid?.scrollTop ?? 0, OVERSCAN_LINES);
    if (scene.engine) this.pages.need(scene.engine, shown.first, shown.last, state.colorBy, sorted === null ? [] : [sorted]);
    const lines = Array.from({ length: shown.last - shown.first }, (_, index) => shown.first + index);
    const selected = model.position === null ? null : this.lineOf(model.position);
    const isSelectedShown = selected !== null && shown.first <= selected && selected < shown.last;
    return html`
      <div class="grid ${scene.size} ${this.hasClaims ? '' : 'no-claims'} ${sorted === null ? '' : 'with-sorted'}" part="grid" role="grid" tabindex="0" aria-label=${model.info?.title ?? strings.untitled} aria-rowcount=${box.lines + 1} aria-readonly="true"
        aria-activedescendant=${isSelectedShown ? `line-${selected}` : nothing}
        @scroll=${() => this.requestUpdate()} @keydown=${(event: KeyboardEvent) => this.onKey(event)}>
        ${this.columnHeaders()}
        <div class="lines" role="rowgroup" ${setStyles({ 'block-size': `${scrollHeight(box)}px` })}>
          ${repeat(lines, (line) => line, (line) => this.line(line, shown.topPx + (line - shown.first) * box.linePx))}
        </div>
      </div>`;
  }

  private columnHeaders(): TemplateResult {
    const { strings } = this;
    return html`
      <div class="head" role="rowgroup" lang=${strings.lang}><div class="line" role="row" aria-rowindex="1">
        ${this.columnHeader('start', strings.columnDate)}${this.columnHeader('title', strings.columnTitle)}
        ${this.sorted === null ? nothing : this.columnHeader(this.sorted, labelOf(this.scene, this.sorted), 'sorted')}
        ${this.hasClaims ? html`${this.columnHeader('claimant', strings.columnClaimant)}${this.columnHeader('status', strings.columnStatus)}` : nothing}
      </div></div>`;
  }

  private columnHeader(by: string, label: string, column = by): TemplateResult {
    const { state, act } = this.scene;
    const key = sortKey(state.query);
    const order = key.by !== by ? 'none' : key.descending ? 'descending' : 'ascending';
    return html`
      <div role="columnheader" aria-sort=${order} class="cell ${column}">
        <button type="button" class="column" @click=${() => act.setSort(by, order === 'ascending')}>${label}<span aria-hidden="true">${order === 'none' ? '' : order === 'ascending' ? ' ↑' : ' ↓'}</span></button>
      </div>`;
  }

  private line(line: number, topPx: number): TemplateResult {
    const position = setStyles({ transform: `translateY(${topPx}px)`, 'block-size': `${this.box.linePx}px` });
    const heading = this.headingLine;
    if (line === heading) {
      const { number, model } = this.scene;
      return html`<div class="line heading" role="row" aria-rowindex=${line + 2} ${position}><div role="gridcell" aria-colspan=${this.columns}>${this.strings.undatedHeading(number(model.counts?.undated ?? 0))}</div></div>`;
    }
    const row = this.pages.at(heading !== null && line > heading ? line - 1 : line);
    if (!row) return html`<div class="line blank" role="row" aria-rowindex=${line + 2} ${position}><div role="gridcell" aria-colspan=${this.columns}>…</div></div>`;
    const selected = row.row === this.scene.state.selectedRow;
    return html`
      <div id="line-${line}" class="line row ${selected ? 'selected' : ''}" part="row" role="row" aria-rowindex=${line + 2} aria-selected=${selected ? 'true' : 'false'} ${position}
        @click=${() => this.scene.act.open(row.row)}>${this.cells(row)}</div>`;
  }

  private cells(row: Row): TemplateResult {
    const { dates } = this.scene;
    const by = row.by.length > 0 ? joined(row.by, ', ') : row.status.length > 0 ? this.strings.noClaimant : '';
    return html`
      <div role="gridcell" class="cell start" title=${dates.sayOf(row)}>${dates.sayOf(row, 'short')}</div>
      <div role="gridcell" class="cell title">${rowSwatch(this.scene, row.color)}<span class="text" dir="auto" lang=${this.scene.model.info?.lang ?? nothing}>${row.title}</span></div>
      ${this.sorted === null ? nothing : html`<div role="gridcell" class="cell sorted" dir="auto">${this.sortedBy(row.fields?.[this.sorted] ?? null)}</div>`}
      ${this.hasClaims ? html`
        <div role="gridcell" class="cell claimant muted">${by}</div>
        <div role="gridcell" class="cell status">${row.status.map((status) => statusBadge(status))}</div>` : nothing}`;
  }

  private sortedBy(value: string | number | string[] | null): TemplateResult[] | string {
    if (typeof value === 'number') return this.scene.number(value);
    return value === null ? '' : joined([value].flat(), ' · ');
  }

  protected override updated(changed: PropertyValues<this>): void {
    const grid = this.grid;
    if (!grid) return;
    const head = grid.querySelector<HTMLElement>('.head')?.offsetHeight ?? 0;
    const viewPx = Math.max(0, grid.clientHeight - head);
    if (viewPx !== this.viewPx) {
      this.viewPx = viewPx;
      this.requestUpdate();
    }
    if (changed.has('scene')) this.followSelection(grid);
  }

  /** Scrolls once when the selection moves, and leaves the reader's own scrolling alone. */
  private followSelection(grid: HTMLElement): void {
    const { position } = this.scene.model;
    if (position === this.scrolledTo) return;
    this.scrolledTo = position;
    if (position !== null) grid.scrollTop = scrollTopFor(this.box, grid.scrollTop, this.lineOf(position));
  }

  private onKey(event: KeyboardEvent): void {
    const target = event.composedPath()[0];
    if (target instanceof HTMLButtonElement && (event.key === 'Enter' || event.key === ' ')) return;
    const page = Math.max(1, Math.floor(this.viewPx / this.box.linePx) - 1);
    const steps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, PageUp: -page, PageDown: page };
    const step = steps[event.key];
    if (step !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) void this.scene.act.step(step);
    else if (!this.scene.act.press(event, null)) return;
    event.preventDefault();
  }
}
