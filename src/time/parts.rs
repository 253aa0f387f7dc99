//! EDTF → its parts, for the page to say in its reader's language.

use super::edtf::{Bound, Date, Edtf, Member, Within, Year, YearForm};
use super::end::End;
use super::span::Qualifiers;
use serde::Serialize;

/// An expression taken apart.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum DateWords {
    /// One date.
    Date {
        /// The date.
        date: DateParts,
    },
    /// From one side to another.
    Interval {
        /// Where it starts.
        start: IntervalEnd,
        /// Where it ends.
        end: IntervalEnd,
    },
    /// One of the members.
    OneOf {
        /// In the order written.
        members: Vec<SetMember>,
    },
    /// All of the members.
    AllOf {
        /// In the order written.
        members: Vec<SetMember>,
    },
}

/// One side of an interval.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum IntervalEnd {
    /// It goes on, or always was.
    Open,
    /// Nobody says when.
    Unknown,
    /// A date.
    Date {
        /// The date.
        date: DateParts,
    },
    /// One of the members (a start or end of its own).
    OneOf {
        /// In the order written.
        members: Vec<SetMember>,
    },
    /// All of the members (a start or end of its own).
    AllOf {
        /// In the order written.
        members: Vec<SetMember>,
    },
}

/// One member of a set.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum SetMember {
    /// A date.
    Single {
        /// The date.
        single: DateParts,
    },
    /// A range, `None` where it is open.
    Range {
        /// The first date.
        from: Option<DateParts>,
        /// The last date.
        to: Option<DateParts>,
    },
}

/// The finest component written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Precision {
    /// `1985`
    Year,
    /// `1985-21`: any sub-year grouping.
    Season,
    /// `1985-04`
    Month,
    /// `1985-04-12`
    Day,
    /// `1985-04-12T23`
    Hour,
    /// `1985-04-12T23:20`
    Minute,
    /// `1985-04-12T23:20:30`
    Second,
    /// `1985-04-12T23:20:30.5`: any fraction of a second.
    Millisecond,
}

/// A component that a qualifier may hold for; a season counts as the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Component {
    /// The year.
    Year,
    /// The month, or the season in its place.
    Month,
    /// The day.
    Day,
}

/// Components as written; one with unspecified digits has them in its text, and no number.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DateParts {
    /// The finest component written.
    pub precision: Precision,
    /// Astronomical year (0 is 1 BCE); `None` where digits are unspecified.
    pub year: Option<i64>,
    /// The year's digits with its sign, at least four; exponents are written out.
    pub year_text: String,
    /// Significant digits of the year.
    pub significant_digits: Option<u8>,
    /// 21 to 41, sub-year grouping of ISO 8601-2.
    pub season: Option<u8>,
    /// 1 to 12.
    pub month: Option<u8>,
    /// Two digits.
    pub month_text: Option<String>,
    /// 1 to 31.
    pub day: Option<u8>,
    /// Two digits.
    pub day_text: Option<String>,
    /// 0 to 24.
    pub hour: Option<u8>,
    /// 0 to 59.
    pub minute: Option<u8>,
    /// 0 to 59.
    pub second: Option<u8>,
    /// 0 to 999.
    pub millisecond: Option<u16>,
    /// Minutes east of UTC; `None` where no zone is written.
    pub offset_minutes: Option<i16>,
    /// Components that carry `?` or `%`.
    pub uncertain: Vec<Component>,
    /// Components that carry `~` or `%`.
    pub approximate: Vec<Component>,
}

impl Edtf {
    /// The expression taken apart, for the page to say in its reader's language.
    ///
    /// ```
    /// use event_timeline::time::{DateWords, Precision, parse};
    /// let DateWords::Date { date } = parse("2004-06~")?.words() else { return Ok(()) };
    /// assert_eq!((date.precision, date.year, date.month), (Precision::Month, Some(2004), Some(6)));
    /// assert_eq!(date.approximate.len(), 2);
    /// # Ok::<(), event_timeline::time::ParseError>(())
    /// ```
    pub fn words(&self) -> DateWords {
        match self {
            Edtf::Date(date) => DateWords::Date { date: date.parts() },
            Edtf::Interval(start, end) => DateWords::Interval { start: start.words(), end: end.words() },
            Edtf::OneOf(members) => DateWords::OneOf { members: members.iter().map(Member::words).collect() },
            Edtf::AllOf(members) => DateWords::AllOf { members: members.iter().map(Member::words).collect() },
        }
    }
}

impl DateWords {
    /// The words of an event that gives start and end apart.
    pub fn between(start: &End, end: &End) -> DateWords {
        DateWords::Interval { start: start.words(Bound::words), end: end.words_of_end() }
    }
}

impl End {
    fn words_of_end(&self) -> IntervalEnd {
        match self {
            End::Date(Edtf::Interval(_, end)) => end.words(),
            _ => self.words(Bound::words),
        }
    }

    fn words(&self, of_start: impl Fn(&Bound) -> IntervalEnd) -> IntervalEnd {
        match self {
            End::Open => IntervalEnd::Open,
            End::Unknown => IntervalEnd::Unknown,
            End::Date(Edtf::Date(date)) => IntervalEnd::Date { date: date.parts() },
            End::Date(Edtf::Interval(start, _)) => of_start(start),
            End::Date(Edtf::OneOf(members)) => {
                IntervalEnd::OneOf { members: members.iter().map(Member::words).collect() }
            }
            End::Date(Edtf::AllOf(members)) => {
                IntervalEnd::AllOf { members: members.iter().map(Member::words).collect() }
            }
        }
    }
}

impl Bound {
    fn words(&self) -> IntervalEnd {
        match self {
            Bound::Open => IntervalEnd::Open,
            Bound::Unknown => IntervalEnd::Unknown,
            Bound::Date(date) => IntervalEnd::Date { date: date.parts() },
        }
    }
}

impl Member {
    fn words(&self) -> SetMember {
        match self {
            Member::Single(date) => SetMember::Single { single: date.parts() },
            Member::UpTo(_) | Member::From(_) | Member::Range(..) => {
                let [from, to] = self.dates().map(|date| date.map(Date::parts));
                SetMember::Range { from, to }
            }
        }
    }
}

impl Date {
    fn parts(&self) -> DateParts {
        let mut parts = DateParts {
            precision: Precision::Year,
            year: self.year.value(),
            year_text: self.year.text(),
            significant_digits: self.year.significant,
            season: None,
            month: None,
            month_text: None,
            day: None,
            day_text: None,
            hour: None,
            minute: None,
            second: None,
            millisecond: None,
            offset_minutes: None,
            uncertain: self.doubted(|doubt| doubt.uncertain),
            approximate: self.doubted(|doubt| doubt.approximate),
        };
        parts.set_within(&self.within);
        parts
    }

    fn doubted(&self, has: impl Fn(&Qualifiers) -> bool) -> Vec<Component> {
        let components = [Component::Year, Component::Month, Component::Day];
        components
            .into_iter()
            .zip(&self.doubts)
            .filter(|(_, doubt)| has(doubt))
            .map(|(component, _)| component)
            .collect()
    }
}

impl DateParts {
    fn set_within(&mut self, within: &Within) {
        match *within {
            Within::Year => {}
            Within::Season(season) => {
                self.precision = Precision::Season;
                self.season = Some(season);
            }
            Within::Month(month) => {
                self.precision = Precision::Month;
                self.month = month.value().map(|month| month as u8);
                self.month_text = Some(month.to_string());
            }
            Within::Day(month, day) => {
                self.set_within(&Within::Month(month));
                self.precision = Precision::Day;
                self.day = day.value().map(|day| day as u8);
                self.day_text = Some(day.to_string());
            }
            Within::Time { month, day, time } => {
                (self.month, self.month_text) = (Some(month), Some(format!("{month:02}")));
                (self.day, self.day_text) = (Some(day), Some(format!("{day:02}")));
                (self.hour, self.minute, self.second) = (Some(time.hour), time.minute, time.second);
                self.millisecond = time.fraction.map(|fraction| fraction.milliseconds);
                self.offset_minutes = time.offset_minutes;
                self.precision = match (time.minute, time.second, time.fraction) {
                    (None, ..) => Precision::Hour,
                    (_, None, _) => Precision::Minute,
                    (_, _, None) => Precision::Second,
                    _ => Precision::Millisecond,
                };
            }
        }
    }
}

impl Year {
    fn text(&self) -> String {
        match self.form {
            YearForm::Digits { negative, digits } => {
                format!("{}{digits}", if negative { "-" } else { "" })
            }
            YearForm::Long(year) | YearForm::Exponential { value: year, .. } => {
                format!("{}{:04}", if year < 0 { "-" } else { "" }, year.unsigned_abs())
            }
        }
    }
}
