//! EDTF → canonical text.
//!
//! Canonical are: no spaces; a qualifier to the right of the last component it holds for from the year on, and to the
//! left of any later component that it holds for alone; `Z` for `+00:00`; offsets with minutes.

use super::edtf::{Bound, Date, Edtf, Member, Time, Within, Year, YearForm};
use super::span::Qualifiers;
use std::fmt::{Display, Formatter, Result};

impl Display for Edtf {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Edtf::Date(date) => date.fmt(f),
            Edtf::Interval(start, end) => write!(f, "{start}/{end}"),
            Edtf::OneOf(members) => write_set(f, '[', members, ']'),
            Edtf::AllOf(members) => write_set(f, '{', members, '}'),
        }
    }
}

fn write_set(f: &mut Formatter<'_>, open: char, members: &[Member], close: char) -> Result {
    write!(f, "{open}")?;
    for (index, member) in members.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        write!(f, "{comma}{member}")?;
    }
    write!(f, "{close}")
}

impl Display for Bound {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Bound::Open => f.write_str(".."),
            Bound::Unknown => Ok(()),
            Bound::Date(date) => date.fmt(f),
        }
    }
}

impl Display for Member {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Member::Single(date) => date.fmt(f),
            Member::UpTo(date) => write!(f, "..{date}"),
            Member::From(date) => write!(f, "{date}.."),
            Member::Range(from, to) => write!(f, "{from}..{to}"),
        }
    }
}

impl Display for Date {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let marks = self.marks();
        let [year, month, day] = marks.map(|(left, right)| (symbol(left), symbol(right)));
        write!(f, "{}{}{}", year.0, self.year, year.1)?;
        match self.within {
            Within::Year => Ok(()),
            Within::Season(season) => write!(f, "-{}{season}{}", month.0, month.1),
            Within::Month(number) => write!(f, "-{}{number}{}", month.0, month.1),
            Within::Day(of_year, of_month) => {
                write!(f, "-{}{of_year}{}-{}{of_month}{}", month.0, month.1, day.0, day.1)
            }
            Within::Time { month, day, time } => write!(f, "-{month:02}-{day:02}T{time}"),
        }
    }
}

impl Date {
    /// Qualifiers to write to the left and to the right of each component.
    fn marks(&self) -> [(Qualifiers, Qualifiers); 3] {
        let written = &self.doubts[..self.components()];
        let uncertain = written.iter().take_while(|doubt| doubt.uncertain).count();
        let approximate = written.iter().take_while(|doubt| doubt.approximate).count();
        let mut marks = [(Qualifiers::default(), Qualifiers::default()); 3];
        for (index, (mark, doubt)) in marks.iter_mut().zip(written).enumerate() {
            mark.0.uncertain = doubt.uncertain && uncertain <= index;
            mark.0.approximate = doubt.approximate && approximate <= index;
            mark.1.uncertain = index + 1 == uncertain;
            mark.1.approximate = index + 1 == approximate;
        }
        marks
    }
}

fn symbol(doubt: Qualifiers) -> &'static str {
    match (doubt.uncertain, doubt.approximate) {
        (false, false) => "",
        (true, false) => "?",
        (false, true) => "~",
        (true, true) => "%",
    }
}

impl Display for Year {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.form {
            YearForm::Digits { negative, digits } => write!(f, "{}{digits}", if negative { "-" } else { "" })?,
            YearForm::Long(year) => write!(f, "Y{year}")?,
            YearForm::Exponential { mantissa, exponent, .. } => write!(f, "Y{mantissa}E{exponent}")?,
        }
        self.significant.map_or(Ok(()), |digits| write!(f, "S{digits}"))
    }
}

impl Display for Time {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{:02}", self.hour)?;
        for part in [self.minute, self.second].into_iter().flatten() {
            write!(f, ":{part:02}")?;
        }
        if let Some(fraction) = self.fraction {
            let digits = format!("{:03}", fraction.milliseconds);
            write!(f, ".{}", digits.get(..usize::from(fraction.digits)).unwrap_or(&digits))?;
        }
        match self.offset_minutes {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
            }
        }
    }
}
