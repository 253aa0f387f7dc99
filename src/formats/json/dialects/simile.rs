//! SIMILE Timeline's events, with `latestStart` and `earliestEnd` as the inner two of the four bounds.

use super::super::super::date::Moment;
use super::super::super::tabular::{DateColumn, DateFormat, edtf, without_markup};
use super::{Collector, Dates, Value};
use crate::diagnostic::Severity;
use crate::event::{Event, FieldValue, Link, Media};

/// Reads `events`; dates are read by one format worked out from all of them.
pub(super) fn read(value: &Value<'_>, collector: &mut Collector<'_, '_>) {
    let events = value.get("events").map_or_else(|| value.list(), Value::list);
    let mut column = DateColumn::default();
    for key in ["start", "end", "latestStart", "earliestEnd"] {
        for text in events.iter().filter_map(|event| event.get(key)?.text()) {
            column.add(&text);
        }
    }
    collector.set.source = value.text_of("wiki-url").or_else(|| value.text_of("wikiURL"));
    let times = column.has_times();
    for event in events {
        read_event(event, times, collector);
    }
}

fn read_event(value: &Value<'_>, times: bool, collector: &mut Collector<'_, '_>) {
    if !collector.begin(value) {
        return;
    }
    if !value.is_object() {
        return collector
            .report(Severity::Record, "wrong-type", value, || format!("expected an event, found {}", value.kind()));
    }
    let plain = |key: &str| value.text_of(key).map(|text| without_markup(&text)).filter(|text| !text.is_empty());
    let mut event = Event {
        id: value.text_of("id").or_else(|| value.text_of("eventID")).unwrap_or_default(),
        title: plain("title").or_else(|| plain("caption")).unwrap_or_default(),
        description: plain("description"),
        links: value.text_of("link").map(|url| Link { url, label: None }).into_iter().collect(),
        media: value.text_of("image").map(|url| Media { url, ..Media::default() }).into_iter().collect(),
        ..Event::default()
    };
    if let Some(name) = value.text_of("classname") {
        event.fields.insert("classname".to_owned(), FieldValue::Texts(vec![name]));
    }
    let is_duration = ["isDuration", "durationEvent"].iter().any(|key| value.text_of(key).as_deref() == Some("true"));
    let bounds = ["start", "latestStart", "earliestEnd", "end"].map(|key| value.text_of(key));
    let dates = dates(bounds, is_duration, times);
    collector.date(&mut event, dates, value);
    collector.push(event, value);
}

/// An event with an end that is no duration happened some time between the two.
pub(super) fn dates(bounds: [Option<String>; 4], is_duration: bool, times: bool) -> Dates {
    let [start, latest_start, earliest_end, end] = bounds.map(|text| text.map(|text| read_date(&text, times)));
    let inner = latest_start.is_some() || earliest_end.is_some();
    match (start, end) {
        (Some(start), None) if !inner => Dates { date: Some(Moment::Text(start)), ..Dates::default() },
        (Some(start), Some(end)) if !inner && !is_duration => {
            let date = if start == end { start } else { format!("[{start}..{end}]") };
            Dates { date: Some(Moment::Text(date)), ..Dates::default() }
        }
        (start, end) => {
            let side = |one: Option<String>, other: Option<String>| match (one, other) {
                (Some(one), Some(other)) if one != other => Some(Moment::Text(format!("[{one}..{other}]"))),
                (one, other) => one.or(other).map(Moment::Text),
            };
            Dates { date: None, start: side(start, latest_start), end: side(earliest_end, end) }
        }
    }
}

/// A date as EDTF; a set has no times of day, so those that all events have at midnight are left off before.
fn read_date(text: &str, times: bool) -> String {
    let formats = [DateFormat::Edtf, DateFormat::MonthName, DateFormat::YearFirst, DateFormat::MonthFirst];
    let read = formats.iter().find_map(|format| edtf(text, *format, times));
    read.or_else(|| year(text)).unwrap_or_else(|| text.to_owned())
}

/// `-500`, `500 BC`, `65`: a year alone.
fn year(text: &str) -> Option<String> {
    let text = text.trim();
    let before = ["BCE", "BC", "bce", "bc", "B.C."].iter().find_map(|suffix| text.strip_suffix(suffix));
    let after = ["CE", "AD", "ce", "ad"].iter().find_map(|suffix| text.strip_suffix(suffix));
    let number: f64 = before.or(after).unwrap_or(text).trim().parse().ok()?;
    // 1 BCE is the astronomical year 0.
    let number = if before.is_some() { 1.0 - number } else { number };
    if number.fract() == 0.0 { super::slides::year_text(number) } else { None }
}
