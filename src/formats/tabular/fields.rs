//! Columns that become fields.

use super::cells::{Cells, Column};
use super::date_column::is_nothing;
use super::numerals::number;
use super::trimmed;
use crate::event::FieldType;
use crate::table::{Coded, OwnColumn, Prose, Values};
use std::ops::Range;

/// A column that becomes a field.
pub(super) struct Field<'m> {
    pub column: usize,
    pub key: &'m str,
    pub kind: FieldType,
    pub separator: Option<char>,
    pub decimal_comma: bool,
}

impl Field<'_> {
    /// The number in a cell; NaN for none.
    pub fn number(&self, cell: &str) -> f64 {
        if cell.is_empty() || is_nothing(cell) {
            f64::NAN
        } else {
            number(cell, self.decimal_comma).unwrap_or(f64::NAN)
        }
    }

    /// The first row in which the field has a value.
    pub fn first_row(&self, column: &Column, rows: Range<usize>) -> Option<usize> {
        (rows.start..rows.end.min(column.len())).find(|row| {
            let is_empty = column.is_empty(*row);
            !is_empty && (self.kind != FieldType::Number || !self.number(&column.text(*row)).is_nan())
        })
    }

    /// Writes what rows have.
    pub fn write(&self, column: &Column, rows: Range<usize>, base: u32, own: &mut OwnColumn) {
        let cells = (base..).zip(rows.start..rows.end.min(column.len()));
        match (&column.cells, self.kind) {
            (Cells::Whole(numbers), FieldType::Number) => cells.for_each(|(position, row)| {
                own.add_number(position, numbers.get(row).copied().unwrap_or(f64::NAN));
            }),
            (Cells::Coded(..), FieldType::Number) if column.repeats_in(rows.len()) => {
                let mut known: Vec<Option<f64>> = Vec::new();
                for (position, row) in cells {
                    let Some(code) = column.code(row) else { continue };
                    known.resize(known.len().max(code as usize + 1), None);
                    let Some(slot) = known.get_mut(code as usize) else { continue };
                    own.add_number(position, *slot.get_or_insert_with(|| self.number(column.text_of(code))));
                }
            }
            (_, FieldType::Number) => cells.for_each(|(position, row)| {
                own.add_number(position, self.number(&column.text(row)));
            }),
            _ => cells.filter(|(_, row)| !column.is_empty(*row)).for_each(|(position, row)| {
                let cell = column.text(row);
                if self.separator.is_none() {
                    own.add_text(position, &cell);
                    return;
                }
                let mut values = split(&cell, self.separator).peekable();
                if values.peek().is_none() {
                    own.take_texts();
                }
                for value in values {
                    own.add_text(position, value);
                }
            }),
        }
    }

    /// Makes a column that of the field as it is, which has none yet; gives it back where it cannot be.
    pub fn move_column(&self, column: Column, own: &mut OwnColumn) -> Option<Column> {
        let is_free = matches!(own.values, Values::None) && self.separator.is_none() && column.is_as_written();
        let fits = match column.cells {
            Cells::Whole(_) => self.kind == FieldType::Number,
            Cells::Coded(..) => self.kind == FieldType::Category,
            Cells::Texts(_) => matches!(self.kind, FieldType::Text | FieldType::Link),
        };
        if !is_free || !fits {
            return Some(column);
        }
        own.values = match column.cells {
            Cells::Whole(numbers) => Values::numbers(numbers),
            Cells::Coded(dictionary, codes) => Values::Coded(Coded::of_rows(dictionary, codes)),
            Cells::Texts(texts) => Values::Prose(Prose::from_texts(texts)),
        };
        None
    }
}

/// The values of a list in a cell.
pub(super) fn split(cell: &str, separator: Option<char>) -> impl Iterator<Item = &str> {
    let mut rest = Some(cell);
    let pieces = std::iter::from_fn(move || {
        let text = rest?;
        let (piece, after) = match separator.and_then(|separator| text.split_once(separator)) {
            Some((piece, after)) => (piece, Some(after)),
            None => (text, None),
        };
        rest = after;
        Some(trimmed(piece))
    });
    pieces.filter(|piece| !piece.is_empty())
}
