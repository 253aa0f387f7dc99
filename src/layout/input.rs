//! What is laid out.

use super::frame::DOT_RADIUS_PX;
use super::scale::MAX_TIME_MS;
use crate::error::Error;
use crate::query::RowSet;
use crate::store::{BoundColumn, Zones};
use crate::time::{Edge, Qualifiers, Relation, Span};
use std::borrow::Cow;

/// What is laid out: slices borrowed from the store, by row where not said otherwise.
///
/// Rows are in chronological order: by [anchor](Bounds), those without a date last.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The matching rows.
    pub matches: &'a RowSet,
    /// How many rows are dated.
    pub dated: u32,
    /// The bounds of the dated rows, milliseconds since 1970; none is NaN.
    pub bounds: [BoundColumn<'a>; 4],
    /// The least and greatest of them.
    pub zones: &'a Zones,
    /// Row → the `FLAG_*` bits of its edges and qualifiers.
    pub flags: &'a dyn Fn(u32) -> u8,
    /// Row → code of its value in the colouring field, or [`NO_COLOR`](super::NO_COLOR).
    pub color: Option<&'a dyn Fn(u32) -> u32>,
    /// The grouping; one nameless group where absent.
    pub groups: Option<GroupInput<'a>>,
    /// Row → what its label says.
    pub label: &'a dyn Fn(u32) -> Label<'a>,
}

/// The values of the grouping field, and who has which.
#[derive(Clone, Copy)]
pub struct GroupInput<'a> {
    /// What tells this grouping from others of the set.
    pub key: &'a str,
    /// Code → name.
    pub name: &'a dyn Fn(u32) -> &'a str,
    /// Codes from the top group to the bottom one; a value that is not listed has no group.
    pub order: &'a dyn Fn() -> Vec<u32>,
    /// Adds the codes of a row: an event with several values stands in each of their groups, one with none below all.
    pub codes: &'a dyn Fn(u32, &mut Vec<u32>),
}

/// What a label says; only its width matters here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Label<'a> {
    /// The event's title.
    pub title: &'a str,
    /// The claimants' names as the page writes them; may be empty.
    pub claimant: Cow<'a, str>,
}

/// The four bounds of one row, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// No way of it starts before this.
    pub earliest_start: f64,
    /// Every way of it has started by this.
    pub latest_start: f64,
    /// No way of it ends before this.
    pub earliest_end: f64,
    /// Every way of it has ended by this.
    pub latest_end: f64,
}

impl Bounds {
    /// How the bounds stand to the window `[from, to)`: [`Span::relation`].
    pub fn relation(&self, from: f64, to: f64) -> Relation {
        let Bounds { earliest_start, latest_start, earliest_end, latest_end } = *self;
        let (start_edge, end_edge, qualifiers) = (Edge::Bounded, Edge::Bounded, Qualifiers::default());
        Span { earliest_start, latest_start, earliest_end, latest_end, start_edge, end_edge, qualifiers }
            .relation(from, to)
    }

    /// Where the event stands in chronological order: its first finite bound, the earliest start where that is finite.
    ///
    /// So what began "by 1 July" stands among the events of July rather than above all others.
    pub(crate) fn anchor(&self) -> f64 {
        self.finite().next().unwrap_or(f64::NEG_INFINITY)
    }

    /// The finite ones of the four bounds, starts first, within the limits of a [`Scale`].
    pub(crate) fn finite(&self) -> impl Iterator<Item = f64> {
        [self.earliest_start, self.latest_start, self.earliest_end, self.latest_end]
            .into_iter()
            .filter(|bound| bound.is_finite())
            .map(|bound| bound.clamp(-MAX_TIME_MS, MAX_TIME_MS))
    }

    /// First and last finite bound.
    #[inline]
    pub(crate) fn finite_extent(&self) -> Option<(f64, f64)> {
        let (first, last) = (self.earliest_start, self.latest_end);
        if -MAX_TIME_MS <= first && last <= MAX_TIME_MS {
            return Some((first, last));
        }
        self.finite().fold(None, |extent, bound| match extent {
            None => Some((bound, bound)),
            Some((first, last)) => Some((bound.min(first), bound.max(last))),
        })
    }

    /// Ends of all that is drawn of it where a pixel is `ms_per_px` long: at least a dot.
    pub(crate) fn drawn(&self, ms_per_px: f64) -> (f64, f64) {
        let (from, to) = (self.earliest_start, self.latest_end);
        if !(from.is_finite() && to.is_finite()) {
            return (from, to);
        }
        let middle = from + (to - from) / 2.0;
        let radius_ms = DOT_RADIUS_PX * ms_per_px;
        (from.min(middle - radius_ms), to.max(middle + radius_ms))
    }
}

impl Input<'_> {
    /// The bounds of a row below `dated`.
    #[inline]
    pub(crate) fn bounds(&self, row: u32) -> Bounds {
        let [earliest_start, latest_start, earliest_end, latest_end] = &self.bounds;
        Bounds {
            earliest_start: earliest_start.get(row),
            latest_start: latest_start.get(row),
            earliest_end: earliest_end.get(row),
            latest_end: latest_end.get(row),
        }
    }

    /// Words that a set of the dated rows takes.
    pub(crate) fn words(&self) -> usize {
        (self.dated as usize).div_ceil(64)
    }

    /// The matching ones of the dated rows `64 × at` and on, a bit each.
    #[inline]
    pub(crate) fn word(&self, at: usize) -> u64 {
        let word = self.matches.word(at);
        match (self.dated as usize).saturating_sub(at * 64) {
            0 => 0,
            rest if rest < 64 => word & ((1 << rest) - 1),
            _ => word,
        }
    }

    /// Whether a row matches and is dated.
    pub(crate) fn is_match(&self, row: u32) -> bool {
        self.word(row as usize / 64) >> (row % 64) & 1 == 1
    }

    /// Calls `run` for every matching dated row of `rows`, ascending.
    pub(crate) fn each(&self, rows: impl Fn(usize) -> u64, mut run: impl FnMut(u32)) {
        for at in 0..self.words() {
            let mut rest = self.word(at) & rows(at);
            while rest != 0 {
                run(at as u32 * 64 + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
    }

    /// Every dated row has its bounds.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let expected = self.dated as usize;
        let names = ["earliest_start", "latest_start", "earliest_end", "latest_end"];
        for (what, column) in names.into_iter().zip(&self.bounds) {
            if column.base.len() < expected {
                return Err(Error::WrongLength { what, given: column.base.len(), expected });
            }
        }
        Ok(())
    }
}
