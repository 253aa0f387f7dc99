//! The line of a file that a problem is in, with a mark under what is wrong.

use crate::visible;
use event_timeline::diagnostic::Diagnostic;
use std::ops::Range;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Characters of a line that are shown, before the place and from it on.
const CHARS_BEFORE: usize = 60;
const CHARS_AFTER: usize = 60;

/// A file as text, in whichever encoding of Unicode it is.
pub fn decode(bytes: &[u8]) -> String {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).filter_map(|pair| Some(unit(pair.try_into().ok()?)));
        char::decode_utf16(units).map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// The lines of a text, asked for by line and column.
///
/// A document may be one line of many megabytes: the place last found is kept, and problems come in order.
pub struct Lines<'a> {
    text: &'a str,
    /// Offsets of the lines' beginnings.
    starts: Vec<usize>,
    last: Place,
}

/// A line and column, counted from 0, and its offset.
#[derive(Clone, Copy, Default)]
struct Place {
    line: usize,
    column: usize,
    offset: usize,
}

impl<'a> Lines<'a> {
    /// The lines of a text.
    pub fn new(text: &'a str) -> Lines<'a> {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Lines { text, starts, last: Place::default() }
    }

    /// The line with a mark under what is wrong; the text alone where the line is not as the problem has it.
    pub fn snippet(&mut self, problem: &Diagnostic) -> String {
        let excerpt = problem.excerpt.lines().next().unwrap_or_default().trim_end_matches('…');
        match self.marked(problem.line, problem.column, excerpt) {
            Some((shown, mark)) => format!("{:>6} | {shown}\n       | {mark}\n", problem.line),
            None if excerpt.is_empty() => String::new(),
            None => format!("       | {}\n", visible::line(excerpt)),
        }
    }

    /// As much of the line as there is room for, and the mark to put under it.
    fn marked(&mut self, line: u32, column: u32, excerpt: &str) -> Option<(String, String)> {
        let place = self.find((line as usize).checked_sub(1)?, (column as usize).checked_sub(1)?)?;
        let Range { start, end } = self.line(place.line)?;
        let (before, after) = (self.text.get(start..place.offset)?, self.text.get(place.offset..end)?);
        // The place of a string is its quotation mark, and its text stands after that.
        let quote = usize::from(!after.starts_with(excerpt) && after.starts_with('"'));
        let (quote, rest) = after.split_at(quote);
        if !rest.starts_with(excerpt) {
            return None;
        }
        let skipped = before.char_indices().rev().nth(CHARS_BEFORE - 1).map_or(0, |(at, _)| at);
        let shown_to = rest.char_indices().nth(CHARS_AFTER).map_or(rest.len(), |(at, _)| at);
        let cut = |is_cut: bool| if is_cut { "…" } else { "" };
        let before = format!("{}{}{quote}", cut(0 < skipped), visible::line(before.get(skipped..)?));
        let shown = visible::line(rest.get(..shown_to)?);
        let marked = shown.chars().take(excerpt.chars().count());
        let width = marked.map(|char| char.width().unwrap_or(0)).sum::<usize>().max(1);
        let mark = format!("{}{}", " ".repeat(before.width()), "^".repeat(width));
        Some((format!("{before}{shown}{}", cut(shown_to < rest.len())), mark))
    }

    /// The place of a line and column, from the last one on where that lies before it in the same line.
    fn find(&mut self, line: usize, column: usize) -> Option<Place> {
        if self.last.line != line || column < self.last.column {
            self.last = Place { line, column: 0, offset: *self.starts.get(line)? };
        }
        let rest = self.text.get(self.last.offset..self.line(line)?.end)?;
        let ahead = column - self.last.column;
        let mut offsets = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
        let offset = self.last.offset + offsets.nth(ahead)?;
        self.last = Place { line, column, offset };
        Some(self.last)
    }

    /// Offsets of a line, without its end.
    fn line(&self, index: usize) -> Option<Range<usize>> {
        let from = *self.starts.get(index)?;
        let to = self.starts.get(index + 1).map_or(self.text.len(), |next| next - 1);
        let length = self.text.get(from..to)?.trim_end_matches('\r').len();
        Some(from..from + length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(line: &str, column: u32, excerpt: &str) -> Option<(String, String)> {
        Lines::new(line).marked(1, column, excerpt)
    }

    #[test]
    fn the_mark_stands_under_what_is_wrong() {
        let line = r#"{"title": "落ちる", "date": "2014-13"}"#;
        let column = line.chars().position(|char| char == '1').unwrap() as u32 - 1;
        let (shown, mark) = marked(line, column, "2014-13").unwrap();
        assert_eq!(shown, line);
        // Three characters that are twice as wide.
        assert_eq!(mark.find('^'), Some(column as usize - 1 + 3));
        assert_eq!(mark.trim(), "^^^^^^^");
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let line = format!("{}here{}", "a".repeat(5_000), "b".repeat(5_000));
        let (shown, mark) = marked(&line, 5_001, "here").unwrap();
        assert_eq!(shown.chars().count(), CHARS_BEFORE + CHARS_AFTER + 2);
        let at = mark.chars().position(|char| char == '^').unwrap();
        assert_eq!(shown.chars().skip(at).take(4).collect::<String>(), "here");
    }

    #[test]
    fn a_place_that_is_not_as_told_is_not_marked() {
        assert_eq!(marked("abc", 2, "x"), None);
        assert_eq!(marked("abc", 9, ""), None);
        assert_eq!(Lines::new("abc").marked(2, 1, ""), None);
        assert_eq!(marked("abc", 4, ""), Some(("abc".into(), "   ^".into())));
    }

    #[test]
    fn places_are_found_in_any_order() {
        let text = "a落c\r\ndef\n";
        let mut lines = Lines::new(text);
        for (line, column, excerpt) in [(1, 3, "c"), (1, 1, "a"), (2, 2, "e"), (1, 2, "落"), (1, 3, "c"), (2, 1, "def")]
        {
            let (shown, _) = lines.marked(line, column, excerpt).unwrap();
            assert_eq!(shown, if line == 1 { "a落c" } else { "def" });
        }
    }

    #[test]
    fn text_in_utf_16_has_lines_too() {
        let bytes: Vec<u8> = [0xFEFF].into_iter().chain("a\nb".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let text = decode(&bytes);
        assert_eq!(Lines::new(&text).marked(2, 1, "b"), Some(("b".into(), "^".into())));
    }
}
