//! The façade: one set, one current query, and every question about them.
//!
//! What comes out serializes to the shapes that the page's `types.ts` declares. Here are the set, its query and the
//! answers in numbers; `views` has what is read, `drawing` what is drawn.

mod drawing;
mod views;

pub use views::{EventDetail, EventReference, FieldCodes, FieldInfo, FieldValues, RowView, SetInfo, TextOrNumber};

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::formats::{self, Reading};
use crate::layout::LabelWidths;
use crate::query::filter::Conditions;
use crate::query::language::{self, FieldName, Parsed};
use crate::query::{self, Collation, Counts, FacetCounts, Histogram, Matches, Query};
use crate::store::Store;
use crate::store::text::Decompose;
use std::sync::Mutex;

/// An event set with its current query; at first the one that finds everything.
#[derive(Debug)]
pub struct Timeline {
    store: Store,
    diagnostics: Vec<Diagnostic>,
    records: u32,
    collation: Collation,
    query: Query,
    conditions: Conditions,
    matches: Matches,
    undated: Vec<u32>,
    /// What frames have measured, kept from one to the next.
    label_widths: Mutex<LabelWidths>,
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
        Timeline::new(formats::read(bytes), decompose)
    }

    /// Makes a timeline of a set that was read or made elsewhere.
    pub fn new(reading: Reading, decompose: Decompose) -> Timeline {
        let Reading { set, mut diagnostics, records } = reading;
        let store = Store::build(set, decompose);
        diagnostics.extend_from_slice(store.diagnostics());
        let mut timeline = Timeline {
            conditions: Conditions::none(&store),
            store,
            diagnostics,
            records,
            collation: Collation::default(),
            query: Query::default(),
            matches: Matches::default(),
            undated: Vec::new(),
            label_widths: Mutex::default(),
        };
        timeline.answer_default();
        timeline
    }

    fn answer_default(&mut self) {
        // The default query names no field, no range and no sort key: nothing in it can be wrong.
        let answered = self.query(Query::default());
        debug_assert!(answered.is_ok());
    }

    /// The columns.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What was wrong with the document, in its order.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
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
        let mut given = Collation::default();
        match by {
            "title" => given.title = Some(ranks),
            _ => drop(given.fields.insert(by.to_owned(), ranks)),
        }
        given.check(&self.store)?;
        self.collation.title = given.title.or_else(|| self.collation.title.take());
        self.collation.fields.append(&mut given.fields);
        if self.query.sort.iter().any(|key| key.by == by) {
            self.query(self.query.clone())?;
        }
        Ok(())
    }

    /// The current query.
    pub fn current_query(&self) -> &Query {
        &self.query
    }

    /// The answer to the current query.
    pub fn matches(&self) -> &Matches {
        &self.matches
    }

    /// Makes the query current: everything below is about its matches.
    ///
    /// # Errors
    /// Those of [`query::run`]; the former query then stays.
    pub fn query(&mut self, query: Query) -> Result<Counts, Error> {
        let conditions = Conditions::of(&self.store, &query)?;
        self.matches = query::answer(&self.store, &conditions, &query, &self.collation)?;
        self.undated = self.matches.order.iter().copied().filter(|row| !self.store.is_dated(*row)).collect();
        self.conditions = conditions;
        self.query = query;
        Ok(self.matches.counts)
    }

    /// Row numbers of the matches in order, from the `offset`th on, at most `limit`.
    pub fn order(&self, offset: u32, limit: u32) -> &[u32] {
        slice(&self.matches.order, offset, limit)
    }

    /// The place of a row in the order of matches; `None` where it does not match.
    pub fn position(&self, row: u32) -> Option<u32> {
        if !self.matches.rows.contains(row) {
            return None;
        }
        self.matches.order.iter().position(|other| *other == row).map(|at| at as u32)
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
        fields.iter().map(|field| query::count(&self.store, &self.conditions, field.as_ref())).collect()
    }

    /// How many matches touch each of `bins` equal parts of `[from, to)`.
    ///
    /// # Errors
    /// Those of [`query::histogram`].
    pub fn histogram(&self, from: f64, to: f64, bins: u32) -> Result<Histogram, Error> {
        query::histogram(&self.store, &self.matches.rows, from, to, bins)
    }
}

fn slice(rows: &[u32], offset: u32, limit: u32) -> &[u32] {
    let from = (offset as usize).min(rows.len());
    let to = from.saturating_add(limit as usize).min(rows.len());
    rows.get(from..to).unwrap_or(&[])
}

#[cfg(test)]
mod tests;
