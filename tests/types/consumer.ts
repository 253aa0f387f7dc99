// Compiled, never run: someone else's strict project against the declarations that ship.
import { open, parseDate, type Counts, type Row, type SetInfo } from 'event-timeline/core';
import { EventTimeline } from 'event-timeline';

export async function firstTitle(document: string): Promise<string | undefined> {
  const set = await open(document, { locale: 'en' });
  const info: SetInfo = set.info;
  const counts: Counts = set.query('wall');
  const rows: Row[] = counts.matches < info.count ? set.page(0, 10) : [];
  set.free();
  return rows[0]?.title;
}

export async function bounds(text: string): Promise<[number, number] | string> {
  const parsed = await parseDate(text);
  return parsed.date ? [parsed.date.span.earliestStart, parsed.date.span.latestEnd] : parsed.problem.message;
}

export function element(): HTMLElement {
  return new EventTimeline();
}

// @ts-expect-error a document is no number
void open(1);
