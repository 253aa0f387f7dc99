//! JSON-LD with schema.org's `Event`: what pages tell search engines of events.
//!
//! A date is as precise as ISO 8601 has it: a year, a month, a day, a time. One that is not of that kind stands as the time
//! in which the event can lie, from `startDate` to `endDate`. Fields are `additionalProperty`; what schema.org has nothing
//! for goes along as JSON in the term `event-timeline` of the document's own context.

use super::object::{Object, Scalar, push_line};
use super::record::{Held, MARK, as_written, is_told, write_head, write_record};
use super::writer::Form;
use super::{DATES, Found, View};
use crate::event::{Event, FieldValue, Place};
use crate::formats::date::{self, Moment};
use crate::formats::json::dialects::{EVENT, is_event_type};
use crate::formats::tabular::{DateFormat, Times, edtf, without_markup};
use crate::time::{format_instant, format_window};

/// What the term of our own stands for: JSON that is nothing but JSON (JSON-LD 1.1).
const CONTEXT: &str =
    r#"["https://schema.org", {"event-timeline": {"@id": "urn:event-timeline:record", "@type": "@json"}}]"#;

/// The states of events that schema.org knows.
const STATES: [&str; 5] =
    ["EventScheduled", "EventCancelled", "EventPostponed", "EventRescheduled", "EventMovedOnline"];

const DAY_MS: f64 = 86_400_000.0;

pub(super) struct JsonLd;

impl Form for JsonLd {
    fn before(&mut self, _: usize, view: &View<'_>, out: &mut String) {
        let mut object = Object::new(String::new());
        object.key("@context").push_str(CONTEXT);
        object.string("@type", "ItemList");
        object.text("name", view.head.title);
        object.text("description", view.head.description);
        object.object(MARK, |out| write_head(&view.head, out));
        *out = object.open_list("itemListElement");
    }

    fn event(&mut self, _: usize, index: u32, event: &Event, out: &mut String, found: &mut Found) {
        push_line(out, index == 0, |out| write_event(event, out, found));
    }

    fn after(&mut self, _: usize, _: &View<'_>, out: &mut String, _: &mut Found) {
        out.push_str("\n]}\n");
    }
}

fn write_event(event: &Event, out: &mut Object, found: &mut Found) {
    let mut held = Held::default();
    write_type(event, &mut held, out);
    out.string("identifier", &event.id);
    out.string("name", &event.title);
    (held.id, held.title) = (is_trimmed(&event.id), is_plain(&event.title));
    let dates = dates(event);
    for (key, date) in [("startDate", &dates.start), ("endDate", &dates.end)] {
        out.text(key, date);
    }
    held.dates = dates.read() == as_written(event) && is_told(event);
    out.text("description", &event.description);
    held.description = event.description.as_ref().is_none_or(|text| is_plain(text));
    out.list("location", &event.places, write_place);
    held.places = event.places.iter().all(|place| is_plain(&place.name));
    let urls: Vec<String> = event.links.iter().map(|link| link.url.clone()).filter(|url| is_trimmed(url)).collect();
    out.texts("url", &urls);
    held.links = urls.len() == event.links.len() && event.links.iter().all(|link| link.label.is_none());
    out.list("image", &event.media, |medium, out| {
        out.string("@type", "ImageObject");
        out.string("contentUrl", &medium.url);
        out.text("caption", &medium.caption);
        out.text("creditText", &medium.credit);
    });
    held.media = event.media.iter().all(|medium| {
        let words = [&medium.caption, &medium.credit].into_iter().flatten();
        medium.alt.is_none() && is_trimmed(&medium.url) && words.into_iter().all(|text| is_trimmed(text))
    });
    if let Some(id) = &event.part_of {
        out.object("superEvent", |out| out.string("identifier", id));
    }
    held.part_of = event.part_of.as_ref().is_none_or(|id| is_trimmed(id));
    write_fields(event, &mut held, out);
    found.rest(event, &held);
    tell_of_dates(event, &dates, &held, found);
    let mut record = Object::new(String::new());
    let exact = write_record(event, &held, &mut record);
    found.bounds(event, exact);
    if !record.is_empty() {
        out.key(MARK).push_str(&record.end());
    }
}

fn tell_of_dates(event: &Event, dates: &Dates, held: &Held<'_>, found: &mut Found) {
    if event.span.is_some() && dates.start.is_none() {
        found.add("dates-out-of-range", 1, true, DATES, "ISO 8601 has years of four digits, so it is left out");
    } else if !held.dates {
        let message = "ISO 8601 has no doubt and no open ends, so the time in which it can lie is told";
        found.add("dates-widened", 1, true, DATES, message);
    }
}

/// The kind of event, where the field `type` names one that schema.org has.
fn write_type<'e>(event: &'e Event, held: &mut Held<'e>, out: &mut Object) {
    let kinds = match event.fields.get_key_value("type") {
        Some((key, FieldValue::Texts(kinds))) if is_kinds(kinds) => Some((key, kinds)),
        _ => None,
    };
    let Some((key, kinds)) = kinds else { return out.string("@type", EVENT) };
    match kinds.as_slice() {
        [kind] => out.string("@type", kind),
        kinds => out.texts("@type", kinds),
    }
    held.fields.push(key);
}

fn is_kinds(kinds: &[String]) -> bool {
    let is_name = |kind: &String| !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_alphabetic());
    kinds != [EVENT] && kinds.iter().all(is_name) && kinds.iter().any(|kind| is_event_type(kind))
}

fn write_place(place: &Place, out: &mut Object) {
    out.string("@type", "Place");
    out.string("name", &place.name);
    if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
        out.object("geo", |out| {
            out.string("@type", "GeoCoordinates");
            out.number("latitude", Some(lat));
            out.number("longitude", Some(lon));
        });
    }
}

fn write_fields<'e>(event: &'e Event, held: &mut Held<'e>, out: &mut Object) {
    let mut others: Vec<(&String, &FieldValue)> = Vec::new();
    for (key, value) in event.fields.iter().filter(|(key, _)| !held.fields.contains(&key.as_str())) {
        match (key.as_str(), value) {
            ("keyword", FieldValue::Texts(texts)) if texts.iter().all(|text| is_trimmed(text)) => {
                out.texts("keywords", texts);
            }
            ("state", FieldValue::Texts(texts)) if matches!(&texts[..], [text] if STATES.contains(&text.as_str())) => {
                texts.iter().for_each(|state| out.string("eventStatus", &format!("https://schema.org/{state}")));
            }
            _ => others.push((key, value)),
        }
    }
    out.list("additionalProperty", others, |(key, value), out| {
        out.string("@type", "PropertyValue");
        out.string("name", key);
        match value {
            FieldValue::Number(number) => out.scalar("value", Some(Scalar::Number(*number))),
            FieldValue::Texts(texts) => match texts.as_slice() {
                [text] => out.string("value", text),
                texts => out.texts("value", texts),
            },
        }
    });
    held.fields = event.fields.keys().map(String::as_str).collect();
}

/// Whether a text is read as it is: pages put markup in texts, so our reader takes it out.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && without_markup(text) == text
}

fn is_trimmed(text: &str) -> bool {
    !text.is_empty() && text.trim() == text
}

/// The dates that schema.org has.
#[derive(Debug, Default)]
struct Dates {
    start: Option<String>,
    end: Option<String>,
}

impl Dates {
    /// Date, start and end as our reader makes them of these.
    fn read(&self) -> [Option<String>; 3] {
        let read = |text: &String| edtf(text, DateFormat::Edtf, Times::All).unwrap_or_else(|| text.clone());
        let [start, end] = [&self.start, &self.end].map(|text| text.as_ref().map(read));
        if end.is_some() { [None, start, end] } else { [start, None, None] }
    }

    /// Whether our reader finds the end after the start.
    fn are_in_order(&self) -> bool {
        let [_, start, end] = self.read().map(|text| text.map(Moment::Text));
        date::resolve(None, start, end).problems.is_empty()
    }
}

/// Date, start and end as our reader makes them of what schema.org is told.
pub(in crate::formats) fn shown(event: &Event) -> [Option<String>; 3] {
    dates(event).read()
}

fn dates(event: &Event) -> Dates {
    let Some(span) = event.span else { return Dates::default() };
    let written = [&event.date, &event.start, &event.end].map(|text| text.clone().filter(|text| is_iso(text)));
    match written {
        [Some(date), ..] => return Dates { start: Some(date), end: None },
        [_, Some(start), Some(end)] => {
            let dates = Dates { start: Some(start), end: Some(end) };
            if dates.are_in_order() {
                return dates;
            }
        }
        _ => {}
    }
    let (from, to) = ((span.earliest_start, span.latest_start), (span.earliest_end, span.latest_end));
    if from == to {
        let window = window(from);
        return match window {
            Some(window) => Dates { start: Some(window), end: None },
            None if to.1 - from.0 < DAY_MS => Dates { start: first_day(from.0), end: None },
            None => Dates { start: first_day(from.0), end: last_day(to.1) }.with_start(),
        };
    }
    Dates { start: window(from).or_else(|| first_day(from.0)), end: window(to).or_else(|| last_day(to.1)) }.with_start()
}

impl Dates {
    /// An end alone is no date of an event to schema.org: it is its start too.
    fn with_start(self) -> Dates {
        match self.start {
            None => Dates { start: self.end, end: None },
            start => Dates { end: self.end.filter(|end| start.as_ref() != Some(end)), start },
        }
    }
}

/// The one year, month, day or second that these bounds are.
fn window((from, to): (f64, f64)) -> Option<String> {
    if !(from.is_finite() && to.is_finite()) {
        return None;
    }
    format_window(from, to).filter(|text| is_iso(text))
}

fn first_day(ms: f64) -> Option<String> {
    ms.is_finite().then(|| format_instant(ms)).filter(|text| is_iso(text))
}

fn last_day(ms: f64) -> Option<String> {
    let day = (ms - 1.0).div_euclid(DAY_MS) * DAY_MS;
    ms.is_finite().then(|| format_instant(day)).filter(|text| is_iso(text))
}

/// A date that ISO 8601 has: `2014`, `2014-06`, `2014-06-10`, `2014-06-10T12:30:15+02:00`.
fn is_iso(text: &str) -> bool {
    let (day, time) = text.split_once('T').map_or((text, None), |(day, time)| (day, Some(time)));
    let pattern: String = day.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect();
    let is_time = |time: &str| time.bytes().all(|byte| byte.is_ascii_digit() || b":+-.Z".contains(&byte));
    match (pattern.as_str(), time) {
        ("0000-00-00", Some(time)) => is_time(time),
        // Two digits that are no month are a season, which ISO 8601 does not have.
        ("0000-00", None) => day.get(5..).is_some_and(|month| ("01"..="12").contains(&month)),
        ("0000" | "0000-00-00", None) => true,
        _ => false,
    }
}
