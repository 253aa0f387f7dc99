//! What can be settled only when all events are known: ids, references to them, and parts that form a circle.

use super::problems::{Path, Position, Problems};
use crate::diagnostic::Severity;
use crate::table::{Crowded, Dictionary, EventTable, Ids, Probed, hash, made_number, number, probe};

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

/// A reference to an event that the file does not have.
pub(super) struct Dangling {
    /// The event that refers.
    pub row: u32,
    pub kind: Kind,
    pub id: String,
    pub at: Position,
    /// The path of the reference.
    pub path: String,
}

/// Ids and references as written, by row: the position of an event in the table.
#[derive(Default)]
pub(super) struct Pending {
    index: Index,
    /// Rows without an id, from one to before another, ascending.
    unnamed: Vec<(u32, u32)>,
    duplicates: Vec<Duplicate>,
    /// By event in document order.
    references: Vec<Reference>,
    /// Records that became no event, ascending: paths count records, rows count events.
    lost: Vec<u32>,
}

/// An event with an id that an earlier one has.
struct Duplicate {
    row: u32,
    first: u32,
    at: Position,
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
    /// Notes that a record became no event.
    pub(super) fn lose(&mut self, record: u32) {
        self.lost.push(record);
    }

    /// Notes that the last event has no id.
    pub(super) fn unnamed(&mut self, row: u32) {
        match self.unnamed.last_mut() {
            Some((_, to)) if *to == row => *to += 1,
            _ => self.unnamed.push((row, row + 1)),
        }
    }

    /// Notes the id of the last event, which the table has.
    #[inline]
    pub(super) fn named(&mut self, ids: &Ids, row: u32, at: impl FnOnce() -> Position) {
        if let Some(first) = self.index.insert(ids, row) {
            self.duplicates.push(Duplicate { row, first, at: at() });
        }
    }

    /// Notes a reference of the last event.
    pub(super) fn refer(&mut self, row: u32, kind: Kind, index: Option<usize>, id: String, at: Position) {
        self.references.push(Reference { row, kind, index, id, at });
    }

    /// Gives every event an id of its own, and its references; gives back those to events that are not there. `list` is
    /// the path of the list of events.
    pub(super) fn resolve(mut self, table: &mut EventTable, problems: &mut Problems, list: &Path<'_>) -> Vec<Dangling> {
        let named = !self.index.is_empty();
        if self.references.is_empty() && self.duplicates.is_empty() && (self.unnamed.is_empty() || !named) {
            return Vec::new();
        }
        self.index.settle(&table.ids);
        let names = self.rename(table, problems, list);
        self.refer_all(&names, table, problems, list)
    }

    /// The path's index of the record that an event was made of.
    fn record(&self, row: u32) -> usize {
        // `lost[i] - i` rows stand before the lost record `i`.
        let (mut low, mut high) = (0, self.lost.len());
        while low < high {
            let middle = (low + high) / 2;
            let before = self.lost.get(middle).is_some_and(|lost| lost - middle as u32 <= row);
            if before { low = middle + 1 } else { high = middle }
        }
        row as usize + low
    }

    /// Gives an id of its own to each event that has none or that of an earlier one.
    fn rename(&self, table: &mut EventTable, problems: &mut Problems, list: &Path<'_>) -> Names {
        let mut names = Names::default();
        let mut renamed = Vec::new();
        let mut duplicates = self.duplicates.iter().peekable();
        let mut runs = self.unnamed.iter();
        let mut run = runs.next().copied();
        loop {
            let unnamed = run.filter(|(from, to)| from < to).map(|(from, _)| from);
            let duplicate = duplicates.next_if(|duplicate| unnamed.is_none_or(|row| duplicate.row < row));
            let Some(row) = duplicate.map(|duplicate| duplicate.row).or(unnamed) else {
                run = runs.next().copied();
                if run.is_none() {
                    break;
                }
                continue;
            };
            let id = table.ids.get(row).into_owned();
            let fresh = names.fresh(&id, &self.index, &table.ids);
            if let Some(Duplicate { first, at, .. }) = duplicate {
                let event = list.index(self.record(row));
                problems.report_at(Severity::Value, "duplicate-id", *at, &id, &event.key("id"), || {
                    let first = list.index(self.record(*first));
                    format!(
                        "{first} has the id `{id}` already; this event is now `{fresh}`, and references mean the first"
                    )
                });
            } else if let Some((from, _)) = &mut run {
                *from += 1;
            }
            if fresh != id {
                names.add(&fresh, row);
                renamed.push((row, fresh));
            }
        }
        if !renamed.is_empty() {
            table.rename(&renamed);
        }
        names
    }

    /// The row that an id means.
    fn find(&self, id: &str, names: &Names, ids: &Ids) -> Option<u32> {
        let made = || {
            let row = made_number(id)?;
            let at = self.unnamed.partition_point(|(_, to)| *to <= row);
            self.unnamed.get(at).filter(|(from, _)| *from <= row).map(|_| row)
        };
        self.index.find(ids, id).or_else(|| names.find(id)).or_else(made)
    }

    fn refer_all(
        &mut self,
        names: &Names,
        table: &mut EventTable,
        problems: &mut Problems,
        list: &Path<'_>,
    ) -> Vec<Dangling> {
        let (mut parts, mut dangling) = (Vec::new(), Vec::new());
        for reference in std::mem::take(&mut self.references) {
            let Reference { row, kind, index, id, at } = reference;
            let record = list.index(self.record(row));
            let found = self.find(&id, names, &table.ids);
            match found {
                Some(to) if to != row || kind == Kind::PartOf => {
                    let Some(detail) = table.detail_mut(row) else { continue };
                    match kind {
                        Kind::After => detail.after.push(id),
                        Kind::Before => detail.before.push(id),
                        Kind::PartOf => {
                            detail.part_of = Some(id);
                            parts.push(Part { row, whole: Some(to), walk: None, at });
                        }
                    }
                }
                _ => {
                    let key = record.key(kind.key());
                    let path = index.map_or(key, |index| key.index(index));
                    if found.is_none() {
                        dangling.push(Dangling { row, kind, id, at, path: path.to_string() });
                        continue;
                    }
                    problems.report_at(Severity::Value, "self-reference", at, &id, &path, || {
                        "an event cannot stand before or after itself; expected the id of another event".to_owned()
                    });
                }
            }
        }
        for closing in break_circles(&mut parts) {
            let Some(part) = parts.get(closing) else { continue };
            let Some(id) = table.detail_mut(part.row).and_then(|detail| detail.part_of.take()) else { continue };
            let record = list.index(self.record(part.row));
            problems.report_at(Severity::Value, "part-of-circle", part.at, &id, &record.key("part_of"), || {
                format!("the event would be a part of itself, through `{id}`; the reference is dropped")
            });
        }
        dangling
    }
}

/// Ids made for want of one of their own.
#[derive(Default)]
struct Names {
    names: Dictionary,
    /// By code of the name.
    rows: Vec<u32>,
    /// Ids that were taken, and by their code the next number to try after them, so that many duplicates of one id take
    /// no longer than as many different ones.
    taken: Dictionary,
    numbers: Vec<u32>,
}

impl Names {
    fn find(&self, name: &str) -> Option<u32> {
        self.rows.get(self.names.find(name)? as usize).copied()
    }

    fn add(&mut self, name: &str, row: u32) {
        if self.names.code(name).is_some_and(|code| code as usize == self.rows.len()) {
            self.rows.push(row);
        }
    }

    /// The id itself if it is free, else the first free one with a number after it.
    fn fresh(&mut self, id: &str, index: &Index, ids: &Ids) -> String {
        let is_free = |names: &Dictionary, id: &str| index.find(ids, id).is_none() && names.find(id).is_none();
        if is_free(&self.names, id) {
            return id.to_owned();
        }
        let code = self.taken.code(id).unwrap_or(u32::MAX) as usize;
        if code == self.numbers.len() {
            self.numbers.push(2);
        }
        let mut number = self.numbers.get(code).copied().unwrap_or(2);
        loop {
            let fresh = format!("{id}-{number}");
            number = number.saturating_add(1);
            if is_free(&self.names, &fresh) {
                if let Some(next) = self.numbers.get_mut(code) {
                    *next = number;
                }
                return fresh;
            }
        }
    }
}

/// Rows by the ids written in them; of those that have the same the first.
#[derive(Default)]
pub(super) struct Index {
    /// The first rows, so many, have ids that are ascending numbers: they need no slot.
    ascending: u32,
    /// Row + 1 by hash, linear probing; 0 is free. A power of two long, at most half full.
    slots: Vec<u32>,
    used: usize,
    /// The rows of ids that found no slot near enough.
    crowded: Crowded,
}

impl Index {
    fn is_empty(&self) -> bool {
        self.ascending == 0 && self.used == 0
    }

    /// Adds a row; gives the row that has its id already.
    #[inline]
    pub(super) fn insert(&mut self, ids: &Ids, row: u32) -> Option<u32> {
        if let Ids::Numbers(numbers) = ids
            && self.used == 0
            && self.ascending == row
            && row.checked_sub(1).is_none_or(|before| numbers.get(before as usize) < numbers.get(row as usize))
        {
            self.ascending += 1;
            return None;
        }
        self.settle(ids);
        self.insert_slot(ids, row)
    }

    /// Gives a slot to every row.
    pub(super) fn settle(&mut self, ids: &Ids) {
        for row in 0..std::mem::take(&mut self.ascending) {
            self.insert_slot(ids, row);
        }
    }

    fn insert_slot(&mut self, ids: &Ids, row: u32) -> Option<u32> {
        if self.slots.len() <= self.used * 2 {
            let former = std::mem::take(&mut self.slots);
            self.slots = vec![0; (former.len() * 4).max(64)];
            for slot in former.into_iter().filter(|slot| *slot != 0) {
                self.take_slot(ids, slot - 1);
            }
        }
        let first = self.take_slot(ids, row);
        self.used += usize::from(first.is_none());
        first
    }

    fn take_slot(&mut self, ids: &Ids, row: u32) -> Option<u32> {
        let place = match ids {
            Ids::Numbers(numbers) => {
                let number = numbers.get(row as usize).copied();
                let is = |other: u32| numbers.get(other as usize).copied() == number;
                probe(&self.slots, hash_number(number?) as usize, is)
            }
            _ => self.probe(ids, &ids.get(row)),
        };
        match place {
            Probed::Found(first) => return Some(first),
            Probed::Free(at) if self.crowded.is_empty() => *self.slots.get_mut(at)? = row + 1,
            _ => {
                let id = ids.get(row);
                let first = self.crowded.get(id.as_bytes());
                match (first, place) {
                    (Some(_), _) => return first,
                    (None, Probed::Free(at)) => *self.slots.get_mut(at)? = row + 1,
                    _ => self.crowded.insert(id.as_bytes(), row),
                }
            }
        }
        None
    }

    fn probe(&self, ids: &Ids, id: &str) -> Probed {
        // Ids that are numbers may become texts later on: a text that is a number has the number's hash.
        let hash = number(id).map_or_else(|| hash(id.as_bytes()), hash_number);
        probe(&self.slots, hash as usize, |row| ids.get(row) == id)
    }

    /// The row of an id, when all rows have slots.
    pub(super) fn find(&self, ids: &Ids, id: &str) -> Option<u32> {
        match self.probe(ids, id) {
            Probed::Found(row) => Some(row),
            _ => self.crowded.get(id.as_bytes()),
        }
    }
}

fn hash_number(number: u32) -> u64 {
    u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32
}

/// An event that is a part of another.
struct Part {
    row: u32,
    /// `None` where the reference is dropped.
    whole: Option<u32>,
    /// The way up on which it was met.
    walk: Option<usize>,
    at: Position,
}

/// Drops one `part_of` of each circle, so that wholes and parts are trees: that of the circle's last event. `parts` is
/// ascending by row; gives the indexes of those dropped, ascending.
fn break_circles(parts: &mut [Part]) -> Vec<usize> {
    let mut closing = Vec::new();
    for walk in 0..parts.len() {
        // Up from each event to the top; an event met on an earlier way up needs no second look.
        let mut at = Some(walk);
        while let Some(part) = at.and_then(|at| parts.get_mut(at)).filter(|part| part.walk.is_none()) {
            part.walk = Some(walk);
            let whole = part.whole;
            at = whole.and_then(|whole| part_of_row(parts, whole));
        }
        if let Some(met) = at.filter(|met| parts.get(*met).is_some_and(|part| part.walk == Some(walk))) {
            let last = last_of_circle(met, parts);
            if let Some(part) = parts.get_mut(last) {
                part.whole = None;
            }
            closing.push(last);
        }
    }
    closing.sort_unstable();
    closing
}

/// Rows whose `part_of` closes a circle. Takes rows and what they are a part of, ascending.
pub(super) fn circles(parts: &[(u32, u32)]) -> Vec<u32> {
    let part = |&(row, whole): &(u32, u32)| Part { row, whole: Some(whole), walk: None, at: Position::NONE };
    let mut parts: Vec<Part> = parts.iter().map(part).collect();
    let closing = break_circles(&mut parts);
    closing.into_iter().filter_map(|at| parts.get(at)).map(|part| part.row).collect()
}

fn part_of_row(parts: &[Part], row: u32) -> Option<usize> {
    parts.binary_search_by_key(&row, |part| part.row).ok()
}

/// The last in document order of the circle that a part is in.
fn last_of_circle(from: usize, parts: &[Part]) -> usize {
    let (mut last, mut at) = (from, from);
    while let Some(next) = parts.get(at).and_then(|part| part.whole).and_then(|whole| part_of_row(parts, whole)) {
        last = last.max(next);
        at = next;
        if at == from {
            break;
        }
    }
    last
}
