//! Bytes → events and diagnostics; one file a format, one signature for all.
//!
//! [`read`] looks at the content, not at a name, to tell formats apart. It never fails and never panics: a wrong cell
//! costs that cell, a broken record that record, and each is a [`Diagnostic`] that names its place.

mod date;
mod file;
mod fresh_ids;
mod html;
mod icalendar;
pub mod json;
mod links;
mod mapping;
mod merge;
mod named;
mod problems;
mod report;
pub mod tabular;
mod text;
mod whole;
pub mod write;

use crate::diagnostic::Diagnostic;
use crate::event::EventSet;
use crate::table::EventTable;
use file::{FileReader, FileReading, Output, Window};
use problems::Problems;

pub use json::MAX_NESTING;
pub use mapping::{ColumnMapping, DateFormat, DecimalSign, Mapping, MappingProblem, Role, Separator};
pub use problems::MAX_DIAGNOSTICS;
pub use report::{ColumnReport, FileOptions, FileReport, FormatName, MAX_SAMPLES};
pub use text::Encoding;

/// What reading gave: the set, and what could not be understood.
///
/// Every record of the input is an event of the set or a diagnostic of severity `Record`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The events and what the document says of itself.
    pub set: EventSet,
    /// What was wrong, file by file in document order; at most [`MAX_DIAGNOSTICS`] and a last one that counts the rest.
    pub diagnostics: Vec<Diagnostic>,
    /// Records found, read or not.
    pub records: u32,
    /// What was understood of each file.
    pub files: Vec<FileReport>,
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
    /// As [`Reading::files`].
    pub files: Vec<FileReport>,
}

impl From<Reading> for TableReading {
    fn from(reading: Reading) -> Self {
        let Reading { set, diagnostics, records, files } = reading;
        TableReading { table: set.into(), diagnostics, records, files }
    }
}

impl From<TableReading> for Reading {
    fn from(reading: TableReading) -> Self {
        let TableReading { table, diagnostics, records, files } = reading;
        Reading { set: table.to_set(), diagnostics, records, files }
    }
}

/// Bytes of a document that are read at most.
pub const MAX_BYTES: usize = u32::MAX as usize;

/// Events that a set holds at most: a row is a `u32`, and its greatest value means "none".
pub const MAX_EVENTS: u32 = u32::MAX - 1;

/// Bytes of events that are kept while they are read, to read them again should `fields` follow that say how.
pub const MAX_REREAD_BYTES: usize = 16 << 20;

/// Values that an event has in one field, and entries of its other lists; further ones are left out.
pub const MAX_VALUES: usize = 10_000;

/// Bytes of the key of a field, and of an id; a longer one is left out.
pub const MAX_NAME_BYTES: usize = 4_096;

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
    /// Values of one field of an event: [`MAX_VALUES`].
    pub values: usize,
    /// Bytes of a key or an id: [`MAX_NAME_BYTES`].
    pub name: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            bytes: MAX_BYTES,
            events: MAX_EVENTS,
            nesting: MAX_NESTING,
            diagnostics: MAX_DIAGNOSTICS,
            reread: MAX_REREAD_BYTES,
            values: MAX_VALUES,
            name: MAX_NAME_BYTES,
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
    reader.push(bytes);
    reader.finish().into()
}

/// [`read`] with the events as columns.
pub fn read_table(bytes: &[u8]) -> TableReading {
    let mut reader = Reader::new(Limits::default());
    reader.push(bytes);
    reader.finish()
}

/// How far a reading is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes taken in.
    pub bytes: usize,
    /// Events read from them.
    pub events: u32,
}

/// Reads event sets piece by piece, as they come: in the end what [`read`] makes of the whole, wherever it was cut.
///
/// Of the text it keeps only what is not read yet, a record that has not come to its end, mostly. Several files become
/// one set, in which the field `file` says which one an event is from.
///
/// # Example: two pieces
/// ```
/// use event_timeline::formats::{Limits, Reader};
/// let mut reader = Reader::new(Limits::default());
/// assert_eq!(reader.push(br#"[{"title": "Mosul falls"}, {"ti"#).bytes, 31);
/// reader.push(br#"tle": "Tikrit falls"}]"#);
/// assert_eq!(reader.finish().table.len(), 2);
/// ```
///
/// # Example: two files
/// ```
/// use event_timeline::formats::{FileOptions, Limits, Reader};
/// let named = |name: &str| FileOptions { name: Some(name.to_owned()), ..FileOptions::default() };
/// let mut reader = Reader::new(Limits::default());
/// reader.begin_file(named("june.json"));
/// reader.push(br#"[{"title": "Mosul falls"}]"#);
/// reader.begin_file(named("july.json"));
/// reader.push(br#"[{"title": "A caliphate is declared"}, {}]"#);
/// let reading = reader.finish();
/// assert_eq!(reading.files.iter().map(|file| (file.read, file.rejected)).collect::<Vec<_>>(), [(1, 0), (1, 1)]);
/// assert_eq!(reading.diagnostics[0].file, 1);
/// assert_eq!(reading.table.column_of("file").unwrap().texts(1).next(), Some("july.json"));
/// ```
pub struct Reader {
    limits: Limits,
    /// The files before the one that is being read.
    done: Vec<FileReading>,
    file: FileReader,
    /// Something was said of the file that is being read, or it has bytes.
    is_begun: bool,
}

impl Reader {
    /// A reader of a new document.
    pub fn new(limits: Limits) -> Reader {
        let file = FileReader::new(limits, Progress::default(), Problems::within(&limits));
        Reader { limits, done: Vec::new(), file, is_begun: false }
    }

    /// Says what the next file is; the one before it ends.
    pub fn begin_file(&mut self, options: FileOptions) {
        if std::mem::replace(&mut self.is_begun, true) {
            self.file.take(&[], true);
            let mut next = FileReader::new(self.limits, self.file.progress(), Problems::new(0));
            next.out.is_general = self.file.out.is_general;
            let (reading, mut problems) = std::mem::replace(&mut self.file, next).end();
            problems.next_file();
            self.file.out.problems = problems;
            self.done.push(reading);
        }
        self.file.describe(options);
    }

    /// Notes that something said of the file at hand cannot be followed, such as a mapping that cannot be read.
    pub fn warn(&mut self, code: &'static str, message: String) {
        self.file.out.problems.warn(code, message);
    }

    /// A reader that takes no short cut for records like the one before: slower, and the measure of the other.
    pub fn general(limits: Limits) -> Reader {
        let mut reader = Reader::new(limits);
        reader.set_general(true);
        reader
    }

    /// Takes no short cut from here on, or does: what is read is the same.
    pub fn set_general(&mut self, is_general: bool) {
        self.file.out.is_general = is_general;
    }

    /// Takes in the next bytes of the file, which may be cut anywhere.
    pub fn push(&mut self, bytes: &[u8]) -> Progress {
        self.is_begun = true;
        self.file.take(bytes, false);
        self.file.progress()
    }

    /// The reading, now that all bytes have come.
    pub fn finish(mut self) -> TableReading {
        self.file.take(&[], true);
        let (last, mut problems) = self.file.end();
        self.done.push(last);
        let mut files: Vec<FileReport> = self.done.iter().map(|file| file.report.clone()).collect();
        let table = merge::merge(self.done, &mut files, &mut problems);
        let records = files.iter().fold(0u32, |records, file| records.saturating_add(file.records));
        TableReading { table, diagnostics: problems.finish(), records, files }
    }

    /// The events read so far. Ids that stand twice are still the same, and no event refers to another yet.
    pub fn preview(&self) -> EventTable {
        if self.done.is_empty() {
            return self.file.out.table.clone();
        }
        merge::preview(&self.done, &self.file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;

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
    fn values_and_names_over_the_limits_are_left_out_and_told() {
        let limits = Limits { values: 2, name: 4, ..Limits::default() };
        for (text, told) in [
            (r#"[{"title":"a","id":"12345","k":["a","b","c"],"12345":1}]"#, ["[0].id", "[0].k", "[0].12345"]),
            (r#"{"items":[{"id":"12345","content":"a","start":1,"className":"x"}]}"#, ["[0].id", "[0]", ""]),
        ] {
            let reading = read_within(text.as_bytes(), limits);
            let event = &reading.set.events[0];
            assert_eq!(event.id, "e1");
            let codes: Vec<_> = reading.diagnostics.iter().map(|d| (d.code, d.path.as_str())).collect();
            for path in told.into_iter().filter(|path| !path.is_empty()) {
                assert!(codes.iter().any(|(_, found)| *found == path), "{path}: {codes:?}");
            }
            for diagnostic in &reading.diagnostics {
                let named =
                    ["MAX_VALUES = 2", "MAX_NAME_BYTES = 4"].iter().any(|name| diagnostic.message.contains(name));
                assert!(named && diagnostic.severity == Severity::Value, "{diagnostic:?}");
            }
            assert!(event.fields.keys().all(|key| key.len() <= 4));
        }
        let reading = read_within(br#"[{"title":"a","k":["a","b","c"]},{"title":"a","k":["a","b"]}]"#, limits);
        assert_eq!(reading.set.events[0].fields, reading.set.events[1].fields);
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
