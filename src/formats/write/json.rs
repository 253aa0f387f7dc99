//! Our own JSON: holds everything. One event a line.

use super::object::{Object, push_line};
use super::record::{Held, write_head, write_record};
use super::writer::Form;
use super::{Found, View};
use crate::event::Event;
use crate::formats::file::{DETECTION_BYTES, foreign};
use crate::formats::json::dialects::SCHEMA;

pub(super) struct Json;

impl Form for Json {
    fn before(&mut self, _: usize, view: &View<'_>, out: &mut String) {
        let is_foreign = foreign(&beginning(view)).is_some();
        *out = document(view, is_foreign);
    }

    fn event(&mut self, _: usize, index: u32, event: &Event, out: &mut String, found: &mut Found) {
        push_line(out, index == 0, |out| {
            let exact = write_record(event, &Held::default(), out);
            found.bounds(event, exact);
        });
    }

    fn after(&mut self, _: usize, _: &View<'_>, out: &mut String, _: &mut Found) {
        out.push_str("\n]}\n");
    }
}

/// What stands before the events. Fields of the first event can have names by which another program's documents are
/// known: such a document says what it is.
fn document(view: &View<'_>, is_foreign: bool) -> String {
    let mut out = Object::new(String::new());
    if is_foreign {
        out.string("$schema", SCHEMA);
    }
    write_head(&view.head, &mut out);
    out.open_list("events")
}

/// So much of the document as tells what it is.
fn beginning(view: &View<'_>) -> String {
    let mut out = document(view, false);
    let mut events = (0..).zip(view.events());
    while out.len() <= DETECTION_BYTES {
        let Some((index, event)) = events.next() else {
            Json.after(0, view, &mut out, &mut Found::default());
            break;
        };
        Json.event(0, index, &event, &mut out, &mut Found::default());
    }
    out
}
