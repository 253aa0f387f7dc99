/** The element as a whole: header, columns, legend, by width. */

import { css } from 'lit';

export const frameStyles = css`
  /* A page that gives the tag a height of its own gets that height; without one the base brings it. */
  :host {
    display: flex;
    flex-direction: column;
    position: relative;
    contain: inline-size;
    color: var(--event-timeline-text);
    font: 14px/1.45 var(--event-timeline-font);
    font-variant-numeric: tabular-nums;
  }
  :host([hidden]) {
    display: none;
  }
  .base {
    block-size: var(--event-timeline-height, clamp(600px, 88vh, 1080px));
    flex: 1 1 auto;
    min-block-size: 0;
    display: flex;
    flex-direction: column;
    position: relative;
    background: var(--event-timeline-surface);
    color: var(--event-timeline-text);
    border: 1px solid var(--event-timeline-hairline);
    border-radius: 12px;
    overflow: hidden;
  }
  .base.is-idle,
  .base.is-error {
    block-size: auto;
    max-block-size: var(--event-timeline-height, none);
  }
  /* Lower than what it holds, it scrolls: nothing is drawn over what stands below. */
  .whole {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    display: flex;
    flex-direction: column;
  }
  .whole.unseen {
    position: absolute;
    inset: 0;
    /* Not \`visibility\`, which all that it holds inherits: to show it would be to style and lay out everything anew. */
    clip-path: inset(100%);
  }
  .host-content {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    padding: 4px 20px 16px;
  }
  header {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 10px 14px;
    align-items: center;
    padding: 12px 16px;
    border-block-end: 1px solid var(--event-timeline-hairline);
  }
  .titles {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 14px;
    min-inline-size: 0;
  }
  .title {
    font-size: 16px;
    font-weight: 650;
    line-height: 1.3;
  }
  .counts {
    font-size: 13px;
    color: var(--event-timeline-muted);
  }
  .count-all {
    color: var(--event-timeline-text);
    font-weight: 600;
  }
  .views {
    display: flex;
    gap: 6px;
  }
  .finding {
    grid-column: 1 / -1;
    display: flex;
    gap: 10px;
    align-items: center;
  }
  .search {
    flex: 1;
    min-inline-size: 0;
    display: flex;
    align-items: center;
    gap: 8px;
    padding-inline: 10px 2px;
    min-block-size: 36px;
    border: 1px solid var(--event-timeline-hairline);
    border-radius: var(--event-timeline-radius);
    background: var(--event-timeline-soft);
    color: var(--event-timeline-muted);
  }
  .search:focus-within {
    border-color: var(--event-timeline-accent);
    outline: 1px solid var(--event-timeline-accent);
  }
  .search input {
    flex: 1;
    min-inline-size: 0;
    border: 0;
    outline: 0;
    background: transparent;
    color: var(--event-timeline-text);
    min-block-size: 34px;
    appearance: none;
    text-overflow: ellipsis;
  }
  .search input::-webkit-search-cancel-button {
    display: none;
  }
  ::placeholder {
    color: var(--event-timeline-muted);
    opacity: 1;
  }
  .sort {
    display: flex;
    gap: 6px;
  }
  .problems {
    grid-column: 1 / -1;
    font-size: 13px;
  }
  .problems li {
    padding-block: 2px;
  }
  mark {
    background: transparent;
    color: inherit;
    text-decoration: underline wavy var(--event-timeline-hue-2);
    text-underline-offset: 3px;
  }
  .columns {
    flex: 1;
    min-block-size: 320px;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: minmax(0, 1fr);
    position: relative;
  }
  .columns.with-facets {
    grid-template-columns: 236px minmax(0, 1fr);
  }
  .columns.with-detail {
    grid-template-columns: minmax(0, 1fr) clamp(290px, 36%, 360px);
  }
  .columns.with-facets.with-detail {
    grid-template-columns: 236px minmax(0, 1fr) clamp(290px, 24%, 420px);
  }
  .facets,
  .detail {
    overflow: auto;
    overscroll-behavior: auto;
    scrollbar-width: thin;
  }
  .facets {
    border-inline-end: 1px solid var(--event-timeline-hairline);
  }
  .columns > .detail {
    border-inline-start: 1px solid var(--event-timeline-hairline);
  }
  .main {
    min-inline-size: 0;
    min-block-size: 0;
    display: flex;
    flex-direction: column;
    padding: 8px 16px 12px;
    gap: 6px;
  }
  .toolbar {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 10px;
  }
  .menus {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-inline-start: auto;
  }
  event-timeline-overview {
    display: block;
    flex: none;
    block-size: 62px;
  }
  event-timeline-axis,
  event-timeline-list {
    flex: 1 1 320px;
    min-block-size: 180px;
  }
  .empty-window {
    flex: none;
    text-align: center;
    font-size: 13px;
    color: var(--event-timeline-muted);
  }
  .tray {
    flex: none;
    max-block-size: 30%;
    overflow: auto;
    scrollbar-width: thin;
    border-block-start: 1px dashed var(--event-timeline-control);
    padding-block-start: 8px;
  }
  .tray h3 {
    font-size: 13px;
    font-weight: 600;
    color: var(--event-timeline-muted);
    margin-block-end: 6px;
  }
  .tray ul {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    padding: 2px;
  }
  .tray li {
    max-inline-size: 100%;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 7px;
    max-inline-size: 100%;
    min-block-size: 28px;
    padding: 3px 11px;
    font-size: 13px;
    border: 1px solid var(--event-timeline-hairline);
    border-radius: 99px;
  }
  .chip span:last-child {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .chip.selected {
    background: var(--event-timeline-selection);
    border-color: var(--event-timeline-accent);
  }
  .chip.more {
    color: var(--event-timeline-muted);
  }
  .base.narrow {
    block-size: auto;
    overflow: auto;
    border-inline-width: 0;
    border-radius: 0;
  }
  .narrow header {
    padding: 10px 14px;
    gap: 8px 10px;
  }
  .narrow .counts {
    grid-column: 1 / -1;
  }
  .narrow .title {
    flex-basis: 100%;
  }
  .narrow .sort,
  .narrow header .sort {
    display: none;
  }
  .narrow .main {
    padding: 6px 14px 10px;
  }
  .narrow event-timeline-axis {
    flex: none;
    max-block-size: 78vh;
  }
  .narrow event-timeline-list {
    flex: none;
    block-size: 78vh;
  }
  .narrow .tray {
    max-block-size: none;
  }
  .narrow .toolbar {
    gap: 4px 8px;
  }
  .narrow .button,
  .narrow .chip,
  .narrow .check,
  .narrow .quiet,
  .narrow .select,
  .narrow .search,
  .narrow .segmented,
  .narrow .icon-button {
    min-block-size: 44px;
  }
  .narrow .icon-button {
    min-inline-size: 44px;
  }
  .narrow .segmented button {
    min-inline-size: 44px;
  }
  .narrow .segmented button,
  .narrow .search input {
    min-block-size: 44px;
  }
  .narrow input[type='search'],
  .narrow input[type='number'],
  .narrow select {
    font-size: 16px;
  }
  .narrow .toolbar .button span {
    display: none;
  }
  .narrow .toolbar .button {
    min-inline-size: 44px;
  }
  .detail {
    display: flex;
    flex-direction: column;
    padding: 12px 16px 16px;
    font-size: 14px;
  }
  .about {
    display: grid;
    gap: 10px;
  }
  .about h3 {
    font-size: 14px;
    font-weight: 650;
  }
`;
