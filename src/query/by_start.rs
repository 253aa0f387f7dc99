//! Orders that begin with the start, in either direction. Rows stand so already: what other keys there are decide between
//! rows of one start alone, so a page costs what its rows and those of the same starts do, and nothing is sorted whole.

use super::matching::{Matching, Walk};
use super::rows::{Directory, RowSet};
use super::sort::Key;
use crate::radix::sortable;
use crate::store::Store;
use std::cmp::Ordering;

/// Rows of one start up to which they are sorted for each page anew.
const MOST_ALIKE: usize = 4096;

/// The matches by start, then by some keys, then in the order of their rows.
pub(crate) struct ByStart<'a> {
    /// Of what.
    pub store: &'a Store,
    /// The matches.
    pub matching: Matching<'a>,
    /// From the latest start to the earliest; undated ones stand last all the same.
    pub descending: bool,
    /// The keys after the start.
    pub keys: &'a [Key<'a>],
}

impl ByStart<'_> {
    /// The matches from the `offset`th on, at most `limit`; `None` where too many start alike. Those before are counted,
    /// by zones where these are decided, unless a directory of the set of them helps.
    pub fn page(&self, offset: u32, limit: u32, found: Option<(&RowSet, &Directory)>) -> Option<Vec<u32>> {
        let dated = self.store.dated();
        let Some((set, directory)) = found else { return self.sought_page(offset, limit) };
        let of_dated = directory.rank(set, dated);
        if of_dated <= offset {
            // The undated ones are the last in either direction.
            return self.undated(offset - of_dated, limit);
        }
        // How many of the same start come before the one that the page begins with decides where to begin.
        let row = directory.select(set, if self.descending { of_dated - 1 - offset } else { offset })?;
        let (first, last) = self.alike(row)?;
        if self.descending {
            let before = of_dated - 1 - directory.rank(set, last);
            return self.of_stream(offset - before, limit, last + 1);
        }
        self.of_stream(offset - directory.rank(set, first), limit, first)
    }

    fn sought_page(&self, offset: u32, limit: u32) -> Option<Vec<u32>> {
        let dated = self.store.dated();
        if offset == 0 {
            return self.of_stream(0, limit, if self.descending { dated } else { 0 });
        }
        let mut rows =
            if self.descending { self.matching.descending(dated) } else { self.matching.ascending(0, dated) };
        let (left, row) = (rows.pass(offset), rows.next());
        // The undated ones are the last in either direction.
        let Some(row) = row else { return self.undated(left, limit) };
        let (first, last) = self.alike(row)?;
        if self.descending {
            let before = self.matching.ascending(row + 1, last + 1).count();
            return self.of_stream(before as u32, limit, last + 1);
        }
        self.of_stream(self.matching.ascending(first, row).count() as u32, limit, first)
    }

    /// How many matches come before a row that matches; `None` where too many start alike.
    pub fn position(&self, row: u32, set: &RowSet, directory: &Directory) -> Option<u32> {
        let of_dated = directory.rank(set, self.store.dated());
        let (first, last) = self.alike(row)?;
        let before = match self.start(row) {
            None => of_dated,
            Some(_) if self.descending => of_dated - 1 - directory.rank(set, last),
            Some(_) => directory.rank(set, first),
        };
        let mut alike: Vec<u32> = self.matching.ascending(first, last + 1).collect();
        self.sort(&mut alike);
        Some(before + alike.iter().position(|other| *other == row)? as u32)
    }

    /// Where a row stands by its start; `None` for an undated one.
    fn start(&self, row: u32) -> Option<u64> {
        self.store.is_dated(row).then(|| sortable(self.store.start(row)))
    }

    /// The first and the last match of the same start as a match; `None` where they are too many.
    fn alike(&self, row: u32) -> Option<(u32, u32)> {
        let start = self.start(row);
        let (mut first, mut last) = (row, row);
        let mut count = 0;
        let same = |other: &u32| self.start(*other) == start;
        for other in self.matching.descending(row).take_while(same) {
            (first, count) = (other, count + 1);
            if count == MOST_ALIKE {
                return None;
            }
        }
        for other in self.matching.ascending(row + 1, self.store.len()).take_while(same) {
            (last, count) = (other, count + 1);
            if count == MOST_ALIKE {
                return None;
            }
        }
        Some((first, last))
    }

    /// The page of the matches from a row on, or up to it.
    fn of_stream(&self, offset: u32, limit: u32, at: u32) -> Option<Vec<u32>> {
        let (dated, len) = (self.store.dated(), self.store.len());
        if self.descending {
            return self.collect([self.matching.descending(at), self.matching.ascending(dated, len)], offset, limit);
        }
        self.collect([self.matching.ascending(at, len), self.matching.ascending(len, len)], offset, limit)
    }

    /// A page of those without a date.
    fn undated(&self, offset: u32, limit: u32) -> Option<Vec<u32>> {
        let (dated, len) = (self.store.dated(), self.store.len());
        self.collect([self.matching.ascending(dated, len), self.matching.ascending(len, len)], offset, limit)
    }

    fn collect(&self, [first, then]: [Walk<'_>; 2], offset: u32, limit: u32) -> Option<Vec<u32>> {
        let rows = first.chain(then);
        let (mut skip, limit) = (offset as usize, limit as usize);
        let mut page = Vec::with_capacity(limit.min(MOST_ALIKE));
        if !self.descending && self.keys.is_empty() {
            page.extend(rows.skip(skip).take(limit));
            return Some(page);
        }
        let mut alike: Vec<u32> = Vec::new();
        let mut start = None;
        let mut add = |alike: &mut Vec<u32>, page: &mut Vec<u32>| {
            self.sort(alike);
            page.extend(alike.iter().skip(skip).take(limit - page.len()));
            skip -= skip.min(alike.len());
            alike.clear();
        };
        for row in rows {
            let of_row = self.start(row);
            if of_row != start {
                add(&mut alike, &mut page);
                if page.len() == limit {
                    return Some(page);
                }
                start = of_row;
            }
            if alike.len() == MOST_ALIKE {
                return None;
            }
            alike.push(row);
        }
        add(&mut alike, &mut page);
        Some(page)
    }

    fn sort(&self, alike: &mut [u32]) {
        if alike.len() < 2 {
            return;
        }
        alike.sort_unstable_by(|one, other| {
            let orders = self.keys.iter().map(|key| key.compare(*one, *other));
            orders.fold(Ordering::Equal, Ordering::then).then(one.cmp(other))
        });
    }
}
