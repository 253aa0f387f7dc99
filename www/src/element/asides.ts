/** What stands around the picture and comes right after it: what a reader can do, the overview, the filters, what the set says of itself, no match. */

import { guard } from 'lit/directives/guard.js';
import '../axis/overview-define.ts';
import { directionStyles } from '../styles/directions.ts';
import { facetStyles } from '../styles/facets.ts';
import { printStyles } from '../styles/print.ts';
import { aboutPanel } from './about.ts';
import { Actions } from './actions.ts';
import { announcement } from './announcement.ts';
import { Answers } from './answers.ts';
import { breakGlyph } from './break-glyph.ts';
import { facets } from './facets.ts';
import { lateScene } from './late-scene.ts';
import { emptyNotice, missingNotice, noMatchNotice } from './no-events.ts';
import type { Scene } from './scene.ts';

function facetsDependOn({ model, state, ui, act, locale, number }: Scene): unknown[] {
  return [model.info, model.facetFields, model.values, model.counted, model.palette, state.query, state.colorBy, ui.facets, act, locale, number];
}

export const asides = {
  Actions,
  Answers,
  styles: [directionStyles, facetStyles, printStyles],
  announcement,
  breakGlyph: (scene: Scene) => breakGlyph(lateScene(scene)),
  about: (scene: Scene) => aboutPanel(lateScene(scene)),
  // A window that moves changes nothing of them, and they are most of the page.
  facets: (scene: Scene) => guard(facetsDependOn(scene), () => facets(lateScene(scene))),
  empty: (scene: Scene) => emptyNotice(lateScene(scene)),
  missing: (scene: Scene, again: () => void) => missingNotice(lateScene(scene), again),
  noMatch: (scene: Scene) => noMatchNotice(lateScene(scene)),
};

// What opens later is made of these too: from here, or they would come in yet another file.
export { facets } from './facets.ts';
export { isolated, joined, within } from './isolated.ts';
export { link } from './safe-link.ts';
