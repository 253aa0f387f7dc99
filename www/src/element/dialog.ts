/** One dialog, and how dialogs open and close as the state has them. */

import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icons.ts';

export interface DialogParts {
  id: string;
  /** Its classes. */
  kind: string;
  heading: string;
  isOpen: boolean;
  close: () => void;
  closeLabel: string;
  body: unknown;
}

export function dialog({ id, kind, heading, isOpen, close, closeLabel, body }: DialogParts): TemplateResult {
  const onBackdrop = (event: MouseEvent) => {
    if (event.target === event.currentTarget) close();
  };
  return html`
    <dialog id=${id} class=${kind} aria-label=${heading} data-open=${isOpen ? '' : nothing} @close=${close} @click=${onBackdrop}>
      <div class="dialog-body">
        <div class="dialog-head"><h2>${heading}</h2><button type="button" class="icon-button" aria-label=${closeLabel} @click=${close}>${icon('close')}</button></div>
        ${body}
      </div>
    </dialog>`;
}

/** Opens and closes each dialog as it was drawn. */
export function showDialogs(root: ParentNode): void {
  for (const element of root.querySelectorAll('dialog')) {
    const isWanted = element.hasAttribute('data-open');
    if (element.open === isWanted) continue;
    if (isWanted) element.showModal();
    else element.close();
  }
}
