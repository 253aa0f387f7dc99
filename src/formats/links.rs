//! What can be settled only when all events are known: ids, references to them, and parts that form a circle.

use super::problems::{Path, Position, Problems};
use crate::diagnostic::Severity;
use crate::event::Event;
use std::collections::HashMap;
use std::collections::hash_map::{DefaultHasher, Entry};
use std::hash::BuildHasherDefault;

/// A map whose hashes are the same in every run.
type Map<K, V> = HashMap<K, V, BuildHasherDefault<DefaultHasher>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    After,
    Before,
    PartOf,
}

impl Kind {
    fn key(self) -> &'static str {
        match self {
            Kind::After => "after",
            Kind::Before => "before",
            Kind::PartOf => "part_of",
        }
    }
}

/// Ids and references as written.
#[derive(Default)]
pub(super) struct Pending {
    /// By row.
    ids: Vec<WrittenId>,
    /// In document order.
    references: Vec<Reference>,
}

struct WrittenId {
    /// Index of the record, which paths name; rows count only the records that were read.
    record: u32,
    id: Option<(String, Position)>,
}

struct Reference {
    row: u32,
    kind: Kind,
    /// Index in its list; `None` where it stands alone.
    index: Option<usize>,
    id: String,
    at: Position,
}

impl Pending {
    /// The row of the next event.
    pub(super) fn next_row(&self) -> u32 {
        self.ids.len() as u32
    }

    /// Notes the id of the next event and its place.
    pub(super) fn id(&mut self, record: u32, id: Option<(String, Position)>) {
        self.ids.push(WrittenId { record, id });
    }

    /// Notes a reference of the next event.
    pub(super) fn refer(&mut self, kind: Kind, index: Option<usize>, id: String, at: Position) {
        self.references.push(Reference { row: self.next_row(), kind, index, id, at });
    }

    /// Forgets the next event's references of a kind, as a second key replaces the first.
    pub(super) fn forget(&mut self, kind: Kind) {
        let row = self.next_row();
        let own = self.references.iter().rposition(|reference| reference.row != row).map_or(0, |at| at + 1);
        let mut own = self.references.split_off(own);
        own.retain(|reference| reference.kind != kind);
        self.references.append(&mut own);
    }

    /// Gives every event its id and its references. `list` is the path of the list of events.
    pub(super) fn resolve(self, events: &mut [Event], problems: &mut Problems, list: &Path<'_>) {
        let Pending { ids, references } = self;
        if references.is_empty() && ids.iter().all(|written| written.id.is_none()) {
            for (row, event) in events.iter_mut().enumerate() {
                event.id = made_from(row);
            }
            return;
        }
        let rows = assign(&ids, events, problems, list);
        let mut parts = Vec::new();
        for reference in references {
            let record = ids.get(reference.row as usize).map_or(0, |written| written.record);
            let Some(event) = events.get_mut(reference.row as usize) else { continue };
            match rows.get(&*reference.id) {
                Some(&row) if row != reference.row || reference.kind == Kind::PartOf => match reference.kind {
                    Kind::After => event.after.push(reference.id),
                    Kind::Before => event.before.push(reference.id),
                    Kind::PartOf => {
                        event.part_of = Some(reference.id);
                        parts.push(Part { row: reference.row, whole: row, record, at: reference.at });
                    }
                },
                found => {
                    let message = || match found {
                        Some(_) => {
                            "an event cannot stand before or after itself; expected the id of another event".to_owned()
                        }
                        None => format!("no event has the id `{}`; the reference is dropped", reference.id),
                    };
                    let code = if found.is_some() { "self-reference" } else { "unknown-id" };
                    let event = list.index(record as usize);
                    let key = event.key(reference.kind.key());
                    let path = reference.index.map_or(key, |index| key.index(index));
                    problems.report_at(Severity::Value, code, reference.at, &reference.id, &path, message);
                }
            }
        }
        break_circles(&parts, events, problems, list);
    }
}

/// The id of an event that has none.
fn made_from(row: usize) -> String {
    format!("e{}", row + 1)
}

/// Gives each event its id: the one written, unless an earlier event has it, else a fresh one. Returns the rows by id.
fn assign(ids: &[WrittenId], events: &mut [Event], problems: &mut Problems, list: &Path<'_>) -> Map<String, u32> {
    let mut rows: Map<String, u32> = Map::default();
    let mut again = Vec::new();
    for (row, written) in ids.iter().enumerate() {
        let Some((id, at)) = &written.id else {
            again.push((row, made_from(row), None));
            continue;
        };
        match rows.entry(id.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(row as u32);
            }
            Entry::Occupied(entry) => again.push((row, id.clone(), Some((*at, *entry.get())))),
        }
    }
    // The next number to try after an id, so that many duplicates of one id take no longer than as many different ones.
    let mut numbers: Map<String, u32> = Map::default();
    for (row, id, duplicate) in again {
        let fresh = fresh_id(&id, &rows, &mut numbers);
        if let Some((at, first)) = duplicate {
            let record = |row: usize| ids.get(row).map_or(0, |written| written.record as usize);
            let event = list.index(record(row));
            problems.report_at(Severity::Value, "duplicate-id", at, &id, &event.key("id"), || {
                let first = list.index(record(first as usize));
                format!("{first} has the id `{id}` already; this event is now `{fresh}`, and references mean the first")
            });
        }
        rows.insert(fresh, row as u32);
    }
    for (id, &row) in &rows {
        if let Some(event) = events.get_mut(row as usize) {
            event.id.clone_from(id);
        }
    }
    rows
}

fn fresh_id(id: &str, rows: &Map<String, u32>, numbers: &mut Map<String, u32>) -> String {
    if !rows.contains_key(id) {
        return id.to_owned();
    }
    let number = numbers.entry(id.to_owned()).or_insert(2);
    loop {
        let fresh = format!("{id}-{number}");
        *number = number.saturating_add(1);
        if !rows.contains_key(&fresh) {
            return fresh;
        }
    }
}

/// An event that is a part of another.
struct Part {
    row: u32,
    whole: u32,
    record: u32,
    at: Position,
}

/// Drops one `part_of` of each circle, so that wholes and parts are trees: that of the circle's last event.
fn break_circles(parts: &[Part], events: &mut [Event], problems: &mut Problems, list: &Path<'_>) {
    let mut wholes: Map<u32, u32> = Map::default();
    // Up from each event to the top; an event seen on an earlier way up needs no second look.
    for part in parts {
        wholes.insert(part.row, part.whole);
    }
    let mut walks: Map<u32, u32> = Map::default();
    let mut closing: Vec<u32> = Vec::new();
    for (walk, part) in parts.iter().enumerate() {
        let mut row = part.row;
        while let (Some(&whole), Entry::Vacant(entry)) = (wholes.get(&row), walks.entry(row)) {
            entry.insert(walk as u32);
            row = whole;
        }
        if wholes.contains_key(&row) && walks.get(&row) == Some(&(walk as u32)) {
            let last = last_of_circle(row, &wholes);
            wholes.remove(&last);
            closing.push(last);
        }
    }
    closing.sort_unstable();
    for part in parts.iter().filter(|part| closing.binary_search(&part.row).is_ok()) {
        let Some(event) = events.get_mut(part.row as usize) else { continue };
        let Some(id) = event.part_of.take() else { continue };
        let record = list.index(part.record as usize);
        problems.report_at(Severity::Value, "part-of-circle", part.at, &id, &record.key("part_of"), || {
            format!("the event would be a part of itself, through `{id}`; the reference is dropped")
        });
    }
}

/// The last event in document order of the circle that `row` is in.
fn last_of_circle(row: u32, wholes: &Map<u32, u32>) -> u32 {
    let (mut last, mut at) = (row, row);
    while let Some(&whole) = wholes.get(&at) {
        last = last.max(whole);
        at = whole;
        if at == row {
            break;
        }
    }
    last
}
