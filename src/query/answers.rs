//! One current query and its answers, each found when it is asked for and kept until the query changes; what the next
//! query has in common with it is kept for longer.

use super::by_start::ByStart;
use super::facets::{CodeCounts, Context, FacetCounts, with_values};
use super::filter::{Conditions, TimeRows, unknown_field};
use super::histogram::{self, Histogram, HistogramOf};
use super::matching::{Matching, Sought};
use super::rows::{Directory, RowSet, first_bits, push_rows};
use super::sort::{self, Collation, Orders, Permutation};
use super::window::Window;
use super::{Counts, Query, Undated};
use crate::error::Error;
use crate::store::{Column, Store};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// The current query of a store. It must be asked about the one store it was made for.
#[derive(Debug)]
pub(crate) struct Answers {
    query: Query,
    collation: Collation,
    conditions: Conditions,
    rows: OnceLock<Arc<RowSet>>,
    counts: OnceLock<Counts>,
    at_any_time: OnceLock<RowSet>,
    directory: OnceLock<Directory>,
    undated: OnceLock<Vec<u32>>,
    walk: Mutex<Option<Walk>>,
    contexts: Mutex<Vec<Context>>,
    histogram: Mutex<Option<Kept>>,
    orders: Mutex<Orders>,
}

/// The histogram asked for last.
#[derive(Debug)]
struct Kept {
    of: HistogramOf,
    bins: (f64, f64, u32),
    /// What it was counted under: the conditions, and the time filter unless it was not to count.
    conditions: Vec<Arc<RowSet>>,
    time: Option<Arc<TimeRows>>,
    only_undated: bool,
    histogram: Histogram,
}

impl Answers {
    /// Everything matches, in chronological order.
    pub fn new(store: &Store) -> Answers {
        Answers {
            query: Query::default(),
            collation: Collation::default(),
            conditions: Conditions::none(store),
            rows: OnceLock::new(),
            counts: OnceLock::new(),
            at_any_time: OnceLock::new(),
            directory: OnceLock::new(),
            undated: OnceLock::new(),
            walk: Mutex::default(),
            contexts: Mutex::default(),
            histogram: Mutex::default(),
            orders: Mutex::default(),
        }
    }

    /// Makes a query current. One that is current already stays, with all that was found for it.
    ///
    /// # Errors
    /// Those of [`run`](super::run); the former query then stays.
    pub fn ask(&mut self, store: &Store, query: Query) -> Result<(), Error> {
        if query == self.query {
            return Ok(());
        }
        sort::check(store, &query.sort)?;
        self.conditions = Conditions::of(store, &query, (&self.query, &self.conditions))?;
        let all = self.conditions.but(None);
        unlocked(&mut self.contexts).retain(|context| context.is_within(&all));
        self.query = query;
        self.rows = OnceLock::new();
        self.counts = OnceLock::new();
        self.at_any_time = OnceLock::new();
        self.directory = OnceLock::new();
        self.undated = OnceLock::new();
        *unlocked(&mut self.walk) = None;
        Ok(())
    }

    /// Sorts by these ranks from now on, the current matches too.
    ///
    /// # Errors
    /// Those of [`Collation::check`].
    pub fn set_ranks(&mut self, store: &Store, by: &str, ranks: Vec<u32>) -> Result<(), Error> {
        let mut given = Collation::default();
        match by {
            "title" => given.title = Some(ranks),
            _ => drop(given.fields.insert(by.to_owned(), ranks)),
        }
        given.check(store)?;
        self.collation.title = given.title.or_else(|| self.collation.title.take());
        self.collation.fields.append(&mut given.fields);
        unlocked(&mut self.orders).forget(by);
        self.undated = OnceLock::new();
        *unlocked(&mut self.walk) = None;
        Ok(())
    }

    /// Compares titles that have no ranks as they are written from now on.
    pub fn unfold_titles(&mut self) {
        self.collation.unfolded = true;
        self.orders = Mutex::default();
    }

    /// Sorts by all these ranks from now on.
    ///
    /// # Errors
    /// Those of [`Collation::check`].
    pub fn set_collation(&mut self, store: &Store, collation: Collation) -> Result<(), Error> {
        collation.check(store)?;
        self.collation = collation;
        self.orders = Mutex::default();
        Ok(())
    }

    /// The current query.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// How many match.
    pub fn counts(&self, store: &Store) -> Counts {
        *self.counts.get_or_init(|| self.with_context(store, None, |context| counts(store, context)))
    }

    /// The rows that match.
    pub fn rows(&self, store: &Store) -> &RowSet {
        self.rows.get_or_init(|| {
            self.with_context(store, None, |context| {
                let [certain, possible] = context.matches();
                if !self.conditions.time(store).any_possible {
                    return certain.clone();
                }
                let mut rows = RowSet::clone(certain);
                rows.add(possible);
                Arc::new(rows)
            })
        })
    }

    /// The rows that match every condition but the time filter.
    pub fn at_any_time(&self, store: &Store) -> &RowSet {
        self.at_any_time.get_or_init(|| {
            let (len, dated) = (store.len(), store.dated());
            let mut rows = RowSet::none(len);
            if self.query.undated != Undated::Only {
                rows.insert_range(0, dated);
            }
            if self.conditions.times.with_undated() {
                rows.insert_range(dated, len);
            }
            self.with_context(store, None, |context| context.base().map(|base| base.meet(&rows))).unwrap_or(rows)
        })
    }

    /// Row numbers of the matches in order, from the `offset`th on, at most `limit`.
    pub fn order(&self, store: &Store, offset: u32, limit: u32) -> Vec<u32> {
        let found = self.counts.get().is_some() || self.rows.get().is_some();
        if !found && offset == 0 && store.len() <= limit && sort::is_natural(&self.query.sort) {
            return self.all(store);
        }
        if !found
            && limit <= MOST_SOUGHT
            && let Some(rows) = self.sought(store, offset, limit)
        {
            return rows;
        }
        let matches = self.rows(store);
        let left = || self.counts(store).matches.saturating_sub(offset);
        let mut rows = Vec::with_capacity(limit.min(if limit <= MOST_SOUGHT { limit } else { left() }) as usize);
        if sort::is_natural(&self.query.sort) {
            // From the first one on, none need be counted.
            let directory = if offset == 0 { &Directory::default() } else { self.directory(store) };
            directory.slice(matches, offset, limit, &mut rows);
            return rows;
        }
        let set = Some((matches, self.directory(store)));
        if let Some(Some(rows)) = self.by_start(store, Matching::Found(matches), |by| by.page(offset, limit, set)) {
            return rows;
        }
        let page = (offset as usize, limit.min(left()) as usize);
        let selected = lock(&self.orders).page(store, &self.query.sort, &self.collation, matches, page);
        match selected {
            Some(selected) => rows = selected,
            None => self.with_walk(store, |walk| walk.slice(matches, offset, limit as usize, &mut rows)),
        }
        rows
    }

    /// All matches in the order of rows, and how many they are, in one pass without the set of them.
    fn all(&self, store: &Store) -> Vec<u32> {
        let (sets, times) = (self.conditions.but(None), self.conditions.times);
        let among = |at: usize| sets.iter().fold(u64::MAX, |word, set| word & set.word(at));
        let (len, dated) = (store.len(), store.dated());
        let (mut rows, mut possible) = (Vec::new(), 0);
        match times.window {
            _ if !times.dated() => {}
            None => push_among(0, dated, among, &mut rows),
            Some((from, to)) => {
                let window = Window::of(store, from, to);
                rows.reserve(window.about());
                window.each_word(among, |at, sure, unsure| {
                    let unsure = if times.certain_only { 0 } else { unsure };
                    possible += unsure.count_ones();
                    push_rows(at as u32 * 64, sure | unsure, &mut rows);
                    true
                });
            }
        }
        let certain = rows.len() as u32 - possible;
        if times.with_undated() {
            push_among(dated, len, among, &mut rows);
        }
        let matches = rows.len() as u32;
        let undated = matches - certain - possible;
        self.counts.set(Counts { total: len, matches, certain, possible, undated }).ok();
        rows
    }

    /// The same without the set of the matches, where few of the first rows in order tell.
    fn sought(&self, store: &Store, offset: u32, limit: u32) -> Option<Vec<u32>> {
        let matching = Matching::Sought(Sought::of(store, self.conditions.but(None), self.conditions.times));
        let (skip, take) = (offset as usize, limit as usize);
        if sort::is_natural(&self.query.sort) {
            let mut rows = matching.ascending(0, store.len());
            rows.pass(offset);
            return Some(rows.take(take).collect());
        }
        if sort::is_by_start(&self.query.sort) {
            return self.by_start(store, matching, |by| by.page(offset, limit, None))?;
        }
        if MOST_SOUGHT < offset.saturating_add(limit) {
            return None;
        }
        let permutation = lock(&self.orders).known(&self.query.sort)?;
        let near = permutation.rows.iter().take(MOST_WALKED).copied();
        let rows: Vec<u32> = near.filter(|row| matching.contains(*row)).skip(skip).take(take).collect();
        (rows.len() == take).then_some(rows)
    }

    /// Asks something of the matches by start; `None` where the order does not begin with it.
    fn by_start<T>(&self, store: &Store, matching: Matching, ask: impl FnOnce(&ByStart) -> T) -> Option<T> {
        if !sort::is_by_start(&self.query.sort) {
            return None;
        }
        let (first, rest) = self.query.sort.split_first()?;
        let keys = lock(&self.orders).keys(store, rest, &self.collation);
        Some(ask(&ByStart { store, matching, descending: first.descending, keys: &keys }))
    }

    /// The place of a row in the order of matches; `None` where it does not match.
    pub fn position(&self, store: &Store, row: u32) -> Option<u32> {
        let matches = self.rows(store);
        if !matches.contains(row) {
            return None;
        }
        if sort::is_natural(&self.query.sort) {
            return Some(self.directory(store).rank(matches, row));
        }
        let by_start = |by: &ByStart| by.position(row, matches, self.directory(store));
        if let Some(Some(position)) = self.by_start(store, Matching::Found(matches), by_start) {
            return Some(position);
        }
        self.with_walk(store, |walk| walk.position(matches, row))
    }

    /// Row numbers of the undated matches in order.
    pub fn undated(&self, store: &Store) -> &[u32] {
        self.undated.get_or_init(|| {
            let (dated, Counts { matches, undated: count, .. }) = (store.dated(), self.counts(store));
            if count == 0 {
                return Vec::new();
            }
            if sort::is_natural(&self.query.sort) || sort::is_by_start(&self.query.sort) {
                return self.order(store, matches - count, count);
            }
            let rows = self.rows(store);
            let matches = |row: &u32| dated <= *row && rows.contains(*row);
            self.with_walk(store, |walk| walk.permutation.rows.iter().copied().filter(matches).collect())
        })
    }

    /// Counts of the values of category fields among the matches of every condition but those on the field itself.
    ///
    /// # Errors
    /// [`Error::UnknownField`] for a key that is no category field's.
    pub fn facet(&self, store: &Store, key: &str) -> Result<CodeCounts, Error> {
        let field = store.fields().iter().position(|field| field.key == key && field.category().is_some());
        let Some(field) = field else {
            return Err(unknown_field(store, key, &[], |column| matches!(column, Column::Category(_))));
        };
        Ok(self.with_context(store, Some(key), |context| context.count(store, field)).unwrap_or_default())
    }

    /// The same with the values that the counts are of, in tree order.
    ///
    /// # Errors
    /// [`Error::UnknownField`] for a key that is no category field's.
    pub fn facet_values(&self, store: &Store, key: &str) -> Result<FacetCounts, Error> {
        let counts = self.facet(store, key)?;
        Ok(store.category(key).map(|column| with_values(key, column, &counts)).unwrap_or_default())
    }

    /// Counts the matches by equal parts of a range of time; those at any time where the time filter is not to count.
    ///
    /// # Errors
    /// [`Error::BadRange`] unless `from < to` and their distance are finite, [`Error::OverLimit`] unless
    /// `bins ≤` [`MAX_BINS`](super::MAX_BINS).
    pub fn histogram(
        &self,
        store: &Store,
        bins: (f64, f64, u32),
        of: HistogramOf,
        any_time: bool,
    ) -> Result<Histogram, Error> {
        let conditions = self.conditions.but(None);
        let only_undated = self.query.undated == Undated::Only;
        let time = if any_time { None } else { Some(self.conditions.time(store).clone()) };
        let mut kept = lock(&self.histogram);
        if let Some(kept) = kept.as_ref()
            && (kept.of, kept.bins, kept.only_undated) == (of, bins, only_undated)
            && same(&kept.conditions, &conditions)
            && kept.time.as_ref().map(Arc::as_ptr) == time.as_ref().map(Arc::as_ptr)
        {
            return Ok(kept.histogram.clone());
        }
        let rows = if any_time { self.at_any_time(store) } else { self.rows(store) };
        let histogram = histogram::histogram_of(store, rows, bins, of)?;
        *kept = Some(Kept { of, bins, conditions, time, only_undated, histogram: histogram.clone() });
        Ok(histogram)
    }

    fn directory(&self, store: &Store) -> &Directory {
        self.directory.get_or_init(|| Directory::of(self.rows(store)))
    }

    /// What was counted of every condition but those on one field, under the current time filter.
    fn with_context<T>(&self, store: &Store, but: Option<&str>, ask: impl FnOnce(&mut Context) -> T) -> T {
        let mut contexts = lock(&self.contexts);
        ask(context(&mut contexts, store, self.conditions.but(but), &self.conditions))
    }

    fn with_walk<T>(&self, store: &Store, ask: impl FnOnce(&mut Walk) -> T) -> T {
        let mut walk = lock(&self.walk);
        ask(walk.get_or_insert_with(|| {
            let permutation = lock(&self.orders).permutation(store, &self.query.sort, &self.collation);
            Walk { permutation, before: vec![0] }
        }))
    }
}

/// The context of some conditions, a new one if there is none, under the current time filter.
fn context<'a>(
    contexts: &'a mut Vec<Context>,
    store: &Store,
    conditions: Vec<Arc<RowSet>>,
    current: &Conditions,
) -> &'a mut Context {
    let at = contexts.iter().position(|context| context.is_of(&conditions)).unwrap_or_else(|| {
        contexts.push(Context::new(conditions, current.time(store)));
        contexts.len() - 1
    });
    let context = &mut contexts[at];
    context.move_to(store, current);
    context
}

fn counts(store: &Store, context: &mut Context) -> Counts {
    let [sure, possible] = context.counts();
    let [certain, _] = context.matches();
    let undated = certain.count_from(store.dated());
    Counts { total: store.len(), matches: sure + possible, certain: sure - undated, possible, undated }
}

/// Appends those of the rows `from..to` that `among` has.
fn push_among(from: u32, to: u32, among: impl Fn(usize) -> u64, rows: &mut Vec<u32>) {
    for at in from as usize / 64..(to as usize).div_ceil(64) {
        push_rows(at as u32 * 64, among(at) & first_bits(to, at) & !first_bits(from, at), rows);
    }
}

fn same(one: &[Arc<RowSet>], other: &[Arc<RowSet>]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| Arc::ptr_eq(one, other))
}

/// No one can leave these in a state that matters: they hold what can be found again.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn unlocked<T>(mutex: &mut Mutex<T>) -> &mut T {
    mutex.get_mut().unwrap_or_else(PoisonError::into_inner)
}

/// Rows that a page has for which the matches are sought rather than found; along a permutation, rows up to its end.
const MOST_SOUGHT: u32 = 1000;

/// Rows of a permutation that are looked at for such a page.
const MOST_WALKED: usize = 8192;

/// Rows of a permutation between which matches are counted once.
const STRIDE: usize = 1024;

/// The matches along a permutation.
#[derive(Debug)]
struct Walk {
    permutation: Arc<Permutation>,
    /// Matches before each stride of the permutation, as far as was walked.
    before: Vec<u32>,
}

impl Walk {
    /// Appends the matches from the `offset`th on, at most `limit`.
    fn slice(&mut self, matches: &RowSet, offset: u32, limit: usize, rows: &mut Vec<u32>) {
        self.walk_while(matches, |_, before| before <= offset);
        let stride = self.before.partition_point(|before| *before <= offset).saturating_sub(1);
        let skip = offset.saturating_sub(self.before.get(stride).copied().unwrap_or(0)) as usize;
        let rest = self.permutation.rows.get(stride * STRIDE..).unwrap_or(&[]).iter().copied();
        rows.extend(rest.filter(|row| matches.contains(*row)).skip(skip).take(limit));
    }

    /// How many matches come before a row.
    fn position(&mut self, matches: &RowSet, row: u32) -> Option<u32> {
        let place = self.permutation.place(row)?;
        let stride = place / STRIDE;
        self.walk_while(matches, |walked, _| walked <= stride);
        let before = self.permutation.rows.get(stride * STRIDE..place)?;
        Some(self.before.get(stride)? + count_in(matches, before))
    }

    /// Counts on while the number of strides walked and the matches before the last are not enough.
    fn walk_while(&mut self, matches: &RowSet, more: impl Fn(usize, u32) -> bool) {
        let strides = self.permutation.rows.chunks(STRIDE).skip(self.before.len() - 1);
        let mut last = self.before.last().copied().unwrap_or(0);
        for rows in strides {
            if !more(self.before.len(), last) {
                break;
            }
            last += count_in(matches, rows);
            self.before.push(last);
        }
    }
}

fn count_in(matches: &RowSet, rows: &[u32]) -> u32 {
    rows.iter().map(|row| u32::from(matches.contains(*row))).sum()
}
