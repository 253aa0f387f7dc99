//! The order of matches: the keys asked for, then the order of rows (start, latest end, document order).

use super::SortKey;
use super::filter::unknown_field;
use super::rows::RowSet;
use super::text_order::{NO_TEXT, chunk, prefix, text_ranks};
use crate::error::Error;
use crate::event::FieldValue;
use crate::radix::{self, sortable};
use crate::store::{Category, Column, Store};
use crate::table::{Ids, Numbers};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// Sort keys that a query may have.
pub const MAX_SORT_KEYS: usize = 16;

/// Sort keys that are not those of fields.
const OWN_KEYS: [&str; 6] = ["start", "end", "duration", "title", "order", "id"];

/// Ranks of texts in the reader's language, found by the page's collator; folded code units where absent.
///
/// A rank is a place in the sorted texts; texts that the collator calls equal have the same one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collation {
    /// The rank of each row's title.
    pub title: Option<Vec<u32>>,
    /// The rank of each value of a category field, by the field's key.
    pub fields: BTreeMap<String, Vec<u32>>,
    /// Titles without ranks are compared as they are written, by code point, and not folded.
    pub unfolded: bool,
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

/// Checks the sort keys of a query.
///
/// # Errors
/// [`Error::OverLimit`] for more than [`MAX_SORT_KEYS`], [`Error::UnknownField`] for one that is not to be sorted by.
pub(crate) fn check(store: &Store, keys: &[SortKey]) -> Result<(), Error> {
    if MAX_SORT_KEYS < keys.len() {
        return Err(Error::OverLimit {
            what: "number of sort keys (MAX_SORT_KEYS)",
            given: keys.len() as f64,
            limit: MAX_SORT_KEYS as f64,
        });
    }
    match keys.iter().find(|key| !OWN_KEYS.contains(&key.by.as_str()) && store.field(&key.by).is_none()) {
        Some(key) => Err(unknown_field(store, &key.by, &OWN_KEYS, |_| true)),
        None => Ok(()),
    }
}

/// Whether the keys ask for the order that rows have by their numbers.
pub(crate) fn is_natural(keys: &[SortKey]) -> bool {
    match keys {
        [] => true,
        [key] => key.by == "start" && !key.descending,
        _ => false,
    }
}

/// Whether the keys begin with the start, the order of rows or its reverse, and ask for more than that.
pub(crate) fn is_by_start(keys: &[SortKey]) -> bool {
    !is_natural(keys) && keys.first().is_some_and(|key| key.by == "start")
}

/// A row without the value: last in either direction.
const MISSING: u64 = u64::MAX;

/// A dated row whose value is not known, for `duration`: last in either direction, but before undated ones.
const UNKNOWN: u64 = u64::MAX - 1;

/// One sort key of one store.
pub(crate) struct Key<'a> {
    store: &'a Store,
    values: Values<'a>,
    descending: bool,
}

/// Where the values to sort by come from.
enum Values<'a> {
    Start,
    End,
    Duration,
    Order,
    Ids(&'a [u32]),
    Numbers(&'a Numbers),
    /// By row, from the page.
    Ranks(&'a [u32]),
    /// By row, from the folded texts; [`NO_TEXT`] is missing.
    Texts(Arc<Vec<u32>>),
    /// The least of the ranks of a row's codes.
    Codes(&'a Category, ValueRanks<'a>),
    /// The first bytes of the title, folded if so; equal ones are told apart by the whole title.
    Titles {
        folds: bool,
    },
}

/// Ranks of the values of a category field by code.
enum ValueRanks<'a> {
    Given(&'a [u32]),
    Made(Arc<Vec<u32>>),
}

impl Key<'_> {
    /// An integer to sort a row by, ascending.
    fn of(&self, row: u32) -> u64 {
        let (store, at) = (self.store, row as usize);
        let value = match &self.values {
            Values::Start | Values::End | Values::Duration if !store.is_dated(row) => MISSING,
            Values::Start => sortable(store.start(row)),
            Values::End => sortable(store.bounds().latest_end().get(row)),
            Values::Duration => {
                let duration = store.bounds().latest_end().get(row) - store.bounds().earliest_start().get(row);
                if duration.is_finite() { sortable(duration) } else { UNKNOWN }
            }
            Values::Order => u64::from(store.document_order(row)),
            Values::Ids(ids) => ids.get(store.document_order(row) as usize).map_or(MISSING, |id| u64::from(*id)),
            Values::Numbers(numbers) => numbers.get(row).map_or(MISSING, sortable),
            Values::Ranks(ranks) => rank(ranks, at),
            Values::Texts(ranks) => match rank(ranks, at) {
                rank if rank == u64::from(NO_TEXT) => MISSING,
                rank => rank,
            },
            Values::Codes(column, ranks) => {
                let ranks = match ranks {
                    ValueRanks::Given(ranks) => ranks,
                    ValueRanks::Made(ranks) => ranks.as_slice(),
                };
                column.codes(row).map(|code| rank(ranks, code as usize)).min().unwrap_or(MISSING)
            }
            Values::Titles { folds } => first_bytes(store, store.title(row), *folds),
        };
        self.directed(value)
    }

    /// The integers of some rows, in any order.
    fn values_of(&self, rows: &RowSet) -> Vec<u64> {
        match self.values {
            Values::Titles { folds } => {
                let store = self.store;
                let wanted = in_document_order(store, rows);
                wanted.iter().map(|at| self.directed(first_bytes(store, store.table().title_of(at), folds))).collect()
            }
            _ => rows.iter().map(|row| self.of(row)).collect(),
        }
    }

    /// Those of some rows whose integers lie between two.
    fn rows_between(&self, rows: &RowSet, least: u64, most: u64) -> RowSet {
        let is_between = |value: u64| least <= value && value <= most;
        let store = self.store;
        let mut between = RowSet::none(store.len());
        match self.values {
            Values::Titles { folds } => {
                for at in in_document_order(store, rows).iter() {
                    if is_between(self.directed(first_bytes(store, store.table().title_of(at), folds))) {
                        store.row_of_document(at).into_iter().for_each(|row| between.insert(row));
                    }
                }
            }
            _ => rows.iter().filter(|row| is_between(self.of(*row))).for_each(|row| between.insert(row)),
        }
        between
    }

    fn directed(&self, value: u64) -> u64 {
        if self.descending && value < UNKNOWN { UNKNOWN - 1 - value } else { value }
    }

    /// How two rows stand to one another.
    pub fn compare(&self, one: u32, other: u32) -> Ordering {
        let order = self.of(one).cmp(&self.of(other));
        let (one, other) = if self.descending { (other, one) } else { (one, other) };
        let (one, other) = (|| self.store.title(one), || self.store.title(other));
        match self.values {
            Values::Titles { folds: false } if order == Ordering::Equal => one().cmp(other()),
            Values::Titles { folds: true } if order == Ordering::Equal => {
                self.store.fold(one()).cmp(&self.store.fold(other()))
            }
            _ => order,
        }
    }
}

/// The places in the document of some rows: titles lie in that order.
fn in_document_order(store: &Store, rows: &RowSet) -> RowSet {
    let mut places = RowSet::none(store.len());
    rows.iter().for_each(|row| places.insert(store.document_order(row)));
    places
}

fn first_bytes(store: &Store, title: &str, folds: bool) -> u64 {
    if folds { prefix(title).unwrap_or_else(|| chunk(&store.fold(title), 0)) } else { chunk(title, 0) }
}

fn rank(ranks: &[u32], at: usize) -> u64 {
    ranks.get(at).map_or(MISSING, |rank| u64::from(*rank))
}

/// All rows in the order of some sort keys.
#[derive(Debug)]
pub(crate) struct Permutation {
    keys: Vec<SortKey>,
    /// The rows in order.
    pub rows: Vec<u32>,
    places: OnceLock<Vec<u32>>,
}

impl Permutation {
    /// Where a row stands among all.
    pub fn place(&self, row: u32) -> Option<usize> {
        let places = self.places.get_or_init(|| {
            let mut places = vec![0; self.rows.len()];
            for (place, row) in (0..).zip(&self.rows) {
                if let Some(slot) = places.get_mut(*row as usize) {
                    *slot = place;
                }
            }
            places
        });
        places.get(row as usize).map(|place| *place as usize)
    }
}

/// Stands for the titles as they are written; the empty key is no field's.
const UNFOLDED: &str = "";

/// What sorting has made so far and may need again.
#[derive(Debug, Default)]
pub(crate) struct Orders {
    /// The last asked for stands last.
    permutations: Vec<Arc<Permutation>>,
    /// Key lists of which a first page was asked for.
    begun: Vec<Vec<SortKey>>,
    /// Ranks of the rows' texts by sort key, for a category field of its values.
    texts: Vec<(String, Arc<Vec<u32>>)>,
}

/// Permutations that are kept, 4 bytes a row each.
const MOST_PERMUTATIONS: usize = 6;

/// Titles that begin alike up to which a first page by title is selected.
const MOST_ALIKE: usize = 100_000;

/// Rows up to which a first page is selected without sorting all rows.
const MOST_SELECTED: usize = 1000;

/// Pages of one order that are selected before all rows are sorted: together they take less.
const MOST_SELECTIONS: usize = 2;

/// Rows that are sorted for a page far down.
const MOST_NEAR: usize = 8192;

impl Orders {
    /// Forgets what was sorted by ranks that are no longer those of the page.
    pub fn forget(&mut self, by: &str) {
        self.permutations.retain(|known| known.keys.iter().all(|key| key.by != by));
    }

    /// All rows in order, where they were sorted so before.
    pub fn known(&self, keys: &[SortKey]) -> Option<Arc<Permutation>> {
        self.permutations.iter().find(|known| known.keys == keys).cloned()
    }

    /// Keys to compare few rows by.
    pub fn keys<'a>(&mut self, store: &'a Store, keys: &[SortKey], collation: &'a Collation) -> Vec<Key<'a>> {
        keys.iter().map(|key| self.key(store, key, collation, false)).collect()
    }

    /// All rows in order; sorts them where that was not done before.
    pub fn permutation(&mut self, store: &Store, keys: &[SortKey], collation: &Collation) -> Arc<Permutation> {
        let known = self.permutations.iter().position(|known| known.keys == keys);
        let permutation = match known {
            Some(at) => self.permutations.remove(at),
            None => Arc::new(self.sorted(store, keys, collation)),
        };
        if self.permutations.len() == MOST_PERMUTATIONS {
            self.permutations.remove(0);
        }
        self.permutations.push(permutation.clone());
        permutation
    }

    fn sorted(&mut self, store: &Store, keys: &[SortKey], collation: &Collation) -> Permutation {
        let mut rows: Vec<u32> = (0..store.len()).collect();
        // The least significant key first: each sort keeps the order of the one before where its values are equal.
        for key in keys.iter().rev() {
            let key = self.key(store, key, collation, true);
            let mut values: Vec<u64> = (0..store.len()).map(|row| key.of(row)).collect();
            narrow(&mut values);
            radix::reorder(&values, &mut rows);
        }
        Permutation { keys: keys.to_vec(), rows, places: OnceLock::new() }
    }

    /// A page of some rows in order, where finding it is cheaper than sorting all rows: the first few times that these keys
    /// are asked for, and few rows are.
    pub fn page(
        &mut self,
        store: &Store,
        keys: &[SortKey],
        collation: &Collation,
        rows: &RowSet,
        (offset, limit): (usize, usize),
    ) -> Option<Vec<u32>> {
        let times = self.begun.iter().filter(|begun| *begun == keys).count();
        let known = self.permutations.iter().any(|known| known.keys == keys);
        if MOST_SELECTED < limit || MOST_SELECTIONS <= times || known {
            return None;
        }
        self.begun.push(keys.to_vec());
        let keys: Vec<Key> = keys.iter().map(|key| self.key(store, key, collation, false)).collect();
        let count = offset + limit;
        if MOST_SELECTED < count {
            return select_far(&keys, rows, offset, limit);
        }
        let mut page = match keys.first() {
            Some(Key { values: Values::Titles { folds }, descending, .. }) => {
                select(&keys, &first_titles(store, rows, count, *folds, *descending)?, count)
            }
            _ => select(&keys, rows, count),
        };
        page.drain(..offset.min(page.len()));
        Some(page)
    }

    /// `all`: titles are ranked, rather than looked at where they must be.
    fn key<'a>(&mut self, store: &'a Store, key: &SortKey, collation: &'a Collation, all: bool) -> Key<'a> {
        let values = match key.by.as_str() {
            "start" => Values::Start,
            "end" => Values::End,
            "duration" => Values::Duration,
            "order" => Values::Order,
            "id" => match store.table().ids() {
                Ids::Made => Values::Order,
                Ids::Numbers(ids) => Values::Ids(ids),
                Ids::Texts(_) => self.texts(store, "id"),
            },
            "title" => match &collation.title {
                Some(ranks) => Values::Ranks(ranks),
                None if all => self.texts(store, if collation.unfolded { UNFOLDED } else { "title" }),
                None => Values::Titles { folds: !collation.unfolded },
            },
            by => match store.field(by).map(|field| &field.column) {
                Some(Column::Number(numbers)) => Values::Numbers(numbers),
                Some(Column::Category(column)) => Values::Codes(column, self.value_ranks(store, by, column, collation)),
                _ => self.texts(store, by),
            },
        };
        Key { store, values, descending: key.descending }
    }

    fn value_ranks<'a>(
        &mut self,
        store: &Store,
        by: &str,
        column: &Category,
        collation: &'a Collation,
    ) -> ValueRanks<'a> {
        if let Some(ranks) = collation.fields.get(by) {
            return ValueRanks::Given(ranks);
        }
        if let Some((_, ranks)) = self.texts.iter().find(|(known, _)| known == by) {
            return ValueRanks::Made(ranks.clone());
        }
        let name = |code| column.value(code).map(|value| Cow::Borrowed(value.name.as_str()));
        let ranks = Arc::new(text_ranks(Some(store), column.values().len() as u32, &name));
        self.texts.push((by.to_owned(), ranks.clone()));
        ValueRanks::Made(ranks)
    }

    fn texts(&mut self, store: &Store, by: &str) -> Values<'static> {
        if let Some((_, ranks)) = self.texts.iter().find(|(known, _)| known == by) {
            return Values::Texts(ranks.clone());
        }
        // In document order, in which texts lie one after the other.
        let table = store.table();
        let ranks = match by {
            "id" => text_ranks(None, store.len(), &|at| Some(table.id(at))),
            UNFOLDED => text_ranks(None, store.len(), &|at| Some(Cow::Borrowed(table.title_of(at)))),
            "title" => text_ranks(Some(store), store.len(), &|at| Some(Cow::Borrowed(table.title_of(at)))),
            _ => text_ranks(Some(store), store.len(), &|at| first_text(store, by, store.row_of_document(at)?)),
        };
        let ranks = Arc::new(match store.positions() {
            Some(positions) => positions.iter().map(|at| ranks.get(*at as usize).copied().unwrap_or(0)).collect(),
            None => ranks,
        });
        self.texts.push((by.to_owned(), ranks.clone()));
        Values::Texts(ranks)
    }
}

/// Makes values small where they are near one another, and those of rows without one the greatest.
fn narrow(values: &mut [u64]) {
    let known = values.iter().copied().filter(|value| *value < UNKNOWN);
    let Some((least, most)) = known.clone().fold(None, |range, value| {
        let (least, most) = range.unwrap_or((value, value));
        Some((value.min(least), value.max(most)))
    }) else {
        return;
    };
    let shift = known.fold(0, |differ, value| differ | (value - least)).trailing_zeros().min(u64::BITS - 1);
    let most = (most - least) >> shift;
    for value in values {
        *value = match *value {
            MISSING => most + 2,
            UNKNOWN => most + 1,
            value => (value - least) >> shift,
        };
    }
}

/// Those of some rows that may be among the first `count` by title: as many, and all whose titles begin as that of the
/// last of these does. `None` where too many begin alike. Titles are read in document order, in which they lie.
fn first_titles(store: &Store, rows: &RowSet, count: usize, folds: bool, descending: bool) -> Option<RowSet> {
    let position = |row: u32| store.document_order(row);
    let wanted = in_document_order(store, rows);
    let mut kept: Vec<(u64, u32)> = Vec::new();
    let (mut most, mut last) = (4 * count + 64, u64::MAX);
    for at in wanted.iter() {
        let value = first_bytes(store, store.table().title_of(at), folds);
        let value = if descending { !value } else { value };
        if value <= last {
            kept.push((value, at));
        }
        if kept.len() == most {
            kept.sort_unstable();
            last = kept.get(count)?.0;
            kept.retain(|(value, _)| *value <= last);
            most = kept.len() + 4 * count + 64;
            if MOST_ALIKE < most {
                return None;
            }
        }
    }
    let mut alike = RowSet::none(store.len());
    kept.iter().for_each(|(_, at)| alike.insert(*at));
    Some(RowSet::of(store.len(), |row| rows.contains(row as u32) && alike.contains(position(row as u32))))
}

/// The rows from the `offset`th on in the order of the keys, then of their numbers, at most `limit`: those whose first key is
/// that of the page, by selection, and only these sorted. `None` where these are too many and no further key parts them.
fn select_far(keys: &[Key], rows: &RowSet, offset: usize, limit: usize) -> Option<Vec<u32>> {
    let Some((first, rest)) = keys.split_first() else {
        return Some(rows.iter().skip(offset).take(limit).collect());
    };
    let mut values = first.values_of(rows);
    let Some(last) = values.len().checked_sub(1).filter(|last| offset <= *last && 0 < limit) else {
        return Some(Vec::new());
    };
    let (_, least, after) = values.select_nth_unstable(offset);
    let least = *least;
    let most = match (limit - 1).min(last - offset).checked_sub(1) {
        Some(nth) => *after.select_nth_unstable(nth).1,
        None => least,
    };
    let before = values.iter().filter(|value| **value < least).count();
    let near = first.rows_between(rows, least, most);
    let skip = offset - before;
    if near.count() as usize <= MOST_NEAR {
        let mut page = select(keys, &near, skip + limit);
        page.drain(..skip.min(page.len()));
        return Some(page);
    }
    // Rows with one value are told apart by the other keys; a page that reaches over several values is left.
    if least < most || matches!(first.values, Values::Titles { .. }) {
        return None;
    }
    select_far(rest, &near, skip, limit)
}

/// The first `count` of some rows in the order of the keys, then of their numbers.
fn select(keys: &[Key], rows: &RowSet, count: usize) -> Vec<u32> {
    let Some(first) = keys.first().filter(|_| 0 < count) else { return rows.iter().take(count).collect() };
    let compare = |one: u32, other: u32| {
        let orders = keys.iter().map(|key| key.compare(one, other));
        orders.fold(Ordering::Equal, Ordering::then).then(one.cmp(&other))
    };
    let in_row_order = matches!(first.values, Values::Start) && !first.descending;
    let most = 4 * count + 64;
    let mut kept: Vec<(u64, u32)> = Vec::with_capacity(most);
    let keep_first = |kept: &mut Vec<(u64, u32)>| {
        kept.sort_unstable_by(|one, other| one.0.cmp(&other.0).then_with(|| compare(one.1, other.1)));
        kept.truncate(count);
        kept.last().copied()
    };
    let mut last = None;
    for row in rows.iter() {
        let value = first.of(row);
        if let Some((last_value, last_row)) = last
            && (last_value < value || last_value == value && compare(last_row, row) == Ordering::Less)
        {
            if in_row_order && last_value < value {
                break;
            }
            continue;
        }
        kept.push((value, row));
        if kept.len() == most {
            last = keep_first(&mut kept);
        }
    }
    keep_first(&mut kept);
    kept.into_iter().map(|(_, row)| row).collect()
}

fn first_text<'a>(store: &'a Store, by: &str, row: u32) -> Option<Cow<'a, str>> {
    let text = match store.own_value(by, row)? {
        FieldValue::Texts(texts) => store.fold(texts.first()?),
        FieldValue::Number(number) => number.to_string(),
    };
    (!text.is_empty()).then_some(Cow::Owned(text))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::formats::read_table;
    use crate::store::text::nfkd;

    /// Pages far down, selected, are those of all rows sorted; and which of them are not left to that.
    #[test]
    fn pages_far_down_are_selected() {
        let event = |at: u32| {
            let date =
                if at.is_multiple_of(50) { String::new() } else { format!(r#","date":"{:04}""#, 1000 + at * 7 % 997) };
            let half = if at.is_multiple_of(3) { "a" } else { "b" };
            format!(r#"{{"title":"Title {} of {at}","half":"{half}","n":{}{date}}}"#, at % 13, at * 31 % 15_000)
        };
        let events: Vec<String> = (0..30_000).map(event).collect();
        let store = Store::build(read_table(format!("[{}]", events.join(",")).as_bytes()).table, nfkd);
        let rows = RowSet::of(store.len(), |row| row % 5 != 0);
        let by = |keys: &[(&str, bool)]| -> Vec<SortKey> {
            keys.iter().map(|(by, descending)| SortKey { by: (*by).to_owned(), descending: *descending }).collect()
        };
        let orders: [(&[(&str, bool)], bool); 6] = [
            (&[("n", false)], true),
            (&[("end", true), ("id", false)], true),
            (&[("half", false), ("n", true)], true),
            (&[("half", true)], true),
            (&[("title", true)], true),
            (&[("half", false), ("title", false)], false),
        ];
        for (keys, selects) in orders {
            let keys = by(keys);
            for unfolded in [false, true] {
                let collation = Collation { unfolded, ..Collation::default() };
                let whole = Orders::default().permutation(&store, &keys, &collation);
                let sorted: Vec<u32> = whole.rows.iter().copied().filter(|row| rows.contains(*row)).collect();
                for (offset, limit) in [(2000, 100), (15_000, 1), (11_000, 300), (23_990, 100), (30_000, 5)] {
                    let page = Orders::default().page(&store, &keys, &collation, &rows, (offset, limit));
                    assert!(page.is_some() || !selects, "{keys:?} {offset}");
                    let page = page.unwrap_or_else(|| sorted.iter().copied().skip(offset).take(limit).collect());
                    assert_eq!(
                        page,
                        sorted.get(offset..(offset + limit).min(sorted.len())).unwrap_or(&[]),
                        "{keys:?} {offset}"
                    );
                }
            }
        }
    }
}
