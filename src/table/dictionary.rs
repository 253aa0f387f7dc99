//! Texts, each once, with a number each.

use super::texts::Texts;

/// Distinct texts with dense codes, in the order met.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    texts: Texts,
    /// Code + 1 by hash, linear probing; 0 is free. A power of two long, at most half full.
    slots: Vec<u32>,
    /// Slots that are taken.
    used: usize,
}

impl Dictionary {
    /// The texts by code.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The code of a text that is in it.
    pub fn find(&self, text: &str) -> Option<u32> {
        let slot = self.slot_of(text)?;
        self.slots.get(slot).and_then(|slot| slot.checked_sub(1))
    }

    /// The code of a text, a new one where it was not met before; `None` where there is no more room.
    #[inline]
    pub fn code(&mut self, text: &str) -> Option<u32> {
        if self.slots.len() <= self.used * 2 {
            self.grow();
        }
        let at = self.slot_of(text)?;
        let slot = self.slots.get_mut(at)?;
        if let Some(code) = slot.checked_sub(1) {
            return Some(code);
        }
        let code = self.texts.len() as u32;
        if !self.texts.push(text) {
            self.texts.truncate(code as usize);
            return None;
        }
        *slot = code + 1;
        self.used += 1;
        Some(code)
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

    /// The slot where the text is, or else the free one where it belongs.
    #[inline]
    fn slot_of(&self, text: &str) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = hash(text.as_bytes()) as usize & mask;
        loop {
            match self.slots.get(at)?.checked_sub(1) {
                Some(code) if !is_same(self.texts.bytes(code as usize), text.as_bytes()) => at = (at + 1) & mask,
                _ => return Some(at),
            }
        }
    }

    #[cold]
    fn grow(&mut self) {
        let former = std::mem::take(&mut self.slots);
        self.slots = vec![0; (former.len() * 2).max(16)];
        let mask = self.slots.len() - 1;
        for code in former.into_iter().filter(|slot| *slot != 0) {
            let mut at = hash(self.texts.get(code as usize - 1).as_bytes()) as usize & mask;
            while self.slots.get(at).is_some_and(|slot| *slot != 0) {
                at = (at + 1) & mask;
            }
            if let Some(slot) = self.slots.get_mut(at) {
                *slot = code;
            }
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
mod tests {
    use super::*;

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
