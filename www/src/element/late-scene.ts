/** The scene as the parts see it that come after the first view: with their words too. */

import { allStringsFor, type AllStrings } from '../words/all-strings.ts';
import type { Scene } from './scene.ts';

export interface LateScene extends Scene {
  strings: AllStrings;
}

export function lateScene(scene: Scene): LateScene {
  return { ...scene, strings: allStringsFor(scene.locale) };
}
