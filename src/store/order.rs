//! Rows: the events in chronological order.

use crate::radix::{reorder, sortable};
use crate::table::{Codes, Spans};

/// The position in the document of each row, `None` where they are the same: by start, then latest end, then position,
/// undated ones last.
///
/// One radix sort of the starts (about 10 ns an event), and nothing but a scan where the document is in order. Events of
/// one start cost a second sort only if many are out of order by their ends.
pub(super) fn chronological(spans: &Spans) -> Option<Vec<u32>> {
    let starts: Vec<u64> = (0..).zip(&spans.earliest_start).map(|(at, start)| start_key(spans, at, *start)).collect();
    let mut order: Vec<u32> = (0..starts.len() as u32).collect();
    let is_sorted = starts.is_sorted();
    let sorted = if is_sorted {
        starts.clone()
    } else {
        reorder(&starts, &mut order);
        order.iter().map(|position| starts.get(*position as usize).copied().unwrap_or(u64::MAX)).collect()
    };
    let ties = ties(spans, &sorted, &order);
    if ties.is_empty() {
        return (!is_sorted).then_some(order);
    }
    let ends: Vec<u64> = (0..starts.len()).map(|at| sortable(end_of(spans, at))).collect();
    if order.len() < ties.len().saturating_mul(16) {
        order = (0..starts.len() as u32).collect();
        reorder(&ends, &mut order);
        reorder(&starts, &mut order);
        return Some(order);
    }
    for (from, to) in ties {
        if let Some(run) = order.get_mut(from as usize..to as usize) {
            reorder(&ends, run);
        }
    }
    Some(order)
}

/// The runs of rows of one start in which some end comes after a later one.
fn ties(spans: &Spans, sorted: &[u64], order: &[u32]) -> Vec<(u32, u32)> {
    let end = |at: usize| order.get(at).map_or(0.0, |position| end_of(spans, *position as usize));
    let mut runs = Vec::new();
    let mut from = 0;
    while let Some(start) = sorted.get(from) {
        let mut to = from + 1;
        while sorted.get(to) == Some(start) {
            to += 1;
        }
        if *start != u64::MAX && (from + 1..to).any(|at| end(at) < end(at - 1)) {
            runs.push((from as u32, to as u32));
        }
        from = to;
    }
    runs
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
///
/// Codes and what they are mapped to are nearly always of one width: a loop for each, and a slow one for the rest.
pub(super) fn gather_codes(codes: &Codes, map: Vec<u32>, positions: Option<&[u32]>, len: usize, most: u32) -> Codes {
    let mut gathered = Codes::zeros(0, most);
    match (codes, &mut gathered) {
        (Codes::U8(codes), Codes::U8(into)) => {
            let map: Vec<u8> = map.into_iter().map(|code| code as u8).collect();
            *into = gather_map(codes, &map, positions, len, usize::from);
        }
        (Codes::U16(codes), Codes::U16(into)) => {
            let map: Vec<u16> = map.into_iter().map(|code| code as u16).collect();
            *into = gather_map(codes, &map, positions, len, usize::from);
        }
        (Codes::U32(codes), Codes::U32(into)) => *into = gather_map(codes, &map, positions, len, |code| code as usize),
        (codes, gathered) => {
            for at in 0..len {
                let position = positions.and_then(|positions| positions.get(at)).map_or(at, |at| *at as usize);
                let code = codes.get(position).unwrap_or(0) as usize;
                gathered.push(map.get(code).copied().unwrap_or(0));
            }
        }
    }
    gathered
}

#[inline]
fn gather_map<T: Copy + Default>(
    codes: &[T],
    map: &[T],
    positions: Option<&[u32]>,
    len: usize,
    index: impl Fn(T) -> usize,
) -> Vec<T> {
    let mapped = |code: T| map.get(index(code)).copied().unwrap_or_default();
    let none = T::default();
    match positions {
        Some(positions) => {
            let code = |position: &u32| codes.get(*position as usize).copied().unwrap_or(none);
            positions.iter().map(|position| mapped(code(position))).collect()
        }
        None => {
            let beyond = std::iter::repeat_n(none, len.saturating_sub(codes.len()));
            codes.iter().copied().chain(beyond).map(mapped).collect()
        }
    }
}
