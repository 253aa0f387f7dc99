/** Addresses out of an event set: opened only where they cannot run anything. */

import { html, nothing, type TemplateResult } from 'lit';
import { isolation } from './isolated.ts';

const SAFE_PROTOCOLS = new Set(['http:', 'https:', 'mailto:']);

/** The address where it is `http:`, `https:`, `mailto:` or relative; null otherwise. */
export function safeUrl(url: string, base: string): string | null {
  try {
    const parsed = new URL(url, base);
    return SAFE_PROTOCOLS.has(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

export function link(url: string, label: string | null, refusal: string): TemplateResult {
  const safe = safeUrl(url, document.baseURI);
  const text = label ?? url;
  if (safe === null) return html`<span class="muted ${isolation(text)}" title=${refusal}>${text}</span>`;
  return html`<a class=${isolation(text) || nothing} href=${safe} rel="noopener noreferrer" target="_blank">${text}</a>`;
}
