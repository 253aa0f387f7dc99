//! What is asked first, and often, packed as numbers and one text: lines of the list, a page of a hundred in microseconds;
//! what a set says of itself.

use super::Timeline;
use super::views::{RowDate, color_of, date_words, extremes};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::event::FieldValue;
use crate::formats::{DateFormat, FileReport, FormatName};
use crate::number;
use crate::query::filter::category;
use crate::query::window::columns;
use crate::store::{Category, Column, Field};
use crate::table::Ids;
use crate::wire::Wire;

impl Timeline {
    /// What [`info`](Timeline::info) says, how each file was understood, and what was wrong.
    pub fn pack_about(&self) -> Wire {
        let mut wire = Wire::default();
        self.pack_info(&mut wire);
        wire.number(self.files.len() as f64);
        self.files.iter().for_each(|file| pack_file(&mut wire, file));
        wire.number(self.diagnostics.len() as f64);
        self.diagnostics.iter().for_each(|diagnostic| pack_diagnostic(&mut wire, diagnostic));
        wire
    }

    fn pack_info(&self, wire: &mut Wire) {
        let (store, table) = (&self.store, self.store.table());
        for text in [&table.title, &table.description, &table.lang, &table.source] {
            wire.optional(text.as_deref());
        }
        wire.all(&[store.len(), store.len() - store.dated(), self.records].map(f64::from));
        let (from, to) = store.extent().unzip();
        wire.bound(from);
        wire.bound(to);
        wire.number(store.fields().len() as f64);
        for field in store.fields() {
            wire.text(&field.key);
            wire.optional(field.label.as_deref());
            wire.number(f64::from(field.field_type() as u8));
            wire.flag(field.builtin);
            wire.number(field.category().map_or(0, |column| column.values().len()) as f64);
            let (min, max) = extremes(field);
            wire.bound(min);
            wire.bound(max);
        }
    }

    /// The values of a category field: of each code, depth, total, name, aliases and the codes of those that are broader.
    ///
    /// # Errors
    /// [`Error::UnknownField`] where it is no category field's key.
    pub fn pack_values(&self, field: &str) -> Result<Wire, Error> {
        let facets = self.facets(&[field])?;
        let values = facets.first().map_or(&[][..], |facet| &facet.values);
        let mut wire = Wire::default();
        wire.number(values.len() as f64);
        for value in values {
            wire.all(&[value.code, value.depth, value.total].map(f64::from));
            wire.text(&value.name);
            wire.texts(&value.aliases);
            wire.number(value.broader.len() as f64);
            value.broader.iter().for_each(|code| wire.number(f64::from(*code)));
        }
        Ok(wire)
    }

    /// The rows asked for, in that order, whether they match or not: row, colour, four bounds, marks (-1: undated), id,
    /// title, words for the date, claimants, statuses, then the values of each field asked for.
    ///
    /// # Errors
    /// [`Error::UnknownRow`], and [`Error::UnknownField`] where `color_by` is no category field's key.
    pub fn pack_rows(&self, rows: &[u32], color_by: Option<&str>, fields: &[String]) -> Result<Wire, Error> {
        let store = &self.store;
        let colors = color_by.map(|key| category(store, key)).transpose()?;
        let columns = ["claimant", "status"].map(|key| store.category(key));
        let fields: Vec<Option<&Field>> = fields.iter().map(|key| store.field(key)).collect();
        let mut wire = Wire::default();
        for row in rows.iter().copied() {
            self.check_row(row)?;
            let marks = if store.is_dated(row) { f64::from(store.marks(row)) } else { -1.0 };
            wire.all(&[row, color_of(colors, row)].map(f64::from));
            wire.all(&store.bounds().get(row));
            wire.number(marks);
            wire.text(&store.id(row));
            wire.text(store.title(row));
            wire.optional(store.date_text(row));
            columns.iter().for_each(|column| pack_names(&mut wire, *column, row));
            fields.iter().for_each(|field| self.pack_own(&mut wire, *field, row));
        }
        Ok(wire)
    }

    /// The rows asked for, in that order, in short, column by column: row, four bounds (NaN: undated), lengths of the ids
    /// and of the titles; all ids, then all titles.
    ///
    /// Rows stand far from one another in memory: a column at a time, a processor waits for many of them at once.
    ///
    /// # Errors
    /// [`Error::UnknownRow`].
    pub fn pack_brief_rows(&self, rows: &[u32]) -> Result<Wire, Error> {
        let (store, table) = (&self.store, self.store.table());
        rows.iter().try_for_each(|row| self.check_row(*row))?;
        let mut wire = Wire::default();
        wire.numbers.reserve(7 * rows.len());
        wire.text.reserve(64 * rows.len());
        wire.numbers.extend(rows.iter().map(|row| f64::from(*row)));
        for column in columns(store.bounds()) {
            let bound = |row: &u32| if store.is_dated(*row) { column.get(*row) } else { f64::NAN };
            wire.numbers.extend(rows.iter().map(bound));
        }
        let positions: Vec<u32> = rows.iter().map(|row| store.document_order(*row)).collect();
        match table.ids() {
            Ids::Numbers(ids) => {
                let ids: Vec<u32> = positions.iter().map(|at| ids.get(*at as usize).copied().unwrap_or(0)).collect();
                ids.iter().for_each(|id| wire.digits(*id));
            }
            _ => positions.iter().for_each(|at| wire.text(&table.id(*at))),
        }
        let titles: Vec<&str> = positions.iter().map(|at| table.title_of(*at)).collect();
        titles.iter().for_each(|title| wire.text(title));
        Ok(wire)
    }

    /// The dates of rows taken apart, and what of them is inferred.
    ///
    /// # Errors
    /// [`Error::UnknownRow`].
    pub fn words(&self, rows: &[u32]) -> Result<Vec<RowDate>, Error> {
        let words = |row: &u32| {
            self.check_row(*row)?;
            let date = date_words(self.store.span(*row), self.store.dates(*row));
            Ok(RowDate { date, date_inferred: self.store.date_inferred(*row).to_vec() })
        };
        rows.iter().map(words).collect()
    }

    /// A number (NaN for none), or how many codes or texts and these.
    fn pack_own(&self, wire: &mut Wire, field: Option<&Field>, row: u32) {
        let Some(field) = field else { return };
        match &field.column {
            Column::Category(column) => pack_codes(wire, column, row),
            Column::Number(numbers) => wire.number(numbers.get(row).unwrap_or(f64::NAN)),
            Column::Text(_) | Column::Link => match self.store.own_value(&field.key, row) {
                Some(FieldValue::Texts(texts)) => wire.texts(&texts),
                Some(FieldValue::Number(number)) => {
                    wire.number(1.0);
                    wire.text(&number::text(number));
                }
                None => wire.number(0.0),
            },
        }
    }
}

fn pack_file(wire: &mut Wire, file: &FileReport) {
    wire.optional(file.name.as_deref());
    wire.optional(file.format.map(FormatName::name));
    wire.text(file.encoding.name());
    wire.all(&[file.records, file.read, file.rejected].map(f64::from));
    wire.number(file.columns.len() as f64);
    for column in &file.columns {
        wire.text(&column.name);
        wire.text(column.role.name());
        wire.optional(column.date_format.map(DateFormat::name));
        wire.flag(column.ambiguous);
        wire.optional(column.separator.map(|separator| separator.to_string()).as_deref());
        wire.texts(&column.samples);
    }
}

fn pack_diagnostic(wire: &mut Wire, diagnostic: &Diagnostic) {
    wire.number(f64::from(diagnostic.severity as u8));
    wire.text(diagnostic.code);
    wire.text(&diagnostic.message);
    wire.text(&diagnostic.path);
    wire.text(&diagnostic.excerpt);
    wire.all(&[diagnostic.file, diagnostic.line, diagnostic.column].map(f64::from));
}

fn pack_codes(wire: &mut Wire, column: &Category, row: u32) {
    let count = wire.numbers.len();
    wire.number(0.0);
    for code in column.codes(row) {
        wire.number(code.into());
        wire.numbers[count] += 1.0;
    }
}

fn pack_names(wire: &mut Wire, column: Option<&Category>, row: u32) {
    let count = wire.numbers.len();
    wire.number(0.0);
    let Some(column) = column else { return };
    for value in column.codes(row).filter_map(|code| column.value(code)) {
        wire.text(&value.name);
        wire.numbers[count] += 1.0;
    }
}
