//! Tables of text cells → events: which column means what is worked out from names and contents, shown, and can be said.
//!
//! A [`Grid`] is what delimited text and lists of flat records have in common. [`recognise`] proposes a [`Mapping`], and
//! [`events`] reads the grid by one. A wrong cell costs that cell, a wrong row that row.

mod by_column;
mod cells;
mod columns;
mod date_column;
pub mod delimited;
mod fields;
mod markup;
mod names;
mod numerals;
mod own;
mod plan;
mod records;
mod row_dates;
mod rows;
mod written;

pub use super::mapping::{ColumnMapping, DateFormat, Mapping, Role, Times};
pub(super) use by_column::{ByColumn, Unfit};
pub use columns::{recognise, recognise_by};
pub(super) use date_column::number;
pub use date_column::{DateColumn, edtf, milliseconds};
pub(super) use markup::{Medium, medium, on_one_line, one_line, without_markup};
pub(super) use names::{tell_of_anything, tell_of_event};
pub(super) use records::Rows;
pub(super) use rows::add_words;
pub use rows::events;

use super::Limits;
use super::problems::{Path, Problems};
use super::report::ColumnReport;
use super::whole::{Text, Whole, tell_nothing};
use crate::diagnostic::Severity;
use crate::event::EventSet;
use std::borrow::Cow;

/// Reads delimited text with what is recognised in it; the second is the count of records.
pub(super) fn read(whole: &mut Whole<'_>) -> (EventSet, u32) {
    let text = whole.text();
    let delimiter = delimiter(text).unwrap_or(b',');
    let grid = delimited::grid(text, delimiter);
    // What somebody says of its columns goes before what we have written them for.
    if whole.mapping.is_some() || !own::is_own(grid.header()) {
        return read_grid(&grid, whole);
    }
    tell_faults(&grid, whole);
    own::read(&grid, whole)
}

/// Begins to keep a table by columns; the second is how much of the text is done with. `None` where more of the text may be
/// needed to tell, where its form has a fault, and of a table of ours.
pub(super) fn begin(text: &str, is_last: bool, said: Option<&Mapping>) -> Option<(ByColumn, usize)> {
    let delimiter = if is_last { delimiter(text).unwrap_or(b',') } else { delimited::sure_delimiter(text)? };
    let begun = ByColumn::begin(text, delimiter)?;
    (said.is_some() || !own::is_own(&begun.0.header().cells)).then_some(begun)
}

/// What a table kept by columns came to, and what was understood of its columns.
pub(super) type ColumnsRead = (Rows, Vec<ColumnReport>);

/// Reads a table kept by columns, now that all of its text has come.
///
/// # Errors
/// The text, and nothing is told yet, where it is to be read in the general way.
pub(super) fn read_columns(
    mut table: ByColumn,
    (limits, max_events): (Limits, u32),
    said: Option<&Mapping>,
    problems: &mut Problems,
) -> Result<ColumnsRead, String> {
    if !table.settle() {
        return Err(table.take_text());
    }
    let mapping = columns::recognise_table(&table, said.unwrap_or(&Mapping::default()));
    let reader = rows::Reader::new(&mapping, table.header().width);
    if !records::reads(&table, &reader, limits.name) || !records::has_columns_for(&reader) {
        return Err(table.take_text());
    }
    let mut whole = Whole::new(Text::Kept(&table), limits, max_events, said, problems);
    tell_of_mapping(&table, &mapping, &mut whole);
    let columns = std::mem::take(&mut whole.columns);
    let plan = plan::Plan::new(&table, &reader, &whole);
    let rows = if plan.takes_columns() {
        plan.take_columns(table, &reader)
    } else {
        let rows = plan.write_rows(&table, &reader, &mut whole);
        tell_nothing(rows.records, &mut whole);
        rows
    };
    Ok((rows, columns))
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

/// Reads a grid with what is recognised in it; the second is the count of records. The events stand in `whole.rows` and the
/// set has none, or in the set.
pub(super) fn read_grid(grid: &Grid<'_>, whole: &mut Whole<'_>) -> (EventSet, u32) {
    tell_faults(grid, whole);
    let mapping = recognise_by(grid, whole.mapping.unwrap_or(&Mapping::default()));
    tell_of_mapping(grid, &mapping, whole);
    let reader = rows::Reader::new(&mapping, grid.header().len());
    if whole.is_general || !records::reads(grid, &reader, whole.limits.name) {
        return rows::read(grid, &mapping, whole);
    }
    let mut rows = records::read_records(grid, &reader, whole);
    let head =
        EventSet { title: rows.table.title.take(), description: rows.table.description.take(), ..EventSet::default() };
    let records = rows.records;
    whole.rows = Some(rows);
    (head, records)
}

/// Tells what was understood of the columns, and what was not.
fn tell_of_mapping(table: &dyn Table, mapping: &Mapping, whole: &mut Whole<'_>) {
    let said = whole.mapping.map_or(&[][..], |said| &said.columns);
    for column in said.iter().filter(|said| mapping.columns.iter().all(|column| column.name != said.name)) {
        let names: Vec<&str> = mapping.columns.iter().take(12).map(|column| column.name.as_str()).collect();
        let message = format!("there is no column `{}`; the file has {}", column.name, names.join(", "));
        whole.warn("unknown-column", message);
    }
    whole.columns = columns::report(table, mapping);
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
    for column in mapping.columns.iter().filter(|column| column.doubtful_points) {
        whole.report(Severity::Warning, "decimals-or-thousands", 0..0, &Path::ROOT, || {
            format!("`{}`: a point may part thousands or decimals, and is taken for decimals; expected a number that tells, such as `1234.5` or `36,5`, or a mapping that says it, such as `Amount=number:comma`", column.name)
        });
    }
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

/// A table whose cells can be gone through as often as need be.
trait Table {
    /// The names of the columns, without blanks around them.
    fn names(&self) -> Vec<&str>;

    /// Rows below the header.
    fn rows(&self) -> usize;

    /// Sees the cells of one row that are not empty, from left to right, with their columns.
    fn row(&self, row: usize, see: &mut dyn FnMut(usize, &str));

    /// One row.
    fn record(&self, row: usize) -> Cow<'_, Record<'_>>;

    /// A record with nothing in it is one all the same.
    fn has_blank_records(&self) -> bool {
        false
    }

    /// Sees the texts of one column that are not blank, without blanks around them, and in how many cells each stands; one
    /// text may come several times.
    fn values(&self, column: usize, see: &mut dyn FnMut(&str, u32));

    /// Sees the first so many cells of one column that are not blank, without blanks around them.
    fn first_values(&self, column: usize, most: usize, see: &mut dyn FnMut(&str));

    /// The cells of a column that has nothing but whole numbers as they are usually written, if it is kept so; NaN where one
    /// is empty.
    fn whole_numbers(&self, _column: usize) -> Option<&[f64]> {
        None
    }

    /// Whether some cell may hold one of these bytes of ASCII.
    fn may_have(&self, bytes: &[u8; 3]) -> bool;
}

impl Table for Grid<'_> {
    fn names(&self) -> Vec<&str> {
        self.header().iter().map(|cell| cell.text.trim()).collect()
    }

    fn rows(&self) -> usize {
        Grid::rows(self).len()
    }

    fn row(&self, row: usize, see: &mut dyn FnMut(usize, &str)) {
        let cells = Grid::rows(self).get(row).into_iter().flat_map(|row| &row.cells);
        cells.for_each(|cell| see(cell.column as usize, &cell.text));
    }

    fn values(&self, column: usize, see: &mut dyn FnMut(&str, u32)) {
        let cells = Grid::rows(self).iter().filter_map(|row| row.cell(column)).map(|cell| trimmed(&cell.text));
        cells.filter(|text| !text.is_empty()).for_each(|text| see(text, 1));
    }

    fn first_values(&self, column: usize, most: usize, see: &mut dyn FnMut(&str)) {
        let cells = Grid::rows(self).iter().filter_map(|row| row.cell(column)).map(|cell| trimmed(&cell.text));
        cells.filter(|text| !text.is_empty()).take(most).for_each(see);
    }

    fn may_have(&self, _: &[u8; 3]) -> bool {
        true
    }

    fn record(&self, row: usize) -> Cow<'_, Record<'_>> {
        Grid::rows(self).get(row).map_or_else(|| Cow::Owned(Record::default()), Cow::Borrowed)
    }

    fn has_blank_records(&self) -> bool {
        self.has_blank_records
    }
}

/// A text without blanks around it: told at once of most, which begin and end with a letter or digit of ASCII.
#[inline]
fn trimmed(text: &str) -> &str {
    match (text.as_bytes().first(), text.as_bytes().last()) {
        (Some(b'!'..=b'~'), Some(b'!'..=b'~')) => text,
        _ => text.trim(),
    }
}

/// Columns that are read of a table or of flat records; cells beyond are left out, and that is told.
pub const MAX_COLUMNS: usize = 1_024;

impl Record<'_> {
    /// Whether it is a line with nothing in it, which is no record of a table.
    fn is_blank_line(&self) -> bool {
        self.width < 2 && self.is_blank()
    }

    /// Whether there is nothing in it.
    fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.text.trim().is_empty())
    }

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
