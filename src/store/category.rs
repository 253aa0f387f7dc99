//! A category field as a column: a dictionary of values with their hierarchy, and the codes of each row.

use super::order::PART_ROWS;
use super::search::LazyIndex;
use super::text::{Decompose, fold};
use crate::event::Term;
use crate::table::{Codes, Dictionary, range_of};
use std::collections::VecDeque;

/// Levels that a hierarchy of values may have; links that would make it deeper are left out.
pub const MAX_BROADER_LEVELS: u32 = 32;

/// Values that one value may be a part of, over all levels; links that would add more are left out.
pub const MAX_BROADER_VALUES: usize = 1024;

/// One value of a category field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Value {
    /// The canonical name.
    pub name: String,
    /// Other names for the same.
    pub aliases: Vec<String>,
    /// Codes of the values this one is directly a part of, without those that would close a circle.
    pub broader: Vec<u32>,
    /// The value itself and all it is a part of, at any remove; ascending.
    pub closure: Vec<u32>,
    /// Events of the set that have it or a value narrower than it.
    pub total: u32,
}

/// Which rows have which values; the number of values stands for none.
#[derive(Clone, Debug, PartialEq)]
pub enum RowValues {
    /// Every row has this one value, or none at all: nothing is stored.
    Same(Option<u32>),
    /// A row has one value at most, 1, 2 or 4 bytes a row; the code of a row without one is the number of values.
    Single(Codes),
    /// A row has any number of values: those of row `r` are `codes[offsets[r]..offsets[r + 1]]`, each once, in the
    /// document's order. 4 bytes a row and 1, 2 or 4 a value.
    Multi {
        /// One entry a row and one more.
        offsets: Vec<u32>,
        /// The codes of all rows, one after the other.
        codes: Codes,
    },
    /// Few rows have any value (fewer than one in [`FEW`](crate::table::FEW)). 5 to 8 bytes a value.
    Few {
        /// The row of each code, ascending.
        rows: Vec<u32>,
        /// The codes of all rows, one after the other, those of a row in the document's order and each once.
        codes: Codes,
    },
}

/// The values of a category field and which rows have them.
#[derive(Clone, Debug)]
pub struct Category {
    values: Vec<Value>,
    rows: RowValues,
    /// Folded names and aliases.
    folded: Dictionary,
    /// The codes of the folded names.
    folded_codes: Vec<u32>,
    flat: bool,
    pub(super) decompose: Decompose,
    pub(super) names: LazyIndex,
}

/// The codes of one row.
#[derive(Clone, Debug)]
pub struct RowCodes<'a> {
    codes: Option<&'a Codes>,
    at: usize,
    to: usize,
    same: Option<u32>,
    none: u32,
}

impl Iterator for RowCodes<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        if self.at == self.to {
            return self.same.take();
        }
        let code = self.codes.and_then(|codes| codes.get(self.at));
        self.at += 1;
        code.filter(|code| *code != self.none)
    }
}

impl Category {
    /// The values; the index is the code.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// The value of a code.
    pub fn value(&self, code: u32) -> Option<&Value> {
        self.values.get(code as usize)
    }

    /// Which rows have which values: for loops over many rows, which match on the shape and width once.
    pub fn row_values(&self) -> &RowValues {
        &self.rows
    }

    /// The code that stands for none in [`RowValues::Single`]: the number of values.
    pub fn none(&self) -> u32 {
        self.values.len() as u32
    }

    /// The codes of a row, in document order, each once; not those of broader values.
    #[inline]
    pub fn codes(&self, row: u32) -> RowCodes<'_> {
        let (none, at) = (self.none(), row as usize);
        match &self.rows {
            RowValues::Same(same) => RowCodes { codes: None, at: 0, to: 0, same: *same, none },
            RowValues::Single(codes) => RowCodes { codes: Some(codes), at, to: at + 1, same: None, none },
            RowValues::Multi { offsets, codes } => {
                let (at, to) = match (offsets.get(at), offsets.get(at + 1)) {
                    (Some(from), Some(to)) => (*from as usize, *to as usize),
                    _ => (0, 0),
                };
                RowCodes { codes: Some(codes), at, to, same: None, none }
            }
            RowValues::Few { rows, codes } => {
                let (at, to) = range_of(rows, row);
                RowCodes { codes: Some(codes), at, to, same: None, none }
            }
        }
    }

    /// The first code of a row.
    #[inline]
    pub fn first(&self, row: u32) -> Option<u32> {
        self.codes(row).next()
    }

    /// Whether no value is a part of another.
    pub fn is_flat(&self) -> bool {
        self.flat
    }

    /// The code of a folded canonical name or alias.
    pub fn find(&self, folded: &str) -> Option<u32> {
        self.folded_codes.get(self.folded.find(folded)? as usize).copied()
    }

    fn count_totals(&mut self, rows: u32) {
        let mut counts = vec![0; self.values.len() + 1];
        match &self.rows {
            RowValues::Same(Some(code)) => {
                if let Some(count) = counts.get_mut(*code as usize) {
                    *count = rows;
                }
            }
            RowValues::Same(None) => {}
            RowValues::Single(Codes::U8(codes)) => count_bytes(codes, &mut counts),
            RowValues::Single(Codes::U16(codes)) => count_codes(codes.iter().map(|code| u32::from(*code)), &mut counts),
            RowValues::Single(Codes::U32(codes)) => count_codes(codes.iter().copied(), &mut counts),
            RowValues::Multi { codes, .. } | RowValues::Few { codes, .. } if self.flat => {
                count_codes((0..codes.len()).filter_map(|at| codes.get(at)), &mut counts);
            }
            RowValues::Multi { .. } => {
                let mut tally = Tally::new(self.values.len());
                (0..rows).for_each(|row| tally.count(self, row));
                return self.set_totals(&tally.counts);
            }
            RowValues::Few { rows, .. } => {
                let mut tally = Tally::new(self.values.len());
                let mut rows = rows.clone();
                rows.dedup();
                rows.into_iter().for_each(|row| tally.count(self, row));
                return self.set_totals(&tally.counts);
            }
        }
        if self.flat {
            return self.set_totals(&counts);
        }
        // A row with one value has each of the broader ones once.
        let mut totals = vec![0; self.values.len()];
        for (value, count) in self.values.iter().zip(&counts) {
            for code in &value.closure {
                if let Some(total) = totals.get_mut(*code as usize) {
                    *total += count;
                }
            }
        }
        self.set_totals(&totals);
    }

    fn set_totals(&mut self, totals: &[u32]) {
        for (value, total) in self.values.iter_mut().zip(totals) {
            value.total = *total;
        }
    }
}

#[inline(never)]
fn count_quads(quads: &[[u8; 4]], parts: &mut [[u32; 256]; 4]) {
    for quad in quads {
        for (part, code) in parts.iter_mut().zip(quad) {
            part[usize::from(*code)] += 1;
        }
    }
}

/// Four counts at once: few values follow one another often, and a count waits for itself.
fn count_bytes(codes: &[u8], counts: &mut [u32]) {
    let mut parts = [[0u32; 256]; 4];
    let (quads, rest) = codes.as_chunks::<4>();
    for quads in quads.chunks(PART_ROWS) {
        count_quads(quads, &mut parts);
    }
    for part in &parts {
        counts.iter_mut().zip(part).for_each(|(count, more)| *count += more);
    }
    count_codes(rest.iter().map(|code| u32::from(*code)), counts);
}

fn count_codes(codes: impl Iterator<Item = u32>, counts: &mut [u32]) {
    for code in codes {
        if let Some(count) = counts.get_mut(code as usize) {
            *count += 1;
        }
    }
}

/// Builds the values of a [`Category`]: each spelling is folded once, however many rows have it.
pub(super) struct CategoryBuilder {
    values: Vec<Value>,
    folded: Dictionary,
    folded_codes: Vec<u32>,
    decompose: Decompose,
}

impl CategoryBuilder {
    /// Starts with the values of a vocabulary, in its order.
    pub fn new(terms: &[Term], decompose: Decompose) -> CategoryBuilder {
        let (folded, folded_codes) = (Dictionary::default(), Vec::new());
        let mut builder = CategoryBuilder { values: Vec::new(), folded, folded_codes, decompose };
        let codes: Vec<_> = terms.iter().map(|term| builder.code(&term.name)).collect();
        for (term, code) in terms.iter().zip(&codes) {
            builder.add_aliases(term, *code);
        }
        for (term, code) in terms.iter().zip(&codes) {
            builder.add_broader(term, *code);
        }
        builder
    }

    fn add_aliases(&mut self, term: &Term, code: Option<u32>) {
        let Some(code) = code else { return };
        for alias in &term.aliases {
            let folded = fold(alias, self.decompose);
            if folded.is_empty() || self.folded.find(&folded).is_some() || self.folded.code(&folded).is_none() {
                continue;
            }
            self.folded_codes.push(code);
            if let Some(value) = self.values.get_mut(code as usize) {
                value.aliases.push(alias.clone());
            }
        }
    }

    fn add_broader(&mut self, term: &Term, code: Option<u32>) {
        let Some(code) = code else { return };
        for name in &term.broader {
            let Some(broader) = self.code(name) else { continue };
            if let Some(value) = self.values.get_mut(code as usize)
                && broader != code
            {
                value.broader.push(broader);
            }
        }
        if let Some(value) = self.values.get_mut(code as usize) {
            value.broader = first_of_each(&value.broader);
        }
    }

    /// The code of a spelling, a new one if no value has that name; `None` for a blank.
    pub fn code(&mut self, spelling: &str) -> Option<u32> {
        let folded = fold(spelling, self.decompose);
        if folded.is_empty() {
            return None;
        }
        let at = self.folded.code(&folded)? as usize;
        if let Some(code) = self.folded_codes.get(at) {
            return Some(*code);
        }
        let code = self.values.len() as u32;
        self.values.push(Value { name: spelling.trim().to_owned(), ..Value::default() });
        self.folded_codes.push(code);
        Some(code)
    }

    /// The values so far.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// The column of `rows` rows, with its hierarchy closed, and the names of values that lost a link to a broader one.
    pub fn build(self, row_values: RowValues, rows: u32) -> (Category, Vec<String>) {
        let CategoryBuilder { mut values, folded, folded_codes, decompose } = self;
        let cut = close_hierarchy(&mut values);
        let flat = values.iter().all(|value| value.broader.is_empty());
        let names = LazyIndex::new();
        let mut column = Category { values, rows: row_values, folded, folded_codes, flat, decompose, names };
        column.count_totals(rows);
        (column, cut)
    }
}

/// The numbers without those that came before.
fn first_of_each(numbers: &[u32]) -> Vec<u32> {
    let mut order = crate::radix::order_u32(numbers);
    order.dedup_by_key(|at| numbers.get(*at as usize));
    order.sort_unstable();
    order.into_iter().filter_map(|at| numbers.get(at as usize).copied()).collect()
}

/// Orders the values from broad to narrow, leaving out links that close a circle or exceed a limit, and sets closures.
fn close_hierarchy(values: &mut [Value]) -> Vec<String> {
    let mut waiting: Vec<usize> = values.iter().map(|value| value.broader.len()).collect();
    let mut narrower = vec![Vec::new(); values.len()];
    for (code, value) in values.iter().enumerate() {
        for broader in &value.broader {
            if let Some(list) = narrower.get_mut(*broader as usize) {
                list.push(code);
            }
        }
    }
    let mut levels: Vec<Option<u32>> = vec![None; values.len()];
    let mut ready: VecDeque<usize> = (0..values.len()).filter(|code| waiting.get(*code) == Some(&0)).collect();
    let mut cut = Vec::new();
    let mut unseen = 0;
    loop {
        while let Some(code) = ready.pop_front() {
            if levels.get(code).copied().flatten().is_some() {
                continue;
            }
            settle(code, values, &mut levels, &mut cut);
            for next in narrower.get(code).map_or(&[][..], Vec::as_slice) {
                if let Some(left) = waiting.get_mut(*next) {
                    *left = left.saturating_sub(1);
                    if *left == 0 {
                        ready.push_back(*next);
                    }
                }
            }
        }
        // What is left stands in circles or below them: the first in the vocabulary's order is taken for the broadest.
        while levels.get(unseen).is_some_and(Option::is_some) {
            unseen += 1;
        }
        if unseen == values.len() {
            return cut;
        }
        ready.push_back(unseen);
    }
}

/// Gives one value its level and closure, from those broader values that have theirs.
fn settle(code: usize, values: &mut [Value], levels: &mut [Option<u32>], cut: &mut Vec<String>) {
    let Some(value) = values.get(code) else { return };
    let (mut kept, mut closure, mut level) = (Vec::new(), vec![code as u32], 0);
    for broader in &value.broader {
        let above = levels.get(*broader as usize).copied().flatten();
        let Some(above) = above.filter(|above| above + 1 < MAX_BROADER_LEVELS) else { continue };
        let Some(more) = values.get(*broader as usize).map(|value| &value.closure) else { continue };
        let mut union = closure.clone();
        union.extend(more);
        union.sort_unstable();
        union.dedup();
        if union.len() > MAX_BROADER_VALUES {
            continue;
        }
        closure = union;
        kept.push(*broader);
        level = level.max(above + 1);
    }
    if kept.len() < value.broader.len() {
        cut.push(value.name.clone());
    }
    if let Some(slot) = levels.get_mut(code) {
        *slot = Some(level);
    }
    if let Some(value) = values.get_mut(code) {
        value.broader = kept;
        value.closure = closure;
    }
}

/// Counts events by value, an event once for each value it has or is narrower than.
pub(crate) struct Tally {
    /// The count of each code.
    pub counts: Vec<u32>,
    /// The last row counted for a code, plus one.
    seen: Vec<u32>,
}

impl Tally {
    /// Zero for each of `values` codes.
    pub fn new(values: usize) -> Tally {
        Tally { counts: vec![0; values], seen: vec![0; values] }
    }

    /// Counts one row; rows must come in ascending order, each once.
    pub fn count(&mut self, column: &Category, row: u32) {
        for code in column.codes(row) {
            let Some(value) = column.value(code) else { continue };
            for reached in &value.closure {
                let reached = *reached as usize;
                if let (Some(count), Some(seen)) = (self.counts.get_mut(reached), self.seen.get_mut(reached))
                    && *seen != row + 1
                {
                    *seen = row + 1;
                    *count += 1;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::nfkd;
    use super::*;

    fn term(name: &str, aliases: &[&str], broader: &[&str]) -> Term {
        let strings = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        Term { name: name.to_owned(), aliases: strings(aliases), broader: strings(broader) }
    }

    fn build(terms: &[Term], rows: &[&[&str]]) -> (Category, Vec<String>) {
        let mut builder = CategoryBuilder::new(terms, nfkd);
        let (mut offsets, mut codes) = (vec![0], Codes::default());
        for row in rows {
            let mut row: Vec<u32> = row.iter().filter_map(|value| builder.code(value)).collect();
            row.dedup();
            row.into_iter().for_each(|code| codes.push(code));
            offsets.push(codes.len() as u32);
        }
        builder.build(RowValues::Multi { offsets, codes }, rows.len() as u32)
    }

    fn code(column: &Category, name: &str) -> u32 {
        column.find(&fold(name, nfkd)).unwrap()
    }

    #[test]
    fn aliases_and_spellings_are_one_value() {
        let terms = [term("IRGC", &["Pasdaran", "Revolutionary Guards"], &[])];
        let (column, _) = build(&terms, &[&["pasdaran", "IRGC"], &["  revolutionary  guards"], &["Badr"], &[" "]]);
        assert_eq!(column.values().len(), 2);
        let codes = |row| column.codes(row).collect::<Vec<_>>();
        assert_eq!([0, 1, 2, 3, 4].map(codes), [vec![0], vec![0], vec![1], vec![], vec![]]);
        assert_eq!(column.value(0).unwrap().total, 2);
    }

    #[test]
    fn a_canonical_name_wins_over_an_alias() {
        let terms = [term("A", &["B", "c"], &[]), term("B", &["C"], &[])];
        let (column, _) = build(&terms, &[]);
        assert_eq!(code(&column, "b"), 1);
        assert_eq!(code(&column, "C"), 0);
        assert_eq!(column.value(0).unwrap().aliases, ["c"]);
    }

    #[test]
    fn broader_values_count_an_event_once() {
        let terms = [term("Quds", &[], &["IRGC"]), term("Basij", &[], &["irgc"]), term("IRGC", &[], &["Iran"])];
        let (column, cut) = build(&terms, &[&["Quds", "Basij"], &["IRGC"], &["Iran", "Quds"]]);
        let total = |name| column.value(code(&column, name)).unwrap().total;
        assert_eq!((total("Iran"), total("IRGC"), total("Quds"), total("Basij")), (3, 3, 2, 1));
        assert!(cut.is_empty());
    }

    #[test]
    fn circles_are_cut_and_reported() {
        let terms =
            [term("a", &[], &["c", "a"]), term("b", &[], &["a"]), term("c", &[], &["b"]), term("d", &[], &["c"])];
        let (column, cut) = build(&terms, &[&["d"]]);
        assert_eq!(cut, ["a"]);
        assert_eq!(column.value(code(&column, "a")).unwrap().closure, [0]);
        assert_eq!(column.value(code(&column, "d")).unwrap().closure, [0, 1, 2, 3]);
        assert_eq!(column.value(0).unwrap().total, 1);
    }

    #[test]
    fn depth_and_width_have_limits() {
        let chain: Vec<Term> = (0..100).map(|at| term(&at.to_string(), &[], &[&(at + 1).to_string()])).collect();
        let (column, cut) = build(&chain, &[]);
        let longest = column.values().iter().map(|value| value.closure.len()).max();
        assert_eq!(longest, Some(MAX_BROADER_LEVELS as usize));
        assert_eq!(cut.len(), 3);
        let names: Vec<String> = (0..2000).map(|at| format!("v{at}")).collect();
        let broader: Vec<&str> = names.iter().map(String::as_str).collect();
        let (column, cut) = build(&[term("all", &[], &broader)], &[]);
        assert_eq!(column.value(0).unwrap().closure.len(), MAX_BROADER_VALUES);
        assert_eq!(cut, ["all"]);
    }
}
