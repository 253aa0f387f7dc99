//! Bytes → events and diagnostics; one file a format, one signature for all.
//!
//! [`read`] looks at the content, not at a name, to tell formats apart. It never fails and never panics: a wrong cell
//! costs that cell, a broken record that record, and each is a [`Diagnostic`] that names its place.

mod date;
#[cfg(feature = "readers")]
mod icalendar;
pub mod json;
mod links;
mod problems;
#[cfg(feature = "readers")]
pub mod tabular;
mod text;
#[cfg_attr(not(feature = "readers"), path = "no_whole.rs")]
mod whole;

use crate::diagnostic::{Diagnostic, MAX_EXCERPT_CHARS, Severity};
use crate::event::EventSet;
use crate::table::EventTable;
use links::Pending;
use problems::{BAD_UTF8, Path, Problems};
use std::borrow::Cow;
use std::collections::VecDeque;
use text::{Decoder, REPLACEMENT};

pub use json::MAX_NESTING;
pub use problems::MAX_DIAGNOSTICS;

/// What reading gave: the set, and what could not be understood.
///
/// Every record of the input is an event of the set or a diagnostic of severity `Record`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The events and what the document says of itself.
    pub set: EventSet,
    /// What was wrong, in document order; at most [`MAX_DIAGNOSTICS`] and a last one that counts the rest.
    pub diagnostics: Vec<Diagnostic>,
    /// Records found, read or not.
    pub records: u32,
}

/// A [`Reading`] whose events are columns.
#[derive(Clone, Debug, Default)]
pub struct TableReading {
    /// The events and what the document says of itself.
    pub table: EventTable,
    /// As [`Reading::diagnostics`].
    pub diagnostics: Vec<Diagnostic>,
    /// As [`Reading::records`].
    pub records: u32,
}

impl From<Reading> for TableReading {
    fn from(reading: Reading) -> Self {
        let Reading { set, diagnostics, records } = reading;
        TableReading { table: set.into(), diagnostics, records }
    }
}

impl From<TableReading> for Reading {
    fn from(reading: TableReading) -> Self {
        let TableReading { table, diagnostics, records } = reading;
        Reading { set: table.to_set(), diagnostics, records }
    }
}

/// Bytes of a document that are read at most.
pub const MAX_BYTES: usize = u32::MAX as usize;

/// Events that a set holds at most: a row is a `u32`, and its greatest value means "none".
pub const MAX_EVENTS: u32 = u32::MAX - 1;

/// Bytes of events that are kept while they are read, to read them again should `fields` follow that say how.
pub const MAX_REREAD_BYTES: usize = 16 << 20;

/// The limits of one reading. What is over a limit is told by a diagnostic that names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the document: [`MAX_BYTES`].
    pub bytes: usize,
    /// Events of the set: [`MAX_EVENTS`].
    pub events: u32,
    /// Lists and objects inside one another: [`MAX_NESTING`].
    pub nesting: usize,
    /// Diagnostics kept: [`MAX_DIAGNOSTICS`].
    pub diagnostics: usize,
    /// Bytes of events before late `fields`: [`MAX_REREAD_BYTES`].
    pub reread: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            bytes: MAX_BYTES,
            events: MAX_EVENTS,
            nesting: MAX_NESTING,
            diagnostics: MAX_DIAGNOSTICS,
            reread: MAX_REREAD_BYTES,
        }
    }
}

/// Reads an event set in any known format. Never fails, never panics: what is wrong is a diagnostic.
///
/// # Example: a bare array of events
/// ```
/// let reading = event_timeline::formats::read(br#"[{"title": "Mosul falls", "date": "2014-06-10"}, {"date": "2014"}]"#);
/// assert_eq!(reading.set.events.len(), 1);
/// assert_eq!(reading.records, 2);
/// assert_eq!(reading.diagnostics[0].path, "[1]");
/// assert_eq!((reading.diagnostics[0].line, reading.diagnostics[0].column), (1, 50));
/// ```
pub fn read(bytes: &[u8]) -> Reading {
    read_within(bytes, Limits::default())
}

/// [`read`] within limits of the caller's.
pub fn read_within(bytes: &[u8], limits: Limits) -> Reading {
    let mut reader = Reader::new(limits);
    reader.take(bytes, true);
    reader.end().into()
}

/// [`read`] with the events as columns.
pub fn read_table(bytes: &[u8]) -> TableReading {
    let mut reader = Reader::new(Limits::default());
    reader.take(bytes, true);
    reader.end()
}

/// Bytes at the beginning of a document that tell its format.
const DETECTION_BYTES: usize = 2 << 10;

/// The beginning of a text, not cut within a character.
fn beginning(text: &str) -> &str {
    let end = (0..=DETECTION_BYTES).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).filter(|_| DETECTION_BYTES < text.len()).unwrap_or(text)
}

/// How far a reading is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes taken in.
    pub bytes: usize,
    /// Events read from them.
    pub events: u32,
}

/// Reads an event set piece by piece, as it comes: in the end what [`read`] makes of the whole, wherever it was cut.
///
/// Of the text it keeps only what is not read yet, a record that has not come to its end, mostly.
///
/// # Example: two pieces
/// ```
/// use event_timeline::formats::{Limits, Reader};
/// let mut reader = Reader::new(Limits::default());
/// assert_eq!(reader.push(br#"[{"title": "Mosul falls"}, {"ti"#).bytes, 31);
/// reader.push(br#"tle": "Tikrit falls"}]"#);
/// assert_eq!(reader.finish().table.len(), 2);
/// ```
pub struct Reader {
    decoder: Decoder,
    format: Format,
    out: Output,
    /// Text that is not done with.
    tail: String,
    /// Bytes of text not read yet without which it is no use to try again: retrying at twice the length keeps the time
    /// in proportion to the text, however it is cut.
    retry_from: usize,
    bytes: usize,
    /// More bytes came than the limit lets in.
    over: bool,
}

/// What the content was found to be, and its reader.
enum Format {
    /// Nothing but white space so far.
    Unknown,
    Json(Box<json::Document>),
    /// One that is read when all of its text is there.
    Whole(whole::Kind),
    /// No format that is known: nothing of it is read.
    None,
}

/// A piece of the document's text.
#[derive(Clone, Copy)]
struct Window<'a> {
    text: &'a str,
    /// No text follows.
    is_last: bool,
}

/// What a reading gathers, whatever the format.
struct Output {
    limits: Limits,
    table: EventTable,
    problems: Problems,
    pending: Pending,
    /// Records found, read or not.
    records: u32,
    /// Offsets in the document of the replacements of what was not UTF-8, as far as they are not told of.
    replaced: VecDeque<usize>,
    /// Every record takes the general path. For the tests, to which that path is the measure of all others.
    is_general: bool,
}

impl Reader {
    /// A reader of a new document.
    pub fn new(limits: Limits) -> Reader {
        let out = Output {
            limits,
            table: EventTable::default(),
            problems: Problems::new(limits.diagnostics),
            pending: Pending::default(),
            records: 0,
            replaced: VecDeque::new(),
            is_general: false,
        };
        Reader {
            decoder: Decoder::default(),
            format: Format::Unknown,
            out,
            tail: String::new(),
            retry_from: 0,
            bytes: 0,
            over: false,
        }
    }

    /// Takes in the next bytes of the document, which may be cut anywhere.
    pub fn push(&mut self, bytes: &[u8]) -> Progress {
        self.take(bytes, false);
        Progress { bytes: self.bytes, events: self.out.table.len() }
    }

    /// The reading, now that all bytes have come.
    pub fn finish(mut self) -> TableReading {
        self.take(&[], true);
        self.end()
    }

    /// What is read so far. Ids that stand twice are still the same, and no event refers to another yet.
    pub fn table(&self) -> &EventTable {
        &self.out.table
    }

    fn end(self) -> TableReading {
        let Output { mut table, mut problems, pending, records, .. } = self.out;
        let list = match &self.format {
            Format::Json(document) => document.list_path(),
            Format::Unknown | Format::Whole(_) | Format::None => Path::ROOT,
        };
        // The other formats have named their events themselves.
        if !matches!(self.format, Format::Whole(_)) {
            pending.resolve(&mut table, &mut problems, &list);
        }
        TableReading { table, diagnostics: problems.finish(), records }
    }

    fn take(&mut self, bytes: &[u8], is_last: bool) {
        let room = self.out.limits.bytes - self.bytes;
        self.over |= room < bytes.len();
        let bytes = bytes.get(..room).unwrap_or(bytes);
        self.bytes += bytes.len();
        let mut replaced = Vec::new();
        let mut text = self.decoder.decode(bytes, is_last, &mut replaced);
        let before = self.out.problems.base() + self.tail.len();
        self.out.replaced.extend(replaced.iter().map(|at| before + at));
        if !self.tail.is_empty() {
            self.tail.push_str(&text);
            text = std::mem::take(&mut self.tail).into();
        }
        let window = Window { text: &text, is_last };
        let used = self.read(window);
        if is_last {
            self.out.pass_replaced(&text, text.len());
            if self.over {
                let (end, limit) = (text.len(), self.out.limits.bytes);
                self.out.problems.report(&text, Severity::File, "too-many-bytes", end..end, &Path::ROOT, || {
                    format!("the document is longer than MAX_BYTES = {limit}; what follows is not read")
                });
            }
            return;
        }
        self.out.problems.advance(&text, used);
        self.tail = match text {
            Cow::Borrowed(text) => text.get(used..).unwrap_or_default().to_owned(),
            Cow::Owned(mut text) => {
                text.drain(..used);
                text
            }
        };
    }

    /// Reads what can be read of the text at hand. Returns how many bytes of it are done with.
    fn read(&mut self, window: Window<'_>) -> usize {
        let base = self.out.problems.base();
        if let Format::Unknown = self.format {
            self.format = self.out.detect(window);
        }
        match &mut self.format {
            Format::Unknown => 0,
            Format::None => {
                self.out.pass_replaced(window.text, window.text.len());
                window.text.len()
            }
            Format::Whole(kind) if window.is_last => {
                self.out.read_whole(*kind, window.text);
                window.text.len()
            }
            Format::Whole(_) => 0,
            Format::Json(document) => {
                let unread = |document: &json::Document| window.text.len() - (document.at() - base);
                if window.is_last || self.retry_from <= unread(document) {
                    document.read(window, &mut self.out);
                    self.retry_from = 2 * unread(document);
                }
                document.needed_from(self.out.limits.reread) - base
            }
        }
    }
}

impl Output {
    /// What the document is, by its first character.
    fn detect(&mut self, window: Window<'_>) -> Format {
        let text = window.text;
        let start = text.len() - text.trim_start().len();
        if !window.is_last && text.len() < DETECTION_BYTES {
            return Format::Unknown;
        }
        if let Some(kind) = whole::detect(beginning(text)) {
            return Format::Whole(kind);
        }
        let json = text.trim_start_matches([' ', '\n', '\r', '\t']).starts_with(['{', '[']);
        let (code, message) = match text.len() - start {
            _ if json => return Format::Json(Box::new(json::Document::new())),
            0 if window.is_last => ("empty-file", "the file is empty; expected an event set"),
            0 => return Format::Unknown,
            rest if rest < 4 * (MAX_EXCERPT_CHARS + 1) && !window.is_last => return Format::Unknown,
            _ => ("unknown-format", "not an event set; expected JSON, a table with a header, or a calendar"),
        };
        self.problems.report(text, Severity::File, code, start..text.len(), &Path::ROOT, || message.to_owned());
        Format::None
    }

    /// Reads a document that is there as a whole.
    fn read_whole(&mut self, kind: whole::Kind, text: &str) {
        let Limits { events, nesting, .. } = self.limits;
        let mut document = whole::Whole::new(text, events, nesting, &mut self.problems);
        let (set, records) = whole::read(kind, &mut document);
        (self.table, self.records) = (EventTable::from(set), records);
    }

    /// Tells of the replacements before a byte of the text at hand.
    fn pass_replaced(&mut self, text: &str, to: usize) {
        let base = self.problems.base();
        while let Some(&at) = self.replaced.front().filter(|at| **at < base + to) {
            self.replaced.pop_front();
            let at = at - base;
            self.problems.report(text, Severity::Value, BAD_UTF8, at..at + REPLACEMENT.len(), &Path::ROOT, || {
                "bytes that are not UTF-8, read as \u{FFFD}; save the file as UTF-8".to_owned()
            });
        }
    }

    /// Forgets all events, as they are about to be read again.
    fn forget_events(&mut self) {
        self.table.clear_events();
        self.pending = Pending::default();
        self.records = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The default but for few events and diagnostics.
    fn limits() -> Limits {
        Limits { events: 2, diagnostics: 3, ..Limits::default() }
    }

    #[test]
    fn too_many_events_are_cut_and_named() {
        let reading = read_within(br#"[{"title":"a"},{"title":"b"},{"title":"c"}]"#, limits());
        assert_eq!(reading.set.events.len(), 2);
        let last = reading.diagnostics.last().unwrap();
        assert_eq!((last.severity, last.code, last.column), (Severity::File, "too-many-events", 30));
        assert!(last.message.contains("MAX_EVENTS = 2"), "{}", last.message);
    }

    #[test]
    fn diagnostics_over_the_limit_are_counted() {
        let reading = read_within(b"[1,2,3,4,5,6]", Limits { events: 9, ..limits() });
        assert_eq!(reading.records, 6);
        assert_eq!(reading.diagnostics.len(), 4);
        assert_eq!(reading.diagnostics[3].code, "more-problems");
        assert!(reading.diagnostics[3].message.contains("3 more"), "{}", reading.diagnostics[3].message);
    }

    #[test]
    fn a_cut_file_is_told_however_many_problems_came_before() {
        let reading = read_within(b"[1,2,3,4,5", limits());
        assert!(reading.diagnostics.iter().any(|d| d.severity == Severity::File), "{:?}", reading.diagnostics);
    }
}
