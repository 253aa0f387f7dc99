/** Text out of an event set among other text: whatever directions it sets, it reorders nothing beside it. */

import { html, type TemplateResult } from 'lit';

/** The texts one after the other, each for itself. */
export function joined(texts: readonly (string | number)[], separator: string): TemplateResult[] {
  return texts.map((text, index) => html`${index === 0 ? '' : separator}<bdi>${text}</bdi>`);
}

/** Words of ours around a text. */
export function within(words: (text: string) => string, text: unknown): TemplateResult {
  const [before, after] = words(PLACE).split(PLACE);
  return html`${before}<bdi>${text}</bdi>${after}`;
}

/** Stands for the text while the words are put around it: no word has it. */
const PLACE = '\uE000';
