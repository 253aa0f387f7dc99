//! Rows: the events in chronological order.

use crate::radix::{reorder, sort_by_bits, sortable};
use crate::table::{Codes, Spans};

/// Rows: which event each is, and when they start.
pub(super) struct Rows {
    /// The position in the document of each row, `None` where they are the same.
    pub positions: Option<Vec<u32>>,
    /// Earliest starts by row.
    pub earliest_start: Vec<f64>,
}

/// The rows of events: by start, then latest end, then position in the document, undated ones last. Takes the earliest
/// starts out of the spans.
///
/// One radix sort of the starts, and nothing but a scan where the document is in order. Events of one start cost a second
/// sort only if many are out of order by their ends.
pub(super) fn chronological(spans: &mut Spans) -> Rows {
    if let Some(rows) = whole_milliseconds(spans) {
        return rows;
    }
    let starts: Vec<u64> = (0..).zip(&spans.earliest_start).map(|(at, start)| start_key(spans, at, *start)).collect();
    let mut order: Vec<u32> = (0..starts.len() as u32).collect();
    reorder(&starts, &mut order);
    let start_of = |at: usize| order.get(at).and_then(|position| starts.get(*position as usize)).copied();
    let ties = ties(spans, &order, u64::MAX, start_of);
    sort_ties(spans, ties, &starts, &mut order);
    let earliest_start = gather(&spans.earliest_start, &order);
    spans.earliest_start = Vec::new();
    let positions = (!order.is_sorted()).then_some(order);
    Rows { positions, earliest_start }
}

/// The rows where every start is a whole number of milliseconds and fits, less the first one, into one word with its
/// position: then the sorted words say both, and no start is read twice.
fn whole_milliseconds(spans: &mut Spans) -> Option<Rows> {
    let starts = &spans.earliest_start;
    let (mut first, mut last, mut whole) = (f64::INFINITY, f64::NEG_INFINITY, true);
    for part in starts.chunks(PART_ROWS) {
        whole &= scan_part(part, &mut first, &mut last);
    }
    if !whole || starts.is_empty() {
        return None;
    }
    let (first, last) = if first < f64::INFINITY { (first, last) } else { (0.0, 0.0) };
    // Undated events come after the last start.
    let key = |start: f64| key_of(start, first, last);
    let index_bits = u32::BITS - (starts.len() as u32 - 1).leading_zeros();
    let high = u64::BITS - key(f64::INFINITY).leading_zeros() + index_bits;
    if u64::BITS < high {
        return None;
    }
    let mut words = Vec::with_capacity(starts.len());
    for part in starts.chunks(PART_ROWS) {
        push_words(part, first, last, index_bits, &mut words);
    }
    let mut is_sorted = words.is_sorted();
    if !is_sorted {
        sort_by_bits(&mut words, index_bits, high);
    }
    let mask = (1u64 << index_bits) - 1;
    let mut order = Vec::with_capacity(words.len());
    for part in words.chunks(PART_ROWS) {
        push_positions(part, mask, &mut order);
    }
    let start_of = |at: usize| words.get(at).map(|word| word >> index_bits);
    let ties = ties(spans, &order, key(f64::INFINITY), start_of);
    if !ties.is_empty() {
        is_sorted = false;
        let starts: Vec<u64> = spans.earliest_start.iter().map(|start| sortable(*start)).collect();
        sort_ties(spans, ties, &starts, &mut order);
    }
    // Ends do not change which start stands where.
    let mut earliest_start = std::mem::take(&mut spans.earliest_start);
    let undated = key(f64::INFINITY);
    for (starts, words) in earliest_start.chunks_mut(PART_ROWS).zip(words.chunks(PART_ROWS)) {
        set_starts(starts, words, index_bits, undated, first);
    }
    Some(Rows { positions: (!is_sorted).then_some(order), earliest_start })
}

fn key_of(start: f64, first: f64, last: f64) -> u64 {
    if start == f64::INFINITY { (last - first + 1.0) as u64 } else { (start - first) as u64 }
}

/// Whether all starts are whole numbers or none; moves the first and the last one.
#[inline(never)]
fn scan_part(starts: &[f64], first: &mut f64, last: &mut f64) -> bool {
    let mut whole = true;
    for start in starts {
        let undated = *start == f64::INFINITY;
        whole &= undated || (start.abs() < MAX_WHOLE && start.trunc() == *start);
        *first = if *start < *first { *start } else { *first };
        *last = if *last < *start && !undated { *start } else { *last };
    }
    whole
}

#[inline(never)]
fn push_words(starts: &[f64], first: f64, last: f64, index_bits: u32, words: &mut Vec<u64>) {
    let from = words.len() as u64;
    words.extend((from..).zip(starts).map(|(at, start)| key_of(*start, first, last) << index_bits | at));
}

#[inline(never)]
fn push_positions(words: &[u64], mask: u64, positions: &mut Vec<u32>) {
    positions.extend(words.iter().map(|word| (word & mask) as u32));
}

#[inline(never)]
fn set_starts(starts: &mut [f64], words: &[u64], index_bits: u32, undated: u64, first: f64) {
    for (start, word) in starts.iter_mut().zip(words) {
        let key = word >> index_bits;
        *start = if key == undated { f64::INFINITY } else { key as f64 + first };
    }
}

/// Starts below this, and the distances between them, are exact as whole numbers.
const MAX_WHOLE: f64 = 4_503_599_627_370_496.0;

/// The runs of rows of one start in which some end comes after a later one; undated rows have the start `undated`.
fn ties(spans: &Spans, order: &[u32], undated: u64, start_of: impl Fn(usize) -> Option<u64>) -> Vec<(u32, u32)> {
    let end = |at: usize| order.get(at).map_or(0.0, |position| end_of(spans, *position as usize));
    let mut runs = Vec::new();
    let mut from = 0;
    while from < order.len() {
        from = ties_part(from, &mut runs, undated, &start_of, &end);
    }
    runs
}

/// The runs that begin in the next rows, and the row after them.
#[inline(never)]
fn ties_part(
    mut from: usize,
    runs: &mut Vec<(u32, u32)>,
    undated: u64,
    start_of: &impl Fn(usize) -> Option<u64>,
    end: &impl Fn(usize) -> f64,
) -> usize {
    let last = from + PART_ROWS;
    while let Some(start) = start_of(from)
        && from < last
    {
        let mut to = from + 1;
        while start_of(to) == Some(start) {
            to += 1;
        }
        if start != undated && (from + 1..to).any(|at| end(at) < end(at - 1)) {
            runs.push((from as u32, to as u32));
        }
        from = to;
    }
    from
}

/// Sorts runs of rows of one start by their ends: each for itself, or all rows at once where the runs are many.
fn sort_ties(spans: &Spans, ties: Vec<(u32, u32)>, starts: &[u64], order: &mut [u32]) {
    if ties.is_empty() {
        return;
    }
    let ends: Vec<u64> = (0..order.len()).map(|at| sortable(end_of(spans, at))).collect();
    if order.len() < ties.len().saturating_mul(16) {
        for (at, slot) in (0..).zip(order.iter_mut()) {
            *slot = at;
        }
        reorder(&ends, order);
        reorder(starts, order);
        return;
    }
    for (from, to) in ties {
        if let Some(run) = order.get_mut(from as usize..to as usize) {
            reorder(&ends, run);
        }
    }
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
    let mut gathered = Vec::with_capacity(positions.len());
    for part in positions.chunks(PART_ROWS) {
        gather_part(column, part, &mut gathered);
    }
    gathered
}

/// Rows that one call goes through: an engine puts its best code in place where a function begins, not inside a loop, and
/// the first set that a page loads should not be read by its quickest-made code alone.
pub(super) const PART_ROWS: usize = 1 << 14;

#[inline(never)]
fn gather_part(column: &[f64], positions: &[u32], into: &mut Vec<f64>) {
    into.extend(positions.iter().map(|position| column.get(*position as usize).copied().unwrap_or(f64::NAN)));
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

#[inline(never)]
fn map_part<T>(positions: &[u32], into: &mut Vec<T>, value: impl Fn(&u32) -> T) {
    into.extend(positions.iter().map(value));
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
            let mut gathered = Vec::with_capacity(len);
            for part in positions.chunks(PART_ROWS) {
                map_part(part, &mut gathered, |position| mapped(code(position)));
            }
            gathered
        }
        None => {
            let beyond = std::iter::repeat_n(none, len.saturating_sub(codes.len()));
            codes.iter().copied().chain(beyond).map(mapped).collect()
        }
    }
}
