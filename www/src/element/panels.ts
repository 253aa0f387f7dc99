/** What opens when a reader asks for it: one event, and the dialogs. A first view has none of it. */

import { detailStyles } from '../styles/detail.ts';
import { dialogStyles } from '../styles/dialogs.ts';

export { eventPanel } from './detail.ts';
export { dialogs, showDialogs } from './dialogs.ts';

/** Their sheets, to stand after those of the element. */
export const panelStyles = [detailStyles, dialogStyles];
