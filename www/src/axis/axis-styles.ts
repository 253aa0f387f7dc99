import { css } from 'lit';

export const axisStyles = css`
  :host {
    display: block;
    position: relative;
    overflow: hidden auto;
    overscroll-behavior-x: contain;
    scrollbar-width: thin;
    font-family: var(--event-timeline-font, system-ui, 'Noto Sans', sans-serif);
    color: var(--event-timeline-text, CanvasText);
    background: var(--event-timeline-surface, Canvas);
    touch-action: pan-y;
    -webkit-user-select: none;
    user-select: none;
  }
  :host([gestures='none']) {
    touch-action: auto;
  }
  :host([hidden]) {
    display: none;
  }
  canvas {
    display: block;
    inline-size: 100%;
  }
  .lanes {
    position: absolute;
    top: 0;
    left: 0;
  }
  .head {
    position: sticky;
    inset-block-start: 0;
    z-index: 2;
    block-size: 28px;
    background: var(--event-timeline-surface, Canvas);
    border-block-end: 1px solid var(--event-timeline-hairline, #8884);
    box-sizing: border-box;
  }
  .body {
    position: relative;
    min-block-size: calc(100% - 28px);
    overflow: clip;
    cursor: grab;
  }
  .body[data-over='mark'] {
    cursor: pointer;
  }
  .body[data-over='cell'] {
    cursor: zoom-in;
  }
  .body:active:not([data-over='mark'], [data-over='cell']) {
    cursor: grabbing;
  }
  .items {
    position: absolute;
    inset: 0;
    outline-offset: -2px;
  }
  .items:focus-visible {
    outline: 2px solid var(--event-timeline-accent, Highlight);
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
  .hint-box {
    position: sticky;
    inset-block-end: 12px;
    block-size: 0;
    z-index: 4;
    pointer-events: none;
    text-align: center;
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
  [hidden] {
    display: none !important;
  }
`;
