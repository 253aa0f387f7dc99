//! An id of its own for each event of a document.

use super::links::Index;
use crate::radix;
use crate::table::{EventTable, Ids, hash};
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
    /// Looks at the last id. One that an earlier event has becomes another: gives both.
    fn give(&mut self, ids: &mut Ids, row: u32) -> Option<(String, String)> {
        if matches!(ids, Ids::Made) {
            return None;
        }
        while self.indexed < row {
            self.index.insert(ids, self.indexed);
            self.indexed += 1;
        }
        self.indexed = row + 1;
        self.index.insert(ids, row)?;
        Some(self.rename(ids, row))
    }

    #[cold]
    fn rename(&mut self, ids: &mut Ids, row: u32) -> (String, String) {
        self.index.settle(ids);
        let written = ids.get(row).into_owned();
        let number = self.numbers.entry(written.clone()).or_insert(2);
        loop {
            let fresh = format!("{written}-{number}");
            *number = number.saturating_add(1);
            if self.index.find(ids, &fresh).is_none() {
                ids.set(row, &fresh);
                self.index.insert(ids, row);
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

/// Gives each event of a table an id of its own. Sees those that an earlier event had, with the row and what they became.
pub(super) fn settle(table: &mut EventTable, see: &mut dyn FnMut(u32, &str, &str)) -> GivenIds {
    let mut given = GivenIds::default();
    if !all_differ(&table.ids) {
        let written = std::mem::take(&mut table.ids);
        for row in 0..table.len() {
            table.ids.set(row, &written.get(row));
            if let Some((written, fresh)) = given.give(&mut table.ids, row) {
                see(row, &written, &fresh);
            }
        }
    }
    given
}

/// Whether no id stands twice, as far as can be told at once: a sort finds that out of numbers and of hashes.
pub(super) fn all_differ(ids: &Ids) -> bool {
    let mut keys: Vec<u64> = match ids {
        Ids::Made => return true,
        Ids::Numbers(numbers) if numbers.is_sorted_by(|one, other| one < other) => return true,
        Ids::Numbers(numbers) => numbers.iter().map(|number| u64::from(*number)).collect(),
        Ids::Texts(texts) => texts.iter().map(|text| hash(text.as_bytes())).collect(),
    };
    radix::sort(&mut keys);
    keys.is_sorted_by(|one, other| one < other)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    proptest::proptest! {
        /// Ids found in a table are those found in a set of their own.
        #[test]
        fn a_table_gives_the_same_ids(written in proptest::collection::vec("|[ex]?[1-3](-2)?", 0..12)) {
            let mut fresh = FreshIds::default();
            let mut table = EventTable::default();
            for id in &written {
                if !id.is_empty() {
                    table.set_id(id);
                }
                assert!(table.end_row());
            }
            let mut seen = Vec::new();
            settle(&mut table, &mut |row, _, fresh| seen.push((row, fresh.to_owned())));
            let mut renamed = Vec::new();
            for (at, id) in (0..).zip(&written) {
                let made = format!("e{}", at + 1);
                let id = if id.is_empty() { &made } else { id };
                let expected = fresh.give(id);
                assert_eq!(table.id(at), expected, "{written:?}");
                if expected != *id {
                    renamed.push((at, expected));
                }
            }
            assert_eq!(seen, renamed);
        }
    }

    #[test]
    fn no_id_is_given_twice() {
        let mut ids = FreshIds::default();
        let given = ["x", "x-2", "x", "x", "y", "x-2"].map(|id| ids.give(id));
        assert_eq!(given, ["x", "x-2", "x-3", "x-4", "y", "x-2-2"]);
    }
}
