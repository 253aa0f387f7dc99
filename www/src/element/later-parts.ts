/** The parts of the element that come after its first view. */

import { Later } from '../later.ts';

export const panels = new Later(() => import('./panels.ts'));
export const list = new Later(() => import('./list-define.ts'));
