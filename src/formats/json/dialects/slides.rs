//! TimelineJS3's JSON: slides with a headline, a text, dates given component by component, and one medium.

use super::super::super::date::Moment;
use super::super::super::tabular::{DateFormat, Medium, Times, add_words, edtf, medium, one_line, without_markup};
use super::super::super::write::MARK;
use super::super::super::write::timelinejs3::{UNDATED, shown};
use super::super::overlay;
use super::{Collector, Dates, Value};
use crate::diagnostic::Severity;
use crate::event::{Event, FieldDeclaration, FieldType, FieldValue, Media};
use crate::number;
use std::borrow::Cow;

/// Members of a slide that are read, and those that say how it is drawn.
const KNOWN: [&str; 10] =
    ["unique_id", "text", "start_date", "end_date", "display_date", "media", "group", "background", "autolink", "type"];

/// Reads slides; the title slide names the set, and an era is an event of the kind `era`.
pub(super) fn read(value: &Value<'_>, collector: &mut Collector<'_, '_>) {
    let value = value.get("timeline").unwrap_or(value);
    if let Some(dates) = value.get("date") {
        return read_older(value, dates.each(), collector);
    }
    collector.is_own = value.get(MARK).is_some();
    if let Some(title) = value.get("title") {
        let words = |key: &str| title.get("text").and_then(|text| text.text_of(key));
        collector.set.title = words("headline").map(|text| collector.title(without_markup(&text)));
        collector.set.description = words("text").map(|text| without_markup(&text));
    }
    let eras = value.get("eras").map_or(&[][..], Value::list);
    if !eras.is_empty() {
        let label = Some("Kind".to_owned());
        let field = FieldDeclaration { key: "kind".to_owned(), label, field_type: FieldType::Category };
        collector.set.fields.push(field);
    }
    let events = value.get("events").or_else(|| value.get("slides")).map_or_else(|| value.list(), Value::list);
    for slide in events {
        read_slide(slide, None, collector);
    }
    for era in eras {
        read_slide(era, Some("era"), collector);
    }
    if let Some(head) = value.get(MARK) {
        overlay::head(&mut collector.set, head, collector.whole);
        read_undated(value.get(UNDATED).map_or(&[][..], Value::list), collector);
    }
}

/// Reads the events that we have written without a date, and puts them where they stood.
fn read_undated(entries: &[Value<'_>], collector: &mut Collector<'_, '_>) {
    let from = collector.set.events.len();
    let mut numbers = Vec::new();
    for entry in entries {
        if !collector.begin(entry.range()) {
            continue;
        }
        let Some(record) = entry.get("event") else {
            collector.report(Severity::Record, "wrong-type", entry.range(), || "expected an event".to_owned());
            continue;
        };
        let mut event = Event::default();
        collector.overlay(&mut event, record);
        collector.add(event, entry.range());
        numbers.push(entry.get("at").and_then(Value::number).map_or(usize::MAX, |number| number as usize));
    }
    collector.merge(from, &numbers);
}

/// The first versions of TimelineJS: headlines, and dates as `2011,3,23`.
fn read_older(value: &Value<'_>, dates: &[Value<'_>], collector: &mut Collector<'_, '_>) {
    collector.set.title = value.text_of("headline").map(|text| one_line(&text));
    collector.set.description = value.text_of("text").map(|text| without_markup(&text));
    let eras = value.get("era").or_else(|| value.get("eras")).map_or(&[][..], Value::each);
    let records = dates.iter().map(|record| (record, false)).chain(eras.iter().map(|record| (record, true)));
    for (record, is_era) in records {
        if !collector.begin(record.range()) {
            continue;
        }
        if !record.is_object() {
            let message = || format!("expected a slide, found {}", record.kind());
            collector.report(Severity::Record, "wrong-type", record.range(), message);
            continue;
        }
        let mut event = Event {
            title: record.text_of("headline").map(|text| one_line(&text)).unwrap_or_default(),
            description: record.text_of("text").map(|text| without_markup(&text)),
            ..Event::default()
        };
        add_medium(&mut event, record.get("asset"), "media", false);
        if is_era {
            collector.set_field(&mut event, "kind", "era");
        }
        collector.add_rest(&mut event, record, &["headline", "text", "asset", "startDate", "endDate", "thumbnail"]);
        let side = |key: &str| record.text_of(key).map(|text| Moment::Text(older_date(&text).unwrap_or(text)));
        let dates = match (side("startDate"), side("endDate")) {
            (start, None) => Dates { date: start, ..Dates::default() },
            (start, end) if start == end => Dates { date: start, ..Dates::default() },
            (start, end) => Dates { start, end, ..Dates::default() },
        };
        collector.date(&mut event, dates, record.range());
        collector.push(event, record.range());
    }
}

/// `2011,3,23,14,30` as precise as it is; other forms as JavaScript reads them.
fn older_date(text: &str) -> Option<String> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|part| number::parse(part.trim())).collect();
    let Some(numbers) = numbers else {
        let formats = [DateFormat::Edtf, DateFormat::MonthDayYear, DateFormat::YearMonthDay, DateFormat::MonthName];
        return formats.iter().find_map(|format| edtf(text, *format, Times::All));
    };
    let mut parts = numbers.into_iter();
    components(parts.next()?, |_| parts.next())
}

fn read_slide(slide: &Value<'_>, kind: Option<&str>, collector: &mut Collector<'_, '_>) {
    if !collector.begin(slide.range()) {
        return;
    }
    if !slide.is_object() {
        return collector.report(Severity::Record, "wrong-type", slide.range(), || {
            format!("expected a slide, found {}", slide.kind())
        });
    }
    let words = |key: &str| slide.get("text").and_then(|text| text.text_of(key)).map(|text| without_markup(&text));
    let mut event = Event {
        id: slide.text_of("unique_id").unwrap_or_default(),
        title: words("headline").map(|title| collector.title(title)).unwrap_or_default(),
        description: words("text"),
        date_text: display_date(slide),
        ..Event::default()
    };
    add_medium(&mut event, slide.get("media"), "url", collector.is_own);
    let group = slide.text_of("group").map(|group| ("group", without_markup(&group)));
    for (key, text) in [group, kind.map(|kind| ("kind", kind.to_owned()))].into_iter().flatten() {
        event.fields.insert(key.to_owned(), FieldValue::Texts(vec![text]));
    }
    let mut side = |key: &str| {
        let value = slide.get(key)?;
        let text = date(value);
        if text.is_none() {
            collector.report(Severity::Value, "bad-date", value.range(), || {
                "not a date; expected at least a `year`".to_owned()
            });
        }
        text.map(Moment::Text)
    };
    let dates = match (side("start_date"), side("end_date")) {
        (start, None) => Dates { date: start, ..Dates::default() },
        (start, end) => Dates { start, end, ..Dates::default() },
    };
    collector.date(&mut event, dates, slide.range());
    match slide.get(MARK) {
        Some(record) => {
            collector.overlay_dated(&mut event, record, slide.range(), shown);
            collector.add(event, slide.range());
        }
        None => {
            collector.add_rest(&mut event, slide, &KNOWN);
            collector.push(event, slide.range());
        }
    }
}

/// The words to show instead of the dates.
fn display_date(slide: &Value<'_>) -> Option<String> {
    let of = |side: &str| slide.get(side).and_then(|date| date.text_of("display_date"));
    let text = slide.text_of("display_date").or_else(|| match (of("start_date"), of("end_date")) {
        (Some(start), Some(end)) => Some(format!("{start} – {end}")),
        (start, end) => start.or(end),
    });
    text.map(|text| without_markup(&text))
}

/// Adds a medium; a quotation in its place is a part of the text, but in a document that we have written.
fn add_medium(event: &mut Event, media: Option<&Value<'_>>, address: &str, is_own: bool) {
    let Some(media) = media else { return };
    let Some(text) = media.text_of(address).or_else(|| media.text().map(Cow::into_owned)) else { return };
    let words = |key: &str| media.text_of(key).map(|text| without_markup(&text));
    match if is_own { Medium::Address(text) } else { medium(&text) } {
        Medium::Address(url) => event.media.push(Media {
            url,
            caption: words("caption"),
            credit: words("credit"),
            alt: words("alt").or_else(|| words("title")),
        }),
        Medium::Words(words) => add_words(event, &words),
    }
}

/// A date given component by component, as precise as the components that are given.
fn date(value: &Value<'_>) -> Option<String> {
    let component = |key: &str| value.get(key).and_then(Value::number);
    components(component("year")?, component)
}

/// The date of a year and those of its components that are given, from the month to the second.
fn components(year: f64, mut component: impl FnMut(&str) -> Option<f64>) -> Option<String> {
    let mut text = year_text(Some(year).filter(|year| year.fract() == 0.0)?)?;
    // A year that needs more than four digits stands alone.
    if text.starts_with('Y') {
        return Some(text);
    }
    for (key, before) in [("month", '-'), ("day", '-')] {
        let Some(number) = component(key) else { return Some(text) };
        two_digits(&mut text, before, number);
    }
    for (key, before) in [("hour", 'T'), ("minute", ':'), ("second", ':')] {
        let Some(number) = component(key) else { return Some(text) };
        two_digits(&mut text, before, number);
    }
    Some(text)
}

pub(in super::super::super) fn year_text(year: f64) -> Option<String> {
    if 1e15 < year.abs() {
        return None;
    }
    let sign = if year < 0.0 { "-" } else { "" };
    let digits = format!("{:04}", year.abs() as u64);
    Some(if 4 < digits.len() { format!("Y{sign}{digits}") } else { format!("{sign}{digits}") })
}

fn two_digits(text: &mut String, before: char, number: f64) {
    text.push(before);
    text.push_str(&format!("{:02}", number as i64));
}
