/** Facet lists. */

import { css } from 'lit';

export const facetStyles = css`
  .facets {
    padding: 8px 14px 16px;
  }
  .facet {
    padding-block: 4px 8px;
  }
  .facet-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  .facet h3 {
    font-size: 13px;
    font-weight: 650;
    min-inline-size: 0;
  }
  .facet-title {
    display: inline-flex;
    align-items: center;
    gap: 7px;
    padding-block: 5px;
    font-weight: inherit;
  }
  .fold {
    inline-size: 8px;
    block-size: 6px;
    background: var(--event-timeline-muted);
    clip-path: polygon(0 0, 100% 0, 50% 100%);
    transition: transform 150ms;
  }
  .facet-title[aria-expanded='false'] .fold {
    transform: rotate(-90deg);
  }
  .value {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    column-gap: 6px;
    min-block-size: 27px;
    font-size: 13px;
  }
  .value label,
  .value .exclude {
    grid-area: 1 / 1;
  }
  .value label {
    display: flex;
    align-items: center;
    gap: 7px;
    min-inline-size: 0;
    min-block-size: inherit;
    cursor: pointer;
  }
  .value .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .value.any .name {
    font-weight: 600;
  }
  .value.none .name {
    text-decoration: line-through;
  }
  .value .number {
    color: var(--event-timeline-muted);
    text-align: end;
    min-inline-size: 1.9em;
  }
  .number .maybe {
    margin-inline-start: 3px;
    border-block-end: 1px dashed currentColor;
  }
  .value.empty .name {
    color: var(--event-timeline-muted);
  }
  .value .exclude {
    display: inline-grid;
    place-items: center;
    inline-size: 24px;
    block-size: 24px;
    border-radius: 6px;
    color: var(--event-timeline-muted);
    background: var(--event-timeline-surface);
    justify-self: end;
    opacity: 0;
  }
  .value:hover .exclude,
  .value:focus-within .exclude,
  .value.none .exclude {
    opacity: 1;
  }
  .value.none .exclude {
    color: var(--event-timeline-hue-2);
  }
  .value .exclude:hover {
    background: var(--event-timeline-soft);
  }
  .value .bar {
    grid-column: 1 / -1;
    position: absolute;
    inset-inline: 0;
    inset-block-end: 0;
    display: flex;
    block-size: 2px;
    pointer-events: none;
  }
  .bar i {
    display: block;
    block-size: 2px;
    transition: inline-size 180ms;
  }
  .bar .sure {
    background: var(--event-timeline-accent);
    opacity: 0.4;
  }
  .bar .maybe {
    background: repeating-linear-gradient(90deg, var(--event-timeline-accent) 0 2px, transparent 2px 4px);
    opacity: 0.4;
  }
  .indent-1 { padding-inline-start: 18px; }
  .indent-2 { padding-inline-start: 34px; }
  .indent-3 { padding-inline-start: 48px; }
  .indent-4 { padding-inline-start: 60px; }
  .find,
  .range input {
    border: 1px solid var(--event-timeline-hairline);
    border-radius: 6px;
    background: var(--event-timeline-soft);
    padding: 4px 8px;
    font-size: 13px;
    inline-size: 100%;
    min-inline-size: 0;
  }
  .find {
    margin-block: 2px 4px;
  }
  .range {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .facet .more {
    padding-block: 6px 2px;
  }
  .clear-all {
    padding-block: 4px;
  }
  .narrow .value {
    min-block-size: 44px;
  }
  .narrow .value {
    grid-template-columns: minmax(0, 1fr) auto auto;
  }
  .narrow .value .exclude {
    grid-area: 1 / 2;
    inline-size: 44px;
    block-size: 44px;
    opacity: 1;
  }
  .narrow .facet-title {
    min-block-size: 44px;
    font-size: 15px;
  }
  .narrow .value {
    font-size: 15px;
  }
  .narrow .find,
  .narrow .range input {
    min-block-size: 44px;
  }
  @media (hover: none) {
    .value {
      grid-template-columns: minmax(0, 1fr) auto auto;
    }
    .value .exclude {
      grid-area: 1 / 2;
      opacity: 1;
    }
  }
  @media (forced-colors: active) {
    .fold,
    .bar i {
      forced-color-adjust: none;
      background: CanvasText;
    }
  }
`;
