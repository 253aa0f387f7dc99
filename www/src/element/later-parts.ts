/** The parts of the element that come after its first picture. */

import { Later } from '../later.ts';

export const asides = new Later(async () => (await import('./asides.ts')).asides);
export const panels = new Later(async () => (await import('./panels.ts')).panels);
export const list = new Later(() => import('./list-define.ts'));
/** Opening, reporting, mapping and exporting. */
export const files = new Later(async () => (await import('../files/part.ts')).files);
export const links = new Later(() => import('./address.ts'));
/** Reading the page's own list. */
export const ownLists = new Later(() => import('./own-list.ts'));
