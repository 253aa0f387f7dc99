//! One file → a table of events, its report, and what is wrong with it.

use super::links::{Dangling, Pending};
use super::problems::{BAD_UTF8, Path, Problems, WINDOWS_1252};
use super::report::{ColumnReport, FileOptions, FileReport, FormatName};
use super::tabular::{self, ByColumn, Unfit};
use super::text::{Decoder, Found, REPLACEMENT};
use super::{Limits, Progress, json, whole};
use crate::diagnostic::Severity;
use crate::table::EventTable;
use std::borrow::Cow;
use std::collections::VecDeque;

/// Bytes at the beginning of a document that tell its format.
pub(super) const DETECTION_BYTES: usize = 2 << 10;

/// The same of what is no JSON: the header of a table may be long, and what stands below it tells that it is one.
const MAX_HEADER: usize = 64 << 10;

/// Bytes within which the second record must begin of a document that is one record a line.
const MAX_FIRST_LINE: usize = 64 << 10;

/// Which format other than ours, and than one record a line, a document's beginning is taken for.
pub(super) fn foreign(text: &str) -> Option<FormatName> {
    whole::detect(beginning(text, detection_bytes(text)))
}

fn detection_bytes(text: &str) -> usize {
    if text.trim_start().starts_with(['{', '[']) { DETECTION_BYTES } else { MAX_HEADER }
}

/// The first bytes of a text, not cut within a character.
fn beginning(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).filter(|_| bytes < text.len()).unwrap_or(text)
}

/// The first line of an object that may be one of many, if what begins after it is there too.
fn first_line(text: &str) -> Option<&str> {
    let text = beginning(text, MAX_FIRST_LINE).trim_start();
    let line = text.get(..memchr::memchr(b'\n', text.as_bytes())?)?;
    (!text.get(line.len()..)?.trim_start().is_empty()).then_some(line)
}

/// Whether a text begins with an object in which no list of events is near: it may be one of many.
fn may_be_lines(text: &str) -> bool {
    let start = beginning(text, DETECTION_BYTES).trim_start();
    let is_list = |key: &str| {
        start.match_indices(key).any(|(at, key)| {
            let after = start.get(at + key.len()..).unwrap_or_default().trim_start();
            after.strip_prefix(':').is_some_and(|value| value.trim_start().starts_with('['))
        })
    };
    start.starts_with('{')
        && !["\"events\"", "\"features\"", "\"@graph\"", "\"bindings\""].iter().any(|key| is_list(key))
}

/// What to say of a file that is of no known format: what it may be instead, and what would do.
fn unknown(text: &str) -> &'static str {
    match text {
        _ if text.starts_with("PK\u{3}\u{4}") => {
            "a packed file, perhaps a spreadsheet; expected JSON, a table with a header, or a calendar: save the sheet as CSV"
        }
        _ if text.starts_with("PAR1") || text.starts_with("ARROW1") => {
            "columns in binary; expected JSON, a table with a header, or a calendar: hand an Arrow table to `openColumns`"
        }
        _ if text.starts_with("%PDF") => "a PDF; expected JSON, a table with a header, or a calendar",
        _ => "not an event set; expected JSON, a table with a header, or a calendar",
    }
}

/// Reads a file piece by piece, as it comes. Of the text it keeps only what is not read yet.
pub(super) struct FileReader {
    options: FileOptions,
    decoder: Decoder,
    format: Format,
    /// A table as far as it is kept by columns.
    table: Option<Box<ByColumn>>,
    /// The text of a table is kept as it is.
    is_held: bool,
    pub(super) out: Output,
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
    Whole(FormatName),
    /// A table, of which the text is kept by columns.
    Table,
    /// No format that is known: nothing of it is read.
    None,
}

/// A piece of the document's text.
#[derive(Clone, Copy)]
pub(super) struct Window<'a> {
    pub text: &'a str,
    /// No text follows.
    pub is_last: bool,
}

/// What a reading gathers, whatever the format.
pub(super) struct Output {
    pub limits: Limits,
    /// Of the files before this one.
    before: Progress,
    pub table: EventTable,
    pub problems: Problems,
    pub pending: Pending,
    /// Records found, read or not.
    pub records: u32,
    columns: Vec<ColumnReport>,
    /// References of a document read whole to events that it does not have.
    dangling: Vec<Dangling>,
    /// What was not UTF-8, with its offset in the document, as far as it is not told of.
    replaced: VecDeque<(usize, Found)>,
    /// Every record takes the general path: the measure of the other in the tests, and what there is until the other has come.
    pub is_general: bool,
}

/// What a file came to.
pub(super) struct FileReading {
    pub table: EventTable,
    pub report: FileReport,
    /// References to events that it does not have: another file may.
    pub dangling: Vec<Dangling>,
}

impl FileReader {
    /// A reader of a file after others; `problems` knows theirs.
    pub(super) fn new(limits: Limits, before: Progress, problems: Problems) -> FileReader {
        let out = Output {
            limits,
            before,
            table: EventTable::default(),
            problems,
            pending: Pending::default(),
            records: 0,
            columns: Vec::new(),
            dangling: Vec::new(),
            replaced: VecDeque::new(),
            is_general: false,
        };
        FileReader {
            options: FileOptions::default(),
            decoder: Decoder::default(),
            format: Format::Unknown,
            table: None,
            is_held: false,
            out,
            tail: String::new(),
            retry_from: 0,
            bytes: 0,
            over: false,
        }
    }

    /// Says what the file is, before its first byte.
    pub(super) fn describe(&mut self, options: FileOptions) {
        self.options = options;
    }

    /// What the file is called, if anybody said.
    pub(super) fn name(&self) -> Option<&str> {
        self.options.name.as_deref()
    }

    /// How far the reading of this and the files before it is.
    pub(super) fn progress(&self) -> Progress {
        let Progress { bytes, events } = self.out.before;
        Progress { bytes: bytes + self.bytes, events: events.saturating_add(self.out.table.len()) }
    }

    /// What came of the file.
    pub(super) fn end(self) -> (FileReading, Problems) {
        let (format, list) = match &self.format {
            Format::Json(document) => (Some(document.format()), document.list_path()),
            Format::Whole(format) => (Some(*format), Path::ROOT),
            Format::Table => (Some(FormatName::Csv), Path::ROOT),
            Format::Unknown | Format::None => (None, Path::ROOT),
        };
        let Output { mut table, mut problems, pending, records, columns, mut dangling, .. } = self.out;
        // The other formats have named their events themselves.
        if !matches!(self.format, Format::Whole(_) | Format::Table) {
            dangling = pending.resolve(&mut table, &mut problems, &list);
        }
        let (name, encoding, rejected) = (self.options.name, self.decoder.encoding(), problems.records_lost());
        let report = FileReport { name, format, encoding, records, read: table.len(), rejected, columns };
        (FileReading { table, report, dangling }, problems)
    }

    pub(super) fn take(&mut self, bytes: &[u8], is_last: bool) {
        let room = self.out.limits.bytes.saturating_sub(self.out.before.bytes + self.bytes);
        self.over |= room < bytes.len();
        let bytes = bytes.get(..room).unwrap_or(bytes);
        self.bytes += bytes.len();
        let mut replaced = Vec::new();
        let mut text = self.decoder.decode(bytes, is_last, &mut replaced);
        let before = self.out.problems.base() + self.taken() + self.tail.len();
        self.out.replaced.extend(replaced.iter().map(|(at, found)| (before + at, *found)));
        if !self.tail.is_empty() {
            self.tail.push_str(&text);
            text = std::mem::take(&mut self.tail).into();
        }
        self.find_format(Window { text: &text, is_last });
        if matches!(self.format, Format::Whole(FormatName::Csv) | Format::Table) {
            text = self.take_table(text, is_last);
        }
        let used = self.read(Window { text: &text, is_last });
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

    /// Text that a table has taken in: its places count from the beginning of the document.
    fn taken(&self) -> usize {
        match &self.table {
            Some(table) => table.len,
            None => 0,
        }
    }

    /// Looks at what the document is, if that is not known yet.
    fn find_format(&mut self, window: Window<'_>) {
        let is_known = !matches!(self.format, Format::Unknown);
        if is_known || !window.is_last && window.text.len() < self.retry_from {
            return;
        }
        self.format = self.out.detect(window, self.options.format);
        let is_long = DETECTION_BYTES <= window.text.len();
        let waits = is_long && matches!(self.format, Format::Unknown);
        self.retry_from = if waits { 2 * window.text.len() } else { 0 };
    }

    /// Lets a table take in what it can of the text at hand, and gives what is left: all of the text from the beginning on
    /// where it cannot be read so, or not before all of it has come.
    fn take_table<'a>(&mut self, text: Cow<'a, str>, is_last: bool) -> Cow<'a, str> {
        // What is told of these counts places in the text.
        let is_fit = self.out.replaced.is_empty() && !self.over;
        if !is_last && text.len() < self.retry_from {
            return text;
        }
        let Some(mut table) = self.table.take() else { return self.begin_table(text, is_last, is_fit) };
        if !is_fit {
            let text = self.hold(table.take_text() + &text).into();
            return self.begin_table(text, is_last, is_fit);
        }
        match table.take(&text, is_last) {
            Err(Unfit { taken }) => self.hold(table.take_text() + text.get(taken..).unwrap_or_default()).into(),
            Ok(_) if is_last => match self.out.read_table(*table, &self.options) {
                Ok(()) => Cow::Borrowed(""),
                Err(text) => self.hold(text).into(),
            },
            Ok(used) => {
                let rest = text.get(used..).unwrap_or_default();
                (self.table, self.retry_from) = (Some(table), 2 * rest.len());
                rest.to_owned().into()
            }
        }
    }

    fn begin_table<'a>(&mut self, text: Cow<'a, str>, is_last: bool, is_fit: bool) -> Cow<'a, str> {
        if self.out.is_general || !is_last && (self.is_held || !is_fit) {
            return text;
        }
        let begun = tabular::begin(&text, is_last, self.options.mapping.as_ref());
        let Some((mut table, at)) = begun else {
            self.retry_from = 2 * text.len();
            return text;
        };
        let rest = text.get(at..).unwrap_or_default();
        match table.take(rest, is_last) {
            Err(Unfit { .. }) => self.is_held = true,
            Ok(used) if !is_last => {
                let rest = rest.get(used..).unwrap_or_default();
                (self.format, self.table, self.retry_from) = (Format::Table, Some(Box::new(table)), 2 * rest.len());
                return rest.to_owned().into();
            }
            Ok(_) => {
                if self.out.read_table(table, &self.options).is_ok() {
                    self.format = Format::Table;
                }
            }
        }
        text
    }

    /// Keeps the text of a table until all of it is there.
    fn hold(&mut self, text: String) -> String {
        (self.format, self.is_held) = (Format::Whole(FormatName::Csv), true);
        text
    }

    /// Reads what can be read of the text at hand. Returns how many bytes of it are done with.
    fn read(&mut self, window: Window<'_>) -> usize {
        let base = self.out.problems.base();
        match &mut self.format {
            Format::Unknown | Format::Table => 0,
            Format::None => {
                self.out.pass_replaced(window.text, window.text.len());
                window.text.len()
            }
            Format::Whole(format) if window.is_last => {
                self.out.read_whole(*format, &self.options, window.text);
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
    /// What the document is, by its beginning, unless somebody has said.
    fn detect(&mut self, window: Window<'_>, said: Option<FormatName>) -> Format {
        let text = window.text;
        let start = text.len() - text.trim_start().len();
        if !window.is_last && text.len() < detection_bytes(text) {
            return Format::Unknown;
        }
        let line = if may_be_lines(text) { first_line(text) } else { None };
        let waits = line.is_none() && may_be_lines(text) && text.len() < MAX_FIRST_LINE;
        if !window.is_last && waits {
            return Format::Unknown;
        }
        if start == text.len() {
            if window.is_last {
                self.refuse(text, start, "empty-file", "the file is empty; expected an event set");
            }
            return if window.is_last { Format::None } else { Format::Unknown };
        }
        let found = said.or_else(|| line.and_then(|line| json::lines_of(line, text)));
        let found = found.or_else(|| foreign(text));
        let is_json = text.trim_start_matches([' ', '\n', '\r', '\t']).starts_with(['{', '[']);
        match found {
            Some(FormatName::Ndjson) if json::has_events(line.unwrap_or(text)) => {
                Format::Json(Box::new(json::Document::lines()))
            }
            Some(FormatName::EventSet) if is_json => Format::Json(Box::new(json::Document::new())),
            Some(format) if whole::reads(format) => Format::Whole(format),
            _ if is_json => Format::Json(Box::new(json::Document::new())),
            _ => {
                self.refuse(text, start, "unknown-format", unknown(text));
                Format::None
            }
        }
    }

    fn refuse(&mut self, text: &str, at: usize, code: &'static str, message: &str) {
        self.problems.report(text, Severity::File, code, at..text.len(), &Path::ROOT, || message.to_owned());
    }

    /// Reads a table whose text is kept by columns; gives the text back where it is to be read as a whole.
    fn read_table(&mut self, table: ByColumn, options: &FileOptions) -> Result<(), String> {
        let limits = (self.limits, self.max_records());
        let (rows, columns) = tabular::read_columns(table, limits, options.mapping.as_ref(), &mut self.problems)?;
        (self.table, self.records) = (rows.table, rows.records);
        (self.columns, self.dangling) = (columns, rows.dangling);
        Ok(())
    }

    /// Reads a document that is there as a whole.
    fn read_whole(&mut self, format: FormatName, options: &FileOptions, text: &str) {
        let (limits, max_events, mapping) = (self.limits, self.max_records(), options.mapping.as_ref());
        let mut whole = whole::Whole::new(whole::Text::Given(text), limits, max_events, mapping, &mut self.problems);
        whole.is_general = self.is_general;
        let read = whole::read(format, whole);
        (self.table, self.records) = (read.table, read.records);
        (self.columns, self.dangling) = (read.columns, read.dangling);
    }

    /// Records that the limit of events leaves for this file.
    pub(super) fn max_records(&self) -> u32 {
        self.limits.events.saturating_sub(self.before.events)
    }

    /// Tells of the replacements before a byte of the text at hand.
    pub(super) fn pass_replaced(&mut self, text: &str, to: usize) {
        let base = self.problems.base();
        while let Some(&(at, found)) = self.replaced.front().filter(|(at, _)| *at < base + to) {
            self.replaced.pop_front();
            let at = at - base;
            match found {
                Found::Replaced => {
                    let range = at..at + REPLACEMENT.len();
                    self.problems.report(text, Severity::Value, BAD_UTF8, range, &Path::ROOT, || {
                        "bytes that are not UTF-8, read as \u{FFFD}; save the file as UTF-8".to_owned()
                    });
                }
                Found::Windows1252 => {
                    self.problems.report(text, Severity::Warning, WINDOWS_1252, at..text.len(), &Path::ROOT, || {
                        "the bytes from here on are not UTF-8; the file is read as Windows-1252".to_owned()
                    });
                }
            }
        }
    }

    /// Forgets all events, as they are about to be read again.
    pub(super) fn forget_events(&mut self) {
        self.table.clear_events();
        self.pending = Pending::default();
        self.records = 0;
        self.problems.forget_records();
    }
}
