//! Bytes → events and diagnostics; one file a format, one signature for all.
//!
//! [`read`] looks at the content, not at a name, to tell formats apart. It never fails and never panics: a wrong cell
//! costs that cell, a broken record that record, and each is a [`Diagnostic`] that names its place.

mod date;
pub mod json;
mod problems;
mod text;

use crate::diagnostic::{Diagnostic, Severity};
use crate::event::EventSet;
use problems::{Path, Problems};

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

/// Events that a set holds at most: a row is a `u32`, and its greatest value means "none".
pub const MAX_EVENTS: u32 = u32::MAX - 1;

/// The limits of one reading; tests lower them.
#[derive(Clone, Copy, Debug)]
struct Limits {
    events: u32,
    diagnostics: usize,
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
    read_within(bytes, Limits { events: MAX_EVENTS, diagnostics: MAX_DIAGNOSTICS })
}

fn read_within(bytes: &[u8], limits: Limits) -> Reading {
    let decoded = text::decode(bytes);
    let mut problems = Problems::new(&decoded.text, limits.diagnostics);
    for &(offset, len) in &decoded.replaced {
        problems.report(Severity::Value, "bad-utf8", offset..offset + len, &Path::ROOT, || {
            "bytes that are not UTF-8, read as \u{FFFD}; save the file as UTF-8".to_owned()
        });
    }
    let start = decoded.text.len() - decoded.text.trim_start().len();
    match decoded.text.as_bytes().get(start) {
        Some(b'{' | b'[') => json::read(&decoded.text, problems, limits.events),
        Some(_) => {
            problems.report(Severity::File, "unknown-format", start..decoded.text.len(), &Path::ROOT, || {
                "not an event set; expected a JSON document that begins with `{` or `[`".to_owned()
            });
            Reading { diagnostics: problems.finish(), ..Reading::default() }
        }
        None => {
            problems.report(Severity::File, "empty-file", start..start, &Path::ROOT, || {
                "the file is empty; expected a JSON document".to_owned()
            });
            Reading { diagnostics: problems.finish(), ..Reading::default() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { events: 2, diagnostics: 3 };

    #[test]
    fn too_many_events_are_cut_and_named() {
        let reading = read_within(br#"[{"title":"a"},{"title":"b"},{"title":"c"}]"#, LIMITS);
        assert_eq!(reading.set.events.len(), 2);
        let last = reading.diagnostics.last().unwrap();
        assert_eq!((last.severity, last.code, last.column), (Severity::File, "too-many-events", 30));
        assert!(last.message.contains("MAX_EVENTS = 2"), "{}", last.message);
    }

    #[test]
    fn diagnostics_over_the_limit_are_counted() {
        let reading = read_within(b"[1,2,3,4,5,6]", Limits { events: 9, ..LIMITS });
        assert_eq!(reading.records, 6);
        assert_eq!(reading.diagnostics.len(), 4);
        assert_eq!(reading.diagnostics[3].code, "more-problems");
        assert!(reading.diagnostics[3].message.contains("3 more"), "{}", reading.diagnostics[3].message);
    }

    #[test]
    fn a_cut_file_is_told_however_many_problems_came_before() {
        let reading = read_within(b"[1,2,3,4,5", LIMITS);
        assert!(reading.diagnostics.iter().any(|d| d.severity == Severity::File), "{:?}", reading.diagnostics);
    }
}
