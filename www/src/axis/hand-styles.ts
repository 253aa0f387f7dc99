/** What a reader's hands bring onto the axis: the pointer's looks, options, a range, the text beside it, a hint. */

import { css } from 'lit';

export const handStyles = css`
  .body[data-over='mark'] {
    cursor: pointer;
  }
  .body[data-over='cell'] {
    cursor: zoom-in;
  }
  .body:active:not([data-over='mark'], [data-over='cell']) {
    cursor: grabbing;
  }
  /* A screen reader needs the text there; the eye has it on the canvas. */
  .items > * {
    position: absolute;
    inset-block-start: 0;
    left: 0;
    overflow: clip;
    color: transparent;
    font-size: 1px;
    white-space: nowrap;
    cursor: pointer;
    forced-color-adjust: none;
  }
  .range {
    position: absolute;
    inset-block: 0;
    left: 0;
    pointer-events: none;
    background: var(--event-timeline-accent, Highlight);
    opacity: 0.14;
    border-inline: 1px solid var(--event-timeline-text, CanvasText);
  }
  .tip {
    position: absolute;
    z-index: 3;
    left: 0;
    top: 0;
    box-sizing: border-box;
    max-inline-size: min(320px, 90%);
    padding: 6px 10px;
    pointer-events: none;
    font-size: 13px;
    line-height: 1.4;
    color: var(--event-timeline-text, CanvasText);
    background: var(--event-timeline-surface, Canvas);
    border: 1px solid var(--event-timeline-hairline, GrayText);
    border-radius: 8px;
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.16);
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  .tip > :first-child {
    font-weight: 600;
  }
  .tip > :not(:first-child) {
    color: var(--event-timeline-muted, inherit);
    font-size: 12.5px;
  }
  .hint {
    display: inline-block;
    transform: translateY(-100%);
    padding: 5px 12px;
    border-radius: 99px;
    font-size: 13px;
    color: var(--event-timeline-surface, Canvas);
    background: var(--event-timeline-text, CanvasText);
  }
`;
