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
    let others = word ^ (LOW_BITS * u64::from(b' '));
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

/// Dense ranks of texts from 0, by code units, equal for equal texts; [`NO_TEXT`] for `None`. Texts are compared folded
/// as those of a store are, or as they are written.
pub(crate) fn text_ranks<'a>(folds: Option<&Store>, len: u32, text: &dyn Fn(u32) -> Option<Cow<'a, str>>) -> Vec<u32> {
    let texts = Texts::new(folds, len, text);
    let mut order: Vec<u32> = (0..len).filter(|at| !texts.missing.contains(*at)).collect();
    // All texts by their first bytes, the last of these first; then those that agree in these, few by few.
    let levels: [Vec<u64>; LEVELS] = std::array::from_fn(|level| {
        let chunk_of = |at| match texts.missing.contains(at) {
            true => 0,
            false if texts.folds => lower(chunk(&texts.get(at), level * CHUNK)),
            false => chunk(&texts.get(at), level * CHUNK),
        };
        (0..len).map(chunk_of).collect()
    });
    for chunks in levels.iter().rev() {
        radix::reorder(chunks, &mut order);
    }
    let first_bytes = |at: &u32| levels.each_ref().map(|chunks| chunks.get(*at as usize).copied());
    let mut ranks = vec![NO_TEXT; len as usize];
    let mut next = 0;
    for run in order.chunk_by(|one, other| first_bytes(one) == first_bytes(other)) {
        let longer = run.iter().any(|at| LEVELS * CHUNK < texts.get(*at).len());
        let mut wholes: Vec<(String, u32)> =
            run.iter().filter(|_| 1 < run.len() && longer).map(|at| (texts.whole(*at), *at)).collect();
        wholes.sort_unstable();
        let mut before: Option<&str> = None;
        for (text, at) in &wholes {
            next += u32::from(before.is_some_and(|before| before != text));
            before = Some(text);
            set(&mut ranks, *at, next);
        }
        if wholes.is_empty() {
            run.iter().for_each(|at| set(&mut ranks, *at, next));
        }
        next += 1;
    }
    ranks
}

/// Chunks by which all texts are sorted at once.
const LEVELS: usize = 3;

fn set(ranks: &mut [u32], at: u32, rank: u32) {
    if let Some(slot) = ranks.get_mut(at as usize) {
        *slot = rank;
    }
}

/// Texts, folded but for the case of ASCII letters.
struct Texts<'a, 'b> {
    text: &'b dyn Fn(u32) -> Option<Cow<'a, str>>,
    missing: RowSet,
    /// Those that are not plain, folded, by index; and which these are.
    folded: Vec<(u32, String)>,
    odd: RowSet,
    /// Case does not count.
    folds: bool,
}

impl<'a, 'b> Texts<'a, 'b> {
    fn new(folds: Option<&Store>, len: u32, text: &'b dyn Fn(u32) -> Option<Cow<'a, str>>) -> Texts<'a, 'b> {
        let (missing, odd) = (RowSet::none(len), RowSet::none(len));
        let mut texts = Texts { text, missing, folded: Vec::new(), odd, folds: folds.is_some() };
        for at in 0..len {
            match (text(at), folds) {
                (None, _) => texts.missing.insert(at),
                (_, None) => {}
                (Some(Cow::Borrowed(text)), _) if is_plain(text) => {}
                (Some(text), Some(store)) => {
                    texts.odd.insert(at);
                    texts.folded.push((at, store.fold(&text)));
                }
            }
        }
        texts
    }

    fn get(&self, at: u32) -> Cow<'_, str> {
        if self.odd.contains(at) {
            let place = self.folded.partition_point(|(other, _)| *other < at);
            return Cow::Borrowed(self.folded.get(place).map_or("", |(_, text)| text));
        }
        (self.text)(at).unwrap_or_default()
    }

    fn whole(&self, at: u32) -> String {
        let text = self.get(at);
        if self.folds { text.to_ascii_lowercase() } else { text.into_owned() }
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
        let ranks = text_ranks(Some(&store), texts.len() as u32, &text);
        let mut folded: Vec<String> = (0..texts.len() as u32).filter_map(text).map(|text| fold(&text, nfkd)).collect();
        folded.sort_unstable();
        folded.dedup();
        for (row, rank) in (0..).zip(ranks) {
            let place = text(row).map(|text| folded.binary_search(&fold(&text, nfkd)).unwrap() as u32);
            assert_eq!(rank, place.unwrap_or(NO_TEXT), "{row} {:?}", texts[row as usize]);
        }
        let mut written: Vec<&String> = texts.iter().collect();
        written.sort_unstable();
        written.dedup();
        let ranks = text_ranks(None, texts.len() as u32, &|at| Some(Cow::Borrowed(texts[at as usize].as_str())));
        for (text, rank) in texts.iter().zip(ranks) {
            assert_eq!(written.binary_search(&text), Ok(rank as usize), "{text:?}");
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
