//! Text → EDTF: one pass from left to right, no going back.

use super::civil::days_in_month;
use super::edtf::{Bound, Date, Edtf, Fraction, Member, Time, Within, Year, YearForm};
use super::end::End;
use super::error::ParseError;
use super::pattern::Pattern;
use super::span::Qualifiers;

/// Longest text read, bytes.
pub const MAX_TEXT_BYTES: usize = 1_000;
/// Years beyond ± this are refused.
pub const MAX_YEAR: i64 = 1_000_000_000_000;
/// Most significant digits that `S` may give.
const MAX_SIGNIFICANT_DIGITS: i64 = 99;
/// Greatest zone offset ahead of UTC, minutes: `+14:00`, Line Islands.
pub const MAX_OFFSET_EAST_MINUTES: i16 = 14 * 60;
/// Greatest zone offset behind UTC, minutes: `-12:00`, Baker Island.
pub const MAX_OFFSET_WEST_MINUTES: i16 = 12 * 60;

const YEAR: &str = "a year of four digits (`0079`, `-0044`, `198X`) or, for larger years, `Y` and digits";
const MONTH: &str = "a month (01 to 12) or a season (21 to 41)";

type Parsed<T> = Result<T, ParseError>;

/// Reads an EDTF expression of level 0, 1 or 2 (ISO 8601-2:2019; Library of Congress, 2019-02-04).
///
/// Takes time linear in the text's length. The text is taken as it is: spaces around it are errors.
///
/// ```
/// use event_timeline::time::parse;
/// assert_eq!(parse("1985-04/..")?.to_string(), "1985-04/..");
/// assert!(parse("spring 1985").is_err());
/// # Ok::<(), event_timeline::time::ParseError>(())
/// ```
///
/// # Errors
/// [`ParseError`] at the first character that does not fit, at the component that no calendar day satisfies, or at the
/// end of an interval or range that is certainly before its start; beyond [`MAX_TEXT_BYTES`] or [`MAX_YEAR`].
pub fn parse(text: &str) -> Result<Edtf, ParseError> {
    check_length(text)?;
    let mut reader = Reader { text, at: 0 };
    let edtf = match reader.peek() {
        Some(b'[') => Edtf::OneOf(reader.set(b']')?),
        Some(b'{') => Edtf::AllOf(reader.set(b'}')?),
        _ => reader.date_or_interval()?,
    };
    reader.end()?;
    Ok(edtf)
}

/// Reads the start or end of an event that gives them apart: a date, a set, `..` (open) or nothing (unknown).
///
/// ```
/// use event_timeline::time::{End, parse_end};
/// assert_eq!(parse_end("..")?, End::Open);
/// assert_eq!(parse_end("")?, End::Unknown);
/// assert!(matches!(parse_end("[..2014-06-30]")?, End::Date(_)));
/// # Ok::<(), event_timeline::time::ParseError>(())
/// ```
///
/// # Errors
/// As [`parse`]; and at the `/` of an interval, which has a start and an end of its own.
pub fn parse_end(text: &str) -> Result<End, ParseError> {
    match text {
        ".." => return Ok(End::Open),
        "" => return Ok(End::Unknown),
        _ => {}
    }
    match (parse(text)?, text.find('/')) {
        (_, Some(slash)) => {
            let expected = "a single date, or `[a..b]` for some day from a to b";
            Err(ParseError::impossible(slash, "an interval is no start or end", expected))
        }
        (edtf, None) => Ok(End::Date(edtf)),
    }
}

fn check_length(text: &str) -> Parsed<()> {
    if text.len() <= MAX_TEXT_BYTES {
        return Ok(());
    }
    let offset = (0..=MAX_TEXT_BYTES).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let expected = format!("at most {MAX_TEXT_BYTES} bytes");
    Err(ParseError::impossible(offset, "the text is too long for a date", &expected))
}

/// The text, and how far it is read; `at` is always at a character's start, as only ASCII is stepped over.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

/// The expression's outline: intervals, sets.
impl Reader<'_> {
    fn date_or_interval(&mut self) -> Parsed<Edtf> {
        let start = self.bound()?;
        if self.take(b'/') {
            return self.interval(start);
        }
        match start {
            Bound::Date(date) if self.peek().is_none() => Ok(Edtf::Date(date)),
            Bound::Date(date) => Err(self.unexpected(&after_date(&date))),
            Bound::Open => Err(self.unexpected("`/` and the end of an interval")),
            Bound::Unknown => Err(self.unexpected(YEAR)),
        }
    }

    fn interval(&mut self, start: Bound) -> Parsed<Edtf> {
        let end_at = self.at;
        let end = self.bound()?;
        if start == Bound::Unknown && end == Bound::Unknown {
            return Err(self.unexpected("a date or `..`: an interval with neither start nor end says nothing"));
        }
        if let (Bound::Date(from), Bound::Date(to)) = (&start, &end) {
            check_order(from, to, end_at, "interval")?;
        }
        if let (Bound::Date(date), Some(_)) = (&end, self.peek()) {
            return Err(self.unexpected(&after_date(date)));
        }
        Ok(Edtf::Interval(start, end))
    }

    fn bound(&mut self) -> Parsed<Bound> {
        match self.peek() {
            None | Some(b'/') => Ok(Bound::Unknown),
            Some(b'.') => self.dots().map(|()| Bound::Open),
            Some(_) => self.date().map(Bound::Date),
        }
    }

    fn set(&mut self, close: u8) -> Parsed<Vec<Member>> {
        let expected = format!("`,`, `..` or `{}`", char::from(close));
        let mut members = Vec::new();
        self.at += 1;
        loop {
            let member = self.member(members.is_empty())?;
            let is_last = matches!(member, Member::From(_));
            members.push(member);
            if self.take(close) {
                return Ok(members);
            }
            if is_last {
                return Err(self.unexpected(&format!("`{}`: nothing follows an open end", char::from(close))));
            }
            self.expect(b',', &expected)?;
            self.take(b' ');
        }
    }

    fn member(&mut self, is_first: bool) -> Parsed<Member> {
        if is_first && self.peek() == Some(b'.') {
            self.dots()?;
            return self.date().map(Member::UpTo);
        }
        let from = self.date()?;
        if self.peek() != Some(b'.') {
            return Ok(Member::Single(from));
        }
        self.dots()?;
        if matches!(self.peek(), None | Some(b']' | b'}' | b',')) {
            return Ok(Member::From(from));
        }
        let to_at = self.at;
        let to = self.date()?;
        check_order(&from, &to, to_at, "range")?;
        Ok(Member::Range(from, to))
    }
}

fn after_date(date: &Date) -> String {
    let next = match date.within {
        Within::Year => "`-` and a month, ",
        Within::Month(_) => "`-` and a day, ",
        Within::Day(..) => "`T` and a time, ",
        Within::Season(_) | Within::Time { .. } => "",
    };
    format!("{next}`/` and the end of an interval, or the end of the text")
}

fn check_order(from: &Date, to: &Date, to_at: usize, what: &str) -> Parsed<()> {
    if from.extent.0 < to.extent.1 {
        return Ok(());
    }
    Err(ParseError::impossible(
        to_at,
        &format!("the {what} ends before it starts"),
        "a date that is not before the start",
    ))
}

/// Dates.
impl Reader<'_> {
    fn date(&mut self) -> Parsed<Date> {
        let mut doubts = [Qualifiers::default(); 3];
        self.qualifier_before(&mut doubts[0]);
        let year_at = self.at;
        let year = self.year()?;
        self.qualifier_after(&mut doubts[..1]);
        let whole_year_only =
            matches!(year.form, YearForm::Long(_) | YearForm::Exponential { .. }) || year.significant.is_some();
        if whole_year_only || !self.take(b'-') {
            return made(Date::new(year, Within::Year, doubts), year_at, YEAR);
        }
        self.qualifier_before(&mut doubts[1]);
        let month_at = self.at;
        let within = self.month_or_season()?;
        self.qualifier_after(&mut doubts[..2]);
        let month = match within {
            Within::Month(month) if self.take(b'-') => month,
            _ => return made(Date::new(year, within, doubts), month_at, MONTH),
        };
        self.qualifier_before(&mut doubts[2]);
        let day_at = self.at;
        let day = self.two_digits_or_unspecified("a day of two digits (01 to 31)")?;
        self.qualifier_after(&mut doubts);
        let expected = day_range(&year, month);
        let date = made(Date::new(year, Within::Day(month, day), doubts), day_at, &expected)?;
        if self.peek() == Some(b'T') { self.date_time(date, month, day, day_at) } else { Ok(date) }
    }

    fn date_time(&mut self, date: Date, month: Pattern<2>, day: Pattern<2>, day_at: usize) -> Parsed<Date> {
        let exact = (date.year.value(), month.value(), day.value(), date.qualifiers() == Qualifiers::default());
        let (Some(_), Some(month), Some(day), true) = exact else {
            return Err(self.unexpected("no time after a date with unspecified digits or qualifiers"));
        };
        self.at += 1;
        let within = Within::Time { month: month as u8, day: day as u8, time: self.time()? };
        made(Date::new(date.year, within, date.doubts), day_at, "a day")
    }

    fn qualifier_before(&mut self, doubt: &mut Qualifiers) {
        *doubt = self.qualifier();
    }

    /// A qualifier on the right holds for all components to its left.
    fn qualifier_after(&mut self, doubts: &mut [Qualifiers]) {
        let qualifier = self.qualifier();
        doubts.iter_mut().for_each(|doubt| *doubt = doubt.union(qualifier));
    }

    fn qualifier(&mut self) -> Qualifiers {
        let (uncertain, approximate) = match self.peek() {
            Some(b'?') => (true, false),
            Some(b'~') => (false, true),
            Some(b'%') => (true, true),
            _ => return Qualifiers::default(),
        };
        self.at += 1;
        Qualifiers { uncertain, approximate }
    }

    fn month_or_season(&mut self) -> Parsed<Within> {
        let at = self.at;
        let digits = self.two_digits_or_unspecified(MONTH)?;
        match digits.value() {
            Some(season @ 21..=41) => Ok(Within::Season(season as u8)),
            _ if (1..=12).any(|month| digits.matches(month)) => Ok(Within::Month(digits)),
            _ => {
                let next_is_digit = matches!(self.peek(), Some(b'0'..=b'9'));
                let expected =
                    if next_is_digit { format!("{MONTH}, or `/` between two years") } else { MONTH.to_owned() };
                Err(ParseError::impossible(at, &format!("there is no month {digits}"), &expected))
            }
        }
    }

    fn two_digits_or_unspecified(&mut self, expected: &str) -> Parsed<Pattern<2>> {
        let mut digits = [0; 2];
        for digit in &mut digits {
            *digit = self.digit_or_unspecified(expected)?;
        }
        Ok(Pattern(digits))
    }

    fn digit_or_unspecified(&mut self, expected: &str) -> Parsed<u8> {
        match self.peek() {
            Some(digit @ (b'0'..=b'9' | b'X')) => {
                self.at += 1;
                Ok(digit)
            }
            _ => Err(self.unexpected(expected)),
        }
    }
}

fn made(date: Option<Date>, at: usize, expected: &str) -> Parsed<Date> {
    date.ok_or_else(|| ParseError::impossible(at, "there is no such date in the calendar", expected))
}

fn day_range(year: &Year, month: Pattern<2>) -> String {
    let last = match (year.value(), month.value()) {
        (Some(year), Some(month)) => days_in_month(year, month as u8),
        (None, Some(2)) => return "a day from 01 to 28, or 29 if one of the years is a leap year".to_owned(),
        (None, Some(month)) => days_in_month(0, month as u8),
        (_, None) => return "a day (01 to 31) that one of the months has".to_owned(),
    };
    format!("a day from 01 to {last}")
}

/// Years.
impl Reader<'_> {
    fn year(&mut self) -> Parsed<Year> {
        if self.take(b'Y') {
            return self.long_year();
        }
        let start = self.at;
        let negative = self.take(b'-');
        let mut digits = [0; 4];
        for digit in &mut digits {
            *digit = self.digit_or_unspecified(YEAR)?;
        }
        if matches!(self.peek(), Some(b'0'..=b'9' | b'X')) {
            return Err(self.unexpected("no fifth digit: a longer year is written with `Y` before it (`Y12000`)"));
        }
        if negative && digits == *b"0000" {
            return Err(ParseError::impossible(start, "the year 0 has no sign", "`0000`"));
        }
        let form = YearForm::Digits { negative, digits: Pattern(digits) };
        let significant = if self.peek() == Some(b'S') && !digits.contains(&b'X') { self.significant()? } else { None };
        Ok(Year { form, significant })
    }

    /// The year after a `Y`.
    fn long_year(&mut self) -> Parsed<Year> {
        let start = self.at;
        let negative = self.take(b'-');
        let digits_at = self.at;
        if self.peek() == Some(b'0') {
            return Err(self.unexpected("a digit from 1 to 9: no zeros lead after `Y`"));
        }
        let magnitude = self.number(MAX_YEAR, start, "year")?;
        if self.peek() == Some(b'X') {
            return Err(self.unexpected("a digit: after `Y` none is unspecified"));
        }
        let mantissa = if negative { -magnitude } else { magnitude };
        let digits = self.at - digits_at;
        let form = if self.take(b'E') { self.exponential(mantissa, start)? } else { YearForm::Long(mantissa) };
        if digits <= 4 && matches!(form, YearForm::Long(_)) {
            return Err(ParseError::impossible(
                start,
                "`Y` is for years of more than four digits",
                "five digits or more, or no `Y`",
            ));
        }
        Ok(Year { form, significant: self.significant()? })
    }

    fn exponential(&mut self, mantissa: i64, start: usize) -> Parsed<YearForm> {
        let exponent = self.number(i64::from(u8::MAX), start, "exponent")? as u32;
        let value = 10_i64.checked_pow(exponent).and_then(|power| mantissa.checked_mul(power));
        match value {
            Some(value) if value.abs() <= MAX_YEAR => {
                Ok(YearForm::Exponential { mantissa, exponent: exponent as u8, value })
            }
            _ => Err(over_limit("year", MAX_YEAR, start)),
        }
    }

    fn significant(&mut self) -> Parsed<Option<u8>> {
        if !self.take(b'S') {
            return Ok(None);
        }
        let at = self.at;
        match self.number(MAX_SIGNIFICANT_DIGITS, at, "number of significant digits")? {
            0 => Err(ParseError::impossible(at, "no digit is significant", "a number from 1")),
            digits => Ok(Some(digits as u8)),
        }
    }

    /// Digits without a sign; over the limit is an error at `start`.
    fn number(&mut self, limit: i64, start: usize, what: &str) -> Parsed<i64> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return Err(self.unexpected("a digit"));
        }
        let mut number = 0;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            number = number * 10 + i64::from(digit - b'0');
            if limit < number {
                return Err(over_limit(what, limit, start));
            }
            self.at += 1;
        }
        Ok(number)
    }
}

fn over_limit(what: &str, limit: i64, at: usize) -> ParseError {
    ParseError::impossible(at, &format!("the {what} is beyond the limit"), &format!("at most {limit}"))
}

/// Times of day.
impl Reader<'_> {
    fn time(&mut self) -> Parsed<Time> {
        let start = self.at;
        let mut time = Time {
            hour: self.two_digits(24, "an hour (00 to 24)")?,
            minute: None,
            second: None,
            fraction: None,
            offset_minutes: None,
        };
        if self.take(b':') {
            time.minute = Some(self.two_digits(59, "a minute (00 to 59)")?);
        }
        if time.minute.is_some() && self.take(b':') {
            time.second = Some(self.two_digits(59, "a second (00 to 59)")?);
        }
        if time.second.is_some() && self.take(b'.') {
            time.fraction = Some(self.fraction()?);
        }
        if time.hour == 24 && (time.minute.unwrap_or(0), time.second.unwrap_or(0), time.fraction) != (0, 0, None) {
            return Err(ParseError::impossible(
                start,
                "a day has no time after 24:00:00",
                "an hour (00 to 23), or 24:00:00",
            ));
        }
        time.offset_minutes = self.zone()?;
        Ok(time)
    }

    fn two_digits(&mut self, greatest: i64, expected: &str) -> Parsed<u8> {
        let at = self.at;
        let digits = self.two_digits_or_unspecified(expected)?;
        match digits.value() {
            Some(value) if value <= greatest => Ok(value as u8),
            Some(_) => Err(ParseError::impossible(at, &format!("{digits} is too much"), expected)),
            None => Err(ParseError::impossible(at, "times have no unspecified digits", expected)),
        }
    }

    /// Three digits are kept; more are cut off, as a span knows no more than milliseconds.
    fn fraction(&mut self) -> Parsed<Fraction> {
        let (mut milliseconds, mut digits) = (0, 0);
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            if digits < 3 {
                milliseconds = milliseconds * 10 + u16::from(digit - b'0');
                digits += 1;
            }
            self.at += 1;
        }
        match digits {
            0 => Err(self.unexpected("a digit")),
            _ => Ok(Fraction { milliseconds: milliseconds * 10_u16.pow(3 - u32::from(digits)), digits }),
        }
    }

    fn zone(&mut self) -> Parsed<Option<i16>> {
        let at = self.at;
        if self.take(b'Z') {
            return Ok(Some(0));
        }
        let negative = match self.peek() {
            Some(b'+') => false,
            Some(b'-') => true,
            _ => return Ok(None),
        };
        self.at += 1;
        let hours = self.two_digits(99, "the hours of a zone")?;
        let minutes = if self.take(b':') { self.two_digits(59, "the minutes of a zone")? } else { 0 };
        let offset = i16::from(hours) * 60 + i16::from(minutes);
        let limit = if negative { MAX_OFFSET_WEST_MINUTES } else { MAX_OFFSET_EAST_MINUTES };
        let expected = "`Z` or a zone from -12:00 to +14:00, where -00:00 is `Z`";
        match offset {
            0 if negative => Err(ParseError::impossible(at, "there is no zone -00:00", expected)),
            _ if limit < offset => Err(ParseError::impossible(at, "there is no zone so far from UTC", expected)),
            _ => Ok(Some(if negative { -offset } else { offset })),
        }
    }
}

/// Single characters.
impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, character: u8) -> bool {
        let found = self.peek() == Some(character);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, character: u8, expected: &str) -> Parsed<()> {
        if self.take(character) { Ok(()) } else { Err(self.unexpected(expected)) }
    }

    fn dots(&mut self) -> Parsed<()> {
        self.expect(b'.', "`..`")?;
        self.expect(b'.', "a second `.`")
    }

    fn end(&self) -> Parsed<()> {
        if self.at == self.text.len() { Ok(()) } else { Err(self.unexpected("the end of the text")) }
    }

    fn unexpected(&self, expected: &str) -> ParseError {
        ParseError::unexpected(self.text, self.at, expected)
    }
}
