//! The order of folded texts in code units, eight bytes at a time.

use super::rows::RowSet;
use crate::radix;
use crate::store::Store;
use std::borrow::Cow;

/// The rank of a row without a text.
pub(crate) const NO_TEXT: u32 = u32::MAX;

/// Bytes of a text that are compared at a time.
const CHUNK: usize = 8;

const LOW_BITS: u64 = 0x0101_0101_0101_0101;
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

/// Eight bytes of a text as an integer of the same order; 0 after its end.
pub(crate) fn chunk(text: &str, from: usize) -> u64 {
    let rest = text.as_bytes().get(from..).unwrap_or(&[]);
    if let Some(whole) = rest.first_chunk::<CHUNK>() {
        return u64::from_be_bytes(*whole);
    }
    let mut bytes = [0; CHUNK];
    for (byte, with) in bytes.iter_mut().zip(rest) {
        *byte = *with;
    }
    u64::from_be_bytes(bytes)
}

/// The first [`chunk`] of the folded text, where folding it does no more than change ASCII letters to lower case.
pub(crate) fn prefix(text: &str) -> Option<u64> {
    let word = u64::from_be_bytes(*text.as_bytes().first_chunk::<CHUNK>()?);
    let low = word & !HIGH_BITS;
    // The high bit of each byte that is an ASCII character above the control characters.
    let printable = (low + LOW_BITS * (0x80 - 0x20)) & !word & HIGH_BITS;
    let others = word ^ LOW_BITS * u64::from(b' ');
    let spaces = !(((others & !HIGH_BITS) + !HIGH_BITS) | others | !HIGH_BITS);
    // A space may be dropped at the ends of a text and beside another one.
    let dropped = spaces & (spaces << 8) | spaces & 0x8000_0000_0000_0080;
    (printable == HIGH_BITS && dropped == 0).then(|| lower(word))
}

/// ASCII letters in lower case, of eight bytes at once.
fn lower(word: u64) -> u64 {
    let low = word & !HIGH_BITS;
    let from_a = low + LOW_BITS * (0x80 - b'A' as u64);
    let after_z = low + LOW_BITS * (0x7F - b'Z' as u64);
    let upper = (from_a ^ after_z) & !word & HIGH_BITS;
    word | upper >> 2
}

/// Whether folding the text does no more than change ASCII letters to lower case.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut before = b' ';
    for byte in bytes {
        if !matches!(byte, b' '..=b'~') || *byte == b' ' && before == b' ' {
            return false;
        }
        before = *byte;
    }
    before != b' ' || bytes.is_empty()
}

/// Dense ranks of texts from 0, by the code units of the folded text, equal for equal texts; [`NO_TEXT`] for `None`.
pub(crate) fn text_ranks<'a>(store: &Store, len: u32, text: &dyn Fn(u32) -> Option<Cow<'a, str>>) -> Vec<u32> {
    ranks_of(Sorter::new(store, len, text), len)
}

/// The same of the texts as they are written.
pub(crate) fn unfolded_ranks<'a>(len: u32, text: &dyn Fn(u32) -> Option<Cow<'a, str>>) -> Vec<u32> {
    let missing = RowSet::of(len, |row| text(row as u32).is_none());
    let chunks = vec![0; len as usize];
    let (odd, starts) = (RowSet::none(len), RowSet::none(len));
    ranks_of(Sorter { text, missing, folded: Vec::new(), odd, chunks, starts, folds: false }, len)
}

fn ranks_of(mut sorter: Sorter, len: u32) -> Vec<u32> {
    let mut order: Vec<u32> = (0..len).filter(|row| !sorter.missing.contains(*row)).collect();
    sorter.sort(&mut order, 0, 0);
    let mut ranks = vec![NO_TEXT; len as usize];
    let mut next = 0;
    for (place, row) in (0..).zip(&order) {
        next += u32::from(sorter.starts.contains(place));
        if let Some(slot) = ranks.get_mut(*row as usize) {
            *slot = next - 1;
        }
    }
    ranks
}

struct Sorter<'a, 'b> {
    text: &'b dyn Fn(u32) -> Option<Cow<'a, str>>,
    missing: RowSet,
    /// Folded texts of rows whose own is not plain, by row, and those rows.
    folded: Vec<(u32, String)>,
    odd: RowSet,
    /// By row, the bytes being compared.
    chunks: Vec<u64>,
    /// Places at which a text stands that is not that of the place before.
    starts: RowSet,
    /// Case does not count.
    folds: bool,
}

/// Bytes that texts may share before they are compared as a whole.
const MOST_SHARED: usize = 256;

impl<'a, 'b> Sorter<'a, 'b> {
    fn new(store: &Store, len: u32, text: &'b dyn Fn(u32) -> Option<Cow<'a, str>>) -> Sorter<'a, 'b> {
        let none = RowSet::none(len);
        let (mut missing, mut odd, mut folded) = (none.clone(), none.clone(), Vec::new());
        for row in 0..len {
            match text(row) {
                None => missing.insert(row),
                Some(Cow::Borrowed(text)) if is_plain(text) => {}
                Some(text) => {
                    odd.insert(row);
                    folded.push((row, store.fold(&text)));
                }
            }
        }
        Sorter { text, missing, folded, odd, chunks: vec![0; len as usize], starts: none, folds: true }
    }

    /// The text of a row, folded but for the case of ASCII letters.
    fn text(&self, row: u32) -> Cow<'_, str> {
        if self.odd.contains(row) {
            let at = self.folded.partition_point(|(other, _)| *other < row);
            return Cow::Borrowed(self.folded.get(at).map_or("", |(_, text)| text));
        }
        (self.text)(row).unwrap_or_default()
    }

    fn whole(&self, row: u32) -> String {
        let text = self.text(row);
        if self.folds { text.to_ascii_lowercase() } else { text.into_owned() }
    }

    /// Sorts rows whose texts agree before byte `from`, and which stand from place `first` on.
    fn sort(&mut self, rows: &mut [u32], first: u32, from: usize) {
        if MOST_SHARED <= from {
            return self.sort_wholes(rows, first);
        }
        let mut longer = false;
        for row in rows.iter() {
            let text = self.text(*row);
            longer |= from + CHUNK < text.len();
            let chunk = chunk(&text, from);
            let chunk = if self.folds { lower(chunk) } else { chunk };
            if let Some(slot) = self.chunks.get_mut(*row as usize) {
                *slot = chunk;
            }
        }
        radix::reorder(&self.chunks, rows);
        let mut place = first;
        let mut rest = rows;
        while let Some(row) = rest.first() {
            let chunk_of = |row: &u32| self.chunks.get(*row as usize).copied();
            let same = rest.iter().take_while(|other| chunk_of(other) == chunk_of(row)).count();
            self.starts.insert(place);
            let (run, after) = rest.split_at_mut(same);
            if 1 < same && longer {
                self.sort(run, place, from + CHUNK);
            }
            place += same as u32;
            rest = after;
        }
    }

    fn sort_wholes(&mut self, rows: &mut [u32], first: u32) {
        let mut texts: Vec<(String, u32)> = rows.iter().map(|row| (self.whole(*row), *row)).collect();
        texts.sort_unstable();
        let mut before: Option<&str> = None;
        for ((place, (text, row)), slot) in (first..).zip(&texts).zip(rows) {
            if before != Some(text) {
                self.starts.insert(place);
            }
            before = Some(text);
            *slot = *row;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::EventSet;
    use crate::store::text::{fold, nfkd};

    fn texts() -> Vec<String> {
        let mut texts: Vec<String> =
            ["", " ", "a", "A", "a ", "ab", "aB", "abc  def", "abc def", "ABCDEFGH", "abcdefgh ", "abcdefghi"]
                .map(str::to_owned)
                .to_vec();
        texts.extend(
            [
                "Straße",
                "strasse",
                "Łódź",
                "lodz",
                "العراق",
                "a\tb",
                "a b",
                "zzzzzzzz",
                "ZZZZZZZZ~",
                "[",
                "{",
                "Z[",
                "z{",
                "@A",
                "`a",
            ]
            .map(str::to_owned),
        );
        let long = "The same words again and ".repeat(20);
        texts.extend([format!("{long}x"), format!("{long}Y"), long.clone(), long.to_uppercase(), format!("{long}é")]);
        texts.extend((0..300).map(|at| format!("Event {} of many", at * 7 % 100)));
        texts
    }

    #[test]
    fn ranks_are_those_of_the_folded_texts() {
        let store = Store::build(EventSet::default(), nfkd);
        let texts = texts();
        let text = |row: u32| (row % 11 != 7).then(|| Cow::Borrowed(texts[row as usize].as_str()));
        let ranks = text_ranks(&store, texts.len() as u32, &text);
        let mut folded: Vec<String> = (0..texts.len() as u32).filter_map(text).map(|text| fold(&text, nfkd)).collect();
        folded.sort_unstable();
        folded.dedup();
        for (row, rank) in (0..).zip(ranks) {
            let place = text(row).map(|text| folded.binary_search(&fold(&text, nfkd)).unwrap() as u32);
            assert_eq!(rank, place.unwrap_or(NO_TEXT), "{row} {:?}", texts[row as usize]);
        }
    }

    #[test]
    fn unfolded_ranks_are_those_of_the_texts_themselves() {
        let texts = texts();
        let text = |row: u32| (row % 11 != 7).then(|| Cow::Borrowed(texts[row as usize].as_str()));
        let mut sorted: Vec<Cow<str>> = (0..texts.len() as u32).filter_map(text).collect();
        sorted.sort_unstable();
        sorted.dedup();
        for (row, rank) in (0..).zip(unfolded_ranks(texts.len() as u32, &text)) {
            let place = text(row).map(|text| sorted.binary_search(&text).unwrap() as u32);
            assert_eq!(rank, place.unwrap_or(NO_TEXT), "{row} {:?}", texts[row as usize]);
        }
    }

    #[test]
    fn prefixes_are_those_of_the_folded_texts() {
        let mut found = 0;
        for text in texts() {
            if let Some(prefix) = prefix(&text) {
                assert_eq!(prefix, chunk(&fold(&text, nfkd), 0), "{text:?}");
                found += 1;
            }
            assert!(!is_plain(&text) || fold(&text, nfkd) == text.to_ascii_lowercase(), "{text:?}");
        }
        assert!(200 < found, "{found}");
        for byte in 0..=127_u8 {
            for at in 0..8 {
                let mut bytes = *b"abcdefghi";
                bytes[at] = byte;
                let text = String::from_utf8(bytes.to_vec()).unwrap();
                assert!(prefix(&text).is_none_or(|prefix| prefix == chunk(&fold(&text, nfkd), 0)), "{text:?}");
                assert_eq!(prefix(&text).is_some(), byte > 31 && !(byte == b' ' && (at == 0 || at == 7)), "{text:?}");
            }
        }
    }
}
