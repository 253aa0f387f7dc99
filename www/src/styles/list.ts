/** The list view. */

import { css } from 'lit';

export const listStyles = css`
  :host {
    display: block;
    min-block-size: 0;
    position: relative;
  }
  .grid {
    position: absolute;
    inset: 0;
    overflow: auto;
    scrollbar-width: thin;
    border: 1px solid var(--event-timeline-hairline);
    border-radius: var(--event-timeline-radius);
    font-size: 13px;
  }
  .grid:focus-visible {
    outline-offset: -2px;
  }
  .head {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    background: var(--event-timeline-surface);
    border-block-end: 1px solid var(--event-timeline-hairline);
  }
  .line {
    display: grid;
    grid-template-columns: minmax(120px, 22%) minmax(0, 1fr) minmax(80px, 19%) minmax(80px, 15%);
    align-items: center;
    column-gap: 14px;
    padding-inline: 12px;
  }
  .no-claims .line {
    grid-template-columns: minmax(150px, 30%) minmax(0, 1fr);
  }
  .with-sorted .line {
    grid-template-columns: minmax(120px, 20%) minmax(0, 1fr) minmax(70px, 15%) minmax(80px, 16%) minmax(80px, 13%);
  }
  .no-claims.with-sorted .line {
    grid-template-columns: minmax(130px, 25%) minmax(0, 1fr) minmax(80px, 22%);
  }
  .head .line {
    min-block-size: 34px;
  }
  .column {
    font-weight: 600;
    color: var(--event-timeline-muted);
    min-block-size: 30px;
  }
  .column:hover {
    color: var(--event-timeline-text);
  }
  .lines {
    position: relative;
    overflow: hidden;
  }
  .lines .line {
    position: absolute;
    inset-block-start: 0;
    inset-inline: 0;
    border-block-end: 1px solid var(--event-timeline-hairline);
  }
  .row {
    cursor: pointer;
  }
  .row:hover {
    background: var(--event-timeline-soft);
  }
  .row.selected {
    background: var(--event-timeline-selection);
    box-shadow: inset 3px 0 0 var(--event-timeline-accent);
  }
  .cell {
    min-inline-size: 0;
    line-height: 1.4;
  }
  .lines .start,
  .lines .claimant,
  .lines .sorted,
  .title .text {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    line-clamp: 2;
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  .lines .title {
    display: flex;
    align-items: baseline;
    gap: 8px;
    font-size: 14px;
  }
  .lines .status {
    display: flex;
    flex-wrap: wrap;
    gap: 3px;
    max-block-size: 44px;
    overflow: hidden;
  }
  .lines .heading {
    font-weight: 600;
    color: var(--event-timeline-muted);
    grid-template-columns: 1fr;
    background: var(--event-timeline-soft);
  }
  .blank {
    color: var(--event-timeline-muted);
  }
  .narrow .line {
    grid-template-columns: minmax(0, 1fr) minmax(0, auto);
    row-gap: 2px;
    align-content: center;
  }
  .narrow .head .claimant,
  .narrow .head .status {
    display: none;
  }
  .narrow .column {
    min-block-size: 44px;
    min-inline-size: 44px;
  }
  .narrow .lines .title {
    order: -1;
    grid-column: 1 / -1;
    font-size: 15px;
  }
  .narrow.with-sorted .head .line {
    grid-template-columns: auto minmax(0, 1fr) auto;
  }
  .narrow.with-sorted .lines .claimant {
    display: none;
  }
  .narrow .lines .start,
  .narrow .lines .sorted,
  .narrow .lines .claimant {
    -webkit-line-clamp: 1;
    line-clamp: 1;
    color: var(--event-timeline-muted);
  }
  .narrow .lines .status {
    display: none;
  }
  /* On a page from right to left, ours are English words among its own. */
  :host(:dir(rtl)) .line > * {
    unicode-bidi: plaintext;
    text-align: right;
  }
  @media (forced-colors: active) {
    .row.selected {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
