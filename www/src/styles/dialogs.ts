/** Dialogs and sheets. */

import { css } from 'lit';

export const dialogStyles = css`
  dialog {
    padding: 0;
    border: 1px solid var(--event-timeline-hairline);
    border-radius: 12px;
    background: var(--event-timeline-surface);
    color: var(--event-timeline-text);
    font: inherit;
    max-block-size: min(80vh, 720px);
    box-shadow: 0 12px 48px rgb(0 0 0 / 0.24);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.38);
  }
  .modal {
    inline-size: min(560px, calc(100vw - 32px));
  }
  .dialog-body {
    padding: 14px 18px 18px;
  }
  .dialog-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin-block-end: 8px;
  }
  .dialog-head h2 {
    font-size: 16px;
    font-weight: 650;
  }
  .keys div {
    display: flex;
    gap: 16px;
    padding-block: 5px;
    border-block-end: 1px solid var(--event-timeline-hairline);
    font-size: 13px;
  }
  .keys dt {
    flex: 0 0 15em;
  }
  .keys + .keys {
    margin-block-start: 12px;
  }
  kbd {
    font: inherit;
    font-weight: 600;
  }
  .diagnostics {
    display: grid;
    gap: 10px;
    font-size: 13px;
  }
  .diagnostics li {
    padding-block-end: 10px;
    border-block-end: 1px solid var(--event-timeline-hairline);
  }
  .diagnostics pre {
    margin-block-start: 4px;
    padding: 6px 8px;
    overflow: auto;
    background: var(--event-timeline-soft);
    border-radius: 6px;
    font: 12.5px/1.4 ui-monospace, Menlo, Consolas, monospace;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .sheet {
    max-inline-size: none;
    inline-size: min(100%, 720px);
    border-inline-width: 0;
    border-block-end-width: 0;
  }
  .sheet.bottom {
    margin-block: auto 0;
    margin-inline: auto;
    max-block-size: 86vh;
    border-radius: 16px 16px 0 0;
    animation: rise 180ms ease-out;
  }
  .sheet.full {
    margin: 0;
    inline-size: 100%;
    block-size: 100%;
    max-block-size: none;
    border: 0;
    border-radius: 0;
    animation: rise 180ms ease-out;
  }
  .sheet.full .dialog-body {
    min-block-size: 100%;
  }
  @keyframes rise {
    from { transform: translateY(24px); opacity: 0; }
  }
  .sheet-menus {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-end: 8px;
  }
  .narrow .sheet-menus .sort {
    display: flex;
  }
  .done {
    position: sticky;
    inset-block-end: 0;
    inline-size: 100%;
  }
  .sheet .dialog-body.detail {
    overflow: visible;
  }
`;
