//! Bytes → events and diagnostics; one file a format, one signature for all.

use crate::diagnostic::Diagnostic;
use crate::event::EventSet;

/// What reading gave: the set, and what could not be understood.
///
/// Every record of the input is an event of the set or a diagnostic of severity `Record`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The events and what the document says of itself.
    pub set: EventSet,
    /// What was wrong, in document order.
    pub diagnostics: Vec<Diagnostic>,
    /// Records found, read or not.
    pub records: u32,
}

/// Reads an event set in any known format. Never fails, never panics: what is wrong is a diagnostic.
pub fn read(_bytes: &[u8]) -> Reading {
    Reading::default()
}
