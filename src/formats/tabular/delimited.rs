//! Delimited text (CSV, TSV and their kin, RFC 4180) → a grid of cells that know where they stood.
//!
//! Any one-byte delimiter, quoted cells with doubled quotes and line breaks in them, CR, LF or CRLF. What the quoting
//! rules do not allow is read in the way that loses least, and told.

use super::date_column::is_day;
use super::names::role_of;
use super::{Cell, Fault, Grid, MAX_COLUMNS, Record};
use std::borrow::Cow;

/// The delimiters that are tried, most usual first.
pub const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Records that are looked at to find the delimiter.
pub(super) const SNIFFED_RECORDS: usize = 32;

/// Quotes without an end after which the rest of the file is read without quoting: a bound on looking ahead in vain.
const MAX_OPEN_QUOTES: u32 = 64;

/// The delimiter that a first line `sep=;` names; else the one with which the first records are quoted as they should be,
/// have the most cells and the same number each. `None` where no delimiter gives two cells.
pub fn delimiter(text: &str) -> Option<u8> {
    sniff(text).0
}

/// The delimiter of a text of which this is the beginning; `None` where more of it may say another.
pub(super) fn sure_delimiter(text: &str) -> Option<u8> {
    let (delimiter, is_sure) = sniff(text);
    delimiter.filter(|delimiter| is_sure && start(text, *delimiter).1)
}

/// The delimiter, and whether no text that follows can change it.
fn sniff(text: &str) -> (Option<u8>, bool) {
    if let Some((said, _)) = said_delimiter(text) {
        return (Some(said), true);
    }
    let (mut best, mut is_sure) = (None, true);
    for delimiter in DELIMITERS {
        let (from, start_is_sure) = start(text, delimiter);
        let mut scanner = Scanner::at(text, delimiter, from);
        let (mut columns, mut known) = (0, 0);
        let (mut alike, mut records) = (0, 0);
        while records < SNIFFED_RECORDS
            && let Some(found) = scanner.record()
        {
            if found.width < 2 && filled(&found) == 0 {
                continue;
            }
            if records == 0 {
                columns = found.width;
                known = known_names(&found);
            }
            records += 1;
            alike += usize::from(found.width == columns);
        }
        is_sure &= start_is_sure && !scanner.came_to_end();
        let fit = (scanner.faults.is_empty(), alike, columns);
        // A header and a row below it at least, and half of the rows like the header, if that is not known by its names: prose
        // has commas too.
        let is_table = 1 < columns && 1 < records && (records <= 2 * alike || 1 < known);
        if is_table && best.is_none_or(|(least, _)| least < fit) {
            best = Some((fit, delimiter));
        }
    }
    (best.map(|(_, delimiter)| delimiter), is_sure)
}

/// The delimiter in a first line such as `sep=;`, which spreadsheets write, and where the next line begins.
fn said_delimiter(text: &str) -> Option<(u8, usize)> {
    let line = text.lines().next()?;
    let said = line.trim_matches(['"', ' ']).strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?;
    let byte = *said.as_bytes().first().filter(|byte| byte.is_ascii() && said.len() == 1)?;
    Some((byte, text.find('\n')? + 1))
}

/// Cells of a record that hold anything.
fn filled(record: &Record<'_>) -> usize {
    record.cells.iter().filter(|cell| !cell.text.trim().is_empty()).count()
}

/// Cells that are names which columns have.
fn known_names(record: &Record<'_>) -> usize {
    record.cells.iter().filter(|cell| role_of(&cell.text).is_some()).count()
}

/// Where the table begins: what stands above the header has one cell in a line at most, or is a comment. The second is
/// whether no text that follows can change that.
fn start(text: &str, delimiter: u8) -> (usize, bool) {
    let first = said_delimiter(text).map_or(0, |(_, at)| at);
    let mut scanner = Scanner::at(text, delimiter, first);
    let records: Vec<Record<'_>> = std::iter::from_fn(|| scanner.record()).take(SNIFFED_RECORDS).collect();
    let is_sure = !scanner.came_to_end();
    let widest = records.iter().map(filled).max().unwrap_or(0);
    if widest < 2 {
        return (first, is_sure);
    }
    let is_above = |record: &Record<'_>| {
        let cell = record.cells.iter().map(|cell| cell.text.trim()).find(|text| !text.is_empty()).unwrap_or("");
        // The name of one column above numbers without a name stands behind an empty cell.
        let is_first = record.cells.first().is_none_or(|first| !first.text.trim().is_empty() || filled(record) == 0);
        let is_alone = filled(record) < 2 && is_first && role_of(cell).is_none();
        is_alone || cell.starts_with('#') && record.width < widest
    };
    let header = records.iter().find(|record| 1 < known_names(record));
    let is_narrower =
        |record: &Record<'_>| header.is_some_and(|header| record.at < header.at && record.width < header.width);
    (records.iter().find(|record| !is_above(record) && !is_narrower(record)).map_or(first, |record| record.at), is_sure)
}

/// Whether the first record names the columns: in a table without a header it has a day where the rows below have days.
pub(super) fn has_header(records: &[Record<'_>]) -> bool {
    let Some((first, rows)) = records.split_first() else { return true };
    if first.cells.iter().any(|cell| role_of(&cell.text).is_some()) {
        return true;
    }
    let rows = rows.get(..SNIFFED_RECORDS.min(rows.len())).unwrap_or(rows);
    let are_days = |column: usize| {
        let days = rows.iter().filter(|row| is_day(row.text(column))).count();
        rows.len() < 2 * days
    };
    !first.cells.iter().any(|cell| is_day(cell.text.trim()) && are_days(cell.column as usize))
}

/// All records; the first one is the header, made up where there is none. Blank lines are no records, nor is what stands
/// above the header.
pub fn grid(text: &str, delimiter: u8) -> Grid<'_> {
    let mut scanner = Scanner::new(text, delimiter);
    let mut grid = Grid::default();
    while let Some(record) = scanner.record() {
        if record.is_blank_line() {
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
    if !has_header(&grid.records) {
        let width = grid.records.first().map_or(0, |record| record.width.min(MAX_COLUMNS));
        let name = |column| Cell { column: column as u32, at: 0, text: Cow::Owned(format!("column {}", column + 1)) };
        grid.records.insert(0, Record { at: 0, width, cells: (0..width).map(name).collect() });
        let message =
            "the first line has a date where the others have one, and is no header; expected names of columns";
        scanner.faults.push(Fault { at: 0, code: "no-header", message: message.to_owned() });
    }
    grid.faults = scanner.faults;
    grid
}

pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    delimiter: u8,
    open_quotes: u32,
    /// Cells of the record before: most have as many.
    cells: usize,
    /// Empty cells are kept, as those of a header must be.
    keeps_empty: bool,
    /// A quote was sought to the end of the text.
    has_open_end: bool,
    pub(super) faults: Vec<Fault>,
}

/// Where a cell without quotes ends.
#[inline]
pub(super) fn end_of_plain(bytes: &[u8], from: usize, delimiter: u8) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    memchr::memchr3(delimiter, b'\n', b'\r', rest).map_or(bytes.len(), |at| from + at)
}

/// Where a quoted cell ends; `None` where something is wrong with it.
pub(super) fn end_of_quoted(text: &str, from: usize, delimiter: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from + 1;
    loop {
        at += memchr::memchr(b'"', bytes.get(at..)?)? + 1;
        if bytes.get(at) != Some(&b'"') {
            break;
        }
        at += 1;
    }
    let end = end_of_plain(bytes, at, delimiter);
    text.get(at..end)?.trim().is_empty().then_some(end)
}

impl<'a> Scanner<'a> {
    /// From the beginning of the table on.
    pub(super) fn new(text: &'a str, delimiter: u8) -> Scanner<'a> {
        let mut scanner = Scanner::at(text, delimiter, start(text, delimiter).0);
        let above = text.get(..scanner.at).unwrap_or("");
        let above = above.get(said_delimiter(text).map_or(0, |(_, at)| at)..).unwrap_or("");
        if !above.trim().is_empty() {
            let line = 1 + text.get(..scanner.at).unwrap_or("").lines().count();
            let message = format!("the table begins in line {line}; what stands above is left out");
            scanner.faults.push(Fault { at: scanner.at - above.len(), code: "above-table", message });
        }
        scanner
    }

    fn at(text: &'a str, delimiter: u8, at: usize) -> Scanner<'a> {
        Scanner {
            text,
            at,
            delimiter,
            open_quotes: 0,
            cells: 0,
            keeps_empty: true,
            has_open_end: false,
            faults: Vec::new(),
        }
    }

    /// Whether it has looked at all of the text.
    fn came_to_end(&self) -> bool {
        self.has_open_end || self.text.len() <= self.at
    }

    /// Where it stands.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// The next record; `None` at the end of the text.
    pub(super) fn record(&mut self) -> Option<Record<'a>> {
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

    fn end_of_plain(&self, from: usize) -> usize {
        end_of_plain(self.text.as_bytes(), from, self.delimiter)
    }

    /// A quoted cell; `None` where the quote has no end.
    fn quoted(&mut self) -> Option<(usize, Cow<'a, str>)> {
        let from = self.at;
        let mut text = Cow::Borrowed("");
        let mut at = from + 1;
        loop {
            let Some(quote) = memchr::memchr(b'"', self.text.as_bytes().get(at..)?).map(|found| at + found) else {
                self.has_open_end = true;
                return None;
            };
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
    fn what_stands_above_the_table_is_left_out() {
        for (text, delimiter, records, codes) in [
            ("sep=;\ntitle;date\na;2014", b';', 2, &[][..]),
            ("Conflict in 2014,,\nDate,Event,Place\n2014,a,b\n2014,c,d", b',', 3, &["above-table"]),
            (
                "Ministry\nExported, late\n\nDate,Event,Place\n2014,a,b\n2014,c,d\n2014,e,f\n2014,g,h",
                b',',
                5,
                &["above-table"],
            ),
            ("# by x, and y\n# CC\ntitle,date,place\na,2014,b\n", b',', 2, &["above-table"]),
            ("#id,name\n1,a\n2,b", b',', 3, &[]),
            ("title,date\na\nb,2014", b',', 3, &[]),
        ] {
            let found = super::delimiter(text);
            assert_eq!(found, Some(delimiter), "{text}");
            let grid = grid(text, delimiter);
            let found: Vec<_> = grid.faults.iter().map(|fault| fault.code).collect();
            assert_eq!(found, codes, "{text}");
            assert_eq!(grid.records.len(), records, "{text}: {grid:?}");
        }
    }

    #[test]
    fn a_table_without_a_header_loses_no_row() {
        let grid_of = grid("2014-06-10,Mosul\n2014-06-11,Tikrit\n", b',');
        assert_eq!((grid_of.records.len(), grid_of.faults[0].code), (3, "no-header"));
        assert_eq!(grid_of.header()[1].text, "column 2");
        // Days as names of columns, and years.
        assert_eq!(grid("Country,2020-01-22,2020-01-23\nIraq,1,2\n", b',').faults, []);
        assert_eq!(grid("2014,Mosul\n2015,Tikrit\n", b',').faults, []);
    }

    #[test]
    fn the_delimiter_is_found() {
        for (text, expected) in [
            ("title,date,c\n1,2\n1,2,3,4\n\n\n1\n1,2,3\n", Some(b',')),
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
