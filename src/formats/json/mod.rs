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
mod event;
mod links;
mod scan;
mod write;

use super::Reading;
use super::problems::{Path, Problems};
use crate::diagnostic::Severity;
use crate::event::{EventSet, FieldDeclaration, FieldType, Term};
use cells::Cells;
use links::Pending;
use scan::{Data, Scanner, SyntaxError, Value};
use std::collections::{BTreeMap, BTreeSet};

pub use scan::MAX_NESTING;
pub use write::write;

/// Reads a document that begins with `{` or `[`.
pub(super) fn read(text: &str, problems: Problems<'_>, max_events: u32) -> Reading {
    let mut reader = Reader {
        scan: Scanner { text, at: 0 },
        cells: Cells { problems },
        set: EventSet::default(),
        types: BTreeMap::new(),
        pending: Pending::default(),
        records: 0,
        max_events,
        unbalanced: false,
    };
    let is_bare = reader.scan.peek() == Some(b'[');
    if is_bare {
        reader.bare_array();
    } else {
        reader.document();
    }
    let Reader { mut set, cells: Cells { mut problems }, pending, records, .. } = reader;
    let list = if is_bare { Path::ROOT } else { Path::ROOT.key("events") };
    pending.resolve(&mut set.events, &mut problems, &list);
    Reading { set, diagnostics: problems.finish(), records }
}

struct Reader<'a> {
    scan: Scanner<'a>,
    cells: Cells<'a>,
    set: EventSet,
    /// Declared types by field key.
    types: BTreeMap<String, FieldType>,
    pending: Pending,
    records: u32,
    max_events: u32,
    /// Some record's brackets do not match, so that matching them again would read the whole rest again.
    unbalanced: bool,
}

/// The rest of the file cannot be read, and it has been reported.
struct Lost;

impl<'a> Reader<'a> {
    fn bare_array(&mut self) {
        if self.events(&Path::ROOT, 1).is_ok() {
            self.after_document();
        }
    }

    fn after_document(&mut self) {
        if self.scan.peek().is_some() {
            let at = self.scan.at..self.scan.text.len();
            self.cells.problems.report(Severity::File, "trailing-text", at, &Path::ROOT, || {
                "the document ends before this; what follows is not read".to_owned()
            });
        }
    }

    fn document(&mut self) {
        let mut keys = Keys::default();
        self.scan.at += 1;
        while self.members(&mut keys).is_err() {
            if keys.has_events || !self.find_events(keys.last) {
                break;
            }
        }
        if keys.fields_came_late {
            self.reread_events(&keys);
        }
        if !keys.has_events {
            let at = self.scan.text.len() - self.scan.text.trim_start().len();
            let found: Vec<&str> = keys.seen.iter().map(String::as_str).take(12).collect();
            let found = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
            self.cells.problems.report(Severity::File, "no-events-key", at..self.scan.text.len(), &Path::ROOT, || {
                format!("the document has no key `events`; expected a list of events there, found the keys: {found}")
            });
        }
    }

    /// After an error in the head of a document: goes to the next `"events": [`.
    fn find_events(&mut self, mut from: usize) -> bool {
        const KEY: &str = "\"events\"";
        while let Some(found) =
            self.scan.text.get(from..).and_then(|rest| memchr::memmem::find(rest.as_bytes(), KEY.as_bytes()))
        {
            from += found + KEY.len();
            self.scan.at = from;
            if self.scan.expect(b':', "`:`").is_ok() && self.scan.peek() == Some(b'[') {
                self.scan.at = from - KEY.len();
                return true;
            }
        }
        false
    }

    /// Members of the document up to its closing bracket.
    fn members(&mut self, keys: &mut Keys) -> Result<(), Lost> {
        let mut first = true;
        loop {
            match self.scan.peek() {
                Some(b'}') => {
                    self.scan.at += 1;
                    self.after_document();
                    return Ok(());
                }
                Some(b',') if !first => self.scan.at += 1,
                Some(b'"') if first => {}
                _ => {
                    return Err(self.lost(self.scan.error(if first {
                        "a key in double quotes"
                    } else {
                        "`,` or `}`"
                    })));
                }
            }
            if !first && self.scan.peek() == Some(b'}') {
                self.trailing_comma(&Path::ROOT);
                continue;
            }
            first = false;
            let key = self.scan.key().map_err(|error| self.lost(error))?;
            keys.last = key.from;
            let (key_from, key) = (key.from, key.decode());
            let path = Path::ROOT.key(&key);
            if !keys.seen.insert(key.to_string()) {
                self.cells.duplicate_key(&Path::ROOT, key_from, &key);
            }
            if key == "events" && self.scan.peek() == Some(b'[') {
                self.events_member(keys, &path)?;
                continue;
            }
            let from = self.scan.at;
            match self.scan.value(1) {
                Ok(value) => self.member(&key, key_from, &value, keys, &path)?,
                Err(error) => self.broken_member(from, error, &path)?,
            }
        }
    }

    fn events_member(&mut self, keys: &mut Keys, path: &Path<'_>) -> Result<(), Lost> {
        keys.has_events = true;
        let (from, more) = (self.scan.at, self.cells.problems.left_out());
        let read = self.events(path, 2);
        // A cut list may be told of at the very end of the text.
        let to = if read.is_ok() { self.scan.at } else { self.scan.text.len() + 1 };
        keys.lists.push(EventList { from, to, left_out: self.cells.problems.left_out() - more });
        read
    }

    fn member(
        &mut self,
        key: &str,
        key_from: usize,
        value: &Value<'a>,
        keys: &mut Keys,
        path: &Path<'_>,
    ) -> Result<(), Lost> {
        match key {
            "title" => self.set.title = self.cells.text(value, path),
            "description" => self.set.description = self.cells.text(value, path),
            "lang" => self.set.lang = self.cells.text(value, path),
            "source" => self.set.source = self.cells.text(value, path),
            "fields" => {
                self.fields(value, path);
                keys.fields_came_late |= !keys.lists.is_empty();
            }
            "vocabularies" => self.vocabularies(value, path),
            "events" => {
                keys.has_events = true;
                self.cells.problems.report(Severity::File, "wrong-type", value.range(), path, || {
                    format!("expected a list of events, found {}", value.kind())
                });
            }
            "$schema" => {}
            _ => {
                let known = "title, description, lang, source, fields, vocabularies, events";
                self.cells.unknown_key(key, key_from, known, &Path::ROOT);
            }
        }
        Ok(())
    }

    /// Field declarations came after events: reads all events again, now knowing the types. Once, as documents may have
    /// any number of both.
    fn reread_events(&mut self, keys: &Keys) {
        self.set.events.clear();
        self.pending = Pending::default();
        self.records = 0;
        self.unbalanced = false;
        let path = Path::ROOT.key("events");
        for list in &keys.lists {
            self.cells.problems.forget(list.from..list.to, list.left_out);
            self.scan.at = list.from;
            if self.events(&path, 2).is_err() {
                break;
            }
        }
    }

    /// A value of the document that is not JSON: goes on after it if its end can be told.
    fn broken_member(&mut self, from: usize, error: SyntaxError, path: &Path<'_>) -> Result<(), Lost> {
        let end =
            self.scan.end_of_broken(from).filter(|&at| matches!(self.scan.text.as_bytes().get(at), Some(b',' | b'}')));
        let Some(end) = end else {
            self.scan.at = error.offset;
            return Err(self.lost(error));
        };
        self.syntax(Severity::Value, "broken-value", error, path);
        self.scan.at = end;
        Ok(())
    }

    fn lost(&mut self, error: SyntaxError) -> Lost {
        self.syntax(Severity::File, "bad-json", error, &Path::ROOT);
        Lost
    }

    fn syntax(&mut self, severity: Severity, code: &'static str, error: SyntaxError, path: &Path<'_>) {
        let at = error.offset..self.scan.text.len();
        self.cells.problems.report(severity, code, at, path, || error.kind.to_string());
    }

    fn trailing_comma(&mut self, path: &Path<'_>) {
        let at = self.scan.at..self.scan.at + 1;
        self.cells.problems.report(Severity::Warning, "trailing-comma", at, path, || {
            "a comma with nothing after it; expected a value".to_owned()
        });
    }

    /// The list of events that comes next; `depth` is its own.
    fn events(&mut self, path: &Path<'_>, depth: usize) -> Result<(), Lost> {
        let from = self.scan.at;
        let first_record = self.records;
        self.scan.at += 1;
        let mut comma = true;
        loop {
            match self.scan.peek() {
                None => return Err(self.cut(path)),
                Some(b']') => break,
                Some(b',') => {
                    if comma {
                        self.trailing_comma(path);
                    }
                    self.scan.at += 1;
                    comma = true;
                    if self.scan.peek() == Some(b']') {
                        self.trailing_comma(path);
                    }
                }
                Some(byte) if comma || byte == b'{' => {
                    if !comma {
                        self.between_events("missing-comma", "expected `,` between two events", path);
                    }
                    if self.max_events <= self.records {
                        return Err(self.too_many(path));
                    }
                    comma = self.element(&path.index(self.records as usize), depth);
                    self.records += 1;
                }
                Some(_) => {
                    self.between_events("bad-json", "text that is not JSON; expected `,` or `]` after an event", path);
                    self.skip_to_event();
                }
            }
        }
        self.scan.at += 1;
        if self.records == first_record {
            self.cells.problems.report(Severity::Warning, "no-events", from..self.scan.at, path, || {
                "the set has no events".to_owned()
            });
        }
        Ok(())
    }

    fn cut(&mut self, path: &Path<'_>) -> Lost {
        let error = self.scan.error("`]` at the end of the list of events; the file is cut off");
        self.syntax(Severity::File, "truncated", error, path);
        Lost
    }

    fn too_many(&mut self, path: &Path<'_>) -> Lost {
        let (at, limit) = (self.scan.at..self.scan.text.len(), self.max_events);
        self.cells.problems.report(Severity::File, "too-many-events", at, path, || {
            format!("more events than MAX_EVENTS = {limit}; this one and those after it are left out")
        });
        Lost
    }

    fn between_events(&mut self, code: &'static str, message: &'static str, path: &Path<'_>) {
        let at = self.scan.at..self.scan.text.len();
        self.cells.problems.report(Severity::Warning, code, at, path, || message.to_owned());
    }

    fn skip_to_event(&mut self) {
        let rest = self.scan.text.as_bytes().get(self.scan.at..).unwrap_or_default();
        self.scan.at += memchr::memchr3(b',', b'{', b']', rest).unwrap_or(rest.len());
    }

    /// One record: an event, or a diagnostic. Returns whether the next one follows at once, without a comma.
    fn element(&mut self, path: &Path<'_>, depth: usize) -> bool {
        let from = self.scan.at;
        match self.scan.value(depth) {
            Ok(value) => {
                let record = self.records;
                if let Some(event) = event::event(&value, path, &mut self.cells, &self.types, &mut self.pending, record)
                {
                    self.set.events.push(event);
                }
                false
            }
            Err(error) => {
                self.syntax(Severity::Record, "broken-record", error, path);
                self.go_on_after(from, error)
            }
        }
    }

    /// After a record that is not JSON: by its brackets, else (true) to the next thing that looks like an event, else to the end.
    fn go_on_after(&mut self, from: usize, error: SyntaxError) -> bool {
        if !self.unbalanced {
            let end = self.scan.end_of_broken(from);
            if let Some(end) = end.filter(|&at| matches!(self.scan.text.as_bytes().get(at), Some(b',' | b']'))) {
                self.scan.at = end;
                return false;
            }
            self.unbalanced = true;
        }
        let next = self.scan.next_titled(error.offset);
        self.scan.at = next.unwrap_or(self.scan.text.len());
        next.is_some()
    }

    fn fields(&mut self, value: &Value<'a>, path: &Path<'_>) {
        match &value.data {
            Data::Object(members) => {
                for (key, value) in members {
                    let name = key.decode();
                    self.field(name.to_string(), key.from, value, &path.key(&name));
                }
            }
            Data::List(values) => {
                for (index, value) in values.iter().enumerate() {
                    let path = path.index(index);
                    let key = self.cells.object(value, &path).and_then(|members| cells::find(members, "key"));
                    match key.and_then(|key| self.cells.text(key, &path.key("key"))) {
                        Some(key) => self.field(key, value.from, value, &path),
                        None => self.cells.missing("key", value, &path),
                    }
                }
            }
            Data::Null => {}
            _ => self.cells.wrong_type("an object of fields by key, or a list of fields", value, path),
        }
    }

    /// One declaration: `{"label", "type"}`, or only the name of its type.
    fn field(&mut self, key: String, at: usize, value: &Value<'a>, path: &Path<'_>) {
        if event::KEYS.contains(&key.as_str()) {
            self.cells.problems.report(Severity::Value, "reserved-field", at..value.to, path, || {
                format!("`{key}` is a key of every event and cannot be declared as a field")
            });
            return;
        }
        let mut declaration = FieldDeclaration { key, label: None, field_type: FieldType::Category };
        match &value.data {
            Data::Null => {}
            Data::Text(_) => declaration.field_type = self.field_type(value, path),
            _ => {
                for (key, value) in self.cells.object(value, path).unwrap_or_default() {
                    let name = key.decode();
                    let path = path.key(&name);
                    match &*name {
                        "key" => {}
                        "label" => declaration.label = self.cells.text(value, &path),
                        "type" => declaration.field_type = self.field_type(value, &path),
                        _ => self.cells.unknown_key(&name, key.from, "key, label, type", &path),
                    }
                }
            }
        }
        if self.types.insert(declaration.key.clone(), declaration.field_type).is_some() {
            self.set.fields.retain(|field| field.key != declaration.key);
            self.cells.problems.report(Severity::Value, "duplicate-field", at..value.to, path, || {
                format!("the field `{}` is declared twice; this declaration holds", declaration.key)
            });
        }
        self.set.fields.push(declaration);
    }

    fn field_type(&mut self, value: &Value<'a>, path: &Path<'_>) -> FieldType {
        match self.cells.text(value, path).as_deref() {
            Some("category") | None => FieldType::Category,
            Some("number") => FieldType::Number,
            Some("text") => FieldType::Text,
            Some("link") => FieldType::Link,
            Some(_) => {
                self.cells.problems.report(Severity::Value, "unknown-type", value.range(), path, || {
                    "not a type of field, read as `category`; expected category, number, text or link".to_owned()
                });
                FieldType::Category
            }
        }
    }

    fn vocabularies(&mut self, value: &Value<'a>, path: &Path<'_>) {
        for (field, value) in self.cells.object(value, path).unwrap_or_default() {
            let name = field.decode();
            let terms = self.vocabulary(value, &path.key(&name));
            let replaced = if terms.is_empty() {
                self.set.vocabularies.remove(&*name)
            } else {
                self.set.vocabularies.insert(name.to_string(), terms)
            };
            if replaced.is_some() {
                self.cells.duplicate_key(path, field.from, &name);
            }
        }
    }

    fn vocabulary(&mut self, value: &Value<'a>, path: &Path<'_>) -> Vec<Term> {
        let mut terms = Vec::new();
        let mut names = BTreeSet::new();
        match &value.data {
            Data::Null => {}
            Data::List(values) => {
                for (index, value) in values.iter().enumerate() {
                    let path = path.index(index);
                    if let Some(term) = self.term(None, value, &path) {
                        self.add_term(term, &mut terms, &mut names, value, &path);
                    }
                }
            }
            Data::Object(members) => {
                for (key, value) in members {
                    let name = key.decode();
                    let path = path.key(&name);
                    if let Some(term) = self.term(Some(name.to_string()), value, &path) {
                        self.add_term(term, &mut terms, &mut names, value, &path);
                    }
                }
            }
            _ => self.cells.wrong_type("a list of values, or an object of values by name", value, path),
        }
        terms
    }

    fn add_term(
        &mut self,
        term: Term,
        terms: &mut Vec<Term>,
        names: &mut BTreeSet<String>,
        value: &Value<'a>,
        path: &Path<'_>,
    ) {
        if names.insert(term.name.clone()) {
            terms.push(term);
            return;
        }
        self.cells.problems.report(Severity::Value, "duplicate-name", value.range(), path, || {
            format!("the name `{}` stands twice in this vocabulary; the first holds", term.name)
        });
    }

    /// A value of a vocabulary: an object, or only a name.
    fn term(&mut self, name: Option<String>, value: &Value<'a>, path: &Path<'_>) -> Option<Term> {
        let named = name.is_some();
        let mut term = Term { name: name.unwrap_or_default(), ..Term::default() };
        match &value.data {
            Data::Null if named => {}
            Data::Text(_) if !named => term.name = self.cells.text(value, path)?,
            _ => {
                for (key, value) in self.cells.object(value, path)? {
                    let key_name = key.decode();
                    let path = path.key(&key_name);
                    match &*key_name {
                        "name" if !named => term.name = self.cells.text(value, &path)?,
                        "aliases" => term.aliases = self.cells.texts(value, &path),
                        "broader" => term.broader = self.cells.texts(value, &path),
                        _ => self.cells.unknown_key(&key_name, key.from, "name, aliases, broader", &path),
                    }
                }
            }
        }
        if term.name.is_empty() {
            self.cells.missing("name", value, path);
            return None;
        }
        Some(term)
    }
}

/// What has been seen of a document.
#[derive(Default)]
struct Keys {
    seen: BTreeSet<String>,
    /// Byte offset of the last key read.
    last: usize,
    /// There is a key `events`, whatever it holds.
    has_events: bool,
    /// Lists of events, the last of them perhaps cut.
    lists: Vec<EventList>,
    /// Some `fields` stand after a list of events.
    fields_came_late: bool,
}

struct EventList {
    /// Byte offsets.
    from: usize,
    to: usize,
    /// Problems in it that there was no room for.
    left_out: usize,
}
