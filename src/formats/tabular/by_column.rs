//! Delimited text → its cells by column, as it comes: the text itself need not be kept, for it can be made again.
//!
//! Only of text whose form is without fault; any other is left to [`delimited::grid`](super::delimited::grid), which
//! tells the faults.

use super::cells::{Cells, Column, unquoted};
use super::delimited::{SNIFFED_RECORDS, Scanner, end_of_plain, end_of_quoted, has_header};
use super::{Cell, MAX_COLUMNS, Record, Table};
use std::borrow::Cow;
use std::cell::OnceCell;

/// A table by columns, and what else of its text there was.
pub(in super::super) struct ByColumn {
    delimiter: u8,
    /// The text before the first row.
    head: String,
    header: Record<'static>,
    columns: Vec<Column>,
    rows: usize,
    /// What mostly stands between rows.
    newline: &'static str,
    /// Rows after which something else stands, ascending, and what: blank lines, another line break, nothing at the end.
    gap_rows: Vec<u32>,
    gap_starts: Vec<u32>,
    gaps: String,
    /// Rows with more or fewer cells than the header, ascending, and how many.
    widths: Vec<(u32, u32)>,
    /// Bytes of text taken in.
    pub len: usize,
    /// Where the cells of the row at hand begin and end.
    row: Vec<(usize, usize)>,
    made: OnceCell<Made>,
}

/// The text, made again.
struct Made {
    text: String,
    /// Where each row begins.
    starts: Vec<u32>,
}

/// The text cannot be kept by columns: its form has a fault, or there is no room.
#[derive(Debug)]
pub(in super::super) struct Unfit {
    /// Bytes of the text at hand that have been taken in before that was found.
    pub taken: usize,
}

/// The same of the row at hand.
struct Fault;

/// Where the row at hand ends, and the next one begins.
enum RowEnd {
    At {
        next: usize,
    },
    /// More text is needed to tell.
    Open,
}

impl ByColumn {
    /// A table from the beginning of its text; the second is how much of it is done with. `None` where this tells of a
    /// fault, or nothing yet.
    pub fn begin(text: &str, delimiter: u8) -> Option<(ByColumn, usize)> {
        let mut scanner = Scanner::new(text, delimiter);
        let header = loop {
            let record = scanner.record()?;
            if !record.is_blank_line() {
                break record;
            }
        };
        if !scanner.faults.is_empty() || MAX_COLUMNS < header.width {
            return None;
        }
        let first = scanner.position();
        let head = text.get(..first)?;
        let newline = ["\r\n", "\r"].into_iter().find(|newline| head.ends_with(newline)).unwrap_or("\n");
        let cells = header.cells.iter().map(|cell| Cell { text: Cow::Owned(cell.text.to_string()), ..*cell });
        let table = ByColumn {
            delimiter,
            head: head.to_owned(),
            header: Record { at: header.at, width: header.width, cells: cells.collect() },
            columns: vec![Column::default(); header.width],
            rows: 0,
            newline,
            gap_rows: Vec::new(),
            gap_starts: Vec::new(),
            gaps: String::new(),
            widths: Vec::new(),
            len: first,
            row: Vec::new(),
            made: OnceCell::new(),
        };
        Some((table, first))
    }

    /// Takes in the rows that end in the text at hand, and gives how much of it is done with. `is_last` says that no text
    /// follows.
    ///
    /// # Errors
    /// [`Unfit`], with nothing lost of the text taken in.
    pub fn take(&mut self, text: &str, is_last: bool) -> Result<usize, Unfit> {
        let mut at = 0;
        let mut rows = || -> Result<(), Fault> {
            while at < text.len() {
                let RowEnd::At { next } = self.scan_row(text, at, is_last)? else { break };
                self.keep_row(text, next)?;
                at = next;
            }
            Ok(())
        };
        let found = rows();
        self.len += at;
        if found.is_ok() && u32::try_from(self.len).is_ok() { Ok(at) } else { Err(Unfit { taken: at }) }
    }

    /// Looks for the cells of the row that begins at an offset.
    fn scan_row(&mut self, text: &str, mut at: usize, is_last: bool) -> Result<RowEnd, Fault> {
        let bytes = text.as_bytes();
        self.row.clear();
        loop {
            let end = match bytes.get(at) {
                Some(b'"') => match end_of_quoted(text, at, self.delimiter) {
                    Some(end) => end,
                    // A fault may be one only because the text is cut.
                    None => return if is_last { Err(Fault) } else { Ok(RowEnd::Open) },
                },
                _ => end_of_plain(bytes, at, self.delimiter),
            };
            self.row.push((at, end));
            at = end + 1;
            return match bytes.get(end) {
                Some(byte) if *byte == self.delimiter => continue,
                Some(b'\r') if bytes.get(at) == Some(&b'\n') => Ok(RowEnd::At { next: at + 1 }),
                Some(b'\r') if at == bytes.len() && !is_last => Ok(RowEnd::Open),
                Some(_) => Ok(RowEnd::At { next: at }),
                None if is_last => Ok(RowEnd::At { next: end }),
                None => Ok(RowEnd::Open),
            };
        }
    }

    /// Puts the cells of the row at hand into their columns.
    fn keep_row(&mut self, text: &str, next: usize) -> Result<(), Fault> {
        let width = self.row.len();
        let (Some((from, _)), Some((_, end))) = (self.row.first(), self.row.last()) else { return Err(Fault) };
        let is_blank = width == 1 && unquoted(text.get(*from..*end).ok_or(Fault)?).is_empty();
        if is_blank {
            self.add_gap(text.get(*from..next).ok_or(Fault)?);
            return Ok(());
        }
        if MAX_COLUMNS < width {
            return Err(Fault);
        }
        let gap = text.get(*end..next).ok_or(Fault)?;
        if self.columns.len() < width {
            self.columns.resize_with(width, Column::default);
        }
        for (column, (from, to)) in self.columns.iter_mut().zip(&self.row) {
            if !column.push(self.rows, text.get(*from..*to).ok_or(Fault)?) {
                return Err(Fault);
            }
        }
        if width != self.header.width {
            self.widths.push((self.rows as u32, width as u32));
        }
        self.rows += 1;
        if gap != self.newline {
            self.set_gap(gap);
        }
        Ok(())
    }

    /// Notes what stands after the last row.
    fn set_gap(&mut self, gap: &str) {
        self.gap_rows.push(self.rows as u32);
        self.gap_starts.push(self.gaps.len() as u32);
        self.gaps.push_str(gap);
    }

    /// Notes a blank line.
    fn add_gap(&mut self, line: &str) {
        if self.rows == 0 {
            return self.head.push_str(line);
        }
        if self.gap_rows.last() != Some(&(self.rows as u32)) {
            self.set_gap(self.newline);
        }
        self.gaps.push_str(line);
    }

    /// What stands after rows that something else follows than a line break, each with the number of rows until there.
    fn gaps(&self) -> impl Iterator<Item = (usize, &str)> {
        let ends = self.gap_starts.iter().skip(1).copied().chain([self.gaps.len() as u32]);
        let gaps = self.gap_starts.iter().zip(ends).map(|(from, to)| self.gaps.get(*from as usize..to as usize));
        self.gap_rows.iter().zip(gaps).map(|(rows, gap)| (*rows as usize, gap.unwrap_or_default()))
    }

    /// Makes ready for reading, now that all text has come. Says no where its first row is no header.
    pub fn settle(&mut self) -> bool {
        self.columns.iter_mut().for_each(Column::settle);
        let mut first = vec![self.header.clone()];
        first.extend((0..self.rows.min(SNIFFED_RECORDS)).map(|row| {
            let cells = (0..).zip(&self.columns).map(|(column, cells)| Cell { column, at: 0, text: cells.text(row) });
            let cells: Vec<Cell<'static>> =
                cells.map(|cell| Cell { text: Cow::Owned(cell.text.into_owned()), ..cell }).collect();
            Record { at: 0, width: self.width(row), cells }
        }));
        has_header(&first)
    }

    /// The header.
    pub fn header(&self) -> &Record<'static> {
        &self.header
    }

    /// A column; rows may have cells beyond those of the header.
    pub(super) fn column(&self, column: usize) -> Option<&Column> {
        self.columns.get(column)
    }

    /// A cell without quotes and blanks around it; empty where there is no such column.
    pub(super) fn cell(&self, column: Option<usize>, row: usize) -> Cow<'_, str> {
        column.and_then(|column| self.columns.get(column)).map_or(Cow::Borrowed(""), |column| column.text(row))
    }

    /// Takes out a column.
    pub(super) fn take_column(&mut self, column: usize) -> Column {
        self.columns.get_mut(column).map(std::mem::take).unwrap_or_default()
    }

    /// The columns beyond those of the header.
    pub(super) fn columns_beyond(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().skip(self.header.width)
    }

    /// Rows that have fewer cells than the header, and no more than one.
    pub fn narrow_rows(&self) -> impl Iterator<Item = u32> {
        let narrow = self.widths.iter().filter(|(_, width)| *width < 2 && (*width as usize) < self.header.width);
        narrow.map(|(row, _)| *row)
    }

    fn width(&self, row: usize) -> usize {
        let at = self.widths.binary_search_by_key(&(row as u32), |(row, _)| *row).ok();
        at.and_then(|at| self.widths.get(at)).map_or(self.header.width, |(_, width)| *width as usize)
    }

    /// The text as far as it is there: before the first row, or all of it.
    pub fn beginning(&self) -> &str {
        self.made.get().map_or(&self.head, |made| &made.text)
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.made().text
    }

    /// The text taken in, which then is all that there is.
    pub fn take_text(&mut self) -> String {
        let text = self.made.take().map_or_else(|| self.make().text, |made| made.text);
        self.columns.clear();
        text
    }

    fn made(&self) -> &Made {
        self.made.get_or_init(|| self.make())
    }

    fn make(&self) -> Made {
        let (mut text, mut starts) = (String::with_capacity(self.len), Vec::with_capacity(self.rows));
        text.push_str(&self.head);
        let mut gaps = self.gaps().peekable();
        let mut widths = self.widths.iter().peekable();
        for row in 0..self.rows {
            starts.push(text.len() as u32);
            let width =
                widths.next_if(|(at, _)| *at as usize == row).map_or(self.header.width, |(_, width)| *width as usize);
            for (at, column) in self.columns.iter().take(width).enumerate() {
                if 0 < at {
                    text.push(char::from(self.delimiter));
                }
                text.push_str(&column.written(row));
            }
            text.push_str(gaps.next_if(|(rows, _)| *rows == row + 1).map_or(self.newline, |(_, gap)| gap));
        }
        Made { text, starts }
    }
}

impl Table for ByColumn {
    fn names(&self) -> Vec<&str> {
        self.header.cells.iter().map(|cell| cell.text.trim()).collect()
    }

    fn rows(&self) -> usize {
        self.rows
    }

    fn values(&self, column: usize, see: &mut dyn FnMut(&str, u32)) {
        self.columns.get(column).into_iter().for_each(|column| column.values(see));
    }

    fn first_values(&self, column: usize, most: usize, see: &mut dyn FnMut(&str)) {
        let Some(column) = self.columns.get(column) else { return };
        let filled = (0..self.rows).map(|row| column.text(row)).filter(|text| !text.is_empty());
        filled.take(most).for_each(|text| see(&text));
    }

    fn whole_numbers(&self, column: usize) -> Option<&[f64]> {
        match &self.columns.get(column)?.cells {
            Cells::Whole(numbers) => Some(numbers),
            _ => None,
        }
    }

    fn record(&self, row: usize) -> Cow<'_, Record<'_>> {
        let Made { text, starts } = self.made();
        let Some(start) = starts.get(row).map(|at| *at as usize) else { return Cow::Owned(Record::default()) };
        let (mut at, mut cells) = (start, Vec::new());
        let width = self.width(row);
        for (column, kept) in (0..).zip(self.columns.iter().take(width)) {
            let end = at + kept.written(row).len();
            let cell = unquoted_with_blanks(text.get(at..end).unwrap_or_default());
            if !cell.is_empty() {
                cells.push(Cell { column, at, text: cell });
            }
            at = end + 1;
        }
        Cow::Owned(Record { at: start, width, cells })
    }

    fn may_have(&self, bytes: &[u8; 3]) -> bool {
        let [one, other, third] = *bytes;
        self.columns.iter().any(|column| memchr::memchr3(one, other, third, column.heap().as_bytes()).is_some())
    }

    fn row(&self, row: usize, see: &mut dyn FnMut(usize, &str)) {
        for (column, cells) in self.columns.iter().enumerate() {
            let text = cells.text(row);
            if !text.is_empty() {
                see(column, &text);
            }
        }
    }
}

/// What a cell holds, as a grid has it.
fn unquoted_with_blanks(written: &str) -> Cow<'_, str> {
    if !written.starts_with('"') {
        return Cow::Borrowed(written);
    }
    let inside = written.trim_end();
    let inside = inside.get(1..inside.len().saturating_sub(1)).unwrap_or_default();
    if memchr::memchr(b'"', inside.as_bytes()).is_some() {
        Cow::Owned(inside.replace("\"\"", "\""))
    } else {
        Cow::Borrowed(inside)
    }
}

#[cfg(test)]
mod tests {
    use super::super::delimited::grid;
    use super::*;

    fn all(text: &str) -> Option<ByColumn> {
        let (mut table, used) = ByColumn::begin(text, b',')?;
        table.take(text.get(used..)?, true).ok()?;
        table.settle().then_some(table)
    }

    /// Every way of writing a table of few cells: the columns say what the grid does, or nothing where it has faults.
    #[test]
    fn columns_are_the_grid() {
        const PIECES: [&str; 9] = ["a", " ", ",", "\n", "\r", "\"", "\"b,\n\"", "\"\"", "é"];
        let mut seen = 0;
        for number in 0..PIECES.len().pow(5) {
            let mut text = "h,i\n".to_owned();
            let mut rest = number;
            while 0 < rest {
                text.push_str(PIECES[rest % PIECES.len()]);
                rest /= PIECES.len();
            }
            let grid = grid(&text, b',');
            match all(&text) {
                None => assert!(!grid.faults.is_empty(), "{text:?}"),
                Some(mut table) => {
                    assert!(grid.faults.is_empty(), "{text:?}");
                    seen += 1;
                    assert_eq!(table.header(), &grid.records[0], "{text:?}");
                    let rows: Vec<_> = (0..table.rows()).map(|row| table.record(row).into_owned()).collect();
                    assert_eq!(rows, grid.rows(), "{text:?}");
                    assert_eq!(table.take_text(), text);
                }
            }
        }
        assert!(10_000 < seen);
    }

    /// Wherever the text is cut, the columns and the text made of them are the same.
    #[test]
    fn pieces_are_the_whole() {
        let text = "h,i\r\n1,\"a\r\nb\"\r\n\r\n2\n3,4,5\r\n\"x\"\"\" ,é\r\r\n6,";
        let whole = all(text).unwrap();
        let rows: Vec<_> = (0..whole.rows()).map(|row| whole.record(row).into_owned()).collect();
        assert_eq!(rows.len(), 5);
        let first = ByColumn::begin(text, b',').unwrap().1;
        for cut in (first..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
            let (mut table, used) = ByColumn::begin(text, b',').unwrap();
            let taken = used + table.take(&text[used..cut], false).unwrap();
            assert_eq!(table.len, taken);
            assert_eq!(table.take(&text[taken..], true).unwrap(), text.len() - taken);
            assert!(table.settle());
            assert_eq!((0..table.rows()).map(|row| table.record(row).into_owned()).collect::<Vec<_>>(), rows);
            assert_eq!(table.take_text(), text, "{cut}");
        }
    }
}
