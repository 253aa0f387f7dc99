/** A panel with a state of its own, drawn into the tree of the timeline, whose styles it shares. */

import { LitElement } from 'lit';
import { fileStringsFor, type FileStrings } from '../words/file-strings.ts';
import type { Scene } from '../element/scene.ts';

export abstract class PanelElement extends LitElement {
  static override properties = { scene: { attribute: false } };
  declare scene: Scene;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected get words(): FileStrings {
    return fileStringsFor(this.scene.locale);
  }
}
