//! The four bounds of a date that is not fully known, and how they stand to a window.

use serde::Serialize;
use std::cmp::Ordering;

/// Instants beyond ± this (ms since 1970, some 982 thousand million years) are taken as this.
pub const MAX_INSTANT_MS: f64 = 3.1e22;

/// What is known of one side of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Edge {
    /// The outer bound of this side (earliest start, latest end) is finite.
    #[default]
    Bounded,
    /// The side is open (`..` of an interval): it goes on without end, or always was.
    Open,
    /// The side exists and nobody says when (`a/`, `[..b]`).
    Unknown,
}

/// Doubts about a date as a whole, gathered from its components.
///
/// They never widen the bounds; they change how the ends are drawn, and are a facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Qualifiers {
    /// Some component carries `?` or `%`.
    pub uncertain: bool,
    /// Some component carries `~` or `%`.
    pub approximate: bool,
}

/// Four bounds in milliseconds since 1970-01-01T00:00Z, half open, `±∞` where a side is open or unknown.
///
/// Something starts in `[earliest_start, latest_start)` and ends in `[earliest_end, latest_end)`.
/// A date of a given grain (a day, say) starts and ends somewhere in it: all four bounds are the grain's ends.
/// Invariant: `earliest_start ≤ latest_start`, `earliest_end ≤ latest_end`, `earliest_start ≤ earliest_end`,
/// `latest_start ≤ latest_end`; none is NaN.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Span {
    /// No way of it starts before this.
    pub earliest_start: f64,
    /// Every way of it has started by this (exclusive).
    pub latest_start: f64,
    /// No way of it ends before this.
    pub earliest_end: f64,
    /// Every way of it has ended by this (exclusive).
    pub latest_end: f64,
    /// What is known of the start.
    pub start_edge: Edge,
    /// What is known of the end.
    pub end_edge: Edge,
    /// Doubts the author states.
    pub qualifiers: Qualifiers,
}

impl Qualifiers {
    /// The doubts of either.
    pub fn union(self, other: Qualifiers) -> Qualifiers {
        Qualifiers { uncertain: self.uncertain || other.uncertain, approximate: self.approximate || other.approximate }
    }
}

/// How a span stands to a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Relation {
    /// It touches the window however its date turns out.
    Certain,
    /// Some way of it touches the window, and some way does not.
    Possible,
    /// No way of it touches the window.
    Outside,
}

impl Span {
    /// How the span stands to the window `[from, to)`, milliseconds since 1970.
    pub fn relation(&self, from: f64, to: f64) -> Relation {
        if self.latest_end <= from || to <= self.earliest_start {
            Relation::Outside
        } else if from <= self.earliest_end && self.latest_start <= to {
            Relation::Certain
        } else {
            Relation::Possible
        }
    }

    /// An instant known to the millisecond (since 1970 UTC); fractions are cut off downwards.
    ///
    /// It starts and ends in that millisecond: the earliest bounds are `ms`, the latest `ms + 1` (or the next number that
    /// `f64` has). NaN is read as 0; beyond ±[`MAX_INSTANT_MS`] it is that limit.
    pub fn instant(ms: f64) -> Span {
        let ms = if ms.is_nan() { 0.0 } else { ms.floor().clamp(-MAX_INSTANT_MS, MAX_INSTANT_MS) + 0.0 };
        Span::within((ms, (ms + 1.0).max(ms.next_up())))
    }

    /// What starts and ends somewhere in `extent` (from, to; from < to).
    pub(super) fn within(extent: (f64, f64)) -> Span {
        Span::from_sides(extent, extent, false, false)
    }

    /// What starts somewhere in one range and ends, not before it starts, somewhere in another.
    ///
    /// Keeps the invariant as long as each range is in order and the end's latest is after the start's earliest.
    pub(super) fn from_sides(start: (f64, f64), end: (f64, f64), start_open: bool, end_open: bool) -> Span {
        Span {
            earliest_start: start.0,
            latest_start: start.1.min(end.1),
            earliest_end: end.0.max(start.0),
            latest_end: end.1,
            start_edge: edge(start.0, start_open),
            end_edge: edge(end.1, end_open),
            qualifiers: Qualifiers::default(),
        }
    }

    pub(super) fn with_qualifiers(self, qualifiers: Qualifiers) -> Span {
        Span { qualifiers, ..self }
    }

    /// The time that it surely takes up, `[latest start, earliest end)`; `None` where there is none.
    pub fn certain_extent(&self) -> Option<(f64, f64)> {
        (self.latest_start < self.earliest_end).then_some((self.latest_start, self.earliest_end))
    }

    /// Least and greatest time it may last as far as the bounds tell, milliseconds; the greatest is exclusive.
    ///
    /// Bounds do not tell `[a..b]`, some day from a to b, from what lasted from some time after a to some time before b.
    ///
    /// ```
    /// # use event_timeline::time::parse;
    /// const DAY: f64 = 86_400_000.0;
    /// assert_eq!(parse("2014-12-03")?.span().duration_bounds(), (0.0, DAY));
    /// assert_eq!(parse("2014-12-03/2014-12-05")?.span().duration_bounds(), (DAY, 3.0 * DAY));
    /// # Ok::<(), event_timeline::time::ParseError>(())
    /// ```
    pub fn duration_bounds(&self) -> (f64, f64) {
        // An infinity less itself is NaN, which `max` passes over: nothing is known, so 0.
        ((self.earliest_end - self.latest_start).max(0.0), self.latest_end - self.earliest_start)
    }

    /// Order in time: by earliest start, then by latest end. Total, as no bound is NaN.
    pub fn cmp_chronological(&self, other: &Span) -> Ordering {
        let start = self.earliest_start.total_cmp(&other.earliest_start);
        start.then_with(|| self.latest_end.total_cmp(&other.latest_end))
    }

    /// Whether the bounds keep the order that the type promises.
    pub fn is_valid(&self) -> bool {
        self.earliest_start <= self.latest_start
            && self.earliest_end <= self.latest_end
            && self.earliest_start <= self.earliest_end
            && self.latest_start <= self.latest_end
    }
}

fn edge(outer_bound: f64, open: bool) -> Edge {
    if open {
        Edge::Open
    } else if outer_bound.is_infinite() {
        Edge::Unknown
    } else {
        Edge::Bounded
    }
}
