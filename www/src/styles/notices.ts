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
  .loading,
  .stopped,
  .preview {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 14px;
    padding: 14px 20px;
    max-inline-size: none;
    color: var(--event-timeline-text);
    font-size: 13px;
  }
  .preview {
    padding-block: 6px;
    background: var(--event-timeline-soft);
    border-block-end: 1px solid var(--event-timeline-hairline);
  }
  .loading-numbers {
    font-variant-numeric: tabular-nums;
  }
  progress {
    flex: 1 1 140px;
    max-inline-size: 420px;
    min-inline-size: 80px;
    block-size: 4px;
    border: 0;
    border-radius: 2px;
    overflow: clip;
    appearance: none;
    background: var(--event-timeline-hairline);
    color: var(--event-timeline-accent);
  }
  progress::-webkit-progress-bar {
    background: none;
  }
  progress::-webkit-progress-value {
    background: var(--event-timeline-accent);
  }
  progress::-moz-progress-bar {
    background: var(--event-timeline-accent);
  }
  progress:indeterminate {
    background: linear-gradient(90deg, transparent, var(--event-timeline-accent), transparent) 0 0 / 40% 100% no-repeat var(--event-timeline-hairline);
  }
  progress:indeterminate::-moz-progress-bar {
    background: none;
  }
  @media (prefers-reduced-motion: no-preference) {
    progress:indeterminate {
      animation: pass 1.2s linear infinite;
    }
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
  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .error .message {
    overflow-wrap: anywhere;
  }
`;
