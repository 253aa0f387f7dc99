/** Dates in the reader's words: what an EDTF expression says, no surer than it says it. */

import type { DateParts, DateWords, IntervalEnd, SetMember } from '../types.js';
import { englishDates, type DateStrings } from './date-strings.js';
import { isPlain, sayParts, sayPlainRange, type Speaker, type Style } from './date-parts.js';

export interface DateVoice {
  /** `inferred` names the components that the editor of the set added. */
  say(words: DateWords | null, style?: Style, inferred?: readonly string[]): string;
}

export function dateVoice(locale: string): DateVoice {
  const strings = dateStringsFor(locale);
  return {
    say(words, style = 'long', inferred = []) {
      if (!words) return strings.undated;
      return sayWords(words, { locale, strings, style }, new Set(inferred));
    },
  };
}

function dateStringsFor(_locale: string): DateStrings {
  return englishDates;
}

function sayWords(words: DateWords, speaker: Speaker, inferred: ReadonlySet<string>): string {
  const { strings } = speaker;
  const notes = new Set<string>();
  for (const part of inferred) notes.add(strings.partInferred(strings.parts[part] ?? part));
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
function noteDoubts(date: DateParts, { speaker: { strings }, notes, inferred }: Voice): boolean {
  const written = writtenParts(date);
  // An inferred component is marked doubtful for that reason: saying both would say it twice.
  const uncertain = date.uncertain.filter((part) => !inferred.has(part));
  if (uncertain.length > 0 && uncertain.length >= written.length) notes.add(strings.uncertain);
  else for (const part of uncertain) notes.add(strings.partUncertain(strings.parts[part] ?? part));
  if (date.approximate.length > 0 && date.approximate.length >= written.length) return true;
  for (const part of date.approximate) notes.add(strings.partApproximate(strings.parts[part] ?? part));
  return false;
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
  if (from.approximate.length + to.approximate.length > 0) {
    return voice.speaker.strings.range(sayDate(from, voice), sayDate(to, voice));
  }
  noteDoubts(from, voice);
  noteDoubts(to, voice);
  return sayPlainRange(from, to, voice.speaker);
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
