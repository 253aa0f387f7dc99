//! Words and phrases → the rows that contain them.

use super::TextTerm;
use super::filter::{rows_with_codes, unknown_field};
use super::rows::RowSet;
use crate::error::Error;
use crate::store::word_index::{Fit, Needle};
use crate::store::{Category, Column, Store};

/// The rows that meet one term. A term without a word (only punctuation, say) is no condition: every row meets it.
pub(crate) fn term_rows(store: &Store, term: &TextTerm) -> Result<RowSet, Error> {
    let place = term.field.as_deref();
    if let Some(key) = place {
        check_field(store, key)?;
    }
    let fit = match (term.substring, term.prefix) {
        (true, _) => Fit::Part,
        (false, true) => Fit::Prefix,
        (false, false) => Fit::Words,
    };
    let Some(needle) = Needle::new(&term.text, fit, store.decompose()) else {
        return Ok(RowSet::all(store.len()));
    };
    let mut rows = RowSet::none(store.len());
    if place.is_none_or(|key| key == "title") {
        add_positions(store, &store.titles_with(&needle), &mut rows);
    }
    if place.is_none_or(|key| key == "description") {
        add_positions(store, &store.descriptions_with(&needle), &mut rows);
    }
    for field in store.fields() {
        if place.is_some_and(|key| key != field.key || is_own_text(key)) {
            continue;
        }
        match &field.column {
            Column::Text(_) => add_positions(store, &store.field_texts_with(field, &needle), &mut rows),
            Column::Category(column) if searched(&field.key, place) => rows.add(&named(store.len(), column, &needle)),
            _ => {}
        }
    }
    if term.negate {
        rows.invert();
    }
    Ok(rows)
}

/// The names of `dating` are the store's own words, not the document's: only a reader who asks for them means them.
fn searched(key: &str, place: Option<&str>) -> bool {
    key != "dating" || place.is_some()
}

fn is_own_text(key: &str) -> bool {
    matches!(key, "title" | "description")
}

fn check_field(store: &Store, key: &str) -> Result<(), Error> {
    let fits = |column: &Column| matches!(column, Column::Text(_) | Column::Category(_));
    if is_own_text(key) || store.field(key).is_some_and(|field| fits(&field.column)) {
        return Ok(());
    }
    Err(unknown_field(store, key, &["title", "description"], fits))
}

/// Adds the rows of positions in the document, one bit each.
fn add_positions(store: &Store, positions: &[u64], rows: &mut RowSet) {
    for_each_bit(positions, |position| {
        if let Some(row) = store.row_of_document(position) {
            rows.insert(row);
        }
    });
}

fn for_each_bit(bits: &[u64], mut each: impl FnMut(u32)) {
    for (word, first) in bits.iter().zip((0..).step_by(64)) {
        let mut rest = *word;
        while rest != 0 {
            each(first + rest.trailing_zeros());
            rest &= rest - 1;
        }
    }
}

/// Rows that have a value of which a name or alias matches.
fn named(len: u32, column: &Category, needle: &Needle) -> RowSet {
    let mut hits = vec![false; column.values().len()];
    for_each_bit(&column.names_with(needle), |code| {
        if let Some(hit) = hits.get_mut(code as usize) {
            *hit = true;
        }
    });
    rows_with_codes(len, column, &hits)
}
