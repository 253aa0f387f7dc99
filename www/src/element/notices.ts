/** The states that are not a timeline: loading, stopped, failed. */

import { html, nothing, type TemplateResult } from 'lit';
import type { Scene } from './scene.ts';

export function loadingNotice(scene: Scene): TemplateResult {
  return html`<div class="notice loading" part="loading">${progressLine(scene)}</div>`;
}

/** Above a part of the set: that it is a part, and what becomes of the rest. */
export function previewNotice(scene: Scene): TemplateResult {
  return html`<div class="preview ${scene.model.isStopped ? 'stopped' : ''}" part="loading">${progressLine(scene)}</div>`;
}

/** The words are said once; the numbers that run beside them are for the eye. */
function progressLine({ model, strings, number, size, bytes, act }: Scene): TemplateResult {
  const { progress, isStopped } = model;
  const total = progress?.totalBytes ?? null;
  const read = progress && (total === null ? bytes(progress.bytes) : strings.bytesOf(bytes(progress.bytes), bytes(total)));
  const done = progress && progress.events > 0 ? strings.soFar(read ?? '', number(progress.events)) : read;
  return html`
    <span class="loading-words" role="status" lang=${strings.lang}>${isStopped ? strings.stopped : strings.loading}</span>
    ${isStopped ? nothing : total === null
      ? html`<progress aria-label=${strings.loading}></progress>`
      : html`<progress aria-label=${strings.loading} max=${total} .value=${progress?.bytes ?? 0}></progress>`}
    ${done ? html`<span class="muted loading-numbers">${done}</span>` : nothing}
    ${isStopped
      ? html`<button type="button" class="button" @click=${() => act.page.reload()}>${strings.reload}</button>`
      : html`<button type="button" class="button ${size === 'narrow' ? '' : 'small'}" @click=${() => act.page.cancel()}>${strings.cancel}</button>`}`;
}

export function stoppedNotice(scene: Scene): TemplateResult {
  return html`<div class="notice stopped" part="stopped">${progressLine(scene)}</div>`;
}

export function errorNotice({ model, strings, act, bytes, allowFiles }: Scene): TemplateResult {
  const { kind, message } = model.error ?? { kind: 'failed', message: '' };
  const heading = kind === 'lost' ? strings.lostHeading : strings.errorHeading;
  const words = kind === 'lost' ? strings.lostText : kind === 'tooLarge' ? strings.tooLargeForPage(bytes(Number(message))) : message;
  return html`
    <div class="notice error" part="error" role="alert">
      <h2 lang=${strings.lang}>${heading}</h2>
      <p class="message">${words}</p>
      ${kind === 'lost' ? html`<p class="muted">${message}</p>` : nothing}
      <div class="ways" lang=${strings.lang}>
        <button type="button" class="button" @click=${() => act.page.reload()}>${kind === 'lost' ? strings.reload : strings.retry}</button>
        ${allowFiles ? html`<button type="button" class="button" @click=${() => act.page.chooseFiles()}>${strings.openFiles}</button>` : nothing}
      </div>
    </div>`;
}
