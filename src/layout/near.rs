//! Which matches touch a window.

use super::frame::Input;
use crate::query::window::Window;

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
