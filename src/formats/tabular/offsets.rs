//! Delimited text → where its cells begin, four bytes each: what a grid of cells says in forty.
//!
//! Only of text whose form is without fault; any other is left to [`delimited::grid`](super::delimited::grid), which
//! tells the faults.

use super::delimited::{SNIFFED_RECORDS, Scanner, end_of_plain, end_of_quoted, has_header};
use super::{Cell, MAX_COLUMNS, Record, Table};
use std::borrow::Cow;

/// Rows by which the room for all is reckoned.
const RECKONED_ROWS: usize = 1_000;

/// A table as its text, and where in it the cells begin.
pub(super) struct Offsets<'a> {
    text: &'a str,
    /// Where the rows begin.
    from: usize,
    header: Record<'a>,
    /// Index in `starts` of the first cell of each row, and at last one more.
    rows: Vec<u32>,
    /// Where each cell begins. Behind the last one of a row stands where a further cell would begin.
    starts: Vec<u32>,
    is_quoted: bool,
}

impl<'a> Offsets<'a> {
    /// Where the cells of a text are; `None` where its form is not as it should be.
    pub(super) fn of(text: &'a str, delimiter: u8) -> Option<Offsets<'a>> {
        u32::try_from(text.len()).ok().filter(|len| *len < u32::MAX - 1)?;
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
        let mut offsets = Offsets {
            text,
            from: first,
            header,
            rows: vec![0],
            starts: Vec::new(),
            is_quoted: text.as_bytes().contains(&b'"'),
        };
        let mut at = first;
        while at < text.len() {
            at = offsets.take_row(at, delimiter)?;
            if offsets.rows.len() == RECKONED_ROWS {
                offsets.reserve(at - first, text.len() - at);
            }
        }
        let mut first_records = vec![offsets.header.clone()];
        first_records.extend((0..offsets.rows().min(SNIFFED_RECORDS)).map(|row| offsets.record(row).into_owned()));
        has_header(&first_records).then_some(offsets)
    }

    /// Makes room for the rest at once, by what came of so many bytes: a vector that grows is there twice for a moment. Rows
    /// that begin short may go on long: no more room than half of the rest's bytes, if there is so much.
    fn reserve(&mut self, bytes: usize, rest: usize) {
        let more = |len: usize| ((len as f64 * rest as f64 / bytes.max(1) as f64 * 1.05) as usize).min(rest / 8);
        // Without it they grow.
        let _ = self.rows.try_reserve(more(self.rows.len()));
        let _ = self.starts.try_reserve(more(self.starts.len()));
    }

    /// Takes the row that begins at an offset, and gives the offset of the next.
    fn take_row(&mut self, mut at: usize, delimiter: u8) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let first = self.starts.len();
        let next = loop {
            self.starts.push(at as u32);
            let end = match bytes.get(at) {
                Some(b'"') => end_of_quoted(self.text, at, delimiter)?,
                _ => end_of_plain(bytes, at, delimiter),
            };
            at = end + 1;
            match bytes.get(end) {
                Some(byte) if *byte == delimiter => {}
                Some(b'\r') if bytes.get(at) == Some(&b'\n') => break at + 1,
                _ => break at,
            }
        };
        let width = self.starts.len() - first;
        let is_blank = width == 1 && self.text_between(self.starts.get(first).copied()?, at as u32).trim().is_empty();
        if is_blank {
            self.starts.truncate(first);
        } else if MAX_COLUMNS < width {
            return None;
        } else {
            self.starts.push(at as u32);
            self.rows.push(self.starts.len() as u32);
        }
        Some(next)
    }

    /// The header.
    pub(super) fn header(&self) -> &Record<'a> {
        &self.header
    }

    /// Where the cells of a row begin, and where one more would.
    #[inline]
    pub(super) fn starts(&self, row: usize) -> &[u32] {
        let (Some(from), Some(to)) = (self.rows.get(row), self.rows.get(row + 1)) else { return &[] };
        self.starts.get(*from as usize..*to as usize).unwrap_or_default()
    }

    /// The text of the cell that begins at an offset, where the next one would begin at another.
    #[inline]
    pub(super) fn text_between(&self, from: u32, next: u32) -> Cow<'a, str> {
        let raw = self.text.get(from as usize..next.saturating_sub(1) as usize).unwrap_or_default();
        if self.is_quoted && raw.starts_with('"') { unquoted(raw) } else { Cow::Borrowed(raw) }
    }
}

/// What a quoted cell holds.
fn unquoted(raw: &str) -> Cow<'_, str> {
    let inside = raw.trim_end();
    let inside = inside.get(1..inside.len().saturating_sub(1)).unwrap_or_default();
    if memchr::memchr(b'"', inside.as_bytes()).is_some() {
        Cow::Owned(inside.replace("\"\"", "\""))
    } else {
        Cow::Borrowed(inside)
    }
}

impl Table for Offsets<'_> {
    fn names(&self) -> Vec<&str> {
        self.header.cells.iter().map(|cell| cell.text.trim()).collect()
    }

    fn rows(&self) -> usize {
        self.rows.len() - 1
    }

    fn column(&self, column: usize, see: &mut dyn FnMut(&str)) {
        for row in 0..self.rows() {
            let starts = self.starts(row);
            if let (Some(from), Some(next)) = (starts.get(column), starts.get(column + 1))
                && from + 1 < *next
            {
                see(&self.text_between(*from, *next));
            }
        }
    }

    fn record(&self, row: usize) -> Cow<'_, Record<'_>> {
        let starts = self.starts(row);
        let width = starts.len().saturating_sub(1);
        let cells = (0..).zip(starts.windows(2)).filter_map(|(column, bounds)| {
            let [from, next] = *<&[u32; 2]>::try_from(bounds).ok()?;
            Some(Cell { column, at: from as usize, text: self.text_between(from, next) })
        });
        let cells = cells.filter(|cell| !cell.text.is_empty()).collect();
        Cow::Owned(Record { at: starts.first().copied().unwrap_or_default() as usize, width, cells })
    }

    fn may_have(&self, bytes: &[u8; 3]) -> bool {
        // A line break in a cell stands between quotes.
        let [one, other, third] = bytes.map(|byte| if byte == b'\n' { b'"' } else { byte });
        memchr::memchr3(one, other, third, self.text.as_bytes().get(self.from..).unwrap_or_default()).is_some()
    }

    fn row(&self, row: usize, see: &mut dyn FnMut(usize, &str)) {
        let starts = self.starts(row);
        for (column, (from, next)) in starts.iter().zip(starts.iter().skip(1)).enumerate() {
            let text = self.text_between(*from, *next);
            if !text.is_empty() {
                see(column, &text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::delimited::grid;
    use super::*;

    /// Every way of writing a table of few cells: the offsets say what the grid does, or nothing where it has faults.
    #[test]
    fn offsets_are_the_grid() {
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
            match Offsets::of(&text, b',') {
                None => assert!(!grid.faults.is_empty(), "{text:?}"),
                Some(offsets) => {
                    assert!(grid.faults.is_empty(), "{text:?}");
                    seen += 1;
                    assert_eq!(offsets.header(), &grid.records[0], "{text:?}");
                    let rows: Vec<_> = (0..offsets.rows()).map(|row| offsets.record(row).into_owned()).collect();
                    assert_eq!(rows, grid.rows(), "{text:?}");
                }
            }
        }
        assert!(10_000 < seen);
    }
}
