//! What is read: the set, rows of the list, one event.

use super::Timeline;
use crate::error::Error;
use crate::event::{Claim, Event, FieldType, FieldValue, Link, Media, Place};
use crate::layout::NO_COLOR;
use crate::query::filter::category;
use crate::store::{Category, Column, Field};
use crate::time::{DateWords, Edge, Edtf, End, Span, format_instant, parse, parse_end};
use serde::Serialize;

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
    /// Components of the date that the source does not write.
    pub date_inferred: Vec<String>,
    /// The four bounds; `None` is undated.
    pub span: Option<Span>,
    /// The date taken apart, to be said in the reader's language.
    pub date: Option<DateWords>,
    /// Code of the first value in the colouring field, or [`NO_COLOR`].
    pub color: u32,
}

/// What there is to say of a row's date.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RowDate {
    /// The date taken apart, to be said in the reader's language.
    pub date: Option<DateWords>,
    /// Components of it that the source does not write.
    pub date_inferred: Vec<String>,
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
    /// What the set says of itself, and what is in it.
    pub fn info(&self) -> SetInfo {
        let (store, table) = (&self.store, self.store.table());
        SetInfo {
            title: table.title.clone(),
            description: table.description.clone(),
            lang: table.lang.clone(),
            source: table.source.clone(),
            count: store.len(),
            undated: store.len() - store.dated(),
            records: self.records,
            extent: store.extent(),
            fields: store.fields().iter().map(field_info).collect(),
        }
    }

    /// Matches in order, from the `offset`th on, at most `limit`.
    ///
    /// # Errors
    /// [`Error::UnknownField`] where `color_by` is no category field's key.
    pub fn page(&self, offset: u32, limit: u32, color_by: Option<&str>) -> Result<Vec<RowView>, Error> {
        self.rows(&self.order(offset, limit), color_by)
    }

    /// Undated matches in order, from the `offset`th on, at most `limit`.
    ///
    /// # Errors
    /// [`Error::UnknownField`] where `color_by` is no category field's key.
    pub fn undated_page(&self, offset: u32, limit: u32, color_by: Option<&str>) -> Result<Vec<RowView>, Error> {
        self.rows(self.undated_order(offset, limit), color_by)
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
        self.check_row(row)?;
        let store = &self.store;
        let names = |key: &str| store.category(key).map_or_else(Vec::new, |column| names(column, row));
        let span = store.span(row);
        Ok(RowView {
            row,
            id: store.id(row).into_owned(),
            title: store.title(row).to_owned(),
            by: names("claimant"),
            status: names("status"),
            date_text: store.date_text(row).map(str::to_owned),
            date_inferred: store.date_inferred(row).to_vec(),
            span,
            date: date_words(span, store.dates(row)),
            color: color_of(colors, row),
        })
    }

    pub(super) fn check_row(&self, row: u32) -> Result<(), Error> {
        let rows = self.store.len();
        if row < rows { Ok(()) } else { Err(Error::UnknownRow { row, rows }) }
    }

    /// Everything of one event.
    ///
    /// # Errors
    /// [`Error::UnknownRow`].
    pub fn event(&self, row: u32) -> Result<EventDetail, Error> {
        let rows = self.store.len();
        let event = self.store.event(row).ok_or(Error::UnknownRow { row, rows })?;
        let dates = [&event.date, &event.start, &event.end].map(Option::as_deref);
        let references = |ids: &[String]| ids.iter().map(|id| self.reference(id)).collect();
        let parts = self.store.parts_of(&event.id).into_iter().map(|row| self.reference(&self.store.id(row)));
        let fields = self.store.fields().iter();
        Ok(EventDetail {
            row,
            date_words: date_words(event.span, dates),
            after: references(&event.after),
            before: references(&event.before),
            part_of: event.part_of.as_deref().map(|id| self.reference(id)),
            parts: parts.collect(),
            fields: fields.clone().filter_map(|field| self.values_of(field, &event)).collect(),
            codes: fields.filter_map(|field| codes_of(field, row)).collect(),
            id: event.id,
            title: event.title,
            date: event.date,
            start: event.start,
            end: event.end,
            date_text: event.date_text,
            date_note: event.date_note,
            date_inferred: event.date_inferred,
            span: event.span,
            description: event.description,
            claims: event.claims,
            places: event.places,
            links: event.links,
            media: event.media,
        })
    }

    fn reference(&self, id: &str) -> EventReference {
        let row = self.store.find(id);
        let title = row.map(|row| self.store.title(row).to_owned());
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
}

/// The code of a row's first value in the colouring field.
pub(super) fn color_of(column: Option<&Category>, row: u32) -> u32 {
    column.and_then(|column| column.first(row)).unwrap_or(NO_COLOR)
}

/// The least and the greatest number of a field, where it has any.
pub(super) fn extremes(field: &Field) -> (Option<f64>, Option<f64>) {
    let mut numbers = field.numbers().into_iter().flat_map(|numbers| numbers.iter().map(|(_, number)| number));
    let Some(first) = numbers.next() else { return (None, None) };
    let (min, max) = numbers.fold((first, first), |(min, max), number| (min.min(number), max.max(number)));
    (Some(min), Some(max))
}

fn field_info(field: &Field) -> FieldInfo {
    let (min, max) = extremes(field);
    FieldInfo {
        key: field.key.clone(),
        label: field.label.clone(),
        field_type: field.field_type(),
        builtin: field.builtin,
        values: field.category().map_or(0, |column| column.values().len() as u32),
        min,
        max,
    }
}

pub(super) fn names(column: &Category, row: u32) -> Vec<String> {
    let values = column.codes(row).filter_map(|code| column.value(code));
    values.map(|value| value.name.clone()).collect()
}

fn codes_of(field: &Field, row: u32) -> Option<FieldCodes> {
    match &field.column {
        Column::Category(column) => Some(FieldCodes { field: field.key.clone(), codes: column.codes(row).collect() }),
        _ => None,
    }
}

/// The event's date taken apart, whichever way it is given; `None` where it is undated or cannot be read.
pub(super) fn date_words(span: Option<Span>, [date, start, end]: [Option<&str>; 3]) -> Option<DateWords> {
    let span = span?;
    if let Some(date) = date {
        return Some(parse(date).ok()?.words());
    }
    let side = |text: Option<&str>| text.map(parse_end).transpose().ok();
    match (side(start)?, side(end)?) {
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
