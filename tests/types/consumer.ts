// Compiled, never run: someone else's strict project against the declarations that ship.
import {
  open, openColumns, openStream, parseDate, textColumn, type Answer, type Counts, type EventColumns, type PlainRow, type Row, type SetInfo,
} from 'event-timeline/core';
import { EventTimeline } from 'event-timeline';

export async function firstTitle(document: string): Promise<string | undefined> {
  const set = await open(document, { locale: 'en' });
  const info: SetInfo = set.info;
  const counts: Counts = set.query('wall');
  const rows: PlainRow[] = counts.matches < info.count ? set.page(0, 10) : [];
  const worded: Row[] = set.page(0, 10, { words: true, colorBy: 'actor' });
  console.log(worded[0]?.date?.kind);
  set.free();
  return rows[0]?.title;
}

export async function bounds(text: string): Promise<[number, number] | string> {
  const parsed = await parseDate(text);
  return parsed.date ? [parsed.date.span.earliestStart, parsed.date.span.latestEnd] : parsed.problem.message;
}

export async function columns(titles: string[], start: Float64Array): Promise<Answer> {
  const columns: EventColumns = {
    length: titles.length, title: textColumn(titles), start, fields: { kind: { codes: new Uint8Array(titles.length), names: ['a'] } },
  };
  const set = await openColumns(columns, { locale: null });
  const answer: Answer = set.ask({ query: { time: { from: 0 } }, facets: ['kind'], page: { offset: 0, limit: 10 }, ids: {} });
  set.free();
  return answer;
}

export async function streamed(response: Response, signal: AbortSignal): Promise<number> {
  const set = await openStream(response.body!, { signal, onProgress: ({ bytes, events }) => console.log(bytes, events) });
  return set.info.count;
}

export function element(): HTMLElement {
  return new EventTimeline();
}

// @ts-expect-error a document is no number
void open(1);
