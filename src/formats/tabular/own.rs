//! A table that we have written ([`write`](crate::formats::write)) → the events that it was written of, cell by cell.

use super::super::date::{self, Cell, Moment};
use super::super::fresh_ids::FreshIds;
use super::super::json::overlay::overlay_text;
use super::super::problems::Path;
use super::super::whole::Whole;
use super::super::write::{COLUMNS, FIELD, MARK, claims_of, is_number_text, list_of, places_of, unescaped};
use super::columns::{recognise, report};
use super::rows::name;
use super::{Grid, Record};
use crate::diagnostic::Severity;
use crate::event::{Event, EventSet, FieldValue, Link, Media};
use crate::number;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Whether the header says so.
pub(super) fn is_own(header: &[super::Cell<'_>]) -> bool {
    header.iter().any(|cell| cell.text == MARK)
}

/// Whether the text begins with such a header: the mark stands before the columns of the set's own.
pub(super) fn is_own_text(text: &str) -> bool {
    let header = text.lines().next().unwrap_or("");
    header.starts_with("id,title,") && header.split(',').take(COLUMNS.len()).any(|name| name.trim() == MARK)
}

/// Where a row's cells go.
struct Columns<'g> {
    /// Which of [`COLUMNS`] stands where.
    known: [Option<usize>; COLUMNS.len()],
    /// The others: the keys of their fields by column.
    fields: BTreeMap<u32, Cow<'g, str>>,
}

impl<'g> Columns<'g> {
    fn of(grid: &'g Grid<'_>) -> Columns<'g> {
        let header = || grid.header().iter().map(|cell| &*cell.text).enumerate();
        let known = COLUMNS.map(|name| header().find(|(_, found)| *found == name).map(|(at, _)| at));
        let others = header().filter(|(at, _)| !known.contains(&Some(*at)));
        let fields =
            others.map(|(at, name)| (at as u32, Cow::Borrowed(name.strip_prefix(FIELD).unwrap_or(name)))).collect();
        Columns { known, fields }
    }

    /// The cell of one of [`COLUMNS`], and where it begins.
    fn cell<'r>(&self, record: &'r Record<'_>, name: &str) -> (&'r str, usize) {
        let column =
            COLUMNS.iter().position(|known| *known == name).and_then(|at| self.known.get(at).copied().flatten());
        let cell = column.and_then(|column| record.cell(column));
        cell.map_or(("", record.at), |cell| (unescaped(&cell.text), cell.at))
    }
}

/// Reads the rows; the second is the count of records.
pub(super) fn read(grid: &Grid<'_>, whole: &mut Whole<'_>) -> (EventSet, u32) {
    let columns = Columns::of(grid);
    let mut set = EventSet::default();
    let mut ids = FreshIds::default();
    let mut records = 0;
    let (room, limit) = (whole.max_events, whole.limits.events);
    whole.columns = report(grid, &recognise(grid));
    for (index, record) in grid.rows().iter().enumerate() {
        if record.cells.iter().all(|cell| cell.text.is_empty()) {
            continue;
        }
        records += 1;
        let path = Path::ROOT.index(index);
        if room as usize <= set.events.len() {
            whole.report(Severity::Record, "too-many-events", record.at..record.at, &path, || {
                format!("more events than the limit MAX_EVENTS = {limit}; this one is left out")
            });
            continue;
        }
        if let Some(extra) = record.cells.iter().find(|cell| grid.header().len() <= cell.column as usize) {
            whole.report(Severity::Value, "extra-cells", extra.at..extra.at, &path, || {
                "the row has more cells than the header; those beyond are left out".to_owned()
            });
        }
        let mut event = event(record, &columns, &path, whole);
        let written = event.id.clone();
        name(&mut event, &mut ids, set.events.len());
        if !written.is_empty() && event.id != written {
            let id = event.id.clone();
            whole.report(Severity::Value, "duplicate-id", record.at..record.at, &path, || {
                format!("another event has the id `{written}` already; this one is now `{id}`")
            });
        }
        whole.places.push(record.at);
        set.events.push(event);
    }
    (set, records)
}

fn event(record: &Record<'_>, columns: &Columns<'_>, path: &Path<'_>, whole: &mut Whole<'_>) -> Event {
    let cell = |name: &str| columns.cell(record, name).0;
    let some = |name: &str| Some(cell(name)).filter(|text| !text.is_empty()).map(str::to_owned);
    let mut event = Event {
        id: cell("id").to_owned(),
        title: cell("title").to_owned(),
        date_text: some("date_text"),
        date_note: some("date_note"),
        date_inferred: list_of(cell("date_inferred")),
        after: list_of(cell("after")),
        before: list_of(cell("before")),
        description: some("description"),
        claims: claims_of(cell("claimant"), cell("status"), cell("citation")),
        links: list_of(cell("link")).into_iter().map(|url| Link { url, label: None }).collect(),
        media: list_of(cell("media")).into_iter().map(|url| Media { url, ..Media::default() }).collect(),
        part_of: some("part_of"),
        ..Event::default()
    };
    let [lat, lon] = [("latitude", 90.0), ("longitude", 180.0)].map(|(name, most)| {
        let (text, at) = columns.cell(record, name);
        let number = number::parse(text).filter(|number| number.abs() <= most);
        if number.is_none() && !text.is_empty() {
            whole.report(Severity::Value, "bad-coordinate", at..at, path, || {
                format!("`{text}` is no coordinate; expected degrees between −{most} and {most}")
            });
        }
        number
    });
    event.places = places_of(cell("place"), lat, lon);
    for cell in &record.cells {
        let value = &*cell.text;
        if let (Some(key), false) = (columns.fields.get(&cell.column), value.is_empty()) {
            let number = is_number_text(value).map(FieldValue::Number);
            let value = number.unwrap_or_else(|| FieldValue::Texts(list_of(unescaped(value))));
            event.fields.insert(key.clone().into_owned(), value);
        }
    }
    let (rest, at) = columns.cell(record, MARK);
    let [date, start, end] = ["date", "start", "end"].map(|name| some(name).map(Moment::Text));
    let dated = date::resolve(date, start, end);
    for problem in dated.problems {
        let name = match problem.cell {
            Cell::Date => "date",
            Cell::Start => "start",
            Cell::End => "end",
        };
        let at = columns.cell(record, name).1;
        whole.report(Severity::Value, problem.code, at..at, path, || problem.message);
    }
    event.span = dated.span;
    (event.date, event.start, event.end) = (dated.date, dated.start, dated.end);
    event.date_text = event.date_text.take().or(dated.date_text);
    if !rest.is_empty() {
        overlay_text(&mut event, rest, at..at, path, whole);
    }
    event
}
