//! Words and phrases → the rows that contain them.

use super::TextTerm;
use super::filter::{rows_with_codes, unknown_field};
use super::rows::RowSet;
use crate::error::Error;
use crate::store::text::{Needle, TextHeap};
use crate::store::{Category, Column, Store};

/// The rows that meet one term. A term without a word (only punctuation, say) is no condition: every row meets it.
pub(crate) fn term_rows(store: &Store, term: &TextTerm) -> Result<RowSet, Error> {
    let place = term.field.as_deref();
    if let Some(key) = place {
        check_field(store, key)?;
    }
    let Some(needle) = Needle::new(&store.fold(&term.text), term.prefix) else {
        return Ok(RowSet::all(store.len()));
    };
    let mut rows = RowSet::none(store.len());
    if place.is_none_or(|key| key == "title") {
        search_rows(store.titles(), &needle, &mut rows);
    }
    if place.is_none_or(|key| key == "description") {
        search_rows(store.descriptions(), &needle, &mut rows);
    }
    for field in store.fields() {
        if place.is_some_and(|key| key != field.key || is_own_text(key)) {
            continue;
        }
        match &field.column {
            Column::Text(_) => {
                if let Some(heap) = store.text_heap(field) {
                    search_rows(heap, &needle, &mut rows);
                }
            }
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

fn search_rows(heap: &TextHeap, needle: &Needle, rows: &mut RowSet) {
    heap.search(needle, |row| rows.insert(row));
}

/// Rows that have a value of which a name or alias matches.
fn named(len: u32, column: &Category, needle: &Needle) -> RowSet {
    let mut hits = vec![false; column.values().len()];
    column.names().search(needle, |code| {
        if let Some(hit) = hits.get_mut(code as usize) {
            *hit = true;
        }
    });
    rows_with_codes(len, column, &hits)
}
