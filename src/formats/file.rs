//! One file → a table of events, its report, and what is wrong with it.

use super::links::{Dangling, Pending};
use super::problems::{BAD_UTF8, Path, Problems};
use super::report::{ColumnReport, FileOptions, FileReport, FormatName};
use super::text::{Decoder, REPLACEMENT};
use super::{Limits, Progress, json, whole};
use crate::diagnostic::{MAX_EXCERPT_CHARS, Severity};
use crate::table::EventTable;
use std::borrow::Cow;
use std::collections::VecDeque;

/// Bytes at the beginning of a document that tell its format.
const DETECTION_BYTES: usize = 2 << 10;

/// The beginning of a text, not cut within a character.
fn beginning(text: &str) -> &str {
    let end = (0..=DETECTION_BYTES).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).filter(|_| DETECTION_BYTES < text.len()).unwrap_or(text)
}

/// Reads a file piece by piece, as it comes. Of the text it keeps only what is not read yet.
pub(super) struct FileReader {
    options: FileOptions,
    decoder: Decoder,
    format: Format,
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
    /// Offsets in the document of the replacements of what was not UTF-8, as far as they are not told of.
    replaced: VecDeque<usize>,
    /// Every record takes the general path. For the tests, to which that path is the measure of all others.
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
            Format::Json(document) => (Some(FormatName::EventSet), document.list_path()),
            Format::Whole(format) => (Some(*format), Path::ROOT),
            Format::Unknown | Format::None => (None, Path::ROOT),
        };
        let Output { mut table, mut problems, pending, records, columns, mut dangling, .. } = self.out;
        // The other formats have named their events themselves.
        if !matches!(self.format, Format::Whole(_)) {
            dangling = pending.resolve(&mut table, &mut problems, &list);
        }
        let (name, rejected) = (self.options.name, problems.records_lost());
        let report = FileReport { name, format, records, read: table.len(), rejected, columns };
        (FileReading { table, report, dangling }, problems)
    }

    pub(super) fn take(&mut self, bytes: &[u8], is_last: bool) {
        let room = self.out.limits.bytes.saturating_sub(self.out.before.bytes + self.bytes);
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
            self.format = self.out.detect(window, self.options.format);
        }
        match &mut self.format {
            Format::Unknown => 0,
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
        if !window.is_last && text.len() < DETECTION_BYTES {
            return Format::Unknown;
        }
        let is_something = start < text.len();
        if let Some(format) = said.filter(|format| is_something && whole::reads(*format)) {
            return Format::Whole(format);
        }
        let is_open = said.is_none_or(|format| format != FormatName::EventSet);
        if let Some(format) = whole::detect(beginning(text)).filter(|_| is_open) {
            return Format::Whole(format);
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
    fn read_whole(&mut self, format: FormatName, options: &FileOptions, text: &str) {
        let (limits, max_events, mapping) = (self.limits, self.max_records(), options.mapping.as_ref());
        let whole = whole::Whole::new(text, limits, max_events, mapping, &mut self.problems);
        let read = whole::read(format, whole);
        (self.table, self.records) = (EventTable::from(read.set), read.records);
        (self.columns, self.dangling) = (read.columns, read.dangling);
    }

    /// Records that the limit of events leaves for this file.
    pub(super) fn max_records(&self) -> u32 {
        self.limits.events.saturating_sub(self.before.events)
    }

    /// Tells of the replacements before a byte of the text at hand.
    pub(super) fn pass_replaced(&mut self, text: &str, to: usize) {
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
    pub(super) fn forget_events(&mut self) {
        self.table.clear_events();
        self.pending = Pending::default();
        self.records = 0;
        self.problems.forget_records();
    }
}
