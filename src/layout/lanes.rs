//! Which lane an event stands in: first fit in chronological order.
//!
//! A packing is made over all matching events, never over those in view, so panning moves nothing. It is made at a
//! scale at least as coarse as the one shown: labels keep their width while gaps between events grow, so what does
//! not collide at a coarse scale does not at a finer one, and zooming in moves nothing either.

/// One event's claim on a lane, in milliseconds at the scale of the packing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    /// Where its mark begins; `−∞` where a side is open or unknown.
    pub from: f64,
    /// Where the lane is free again: after its mark, its label and a gap.
    pub free: f64,
}

/// The lane of each slot, each slot in the first lane free at its start; `None` if more than `limit` lanes are needed.
///
/// Slots in one lane never overlap and stand in the order given.
pub fn pack(slots: impl Iterator<Item = Slot>, limit: usize) -> Option<Vec<u32>> {
    let mut lanes = FreeLanes::new();
    let mut packed = Vec::with_capacity(slots.size_hint().0);
    for slot in slots {
        // NaN would find no lane at all.
        let from = if slot.from.is_nan() { f64::NEG_INFINITY } else { slot.from };
        let lane = lanes.first_free(from);
        if limit <= lane {
            return None;
        }
        lanes.occupy(lane, if slot.free.is_nan() { f64::INFINITY } else { slot.free });
        packed.push(lane as u32);
    }
    Some(packed)
}

/// A tree of minima over the times at which lanes are free again; unused lanes are free since `−∞`.
struct FreeLanes {
    /// Node `i` has the children `2 i` and `2 i + 1`; the second half are the lanes.
    least: Vec<f64>,
}

impl FreeLanes {
    fn new() -> FreeLanes {
        FreeLanes { least: vec![f64::NEG_INFINITY; 32] }
    }

    /// The first lane free at `from`.
    fn first_free(&mut self, from: f64) -> usize {
        if from < self.least[1] {
            self.grow();
        }
        let lanes = self.least.len() / 2;
        let mut node = 1;
        while node < lanes {
            node *= 2;
            if from < self.least[node] {
                node += 1;
            }
        }
        node - lanes
    }

    fn occupy(&mut self, lane: usize, free: f64) {
        let mut node = self.least.len() / 2 + lane;
        self.least[node] = free;
        while 1 < node {
            node /= 2;
            self.least[node] = self.least[2 * node].min(self.least[2 * node + 1]);
        }
    }

    /// Doubles the lanes; the new ones are unused, so the root is `−∞` again.
    fn grow(&mut self) {
        let lanes = self.least.len() / 2;
        let old = self.least.split_off(lanes);
        self.least = vec![f64::NEG_INFINITY; 4 * lanes];
        for (lane, free) in old.into_iter().enumerate() {
            self.occupy(lane, free);
        }
    }
}
