/** Loading, empty, no match, error. */

import { css } from 'lit';

export const noticeStyles = css`
  .notice {
    padding: 28px 20px;
    display: grid;
    justify-items: start;
    gap: 10px;
    align-content: center;
    max-inline-size: 60ch;
  }
  .notice h2,
  .notice h3 {
    font-size: 16px;
    font-weight: 650;
  }
  .notice ul {
    list-style: disc;
    padding-inline-start: 20px;
  }
  .main > .notice {
    flex: 1;
    margin-inline: auto;
  }
  .none-dated {
    color: var(--event-timeline-muted);
  }
  .loading {
    padding: 14px 20px;
    max-inline-size: none;
    justify-items: stretch;
    color: var(--event-timeline-muted);
    font-size: 13px;
  }
  .progress {
    display: block;
    block-size: 2px;
    border-radius: 1px;
    background: linear-gradient(90deg, transparent, var(--event-timeline-accent), transparent) 0 0 / 40% 100% no-repeat var(--event-timeline-hairline);
    animation: pass 1.2s linear infinite;
  }
  @keyframes pass {
    from { background-position: -70% 0; }
    to { background-position: 170% 0; }
  }
  .error {
    padding-block: 18px 14px;
    max-inline-size: none;
    border-block-end: 1px solid var(--event-timeline-hairline);
  }
  .error .message {
    overflow-wrap: anywhere;
  }
`;
