//! SIMILE Timeline's events, with `latestStart` and `earliestEnd` as the inner two of the four bounds.

use super::super::super::date::Moment;
use super::super::super::problems::Path;
use super::super::super::tabular::{DateColumn, DateFormat, Times, edtf, on_one_line, without_markup};
use super::super::super::whole::Whole;
use super::{Collector, Dates, Value};
use crate::diagnostic::Severity;
use crate::event::{Event, EventSet, FieldValue, Link, Media};
use crate::number;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event as Xml};
use std::ops::Range;

/// One event as its members are written, whatever the notation.
struct Written<'w> {
    at: Range<usize>,
    /// The text of a member.
    get: &'w dyn Fn(&str) -> Option<String>,
    /// The members that mean nothing here.
    rest: Vec<(String, String)>,
}

/// Members that are read, and those that say how an event is drawn.
const KNOWN: [&str; 20] = [
    "id",
    "eventID",
    "title",
    "caption",
    "description",
    "link",
    "image",
    "classname",
    "isDuration",
    "durationEvent",
    "start",
    "latestStart",
    "earliestEnd",
    "end",
    "icon",
    "color",
    "textColor",
    "tapeImage",
    "tapeRepeat",
    "trackNum",
];

const DATES: [&str; 4] = ["start", "latestStart", "earliestEnd", "end"];

/// Reads `events`; dates are read by one format worked out from all of them.
pub(super) fn read(value: &Value<'_>, collector: &mut Collector<'_, '_>) {
    let events = value.get("events").map_or_else(|| value.list(), Value::list);
    let mut column = DateColumn::default();
    for text in DATES.iter().flat_map(|key| events.iter().filter_map(|event| event.get(key)?.text())) {
        column.add(&text);
    }
    collector.set.source = value.text_of("wiki-url").or_else(|| value.text_of("wikiURL"));
    for event in events {
        let get = |key: &str| event.text_of(key);
        let written = Written { at: event.range(), get: &get, rest: event.texts_beside(&KNOWN) };
        if !collector.begin(event.range()) {
            continue;
        }
        if event.is_object() {
            read_event(&written, column.times(), collector);
        } else {
            let message = || format!("expected an event, found {}", event.kind());
            collector.report(Severity::Record, "wrong-type", event.range(), message);
        }
    }
}

/// Whether a text is an XML document of such events: `<data>` with `<event start=…>` in it.
pub(in super::super::super) fn is_xml(text: &str) -> bool {
    text.trim_start().starts_with('<') && text.contains("<data") && text.contains("<event")
}

/// Reads an XML document; the second is the count of records.
pub(in super::super::super) fn read_xml(whole: &mut Whole<'_>) -> (EventSet, u32) {
    let (events, error) = xml_events(whole.text());
    if let Some((at, message)) = error {
        whole.report(Severity::File, "bad-xml", at..at, &Path::ROOT, || message);
    }
    let mut column = DateColumn::default();
    for text in DATES.iter().flat_map(|key| events.iter().filter_map(|event| event.attribute(key))) {
        column.add(text);
    }
    let mut collector = Collector::new(whole);
    for event in &events {
        if collector.begin(event.at.clone()) {
            let get = |key: &str| match key {
                // Line breaks of a document that is indented.
                "description" => Some(event.text.split_whitespace().collect::<Vec<_>>().join(" ")),
                key => event.attribute(key).map(str::to_owned),
            };
            let rest = event.attributes.iter().filter(|(name, _)| !KNOWN.contains(&name.as_str())).cloned().collect();
            read_event(&Written { at: event.at.clone(), get: &get, rest }, column.times(), &mut collector);
        }
    }
    (collector.set, collector.records)
}

/// An `<event>` element.
struct Element {
    at: Range<usize>,
    attributes: Vec<(String, String)>,
    text: String,
}

impl Element {
    fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }
}

/// The events of a document up to its end or the first fault, and that fault.
fn xml_events(text: &str) -> (Vec<Element>, Option<(usize, String)>) {
    let mut reader = Reader::from_str(text);
    let mut events: Vec<Element> = Vec::new();
    let mut open = false;
    loop {
        let from = reader.buffer_position() as usize;
        match reader.read_event() {
            Ok(Xml::Start(tag)) if tag.name().as_ref() == "event" => {
                events.push(element(&tag, from..reader.buffer_position() as usize));
                open = true;
            }
            Ok(Xml::Empty(tag)) if tag.name().as_ref() == "event" => {
                events.push(element(&tag, from..reader.buffer_position() as usize));
            }
            Ok(Xml::End(tag)) if tag.name().as_ref() == "event" => open = false,
            Ok(Xml::Text(piece)) if open => append(&mut events, &piece),
            Ok(Xml::CData(piece)) if open => append(&mut events, &piece),
            Ok(Xml::GeneralRef(entity)) if open => append(&mut events, &format!("&{};", &*entity)),
            Ok(Xml::Eof) if open => return (events, Some((text.len(), "the file ends within an event".to_owned()))),
            Ok(Xml::Eof) => return (events, None),
            Ok(_) => {}
            Err(error) => return (events, Some((reader.error_position() as usize, error.to_string()))),
        }
    }
}

fn append(events: &mut [Element], piece: &str) {
    if let Some(event) = events.last_mut() {
        event.text.push_str(piece);
    }
}

fn element(tag: &BytesStart<'_>, at: Range<usize>) -> Element {
    let mut attributes = Vec::new();
    for attribute in tag.attributes().with_checks(false).flatten() {
        let name: &str = attribute.key.as_ref();
        attributes.push((name.to_owned(), without_entities(&attribute.value)));
    }
    Element { at, attributes, text: String::new() }
}

/// An attribute's text with its entities read.
fn without_entities(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), |text| text.into_owned())
}

fn read_event(written: &Written<'_>, times: Times, collector: &mut Collector<'_, '_>) {
    let text_of = |key: &str| (written.get)(key).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    // Text is markup that was escaped to be carried: read once to have the markup, once more to be rid of it.
    let plain = |key: &str| text_of(key).map(|text| without_markup(&without_markup_entities(&text)));
    let mut event = Event {
        id: text_of("id").or_else(|| text_of("eventID")).unwrap_or_default(),
        title: plain("title").or_else(|| plain("caption")).map(on_one_line).unwrap_or_default(),
        description: plain("description"),
        links: text_of("link").map(|url| Link { url, label: None }).into_iter().collect(),
        media: text_of("image").map(|url| Media { url, ..Media::default() }).into_iter().collect(),
        ..Event::default()
    };
    if let Some(name) = text_of("classname") {
        event.fields.insert("classname".to_owned(), FieldValue::Texts(vec![name]));
    }
    for (key, text) in &written.rest {
        collector.set_field(&mut event, key, text);
    }
    let is_duration = ["isDuration", "durationEvent"].iter().any(|key| text_of(key).as_deref() == Some("true"));
    let bounds = DATES.map(text_of);
    let dates = dates(bounds, is_duration, times);
    collector.date(&mut event, dates, written.at.clone());
    collector.push(event, written.at.clone());
}

/// `&lt;i&gt;` as the tag that it carries.
fn without_markup_entities(text: &str) -> String {
    if text.contains("&lt;") { text.replace("&lt;", "<").replace("&gt;", ">") } else { text.to_owned() }
}

/// An event with an end that is no duration happened some time between the two.
pub(super) fn dates(bounds: [Option<String>; 4], is_duration: bool, times: Times) -> Dates {
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
fn read_date(text: &str, times: Times) -> String {
    let formats = [DateFormat::Edtf, DateFormat::MonthName, DateFormat::YearMonthDay, DateFormat::MonthDayYear];
    let read = formats.iter().find_map(|format| edtf(text, *format, times));
    read.or_else(|| year(text)).unwrap_or_else(|| text.to_owned())
}

/// `-500`, `500 BC`, `65`: a year alone.
fn year(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(doubtful) = text.strip_suffix('?') {
        return year(doubtful).filter(|year| !year.ends_with('?')).map(|year| format!("{year}?"));
    }
    let before = ["BCE", "BC", "bce", "bc", "B.C."].iter().find_map(|suffix| text.strip_suffix(suffix));
    let after = ["CE", "AD", "ce", "ad"].iter().find_map(|suffix| text.strip_suffix(suffix));
    let number = number::parse(before.or(after).unwrap_or(text).trim())?;
    // 1 BCE is the astronomical year 0.
    let number = if before.is_some() { 1.0 - number } else { number };
    if number.fract() == 0.0 { super::slides::year_text(number) } else { None }
}
