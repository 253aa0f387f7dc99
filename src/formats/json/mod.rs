//! Event set documents in JSON, read and written.
//!
//! A document is an object, or a bare array of events:
//!
//! | key | value |
//! |---|---|
//! | `title`, `description`, `lang`, `source` | text |
//! | `fields` | `{key: {"label", "type"}}` or `[{"key", "label", "type"}]`; the type is `category`, `number`, `text` or `link` |
//! | `vocabularies` | `{field: [{"name", "aliases", "broader"}]}` or `{field: {name: {"aliases", "broader"}}}` |
//! | `events` | a list of events |
//!
//! An event has a `title` and, if known:
//!
//! | key | value |
//! |---|---|
//! | `id` | text or a number, unique in the set |
//! | `date`, or `start` and `end` | EDTF text, or milliseconds since 1970 UTC |
//! | `date_text`, `date_note`, `description` | text |
//! | `date_inferred` | any of `year`, `month`, `day` |
//! | `after`, `before`, `part_of` | ids of other events (`part_of`: one) |
//! | `claims` | `{"by", "status", "about", "citations"}` |
//! | `places` | a name, or `{"name", "lat", "lon"}` in degrees |
//! | `links` | an address, or `{"url", "label"}` |
//! | `media` | an address, or `{"url", "caption", "credit", "alt"}` |
//! | any other key | the value of a field: text, a number, or a list |
//!
//! Where a list is expected one value may stand alone, and `null` is an absent value.

mod cells;
pub(super) mod dialects;
mod event;
mod fast;
mod head;
pub(super) mod overlay;
mod scan;

use super::problems::{Path, Position, excerpt};
use super::report::FormatName;
use super::{Output, Window};
use crate::diagnostic::{MAX_EXCERPT_CHARS, Severity};
use crate::table::Dictionary;
use cells::Cells;
use fast::Fast;
use head::{Head, Types};
use scan::{Scanner, SyntaxError, Value};

pub use super::write::json_text as write;
pub use scan::MAX_NESTING;

/// Bytes after an error that its excerpt may show.
const LOOK_AHEAD: usize = 4 * (MAX_EXCERPT_CHARS + 1);

/// One record a line, if the first line of a text is an object and the next one begins another.
pub(super) fn lines_of(line: &str, text: &str) -> Option<FormatName> {
    let object = object_of(line)?;
    let rest = text.trim_start().get(line.len()..)?.trim_start();
    // The keys of a document tell that it is one, although its first line is.
    let is_record = object.iter().all(|(key, _)| key.raw != "events") && rest.starts_with('{');
    is_record.then_some(FormatName::Ndjson)
}

/// Whether the object of a line is one of our events.
pub(super) fn has_events(line: &str) -> bool {
    let has_title = |members: &[(scan::Text<'_>, Value<'_>)]| members.iter().any(|(key, _)| key.raw == "title");
    object_of(line).is_some_and(|members| has_title(&members)) && !dialects::is_record(line)
}

fn object_of(line: &str) -> Option<Vec<(scan::Text<'_>, Value<'_>)>> {
    let mut scanner = Scanner { text: line, at: 0, ended: false, max_nesting: MAX_NESTING };
    match scanner.value(0).ok()?.data {
        scan::Data::Object(members) => Some(members),
        _ => None,
    }
}

/// A document being read: where in it the reader stands, and what it must remember.
pub(super) struct Document {
    state: State,
    /// Byte offset in the document of what comes next.
    at: usize,
    /// A bare array of events, or events line by line.
    is_bare: bool,
    is_lines: bool,
    /// Where the document begins, and how.
    start: Option<(Position, String)>,
    keys: Keys,
    types: Types,
    fast: Fast,
    /// Some record's brackets do not match, so that matching them again would read the whole rest again.
    unbalanced: bool,
    /// The events are being read a second time.
    rereads: bool,
}

#[derive(Clone, Copy)]
enum State {
    /// Before the first bracket.
    Start,
    /// Before a member of the document or its closing bracket.
    Members { is_first: bool },
    /// In a list of events.
    Events(List),
    /// Before a line with an event.
    Lines,
    /// The head is broken: looks for the next `"events": [`.
    Search,
    /// After the document's closing bracket.
    Closed,
    /// What follows is not read.
    Done,
}

/// The list of events being read.
#[derive(Clone, Copy)]
struct List {
    /// Byte offset in the document of its bracket.
    from: usize,
    /// No record has been found in it.
    is_empty: bool,
    /// Problems that there was no room for before it.
    left_out: usize,
    /// A record may follow: the bracket or a comma stands before it.
    comma: bool,
}

/// How a step ended.
enum Flow {
    /// It is done.
    Next,
    /// More text could change it; nothing has been done.
    Wait,
}

/// What has been seen of a document.
#[derive(Default)]
struct Keys {
    seen: Dictionary,
    /// Byte offset in the document of the last key read.
    last: usize,
    /// There is a key `events`, whatever it holds.
    has_events: bool,
    /// Lists of events, the last of them perhaps cut.
    lists: Vec<EventList>,
    /// The first `fields` that stand after a list of events.
    late_fields: Option<Position>,
}

/// Byte offsets in the document.
struct EventList {
    from: usize,
    to: usize,
    /// Problems in it that there was no room for.
    left_out: usize,
}

impl Document {
    pub(super) fn new() -> Self {
        Document {
            state: State::Start,
            at: 0,
            is_bare: false,
            is_lines: false,
            start: None,
            keys: Keys::default(),
            types: Types::default(),
            fast: Fast::default(),
            unbalanced: false,
            rereads: false,
        }
    }

    /// A document with an event in each line (NDJSON).
    pub(super) fn lines() -> Self {
        Document { state: State::Lines, is_bare: true, is_lines: true, ..Document::new() }
    }

    /// What the document is read as.
    pub(super) fn format(&self) -> FormatName {
        if self.is_lines { FormatName::Ndjson } else { FormatName::EventSet }
    }

    /// Byte offset in the document of what comes next.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Byte offset in the document of the first byte that may be looked at again.
    pub(super) fn needed_from(&self, limit: usize) -> usize {
        match (self.keys.lists.first(), self.state) {
            (_, State::Done | State::Closed | State::Search | State::Start | State::Lines) => self.at,
            (_, State::Members { .. }) if !self.keys.has_events => self.keys.last.min(self.at),
            (_, State::Events(list)) if list.is_empty => self
                .keys
                .lists
                .first()
                .map_or(list.from, |first| if self.at - first.from <= limit { first.from } else { list.from }),
            (Some(list), _) if self.at - list.from <= limit => list.from,
            (None, State::Events(list)) if !self.is_bare && self.at - list.from <= limit => list.from,
            _ => self.at,
        }
    }

    /// Reads what can be read of a document that begins with `{` or `[`.
    pub(super) fn read(&mut self, window: Window<'_>, out: &mut Output) {
        let base = out.problems.base();
        let mut step = Step {
            scan: Scanner { text: window.text, at: self.at - base, ended: false, max_nesting: out.limits.nesting },
            base,
            is_last: window.is_last,
            doc: self,
            out,
        };
        step.run();
    }

    /// The path of the list of events.
    pub(super) fn list_path(&self) -> Path<'static> {
        if self.is_bare { Path::ROOT } else { Path::EVENTS }
    }
}

/// Reading what is at hand of the document's text. Offsets count from the start of that text.
struct Step<'a, 'd> {
    scan: Scanner<'a>,
    base: usize,
    is_last: bool,
    doc: &'d mut Document,
    out: &'d mut Output,
}

impl<'a> Step<'a, '_> {
    fn run(&mut self) {
        loop {
            let done = matches!(self.doc.state, State::Done);
            if done {
                self.scan.at = self.scan.text.len();
                self.out.pass_replaced(self.scan.text, self.scan.at);
            } else if !matches!(self.doc.state, State::Search) {
                self.scan.peek();
            }
            let from = self.scan.at;
            self.doc.at = self.base + from;
            if done {
                return;
            }
            self.scan.ended = false;
            let flow = match self.doc.state {
                State::Start => self.start(),
                State::Members { is_first } => self.member(is_first),
                State::Events(list) => self.element(list),
                State::Lines => self.line(),
                State::Search => self.search(),
                State::Closed => self.closed(),
                State::Done => return,
            };
            match flow {
                Flow::Next => self.out.pass_replaced(self.scan.text, self.scan.at),
                Flow::Wait => return,
            }
        }
    }

    fn cells(&mut self) -> Cells<'_> {
        Cells { text: self.scan.text, problems: &mut self.out.problems }
    }

    /// More text could change what was read just now, or what a problem at `offset` shows of the text.
    fn is_open(&self, offset: usize) -> bool {
        !self.is_last && (self.scan.ended || self.scan.text.len() < offset + LOOK_AHEAD)
    }

    fn start(&mut self) -> Flow {
        let from = self.scan.at;
        if self.is_open(from) {
            return Flow::Wait;
        }
        let place = self.out.problems.place(self.scan.text, from);
        self.doc.start = Some((place, excerpt(self.scan.text.get(from..).unwrap_or_default())));
        if self.scan.peek() == Some(b'[') {
            self.doc.is_bare = true;
            self.open_list();
        } else {
            self.scan.at += 1;
            self.doc.keys.last = self.base + self.scan.at;
            self.doc.state = State::Members { is_first: true };
        }
        Flow::Next
    }

    fn closed(&mut self) -> Flow {
        let at = self.scan.at;
        if self.scan.peek().is_none() || self.is_open(at) {
            return Flow::Wait;
        }
        let path = Path::ROOT;
        self.rest(
            Severity::File,
            "trailing-text",
            at,
            &path,
            "the document ends before this; what follows is not read",
        );
        self.doc.state = State::Done;
        Flow::Next
    }

    /// Notes a problem with the text from `at` on.
    fn rest(&mut self, severity: Severity, code: &'static str, at: usize, path: &Path<'_>, message: &str) {
        let range = at..self.scan.text.len();
        self.out.problems.report(self.scan.text, severity, code, range, path, || message.to_owned());
    }

    fn syntax(&mut self, severity: Severity, code: &'static str, error: SyntaxError, path: &Path<'_>) {
        let range = error.offset..self.scan.text.len();
        self.out.problems.report(self.scan.text, severity, code, range, path, || error.kind.to_string());
    }

    /// The rest of the text cannot be read as JSON from here on.
    fn lost(&mut self, error: SyntaxError) -> Flow {
        if self.is_open(error.offset) {
            return Flow::Wait;
        }
        self.syntax(Severity::File, "bad-json", error, &Path::ROOT);
        if self.doc.keys.has_events {
            return self.end(State::Done);
        }
        self.scan.at = self.doc.keys.last - self.base;
        self.doc.state = State::Search;
        Flow::Next
    }

    /// After an error in the head of a document: goes to the next `"events": [`.
    fn search(&mut self) -> Flow {
        const KEY: &str = "\"events\"";
        let text = self.scan.text;
        let rest = |from: usize| text.as_bytes().get(from..).unwrap_or_default();
        let mut from = self.scan.at;
        while let Some(found) = memchr::memmem::find(rest(from), KEY.as_bytes()) {
            from += found;
            self.scan.at = from + KEY.len();
            let is_key = self.scan.peek() == Some(b':') && {
                self.scan.at += 1;
                self.scan.peek() == Some(b'[')
            };
            self.scan.at = from;
            if is_key {
                self.doc.state = State::Members { is_first: true };
                return Flow::Next;
            }
            if self.scan.ended && !self.is_last {
                return self.search_from(from);
            }
            from += KEY.len();
        }
        if self.is_last {
            self.scan.at = text.len();
            return self.end(State::Done);
        }
        let mut kept = from.max(text.len().saturating_sub(KEY.len()));
        while !text.is_char_boundary(kept) {
            kept -= 1;
        }
        self.search_from(kept)
    }

    /// Goes on with the search when there is more text.
    fn search_from(&mut self, at: usize) -> Flow {
        self.out.pass_replaced(self.scan.text, at);
        self.doc.at = self.base + at;
        Flow::Wait
    }

    /// One member of the document, or its end.
    fn member(&mut self, is_first: bool) -> Flow {
        match self.scan.peek() {
            Some(b'}') => {
                self.scan.at += 1;
                return self.end(State::Closed);
            }
            Some(b',') if !is_first => {
                self.scan.at += 1;
                if self.scan.peek() == Some(b'}') {
                    self.comma_at(self.scan.at, &Path::ROOT);
                    return Flow::Next;
                }
            }
            Some(b'"') if is_first => {}
            _ => {
                let error = self.scan.error(if is_first { "a key in double quotes" } else { "`,` or `}`" });
                return self.lost(error);
            }
        }
        let key = match self.scan.key() {
            Ok(key) => key,
            Err(error) => return self.lost(error),
        };
        let is_list = self.scan.peek() == Some(b'[') && key.decode() == "events";
        let value_from = self.scan.at;
        let value = if is_list { None } else { Some(self.scan.value(1)) };
        if self.scan.ended && !self.is_last {
            return Flow::Wait;
        }
        let mut end = None;
        if let Some(Err(error)) = value {
            let text = self.scan.text.as_bytes();
            end = self.scan.end_of_broken(value_from).filter(|&at| matches!(text.get(at), Some(b',' | b'}')));
            if self.is_open(error.offset) {
                return Flow::Wait;
            }
        }
        self.doc.keys.last = self.base + key.from;
        let (key_from, key) = (key.from, key.decode());
        let known = self.doc.keys.seen.texts().len();
        if self.doc.keys.seen.code(&key).is_none_or(|code| (code as usize) < known) {
            self.cells().duplicate_key(&Path::ROOT, key_from, &key);
        }
        let path = Path::ROOT.key(&key);
        self.doc.state = State::Members { is_first: false };
        match value {
            None => self.open_list(),
            Some(Ok(value)) => self.known_member(&key, key_from, &value, &path),
            Some(Err(error)) => match end {
                Some(end) => {
                    self.syntax(Severity::Value, "broken-value", error, &path);
                    self.scan.at = end;
                }
                None => return self.lost(error),
            },
        }
        Flow::Next
    }

    fn known_member(&mut self, key: &str, key_from: usize, value: &Value<'_>, path: &Path<'_>) {
        if key == "events" {
            self.doc.keys.has_events = true;
            self.cells().report(Severity::File, "wrong-type", value.range(), path, || {
                format!("expected a list of events, found {}", value.kind())
            });
            return;
        }
        if key == "fields" && !self.doc.keys.lists.is_empty() && self.doc.keys.late_fields.is_none() {
            self.doc.keys.late_fields = Some(self.out.problems.place(self.scan.text, key_from));
        }
        let cells = Cells { text: self.scan.text, problems: &mut self.out.problems };
        Head { cells, table: &mut self.out.table, types: &mut self.doc.types }.member(key, key_from, value, path);
    }

    /// The end of an object, or of what can be read of it.
    fn end(&mut self, then: State) -> Flow {
        let at = self.scan.at;
        if let (Some(place), Some(first)) = (self.doc.keys.late_fields, self.doc.keys.lists.first()) {
            let limit = self.out.limits.reread;
            if self.base + at - first.from <= limit {
                self.reread_events();
            } else {
                self.out.problems.report_at(Severity::Value, "late-fields", place, "fields", &Path::ROOT.key("fields"), || {
                    format!("the events before this are read without it, as they are longer than MAX_REREAD_BYTES = {limit}; expected `fields` before `events`")
                });
            }
        }
        if let (false, Some((place, start))) = (self.doc.keys.has_events, &self.doc.start) {
            let found: Vec<&str> = self.doc.keys.seen.texts().iter().take(12).collect();
            let found = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
            self.out.problems.report_at(Severity::File, "no-events-key", *place, start, &Path::ROOT, || {
                format!("the document has no key `events`; expected a list of events there, found the keys: {found}")
            });
        }
        self.scan.at = at;
        self.doc.state = then;
        Flow::Next
    }

    /// Field declarations came after events: reads all events again, now knowing the types. Once, as documents may have
    /// any number of both.
    fn reread_events(&mut self) {
        self.out.forget_events();
        self.doc.unbalanced = false;
        self.doc.rereads = true;
        for list in std::mem::take(&mut self.doc.keys.lists) {
            self.out.problems.forget(list.from..list.to, list.left_out);
            self.scan.at = list.from - self.base;
            self.open_list();
            while let State::Events(list) = self.doc.state {
                self.scan.peek();
                if let (Flow::Wait, _) | (_, State::Done) = (self.element(list), self.doc.state) {
                    return;
                }
            }
        }
    }

    /// The list of events that comes next.
    fn open_list(&mut self) {
        let (from, left_out) = (self.base + self.scan.at, self.out.problems.left_out());
        self.doc.keys.has_events = true;
        // Columns and declared types may be others than in a list before.
        self.doc.fast = Fast::default();
        self.scan.at += 1;
        self.doc.state = State::Events(List { from, is_empty: true, left_out, comma: true });
    }

    /// One record of the list of events, a comma, or its end.
    fn element(&mut self, list: List) -> Flow {
        let path = self.doc.list_path();
        let at = self.scan.at;
        let mut after = list;
        match self.scan.peek() {
            None if !self.is_last => return Flow::Wait,
            None => return self.cut(list, &path),
            Some(b']') => {
                self.scan.at += 1;
                return self.close_list(list, &path);
            }
            Some(b',') => {
                self.scan.at += 1;
                let closes = self.scan.peek() == Some(b']');
                if self.scan.ended && !self.is_last {
                    return Flow::Wait;
                }
                if list.comma {
                    self.comma_at(at, &path);
                }
                if closes {
                    self.comma_at(self.scan.at, &path);
                }
                after.comma = true;
            }
            Some(byte) if list.comma || byte == b'{' => {
                if self.out.max_records() <= self.out.records {
                    return self.too_many(list, &path);
                }
                match self.record(!list.comma, &path) {
                    Some(comma) => after = List { is_empty: false, comma, ..list },
                    None => return Flow::Wait,
                }
            }
            Some(_) => {
                let rest = self.scan.text.as_bytes().get(at..).unwrap_or_default();
                let next = memchr::memchr3(b',', b'{', b']', rest);
                if self.is_open(at) || next.is_none() && !self.is_last {
                    return Flow::Wait;
                }
                let message = "text that is not JSON; expected `,` or `]` after an event";
                self.rest(Severity::Warning, "bad-json", at, &path, message);
                self.scan.at += next.unwrap_or(rest.len());
            }
        }
        self.doc.state = State::Events(after);
        Flow::Next
    }

    /// The file ends in the list of events.
    fn cut(&mut self, list: List, path: &Path<'_>) -> Flow {
        let error = self.scan.error("`]` at the end of the list of events; the file is cut off");
        self.syntax(Severity::File, "truncated", error, path);
        self.lose_list(list)
    }

    fn too_many(&mut self, list: List, path: &Path<'_>) -> Flow {
        let (at, limit) = (self.scan.at, self.out.limits.events);
        if self.is_open(at) {
            return Flow::Wait;
        }
        let message = format!("more events than MAX_EVENTS = {limit}; this one and those after it are left out");
        self.rest(Severity::File, "too-many-events", at, path, &message);
        self.lose_list(list)
    }

    fn close_list(&mut self, list: List, path: &Path<'_>) -> Flow {
        if list.is_empty {
            let range = list.from - self.base..self.scan.at;
            self.cells().report(Severity::Warning, "no-events", range, path, || "the set has no events".to_owned());
        }
        self.keep_list(list, self.base + self.scan.at);
        self.doc.state = if self.doc.is_bare { State::Closed } else { State::Members { is_first: false } };
        Flow::Next
    }

    /// What follows in the list cannot be read.
    fn lose_list(&mut self, list: List) -> Flow {
        // A cut list may be told of at the very end of the text.
        self.keep_list(list, usize::MAX);
        self.doc.state = State::Done;
        if self.doc.is_bare || self.doc.rereads { Flow::Next } else { self.end(State::Done) }
    }

    fn keep_list(&mut self, list: List, to: usize) {
        if !self.doc.is_bare {
            let left_out = self.out.problems.left_out() - list.left_out;
            self.doc.keys.lists.push(EventList { from: list.from, to, left_out });
        }
    }

    /// One record: an event, or a diagnostic. Returns whether the next one follows at once, without a comma; `None` where
    /// more text could change it.
    fn record(&mut self, comma_misses: bool, path: &Path<'_>) -> Option<bool> {
        let from = self.scan.at;
        if !comma_misses && self.fast_record() {
            return Some(false);
        }
        let value = self.scan.value(if self.doc.is_bare { 1 } else { 2 });
        if self.scan.ended && !self.is_last || comma_misses && self.is_open(from) {
            return None;
        }
        let after_error = match &value {
            Ok(_) => None,
            Err(error) => Some((*error, self.after_broken(from, *error)?)),
        };
        if comma_misses {
            self.rest(Severity::Warning, "missing-comma", from, path, "expected `,` between two events");
        }
        let record = self.out.records;
        let path = path.index(record as usize);
        self.out.records += 1;
        match (value, after_error) {
            (Ok(value), _) => {
                let cells = &mut Cells { text: self.scan.text, problems: &mut self.out.problems };
                let (types, pending, table) = (&self.doc.types, &mut self.out.pending, &mut self.out.table);
                if !event::event(&value, &path, cells, types, pending, table) {
                    pending.lose(record);
                }
                Some(false)
            }
            (Err(_), None) => None,
            (Err(_), Some((error, after))) => {
                self.syntax(Severity::Record, "broken-record", error, &path);
                self.out.pending.lose(record);
                self.scan.at = after.at;
                self.doc.unbalanced |= after.unbalanced;
                Some(after.comma)
            }
        }
    }

    /// The next line with something in it: a record, however broken, and never more than the line.
    fn line(&mut self) -> Flow {
        let (text, from) = (self.scan.text, self.scan.at);
        let rest = text.as_bytes().get(from..).unwrap_or_default();
        let end = match memchr::memchr(b'\n', rest) {
            Some(at) => from + at,
            None if !self.is_last => return Flow::Wait,
            None => text.len(),
        };
        if from == end {
            if self.out.records == 0 {
                self.rest(Severity::Warning, "no-events", from, &Path::ROOT, "the set has no events");
            }
            self.doc.state = State::Done;
            return Flow::Next;
        }
        if self.out.max_records() <= self.out.records {
            let list = List { from: 0, is_empty: false, left_out: 0, comma: false };
            return self.too_many(list, &Path::ROOT);
        }
        self.line_record(text.get(..end).unwrap_or_default());
        (self.scan.text, self.scan.at) = (text, end);
        Flow::Next
    }

    /// The record at hand; `text` ends where its line does.
    fn line_record(&mut self, text: &'a str) {
        self.scan.text = text;
        if self.fast_record() {
            return self.end_of_line(self.scan.at);
        }
        let value = self.scan.value(1);
        let record = self.out.records;
        let path = Path::ROOT.index(record as usize);
        self.out.records += 1;
        match value {
            Ok(value) => {
                let cells = &mut Cells { text, problems: &mut self.out.problems };
                let (types, pending, table) = (&self.doc.types, &mut self.out.pending, &mut self.out.table);
                if !event::event(&value, &path, cells, types, pending, table) {
                    pending.lose(record);
                }
                self.end_of_line(value.to);
            }
            Err(error) => {
                let range = error.offset..text.len();
                self.out
                    .problems
                    .report(text, Severity::Record, "broken-record", range, &path, || error.kind.to_string());
                self.out.pending.lose(record);
            }
        }
    }

    /// Tells of what stands between a record and the end of its line.
    fn end_of_line(&mut self, at: usize) {
        let text = self.scan.text;
        let rest = text.get(at..).unwrap_or_default();
        if !rest.trim().is_empty() {
            let from = at + rest.len() - rest.trim_start().len();
            let message = "text after a record; expected the end of the line";
            self.rest(Severity::Warning, "trailing-text", from, &Path::ROOT, message);
        }
    }

    /// The next record, if it is like those before.
    fn fast_record(&mut self) -> bool {
        let (text, doc, out) = (self.scan.text, &mut *self.doc, &mut *self.out);
        // An array in an event in a list of events in an object.
        if out.is_general || out.limits.nesting < 4 || text.as_bytes().get(self.scan.at) != Some(&b'{') {
            return false;
        }
        let (pending, table) = (&mut out.pending, &mut out.table);
        let Some(end) = doc.fast.record(text, self.scan.at, &doc.types, pending, table, &mut out.problems) else {
            return false;
        };
        self.scan.at = end;
        out.records += 1;
        true
    }

    /// Where to go on after a record that is not JSON: by its brackets, else at the next thing that looks like an event,
    /// else at the end. `None` where more text could change it.
    fn after_broken(&mut self, from: usize, error: SyntaxError) -> Option<After> {
        let text = self.scan.text;
        if !self.doc.unbalanced {
            let end = self.scan.end_of_broken(from);
            if self.is_open(error.offset) {
                return None;
            }
            if let Some(at) = end.filter(|&at| matches!(text.as_bytes().get(at), Some(b',' | b']'))) {
                return Some(After { at, comma: false, unbalanced: false });
            }
        }
        let next = self.scan.next_titled(from, error.offset);
        if self.is_open(error.offset) {
            return None;
        }
        Some(After { at: next.unwrap_or(text.len()), comma: next.is_some(), unbalanced: true })
    }

    fn comma_at(&mut self, at: usize, path: &Path<'_>) {
        self.cells().report(Severity::Warning, "trailing-comma", at..at + 1, path, || {
            "a comma with nothing after it; expected a value".to_owned()
        });
    }
}

/// Where reading goes on after a broken record.
struct After {
    at: usize,
    /// An event follows at once, without a comma.
    comma: bool,
    unbalanced: bool,
}
