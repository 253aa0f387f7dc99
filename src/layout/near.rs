//! Which matches touch a window.

use super::input::{Bounds, Input};
use super::view::View;
use crate::query::window::Window;
use crate::time::Relation;

/// Calls `run` with the place of each word of a row set that has rows touching `[from, to)`, the bits of the matching
/// rows that do so for certain, and of those that do so possibly.
pub(crate) fn each_word(input: &Input, from: f64, to: f64, run: &mut dyn FnMut(usize, u64, u64)) {
    let window = Window { bounds: input.bounds, zones: input.zones, dated: input.dated, from, to };
    window.each_word(
        |at| input.word(at),
        |at, certain, possible| {
            run(at, certain, possible);
            true
        },
    );
}

/// The matching rows that touch `[from, to)`, for certain or possibly, a bit each.
pub(crate) fn touching(input: &Input, from: f64, to: f64) -> Vec<u64> {
    let mut words = vec![0; input.words()];
    each_word(input, from, to, &mut |at, certain, possible| {
        if let Some(word) = words.get_mut(at) {
            *word = certain | possible;
        }
    });
    words
}

/// How many matching rows touch `[from, to)` for certain, and how many possibly.
pub(crate) fn count(input: &Input, from: f64, to: f64) -> (u32, u32) {
    let mut counts = (0, 0);
    each_word(input, from, to, &mut |_, certain, possible| {
        counts.0 += certain.count_ones();
        counts.1 += possible.count_ones();
    });
    counts
}

/// The rows near the window: in its neighbourhood, or with a rim that reaches into it.
pub(super) struct Near {
    pub from: f64,
    pub to: f64,
    pub words: Vec<u64>,
    pub count: usize,
}

impl Near {
    pub fn of(input: &Input, view: &View) -> Near {
        let (neighbourhood, rims) = (view.neighbourhood(), view.rims());
        let (from, to) = (neighbourhood.0.min(rims.0), neighbourhood.1.max(rims.1));
        let words = touching(input, from, to);
        Near { from, to, count: Near::count(&words), words }
    }

    pub fn count(words: &[u64]) -> usize {
        words.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub fn each(&self, input: &Input, run: impl FnMut(u32)) {
        input.each(|at| self.words[at], run);
    }

    pub fn has(&self, row: u32) -> bool {
        self.words.get(row as usize / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }
}

pub(super) fn touches(bounds: &Bounds, view: &View) -> bool {
    bounds.relation(view.viewport.from, view.viewport.to) != Relation::Outside
}

/// Some of its mark is in the window, be it the rim of a dot.
pub(super) fn is_visible(bounds: &Bounds, view: &View) -> bool {
    let (from, to) = bounds.drawn(view.scale.ms_per_px());
    view.viewport.from < to && from < view.viewport.to
}

pub(super) fn is_near(bounds: &Bounds, view: &View) -> bool {
    let (from, to) = view.neighbourhood();
    bounds.relation(from, to) != Relation::Outside || is_visible(bounds, view)
}
