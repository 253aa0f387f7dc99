//! Rows written straight to the table, those of delimited text without a grid of cells, and without events.
//!
//! A row in which anything is unusual (a cell that is not what its column holds, a role of which few rows are, no title)
//! becomes a record and an event as in [`rows`](super::rows), which has the last word on every row.

use super::super::date::{self, Moment};
use super::super::fresh_ids::GivenIds;
use super::super::links::{Dangling, Kind};
use super::super::mapping::{DateFormat, Role, Separator, Times};
use super::super::problems::Path;
use super::super::whole::{Whole, limit_event};
use super::columns::is_address;
use super::date_column::{edtf, is_nothing, milliseconds};
use super::markup::one_line;
use super::numerals::number;
use super::offsets::Offsets;
use super::rows::{Reader, field_type};
use super::written::phrase;
use super::{ColumnMapping, Table, trimmed, without_markup};
use crate::diagnostic::Severity;
use crate::event::FieldType;
use crate::table::{ColumnId, EventTable, MAX_HEAP_BYTES};
use crate::time::Span;
use std::borrow::Cow;

/// Bytes of the number of an event with what stands before it.
const LONGEST_NUMBER: usize = 12;

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
        table.column(column, &mut |text| fits &= text.len() <= longest_id);
        fits
    };
    let mut columns = reader.columns().enumerate();
    columns.all(|(at, (column, key))| key.len() <= longest && (column.role != Role::Id || fits(at)))
}

/// Reads the rows of delimited text by a mapping.
pub(super) fn read(offsets: &Offsets<'_>, reader: &Reader<'_>, whole: &mut Whole<'_>) -> Rows {
    read_rows(offsets, Some(Fast::new(offsets, reader, whole)), reader, whole)
}

/// Reads those of any other table; none of them is simple.
pub(super) fn read_records(table: &dyn Table, reader: &Reader<'_>, whole: &mut Whole<'_>) -> Rows {
    read_rows(table, None, reader, whole)
}

fn read_rows(source: &dyn Table, mut fast: Option<Fast<'_, '_>>, reader: &Reader<'_>, whole: &mut Whole<'_>) -> Rows {
    let mut rows = Rows { table: EventTable::default(), records: 0, dangling: Vec::new() };
    rows.table.fields = reader.declarations();
    let mut ids = GivenIds::default();
    // Events that are parts of others, and where their rows begin.
    let mut parts: Vec<(u32, usize)> = Vec::new();
    let (max_events, limit) = (whole.max_events, whole.limits.events);
    for index in 0..source.rows() {
        let path = Path::ROOT.index(index);
        let table = &mut rows.table;
        let simple = match &mut fast {
            Some(fast) => {
                if fast.take_cells(index) {
                    continue;
                }
                (table.len() < max_events && fast.write(table)).then_some((fast.at, fast.has_id))
            }
            None => None,
        };
        let (at, has_id) = match simple {
            Some(simple) => simple,
            None => {
                let record = source.record(index);
                let at = record.at;
                let mut row = reader.row(&record, &path, whole);
                if record.is_blank() {
                    if source.has_blank_records() {
                        rows.records += 1;
                        row.tell_empty();
                    }
                    continue;
                }
                if row.is_title() {
                    (table.title, table.description) = row.title_and_description();
                    continue;
                }
                if max_events <= table.len() {
                    rows.records += 1;
                    row.report(Severity::Record, "too-many-events", at, || {
                        format!("more events than the limit MAX_EVENTS = {limit}; this one is left out")
                    });
                    continue;
                }
                let Some(mut event) = row.event() else {
                    rows.records += 1;
                    continue;
                };
                limit_event(&mut event, table.len() as usize, at, whole);
                if event.part_of.is_some() {
                    parts.push((table.len(), at));
                }
                let has_id = !event.id.is_empty();
                if !has_id {
                    event.id = format!("e{}", table.len() + 1);
                }
                table.write(event);
                (at, has_id)
            }
        };
        rows.records += 1;
        if !table.end_row() {
            whole.report(Severity::Record, "no-room", at..at, &path, || {
                format!("the texts of one field are longer than MAX_HEAP_BYTES = {MAX_HEAP_BYTES} in all")
            });
            continue;
        }
        if let Some((written, fresh)) = ids.give(table)
            && has_id
        {
            reader.row(&source.record(index), &path, whole).tell_duplicate(&written, &fresh);
        }
    }
    rows.dangling = take_dangling(&mut rows.table, &parts, &mut ids, whole);
    rows
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
    id: Option<ColumnId>,
}

/// The row at hand, and where its cells go.
struct Fast<'a, 'm> {
    offsets: &'m Offsets<'a>,
    simple: Simple,
    /// By key, as an event has them.
    fields: Vec<Field<'m>>,
    /// Columns that make a row unusual in which they hold anything.
    rare: Vec<usize>,
    width: usize,
    max_values: usize,
    cells: Vec<Cow<'a, str>>,
    /// Of the cells of number fields, in the order of `fields`.
    numbers: Vec<f64>,
    at: usize,
    has_id: bool,
}

/// The dates of a row.
enum Dates<'c> {
    /// Nothing but bounds, or none.
    Bounds(Option<Span>),
    Date(Span, &'c str),
    Range(Span, &'c str, &'c str),
    Resolved(date::Dated),
}

impl<'a, 'm> Fast<'a, 'm> {
    fn new(offsets: &'m Offsets<'a>, reader: &'m Reader<'_>, whole: &Whole<'_>) -> Fast<'a, 'm> {
        let (mut simple, mut rare, mut fields) = (Simple::default(), Vec::new(), Vec::new());
        for (column, (mapping, key)) in reader.columns().enumerate() {
            if let Some(kind) = field_type(mapping.role) {
                let (separator, decimal_comma) = (character(mapping), mapping.decimal_comma);
                fields.push(Field { column, key, kind, separator, decimal_comma, id: None });
            } else if mapping.role != Role::Ignore && !simple.take(column, mapping) {
                rare.push(column);
            }
        }
        fields.sort_by_key(|field| field.key);
        let (width, max_values) = (offsets.header().width, whole.limits.values);
        let (cells, numbers) = (Vec::with_capacity(width), Vec::new());
        Fast { offsets, simple, fields, rare, width, max_values, cells, numbers, at: 0, has_id: false }
    }

    /// Goes to a row. Says whether there is nothing in it.
    fn take_cells(&mut self, row: usize) -> bool {
        let starts = self.offsets.starts(row);
        self.at = starts.first().copied().unwrap_or_default() as usize;
        self.cells.clear();
        let mut is_blank = true;
        for (from, next) in starts.iter().zip(starts.iter().skip(1)) {
            let text = match self.offsets.text_between(*from, *next) {
                Cow::Borrowed(text) => Cow::Borrowed(trimmed(text)),
                Cow::Owned(text) => {
                    Cow::Owned(if text.trim().len() == text.len() { text } else { text.trim().to_owned() })
                }
            };
            is_blank &= text.is_empty();
            self.cells.push(text);
        }
        is_blank
    }

    fn cell(&self, column: Option<usize>) -> &str {
        column.and_then(|column| self.cells.get(column)).map_or("", |cell| &**cell)
    }

    /// Writes the row; says no, and has written nothing, where anything in it is unusual.
    fn write(&mut self, table: &mut EventTable) -> bool {
        self.try_write(table).is_some()
    }

    fn try_write(&mut self, table: &mut EventTable) -> Option<()> {
        let is_narrow = self.cells.len() < 2 && self.cells.len() < self.width;
        let is_wide = self.cells.iter().skip(self.width).any(|cell| !cell.is_empty());
        if self.max_values == 0
            || is_narrow
            || is_wide
            || self.rare.iter().any(|column| !self.cell(Some(*column)).is_empty())
        {
            return None;
        }
        let mut numbers = std::mem::take(&mut self.numbers);
        numbers.clear();
        let fits = self.check_fields(&mut numbers);
        self.numbers = numbers;
        fits?;
        let title = plain_line(self.cell(self.simple.title));
        let id = self.cell(self.simple.id);
        if title.is_empty() || is_address(id) {
            return None;
        }
        let dates = self.dates()?;
        let [lat, lon] = [self.degrees(0, 90.0)?, self.degrees(1, 180.0)?];
        let at = if lat.is_some() && lon.is_some() { (lat, lon) } else { (None, None) };
        table.set_title(&title);
        if !id.is_empty() {
            table.set_id(id);
        }
        write_dates(dates, table);
        let date_text = self.cell(self.simple.date_text);
        if !date_text.is_empty() {
            table.set_date_text(Some(date_text));
        }
        let description = self.cell(self.simple.description);
        if !description.is_empty() {
            table.set_description(Some(&plain(description)));
        }
        self.write_places(at, table);
        self.values(self.simple.claimant).for_each(|by| table.add_claimant(by));
        let has_id = !id.is_empty();
        self.write_fields(table);
        self.has_id = has_id;
        Some(())
    }

    /// Whether the cells of fields are as they should be; gives the numbers.
    fn check_fields(&self, numbers: &mut Vec<f64>) -> Option<()> {
        let most = |column: usize, separator: Option<char>| {
            let cell = self.cell(Some(column));
            // So few bytes hold no more values.
            self.max_values < cell.len() && separator.is_some() && self.max_values < split(cell, separator).count()
        };
        let mut lists = [self.simple.place, self.simple.claimant].into_iter().flatten();
        if lists.any(|(column, separator)| most(column, separator)) {
            return None;
        }
        for field in &self.fields {
            let cell = self.cell(Some(field.column));
            if field.kind == FieldType::Number {
                numbers.push(if cell.is_empty() || is_nothing(cell) {
                    f64::NAN
                } else {
                    number(cell, field.decimal_comma)?
                });
            } else if most(field.column, field.separator) {
                return None;
            }
        }
        Some(())
    }

    fn write_fields(&mut self, table: &mut EventTable) {
        let Fast { fields, cells, numbers, .. } = self;
        let mut numbers = numbers.iter();
        for field in fields {
            let number = if field.kind == FieldType::Number { numbers.next() } else { None };
            if number.is_some_and(|number| number.is_nan()) {
                continue;
            }
            let Some(cell) = cells.get(field.column).filter(|cell| !cell.is_empty()) else { continue };
            let id = *field.id.get_or_insert_with(|| table.column(field.key, field.kind));
            match (number, field.separator) {
                (Some(number), _) => table.add_number(id, *number),
                (None, None) => table.add_text(id, cell),
                (None, separator) => {
                    let mut values = split(cell, separator).peekable();
                    if values.peek().is_none() {
                        table.add_nothing(id);
                    }
                    values.for_each(|value| table.add_text(id, value));
                }
            }
        }
    }

    fn write_places(&self, (lat, lon): (Option<f64>, Option<f64>), table: &mut EventTable) {
        let mut names = self.values(self.simple.place).peekable();
        match (names.peek().is_some(), lat, lon) {
            (false, Some(north), Some(east)) => table.add_place(&format!("{north}, {east}")),
            (false, ..) => return,
            _ => {}
        }
        let mut count = 0;
        for name in names {
            table.add_place(name);
            count += 1;
        }
        if let (..2, Some(lat), Some(lon)) = (count, lat, lon) {
            table.locate_place(lat, lon);
        }
    }

    /// The values of a list in the cell of a column.
    fn values(&self, cells: Option<(usize, Option<char>)>) -> impl Iterator<Item = &str> {
        let (column, separator) = cells.unzip();
        split(self.cell(column), separator.flatten())
    }

    /// Degrees, if there are any; `None` where they are wrong.
    fn degrees(&self, which: usize, most: f64) -> Option<Option<f64>> {
        let (column, comma) = self.simple.degrees.get(which).copied().flatten().unzip();
        match self.cell(column) {
            cell if cell.is_empty() || is_nothing(cell) => Some(None),
            cell => number(cell, comma?).filter(|number| number.abs() <= most).map(Some),
        }
    }

    fn dates(&self) -> Option<Dates<'_>> {
        let cells = self.simple.dates.map(|dates| {
            let dates = dates?;
            Some((self.cell(Some(dates.column)), dates)).filter(|(cell, _)| !cell.is_empty() && !is_nothing(cell))
        });
        let cells = match cells {
            [None, Some(start), None] => [Some(start), None, None],
            [Some(date), None, Some(end)] => [None, Some(date), Some(end)],
            others => others,
        };
        quick_dates(cells).or_else(|| {
            let [date, start, end] = cells.map(|cell| cell.map(|(cell, dates)| moment(cell, dates)));
            let dated = date::resolve(date, start, end);
            dated.problems.is_empty().then_some(Dates::Resolved(dated))
        })
    }
}

impl Simple {
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
    // A control character beyond ASCII begins with C2.
    let is_rare = |byte: &u8| matches!(byte, ..b' ' | b'<' | b'&' | 0x7F | 0xC2);
    if text.as_bytes().iter().any(is_rare) { Cow::Owned(one_line(text)) } else { Cow::Borrowed(text) }
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

/// The dates that most columns have: all days as EDTF writes them, or all counts.
fn quick_dates<'c>(cells: [Option<(&'c str, DateCells)>; 3]) -> Option<Dates<'c>> {
    let number = |(cell, dates): (&str, DateCells)| milliseconds(cell, dates.format);
    let day = |(cell, dates): (&str, DateCells)| {
        if dates.format == DateFormat::Edtf { date::day(cell.as_bytes()) } else { None }
    };
    match cells {
        [None, None, None] => Some(Dates::Bounds(None)),
        [Some(date), None, None] => match number(date) {
            Some(ms) => Some(Dates::Bounds(Some(Span::instant(ms)))),
            None => Some(Dates::Date(day(date)?, date.0)),
        },
        [None, Some(start), Some(end)] => match (number(start), number(end)) {
            (Some(from), Some(to)) => Some(Dates::Bounds(Some(date::instants(from, to)?))),
            (None, None) => Some(Dates::Range(date::join(day(start)?, day(end)?)?, start.0, end.0)),
            _ => None,
        },
        _ => None,
    }
}

fn write_dates(dates: Dates<'_>, table: &mut EventTable) {
    match dates {
        Dates::Bounds(span) => span.into_iter().for_each(|span| table.set_span(span)),
        Dates::Date(span, text) => {
            table.set_span(span);
            table.set_date(Some(text));
        }
        Dates::Range(span, start, end) => {
            table.set_span(span);
            table.set_start(Some(start));
            table.set_end(Some(end));
        }
        Dates::Resolved(dated) => {
            dated.span.into_iter().for_each(|span| table.set_span(span));
            table.set_date(dated.date.as_deref());
            table.set_start(dated.start.as_deref());
            table.set_end(dated.end.as_deref());
            table.set_date_text(dated.date_text.as_deref());
        }
    }
}
