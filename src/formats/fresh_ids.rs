//! An id of its own for each event of a document.

use std::collections::{BTreeMap, BTreeSet};

/// The ids that events have so far.
#[derive(Default)]
pub(super) struct FreshIds {
    taken: BTreeSet<String>,
    /// By an id that was taken, the next number to try after it: many duplicates of one id take no longer than as many
    /// different ones.
    numbers: BTreeMap<String, u32>,
}

impl FreshIds {
    /// The id itself if no event has it yet, else the first free one with a number after it.
    pub(super) fn give(&mut self, id: &str) -> String {
        if self.taken.insert(id.to_owned()) {
            return id.to_owned();
        }
        let number = self.numbers.entry(id.to_owned()).or_insert(2);
        loop {
            let fresh = format!("{id}-{number}");
            *number = number.saturating_add(1);
            if self.taken.insert(fresh.clone()) {
                return fresh;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_is_given_twice() {
        let mut ids = FreshIds::default();
        let given = ["x", "x-2", "x", "x", "y", "x-2"].map(|id| ids.give(id));
        assert_eq!(given, ["x", "x-2", "x-3", "x-4", "y", "x-2-2"]);
    }
}
