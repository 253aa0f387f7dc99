//! GeoJSON (RFC 7946): a feature an event, its geometry where the event was, its properties the event's own members.
//!
//! One place is a Point, several a MultiPoint, none a geometry that is `null`. The member `event-timeline` of the
//! collection says what the set says of itself.

use super::object::Object;
use super::record::{Held, MARK, write_head, write_record};
use super::{EVENTS, Estimate, Found, View};
use crate::event::Place;

pub(super) fn write(view: &View<'_>, found: &mut Found) -> String {
    let mut out = Object::new(String::new());
    out.string("type", "FeatureCollection");
    out.text("name", view.head.title);
    out.object(MARK, |out| write_head(&view.head, out));
    let held = Held { id: true, ..Held::default() };
    let mut estimate = Estimate::new(view.len);
    let mut nowhere = 0;
    out.lines("features", view.len, |index, out| {
        estimate.reserve(index, out.len(), |bytes| out.reserve(bytes));
        let Some(event) = view.event(index) else { return };
        out.string("type", "Feature");
        out.string("id", &event.id);
        nowhere += usize::from(!write_geometry(&event.places, out));
        let mut exact = true;
        out.object("properties", |out| exact = write_record(&event, &held, out));
        found.bounds(&event, exact);
    });
    found.add(
        "places-unknown",
        nowhere,
        true,
        EVENTS,
        "without coordinates it is a feature without geometry, on no map",
    );
    let mut text = out.end();
    text.push('\n');
    text
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
