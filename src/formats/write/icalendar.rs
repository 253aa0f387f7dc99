//! iCalendar (RFC 5545): a VEVENT an event, a VJOURNAL where nothing is known that a calendar can show.
//!
//! A calendar has days and times of day in the years 1 to 9999 and no doubt about them. So DTSTART and DTEND span the
//! whole time in which the event can lie, an open or unknown side is left out, and the date as it is goes along with all
//! else that no property holds in `X-EVENT-TIMELINE`, what the set says of itself in `X-EVENT-TIMELINE-SET`. A program
//! that moves the event changes DTSTART: then our reader goes by that. The core reads no clock, so every DTSTAMP is 1970.

use super::object::Object;
use super::record::{Held, as_written, is_told, write_head, write_record};
use super::writer::Form;
use super::{DATES, EVENTS, Found, View};
use crate::event::{Event, FieldValue};
use crate::formats::icalendar::{list, unescape};
use crate::time::Span;
use crate::time::civil::{CivilTime, DAY_MS};

/// The property of an event that carries what no other property holds.
pub(in crate::formats) const RECORD: &str = "X-EVENT-TIMELINE";
/// The property of the calendar that carries what the set says of itself.
pub(in crate::formats) const HEAD: &str = "X-EVENT-TIMELINE-SET";

/// Octets of a line without its end.
const MAX_LINE_OCTETS: usize = 75;
const HOUR_MS: f64 = 3_600_000.0;

pub(super) struct Icalendar;

impl Form for Icalendar {
    fn before(&mut self, _: usize, view: &View<'_>, out: &mut String) {
        let mut out = Lines { text: out };
        let begin = "BEGIN:VCALENDAR";
        for line in [begin, "VERSION:2.0", "PRODID:-//event-timeline//event-timeline//EN", "CALSCALE:GREGORIAN"] {
            out.line(line);
        }
        for (names, text) in
            [(["NAME", "X-WR-CALNAME"], view.head.title), (["DESCRIPTION", "X-WR-CALDESC"], view.head.description)]
        {
            for text in text.iter().filter(|text| is_text(text)) {
                names.iter().for_each(|name| out.property(name, &escape(text)));
            }
        }
        let mut head = Object::new(String::new());
        write_head(&view.head, &mut head);
        if !head.is_empty() {
            out.property(&format!("{HEAD};VALUE=TEXT"), &escape(&head.end()));
        }
    }

    fn event(&mut self, _: usize, _: u32, event: &Event, out: &mut String, found: &mut Found) {
        write_event(event, &mut Lines { text: out }, found);
    }

    fn after(&mut self, _: usize, _: &View<'_>, out: &mut String, _: &mut Found) {
        Lines { text: out }.line("END:VCALENDAR");
    }
}

fn write_event(event: &Event, out: &mut Lines<'_>, found: &mut Found) {
    let dates = dates(event);
    let component = if dates.start.is_some() { "VEVENT" } else { "VJOURNAL" };
    out.property("BEGIN", component);
    out.property("UID", &escape(&event.id));
    out.line("DTSTAMP:19700101T000000Z");
    let mut held = Held { id: is_text(&event.id), title: is_text(&event.title), ..Held::default() };
    for (name, moment) in [("DTSTART", dates.start), ("DTEND", dates.end)] {
        if let Some(moment) = moment {
            out.property(&moment.name(name), &moment.text());
        }
    }
    held.dates = dates.read() == as_written(event) && is_told(event);
    if !event.title.is_empty() {
        out.property("SUMMARY", &escape(&event.title));
    }
    held.description = event.description.as_ref().is_none_or(|text| is_text(text));
    event.description.iter().for_each(|text| out.property("DESCRIPTION", &escape(text)));
    held.places = write_places(event, out);
    (held.links, held.media) = write_addresses(event, out);
    held.part_of = event.part_of.as_ref().is_none_or(|id| is_text(id));
    event.part_of.iter().for_each(|id| out.property("RELATED-TO;RELTYPE=PARENT", &escape(id)));
    write_fields(event, &mut held, out);
    found.rest(event, &held);
    found.texts(event, &held);
    tell_of_dates(event, &dates, &held, found);
    let mut record = Object::new(String::new());
    let exact = write_record(event, &held, &mut record);
    found.bounds(event, exact);
    if !record.is_empty() {
        out.property(&format!("{RECORD};VALUE=TEXT"), &escape(&record.end()));
    }
    out.property("END", component);
}

fn tell_of_dates(event: &Event, dates: &Dates, held: &Held<'_>, found: &mut Found) {
    if event.span.is_none() {
        found.add("undated", 1, true, EVENTS, "without a date it is a journal entry, which few calendars show");
    } else if dates.start.is_none() {
        let message = "a calendar has the years 1 to 9999 only, so the event is a journal entry without a date";
        found.add("dates-out-of-range", 1, true, DATES, message);
    } else if !held.dates {
        let message = "a calendar has no doubt and no open ends, so the time in which it can lie is shown";
        found.add("dates-widened", 1, true, DATES, message);
    }
}

/// Where it was: all names, and the first coordinates.
fn write_places(event: &Event, out: &mut Lines<'_>) -> bool {
    let names: Vec<String> = event.places.iter().filter(|p| !p.name.is_empty()).map(|p| escape(&p.name)).collect();
    if !names.is_empty() {
        out.property("LOCATION", &names.join(" \u{B7} "));
    }
    let points = event.places.iter().filter_map(|place| Some((place.lat?, place.lon?)));
    points.take(1).for_each(|(lat, lon)| out.property("GEO", &format!("{lat};{lon}")));
    event.places.len() <= 1 && event.places.iter().all(|place| is_text(&place.name))
}

/// The first link, which a calendar shows, then pictures; says which of the two lists are held.
fn write_addresses(event: &Event, out: &mut Lines<'_>) -> (bool, bool) {
    event.links.iter().filter(|link| is_address(&link.url)).take(1).for_each(|link| out.property("URL", &link.url));
    let media = event.media.iter().filter(|medium| is_address(&medium.url));
    media.for_each(|medium| out.property("IMAGE;VALUE=URI", &medium.url));
    let links = event.links.len() <= 1 && event.links.iter().all(|link| link.label.is_none() && is_address(&link.url));
    let plain = event.media.iter().all(|m| m.caption.is_none() && m.credit.is_none() && m.alt.is_none());
    (links, plain && event.media.iter().all(|medium| is_address(&medium.url)))
}

/// The fields that iCalendar has properties for.
fn write_fields<'e>(event: &'e Event, held: &mut Held<'e>, out: &mut Lines<'_>) {
    let states = ["tentative", "confirmed", "cancelled"];
    for (key, value) in &event.fields {
        let FieldValue::Texts(texts) = value else { continue };
        match key.as_str() {
            "category" => {
                let value = texts.iter().map(|text| escape(text)).collect::<Vec<_>>().join(",");
                if list(&value) != *texts || !texts.iter().all(|text| is_text(text)) {
                    continue;
                }
                out.property("CATEGORIES", &value);
            }
            "contact" if texts.iter().all(|text| is_text(text)) => {
                texts.iter().for_each(|text| out.property("CONTACT", &escape(text)));
            }
            "state" if texts.len() == 1 && texts.iter().all(|text| states.contains(&text.as_str())) => {
                texts.iter().for_each(|text| out.property("STATUS", &text.to_ascii_uppercase()));
            }
            _ => continue,
        }
        held.fields.push(key);
    }
}

/// Whether a text comes back as it is: a calendar's reader takes off blanks at its ends, and control characters have no
/// place in one.
fn is_text(text: &str) -> bool {
    !text.is_empty() && unescape(&escape(text)) == text
}

/// The text with its escapes (section 3.3.11). Control characters become blanks.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => escaped.extend(['\\', letter]),
            '\n' => escaped.push_str("\\n"),
            '\0'..'\u{20}' | '\u{7F}' if letter != '\t' => escaped.push(' '),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// Whether a text is an address with a scheme and nothing that would have to be escaped.
fn is_address(text: &str) -> bool {
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_plain = |letter: char| !letter.is_control() && !letter.is_whitespace() && letter != '\\';
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        && text.chars().all(is_plain)
}

/// Content lines, folded, at the end of a text.
struct Lines<'t> {
    text: &'t mut String,
}

impl Lines<'_> {
    fn property(&mut self, name: &str, value: &str) {
        self.line(&format!("{name}:{value}"));
    }

    /// Writes a line, folded where it is too long, never within a character.
    fn line(&mut self, line: &str) {
        let (mut rest, mut room) = (line, MAX_LINE_OCTETS);
        while room < rest.len() {
            let at = (0..=room).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(room);
            let (piece, after) = rest.split_at(at);
            self.text.push_str(piece);
            self.text.push_str("\r\n ");
            (rest, room) = (after, MAX_LINE_OCTETS - 1);
        }
        self.text.push_str(rest);
        self.text.push_str("\r\n");
    }
}

/// The dates that a calendar shows.
#[derive(Clone, Debug, Default, PartialEq)]
struct Dates {
    start: Option<Moment>,
    end: Option<Moment>,
}

/// A DATE or DATE-TIME.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Moment {
    ms: f64,
    has_time: bool,
    /// A time without a zone, as the event has it.
    floating: bool,
}

impl Moment {
    fn name(self, name: &str) -> String {
        if self.has_time { name.to_owned() } else { format!("{name};VALUE=DATE") }
    }

    fn text(self) -> String {
        let CivilTime { year, month, day, hour, minute, second, .. } = CivilTime::from_ms(self.ms);
        match (self.has_time, self.floating) {
            (false, _) => format!("{year:04}{month:02}{day:02}"),
            (true, true) => format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}"),
            (true, false) => format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z"),
        }
    }

    /// What our reader makes of it.
    fn edtf(self) -> String {
        let CivilTime { year, month, day, hour, minute, second, .. } = CivilTime::from_ms(self.ms);
        match (self.has_time, self.floating) {
            (false, _) => format!("{year:04}-{month:02}-{day:02}"),
            (true, true) => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
            (true, false) => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"),
        }
    }
}

impl Dates {
    /// Date, start and end as our reader makes them of these.
    fn read(&self) -> [Option<String>; 3] {
        let end = self.end.map(|end| match end.has_time {
            true => end,
            false => Moment { ms: end.ms - DAY_MS as f64, ..end },
        });
        match (self.start.map(Moment::edtf), end.map(Moment::edtf)) {
            (start, Some(end)) if start.as_ref() != Some(&end) => [None, start, Some(end)],
            (start, _) => [start, None, None],
        }
    }
}

/// Date, start and end as our reader makes them of the dates that a calendar shows.
pub(in crate::formats) fn shown(event: &Event) -> [Option<String>; 3] {
    dates(event).read()
}

/// The dates that a calendar shows of an event; none where its years are out of reach.
fn dates(event: &Event) -> Dates {
    let bounds = event.span.and_then(hull);
    let Some((from, to)) = bounds else { return Dates::default() };
    let is_day = |ms: f64| ms.rem_euclid(DAY_MS as f64) == 0.0;
    let has_time = !(is_day(from) && to.is_none_or(is_day));
    let written: Vec<&String> = [&event.date, &event.start, &event.end].into_iter().flatten().collect();
    let floating = has_time && !written.is_empty() && written.iter().all(|text| has_no_zone(text));
    let moment = |ms: f64| Moment { ms, has_time, floating };
    let end = to.filter(|to| from < *to && in_reach(*to)).map(moment);
    let day = |end: &Moment| !end.has_time && end.ms <= from + DAY_MS as f64;
    Dates { start: Some(moment(from)).filter(|start| in_reach(start.ms)), end: end.filter(|end| !day(end)) }
        .within_reach()
}

/// A time of day that does not say where.
fn has_no_zone(text: &str) -> bool {
    text.split_once('T').is_some_and(|(_, time)| !time.contains(['Z', '+', '-']))
}

impl Dates {
    fn within_reach(self) -> Dates {
        if self.start.is_some() { self } else { Dates::default() }
    }
}

/// In the years that four digits write and a calendar has.
fn in_reach(ms: f64) -> bool {
    (1..=9_999).contains(&CivilTime::from_ms(ms).year)
}

/// The time in which a span can lie. A side without end ends at the last bound that there is; what is known to the hour
/// or better ends when it does at the earliest, as a time of day is meant that way.
fn hull(span: Span) -> Option<(f64, Option<f64>)> {
    let bounds = [span.earliest_start, span.latest_start, span.earliest_end, span.latest_end];
    let mut finite = bounds.into_iter().filter(|bound| bound.is_finite());
    let to = match span.latest_end - span.earliest_end <= HOUR_MS {
        true => Some(span.earliest_end),
        false => Some(span.latest_end).filter(|to| to.is_finite()),
    };
    let from = if span.earliest_start.is_finite() {
        span.earliest_start
    } else {
        // Nobody knows when it began: the last day on which it can have is the one that stands for it.
        let last = finite.clone().reduce(f64::min)?;
        (last - 1.0).div_euclid(DAY_MS as f64) * DAY_MS as f64
    };
    let to = to.or_else(|| finite.by_ref().reduce(f64::max));
    Some((from, to.filter(|to| from < *to)))
}
