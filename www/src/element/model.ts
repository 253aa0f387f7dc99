/** What the engine has answered: everything shown follows from this and the state. */

import type {
  Counts, Diagnostic, Engine, EventDetail, FacetCounts, FieldInfo, FieldValue, FileReport, Picture, Progress, QueryProblem, PlainRow, Row, SetInfo,
} from '../types.ts';
import type { WindowCounts } from '../words/counts.ts';
import { EMPTY_PALETTE, type Palette } from './palette.ts';

export interface Model {
  /** `ready` as soon as there is something to show; `stopped`: the reader wanted no more, and there is nothing. */
  phase: 'idle' | 'loading' | 'ready' | 'stopped' | 'error';
  error: Failure | null;
  /** How far the loading has come, while it goes on or when it was stopped. */
  progress: LoadProgress | null;
  isStopped: boolean;
  info: SetInfo | null;
  diagnostics: Diagnostic[];
  /** What was understood of each file. */
  files: FileReport[];
  /** Grows when the current query or the set changes: pages fetched before are stale. */
  revision: number;
  counts: Counts | null;
  /** Fields worth a facet, in the document's order. */
  facetFields: FieldInfo[];
  /** The values of the fields asked about: they stay while the set does. */
  values: ReadonlyMap<string, readonly FieldValue[]>;
  /** The counts of those values under the current query. */
  counted: ReadonlyMap<string, FacetCounts>;
  /** The query as text: what stands in the search box unless the reader is typing. */
  queryText: string;
  problems: QueryProblem[];
  undated: PlainRow[];
  detail: EventDetail | null;
  /** Place of the selected row among the matches. */
  position: number | null;
  previous: Row | null;
  next: Row | null;
  /** Counts of what the axis shows. */
  window: WindowCounts | null;
  /** The axis has drawn a picture. */
  isDrawn: boolean;
  /** Columns of density in it are broken. */
  isBroken: boolean;
  palette: Palette;
  /** The first picture of the axis, which came with the set. */
  picture: FirstPicture | null;
}
export interface FirstPicture extends Picture { engine: Engine }

/** `lost`: the engine died; `tooLarge`: more than the page can read without a worker; `failed`: the set could not be opened. */
export interface Failure { kind: 'lost' | 'tooLarge' | 'failed'; message: string }
export interface LoadProgress extends Progress { totalBytes: number | null }

export const INITIAL_MODEL: Model = {
  phase: 'idle',
  error: null,
  progress: null,
  isStopped: false,
  info: null,
  diagnostics: [],
  files: [],
  revision: 0,
  counts: null,
  facetFields: [],
  values: new Map(),
  counted: new Map(),
  queryText: '',
  problems: [],
  undated: [],
  detail: null,
  position: null,
  previous: null,
  next: null,
  window: null,
  isDrawn: false,
  isBroken: false,
  palette: EMPTY_PALETTE,
  picture: null,
};
