//! One record of the list of events → a row of the table, whatever the record is like.

use super::super::date::{self, Cell, Moment};
use super::super::links::{Kind, Pending};
use super::super::problems::{Path, Position};
use super::cells::Cells;
use super::head::Types;
use super::scan::{Data, Text, Value};
use crate::diagnostic::Severity;
use crate::event::{Claim, EVENT_KEYS, FieldType, FieldValue, Link, Media, Place};
use crate::table::{Detail, EventTable, MAX_HEAP_BYTES};

/// Components that a source may leave for the editor to infer.
const INFERRED: [&str; 3] = ["year", "month", "day"];

/// Reads one event into the table, or notes why it is none and says no.
pub(super) fn event<'a>(
    value: &Value<'a>,
    path: &Path<'_>,
    cells: &mut Cells<'a>,
    types: &Types,
    pending: &mut Pending,
    table: &mut EventTable,
) -> bool {
    let Data::Object(members) = &value.data else {
        cells.report(Severity::Record, "not-an-object", value.range(), path, || {
            format!("expected an event, an object with a `title`; found {}", value.kind())
        });
        return false;
    };
    if !has_title(members) {
        cells.report(Severity::Record, "no-title", value.range(), path, || {
            "an event without a `title`, the only key that every event needs".to_owned()
        });
        return false;
    }
    let mut reader = EventReader {
        cells,
        types,
        pending,
        path,
        table,
        dates: Dates::default(),
        id: None,
        references: Default::default(),
        has_date_text: false,
    };
    let mut seen = 0u32;
    for (key, value) in members {
        let name = key.decode();
        if let Some(at) = EVENT_KEYS.iter().position(|known| *known == name) {
            if seen & (1 << at) != 0 {
                reader.cells.duplicate_key(path, key.from, &name);
            }
            seen |= 1 << at;
        }
        reader.member(&name, key, value);
    }
    reader.finish(value)
}

/// There is a title that can be read as text.
fn has_title(members: &[(Text<'_>, Value<'_>)]) -> bool {
    let title = members.iter().rev().find(|(key, _)| key.decode() == "title");
    title.is_some_and(|(_, value)| matches!(value.data, Data::Text(_) | Data::Number(_) | Data::Bool(_)))
}

/// The values of `date`, `start` and `end`, and where their text stands in the file.
#[derive(Default)]
struct Dates<'a> {
    cells: [Option<(Moment, Value<'a>)>; 3],
}

/// A reference to another event: index in its list, id, place.
type Referred = (Option<usize>, String, Position);

struct EventReader<'r, 'a, 'p> {
    cells: &'r mut Cells<'a>,
    types: &'r Types,
    pending: &'r mut Pending,
    path: &'r Path<'p>,
    table: &'r mut EventTable,
    dates: Dates<'a>,
    /// The id and its offset.
    id: Option<(String, usize)>,
    /// References by [`Kind`]; a second key replaces what the first one held.
    references: [Vec<Referred>; 3],
    has_date_text: bool,
}

impl<'a> EventReader<'_, 'a, '_> {
    fn member(&mut self, name: &str, key: &Text<'a>, value: &Value<'a>) {
        let path = &self.path.key(name);
        let cells = &mut *self.cells;
        let table = &mut *self.table;
        match name {
            "id" => self.id = id(cells, value, path).map(|id| (id, value.from)),
            "title" => self.title(value, path),
            "date" => self.date(0, value, path),
            "start" => self.date(1, value, path),
            "end" => self.date(2, value, path),
            "date_text" => {
                let text = cells.text(value, path);
                self.has_date_text = text.is_some();
                table.set_date_text(text.as_deref());
            }
            "date_note" => {
                let note = cells.text(value, path);
                detail(table, note.is_some(), |detail| detail.date_note = note);
            }
            "date_inferred" => {
                let inferred = cells.each(value, path, inferred);
                detail(table, !inferred.is_empty(), |detail| detail.date_inferred = inferred);
            }
            "after" => self.references(Kind::After, value, path),
            "before" => self.references(Kind::Before, value, path),
            "part_of" => self.references(Kind::PartOf, value, path),
            "description" => table.set_description(cells.text(value, path).as_deref()),
            "claims" => {
                let claims = cells.each(value, path, claim);
                detail(table, !claims.is_empty(), |detail| detail.claims = claims);
            }
            "places" => {
                let places = cells.each(value, path, place);
                detail(table, !places.is_empty(), |detail| detail.places = places);
            }
            "links" => {
                let links = cells.each(value, path, link);
                detail(table, !links.is_empty(), |detail| detail.links = links);
            }
            "media" => {
                let media = cells.each(value, path, media);
                detail(table, !media.is_empty(), |detail| detail.media = media);
            }
            _ => self.field(name, key, value, path),
        }
    }

    fn title(&mut self, value: &Value<'a>, path: &Path<'_>) {
        let title = self.cells.text(value, path).unwrap_or_default();
        self.table.set_title(&title);
        if title.trim().is_empty() {
            self.cells.report(Severity::Warning, "empty-title", value.range(), path, || {
                "the title is empty, so that readers see nothing; expected what happened, in a line".to_owned()
            });
        }
    }

    fn date(&mut self, cell: usize, value: &Value<'a>, path: &Path<'_>) {
        let moment = match &value.data {
            Data::Null => return,
            Data::Text(text) => Moment::Text(self.cells.decode(text, path)),
            Data::Number(_) => match self.cells.number(value, path) {
                Some(number) => Moment::Number(number),
                None => return,
            },
            _ => {
                self.cells.wrong_type("a date as EDTF text, or milliseconds since 1970", value, path);
                return;
            }
        };
        if let Some(place) = self.dates.cells.get_mut(cell) {
            *place = Some((moment, value.clone()));
        }
    }

    fn references(&mut self, kind: Kind, value: &Value<'a>, path: &Path<'_>) {
        let mut found = Vec::new();
        let mut taken = 0;
        self.cells.each(value, path, |cells, value, path| {
            let id = cells.scalar(value, path)?;
            taken += 1;
            if kind != Kind::PartOf || taken == 1 {
                found.push((path.last_index(), id, cells.place(value.from)));
            }
            Some(())
        });
        if kind == Kind::PartOf && 1 < taken {
            self.cells.report(Severity::Value, "many-wholes", value.range(), path, || {
                "an event can be a part of one other only; the first holds".to_owned()
            });
        }
        if let Some(references) = self.references.get_mut(kind as usize) {
            *references = found;
        }
    }

    fn field(&mut self, name: &str, key: &Text<'a>, value: &Value<'a>, path: &Path<'_>) {
        if !self.cells.fits(name, key.from..value.to, path) {
            return;
        }
        if let Some(at) = key.lone_surrogate() {
            self.cells.report(Severity::Value, "lone-surrogate", at..at + 6, path, || {
                "half of a surrogate pair in a key, read as \u{FFFD}".to_owned()
            });
        }
        let field_value = match (self.types.get(name), &value.data) {
            (Some(FieldType::Number), Data::List(values)) if values.len() == 1 => {
                values.first().and_then(|value| self.cells.number(value, &path.index(0))).map(FieldValue::Number)
            }
            (Some(FieldType::Number), _) | (None, Data::Number(_)) => {
                self.cells.number(value, path).map(FieldValue::Number)
            }
            (_, Data::Object(_)) => {
                self.cells.wrong_type("text, a number, or a list of texts", value, path);
                None
            }
            _ => Some(self.cells.texts(value, path)).filter(|texts| !texts.is_empty()).map(FieldValue::Texts),
        };
        let had = self.table.find_column(name).filter(|column| self.table.has_value(*column));
        if let Some(column) = had {
            self.table.clear(column);
            self.cells.duplicate_key(self.path, key.from, name);
        }
        let kind = self.types.get(name).unwrap_or(FieldType::Category);
        match field_value {
            Some(FieldValue::Number(number)) => {
                let column = self.table.column(name, kind);
                self.table.add_number(column, number);
            }
            Some(FieldValue::Texts(texts)) => {
                let column = self.table.column(name, kind);
                texts.iter().for_each(|text| self.table.add_text(column, text));
            }
            None => {}
        }
    }

    fn finish(self, record: &Value<'a>) -> bool {
        let [date, start, end] = &self.dates.cells;
        let moment = |cell: &Option<(Moment, Value<'a>)>| cell.as_ref().map(|(moment, _)| moment.clone());
        let dated = date::resolve(moment(date), moment(start), moment(end));
        for problem in &dated.problems {
            let (cell, name) = match problem.cell {
                Cell::Date => (date, "date"),
                Cell::Start => (start, "start"),
                Cell::End => (end, "end"),
            };
            let Some((_, value)) = cell else { continue };
            let at = match &value.data {
                Data::Text(text) => text.file_offset(problem.offset)..text.from + text.raw.len(),
                _ => value.range(),
            };
            self.cells.report(Severity::Value, problem.code, at, &self.path.key(name), || problem.message.clone());
        }
        let table = self.table;
        let row = table.len();
        if let Some(span) = dated.span {
            table.set_span(span);
        }
        table.set_date(dated.date.as_deref());
        table.set_start(dated.start.as_deref());
        table.set_end(dated.end.as_deref());
        if !self.has_date_text {
            table.set_date_text(dated.date_text.as_deref());
        }
        if let Some((id, _)) = &self.id {
            table.set_id(id);
        }
        if self.references.iter().any(|references| !references.is_empty()) {
            table.detail();
        }
        if !table.end_row() {
            self.cells.report(Severity::Record, "no-room", record.range(), self.path, || {
                format!("the texts of one field are longer than MAX_HEAP_BYTES = {MAX_HEAP_BYTES} in all")
            });
            return false;
        }
        for (kind, references) in [Kind::After, Kind::Before, Kind::PartOf].into_iter().zip(self.references) {
            for (index, id, at) in references {
                self.pending.refer(row, kind, index, id, at);
            }
        }
        match self.id {
            Some((_, at)) => self.pending.named(table.ids(), row, || self.cells.place(at)),
            None => self.pending.unnamed(row),
        }
        true
    }
}

/// Sets something that few events have. Setting it to nothing makes no detail.
fn detail(table: &mut EventTable, is_something: bool, set: impl FnOnce(&mut Detail)) {
    if is_something || table.has_detail() {
        set(table.detail());
    }
}

/// An id: text or a number, not empty.
fn id<'a>(cells: &mut Cells<'a>, value: &Value<'a>, path: &Path<'_>) -> Option<String> {
    let id = cells.scalar(value, path)?;
    if !cells.fits(&id, value.range(), path) {
        return None;
    }
    if id.is_empty() {
        cells.report(Severity::Value, "empty-id", value.range(), path, || {
            "the id is empty; the event gets one from its position".to_owned()
        });
        return None;
    }
    Some(id)
}

pub(super) fn inferred<'a>(cells: &mut Cells<'a>, value: &Value<'a>, path: &Path<'_>) -> Option<String> {
    let component = cells.scalar(value, path)?;
    if !INFERRED.contains(&component.as_str()) {
        cells.report(Severity::Value, "unknown-component", value.range(), path, || {
            format!("not a part of a date; expected one of {}", INFERRED.join(", "))
        });
        return None;
    }
    Some(component)
}

pub(super) fn claim<'a>(cells: &mut Cells<'a>, value: &Value<'a>, path: &Path<'_>) -> Option<Claim> {
    let mut claim = Claim::default();
    for (key, value) in cells.object(value, path)? {
        let name = key.decode();
        let place = &path.key(&name);
        match &*name {
            "by" => claim.by = cells.text(value, place),
            "status" => claim.status = cells.text(value, place),
            "about" => claim.about = cells.text(value, place),
            "citations" => claim.citations = cells.texts(value, place),
            _ => cells.unknown_key(&name, key.from, "by, status, about, citations", path),
        }
    }
    Some(claim)
}

pub(super) fn place<'a>(cells: &mut Cells<'a>, value: &Value<'a>, path: &Path<'_>) -> Option<Place> {
    let Data::Object(members) = &value.data else {
        return Some(Place { name: cells.text(value, path)?, ..Place::default() });
    };
    let (mut name, mut lat, mut lon) = (None, None, None);
    for (key, value) in members {
        let key_name = key.decode();
        let place = &path.key(&key_name);
        match &*key_name {
            "name" => name = cells.text(value, place),
            "lat" => lat = degrees(cells, value, place, 90.0),
            "lon" => lon = degrees(cells, value, place, 180.0),
            _ => cells.unknown_key(&key_name, key.from, "name, lat, lon", path),
        }
    }
    let Some(name) = name else {
        cells.missing("name", value, path);
        return None;
    };
    if lat.is_some() != lon.is_some() {
        cells.report(Severity::Value, "half-position", value.range(), path, || {
            "only one of `lat` and `lon` can be used; expected both or neither".to_owned()
        });
        (lat, lon) = (None, None);
    }
    Some(Place { name, lat, lon })
}

fn degrees<'a>(cells: &mut Cells<'a>, value: &Value<'a>, path: &Path<'_>, most: f64) -> Option<f64> {
    let number = cells.number(value, path)?;
    if most < number.abs() {
        cells.report(Severity::Value, "degrees-range", value.range(), path, || {
            format!("{number} is out of range; expected degrees from −{most} to {most}")
        });
        return None;
    }
    Some(number)
}

pub(super) fn link<'a>(cells: &mut Cells<'a>, value: &Value<'a>, path: &Path<'_>) -> Option<Link> {
    let Data::Object(members) = &value.data else {
        return Some(Link { url: cells.text(value, path)?, label: None });
    };
    let (mut url, mut label) = (None, None);
    for (key, value) in members {
        let name = key.decode();
        let place = &path.key(&name);
        match &*name {
            "url" => url = cells.text(value, place),
            "label" => label = cells.text(value, place),
            _ => cells.unknown_key(&name, key.from, "url, label", path),
        }
    }
    if url.is_none() {
        cells.missing("url", value, path);
    }
    Some(Link { url: url?, label })
}

pub(super) fn media<'a>(cells: &mut Cells<'a>, value: &Value<'a>, path: &Path<'_>) -> Option<Media> {
    let Data::Object(members) = &value.data else {
        return Some(Media { url: cells.text(value, path)?, ..Media::default() });
    };
    let (mut media, mut url) = (Media::default(), None);
    for (key, value) in members {
        let name = key.decode();
        let place = &path.key(&name);
        match &*name {
            "url" => url = cells.text(value, place),
            "caption" => media.caption = cells.text(value, place),
            "credit" => media.credit = cells.text(value, place),
            "alt" => media.alt = cells.text(value, place),
            _ => cells.unknown_key(&name, key.from, "url, caption, credit, alt", path),
        }
    }
    if url.is_none() {
        cells.missing("url", value, path);
    }
    media.url = url?;
    Some(media)
}
