//! GeoJSON (RFC 7946): a feature an event, its geometry where the event was, its properties the event's own members.
//!
//! One place is a Point, several a MultiPoint, none a geometry that is `null`. The member `event-timeline` of the
//! collection says what the set says of itself.

use super::object::{Object, push_line};
use super::record::{Held, MARK, write_head, write_record};
use super::writer::Form;
use super::{EVENTS, Found, View};
use crate::event::{Event, Place};

pub(super) struct Geojson;

impl Form for Geojson {
    fn before(&mut self, _: usize, view: &View<'_>, out: &mut String) {
        let mut object = Object::new(String::new());
        object.string("type", "FeatureCollection");
        object.text("name", view.head.title);
        object.object(MARK, |out| write_head(&view.head, out));
        *out = object.open_list("features");
    }

    fn event(&mut self, _: usize, index: u32, event: &Event, out: &mut String, found: &mut Found) {
        push_line(out, index == 0, |out| {
            out.string("type", "Feature");
            out.string("id", &event.id);
            if !write_geometry(&event.places, out) {
                let message = "without coordinates it is a feature without geometry, on no map";
                found.add("places-unknown", 1, true, EVENTS, message);
            }
            let held = Held { id: true, ..Held::default() };
            let mut exact = true;
            out.object("properties", |out| exact = write_record(event, &held, out));
            found.bounds(event, exact);
        });
    }

    fn after(&mut self, _: usize, _: &View<'_>, out: &mut String, _: &mut Found) {
        out.push_str("\n]}\n");
    }
}

/// Writes where it was; says whether anybody knows.
fn write_geometry(places: &[Place], out: &mut Object) -> bool {
    let points: Vec<[f64; 2]> = places.iter().filter_map(|place| Some([place.lon?, place.lat?])).collect();
    match points.as_slice() {
        [] => out.key("geometry").push_str("null"),
        [point] => out.object("geometry", |out| {
            out.string("type", "Point");
            out.numbers("coordinates", point);
        }),
        points => out.object("geometry", |out| {
            out.string("type", "MultiPoint");
            out.lists("coordinates", points);
        }),
    }
    !points.is_empty()
}
