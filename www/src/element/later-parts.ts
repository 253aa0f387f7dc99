/** The parts of the element that come after its first picture. */

import { Later } from '../later.ts';

export const asides = new Later(async () => (await import('./asides.ts')).asides);
export const panels = new Later(async () => (await import('./panels.ts')).panels);
export const list = new Later(() => import('./list-define.ts'));
