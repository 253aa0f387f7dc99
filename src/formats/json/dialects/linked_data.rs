//! JSON-LD with schema.org's `Event` and its kinds, wherever they stand in the document.

use super::super::super::tabular::{one_line, without_markup};
use super::super::super::write::MARK;
use super::super::super::write::json_ld::shown;
use super::super::overlay;
use super::vis::moment;
use super::{Collector, Data, Dates, Value, exact_text};
use crate::diagnostic::Severity;
use crate::event::{Event, FieldValue, Link, Media, Place};

/// The type of any event.
pub(in super::super::super) const EVENT: &str = "Event";

/// Kinds of events whose name does not end with `Event`.
const KINDS: [&str; 4] = ["Festival", "Hackathon", "CourseInstance", "EventSeries"];

/// Members with a text that are read, or mean nothing here.
const KNOWN: [&str; 19] = [
    "superEvent",
    "@id",
    "@type",
    "@context",
    "identifier",
    "name",
    "headline",
    "description",
    "location",
    "url",
    "sameAs",
    "image",
    "startDate",
    "endDate",
    "organizer",
    "performer",
    "about",
    "keywords",
    "eventStatus",
];

/// Reads every event of the document, in its order; one inside another is a part of it.
pub(super) fn read(value: &Value<'_>, collector: &mut Collector<'_, '_>) {
    collector.is_own = value.get(MARK).is_some() && !is_event(value);
    if let Some(name) = value.text_of("name").filter(|_| !is_event(value)) {
        collector.set.title = Some(without_markup(&name)).map(|title| collector.title(title));
    }
    if let Some(head) = value.get(MARK).filter(|_| !is_event(value)) {
        overlay::head(&mut collector.set, head, collector.whole);
    }
    walk(value, Around::default(), collector);
}

/// What a value stands in.
#[derive(Clone, Copy, Default)]
struct Around<'a> {
    /// The id of the event.
    event: Option<&'a str>,
    /// The name of the thing, be it an event or not.
    name: Option<&'a str>,
}

fn walk(value: &Value<'_>, around: Around<'_>, collector: &mut Collector<'_, '_>) {
    match &value.data {
        Data::List(values) => values.iter().for_each(|value| walk(value, around, collector)),
        Data::Object(members) => {
            let id = if is_event(value) { read_event(value, around, collector) } else { None };
            let name = value.text_of("name").map(|name| one_line(&name));
            for (key, member) in members {
                if key.decode() == MARK {
                    continue;
                }
                // What an event is a part of is no part of it.
                let is_whole = key.decode() == "superEvent";
                let event = if is_whole { None } else { id.as_deref().or(around.event) };
                walk(member, Around { event, name: name.as_deref().or(around.name) }, collector);
            }
        }
        _ => {}
    }
}

fn is_event(value: &Value<'_>) -> bool {
    let kinds = value.get("@type").map_or(&[][..], Value::each);
    kinds.iter().filter_map(Value::text).any(|kind| is_event_type(&kind))
}

/// Whether a type is that of an event, by its name.
pub(in super::super::super) fn is_event_type(kind: &str) -> bool {
    let kind = kind.rsplit(['/', ':', '#']).next().unwrap_or("");
    kind.ends_with(EVENT) || KINDS.contains(&kind)
}

/// Reads one event and returns its id.
fn read_event(value: &Value<'_>, around: Around<'_>, collector: &mut Collector<'_, '_>) -> Option<String> {
    if !collector.begin(value.range()) {
        return None;
    }
    let plain = |key: &str| value.get(key).and_then(name_of).map(|text| without_markup(&text));
    let mut event = Event {
        id: value.text_of("@id").or_else(|| value.text_of("identifier")).unwrap_or_default(),
        title: plain("name").or_else(|| plain("headline")).map(|title| collector.title(title)).unwrap_or_default(),
        description: plain("description"),
        part_of: around.event.map(str::to_owned).or_else(|| super_event(value)),
        places: each(value, "location").filter_map(place).collect(),
        links: each(value, "url").chain(each(value, "sameAs")).filter_map(link).collect(),
        media: each(value, "image").filter_map(medium).collect(),
        ..Event::default()
    };
    // An event without a name is one of what it stands in: a concert of a band, a part of games.
    if event.title.is_empty()
        && let Some(name) = around.name
    {
        let place = event.places.first().map(|place| format!(", {}", place.name));
        event.title = format!("{name}{}", place.unwrap_or_default());
    }
    let kinds: Vec<String> =
        each(value, "@type").filter_map(|kind| kind.text().map(|kind| kind.into_owned())).collect();
    // We write this type where there is none.
    if !(collector.is_own && kinds == [EVENT]) {
        add_field(&mut event, "type", kinds);
    }
    for (key, field) in
        [("organizer", "organizer"), ("performer", "performer"), ("about", "about"), ("keywords", "keyword")]
    {
        add_field(&mut event, field, each(value, key).filter_map(name_of).collect());
    }
    let state = value.text_of("eventStatus").map(|state| state.rsplit('/').next().unwrap_or("").to_owned());
    add_field(&mut event, "state", state.into_iter().collect());
    event.fields.extend(each(value, "additionalProperty").filter_map(property));
    let (mut start, mut end) = (moment(value.get("startDate")), moment(value.get("endDate")));
    if let Some(schedule) = value.get("eventSchedule").filter(|_| start.is_none() && end.is_none()) {
        let first = schedule.each().first();
        let of = |key: &str| moment(first.and_then(|schedule| schedule.get(key)));
        (start, end) = (of("startDate"), of("endDate"));
        collector.report(Severity::Warning, "recurrence", schedule.range(), || {
            "the event recurs; only from when to when is kept".to_owned()
        });
    }
    let dates = match end {
        None => Dates { date: start, ..Dates::default() },
        end => Dates { start, end, ..Dates::default() },
    };
    collector.date(&mut event, dates, value.range());
    match value.get(MARK) {
        Some(record) => {
            collector.overlay_dated(&mut event, record, value.range(), shown);
            collector.add(event, value.range());
        }
        None => {
            for (key, text) in value.texts_beside(&KNOWN) {
                collector.set_field(&mut event, &key, &text);
            }
            collector.push(event, value.range());
        }
    }
    collector.set.events.last().map(|event| event.id.clone())
}

fn each<'v, 'a>(value: &'v Value<'a>, key: &str) -> impl Iterator<Item = &'v Value<'a>> {
    value.get(key).map_or(&[][..], Value::each).iter()
}

/// The id of what an event says itself to be a part of.
fn super_event(value: &Value<'_>) -> Option<String> {
    let whole = value.get("superEvent")?;
    let named = || whole.text_of("@id").or_else(|| whole.text_of("identifier"));
    named().or_else(|| whole.text().map(|id| id.into_owned()))
}

/// A property that schema.org has no name for: a number, a text or several.
fn property(value: &Value<'_>) -> Option<(String, FieldValue)> {
    let name = value.get("name")?;
    let value = value.get("value")?;
    let texts =
        || value.each().iter().filter(|value| value.text().is_some() || is_text(value)).map(exact_text).collect();
    let field = match &value.data {
        Data::Number(number) => FieldValue::Number(crate::number::parse(number).filter(|number| number.is_finite())?),
        _ => Some(texts()).filter(|texts: &Vec<String>| !texts.is_empty()).map(FieldValue::Texts)?,
    };
    Some((exact_text(name), field))
}

fn is_text(value: &Value<'_>) -> bool {
    matches!(value.data, Data::Text(_))
}

/// A text, or the name of the thing that stands in its place; of several languages the first.
fn name_of(value: &Value<'_>) -> Option<String> {
    let value = value.each().first()?;
    let named = || ["name", "@value", "@id"].iter().find_map(|key| value.get(key).and_then(name_of));
    value.text().map(|text| text.into_owned()).or_else(named)
}

fn add_field(event: &mut Event, key: &str, values: Vec<String>) {
    if !values.is_empty() {
        event.fields.insert(key.to_owned(), FieldValue::Texts(values));
    }
}

fn link(value: &Value<'_>) -> Option<Link> {
    let url = value.text().map(|text| text.into_owned()).or_else(|| value.text_of("@id"))?;
    Some(Link { url, label: None })
}

fn medium(value: &Value<'_>) -> Option<Media> {
    let of = |key: &str| value.text_of(key);
    let url = value.text().map(|text| text.into_owned()).or_else(|| of("url")).or_else(|| of("contentUrl"))?;
    Some(Media { url, caption: of("caption"), credit: of("creditText"), alt: None })
}

/// A place by name or address, with coordinates where it has them.
fn place(value: &Value<'_>) -> Option<Place> {
    let address = |key: &str| value.get("address").and_then(|address| address.text_of(key));
    let parts = ["streetAddress", "addressLocality", "addressRegion", "addressCountry"];
    let written = || {
        let parts: Vec<String> =
            parts.iter().filter_map(|part| address(part).or_else(|| value.text_of(part))).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    };
    let plain = || value.get("address").and_then(Value::text).map(|text| text.into_owned());
    let name = name_of(value).or_else(written).or_else(plain)?;
    let degrees = |key: &str| value.get("geo").and_then(|geo| geo.get(key)).or_else(|| value.get(key))?.number();
    let (lat, lon) = (degrees("latitude"), degrees("longitude"));
    let fits = lat.is_some_and(|lat| lat.abs() <= 90.0) && lon.is_some_and(|lon| lon.abs() <= 180.0);
    let (lat, lon) = if fits { (lat, lon) } else { (None, None) };
    Some(Place { name: without_markup(&name), lat, lon })
}
