/** On paper: what is read, and nothing to press; what scrolls on a screen stands there whole, but for the axis, which is as it was seen. */

import { css } from 'lit';

export const printStyles = css`
  @media print {
    .base,
    .base.narrow {
      block-size: auto;
      overflow: visible;
      border-width: 0;
    }
    .whole,
    .detail,
    .tray {
      overflow: visible;
    }
    .whole {
      display: block;
    }
    .columns {
      display: block;
      min-block-size: 0;
    }
    .views,
    .finding,
    .facets,
    .toolbar,
    event-timeline-overview,
    .not-read,
    .about p:last-child,
    .base .event .icon-button,
    .base .neighbours,
    .banner button {
      display: none;
    }
    header,
    .main,
    .legend,
    .base .detail {
      padding-inline: 0;
    }
    .columns > .detail {
      border-inline-start: 0;
    }
    event-timeline-axis,
    event-timeline-list {
      display: block;
      block-size: 520px;
    }
    .tray {
      max-block-size: none;
    }
    .swatch,
    .edge {
      print-color-adjust: exact;
    }
    .claim,
    .chip,
    .legend li {
      break-inside: avoid;
    }
  }
`;
