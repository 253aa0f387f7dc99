//! The dates of one column, read by one format that is worked out from all of its cells.
//!
//! `03/04/2014` is 3 April in one country and 4 March in another; a cell alone cannot tell, a column often can: one
//! `25/12/2014` settles it. Where none does, every such cell is one of two days (`[2014-03-04,2014-04-03]`), which is
//! as sure as the file is, until somebody says which. Prose is never guessed at.

use super::super::date;
use super::super::mapping::{DateFormat, Times};
use super::written::{self, whole_year};
use crate::number;
use crate::time::{self, civil};

/// The formats in the order in which they are preferred where several read as many cells.
const FORMATS: [DateFormat; 8] = [
    DateFormat::Edtf,
    DateFormat::YearMonthDay,
    DateFormat::DayMonthYear,
    DateFormat::MonthDayYear,
    DateFormat::MonthName,
    DateFormat::Milliseconds,
    DateFormat::Seconds,
    DateFormat::SpreadsheetDays,
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
    /// Cells that are two different days by whether the day or the month comes first; with dots the day does.
    either: u32,
    /// Cells whose year has two digits.
    short_years: u32,
}

impl Default for DateColumn {
    fn default() -> Self {
        DateColumn { read: [0; FORMATS.len()], filled: 0, timed: 0, midnights: 0, either: 0, short_years: 0 }
    }
}

impl DateColumn {
    /// Looks at one more cell.
    pub fn add(&mut self, cell: &str) {
        self.add_cells(cell, 1);
    }

    /// Looks at so many more cells of one text.
    pub(super) fn add_cells(&mut self, cell: &str, cells: u32) {
        let cell = cell.trim();
        if cell.is_empty() {
            return;
        }
        self.filled += cells;
        match plain(cell) {
            Some(formats) => self.add_plain(formats, cells),
            None => self.add_any(cell, cells),
        }
    }

    /// Looks at one more cell, a whole number.
    pub(super) fn add_number(&mut self, number: f64) {
        // Of so many digits no more than their number counts.
        let formats = if 0.0 <= number { digits_of(number).and_then(counts) } else { None };
        match formats {
            Some(formats) => {
                self.filled += 1;
                self.add_plain(formats, 1);
            }
            None => self.add_cells(&number::text(number), 1),
        }
    }

    fn add_plain(&mut self, formats: &[DateFormat], cells: u32) {
        for (format, read) in FORMATS.iter().zip(&mut self.read) {
            *read += if formats.contains(format) { cells } else { 0 };
        }
    }

    /// Tries every format.
    fn add_any(&mut self, cell: &str, cells: u32) {
        let (mut timed, mut has_time, mut is_short) = (false, false, false);
        for (format, read) in FORMATS.iter().zip(&mut self.read) {
            if let Some(date) = Parts::read(cell, *format) {
                *read += cells;
                timed |= date.is_timed();
                has_time |= date.time.is_some();
                is_short |= date.year.len() == 2;
            } else if other(cell, *format).is_some() {
                *read += cells;
            }
        }
        self.timed += cells * u32::from(timed);
        self.midnights += cells * u32::from(has_time && !timed);
        self.short_years += cells * u32::from(is_short);
        self.either += cells * u32::from(!is_dotted(cell) && is_either(cell));
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
            Some(DateFormat::DayMonthYear) if reads(DateFormat::MonthDayYear) && 0 < self.either => {
                Some(DateFormat::DayOrMonthFirst)
            }
            first => first,
        }
    }

    /// Whether years stand there with two digits, of which the century is only usual.
    pub fn has_short_years(&self) -> bool {
        0 < self.short_years
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

/// The formats that read a cell that is an ISO day or nothing but digits, without trying each; `None` of any other cell.
fn plain(cell: &str) -> Option<&'static [DateFormat]> {
    match counts(cell.len()) {
        Some(formats) if cell.bytes().all(|byte| byte.is_ascii_digit()) => Some(formats),
        _ => date::day(cell.as_bytes()).map(|_| &[DateFormat::Edtf, DateFormat::YearMonthDay][..]),
    }
}

/// The formats that read so many digits; `None` where it depends on them, as some are years, days or days with times.
fn counts(digits: usize) -> Option<&'static [DateFormat]> {
    match digits {
        9 | 10 => Some(&[DateFormat::Seconds]),
        11 => Some(&[DateFormat::Milliseconds, DateFormat::Seconds]),
        13 => Some(&[DateFormat::Milliseconds]),
        _ => None,
    }
}

/// Digits of a whole number that is not negative, if they may be told at once.
fn digits_of(number: f64) -> Option<usize> {
    const POWERS: [f64; 6] = [1e8, 1e9, 1e10, 1e11, 1e12, 1e13];
    let above = POWERS.iter().filter(|power| **power <= number).count();
    (0 < above && above < POWERS.len()).then_some(8 + above)
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
        Some(parts) if format == DateFormat::SpreadsheetDays => number::parse(parts.year).and_then(spreadsheet_day),
        Some(parts) => Some(parts.edtf(times)),
        None => other(cell, format),
    }
}

/// What a cell may hold in a format beside a plain date: any EDTF, a week, a phrase, two dates with a dash between.
fn other(cell: &str, format: DateFormat) -> Option<String> {
    match format {
        DateFormat::Edtf if time::parse(cell).is_ok() => Some(cell.to_owned()),
        DateFormat::Edtf => iso_week(cell).or_else(|| two_dates(cell, format)),
        DateFormat::MonthName => written::phrase(cell),
        DateFormat::YearMonthDay | DateFormat::DayMonthYear | DateFormat::MonthDayYear => two_dates(cell, format),
        _ => None,
    }
}

/// `10.06.2014 – 12.06.2014`.
fn two_dates(cell: &str, format: DateFormat) -> Option<String> {
    let (from, to) = [" - ", " – ", "–", " to "].iter().find_map(|between| cell.split_once(between))?;
    let side = |text: &str| Parts::read(text.trim(), format).map(|parts| parts.edtf(Times::All));
    let range = format!("{}/{}", side(from)?, side(to)?);
    time::parse(&range).is_ok().then_some(range)
}

/// `2014-W24`, some day of that week, and `2014-W24-2`, its Tuesday.
fn iso_week(cell: &str) -> Option<String> {
    let (year, week) = cell.split_once('W')?;
    let year = year.strip_suffix('-')?;
    let (week, day) = week.split_once('-').map_or((week, None), |(week, day)| (week, Some(day)));
    let (number, week) = (year.parse().ok()?, two_digits(week)?);
    if !is_year(year) || !(1..=53).contains(&week) {
        return None;
    }
    // The week with 4 January is the first; its Monday is at most three days before the year begins.
    let fourth = civil::days_from_civil(number, 1, 4);
    let monday = fourth - (fourth + 3).rem_euclid(7) + 7 * (i64::from(week) - 1);
    let text = |day: i64| {
        let (year, month, day) = civil::civil_from_days(day);
        format!("{year:04}-{month:02}-{day:02}")
    };
    match day.map(|day| two_digits(day).filter(|day| (1..=7).contains(day))) {
        None => Some(format!("[{}..{}]", text(monday), text(monday + 6))),
        Some(day) => Some(text(monday + i64::from(day?) - 1)),
    }
}

/// A count of days since 30 December 1899, with a time of day where there is a fraction.
fn spreadsheet_day(count: f64) -> Option<String> {
    const DAYS_TO_1970: f64 = 25_569.0;
    let seconds = ((count - DAYS_TO_1970) * 86_400.0).round();
    let text = time::format_instant(seconds * 1000.0);
    text.get(..if count.fract() == 0.0 { 10 } else { text.len().min(19) }).map(str::to_owned)
}

/// Whether the numbers of a cell stand between dots; nobody who writes them so puts the month first.
fn is_dotted(cell: &str) -> bool {
    cell.bytes().find(|byte| !byte.is_ascii_digit()) == Some(b'.')
}

/// Whether a cell is one of two days.
fn is_either(cell: &str) -> bool {
    let (one, other) = (Parts::read(cell, DateFormat::DayMonthYear), Parts::read(cell, DateFormat::MonthDayYear));
    one.is_some() && other.is_some() && one != other
}

/// The cell as milliseconds since 1970, where the format is a count of them.
pub fn milliseconds(cell: &str, format: DateFormat) -> Option<f64> {
    let factor = match format {
        DateFormat::Milliseconds => 1.0,
        DateFormat::Seconds => 1000.0,
        _ => return None,
    };
    let number = number::parse(cell.trim())?;
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
    /// None where only the minute is written.
    second: Option<u8>,
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
            DateFormat::YearMonthDay => Self::numbers(cell, [0, 1, 2], false).or_else(|| Self::compact(cell)),
            DateFormat::DayMonthYear => Self::numbers(cell, [2, 1, 0], false),
            DateFormat::MonthDayYear => Self::numbers(cell, [2, 0, 1], false),
            DateFormat::MonthName => Self::words(cell),
            DateFormat::SpreadsheetDays => Self::days(cell),
            DateFormat::Milliseconds => Self::count(cell, 11),
            DateFormat::Seconds => Self::count(cell, 9),
            DateFormat::DayOrMonthFirst => None,
        }
    }

    /// Whether a cell is a count of at least so many digits: fewer could be a year or a number of anything.
    fn count(cell: &'a str, digits: usize) -> Option<Parts<'a>> {
        let number = cell.strip_prefix('-').unwrap_or(cell);
        let whole = number.split('.').next().unwrap_or(number);
        let is_count = digits <= whole.len() && whole.len() < digits + 3 && number::parse(cell).is_some();
        is_count.then_some(Parts { is_before: false, year: "", month: None, day: None, time: None })
    }

    /// Whether a cell is such a count as the days of the last and the next hundred years are.
    fn days(cell: &'a str) -> Option<Parts<'a>> {
        let is_count = cell.split('.').next().is_some_and(|whole| whole.len() == 5)
            && cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && number::parse(cell).is_some_and(|count| (10_000.0..80_000.0).contains(&count));
        is_count.then_some(Parts { is_before: false, year: cell, month: None, day: None, time: None })
    }

    /// `20140610`, `20140610T1305`, `20140610130559Z`: years from 1000 to 2999.
    fn compact(cell: &'a str) -> Option<Parts<'a>> {
        let text = cell.strip_suffix('Z').unwrap_or(cell);
        let (date, time) = text.split_at_checked(8)?;
        let time = time.strip_prefix('T').unwrap_or(time);
        let is_number = date.bytes().chain(time.bytes()).all(|byte| byte.is_ascii_digit());
        if !is_number || !matches!(time.len(), 0 | 4 | 6) || !date.starts_with(['1', '2']) {
            return None;
        }
        let part = |text: &str, from: usize| text.get(from..from + 2).and_then(two_digits);
        let zone = if text.len() < cell.len() { Zone::Utc } else { Zone::None };
        let clock = match (part(time, 0), part(time, 2)) {
            (Some(hour), Some(minute)) => Some(Clock { hour, minute, second: part(time, 4), zone }),
            _ => None,
        };
        let in_day = clock
            .is_none_or(|clock| clock.hour < 24 && clock.minute < 60 && clock.second.is_none_or(|second| second < 60));
        let (month, day) = (part(date, 4)?, part(date, 6)?);
        Self::partly_known(false, date.get(..4)?, month, day, clock).filter(|_| in_day)
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
        let mut pieces = date.split(char::from(separator)).map(str::trim);
        let (first, second) = (pieces.next()?, pieces.next()?);
        let Some(third) = pieces.next() else {
            return if iso || separator == b'.' { None } else { Self::month_of_year(first, second, order, rest) };
        };
        if pieces.next().is_some() {
            return None;
        }
        let pieces = [first, second, third.trim_end_matches('.')];
        let [year, month, day] = order.map(|at| pieces.get(at).copied().unwrap_or(""));
        if iso && (month.len() != 2 || day.len() != 2) {
            return None;
        }
        // Which number of `14-06-10` is the year nobody can tell.
        let may_be_short = order != [0, 1, 2] && separator != b'-';
        if !(is_year(year) || may_be_short && is_short_year(year)) {
            return None;
        }
        let (month, day) = (two_digits(month)?, two_digits(day)?);
        let is_before = sign == "-";
        if day == 0 {
            return Self::partly_known(is_before, year, month, day, None);
        }
        Self::checked(is_before, year, month, day, rest)
    }

    /// `06/2014`, `2014/6`: of two numbers one can only be the year.
    fn month_of_year(first: &'a str, second: &'a str, order: [usize; 3], rest: &str) -> Option<Parts<'a>> {
        let (year, month) = if order == [0, 1, 2] { (first, second) } else { (second, first) };
        let month = two_digits(month).filter(|month| (1..=12).contains(month))?;
        (is_year(year) && rest.is_empty()).then_some(Parts {
            is_before: false,
            year,
            month: Some(month),
            day: None,
            time: None,
        })
    }

    /// A date of which day, or day and month, may be 0: not known.
    fn partly_known(is_before: bool, year: &'a str, month: u8, day: u8, time: Option<Clock<'a>>) -> Option<Parts<'a>> {
        let parts = |month, day| Parts { is_before, year, month, day, time };
        match (month, day) {
            (0, 0) => Some(parts(None, None)),
            (1..=12, 0) => Some(parts(Some(month), None)),
            (0, _) => None,
            _ => Some(parts(Some(month), Some(day))).filter(|parts| time::parse(&parts.edtf(Times::None)).is_ok()),
        }
    }

    /// A day or month in words, and perhaps a time.
    fn words(cell: &'a str) -> Option<Parts<'a>> {
        // Most cells of most columns have no letter.
        if cell.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_punctuation()) {
            return None;
        }
        let (date, rest) = split_time(cell);
        let words = written::day_or_month(date)?;
        match words.day {
            Some(day) => Self::checked(false, words.year, words.month, day, rest),
            None if rest.is_empty() => {
                Some(Parts { is_before: false, year: words.year, month: Some(words.month), day: None, time: None })
            }
            None => None,
        }
    }

    fn checked(is_before: bool, year: &'a str, month: u8, day: u8, rest: &'a str) -> Option<Parts<'a>> {
        let time = if rest.is_empty() { None } else { Some(clock(rest)?) };
        let parts = Parts { is_before, year, month: Some(month), day: Some(day), time };
        let is_plain = !is_before && time.is_none() && is_year(year);
        if is_plain && (1..=12).contains(&month) && (1..=28).contains(&day) {
            return Some(parts);
        }
        // The calendar's own reader knows how many days a month has.
        time::parse(&parts.edtf(Times::All)).is_ok().then_some(parts)
    }

    fn is_timed(&self) -> bool {
        self.time.is_some_and(|time| (time.hour, time.minute, time.second.unwrap_or(0)) != (0, 0, 0))
    }

    fn edtf(&self, times: Times) -> String {
        let mut text = String::with_capacity(32);
        if self.is_before {
            text.push('-');
        }
        text.push_str(&whole_year(self.year));
        for part in [self.month, self.day].into_iter().flatten() {
            push_two_digits(&mut text, '-', part);
        }
        let says = times == Times::All || times == Times::Some && self.is_timed();
        if let (true, Some(time)) = (says, self.time) {
            push_two_digits(&mut text, 'T', time.hour);
            push_two_digits(&mut text, ':', time.minute);
            if let Some(second) = time.second {
                push_two_digits(&mut text, ':', second);
            }
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
    let mut second = None;
    if let Some(after) = rest.strip_prefix(':') {
        second = Some(two_digits(after.get(..2)?)?);
        rest = after.get(2..)?;
        if let Some(fraction) = rest.strip_prefix(['.', ',']) {
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
    // A German clock says so.
    let rest = rest.trim().trim_end_matches("Uhr");
    let zone = Zone::read(rest.trim())?;
    (hour < 24 && minute < 60 && second.is_none_or(|second| second < 60)).then_some(Clock {
        hour,
        minute,
        second,
        zone,
    })
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
        let minutes = if digits.len() == 2 { "00" } else { minutes };
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

/// Whether a cell is a day, in whatever format.
pub(super) fn is_day(cell: &str) -> bool {
    let formats = FORMATS.iter().take_while(|format| **format != DateFormat::Milliseconds);
    formats.filter_map(|format| Parts::read(cell, *format)).any(|parts| parts.day.is_some())
}

/// Whether a cell is a time of day alone: `13:05`, `1:05 PM`.
pub(super) fn is_clock(cell: &str) -> bool {
    cell.len() <= 16 && cell.contains(':') && clock(cell).is_some() || is_plain_clock(cell)
}

/// `0032`, `2350`: a time of day without a sign between, four digits always.
fn is_plain_clock(cell: &str) -> bool {
    plain_clock(cell).is_some()
}

fn plain_clock(cell: &str) -> Option<String> {
    let (hour, minute) = cell.split_at_checked(2).filter(|_| cell.len() == 4)?;
    let fits = two_digits(hour)? < 24 && two_digits(minute)? < 60;
    fits.then(|| format!("{hour}:{minute}"))
}

/// A day with the time of day that stands in another cell.
pub(super) fn with_clock(day: &str, time: &str) -> Option<String> {
    let plain = plain_clock(time);
    edtf(&format!("{day} {}", plain.as_deref().unwrap_or(time)), DateFormat::Edtf, Times::All)
}

/// Whether a cell says that there is nothing where a date or a number is expected.
pub(super) fn is_nothing(cell: &str) -> bool {
    const NOTHING: [&str; 12] = ["-", "–", "—", "n/a", "na", "nan", "null", "nil", "\\n", "#n/a", "<na>", "."];
    // Most cells begin otherwise.
    let may_be = matches!(cell.as_bytes().first(), Some(b'-' | 0xE2 | b'n' | b'N' | b'\\' | b'#' | b'<' | b'.'));
    may_be && cell.len() <= 5 && NOTHING.contains(&cell.to_lowercase().as_str())
}

/// A number as a value of a field; digits after a zero, or after a `+`, are a code.
pub(in super::super) fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    // Most cells are words.
    if !matches!(digits.first(), Some(b'0'..=b'9' | b'.')) {
        return None;
    }
    let is_code = digits.first() == Some(&b'0') && digits.get(1).is_some_and(u8::is_ascii_digit);
    if is_code { None } else { number::parse(text).filter(|number| number.is_finite()) }
}

/// One or two digits.
fn two_digits(text: &str) -> Option<u8> {
    if (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}

/// Two digits, of which the century is the usual one.
fn is_short_year(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Four digits.
fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
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
            (&["03.04.2014"], DateFormat::DayMonthYear),
            (&["06.25.2014", "03.04.2014"], DateFormat::MonthDayYear),
            (&["5/5/2014"], DateFormat::DayMonthYear),
            (&["06/2014", "12/2014"], DateFormat::DayMonthYear),
            (&["25/12/14", "1/2/15"], DateFormat::DayMonthYear),
            (&["00/06/1815", "00/00/1815", "18/06/1815"], DateFormat::DayMonthYear),
            (&["20140610", "20140611T1305", "20140611130559Z"], DateFormat::YearMonthDay),
            (&["2014-W24", "2014-W24-2"], DateFormat::Edtf),
            (&["9. November 1989", "März 1991", "c. 1850", "1914–18"], DateFormat::MonthName),
            (&["41800", "41900.5"], DateFormat::SpreadsheetDays),
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
        assert_eq!(column(&["early June", "14-06-10", "June"]).format(), None);
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

    /// What tells plain cells apart says of each what trying every format says.
    #[test]
    fn plain_cells_are_read_by_the_formats_that_read_them() {
        let digits = (1..20).flat_map(|len| {
            ["1234567890123456789", "9999999999999999999", "1000000000000000000"].map(|all| &all[..len])
        });
        let days = [
            "2014-06-10",
            "0000-01-01",
            "2015-02-29",
            "2016-02-29",
            "2014-13-01",
            "2014-06-00",
            "2014-06-31",
            "20140610",
        ];
        let mut count = 0;
        for cell in digits.chain(days) {
            let (mut quick, mut slow) = (DateColumn::default(), DateColumn::default());
            quick.add(cell);
            slow.filled += 1;
            slow.add_any(cell, 1);
            assert_eq!(format!("{quick:?}"), format!("{slow:?}"), "{cell}");
            if let Some(number) = cell.parse::<u64>().ok().filter(|_| cell.len() < 16 && !cell.starts_with('0')) {
                let mut of_number = DateColumn::default();
                of_number.add_number(number as f64);
                assert_eq!(format!("{of_number:?}"), format!("{slow:?}"), "{cell}");
            }
            count += usize::from(plain(cell).is_some());
        }
        assert!(10 < count);
    }

    #[test]
    fn cells_become_edtf() {
        use DateFormat::{DayMonthYear, DayOrMonthFirst, Edtf, MonthDayYear, MonthName, YearMonthDay};
        for (cell, format, expected) in [
            (" 2014-06-10 ", Edtf, Some("2014-06-10")),
            ("2014-06-10 13:05", Edtf, Some("2014-06-10T13:05")),
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
            ("1/31/2014 1:05 PM", MonthDayYear, Some("2014-01-31T13:05")),
            ("1/31/2014 12:00 am", MonthDayYear, Some("2014-01-31T00:00")),
            ("1/31/2014 13:00 pm", MonthDayYear, None),
            ("1/31/14", MonthDayYear, Some("2014-01-31")),
            ("31.1.30", DayMonthYear, Some("1930-01-31")),
            ("10-Jun-14", MonthName, Some("2014-06-10")),
            ("00/06/1815", DayMonthYear, Some("1815-06")),
            ("00/06/1815", MonthDayYear, None),
            ("06/2014", MonthDayYear, Some("2014-06")),
            ("2014/6", YearMonthDay, Some("2014-06")),
            ("20140610", YearMonthDay, Some("2014-06-10")),
            ("20140600", YearMonthDay, Some("2014-06")),
            ("20140631", YearMonthDay, None),
            ("20240115T120000Z", YearMonthDay, Some("2024-01-15T12:00:00Z")),
            ("20240115250000", YearMonthDay, None),
            ("2014-W01", Edtf, Some("[2013-12-30..2014-01-05]")),
            ("2014-W24-2", Edtf, Some("2014-06-10")),
            ("2014-W54", Edtf, None),
            ("10.06.2014 – 12.06.2014", DayMonthYear, Some("2014-06-10/2014-06-12")),
            ("41800", DateFormat::SpreadsheetDays, Some("2014-06-10")),
            ("41800.5", DateFormat::SpreadsheetDays, Some("2014-06-10T12:00:00")),
            ("10.06.2014 14:00 Uhr", DayMonthYear, Some("2014-06-10T14:00")),
            ("2014-06-10 12:00:02+00", Edtf, Some("2014-06-10T12:00:02+00:00")),
            ("2014-06-10 12:00:02,250", Edtf, Some("2014-06-10T12:00:02")),
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
