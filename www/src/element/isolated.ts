/** Text out of an event set among other text: whatever directions it sets, it reorders nothing beside it. */

import { html, nothing, type TemplateResult } from 'lit';

/** A browser ends the isolation of an inline box with one character: a text that leaves more open, or ends too many, gets around that. */
const SETS_DIRECTIONS = /[\u202a-\u202e\u2066-\u2069]/;

/** The class of an element around such a text: a box of its own in the line. */
export function isolation(text: string): string {
  return SETS_DIRECTIONS.test(text) ? 'apart' : '';
}

export function isolated(text: string): TemplateResult {
  return html`<bdi class=${isolation(text) || nothing}>${text}</bdi>`;
}

/** The texts one after the other, each for itself. */
export function joined(texts: readonly (string | number)[], separator: string): TemplateResult[] {
  return texts.map((text, index) => html`${index === 0 ? '' : separator}${isolated(String(text))}`);
}

/** Words of ours around texts that are isolated. */
export function within(words: (text: string) => string, texts: unknown): TemplateResult {
  const [before, after] = words(PLACE).split(PLACE);
  return html`${before}<bdi>${texts}</bdi>${after}`;
}

/** Stands for the text while the words are put around it: no word has it. */
const PLACE = '\uE000';
