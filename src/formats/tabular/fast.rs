//! Rows written straight to the table, a column at a time: those of delimited text, without a grid of cells, and without
//! events.
//!
//! A row in which anything is unusual (a cell that is not what its column holds, a role of which few rows are, no title)
//! becomes a record and an event as in [`rows`](super::rows), which has the last word on every row. Where none is, columns
//! become those of the table as they are.

use super::super::date::{self, Moment};
use super::super::fresh_ids::{self, GivenIds};
use super::super::links::{Dangling, Kind};
use super::super::mapping::{DateFormat, Role, Separator, Times};
use super::super::problems::Path;
use super::super::whole::{Whole, limit_event};
use super::by_column::ByColumn;
use super::cells::{Cells, Column};
use super::columns::is_address;
use super::date_column::{edtf, is_nothing, milliseconds};
use super::markup::one_line;
use super::numerals::number;
use super::rows::{Reader, field_type};
use super::written::phrase;
use super::{ColumnMapping, Table, trimmed, without_markup};
use crate::diagnostic::Severity;
use crate::event::FieldType;
use crate::table::{self, Coded, EventTable, Ids, MAX_HEAP_BYTES, OwnColumn, Prose, Values};
use crate::time::Span;
use std::borrow::Cow;
use std::ops::Range;

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
struct Writer<'r> {
    reader: &'r Reader<'r>,
    rows: Rows,
    /// Events that are parts of others, and where their rows begin.
    parts: Vec<(u32, usize)>,
    /// Rows that have become no event, ascending.
    lost: Vec<u32>,
}

impl<'r> Writer<'r> {
    fn new(reader: &'r Reader<'r>) -> Writer<'r> {
        let mut rows = Rows { table: EventTable::default(), records: 0, dangling: Vec::new() };
        rows.table.fields = reader.declarations();
        Writer { reader, rows, parts: Vec::new(), lost: Vec::new() }
    }

    /// Writes a row in which something may be unusual.
    fn write_record(&mut self, source: &dyn Table, index: usize, whole: &mut Whole<'_>) {
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
    fn end(mut self, source: &dyn Table, whole: &mut Whole<'_>) -> Rows {
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

/// The columns of one role that are read here; of a role with more, no row is simple.
#[derive(Clone, Copy, Default)]
struct Simple {
    title: Option<usize>,
    description: Option<usize>,
    id: Option<usize>,
    dates: [Option<DateCells>; 3],
    date_text: Option<usize>,
    place: Option<(usize, Option<char>)>,
    /// With whether they have a decimal comma.
    degrees: [Option<(usize, bool)>; 2],
    claimant: Option<(usize, Option<char>)>,
}

/// How the dates of a column are written.
#[derive(Clone, Copy)]
struct DateCells {
    column: usize,
    format: DateFormat,
    times: Times,
}

/// A column that becomes a field.
struct Field<'m> {
    column: usize,
    key: &'m str,
    kind: FieldType,
    separator: Option<char>,
    decimal_comma: bool,
}

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

/// The dates of a row.
enum Dates<'c> {
    /// Nothing but bounds, or none.
    Bounds(Option<Span>),
    Date(Span, Cow<'c, str>),
    Range(Span, Cow<'c, str>, Cow<'c, str>),
    Resolved(date::Dated),
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

    fn mark_unusual(&mut self, source: &ByColumn) {
        let mut unusual = std::mem::take(&mut self.unusual);
        for row in source.narrow_rows() {
            unusual.get_mut(row as usize).into_iter().for_each(|mark| *mark = true);
        }
        for column in source.columns_beyond() {
            mark_cells(column, &mut unusual, &mut |_| true);
        }
        let mut mark = |column: Option<usize>, is_bad: &mut dyn FnMut(&str) -> bool| {
            column
                .and_then(|column| source.column(column))
                .into_iter()
                .for_each(|column| mark_cells(column, &mut unusual, is_bad));
        };
        for column in &self.rare {
            mark(Some(*column), &mut |_| true);
        }
        mark(self.simple.id, &mut is_address);
        for (column, separator) in [self.simple.place, self.simple.claimant].into_iter().flatten() {
            mark(Some(column), &mut |cell| self.is_long(cell, separator));
        }
        for (degrees, most) in self.simple.degrees.into_iter().zip([90.0, 180.0]) {
            let Some((column, comma)) = degrees else { continue };
            mark(Some(column), &mut |cell| {
                !is_nothing(cell) && number(cell, comma).is_none_or(|number| most < number.abs())
            });
        }
        for field in &self.fields {
            match field.kind {
                FieldType::Number if source.whole_numbers(field.column).is_some() => {}
                FieldType::Number => mark(Some(field.column), &mut |cell| {
                    !is_nothing(cell) && number(cell, field.decimal_comma).is_none()
                }),
                _ if field.separator.is_some() => {
                    mark(Some(field.column), &mut |cell| self.is_long(cell, field.separator));
                }
                _ => {}
            }
        }
        match self.simple.only_dates() {
            Some((which, dates)) if source.whole_numbers(dates.column).is_none() => {
                mark(Some(dates.column), &mut |cell| self.simple.one_date(which, dates, cell).is_none());
            }
            _ if self.simple.dates.iter().all(Option::is_none) => {}
            _ => {
                for (row, mark) in unusual.iter_mut().enumerate() {
                    *mark |= self.simple.counts(source, row).is_none() && self.simple.dates(source, row).is_none();
                }
            }
        }
        mark_untitled(self.simple.title.and_then(|column| source.column(column)), &mut unusual);
        self.unusual = unusual;
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
            table.titles.push(&plain_line(&text(source, self.simple.title, row)));
        }
        self.write_dates(source, rows.clone(), table);
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
        self.write_dates(&source, all.clone(), table);
        for dates in self.simple.dates.into_iter().flatten() {
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
            _ => match text(source, self.simple.id, row) {
                id if id.is_empty() => ids.make(position),
                id => ids.set(position, &id),
            },
        })
    }

    fn write_dates(&self, source: &ByColumn, rows: Range<usize>, table: &mut EventTable) {
        let base = table.len();
        table.spans.reserve(rows.len());
        let only =
            self.simple.only_dates().and_then(|(which, dates)| Some((which, dates, source.column(dates.column)?)));
        if let Some((which, dates, Column { cells: Cells::Coded(_, codes), .. })) = only {
            let mut known: Vec<Option<Dates<'_>>> = Vec::new();
            for (position, row) in (base..).zip(rows) {
                let Some(code) = codes.get(row).and_then(|code| code.checked_sub(1)) else {
                    table.spans.push(None);
                    continue;
                };
                if known.len() <= code as usize {
                    known.resize_with(code as usize + 1, || None);
                }
                let Some(slot) = known.get_mut(code as usize) else { continue };
                let text = || source.column(dates.column).map_or("", |column| column.text_of(code));
                let dates = slot
                    .get_or_insert_with(|| self.simple.one_date(which, dates, text()).unwrap_or(Dates::Bounds(None)));
                write_dates(dates, position, table);
            }
            return;
        }
        for (position, row) in (base..).zip(rows) {
            match self.simple.counts(source, row) {
                Some(span) => table.spans.push(span),
                None => {
                    let dates = self.simple.dates(source, row).unwrap_or(Dates::Bounds(None));
                    write_dates(&dates, position, table);
                }
            }
        }
    }

    /// The words for dates, and the descriptions.
    fn write_texts(&self, source: &ByColumn, rows: Range<usize>, table: &mut EventTable) {
        for (position, row) in (table.len()..).zip(rows) {
            if self.simple.date_text.is_some() {
                let words = text(source, self.simple.date_text, row);
                if !words.is_empty() {
                    table.date_texts.set(position, Some(&words));
                }
            }
            if self.simple.description.is_some() {
                let description = text(source, self.simple.description, row);
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

impl Field<'_> {
    /// The number in a cell; NaN for none.
    fn number(&self, cell: &str) -> f64 {
        if cell.is_empty() || is_nothing(cell) {
            f64::NAN
        } else {
            number(cell, self.decimal_comma).unwrap_or(f64::NAN)
        }
    }

    /// The first row in which the field has a value.
    fn first_row(&self, column: &Column, rows: Range<usize>) -> Option<usize> {
        (rows.start..rows.end.min(column.len())).find(|row| {
            let is_empty = column.is_empty(*row);
            !is_empty && (self.kind != FieldType::Number || !self.number(&column.text(*row)).is_nan())
        })
    }

    /// Writes what rows have.
    fn write(&self, column: &Column, rows: Range<usize>, base: u32, own: &mut OwnColumn) {
        let cells = (base..).zip(rows.start..rows.end.min(column.len()));
        match (&column.cells, self.kind) {
            (Cells::Whole(numbers), FieldType::Number) => cells.for_each(|(position, row)| {
                own.add_number(position, numbers.get(row).copied().unwrap_or(f64::NAN));
            }),
            (Cells::Coded(_, codes), FieldType::Number) => {
                let mut known: Vec<Option<f64>> = Vec::new();
                for (position, row) in cells {
                    let Some(code) = codes.get(row).and_then(|code| code.checked_sub(1)) else { continue };
                    known.resize(known.len().max(code as usize + 1), None);
                    let Some(slot) = known.get_mut(code as usize) else { continue };
                    own.add_number(position, *slot.get_or_insert_with(|| self.number(column.text_of(code))));
                }
            }
            (_, FieldType::Number) => cells.for_each(|(position, row)| {
                own.add_number(position, self.number(&column.text(row)));
            }),
            _ => cells.filter(|(_, row)| !column.is_empty(*row)).for_each(|(position, row)| {
                let cell = column.text(row);
                if self.separator.is_none() {
                    own.add_text(position, &cell);
                    return;
                }
                let mut values = split(&cell, self.separator).peekable();
                if values.peek().is_none() {
                    own.take_texts();
                }
                for value in values {
                    own.add_text(position, value);
                }
            }),
        }
    }

    /// Makes a column that of the field as it is, which has none yet; gives it back where it cannot be.
    fn move_column(&self, column: Column, own: &mut OwnColumn) -> Option<Column> {
        let is_free = matches!(own.values, Values::None) && self.separator.is_none() && column.is_as_written();
        let fits = match column.cells {
            Cells::Whole(_) => self.kind == FieldType::Number,
            Cells::Coded(..) => self.kind == FieldType::Category,
            Cells::Texts(_) => matches!(self.kind, FieldType::Text | FieldType::Link),
        };
        if !is_free || !fits {
            return Some(column);
        }
        own.values = match column.cells {
            Cells::Whole(numbers) => Values::numbers(numbers),
            Cells::Coded(dictionary, codes) => Values::Coded(Coded::of_rows(dictionary, codes)),
            Cells::Texts(texts) => Values::Prose(Prose::from_texts(texts)),
        };
        None
    }
}

/// Marks rows by their cells in a column; empty ones are as they should be.
fn mark_cells(column: &Column, marks: &mut [bool], is_bad: &mut dyn FnMut(&str) -> bool) {
    let Cells::Coded(dictionary, codes) = &column.cells else {
        for (row, mark) in marks.iter_mut().enumerate().filter(|(_, mark)| !**mark) {
            let cell = column.text(row);
            *mark = !cell.is_empty() && is_bad(&cell);
        }
        return;
    };
    let bad: Vec<bool> = (0..dictionary.texts().len() as u32)
        .map(|code| Some(column.text_of(code)).is_some_and(|text| !text.is_empty() && is_bad(text)))
        .collect();
    if !bad.contains(&true) {
        return;
    }
    for (row, mark) in marks.iter_mut().enumerate() {
        let code = codes.get(row).and_then(|code| code.checked_sub(1));
        *mark |= code.is_some_and(|code| bad.get(code as usize) == Some(&true));
    }
}

/// Marks rows without a title.
fn mark_untitled(column: Option<&Column>, marks: &mut [bool]) {
    let Some(column) = column else { return marks.fill(true) };
    for (row, mark) in marks.iter_mut().enumerate() {
        *mark |= column.is_empty(row);
    }
    // Markup may be all that there is.
    mark_cells(column, marks, &mut |cell| {
        cell.starts_with(|first: char| !first.is_alphanumeric()) && plain_line(cell).is_empty()
    });
}

/// The cell of a column in a row.
fn text(source: &ByColumn, column: Option<usize>, row: usize) -> Cow<'_, str> {
    column.and_then(|column| source.column(column)).map_or(Cow::Borrowed(""), |column| column.text(row))
}

/// Sees the values of a list in the cell of a column.
fn for_values(source: &ByColumn, cells: Option<(usize, Option<char>)>, row: usize, see: &mut dyn FnMut(&str)) {
    let Some((column, separator)) = cells else { return };
    split(&text(source, Some(column), row), separator).for_each(see);
}

impl Simple {
    /// The column of dates and which it is of date, start and end, if there is only one.
    fn only_dates(&self) -> Option<(usize, DateCells)> {
        let mut found = self.dates.iter().enumerate().filter_map(|(which, dates)| Some((which, (*dates)?)));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// The dates of a row that has a cell in one column.
    fn one_date<'c>(&self, which: usize, dates: DateCells, cell: &'c str) -> Option<Dates<'c>> {
        let mut cells = [None, None, None];
        *cells.get_mut(which)? = Some((Cow::Borrowed(cell), dates));
        dates_of(cells)
    }

    /// The bounds of a row where its dates are counts of time that are kept as numbers, if these tell.
    #[inline]
    fn counts(&self, source: &ByColumn, row: usize) -> Option<Option<Span>> {
        let mut found = [f64::NAN; 3];
        for (found, dates) in found.iter_mut().zip(self.dates) {
            let Some(dates) = dates else { continue };
            let factor = match dates.format {
                DateFormat::Milliseconds => 1.0,
                DateFormat::Seconds => 1000.0,
                _ => return None,
            };
            *found = source.whole_numbers(dates.column)?.get(row)? * factor;
        }
        match found.map(|found| Some(found).filter(|found| !found.is_nan())) {
            [None, None, None] => Some(None),
            [Some(date), None, None] | [None, Some(date), None] => Some(Some(Span::instant(date))),
            [Some(start), None, Some(end)] | [None, Some(start), Some(end)] => date::instants(start, end).map(Some),
            _ => None,
        }
    }

    fn dates<'c>(&self, source: &'c ByColumn, row: usize) -> Option<Dates<'c>> {
        dates_of(self.dates.map(|dates| dates.map(|dates| (text(source, Some(dates.column), row), dates))))
    }

    /// Degrees north and east, if both are known.
    fn degrees_of(&self, source: &ByColumn, row: usize) -> Option<[f64; 2]> {
        let degrees = |which: Option<(usize, bool)>| {
            let (column, comma) = which?;
            let cell = text(source, Some(column), row);
            if is_nothing(&cell) { None } else { number(&cell, comma) }
        };
        let [lat, lon] = self.degrees.map(degrees);
        Some([lat?, lon?])
    }

    /// Takes a column for its role; says no where it is none of these, or the role is taken.
    fn take(&mut self, column: usize, mapping: &ColumnMapping) -> bool {
        let dates = DateCells { column, format: mapping.date_format.unwrap_or_default(), times: mapping.times };
        let [date, start, end] = &mut self.dates;
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

/// The values of a list in a cell.
fn split(cell: &str, separator: Option<char>) -> impl Iterator<Item = &str> {
    let mut rest = Some(cell);
    let pieces = std::iter::from_fn(move || {
        let text = rest?;
        let (piece, after) = match separator.and_then(|separator| text.split_once(separator)) {
            Some((piece, after)) => (piece, Some(after)),
            None => (text, None),
        };
        rest = after;
        Some(trimmed(piece))
    });
    pieces.filter(|piece| !piece.is_empty())
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

fn moment(cell: &str, dates: DateCells) -> Moment {
    let DateCells { format, times, .. } = dates;
    match milliseconds(cell, format) {
        Some(ms) => Moment::Number(ms),
        None => {
            let edtf = edtf(cell, format, times).or_else(|| phrase(cell));
            Moment::Text(edtf.unwrap_or_else(|| cell.to_owned()))
        }
    }
}

/// The dates of a row by its cells for date, start and end; `None` where something is wrong with them.
fn dates_of<'c>(cells: [Option<(Cow<'c, str>, DateCells)>; 3]) -> Option<Dates<'c>> {
    let cells = cells.map(|cell| cell.filter(|(cell, _)| !cell.is_empty() && !is_nothing(cell)));
    let cells = match cells {
        [None, Some(start), None] => [Some(start), None, None],
        [Some(date), None, Some(end)] => [None, Some(date), Some(end)],
        others => others,
    };
    let number = |(cell, dates): &(Cow<'c, str>, DateCells)| milliseconds(cell, dates.format);
    let day = |(cell, dates): &(Cow<'c, str>, DateCells)| {
        if dates.format == DateFormat::Edtf { date::day(cell.as_bytes()) } else { None }
    };
    match &cells {
        [None, None, None] => return Some(Dates::Bounds(None)),
        [Some(date), None, None] => {
            if let Some(ms) = number(date) {
                return Some(Dates::Bounds(Some(Span::instant(ms))));
            }
            if let Some(span) = day(date) {
                return Some(Dates::Date(span, date.0.clone()));
            }
        }
        [None, Some(start), Some(end)] => match (number(start), number(end)) {
            (Some(from), Some(to)) => {
                if let Some(span) = date::instants(from, to) {
                    return Some(Dates::Bounds(Some(span)));
                }
            }
            (None, None) => {
                if let (Some(from), Some(to)) = (day(start), day(end))
                    && let Some(span) = date::join(from, to)
                {
                    return Some(Dates::Range(span, start.0.clone(), end.0.clone()));
                }
            }
            _ => {}
        },
        _ => {}
    }
    let [date, start, end] = cells.map(|cell| cell.map(|(cell, dates)| moment(&cell, dates)));
    let dated = date::resolve(date, start, end);
    dated.problems.is_empty().then_some(Dates::Resolved(dated))
}

fn write_dates(dates: &Dates<'_>, position: u32, table: &mut EventTable) {
    let span = match dates {
        Dates::Bounds(span) => *span,
        Dates::Date(span, text) => {
            table.dates.set(position, Some(text));
            Some(*span)
        }
        Dates::Range(span, start, end) => {
            table.starts.set(position, Some(start));
            table.ends.set(position, Some(end));
            Some(*span)
        }
        Dates::Resolved(dated) => {
            for (texts, text) in
                [(&mut table.dates, &dated.date), (&mut table.starts, &dated.start), (&mut table.ends, &dated.end)]
            {
                if let Some(text) = text {
                    texts.set(position, Some(text));
                }
            }
            dated.span
        }
    };
    table.spans.push(span);
}
