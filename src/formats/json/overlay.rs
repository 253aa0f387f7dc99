//! A record of our own that another format carries along → the event that the format's own members made.
//!
//! What the record says holds, `null` takes away, and what it leaves out stays as the format has it.

use super::super::date::{self, Moment};
use super::super::problems::{Path, Problems};
use super::super::whole::Whole;
use super::cells::Cells;
use super::event::{claim, inferred, link, media, place};
use super::head::{Head, Types};
use super::scan::{Data, Scanner, Value};
use crate::diagnostic::Severity;
use crate::event::{Event, EventSet, FieldValue};
use crate::table::EventTable;
use std::ops::Range;

/// Lays a record that stands in the text of the document over an event.
pub(super) fn overlay(event: &mut Event, record: &Value<'_>, path: &Path<'_>, whole: &mut Whole<'_>) {
    let text = whole.text();
    lay_over(event, record, path, &mut Cells { text, problems: whole.problems() });
}

/// Lays a record that was carried as the text of a cell or a property over an event; `at` is where it stands.
pub(in super::super) fn overlay_text(
    event: &mut Event,
    text: &str,
    at: Range<usize>,
    path: &Path<'_>,
    whole: &mut Whole<'_>,
) {
    read_text(text, at, path, whole, |record, cells| lay_over(event, record, path, cells));
}

/// Reads what a document says of itself, carried along as text.
pub(in super::super) fn head_text(set: &mut EventSet, text: &str, at: Range<usize>, whole: &mut Whole<'_>) {
    read_text(text, at, &Path::ROOT, whole, |record, cells| lay_head_over(set, record, cells));
}

/// The same where it stands in the text of the document.
pub(super) fn head(set: &mut EventSet, record: &Value<'_>, whole: &mut Whole<'_>) {
    let text = whole.text();
    lay_head_over(set, record, &mut Cells { text, problems: whole.problems() });
}

/// Reads a text of its own. What is wrong with it is told at the place where it was carried.
fn read_text(
    text: &str,
    at: Range<usize>,
    path: &Path<'_>,
    whole: &mut Whole<'_>,
    read: impl for<'a> FnOnce(&Value<'a>, &mut Cells<'a>),
) {
    let mut problems = Problems::within(&whole.limits);
    let mut scanner = Scanner { text, at: 0, ended: false, max_nesting: whole.limits.nesting };
    match scanner.value(0) {
        Ok(record) => read(&record, &mut Cells { text, problems: &mut problems }),
        Err(error) => {
            let message = format!("the record that goes along is broken: {}", error.kind);
            whole.report(Severity::Value, "bad-record", at.clone(), path, || message);
        }
    }
    for problem in problems.finish() {
        whole.report(problem.severity, problem.code, at.clone(), path, || problem.message);
    }
}

fn lay_head_over<'a>(set: &mut EventSet, record: &Value<'a>, cells: &mut Cells<'a>) {
    let Data::Object(members) = &record.data else { return };
    let mut table = EventTable::default();
    (table.title, table.description) = (set.title.take(), set.description.take());
    (table.lang, table.source) = (set.lang.take(), set.source.take());
    let cells = Cells { text: cells.text, problems: &mut *cells.problems };
    let mut head = Head { cells, table: &mut table, types: &mut Types::default() };
    for (key, value) in members {
        let name = key.decode();
        head.member(&name, key.from, value, &Path::ROOT.key(&name));
    }
    let EventTable { title, description, lang, source, fields, vocabularies, .. } = table;
    (set.title, set.description, set.lang, set.source) = (title, description, lang, source);
    (set.fields, set.vocabularies) = (fields, vocabularies);
}

fn lay_over<'a>(event: &mut Event, record: &Value<'a>, path: &Path<'_>, cells: &mut Cells<'a>) {
    let Some(members) = cells.object(record, path) else { return };
    let mut dates = Dates::default();
    for (key, value) in members {
        let name = key.decode();
        let path = &path.key(&name);
        match &*name {
            "id" => event.id = cells.scalar(value, path).unwrap_or_default(),
            "title" => event.title = cells.text(value, path).unwrap_or_default(),
            "date" => dates.set(0, value, path, cells),
            "start" => dates.set(1, value, path, cells),
            "end" => dates.set(2, value, path, cells),
            "date_text" => event.date_text = cells.text(value, path),
            "date_note" => event.date_note = cells.text(value, path),
            "date_inferred" => event.date_inferred = cells.each(value, path, inferred),
            "after" => event.after = cells.texts(value, path),
            "before" => event.before = cells.texts(value, path),
            "part_of" => event.part_of = cells.scalar(value, path),
            "description" => event.description = cells.text(value, path),
            "claims" => event.claims = cells.each(value, path, claim),
            "places" => event.places = cells.each(value, path, place),
            "links" => event.links = cells.each(value, path, link),
            "media" => event.media = cells.each(value, path, media),
            _ => set_field(event, &name, value, path, cells),
        }
    }
    if dates.given {
        dates.resolve(event, record.range(), path, cells);
    }
}

fn set_field<'a>(event: &mut Event, key: &str, value: &Value<'a>, path: &Path<'_>, cells: &mut Cells<'a>) {
    event.fields.remove(key);
    let value = match &value.data {
        Data::Number(_) => cells.number(value, path).map(FieldValue::Number),
        _ => Some(cells.texts(value, path)).filter(|texts| !texts.is_empty()).map(FieldValue::Texts),
    };
    event.fields.extend(value.map(|value| (key.to_owned(), value)));
}

/// The date cells of a record.
#[derive(Default)]
struct Dates {
    given: bool,
    cells: [Option<Moment>; 3],
}

impl Dates {
    fn set<'a>(&mut self, cell: usize, value: &Value<'a>, path: &Path<'_>, cells: &mut Cells<'a>) {
        self.given = true;
        let moment = match value.data {
            Data::Number(_) => cells.number(value, path).map(Moment::Number),
            _ => cells.text(value, path).map(Moment::Text),
        };
        if let Some(place) = self.cells.get_mut(cell) {
            *place = moment;
        }
    }

    fn resolve(self, event: &mut Event, at: Range<usize>, path: &Path<'_>, cells: &mut Cells<'_>) {
        let [date, start, end] = self.cells;
        let dated = date::resolve(date, start, end);
        for problem in dated.problems {
            cells.report(Severity::Value, problem.code, at.clone(), path, || problem.message);
        }
        event.span = dated.span;
        (event.date, event.start, event.end) = (dated.date, dated.start, dated.end);
        event.date_text = event.date_text.take().or(dated.date_text);
    }
}
