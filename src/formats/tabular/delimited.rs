//! Delimited text (CSV, TSV and their kin, RFC 4180) → a grid of cells that know where they stood.
//!
//! Any one-byte delimiter, quoted cells with doubled quotes and line breaks in them, CR, LF or CRLF. What the quoting
//! rules do not allow is read in the way that loses least, and told.

use super::{Cell, Fault, Grid, MAX_COLUMNS, Record};
use std::borrow::Cow;

/// The delimiters that are tried, most usual first.
pub const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Records that are looked at to find the delimiter.
const SNIFFED_RECORDS: usize = 32;

/// Quotes without an end after which the rest of the file is read without quoting: a bound on looking ahead in vain.
const MAX_OPEN_QUOTES: u32 = 64;

/// The delimiter with which the first records are quoted as they should be, have the most cells and the same number each;
/// `None` where no delimiter gives two cells.
pub fn delimiter(text: &str) -> Option<u8> {
    let mut best = None;
    for delimiter in DELIMITERS {
        let mut scanner = Scanner::new(text, delimiter);
        let mut columns = 0;
        let (mut alike, mut records) = (0, 0);
        while records < SNIFFED_RECORDS
            && let Some(found) = scanner.record()
        {
            if records == 0 {
                columns = found.width;
            }
            records += 1;
            alike += usize::from(found.width == columns);
        }
        let fit = (scanner.faults.is_empty(), alike, columns);
        // A header and a row below it at least, and half of the rows like the header: prose has commas too.
        if 1 < columns && 1 < records && records <= 2 * alike && best.is_none_or(|(least, _)| least < fit) {
            best = Some((fit, delimiter));
        }
    }
    best.map(|(_, delimiter)| delimiter)
}

/// All records; the first one is the header. Blank lines are no records.
pub fn grid(text: &str, delimiter: u8) -> Grid<'_> {
    let mut scanner = Scanner::new(text, delimiter);
    let mut grid = Grid::default();
    while let Some(record) = scanner.record() {
        if record.cells.iter().all(|cell| cell.text.trim().is_empty()) && record.width < 2 {
            continue;
        }
        if grid.records.is_empty() && MAX_COLUMNS < record.width {
            let message = format!(
                "the table has {} columns; those beyond MAX_COLUMNS = {MAX_COLUMNS} are left out",
                record.width
            );
            scanner.faults.push(Fault { at: record.at, code: "too-many-columns", message });
        }
        scanner.keeps_empty = false;
        grid.records.push(record);
    }
    grid.faults = scanner.faults;
    grid
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    delimiter: u8,
    open_quotes: u32,
    /// Cells of the record before: most have as many.
    cells: usize,
    /// Empty cells are kept, as those of a header must be.
    keeps_empty: bool,
    faults: Vec<Fault>,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, delimiter: u8) -> Scanner<'a> {
        Scanner { text, at: 0, delimiter, open_quotes: 0, cells: 0, keeps_empty: true, faults: Vec::new() }
    }

    /// The next record; `None` at the end of the text.
    fn record(&mut self) -> Option<Record<'a>> {
        if self.text.len() <= self.at {
            return None;
        }
        let mut record = Record { at: self.at, width: 0, cells: Vec::with_capacity(self.cells) };
        loop {
            let (at, text) = self.cell();
            if record.width < MAX_COLUMNS && (self.keeps_empty || !text.is_empty()) {
                record.cells.push(Cell { column: record.width as u32, at, text });
            }
            record.width += 1;
            match self.byte(self.at) {
                Some(byte) if byte == self.delimiter => self.at += 1,
                Some(b'\r') if self.byte(self.at + 1) == Some(b'\n') => {
                    self.at += 2;
                    break;
                }
                Some(_) => {
                    self.at += 1;
                    break;
                }
                None => break,
            }
        }
        self.cells = record.cells.len();
        Some(record)
    }

    fn bad_quote(&mut self, at: usize, message: &str) {
        self.faults.push(Fault { at, code: "bad-quote", message: message.to_owned() });
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// One cell; stops at the delimiter, line break or end that follows it.
    fn cell(&mut self) -> (usize, Cow<'a, str>) {
        let from = self.at;
        if self.byte(from) == Some(b'"') && self.open_quotes < MAX_OPEN_QUOTES {
            match self.quoted() {
                Some(cell) => return cell,
                None => {
                    self.open_quotes += 1;
                    self.bad_quote(from, "the quote has no end; expected a closing `\"`");
                    self.at = from;
                }
            }
        }
        let to = self.end_of_plain(from);
        self.at = to;
        (from, Cow::Borrowed(self.text.get(from..to).unwrap_or("")))
    }

    /// Where a cell without quotes ends.
    fn end_of_plain(&self, from: usize) -> usize {
        let rest = self.text.as_bytes().get(from..).unwrap_or(&[]);
        memchr::memchr3(self.delimiter, b'\n', b'\r', rest).map_or(self.text.len(), |at| from + at)
    }

    /// A quoted cell; `None` where the quote has no end.
    fn quoted(&mut self) -> Option<(usize, Cow<'a, str>)> {
        let from = self.at;
        let mut text = Cow::Borrowed("");
        let mut at = from + 1;
        loop {
            let quote = at + memchr::memchr(b'"', self.text.as_bytes().get(at..)?)?;
            append(&mut text, self.text.get(at..quote)?);
            at = quote + 1;
            if self.byte(at) == Some(b'"') {
                append(&mut text, "\"");
                at += 1;
            } else {
                break;
            }
        }
        let to = self.end_of_plain(at);
        if at < to {
            let rest = self.text.get(at..to)?;
            if !rest.trim().is_empty() {
                // A quote that was never closed runs into the next one, lines below: then it is the first that is wrong.
                if text.contains('\n') {
                    return None;
                }
                self.bad_quote(at, "text after a closing quote; expected the next cell");
                append(&mut text, rest);
            }
        }
        self.at = to;
        Some((from, text))
    }
}

/// Adds a piece, without a copy as long as there is only one.
fn append<'a>(text: &mut Cow<'a, str>, piece: &'a str) {
    if text.is_empty() {
        *text = Cow::Borrowed(piece);
    } else if !piece.is_empty() {
        text.to_mut().push_str(piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str, delimiter: u8) -> Vec<Vec<String>> {
        let records = grid(text, delimiter).records;
        let texts = |record: &Record<'_>| {
            let text = |column| record.cell(column).map_or_else(String::new, |cell| cell.text.to_string());
            (0..record.width).map(text).collect()
        };
        records.iter().map(texts).collect()
    }

    #[test]
    fn quoting_and_line_breaks() {
        assert_eq!(cells("a,b\r\n1,\"x, \"\"y\"\"\nz\"\n", b','), [vec!["a", "b"], vec!["1", "x, \"y\"\nz"]]);
        assert_eq!(cells("a;b\r1;\"\"", b';'), [vec!["a", "b"], vec!["1", ""]]);
        assert_eq!(cells("a\tb\n\n \n1\t", b'\t'), [vec!["a", "b"], vec!["1", ""]]);
        assert_eq!(cells("a,b\n\"1\" ,2", b','), [vec!["a", "b"], vec!["1", "2"]]);
    }

    #[test]
    fn broken_quoting_loses_least_and_is_told() {
        let grid_of = grid("a,b\n\"1,2\n3,4\n", b',');
        assert_eq!(grid_of.faults.len(), 1);
        assert_eq!(grid_of.faults[0].at, 4);
        assert_eq!(cells("a,b\n\"1,2\n3,4\n", b','), [vec!["a", "b"], vec!["\"1", "2"], vec!["3", "4"]]);
        assert_eq!(cells("a,b\n\"1\"x,2", b','), [vec!["a", "b"], vec!["1x", "2"]]);
        assert_eq!(grid("a,b\n\"1\"x,2", b',').faults.len(), 1);
        assert_eq!(cells("a,b\n1\"2\",3", b','), [vec!["a", "b"], vec!["1\"2\"", "3"]]);
        let run_on = "a,b\n\"1,2\n3,\"4\"\n5,6";
        assert_eq!(cells(run_on, b','), [vec!["a", "b"], vec!["\"1", "2"], vec!["3", "4"], vec!["5", "6"]]);
    }

    #[test]
    fn the_delimiter_is_found() {
        for (text, expected) in [
            ("a,b\n1,2", Some(b',')),
            ("title;date\n\"a, b\";1,5\n\"c, d\";2,5", Some(b';')),
            ("\"a\",\"b;c;d\"\n\"1\",\"2;3;4\"", Some(b',')),
            ("a\tb, c\n1\t2", Some(b'\t')),
            ("a|b|c\n1|2|3", Some(b'|')),
            ("just a line of text\nand one more", None),
            ("prose, with a comma", None),
            ("prose, with a comma\nand a line without\nand one\nand one more", None),
            ("", None),
        ] {
            assert_eq!(delimiter(text), expected, "{text}");
        }
    }
}
