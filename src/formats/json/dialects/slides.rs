//! TimelineJS3's JSON: slides with a headline, a text, dates given component by component, and one medium.

use super::super::super::date::Moment;
use super::super::super::tabular::without_markup;
use super::super::super::write::MARK;
use super::super::super::write::timelinejs3::{UNDATED, shown};
use super::super::overlay;
use super::{Collector, Dates, Value};
use crate::diagnostic::Severity;
use crate::event::{Event, FieldDeclaration, FieldType, FieldValue, Media};

/// Reads slides; the title slide names the set, and an era is an event of the kind `era`.
pub(super) fn read(value: &Value<'_>, collector: &mut Collector<'_, '_>) {
    if let Some(title) = value.get("title") {
        let words = |key: &str| title.get("text").and_then(|text| text.text_of(key));
        collector.set.title = words("headline").map(|text| without_markup(&text));
        collector.set.description = words("text").map(|text| without_markup(&text));
    }
    let eras = value.get("eras").map_or(&[][..], Value::list);
    if !eras.is_empty() {
        let label = Some("Kind".to_owned());
        let field = FieldDeclaration { key: "kind".to_owned(), label, field_type: FieldType::Category };
        collector.set.fields.push(field);
    }
    let events = value.get("events").map_or_else(|| value.list(), Value::list);
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
        title: words("headline").unwrap_or_default(),
        description: words("text"),
        date_text: display_date(slide),
        media: slide.get("media").and_then(medium).into_iter().collect(),
        ..Event::default()
    };
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
        None => collector.push(event, slide.range()),
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

fn medium(media: &Value<'_>) -> Option<Media> {
    let words = |key: &str| media.text_of(key).map(|text| without_markup(&text));
    let url = media.text_of("url")?;
    Some(Media {
        url,
        caption: words("caption"),
        credit: words("credit"),
        alt: words("alt").or_else(|| words("title")),
    })
}

/// A date given component by component, as precise as the components that are given.
fn date(value: &Value<'_>) -> Option<String> {
    let component = |key: &str| value.get(key).and_then(Value::number);
    let year = component("year").filter(|year| year.fract() == 0.0)?;
    let mut text = year_text(year)?;
    // A year that needs more than four digits stands alone.
    if text.starts_with('Y') {
        return Some(text);
    }
    for (key, before) in [("month", '-'), ("day", '-')] {
        let Some(number) = component(key) else { return Some(text) };
        two_digits(&mut text, before, number);
    }
    let Some(hour) = component("hour") else { return Some(text) };
    two_digits(&mut text, 'T', hour);
    two_digits(&mut text, ':', component("minute").unwrap_or(0.0));
    two_digits(&mut text, ':', component("second").unwrap_or(0.0));
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
