//! Formats that are read when the whole text is there: their column of dates, their zones may stand at the end of it.

use super::problems::{Path, Problems};
use super::{icalendar, json, tabular};
use crate::diagnostic::Severity;
use crate::event::EventSet;
use std::collections::BTreeSet;
use std::ops::Range;

/// A document at hand as a whole, and what is wrong with it.
pub(super) struct Whole<'a> {
    /// All of its text.
    pub text: &'a str,
    /// Events that a set may have.
    pub max_events: u32,
    /// Lists and objects inside one another.
    pub max_nesting: usize,
    problems: &'a mut Problems,
}

impl<'a> Whole<'a> {
    pub(super) fn new(text: &'a str, max_events: u32, max_nesting: usize, problems: &'a mut Problems) -> Whole<'a> {
        Whole { text, max_events, max_nesting, problems }
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
        self.problems.report(self.text, severity, code, at, path, message);
    }
}

/// One of the formats that are read as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Delimited text.
    Table,
    /// iCalendar.
    Calendar,
    /// A JSON document of another program.
    Dialect,
    /// SIMILE Timeline's XML.
    SimileXml,
}

/// Which of them a text is, if any. The beginning of a text tells as much as all of it.
pub(super) fn detect(text: &str) -> Option<Kind> {
    if text.trim_start().starts_with(['{', '[']) {
        json::dialects::is_dialect(text).then_some(Kind::Dialect)
    } else if json::dialects::simile::is_xml(text) {
        Some(Kind::SimileXml)
    } else if icalendar::is_calendar(text) {
        Some(Kind::Calendar)
    } else {
        tabular::delimited::delimiter(text).map(|_| Kind::Table)
    }
}

/// Reads a document; the second is the count of records.
pub(super) fn read(kind: Kind, whole: &mut Whole<'_>) -> (EventSet, u32) {
    let (mut set, records) = match kind {
        Kind::Table => tabular::read(whole),
        Kind::Calendar => icalendar::read(whole),
        Kind::SimileXml => json::dialects::simile::read_xml(whole),
        Kind::Dialect => json::dialects::read(whole),
    };
    drop_dangling(&mut set, whole);
    (set, records)
}

/// Takes back what an event is a part of where no other event has that id.
fn drop_dangling(set: &mut EventSet, whole: &mut Whole<'_>) {
    let ids: BTreeSet<String> = set.events.iter().map(|event| event.id.clone()).collect();
    for (index, event) in set.events.iter_mut().enumerate() {
        let Some(part_of) = event.part_of.take() else { continue };
        if ids.contains(&part_of) && part_of != event.id {
            event.part_of = Some(part_of);
            continue;
        }
        let record = Path::ROOT.index(index);
        whole.report(Severity::Value, "unknown-id", 0..0, &record.key("part_of"), || {
            format!("no other event has the id `{part_of}`; the reference is dropped")
        });
    }
}
