//! Which titles, descriptions, fields and names have the words that are looked for.
//!
//! Texts are searched in document order, one after the other in memory as they stand there: an index by row would read
//! them all over the place. What is found is a bit for each position of the document.

use super::word_index::{Needle, WordIndex};
use super::{Category, Column, Field, Store};
use crate::event::FieldValue;
use crate::table::Values;
use std::sync::OnceLock;

/// An index that is made when it is first asked.
pub(super) type LazyIndex = OnceLock<WordIndex>;

impl Store {
    /// The titles that have a needle: one bit for each position of the document, a missing one being 0.
    pub fn titles_with(&self, needle: &Needle) -> Vec<u64> {
        let texts = |position: u32, take: &mut dyn FnMut(&str)| take(self.table.title_of(position));
        let index = self.titles.get_or_init(|| WordIndex::build(self.len(), &texts, self.decompose));
        index.search(needle, &texts, self.decompose)
    }

    /// The descriptions that have a needle, as [`titles_with`](Self::titles_with).
    pub fn descriptions_with(&self, needle: &Needle) -> Vec<u64> {
        let descriptions = self.table.descriptions();
        let texts = |position: u32, take: &mut dyn FnMut(&str)| {
            if let Some(text) = descriptions.get(position) {
                take(text);
            }
        };
        let count = descriptions.positions().last().map_or(0, |last| last + 1);
        let index = self.descriptions.get_or_init(|| WordIndex::build(count, &texts, self.decompose));
        index.search(needle, &texts, self.decompose)
    }

    /// The events that have a needle in a text field, as [`titles_with`](Self::titles_with); none in one of another type.
    pub fn field_texts_with(&self, field: &Field, needle: &Needle) -> Vec<u64> {
        let Column::Text(index) = &field.column else { return Vec::new() };
        let texts = |position: u32, take: &mut dyn FnMut(&str)| self.for_each_text(&field.key, position, take);
        let index = index.get_or_init(|| WordIndex::build(self.len(), &texts, self.decompose));
        index.search(needle, &texts, self.decompose)
    }

    fn for_each_text(&self, key: &str, position: u32, take: &mut dyn FnMut(&str)) {
        if let Some(column) = self.table.column_of(key)
            && matches!(column.values, Values::Prose(_))
        {
            return column.texts(position).for_each(take);
        }
        match self.own_value_at(key, position) {
            Some(FieldValue::Texts(texts)) => texts.iter().for_each(|text| take(text)),
            Some(FieldValue::Number(number)) => take(&number.to_string()),
            None => {}
        }
    }

    /// Makes what searches for words need, so that the first one need not wait. Takes a while with many texts.
    pub fn prepare_text(&self) {
        let Some(needle) = Needle::any() else { return };
        self.titles_with(&needle);
        self.descriptions_with(&needle);
        for field in &self.fields {
            self.field_texts_with(field, &needle);
            if let Column::Category(column) = &field.column {
                column.names_with(&needle);
            }
        }
    }
}

impl Category {
    /// The values that have a needle in their name or an alias: one bit for each code.
    pub fn names_with(&self, needle: &Needle) -> Vec<u64> {
        let texts = |code: u32, take: &mut dyn FnMut(&str)| {
            if let Some(value) = self.value(code) {
                take(&value.name);
                value.aliases.iter().for_each(|alias| take(alias));
            }
        };
        let count = self.values().len() as u32;
        let index = self.names.get_or_init(|| WordIndex::build(count, &texts, self.decompose));
        index.search(needle, &texts, self.decompose)
    }
}
