//! Words ↔ dense codes: one heap of letters, and an open-addressing table while words are added.

use crate::table::{Crowded, Probed, probe};

/// Different words, numbered from 0 in the order met.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    heap: Vec<u8>,
    ends: Vec<u32>,
    /// By code.
    keys: Vec<u64>,
    /// The code in each slot of the table, plus one; 0 where the slot is free.
    slots: Vec<u32>,
    /// There are two to the power of this many slots, at most half of them taken.
    bits: u32,
    /// The codes of words that found no slot near enough.
    crowded: Crowded,
}

/// 2⁶⁴ by the golden ratio: multiplied with it, any bits of a key reach the highest ones.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

const FIRST_BITS: u32 = 6;

impl Vocabulary {
    /// Words there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The word of a code; empty where there is none.
    #[inline]
    pub fn get(&self, code: u32) -> &[u8] {
        let at = code as usize;
        let from = if at == 0 { Some(&0) } else { self.ends.get(at - 1) };
        match (from, self.ends.get(at)) {
            (Some(&from), Some(&end)) => self.heap.get(from as usize..end as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    /// The code of a word, a new one if it has none. Key and word are those of [`word_at`].
    #[inline]
    pub fn code(&mut self, key: u64, word: &[u8]) -> u32 {
        match self.probe(key, word) {
            Probed::Found(code) => code,
            place => self.add(key, word, place),
        }
    }

    /// Gives back the memory of the table; no word may be added from now on.
    pub fn freeze(&mut self) {
        (self.keys, self.slots, self.crowded) = (Vec::new(), Vec::new(), Crowded::default());
        self.heap.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    #[inline]
    fn probe(&self, key: u64, word: &[u8]) -> Probed {
        probe(&self.slots, self.first_slot(key), |code| {
            self.keys.get(code as usize) == Some(&key) && (is_whole(key) || self.get(code) == word)
        })
    }

    #[inline]
    fn first_slot(&self, key: u64) -> usize {
        key.wrapping_mul(SPREAD).wrapping_shr(u64::BITS - self.bits) as usize
    }

    #[cold]
    fn add(&mut self, key: u64, word: &[u8], mut place: Probed) -> u32 {
        if let Some(code) = self.crowded.get(word) {
            return code;
        }
        let code = self.keys.len();
        if self.slots.len() <= 2 * code {
            self.grow();
            place = self.probe(key, word);
        }
        self.heap.extend_from_slice(word);
        self.ends.push(self.heap.len() as u32);
        self.keys.push(key);
        self.put(code as u32, place);
        code as u32
    }

    fn put(&mut self, code: u32, place: Probed) {
        match place {
            Probed::Free(at) => {
                if let Some(slot) = self.slots.get_mut(at) {
                    *slot = code + 1;
                }
            }
            _ => {
                let word = self.get(code).to_vec();
                self.crowded.insert(&word, code);
            }
        }
    }

    fn grow(&mut self) {
        self.bits = FIRST_BITS.max(self.bits + 1);
        self.slots = vec![0; 1 << self.bits];
        self.crowded = Crowded::default();
        for code in 0..self.keys.len() {
            let first = self.first_slot(self.keys.get(code).copied().unwrap_or_default());
            // No two of them are the same word, so none is compared.
            self.put(code as u32, probe(&self.slots, first, |_| false));
        }
    }
}

/// Whether the key is the word itself, not a hash of it.
fn is_whole(key: u64) -> bool {
    key & 0xFF != 0
}

/// The key and the length in bytes of the word that begins at a place and ends before a space; 0 and 0 at a space.
///
/// The key is the word itself, zeros after it, where it has up to eight bytes; else a hash, with a lowest byte of 0. No
/// word has a byte of 0.
#[inline]
pub(super) fn word_at(text: &[u8], at: usize) -> (u64, usize) {
    let chunk = chunk_at(text, at);
    let length = letters_before_space(chunk);
    if length < 8 { (first_bytes(chunk, length), length) } else { long_word_at(text, at, chunk) }
}

fn long_word_at(text: &[u8], at: usize, first: u64) -> (u64, usize) {
    let (mut hash, mut chunk, mut passed, mut length) = (0, first, 0, 8);
    while length == 8 {
        hash = mix(hash, chunk);
        passed += 8;
        chunk = chunk_at(text, at + passed);
        length = letters_before_space(chunk);
    }
    match passed + length {
        8 => (first, 8),
        long => (mix(hash, first_bytes(chunk, length)) << 8, long),
    }
}

fn mix(hash: u64, chunk: u64) -> u64 {
    let mixed = (hash ^ chunk).wrapping_mul(SPREAD);
    mixed ^ mixed >> 32
}

#[inline]
fn first_bytes(chunk: u64, count: usize) -> u64 {
    chunk & !(u64::MAX << (8 * count))
}

const SPACES: u64 = 0x2020_2020_2020_2020;

/// Eight bytes as a number, the first one lowest; spaces beyond the end.
#[inline]
fn chunk_at(text: &[u8], at: usize) -> u64 {
    let whole = text.get(at..at + 8).and_then(|bytes| bytes.try_into().ok());
    whole.map_or_else(|| last_chunk(text.get(at..).unwrap_or_default()), u64::from_le_bytes)
}

#[cold]
fn last_chunk(rest: &[u8]) -> u64 {
    let mut bytes = SPACES.to_le_bytes();
    bytes.iter_mut().zip(rest).for_each(|(byte, letter)| *byte = *letter);
    u64::from_le_bytes(bytes)
}

/// Bytes before the first space, 8 where there is none: the first to borrow where one is taken from each difference.
#[inline]
fn letters_before_space(chunk: u64) -> usize {
    let zero_at_space = chunk ^ SPACES;
    let borrows = zero_at_space.wrapping_sub(0x0101_0101_0101_0101) & !zero_at_space & 0x8080_8080_8080_8080;
    borrows.trailing_zeros() as usize / 8
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn words_are_read_and_coded_as_a_split_and_a_map_do() {
        let (mut vocabulary, mut expected) = (Vocabulary::default(), HashMap::new());
        // Long ones with equal beginnings, equal ends, and lengths around the eight bytes that are compared at once.
        let stems =
            ["", "a", "abcdefg", "abcdefgh", "abcdefgi", "abcdefghabcdefg", "abcdefghabcdefgh", "ünïcödé", "علی"];
        let words: Vec<String> =
            (0..9_000usize).map(|at| format!("{}{}", stems[at % 9], if at % 4 == 0 { at / 60 } else { at })).collect();
        let text = words.iter().map(|word| format!("{word} ")).collect::<String>();
        let mut at = 0;
        for word in &words {
            let (key, length) = word_at(text.as_bytes(), at);
            assert_eq!(&text[at..at + length], word);
            let fresh = expected.len() as u32;
            assert_eq!(vocabulary.code(key, word.as_bytes()), *expected.entry(word).or_insert(fresh), "{word}");
            at += length + 1;
        }
        assert_eq!((vocabulary.len(), word_at(b" a", 0), word_at(b"", 0)), (expected.len(), (0, 0), (0, 0)));
        assert!(expected.len() < words.len());
        vocabulary.freeze();
        for (word, code) in expected {
            assert_eq!(vocabulary.get(code), word.as_bytes());
        }
        assert_eq!(vocabulary.get(u32::MAX), b"");
    }

    #[test]
    fn equal_hashes_of_different_words_get_different_codes() {
        let mut vocabulary = Vocabulary::default();
        assert_eq!(vocabulary.code(0x100, b"a long word"), 0);
        assert_eq!(vocabulary.code(0x100, b"another one"), 1);
        assert_eq!(vocabulary.code(0x100, b"a long word"), 0);
    }
    #[test]
    fn words_made_to_collide_are_found_in_a_tree() {
        let mut vocabulary = Vocabulary::default();
        let words: Vec<String> = (0..20_000).map(|at| format!("a long word, {at}")).collect();
        for _ in 0..2 {
            for (code, word) in (0..).step_by(2).zip(&words) {
                assert_eq!(vocabulary.code(0x100, word.as_bytes()), code);
                assert_eq!(vocabulary.code(u64::from(code) << 8, &word.as_bytes()[1..]), code + 1);
            }
        }
        assert!(19_000 < vocabulary.crowded.len() && vocabulary.crowded.len() < 21_000);
        assert_eq!(vocabulary.get(7), &words[3].as_bytes()[1..]);
    }
}
