//! The four bounds of a date that is not fully known, and how they stand to a window.

use serde::Serialize;

/// What is known of one side of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Edge {
    /// Both bounds of this side are finite.
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
}
