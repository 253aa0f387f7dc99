/** The detail panel. */

import { css } from 'lit';

export const detailStyles = css`
  .event {
    flex: 1 0 auto;
  }
  .event-head {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: 8px;
    margin-inline-end: -8px;
  }
  .kind {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 7px;
    font-size: 13px;
    color: var(--event-timeline-muted);
  }
  .event-title {
    font-size: 17px;
    line-height: 1.3;
    /* A title of letters that show nothing keeps its line. */
    min-block-size: 1.3em;
    font-weight: 650;
    text-wrap: balance;
    overflow-wrap: anywhere;
  }
  .when {
    position: relative;
    padding-inline-start: 14px;
    margin-block: 12px;
    font-size: 13px;
  }
  .edge {
    position: absolute;
    inset-block: 2px;
    inset-inline-start: 0;
    inline-size: 3px;
    border-radius: 2px;
  }
  .edge:not([class*='hue']) {
    background: var(--event-timeline-accent);
  }
  .computed {
    font-size: 14px;
    font-weight: 600;
  }
  .description {
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  .detail h4 {
    font-size: 13px;
    font-weight: 600;
    color: var(--event-timeline-muted);
    margin-block: 16px 6px;
  }
  .claim {
    background: var(--event-timeline-soft);
    border-radius: 8px;
    padding: 8px 11px;
    margin-block-end: 6px;
  }
  .claim .muted {
    font-size: 13px;
  }
  .fields {
    margin-block-start: 16px;
    display: grid;
    gap: 10px;
  }
  .fields dt {
    font-size: 13px;
    font-weight: 600;
    color: var(--event-timeline-muted);
  }
  .event .kind,
  .when,
  .claim,
  .fields dd,
  .plain li {
    overflow-wrap: anywhere;
  }
  .plain li + li {
    margin-block-start: 4px;
  }
  .coordinates {
    font-size: 13px;
    white-space: nowrap;
  }
  .neighbours {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr);
    gap: 10px;
    align-items: center;
    margin-block-start: 18px;
    padding-block-start: 10px;
    border-block-start: 1px solid var(--event-timeline-hairline);
    font-size: 13px;
  }
  .neighbour {
    display: flex;
    align-items: center;
    gap: 4px;
    min-inline-size: 0;
    min-block-size: 28px;
    color: var(--event-timeline-accent);
  }
  .neighbour:last-child {
    justify-content: flex-end;
  }
  .neighbour span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .neighbour:disabled {
    color: var(--event-timeline-muted);
  }
  .place {
    white-space: nowrap;
  }
  .narrow .neighbour,
  .narrow .link,
  .narrow a {
    min-block-size: 44px;
  }
`;
