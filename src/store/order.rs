//! Rows: the events in chronological order.

use crate::radix::{reorder, sortable};
use crate::table::{Codes, Spans};

/// The position in the document of each row, `None` where they are the same: by start, then latest end, then position,
/// undated ones last. One or two radix sorts; nothing but a scan where the document is in order.
pub(super) fn chronological(spans: &Spans) -> Option<Vec<u32>> {
    let starts: Vec<u64> = (0..).zip(&spans.earliest_start).map(|(at, start)| start_key(spans, at, *start)).collect();
    let ends = || starts.iter().enumerate().map(|(at, _)| sortable(end_of(spans, at))).collect::<Vec<u64>>();
    if starts.is_sorted() && ties_in_order(spans, &starts) {
        return None;
    }
    let mut order: Vec<u32> = (0..starts.len() as u32).collect();
    reorder(&starts, &mut order);
    let key = |at: usize| order.get(at).and_then(|position| starts.get(*position as usize));
    let end = |at: usize| order.get(at).map(|position| end_of(spans, *position as usize));
    let disorder = (1..order.len()).filter(|at| key(at - 1) == key(*at) && end(*at) < end(at - 1)).count();
    if disorder == 0 {
        return Some(order);
    }
    let ends = ends();
    if order.len() < disorder.saturating_mul(64) {
        order = (0..starts.len() as u32).collect();
        reorder(&ends, &mut order);
        reorder(&starts, &mut order);
        return Some(order);
    }
    sort_ties(&starts, &ends, &mut order);
    Some(order)
}

/// Sorts runs of rows of one start by their ends.
fn sort_ties(starts: &[u64], ends: &[u64], order: &mut [u32]) {
    let same = |one: &u32, other: &u32| starts.get(*one as usize) == starts.get(*other as usize);
    for run in order.chunk_by_mut(same) {
        reorder(ends, run);
    }
}

fn ties_in_order(spans: &Spans, starts: &[u64]) -> bool {
    let pairs = starts.windows(2).zip(1..);
    pairs.into_iter().all(|(pair, at)| pair.first() != pair.last() || end_of(spans, at - 1) <= end_of(spans, at))
}

fn start_key(spans: &Spans, at: usize, earliest_start: f64) -> u64 {
    if earliest_start == f64::INFINITY {
        u64::MAX
    } else if earliest_start.is_finite() {
        sortable(earliest_start)
    } else {
        sortable(anchor(bounds_of(spans, at)))
    }
}

/// The first finite one of four bounds, or the first where none is.
pub(super) fn anchor(bounds: [f64; 4]) -> f64 {
    let [earliest_start, ..] = bounds;
    bounds.into_iter().find(|bound| bound.is_finite()).unwrap_or(earliest_start)
}

fn bounds_of(spans: &Spans, at: usize) -> [f64; 4] {
    let start = spans.earliest_start.get(at).copied().unwrap_or(f64::INFINITY);
    let end = spans.earliest_end.get(at, start);
    [start, spans.latest_start.get(at, start), end, spans.latest_end.get(at, end)]
}

fn end_of(spans: &Spans, at: usize) -> f64 {
    let start = spans.earliest_start.get(at).copied().unwrap_or(f64::INFINITY);
    spans.latest_end.get(at, spans.earliest_end.get(at, start))
}

/// The numbers at the positions, in their order.
pub(super) fn gather(column: &[f64], positions: &[u32]) -> Vec<f64> {
    positions.iter().map(|position| column.get(*position as usize).copied().unwrap_or(f64::NAN)).collect()
}

/// The bytes at the positions, in their order; 0 beyond the end.
pub(super) fn gather_bytes(column: &[u8], positions: &[u32]) -> Vec<u8> {
    positions.iter().map(|position| column.get(*position as usize).copied().unwrap_or(0)).collect()
}

/// `map[code]` of the codes at the positions, in their order; `map[0]` beyond the end. The array holds up to `most`.
pub(super) fn gather_codes(codes: &Codes, map: &[u32], positions: Option<&[u32]>, len: usize, most: u32) -> Codes {
    let mut gathered = Codes::zeros(len, most);
    let value = |at: usize| {
        let position = positions.map_or(at, |positions| positions.get(at).map_or(usize::MAX, |at| *at as usize));
        map.get(codes.get(position).unwrap_or(0) as usize).copied().unwrap_or(0)
    };
    match &mut gathered {
        Codes::U8(into) => into.iter_mut().enumerate().for_each(|(at, slot)| *slot = value(at) as u8),
        Codes::U16(into) => into.iter_mut().enumerate().for_each(|(at, slot)| *slot = value(at) as u16),
        Codes::U32(into) => into.iter_mut().enumerate().for_each(|(at, slot)| *slot = value(at)),
    }
    gathered
}
