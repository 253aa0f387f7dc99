/** What opens when a reader asks for it: one event, and the dialogs. */

import { detailStyles } from '../styles/detail.ts';
import { dialogStyles } from '../styles/dialogs.ts';
import type { EventDetail } from '../types.ts';
import { eventPanel } from './detail.ts';
import { showDialogs } from './dialog.ts';
import { dialogs } from './dialogs.ts';
import { lateScene } from './late-scene.ts';
import type { Scene } from './scene.ts';

export const panels = {
  /** To stand after those of the element. */
  styles: [detailStyles, dialogStyles],
  event: (scene: Scene, detail: EventDetail) => eventPanel(lateScene(scene), detail),
  dialogs: (scene: Scene) => dialogs(lateScene(scene)),
  showDialogs,
};
