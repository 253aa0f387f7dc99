/** A button that copies, and a box with the text selected where the browser does not let it. */

import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { FileStrings } from '../words/file-strings.ts';
import { copied } from './clipboard.ts';

export class CopyButton implements ReactiveController {
  private state: 'idle' | 'copied' | 'refused' = 'idle';
  private text = '';

  constructor(private readonly host: ReactiveControllerHost & HTMLElement) {
    host.addController(this);
  }

  hostUpdated(): void {
    if (this.state === 'refused') this.box?.select();
  }

  private get box(): HTMLTextAreaElement | null {
    return this.host.querySelector<HTMLTextAreaElement>('textarea.to-copy');
  }

  /** What was copied is no longer what is shown. */
  forget(): void {
    this.state = 'idle';
  }

  render(label: string, text: () => string, words: FileStrings): TemplateResult {
    return html`<button type="button" class="button" @click=${() => void this.copy(text())}>${label}</button>
      <span class="copy-said muted" role="status">${this.state === 'copied' ? words.copied : this.state === 'refused' ? words.notCopied : nothing}</span>
      ${this.state === 'refused' ? html`<textarea class="to-copy" readonly rows="6" dir="auto" aria-label=${words.copyText} .value=${this.text}></textarea>` : nothing}`;
  }

  private async copy(text: string): Promise<void> {
    this.text = text;
    this.state = (await copied(text)) ? 'copied' : 'refused';
    this.host.requestUpdate();
    await this.host.updateComplete;
    this.box?.focus();
  }
}
