//! Texts, each once, with a number each.

use super::probe::{Crowded, Probed, probe};
use super::texts::Texts;

/// Distinct texts with dense codes, in the order met.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    texts: Texts,
    /// Code + 1 by hash, linear probing; 0 is free. A power of two long, at most half full.
    slots: Vec<u32>,
    /// Texts that are found.
    used: usize,
    /// The codes of those that found no slot near enough.
    crowded: Crowded,
}

impl Dictionary {
    /// The texts by code.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The code of a text that is in it.
    pub fn find(&self, text: &str) -> Option<u32> {
        match self.probe(text) {
            Probed::Found(code) => Some(code),
            _ => self.crowded.get(text.as_bytes()),
        }
    }

    /// The code of a text, a new one where it was not met before; `None` where there is no more room.
    #[inline]
    pub fn code(&mut self, text: &str) -> Option<u32> {
        if self.slots.len() <= self.used * 2 {
            self.grow();
        }
        match self.probe(text) {
            Probed::Found(code) => Some(code),
            free => self.add(text, free),
        }
    }

    fn add(&mut self, text: &str, place: Probed) -> Option<u32> {
        if let Some(code) = self.crowded.get(text.as_bytes()) {
            return Some(code);
        }
        let code = self.texts.len() as u32;
        if !self.texts.push(text) {
            self.texts.truncate(code as usize);
            return None;
        }
        self.put(code, place);
        self.used += 1;
        Some(code)
    }

    fn put(&mut self, code: u32, place: Probed) {
        match place {
            Probed::Free(at) => {
                if let Some(slot) = self.slots.get_mut(at) {
                    *slot = code + 1;
                }
            }
            _ => self.crowded.insert(self.texts.bytes(code as usize), code),
        }
    }

    /// Gives a text a code of its own, under which it is not found.
    pub(super) fn hide(&mut self, text: &str) -> Option<u32> {
        let code = self.texts.len() as u32;
        if self.texts.push(text) {
            return Some(code);
        }
        self.texts.truncate(code as usize);
        None
    }

    #[inline]
    fn probe(&self, text: &str) -> Probed {
        let is = |code: u32| is_same(self.texts.bytes(code as usize), text.as_bytes());
        probe(&self.slots, hash(text.as_bytes()) as usize, is)
    }

    #[cold]
    fn grow(&mut self) {
        let former = std::mem::take(&mut self.slots);
        self.slots = vec![0; (former.len() * 2).max(16)];
        for code in former.into_iter().filter_map(|slot| slot.checked_sub(1)) {
            let first = hash(self.texts.bytes(code as usize)) as usize;
            // All are different: none is compared.
            self.put(code, probe(&self.slots, first, |_| false));
        }
    }
}

/// A hash of bytes, eight at a time; the same in every run.
#[inline]
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |hash: u64, word: u64| {
        let hash = (hash ^ word).wrapping_mul(FACTOR);
        hash ^ hash >> 32
    };
    let mut hash = bytes.len() as u64;
    let mut rest = bytes;
    while let Some((word, after)) = rest.split_first_chunk::<8>() {
        hash = mix(hash, u64::from_le_bytes(*word));
        rest = after;
    }
    // The last bytes once more with those before them, so that they are read at once.
    let last = match (bytes.last_chunk::<8>(), bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(last), ..) => u64::from_le_bytes(*last),
        (None, Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32
        }
        _ => bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    };
    // Twice: the last byte of a name, in which names mostly differ, is at the top and reaches low bits only then.
    mix(mix(hash, last), 0)
}

/// Whether bytes are the same; at once where there are eight to sixteen of them, as names mostly have.
#[inline]
fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match (a.first_chunk::<8>(), b.first_chunk::<8>(), a.last_chunk::<8>(), b.last_chunk::<8>()) {
        (Some(a_first), Some(b_first), Some(a_last), Some(b_last)) => {
            a_first == b_first && a_last == b_last && (a.len() <= 16 || a == b)
        }
        _ => a.iter().zip(b).all(|(a, b)| a == b),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::table::probe::MOST_PROBED;

    /// Names that differ in one byte, wherever it is, spread over a table's slots.
    #[test]
    fn hashes_of_like_names_differ_in_their_low_bits() {
        for (head, tail) in
            [("Actor number ", ""), ("", " of a long name that goes on"), ("x", ""), ("a name ", " b"), ("1234567", "")]
        {
            let names = (0..64).map(|at| format!("{head}{}{tail}", char::from(b'0' + at)));
            let mut slots: Vec<u64> = names.map(|name| hash(name.as_bytes()) & 0xFF).collect();
            slots.sort_unstable();
            slots.dedup();
            assert!(48 < slots.len(), "{} slots of 64 names like {head:?}…{tail:?}", slots.len());
        }
    }

    /// Texts of 24 bytes that all have the same hash.
    pub(crate) fn colliding_texts(count: usize) -> Vec<String> {
        const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
        // What the first eight bytes leave behind, the next ones take back.
        let after = |word: u64| {
            let hash = (24 ^ word).wrapping_mul(FACTOR);
            hash ^ hash >> 32
        };
        let wanted = after(u64::from_le_bytes(*b"aaaaaaaa")) ^ u64::from_le_bytes(*b"bbbbbbbb");
        let pair = |at: u64| {
            let first = u64::from_le_bytes([0, 6, 12, 18, 24, 30, 36, 42].map(|shift| b'0' + (at >> shift & 63) as u8));
            [first, after(first) ^ wanted, u64::from_le_bytes(*b"cccccccc")]
        };
        let text = |at: u64| String::from_utf8(pair(at).map(u64::to_le_bytes).concat()).ok();
        (0..).filter_map(text).take(count).collect()
    }

    #[test]
    fn texts_made_to_collide_are_found_in_a_tree() {
        let texts = colliding_texts(10_000);
        assert!(texts.iter().all(|text| hash(text.as_bytes()) == hash(texts[0].as_bytes())));
        let mut dictionary = Dictionary::default();
        for text in &texts {
            dictionary.code(text);
            dictionary.code(&text[1..]);
        }
        assert!(texts.len() - 2 * MOST_PROBED < dictionary.crowded.len());
        assert!(dictionary.crowded.len() <= texts.len(), "only those that collide are in the tree");
        for (at, text) in (0..).step_by(2).zip(&texts) {
            assert_eq!((dictionary.find(text), dictionary.code(text)), (Some(at), Some(at)));
            assert_eq!((dictionary.find(&text[1..]), dictionary.code(&text[1..])), (Some(at + 1), Some(at + 1)));
        }
        assert_eq!(dictionary.find(&colliding_texts(10_001)[10_000]), None);
    }

    #[test]
    fn codes_are_given_in_the_order_met() {
        let mut dictionary = Dictionary::default();
        let names: Vec<String> = (0..1000).map(|at| format!("a name of {at}")).collect();
        for _ in 0..2 {
            for (code, name) in (0..).zip(&names) {
                assert_eq!(dictionary.code(name), Some(code));
            }
        }
        assert_eq!(dictionary.texts().len(), names.len());
        assert_eq!((dictionary.find("a name of 7"), dictionary.find("no name")), (Some(7), None));
        assert_eq!(dictionary.hide("a name of 7"), Some(1000));
        assert_eq!((dictionary.find("a name of 7"), dictionary.code("x")), (Some(7), Some(1001)));
        assert_eq!(Dictionary::default().find(""), None);
    }
}
