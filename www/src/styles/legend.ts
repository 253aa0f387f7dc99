/** The legend. */

import { css } from 'lit';

export const legendStyles = css`
  .legend {
    flex: none;
    border-block-start: 1px solid var(--event-timeline-hairline);
    padding: 9px 16px;
    font-size: 13px;
    color: var(--event-timeline-muted);
  }
  .legend ul {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 18px;
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 7px;
  }
  .glyph {
    flex: none;
    overflow: visible;
  }
  .glyph-solid {
    fill: var(--event-timeline-mark);
  }
  .glyph-dashed {
    fill: none;
    stroke: var(--event-timeline-mark);
    stroke-dasharray: 3 2;
  }
  .glyph-hatch {
    fill: none;
    stroke: var(--event-timeline-mark);
    stroke-width: 0.9;
    opacity: 0.8;
  }
  .glyph-torn {
    fill: none;
    stroke: var(--event-timeline-mark);
    stroke-width: 1.5;
  }
  .glyph-text {
    fill: var(--event-timeline-mark);
    font-size: 9px;
    font-weight: 700;
  }
  .legend .colors {
    margin-block-start: 6px;
    gap: 2px 12px;
  }
  .color {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    padding: 2px 5px;
    margin-inline-start: -5px;
    border-radius: 6px;
    color: var(--event-timeline-text);
  }
  button.color:hover,
  button.color.chosen {
    background: var(--event-timeline-selection);
  }
  button.color.chosen {
    font-weight: 600;
  }
  .narrow .legend {
    padding: 10px 14px 14px;
  }
  .narrow .legend ul {
    gap: 4px 16px;
  }
  .narrow button.color {
    min-block-size: 44px;
  }
  @media (forced-colors: active) {
    .glyph-solid {
      fill: CanvasText;
    }
    .glyph-dashed,
    .glyph-hatch {
      stroke: CanvasText;
    }
  }
`;
