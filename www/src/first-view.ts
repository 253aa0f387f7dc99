/** All that the first view of a set shows, worked out beside the core: each question more would be a way there and back. */
import { groupingProblems, isGroupable, isListed } from './fields.js';
import { boundOf, type FirstSet } from './first-set.js';
import { rowsInSight } from './in-sight.js';
import { EMPTY_QUERY } from './types.js';
import type { FieldInfo, FirstView, FirstWishes, Picture, TimeWindow, Viewport } from './types.js';

/** What a view is of, once its query is the current one. */
export type Asked = Pick<FirstView, 'query' | 'queryText' | 'counts' | 'problems'>;

/** Most views begin with no query, and so does every set. */
export function nothingAsked(set: FirstSet): Asked {
  return { query: EMPTY_QUERY, queryText: '', counts: set.counts(), problems: [] };
}

export function firstView(set: FirstSet, wishes: FirstWishes, asked: Asked): FirstView {
  const held = (key: string | null, suits: (field: FieldInfo) => boolean): string | null => (set.info.fields.some((field) => field.key === key && suits(field)) ? key : null);
  const [groupBy, colorBy] = [held(wishes.groupBy, isGroupable), held(wishes.colorBy, isListed)];
  const window = wishes.window ?? windowFor(set, wishes.start, wishes.end);
  return {
    ...asked, window, groupBy, colorBy,
    problems: [...asked.problems, ...groupingProblems(set.info.fields, wishes.groupBy)],
    selectedRow: wishes.selected ? set.find(wishes.selected) : null,
    colors: colorBy === null ? null : { values: set.values(colorBy), counts: set.facetCounts(colorBy) },
    undated: set.undatedPage(0, wishes.undated, { colorBy }),
    picture: window && wishes.sizes && pictureOf(set, { ...wishes.sizes, ...window, groupBy, colorBy }),
  };
}

function pictureOf(set: FirstSet, viewport: Viewport): Picture {
  const frame = set.frame(viewport);
  return { viewport, frame, rows: set.rows(rowsInSight(frame, viewport), { colorBy: viewport.colorBy }) };
}

/** From one date (EDTF) to another; what fits all the matches stands in for a side that is not given. */
export function windowFor(set: FirstSet, start: string | null, end: string | null): TimeWindow | null {
  const fitted = set.fit();
  const from = boundOf(start, 0) ?? fitted?.[0] ?? NaN;
  const to = boundOf(end, 3) ?? fitted?.[1] ?? NaN;
  return from < to ? { from, to } : null;
}
