//! What a file is read as, and what was understood of it.

use super::mapping::{DateFormat, Mapping, Role, Separator};
use super::named::named;
use super::text::Encoding;
use serde::Serialize;

named! {
    /// A format that is read.
    FormatName {
        /// Our own JSON.
        EventSet = "event-set",
        /// Delimited text, whatever the delimiter.
        Csv = "csv",
        /// One JSON object a line: events, or records whose members are recognised.
        Ndjson = "ndjson",
        /// TimelineJS3's JSON.
        Timelinejs3 = "timelinejs3",
        /// vis-timeline's items and groups.
        VisTimeline = "vis-timeline",
        /// SIMILE Timeline's JSON.
        Simile = "simile",
        /// SIMILE Timeline's XML.
        SimileXml = "simile-xml",
        /// JSON-LD with schema.org's events.
        JsonLd = "json-ld",
        /// An HTML page with such JSON-LD in it.
        Html = "html",
        /// GeoJSON (RFC 7946).
        Geojson = "geojson",
        /// SPARQL 1.1 Query Results JSON.
        SparqlResults = "sparql-results",
        /// A list of objects of whatever kind.
        Records = "records",
        /// iCalendar (RFC 5545).
        Icalendar = "icalendar",
        /// Columns handed over by a program.
        Columns = "columns",
    }
}

/// What is said of a file before it is read; what is left out is worked out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileOptions {
    /// What it is called, for reports and the field `file`.
    pub name: Option<String>,
    /// What it is read as.
    pub format: Option<FormatName>,
    /// What its columns mean, for those that are not to be as recognised.
    pub mapping: Option<Mapping>,
}

/// What was understood of a file. `read + rejected == records`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FileReport {
    /// What it is called, if anybody said.
    pub name: Option<String>,
    /// What it was read as; `None` where it is of no known format.
    pub format: Option<FormatName>,
    /// How its bytes stand for text.
    pub encoding: Encoding,
    /// Records found.
    pub records: u32,
    /// Records that became events.
    pub read: u32,
    /// Records that became none; each has a diagnostic.
    pub rejected: u32,
    /// What its columns mean, for tables and lists of records.
    pub columns: Vec<ColumnReport>,
}

/// What was understood of a column.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnReport {
    /// Its name in the header.
    pub name: String,
    /// What it means.
    pub role: Role,
    /// How its dates are written, for a column of dates.
    pub date_format: Option<DateFormat>,
    /// Day and month of its dates cannot be told apart: somebody should say which comes first.
    pub ambiguous: bool,
    /// What stands between the values of a list in one cell.
    pub separator: Option<Separator>,
    /// The first few different texts in it.
    pub samples: Vec<String>,
}

/// Texts that a [`ColumnReport`] shows.
pub const MAX_SAMPLES: usize = 3;
