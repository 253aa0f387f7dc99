//! Collects what is wrong with a file, with lines and columns.

use super::{Limits, MAX_NAME_BYTES, MAX_VALUES};
use crate::diagnostic::{Diagnostic, MAX_EXCERPT_CHARS, Severity};
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// Diagnostics that one reading keeps unless told otherwise; a last one counts those left out. Up to a hundred of
/// severity `File` are kept beyond it.
pub const MAX_DIAGNOSTICS: usize = 1000;

/// Diagnostics of severity `File` that are kept where there is no room for others: what ended a file is always told.
pub const MAX_FILE_DIAGNOSTICS: usize = 100;

/// Characters of a message, which may quote an id or a key.
const MAX_MESSAGE_CHARS: usize = 1000;

/// The code of bytes that are not text.
pub(super) const BAD_UTF8: &str = "bad-utf8";
/// The code of bytes that are text of another encoding.
pub(super) const WINDOWS_1252: &str = "windows-1252";

/// Where a value stands, as a chain on the stack: a string is made of it only when something is wrong.
#[derive(Clone, Copy)]
pub(super) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Root,
    Key(&'p str),
    Index(usize),
}

impl Path<'static> {
    /// The document itself.
    pub(super) const ROOT: Path<'static> = Path { parent: None, step: Step::Root };
    /// Its list of events, where that has a key.
    pub(super) const EVENTS: Path<'static> = Path { parent: Some(&Path::ROOT), step: Step::Key("events") };
}

impl<'p> Path<'p> {
    pub(super) fn key(&'p self, key: &'p str) -> Path<'p> {
        Path { parent: Some(self), step: Step::Key(key) }
    }

    pub(super) fn index(&'p self, index: usize) -> Path<'p> {
        Path { parent: Some(self), step: Step::Index(index) }
    }

    /// The index in a list that the path ends with.
    pub(super) fn last_index(&self) -> Option<usize> {
        match self.step {
            Step::Index(index) => Some(index),
            Step::Root | Step::Key(_) => None,
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Index(index) => write!(f, "[{index}]"),
            Step::Key(key) => {
                // A thousand problems under one long key would take a thousand times its room.
                let key = &*shortened(key, MAX_EXCERPT_CHARS);
                if !is_plain(key) {
                    return write!(f, "[{key:?}]");
                }
                let is_first = self.parent.is_none_or(|parent| matches!(parent.step, Step::Root));
                write!(f, "{}{key}", if is_first { "" } else { "." })
            }
        }
    }
}

/// The text, or its beginning and an ellipsis where it has more characters.
fn shortened(text: &str, chars: usize) -> Cow<'_, str> {
    match text.char_indices().nth(chars) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

/// The key needs no quotes in a path.
fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|char| char.is_alphanumeric() || char == '_' || char == '-')
}

/// A place in the text of the whole document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Position {
    /// In bytes.
    pub offset: usize,
    line: u32,
    column: u32,
}

impl Position {
    /// No place in the text.
    pub(super) const NONE: Position = Position { offset: 0, line: 0, column: 0 };
}

/// A place in a file that has been read.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    pub file: u32,
    pub at: Position,
    pub path: &'p str,
    pub excerpt: &'p str,
}

/// The diagnostics so far. Offsets given to it count from the start of the text at hand, which is a piece of the document.
pub(super) struct Problems {
    limit: usize,
    /// As [`Limits::values`](super::Limits::values).
    pub max_values: usize,
    /// As [`Limits::name`](super::Limits::name).
    pub max_name: usize,
    /// Index of the file at hand.
    file: u32,
    /// With their byte offsets in the file.
    found: Vec<(usize, Diagnostic)>,
    more: usize,
    /// Records of the file that became no event.
    records_lost: u32,
    /// Where the text at hand begins.
    base: Position,
    /// The place last worked out.
    last: Position,
}

impl Problems {
    pub(super) fn new(limit: usize) -> Self {
        let start = Position { offset: 0, line: 1, column: 1 };
        let (max_values, max_name) = (MAX_VALUES, MAX_NAME_BYTES);
        Problems {
            limit,
            max_values,
            max_name,
            file: 0,
            found: Vec::new(),
            more: 0,
            records_lost: 0,
            base: start,
            last: start,
        }
    }

    /// For a reading within limits.
    pub(super) fn within(limits: &Limits) -> Self {
        Problems { max_values: limits.values, max_name: limits.name, ..Problems::new(limits.diagnostics) }
    }

    /// Another file begins.
    pub(super) fn next_file(&mut self) {
        let start = Position { offset: 0, line: 1, column: 1 };
        (self.file, self.records_lost) = (self.file + 1, 0);
        (self.base, self.last) = (start, start);
    }

    /// Records of the file at hand that became no event.
    pub(super) fn records_lost(&self) -> u32 {
        self.records_lost
    }

    /// Whether some of the file at hand could not be read at all.
    pub(super) fn has_lost_file(&self) -> bool {
        self.found.iter().any(|(_, found)| found.file == self.file && found.severity == Severity::File)
    }

    /// The records of the file at hand are about to be read again.
    pub(super) fn forget_records(&mut self) {
        self.records_lost = 0;
    }

    /// Where in the document the text at hand begins.
    pub(super) fn base(&self) -> usize {
        self.base.offset
    }

    /// The first `len` bytes of the text at hand are done with.
    pub(super) fn advance(&mut self, text: &str, len: usize) {
        let last = self.last;
        self.base = self.place(text, len);
        self.last = if last.offset < self.base.offset { self.base } else { last };
    }

    /// The place of a byte of the text at hand. Takes time in proportion to its distance from the place last asked for.
    pub(super) fn place(&mut self, text: &str, at: usize) -> Position {
        let offset = self.base.offset + at;
        let last = self.last.offset - self.base.offset;
        let piece = |range: Range<usize>| text.as_bytes().get(range).unwrap_or_default();
        let mut place = Position { offset, ..self.last };
        if last <= at {
            place.pass(piece(last..at));
        } else {
            let lines = newlines(piece(at..last));
            if lines == 0 {
                place.column = place.column.saturating_sub(characters(piece(at..last)));
            } else {
                place.line = place.line.saturating_sub(lines);
                let line = memchr::memrchr(b'\n', piece(0..at)).map_or(0, |newline| newline + 1);
                place.column = if line == 0 { self.base.column } else { 1 } + characters(piece(line..at));
            }
        }
        self.last = place;
        place
    }

    /// Notes a problem at a range of bytes of the text at hand. The message is made only if there is room for it.
    pub(super) fn report(
        &mut self,
        text: &str,
        severity: Severity,
        code: &'static str,
        at: Range<usize>,
        path: &Path<'_>,
        message: impl FnOnce() -> String,
    ) {
        if self.has_room(severity) {
            let place = self.place(text, at.start);
            self.add(severity, code, place, text.get(at).unwrap_or_default(), path.to_string(), message());
        }
    }

    /// Notes a problem at a place that was asked for earlier.
    pub(super) fn report_at(
        &mut self,
        severity: Severity,
        code: &'static str,
        place: Position,
        excerpt: &str,
        path: &Path<'_>,
        message: impl FnOnce() -> String,
    ) {
        if self.has_room(severity) {
            self.add(severity, code, place, excerpt, path.to_string(), message());
        }
    }

    /// Notes something that was not understood before the file's first byte.
    pub(super) fn warn(&mut self, code: &'static str, message: String) {
        if self.has_room(Severity::Warning) {
            self.add(Severity::Warning, code, Position::NONE, "", String::new(), message);
        }
    }

    /// Notes a problem of a file that has been read.
    pub(super) fn report_in(
        &mut self,
        place: Place<'_>,
        severity: Severity,
        code: &'static str,
        message: impl FnOnce() -> String,
    ) {
        let now = std::mem::replace(&mut self.file, place.file);
        if self.has_room(severity) {
            self.add(severity, code, place.at, place.excerpt, place.path.to_owned(), message());
        }
        self.file = now;
    }

    fn has_room(&mut self, severity: Severity) -> bool {
        self.records_lost += u32::from(severity == Severity::Record);
        let limit =
            if severity == Severity::File { self.limit.saturating_add(MAX_FILE_DIAGNOSTICS) } else { self.limit };
        let room = self.found.len() < limit;
        self.more += usize::from(!room);
        room
    }

    fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        place: Position,
        text: &str,
        path: String,
        message: String,
    ) {
        let Position { offset, line, column } = place;
        let (file, excerpt) = (self.file, excerpt(text));
        let message = shortened(&message, MAX_MESSAGE_CHARS).into_owned();
        self.found.push((offset, Diagnostic { severity, code, message, file, path, line, column, excerpt }));
    }

    /// Problems that there was no room for.
    pub(super) fn left_out(&self) -> usize {
        self.more
    }

    /// Forgets what was noted in a range of bytes of the document that is about to be read again.
    pub(super) fn forget(&mut self, range: Range<usize>, left_out: usize) {
        let file = self.file;
        self.found.retain(|(offset, found)| {
            !range.contains(offset) || matches!(found.code, BAD_UTF8 | WINDOWS_1252) || found.file != file
        });
        self.more = self.more.saturating_sub(left_out);
    }

    /// The diagnostics in document order.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|(offset, diagnostic)| (diagnostic.file, *offset));
        let mut diagnostics: Vec<_> = self.found.into_iter().map(|(_, diagnostic)| diagnostic).collect();
        if self.more != 0 {
            diagnostics.push(Diagnostic {
                severity: Severity::Warning,
                code: "more-problems",
                message: format!("and {} more problems over the limit MAX_DIAGNOSTICS = {}", self.more, self.limit),
                file: self.file,
                path: String::new(),
                line: 0,
                column: 0,
                excerpt: String::new(),
            });
        }
        diagnostics
    }
}

impl Position {
    /// Moves over text.
    fn pass(&mut self, bytes: &[u8]) {
        let lines = newlines(bytes);
        let line = memchr::memrchr(b'\n', bytes).map_or(0, |newline| newline + 1);
        self.line = self.line.saturating_add(lines);
        let column = if lines == 0 { self.column } else { 1 };
        self.column = column.saturating_add(characters(bytes.get(line..).unwrap_or_default()));
    }
}

fn newlines(bytes: &[u8]) -> u32 {
    count(bytes, |byte| byte == b'\n')
}

/// All bytes of UTF-8 that do not go on with a character.
fn characters(bytes: &[u8]) -> u32 {
    count(bytes, |byte| !matches!(byte, 0x80..0xC0))
}

/// Counts in bytes, few enough at a time for a byte, so that sixteen are compared and added at once.
fn count(bytes: &[u8], is_counted: impl Fn(u8) -> bool) -> u32 {
    let few = |bytes: &[u8]| bytes.iter().fold(0u8, |count, byte| count.wrapping_add(u8::from(is_counted(*byte))));
    bytes.chunks(240).map(|bytes| u32::from(few(bytes))).sum()
}

/// The text as a diagnostic shows it: its first line, cut where it is long.
pub(super) fn excerpt(text: &str) -> String {
    let mut shown: String = text.chars().take(MAX_EXCERPT_CHARS + 1).take_while(|&char| char != '\n').collect();
    if shown.len() < text.len() || MAX_EXCERPT_CHARS < shown.chars().count() {
        let end = shown.char_indices().nth(MAX_EXCERPT_CHARS - 1).map_or(shown.len(), |(at, _)| at);
        shown.truncate(end);
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_like_javascript() {
        let events = Path::ROOT.key("events");
        let event = events.index(17);
        assert_eq!(event.key("date").to_string(), "events[17].date");
        assert_eq!(Path::ROOT.index(3).key("a b").to_string(), "[3][\"a b\"]");
        assert_eq!(Path::ROOT.to_string(), "");
    }

    #[test]
    fn columns_count_characters_and_lines_from_one() {
        let text = "é\r\nab\n\ncé";
        let mut problems = Problems::new(0);
        let offsets = [5, 2, 0, 9, 7, 11, 6, 4, 3];
        let places = offsets.map(|at| problems.place(text, at)).map(|place| (place.line, place.column));
        assert_eq!(places, [(2, 2), (1, 2), (1, 1), (4, 2), (3, 1), (4, 3), (2, 3), (2, 1), (1, 3)]);
    }

    #[test]
    fn places_count_on_over_the_pieces_of_a_document() {
        let text = "é\r\nab\n\ncé";
        for cut in (0..text.len()).filter(|&cut| text.is_char_boundary(cut)) {
            for at in cut..text.len() {
                let mut problems = Problems::new(0);
                problems.advance(text, cut);
                let rest = &text[cut..];
                problems.place(rest, rest.len());
                assert_eq!(problems.place(rest, at - cut), Problems::new(0).place(text, at), "{at} after {cut}");
            }
        }
    }

    #[test]
    fn long_excerpts_are_cut_at_the_limit() {
        assert_eq!(excerpt(&"é".repeat(MAX_EXCERPT_CHARS)).chars().count(), MAX_EXCERPT_CHARS);
        let cut = excerpt(&"é".repeat(MAX_EXCERPT_CHARS + 1));
        assert_eq!((cut.chars().count(), cut.chars().last()), (MAX_EXCERPT_CHARS, Some('…')));
        assert_eq!(excerpt("{\n  \"a\": 1}"), "{…");
    }
}
