//! Dates → bounds: which milliseconds a date may mean.

use super::civil::{DAY_MS, days_from_civil, days_in_month, is_leap_year, ms_from_days};
use super::edtf::{Bound, Date, Edtf, Member, Time, Within, Year, YearForm};
use super::pattern::Pattern;
use super::span::{Qualifiers, Span};

impl Edtf {
    /// The four bounds.
    ///
    /// Unspecified digits make it one of the dates that complete them. In a set `[…]` the bounds are those of one of
    /// the members; in `{…}` it starts with the first and ends with the last, and is sure only where the members leave no
    /// gap. The bounds are hulls: of `1560-X2-25` they know the first and the last candidate, not the gap between.
    ///
    /// # Months of the seasons
    /// ISO 8601-2:2019 and the Library of Congress name sub-year groupings and leave their months open. Seasons here are
    /// the meteorological ones (three whole months, as in WMO-No. 100, Guide to Climatological Practices): northern
    /// spring (25) March to May, summer (26) June to August, autumn (27) September to November, winter (28) December to
    /// February of the next year; southern spring (29) September to November, summer (30) December to February of the
    /// next year, autumn (31) March to May, winter (32) June to August. A season that names no hemisphere (21 to 24) is
    /// read as northern, so that 21 to 24 stay in order within a year and 24 follows 23. Quarters are 33 to 36,
    /// quadrimesters 37 to 39, semesters 40 and 41.
    ///
    /// ```
    /// use event_timeline::time::{civil::CivilTime, parse};
    /// let winter = parse("2001-24")?.span();
    /// let (from, to) = (CivilTime::from_ms(winter.earliest_start), CivilTime::from_ms(winter.latest_end));
    /// assert_eq!(((from.year, from.month), (to.year, to.month)), ((2001, 12), (2002, 3)));
    /// # Ok::<(), event_timeline::time::ParseError>(())
    /// ```
    pub fn span(&self) -> Span {
        match self {
            Edtf::Date(date) => Span::within(date.extent),
            Edtf::Interval(start, end) => interval(start, end),
            Edtf::OneOf(members) => one_of(members),
            Edtf::AllOf(members) => all_of(members),
        }
        .with_qualifiers(self.qualifiers())
    }

    fn qualifiers(&self) -> Qualifiers {
        self.dates().iter().fold(Qualifiers::default(), |all, date| all.union(date.qualifiers()))
    }
}

impl Bound {
    /// Where this start of an interval may lie.
    pub(super) fn start_side(&self) -> (f64, f64) {
        match self {
            Bound::Open => (f64::NEG_INFINITY, f64::NEG_INFINITY),
            Bound::Unknown => (f64::NEG_INFINITY, f64::INFINITY),
            Bound::Date(date) => date.extent,
        }
    }

    /// Where this end of an interval may lie.
    pub(super) fn end_side(&self) -> (f64, f64) {
        match self {
            Bound::Open => (f64::INFINITY, f64::INFINITY),
            Bound::Unknown => (f64::NEG_INFINITY, f64::INFINITY),
            Bound::Date(date) => date.extent,
        }
    }
}

fn interval(start: &Bound, end: &Bound) -> Span {
    Span::from_sides(start.start_side(), end.end_side(), *start == Bound::Open, *end == Bound::Open)
}

fn one_of(members: &[Member]) -> Span {
    let (mut from, mut to) = (f64::INFINITY, f64::NEG_INFINITY);
    for member in members {
        let (first, last) = member.extents();
        from = from.min(first.0);
        to = to.max(last.1);
    }
    Span::within((from, to))
}

/// From the first member to the last; where one leaves a gap before the next, nothing is sure between them: it is then
/// as little known as a date within that time.
fn all_of(members: &[Member]) -> Span {
    let mut start = (f64::INFINITY, f64::INFINITY);
    let mut end = (f64::NEG_INFINITY, f64::NEG_INFINITY);
    for member in members {
        let (first, last) = member.extents();
        start = (start.0.min(first.0), start.1.min(first.1));
        end = (end.0.max(last.0), end.1.max(last.1));
    }
    if has_gap(members, start.0, end.1) {
        (start.1, end.0) = (end.1, start.0);
    }
    Span::from_sides(start, end, start.0 == f64::NEG_INFINITY, end.1 == f64::INFINITY)
}

/// Whether some time of `[from, to)` is in no member.
fn has_gap(members: &[Member], from: f64, to: f64) -> bool {
    let mut covered = from;
    // Each round finds the member that goes on farthest from there; lists are short.
    loop {
        let reach = members.iter().map(Member::extents).filter(|(first, _)| first.0 <= covered);
        let reach = reach.map(|(_, last)| last.1).fold(covered, f64::max);
        if to <= reach || reach <= covered {
            return reach < to;
        }
        covered = reach;
    }
}

impl Member {
    /// Extents of the first and of the last date.
    fn extents(&self) -> ((f64, f64), (f64, f64)) {
        match self {
            Member::Single(date) => (date.extent, date.extent),
            Member::UpTo(last) => (Bound::Open.start_side(), last.extent),
            Member::From(first) => (first.extent, Bound::Open.end_side()),
            Member::Range(first, last) => (first.extent, last.extent),
        }
    }
}

impl Date {
    /// A date of these parts; `None` where no day of the calendar satisfies them.
    pub(super) fn new(year: Year, within: Within, doubts: [Qualifiers; 3]) -> Option<Date> {
        let extent = extent(&year, &within)?;
        Some(Date { year, within, doubts, extent })
    }
}

fn extent(year: &Year, within: &Within) -> Option<(f64, f64)> {
    let (first, last) = year.range();
    match *within {
        Within::Year => Some((month_start(first, 1), month_start(last, 13))),
        Within::Season(season) => {
            let (from, length) = season_months(season);
            Some((month_start(first, from), month_start(last, from + length)))
        }
        Within::Month(month) => {
            let months = || (1..=12).filter(|&number| month.matches(i64::from(number)));
            Some((month_start(first, months().next()?), month_start(last, months().next_back()? + 1)))
        }
        Within::Day(month, day) => days(year, month, day),
        Within::Time { month, day, time } => Some(time_extent(days_from_civil(first, month, day), &time)),
    }
}

fn month_start(year: i64, month: u8) -> f64 {
    ms_from_days(days_from_civil(year, month, 1))
}

/// First month and number of months of a sub-year grouping (21 to 41).
fn season_months(season: u8) -> (u8, u8) {
    match season {
        21 | 25 | 31 => (3, 3),
        22 | 26 | 32 => (6, 3),
        23 | 27 | 29 => (9, 3),
        24 | 28 | 30 => (12, 3),
        33..=36 => ((season - 33) * 3 + 1, 3),
        37..=39 => ((season - 37) * 4 + 1, 4),
        40 => (1, 6),
        _ => (7, 6),
    }
}

fn days(year: &Year, month: Pattern<2>, day: Pattern<2>) -> Option<(f64, f64)> {
    // A pattern that fits no day of a common year can only be the 29th of February.
    let any_year = first_day(1, month, day).is_some();
    let (least, greatest) = year.range();
    let fits = |&number: &i64| any_year || (is_leap_year(number) && year.matches(number));
    let first = (least..=greatest).find(fits)?;
    let last = (least..=greatest).rev().find(fits)?;
    let (from_month, from_day) = first_day(first, month, day)?;
    let (to_month, to_day) = last_day(last, month, day)?;
    let from = days_from_civil(first, from_month, from_day);
    let to = days_from_civil(last, to_month, to_day) + 1;
    Some((ms_from_days(from), ms_from_days(to)))
}

fn first_day(year: i64, month: Pattern<2>, day: Pattern<2>) -> Option<(u8, u8)> {
    fitting_days(year, month, day).next()
}

fn last_day(year: i64, month: Pattern<2>, day: Pattern<2>) -> Option<(u8, u8)> {
    fitting_days(year, month, day).last()
}

fn fitting_days(year: i64, month: Pattern<2>, day: Pattern<2>) -> impl Iterator<Item = (u8, u8)> {
    let months = (1..=12).filter(move |&number| month.matches(i64::from(number)));
    months.flat_map(move |month| {
        let days = (1..=days_in_month(year, month)).filter(move |&number| day.matches(i64::from(number)));
        days.map(move |day| (month, day))
    })
}

fn time_extent(days: i64, time: &Time) -> (f64, f64) {
    let minutes =
        i64::from(time.hour) * 60 + i64::from(time.minute.unwrap_or(0)) - i64::from(time.offset_minutes.unwrap_or(0));
    let fraction = time.fraction.map_or(0, |fraction| i64::from(fraction.milliseconds));
    let from = (minutes * 60 + i64::from(time.second.unwrap_or(0))) * 1_000 + fraction;
    let day = i128::from(days) * i128::from(DAY_MS);
    ((day + i128::from(from)) as f64, (day + i128::from(from + time.grain_ms())) as f64)
}

impl Time {
    fn grain_ms(&self) -> i64 {
        match (self.minute, self.second, self.fraction.map(|fraction| fraction.digits)) {
            (None, ..) => 3_600_000,
            (_, None, _) => 60_000,
            (_, _, None) => 1_000,
            (_, _, Some(1)) => 100,
            (_, _, Some(2)) => 10,
            (_, _, Some(_)) => 1,
        }
    }
}

impl Year {
    /// The year, where all its digits are given.
    pub(super) fn value(&self) -> Option<i64> {
        match self.form {
            YearForm::Digits { negative, digits } => digits.value().map(|year| if negative { -year } else { year }),
            YearForm::Long(year) => Some(year),
            YearForm::Exponential { value, .. } => Some(value),
        }
    }

    /// First and last year it may mean.
    fn range(&self) -> (i64, i64) {
        match (self.form, self.value()) {
            (_, Some(year)) => significant_range(year, self.significant),
            // There is no year -0000.
            (YearForm::Digits { negative: true, digits }, _) => (-digits.greatest(), -digits.least_above_zero()),
            (YearForm::Digits { digits, .. }, _) => (digits.least(), digits.greatest()),
            (YearForm::Long(year) | YearForm::Exponential { value: year, .. }, _) => (year, year),
        }
    }

    fn matches(&self, year: i64) -> bool {
        match self.form {
            YearForm::Digits { negative, digits } => (year < 0) == negative && digits.matches(year.abs()),
            YearForm::Long(value) | YearForm::Exponential { value, .. } => value == year,
        }
    }
}

/// Years that share the significant digits of `year`.
fn significant_range(year: i64, significant: Option<u8>) -> (i64, i64) {
    let digits = year.unsigned_abs().checked_ilog10().map_or(1, |log| log + 1);
    let Some(free) = significant.and_then(|significant| digits.checked_sub(u32::from(significant))) else {
        return (year, year);
    };
    let unit = 10_i64.pow(free);
    let least = year.abs() / unit * unit;
    let greatest = least + unit - 1;
    if year < 0 { (-greatest, -least) } else { (least, greatest) }
}
