//! Formats that are read when the whole text is there: their column of dates, their zones may stand at the end of it.

use super::fresh_ids::FreshIds;
use super::links::{Dangling, Kind};
use super::mapping::Mapping;
use super::problems::{Path, Position, Problems};
use super::report::{ColumnReport, FormatName};
use super::{Limits, html, icalendar, json, tabular};
use crate::diagnostic::Severity;
use crate::event::{Event, EventSet, FieldValue};
use crate::table::EventTable;
use std::collections::BTreeSet;
use std::ops::Range;

/// All of the text of a document.
#[derive(Clone, Copy)]
pub(super) enum Text<'a> {
    Given(&'a str),
    /// It is made only when something is to be told of a place in it.
    Kept(&'a tabular::ByColumn),
}

/// A document at hand as a whole, and what is wrong with it.
pub(super) struct Whole<'a> {
    text: Text<'a>,
    pub limits: Limits,
    /// Events that there is room for.
    pub max_events: u32,
    /// What somebody has said of its columns.
    pub mapping: Option<&'a Mapping>,
    /// What was understood of its columns.
    pub columns: Vec<ColumnReport>,
    /// Where each event's record begins, in bytes of the text.
    pub places: Vec<usize>,
    /// Rows that were read straight to a table.
    pub rows: Option<tabular::Rows>,
    /// No short cut is taken for rows in which nothing is unusual.
    pub is_general: bool,
    problems: &'a mut Problems,
}

/// What a document came to.
pub(super) struct Read {
    pub table: EventTable,
    pub records: u32,
    pub columns: Vec<ColumnReport>,
    pub dangling: Vec<Dangling>,
}

impl<'a> Whole<'a> {
    pub(super) fn new(
        text: Text<'a>,
        limits: Limits,
        max_events: u32,
        mapping: Option<&'a Mapping>,
        problems: &'a mut Problems,
    ) -> Whole<'a> {
        Whole {
            text,
            limits,
            max_events,
            mapping,
            columns: Vec::new(),
            places: Vec::new(),
            rows: None,
            is_general: false,
            problems,
        }
    }

    /// All of its text.
    pub(super) fn text(&self) -> &'a str {
        match self.text {
            Text::Given(text) => text,
            Text::Kept(table) => table.text(),
        }
    }

    /// As much of its text as there is without making any.
    fn beginning(&self) -> &'a str {
        match self.text {
            Text::Given(text) => text,
            Text::Kept(table) => table.beginning(),
        }
    }

    /// Where problems of its text are noted.
    pub(super) fn problems(&mut self) -> &mut Problems {
        self.problems
    }

    /// Notes a problem at a range of bytes.
    pub(super) fn report(
        &mut self,
        severity: Severity,
        code: &'static str,
        at: Range<usize>,
        path: &Path<'_>,
        message: impl FnOnce() -> String,
    ) {
        let text = if at == (0..0) { self.beginning() } else { self.text() };
        // A place alone shows the rest of its line.
        let at = if at.is_empty() { at.start..end_of_line(text, at.start) } else { at };
        self.problems.report(text, severity, code, at, path, message);
    }

    /// Notes a problem at an offset with the text that it is about, where that does not stand there as it is.
    pub(super) fn report_text(
        &mut self,
        severity: Severity,
        code: &'static str,
        at: usize,
        text: &str,
        path: &Path<'_>,
        message: impl FnOnce() -> String,
    ) {
        let place = self.problems.place(self.text(), at);
        self.problems.report_at(severity, code, place, text, path, message);
    }

    /// Notes something wrong with what was said of the document.
    pub(super) fn warn(&mut self, code: &'static str, message: String) {
        self.problems.warn(code, message);
    }

    fn place(&mut self, event: usize) -> Position {
        let at = self.places.get(event).copied().unwrap_or_default();
        self.place_of(at)
    }

    /// The place of an offset.
    pub(super) fn place_of(&mut self, at: usize) -> Position {
        let text = self.text();
        self.problems.place(text, at)
    }
}

/// Where the line ends in which an offset lies.
fn end_of_line(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    at + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
}

/// Whether a format is one of those that are read as a whole.
pub(super) fn reads(format: FormatName) -> bool {
    !matches!(format, FormatName::EventSet | FormatName::Columns)
}

/// Which of them a text is, if any. The beginning of a text tells as much as all of it.
pub(super) fn detect(text: &str) -> Option<FormatName> {
    if text.trim_start().starts_with(['{', '[']) {
        json::dialects::detect(text)
    } else if html::is_page(text) {
        Some(FormatName::Html)
    } else if json::dialects::simile::is_xml(text) {
        Some(FormatName::SimileXml)
    } else if icalendar::is_calendar(text) {
        Some(FormatName::Icalendar)
    } else {
        tabular::delimiter(text).map(|_| FormatName::Csv)
    }
}

/// Reads a document.
pub(super) fn read(format: FormatName, mut whole: Whole<'_>) -> Read {
    let (mut set, records) = match format {
        FormatName::Csv => tabular::read(&mut whole),
        FormatName::Icalendar => icalendar::read(&mut whole),
        FormatName::Html => html::read(&mut whole),
        FormatName::SimileXml => json::dialects::simile::read_xml(&mut whole),
        format => json::dialects::read(format, &mut whole),
    };
    tell_nothing(records, &mut whole);
    if let Some(tabular::Rows { mut table, dangling, .. }) = whole.rows.take() {
        (table.title, table.description) = (set.title, set.description);
        return Read { table, records, columns: whole.columns, dangling };
    }
    limit(&mut set, &mut whole);
    limit_ids(&mut set, &mut whole);
    let dangling = take_dangling(&mut set, &mut whole);
    Read { table: set.into(), records, columns: whole.columns, dangling }
}

pub(super) fn tell_nothing(records: u32, whole: &mut Whole<'_>) {
    if records == 0 && !whole.problems.has_lost_file() {
        let end = whole.text().trim_end().len();
        whole.report(Severity::Warning, "no-events", end..end, &Path::ROOT, || "the set has no events".to_owned());
    }
}

/// Leaves out what is beyond the limits of keys and lists, and tells of it.
fn limit(set: &mut EventSet, whole: &mut Whole<'_>) {
    for (index, event) in set.events.iter_mut().enumerate() {
        let at = whole.places.get(index).copied().unwrap_or_default();
        limit_event(event, index, at, whole);
    }
    set.fields.retain(|field| field.key.len() <= whole.limits.name);
}

/// The same of one event, whose record begins at an offset.
pub(super) fn limit_event(event: &mut Event, index: usize, at: usize, whole: &mut Whole<'_>) {
    let Limits { values: most, name: longest, .. } = whole.limits;
    let record = Path::ROOT.index(index);
    let keys = event.fields.len();
    event.fields.retain(|key, _| key.len() <= longest);
    let mut longest_list = event.claims.len().max(event.places.len()).max(event.links.len()).max(event.media.len());
    event.claims.truncate(most);
    event.places.truncate(most);
    event.links.truncate(most);
    event.media.truncate(most);
    for value in event.fields.values_mut() {
        if let FieldValue::Texts(texts) = value {
            longest_list = longest_list.max(texts.len());
            texts.truncate(most);
        }
    }
    if most < longest_list {
        whole.report(Severity::Value, "too-many-values", at..at, &record, || {
            format!("{longest_list} values; those beyond MAX_VALUES = {most} are left out")
        });
    }
    if event.fields.len() < keys {
        whole.report(Severity::Value, "name-too-long", at..at, &record, || {
            format!("a key is left out, as it is longer than MAX_NAME_BYTES = {longest}")
        });
    }
}

/// Gives events with too long an id one from their position.
fn limit_ids(set: &mut EventSet, whole: &mut Whole<'_>) {
    let longest = whole.limits.name;
    if set.events.iter().all(|event| event.id.len() <= longest) {
        return;
    }
    let mut ids = FreshIds::default();
    for event in set.events.iter().filter(|event| event.id.len() <= longest) {
        ids.give(&event.id);
    }
    for (index, event) in set.events.iter_mut().enumerate().filter(|(_, event)| longest < event.id.len()) {
        let at = whole.places.get(index).copied().unwrap_or_default();
        whole.report(Severity::Value, "name-too-long", at..at, &Path::ROOT.index(index).key("id"), || {
            let len = event.id.len();
            format!("an id of {len} bytes; it is left out, as it is longer than MAX_NAME_BYTES = {longest}")
        });
        event.id = ids.give(&format!("e{}", index + 1));
    }
}

/// Takes out references to events that the document does not have.
fn take_dangling(set: &mut EventSet, whole: &mut Whole<'_>) -> Vec<Dangling> {
    let mut dangling = Vec::new();
    if set.events.iter().all(|event| event.part_of.is_none() && event.after.is_empty() && event.before.is_empty()) {
        return dangling;
    }
    let ids: BTreeSet<String> = set.events.iter().map(|event| event.id.clone()).collect();
    for (index, event) in set.events.iter_mut().enumerate() {
        let is_there = |id: &String| ids.contains(id) && *id != event.id;
        let record = Path::ROOT.index(index);
        let mut take = |kind, key, id| {
            let path = record.key(key).to_string();
            dangling.push(Dangling { row: index as u32, kind, id, at: whole.place(index), path });
        };
        event.part_of.take_if(|id| !is_there(id)).into_iter().for_each(|id| take(Kind::PartOf, "part_of", id));
        event.after.extract_if(.., |id| !is_there(id)).for_each(|id| take(Kind::After, "after", id));
        event.before.extract_if(.., |id| !is_there(id)).for_each(|id| take(Kind::Before, "before", id));
    }
    dangling
}
