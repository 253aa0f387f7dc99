//! Digits some of which may be unspecified.

use std::fmt;

/// `N` digits, each `0` to `9` or `X` (unspecified), as ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pattern<const N: usize>(pub [u8; N]);

impl<const N: usize> Pattern<N> {
    /// The number; `None` where a digit is unspecified.
    pub fn value(&self) -> Option<i64> {
        (self.unspecified() == 0).then(|| self.least())
    }

    /// How many digits are unspecified.
    pub fn unspecified(&self) -> usize {
        self.0.iter().filter(|&&digit| digit == b'X').count()
    }

    /// The least number it may stand for.
    pub fn least(&self) -> i64 {
        self.filled_with(0)
    }

    /// The least number other than 0 that it may stand for.
    pub fn least_above_zero(&self) -> i64 {
        let last_unspecified = self.0.iter().rev().position(|&digit| digit == b'X');
        match (self.least(), last_unspecified) {
            (0, Some(zeros)) => (0..zeros).fold(1, |number, _| number * 10),
            (least, _) => least,
        }
    }

    /// The greatest number it may stand for.
    pub fn greatest(&self) -> i64 {
        self.filled_with(9)
    }

    /// Whether it may stand for `number`, which is not negative.
    pub fn matches(&self, number: i64) -> bool {
        let mut rest = number;
        for &digit in self.0.iter().rev() {
            if digit != b'X' && i64::from(digit - b'0') != rest % 10 {
                return false;
            }
            rest /= 10;
        }
        rest == 0
    }

    fn filled_with(&self, unspecified: i64) -> i64 {
        self.0
            .iter()
            .fold(0, |number, &digit| number * 10 + if digit == b'X' { unspecified } else { i64::from(digit - b'0') })
    }
}

impl<const N: usize> fmt::Display for Pattern<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|&digit| fmt::Write::write_char(f, char::from(digit)))
    }
}
