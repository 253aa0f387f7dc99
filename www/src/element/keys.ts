/** Keys, while the axis or the list has the focus. */

import type { Actions } from './actions.ts';

/** True where the key was one of ours. */
export function pressKey(event: KeyboardEvent, act: Actions, axis: { handleKey(event: KeyboardEvent): boolean } | null): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const action = actionOf(event.key, act);
  if (action) {
    action();
    return true;
  }
  return axis?.handleKey(event) ?? false;
}

function actionOf(key: string, act: Actions): (() => void) | null {
  switch (key) {
    case 'ArrowLeft': return () => void act.step(-1);
    case 'ArrowRight': return () => void act.step(1);
    case 'Home': return () => void act.stepToEnd(false);
    case 'End': return () => void act.stepToEnd(true);
    case 'Enter': return () => void act.openSelected();
    case 'Escape': return () => act.select(null);
    case '0': return () => void act.fit();
    case 'f': case 'F': return () => void act.showRow();
    case '/': return () => act.page.focusSearch();
    case '?': return () => act.setUi({ keysOpen: true });
    default: return null;
  }
}
