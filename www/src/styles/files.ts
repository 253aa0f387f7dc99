/** Opening files, the report, columns, export. */

import { css } from 'lit';

export const fileStyles = css`
  .banner {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 6px 14px;
    padding: 6px 16px;
    font-size: 13px;
    background: var(--event-timeline-soft);
    border-block-end: 1px solid var(--event-timeline-hairline);
    overflow-wrap: anywhere;
  }
  .banner p {
    flex: 1 1 30ch;
    min-inline-size: 0;
  }
  .banner-actions {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .banner .button {
    background: var(--event-timeline-surface);
    white-space: normal;
  }
  .banner.question {
    border-inline-start: 4px solid var(--event-timeline-hue-2);
  }
  .banner.problem {
    border-inline-start: 4px solid var(--event-timeline-hue-2);
    flex-wrap: nowrap;
  }
  /* Our words and the file's are each written in their own direction. */
  .banner p,
  .banner .button,
  .welcome p,
  .sample,
  .dialog-body .button,
  .dialog-body p,
  .dialog-body select {
    unicode-bidi: plaintext;
  }
  [dir='rtl'] :is(.banner p, .dialog-body p, .dialog-body select, .sample) {
    text-align: right;
  }
  .drop-target {
    position: absolute;
    inset: 0;
    z-index: 3;
    display: grid;
    place-items: center;
    pointer-events: none;
    border: 3px dashed var(--event-timeline-accent);
    border-radius: 12px;
    background: color-mix(in srgb, var(--event-timeline-selection) 85%, transparent);
    color: var(--event-timeline-text);
  }
  .drop-target p {
    padding: 10px 16px;
    font-size: 16px;
    font-weight: 650;
    background: var(--event-timeline-surface);
    border-radius: var(--event-timeline-radius);
  }
  .welcome {
    max-inline-size: none;
    justify-items: center;
    text-align: center;
    margin: 12px;
    border: 2px dashed var(--event-timeline-hairline);
    border-radius: var(--event-timeline-radius);
  }
  .welcome p {
    max-inline-size: 70ch;
  }
  .modal.broad {
    inline-size: min(760px, calc(100vw - 32px));
  }
  event-timeline-report,
  event-timeline-columns,
  event-timeline-export {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: start;
    gap: 12px;
    font-size: 13px;
  }
  .scroll,
  .columns-read,
  .diagnostics,
  .report-controls,
  .losses,
  .dialog-foot,
  fieldset {
    inline-size: 100%;
  }
  .scroll {
    overflow: auto;
  }
  .summary {
    overflow-wrap: anywhere;
  }
  .summary bdi,
  .diagnostics bdi {
    display: inline-block;
    max-inline-size: 100%;
  }
  table {
    border-collapse: collapse;
    inline-size: 100%;
  }
  th,
  td {
    padding: 6px 10px 6px 0;
    text-align: start;
    vertical-align: top;
    border-block-end: 1px solid var(--event-timeline-hairline);
    overflow-wrap: anywhere;
  }
  thead th {
    color: var(--event-timeline-muted);
    font-weight: 400;
  }
  tbody th {
    font-weight: 600;
  }
  .figure {
    text-align: end;
    white-space: nowrap;
  }
  .report-controls {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 10px;
  }
  .report-controls .select select {
    max-inline-size: none;
  }
  .to-copy {
    inline-size: 100%;
    font: 12.5px/1.4 ui-monospace, Menlo, Consolas, monospace;
    color: inherit;
    background: var(--event-timeline-soft);
    border: 1px solid var(--event-timeline-control);
    border-radius: 6px;
    padding: 6px 8px;
  }
  .columns-read h3 {
    font-size: 14px;
    font-weight: 650;
    margin-block-end: 4px;
    overflow-wrap: anywhere;
  }
  .columns-read th:first-child {
    inline-size: 24%;
  }
  .sample {
    display: block;
    color: var(--event-timeline-muted);
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
  }
  .choices {
    inline-size: 38%;
  }
  .choices .select {
    display: flex;
    inline-size: 100%;
    margin-block-end: 4px;
    padding-inline-start: 4px;
  }
  .choices .select select {
    inline-size: 100%;
    max-inline-size: none;
    field-sizing: fixed;
  }
  .changed {
    background: var(--event-timeline-selection);
  }
  .attribute {
    padding: 6px 8px;
    background: var(--event-timeline-soft);
    border-radius: 6px;
    font: 12.5px/1.4 ui-monospace, Menlo, Consolas, monospace;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
    display: grid;
    justify-items: start;
  }
  legend {
    padding: 0;
    font-weight: 600;
  }
  fieldset .check {
    white-space: normal;
    padding-block: 4px;
  }
  input[type='radio'] {
    accent-color: var(--event-timeline-accent);
    inline-size: 14px;
    block-size: 14px;
    flex: none;
  }
  .losses {
    display: grid;
    gap: 8px;
    justify-items: start;
  }
  .losses h3 {
    font-size: 13px;
    font-weight: 600;
  }
  .losses ul {
    list-style: disc;
    padding-inline-start: 20px;
  }
  .dialog-foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  event-timeline-columns .dialog-foot {
    position: sticky;
    inset-block-end: 0;
    padding-block: 10px;
    margin-block-end: -10px;
    background: var(--event-timeline-surface);
    border-block-start: 1px solid var(--event-timeline-hairline);
  }
  .narrow .columns-read thead {
    display: none;
  }
  .narrow .columns-read tr,
  .narrow .columns-read th,
  .narrow .columns-read td {
    display: block;
    inline-size: 100%;
    border: 0;
    padding-inline: 0;
  }
  .narrow .columns-read tr {
    border-block-end: 1px solid var(--event-timeline-hairline);
    padding-block: 6px;
  }
  .narrow .columns-read th,
  .narrow .columns-read td {
    padding-block: 3px;
  }
  .narrow .banner {
    padding-inline: 14px;
  }
  .narrow .select select {
    min-block-size: 44px;
  }
`;
