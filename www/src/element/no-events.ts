/** What stands where events would: a set without any, and filters that leave none. */

import { html, nothing, type TemplateResult } from 'lit';
import { filterWords } from '../words/filters.ts';
import type { LateScene } from './late-scene.ts';

export function emptyNotice({ strings, model, act }: LateScene): TemplateResult {
  const problems = model.diagnostics.length;
  return html`
    <div class="notice" part="empty" lang=${strings.lang}>
      <h3>${strings.emptyHeading}</h3>
      <p>${strings.emptyText}</p>
      ${problems > 0 ? html`<button type="button" class="button" @click=${() => act.setUi({ reportOpen: true })}>${strings.diagnosticsHeading}</button>` : nothing}
    </div>`;
}

/** Above what is there: that something else is not. */
export function missingNotice({ strings, size }: LateScene, again: () => void): TemplateResult {
  return html`
    <div class="preview" part="problem">
      <span role="alert" lang=${strings.lang}>${strings.partMissing}</span>
      <button type="button" class="button ${size === 'narrow' ? '' : 'small'}" @click=${again}>${strings.retry}</button>
    </div>`;
}

export function noMatchNotice({ state, model, strings, locale, act }: LateScene): TemplateResult {
  return html`
    <div class="notice" part="no-match">
      <h3 lang=${strings.lang}>${strings.noMatchHeading}</h3>
      <p lang=${strings.lang}>${strings.noMatchText}</p>
      <ul>${filterWords(state.query, model.info?.fields ?? [], strings, locale).map((words) => html`<li>${words}</li>`)}</ul>
      <button type="button" class="button" @click=${() => act.clearFilters()}>${strings.clearAll}</button>
    </div>`;
}
