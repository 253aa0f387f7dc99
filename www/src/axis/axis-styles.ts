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
  .items {
    position: absolute;
    inset: 0;
    outline-offset: -2px;
  }
  .items:focus-visible {
    outline: 2px solid var(--event-timeline-accent, Highlight);
  }
  .hint-box {
    position: sticky;
    inset-block-end: 12px;
    block-size: 0;
    z-index: 4;
    pointer-events: none;
    text-align: center;
  }
  [hidden] {
    display: none !important;
  }
`;
