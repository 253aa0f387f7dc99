//! How often each value of a field occurs among the matches.

use super::Query;
use super::filter::{Conditions, category};
use crate::error::Error;
use crate::store::{Category, Store, Tally, Value};
use serde::Serialize;

/// The values of a category field with their counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FacetCounts {
    /// The field's key.
    pub field: String,
    /// The values in tree order: each under the first value it is a part of, siblings by descending total, then name.
    pub values: Vec<FacetValue>,
}

/// One value with its counts. An event with a narrower value counts, once.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FacetValue {
    /// The value's number in its field.
    pub code: u32,
    /// Its canonical name.
    pub name: String,
    /// Other names for it.
    pub aliases: Vec<String>,
    /// Codes of the values it is directly a part of.
    pub broader: Vec<u32>,
    /// Levels below the topmost value.
    pub depth: u32,
    /// Events of the whole set that have it.
    pub total: u32,
    /// Matches that have it, touching the time filter for certain or undated.
    pub certain: u32,
    /// Matches that have it, touching the time filter only possibly.
    pub possible: u32,
}

/// Counts the values of the fields among the matches of every condition but those on the field itself.
///
/// # Errors
/// [`Error::UnknownField`] for a key that is no category field's, and those of [`run`](super::run).
pub fn facets(store: &Store, query: &Query, fields: &[&str]) -> Result<Vec<FacetCounts>, Error> {
    let conditions = Conditions::of(store, query)?;
    fields.iter().map(|field| count(store, &conditions, field)).collect()
}

pub(crate) fn count(store: &Store, conditions: &Conditions, field: &str) -> Result<FacetCounts, Error> {
    let column = category(store, field)?;
    let mut certain = Tally::new(column.values().len());
    let mut possible = Tally::new(column.values().len());
    for row in conditions.matches_but(field).iter() {
        let tally = if conditions.possible().contains(row) { &mut possible } else { &mut certain };
        tally.count(column, row);
    }
    let count_of = |tally: &Tally, code: u32| tally.counts.get(code as usize).copied().unwrap_or(0);
    let values = tree_order(column)
        .into_iter()
        .filter_map(|(code, depth)| {
            let Value { name, aliases, broader, total, .. } = column.value(code)?.clone();
            let (certain, possible) = (count_of(&certain, code), count_of(&possible, code));
            Some(FacetValue { code, name, aliases, broader, depth, total, certain, possible })
        })
        .collect();
    Ok(FacetCounts { field: field.to_owned(), values })
}

/// Every code with its depth, each after the first value it is a part of.
pub(crate) fn tree_order(column: &Category) -> Vec<(u32, u32)> {
    let mut roots = Vec::new();
    let mut narrower = vec![Vec::new(); column.values().len()];
    for (code, value) in (0..).zip(column.values()) {
        match value.broader.first().and_then(|broader| narrower.get_mut(*broader as usize)) {
            Some(siblings) => siblings.push(code),
            None => roots.push(code),
        }
    }
    // Siblings stand least first, for the last one pushed on the stack comes out first.
    let key = |code: &u32| column.value(*code).map(|value| (value.total, std::cmp::Reverse(&value.name)));
    for siblings in narrower.iter_mut().chain([&mut roots]) {
        siblings.sort_by(|one, other| key(one).cmp(&key(other)));
    }
    let mut stack: Vec<(u32, u32)> = roots.into_iter().map(|code| (code, 0)).collect();
    let mut order = Vec::with_capacity(column.values().len());
    while let Some((code, depth)) = stack.pop() {
        order.push((code, depth));
        let below = narrower.get(code as usize).map_or(&[][..], Vec::as_slice);
        stack.extend(below.iter().map(|code| (*code, depth + 1)));
    }
    order
}
