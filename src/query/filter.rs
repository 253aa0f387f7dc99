//! The conditions of a query, each as the set of rows that meet it.

pub(crate) use super::coded::rows_with_codes;
use super::rows::{RowSet, first_bits};
use super::window::Window;
use super::{FacetFilter, FacetMode, NumberFilter, Query, TimeFilter, Undated, text};
use crate::error::Error;
use crate::store::blocks::BITS;
use crate::store::{Category, Column, Store};
use std::sync::{Arc, OnceLock};

/// Every condition of a query, apart from one another, so that a field's own can be left out, and shared, so that those
/// of the next query that are the same need not be found again.
#[derive(Debug)]
pub(crate) struct Conditions {
    /// One for each facet filter, number filter and text term, in this order.
    conditions: Vec<Condition>,
    /// What is asked of the time.
    pub times: Times,
    /// The rows that this lets through, found when they are asked for.
    time: OnceLock<Arc<TimeRows>>,
    /// Those that the last time filter let through of which they were found.
    before: Option<Arc<TimeRows>>,
    /// From those to these, where that was noted on the way or asked for.
    change: OnceLock<Option<Arc<TimeChange>>>,
    /// No row.
    none: Arc<RowSet>,
}

/// What a query asks of the time of an event.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Times {
    /// The window to touch; every dated event does where there is none.
    pub window: Option<(f64, f64)>,
    /// Whether touching it possibly is not enough.
    pub certain_only: bool,
    /// What becomes of undated events.
    pub undated: Undated,
}

impl Times {
    fn of(query: &Query) -> Result<Times, Error> {
        let certain_only = query.time.is_some_and(|time| time.certain_only);
        Ok(Times { window: window_of(query.time.as_ref())?, certain_only, undated: query.undated })
    }

    /// Whether any dated row is let through.
    pub fn dated(&self) -> bool {
        self.undated != Undated::Only
    }

    /// Whether undated rows are let through.
    pub fn with_undated(&self) -> bool {
        match self.undated {
            Undated::Only | Undated::In => true,
            Undated::Out => false,
            Undated::Auto => self.window.is_none(),
        }
    }
}

/// From one time filter to the next.
#[derive(Debug)]
pub(crate) struct TimeChange {
    /// What the one before let through.
    pub from: Arc<TimeRows>,
    /// The words of the row sets in which the two differ.
    pub words: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Condition {
    /// The key of the field that it is a condition on; text terms have none.
    field: Option<String>,
    /// The rows that meet it; `None` where all do.
    rows: Option<Arc<RowSet>>,
}

/// The rows that a time filter and the choice of undated ones let through.
#[derive(Debug)]
pub(crate) struct TimeRows {
    /// What was asked.
    times: Times,
    /// Those that touch the window for certain, and the undated ones if they are wanted.
    pub certain: Arc<RowSet>,
    /// Those that touch it only possibly; none where only the certain ones are wanted.
    pub possible: Arc<RowSet>,
    /// Whether any row touches it only possibly.
    pub any_possible: bool,
}

impl Conditions {
    /// No condition: every row meets it.
    pub fn none(store: &Store) -> Conditions {
        Conditions {
            conditions: Vec::new(),
            times: Times::default(),
            time: OnceLock::new(),
            before: None,
            change: OnceLock::new(),
            none: Arc::new(RowSet::none(store.len())),
        }
    }

    /// Finds the rows of each condition of the query but its time, except those that the `former` query had too.
    pub fn of(store: &Store, query: &Query, former: (&Query, &Conditions)) -> Result<Conditions, Error> {
        let (old, known) = former;
        let mut conditions = Vec::new();
        for filter in &query.facets {
            let rows = match known.at(old.facets.iter().position(|other| other == filter)) {
                Some(rows) => rows,
                None => facet_rows(store, filter)?.map(Arc::new),
            };
            conditions.push(Condition { field: Some(filter.field.clone()), rows });
        }
        let first = old.facets.len();
        for filter in &query.numbers {
            let rows = match known.at(old.numbers.iter().position(|other| other == filter).map(|at| first + at)) {
                Some(rows) => rows,
                None => Some(Arc::new(number_rows(store, filter)?)),
            };
            conditions.push(Condition { field: Some(filter.field.clone()), rows });
        }
        let first = first + old.numbers.len();
        for term in &query.text {
            let rows = match known.at(old.text.iter().position(|other| other == term).map(|at| first + at)) {
                Some(rows) => rows,
                None => Some(Arc::new(text::term_rows(store, term)?)),
            };
            conditions.push(Condition { field: None, rows });
        }
        let (times, none) = (Times::of(query)?, known.none.clone());
        let (time, before, change) = if times == known.times {
            (known.time.clone(), known.before.clone(), known.change.clone())
        } else {
            (OnceLock::new(), known.time.get().or(known.before.as_ref()).cloned(), OnceLock::new())
        };
        Ok(Conditions { conditions, times, time, before, change, none })
    }

    fn at(&self, index: Option<usize>) -> Option<Option<Arc<RowSet>>> {
        self.conditions.get(index?).map(|condition| condition.rows.clone())
    }

    /// The row sets of every condition but those on one field, without the time filter.
    pub fn but(&self, field: Option<&str>) -> Vec<Arc<RowSet>> {
        let others = self.conditions.iter().filter(|one| one.field.is_none() || one.field.as_deref() != field);
        others.filter_map(|condition| condition.rows.clone()).collect()
    }

    /// What the time filter and the choice of undated ones let through.
    pub fn time(&self, store: &Store) -> &Arc<TimeRows> {
        self.time.get_or_init(|| {
            let Some((rows, change)) =
                self.before.as_ref().and_then(|before| moved(store, before, &self.times, &self.none))
            else {
                return Arc::new(time_rows(store, &self.times, &self.none));
            };
            // Nobody asks for the change before the rows.
            self.change.set(Some(Arc::new(change))).ok();
            Arc::new(rows)
        })
    }

    /// How that differs from what the time filter before let through; `None` where it differs much, or nothing is known.
    pub fn change(&self, store: &Store) -> Option<&TimeChange> {
        let time = self.time(store);
        self.change.get_or_init(|| change(self.before.as_ref()?, time)).as_deref()
    }
}

/// What a window lets through, by that which another one did, and the words in which the two differ; `None` where not
/// only the window is another, or where it is another altogether.
fn moved(store: &Store, before: &Arc<TimeRows>, times: &Times, none: &Arc<RowSet>) -> Option<(TimeRows, TimeChange)> {
    let (old, new) = (before.times.window?, times.window?);
    if before.times != (Times { window: before.times.window, ..*times }) || times.undated == Undated::Only {
        return None;
    }
    let (old, new) = (Window::of(store, old.0, old.1), Window::of(store, new.0, new.1));
    if new.to <= old.from || old.to <= new.from {
        return None;
    }
    let (dated, len) = (store.dated(), store.len());
    let undated = |at: usize| if times.with_undated() { word_of_range(dated, len, at) } else { 0 };
    let mut certain = RowSet::clone(&before.certain);
    let mut possible = before.any_possible.then(|| RowSet::clone(&before.possible));
    let mut words = Vec::new();
    new.each_change(&old, |at, sure, unsure| {
        let sure = sure | undated(at);
        let unsure = if times.certain_only { 0 } else { unsure };
        let were = (certain.word(at), possible.as_ref().map_or(0, |possible| possible.word(at)));
        if were == (sure, unsure) {
            return;
        }
        words.push(at as u32);
        certain.set_word(at, sure);
        if were.1 != unsure {
            possible.get_or_insert_with(|| RowSet::none(len)).set_word(at, unsure);
        }
    });
    let possible = possible.filter(|possible| !possible.is_empty());
    let any_possible = possible.is_some();
    let rows = TimeRows {
        times: *times,
        certain: Arc::new(certain),
        possible: possible.map_or_else(|| none.clone(), Arc::new),
        any_possible,
    };
    Some((rows, TimeChange { from: before.clone(), words }))
}

/// The bits of the rows `from..to` in a word.
fn word_of_range(from: u32, to: u32, at: usize) -> u64 {
    first_bits(to, at) & !first_bits(from, at)
}

/// The words in which two time filters differ; `None` where that is most of them.
fn change(from: &Arc<TimeRows>, to: &TimeRows) -> Option<Arc<TimeChange>> {
    let mut words = differing(&from.certain, &to.certain);
    if from.any_possible || to.any_possible {
        words.extend(differing(&from.possible, &to.possible));
        words.sort_unstable();
        words.dedup();
    }
    let few = words.len() < to.certain.words().len() / 2;
    few.then(|| Arc::new(TimeChange { from: from.clone(), words }))
}

fn differing(one: &RowSet, other: &RowSet) -> Vec<u32> {
    let words = (0..).zip(one.words().iter().zip(other.words()));
    words.filter(|(_, (one, other))| one != other).map(|(at, _)| at).collect()
}

/// The window of a time filter; `None` where neither side is bounded.
pub(crate) fn window_of(filter: Option<&TimeFilter>) -> Result<Option<(f64, f64)>, Error> {
    let Some(filter) = filter else { return Ok(None) };
    if filter.from.is_none() && filter.to.is_none() {
        return Ok(None);
    }
    let (from, to) = (filter.from.unwrap_or(f64::NEG_INFINITY), filter.to.unwrap_or(f64::INFINITY));
    if from < to { Ok(Some((from, to))) } else { Err(Error::BadRange { what: "time filter", from, to }) }
}

fn time_rows(store: &Store, times: &Times, none: &Arc<RowSet>) -> TimeRows {
    let (len, dated) = (store.len(), store.dated());
    let (mut certain, possible) = match times.window {
        _ if times.undated == Undated::Only => (RowSet::none(len), None),
        None => {
            let mut certain = RowSet::none(len);
            certain.insert_range(0, dated);
            (certain, None)
        }
        Some((from, to)) => Window::of(store, from, to).rows(len),
    };
    if times.with_undated() {
        certain.insert_range(dated, len);
    }
    let possible = possible.filter(|_| !times.certain_only);
    let any_possible = possible.is_some();
    let times = *times;
    TimeRows {
        times,
        certain: Arc::new(certain),
        possible: possible.map_or_else(|| none.clone(), Arc::new),
        any_possible,
    }
}

/// Finds a category field.
///
/// # Errors
/// [`Error::UnknownField`] names the category fields where there is none of that key.
pub(crate) fn category<'a>(store: &'a Store, key: &str) -> Result<&'a Category, Error> {
    store.category(key).ok_or_else(|| unknown_field(store, key, &[], |column| matches!(column, Column::Category(_))))
}

/// The error for a key that no field has, or none of a fitting type.
pub(crate) fn unknown_field(store: &Store, key: &str, first: &[&str], fits: impl Fn(&Column) -> bool) -> Error {
    let fitting = store.fields().iter().filter(|field| fits(&field.column)).map(|field| field.key.as_str());
    let known: Vec<&str> = first.iter().copied().chain(fitting).collect();
    Error::UnknownField { field: key.to_owned(), known: known.join(", ") }
}

/// The rows that meet a facet filter; `None` where it is no condition.
fn facet_rows(store: &Store, filter: &FacetFilter) -> Result<Option<RowSet>, Error> {
    let column = category(store, &filter.field)?;
    let wanted: Vec<Option<u32>> = filter.values.iter().map(|name| column.find(&store.fold(name))).collect();
    let any = |wanted: &[Option<u32>]| rows_with_any(store.len(), column, wanted);
    let Some((first, rest)) = wanted.split_first() else { return Ok(None) };
    Ok(Some(match filter.mode {
        FacetMode::Any => any(&wanted),
        FacetMode::None => {
            let mut rows = any(&wanted);
            rows.invert();
            rows
        }
        FacetMode::All => {
            let mut rows = any(&[*first]);
            for code in rest {
                rows.keep(&any(&[*code]));
            }
            rows
        }
    }))
}

/// Rows that have one of the codes, or a value narrower than one.
fn rows_with_any(len: u32, column: &Category, wanted: &[Option<u32>]) -> RowSet {
    let has = |closure: &[u32]| wanted.iter().flatten().any(|code| closure.binary_search(code).is_ok());
    let hits: Vec<bool> = column.values().iter().map(|value| has(&value.closure)).collect();
    rows_with_codes(len, column, &hits)
}

fn number_rows(store: &Store, filter: &NumberFilter) -> Result<RowSet, Error> {
    let numbers = store
        .field(&filter.field)
        .and_then(|field| field.numbers())
        .ok_or_else(|| unknown_field(store, &filter.field, &[], |column| matches!(column, Column::Number(_))))?;
    let (min, max) = (filter.min.unwrap_or(f64::NEG_INFINITY), filter.max.unwrap_or(f64::INFINITY));
    if min.is_nan() || max.is_nan() {
        return Err(Error::BadRange { what: "number filter", from: min, to: max });
    }
    if let Some(each) = numbers.each() {
        let words = each.chunks(BITS.len()).map(|numbers| within(numbers, min, max)).collect();
        return Ok(RowSet::from_words(words, store.len()));
    }
    let mut rows = RowSet::none(store.len());
    let is_within = |number: f64| min <= number && number <= max;
    numbers.iter().filter(|(_, number)| is_within(*number)).for_each(|(row, _)| rows.insert(row));
    Ok(rows)
}

/// Bit by row of a block: the number lies within a range; none does where it is NaN.
fn within(numbers: &[f64], min: f64, max: f64) -> u64 {
    let bits = numbers.iter().zip(&BITS);
    bits.fold(0, |word, (number, bit)| word | if min <= *number && *number <= max { *bit } else { 0 })
}
