/** What stands around the picture and comes right after it: what a reader can do, the overview, the filters, what the set says of itself, no match. */

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

export const asides = {
  Actions,
  Answers,
  styles: [directionStyles, facetStyles, printStyles],
  announcement,
  breakGlyph: (scene: Scene) => breakGlyph(lateScene(scene)),
  about: (scene: Scene) => aboutPanel(lateScene(scene)),
  facets: (scene: Scene) => facets(lateScene(scene)),
  empty: (scene: Scene) => emptyNotice(lateScene(scene)),
  missing: (scene: Scene, again: () => void) => missingNotice(lateScene(scene), again),
  noMatch: (scene: Scene) => noMatchNotice(lateScene(scene)),
};

// What opens later is made of these too: from here, or they would come in yet another file.
export { facets } from './facets.ts';
export { isolated, joined, within } from './isolated.ts';
export { link } from './safe-link.ts';
