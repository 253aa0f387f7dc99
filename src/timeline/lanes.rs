//! First-fit lanes for what touches a window: the plain packing that a page of one's own can draw from.

use super::Timeline;
use crate::radix;
use crate::store::{Store, WIDE_ZONE_ROWS, ZONE_ROWS, Zone};
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
        let bounds = self.store.bounds();
        let mut free = FreeLanes::new((most as usize).min(rows.len()));
        let lane = |row: &u32| {
            let [start, _, _, end] = bounds.get(*row);
            free.take(start, (end - 1.0).max(start + least_ms))
        };
        let lanes = rows.iter().map(lane).collect();
        Lanes { rows, lanes }
    }

    /// The dated matches that may touch a window, in the order of [`Lanes::rows`].
    fn touching(&self, from: f64, to: f64) -> Vec<u32> {
        let (store, matches) = (&self.store, self.matches());
        let bounds = store.bounds();
        let (starts, ends) = (bounds.earliest_start(), bounds.latest_end());
        let touches = |zone: &Zone| zone.min[0] < to && from < zone.max[3];
        let mut rows = Vec::new();
        for (wide, zones) in store.zones().fine.chunks((WIDE_ZONE_ROWS / ZONE_ROWS) as usize).enumerate() {
            if !store.zones().wide.get(wide).is_none_or(touches) {
                continue;
            }
            for (zone, _) in zones.iter().enumerate().filter(|(_, zone)| touches(zone)) {
                let first = wide as u32 * WIDE_ZONE_ROWS + zone as u32 * ZONE_ROWS;
                let block = first..(first + ZONE_ROWS).min(store.dated());
                rows.extend(
                    block.filter(|row| starts.get(*row) < to && from < ends.get(*row) && matches.contains(*row)),
                );
            }
        }
        in_order(store, rows)
    }
}

fn in_order(store: &Store, rows: Vec<u32>) -> Vec<u32> {
    let starts = store.bounds().earliest_start();
    let ids = match store.table().ids() {
        Ids::Numbers(ids) => ids.as_slice(),
        _ => &[],
    };
    let id = |row: u32| ids.get(store.document_order(row) as usize).copied().unwrap_or(0);
    let before = |one: u32, other: u32| {
        let (start, next) = (starts.get(one), starts.get(other));
        start < next || (start == next && id(one) <= id(other))
    };
    if rows.is_sorted_by(|one, other| before(*one, *other)) {
        return rows;
    }
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    let by_id: Vec<u64> = rows.iter().map(|row| id(*row).into()).collect();
    radix::reorder(&by_id, &mut order);
    let by_start: Vec<u64> = rows.iter().map(|row| radix::sortable(starts.get(*row))).collect();
    radix::reorder(&by_start, &mut order);
    order.into_iter().filter_map(|at| rows.get(at as usize).copied()).collect()
}

/// A tree of minima over the times at which lanes are free again.
struct FreeLanes {
    /// Node `i` has the children `2 i` and `2 i + 1`; the second half are the lanes, those beyond the last never free.
    least: Vec<f64>,
}

impl FreeLanes {
    fn new(lanes: usize) -> FreeLanes {
        let leaves = lanes.max(1).next_power_of_two();
        let mut least = vec![f64::NEG_INFINITY; 2 * leaves];
        least[leaves + lanes..].fill(f64::INFINITY);
        for node in (1..leaves).rev() {
            least[node] = least[2 * node].min(least[2 * node + 1]);
        }
        FreeLanes { least }
    }

    /// Takes the lowest lane free at `from` until `until`.
    fn take(&mut self, from: f64, until: f64) -> u32 {
        let leaves = self.least.len() / 2;
        if from < self.least[1] {
            return NO_LANE;
        }
        let mut node = 1;
        while node < leaves {
            node = 2 * node + usize::from(from < self.least[2 * node]);
        }
        let lane = node - leaves;
        self.least[node] = until;
        while 1 < node {
            node /= 2;
            self.least[node] = self.least[2 * node].min(self.least[2 * node + 1]);
        }
        lane as u32
    }
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
            window in (0u32..300, 1u32..200), least in 0u32..40, most in 0usize..12,
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
