/** Dates in the reader's words: what an EDTF expression says, no surer than it says it. */

import type { DateParts, DateWords, IntervalEnd, SetMember, Span } from '../types.ts';
import { englishDates, type DateStrings } from './date-strings.ts';
import { isPlain, partsOf, sayParts, sayPlainRange, type Speaker, type Style } from './date-parts.ts';

export interface DateVoice {
  /** `inferred` names the components that the editor of the set added. */
  say(words: DateWords | null, style?: Style, inferred?: readonly string[]): string;
  /** A row's or an event's date, also where it is given as a number and has no text. */
  sayOf(event: Dated, style?: Style): string;
}

/** What an event and its row have of a date. */
export interface Dated {
  span: Span | null;
  dateText?: string | null;
  date?: DateWords | string | null;
  dateWords?: DateWords | null;
  dateInferred?: readonly string[];
}

export function dateVoice(locale: string): DateVoice {
  const strings = dateStringsFor(locale);
  const say: DateVoice['say'] = (words, style = 'long', inferred = []) =>
    words ? sayWords(words, { locale, strings, style }, new Set(inferred)) : strings.undated;
  return { say, sayOf: (event, style) => say(wordsOf(event), style, event.dateInferred) };
}

function wordsOf(event: Dated): DateWords | null {
  if (event.dateWords) return event.dateWords;
  if (event.date && typeof event.date !== 'string') return event.date;
  return event.span ? wordsOfSpan(event.span) : null;
}

/** Bounds given as numbers are said as they are, to the unit that they are written in. */
function wordsOfSpan({ earliestStart, latestEnd }: Span): DateWords {
  const end = (time: number): IntervalEnd => (Number.isFinite(time) ? { kind: 'date', date: partsOf(time) } : { kind: 'unknown' });
  if (latestEnd - earliestStart <= 1) return { kind: 'date', date: partsOf(earliestStart) };
  return { kind: 'interval', start: end(earliestStart), end: end(latestEnd) };
}

function dateStringsFor(_locale: string): DateStrings {
  return englishDates;
}

function sayWords(words: DateWords, speaker: Speaker, inferred: ReadonlySet<string>): string {
  const { strings } = speaker;
  const notes = new Set<string>();
  if (inferred.size > 0) notes.add(strings.partInferred(listed([...inferred], speaker)));
  const voice: Voice = { speaker, notes, inferred };
  const said = words.kind === 'date' ? sayDate(words.date, voice)
    : words.kind === 'interval' ? sayInterval(words.start, words.end, voice)
    : saySet(words.kind, words.members, voice);
  return notes.size === 0 ? said : strings.withNotes(said, [...notes].join(', '));
}

/** Doubts are gathered over the whole expression and said once, after it. */
interface Voice {
  speaker: Speaker;
  notes: Set<string>;
  inferred: ReadonlySet<string>;
}

function sayDate(date: DateParts, voice: Voice): string {
  const about = noteDoubts(date, voice);
  const said = sayParts(date, voice.speaker);
  return about ? voice.speaker.strings.about(said) : said;
}

/** Adds what is doubtful to the notes; true where the date as a whole is approximate. */
function noteDoubts(date: DateParts, { speaker, notes, inferred }: Voice): boolean {
  const { strings } = speaker;
  const written = writtenParts(date);
  // An inferred component is marked doubtful for that reason: saying both would say it twice.
  const uncertain = date.uncertain.filter((part) => !inferred.has(part));
  if (uncertain.length > 0 && uncertain.length >= written.length) notes.add(strings.uncertain);
  else if (uncertain.length > 0) notes.add(strings.partUncertain(listed(uncertain, speaker)));
  if (date.approximate.length > 0 && date.approximate.length >= written.length) return true;
  if (date.approximate.length > 0) notes.add(strings.partApproximate(listed(date.approximate, speaker)));
  return false;
}

function listed(parts: readonly string[], { locale, strings }: Speaker): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(parts.map((part) => strings.parts[part] ?? part));
}

function writtenParts(date: DateParts): string[] {
  if (date.dayText !== null || date.day !== null) return ['year', 'month', 'day'];
  return date.monthText !== null || date.month !== null ? ['year', 'month'] : ['year'];
}

function sayInterval(start: IntervalEnd, end: IntervalEnd, voice: Voice): string {
  const { strings } = voice.speaker;
  if (start.kind === 'date' && end.kind === 'date') return sayRange(start.date, end.date, voice);
  if (start.kind === 'date' && end.kind === 'open') return strings.since(sayDate(start.date, voice));
  if (start.kind === 'date' && end.kind === 'unknown') return strings.fromUnknownEnd(sayDate(start.date, voice));
  if (start.kind === 'unknown' && end.kind === 'date') return strings.untilUnknownStart(sayDate(end.date, voice));
  if (start.kind === 'open' && end.kind === 'date') return strings.untilOpenStart(sayDate(end.date, voice));
  if (start.kind === 'oneOf' && end.kind === 'open') return strings.since(saySet(start.kind, start.members, voice));
  return strings.join(sayStart(start, voice), sayEnd(end, voice));
}

function sayStart(start: IntervalEnd, voice: Voice): string {
  const { strings } = voice.speaker;
  if (start.kind === 'open') return strings.alwaysWas;
  if (start.kind === 'unknown') return strings.startUnknown;
  return strings.starts(start.kind === 'date' ? sayDate(start.date, voice) : saySet(start.kind, start.members, voice));
}

function sayEnd(end: IntervalEnd, voice: Voice): string {
  const { strings } = voice.speaker;
  if (end.kind === 'open') return strings.goesOn;
  if (end.kind === 'unknown') return strings.endUnknown;
  return strings.ends(end.kind === 'date' ? sayDate(end.date, voice) : saySet(end.kind, end.members, voice));
}

function sayRange(from: DateParts, to: DateParts, voice: Voice): string {
  if (from.precision !== to.precision || !isPlain(from) || !isPlain(to)) {
    return voice.speaker.strings.range(sayDate(from, voice), sayDate(to, voice));
  }
  if (isWhollyApproximate(from) || isWhollyApproximate(to)) {
    return voice.speaker.strings.range(sayDate(from, voice), sayDate(to, voice));
  }
  noteDoubts(from, voice);
  noteDoubts(to, voice);
  return sayPlainRange(from, to, voice.speaker);
}

function isWhollyApproximate(date: DateParts): boolean {
  return date.approximate.length >= writtenParts(date).length;
}

function saySet(kind: 'oneOf' | 'allOf', members: SetMember[], voice: Voice): string {
  const { strings, locale, style } = voice.speaker;
  const only = members.length === 1 ? members[0] : undefined;
  if (only && kind === 'oneOf') return sayOneOf(only, voice);
  const said = members.map((member) => sayMember(kind, member, voice));
  const type = kind === 'oneOf' ? 'disjunction' : 'conjunction';
  const list = new Intl.ListFormat(locale, { type, style }).format(said);
  return kind === 'oneOf' ? strings.oneOf(list) : list;
}

function sayOneOf(member: SetMember, voice: Voice): string {
  const { strings } = voice.speaker;
  if ('single' in member) return sayDate(member.single, voice);
  if (member.from && member.to) {
    const grain = member.from.precision;
    const say = grain === 'year' || grain === 'month' || grain === 'day' ? strings.someOfGrain[grain] : strings.someOfGrain.other;
    return say(sayRange(member.from, member.to, voice));
  }
  if (member.to) return strings.by(sayDate(member.to, voice));
  if (member.from) return strings.someTimeFrom(sayDate(member.from, voice));
  return strings.undated;
}

function sayMember(kind: 'oneOf' | 'allOf', member: SetMember, voice: Voice): string {
  const { strings } = voice.speaker;
  if ('single' in member) return sayDate(member.single, voice);
  if (member.from && member.to) return sayRange(member.from, member.to, voice);
  if (member.to) return kind === 'oneOf' ? strings.by(sayDate(member.to, voice)) : strings.allUpTo(sayDate(member.to, voice));
  if (member.from) return kind === 'oneOf' ? strings.someTimeFrom(sayDate(member.from, voice)) : strings.allFrom(sayDate(member.from, voice));
  return strings.undated;
}
