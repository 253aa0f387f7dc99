//! An event set as columns in document order: what formats fill and what a store takes over.
//!
//! Nothing is stored for what no event has, and no event is an allocation of its own unless it has a [`Detail`]. There
//! are two ways to add an event: [`EventTable::push`] takes an [`Event`]; the row-writing calls (`set_*`, `add_*`, then
//! [`EventTable::end_row`]) take borrowed texts and make no event at all.
//!
//! ```
//! use event_timeline::event::FieldType;
//! use event_timeline::table::EventTable;
//! let mut table = EventTable::default();
//! let actor = table.column("actor", FieldType::Category);
//! table.set_title("Mosul falls");
//! table.add_text(actor, "ISIL");
//! assert!(table.end_row());
//! assert_eq!(table.event(0).map(|event| event.id), Some("e1".to_owned()));
//! ```

mod codes;
mod column;
mod dictionary;
mod ids;
mod numbers;
mod parts;
mod probe;
mod simple;
mod spans;
mod texts;

pub use codes::Codes;
pub use column::{Coded, OwnColumn, Prose, Values};
pub(crate) use column::{Owners, range_of};
pub use dictionary::Dictionary;
pub(crate) use dictionary::hash;
#[cfg(test)]
pub(crate) use dictionary::tests::colliding_texts;
pub use ids::Ids;
pub(crate) use ids::{made_number, number};
pub(crate) use numbers::are_few;
pub use numbers::{FEW, Numbers};
pub(crate) use probe::{Crowded, Probed, probe};
pub use simple::Simple;
pub use spans::{
    Derived, MARK_APPROXIMATE, MARK_END_OPEN, MARK_END_UNKNOWN, MARK_INFERRED, MARK_START_OPEN, MARK_START_UNKNOWN,
    MARK_UNCERTAIN, Spans, marks_of, span_of,
};
pub(crate) use texts::index_of;
pub use texts::{MAX_HEAP_BYTES, SparseTexts, Texts};

use crate::event::{Claim, Event, EventSet, FieldDeclaration, FieldType, FieldValue, Link, Media, Place, Term};
use crate::time::Span;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Events that a table holds at most: a row is a `u32`, and its greatest value means "none".
pub const MAX_ROWS: u32 = u32::MAX - 1;

/// Fields of events that become columns, in the order met; further ones are kept with the events that have them.
pub const MAX_COLUMNS: usize = 512;

/// What few events have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Detail {
    /// See [`Event::date_note`].
    pub date_note: Option<String>,
    /// See [`Event::date_inferred`].
    pub date_inferred: Vec<String>,
    /// See [`Event::after`].
    pub after: Vec<String>,
    /// See [`Event::before`].
    pub before: Vec<String>,
    /// See [`Event::claims`]; those of which no more is known than by whom may stand in [`Simple`].
    pub claims: Vec<Claim>,
    /// See [`Event::places`]; those of which no more is known than name and degrees may stand in [`Simple`].
    pub places: Vec<Place>,
    /// See [`Event::links`].
    pub links: Vec<Link>,
    /// See [`Event::media`].
    pub media: Vec<Media>,
    /// See [`Event::part_of`].
    pub part_of: Option<String>,
    /// Fields beyond [`MAX_COLUMNS`].
    pub fields: BTreeMap<String, FieldValue>,
}

/// One of the document's own fields, by which values are added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnId(u32);

/// An event set as columns in document order.
#[derive(Clone, Debug, Default)]
pub struct EventTable {
    /// The set's title.
    pub title: Option<String>,
    /// What the set is about, in a few sentences.
    pub description: Option<String>,
    /// BCP 47 tag of the language of the set's texts.
    pub lang: Option<String>,
    /// Where the set comes from: prose or an address.
    pub source: Option<String>,
    /// Fields the document declares, in its order.
    pub fields: Vec<FieldDeclaration>,
    /// Names of a field's values with aliases and broader values, keyed by field.
    pub vocabularies: BTreeMap<String, Vec<Term>>,
    pub(crate) len: u32,
    pub(crate) ids: Ids,
    pub(crate) titles: Texts,
    pub(crate) spans: Spans,
    pub(crate) dates: SparseTexts,
    pub(crate) starts: SparseTexts,
    pub(crate) ends: SparseTexts,
    pub(crate) date_texts: SparseTexts,
    pub(crate) descriptions: SparseTexts,
    /// Keys of the document's own fields; the first [`MAX_COLUMNS`] have a column.
    keys: Dictionary,
    pub(crate) columns: Vec<OwnColumn>,
    pub(crate) simple: Simple,
    /// Positions of the details, ascending.
    pub(crate) detailed: Vec<u32>,
    pub(crate) details: Vec<Detail>,
    /// Of the event that is being written.
    row: Row,
}

/// What of the event that is being written is not in the columns yet.
#[derive(Clone, Debug, Default)]
struct Row {
    has_title: bool,
    has_id: bool,
    span: Option<Span>,
    /// Some text found no room.
    overflow: bool,
}

impl EventTable {
    /// Events there are.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Makes room for so many more events with about so many bytes of titles.
    pub fn reserve(&mut self, events: usize, title_bytes: usize) {
        self.titles.reserve(events, title_bytes);
        self.spans.earliest_start.reserve(events);
    }

    /// The column of a key, a new one if there is none; `kind` says what a new one is for. A column for prose keeps each
    /// text for itself, every other one keeps distinct texts once, and numbers as long as it has nothing else.
    pub fn column(&mut self, key: &str, kind: FieldType) -> ColumnId {
        let id = self.keys.code(key).unwrap_or(u32::MAX);
        if id as usize == self.columns.len() && self.columns.len() < MAX_COLUMNS {
            self.columns.push(OwnColumn::new(key, kind));
        }
        ColumnId(id)
    }

    /// The column of a key that has one.
    pub(crate) fn own_column(&mut self, key: &str) -> Option<&mut OwnColumn> {
        let id = self.keys.find(key)?;
        self.columns.get_mut(id as usize)
    }

    /// The column of a key that some event has a value under.
    pub fn find_column(&self, key: &str) -> Option<ColumnId> {
        self.keys.find(key).map(ColumnId)
    }

    /// Whether the event that is being written has a value in a field.
    pub fn has_value(&self, column: ColumnId) -> bool {
        match self.columns.get(column.0 as usize) {
            Some(column) => column.values.has(self.len),
            None => {
                let key = self.keys.texts().get(column.0 as usize);
                let value = self.detail_of(self.len).and_then(|detail| detail.fields.get(key));
                value.is_some_and(|value| !matches!(value, FieldValue::Texts(texts) if texts.is_empty()))
            }
        }
    }

    /// Whether it has something that few events have.
    pub fn has_detail(&self) -> bool {
        self.detailed.last() == Some(&self.len)
    }

    /// Gives the event that is being written an id; without one it gets `e` and its number, counted from 1.
    pub fn set_id(&mut self, id: &str) {
        self.row.overflow |= !self.ids.set(self.len, id);
        self.row.has_id = true;
    }

    /// Gives it a number as an id.
    pub fn set_id_number(&mut self, id: u32) {
        self.row.overflow |= !self.ids.set_number(self.len, id);
        self.row.has_id = true;
    }

    /// Sets its title.
    pub fn set_title(&mut self, title: &str) {
        self.titles.truncate(self.len as usize);
        self.row.overflow |= !self.titles.push(title);
        self.row.has_title = true;
    }

    /// Sets its bounds; without them it is undated.
    pub fn set_span(&mut self, span: Span) {
        self.row.span = Some(span);
    }

    /// Sets its date as written, if it has one.
    pub fn set_date(&mut self, text: Option<&str>) {
        self.row.overflow |= !self.dates.set(self.len, text);
    }

    /// Sets its start as written, if it has one.
    pub fn set_start(&mut self, text: Option<&str>) {
        self.row.overflow |= !self.starts.set(self.len, text);
    }

    /// Sets its end as written, if it has one.
    pub fn set_end(&mut self, text: Option<&str>) {
        self.row.overflow |= !self.ends.set(self.len, text);
    }

    /// Sets the source's own words for its date, if it has one.
    pub fn set_date_text(&mut self, text: Option<&str>) {
        self.row.overflow |= !self.date_texts.set(self.len, text);
    }

    /// Sets its description, if it has one.
    pub fn set_description(&mut self, text: Option<&str>) {
        self.row.overflow |= !self.descriptions.set(self.len, text);
    }

    /// Adds a place by its name alone.
    pub fn add_place(&mut self, name: &str) {
        self.row.overflow |= !self.simple.add_place(self.len, name);
    }

    /// Says where the one place is that was added: degrees north and east.
    pub fn locate_place(&mut self, lat: f64, lon: f64) {
        self.simple.locate(self.len, [lat, lon]);
    }

    /// Adds a claim that says no more than by whom it is.
    pub fn add_claimant(&mut self, name: &str) {
        self.row.overflow |= !self.simple.add_claimant(self.len, name);
    }

    /// Adds a text to its values in a field.
    #[inline]
    pub fn add_text(&mut self, column: ColumnId, text: &str) {
        match self.columns.get_mut(column.0 as usize) {
            Some(column) => self.row.overflow |= !column.add_text(self.len, text),
            None => match self.rest(column) {
                FieldValue::Texts(texts) => texts.push(text.to_owned()),
                number => *number = FieldValue::Texts(vec![text.to_owned()]),
            },
        }
    }

    /// Adds a number to its values in a field; several numbers are taken for texts. One that is not finite is none.
    pub fn add_number(&mut self, column: ColumnId, number: f64) {
        if !number.is_finite() {
            return;
        }
        match self.columns.get_mut(column.0 as usize) {
            Some(column) => self.row.overflow |= !column.add_number(self.len, number),
            None => *self.rest(column) = FieldValue::Number(number),
        }
    }

    /// Notes that a field holds texts although this event has none (an empty list).
    pub fn add_nothing(&mut self, column: ColumnId) {
        if let Some(column) = self.columns.get_mut(column.0 as usize) {
            column.take_texts();
        }
    }

    /// Takes back its values in a field, as a second key replaces the first.
    pub fn clear(&mut self, column: ColumnId) {
        match self.columns.get_mut(column.0 as usize) {
            Some(column) => column.forget(self.len),
            None => *self.rest(column) = FieldValue::Texts(Vec::new()),
        }
    }

    /// The value of a field that has no column, in the event that is being written.
    fn rest(&mut self, column: ColumnId) -> &mut FieldValue {
        let key = self.keys.texts().get(column.0 as usize).to_owned();
        self.detail().fields.entry(key).or_insert_with(|| FieldValue::Texts(Vec::new()))
    }

    /// What few events have, of the event that is being written. Asking for it makes it.
    pub fn detail(&mut self) -> &mut Detail {
        if !self.has_detail() {
            self.detailed.push(self.len);
            self.details.push(Detail::default());
        }
        let last = self.details.len() - 1;
        &mut self.details[last]
    }

    /// Ends the event that was being written. Says no, and leaves it out, where a column would have more than
    /// [`MAX_HEAP_BYTES`] of text or the table more than [`MAX_ROWS`] events.
    #[must_use]
    pub fn end_row(&mut self) -> bool {
        if !self.row.has_title {
            self.set_title("");
        }
        if !self.row.has_id {
            self.row.overflow |= !self.ids.make(self.len);
        }
        if self.row.overflow || MAX_ROWS <= self.len {
            self.abandon_row();
            return false;
        }
        self.spans.push(self.row.span);
        self.len += 1;
        self.row = Row::default();
        true
    }

    /// Forgets the event that was being written. Keys and names met in it stay known.
    pub fn abandon_row(&mut self) {
        let len = self.len;
        self.row = Row::default();
        self.ids.truncate(len);
        self.titles.truncate(len as usize);
        self.spans.truncate(len as usize);
        for texts in [&mut self.dates, &mut self.starts, &mut self.ends, &mut self.date_texts, &mut self.descriptions] {
            texts.forget(len);
        }
        for column in &mut self.columns {
            column.forget(len);
        }
        self.simple.forget(len);
        while self.detailed.last().is_some_and(|last| len <= *last) {
            self.detailed.pop();
            self.details.pop();
        }
    }

    /// Adds an event. Says no where there is no room, as [`end_row`](Self::end_row) does.
    #[must_use]
    pub fn push(&mut self, event: Event) -> bool {
        self.write(event);
        self.end_row()
    }

    /// Writes all that an event has, which [`end_row`](Self::end_row) then ends.
    pub(crate) fn write(&mut self, event: Event) {
        self.set_id(&event.id);
        self.set_title(&event.title);
        self.row.span = event.span;
        self.row.overflow |= [
            (&mut self.dates, &event.date),
            (&mut self.starts, &event.start),
            (&mut self.ends, &event.end),
            (&mut self.date_texts, &event.date_text),
            (&mut self.descriptions, &event.description),
        ]
        .into_iter()
        .fold(false, |overflow, (texts, text)| overflow | !texts.set(self.len, text.as_deref()));
        for (key, value) in &event.fields {
            let column = self.column(key, self.declared(key).unwrap_or(FieldType::Category));
            match value {
                FieldValue::Number(number) => self.add_number(column, *number),
                FieldValue::Texts(texts) if texts.is_empty() => self.add_nothing(column),
                FieldValue::Texts(texts) => texts.iter().for_each(|text| self.add_text(column, text)),
            }
        }
        let fields = self.take_rest();
        let Event { date_note, date_inferred, after, before, mut claims, mut places, links, media, part_of, .. } =
            event;
        self.row.overflow |= !self.simple.take_places(self.len, &mut places);
        self.row.overflow |= !self.simple.take_claims(self.len, &mut claims);
        let detail = Detail { date_note, date_inferred, after, before, claims, places, links, media, part_of, fields };
        if detail != Detail::default() {
            *self.detail() = detail;
        }
    }

    /// Takes out the fields without a column that the event being written has.
    fn take_rest(&mut self) -> BTreeMap<String, FieldValue> {
        if self.has_detail() { std::mem::take(&mut self.detail().fields) } else { BTreeMap::new() }
    }

    fn declared(&self, key: &str) -> Option<FieldType> {
        self.fields.iter().find(|field| field.key == key).map(|field| field.field_type)
    }

    /// The event at a position of the document, rebuilt. Numbers in a field of prose come back as texts, and so does
    /// every list of numbers; an empty list is gone.
    pub fn event(&self, position: u32) -> Option<Event> {
        if self.len <= position {
            return None;
        }
        let owned = |texts: &SparseTexts| texts.get(position).map(str::to_owned);
        let Detail { date_note, date_inferred, after, before, claims, places, links, media, part_of, mut fields } =
            self.detail_of(position).cloned().unwrap_or_default();
        let claims = self.simple.claims(position).chain(claims).collect();
        let places = self.simple.places(position).chain(places).collect();
        for column in &self.columns {
            if let Some(value) = column.value(position) {
                fields.insert(column.key.clone(), value);
            }
        }
        Some(Event {
            id: self.id(position).into_owned(),
            title: self.title_of(position).to_owned(),
            date: owned(&self.dates),
            start: owned(&self.starts),
            end: owned(&self.ends),
            span: self.spans.get(position),
            date_text: owned(&self.date_texts),
            date_note,
            date_inferred,
            after,
            before,
            description: owned(&self.descriptions),
            claims,
            places,
            links,
            media,
            part_of,
            fields,
        })
    }

    /// Whether an event refers to others.
    pub fn has_references(&self) -> bool {
        let refers =
            |detail: &Detail| !(detail.after.is_empty() && detail.before.is_empty() && detail.part_of.is_none());
        self.details.iter().any(refers)
    }

    /// The id at a position of the document.
    pub fn id(&self, position: u32) -> Cow<'_, str> {
        self.ids.get(position)
    }

    /// The ids.
    pub fn ids(&self) -> &Ids {
        &self.ids
    }

    /// The title at a position of the document.
    pub fn title_of(&self, position: u32) -> &str {
        self.titles.get(position as usize)
    }

    /// The titles by position.
    pub fn titles(&self) -> &Texts {
        &self.titles
    }

    /// The descriptions.
    pub fn descriptions(&self) -> &SparseTexts {
        &self.descriptions
    }

    /// The bounds by position.
    pub fn spans(&self) -> &Spans {
        &self.spans
    }

    /// The document's own fields, in the order met; at most [`MAX_COLUMNS`].
    pub fn columns(&self) -> &[OwnColumn] {
        &self.columns
    }

    /// The column of a key.
    pub fn column_of(&self, key: &str) -> Option<&OwnColumn> {
        self.columns.get(self.keys.find(key)? as usize)
    }

    /// Takes the values of a field out of the table.
    pub(crate) fn take_values(&mut self, key: &str) -> Values {
        let column = self.keys.find(key).and_then(|at| self.columns.get_mut(at as usize));
        column.map_or(Values::None, |column| std::mem::replace(&mut column.values, Values::None))
    }

    /// Places and claims that stand in no detail.
    pub fn simple(&self) -> &Simple {
        &self.simple
    }

    /// The keys of all fields that events have, in the order met.
    pub fn keys(&self) -> &Texts {
        self.keys.texts()
    }

    /// What few events have, at a position of the document.
    pub fn detail_of(&self, position: u32) -> Option<&Detail> {
        index_of(&self.detailed, position).and_then(|at| self.details.get(at))
    }

    /// The same, to be changed; `None` where the event has none.
    pub fn detail_mut(&mut self, position: u32) -> Option<&mut Detail> {
        index_of(&self.detailed, position).and_then(|at| self.details.get_mut(at))
    }

    /// Makes details for the events that have none: positions, ascending. Costs a pass over all details.
    pub(crate) fn add_details(&mut self, positions: &[u32]) {
        let mut made = positions.iter().copied().peekable();
        let known = self.detailed.len();
        let mut detailed = Vec::with_capacity(known + positions.len());
        let mut details = Vec::with_capacity(known + positions.len());
        let there = std::mem::take(&mut self.detailed).into_iter().zip(std::mem::take(&mut self.details));
        for (position, detail) in there.map(|(at, detail)| (at, Some(detail))).chain([(u32::MAX, None)]) {
            while let Some(next) = made.next_if(|next| *next < position) {
                if detailed.last() != Some(&next) {
                    detailed.push(next);
                    details.push(Detail::default());
                }
            }
            if let Some(detail) = detail {
                detailed.push(position);
                details.push(detail);
            }
        }
        (self.detailed, self.details) = (detailed, details);
    }

    /// Takes out what some events are parts of, and details that have nothing else in them. Costs a pass over all details.
    pub(crate) fn take_parts_of(&mut self, positions: &[u32]) {
        if positions.is_empty() {
            return;
        }
        for position in positions {
            if let Some(detail) = self.detail_mut(*position) {
                detail.part_of = None;
            }
        }
        let nothing = Detail::default();
        let mut details = self.details.iter();
        self.detailed.retain(|_| details.next() != Some(&nothing));
        self.details.retain(|detail| *detail != nothing);
    }

    /// All details with their positions, ascending.
    pub fn details(&self) -> impl Iterator<Item = (u32, &Detail)> {
        self.detailed.iter().copied().zip(&self.details)
    }

    /// Positions of the events a part of whose date is inferred, ascending.
    pub(crate) fn inferred(&self) -> impl Iterator<Item = u32> {
        self.details().filter(|(_, detail)| !detail.date_inferred.is_empty()).map(|(position, _)| position)
    }

    /// Gives events other ids: positions, ascending, and ids. Costs a pass over all.
    pub fn rename(&mut self, ids: &[(u32, String)]) -> bool {
        self.ids.rename(self.len, ids)
    }

    /// Forgets all events; declared fields and vocabularies stay.
    pub fn clear_events(&mut self) {
        let EventTable { title, description, lang, source, fields, vocabularies, .. } = std::mem::take(self);
        *self = EventTable { title, description, lang, source, fields, vocabularies, ..EventTable::default() };
    }

    /// The set with its events as records.
    pub fn to_set(&self) -> EventSet {
        EventSet {
            title: self.title.clone(),
            description: self.description.clone(),
            lang: self.lang.clone(),
            source: self.source.clone(),
            fields: self.fields.clone(),
            vocabularies: self.vocabularies.clone(),
            events: (0..self.len).filter_map(|position| self.event(position)).collect(),
        }
    }
}

impl From<EventSet> for EventTable {
    /// The events as columns; those that find no room are left out.
    fn from(set: EventSet) -> EventTable {
        let EventSet { title, description, lang, source, fields, vocabularies, events } = set;
        let mut table = EventTable { title, description, lang, source, fields, vocabularies, ..EventTable::default() };
        for event in events {
            if !table.push(event) {
                break;
            }
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_come_and_go_in_their_places() {
        let mut table = EventTable::default();
        let positions = |table: &EventTable| table.details().map(|(position, _)| position).collect::<Vec<_>>();
        table.add_details(&[4, 7]);
        for position in [4, 7] {
            table.detail_mut(position).unwrap().part_of = Some("whole".into());
        }
        table.detail_mut(7).unwrap().date_note = Some("note".into());
        table.add_details(&[]);
        table.add_details(&[1, 1, 4, 5, 9]);
        assert_eq!(positions(&table), [1, 4, 5, 7, 9]);
        assert_eq!(table.detail_of(4).unwrap().part_of.as_deref(), Some("whole"));
        table.detail_mut(9).unwrap().part_of = Some("other".into());
        table.take_parts_of(&[4, 7]);
        assert_eq!(positions(&table), [7, 9]);
        assert_eq!(table.detail_of(7), Some(&Detail { date_note: Some("note".into()), ..Detail::default() }));
        assert_eq!(table.detail_of(9).unwrap().part_of.as_deref(), Some("other"));
    }
}
