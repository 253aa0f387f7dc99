//! How many events touch each cell of the window, where they are too many to tell apart.

use super::input::Bounds;
use super::order::{LEAST_EXPONENT, exponent_above, power_of_two};

/// Least width of a cell, in CSS pixels; none is twice as wide.
pub const CELL_PX: f64 = 4.0;

/// How many events touch each of the half-open windows between neighbouring edges.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cells {
    /// For certain.
    pub certain: Vec<u32>,
    /// Only possibly.
    pub possible: Vec<u32>,
}

/// Counts the relation of each span to each window `[edges[i], edges[i + 1])`; edges ascend, best in equal steps.
///
/// The windows a span touches are neighbours, and so are those it touches for certain: two differences a span.
pub fn count(spans: impl Iterator<Item = Bounds>, edges: &[f64]) -> Cells {
    let cells = edges.len().saturating_sub(1);
    let mut touching = vec![0i64; cells + 1];
    let mut certain = vec![0i64; cells + 1];
    let edges = Edges::of(edges);
    for span in spans {
        // [a, b) is touched if earliest_start < b and a < latest_end.
        let first = edges.up_to(span.earliest_start).saturating_sub(1);
        let after = edges.below(span.latest_end).min(cells);
        if after <= first {
            continue;
        }
        touching[first] += 1;
        touching[after] -= 1;
        // And for certain if latest_start ≤ b and a ≤ earliest_end; mostly in the cells of the outer bounds.
        let certain_first = edges.below_near(span.latest_start, first + 1).saturating_sub(1).max(first);
        let certain_after = edges.up_to_near(span.earliest_end, after).min(after);
        if certain_first < certain_after {
            certain[certain_first] += 1;
            certain[certain_after] -= 1;
        }
    }
    let (touching, certain) = (sums(&touching), sums(&certain));
    let possible = touching.iter().zip(&certain).take(cells).map(|(all, sure)| all.saturating_sub(*sure)).collect();
    Cells { certain: certain.into_iter().take(cells).collect(), possible }
}

/// Edges of cells, found by a guess that is right where they are in equal steps.
struct Edges<'a> {
    edges: &'a [f64],
    first: f64,
    per_ms: f64,
}

impl Edges<'_> {
    fn of(edges: &[f64]) -> Edges<'_> {
        let (first, last) = (edges.first().copied().unwrap_or(0.0), edges.last().copied().unwrap_or(0.0));
        Edges { edges, first, per_ms: edges.len().saturating_sub(1) as f64 / (last - first) }
    }

    fn guess(&self, time: f64) -> usize {
        (((time - self.first) * self.per_ms) as usize).min(self.edges.len())
    }

    /// How many edges are before a time.
    fn below(&self, time: f64) -> usize {
        self.below_near(time, self.guess(time) + 1)
    }

    /// How many edges are before a time or at it.
    fn up_to(&self, time: f64) -> usize {
        self.up_to_near(time, self.guess(time) + 1)
    }

    fn below_near(&self, time: f64, guess: usize) -> usize {
        let mut at = guess.min(self.edges.len());
        while 0 < at && time <= self.edges[at - 1] {
            at -= 1;
        }
        while at < self.edges.len() && self.edges[at] < time {
            at += 1;
        }
        at
    }

    fn up_to_near(&self, time: f64, guess: usize) -> usize {
        let mut at = guess.min(self.edges.len());
        while 0 < at && time < self.edges[at - 1] {
            at -= 1;
        }
        while at < self.edges.len() && self.edges[at] <= time {
            at += 1;
        }
        at
    }
}

/// Edges of the cells that a window `[from, to)` touches: neighbouring multiples of 2^`exponent` milliseconds, or of a
/// greater power of two where the numbers of the window cannot tell these apart.
pub(crate) fn grid(from: f64, to: f64, exponent: i32) -> Vec<f64> {
    let finest = exponent_above(from.abs().max(to.abs())) - 52;
    let width = power_of_two(exponent.max(finest).max(LEAST_EXPONENT));
    let first = (from / width).floor();
    let mut edges = vec![first * width];
    while edges.last().is_some_and(|edge| *edge < to) {
        edges.push((first + edges.len() as f64) * width);
    }
    edges
}

fn sums(differences: &[i64]) -> Vec<u32> {
    let mut sum = 0;
    let add = |difference: &i64| {
        sum += difference;
        u32::try_from(sum).unwrap_or(0)
    };
    differences.iter().map(add).collect()
}
