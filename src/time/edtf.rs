//! What an EDTF text says, as data.

use super::pattern::Pattern;
use super::span::Qualifiers;

/// An EDTF expression: made by [`parse`](super::parse), written by `Display` as its canonical text.
///
/// Two expressions of one meaning are equal in most cases: `?2004-?06` is `2004-06?`, `+00:00` is `Z`. Kept as written
/// are exponents, the order of a set's members and the digits of a fraction.
///
/// ```
/// use event_timeline::time::parse;
/// let date = parse("~2004-~06")?;
/// assert_eq!(date.to_string(), "2004-06~");
/// assert_eq!(parse(&date.to_string())?, date);
/// # Ok::<(), event_timeline::time::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Edtf {
    /// Somewhere in one date: `2004-06`.
    Date(Date),
    /// Lasted from somewhere in one date to somewhere in another: `2004-06/2006`.
    Interval(Bound, Bound),
    /// Happened on one of the dates: `[1667,1670..1672]`.
    OneOf(Vec<Member>),
    /// Happened on all of the dates: `{1667,1670..1672}`.
    AllOf(Vec<Member>),
}

/// One side of an interval.
#[derive(Clone, Debug, PartialEq)]
pub enum Bound {
    /// `..`: it goes on without end, or always was.
    Open,
    /// Nothing written: there is such a side, and nobody says when.
    Unknown,
    /// A date.
    Date(Date),
}

/// One member of a set.
#[derive(Clone, Debug, PartialEq)]
pub enum Member {
    /// A date.
    Single(Date),
    /// All dates up to one: `..1984`.
    UpTo(Date),
    /// All dates from one: `1984..`.
    From(Date),
    /// All dates between two: `1670..1672`.
    Range(Date, Date),
}

/// A single date: always one that some calendar day satisfies, so it has no public fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Date {
    pub(super) year: Year,
    pub(super) within: Within,
    /// Doubts about the year, the month (or season) and the day.
    pub(super) doubts: [Qualifiers; 3],
    /// Start of the first candidate and end of the last, ms since 1970: follows from the rest, computed once.
    pub(super) extent: (f64, f64),
}

/// A year as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Year {
    pub form: YearForm,
    /// How many leading digits are to be believed: `1950S2`.
    pub significant: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YearForm {
    /// `1985`, `-0042`, `19X5`.
    Digits { negative: bool, digits: Pattern<4> },
    /// `Y170000002`.
    Long(i64),
    /// `Y17E7`: mantissa, exponent, value.
    Exponential { mantissa: i64, exponent: u8, value: i64 },
}

/// The part of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    Year,
    /// 21 to 41.
    Season(u8),
    Month(Pattern<2>),
    Day(Pattern<2>, Pattern<2>),
    Time {
        month: u8,
        day: u8,
        time: Time,
    },
}

/// A time of day as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time {
    pub hour: u8,
    pub minute: Option<u8>,
    pub second: Option<u8>,
    pub fraction: Option<Fraction>,
    /// Minutes east of UTC.
    pub offset_minutes: Option<i16>,
}

/// Up to three digits after the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fraction {
    pub milliseconds: u16,
    /// Digits written, 1 to 3: `.4` is somewhere in a tenth of a second.
    pub digits: u8,
}

impl Edtf {
    /// The lowest level of EDTF that has this expression in some spelling: 0, 1 or 2. Extensions count as what they extend.
    ///
    /// ```
    /// use event_timeline::time::parse;
    /// for (text, level) in [("1985-04", 0), ("1985-04~", 1), ("1985~-04", 2)] {
    ///     assert_eq!(parse(text)?.level(), level);
    /// }
    /// # Ok::<(), event_timeline::time::ParseError>(())
    /// ```
    pub fn level(&self) -> u8 {
        match self {
            Edtf::Date(date) => date.level(),
            Edtf::Interval(start, end) => start.level().max(end.level()),
            Edtf::OneOf(_) | Edtf::AllOf(_) => 2,
        }
    }

    /// The dates in it, in the order written.
    pub fn dates(&self) -> Vec<&Date> {
        match self {
            Edtf::Date(date) => vec![date],
            Edtf::Interval(start, end) => [start, end].into_iter().filter_map(Bound::date).collect(),
            Edtf::OneOf(members) | Edtf::AllOf(members) => members.iter().flat_map(Member::dates).flatten().collect(),
        }
    }
}

impl Bound {
    /// The date, where there is one.
    pub fn date(&self) -> Option<&Date> {
        match self {
            Bound::Date(date) => Some(date),
            Bound::Open | Bound::Unknown => None,
        }
    }

    fn level(&self) -> u8 {
        match self {
            Bound::Open | Bound::Unknown => 1,
            Bound::Date(date) if date.unspecified_level() > 0 => 2,
            Bound::Date(date) => date.level(),
        }
    }
}

impl Member {
    /// The first and the last date of it, where written.
    pub fn dates(&self) -> [Option<&Date>; 2] {
        match self {
            Member::Single(date) | Member::From(date) => [Some(date), None],
            Member::UpTo(date) => [None, Some(date)],
            Member::Range(from, to) => [Some(from), Some(to)],
        }
    }
}

impl Date {
    /// How many of year, month (or season) and day are written.
    pub(super) fn components(&self) -> usize {
        match self.within {
            Within::Year => 1,
            Within::Season(_) | Within::Month(_) => 2,
            Within::Day(..) | Within::Time { .. } => 3,
        }
    }

    /// Doubts about any component of it.
    pub fn qualifiers(&self) -> Qualifiers {
        self.doubts.iter().fold(Qualifiers::default(), |all, &doubt| all.union(doubt))
    }

    fn level(&self) -> u8 {
        self.year.level().max(self.within.level()).max(self.unspecified_level()).max(self.doubt_level())
    }

    fn doubt_level(&self) -> u8 {
        let written = &self.doubts[..self.components()];
        match written {
            [first, rest @ ..] if rest.iter().all(|doubt| doubt == first) => u8::from(*first != Qualifiers::default()),
            _ => 2,
        }
    }

    /// Level 1 has unspecified digits from the right: one or two of a bare year, or whole components, or everything.
    fn unspecified_level(&self) -> u8 {
        let year = match self.year.form {
            YearForm::Digits { digits, .. } => digits,
            YearForm::Long(_) | YearForm::Exponential { .. } => return 0,
        };
        let all = (year.unspecified(), self.within.unspecified());
        match (all, self.within) {
            ((0, [0, 0]), _) => 0,
            ((0, [2, 0]), Within::Month(_)) | ((0, [0 | 2, 2]), _) => 1,
            ((4, [0, 0]), Within::Year) | ((4, [2, 0]), Within::Month(_)) | ((4, [2, 2]), _) => 1,
            ((1, [0, 0]), Within::Year) if year.0[3] == b'X' => 1,
            ((2, [0, 0]), Within::Year) if year.0[2..] == *b"XX" => 1,
            _ => 2,
        }
    }
}

impl Year {
    fn level(&self) -> u8 {
        match self.form {
            _ if self.significant.is_some() => 2,
            YearForm::Digits { negative, .. } => u8::from(negative),
            YearForm::Long(_) => 1,
            YearForm::Exponential { .. } => 2,
        }
    }
}

impl Within {
    fn level(&self) -> u8 {
        match self {
            Within::Season(21..=24) => 1,
            Within::Season(_) => 2,
            _ => 0,
        }
    }

    /// Unspecified digits of month and day.
    fn unspecified(&self) -> [usize; 2] {
        match self {
            Within::Month(month) => [month.unspecified(), 0],
            Within::Day(month, day) => [month.unspecified(), day.unspecified()],
            Within::Year | Within::Season(_) | Within::Time { .. } => [0, 0],
        }
    }
}
