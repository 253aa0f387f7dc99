import { css } from 'lit';

export const overviewStyles = css`
  :host {
    display: block;
    position: relative;
    block-size: 62px;
    font-family: var(--event-timeline-font, system-ui, 'Noto Sans', sans-serif);
    color: var(--event-timeline-text, CanvasText);
    -webkit-user-select: none;
    user-select: none;
    touch-action: pan-y;
    overflow: clip;
    overflow-clip-margin: 12px;
  }
  :host([hidden]) { display: none; }
  .area { position: absolute; inset: 0; cursor: crosshair; }
  canvas { display: block; inline-size: 100%; block-size: 100%; }
  .brush {
    position: absolute;
    left: 0;
    inset-block-start: 0;
    block-size: 41px;
    box-sizing: border-box;
    border: 1px solid var(--event-timeline-accent, Highlight);
    border-radius: 4px;
    cursor: grab;
  }
  .brush::before {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: 3px;
    background: var(--event-timeline-accent, Highlight);
    opacity: 0.1;
  }
  .brush:active { cursor: grabbing; }
  .handle {
    position: absolute;
    left: 0;
    inset-block-start: 0;
    inline-size: 24px;
    block-size: 41px;
    margin-inline-start: -12px;
    cursor: ew-resize;
    outline: none;
  }
  .handle::after {
    content: '';
    position: absolute;
    inset: 11px 8.5px;
    border-radius: 4px;
    background: var(--event-timeline-accent, Highlight);
    forced-color-adjust: none;
  }
  .handle:focus-visible::after { outline: 2px solid var(--event-timeline-accent, Highlight); outline-offset: 2px; }
  @media (pointer: coarse) {
    .handle { inline-size: 44px; block-size: 44px; margin-inline-start: -22px; }
    .handle::after { inset-inline: 17px; }
  }
  @media (forced-colors: active) {
    .handle::after { background: Highlight; }
  }
  .none { display: none; }
`;
