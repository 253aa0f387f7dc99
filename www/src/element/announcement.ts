/** What a screen reader says when another event is selected. */

import { html, nothing, type TemplateResult } from 'lit';
import { within } from './isolated.ts';
import type { Scene } from './scene.ts';

/** “title, date as said, n of m”. */
export function announcement({ model, strings, dates, number }: Scene): TemplateResult | string {
  const { detail, position, counts } = model;
  if (!detail) return '';
  const date = dates.sayOf(detail);
  const title = html`<span lang=${model.info?.lang ?? nothing}>${detail.title}</span>`;
  if (position === null) return within((text) => strings.announceOutside(text, date), title);
  return within((text) => strings.announce(text, date, number(position + 1), number(counts?.matches ?? 0)), title);
}
