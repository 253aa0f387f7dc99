//! Rows that become records and events one by one, as [`rows`](super::rows) reads them, written to a table: those of any
//! table but delimited text, and of that the ones in which something is unusual.

use super::super::fresh_ids::{self, GivenIds};
use super::super::links::{Dangling, Kind};
use super::super::mapping::Role;
use super::super::problems::Path;
use super::super::whole::{Whole, limit_event};
use super::Table;
use super::rows::{Reader, field_type};
use crate::diagnostic::Severity;
use crate::table::{self, EventTable, MAX_HEAP_BYTES};

/// Bytes of the number of an event with what stands before it.
const LONGEST_NUMBER: usize = 12;

/// Keys that events have beside those of columns, at most.
const MORE_KEYS: usize = 16;

/// What the rows came to.
pub(in super::super) struct Rows {
    pub table: EventTable,
    pub records: u32,
    pub dangling: Vec<Dangling>,
}

/// Whether the rows can be read this way: names over the limit are told of when all events are there.
pub(super) fn reads(table: &dyn Table, reader: &Reader<'_>, longest: usize) -> bool {
    // With the number that a made or second id has at its end.
    let Some(longest_id) = longest.checked_sub(LONGEST_NUMBER) else { return false };
    let fits = |column: usize| {
        let mut fits = true;
        table.values(column, &mut |text, _| fits &= text.len() <= longest_id);
        fits
    };
    let mut columns = reader.columns().enumerate();
    columns.all(|(at, (column, key))| key.len() <= longest && (column.role != Role::Id || fits(at)))
}

/// Whether each field has a column of the table.
pub(super) fn has_columns_for(reader: &Reader<'_>) -> bool {
    reader.columns().filter(|(column, _)| field_type(column.role).is_some()).count() < table::MAX_COLUMNS - MORE_KEYS
}

/// Reads the rows of a table none of which is simple.
pub(super) fn read_records(table: &dyn Table, reader: &Reader<'_>, whole: &mut Whole<'_>) -> Rows {
    let mut writer = Writer::new(reader);
    (0..table.rows()).for_each(|row| writer.write_record(table, row, whole));
    writer.end(table, whole)
}

/// What rows have become so far.
pub(super) struct Writer<'r> {
    reader: &'r Reader<'r>,
    pub rows: Rows,
    /// Events that are parts of others, and where their rows begin.
    parts: Vec<(u32, usize)>,
    /// Rows that have become no event, ascending.
    lost: Vec<u32>,
}

impl<'r> Writer<'r> {
    /// A writer of a table that has the fields of a mapping.
    pub fn new(reader: &'r Reader<'r>) -> Writer<'r> {
        let mut rows = Rows { table: EventTable::default(), records: 0, dangling: Vec::new() };
        rows.table.fields = reader.declarations();
        Writer { reader, rows, parts: Vec::new(), lost: Vec::new() }
    }

    /// Writes a row in which something may be unusual.
    pub fn write_record(&mut self, source: &dyn Table, index: usize, whole: &mut Whole<'_>) {
        let record = source.record(index);
        if record.is_blank() && !source.has_blank_records() {
            return self.lost.push(index as u32);
        }
        let path = Path::ROOT.index(index);
        let (max_events, limit) = (whole.max_events, whole.limits.events);
        let Writer { rows: Rows { table, records, .. }, .. } = self;
        let mut row = self.reader.row(&record, &path, whole);
        let at = record.at;
        let event = if record.is_blank() {
            *records += 1;
            row.tell_empty();
            None
        } else if row.is_title() {
            (table.title, table.description) = row.title_and_description();
            None
        } else if max_events <= table.len() {
            *records += 1;
            row.report(Severity::Record, "too-many-events", at, || {
                format!("more events than the limit MAX_EVENTS = {limit}; this one is left out")
            });
            None
        } else {
            *records += 1;
            row.event()
        };
        let Some(mut event) = event else { return self.lost.push(index as u32) };
        limit_event(&mut event, table.len() as usize, at, whole);
        if event.part_of.is_some() {
            self.parts.push((table.len(), at));
        }
        if event.id.is_empty() {
            event.id = format!("e{}", table.len() + 1);
        }
        table.write(event);
        if !table.end_row() {
            whole.report(Severity::Record, "no-room", at..at, &path, || {
                format!("the texts of one field are longer than MAX_HEAP_BYTES = {MAX_HEAP_BYTES} in all")
            });
            self.lost.push(index as u32);
        }
    }

    /// What the rows have become, each event with an id of its own.
    pub fn end(mut self, source: &dyn Table, whole: &mut Whole<'_>) -> Rows {
        let (reader, lost) = (self.reader, &self.lost);
        let mut before = 0;
        let mut ids = fresh_ids::settle(&mut self.rows.table, &mut |row, written, fresh| {
            while lost.get(before).is_some_and(|lost| *lost <= row + before as u32) {
                before += 1;
            }
            let index = row as usize + before;
            let record = source.record(index);
            let path = Path::ROOT.index(index);
            let mut row = reader.row(&record, &path, whole);
            if row.has_id() {
                row.tell_duplicate(written, fresh);
            }
        });
        self.rows.dangling = take_dangling(&mut self.rows.table, &self.parts, &mut ids, whole);
        self.rows
    }
}

/// Takes out references to events that the table does not have.
fn take_dangling(
    table: &mut EventTable,
    parts: &[(u32, usize)],
    ids: &mut GivenIds,
    whole: &mut Whole<'_>,
) -> Vec<Dangling> {
    let (mut dangling, mut rows) = (Vec::new(), Vec::new());
    for (row, at) in parts {
        let part_of = table.detail_of(*row).and_then(|detail| detail.part_of.clone());
        let Some(id) = part_of.filter(|id| ids.find(table, id).is_none_or(|whole| whole == *row)) else { continue };
        rows.push(*row);
        let path = Path::ROOT.index(*row as usize).key("part_of").to_string();
        let at = whole.place_of(*at);
        dangling.push(Dangling { row: *row, kind: Kind::PartOf, id, at, path });
    }
    table.take_parts_of(&rows);
    dangling
}
