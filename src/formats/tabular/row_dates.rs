//! The dates of rows by their columns for date, start and end.

use super::super::date::{self, Moment};
use super::super::mapping::{DateFormat, Times};
use super::Table;
use super::by_column::ByColumn;
use super::cells::Column;
use super::date_column::{edtf, is_nothing, milliseconds};
use super::written::phrase;
use crate::table::EventTable;
use crate::time::Span;
use std::borrow::Cow;
use std::ops::Range;

/// The columns for date, start and end.
#[derive(Clone, Copy, Default)]
pub(super) struct DateColumns(pub [Option<DateCells>; 3]);

/// How the dates of a column are written.
#[derive(Clone, Copy)]
pub(super) struct DateCells {
    pub column: usize,
    pub format: DateFormat,
    pub times: Times,
}

/// The dates of a row.
enum Dates<'c> {
    /// Nothing but bounds, or none.
    Bounds(Option<Span>),
    Date(Span, Cow<'c, str>),
    Range(Span, Cow<'c, str>, Cow<'c, str>),
    Resolved(date::Dated),
}

impl DateColumns {
    /// Marks rows whose dates are not as they should be.
    pub fn mark(&self, source: &ByColumn, marks: &mut [bool]) {
        match self.only() {
            Some((which, dates)) if source.whole_numbers(dates.column).is_none() => {
                let mut is_bad = |cell: &str| one(which, dates, cell).is_none();
                source.column(dates.column).into_iter().for_each(|column| column.mark(marks, &mut is_bad));
            }
            _ if self.0.iter().all(Option::is_none) => {}
            _ => {
                for (row, mark) in marks.iter_mut().enumerate() {
                    *mark |= self.counts(source, row).is_none() && self.of_row(source, row).is_none();
                }
            }
        }
    }

    /// Writes those of rows of which none is marked.
    pub fn write(&self, source: &ByColumn, rows: Range<usize>, table: &mut EventTable) {
        table.spans.reserve(rows.len());
        let only = self.only().and_then(|(which, dates)| Some((which, dates, source.column(dates.column)?)));
        if let Some((which, dates, column)) = only.filter(|(.., column)| column.repeats_in(rows.len())) {
            return write_coded((which, dates), column, rows, table);
        }
        for (position, row) in (table.len()..).zip(rows) {
            match self.counts(source, row) {
                Some(span) => table.spans.push(span),
                None => write(&self.of_row(source, row).unwrap_or(Dates::Bounds(None)), position, table),
            }
        }
    }

    /// The column of dates and which it is of date, start and end, if there is only one.
    fn only(&self) -> Option<(usize, DateCells)> {
        let mut found = self.0.iter().enumerate().filter_map(|(which, dates)| Some((which, (*dates)?)));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// The bounds of a row where its dates are counts of time that are kept as numbers, if these tell.
    #[inline]
    fn counts(&self, source: &ByColumn, row: usize) -> Option<Option<Span>> {
        let mut found = [f64::NAN; 3];
        for (found, dates) in found.iter_mut().zip(self.0) {
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

    fn of_row<'c>(&self, source: &'c ByColumn, row: usize) -> Option<Dates<'c>> {
        dates_of(self.0.map(|dates| dates.map(|dates| (source.cell(Some(dates.column), row), dates))))
    }
}

/// Writes the dates of a column that are read once for each distinct text.
fn write_coded((which, dates): (usize, DateCells), column: &Column, rows: Range<usize>, table: &mut EventTable) {
    let mut known: Vec<Option<Dates<'_>>> = Vec::new();
    for (position, row) in (table.len()..).zip(rows) {
        let code = column.code(row);
        let slot = code.and_then(|code| {
            known.resize_with(known.len().max(code as usize + 1), || None);
            known.get_mut(code as usize)
        });
        let (Some(code), Some(slot)) = (code, slot) else {
            table.spans.push(None);
            continue;
        };
        let read = || one(which, dates, column.text_of(code)).unwrap_or(Dates::Bounds(None));
        write(slot.get_or_insert_with(read), position, table);
    }
}

/// The dates of a row that has a cell in one column.
fn one(which: usize, dates: DateCells, cell: &str) -> Option<Dates<'_>> {
    let mut cells = [None, None, None];
    *cells.get_mut(which)? = Some((Cow::Borrowed(cell), dates));
    dates_of(cells)
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
    if let Some(dates) = quick_dates(&cells) {
        return Some(dates);
    }
    let [date, start, end] = cells.map(|cell| cell.map(|(cell, dates)| moment(&cell, dates)));
    let dated = date::resolve(date, start, end);
    dated.problems.is_empty().then_some(Dates::Resolved(dated))
}

/// The dates that most columns have: all days as EDTF writes them, or all counts.
fn quick_dates<'c>(cells: &[Option<(Cow<'c, str>, DateCells)>; 3]) -> Option<Dates<'c>> {
    let number = |(cell, dates): &(Cow<'c, str>, DateCells)| milliseconds(cell, dates.format);
    let day = |(cell, dates): &(Cow<'c, str>, DateCells)| {
        if dates.format == DateFormat::Edtf { date::day(cell.as_bytes()) } else { None }
    };
    match cells {
        [None, None, None] => Some(Dates::Bounds(None)),
        [Some(date), None, None] => match number(date) {
            Some(ms) => Some(Dates::Bounds(Some(Span::instant(ms)))),
            None => Some(Dates::Date(day(date)?, date.0.clone())),
        },
        [None, Some(start), Some(end)] => match (number(start), number(end)) {
            (Some(from), Some(to)) => Some(Dates::Bounds(Some(date::instants(from, to)?))),
            (None, None) => Some(Dates::Range(date::join(day(start)?, day(end)?)?, start.0.clone(), end.0.clone())),
            _ => None,
        },
        _ => None,
    }
}

fn write(dates: &Dates<'_>, position: u32, table: &mut EventTable) {
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
