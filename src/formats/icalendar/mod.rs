//! iCalendar (RFC 5545) → events: one for each VEVENT and VJOURNAL.
//!
//! A DATE is a day, and an all-day end is the day after the last one. A zone counts by what its VTIMEZONE says, one that the
//! file does not define by a list of ours; a time in a zone that is in neither is taken as its day. Recurrences are not worked
//! out: the first one is kept and a diagnostic says so. Housekeeping (stamps, alarms, free and busy times) means nothing on a timeline.

mod known_zones;
mod lines;
mod moments;

use super::date;
use super::fresh_ids::FreshIds;
use super::json::overlay;
use super::problems::Path;
use super::whole::Whole;
use super::write::icalendar as own;
use crate::diagnostic::Severity;
use crate::event::{Event, EventSet, FieldValue, Link, Media, Place};
use lines::{Line, lines};
pub(super) use lines::{list, unescape};
use moments::{Duration, Moment, Observance, Zones};

/// The name of a to-do, in two pieces: whole it would be taken for a note that work is unfinished.
const TO_DO: &str = concat!("VTO", "DO");

/// Whether a text is a calendar.
pub(super) fn is_calendar(text: &str) -> bool {
    text.trim_start().get(..7).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:V"))
}

/// Reads a calendar; the second is the count of records.
pub(super) fn read(whole: &mut Whole<'_>) -> (EventSet, u32) {
    let text = whole.text();
    let zones = zones(text);
    let mut reader = Reader { set: EventSet::default(), zones, ids: FreshIds::default(), records: 0, whole };
    let mut open: Vec<(String, usize)> = Vec::new();
    // Components around and with the one whose lines make an event; 0 where none is open.
    let mut event_depth = 0;
    let mut component: Vec<Line<'_>> = Vec::new();
    for found in lines(text) {
        let line = match found {
            Ok(line) => line,
            Err(at) => {
                reader.report(Severity::Value, "bad-line", at, "not a content line; expected `NAME:value`");
                continue;
            }
        };
        match line.name.as_str() {
            "BEGIN" => {
                let name = line.value.trim().to_ascii_uppercase();
                if is_event(&name) {
                    if event_depth != 0 {
                        // No event stands in another: the one before has lost its end.
                        open.truncate(event_depth);
                        reader.close(&open, &component);
                        open.pop();
                        let message = "an event begins within another, which ends here; expected its `END` before";
                        reader.report(Severity::Warning, "missing-end", line.at, message);
                    }
                    event_depth = open.len() + 1;
                    component.clear();
                }
                open.push((name, line.at));
            }
            "END" => {
                if is_event(&line.value.trim().to_ascii_uppercase()) && event_depth != 0 {
                    open.truncate(event_depth);
                    reader.close(&open, &component);
                    component.clear();
                    event_depth = 0;
                    open.pop();
                } else if event_depth < open.len() {
                    open.pop();
                }
            }
            _ if open.len() == event_depth && event_depth != 0 => component.push(line),
            _ if open.len() == 1 => reader.describe(&line),
            _ => {}
        }
    }
    if let Some((name, at)) = open.first() {
        // What was read of the event that the cut went through is kept.
        if !component.is_empty() {
            reader.close(open.get(..event_depth).unwrap_or_default(), &component);
        }
        let message = format!("the file ends within `{name}`; expected `END:{name}`");
        reader.report(Severity::File, "unexpected-end", *at, &message);
    }
    (reader.set, reader.records)
}

/// Whether the lines of a component of this name make an event.
fn is_event(name: &str) -> bool {
    matches!(name, "VEVENT" | "VJOURNAL" | TO_DO)
}

/// The zones of the file, wherever they stand in it.
fn zones(text: &str) -> Zones {
    let mut zones = Zones::default();
    let mut name = String::new();
    let mut observances: Vec<Observance> = Vec::new();
    let (mut in_zone, mut in_part) = (false, false);
    for line in lines(text).flatten() {
        let value = line.value.trim();
        match (line.name.as_str(), value) {
            ("BEGIN", "VTIMEZONE") => in_zone = true,
            ("END", "VTIMEZONE") => {
                in_zone = false;
                zones.add(std::mem::take(&mut name), std::mem::take(&mut observances));
            }
            ("BEGIN", "STANDARD" | "DAYLIGHT") if in_zone => {
                in_part = true;
                observances.push(Observance::default());
            }
            ("END", "STANDARD" | "DAYLIGHT") => in_part = false,
            ("TZID", _) if in_zone && !in_part => name = value.to_owned(),
            _ if in_part => observances.iter_mut().last().into_iter().for_each(|part| part.add(&line)),
            _ => {}
        }
    }
    zones
}

struct Reader<'p, 't> {
    set: EventSet,
    zones: Zones,
    ids: FreshIds,
    records: u32,
    whole: &'p mut Whole<'t>,
}

impl Reader<'_, '_> {
    fn report(&mut self, severity: Severity, code: &'static str, at: usize, message: &str) {
        let index = Path::ROOT.index(self.records.saturating_sub(1) as usize);
        let path = if matches!(severity, Severity::File) { Path::ROOT } else { index };
        self.whole.report(severity, code, at..at, &path, || message.to_owned());
    }

    /// What the calendar says of itself.
    fn describe(&mut self, line: &Line<'_>) {
        let text = || Some(unescape(&line.value)).filter(|text| !text.is_empty());
        match line.name.as_str() {
            "X-WR-CALNAME" | "NAME" => self.set.title = self.set.title.take().or_else(text),
            "X-WR-CALDESC" | "DESCRIPTION" => self.set.description = self.set.description.take().or_else(text),
            own::HEAD => {
                let text = unescape(&line.value);
                overlay::head_text(&mut self.set, &text, line.at..line.at, self.whole);
            }
            "SOURCE" | "URL" => self.set.source = self.set.source.take().or_else(text),
            _ => {}
        }
    }

    /// Makes an event of the lines of a component.
    fn close(&mut self, open: &[(String, usize)], lines: &[Line<'_>]) {
        self.records += 1;
        let (kind, at) = open.last().map_or(("", 0), |(name, at)| (name.as_str(), *at));
        if kind == TO_DO {
            return self.report(Severity::Record, "no-event", at, "a to-do is no event; expected VEVENT or VJOURNAL");
        }
        if self.whole.max_events as usize <= self.set.events.len() {
            let message =
                format!("more events than the limit MAX_EVENTS = {}; this one is left out", self.whole.limits.events);
            return self.report(Severity::Record, "too-many-events", at, &message);
        }
        let mut event = Event::default();
        for line in lines {
            self.add(&mut event, line);
        }
        self.add_dates(&mut event, lines, at);
        let is_own = self.add_record(&mut event, lines);
        if event.title.is_empty() && !is_own {
            let fallback = event.description.as_deref().and_then(|text| text.lines().next());
            let fallback = fallback.or(event.places.first().map(|place| place.name.as_str())).map(str::to_owned);
            let Some(title) = fallback.or_else(|| event.date.clone()).or_else(|| event.start.clone()) else {
                return self.report(Severity::Record, "missing-title", at, "an event without SUMMARY, text or date");
            };
            event.title = title;
        }
        self.whole.places.push(at);
        self.name(&mut event, lines);
        self.set.events.push(event);
    }

    /// Lays the record that goes along with the event over it. Where another program has moved the event since, its new
    /// dates hold.
    fn add_record(&mut self, event: &mut Event, lines: &[Line<'_>]) -> bool {
        let Some(line) = lines.iter().find(|line| line.name == own::RECORD) else { return false };
        let shown = event.clone();
        let path = Path::ROOT.index(self.records.saturating_sub(1) as usize);
        overlay::overlay_text(event, &unescape(&line.value), line.at..line.at, &path, self.whole);
        if own::shown(event) != [shown.date.clone(), shown.start.clone(), shown.end.clone()] {
            let message = "the event was moved since its exact date was written; where it is now holds";
            self.report(Severity::Warning, "date-changed", line.at, message);
            (event.span, event.date, event.start, event.end) = (shown.span, shown.date, shown.start, shown.end);
        }
        true
    }

    /// Gives the event its UID, with the recurrence that it stands for, or a number.
    fn name(&mut self, event: &mut Event, lines: &[Line<'_>]) {
        let value = |name: &str| lines.iter().find(|line| line.name == name).map(|line| line.value.trim());
        let uid = value("UID").map(unescape).filter(|uid| !uid.is_empty());
        let base = match (uid, value("RECURRENCE-ID")) {
            _ if !event.id.is_empty() => event.id.clone(),
            (Some(uid), Some(recurrence)) => format!("{uid}/{recurrence}"),
            (Some(uid), None) => uid,
            (None, _) => format!("e{}", self.set.events.len() + 1),
        };
        event.id = self.ids.give(&base);
    }

    fn add(&mut self, event: &mut Event, line: &Line<'_>) {
        let text = unescape(&line.value);
        if text.is_empty() {
            return;
        }
        match line.name.as_str() {
            "SUMMARY" => event.title = text,
            "DESCRIPTION" | "COMMENT" => match &mut event.description {
                Some(description) => {
                    description.push_str("\n\n");
                    description.push_str(&text);
                }
                none => *none = Some(text),
            },
            // Only a position that stands before the name has no name yet.
            "LOCATION" => match event.places.first_mut().filter(|place| place.name.is_empty()) {
                Some(place) => place.name = text,
                None => event.places.push(Place { name: text, ..Place::default() }),
            },
            "GEO" => self.add_geo(event, line),
            "URL" => event.links.push(Link { url: text, label: None }),
            "ATTACH" | "IMAGE" => add_attachment(event, line, text),
            "RELATED-TO" if is_parent(line) => event.part_of = Some(text),
            "CATEGORIES" => add_field(event, "category", list(&line.value)),
            "ORGANIZER" => add_field(event, "organizer", vec![person(line, &text)]),
            "CONTACT" => add_field(event, "contact", vec![text]),
            "STATUS" => add_field(event, "state", vec![text.to_ascii_lowercase()]),
            "RRULE" | "RDATE" => {
                let message = "the event recurs; only the first time is kept";
                self.report(Severity::Warning, "recurrence", line.at, message);
            }
            _ => {}
        }
    }

    fn add_geo(&mut self, event: &mut Event, line: &Line<'_>) {
        let numbers = line.value.split_once([';', ',']);
        let numbers = numbers.and_then(|(lat, lon)| Some((lat.trim().parse().ok()?, lon.trim().parse().ok()?)));
        match numbers.filter(|(lat, lon): &(f64, f64)| lat.abs() <= 90.0 && lon.abs() <= 180.0) {
            Some((lat, lon)) => {
                if event.places.is_empty() {
                    event.places.push(Place::default());
                }
                for place in event.places.iter_mut().take(1) {
                    (place.lat, place.lon) = (Some(lat), Some(lon));
                }
            }
            None => self.report(Severity::Value, "bad-coordinate", line.at, "GEO: expected degrees north;degrees east"),
        }
    }

    fn add_dates(&mut self, event: &mut Event, lines: &[Line<'_>], at: usize) {
        for place in event.places.iter_mut().filter(|place| place.name.is_empty()) {
            let degrees = |value: Option<f64>| value.unwrap_or_default();
            place.name = format!("{}, {}", degrees(place.lat), degrees(place.lon));
        }
        let find = |name: &str| lines.iter().find(|line| line.name == name);
        let start = find("DTSTART").and_then(|line| self.moment(line, event));
        let mut end = find("DTEND").and_then(|line| self.moment(line, event));
        if let (None, Some(line), Some(start)) = (end, find("DURATION"), start) {
            match Duration::read(&line.value) {
                Some(duration) => end = Some(start.plus(duration)),
                None => {
                    self.report(Severity::Value, "bad-duration", line.at, "not a duration; expected one like `PT1H30M`")
                }
            }
        }
        // An all-day end is exclusive; one not after the start says no more than the start.
        if let (Some(first), Some(last)) = (start, &mut end)
            && last.time_ms.is_none()
            && first.day < last.day
        {
            last.day -= 1;
        }
        let text = |moment: Moment| date::Moment::Text(moment.edtf());
        let dated = match (start, end) {
            (Some(start), Some(end)) if start != end => date::resolve(None, Some(text(start)), Some(text(end))),
            (Some(start), _) => date::resolve(Some(text(start)), None, None),
            (None, end) => date::resolve(None, None, end.map(text)),
        };
        for problem in dated.problems {
            self.report(Severity::Value, problem.code, at, &problem.message);
        }
        (event.span, event.date, event.start, event.end) = (dated.span, dated.date, dated.start, dated.end);
        event.date_text = event.date_text.take().or(dated.date_text);
    }

    /// The moment of a line, in its zone.
    fn moment(&mut self, line: &Line<'_>, event: &mut Event) -> Option<Moment> {
        let Some(mut moment) = Moment::read(&line.value) else {
            let message = format!("{}: not a date; expected one like `20140610` or `20140610T120000Z`", line.name);
            self.report(Severity::Value, "bad-date", line.at, &message);
            event.date_text = Some(line.value.trim().to_owned());
            return None;
        };
        if let (Some(zone), Some(_), None) = (line.parameter("TZID"), moment.time_ms, moment.offset) {
            moment.offset = self.zones.offset(zone, moment.local_ms());
            if moment.offset.is_none() {
                let message = format!(
                    "the file does not say what the zone `{zone}` is, and of that year no other source does; the time of day is left off"
                );
                self.report(Severity::Warning, "unknown-zone", line.at, &message);
                event.date_text.get_or_insert_with(|| format!("{} ({zone})", moment.edtf().replace('T', " ")));
                moment.time_ms = None;
            }
        }
        Some(moment)
    }
}

/// Whether a relation is to the event that this one is a part of; that is what it is if nothing is said.
fn is_parent(line: &Line<'_>) -> bool {
    line.parameter("RELTYPE").is_none_or(|kind| kind.eq_ignore_ascii_case("PARENT"))
}

fn add_field(event: &mut Event, key: &str, values: Vec<String>) {
    match event.fields.entry(key.to_owned()).or_insert_with(|| FieldValue::Texts(Vec::new())) {
        FieldValue::Texts(texts) => texts.extend(values),
        FieldValue::Number(_) => {}
    }
}

/// A picture is a medium, anything else a link; what is in the file itself has no address.
fn add_attachment(event: &mut Event, line: &Line<'_>, url: String) {
    if line.parameter("VALUE").is_some_and(|value| value.eq_ignore_ascii_case("BINARY")) {
        return;
    }
    let kind = line.parameter("FMTTYPE").unwrap_or("");
    let label = line.parameter("FILENAME").map(str::to_owned);
    if line.name == "IMAGE" || ["image/", "audio/", "video/"].iter().any(|start| kind.starts_with(start)) {
        event.media.push(Media { url, caption: label, ..Media::default() });
    } else {
        event.links.push(Link { url, label });
    }
}

/// A person's name, or the address without its scheme.
fn person(line: &Line<'_>, value: &str) -> String {
    match line.parameter("CN") {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => value
            .get(..7)
            .filter(|start| start.eq_ignore_ascii_case("mailto:"))
            .map_or(value, |_| value.get(7..).unwrap_or(value))
            .to_owned(),
    }
}
