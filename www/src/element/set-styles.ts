/** Style properties by script: a `style` attribute would break a strict content policy, this does not. */

import { noChange } from 'lit';
import { Directive, directive, PartType, type ElementPart, type PartInfo } from 'lit/directive.js';

class SetStyles extends Directive {
  private applied: Record<string, string> = {};

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('setStyles stands on an element');
  }

  render(_styles: Record<string, string>): unknown {
    return noChange;
  }

  override update(part: ElementPart, [styles]: [Record<string, string>]): unknown {
    const { style } = part.element as HTMLElement;
    for (const name of Object.keys(this.applied)) if (!(name in styles)) style.removeProperty(name);
    for (const [name, value] of Object.entries(styles)) if (this.applied[name] !== value) style.setProperty(name, value);
    this.applied = styles;
    return noChange;
  }
}

export const setStyles = directive(SetStyles);
