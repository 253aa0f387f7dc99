//! A question as data, and its answer: rows, counts, order.
//!
//! A [`Query`] has no closures: the same value is a permalink, a test case, a line of text (see `language`).

mod rows;
pub(crate) mod window;
mod coded;
mod text;
pub(crate) mod filter;
mod facets;
mod histogram;
mod text_order;
mod sort;
mod matching;
mod by_start;
mod answers;
pub mod language;

pub(crate) use answers::Answers;
pub(crate) use facets::tree_order;
pub use facets::{CodeCounts, FacetCounts, FacetValue};
pub use histogram::{Histogram, HistogramOf, MAX_BINS, bin_edge, histogram, histogram_of};
pub use rows::RowSet;
pub(crate) use rows::push_rows;
pub use sort::{Collation, MAX_SORT_KEYS};

use crate::error::Error;
use crate::store::Store;
use serde::{Deserialize, Serialize};

/// What to find, and in which order. The default finds everything in chronological order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Query {
    /// Only events that touch this window.
    pub time: Option<TimeFilter>,
    /// What becomes of undated events.
    pub undated: Undated,
    /// Conditions on category fields; all must hold.
    pub facets: Vec<FacetFilter>,
    /// Conditions on number fields; all must hold.
    pub numbers: Vec<NumberFilter>,
    /// Words and phrases; all must hold.
    pub text: Vec<TextTerm>,
    /// Sort keys, the most significant first; ties go to start, latest end, document order, undated last.
    pub sort: Vec<SortKey>,
}

/// A window of time, `[from, to)` in milliseconds since 1970; a missing side is unbounded, and without both it is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct TimeFilter {
    /// The first millisecond inside.
    pub from: Option<f64>,
    /// The first millisecond after.
    pub to: Option<f64>,
    /// Leave out what is only possibly inside.
    pub certain_only: bool,
}

/// What becomes of undated events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Undated {
    /// Found unless there is a time filter.
    #[default]
    Auto,
    /// Found, also under a time filter.
    In,
    /// Not found.
    Out,
    /// Nothing else is found.
    Only,
}

/// How the values of a facet filter combine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FacetMode {
    /// The event has one of them, or a value narrower than one.
    #[default]
    Any,
    /// The event has every one of them, or a narrower value of each.
    All,
    /// The event has none of them and no narrower value.
    None,
}

/// A condition on a category field. Values are canonical names or aliases, compared folded.
///
/// A value that the field does not have is had by no event; a filter without values is no condition.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct FacetFilter {
    /// The field's key.
    pub field: String,
    /// How the values combine.
    pub mode: FacetMode,
    /// The values.
    pub values: Vec<String>,
}

/// A condition on a number field: `min ≤ value ≤ max`; an event without a value does not match.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct NumberFilter {
    /// The field's key.
    pub field: String,
    /// The least value that matches.
    pub min: Option<f64>,
    /// The greatest value that matches.
    pub max: Option<f64>,
}

/// One word, or several that must follow one another (a phrase); text without a word is no condition.
///
/// Searched are titles, descriptions, text fields, and the names and aliases of the values of category fields, places
/// and claimants among them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct TextTerm {
    /// The words as typed; compared folded.
    pub text: String,
    /// The last word also matches the beginning of a longer one.
    pub prefix: bool,
    /// The text matches anywhere in the words, these folded and one space apart: `osu` and `all of mo` are both in
    /// "The fall of Mosul". What stands between words counts as one space, also at the ends of the text that is looked
    /// for, but not at those of the text that is searched. `prefix` then says nothing.
    pub substring: bool,
    /// The event must not contain it.
    pub negate: bool,
    /// Look only here (`title`, `description`, a text or category field); everywhere if absent.
    pub field: Option<String>,
}

/// One sort key: `start`, `end`, `duration`, `title`, `order` (the document's), `id`, or a field's key.
///
/// `start` is the earliest start, or where that is −∞ the first bound that is finite ([`Store::start`]): what began some
/// day up to 1 July stands among the events of July. `end` is the latest end; one that is open or unknown is after all.
/// `duration` is the time between the two; where it is infinite the event has none. `id` is by number where all ids are
/// numbers.
/// Events without the value come last in either direction, undated ones last of all for `start`, `end`, `duration`.
/// Of several values of a category field the least counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct SortKey {
    /// What to sort by.
    pub by: String,
    /// From the greatest to the least.
    pub descending: bool,
}

/// How many events there are, and how many match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Events of the set.
    pub total: u32,
    /// Matches: certain, possible and undated ones.
    pub matches: u32,
    /// Dated matches that touch the time filter for certain; all dated ones where there is no time filter.
    pub certain: u32,
    /// Dated matches that touch the time filter only possibly.
    pub possible: u32,
    /// Undated matches.
    pub undated: u32,
}

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matches {
    /// The rows that match.
    pub rows: RowSet,
    /// The rows that match every condition but the time filter; what an overview shows.
    pub at_any_time: RowSet,
    /// The rows that match, in the order asked for.
    pub order: Vec<u32>,
    /// How many match.
    pub counts: Counts,
}

/// Finds, counts and sorts the rows that match.
///
/// # Errors
/// [`Error::UnknownField`] for a condition or sort key on a field that the set does not have, or not of that type;
/// [`Error::BadRange`] for a time filter that is empty or reversed, or a number filter that is NaN;
/// [`Error::OverLimit`] for more than [`MAX_SORT_KEYS`]; [`Error::WrongLength`] for a collation that does not fit.
pub fn run(store: &Store, query: &Query, collation: &Collation) -> Result<Matches, Error> {
    let mut answers = Answers::new(store);
    answers.set_collation(store, collation.clone())?;
    answers.ask(store, query.clone())?;
    let counts = answers.counts(store);
    let order = answers.order(store, 0, u32::MAX);
    Ok(Matches { rows: answers.rows(store).clone(), at_any_time: answers.at_any_time(store).clone(), order, counts })
}

/// Counts the values of the fields among the matches of every condition but those on the field itself.
///
/// # Errors
/// [`Error::UnknownField`] for a key that is no category field's, and those of [`run`].
pub fn facets(store: &Store, query: &Query, fields: &[&str]) -> Result<Vec<FacetCounts>, Error> {
    let mut answers = Answers::new(store);
    answers.ask(store, query.clone())?;
    fields.iter().map(|field| answers.facet_values(store, field)).collect()
}
