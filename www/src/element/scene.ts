/** What every panel is drawn from. */

import { isListed } from '../fields.ts';
import type { TimelineState } from '../state.ts';
import type { Engine, FieldInfo } from '../types.ts';
import { fieldLabel } from '../words/field-label.ts';
import type { ReaderFiles } from '../files/reader-files.ts';
import type { Actions } from './actions.ts';
import type { Model } from './model.ts';
import type { Spoken } from './spoken.ts';

export type Size = 'wide' | 'medium' | 'narrow';

/** What is open and unfolded: nobody outside needs to know. */
export interface Ui {
  filtersOpen: boolean;
  reportOpen: boolean;
  columnsOpen: boolean;
  exportOpen: boolean;
  keysOpen: boolean;
  /** On a narrow element the event covers the rest, so it opens when asked for only. */
  detailOpen: boolean;
  /** What the reader is typing, until another control writes the query. */
  typedQuery: string | null;
  facets: Readonly<Record<string, FacetUi>>;
}
export interface FacetUi {
  folded: boolean;
  find: string;
  shown: number;
  /** The code of the value that the keyboard was at last: a list of values is one tab stop. */
  at: number | null;
}

export const FACET_VALUES_SHOWN = 8;
export const INITIAL_FACET_UI: FacetUi = { folded: false, find: '', shown: FACET_VALUES_SHOWN, at: null };
export const INITIAL_UI: Ui = { filtersOpen: false, reportOpen: false, columnsOpen: false, exportOpen: false, keysOpen: false, detailOpen: false, typedQuery: null, facets: {} };

export interface Scene extends Spoken {
  state: Readonly<TimelineState>;
  model: Readonly<Model>;
  ui: Readonly<Ui>;
  act: Actions;
  engine: Engine | null;
  gestures: string;
  size: Size;
  undatedLimit: number;
  /** The page lets readers open files. */
  allowFiles: boolean;
  /** Files of the reader's own; null until something of them is needed. */
  files: ReaderFiles | null;
}

/** A column of its own on a wide element, a place shared with the filters on a medium one, a sheet on a narrow one. */
export function showsDetail({ size, state, model }: Scene): boolean {
  if (size !== 'medium') return size === 'wide';
  return state.selectedRow !== null && model.detail !== null;
}

export function showsFacets(scene: Scene): boolean {
  return scene.size === 'wide' || (scene.size === 'medium' && !showsDetail(scene));
}

/** Whether there is something to filter by, or it is not known yet: a column without a facet would stand empty. */
export function hasFacets({ model, state }: Scene): boolean {
  return model.facetFields.length > 0 || model.values.size === 0 || state.colorBy !== null;
}

export function labelOf(scene: Scene, field: string): string {
  return fieldLabel(field, scene.model.info?.fields ?? [], scene.strings);
}

export function categoryFields(scene: Scene): FieldInfo[] {
  return (scene.model.info?.fields ?? []).filter((field) => isListed(field) && field.values > 1);
}

export function facetUi(scene: Scene, field: string): FacetUi {
  return scene.ui.facets[field] ?? INITIAL_FACET_UI;
}
