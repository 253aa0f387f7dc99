/** Buttons, menus, boxes, swatches, badges: what several panels use. */

import { css } from 'lit';

export const controlStyles = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  /* Text of an event set may set directions without an end: none of it reorders what stands beside it. */
  a, bdi, code, mark, span {
    unicode-bidi: isolate;
  }
  .apart {
    display: inline-block;
    max-inline-size: 100%;
  }
  h2, h3, h4, p, ul, dl, dd, pre {
    margin: 0;
    padding: 0;
  }
  ul {
    list-style: none;
  }
  button, input, select {
    font: inherit;
    color: inherit;
    margin: 0;
  }
  button {
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
    text-align: inherit;
  }
  button:disabled {
    cursor: default;
    color: var(--event-timeline-muted);
  }
  :focus-visible {
    outline: 2px solid var(--event-timeline-accent);
    outline-offset: 1px;
  }
  :focus:not(:focus-visible) {
    outline: none;
  }
  .muted {
    color: var(--event-timeline-muted);
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .icon {
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .button,
  .select,
  .segmented,
  .icon-button.bordered {
    border: 1px solid var(--event-timeline-hairline);
    border-radius: var(--event-timeline-radius);
    min-block-size: 34px;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    padding: 4px 10px;
    font-size: 13px;
    white-space: nowrap;
  }
  .button.primary {
    background: var(--event-timeline-text);
    color: var(--event-timeline-surface);
    border-color: transparent;
  }
  .button:hover:not(.primary),
  .select:hover,
  .icon-button:hover,
  .chip:hover {
    background: var(--event-timeline-soft);
  }
  .icon-button {
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: 34px;
    block-size: 34px;
    border-radius: var(--event-timeline-radius);
  }
  .quiet,
  .link {
    color: var(--event-timeline-accent);
    font-size: 13px;
  }
  .quiet:hover,
  .link:hover {
    text-decoration: underline;
  }
  a {
    color: var(--event-timeline-accent);
    overflow-wrap: anywhere;
  }
  .select {
    position: relative;
    display: inline-flex;
    align-items: center;
    font-size: 13px;
    padding-inline-start: 10px;
    white-space: nowrap;
    min-inline-size: 0;
  }
  .select:focus-within {
    outline: 2px solid var(--event-timeline-accent);
    outline-offset: 1px;
  }
  .select-label {
    color: var(--event-timeline-muted);
  }
  .select select {
    appearance: none;
    border: 0;
    background: transparent;
    padding-block: 4px;
    padding-inline: 6px 24px;
    min-block-size: 32px;
    max-inline-size: 12em;
    field-sizing: content;
    text-overflow: ellipsis;
    outline: none;
    cursor: pointer;
  }
  .select option {
    background: var(--event-timeline-surface);
    color: var(--event-timeline-text);
  }
  .select::after {
    content: '';
    position: absolute;
    inset-inline-end: 10px;
    inset-block-start: calc(50% - 4px);
    inline-size: 6px;
    block-size: 6px;
    border: solid var(--event-timeline-muted);
    border-width: 0 1.5px 1.5px 0;
    transform: rotate(45deg);
    pointer-events: none;
  }
  .segmented {
    display: inline-flex;
    overflow: hidden;
  }
  .segmented button {
    padding: 4px 12px;
    font-size: 13px;
  }
  .segmented button + button {
    border-inline-start: 1px solid var(--event-timeline-hairline);
  }
  .segmented button[aria-pressed='true'] {
    background: var(--event-timeline-text);
    color: var(--event-timeline-surface);
  }
  .segmented button:focus-visible {
    outline-offset: -3px;
  }
  .segmented.small {
    min-block-size: 0;
    margin-block: 2px 4px;
  }
  .segmented.small button {
    padding: 2px 8px;
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: 34px;
    font-size: 13px;
    white-space: nowrap;
    cursor: pointer;
  }
  input[type='checkbox'] {
    accent-color: var(--event-timeline-accent);
    inline-size: 14px;
    block-size: 14px;
    flex: none;
  }
  .swatch {
    display: inline-block;
    flex: none;
    inline-size: 11px;
    block-size: 11px;
    background: var(--event-timeline-hue-other);
    forced-color-adjust: none;
  }
  .swatch.circle { border-radius: 50%; }
  .swatch.diamond { clip-path: polygon(50% 0, 100% 50%, 50% 100%, 0 50%); }
  .swatch.square { clip-path: inset(1px); }
  .swatch.triangle { clip-path: polygon(50% 4%, 100% 94%, 0 94%); }
  .hue-other { background: var(--event-timeline-hue-other); }
  .hue-0 { background: var(--event-timeline-hue-0); }
  .hue-1 { background: var(--event-timeline-hue-1); }
  .hue-2 { background: var(--event-timeline-hue-2); }
  .hue-3 { background: var(--event-timeline-hue-3); }
  .hue-4 { background: var(--event-timeline-hue-4); }
  .hue-5 { background: var(--event-timeline-hue-5); }
  .hue-6 { background: var(--event-timeline-hue-6); }
  .hue-7 { background: var(--event-timeline-hue-7); }
  .badge {
    display: inline-block;
    font-size: 13px;
    line-height: 1.35;
    border: 1px solid currentColor;
    border-radius: 4px;
    padding: 0 5px;
    white-space: nowrap;
  }
  .badge.unsure {
    border-style: dashed;
  }
  code {
    font: 12.5px/1.4 ui-monospace, 'SF Mono', Menlo, Consolas, 'Noto Sans Mono', monospace;
    overflow-wrap: anywhere;
    direction: ltr;
    unicode-bidi: isolate;
  }
  @media (forced-colors: active) {
    .swatch {
      background: CanvasText;
    }
    .segmented button[aria-pressed='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
