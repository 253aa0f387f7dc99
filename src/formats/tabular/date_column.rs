//! The dates of one column, read by one format that is worked out from all of its cells.
//!
//! `03/04/2014` is 3 April in one country and 4 March in another; a cell alone cannot tell, a column often can: one
//! `25/12/2014` settles it. Where none does, every such cell is one of two days (`[2014-03-04,2014-04-03]`), which is
//! as sure as the file is, until somebody says which. Prose is never guessed at.

use super::super::mapping::{DateFormat, Times};
use crate::time;

/// The formats in the order in which they are preferred where several read as many cells.
const FORMATS: [DateFormat; 7] = [
    DateFormat::Edtf,
    DateFormat::YearMonthDay,
    DateFormat::DayMonthYear,
    DateFormat::MonthDayYear,
    DateFormat::MonthName,
    DateFormat::Milliseconds,
    DateFormat::Seconds,
];

/// What a column's cells say about its format. Fed cell by cell, so that no second pass needs the text.
#[derive(Clone, Debug)]
pub struct DateColumn {
    /// Cells that each of [`FORMATS`] reads.
    read: [u32; FORMATS.len()],
    /// Cells that are not blank.
    filled: u32,
    /// Cells with a time of day that is not midnight.
    timed: u32,
    /// Cells with midnight as a time of day.
    midnights: u32,
}

impl Default for DateColumn {
    fn default() -> Self {
        DateColumn { read: [0; FORMATS.len()], filled: 0, timed: 0, midnights: 0 }
    }
}

impl DateColumn {
    /// Looks at one more cell.
    pub fn add(&mut self, cell: &str) {
        let cell = cell.trim();
        if cell.is_empty() {
            return;
        }
        self.filled += 1;
        let (mut timed, mut has_time) = (false, false);
        for (format, read) in FORMATS.iter().zip(&mut self.read) {
            if let Some(date) = Parts::read(cell, *format) {
                *read += 1;
                timed |= date.is_timed();
                has_time |= date.time.is_some();
            } else if *format == DateFormat::Edtf && time::parse(cell).is_ok() {
                *read += 1;
            }
        }
        self.timed += u32::from(timed);
        self.midnights += u32::from(has_time && !timed);
    }

    /// Cells that are not blank.
    pub fn filled(&self) -> u32 {
        self.filled
    }

    /// Cells that the best format reads.
    pub fn read(&self) -> u32 {
        self.read.iter().copied().max().unwrap_or(0)
    }

    /// The format that reads the most cells; `None` where none reads any.
    pub fn format(&self) -> Option<DateFormat> {
        let best = self.read();
        if best == 0 {
            return None;
        }
        let reads = |wanted: DateFormat| FORMATS.iter().zip(self.read).any(|(f, read)| *f == wanted && read == best);
        let first = FORMATS.iter().copied().find(|format| reads(*format));
        match first {
            Some(DateFormat::DayMonthYear) if reads(DateFormat::MonthDayYear) => Some(DateFormat::DayOrMonthFirst),
            first => first,
        }
    }

    /// What the times of day say. Of real times few are midnight to the second.
    pub fn times(&self) -> Times {
        match (self.timed, self.midnights) {
            (0, _) => Times::None,
            (timed, midnights) if timed <= 8 * midnights => Times::Some,
            _ => Times::All,
        }
    }
}

/// The cell as EDTF text; `None` where the format does not read it. A time of day that says nothing is left off.
///
/// ```
/// use event_timeline::formats::tabular::{DateFormat, Times, edtf};
/// assert_eq!(edtf("10.06.2014", DateFormat::DayMonthYear, Times::All).as_deref(), Some("2014-06-10"));
/// assert_eq!(edtf("3/4/2014", DateFormat::DayOrMonthFirst, Times::All).as_deref(), Some("[2014-03-04,2014-04-03]"));
/// assert_eq!(edtf("early June 2014", DateFormat::MonthName, Times::All), None);
/// ```
pub fn edtf(cell: &str, format: DateFormat, times: Times) -> Option<String> {
    let cell = cell.trim();
    if format == DateFormat::DayOrMonthFirst {
        return either(Parts::read(cell, DateFormat::DayMonthYear), Parts::read(cell, DateFormat::MonthDayYear));
    }
    match Parts::read(cell, format) {
        Some(parts) => Some(parts.edtf(times)),
        None if format == DateFormat::Edtf && time::parse(cell).is_ok() => Some(cell.to_owned()),
        None => None,
    }
}

/// The cell as milliseconds since 1970, where the format is a count of them.
pub fn milliseconds(cell: &str, format: DateFormat) -> Option<f64> {
    let factor = match format {
        DateFormat::Milliseconds => 1.0,
        DateFormat::Seconds => 1000.0,
        _ => return None,
    };
    let number: f64 = cell.trim().parse().ok()?;
    number.is_finite().then_some(number * factor)
}

/// One of two days, which a set may not say of days with a time: then the time is left off.
fn either(one: Option<Parts>, other: Option<Parts>) -> Option<String> {
    let (mut one, mut other) = match (one, other) {
        (Some(one), Some(other)) => (one.edtf(Times::None), other.edtf(Times::None)),
        (one, other) => return one.or(other).map(|parts| parts.edtf(Times::All)),
    };
    if one == other {
        return Some(one);
    }
    if other < one {
        std::mem::swap(&mut one, &mut other);
    }
    Some(format!("[{one},{other}]"))
}

/// A date and what follows it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Parts<'a> {
    /// The year is negative.
    is_before: bool,
    year: &'a str,
    month: Option<u8>,
    day: Option<u8>,
    time: Option<Clock<'a>>,
}

/// A time of day as written.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Clock<'a> {
    hour: u8,
    minute: u8,
    second: u8,
    zone: Zone<'a>,
}

/// A zone as far as EDTF has it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Zone<'a> {
    None,
    Utc,
    /// Sign and hours, minutes.
    Offset(&'a str, &'a str),
}

impl<'a> Parts<'a> {
    /// Reads the cell by a format; counts and other EDTF than plain dates are none of these.
    fn read(cell: &'a str, format: DateFormat) -> Option<Parts<'a>> {
        match format {
            DateFormat::Edtf => Self::numbers(cell, [0, 1, 2], true),
            DateFormat::YearMonthDay => Self::numbers(cell, [0, 1, 2], false),
            DateFormat::DayMonthYear => Self::numbers(cell, [2, 1, 0], false),
            DateFormat::MonthDayYear => Self::numbers(cell, [2, 0, 1], false),
            DateFormat::MonthName => Self::words(cell),
            DateFormat::Milliseconds => Self::count(cell, 11),
            DateFormat::Seconds => Self::count(cell, 9),
            DateFormat::DayOrMonthFirst => None,
        }
    }

    /// Whether a cell is a count of at least so many digits: fewer could be a year or a number of anything.
    fn count(cell: &'a str, digits: usize) -> Option<Parts<'a>> {
        let number = cell.strip_prefix('-').unwrap_or(cell);
        let whole = number.split('.').next().unwrap_or(number);
        let is_count = digits <= whole.len() && whole.len() < digits + 3 && cell.parse::<f64>().is_ok();
        is_count.then_some(Parts { is_before: false, year: "", month: None, day: None, time: None })
    }

    /// Three numbers and perhaps a time; `order` is where year, month and day stand. ISO wants `-` and two digits.
    fn numbers(cell: &'a str, order: [usize; 3], iso: bool) -> Option<Parts<'a>> {
        let (date, rest) = split_time(cell);
        let (sign, date) = match date.strip_prefix(['-', '+']) {
            Some(rest) if iso => (date.get(..1).unwrap_or(""), rest),
            _ => ("", date),
        };
        let separator = *date.as_bytes().iter().find(|byte| !byte.is_ascii_digit())?;
        if !matches!(separator, b'-' | b'/' | b'.') || (iso && separator != b'-') {
            return None;
        }
        let mut pieces = date.split(char::from(separator));
        let pieces = [pieces.next()?.trim(), pieces.next()?.trim(), pieces.next()?.trim()];
        if date.bytes().filter(|byte| *byte == separator).count() != 2 {
            return None;
        }
        let [year, month, day] = order.map(|at| pieces.get(at).copied().unwrap_or(""));
        if iso && (month.len() != 2 || day.len() != 2) {
            return None;
        }
        let is_before = sign == "-";
        // Wikidata writes what it does not know as 00.
        if iso && day == "00" && is_year(year) {
            let month =
                if month == "00" { None } else { Some(two_digits(month).filter(|month| (1..=12).contains(month))?) };
            return Some(Parts { is_before, year, month, day: None, time: None });
        }
        Self::checked(is_before, year, two_digits(month)?, two_digits(day)?, rest)
    }

    /// `10 June 2014`, `June 10, 2014`, `10-Jun-2014`, `June 2014`, each with a weekday before it or not.
    fn words(cell: &'a str) -> Option<Parts<'a>> {
        let (date, rest) = split_time(cell);
        let mut words = [""; 4];
        let mut count = 0;
        for word in date.split([' ', ',', '-', '/', '.']).filter(|word| !word.is_empty()) {
            *words.get_mut(count)? = word;
            count += 1;
        }
        let mut words = words.get(..count)?;
        if let Some((first, others)) = words.split_first()
            && is_weekday(first)
        {
            words = others;
        }
        match words {
            [day, name, year] if month_of(name).is_some() => {
                Self::checked(false, year, month_of(name)?, two_digits(day)?, rest)
            }
            [name, day, year] => Self::checked(false, year, month_of(name)?, two_digits(ordinal(day))?, rest),
            [name, year] if rest.is_empty() && is_year(year) => {
                Some(Parts { is_before: false, year, month: month_of(name), day: None, time: None })
                    .filter(|parts| parts.month.is_some())
            }
            _ => None,
        }
    }

    fn checked(is_before: bool, year: &'a str, month: u8, day: u8, rest: &'a str) -> Option<Parts<'a>> {
        let time = if rest.is_empty() { None } else { Some(clock(rest)?) };
        let parts = Parts { is_before, year, month: Some(month), day: Some(day), time };
        // The calendar's own reader knows how many days a month has.
        (is_year(year) && time::parse(&parts.edtf(Times::All)).is_ok()).then_some(parts)
    }

    fn is_timed(&self) -> bool {
        self.time.is_some_and(|time| (time.hour, time.minute, time.second) != (0, 0, 0))
    }

    fn edtf(&self, times: Times) -> String {
        let mut text = String::with_capacity(32);
        if self.is_before {
            text.push('-');
        }
        text.push_str(self.year);
        for part in [self.month, self.day].into_iter().flatten() {
            push_two_digits(&mut text, '-', part);
        }
        let says = times == Times::All || times == Times::Some && self.is_timed();
        if let (true, Some(time)) = (says, self.time) {
            push_two_digits(&mut text, 'T', time.hour);
            push_two_digits(&mut text, ':', time.minute);
            push_two_digits(&mut text, ':', time.second);
            time.zone.push_to(&mut text);
        }
        text
    }
}

fn push_two_digits(text: &mut String, before: char, number: u8) {
    text.push(before);
    text.push(char::from(b'0' + number / 10 % 10));
    text.push(char::from(b'0' + number % 10));
}

/// The date and the time of day that follows it after a blank or `T`.
fn split_time(cell: &str) -> (&str, &str) {
    let Some(colon) = cell.find(':') else { return (cell, "") };
    let before = cell.get(..colon).unwrap_or(cell);
    match before.rfind([' ', 'T', 't']) {
        Some(at) => (cell.get(..at).unwrap_or("").trim_end_matches([',', ' ']), cell.get(at + 1..).unwrap_or("")),
        None => (cell, ""),
    }
}

/// `13:05`, `13:05:59`, `13:05:59.250Z`, `1:05 PM`, `13:05+02:00`.
fn clock(text: &str) -> Option<Clock<'_>> {
    let (hour, rest) = text.split_once(':')?;
    let (mut hour, minute) = (two_digits(hour)?, two_digits(rest.get(..2)?)?);
    let mut rest = rest.get(2..)?;
    let mut second = 0;
    if let Some(after) = rest.strip_prefix(':') {
        second = two_digits(after.get(..2)?)?;
        rest = after.get(2..)?;
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
        }
    }
    match rest.trim() {
        half if half.eq_ignore_ascii_case("pm") && (1..=12).contains(&hour) => {
            hour = hour % 12 + 12;
            rest = "";
        }
        half if half.eq_ignore_ascii_case("am") && (1..=12).contains(&hour) => {
            hour %= 12;
            rest = "";
        }
        _ => {}
    }
    let zone = Zone::read(rest.trim())?;
    (hour < 24 && minute < 60 && second < 60).then_some(Clock { hour, minute, second, zone })
}

impl<'a> Zone<'a> {
    /// Nothing, `Z`, `GMT`, `UTC`, `+02:00`, `+0200`, `GMT-0600`; a bracketed name after it says no more.
    fn read(text: &'a str) -> Option<Zone<'a>> {
        let text = text.split(['(', '[']).next().unwrap_or(text).trim();
        let rest = text.strip_prefix("GMT").or_else(|| text.strip_prefix("UTC")).unwrap_or(text);
        if rest.is_empty() {
            return Some(if text.is_empty() { Zone::None } else { Zone::Utc });
        }
        if matches!(rest, "Z" | "z") {
            return Some(Zone::Utc);
        }
        let digits = rest.strip_prefix(['+', '-'])?;
        let minutes = digits.get(2..)?.trim_start_matches(':');
        let fits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        (fits(digits.get(..2)?) && fits(minutes)).then_some(Zone::Offset(rest.get(..3)?, minutes))
    }

    fn push_to(self, text: &mut String) {
        match self {
            Zone::None => {}
            Zone::Utc => text.push('Z'),
            Zone::Offset(hours, minutes) => {
                text.push_str(hours);
                text.push(':');
                text.push_str(minutes);
            }
        }
    }
}

/// A number as a value of a field; digits after a zero, or after a `+`, are a code.
pub(in super::super) fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    let is_code =
        digits.starts_with(b"+") || digits.first() == Some(&b'0') && digits.get(1).is_some_and(u8::is_ascii_digit);
    if is_code { None } else { text.parse().ok().filter(|number: &f64| number.is_finite()) }
}

/// One or two digits.
fn two_digits(text: &str) -> Option<u8> {
    if (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}

/// Four digits: of two nobody knows the century.
fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `1st` → `1`.
fn ordinal(text: &str) -> &str {
    ["st", "nd", "rd", "th"].iter().find_map(|suffix| text.strip_suffix(suffix)).unwrap_or(text)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A month's English name, whole or its first three letters (`Sept` too).
fn month_of(text: &str) -> Option<u8> {
    let at = MONTHS.iter().position(|month| abbreviates(text, month))?;
    Some(at as u8 + 1)
}

fn is_weekday(text: &str) -> bool {
    WEEKDAYS.iter().any(|day| abbreviates(text, day))
}

fn abbreviates(text: &str, name: &str) -> bool {
    let is_whole = text.len() == name.len() || text.len() == 3 || (text.len() == 4 && name == "september");
    is_whole && name.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str]) -> DateColumn {
        let mut column = DateColumn::default();
        for cell in cells {
            column.add(cell);
        }
        column
    }

    #[test]
    fn a_column_settles_what_a_cell_cannot() {
        for (cells, format) in [
            (&["2014-06-10", "2014-06", "", "2014~"][..], DateFormat::Edtf),
            (&["2014-06-10 00:00:00.000", "2014-06-11 00:00:00.000"], DateFormat::Edtf),
            (&["2014/6/10", "2014/12/31"], DateFormat::YearMonthDay),
            (&["3/4/2014", "25/12/2014"], DateFormat::DayMonthYear),
            (&["3/4/2014", "12/25/2014"], DateFormat::MonthDayYear),
            (&["3/4/2014", "12/11/2014"], DateFormat::DayOrMonthFirst),
            (&["03.04.2014"], DateFormat::DayOrMonthFirst),
            (&["10 June 2014", "June 10, 2014", "Jun 2014", "Tuesday, 10 June 2014"], DateFormat::MonthName),
            (&["1402358400000", "-1402358400000"], DateFormat::Milliseconds),
            (&["1402358400"], DateFormat::Seconds),
        ] {
            let found = column(cells);
            assert_eq!(found.format(), Some(format), "{cells:?}");
            let filled = cells.iter().filter(|cell| !cell.is_empty()).count() as u32;
            assert_eq!((found.read(), found.filled()), (filled, filled), "{cells:?}");
        }
        assert_eq!(column(&["", " "]).format(), None);
        assert_eq!(column(&["early June", "3/4/14", "June"]).format(), None);
    }

    #[test]
    fn one_odd_cell_does_not_change_the_format() {
        let found = column(&["25/12/2014", "26/12/2014", "12/27/2014"]);
        assert_eq!((found.format(), found.read(), found.filled()), (Some(DateFormat::DayMonthYear), 2, 3));
    }

    #[test]
    fn midnight_in_every_cell_says_nothing() {
        assert_eq!(column(&["2014-06-10T00:00:00Z", "2014-06-11 00:00"]).times(), Times::None);
        assert_eq!(column(&["2014-06-10T00:00:00Z", "2014-06-11 00:01"]).times(), Times::Some);
        assert_eq!(column(&["2014-06-10T10:00", "2014-06-10"]).times(), Times::All);
        assert_eq!(edtf("2014-06-10T00:00:00Z", DateFormat::Edtf, Times::Some).as_deref(), Some("2014-06-10"));
        assert_eq!(
            edtf("2014-06-10T00:01:00Z", DateFormat::Edtf, Times::Some).as_deref(),
            Some("2014-06-10T00:01:00Z")
        );
    }

    #[test]
    fn cells_become_edtf() {
        use DateFormat::{DayMonthYear, DayOrMonthFirst, Edtf, MonthDayYear, MonthName, YearMonthDay};
        for (cell, format, expected) in [
            (" 2014-06-10 ", Edtf, Some("2014-06-10")),
            ("2014-06-10 13:05", Edtf, Some("2014-06-10T13:05:00")),
            ("2014-06-10T13:05:59.250Z", Edtf, Some("2014-06-10T13:05:59Z")),
            ("-0500-01-01T00:00:01Z", Edtf, Some("-0500-01-01T00:00:01Z")),
            ("Sat May 20 1961 10:30:00 GMT-0600", MonthName, Some("1961-05-20T10:30:00-06:00")),
            ("May 28 2006 09:00:00 GMT", MonthName, Some("2006-05-28T09:00:00Z")),
            ("2014-06-10 13:05 CET", MonthDayYear, None),
            ("2014-06-10T13:05:59+02:00", Edtf, Some("2014-06-10T13:05:59+02:00")),
            ("2014-06?/2014-07", Edtf, Some("2014-06?/2014-07")),
            ("2014/6/1", YearMonthDay, Some("2014-06-01")),
            ("31.1.2014", DayMonthYear, Some("2014-01-31")),
            ("31.2.2014", DayMonthYear, None),
            ("29/2/2015", DayMonthYear, None),
            ("1/31/2014 1:05 PM", MonthDayYear, Some("2014-01-31T13:05:00")),
            ("1/31/2014 12:00 am", MonthDayYear, Some("2014-01-31T00:00:00")),
            ("1/31/2014 13:00 pm", MonthDayYear, None),
            ("1/31/14", MonthDayYear, None),
            ("13/1/2014", DayOrMonthFirst, Some("2014-01-13")),
            ("5/5/2014", DayOrMonthFirst, Some("2014-05-05")),
            ("4/3/2014", DayOrMonthFirst, Some("[2014-03-04,2014-04-03]")),
            ("June 1st, 2014", MonthName, Some("2014-06-01")),
            ("1 Sept 2014", MonthName, Some("2014-09-01")),
            ("Sept 2014", MonthName, Some("2014-09")),
            ("by the end of June 2014", MonthName, None),
            ("+1815-12-00T00:00:00Z", Edtf, Some("1815-12")),
            ("-0044-00-00T00:00:00Z", Edtf, Some("-0044")),
            ("1815-13-00T00:00:00Z", Edtf, None),
            ("June", MonthName, None),
            ("Maybe 2014", MonthName, None),
        ] {
            assert_eq!(edtf(cell, format, Times::All).as_deref(), expected, "{cell}");
        }
        assert_eq!(edtf("2014-06-10 00:00:00.000", Edtf, Times::None).as_deref(), Some("2014-06-10"));
        assert_eq!(milliseconds("1402358400", DateFormat::Seconds), Some(1_402_358_400_000.0));
    }
}
