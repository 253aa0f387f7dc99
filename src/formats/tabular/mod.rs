//! Tables of text cells → events: which column means what is worked out from names and contents, shown, and can be said.
//!
//! A [`Grid`] is what delimited text and lists of flat records have in common. [`recognise`] proposes a [`Mapping`], and
//! [`events`] reads the grid by one. A wrong cell costs that cell, a wrong row that row.

mod columns;
mod date_column;
pub mod delimited;
mod markup;
mod names;
mod numerals;
mod own;
mod rows;
mod written;

pub use super::mapping::{ColumnMapping, DateFormat, Mapping, Role, Times};
pub use columns::{recognise, recognise_by};
pub(super) use date_column::number;
pub use date_column::{DateColumn, edtf, milliseconds};
pub(super) use markup::{Medium, medium, on_one_line, one_line, without_markup};
pub(super) use names::{tell_of_anything, tell_of_event};
pub(super) use rows::add_words;
pub use rows::events;

use super::problems::Path;
use super::whole::Whole;
use crate::diagnostic::Severity;
use crate::event::EventSet;
use std::borrow::Cow;

/// Reads delimited text with what is recognised in it; the second is the count of records.
pub(super) fn read(whole: &mut Whole<'_>) -> (EventSet, u32) {
    let text = whole.text;
    let delimiter = delimiter(text).unwrap_or(b',');
    let grid = delimited::grid(text, delimiter);
    // What somebody says of its columns goes before what we have written them for.
    if whole.mapping.is_some() || !own::is_own(&grid) {
        return read_grid(&grid, whole);
    }
    tell_faults(&grid, whole);
    own::read(&grid, whole)
}

fn tell_faults(grid: &Grid<'_>, whole: &mut Whole<'_>) {
    for fault in &grid.faults {
        whole.report(Severity::Value, fault.code, fault.at..fault.at, &Path::ROOT, || fault.message.clone());
    }
}

/// The delimiter of a table; a table of ours may be a header alone, one with a header that is known a single column.
pub(super) fn delimiter(text: &str) -> Option<u8> {
    let is_column = || {
        let mut lines = text.lines().map(|line| line.trim().trim_matches('"')).filter(|line| !line.is_empty());
        let header = lines.next().and_then(names::role_of).map(|(role, _)| role);
        lines.next().is_some() && matches!(header, Some(Role::Title | Role::Date | Role::Start | Role::Description))
    };
    if own::is_own_text(text) {
        return Some(b',');
    }
    delimited::delimiter(text).or_else(|| is_column().then_some(b','))
}

/// Reads a grid with what is recognised in it; the second is the count of records.
pub(super) fn read_grid(grid: &Grid<'_>, whole: &mut Whole<'_>) -> (EventSet, u32) {
    tell_faults(grid, whole);
    let nothing = Mapping::default();
    let said = whole.mapping.unwrap_or(&nothing);
    let mapping = recognise_by(grid, said);
    for column in said.columns.iter().filter(|said| mapping.columns.iter().all(|column| column.name != said.name)) {
        let names: Vec<&str> = mapping.columns.iter().take(12).map(|column| column.name.as_str()).collect();
        let message = format!("there is no column `{}`; the file has {}", column.name, names.join(", "));
        whole.warn("unknown-column", message);
    }
    whole.columns = columns::report(grid, &mapping);
    for column in mapping.ambiguous() {
        whole.report(Severity::Warning, "day-or-month", 0..0, &Path::ROOT, || {
            format!("`{}`: day and month cannot be told apart; each date is taken as one of two days", column.name)
        });
    }
    for column in mapping.columns.iter().filter(|column| column.short_years) {
        whole.report(Severity::Warning, "short-year", 0..0, &Path::ROOT, || {
            format!("`{}`: years of two digits are taken as 1930 to 2029; expected four digits", column.name)
        });
    }
    rows::read(grid, &mapping, whole)
}

/// Cells by record; the first record names the columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid<'a> {
    /// The header, then the rows.
    pub records: Vec<Record<'a>>,
    /// What was wrong with the form of the text.
    pub faults: Vec<Fault>,
    /// A record with nothing in it is one all the same, as an object in a list is and a blank line is not.
    pub has_blank_records: bool,
}

/// One row of cells; a row may have fewer or more than the header.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record<'a> {
    /// Where it begins, in bytes of the text.
    pub at: usize,
    /// How many cells it has, the empty ones and those beyond [`MAX_COLUMNS`] too.
    pub width: usize,
    /// Its cells from left to right; empty ones may be left out, but for the header's.
    pub cells: Vec<Cell<'a>>,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell<'a> {
    /// The column it stands in, from 0.
    pub column: u32,
    /// Where it begins, in bytes of the text.
    pub at: usize,
    /// What it holds, without quotes.
    pub text: Cow<'a, str>,
}

/// Something wrong with the form of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Where, in bytes of the text.
    pub at: usize,
    /// A short constant name.
    pub code: &'static str,
    /// What was found and what was expected.
    pub message: String,
}

impl<'a> Grid<'a> {
    /// The names of the columns.
    pub fn header(&self) -> &[Cell<'a>] {
        self.records.first().map_or(&[], |record| &record.cells)
    }

    /// The records below the header.
    pub fn rows(&self) -> &[Record<'a>] {
        self.records.get(1..).unwrap_or(&[])
    }
}

/// Columns that are read of a table or of flat records; cells beyond are left out, and that is told.
pub const MAX_COLUMNS: usize = 1_024;

impl Record<'_> {
    /// The cell of a column, unless it is empty.
    pub fn cell(&self, column: usize) -> Option<&Cell<'_>> {
        let stands_there = |cell: &&Cell<'_>| cell.column as usize == column;
        self.cells.get(column).filter(stands_there).or_else(|| {
            let at = self.cells.binary_search_by_key(&column, |cell| cell.column as usize).ok()?;
            self.cells.get(at)
        })
    }

    /// The text of a cell without blanks around it; empty where the row is too short.
    pub fn text(&self, column: usize) -> &str {
        self.cell(column).map_or("", |cell| cell.text.trim())
    }
}
