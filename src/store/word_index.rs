//! Which texts have a word: a vocabulary, and for each word the owners of the texts that it stands in.
//!
//! Owners are numbers of the caller's (positions in the document, codes of values), in blocks of 65,536: within one, two
//! bytes tell an owner. A search takes the words of the vocabulary that fit each word of the [`Needle`], joins their
//! owners, keeps those that have all, and reads the texts of what is left only where order or place matters.

use super::text::{Decompose, LINE, Lines, is_between, line};
use super::vocabulary::{Vocabulary, word_at};

/// Owners of one block.
const BLOCK: u32 = 1 << 16;

/// Words of 64 bits that have a bit for each owner of a block.
const BLOCK_WORDS: usize = BLOCK as usize / 64;

/// Hands over the texts of an owner, one after the other.
pub type TextsOf<'a> = &'a dyn Fn(u32, &mut dyn FnMut(&str));

/// How the words of a [`Needle`] stand in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// One after another, whole.
    Words,
    /// One after another, and the last may go on.
    Prefix,
    /// Anywhere in the words of the text, these one space apart.
    Part,
}

/// Words to search for.
#[derive(Clone, Debug, PartialEq)]
pub struct Needle {
    /// What the [line] of a text must contain, between its outer spaces where `part`.
    piece: Vec<u8>,
    part: bool,
}

impl Needle {
    /// What to search for; `None` where the text has no word.
    pub fn new(text: &str, fit: Fit, decompose: Decompose) -> Option<Needle> {
        let mut piece = line(text, decompose);
        if piece.is_empty() {
            return None;
        }
        let part = fit == Fit::Part;
        let is_inside = |letter: Option<char>| !letter.is_some_and(|letter| is_between(letter, decompose));
        if fit == Fit::Prefix || part && is_inside(text.chars().next_back()) {
            piece.pop();
        }
        if part && is_inside(text.chars().next()) {
            piece.remove(0);
        }
        Some(Needle { piece, part })
    }

    /// One that costs nothing to look for.
    pub(super) fn any() -> Option<Needle> {
        Needle::new("a", Fit::Words, str::to_owned)
    }

    /// Calls `found` with the number of each line that has it, [`LINE`] being before each.
    fn find(&self, finder: &memchr::memmem::Finder<'_>, lines: &[u8], mut found: impl FnMut(usize)) {
        // `number` lines begin before `at`.
        let (mut at, mut number) = (0, 0);
        let is_line_end = |at: Option<usize>| at.and_then(|at| lines.get(at)).is_none_or(|byte| *byte == LINE);
        while let Some(hit) = lines.get(at..).and_then(|rest| finder.find(rest)) {
            number += lines.get(at..at + hit).map_or(0, |passed| passed.iter().filter(|byte| **byte == LINE).count());
            let (from, to) = (at + hit, at + hit + self.piece.len());
            at = from + 1;
            let is_outer_space = self.piece.first() == Some(&b' ') && is_line_end(from.checked_sub(1))
                || self.piece.last() == Some(&b' ') && is_line_end(Some(to));
            if !(self.part && is_outer_space) {
                found(number - 1);
                at += lines.get(at..).and_then(|rest| memchr::memchr(LINE, rest)).unwrap_or(lines.len());
            }
        }
    }

    /// Its words, each with the spaces beside it: on the sides where it is whole.
    fn words(&self) -> Vec<&[u8]> {
        let piece = &self.piece[..];
        let is_space = |at: usize| piece.get(at) == Some(&b' ');
        let mut words = Vec::new();
        let mut at = 0;
        while at + usize::from(is_space(at)) < piece.len() {
            let from = at;
            at += 1;
            while at < piece.len() && !is_space(at) {
                at += 1;
            }
            words.extend(piece.get(from..(at + 1).min(piece.len())));
        }
        words
    }

    /// Whether a text may have each word of it and still not contain it.
    fn has_order(&self, words: usize) -> bool {
        1 < words || self.part && (self.piece.first() == Some(&b' ') || self.piece.last() == Some(&b' '))
    }
}

fn contains(text: &[u8], piece: &[u8]) -> bool {
    let Some(first) = piece.first() else { return true };
    text.windows(piece.len()).any(|window| window.first() == Some(first) && window == piece)
}

/// The owners of the texts that each word stands in.
#[derive(Clone, Debug, Default)]
pub struct WordIndex {
    vocabulary: Vocabulary,
    /// Those of the owners `0..BLOCK`, then those of the next.
    blocks: Vec<Block>,
}

/// The owners of one block by word.
#[derive(Clone, Debug, Default)]
struct Block {
    /// The codes of the words there are, ascending.
    codes: Vec<u32>,
    /// Where each one's owners end.
    ends: Vec<u32>,
    /// Owners, counted from the block's first; in the order of their texts, which need not ascend.
    owners: Vec<u16>,
}

impl WordIndex {
    /// Reads all texts of the owners `0..count` once.
    pub fn build(count: u32, texts: TextsOf<'_>, decompose: Decompose) -> WordIndex {
        let mut builder = Builder::default();
        for owner in 0..count {
            texts(owner, &mut |text| builder.lines.push(owner, text));
            if builder.lines.is_full() {
                builder.flush(decompose);
            }
            if owner % BLOCK == BLOCK - 1 || owner + 1 == count {
                builder.flush(decompose);
                builder.index.blocks.push(builder.block.finish());
            }
        }
        builder.index.vocabulary.freeze();
        builder.index
    }

    /// The owners of which a text has the needle, one bit each. `texts` are those that the index was built of.
    pub fn search(&self, needle: &Needle, texts: TextsOf<'_>, decompose: Decompose) -> Vec<u64> {
        let words = needle.words();
        let hits: Vec<Vec<u32>> = words.iter().map(|word| self.codes(word)).collect();
        let mut found = vec![0; self.blocks.len() * BLOCK_WORDS];
        let mut reader = needle.has_order(words.len()).then(|| Reader::new(needle, texts, decompose));
        for (at, block) in self.blocks.iter().enumerate() {
            let mut bits = [0; BLOCK_WORDS];
            for (nth, codes) in hits.iter().enumerate() {
                let mut with = [0; BLOCK_WORDS];
                block.add(codes, &mut with);
                bits.iter_mut().zip(&with).for_each(|(bits, with)| *bits = with & if nth == 0 { *with } else { *bits });
            }
            match &mut reader {
                Some(reader) => reader.read(at as u32 * BLOCK, &bits, &mut found),
                None => found.iter_mut().skip(at * BLOCK_WORDS).zip(&bits).for_each(|(found, bits)| *found = *bits),
            }
        }
        if let Some(reader) = &mut reader {
            reader.flush(&mut found);
        }
        found
    }

    /// The codes of the words that fit one with spaces on the sides where it is whole.
    fn codes(&self, word: &[u8]) -> Vec<u32> {
        let (from, to) = (word.first() == Some(&b' '), word.last() == Some(&b' '));
        let letters = word.trim_ascii();
        (0..self.vocabulary.len() as u32)
            .filter(|code| {
                let known = self.vocabulary.get(*code);
                match (from, to) {
                    (true, true) => known == letters,
                    (true, false) => known.starts_with(letters),
                    (false, true) => known.ends_with(letters),
                    (false, false) => contains(known, letters),
                }
            })
            .collect()
    }
}

impl Block {
    /// Adds the owners that have one of the words; codes ascend.
    fn add(&self, codes: &[u32], bits: &mut [u64; BLOCK_WORDS]) {
        let mut from = 0;
        for code in codes {
            let rest = self.codes.get(from..).unwrap_or_default();
            from += rest.partition_point(|other| other < code);
            if self.codes.get(from) != Some(code) {
                continue;
            }
            let start = if from == 0 { Some(&0) } else { self.ends.get(from - 1) };
            let (Some(&start), Some(&end)) = (start, self.ends.get(from)) else { return };
            for owner in self.owners.get(start as usize..end as usize).unwrap_or_default() {
                bits[usize::from(*owner) / 64] |= 1 << (owner % 64);
            }
        }
    }
}

/// Looks into the texts of owners that have every word of a needle.
struct Reader<'a> {
    needle: &'a Needle,
    finder: memchr::memmem::Finder<'a>,
    texts: TextsOf<'a>,
    decompose: Decompose,
    lines: Lines,
}

impl<'a> Reader<'a> {
    fn new(needle: &'a Needle, texts: TextsOf<'a>, decompose: Decompose) -> Reader<'a> {
        let finder = memchr::memmem::Finder::new(&needle.piece);
        Reader { needle, finder, texts, decompose, lines: Lines::default() }
    }

    /// Takes the owners whose bits are set, counted from `first`; those that have the needle will stand in `found`.
    fn read(&mut self, first: u32, bits: &[u64; BLOCK_WORDS], found: &mut [u64]) {
        for (word, from) in bits.iter().zip((first..).step_by(64)) {
            let mut rest = *word;
            while rest != 0 {
                let owner = from + rest.trailing_zeros();
                rest &= rest - 1;
                (self.texts)(owner, &mut |text| self.lines.push(owner, text));
            }
            if self.lines.is_full() {
                self.flush(found);
            }
        }
    }

    fn flush(&mut self, found: &mut [u64]) {
        let Reader { needle, finder, lines, decompose, .. } = self;
        lines.flush(*decompose, |lines, owners| {
            needle.find(finder, lines, |number| {
                let owner = owners.get(number).copied().unwrap_or_default();
                if let Some(word) = found.get_mut(owner as usize / 64) {
                    *word |= 1 << (owner % 64);
                }
            });
        });
    }
}

/// A [`WordIndex`] being made, text by text.
#[derive(Default)]
struct Builder {
    index: WordIndex,
    lines: Lines,
    block: OpenBlock,
}

/// The block that is being filled.
#[derive(Default)]
struct OpenBlock {
    /// The words as they come.
    tokens: Vec<Token>,
    /// By code.
    seen: Vec<Seen>,
}

#[derive(Clone, Copy)]
struct Token {
    code: u32,
    owner: u16,
}

#[derive(Clone, Copy, Default)]
struct Seen {
    /// The owner that had the word last, plus one.
    owner: u32,
    /// How many of the block have it; then where its next owner goes.
    count: u32,
}

impl Builder {
    fn flush(&mut self, decompose: Decompose) {
        let Builder { index, lines, block } = self;
        lines.flush(decompose, |lines, owners| block.add(lines, owners, &mut index.vocabulary));
    }
}

impl OpenBlock {
    /// Adds the words of lines, [`LINE`] being before each.
    fn add(&mut self, lines: &[u8], owners: &[u32], vocabulary: &mut Vocabulary) {
        let mut owners = owners.iter();
        let (mut owner, mut at) = (0, 0);
        while at < lines.len() {
            let (key, length) = word_at(lines, at);
            let word = lines.get(at..at + length).unwrap_or_default();
            at += length + 1;
            if key == u64::from(LINE) {
                owner = owners.next().copied().unwrap_or_default();
            } else if !word.is_empty() {
                self.add_word(vocabulary.code(key, word), owner);
            }
        }
    }

    #[inline]
    fn add_word(&mut self, code: u32, owner: u32) {
        if self.seen.len() <= code as usize {
            self.seen.push(Seen::default());
        }
        if let Some(seen) = self.seen.get_mut(code as usize)
            && seen.owner != owner.wrapping_add(1)
        {
            seen.owner = owner.wrapping_add(1);
            seen.count += 1;
            self.tokens.push(Token { code, owner: owner as u16 });
        }
    }

    /// Sorts the owners of the open block by word: counted before, each goes to the next place of its word.
    fn finish(&mut self) -> Block {
        let mut block = Block { owners: vec![0; self.tokens.len()], ..Block::default() };
        let mut end = 0;
        for (code, seen) in (0..).zip(&mut self.seen).filter(|(_, seen)| seen.count != 0) {
            let start = end;
            end += seen.count;
            seen.count = start;
            block.codes.push(code);
            block.ends.push(end);
        }
        for Token { code, owner } in &self.tokens {
            if let Some(seen) = self.seen.get_mut(*code as usize) {
                if let Some(place) = block.owners.get_mut(seen.count as usize) {
                    *place = *owner;
                }
                seen.count += 1;
            }
        }
        self.seen.iter_mut().for_each(|seen| seen.count = 0);
        self.tokens.clear();
        block.codes.shrink_to_fit();
        block.ends.shrink_to_fit();
        block
    }
}
