//! Many short texts in one string: no allocation a text.

/// Bytes that the texts of one column may have together: the places in the heap are `u32`.
pub const MAX_HEAP_BYTES: usize = u32::MAX as usize;

/// Texts one after the other in one string; 4 bytes each and their own length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    heap: String,
    /// Where each text ends; it begins where the one before ends.
    pub(super) ends: Vec<u32>,
}

impl Texts {
    /// Takes over a heap whose texts end at `ends`, which ascend to its length and lie between characters.
    ///
    /// # Errors
    /// What is wrong, with the index of the first text of which it is.
    pub fn from_parts(heap: String, ends: Vec<u32>) -> Result<Texts, (usize, &'static str)> {
        let mut from = 0;
        for (at, end) in ends.iter().enumerate() {
            if *end < from {
                return Err((at, "ends before it begins"));
            }
            if !heap.is_char_boundary(*end as usize) {
                return Err((at, "ends beyond the bytes or inside a character"));
            }
            from = *end;
        }
        if from as usize != heap.len() {
            return Err((ends.len(), "the bytes go on after the last text"));
        }
        Ok(Texts { heap, ends })
    }

    /// Texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// One text; empty where there is none of that index.
    pub fn get(&self, at: usize) -> &str {
        let Some(end) = self.ends.get(at) else { return "" };
        self.heap.get(self.start(at) as usize..*end as usize).unwrap_or("")
    }

    /// The bytes of one text, without a look at its characters' ends.
    #[inline]
    pub(super) fn bytes(&self, at: usize) -> &[u8] {
        let Some(end) = self.ends.get(at) else { return &[] };
        self.heap.as_bytes().get(self.start(at) as usize..*end as usize).unwrap_or_default()
    }

    /// Where the text of an index begins in the [heap](Self::heap).
    pub fn start(&self, at: usize) -> u32 {
        at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0)
    }

    /// All texts, one after the other.
    pub fn heap(&self) -> &str {
        &self.heap
    }

    /// Where each text ends in the heap.
    pub fn ends(&self) -> &[u32] {
        &self.ends
    }

    /// The texts in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// Adds a text. Says no, and adds an empty one, where the heap would be over [`MAX_HEAP_BYTES`].
    pub fn push(&mut self, text: &str) -> bool {
        let fits = u32::try_from(self.heap.len() + text.len()).is_ok();
        if fits {
            self.heap.push_str(text);
        }
        self.ends.push(self.heap.len() as u32);
        fits
    }

    /// Forgets the texts from an index on.
    pub fn truncate(&mut self, len: usize) {
        if len < self.ends.len() {
            self.heap.truncate(self.start(len) as usize);
            self.ends.truncate(len);
        }
    }

    /// Makes room for more texts of about so many bytes in all.
    pub fn reserve(&mut self, texts: usize, bytes: usize) {
        self.ends.reserve(texts);
        self.heap.reserve(bytes);
    }
}

/// Texts that few events have, or all of them; 8 bytes a text and its own length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SparseTexts {
    /// Ascending.
    positions: Vec<u32>,
    texts: Texts,
}

impl SparseTexts {
    /// The text at a position of the document.
    pub fn get(&self, position: u32) -> Option<&str> {
        index_of(&self.positions, position).map(|at| self.texts.get(at))
    }

    /// Where there is a text, ascending.
    pub fn positions(&self) -> &[u32] {
        &self.positions
    }

    /// The texts, in the order of their [positions](Self::positions).
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// Sets the text of the last position or a later one, or that it has none. Says no where there is no room.
    pub(crate) fn set(&mut self, position: u32, text: Option<&str>) -> bool {
        self.forget(position);
        let Some(text) = text else { return true };
        self.positions.push(position);
        self.texts.push(text)
    }

    /// Forgets the texts from a position on.
    pub(super) fn forget(&mut self, position: u32) {
        while self.positions.last().is_some_and(|last| position <= *last) {
            self.positions.pop();
            self.texts.truncate(self.positions.len());
        }
    }
}

/// The index of a number in an ascending list; at once where the list counts from 0 without a gap.
pub(crate) fn index_of(ascending: &[u32], wanted: u32) -> Option<usize> {
    if ascending.get(wanted as usize) == Some(&wanted) {
        return Some(wanted as usize);
    }
    ascending.binary_search(&wanted).ok()
}
