//! How often each value of a field occurs among the matches.

use super::coded::{Tally, count_rows};
use super::filter::{Conditions, TimeRows};
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
    matches: [Arc<RowSet>; 2],
    /// How many these are, counted when asked for.
    counts: Option<[u32; 2]>,
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
        Context { conditions, base, time: time.clone(), matches, counts: None, fields: Vec::new() }
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
    pub fn matches(&self) -> &[Arc<RowSet>; 2] {
        &self.matches
    }

    /// How many these are.
    pub fn counts(&mut self) -> [u32; 2] {
        let [certain, possible] = &self.matches;
        let any_possible = self.time.any_possible;
        *self.counts.get_or_insert_with(|| [certain.count(), if any_possible { possible.count() } else { 0 }])
    }

    /// Goes to another time filter. The fields asked for under the old one are counted on from there; only the words
    /// that the change names are looked at, where it begins at the old one.
    pub fn move_to(&mut self, store: &Store, current: &Conditions) {
        let time = current.time(store);
        if Arc::ptr_eq(&self.time, time) {
            return;
        }
        self.fields.retain(|counted| counted.asked);
        self.fields.iter_mut().for_each(|counted| counted.asked = false);
        if self.fields.is_empty() {
            self.time = time.clone();
            self.matches = matches(self.base.as_deref(), time);
            self.counts = None;
            return;
        }
        self.counts();
        let old = std::mem::replace(&mut self.time, time.clone());
        let every: Vec<u32>;
        let words = match current.change(store).filter(|change| Arc::ptr_eq(&change.from, &old)) {
            Some(change) => &change.words,
            None => {
                every = (0..time.certain.words().len() as u32).collect();
                &every
            }
        };
        self.move_words(store, 0, &time.certain, words);
        if old.any_possible || time.any_possible {
            self.move_words(store, 1, &time.possible, words);
        }
    }

    /// Brings some words of the certain (0) or possible (1) matches, and what was counted of them, to a time filter's.
    fn move_words(&mut self, store: &Store, which: usize, rows: &Arc<RowSet>, words: &[u32]) {
        let counts = self.counts.as_mut().and_then(|counts| counts.get_mut(which));
        let Some((matches, count)) = self.matches.get_mut(which).zip(counts) else { return };
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        let mut moved = 0;
        for &at in words {
            let old = matches.word(at as usize);
            let new = rows.word(at as usize) & self.base.as_ref().map_or(u64::MAX, |base| base.word(at as usize));
            if old == new {
                continue;
            }
            gone.push((at, old & !new));
            come.push((at, new & !old));
            moved += (old ^ new).count_ones();
            *count = *count - (old & !new).count_ones() + (new & !old).count_ones();
        }
        if self.base.is_none() {
            *matches = rows.clone();
        } else {
            let matches = Arc::make_mut(matches);
            for ((at, gone), (_, come)) in gone.iter().zip(&come) {
                matches.set_word(*at as usize, matches.word(*at as usize) & !gone | come);
            }
        }
        let mut columns = Vec::with_capacity(self.fields.len());
        let mut tallies = Vec::with_capacity(self.fields.len());
        for Counted { field, tallies: both, .. } in &mut self.fields {
            if let (Some(column), Some(tally)) = (column_at(store, *field), both.get_mut(which)) {
                columns.push(column);
                tallies.push(tally);
            }
        }
        if *count < moved {
            return recount(matches, *count, &columns, &mut tallies);
        }
        count_rows(&gone, &columns, &mut tallies, u32::MAX);
        count_rows(&come, &columns, &mut tallies, 1);
    }

    /// The counts of a category field.
    pub fn count(&mut self, store: &Store, field: usize) -> Option<CodeCounts> {
        let column = column_at(store, field)?;
        let counts = self.counts();
        let at = self.fields.iter().position(|counted| counted.field == field).unwrap_or_else(|| {
            let mut tallies = [Tally::new(column), Tally::new(column)];
            for ((matches, count), tally) in self.matches.iter().zip(counts).zip(&mut tallies) {
                recount(matches, count, &[column], &mut [tally]);
            }
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
fn matches(base: Option<&RowSet>, time: &TimeRows) -> [Arc<RowSet>; 2] {
    let meet = |rows: &Arc<RowSet>| base.map_or_else(|| rows.clone(), |base| Arc::new(rows.meet(base)));
    // Where nothing is let through only possibly, that is a set that many share.
    [meet(&time.certain), if time.any_possible { meet(&time.possible) } else { time.possible.clone() }]
}

/// Counts some rows, or takes those that are not among them from the counts of all, whichever are fewer.
fn recount(rows: &RowSet, count: u32, columns: &[&Category], tallies: &mut [&mut Tally]) {
    let few = count <= rows.capacity() / 2;
    let of_all: Option<Vec<Tally>> =
        if few { None } else { columns.iter().map(|column| Tally::of_all(column)).collect() };
    if let Some(of_all) = of_all {
        for (tally, all) in tallies.iter_mut().zip(of_all) {
            **tally = all;
        }
        let mut others = rows.clone();
        others.invert();
        return count_rows(&some_words(&others), columns, tallies, u32::MAX);
    }
    for (tally, column) in tallies.iter_mut().zip(columns) {
        **tally = Tally::new(column);
    }
    if 0 < count {
        count_rows(&some_words(rows), columns, tallies, 1);
    }
}

/// The words in which there is a row.
fn some_words(rows: &RowSet) -> Vec<(u32, u64)> {
    (0..).zip(rows.words().iter().copied()).filter(|(_, word)| *word != 0).collect()
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
