//! The matches of a query as an order needs them: out of the set that was found, or sought one after the other where so
//! few are wanted that the set need not be.

use super::filter::Times;
use super::rows::RowSet;
use super::window::Window;
use crate::store::{Store, WIDE_ZONE_ROWS, ZONE_ROWS};
use std::sync::Arc;

/// Words of a wide zone.
const WIDE: usize = (WIDE_ZONE_ROWS / ZONE_ROWS) as usize;

/// The rows that match.
pub(crate) enum Matching<'a> {
    /// They are known.
    Found(&'a RowSet),
    /// They are told from the others one by one.
    Sought(Sought<'a>),
}

/// What tells the rows that match from the others.
pub(crate) struct Sought<'a> {
    /// The rows that meet each condition but that on the time.
    sets: Vec<Arc<RowSet>>,
    window: Option<Window<'a>>,
    times: Times,
    dated: u32,
    len: u32,
}

impl<'a> Sought<'a> {
    /// The rows of some sets that also meet what is asked of their time.
    pub fn of(store: &'a Store, sets: Vec<Arc<RowSet>>, times: Times) -> Sought<'a> {
        let window = times.window.map(|(from, to)| Window::of(store, from, to));
        Sought { sets, window, times, dated: store.dated(), len: store.len() }
    }

    fn contains(&self, row: u32) -> bool {
        let in_time = if self.dated <= row {
            row < self.len && self.times.with_undated()
        } else {
            let touches = |window: &Window| window.touches(row, self.times.certain_only);
            self.times.dated() && self.window.as_ref().is_none_or(touches)
        };
        in_time && self.sets.iter().all(|set| set.contains(row))
    }

    fn word(&self, at: usize, wide: Option<(u64, u64)>) -> u64 {
        let among = self.sets.iter().fold(u64::MAX, |word, set| word & set.word(at));
        if among == 0 {
            return 0;
        }
        let dated = first_bits(self.dated, at);
        let mut word = if self.times.with_undated() { first_bits(self.len, at) & !dated } else { 0 };
        if self.times.dated() && dated != 0 {
            word |= self.window.as_ref().map_or(dated, |window| {
                let (certain, possible) = window.word(at, wide);
                if self.times.certain_only { certain } else { certain | possible }
            });
        }
        word & among
    }

    /// What the window says of all dated rows of a wide zone.
    fn wide(&self, wide: usize) -> Option<(u64, u64)> {
        self.window.as_ref().and_then(|window| window.wide(wide))
    }

    /// Whether no row of a wide zone matches, by what the window says of it.
    fn is_without(&self, at: usize, wide: Option<(u64, u64)>) -> bool {
        let all_dated = (at as u64 + 1) * u64::from(WIDE_ZONE_ROWS) <= u64::from(self.dated);
        all_dated && (!self.times.dated() || wide == Some((0, 0)))
    }
}

/// The bits of a word that stand for rows below `end`.
fn first_bits(end: u32, at: usize) -> u64 {
    match (end as usize).saturating_sub(at * 64) {
        0 => 0,
        rest if rest < 64 => (1 << rest) - 1,
        _ => u64::MAX,
    }
}

impl Matching<'_> {
    /// Whether a row matches.
    #[inline]
    pub fn contains(&self, row: u32) -> bool {
        match self {
            Matching::Found(rows) => rows.contains(row),
            Matching::Sought(sought) => sought.contains(row),
        }
    }

    /// What is known of a wide zone before its words are looked at; `None` where none of its rows matches.
    fn wide(&self, at: usize) -> Option<Wide> {
        match self {
            Matching::Found(_) => Some(Wide { at, decided: None }),
            Matching::Sought(sought) => {
                let decided = sought.wide(at);
                (!sought.is_without(at, decided)).then_some(Wide { at, decided })
            }
        }
    }

    fn word(&self, at: usize, wide: Wide) -> u64 {
        match self {
            Matching::Found(rows) => rows.word(at),
            Matching::Sought(sought) => sought.word(at, wide.decided),
        }
    }

    /// Those of the rows `from..to`, ascending.
    pub fn ascending(&self, from: u32, to: u32) -> Ascending<'_> {
        let at = from as usize / 64;
        let end = if from < to { (to as usize).div_ceil(64) } else { at };
        let mut rows = Ascending { matching: self, next: at, end, to, wide: None, bits: 0 };
        rows.advance();
        if rows.next == at + 1 {
            rows.bits &= u64::MAX << (from % 64);
        }
        rows
    }

    /// Those of the rows `0..to`, descending.
    pub fn descending(&self, to: u32) -> Descending<'_> {
        Descending { matching: self, end: (to as usize).div_ceil(64), to, wide: None, bits: 0 }
    }
}

/// What is known of a wide zone.
#[derive(Clone, Copy)]
struct Wide {
    at: usize,
    decided: Option<(u64, u64)>,
}

/// See [`Matching::ascending`].
pub(crate) struct Ascending<'a> {
    matching: &'a Matching<'a>,
    /// The word after the one at hand, and the one after the last.
    next: usize,
    end: usize,
    to: u32,
    wide: Option<Wide>,
    /// Rows that are left of the word at hand.
    bits: u64,
}

impl Ascending<'_> {
    /// Goes to the next word, past wide zones without a match.
    fn advance(&mut self) {
        while self.next < self.end {
            let at = self.next / WIDE;
            let wide = match self.wide.filter(|wide| wide.at == at).or_else(|| self.matching.wide(at)) {
                Some(wide) => wide,
                None => {
                    self.next = (at + 1) * WIDE;
                    continue;
                }
            };
            self.wide = Some(wide);
            self.bits = self.matching.word(self.next, wide) & first_bits(self.to, self.next);
            self.next += 1;
            return;
        }
    }
}

impl Iterator for Ascending<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        while self.bits == 0 {
            if self.end <= self.next {
                return None;
            }
            self.advance();
        }
        let bit = self.bits.trailing_zeros();
        self.bits &= self.bits - 1;
        Some((self.next as u32 - 1) * 64 + bit)
    }
}

/// See [`Matching::descending`].
pub(crate) struct Descending<'a> {
    matching: &'a Matching<'a>,
    /// The word at hand.
    end: usize,
    to: u32,
    wide: Option<Wide>,
    bits: u64,
}

impl Descending<'_> {
    /// Goes to the word before, past wide zones without a match.
    fn advance(&mut self) {
        while let Some(before) = self.end.checked_sub(1) {
            let at = before / WIDE;
            let wide = match self.wide.filter(|wide| wide.at == at).or_else(|| self.matching.wide(at)) {
                Some(wide) => wide,
                None => {
                    self.end = at * WIDE;
                    continue;
                }
            };
            self.wide = Some(wide);
            self.end = before;
            self.bits = self.matching.word(before, wide) & first_bits(self.to, before);
            return;
        }
    }
}

impl Iterator for Descending<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        while self.bits == 0 {
            if self.end == 0 {
                return None;
            }
            self.advance();
        }
        let bit = 63 - self.bits.leading_zeros();
        self.bits &= !(1 << bit);
        Some(self.end as u32 * 64 + bit)
    }
}
