//! A category field as a column: a dictionary of values with their hierarchy, and the codes of each row.

use super::text::{Decompose, TextHeap, fold};
use crate::event::Term;
use std::collections::{HashMap, HashSet, VecDeque};

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

/// The values of a category field and which rows have them.
#[derive(Clone, Debug, Default)]
pub struct Category {
    values: Vec<Value>,
    /// Codes of row `r` are `codes[offsets[r]..offsets[r + 1]]`, in document order, each once.
    offsets: Vec<usize>,
    codes: Vec<u32>,
    /// Folded name or alias → code.
    lookup: HashMap<String, u32>,
    names: TextHeap,
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

    /// The codes of a row, in document order, each once; not those of broader values.
    pub fn codes(&self, row: u32) -> &[u32] {
        let row = row as usize;
        match (self.offsets.get(row), self.offsets.get(row + 1)) {
            (Some(&from), Some(&to)) => self.codes.get(from..to).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// Where each row's codes begin in [`all_codes`](Self::all_codes): one entry a row and one more.
    pub fn offsets(&self) -> &[usize] {
        &self.offsets
    }

    /// The codes of all rows, one after the other.
    pub fn all_codes(&self) -> &[u32] {
        &self.codes
    }

    /// The code of a folded canonical name or alias.
    pub fn find(&self, folded: &str) -> Option<u32> {
        self.lookup.get(folded).copied()
    }

    /// Folded names and aliases, with codes as owners.
    pub fn names(&self) -> &TextHeap {
        &self.names
    }
}

/// Builds a [`Category`] row by row.
pub(super) struct CategoryBuilder {
    column: Category,
    decompose: Decompose,
    /// Spellings met so far, so that each is folded once.
    spellings: HashMap<String, Option<u32>>,
    /// The row that each code was last given to, counted from 1: tells doubles without a search through the row.
    last_given: Vec<usize>,
}

impl CategoryBuilder {
    /// Starts with the values of a vocabulary, in its order.
    pub fn new(terms: &[Term], decompose: Decompose) -> CategoryBuilder {
        let column = Category { offsets: vec![0], ..Category::default() };
        let mut builder = CategoryBuilder { column, decompose, spellings: HashMap::new(), last_given: Vec::new() };
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
            if folded.is_empty() || self.column.lookup.contains_key(&folded) {
                continue;
            }
            self.column.lookup.insert(folded, code);
            if let Some(value) = self.column.values.get_mut(code as usize) {
                value.aliases.push(alias.clone());
            }
        }
    }

    fn add_broader(&mut self, term: &Term, code: Option<u32>) {
        let Some(code) = code else { return };
        let known = self.column.value(code).map_or(&[][..], |value| &value.broader);
        let mut seen: HashSet<u32> = known.iter().copied().chain([code]).collect();
        for name in &term.broader {
            let Some(broader) = self.code(name) else { continue };
            if let Some(value) = self.column.values.get_mut(code as usize)
                && seen.insert(broader)
            {
                value.broader.push(broader);
            }
        }
    }

    /// The code of a spelling, a new one if no value has that name; `None` for a blank.
    pub fn code(&mut self, spelling: &str) -> Option<u32> {
        if let Some(code) = self.spellings.get(spelling) {
            return *code;
        }
        let folded = fold(spelling, self.decompose);
        let code = if folded.is_empty() {
            None
        } else if let Some(code) = self.column.lookup.get(&folded) {
            Some(*code)
        } else {
            let code = self.column.values.len() as u32;
            let name = spelling.trim().to_owned();
            self.column.values.push(Value { name, ..Value::default() });
            self.column.lookup.insert(folded, code);
            self.last_given.push(0);
            Some(code)
        };
        self.spellings.insert(spelling.to_owned(), code);
        code
    }

    /// Gives the row that is being built one more value.
    pub fn push(&mut self, spelling: &str) {
        let Some(code) = self.code(spelling) else { return };
        let now = self.column.offsets.len();
        if let Some(last) = self.last_given.get_mut(code as usize)
            && *last != now
        {
            *last = now;
            self.column.codes.push(code);
        }
    }

    /// Ends the row; the next value belongs to the next one.
    pub fn finish_row(&mut self) {
        self.column.offsets.push(self.column.codes.len());
    }

    /// The column, with its hierarchy closed, and the names of values that lost a link to a broader one.
    pub fn build(mut self) -> (Category, Vec<String>) {
        let cut = close_hierarchy(&mut self.column.values);
        for value in &self.column.values {
            self.column.names.push(&fold(&value.name, self.decompose));
            for alias in &value.aliases {
                self.column.names.push(&fold(alias, self.decompose));
            }
            self.column.names.finish_owner();
        }
        count_totals(&mut self.column);
        (self.column, cut)
    }
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

fn count_totals(column: &mut Category) {
    let mut tally = Tally::new(column.values.len());
    for row in 0..column.offsets.len().saturating_sub(1) as u32 {
        tally.count(column, row);
    }
    for (value, total) in column.values.iter_mut().zip(tally.counts) {
        value.total = total;
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
            let Some(value) = column.value(*code) else { continue };
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
        for row in rows {
            for value in *row {
                builder.push(value);
            }
            builder.finish_row();
        }
        builder.build()
    }

    fn code(column: &Category, name: &str) -> u32 {
        column.find(&fold(name, nfkd)).unwrap()
    }

    #[test]
    fn aliases_and_spellings_are_one_value() {
        let terms = [term("IRGC", &["Pasdaran", "Revolutionary Guards"], &[])];
        let (column, _) = build(&terms, &[&["pasdaran", "IRGC"], &["  revolutionary  guards"], &["Badr"], &[" "]]);
        assert_eq!(column.values().len(), 2);
        assert_eq!(column.codes(0), [0]);
        assert_eq!(column.codes(1), [0]);
        assert_eq!(column.codes(2), [1]);
        assert!(column.codes(3).is_empty() && column.codes(4).is_empty());
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
