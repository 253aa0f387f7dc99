//! Our own JSON: holds everything.

use super::object::Object;
use super::record::{Held, write_head, write_record};
use super::{Found, View};
use crate::formats::file::foreign;
use crate::formats::json::dialects::SCHEMA;

/// One event a line.
pub(super) fn write(view: &View<'_>, found: &mut Found) -> String {
    let mut out = Object::new(String::new());
    write_head(&view.head, &mut out);
    let held = Held::default();
    let mut estimate = super::Estimate::new(view.len);
    out.lines("events", view.len, |index, out| {
        estimate.reserve(index, out.len(), |bytes| out.reserve(bytes));
        if let Some(event) = view.event(index) {
            let exact = write_record(&event, &held, out);
            found.bounds(&event, exact);
        }
    });
    let mut text = out.end();
    text.push('\n');
    // Fields of the first event can have names by which another program's documents are known.
    if foreign(&text).is_some() {
        text.insert_str(1, &format!("\"$schema\": \"{SCHEMA}\", "));
    }
    text
}
