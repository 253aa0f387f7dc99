//! Ids → positions in the document: made on the first question.

use crate::radix::order_u32;
use crate::table::{EventTable, Ids, Texts, hash, made_number, number};
use std::sync::OnceLock;

/// How to find events by their ids, and parts by the whole.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    ids: OnceLock<Vec<u32>>,
    /// Positions of the events that are a part of another, by that event's id, then position.
    parts: OnceLock<Vec<u32>>,
}

impl Lookup {
    /// The first position of an id.
    pub fn position_of(&self, table: &EventTable, id: &str) -> Option<u32> {
        match table.ids() {
            Ids::Made => made_number(id).filter(|position| *position < table.len()),
            Ids::Numbers(numbers) => {
                let id = number(id)?;
                let order = self.ids.get_or_init(|| order_u32(numbers));
                let number_at = |position: &u32| numbers.get(*position as usize).copied();
                let at = order.partition_point(|position| number_at(position) < Some(id));
                order.get(at).copied().filter(|position| number_at(position) == Some(id))
            }
            Ids::Texts(texts) => {
                let slots = self.ids.get_or_init(|| slots_of(texts));
                find_slot(texts, slots, id).and_then(|(_, slot)| slot.checked_sub(1))
            }
        }
    }

    /// Positions of the events that name `id` as the whole they are a part of.
    pub fn parts_of<'a>(&'a self, table: &EventTable, id: &str) -> &'a [u32] {
        let whole = |position: &u32| table.detail_of(*position).and_then(|detail| detail.part_of.as_deref());
        let parts = self.parts.get_or_init(|| {
            let mut parts: Vec<u32> =
                table.details().filter(|(_, detail)| detail.part_of.is_some()).map(|(position, _)| position).collect();
            parts.sort_by(|one, other| whole(one).cmp(&whole(other)));
            parts
        });
        let from = parts.partition_point(|position| whole(position) < Some(id));
        let to = parts.partition_point(|position| whole(position) <= Some(id));
        parts.get(from..to).unwrap_or(&[])
    }
}

/// Position + 1 by hash of the id, linear probing, 0 is free; the first event of an id keeps its slot.
fn slots_of(texts: &Texts) -> Vec<u32> {
    let mut slots = vec![0; (texts.len() * 2).next_power_of_two()];
    for (position, id) in (0u32..).zip(texts.iter()) {
        if let Some((at, 0)) = find_slot(texts, &slots, id)
            && let Some(slot) = slots.get_mut(at)
        {
            *slot = position + 1;
        }
    }
    slots
}

/// The slot of an id and what is in it: 0 where the id is not there.
fn find_slot(texts: &Texts, slots: &[u32], id: &str) -> Option<(usize, u32)> {
    let mask = slots.len().checked_sub(1)?;
    let mut at = hash(id.as_bytes()) as usize & mask;
    loop {
        match *slots.get(at)? {
            0 => return Some((at, 0)),
            slot if texts.get(slot as usize - 1) == id => return Some((at, slot)),
            _ => at = (at + 1) & mask,
        }
    }
}
