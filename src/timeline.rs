//! The façade: one set, one current query, and every question about them.
//!
//! What comes out serializes to the shapes that the page's `types.ts` declares.

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::event::{Claim, Event, FieldType, FieldValue, Link, Media, Place};
use crate::formats::{self, Reading};
use crate::layout::{
    self, FLAG_APPROXIMATE, FLAG_END_OPEN, FLAG_END_UNKNOWN, FLAG_START_OPEN, FLAG_START_UNKNOWN, FLAG_UNCERTAIN,
    Frame, GroupInput, Input, Label, LabelWidths, NO_COLOR, Overview, Viewport,
};
use crate::query::filter::{Conditions, category};
use crate::query::language::{self, FieldName, Parsed};
use crate::query::{self, Collation, Counts, FacetCounts, Histogram, Matches, Query, RowSet, tree_order};
use crate::store::text::Decompose;
use crate::store::{Bounds, Category, Column, Field, Store};
use crate::time::{DateWords, Edge, Edtf, End, Span, format_instant, parse, parse_end};
use serde::Serialize;
use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};

/// An event set with its current query; at first the one that finds everything.
#[derive(Debug)]
pub struct Timeline {
    store: Store,
    diagnostics: Vec<Diagnostic>,
    records: u32,
    /// The `FLAG_*` bits of each row.
    flags: Vec<u16>,
    collation: Collation,
    query: Query,
    conditions: Conditions,
    matches: Matches,
    undated: Vec<u32>,
    /// What frames have measured, kept from one to the next.
    label_widths: Mutex<LabelWidths>,
}

/// What a set says of itself, and what is in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SetInfo {
    /// The set's title.
    pub title: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// BCP 47 tag of the language of its texts.
    pub lang: Option<String>,
    /// Where it comes from.
    pub source: Option<String>,
    /// Events read.
    pub count: u32,
    /// Those without a date.
    pub undated: u32,
    /// Records found, read or not.
    pub records: u32,
    /// First and last finite bound of all events, milliseconds since 1970; `None` where nothing is dated.
    pub extent: Option<(f64, f64)>,
    /// The document's fields, those found in events, then the built-in ones.
    pub fields: Vec<FieldInfo>,
}

/// One field of a set.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldInfo {
    /// The key in events and queries.
    pub key: String,
    /// What readers see, where the document says.
    pub label: Option<String>,
    /// What it holds.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// Made by the store, not by the document.
    pub builtin: bool,
    /// Distinct values, for a category field; otherwise 0.
    pub values: u32,
    /// The least number, for a number field that has any.
    pub min: Option<f64>,
    /// The greatest number.
    pub max: Option<f64>,
}

/// One line of the list, and what the label of a mark needs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RowView {
    /// The row.
    pub row: u32,
    /// The event's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Canonical names of the claimants, each once, in the document's order.
    pub by: Vec<String>,
    /// Statuses of the claims, each once.
    pub status: Vec<String>,
    /// The source's own words for the date.
    pub date_text: Option<String>,
    /// The four bounds; `None` is undated.
    pub span: Option<Span>,
    /// The date taken apart, to be said in the reader's language.
    pub date: Option<DateWords>,
    /// Code of the first value in the colouring field, or [`NO_COLOR`].
    pub color: u32,
}

/// Another event by its id.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EventReference {
    /// The id as written.
    pub id: String,
    /// Its row; `None` where the set has no event of that id.
    pub row: Option<u32>,
    /// Its title.
    pub title: Option<String>,
}

/// The values of one of the document's fields.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldValues {
    /// The field's key.
    pub key: String,
    /// What readers see, where the document says.
    pub label: Option<String>,
    /// What it holds.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// Canonical names, numbers or texts.
    pub values: Vec<TextOrNumber>,
}

/// One value of a field.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum TextOrNumber {
    /// A name or text.
    Text(String),
    /// A number.
    Number(f64),
}

/// The codes of one event in a category field.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldCodes {
    /// The field's key.
    pub field: String,
    /// Codes of its values, in document order.
    pub codes: Vec<u32>,
}

/// Everything of one event.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EventDetail {
    /// The row.
    pub row: u32,
    /// The event's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The date as written.
    pub date: Option<String>,
    /// The start as written.
    pub start: Option<String>,
    /// The end as written.
    pub end: Option<String>,
    /// The source's own words for the date.
    pub date_text: Option<String>,
    /// Why the date is what it is.
    pub date_note: Option<String>,
    /// Components that the editor inferred.
    pub date_inferred: Vec<String>,
    /// The four bounds; `None` is undated.
    pub span: Option<Span>,
    /// The date taken apart.
    pub date_words: Option<DateWords>,
    /// Events that the text places this one after.
    pub after: Vec<EventReference>,
    /// Events that the text places this one before.
    pub before: Vec<EventReference>,
    /// What happened, in a paragraph.
    pub description: Option<String>,
    /// Who says so.
    pub claims: Vec<Claim>,
    /// Where.
    pub places: Vec<Place>,
    /// Further reading.
    pub links: Vec<Link>,
    /// Pictures and recordings.
    pub media: Vec<Media>,
    /// The event this one is a part of.
    pub part_of: Option<EventReference>,
    /// The events that name this one as the whole they are a part of, in document order.
    pub parts: Vec<EventReference>,
    /// The document's own fields that the event has, in the set's order.
    pub fields: Vec<FieldValues>,
    /// Its codes in each category field.
    pub codes: Vec<FieldCodes>,
}

impl Timeline {
    /// Reads a set in any known format. What cannot be understood is among the [`diagnostics`](Self::diagnostics).
    ///
    /// ```
    /// use event_timeline::Timeline;
    /// let timeline = Timeline::open(b"[]", str::to_owned);
    /// assert_eq!(timeline.info().count, 0);
    /// ```
    pub fn open(bytes: &[u8], decompose: Decompose) -> Timeline {
        Timeline::new(formats::read(bytes), decompose)
    }

    /// Makes a timeline of a set that was read or made elsewhere.
    pub fn new(reading: Reading, decompose: Decompose) -> Timeline {
        let Reading { set, mut diagnostics, records } = reading;
        let store = Store::build(set, decompose);
        diagnostics.extend_from_slice(store.diagnostics());
        let mut timeline = Timeline {
            conditions: Conditions::none(&store),
            flags: store.events().iter().map(flags_of).collect(),
            store,
            diagnostics,
            records,
            collation: Collation::default(),
            query: Query::default(),
            matches: Matches::default(),
            undated: Vec::new(),
            label_widths: Mutex::default(),
        };
        timeline.answer_default();
        timeline
    }

    fn answer_default(&mut self) {
        // The default query names no field, no range and no sort key: nothing in it can be wrong.
        let answered = self.query(Query::default());
        debug_assert!(answered.is_ok());
    }

    /// The columns.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What the set says of itself, and what is in it.
    pub fn info(&self) -> SetInfo {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let store = &self.store;
        SetInfo {
            title: owned(store.title()),
            description: owned(store.description()),
            lang: owned(store.lang()),
            source: owned(store.source()),
            count: store.len(),
            undated: store.events().iter().filter(|event| event.span.is_none()).count() as u32,
            records: self.records,
            extent: store.extent(),
            fields: store.fields().iter().map(field_info).collect(),
        }
    }

    /// What was wrong with the document, in its order.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Reads a line of the [query language](language), which may name this set's fields.
    ///
    /// ```
    /// use event_timeline::Timeline;
    /// let timeline = Timeline::open(br#"[{"title": "a", "actor": "IRGC"}]"#, str::to_owned);
    /// let parsed = timeline.parse_query("actor:IRGC before:2014-09");
    /// assert_eq!(parsed.problems, []);
    /// assert_eq!(timeline.format_query(&parsed.query), "actor:IRGC before:2014-09");
    /// ```
    pub fn parse_query(&self, text: &str) -> Parsed {
        language::parse(text, &self.field_names(), self.store.decompose())
    }

    /// Prints a query as the line that [`parse_query`](Self::parse_query) reads back as it.
    pub fn format_query(&self, query: &Query) -> String {
        language::format(query, &self.field_names(), self.store.decompose())
    }

    fn field_names(&self) -> Vec<FieldName<'_>> {
        let fields = self.store.fields().iter();
        fields
            .map(|field| FieldName { key: &field.key, label: field.label.as_deref(), field_type: field.field_type() })
            .collect()
    }

    /// The texts that the page's collator ranks for sorting by `title` (one a row) or by a category field (one a value,
    /// by code); `None` where sorting by it needs no collation.
    pub fn names(&self, by: &str) -> Option<Vec<&str>> {
        if by == "title" {
            return Some(self.store.events().iter().map(|event| event.title.as_str()).collect());
        }
        let values = self.store.category(by)?.values();
        Some(values.iter().map(|value| value.name.as_str()).collect())
    }

    /// Sorts by these ranks of [`names(by)`](Self::names) from now on, the current matches too.
    ///
    /// # Errors
    /// [`Error::WrongLength`] unless there is one rank a name, [`Error::UnknownField`] where `by` has no names.
    pub fn set_ranks(&mut self, by: &str, ranks: Vec<u32>) -> Result<(), Error> {
        let mut given = Collation::default();
        match by {
            "title" => given.title = Some(ranks),
            _ => drop(given.fields.insert(by.to_owned(), ranks)),
        }
        given.check(&self.store)?;
        self.collation.title = given.title.or_else(|| self.collation.title.take());
        self.collation.fields.append(&mut given.fields);
        if self.query.sort.iter().any(|key| key.by == by) {
            self.query(self.query.clone())?;
        }
        Ok(())
    }

    /// The current query.
    pub fn current_query(&self) -> &Query {
        &self.query
    }

    /// The answer to the current query.
    pub fn matches(&self) -> &Matches {
        &self.matches
    }

    /// Makes the query current: everything below is about its matches.
    ///
    /// # Errors
    /// Those of [`query::run`]; the former query then stays.
    pub fn query(&mut self, query: Query) -> Result<Counts, Error> {
        let conditions = Conditions::of(&self.store, &query)?;
        self.matches = query::answer(&self.store, &conditions, &query, &self.collation)?;
        self.undated = self.matches.order.iter().copied().filter(|row| !self.store.is_dated(*row)).collect();
        self.conditions = conditions;
        self.query = query;
        Ok(self.matches.counts)
    }

    /// Matches in order, from the `offset`th on, at most `limit`.
    ///
    /// # Errors
    /// [`Error::UnknownField`] where `color_by` is no category field's key.
    pub fn page(&self, offset: u32, limit: u32, color_by: Option<&str>) -> Result<Vec<RowView>, Error> {
        self.rows(self.order(offset, limit), color_by)
    }

    /// Row numbers of the matches in order, from the `offset`th on, at most `limit`.
    pub fn order(&self, offset: u32, limit: u32) -> &[u32] {
        slice(&self.matches.order, offset, limit)
    }

    /// Undated matches in order, from the `offset`th on, at most `limit`.
    ///
    /// # Errors
    /// [`Error::UnknownField`] where `color_by` is no category field's key.
    pub fn undated_page(&self, offset: u32, limit: u32, color_by: Option<&str>) -> Result<Vec<RowView>, Error> {
        self.rows(slice(&self.undated, offset, limit), color_by)
    }

    /// The rows asked for, in that order, whether they match or not.
    ///
    /// # Errors
    /// [`Error::UnknownRow`], and [`Error::UnknownField`] where `color_by` is no category field's key.
    pub fn rows(&self, rows: &[u32], color_by: Option<&str>) -> Result<Vec<RowView>, Error> {
        let colors = color_by.map(|key| category(&self.store, key)).transpose()?;
        rows.iter().map(|row| self.row_view(*row, colors)).collect()
    }

    fn row_view(&self, row: u32, colors: Option<&Category>) -> Result<RowView, Error> {
        let event = self.event_of(row)?;
        let names = |key: &str| self.store.category(key).map_or_else(Vec::new, |column| names(column, row));
        Ok(RowView {
            row,
            id: event.id.clone(),
            title: event.title.clone(),
            by: names("claimant"),
            status: names("status"),
            date_text: event.date_text.clone(),
            span: event.span,
            date: date_words(event),
            color: color_of(colors, row),
        })
    }

    fn event_of(&self, row: u32) -> Result<&Event, Error> {
        self.store.event(row).ok_or(Error::UnknownRow { row, rows: self.store.len() })
    }

    /// The place of a row in the order of matches; `None` where it does not match.
    pub fn position(&self, row: u32) -> Option<u32> {
        if !self.matches.rows.contains(row) {
            return None;
        }
        self.matches.order.iter().position(|other| *other == row).map(|at| at as u32)
    }

    /// The row of an id.
    pub fn find(&self, id: &str) -> Option<u32> {
        self.store.find(id)
    }

    /// Everything of one event.
    ///
    /// # Errors
    /// [`Error::UnknownRow`].
    pub fn event(&self, row: u32) -> Result<EventDetail, Error> {
        let event = self.event_of(row)?;
        let references = |ids: &[String]| ids.iter().map(|id| self.reference(id)).collect();
        let parts = self.store.parts_of(&event.id).iter().filter_map(|row| self.store.event(*row));
        let fields = self.store.fields().iter();
        Ok(EventDetail {
            row,
            id: event.id.clone(),
            title: event.title.clone(),
            date: event.date.clone(),
            start: event.start.clone(),
            end: event.end.clone(),
            date_text: event.date_text.clone(),
            date_note: event.date_note.clone(),
            date_inferred: event.date_inferred.clone(),
            span: event.span,
            date_words: date_words(event),
            after: references(&event.after),
            before: references(&event.before),
            description: event.description.clone(),
            claims: event.claims.clone(),
            places: event.places.clone(),
            links: event.links.clone(),
            media: event.media.clone(),
            part_of: event.part_of.as_deref().map(|id| self.reference(id)),
            parts: parts.map(|part| self.reference(&part.id)).collect(),
            fields: fields.clone().filter_map(|field| self.values_of(field, event)).collect(),
            codes: fields.filter_map(|field| codes_of(field, row)).collect(),
        })
    }

    fn reference(&self, id: &str) -> EventReference {
        let row = self.store.find(id);
        let title = row.and_then(|row| self.store.event(row)).map(|event| event.title.clone());
        EventReference { id: id.to_owned(), row, title }
    }

    fn values_of(&self, field: &Field, event: &Event) -> Option<FieldValues> {
        let text = |text: &String| TextOrNumber::Text(self.canonical(field, text));
        let values = match event.fields.get(&field.key)? {
            FieldValue::Number(number) => vec![TextOrNumber::Number(*number)],
            FieldValue::Texts(texts) => texts.iter().map(text).collect(),
        };
        let (key, label, field_type) = (field.key.clone(), field.label.clone(), field.field_type());
        (!values.is_empty()).then_some(FieldValues { key, label, field_type, values })
    }

    fn canonical(&self, field: &Field, text: &str) -> String {
        let value = field.category().and_then(|column| column.value(column.find(&self.store.fold(text))?));
        value.map_or_else(|| text.to_owned(), |value| value.name.clone())
    }

    /// Counts of the fields' values among the matches of every condition but those on the field itself.
    ///
    /// # Errors
    /// [`Error::UnknownField`] for a key that is no category field's.
    pub fn facets(&self, fields: &[impl AsRef<str>]) -> Result<Vec<FacetCounts>, Error> {
        fields.iter().map(|field| query::count(&self.store, &self.conditions, field.as_ref())).collect()
    }

    /// How many matches touch each of `bins` equal parts of `[from, to)`.
    ///
    /// # Errors
    /// Those of [`query::histogram`].
    pub fn histogram(&self, from: f64, to: f64, bins: u32) -> Result<Histogram, Error> {
        query::histogram(&self.store, &self.matches.rows, from, to, bins)
    }

    /// The whole extent of the matches in `width_px` CSS pixels, as if there were no time filter.
    ///
    /// # Errors
    /// Those of [`layout::overview()`].
    pub fn overview(&self, width_px: f32) -> Result<Overview, Error> {
        let rows = self.dated(&self.matches.at_any_time);
        layout::overview(&self.input(&rows, &|row| self.label(row)), width_px)
    }

    /// The geometry of one view of the matches. Groups stand in the order of [`facets`](Self::facets).
    ///
    /// # Errors
    /// Those of [`layout::frame()`], and [`Error::UnknownField`] where `group_by` or `color_by` is no category field's key.
    pub fn frame(&self, viewport: &Viewport) -> Result<Frame, Error> {
        let column = |key: &Option<String>| key.as_deref().map(|key| category(&self.store, key)).transpose();
        let (grouping, coloring) = (column(&viewport.group_by)?, column(&viewport.color_by)?);
        let names = grouping.map_or_else(Vec::new, |column| column.values().iter().map(|v| v.name.as_str()).collect());
        let order: Vec<u32> =
            grouping.map_or_else(Vec::new, |column| tree_order(column).iter().map(|(c, _)| *c).collect());
        let rows = self.dated(&self.matches.rows);
        let label = |row| self.label(row);
        let codes = |row| grouping.map_or(&[][..], |column| column.codes(row));
        let color = |row| color_of(coloring, row);
        let mut widths = self.label_widths.lock().unwrap_or_else(PoisonError::into_inner);
        widths.keep_for(self.store.len() as usize, viewport);
        let input = Input {
            widths: Some(&widths),
            groups: grouping.map(|_| GroupInput { names: &names, order: &order, codes: &codes }),
            color: Some(&color),
            ..self.input(&rows, &label)
        };
        layout::frame(&input, viewport)
    }

    /// A window `(from, to)` in which every finite bound of every dated match is visible, with a margin.
    pub fn fit(&self) -> Option<(f64, f64)> {
        layout::fit(&self.input(&self.dated(&self.matches.rows), &|row| self.label(row)))
    }

    /// A window `(from, to)` that shows one event well; `None` where the row is undated, or there is none of that number.
    pub fn fit_row(&self, row: u32) -> Option<(f64, f64)> {
        layout::fit_row(&self.input(&self.dated(&self.matches.rows), &|row| self.label(row)), row)
    }

    /// The dated ones of some rows, in chronological order.
    fn dated(&self, rows: &RowSet) -> Vec<u32> {
        let order = self.store.chronological().iter().copied();
        order.filter(|row| rows.contains(*row)).take_while(|row| self.store.is_dated(*row)).collect()
    }

    fn input<'a>(&'a self, rows: &'a [u32], label: &'a dyn Fn(u32) -> Label<'a>) -> Input<'a> {
        let Bounds { earliest_start, latest_start, earliest_end, latest_end } = self.store.bounds();
        let (flags, color, groups) = (&self.flags, None, None);
        let widths = None;
        Input { rows, earliest_start, latest_start, earliest_end, latest_end, flags, color, groups, label, widths }
    }

    fn label(&self, row: u32) -> Label<'_> {
        let title = self.store.event(row).map_or("", |event| event.title.as_str());
        let Some(column) = self.store.category("claimant") else { return Label::default() };
        let claimant = match column.codes(row) {
            [] => Cow::Borrowed(""),
            [one] => Cow::Borrowed(column.value(*one).map_or("", |value| value.name.as_str())),
            _ => Cow::Owned(names(column, row).join(", ")),
        };
        Label { title, claimant }
    }
}

/// The flags that a mark has wherever it is drawn.
fn flags_of(event: &Event) -> u16 {
    let Some(span) = event.span else { return 0 };
    let flags = [
        (span.start_edge == Edge::Open, FLAG_START_OPEN),
        (span.start_edge == Edge::Unknown, FLAG_START_UNKNOWN),
        (span.end_edge == Edge::Open, FLAG_END_OPEN),
        (span.end_edge == Edge::Unknown, FLAG_END_UNKNOWN),
        (span.qualifiers.uncertain, FLAG_UNCERTAIN),
        (span.qualifiers.approximate, FLAG_APPROXIMATE),
    ];
    flags.into_iter().filter(|(applies, _)| *applies).fold(0, |all, (_, flag)| all | flag)
}

/// The code of a row's first value in the colouring field.
fn color_of(column: Option<&Category>, row: u32) -> u32 {
    column.and_then(|column| column.codes(row).first().copied()).unwrap_or(NO_COLOR)
}

fn slice(rows: &[u32], offset: u32, limit: u32) -> &[u32] {
    let from = (offset as usize).min(rows.len());
    let to = from.saturating_add(limit as usize).min(rows.len());
    rows.get(from..to).unwrap_or(&[])
}

fn field_info(field: &Field) -> FieldInfo {
    let numbers = || field.numbers().unwrap_or(&[]).iter().copied().filter(|number| !number.is_nan());
    FieldInfo {
        key: field.key.clone(),
        label: field.label.clone(),
        field_type: field.field_type(),
        builtin: field.builtin,
        values: field.category().map_or(0, |column| column.values().len() as u32),
        min: numbers().reduce(f64::min),
        max: numbers().reduce(f64::max),
    }
}

fn names(column: &Category, row: u32) -> Vec<String> {
    let values = column.codes(row).iter().filter_map(|code| column.value(*code));
    values.map(|value| value.name.clone()).collect()
}

fn codes_of(field: &Field, row: u32) -> Option<FieldCodes> {
    match &field.column {
        Column::Category(column) => Some(FieldCodes { field: field.key.clone(), codes: column.codes(row).to_vec() }),
        _ => None,
    }
}

/// The event's date taken apart, whichever way it is given; `None` where it is undated or cannot be read.
fn date_words(event: &Event) -> Option<DateWords> {
    let span = event.span?;
    if let Some(date) = &event.date {
        return Some(parse(date).ok()?.words());
    }
    let side = |text: &Option<String>| text.as_deref().map(parse_end).transpose().ok();
    match (side(&event.start)?, side(&event.end)?) {
        (Some(End::Date(start)), None) if start.span() == span => Some(start.words()),
        (None, None) if span == Span::instant(span.earliest_start) => Some(instant_date(span.earliest_start)?.words()),
        (start, end) => {
            let start = start.unwrap_or_else(|| instant_end(span.start_edge, span.earliest_start));
            let end = end.unwrap_or_else(|| instant_end(span.end_edge, span.earliest_end));
            Some(DateWords::between(&start, &end))
        }
    }
}

/// The side of an event that has no text: a number of milliseconds, or unknown.
fn instant_end(edge: Edge, ms: f64) -> End {
    match instant_date(ms) {
        Some(date) if edge == Edge::Bounded => End::Date(date),
        _ => End::Unknown,
    }
}

fn instant_date(ms: f64) -> Option<Edtf> {
    if ms.is_finite() { parse(&format_instant(ms)).ok() } else { None }
}

#[cfg(test)]
mod tests;
