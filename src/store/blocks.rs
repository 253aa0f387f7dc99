//! What holds of each of up to 64 numbers, as the bits of a word.

/// Numbers of a block.
pub const BLOCK: usize = 64;

/// The bits of a word by themselves: a table, so that comparisons become words without a shift for each number.
pub(crate) const BITS: [u64; BLOCK] = {
    let mut bits = [0; BLOCK];
    let mut at = 0;
    while at < BLOCK {
        bits[at] = 1 << at;
        at += 1;
    }
    bits
};

/// Bit by number: with `plus` added it is greater than `limit`.
#[inline(never)]
pub(crate) fn above(numbers: &[f64], plus: f64, limit: f64) -> u64 {
    let is_above = |word: u64, (number, bit): (&f64, &u64)| word | if limit < number + plus { *bit } else { 0 };
    // Of a whole block the length is known: no loop for what is left over.
    match <&[f64; BLOCK]>::try_from(numbers) {
        Ok(all) => all.iter().zip(&BITS).fold(0, is_above),
        Err(_) => numbers.iter().zip(&BITS).fold(0, is_above),
    }
}

/// Bit by number: with `plus` added it is less than `limit`.
#[inline(never)]
pub(crate) fn below(numbers: &[f64], plus: f64, limit: f64) -> u64 {
    let is_below = |word: u64, (number, bit): (&f64, &u64)| word | if number + plus < limit { *bit } else { 0 };
    match <&[f64; BLOCK]>::try_from(numbers) {
        Ok(all) => all.iter().zip(&BITS).fold(0, is_below),
        Err(_) => numbers.iter().zip(&BITS).fold(0, is_below),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_says_of_each_number_what_a_comparison_says() {
        let all: Vec<f64> =
            (0..BLOCK).map(|at| [3.0, -1.5, f64::INFINITY, f64::NEG_INFINITY, 7.0][at * 7 % 5]).collect();
        for len in [0, 1, 2, 7, 63, 64] {
            let numbers = &all[..len];
            for (plus, limit) in [(0.0, 3.0), (1.0, 4.0), (-1.0, -2.5), (0.0, f64::INFINITY), (2.0, f64::NEG_INFINITY)]
            {
                let word = |test: &dyn Fn(f64) -> bool| {
                    (0..).zip(numbers).fold(0, |word, (at, number)| word | u64::from(test(number + plus)) << at)
                };
                assert_eq!(above(numbers, plus, limit), word(&|number| limit < number), "{len} {plus} {limit}");
                assert_eq!(below(numbers, plus, limit), word(&|number| number < limit), "{len} {plus} {limit}");
            }
        }
    }
}
