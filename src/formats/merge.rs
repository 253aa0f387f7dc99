//! Several files → one set, in which each event says which file it is from.
//!
//! Ids and references count within their file first. A field that two files have with values of different kinds becomes
//! two fields, so that nothing of either is lost.

use super::file::{FileReader, FileReading};
use super::links::{self, Dangling, Kind};
use super::problems::{Place, Position, Problems};
use super::report::FileReport;
use crate::diagnostic::Severity;
use crate::event::{Event, FieldDeclaration, FieldType, FieldValue, Term};
use crate::table::{EventTable, Values, made_number};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The key of the field that says which file an event is from, and what readers see.
const FILE_KEY: &str = "file";
const FILE_LABEL: &str = "File";

/// One table of all files; what is only settled now is told of.
pub(super) fn merge(done: Vec<FileReading>, files: &mut [FileReport], problems: &mut Problems) -> EventTable {
    let names = file_names(files.iter().map(|file| file.name.as_deref()));
    let is_one = done.len() == 1;
    let mut merger = Merger::new(done.iter().map(|file| &file.table).filter(|_| !is_one));
    let mut whole = EventTable::default();
    let mut dangling = Vec::new();
    for (index, (file, report)) in done.into_iter().zip(files).enumerate() {
        let FileReading { table, dangling: own, .. } = file;
        let from = merger.table.len();
        dangling.extend(own.into_iter().map(|reference| (index as u32, from, reference)));
        if is_one {
            whole = table;
            continue;
        }
        let (added, renamed) = merger.add(table, names.get(index).map_or("", String::as_str));
        report.rejected += report.read - added;
        report.read = added;
        if let Some((id, fresh, count)) = renamed {
            let message = format!(
                "{count} ids of this file are also in a file before it and were made others; the first: `{id}` is now `{fresh}`"
            );
            let place = Place { file: index as u32, at: Position::NONE, path: "", excerpt: &id };
            problems.report_in(place, Severity::Warning, "id-in-another-file", || message);
        }
    }
    if !is_one {
        whole = merger.table;
        resolve(&mut whole, &mut dangling, problems);
    }
    for (file, _, Dangling { id, at, path, .. }) in dangling {
        let place = Place { file, at, path: &path, excerpt: &id };
        problems.report_in(place, Severity::Value, "unknown-id", || {
            format!("no event has the id `{id}`; the reference is dropped")
        });
    }
    whole
}

/// One table of what there is so far.
pub(super) fn preview(done: &[FileReading], current: &FileReader) -> EventTable {
    let tables = || done.iter().map(|file| &file.table).chain([&current.out.table]);
    let mut merger = Merger::new(tables());
    let names = file_names(done.iter().map(|file| file.report.name.as_deref()).chain([current.name()]));
    for (table, name) in tables().zip(names) {
        merger.add(table.clone(), &name);
    }
    merger.table
}

/// A name for each file, none twice.
fn file_names<'n>(written: impl Iterator<Item = Option<&'n str>>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (index, name) in written.enumerate() {
        let name = name.filter(|name| !name.is_empty()).map(str::to_owned);
        let plain = name.unwrap_or_else(|| format!("file {}", index + 1));
        let mut name = plain.clone();
        let mut number = 2;
        while names.contains(&name) {
            name = format!("{plain} ({number})");
            number += 1;
        }
        names.push(name);
    }
    names
}

/// The first id that was made another, what it is now, and how many there are.
type Renamed = Option<(String, String, u32)>;

struct Merger {
    table: EventTable,
    /// What each key is called in the merged set, by file.
    keys: Vec<BTreeMap<String, String>>,
    file_key: String,
    /// Rows by id.
    rows: HashMap<String, u32>,
    /// The next number to try after an id that was taken.
    numbers: HashMap<String, u32>,
    /// Places of the terms in their vocabulary, by its field and their name.
    terms: HashMap<String, HashMap<String, usize>>,
    added: usize,
}

impl Merger {
    fn new<'t>(tables: impl Iterator<Item = &'t EventTable>) -> Merger {
        let mut merger = Merger {
            table: EventTable::default(),
            keys: Vec::new(),
            file_key: String::new(),
            rows: HashMap::new(),
            numbers: HashMap::new(),
            terms: HashMap::new(),
            added: 0,
        };
        let mut kinds: BTreeMap<String, FieldType> = BTreeMap::new();
        let mut fields = Vec::new();
        for table in tables {
            let mut keys = BTreeMap::new();
            for (key, kind, label) in fields_of(table) {
                let name = free_name(&key, |name| kinds.get(name).is_none_or(|known| *known == kind));
                let is_declared = fields.iter().any(|field: &FieldDeclaration| field.key == name);
                if !is_declared && (label.is_some() || kind != FieldType::Category) {
                    fields.push(FieldDeclaration { key: name.clone(), label: label.flatten(), field_type: kind });
                }
                kinds.insert(name.clone(), kind);
                keys.insert(key, name);
            }
            merger.keys.push(keys);
            merger.describe(table);
        }
        merger.file_key = free_name(FILE_KEY, |name| !kinds.contains_key(name));
        let label = Some(FILE_LABEL.to_owned());
        let file = FieldDeclaration { key: merger.file_key.clone(), label, field_type: FieldType::Category };
        merger.table.fields = std::iter::once(file).chain(fields).collect();
        merger
    }

    /// What a set says of itself, beside what those before it say.
    fn describe(&mut self, table: &EventTable) {
        let is_first = self.keys.len() == 1;
        join(&mut self.table.title, &table.title, " · ");
        join(&mut self.table.description, &table.description, "\n\n");
        for (mine, theirs) in [(&mut self.table.lang, &table.lang), (&mut self.table.source, &table.source)] {
            if is_first {
                mine.clone_from(theirs);
            } else if mine != theirs {
                *mine = None;
            }
        }
        let keys = self.keys.last();
        for (field, terms) in &table.vocabularies {
            let name = keys.and_then(|keys| keys.get(field)).unwrap_or(field).clone();
            let places = self.terms.entry(name.clone()).or_default();
            let known = self.table.vocabularies.entry(name).or_default();
            terms.iter().for_each(|term| add_term(known, places, term));
        }
    }

    /// Adds the events of the next file; gives how many found room.
    fn add(&mut self, table: EventTable, file: &str) -> (u32, Renamed) {
        let from = self.table.len();
        let mut fresh_ids: HashMap<String, String> = HashMap::new();
        let mut told: Renamed = None;
        for row in 0..table.len() {
            let id = table.id(row).into_owned();
            if let Entry::Vacant(free) = self.rows.entry(id.clone()) {
                free.insert(from + row);
                continue;
            }
            let is_made = made_number(&id) == Some(row);
            let fresh = self.fresh(&id, is_made.then_some(from + row));
            if !is_made {
                told.get_or_insert_with(|| (id.clone(), fresh.clone(), 0)).2 += 1;
            }
            self.rows.insert(fresh.clone(), from + row);
            fresh_ids.insert(id, fresh);
        }
        let keys = self.keys.get(self.added).cloned().unwrap_or_default();
        self.added += 1;
        for row in 0..table.len() {
            let Some(mut event) = table.event(row) else { continue };
            rename(&mut event, &fresh_ids);
            event.fields =
                event.fields.into_iter().map(|(key, value)| (keys.get(&key).cloned().unwrap_or(key), value)).collect();
            event.fields.insert(self.file_key.clone(), FieldValue::Texts(vec![file.to_owned()]));
            if !self.table.push(event) {
                break;
            }
        }
        (self.table.len() - from, told)
    }

    /// An id that no event has yet; one that was made from its row is made from its row in the whole set.
    fn fresh(&mut self, id: &str, row: Option<u32>) -> String {
        if let Some(made) =
            row.map(|row| format!("e{}", u64::from(row) + 1)).filter(|made| !self.rows.contains_key(made))
        {
            return made;
        }
        let number = self.numbers.entry(id.to_owned()).or_insert(2);
        loop {
            let fresh = format!("{id}-{number}");
            *number = number.saturating_add(1);
            if !self.rows.contains_key(&fresh) {
                return fresh;
            }
        }
    }
}

/// The fields of a set: key, kind, and the label where it is declared.
fn fields_of(table: &EventTable) -> Vec<(String, FieldType, Option<Option<String>>)> {
    let declared = table.fields.iter().map(|field| (field.key.clone(), field.field_type, Some(field.label.clone())));
    let mut fields: Vec<_> = declared.collect();
    for column in table.columns().iter().filter(|column| table.fields.iter().all(|field| field.key != column.key)) {
        let kind = if let Values::Numbers(_) = column.values { FieldType::Number } else { column.kind };
        fields.push((column.key.clone(), kind, None));
    }
    fields
}

/// The name itself, else the first one with a number after it that will do.
fn free_name(name: &str, will_do: impl Fn(&str) -> bool) -> String {
    let mut free = name.to_owned();
    let mut number = 2;
    while !will_do(&free) {
        free = format!("{name}_{number}");
        number += 1;
    }
    free
}

fn join(mine: &mut Option<String>, theirs: &Option<String>, between: &str) {
    match (mine.as_mut(), theirs) {
        (Some(mine), Some(theirs)) if !mine.split(between).any(|part| part == theirs) => {
            mine.push_str(between);
            mine.push_str(theirs);
        }
        (None, Some(theirs)) => *mine = Some(theirs.clone()),
        _ => {}
    }
}

fn add_term(known: &mut Vec<Term>, places: &mut HashMap<String, usize>, term: &Term) {
    let place = *places.entry(term.name.clone()).or_insert(known.len());
    let Some(same) = known.get_mut(place) else {
        known.push(term.clone());
        return;
    };
    for (mine, theirs) in [(&mut same.aliases, &term.aliases), (&mut same.broader, &term.broader)] {
        let mut seen: HashSet<&str> = mine.iter().map(String::as_str).collect();
        let fresh: Vec<String> = theirs.iter().filter(|text| seen.insert(text)).cloned().collect();
        mine.extend(fresh);
    }
}

/// Gives an event, and what it refers to, the ids that those of its file have now.
fn rename(event: &mut Event, fresh: &HashMap<String, String>) {
    if fresh.is_empty() {
        return;
    }
    let ids = std::iter::once(&mut event.id).chain(&mut event.after).chain(&mut event.before).chain(&mut event.part_of);
    for id in ids {
        if let Some(fresh) = fresh.get(id) {
            id.clone_from(fresh);
        }
    }
}

/// Sets the references to events of other files, and leaves those to none.
fn resolve(table: &mut EventTable, dangling: &mut Vec<(u32, u32, Dangling)>, problems: &mut Problems) {
    if dangling.is_empty() {
        return;
    }
    let rows: HashMap<String, u32> = (0..table.len()).map(|row| (table.id(row).into_owned(), row)).collect();
    let is_found = |row: u32, reference: &Dangling| rows.get(&reference.id).is_some_and(|to| *to != row);
    let mut found: Vec<u32> = dangling
        .iter()
        .map(|(_, from, reference)| (from + reference.row, reference))
        .filter_map(|(row, reference)| is_found(row, reference).then_some(row))
        .collect();
    found.sort_unstable();
    table.add_details(&found);
    let mut parts = HashMap::new();
    dangling.retain(|(file, from, reference)| {
        let row = from + reference.row;
        if !is_found(row, reference) {
            return true;
        }
        let Some(detail) = table.detail_mut(row) else { return true };
        let id = reference.id.clone();
        match reference.kind {
            Kind::After => detail.after.push(id),
            Kind::Before => detail.before.push(id),
            Kind::PartOf => {
                detail.part_of = Some(id);
                parts.entry(row).or_insert_with(|| (*file, reference.at, reference.path.clone()));
            }
        }
        false
    });
    if parts.is_empty() {
        return;
    }
    let wholes: Vec<(u32, u32)> =
        table.details().filter_map(|(row, detail)| Some((row, *rows.get(detail.part_of.as_ref()?)?))).collect();
    for row in links::circles(&wholes) {
        let id = table.detail_mut(row).and_then(|detail| detail.part_of.take()).unwrap_or_default();
        let known = parts.get(&row);
        let (file, at, path) = known.map_or((0, Position::NONE, ""), |(file, at, path)| (*file, *at, path.as_str()));
        let place = Place { file, at, path, excerpt: &id };
        problems.report_in(place, Severity::Value, "part-of-circle", || {
            format!("the event would be a part of itself, through `{id}`; the reference is dropped")
        });
    }
}
