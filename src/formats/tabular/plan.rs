//! Delimited text written to a table a column at a time, without a grid of cells, and without events.
//!
//! A row in which anything is unusual (a cell that is not what its column holds, a role of which few rows are, no title)
//! becomes a record and an event as in [`rows`](super::rows), which has the last word on every row. Where none is, columns
//! become those of the table as they are.

use super::super::fresh_ids;
use super::super::mapping::{Role, Separator};
use super::super::whole::Whole;
use super::by_column::ByColumn;
use super::cells::{Cells, Column};
use super::columns::is_address;
use super::date_column::is_nothing;
use super::fields::{Field, split};
use super::markup::one_line;
use super::numerals::number;
use super::records::{Rows, Writer};
use super::row_dates::{DateCells, DateColumns};
use super::rows::{Reader, field_type};
use super::{ColumnMapping, Table, without_markup};
use crate::event::FieldType;
use crate::table::{EventTable, Ids};
use std::borrow::Cow;
use std::ops::Range;

/// Which rows of a table are simple, and where their cells go.
pub(super) struct Plan<'m> {
    simple: Simple,
    /// By key, as an event has them.
    fields: Vec<Field<'m>>,
    /// Columns that make a row unusual in which they hold anything.
    rare: Vec<usize>,
    max_values: usize,
    max_events: u32,
    rows: usize,
    /// By row; none if no row is.
    unusual: Vec<bool>,
    /// Those of all rows, if all are simple and differ in them.
    ids: Option<Ids>,
}

/// The columns of one role that are read here; of a role with more, no row is simple.
#[derive(Clone, Copy, Default)]
struct Simple {
    title: Option<usize>,
    description: Option<usize>,
    id: Option<usize>,
    dates: DateColumns,
    date_text: Option<usize>,
    place: Option<(usize, Option<char>)>,
    /// With whether they have a decimal comma.
    degrees: [Option<(usize, bool)>; 2],
    claimant: Option<(usize, Option<char>)>,
}

impl<'m> Plan<'m> {
    pub(super) fn new(source: &ByColumn, reader: &'m Reader<'_>, whole: &Whole<'_>) -> Plan<'m> {
        let (mut simple, mut rare, mut fields) = (Simple::default(), Vec::new(), Vec::new());
        for (column, (mapping, key)) in reader.columns().enumerate() {
            if let Some(kind) = field_type(mapping.role) {
                let (separator, decimal_comma) = (character(mapping), mapping.decimal_comma);
                fields.push(Field { column, key, kind, separator, decimal_comma });
            } else if mapping.role != Role::Ignore && !simple.take(column, mapping) {
                rare.push(column);
            }
        }
        fields.sort_by_key(|field| field.key);
        let (max_values, max_events) = (whole.limits.values, whole.max_events);
        let rows = source.rows();
        let unusual = vec![max_values == 0; rows];
        let mut plan = Plan { simple, fields, rare, max_values, max_events, rows, unusual, ids: None };
        plan.mark_unusual(source);
        if !plan.unusual.contains(&true) {
            plan.unusual = Vec::new();
            plan.ids = plan.ids_of_all(source);
        }
        plan
    }

    /// Whether all rows are simple and there is room for them: [`take_columns`](Self::take_columns) may follow.
    pub(super) fn takes_columns(&self) -> bool {
        0 < self.rows && self.rows <= self.max_events as usize && self.ids.is_some()
    }

    /// Marks rows in which anything is unusual.
    fn mark_unusual(&mut self, source: &ByColumn) {
        let mut marks = std::mem::take(&mut self.unusual);
        for row in source.narrow_rows() {
            marks.get_mut(row as usize).into_iter().for_each(|mark| *mark = true);
        }
        let rare = self.rare.iter().filter_map(|column| source.column(*column));
        rare.chain(source.columns_beyond()).for_each(|column| column.mark(&mut marks, &mut |_| true));
        self.mark_roles(source, &mut marks);
        self.mark_fields(source, &mut marks);
        self.simple.dates.mark(source, &mut marks);
        mark_untitled(self.simple.title.and_then(|column| source.column(column)), &mut marks);
        self.unusual = marks;
    }

    fn mark_roles(&self, source: &ByColumn, marks: &mut [bool]) {
        let mut mark = |column: usize, is_bad: &mut dyn FnMut(&str) -> bool| {
            source.column(column).into_iter().for_each(|column| column.mark(marks, is_bad));
        };
        self.simple.id.into_iter().for_each(|column| mark(column, &mut is_address));
        for (column, separator) in [self.simple.place, self.simple.claimant].into_iter().flatten() {
            mark(column, &mut |cell| self.is_long(cell, separator));
        }
        for (degrees, most) in self.simple.degrees.into_iter().zip([90.0, 180.0]) {
            let Some((column, comma)) = degrees else { continue };
            mark(column, &mut |cell| !is_nothing(cell) && number(cell, comma).is_none_or(|number| most < number.abs()));
        }
    }

    fn mark_fields(&self, source: &ByColumn, marks: &mut [bool]) {
        for field in &self.fields {
            let Some(column) = source.column(field.column) else { continue };
            match field.kind {
                FieldType::Number if source.whole_numbers(field.column).is_some() => {}
                FieldType::Number => {
                    column.mark(marks, &mut |cell| !is_nothing(cell) && number(cell, field.decimal_comma).is_none())
                }
                _ if field.separator.is_some() => {
                    column.mark(marks, &mut |cell| self.is_long(cell, field.separator));
                }
                _ => {}
            }
        }
    }

    /// Whether a cell has more values than are kept.
    fn is_long(&self, cell: &str, separator: Option<char>) -> bool {
        // So few bytes hold no more values.
        self.max_values < cell.len() && separator.is_some() && self.max_values < split(cell, separator).count()
    }

    fn ids_of_all(&self, source: &ByColumn) -> Option<Ids> {
        let mut ids = Ids::default();
        let fits = self.write_ids(source, 0..self.rows, 0, &mut ids);
        (fits && fresh_ids::all_differ(&ids)).then_some(ids)
    }

    /// Writes all rows where some may be unusual.
    pub(super) fn write_rows(&self, source: &ByColumn, reader: &Reader<'_>, whole: &mut Whole<'_>) -> Rows {
        let mut writer = Writer::new(reader);
        let mut row = 0;
        while row < self.rows {
            let usual = self.unusual.get(row..).unwrap_or_default().iter().position(|unusual| *unusual);
            let room = self.max_events.saturating_sub(writer.rows.table.len()) as usize;
            let until = usual.map_or(self.rows, |len| row + len).min(row + room);
            if until == row {
                writer.write_record(source, row, whole);
                row += 1;
            } else {
                self.write_run(source, row..until, &mut writer.rows.table);
                writer.rows.records += (until - row) as u32;
                row = until;
            }
        }
        writer.end(source, whole)
    }

    /// Writes rows in which nothing is unusual.
    fn write_run(&self, source: &ByColumn, rows: Range<usize>, table: &mut EventTable) {
        let base = table.len();
        self.write_ids(source, rows.clone(), base, &mut table.ids);
        for row in rows.clone() {
            table.titles.push(&plain_line(&source.cell(self.simple.title, row)));
        }
        self.simple.dates.write(source, rows.clone(), table);
        self.write_texts(source, rows.clone(), table);
        self.write_places(source, rows.clone(), table);
        self.make_columns(source, rows.clone(), table);
        for field in &self.fields {
            let Some(column) = source.column(field.column) else { continue };
            table.own_column(field.key).into_iter().for_each(|own| field.write(column, rows.clone(), base, own));
        }
        table.len += rows.len() as u32;
    }

    /// Makes the rows, all of them, a table: what a column holds is moved where it can be, and each is dropped when it is done.
    pub(super) fn take_columns(mut self, mut source: ByColumn, reader: &Reader<'_>) -> Rows {
        let mut writer = Writer::new(reader);
        let table = &mut writer.rows.table;
        let all = 0..self.rows;
        table.ids = self.ids.take().unwrap_or_default();
        if let Some(column) = self.simple.id {
            source.take_column(column);
        }
        self.simple.dates.write(&source, all.clone(), table);
        for dates in self.simple.dates.0.into_iter().flatten() {
            source.take_column(dates.column);
        }
        self.write_places(&source, all.clone(), table);
        self.write_texts(&source, all.clone(), table);
        for (column, _) in [self.simple.place, self.simple.claimant].into_iter().flatten() {
            source.take_column(column);
        }
        if let Some(column) = self.simple.description {
            source.take_column(column);
        }
        self.make_columns(&source, all.clone(), table);
        for field in &self.fields {
            let column = source.take_column(field.column);
            let Some(own) = table.own_column(field.key) else { continue };
            if let Some(column) = field.move_column(column, own) {
                field.write(&column, all.clone(), 0, own);
            }
        }
        let titles = self.simple.title.map(|column| source.take_column(column)).unwrap_or_default();
        match titles {
            Column { cells: Cells::Texts(titles), is_bare: true, .. } if is_plain_line(titles.heap()) => {
                table.titles = titles;
            }
            titles => {
                for row in all {
                    table.titles.push(&plain_line(&titles.text(row)));
                }
            }
        }
        table.len = self.rows as u32;
        writer.rows.records = self.rows as u32;
        writer.rows
    }

    /// Says no where there is no room.
    fn write_ids(&self, source: &ByColumn, rows: Range<usize>, base: u32, ids: &mut Ids) -> bool {
        let numbers = self.simple.id.and_then(|column| source.whole_numbers(column));
        (base..).zip(rows).all(|(position, row)| match numbers.and_then(|numbers| numbers.get(row)).copied() {
            Some(number) if (0.0..=f64::from(u32::MAX)).contains(&number) => ids.set_number(position, number as u32),
            _ => match source.cell(self.simple.id, row) {
                id if id.is_empty() => ids.make(position),
                id => ids.set(position, &id),
            },
        })
    }

    /// The words for dates, and the descriptions.
    fn write_texts(&self, source: &ByColumn, rows: Range<usize>, table: &mut EventTable) {
        for (position, row) in (table.len()..).zip(rows) {
            if self.simple.date_text.is_some() {
                let words = source.cell(self.simple.date_text, row);
                if !words.is_empty() {
                    table.date_texts.set(position, Some(&words));
                }
            }
            if self.simple.description.is_some() {
                let description = source.cell(self.simple.description, row);
                if !description.is_empty() {
                    table.descriptions.set(position, Some(&plain(&description)));
                }
            }
        }
    }

    /// Places with their degrees, and claimants.
    fn write_places(&self, source: &ByColumn, rows: Range<usize>, table: &mut EventTable) {
        let has_degrees = self.simple.degrees.iter().all(Option::is_some);
        if self.simple.place.is_none() && self.simple.claimant.is_none() && !has_degrees {
            return;
        }
        for (position, row) in (table.len()..).zip(rows) {
            let at = if has_degrees { self.simple.degrees_of(source, row) } else { None };
            let mut count = 0;
            for_values(source, self.simple.place, row, &mut |name| {
                table.simple.add_place(position, name);
                count += 1;
            });
            match at {
                Some([north, east]) if count == 0 => {
                    table.simple.add_place(position, &format!("{north}, {east}"));
                    table.simple.locate(position, [north, east]);
                }
                Some(at) if count == 1 => table.simple.locate(position, at),
                _ => {}
            }
            for_values(source, self.simple.claimant, row, &mut |by| {
                table.simple.add_claimant(position, by);
            });
        }
    }

    /// Makes the columns of fields in the order in which rows have values in them.
    fn make_columns(&self, source: &ByColumn, rows: Range<usize>, table: &mut EventTable) {
        let mut first: Vec<(usize, &Field<'m>)> = Vec::new();
        for field in &self.fields {
            let Some(column) = source.column(field.column) else { continue };
            first.extend(field.first_row(column, rows.clone()).map(|row| (row, field)));
        }
        first.sort_by_key(|(row, _)| *row);
        for (_, field) in first {
            table.column(field.key, field.kind);
        }
    }
}

/// Marks rows without a title.
fn mark_untitled(column: Option<&Column>, marks: &mut [bool]) {
    let Some(column) = column else { return marks.fill(true) };
    for (row, mark) in marks.iter_mut().enumerate() {
        *mark |= column.is_empty(row);
    }
    // Markup may be all that there is.
    column.mark(marks, &mut |cell| {
        cell.starts_with(|first: char| !first.is_alphanumeric()) && plain_line(cell).is_empty()
    });
}

/// Sees the values of a list in the cell of a column.
fn for_values(source: &ByColumn, cells: Option<(usize, Option<char>)>, row: usize, see: &mut dyn FnMut(&str)) {
    let Some((column, separator)) = cells else { return };
    split(&source.cell(Some(column), row), separator).for_each(see);
}

impl Simple {
    /// Degrees north and east, if both are known.
    fn degrees_of(&self, source: &ByColumn, row: usize) -> Option<[f64; 2]> {
        let degrees = |which: Option<(usize, bool)>| {
            let (column, comma) = which?;
            let cell = source.cell(Some(column), row);
            if is_nothing(&cell) { None } else { number(&cell, comma) }
        };
        let [lat, lon] = self.degrees.map(degrees);
        Some([lat?, lon?])
    }

    /// Takes a column for its role; says no where it is none of these, or the role is taken.
    fn take(&mut self, column: usize, mapping: &ColumnMapping) -> bool {
        let dates = DateCells { column, format: mapping.date_format.unwrap_or_default(), times: mapping.times };
        let [date, start, end] = &mut self.dates.0;
        let [lat, lon] = &mut self.degrees;
        match mapping.role {
            Role::Title => set(&mut self.title, column),
            Role::Description => set(&mut self.description, column),
            Role::Id => set(&mut self.id, column),
            Role::Date => set(date, dates),
            Role::Start => set(start, dates),
            Role::End => set(end, dates),
            Role::DateText => set(&mut self.date_text, column),
            Role::Place => set(&mut self.place, (column, character(mapping))),
            Role::Claimant => set(&mut self.claimant, (column, character(mapping))),
            Role::Latitude => set(lat, (column, mapping.decimal_comma)),
            Role::Longitude => set(lon, (column, mapping.decimal_comma)),
            _ => false,
        }
    }
}

/// What parts the values in a cell, if anything.
fn character(mapping: &ColumnMapping) -> Option<char> {
    mapping.separator.and_then(Separator::character)
}

fn set<T>(slot: &mut Option<T>, value: T) -> bool {
    let is_free = slot.is_none();
    slot.get_or_insert(value);
    is_free
}

/// Text on one line without markup, which most titles are as they stand.
fn plain_line(text: &str) -> Cow<'_, str> {
    if is_plain_line(text) { Cow::Borrowed(text) } else { Cow::Owned(one_line(text)) }
}

/// Whether a text is on one line and without markup.
fn is_plain_line(text: &str) -> bool {
    // A control character beyond ASCII begins with C2. All bytes are looked at, sixteen at once.
    let is_rare = |byte: &u8| (*byte < b' ') | (*byte == b'<') | (*byte == b'&') | (*byte == 0x7F) | (*byte == 0xC2);
    !text.as_bytes().iter().fold(false, |rare, byte| rare | is_rare(byte))
}

/// Text without markup, as most descriptions are.
fn plain(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'<', b'&', text.as_bytes()).is_some() {
        Cow::Owned(without_markup(text))
    } else {
        Cow::Borrowed(text)
    }
}
