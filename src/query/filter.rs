//! The conditions of a query, each as the set of rows that meet it.

use super::rows::RowSet;
use super::{FacetFilter, FacetMode, NumberFilter, Query, TimeFilter, Undated, text};
use crate::error::Error;
use crate::store::{Category, Column, Store};

/// Every condition of a query, apart from one another, so that a field's own can be left out.
#[derive(Debug)]
pub(crate) struct Conditions {
    /// The rows of each condition on a field, with the field's key; text conditions have none.
    conditions: Vec<(Option<String>, RowSet)>,
    /// The rows that the time filter and the choice of undated ones let through.
    in_time: RowSet,
    /// The rows that the choice of undated ones lets through where no time filter is set.
    any_time: RowSet,
    /// Dated rows that touch the time filter only possibly.
    possible: RowSet,
}

impl Conditions {
    /// No condition: every row meets it.
    pub fn none(store: &Store) -> Conditions {
        let all = RowSet::all(store.len());
        let possible = RowSet::none(store.len());
        Conditions { conditions: Vec::new(), in_time: all.clone(), any_time: all, possible }
    }

    /// Evaluates each condition of the query.
    pub fn of(store: &Store, query: &Query) -> Result<Conditions, Error> {
        let mut conditions = Vec::new();
        for filter in &query.facets {
            conditions.push((Some(filter.field.clone()), facet_rows(store, filter)?));
        }
        for filter in &query.numbers {
            conditions.push((Some(filter.field.clone()), number_rows(store, filter)?));
        }
        for term in &query.text {
            conditions.push((None, text::term_rows(store, term)?));
        }
        let window = window(query.time.as_ref())?;
        let (certain, possible) = time_rows(store, window);
        let dated = RowSet::of(store.len(), |row| store.is_dated(row as u32));
        let mut touching = certain;
        if !query.time.is_some_and(|time| time.certain_only) {
            touching.add(&possible);
        }
        Ok(Conditions {
            conditions,
            in_time: with_undated(touching, &dated, query.undated, window.is_some()),
            any_time: with_undated(dated.clone(), &dated, query.undated, window.is_some()),
            possible,
        })
    }

    /// The rows that meet every condition.
    pub fn matches(&self) -> RowSet {
        self.meet(&self.in_time, None)
    }

    /// The rows that meet every condition but those on one field.
    pub fn matches_but(&self, field: &str) -> RowSet {
        self.meet(&self.in_time, Some(field))
    }

    /// The rows that meet every condition but the time filter.
    pub fn matches_at_any_time(&self) -> RowSet {
        self.meet(&self.any_time, None)
    }

    /// Dated rows that touch the time filter only possibly, whether they meet the rest or not.
    pub fn possible(&self) -> &RowSet {
        &self.possible
    }

    fn meet(&self, start: &RowSet, but: Option<&str>) -> RowSet {
        let mut rows = start.clone();
        for (field, set) in &self.conditions {
            if field.is_none() || field.as_deref() != but {
                rows.keep(set);
            }
        }
        rows
    }
}

/// The window of a time filter; `None` where neither side is bounded.
fn window(filter: Option<&TimeFilter>) -> Result<Option<(f64, f64)>, Error> {
    let Some(filter) = filter else { return Ok(None) };
    if filter.from.is_none() && filter.to.is_none() {
        return Ok(None);
    }
    let (from, to) = (filter.from.unwrap_or(f64::NEG_INFINITY), filter.to.unwrap_or(f64::INFINITY));
    if from < to { Ok(Some((from, to))) } else { Err(Error::BadRange { what: "time filter", from, to }) }
}

/// Dated rows that touch the window certainly, and those that touch it possibly; without a window all are certain.
fn time_rows(store: &Store, window: Option<(f64, f64)>) -> (RowSet, RowSet) {
    let len = store.len();
    let Some((from, to)) = window else {
        return (RowSet::of(len, |row| store.is_dated(row as u32)), RowSet::none(len));
    };
    let bounds = store.bounds();
    let mut certain = RowSet::none(len);
    let mut possible = RowSet::none(len);
    for row in 0..store.dated() {
        let [earliest_start, latest_start, earliest_end, latest_end] = bounds.get(row);
        if latest_end <= from || to <= earliest_start {
            continue;
        }
        let set = if from <= earliest_end && latest_start <= to { &mut certain } else { &mut possible };
        set.insert(row);
    }
    (certain, possible)
}

/// What remains of dated rows, and the undated ones if they are wanted.
fn with_undated(mut touching: RowSet, dated: &RowSet, undated: Undated, has_window: bool) -> RowSet {
    let mut others = dated.clone();
    others.invert();
    match undated {
        Undated::Only => others,
        Undated::Out => touching,
        Undated::Auto if has_window => touching,
        Undated::Auto | Undated::In => {
            touching.add(&others);
            touching
        }
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

fn facet_rows(store: &Store, filter: &FacetFilter) -> Result<RowSet, Error> {
    let column = category(store, &filter.field)?;
    if filter.values.is_empty() {
        return Ok(RowSet::all(store.len()));
    }
    let wanted: Vec<Option<u32>> = filter.values.iter().map(|name| column.find(&store.fold(name))).collect();
    let mut rows = match filter.mode {
        FacetMode::Any | FacetMode::None => rows_with_any(store.len(), column, &wanted),
        FacetMode::All => {
            let mut rows = RowSet::all(store.len());
            for code in wanted {
                rows.keep(&rows_with_any(store.len(), column, &[code]));
            }
            rows
        }
    };
    if filter.mode == FacetMode::None {
        rows.invert();
    }
    Ok(rows)
}

/// Rows that have one of the codes, or a value narrower than one.
fn rows_with_any(len: u32, column: &Category, wanted: &[Option<u32>]) -> RowSet {
    let hits: Vec<bool> = column
        .values()
        .iter()
        .map(|value| wanted.iter().flatten().any(|code| value.closure.binary_search(code).is_ok()))
        .collect();
    rows_with_codes(len, column, &hits)
}

/// Rows that have a code for which `hits` is true.
pub(crate) fn rows_with_codes(len: u32, column: &Category, hits: &[bool]) -> RowSet {
    if !hits.contains(&true) {
        return RowSet::none(len);
    }
    RowSet::of(len, |row| column.codes(row as u32).any(|code| hits.get(code as usize) == Some(&true)))
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
    Ok(RowSet::of(store.len(), |row| numbers.get(row).is_some_and(|number| min <= *number && *number <= max)))
}
