//! The order of matches: the keys asked for, then start, latest end, document order.

use super::SortKey;
use super::filter::unknown_field;
use crate::error::Error;
use crate::radix::sortable;
use crate::store::{Category, Column, Store, ranks};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Sort keys that a query may have.
pub const MAX_SORT_KEYS: usize = 16;

/// Ranks of texts in the reader's language, found by the page's collator; folded code units where absent.
///
/// A rank is a place in the sorted texts; texts that the collator calls equal have the same one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collation {
    /// The rank of each row's title.
    pub title: Option<Vec<u32>>,
    /// The rank of each value of a category field, by the field's key.
    pub fields: BTreeMap<String, Vec<u32>>,
}

impl Collation {
    /// Checks that the ranks fit the set.
    ///
    /// # Errors
    /// [`Error::WrongLength`] where there is not one rank a row or value, [`Error::UnknownField`] for a key that is
    /// no category field's.
    pub fn check(&self, store: &Store) -> Result<(), Error> {
        if let Some(ranks) = &self.title {
            check_length("title ranks", ranks.len(), store.len() as usize)?;
        }
        for (key, ranks) in &self.fields {
            let column = super::filter::category(store, key)?;
            check_length("value ranks", ranks.len(), column.values().len())?;
        }
        Ok(())
    }
}

fn check_length(what: &'static str, given: usize, expected: usize) -> Result<(), Error> {
    if given == expected { Ok(()) } else { Err(Error::WrongLength { what, given, expected }) }
}

/// A row without the value: last in either direction.
const MISSING: u64 = u64::MAX;

/// A dated row whose value is not known, for `duration`: last in either direction, but before undated ones.
const UNKNOWN: u64 = u64::MAX - 1;

/// Sorts rows that come in chronological order; stable, so that this order decides ties.
pub(crate) fn sort(store: &Store, keys: &[SortKey], collation: &Collation, order: &mut [u32]) -> Result<(), Error> {
    if MAX_SORT_KEYS < keys.len() {
        return Err(Error::OverLimit {
            what: "number of sort keys (MAX_SORT_KEYS)",
            given: keys.len() as f64,
            limit: MAX_SORT_KEYS as f64,
        });
    }
    let columns = keys.iter().map(|key| column(store, &key.by, collation)).collect::<Result<Vec<_>, _>>()?;
    for (key, column) in keys.iter().zip(columns).rev() {
        let place = |row: &u32| {
            let value = column(*row);
            if key.descending && value < UNKNOWN { UNKNOWN - 1 - value } else { value }
        };
        order.sort_by_cached_key(place);
    }
    Ok(())
}

type SortColumn<'a> = Box<dyn Fn(u32) -> u64 + 'a>;

/// The values to sort by: integers below [`UNKNOWN`] in ascending order, [`UNKNOWN`] or [`MISSING`].
fn column<'a>(store: &'a Store, by: &str, collation: &'a Collation) -> Result<SortColumn<'a>, Error> {
    let bounds = store.bounds();
    Ok(match by {
        "start" => Box::new(|row| dated(store, row, |_| sortable(store.start(row)))),
        "end" => Box::new(|row| dated(store, row, |at| sortable(bounds.latest_end().get(at as u32)))),
        "duration" => Box::new(|row| dated(store, row, |at| duration(store, at))),
        "order" => Box::new(|row| u64::from(store.document_order(row))),
        "title" => ranked(Cow::Borrowed(match &collation.title {
            Some(ranks) => ranks,
            None => store.title_ranks(),
        })),
        _ => return field_column(store, by, collation),
    })
}

fn field_column<'a>(store: &'a Store, by: &str, collation: &'a Collation) -> Result<SortColumn<'a>, Error> {
    let Some(field) = store.field(by) else {
        return Err(unknown_field(store, by, &["start", "end", "duration", "title", "order"], |_| true));
    };
    Ok(match &field.column {
        Column::Number(numbers) => Box::new(|row| number(numbers, row as usize)),
        Column::Category(column) => {
            let ranks = match collation.fields.get(by) {
                Some(ranks) => Cow::Borrowed(ranks.as_slice()),
                None => Cow::Owned(name_ranks(store, column)),
            };
            Box::new(move |row| least_rank(column, &ranks, row))
        }
        Column::Text(_) | Column::Link => {
            let texts = first_texts(store, by);
            let ranks = ranks(&texts);
            Box::new(move |row| match texts.get(row as usize) {
                Some(text) if !text.is_empty() => rank(&ranks, row as usize),
                _ => MISSING,
            })
        }
    })
}

fn dated(store: &Store, row: u32, value: impl Fn(usize) -> u64) -> u64 {
    if store.is_dated(row) { value(row as usize) } else { MISSING }
}

fn number(column: &[f64], at: usize) -> u64 {
    match column.get(at) {
        Some(number) if !number.is_nan() => sortable(*number),
        _ => MISSING,
    }
}

/// From the earliest start to the latest end: how long it may have lasted at most.
fn duration(store: &Store, at: usize) -> u64 {
    let [start, _, _, end] = store.bounds().get(at as u32);
    if (end - start).is_finite() { sortable(end - start) } else { UNKNOWN }
}

fn ranked(ranks: Cow<'_, [u32]>) -> SortColumn<'_> {
    Box::new(move |row| rank(&ranks, row as usize))
}

fn rank(ranks: &[u32], at: usize) -> u64 {
    ranks.get(at).map_or(MISSING, |rank| u64::from(*rank))
}

fn least_rank(column: &Category, ranks: &[u32], row: u32) -> u64 {
    column.codes(row).map(|code| rank(ranks, code as usize)).min().unwrap_or(MISSING)
}

fn name_ranks(store: &Store, column: &Category) -> Vec<u32> {
    let folded: Vec<_> = column.values().iter().map(|value| store.fold(&value.name)).collect();
    ranks(&folded)
}

/// Each row's first text in the field, folded; empty where there is none.
fn first_texts(store: &Store, key: &str) -> Vec<String> {
    use crate::event::FieldValue;
    let first = |row| match store.own_value(key, row) {
        Some(FieldValue::Texts(texts)) => store.fold(texts.first().map_or("", String::as_str)),
        Some(FieldValue::Number(number)) => number.to_string(),
        None => String::new(),
    };
    (0..store.len()).map(first).collect()
}
