//! Decimal text ↔ `f64`, exact, in little code: the standard library's way brings tables of ten kilobytes.

/// Digits that are kept of a number on the slow path; what is beyond only tells that there is more.
const MOST_DIGITS: usize = 800;

/// Bits that a decimal is shifted by at a time.
const STEP: u32 = 24;

/// Powers of ten that `f64` has exactly.
const EXACT_TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// From here on not every whole number is one of `f64`.
const MAX_WHOLE: f64 = 9_007_199_254_740_992.0;

/// The shortest decimal that reads back as the number. Whole numbers, which most are, take little code.
///
/// ```
/// use event_timeline::number::text;
/// assert_eq!([1e6, -0.0, 0.1, 1e21].map(text), ["1000000", "-0", "0.1", "1000000000000000000000"]);
/// ```
pub fn text(number: f64) -> String {
    let is_whole = number.abs() < MAX_WHOLE && number.trunc() == number && number.to_bits() != (-0.0_f64).to_bits();
    if is_whole { (number as i64).to_string() } else { number.to_string() }
}

/// The number nearest to a decimal such as `-1.5e3`; of two as near, the even one. `None` where the text is no number.
///
/// ```
/// use event_timeline::number::parse;
/// assert_eq!((parse("-12.50"), parse(".5e1"), parse("1e999")), (Some(-12.5), Some(5.0), Some(f64::INFINITY)));
/// assert_eq!((parse("1e"), parse("."), parse("0x1")), (None, None, None));
/// ```
pub fn parse(text: &str) -> Option<f64> {
    if let Some(number) = few_digits(text.as_bytes()) {
        return Some(number);
    }
    let (negative, rest) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let number = magnitude(rest)?;
    Some(if negative { -number } else { number })
}

/// A number of so few digits and nothing else that each step is exact, as most counts and times are.
#[inline]
fn few_digits(text: &[u8]) -> Option<f64> {
    if text.is_empty() || 15 < text.len() {
        return None;
    }
    let mut number = 0u64;
    for byte in text {
        number = number * 10 + u64::from(byte.checked_sub(b'0').filter(|digit| *digit < 10)?);
    }
    Some(number as f64)
}

fn magnitude(text: &[u8]) -> Option<f64> {
    for (name, number) in [("inf", f64::INFINITY), ("infinity", f64::INFINITY), ("nan", f64::NAN)] {
        if text.eq_ignore_ascii_case(name.as_bytes()) {
            return Some(number);
        }
    }
    let whole = digits(text);
    let after = text.get(whole..)?;
    let (fraction, mut after) = match after {
        [b'.', rest @ ..] => rest.split_at(digits(rest)),
        _ => (&[][..], after),
    };
    if whole + fraction.len() == 0 {
        return None;
    }
    let mut exponent = 0;
    if let [b'e' | b'E', rest @ ..] = after {
        let (sign, rest) = match rest {
            [b'-', rest @ ..] => (-1, rest),
            [b'+', rest @ ..] => (1, rest),
            _ => (1, rest),
        };
        if rest.is_empty() {
            return None;
        }
        let count = digits(rest);
        let add = |number: i32, digit: &u8| (number * 10 + i32::from(digit - b'0')).min(100_000);
        exponent = sign * rest.iter().take(count).fold(0, add);
        after = rest.get(count..)?;
    }
    if !after.is_empty() {
        return None;
    }
    let all = || text.iter().take(whole).chain(fraction).map(|digit| digit - b'0');
    Some(fast(all(), exponent - fraction.len() as i32).unwrap_or_else(|| slow(all(), whole as i32 + exponent)))
}

fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Where digits and power of ten are both exact, one rounding is all there is.
fn fast(digits: impl Iterator<Item = u8>, exponent: i32) -> Option<f64> {
    let mut mantissa = 0u64;
    for digit in digits {
        mantissa = mantissa.checked_mul(10)?.checked_add(digit.into())?;
    }
    let power = *EXACT_TENS.get(exponent.unsigned_abs() as usize)?;
    let mantissa = (mantissa <= 1 << f64::MANTISSA_DIGITS).then_some(mantissa as f64)?;
    Some(if exponent < 0 { mantissa / power } else { mantissa * power })
}

/// By halving and doubling the decimal digit by digit until it is a mantissa.
fn slow(digits: impl Iterator<Item = u8>, point: i32) -> f64 {
    let mut decimal = Decimal::new(digits, point);
    if decimal.digits.is_empty() || decimal.point < -400 {
        return 0.0;
    }
    if 400 < decimal.point {
        return f64::INFINITY;
    }
    // To [½, 1), then to [1, 2): the exponent counts what was shifted away.
    let mut exponent = -1;
    while 0 < decimal.point {
        let bits = if decimal.point < 8 { 1 } else { STEP };
        decimal.halve(bits);
        exponent += bits as i32;
    }
    while decimal.point < 0 || decimal.digits.first().is_some_and(|digit| *digit < 5) {
        let bits = if -8 < decimal.point { 1 } else { STEP };
        decimal.double(bits);
        exponent -= bits as i32;
    }
    let least = f64::MIN_EXP - 1;
    while exponent < least {
        let bits = (least - exponent).min(STEP as i32);
        decimal.halve(bits as u32);
        exponent += bits;
    }
    for _ in 0..f64::MANTISSA_DIGITS {
        decimal.double(1);
    }
    let mut mantissa = decimal.rounded();
    if mantissa == 1 << f64::MANTISSA_DIGITS {
        mantissa >>= 1;
        exponent += 1;
    }
    if f64::MAX_EXP <= exponent {
        return f64::INFINITY;
    }
    let hidden = 1 << (f64::MANTISSA_DIGITS - 1);
    let biased = if mantissa < hidden { 0 } else { (exponent + f64::MAX_EXP - 1) as u64 };
    f64::from_bits(biased << (f64::MANTISSA_DIGITS - 1) | mantissa & (hidden - 1))
}

/// `0.d₁d₂d₃… × 10^point`, the first digit not 0.
struct Decimal {
    digits: Vec<u8>,
    point: i32,
}

impl Decimal {
    fn new(digits: impl Iterator<Item = u8>, point: i32) -> Decimal {
        let mut decimal = Decimal { digits: Vec::new(), point };
        for digit in digits {
            if decimal.digits.is_empty() && digit == 0 {
                decimal.point -= 1;
            } else {
                decimal.push(digit);
            }
        }
        decimal.trim();
        decimal
    }

    /// Adds a digit; what is beyond the last that is kept makes that one tell of it.
    fn push(&mut self, digit: u8) {
        if self.digits.len() < MOST_DIGITS {
            self.digits.push(digit);
        } else if let Some(last) = self.digits.last_mut() {
            *last |= u8::from(digit != 0);
        }
    }

    fn trim(&mut self) {
        let kept = self.digits.iter().rposition(|digit| *digit != 0).map_or(0, |last| last + 1);
        self.digits.truncate(kept);
    }

    /// Divides by a power of two.
    fn halve(&mut self, bits: u32) {
        let former = std::mem::take(&mut self.digits);
        let mut rest = 0u64;
        let mut begun = false;
        let mut at = 0;
        while at < former.len() || rest != 0 {
            rest = rest * 10 + u64::from(former.get(at).copied().unwrap_or(0));
            let digit = (rest >> bits) as u8;
            rest &= (1 << bits) - 1;
            begun |= digit != 0;
            if begun {
                self.push(digit);
            } else {
                self.point -= 1;
            }
            at += 1;
        }
        self.trim();
    }

    /// Multiplies by a power of two.
    fn double(&mut self, bits: u32) {
        let mut carry = 0u64;
        for digit in self.digits.iter_mut().rev() {
            carry += u64::from(*digit) << bits;
            *digit = (carry % 10) as u8;
            carry /= 10;
        }
        let former = std::mem::take(&mut self.digits);
        let mut front = Vec::new();
        while carry != 0 {
            front.push((carry % 10) as u8);
            carry /= 10;
        }
        self.point += front.len() as i32;
        front.iter().rev().chain(&former).for_each(|digit| self.push(*digit));
        self.trim();
    }

    /// The nearest integer; of two as near, the even one.
    fn rounded(&self) -> u64 {
        let point = self.point.max(0) as usize;
        let digit = |at: usize| self.digits.get(at).copied().unwrap_or(0);
        let whole = (0..point).fold(0, |number, at| number * 10 + u64::from(digit(at)));
        let up = match digit(point) {
            _ if self.point < 0 => false,
            5 if self.digits.len() <= point + 1 => whole % 2 == 1,
            next => 5 <= next,
        };
        whole + u64::from(up)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str) {
        let expected = text.parse::<f64>().ok();
        assert_eq!(parse(text).map(f64::to_bits), expected.map(f64::to_bits), "{text}");
    }

    proptest! {
        #[test]
        fn numbers_are_written_as_the_standard_library_does(bits in any::<u64>(), whole in any::<i64>(), shift in 0..64u32) {
            for number in [f64::from_bits(bits), (whole >> shift) as f64, (whole >> shift) as f64 / 8.0, -0.0, MAX_WHOLE, -MAX_WHOLE] {
                prop_assert_eq!(super::text(number), number.to_string());
            }
        }
    }

    #[test]
    fn the_hard_ones_are_exact() {
        for text in [
            "0",
            "-0",
            "-0.0e9",
            "1",
            "+1",
            "1.",
            ".1",
            ".",
            "",
            "-",
            "e5",
            "1e",
            "1e+",
            "1e-",
            "1e5x",
            " 1",
            "1 ",
            "--1",
            "inf",
            "-Infinity",
            "infin",
            "9007199254740993",
            "9007199254740992.5",
            "9007199254740993.0000000000000000000000001",
            "1e22",
            "1e23",
            "8.5e22",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308",
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e309",
            "1e-400",
            "0e999999999",
            "1e-999999999",
            "6929495644600919.5",
            "3.7455744005952583e15",
            "179769313486231580793e289",
            "0.000000000000000000000000000000000001e36",
        ] {
            check(text);
        }
        check(&format!("1{}", "0".repeat(400)));
        check(&format!("0.{}1e1000", "0".repeat(999)));
        check(&format!("2.2250738585072011{}e-308", "1".repeat(900)));
        check(&format!("9007199254740992.5{}1", "0".repeat(900)));
    }

    proptest! {
        #[test]
        fn any_number_is_read_as_the_standard_library_reads_it(bits in any::<u64>(), digits in 0usize..22) {
            let number = f64::from_bits(bits);
            if number.is_finite() {
                check(&format!("{number:e}"));
                check(&format!("{number}"));
                check(&format!("{number:.digits$e}"));
            }
        }

        #[test]
        fn any_text_is_judged_as_the_standard_library_judges_it(text in "[-+]?[0-9]{0,25}[.]?[0-9]{0,25}([eE][-+]?[0-9]{0,4})?") {
            check(&text);
        }

        #[test]
        fn halves_between_two_numbers_go_to_the_even_one(bits in 1u64..0x7FEF_FFFF_FFFF_FFFF) {
            let (one, next) = (f64::from_bits(bits), f64::from_bits(bits + 1));
            // Both exact in decimal: 1,100 digits are enough for any number.
            let one = format!("{one:.1100}");
            let next = format!("{next:.1100}");
            check(&middle(&one, &next));
        }
    }

    /// Half the sum of two decimals with as many digits after the point.
    fn middle(one: &str, next: &str) -> String {
        let width = one.len().max(next.len());
        let digits = |text: &str| {
            format!("{text:0>width$}")
                .bytes()
                .filter(u8::is_ascii_digit)
                .map(|d| u32::from(d - b'0'))
                .collect::<Vec<_>>()
        };
        let sums: Vec<u32> = digits(one).iter().zip(digits(next)).map(|(one, next)| one + next).collect();
        let mut rest = 0;
        let mut halves = Vec::new();
        for sum in sums {
            let all = rest * 10 + sum;
            halves.push(all / 2);
            rest = all % 2;
        }
        halves.push(rest * 5);
        for at in (1..halves.len()).rev() {
            halves[at - 1] += halves[at] / 10;
            halves[at] %= 10;
        }
        let point = halves.len() - 1101;
        let text = |digits: &[u32]| digits.iter().map(u32::to_string).collect::<String>();
        format!("{}.{}", text(&halves[..point]), text(&halves[point..]))
    }
}
