//! GeoJSON (RFC 7946): a feature is a record of its properties, a point its place.

use super::super::super::tabular;
use super::super::super::whole::Whole;
use super::super::super::write::MARK;
use super::super::overlay;
use super::records::GridBuilder;
use super::{Collector, Data, Value, exact_text};
use crate::diagnostic::Severity;
use crate::event::{Event, EventSet};
use std::borrow::Cow;

/// Reads a feature or a collection of them.
pub(super) fn read(value: Value<'_>, whole: &mut Whole<'_>) -> (EventSet, u32) {
    if let Some(head) = value.get(MARK) {
        return read_own(&value, head, whole);
    }
    let mut grid = GridBuilder::default();
    for feature in value.get("features").unwrap_or(&value).each() {
        grid.begin(feature.from);
        if let Some(id) = feature.get("id").and_then(Value::text) {
            grid.set(Cow::Borrowed("id"), feature.from, id);
        }
        if let Some(properties) = feature.get("properties") {
            grid.add("", properties, 0);
        }
        if let Some(when) = feature.get("when") {
            grid.add("", when, 0);
        }
        if let Some((lon, lat)) = feature.get("geometry").and_then(point) {
            grid.set(Cow::Borrowed("longitude"), feature.from, lon);
            grid.set(Cow::Borrowed("latitude"), feature.from, lat);
        }
    }
    let name = value.text_of("name");
    drop(value);
    let (mut set, records) = tabular::read_grid(&grid.build(), whole);
    set.title = name.or(set.title);
    (set, records)
}

/// Reads what we have written: the properties of a feature are the members of its event.
fn read_own(value: &Value<'_>, head: &Value<'_>, whole: &mut Whole<'_>) -> (EventSet, u32) {
    let mut collector = Collector::new(whole);
    overlay::head(&mut collector.set, head, collector.whole);
    for feature in value.get("features").map_or(&[][..], Value::list) {
        let at = feature.range();
        if !collector.begin(at.clone()) {
            continue;
        }
        let Some(properties) = feature.get("properties") else {
            collector.report(Severity::Record, "wrong-type", at, || "expected a feature with properties".to_owned());
            continue;
        };
        let mut event = Event { id: feature.get("id").map(exact_text).unwrap_or_default(), ..Event::default() };
        collector.overlay(&mut event, properties);
        collector.add(event, at);
    }
    (collector.set, collector.records)
}

/// Longitude and latitude of a point. Lines and areas have no one place, and get none.
fn point<'a>(geometry: &Value<'a>) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
    let is_point = geometry.get("type").and_then(Value::text).as_deref() == Some("Point");
    let coordinates = geometry.get("coordinates").filter(|_| is_point)?;
    match &coordinates.data {
        Data::List(values) => Some((values.first()?.text()?, values.get(1)?.text()?)),
        _ => None,
    }
}
