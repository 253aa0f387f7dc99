/** Colours and type as custom properties: a page may set any of them on the tag. */

import { css, unsafeCSS } from 'lit';

/** As browsers say it of an element whose font it is. */
export const FONT_FAMILY = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

/** Hues after Okabe and Ito, darkened or lightened until each stands out 3:1 from its surface. */
const light = css`
  color-scheme: light;
  --event-timeline-surface: #ffffff;
  --event-timeline-soft: #f5f5f3;
  --event-timeline-text: #1c1c1e;
  --event-timeline-muted: #5f5f68;
  --event-timeline-hairline: #e3e2de;
  --event-timeline-control: #8b8b93;
  --event-timeline-accent: #0b57d0;
  --event-timeline-selection: #e7eefa;
  --event-timeline-mark: #6b6f7a;
  --event-timeline-hue-0: #0072b2;
  --event-timeline-hue-1: #00795a;
  --event-timeline-hue-2: #b34700;
  --event-timeline-hue-3: #a03c78;
  --event-timeline-hue-4: #8a6d00;
  --event-timeline-hue-5: #5b4fc7;
  --event-timeline-hue-6: #0b7a86;
  --event-timeline-hue-7: #8a4b2d;
  --event-timeline-hue-other: #6f6f78;
`;

const dark = css`
  color-scheme: dark;
  --event-timeline-surface: #16181b;
  --event-timeline-soft: #1f2226;
  --event-timeline-text: #ececee;
  --event-timeline-muted: #a3a6ad;
  --event-timeline-hairline: #2d3035;
  --event-timeline-control: #74777e;
  --event-timeline-accent: #8ab4f8;
  --event-timeline-selection: #20293a;
  --event-timeline-mark: #9a9ea8;
  --event-timeline-hue-0: #56b4e9;
  --event-timeline-hue-1: #3cc9a0;
  --event-timeline-hue-2: #f0a35e;
  --event-timeline-hue-3: #e08fc0;
  --event-timeline-hue-4: #e3c44a;
  --event-timeline-hue-5: #a99bf5;
  --event-timeline-hue-6: #5fd0dc;
  --event-timeline-hue-7: #d9a384;
  --event-timeline-hue-other: #9a9aa4;
`;

export const tokens = css`
  :host {
    ${light}
    --event-timeline-font: ${unsafeCSS(FONT_FAMILY)};
    --event-timeline-radius: 8px;
  }
  @media (prefers-color-scheme: dark) {
    :host(:not([theme='light'])) {
      ${dark}
    }
  }
  :host([theme='dark']) {
    ${dark}
  }
`;
