//! The cells of one column as they come: distinct texts with a code a cell where they repeat, whole numbers, or all texts in
//! one heap. Each cell can be told again as it was written, blanks and quotes included.

use super::trimmed;
use crate::table::{Codes, Dictionary, Texts};
use std::borrow::Cow;

/// Distinct texts at which it is looked at for the first time whether they repeat.
const MANY: usize = 1 << 14;
/// A column repeats that has this many times as many cells as distinct texts.
const REPEATS: usize = 4;
/// Digits of a whole number that is kept as a number: `f64` has each of these.
const MAX_DIGITS: usize = 15;

/// One column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub cells: Cells,
    /// What the texts of the codes are without quotes and blanks around them, where some have any.
    bare: Option<Texts>,
    /// No text of a heap has quotes or blanks around it.
    pub is_bare: bool,
    /// The distinct texts at which to look next whether they repeat.
    look_at: usize,
}

/// What is kept of the cells.
#[derive(Clone, Debug)]
pub(super) enum Cells {
    /// Code + 1; 0 where the cell is empty.
    Coded(Dictionary, Codes),
    /// Numbers as they are usually written, so that the text follows; NaN where the cell is empty.
    Whole(Vec<f64>),
    Texts(Texts),
}

impl Default for Column {
    fn default() -> Self {
        Column {
            cells: Cells::Coded(Dictionary::default(), Codes::default()),
            bare: None,
            is_bare: true,
            look_at: MANY,
        }
    }
}

impl Column {
    /// Adds the cell of a row as written; those of the rows before that have none are empty. Says no where there is no room.
    #[inline]
    pub fn push(&mut self, row: usize, written: &str) -> bool {
        if self.len() < row {
            self.fill(row);
        }
        match &mut self.cells {
            Cells::Coded(_, codes) if written.is_empty() => codes.push(0),
            Cells::Coded(dictionary, codes) => {
                let Some(code) = dictionary.code(written) else { return false };
                codes.push(code + 1);
                if self.look_at <= dictionary.texts().len() {
                    self.look_again();
                }
            }
            Cells::Whole(numbers) => match whole_number(written) {
                Some(number) => numbers.push(number),
                None if written.is_empty() => numbers.push(f64::NAN),
                None => {
                    self.become_texts();
                    return self.push(row, written);
                }
            },
            Cells::Texts(texts) => {
                self.is_bare &= is_bare(written);
                return texts.push(written);
            }
        }
        true
    }

    /// Gives rows empty cells that have none: short rows have nothing in most columns.
    #[cold]
    fn fill(&mut self, rows: usize) {
        match &mut self.cells {
            Cells::Coded(_, codes) => codes.resize(rows),
            Cells::Whole(numbers) => numbers.resize(rows, f64::NAN),
            Cells::Texts(texts) => (texts.len()..rows).for_each(|_| {
                texts.push("");
            }),
        }
    }

    /// Many distinct texts that do not repeat are kept without codes.
    #[cold]
    fn look_again(&mut self) {
        let Cells::Coded(dictionary, codes) = &self.cells else { return };
        let distinct = dictionary.texts().len();
        if distinct * REPEATS <= codes.len() {
            self.look_at = 2 * distinct;
            return;
        }
        let numbers: Option<Vec<f64>> = dictionary.texts().iter().map(whole_number).collect();
        match numbers {
            Some(numbers) => {
                let number = |code: u32| code.checked_sub(1).and_then(|code| numbers.get(code as usize)).copied();
                let cells = (0..codes.len()).map(|at| codes.get(at).and_then(number).unwrap_or(f64::NAN)).collect();
                self.cells = Cells::Whole(cells);
            }
            None => self.become_texts(),
        }
    }

    #[cold]
    fn become_texts(&mut self) {
        let (mut texts, mut all_bare) = (Texts::default(), true);
        for row in 0..self.len() {
            let written = self.written(row);
            all_bare &= is_bare(&written);
            texts.push(&written);
        }
        self.is_bare = all_bare;
        self.cells = Cells::Texts(texts);
    }

    /// Cells there are: those of the last rows may be left out.
    pub fn len(&self) -> usize {
        match &self.cells {
            Cells::Coded(_, codes) => codes.len(),
            Cells::Whole(numbers) => numbers.len(),
            Cells::Texts(texts) => texts.len(),
        }
    }

    /// A cell as written.
    pub fn written(&self, row: usize) -> Cow<'_, str> {
        match &self.cells {
            Cells::Coded(dictionary, _) => {
                Cow::Borrowed(self.code(row).map_or("", |code| dictionary.texts().get(code as usize)))
            }
            Cells::Whole(numbers) => written_number(numbers.get(row).copied().unwrap_or(f64::NAN)),
            Cells::Texts(texts) => Cow::Borrowed(texts.get(row)),
        }
    }

    /// Makes ready for reading, now that all cells have come.
    pub fn settle(&mut self) {
        if let Cells::Coded(dictionary, _) = &self.cells
            && !dictionary.texts().iter().all(is_bare)
        {
            let mut bare = Texts::default();
            for written in dictionary.texts().iter() {
                bare.push(&unquoted(written));
            }
            self.bare = Some(bare);
        }
    }

    /// Whether every text is kept without quotes and blanks around it.
    pub fn is_as_written(&self) -> bool {
        self.bare.is_none() && self.is_bare
    }

    /// The text of a code of a column that has codes, without quotes and blanks around it.
    #[inline]
    pub fn text_of(&self, code: u32) -> &str {
        match (&self.bare, &self.cells) {
            (Some(bare), _) => bare.get(code as usize),
            (None, Cells::Coded(dictionary, _)) => dictionary.texts().get(code as usize),
            _ => "",
        }
    }

    /// A cell without quotes and blanks around it.
    #[inline]
    pub fn text(&self, row: usize) -> Cow<'_, str> {
        match &self.cells {
            Cells::Coded(..) => Cow::Borrowed(self.code(row).map_or("", |code| self.text_of(code))),
            Cells::Texts(texts) if self.is_bare => Cow::Borrowed(texts.get(row)),
            Cells::Texts(texts) => unquoted(texts.get(row)),
            Cells::Whole(_) => self.written(row),
        }
    }

    /// Whether nothing is in a cell.
    #[inline]
    pub fn is_empty(&self, row: usize) -> bool {
        match &self.cells {
            Cells::Coded(..) => self.code(row).is_none_or(|code| self.text_of(code).is_empty()),
            Cells::Whole(numbers) => numbers.get(row).is_none_or(|number| number.is_nan()),
            Cells::Texts(_) => self.text(row).is_empty(),
        }
    }

    /// Sees each text that is not empty and in how many cells it stands; those that are kept one by one each for itself.
    pub fn values(&self, see: &mut dyn FnMut(&str, u32)) {
        let Cells::Coded(dictionary, codes) = &self.cells else {
            for row in 0..self.len() {
                let text = self.text(row);
                if !text.is_empty() {
                    see(&text, 1);
                }
            }
            return;
        };
        let mut counts = vec![0u32; dictionary.texts().len() + 1];
        for at in 0..codes.len() {
            let count = codes.get(at).and_then(|code| counts.get_mut(code as usize));
            count.into_iter().for_each(|count| *count += 1);
        }
        for (code, count) in (0..).zip(counts.into_iter().skip(1)) {
            let text = self.text_of(code);
            if !text.is_empty() {
                see(text, count);
            }
        }
    }

    /// Whether so many cells are looked at sooner by their distinct texts: few would not pay for a list of all of these.
    pub fn repeats_in(&self, cells: usize) -> bool {
        matches!(&self.cells, Cells::Coded(dictionary, _) if dictionary.texts().len() <= cells)
    }

    /// The code of a cell that is not empty, in a column that has codes.
    #[inline]
    pub fn code(&self, row: usize) -> Option<u32> {
        match &self.cells {
            Cells::Coded(_, codes) => codes.get(row)?.checked_sub(1),
            _ => None,
        }
    }

    /// Marks rows by their cells; empty ones are as they should be.
    pub fn mark(&self, marks: &mut [bool], is_bad: &mut dyn FnMut(&str) -> bool) {
        let Cells::Coded(dictionary, _) = &self.cells else {
            for (row, mark) in marks.iter_mut().enumerate().filter(|(_, mark)| !**mark) {
                let cell = self.text(row);
                *mark = !cell.is_empty() && is_bad(&cell);
            }
            return;
        };
        let is_bad = |code| Some(self.text_of(code)).is_some_and(|text| !text.is_empty() && is_bad(text));
        let bad: Vec<bool> = (0..dictionary.texts().len() as u32).map(is_bad).collect();
        if bad.contains(&true) {
            for (row, mark) in marks.iter_mut().enumerate() {
                *mark |= self.code(row).is_some_and(|code| bad.get(code as usize) == Some(&true));
            }
        }
    }

    /// All texts that are kept, one after the other.
    pub fn heap(&self) -> &str {
        match &self.cells {
            Cells::Coded(dictionary, _) => dictionary.texts().heap(),
            Cells::Whole(_) => "",
            Cells::Texts(texts) => texts.heap(),
        }
    }
}

/// Whether a cell has neither quotes nor blanks around it.
#[inline]
fn is_bare(written: &str) -> bool {
    !written.starts_with('"') && trimmed(written).len() == written.len()
}

/// What a cell holds, without blanks around it.
pub(super) fn unquoted(written: &str) -> Cow<'_, str> {
    if !written.starts_with('"') {
        return Cow::Borrowed(trimmed(written));
    }
    let inside = written.trim_end();
    let inside = inside.get(1..inside.len().saturating_sub(1)).unwrap_or_default();
    if memchr::memchr(b'"', inside.as_bytes()).is_some() {
        Cow::Owned(inside.replace("\"\"", "\"").trim().to_owned())
    } else {
        Cow::Borrowed(trimmed(inside))
    }
}

/// A whole number of so few digits, written without anything that could be left out.
#[inline]
fn whole_number(written: &str) -> Option<f64> {
    let digits = written.strip_prefix('-').unwrap_or(written).as_bytes();
    let is_plain = match digits.first()? {
        b'0' => written.len() == 1,
        _ => digits.len() <= MAX_DIGITS,
    };
    let mut number = 0i64;
    for digit in digits {
        if !digit.is_ascii_digit() || !is_plain {
            return None;
        }
        number = number * 10 + i64::from(digit - b'0');
    }
    Some(if digits.len() < written.len() { -number } else { number } as f64)
}

fn written_number(number: f64) -> Cow<'static, str> {
    if number.is_nan() { Cow::Borrowed("") } else { Cow::Owned((number as i64).to_string()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cells: &[String]) -> Column {
        let mut column = Column::default();
        assert!(cells.iter().enumerate().all(|(row, cell)| column.push(row, cell)));
        column.settle();
        assert_eq!(column.len(), cells.len());
        for (row, cell) in cells.iter().enumerate() {
            assert_eq!(column.written(row), *cell);
            assert_eq!(column.text(row), unquoted(cell));
            assert_eq!(column.is_empty(row), unquoted(cell).is_empty());
        }
        let mut count = 0;
        column.values(&mut |text, cells| count += text.len() * cells as usize);
        assert_eq!(count, cells.iter().map(|cell| unquoted(cell).len()).sum::<usize>());
        column
    }

    #[test]
    fn cells_are_told_as_written() {
        let few = |at: usize| ["", " a", "\"b\"\"\" ", "c", "\"\"", " ", "é "][at % 7].to_owned();
        assert!(matches!(check(&(0..100).map(few).collect::<Vec<_>>()).cells, Cells::Coded(..)));
        let whole =
            |at: usize| if at.is_multiple_of(5) { String::new() } else { (at as i64 * 7919 - 60_000).to_string() };
        assert!(matches!(check(&(0..30_000).map(whole).collect::<Vec<_>>()).cells, Cells::Whole(_)));
        for odd in ["007", "-0", "1.5", "1234567890123456", "-", "+1", "x"] {
            let cell = |at: usize| if at == 25_000 { odd.to_owned() } else { whole(at) };
            assert!(matches!(check(&(0..30_000).map(cell).collect::<Vec<_>>()).cells, Cells::Texts(_)), "{odd}");
        }
        let many = |at: usize| if at.is_multiple_of(9) { few(at / 9) } else { format!("text {at}") };
        assert!(matches!(check(&(0..30_000).map(many).collect::<Vec<_>>()).cells, Cells::Texts(_)));
        let days = |at: usize| format!("day {}", at % 20_000);
        assert!(matches!(check(&(0..99_000).map(days).collect::<Vec<_>>()).cells, Cells::Texts(_)));
        let days = |at: usize| format!("day {}", at * at % 17_000);
        assert!(matches!(check(&(0..99_000).map(days).collect::<Vec<_>>()).cells, Cells::Coded(..)));
    }
}
