//! First-fit lanes for what touches a window: the plain packing that a page of one's own can draw from.

use super::Timeline;
use crate::query::push_rows;
use crate::query::window::Window;
use crate::radix;
use crate::store::{Store, ZONE_ROWS};
use crate::table::Ids;

/// Rows and the lane of each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lanes {
    /// Rows in the order of their earliest starts; of one start, in that of their ids where these are numbers.
    pub rows: Vec<u32>,
    /// The lane of each, [`NO_LANE`] where none was free.
    pub lanes: Vec<u32>,
}

/// Stands for no lane.
pub const NO_LANE: u32 = u32::MAX;

impl Timeline {
    /// The matches that may touch `[from, to)`, each in the lowest of `most` lanes that is free at its start.
    ///
    /// An event occupies its lane from its earliest start to its last millisecond, `least_ms` at least; what starts in
    /// that millisecond may follow it.
    pub fn lanes(&self, from: f64, to: f64, least_ms: f64, most: u32) -> Lanes {
        let rows = self.touching(from, to);
        let (starts, ends) = (self.store.bounds().earliest_start(), self.store.bounds().latest_end());
        let mut free = FreeLanes::new((most as usize).min(rows.len()));
        let lane = |row: &u32| {
            let (start, end) = (starts.get(*row), ends.get(*row));
            free.take(start, (end - 1.0).max(start + least_ms))
        };
        let lanes = rows.iter().map(lane).collect();
        Lanes { rows, lanes }
    }

    /// The dated matches that may touch a window, in the order of [`Lanes::rows`].
    fn touching(&self, from: f64, to: f64) -> Vec<u32> {
        let (store, matches) = (&self.store, self.matches());
        let mut rows = Vec::new();
        if from.is_nan() || to.is_nan() {
            return rows;
        }
        let add = |at: usize, certain: u64, possible: u64| {
            push_rows(at as u32 * ZONE_ROWS, certain | possible, &mut rows);
            true
        };
        Window::of(store, from, to).each_word(|at| matches.word(at), add);
        in_order(store, rows)
    }
}

/// Rows by their earliest starts, and those of one start by their ids where these are numbers.
fn in_order(store: &Store, mut rows: Vec<u32>) -> Vec<u32> {
    let starts = store.bounds().earliest_start();
    if !rows.is_sorted_by(|one, other| starts.get(*one) <= starts.get(*other)) {
        // Those that began at an unknown time stand where they end.
        let by_start: Vec<u64> = rows.iter().map(|row| radix::sortable(starts.get(*row))).collect();
        let mut order: Vec<u32> = (0..rows.len() as u32).collect();
        radix::reorder(&by_start, &mut order);
        rows = order.into_iter().filter_map(|at| rows.get(at as usize).copied()).collect();
    }
    if let Ids::Numbers(ids) = store.table().ids() {
        let id = |row: &u32| ids.get(store.document_order(*row) as usize);
        for alike in rows.chunk_by_mut(|one, other| starts.get(*one) == starts.get(*other)) {
            if 1 < alike.len() {
                alike.sort_by_key(id);
            }
        }
    }
    rows
}

/// A tree of minima over the times at which lanes are free again: the lanes, the least of each [`BRANCHES`] of them, and
/// so on up to no more than so many.
struct FreeLanes {
    levels: Vec<Vec<f64>>,
    /// The least time of all: before it no lane is free.
    least: f64,
}

/// So many times are looked through faster than halved.
const BRANCHES: usize = 16;

impl FreeLanes {
    fn new(lanes: usize) -> FreeLanes {
        let mut levels = vec![vec![f64::NEG_INFINITY; lanes]];
        while let Some(below) = levels.last().map(Vec::len).filter(|below| BRANCHES < *below) {
            levels.push(vec![f64::NEG_INFINITY; below.div_ceil(BRANCHES)]);
        }
        FreeLanes { levels, least: if lanes == 0 { f64::INFINITY } else { f64::NEG_INFINITY } }
    }

    /// Takes the lowest lane free at `from` until `until`.
    fn take(&mut self, from: f64, until: f64) -> u32 {
        if from < self.least {
            return NO_LANE;
        }
        let mut lane = 0;
        for level in self.levels.iter().rev() {
            // Below a time that is not after `from` there is such a time.
            match branch(level, lane).iter().position(|free| *free <= from) {
                Some(place) => lane = lane * BRANCHES + place,
                None => return NO_LANE,
            }
        }
        let (mut at, mut least) = (lane, until);
        for level in &mut self.levels {
            let Some(slot) = level.get_mut(at) else { break };
            *slot = least;
            at /= BRANCHES;
            least = least_of(branch(level, at));
        }
        self.least = self.levels.last().map_or(f64::INFINITY, |top| least_of(top));
        lane as u32
    }
}

fn least_of(times: &[f64]) -> f64 {
    times.iter().fold(f64::INFINITY, |least, time| if *time < least { *time } else { least })
}

/// The times below one of the level above.
fn branch(level: &[f64], at: usize) -> &[f64] {
    let first = at * BRANCHES;
    level.get(first..level.len().min(first + BRANCHES)).unwrap_or(&[])
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::columns::{Columns, Dates, RawIds, RawTexts};
    use crate::formats::TableReading;
    use proptest::prelude::*;

    fn timeline(events: &[(f64, f64, u32)]) -> Timeline {
        let columns = Columns {
            length: events.len() as u32,
            title: RawTexts { bytes: Vec::new(), ends: vec![0; events.len()] },
            id: RawIds::Numbers(events.iter().map(|event| event.2).collect()),
            dates: Dates::Instants(
                events.iter().map(|event| event.0).collect(),
                Some(events.iter().map(|event| event.0 + event.1).collect()),
            ),
            ..Columns::default()
        };
        let table = columns.into_table().unwrap_or_default();
        assert_eq!(table.len() as usize, events.len());
        Timeline::new(TableReading { table, ..TableReading::default() }, str::to_owned)
    }

    /// Ids and lanes, by looking through all lanes for each event.
    fn twin(events: &[(f64, f64, u32)], from: f64, to: f64, least_ms: f64, most: usize) -> Vec<(u32, u32)> {
        let mut events: Vec<_> =
            events.iter().filter(|(start, lasts, _)| *start < to && from <= start + lasts).collect();
        events.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.2.cmp(&other.2)));
        let mut free = vec![f64::NEG_INFINITY; most];
        let lane = |&&(start, lasts, id): &&(f64, f64, u32)| match free.iter().position(|free| *free <= start) {
            Some(lane) => {
                free[lane] = (start + lasts).max(start + least_ms);
                (id, lane as u32)
            }
            None => (id, NO_LANE),
        };
        events.iter().map(lane).collect()
    }

    proptest! {
        #[test]
        fn each_event_is_in_the_lowest_lane_free_at_its_start(
            events in prop::collection::vec((0u32..300, 0u32..60, 0u32..50), 0..200),
            window in (0u32..300, 1u32..200), least in 0u32..40, most in prop_oneof![0usize..12, 0usize..400],
        ) {
            let events: Vec<_> = events.iter().map(|(a, b, id)| (f64::from(*a), f64::from(*b), *id)).collect();
            let (from, to) = (f64::from(window.0), f64::from(window.0 + window.1));
            let timeline = timeline(&events);
            let Lanes { rows, lanes } = timeline.lanes(from, to, least.into(), most as u32);
            let ids = rows.iter().map(|row| timeline.store().id(*row).parse::<u32>().unwrap());
            let given: Vec<(u32, u32)> = ids.zip(lanes).collect();
            let expected = twin(&events, from, to, least.into(), most);
            // Events of one id and one start may stand either way round.
            prop_assert_eq!(given.iter().map(|(id, _)| id).collect::<Vec<_>>(), expected.iter().map(|(id, _)| id).collect::<Vec<_>>());
            let unique = events.iter().map(|event| (event.0 as u32, event.2)).collect::<std::collections::HashSet<_>>().len();
            if unique == events.len() {
                prop_assert_eq!(given, expected);
            }
        }
    }
}
