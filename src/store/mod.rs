//! Events → immutable columns by row: four time bounds with zone maps, dictionary codes, numbers.
//!
//! **A row is a place in chronological order**, a dense `u32`: rows ascend by [start](Store::start), then latest end,
//! then document order, and undated events come last. So the dated rows are `0..store.dated()`, a window of time is a
//! nearly contiguous range of rows, and a row set read from the first bit to the last is in the default order. A store
//! never changes once built.
//!
//! What is read in bulk (bounds, codes, numbers) is by row. Texts, ids and details stay as the [table](EventTable) has
//! them, in document order, and are reached through [`Store::document_order`]. Indexes that only some questions need are
//! made when the first such question is asked.
//!
//! The fields are those that the document declares, in its order, then those found in events (strings a category,
//! numbers a number), then four built-in category fields: `place`, `claimant`, `status` and `dating`. A document's own
//! field of such a key is merged into the built-in one. The values of `dating` are those of [`DATING`].

pub(crate) mod blocks;
mod bounds;
mod category;
mod fields;
mod lookup;
mod order;
mod search;
pub mod text;
mod vocabulary;
pub mod word_index;

pub use bounds::{BoundColumn, Bounds, WIDE_ZONE_ROWS, ZONE_ROWS, Zone, Zones};
pub use category::{Category, MAX_BROADER_LEVELS, MAX_BROADER_VALUES, RowCodes, RowValues, Value};
pub use fields::{Column, Field, dating};

use crate::diagnostic::Diagnostic;
use crate::event::{Event, FieldValue};
use crate::table::{Detail, EventTable, MARK_INFERRED, Spans, span_of};
use crate::time::Span;
use lookup::Lookup;
use search::LazyIndex;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::OnceLock;
use text::{Decompose, fold};

/// How well an event is dated, the values of the field `dating`; an event has each that applies.
///
/// - `exact`: both ends are known to within a day, and none of the doubts below applies.
/// - `coarse`: an end is known, but only to within more than a day: a month, a year, a set of days.
/// - `approximate`: marked `~` or `%`. `uncertain`: marked `?` or `%`. `inferred`: has `date_inferred`.
/// - `open`: a side goes on without end. `unknown`: a side exists and nobody says when.
/// - `undated`: no date at all, and then nothing else.
pub const DATING: [&str; 8] = ["exact", "coarse", "approximate", "uncertain", "inferred", "open", "unknown", "undated"];

pub use crate::event::BUILTIN_FIELDS;

/// Fields that a set may have besides the built-in ones: each has a column as long as the set. The first ones are kept.
pub const MAX_FIELDS: usize = 256;

const DAY_MS: f64 = 86_400_000.0;

/// An event set as immutable columns.
#[derive(Debug)]
pub struct Store {
    /// Texts, ids and details in document order. What is kept by row is moved out.
    table: EventTable,
    /// Positions in the document by row; `None` where they are the same.
    positions: Option<Vec<u32>>,
    dated: u32,
    bounds: Bounds,
    zones: Zones,
    /// `MARK_*` bits by row; those of the last rows are left out if they are 0.
    marks: Vec<u8>,
    fields: Vec<Field>,
    lookup: Lookup,
    rows: OnceLock<Vec<u32>>,
    titles: LazyIndex,
    descriptions: LazyIndex,
    decompose: Decompose,
    diagnostics: Vec<Diagnostic>,
}

impl Store {
    /// Builds the columns: one radix sort, then one pass over each column that is read in bulk.
    pub fn build(table: impl Into<EventTable>, decompose: Decompose) -> Store {
        Store::of(table.into(), decompose)
    }

    fn of(mut table: EventTable, decompose: Decompose) -> Store {
        let (mut diagnostics, len) = (Vec::new(), table.len());
        let dated = len - table.spans.undated;
        // Only a document's own field `dating` needs the spans by position once they are taken over.
        let mut spans = match table.column_of("dating") {
            Some(_) => table.spans.clone(),
            None => std::mem::take(&mut table.spans),
        };
        table.inferred().for_each(|position| spans.mark_inferred(position));
        let order::Rows { positions, earliest_start } = order::chronological(&mut spans);
        let by_row = positions.as_deref();
        let marks = match by_row {
            Some(positions) if !spans.marks.is_empty() => order::gather_bytes(&spans.marks, positions),
            _ => spans.marks.clone(),
        };
        let bounds = Bounds::build(earliest_start, spans, by_row);
        let zones = Zones::build(&bounds, dated);
        let rows = fields::Rows {
            positions: by_row,
            len,
            dated,
            bounds: &bounds,
            marks: &marks,
            decompose,
            by_position: OnceCell::new(),
        };
        let fields = fields::build(&mut table, &rows, &mut diagnostics);
        table.spans = Spans::default();
        Store {
            table,
            positions,
            dated,
            bounds,
            zones,
            marks,
            fields,
            lookup: Lookup::default(),
            rows: OnceLock::new(),
            titles: OnceLock::new(),
            descriptions: OnceLock::new(),
            decompose,
            diagnostics,
        }
    }

    /// Texts, ids and details in document order, and what the document says of itself. Its bounds, its numbers and the
    /// names that stand in [`fields`](Self::fields) as they were written are there instead.
    pub fn table(&self) -> &EventTable {
        &self.table
    }

    /// Events there are; rows are `0..len`.
    pub fn len(&self) -> u32 {
        self.table.len()
    }

    /// Whether there is no event.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// Rows that are dated: those before this one.
    pub fn dated(&self) -> u32 {
        self.dated
    }

    /// Whether a row has a date.
    #[inline]
    pub fn is_dated(&self, row: u32) -> bool {
        row < self.dated
    }

    /// Where the event of a row stands in the document, from 0; `len` where there is no such row.
    #[inline]
    pub fn document_order(&self, row: u32) -> u32 {
        match &self.positions {
            None => row.min(self.len()),
            Some(positions) => positions.get(row as usize).copied().unwrap_or(self.len()),
        }
    }

    /// [`document_order`](Self::document_order) of all rows; `None` where the document is in chronological order, and
    /// every row stands where its number says.
    pub fn positions(&self) -> Option<&[u32]> {
        self.positions.as_deref()
    }

    /// The row of the event at a position of the document; `None` where there is none. The first call costs 4 bytes an
    /// event, unless the document is in chronological order.
    pub fn row_of_document(&self, position: u32) -> Option<u32> {
        let Some(positions) = &self.positions else { return (position < self.len()).then_some(position) };
        let rows = self.rows.get_or_init(|| fields::by_position(positions));
        rows.get(position as usize).copied()
    }

    /// The event of a row, rebuilt as [`EventTable::event`] does.
    pub fn event(&self, row: u32) -> Option<Event> {
        let mut event = self.table.event(self.document_order(row))?;
        event.span = self.span(row);
        for field in self.fields.iter().filter(|field| field.taken) {
            event.fields.extend(field.taken_value(row).map(|value| (field.key.clone(), value)));
        }
        Some(event)
    }

    /// The title of a row; empty where there is no such row.
    pub fn title(&self, row: u32) -> &str {
        self.table.title_of(self.document_order(row))
    }

    /// The id of a row.
    pub fn id(&self, row: u32) -> Cow<'_, str> {
        self.table.id(self.document_order(row))
    }

    /// The description of a row.
    pub fn description(&self, row: u32) -> Option<&str> {
        self.table.descriptions().get(self.document_order(row))
    }

    /// The source's own words for the date of a row.
    pub fn date_text(&self, row: u32) -> Option<&str> {
        self.table.date_texts.get(self.document_order(row))
    }

    /// The date, the start and the end of a row, as written.
    pub fn dates(&self, row: u32) -> [Option<&str>; 3] {
        let position = self.document_order(row);
        [&self.table.dates, &self.table.starts, &self.table.ends].map(|texts| texts.get(position))
    }

    /// What few events have, of a row.
    pub fn detail(&self, row: u32) -> Option<&Detail> {
        self.table.detail_of(self.document_order(row))
    }

    /// The values of a row in one of the document's own fields, as written.
    pub fn own_value(&self, key: &str, row: u32) -> Option<FieldValue> {
        match self.field(key) {
            Some(field) if field.taken => field.taken_value(row),
            _ => self.own_value_at(key, self.document_order(row)),
        }
    }

    /// The same by position; not for fields of which only the column by row is kept.
    fn own_value_at(&self, key: &str, position: u32) -> Option<FieldValue> {
        match self.table.column_of(key) {
            Some(column) => column.value(position),
            None => self.table.detail_of(position)?.fields.get(key).cloned(),
        }
    }

    /// The time bounds of a row; `None` where it is undated, or there is no such row.
    pub fn span(&self, row: u32) -> Option<Span> {
        self.is_dated(row).then(|| span_of(self.bounds.get(row), self.marks(row)))
    }

    /// The `MARK_*` bits of a row: what is known of its ends, and doubts.
    #[inline]
    pub fn marks(&self, row: u32) -> u8 {
        self.marks.get(row as usize).copied().unwrap_or(0)
    }

    /// Components of a row's date that the source does not write.
    pub fn date_inferred(&self, row: u32) -> &[String] {
        if self.marks(row) & MARK_INFERRED == 0 {
            return &[];
        }
        self.table.detail_of(self.document_order(row)).map_or(&[], |detail| &detail.date_inferred)
    }

    /// The time bounds of all rows.
    pub fn bounds(&self) -> &Bounds {
        &self.bounds
    }

    /// Least and greatest bounds by block of rows.
    pub fn zones(&self) -> &Zones {
        &self.zones
    }

    /// The fields in order: the document's, those found in events, the built-in ones.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The field of a key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The category field of a key.
    pub fn category(&self, key: &str) -> Option<&Category> {
        self.field(key).and_then(Field::category)
    }

    /// The row of an id; that of the first event in the document where several have it. The first call costs 8 to 16
    /// bytes an event, unless ids are made from positions.
    pub fn find(&self, id: &str) -> Option<u32> {
        self.row_of_document(self.lookup.position_of(&self.table, id)?)
    }

    /// Rows of the events that name `id` as the whole they are a part of, in document order.
    pub fn parts_of(&self, id: &str) -> Vec<u32> {
        let parts = self.lookup.parts_of(&self.table, id);
        parts.iter().filter_map(|position| self.row_of_document(*position)).collect()
    }

    /// The first and last finite bound of all events; `None` where there is none.
    pub fn extent(&self) -> Option<(f64, f64)> {
        let all = self.zones.all()?;
        if all.min.iter().chain(&all.max).all(|bound| bound.is_finite()) {
            return Some((all.min[0], all.max[3]));
        }
        let (mut from, mut to) = (f64::INFINITY, f64::NEG_INFINITY);
        for row in 0..self.dated {
            for bound in self.bounds.get(row).into_iter().filter(|bound| bound.is_finite()) {
                (from, to) = (from.min(bound), to.max(bound));
            }
        }
        (from <= to).then_some((from, to))
    }

    /// Where a row stands in chronological order, milliseconds since 1970: its earliest start.
    ///
    /// Where that is −∞ it is the first bound that is finite: what began some day up to 1 July stands among the events
    /// of July, not before all others. −∞ where no bound is, +∞ where the row is undated.
    pub fn start(&self, row: u32) -> f64 {
        order::anchor(self.bounds.get(row))
    }

    /// How this set's texts are decomposed.
    pub fn decompose(&self) -> Decompose {
        self.decompose
    }

    /// The text [folded](fold) the way this set's texts are.
    pub fn fold(&self, text: &str) -> String {
        fold(text, self.decompose)
    }

    /// What of the document had to be left out here: fields beyond the limit, links that close a circle or exceed one.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

#[cfg(test)]
mod tests;
