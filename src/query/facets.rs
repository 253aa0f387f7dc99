//! How often each value of a field occurs among the matches.

use super::coded::{Tally, count_rows};
use super::filter::TimeRows;
use super::rows::RowSet;
use crate::store::{Category, Store};
use serde::Serialize;
use std::sync::Arc;

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

/// Counts of a category field's values, by code. An event with a narrower value counts, once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CodeCounts {
    /// Matches that have the value, touching the time filter for certain or undated.
    pub certain: Vec<u32>,
    /// Matches that have it, touching the time filter only possibly.
    pub possible: Vec<u32>,
}

/// The counts with the values that they are of, in tree order.
pub(crate) fn with_values(key: &str, column: &Category, counts: &CodeCounts) -> FacetCounts {
    let count_of = |counts: &[u32], code: u32| counts.get(code as usize).copied().unwrap_or(0);
    let value_of = |(code, depth): (u32, u32)| {
        let value = column.value(code)?;
        Some(FacetValue {
            code,
            name: value.name.clone(),
            aliases: value.aliases.clone(),
            broader: value.broader.clone(),
            depth,
            total: value.total,
            certain: count_of(&counts.certain, code),
            possible: count_of(&counts.possible, code),
        })
    };
    FacetCounts { field: key.to_owned(), values: tree_order(column).into_iter().filter_map(value_of).collect() }
}

/// What was counted under the same conditions, time apart. When the time filter moves, only the rows between the old and
/// the new window are counted, where these are fewer than all that match.
#[derive(Debug)]
pub(crate) struct Context {
    /// The conditions, as they stand in the query.
    conditions: Vec<Arc<RowSet>>,
    /// The rows that meet them all; `None` where there is no condition.
    base: Option<Arc<RowSet>>,
    time: Arc<TimeRows>,
    /// Of these rows, those that the time filter lets through, for certain and possibly.
    matches: [RowSet; 2],
    fields: Vec<Counted>,
}

/// One field's counts, certain and possible ones.
#[derive(Debug)]
struct Counted {
    /// The field's place among those of the store.
    field: usize,
    tallies: [Tally; 2],
    /// Whether it was asked for since the time filter moved.
    asked: bool,
}

impl Context {
    pub fn new(conditions: Vec<Arc<RowSet>>, time: &Arc<TimeRows>) -> Context {
        let base = common(&conditions);
        let matches = matches(base.as_deref(), time);
        Context { conditions, base, time: time.clone(), matches, fields: Vec::new() }
    }

    /// Whether it is of these conditions.
    pub fn is_of(&self, conditions: &[Arc<RowSet>]) -> bool {
        self.conditions.len() == conditions.len()
            && self.conditions.iter().zip(conditions).all(|(one, other)| Arc::ptr_eq(one, other))
    }

    /// Whether a query has all its conditions.
    pub fn is_within(&self, conditions: &[Arc<RowSet>]) -> bool {
        self.conditions.iter().all(|one| conditions.iter().any(|other| Arc::ptr_eq(one, other)))
    }

    /// The rows that meet the conditions, whatever their time; `None` where all do.
    pub fn base(&self) -> Option<&Arc<RowSet>> {
        self.base.as_ref()
    }

    /// The rows that the time filter lets through, for certain and possibly.
    pub fn matches(&self) -> &[RowSet; 2] {
        &self.matches
    }

    /// Goes to another time filter. The fields asked for under the old one are counted on from there.
    pub fn move_to(&mut self, store: &Store, time: &Arc<TimeRows>) {
        if Arc::ptr_eq(&self.time, time) {
            return;
        }
        let old = std::mem::replace(&mut self.matches, matches(self.base.as_deref(), time));
        self.time = time.clone();
        self.fields.retain(|counted| counted.asked);
        for ((at, old), new) in old.iter().enumerate().zip(&self.matches) {
            let mut columns = Vec::with_capacity(self.fields.len());
            let mut tallies = Vec::with_capacity(self.fields.len());
            for Counted { field, tallies: both, .. } in &mut self.fields {
                if let (Some(column), Some(tally)) = (column_at(store, *field), both.get_mut(at)) {
                    columns.push(column);
                    tallies.push(tally);
                }
            }
            advance(old, new, &columns, &mut tallies);
        }
        self.fields.iter_mut().for_each(|counted| counted.asked = false);
    }

    /// The counts of a category field.
    pub fn count(&mut self, store: &Store, field: usize) -> Option<CodeCounts> {
        let column = column_at(store, field)?;
        let at = self.fields.iter().position(|counted| counted.field == field).unwrap_or_else(|| {
            let tallies = self.matches.each_ref().map(|matches| {
                let mut tally = Tally::new(column);
                recount(matches, &[column], &mut [&mut tally]);
                tally
            });
            self.fields.push(Counted { field, tallies, asked: true });
            self.fields.len() - 1
        });
        let counted = self.fields.get_mut(at)?;
        counted.asked = true;
        let [certain, possible] = &counted.tallies;
        Some(CodeCounts { certain: certain.sums(column), possible: possible.sums(column) })
    }
}

/// The rows of a base that a time filter lets through, for certain and possibly.
fn matches(base: Option<&RowSet>, time: &TimeRows) -> [RowSet; 2] {
    [&time.certain, &time.possible].map(|rows| base.map_or_else(|| rows.clone(), |base| rows.meet(base)))
}

/// Brings counts from the old rows to the new ones.
fn advance(old: &RowSet, new: &RowSet, columns: &[&Category], tallies: &mut [&mut Tally]) {
    if new.count() < old.count_different(new) {
        return recount(new, columns, tallies);
    }
    count_rows(old.without(new).words(), columns, tallies, u32::MAX);
    count_rows(new.without(old).words(), columns, tallies, 1);
}

/// Counts some rows, or takes those that are not among them from the counts of all, whichever are fewer.
fn recount(rows: &RowSet, columns: &[&Category], tallies: &mut [&mut Tally]) {
    let of_all: Option<Vec<Tally>> = columns.iter().map(|column| Tally::of_all(column)).collect();
    let count = rows.count();
    if let Some(of_all) = of_all.filter(|_| rows.capacity() - count < count) {
        for (tally, all) in tallies.iter_mut().zip(of_all) {
            **tally = all;
        }
        let mut others = rows.clone();
        others.invert();
        return count_rows(others.words(), columns, tallies, u32::MAX);
    }
    for (tally, column) in tallies.iter_mut().zip(columns) {
        **tally = Tally::new(column);
    }
    count_rows(rows.words(), columns, tallies, 1);
}

fn column_at(store: &Store, field: usize) -> Option<&Category> {
    store.fields().get(field)?.category()
}

/// The rows that are in all of some sets; `None` where there is no set.
fn common(sets: &[Arc<RowSet>]) -> Option<Arc<RowSet>> {
    let (first, rest) = sets.split_first()?;
    let mut common = first.clone();
    for set in rest {
        common = Arc::new(common.meet(set));
    }
    Some(common)
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
