//! Ids → positions in the document: made on the first question.

use crate::radix::order_u32;
use crate::table::{Crowded, EventTable, Ids, Probed, Texts, hash, made_number, number, probe};
use std::sync::OnceLock;

/// How to find events by their ids, and parts by the whole.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    ids: OnceLock<Vec<u32>>,
    /// Positions of texts that found no slot near enough.
    crowded: OnceLock<Crowded>,
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
                let slots = self.ids.get_or_init(|| {
                    let (slots, crowded) = slots_of(texts);
                    self.crowded.set(crowded).ok();
                    slots
                });
                match probe_id(texts, slots, id) {
                    Probed::Found(position) => Some(position),
                    _ => self.crowded.get()?.get(id.as_bytes()),
                }
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

/// Position + 1 by hash of the id, linear probing, 0 is free; the first event of an id keeps its slot. With it the positions
/// of ids that found no slot.
fn slots_of(texts: &Texts) -> (Vec<u32>, Crowded) {
    let mut slots = vec![0; (texts.len() * 2).next_power_of_two()];
    let mut crowded = Crowded::default();
    for (position, id) in (0u32..).zip(texts.iter()) {
        match probe_id(texts, &slots, id) {
            Probed::Found(_) => {}
            Probed::Free(at) => {
                if let Some(slot) = slots.get_mut(at) {
                    *slot = position + 1;
                }
            }
            // The first event of an id is the one that is found.
            Probed::Crowded if crowded.get(id.as_bytes()).is_some() => {}
            Probed::Crowded => crowded.insert(id.as_bytes(), position),
        }
    }
    (slots, crowded)
}

fn probe_id(texts: &Texts, slots: &[u32], id: &str) -> Probed {
    probe(slots, hash(id.as_bytes()) as usize, |position| texts.get(position as usize) == id)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::formats::read_table;
    use crate::store::Store;
    use crate::store::text::nfkd;
    use crate::table::colliding_texts;

    #[test]
    fn events_are_found_by_ids_made_to_collide() {
        let ids = colliding_texts(10_000);
        let events: Vec<String> = (0..ids.len())
            .map(|at| serde_json::json!({"id": ids[at], "title": "a", "part_of": ids[at / 2]}).to_string())
            .collect();
        let again = serde_json::json!({"id": ids[4_999], "title": "b"});
        let reading = read_table(format!("[{}, {again}]", events.join(",")).as_bytes());
        // The first event is a part of itself, the last has the id of another: of nothing else is anything wrong.
        let codes: Vec<&str> = reading.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes.len(), 2, "{:?}", reading.diagnostics.first());
        let store = Store::build(reading.table, nfkd);
        for (at, id) in (0..).zip(&ids) {
            assert_eq!(store.find(id).map(|row| store.document_order(row)), Some(at));
        }
        assert_eq!(store.find(&colliding_texts(10_001)[10_000]), None);
    }
}
