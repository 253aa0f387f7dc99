/** The dialogs about files; what is in one is made when it opens, and begins anew each time. */

import { html, nothing, type TemplateResult } from 'lit';
import { dialog } from '../element/dialog.ts';
import type { Scene, Ui } from '../element/scene.ts';
import { fileStringsFor } from '../words/file-strings.ts';

export function fileDialogs(scene: Scene): TemplateResult {
  const words = fileStringsFor(scene.locale);
  return html`
    ${one(scene, 'reportOpen', 'report-dialog', words.reportHeading, html`<event-timeline-report .scene=${scene}></event-timeline-report>`)}
    ${one(scene, 'columnsOpen', 'columns-dialog', words.columnsHeading, html`<event-timeline-columns .scene=${scene}></event-timeline-columns>`)}
    ${one(scene, 'exportOpen', 'export-dialog', words.exportHeading, html`<event-timeline-export .scene=${scene}></event-timeline-export>`)}`;
}

function one({ ui, act, strings, size }: Scene, key: 'reportOpen' | 'columnsOpen' | 'exportOpen', id: string, heading: string, panel: TemplateResult): TemplateResult {
  const isOpen = ui[key];
  const close = () => act.setUi({ [key]: false } as Partial<Ui>);
  const kind = size === 'narrow' ? 'sheet full' : 'modal broad';
  return dialog({ id, kind, heading, isOpen, close, closeLabel: strings.close, body: isOpen ? panel : nothing });
}
