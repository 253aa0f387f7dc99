//! What was wrong with the input, as data with a position.

use serde::Serialize;

/// How much a problem cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// Nothing was lost.
    Warning,
    /// A value was lost; its record stays.
    Value,
    /// A record was lost.
    Record,
    /// The rest of the file was lost.
    File,
}

/// One problem of the input.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostic {
    /// How much was lost.
    pub severity: Severity,
    /// A short constant name, such as `bad-date` or `duplicate-id`.
    pub code: &'static str,
    /// What was found and what was expected, in a sentence without a final period.
    pub message: String,
    /// Which file, as an index.
    pub file: u32,
    /// Where in the document, such as `events[17].date`; empty for the document itself.
    pub path: String,
    /// Line in the file, from 1; 0 where unknown.
    pub line: u32,
    /// Column in that line, in characters from 1; 0 where unknown.
    pub column: u32,
    /// The offending text as written, shortened to [`MAX_EXCERPT_CHARS`].
    pub excerpt: String,
}

/// Characters of offending text that a diagnostic keeps.
pub const MAX_EXCERPT_CHARS: usize = 120;
