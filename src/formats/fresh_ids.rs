//! An id of its own for each event of a document.

use super::links::Index;
use crate::table::{EventTable, Ids};
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

/// The same for events that are in a table already, whose ids are found there by their hashes.
#[derive(Default)]
pub(super) struct GivenIds {
    index: Index,
    /// Rows in the index: none as long as all ids are made from positions.
    indexed: u32,
    /// As in [`FreshIds`].
    numbers: BTreeMap<String, u32>,
}

impl GivenIds {
    /// Looks at the id of the table's last event. One that an earlier event has becomes another: gives both.
    #[inline]
    pub(super) fn give(&mut self, table: &mut EventTable) -> Option<(String, String)> {
        if matches!(table.ids(), Ids::Made) {
            return None;
        }
        let row = table.len().checked_sub(1)?;
        while self.indexed < row {
            self.index.insert(table.ids(), self.indexed);
            self.indexed += 1;
        }
        self.indexed = row + 1;
        self.index.insert(table.ids(), row)?;
        Some(self.rename(table, row))
    }

    #[cold]
    fn rename(&mut self, table: &mut EventTable, row: u32) -> (String, String) {
        self.index.settle(table.ids());
        let written = table.id(row).into_owned();
        let number = self.numbers.entry(written.clone()).or_insert(2);
        loop {
            let fresh = format!("{written}-{number}");
            *number = number.saturating_add(1);
            if self.index.find(table.ids(), &fresh).is_none() {
                table.rename_last(&fresh);
                self.index.insert(table.ids(), row);
                return (written, fresh);
            }
        }
    }

    /// The event of an id.
    pub(super) fn find(&mut self, table: &EventTable, id: &str) -> Option<u32> {
        while self.indexed < table.len() {
            self.index.insert(table.ids(), self.indexed);
            self.indexed += 1;
        }
        self.index.settle(table.ids());
        self.index.find(table.ids(), id)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    proptest::proptest! {
        /// Ids found in a table are those found in a set of their own.
        #[test]
        fn a_table_gives_the_same_ids(written in proptest::collection::vec("|[ex]?[1-3](-2)?", 0..12)) {
            let (mut fresh, mut given) = (FreshIds::default(), GivenIds::default());
            let mut table = EventTable::default();
            for (at, id) in written.iter().enumerate() {
                if !id.is_empty() {
                    table.set_id(id);
                }
                assert!(table.end_row());
                let made = format!("e{}", at + 1);
                let expected = fresh.give(if id.is_empty() { &made } else { id });
                given.give(&mut table);
                assert_eq!(table.id(at as u32), expected, "{written:?}");
            }
        }
    }

    #[test]
    fn no_id_is_given_twice() {
        let mut ids = FreshIds::default();
        let given = ["x", "x-2", "x", "x", "y", "x-2"].map(|id| ids.give(id));
        assert_eq!(given, ["x", "x-2", "x-3", "x-4", "y", "x-2-2"]);
    }
}
