/** The states that are not a timeline: loading, failed, empty, no match. */

import { html, nothing, type TemplateResult } from 'lit';
import { filterWords } from '../words/filters.ts';
import type { Scene } from './scene.ts';

export function loadingNotice({ strings }: Scene): TemplateResult {
  return html`<div class="notice loading" part="loading" role="status"><span class="progress" aria-hidden="true"></span>${strings.loading}</div>`;
}

export function errorNotice({ model, strings, act }: Scene): TemplateResult {
  return html`
    <div class="notice error" part="error" role="alert">
      <h2>${strings.errorHeading}</h2>
      <p class="message">${model.error}</p>
      <button type="button" class="button" @click=${() => act.page.retry()}>${strings.retry}</button>
    </div>`;
}

export function emptyNotice({ strings, model, act }: Scene): TemplateResult {
  const problems = model.diagnostics.length;
  return html`
    <div class="notice" part="empty">
      <h3>${strings.emptyHeading}</h3>
      <p>${strings.emptyText}</p>
      ${problems > 0 ? html`<button type="button" class="button" @click=${() => act.setUi({ diagnosticsOpen: true })}>${strings.diagnosticsHeading}</button>` : nothing}
    </div>`;
}

export function noMatchNotice({ state, model, strings, locale, act }: Scene): TemplateResult {
  return html`
    <div class="notice" part="no-match">
      <h3>${strings.noMatchHeading}</h3>
      <p>${strings.noMatchText}</p>
      <ul>${filterWords(state.query, model.info?.fields ?? [], strings, locale).map((words) => html`<li>${words}</li>`)}</ul>
      <button type="button" class="button" @click=${() => act.clearFilters()}>${strings.clearAll}</button>
    </div>`;
}
