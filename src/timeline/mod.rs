//! The façade: one set, one current query, and every question about them.
//!
//! What comes out serializes to the shapes that the page's `types.ts` declares. Here are the set, its query and the
//! answers in numbers; `views` has what is read, `drawing` what is drawn.

mod drawing;
mod export;
mod lanes;
mod packed;
mod views;

pub use export::Export;
pub use lanes::{Lanes, NO_LANE};
pub use views::{
    EventDetail, EventReference, FieldCodes, FieldInfo, FieldValues, RowDate, RowView, SetInfo, TextOrNumber,
};

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::formats::{self, FileReport, TableReading};
use crate::layout::Kept;
#[cfg(doc)]
use crate::query;
use crate::query::language::{self, FieldName, Parsed};
use crate::query::{Answers, CodeCounts, Counts, FacetCounts, Histogram, HistogramOf, Query, RowSet};
use crate::store::Store;
use crate::store::text::Decompose;
use std::sync::Mutex;

/// An event set with its current query; at first the one that finds everything.
#[derive(Debug)]
pub struct Timeline {
    store: Store,
    diagnostics: Vec<Diagnostic>,
    records: u32,
    files: Vec<FileReport>,
    answers: Answers,
    /// What frames share.
    drawn: Mutex<Kept>,
}

impl Timeline {
    /// Reads a set in any known format. What cannot be understood is among the [`diagnostics`](Self::diagnostics).
    ///
    /// ```
    /// use event_timeline::Timeline;
    /// let timeline = Timeline::open(b"[]", str::to_owned);
    /// assert_eq!(timeline.info().count, 0);
    /// ```
    pub fn open(bytes: &[u8], decompose: Decompose) -> Timeline {
        Timeline::new(formats::read_table(bytes), decompose)
    }

    /// Makes a timeline of a set that was read or made elsewhere.
    pub fn new(reading: impl Into<TableReading>, decompose: Decompose) -> Timeline {
        let TableReading { table, mut diagnostics, records, files } = reading.into();
        let store = Store::build(table, decompose);
        diagnostics.extend_from_slice(store.diagnostics());
        Timeline { answers: Answers::new(&store), store, diagnostics, records, files, drawn: Mutex::default() }
    }

    /// The columns.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What was wrong with the document, in its order.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// What was understood of each file.
    pub fn files(&self) -> &[FileReport] {
        &self.files
    }

    /// Reads a line of the [query language](language), which may name this set's fields.
    ///
    /// ```
    /// use event_timeline::Timeline;
    /// let timeline = Timeline::open(br#"[{"title": "a", "actor": "IRGC"}]"#, str::to_owned);
    /// let parsed = timeline.parse_query("actor:IRGC before:2014-09");
    /// assert_eq!(parsed.problems, []);
    /// assert_eq!(timeline.format_query(&parsed.query), "actor:IRGC before:2014-09");
    /// ```
    pub fn parse_query(&self, text: &str) -> Parsed {
        language::parse(text, &self.field_names(), self.store.decompose())
    }

    /// Prints a query as the line that [`parse_query`](Self::parse_query) reads back as it.
    pub fn format_query(&self, query: &Query) -> String {
        language::format(query, &self.field_names(), self.store.decompose())
    }

    fn field_names(&self) -> Vec<FieldName<'_>> {
        let fields = self.store.fields().iter();
        fields
            .map(|field| FieldName { key: &field.key, label: field.label.as_deref(), field_type: field.field_type() })
            .collect()
    }

    /// The texts that the page's collator ranks for sorting by `title` (one a row) or by a category field (one a value,
    /// by code); `None` where sorting by it needs no collation.
    pub fn names(&self, by: &str) -> Option<Vec<&str>> {
        if by == "title" {
            return Some((0..self.store.len()).map(|row| self.store.title(row)).collect());
        }
        let values = self.store.category(by)?.values();
        Some(values.iter().map(|value| value.name.as_str()).collect())
    }

    /// Sorts by these ranks of [`names(by)`](Self::names) from now on, the current matches too.
    ///
    /// # Errors
    /// [`Error::WrongLength`] unless there is one rank a name, [`Error::UnknownField`] where `by` has no names.
    pub fn set_ranks(&mut self, by: &str, ranks: Vec<u32>) -> Result<(), Error> {
        self.answers.set_ranks(&self.store, by, ranks)
    }

    /// Sorts titles that have no ranks by code point from now on, as they are written and not folded.
    pub fn sort_by_code_point(&mut self) {
        self.answers.unfold_titles();
    }

    /// The current query.
    pub fn current_query(&self) -> &Query {
        self.answers.query()
    }

    /// Makes the query current: everything below is about its matches.
    ///
    /// # Errors
    /// Those of [`query::run`]; the former query then stays.
    pub fn query(&mut self, query: Query) -> Result<Counts, Error> {
        self.set_query(query)?;
        Ok(self.counts())
    }

    /// The same without counting: for a page of the first matches not all of them must be found.
    ///
    /// # Errors
    /// Those of [`query::run`]; the former query then stays.
    pub fn set_query(&mut self, query: Query) -> Result<(), Error> {
        self.answers.ask(&self.store, query)
    }

    /// How many events match.
    pub fn counts(&self) -> Counts {
        self.answers.counts(&self.store)
    }

    /// The rows that match.
    pub fn matches(&self) -> &RowSet {
        self.answers.rows(&self.store)
    }

    /// The rows that match every condition but the time filter; what an overview shows.
    pub fn at_any_time(&self) -> &RowSet {
        self.answers.at_any_time(&self.store)
    }

    /// Row numbers of the matches in order, from the `offset`th on, at most `limit`.
    pub fn order(&self, offset: u32, limit: u32) -> Vec<u32> {
        self.answers.order(&self.store, offset, limit)
    }

    /// Row numbers of the undated matches in order, from the `offset`th on, at most `limit`.
    pub fn undated_order(&self, offset: u32, limit: u32) -> &[u32] {
        slice(self.answers.undated(&self.store), offset, limit)
    }

    /// The place of a row in the order of matches; `None` where it does not match.
    pub fn position(&self, row: u32) -> Option<u32> {
        self.answers.position(&self.store, row)
    }

    /// The row of an id.
    pub fn find(&self, id: &str) -> Option<u32> {
        self.store.find(id)
    }

    /// Counts of the fields' values among the matches of every condition but those on the field itself.
    ///
    /// # Errors
    /// [`Error::UnknownField`] for a key that is no category field's.
    pub fn facets(&self, fields: &[impl AsRef<str>]) -> Result<Vec<FacetCounts>, Error> {
        fields.iter().map(|field| self.answers.facet_values(&self.store, field.as_ref())).collect()
    }

    /// The same counts of one field, by code.
    ///
    /// # Errors
    /// [`Error::UnknownField`] for a key that is no category field's.
    pub fn facet_counts(&self, field: &str) -> Result<CodeCounts, Error> {
        self.answers.facet(&self.store, field)
    }

    /// How many matches touch each of `bins` equal parts of `[from, to)`.
    ///
    /// # Errors
    /// Those of [`query::histogram`].
    pub fn histogram(&self, from: f64, to: f64, bins: u32) -> Result<Histogram, Error> {
        self.histogram_of(HistogramOf::Touching, (from, to, bins), false)
    }

    /// How many matches touch each of `bins` equal parts of `[from, to)`, or start in it; those at any time where the
    /// time filter is not to count.
    ///
    /// # Errors
    /// Those of [`query::histogram`].
    pub fn histogram_of(
        &self,
        of: HistogramOf,
        range_and_bins: (f64, f64, u32),
        any_time: bool,
    ) -> Result<Histogram, Error> {
        self.answers.histogram(&self.store, range_and_bins, of, any_time)
    }
}

fn slice(rows: &[u32], offset: u32, limit: u32) -> &[u32] {
    let from = (offset as usize).min(rows.len());
    let to = from.saturating_add(limit as usize).min(rows.len());
    rows.get(from..to).unwrap_or(&[])
}

#[cfg(test)]
mod tests;
