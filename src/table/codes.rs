//! Small numbers in the narrowest array that holds them.

/// Dictionary codes, one, two or four bytes each. Hot loops match once on the width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Codes {
    /// All are below 2⁸.
    U8(Vec<u8>),
    /// All are below 2¹⁶.
    U16(Vec<u16>),
    /// The rest.
    U32(Vec<u32>),
}

impl Default for Codes {
    fn default() -> Self {
        Codes::U8(Vec::new())
    }
}

impl Codes {
    /// `len` zeros, in an array that holds numbers up to `most`.
    pub fn zeros(len: usize, most: u32) -> Codes {
        match most {
            ..0x100 => Codes::U8(vec![0; len]),
            0x100..0x1_0000 => Codes::U16(vec![0; len]),
            _ => Codes::U32(vec![0; len]),
        }
    }

    /// Codes there are.
    pub fn len(&self) -> usize {
        match self {
            Codes::U8(codes) => codes.len(),
            Codes::U16(codes) => codes.len(),
            Codes::U32(codes) => codes.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The code at an index.
    #[inline]
    pub fn get(&self, at: usize) -> Option<u32> {
        match self {
            Codes::U8(codes) => codes.get(at).map(|code| u32::from(*code)),
            Codes::U16(codes) => codes.get(at).map(|code| u32::from(*code)),
            Codes::U32(codes) => codes.get(at).copied(),
        }
    }

    /// Adds a code, in wider arrays from now on if it must be.
    #[inline]
    pub fn push(&mut self, code: u32) {
        match self {
            Codes::U8(codes) if code <= 0xFF => codes.push(code as u8),
            Codes::U16(codes) if code <= 0xFFFF => codes.push(code as u16),
            Codes::U32(codes) => codes.push(code),
            _ => {
                self.widen(code);
                self.push(code);
            }
        }
    }

    /// Changes the code at an index, which there must be, in wider arrays from now on if it must be.
    pub fn set(&mut self, at: usize, code: u32) {
        match self {
            Codes::U8(codes) if code <= 0xFF => drop(codes.get_mut(at).map(|slot| *slot = code as u8)),
            Codes::U16(codes) if code <= 0xFFFF => drop(codes.get_mut(at).map(|slot| *slot = code as u16)),
            Codes::U32(codes) => drop(codes.get_mut(at).map(|slot| *slot = code)),
            _ => {
                self.widen(code);
                self.set(at, code);
            }
        }
    }

    /// Makes it `len` long: with zeros at the end, or without what is beyond.
    pub fn resize(&mut self, len: usize) {
        match self {
            Codes::U8(codes) => codes.resize(len, 0),
            Codes::U16(codes) => codes.resize(len, 0),
            Codes::U32(codes) => codes.resize(len, 0),
        }
    }

    /// The greatest code; 0 where there is none.
    pub fn max(&self) -> u32 {
        match self {
            Codes::U8(codes) => codes.iter().copied().max().unwrap_or(0).into(),
            Codes::U16(codes) => codes.iter().copied().max().unwrap_or(0).into(),
            Codes::U32(codes) => codes.iter().copied().max().unwrap_or(0),
        }
    }

    /// How often a code comes.
    #[inline(never)]
    pub fn count(&self, wanted: u32) -> usize {
        match self {
            Codes::U8(codes) => codes.iter().filter(|code| u32::from(**code) == wanted).count(),
            Codes::U16(codes) => codes.iter().filter(|code| u32::from(**code) == wanted).count(),
            Codes::U32(codes) => codes.iter().filter(|code| **code == wanted).count(),
        }
    }

    #[cold]
    fn widen(&mut self, most: u32) {
        let mut wider = Codes::zeros(0, most);
        match &mut wider {
            Codes::U8(_) => return,
            Codes::U16(codes) => codes.extend((0..self.len()).filter_map(|at| self.get(at)).map(|code| code as u16)),
            Codes::U32(codes) => codes.extend((0..self.len()).filter_map(|at| self.get(at))),
        }
        *self = wider;
    }
}
