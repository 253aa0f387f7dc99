//! Dates in English: what an EDTF expression says, no surer than it says it.

use event_timeline::layout::{Tick, TickUnit};
use event_timeline::time::{Component, DateParts, DateWords, IntervalEnd, Precision, SetMember, civil};

/// Beyond this many years a date is said as a distance from now, rounded to three digits: nobody means the last ones.
const DEEP_YEARS: i64 = 10_000;
const NEAR_YEAR: i64 = -DEEP_YEARS;
const DEEP_DIGITS: u8 = 3;
const PRESENT_YEAR: i64 = 2000;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// An event's date as a reader says it; `inferred` names the components that the editor of the set added.
pub fn say(words: &DateWords, inferred: &[String]) -> String {
    let mut voice = Voice { inferred, notes: Vec::new() };
    if !inferred.is_empty() {
        voice.note(format!("{} inferred", list(inferred, "and")));
    }
    let said = match words {
        DateWords::Date { date } => voice.date(date),
        DateWords::Interval { start, end } => voice.interval(start, end),
        DateWords::OneOf { members } => voice.one_of(members),
        DateWords::AllOf { members } => voice.all_of(members),
    };
    if voice.notes.is_empty() { said } else { format!("{said} ({})", voice.notes.join(", ")) }
}

/// Doubts are gathered over the whole expression and said once, after it.
struct Voice<'a> {
    inferred: &'a [String],
    notes: Vec<String>,
}

impl Voice<'_> {
    fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn date(&mut self, date: &DateParts) -> String {
        let said = say_parts(date);
        if self.note_doubts(date) { format!("about {said}") } else { said }
    }

    /// Adds what is doubtful to the notes; true where the date as a whole is approximate.
    fn note_doubts(&mut self, date: &DateParts) -> bool {
        let written = written_components(date);
        let names = |parts: &[Component]| parts.iter().map(|part| component(*part).to_owned()).collect::<Vec<_>>();
        // An inferred component is marked doubtful for that reason: saying both would say it twice.
        let mut uncertain = names(&date.uncertain);
        uncertain.retain(|part| !self.inferred.contains(part));
        match uncertain.len() {
            0 => {}
            count if written <= count => self.note("uncertain".into()),
            _ => self.note(format!("{} uncertain", list(&uncertain, "and"))),
        }
        let approximate = names(&date.approximate);
        if !approximate.is_empty() && approximate.len() < written {
            self.note(format!("{} approximate", list(&approximate, "and")));
        }
        is_approximate(date)
    }

    fn interval(&mut self, start: &IntervalEnd, end: &IntervalEnd) -> String {
        match (start, end) {
            (IntervalEnd::Date { date: from }, IntervalEnd::Date { date: to }) => self.range(from, to),
            (IntervalEnd::OneOf { members }, IntervalEnd::Open) => {
                format!("started {}, still going on", self.one_of(members))
            }
            (start, IntervalEnd::Open) if has_date(start) => format!("since {}, still going on", self.side(start)),
            (start, IntervalEnd::Unknown) if has_date(start) => format!("from {}, end not known", self.side(start)),
            (IntervalEnd::Unknown, end) if has_date(end) => format!("until {}, start not known", self.side(end)),
            (IntervalEnd::Open, end) if has_date(end) => format!("until {}, no start set", self.side(end)),
            (start, end) => {
                let start = self.one_side(start, ["starts", "no start", "start not known"]);
                format!("{start}; {}", self.one_side(end, ["ends", "still going on", "end not known"]))
            }
        }
    }

    fn one_side(&mut self, side: &IntervalEnd, [verb, open, unknown]: [&str; 3]) -> String {
        match side {
            IntervalEnd::Open => open.to_owned(),
            IntervalEnd::Unknown => unknown.to_owned(),
            dated => format!("{verb} {}", self.side(dated)),
        }
    }

    fn side(&mut self, side: &IntervalEnd) -> String {
        match side {
            IntervalEnd::Open => "..".to_owned(),
            IntervalEnd::Unknown => "not known".to_owned(),
            IntervalEnd::Date { date } => self.date(date),
            IntervalEnd::OneOf { members } => self.one_of(members),
            IntervalEnd::AllOf { members } => self.all_of(members),
        }
    }

    fn range(&mut self, from: &DateParts, to: &DateParts) -> String {
        if is_unspecified(from) || is_unspecified(to) {
            return format!("starts {}; ends {}", self.date(from), self.date(to));
        }
        let alike = from.precision == to.precision && is_plain(from) && is_plain(to);
        if !alike || is_approximate(from) || is_approximate(to) {
            return format!("{} to {}", self.date(from), self.date(to));
        }
        self.note_doubts(from);
        self.note_doubts(to);
        say_plain_range(from, to)
    }

    fn one_of(&mut self, members: &[SetMember]) -> String {
        if let [member] = members {
            return match member {
                SetMember::Range { from: Some(from), to: Some(to) } => {
                    format!("some {} from {}", grain(from), self.range(from, to))
                }
                member => self.possible_member(member),
            };
        }
        let said: Vec<String> = members.iter().map(|member| self.possible_member(member)).collect();
        format!("one of {}", list(&said, "or"))
    }

    fn possible_member(&mut self, member: &SetMember) -> String {
        match member {
            SetMember::Range { from: None, to: Some(to) } => self.by(to),
            SetMember::Range { from: Some(from), to: None } => format!("{} or later", self.date(from)),
            member => self.plain_member(member),
        }
    }

    fn all_of(&mut self, members: &[SetMember]) -> String {
        let said: Vec<String> = members
            .iter()
            .map(|member| match member {
                SetMember::Range { from: None, to: Some(to) } => format!("all up to {}", self.date(to)),
                SetMember::Range { from: Some(from), to: None } => format!("all from {} on", self.date(from)),
                member => self.plain_member(member),
            })
            .collect();
        list(&said, "and")
    }

    fn plain_member(&mut self, member: &SetMember) -> String {
        match member {
            SetMember::Single { single } => self.date(single),
            SetMember::Range { from: Some(from), to: Some(to) } => self.range(from, to),
            SetMember::Range { from: Some(date), .. } | SetMember::Range { to: Some(date), .. } => self.date(date),
            SetMember::Range { .. } => "undated".to_owned(),
        }
    }

    /// The last day counts, so a longer stretch is said with its end.
    fn by(&mut self, to: &DateParts) -> String {
        let said = self.date(to);
        match to.precision {
            Precision::Year | Precision::Season | Precision::Month => format!("by the end of {said}"),
            _ => format!("by {said}"),
        }
    }
}

/// The side is said in a few words, so that others may stand around them.
fn has_date(side: &IntervalEnd) -> bool {
    match side {
        IntervalEnd::Open | IntervalEnd::Unknown => false,
        IntervalEnd::Date { date } => !is_unspecified(date),
        IntervalEnd::OneOf { .. } | IntervalEnd::AllOf { .. } => true,
    }
}

fn component(part: Component) -> &'static str {
    match part {
        Component::Year => "year",
        Component::Month => "month",
        Component::Day => "day",
    }
}

fn grain(date: &DateParts) -> &'static str {
    match date.precision {
        Precision::Year => "year",
        Precision::Month => "month",
        Precision::Day => "day",
        _ => "time",
    }
}

fn written_components(date: &DateParts) -> usize {
    let has = |number: Option<u8>, text: &Option<String>| number.is_some() || text.is_some();
    if has(date.day, &date.day_text) {
        3
    } else if has(date.month.or(date.season), &date.month_text) {
        2
    } else {
        1
    }
}

fn is_approximate(date: &DateParts) -> bool {
    !date.approximate.is_empty() && written_components(date) <= date.approximate.len()
}

fn has_blanks(text: &str) -> bool {
    text.contains(['X', 'x'])
}

fn is_unspecified(date: &DateParts) -> bool {
    let texts = [Some(&date.year_text), date.month_text.as_ref(), date.day_text.as_ref()];
    texts.into_iter().flatten().any(|text| has_blanks(text))
}

/// Fully known, so that two of them make one range.
fn is_plain(date: &DateParts) -> bool {
    date.year.is_some_and(|year| year.abs() <= DEEP_YEARS)
        && date.significant_digits.is_none()
        && date.precision != Precision::Season
        && !is_unspecified(date)
        && date.offset_minutes.is_none()
}

/// One date's components, never more precise than they are written.
fn say_parts(date: &DateParts) -> String {
    if date.precision == Precision::Season {
        let year = say_year_of(date);
        return date.season.and_then(season).map_or(year.clone(), |name| format!("{name} {year}"));
    }
    let Some(year) = date.year.filter(|_| !is_unspecified(date)) else { return say_unspecified(date) };
    if DEEP_YEARS < year.abs() {
        return say_deep(year, date.significant_digits.unwrap_or(DEEP_DIGITS));
    }
    let said = say_day(date) + &say_time(date).map(|time| format!(", {time}")).unwrap_or_default();
    let Some(digits) = date.significant_digits else { return said };
    let step = 10i64.pow((year.abs().to_string().len() as u32).saturating_sub(u32::from(digits)));
    let first = year.abs() / step * step;
    let (first, last) = (first, first + step - 1);
    let (from, to) = if year < 0 { (-last, -first) } else { (first, last) };
    if from == to {
        return said;
    }
    format!("about {said}, some year from {}", say_years(from, to))
}

/// `21 August 2014`, as much of it as is written.
fn say_day(date: &DateParts) -> String {
    let year = date.year.map_or_else(|| date.year_text.clone(), say_year);
    let day = date.day.map(|day| day.to_string());
    [day, date.month.map(|month| month_name(month).to_owned()), Some(year)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

fn say_time(date: &DateParts) -> Option<String> {
    let hour = date.hour?;
    let mut said = match (date.minute, date.second, date.millisecond) {
        // An hour alone is all of it.
        (None, ..) => format!("in the hour from {hour:02}:00"),
        (Some(minute), None, _) => format!("{hour:02}:{minute:02}"),
        (Some(minute), Some(second), None) => format!("{hour:02}:{minute:02}:{second:02}"),
        (Some(minute), Some(second), Some(ms)) => format!("{hour:02}:{minute:02}:{second:02}.{ms:03}"),
    };
    if let Some(offset) = date.offset_minutes {
        said.push_str(&say_offset(offset));
    }
    Some(said)
}

fn say_offset(minutes: i16) -> String {
    let sign = if minutes < 0 { '−' } else { '+' };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (0, 0) => " UTC".to_owned(),
        (hours, 0) => format!(" UTC{sign}{hours}"),
        (hours, rest) => format!(" UTC{sign}{hours}:{rest:02}"),
    }
}

/// What two dates of one precision share is said once: `21 to 22 August 2014`.
fn say_plain_range(from: &DateParts, to: &DateParts) -> String {
    if from.hour.is_some() && (from.year, from.month, from.day) == (to.year, to.month, to.day) {
        let times = [from, to].map(|date| say_time(date).unwrap_or_default());
        return format!("{}, {} to {}", say_day(from), times[0], times[1].trim_start_matches("in the hour from "));
    }
    if from.hour.is_none() && from.year == to.year && from.month.is_some() {
        let month = |date: &DateParts| date.month.map_or("", month_name);
        let year = from.year.map(say_year).unwrap_or_default();
        return match (from.day, to.day) {
            (Some(first), Some(last)) if from.month == to.month => format!("{first} to {last} {} {year}", month(from)),
            (Some(first), Some(last)) => format!("{first} {} to {last} {} {year}", month(from), month(to)),
            _ => format!("{} to {} {year}", month(from), month(to)),
        };
    }
    match (from.precision, from.year, to.year) {
        (Precision::Year, Some(first), Some(last)) => say_years(first, last),
        _ => format!("{} to {}", say_parts(from), say_parts(to)),
    }
}

/// Two years with their era said once.
pub fn say_years(from: i64, to: i64) -> String {
    match (from, to) {
        (NEAR_YEAR.., ..1) => format!("{} to {}", 1 - from, say_year(to)),
        (1.., ..1000) => format!("{from} to {}", say_year(to)),
        _ => format!("{} to {}", say_year(from), say_year(to)),
    }
}

/// An astronomical year: 0 is 1 BCE.
pub fn say_year(year: i64) -> String {
    match year {
        ..1 if year < -DEEP_YEARS => say_deep(year, DEEP_DIGITS),
        ..1 => format!("{} BCE", 1 - year),
        1..1000 => format!("{year} CE"),
        _ if DEEP_YEARS <= year => grouped(year.unsigned_abs()),
        _ => year.to_string(),
    }
}

fn say_year_of(date: &DateParts) -> String {
    say_parts(&DateParts {
        precision: Precision::Year,
        season: None,
        month: None,
        month_text: None,
        day: None,
        day_text: None,
        ..date.clone()
    })
}

fn month_name(month: u8) -> &'static str {
    MONTHS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or("")
}

fn season(number: u8) -> Option<&'static str> {
    const NAMES: [&str; 21] = [
        "spring",
        "summer",
        "autumn",
        "winter",
        "spring (northern)",
        "summer (northern)",
        "autumn (northern)",
        "winter (northern)",
        "spring (southern)",
        "summer (southern)",
        "autumn (southern)",
        "winter (southern)",
        "first quarter of",
        "second quarter of",
        "third quarter of",
        "fourth quarter of",
        "first third of",
        "second third of",
        "last third of",
        "first half of",
        "second half of",
    ];
    NAMES.get(usize::from(number).checked_sub(21)?).copied()
}

/// `66 million years ago`.
fn say_deep(year: i64, digits: u8) -> String {
    let (years, side) = match year < 0 {
        true => (PRESENT_YEAR.saturating_sub(year), "ago"),
        false => (year.saturating_sub(PRESENT_YEAR), "from now"),
    };
    format!("{} years {side}", compact(years as f64, digits.min(DEEP_DIGITS)))
}

/// Rounded to so many digits, with a word for the thousands: `13.8 billion`.
fn compact(number: f64, digits: u8) -> String {
    const WORDS: [(f64, &str); 4] = [(1e12, " trillion"), (1e9, " billion"), (1e6, " million"), (1e3, " thousand")];
    let magnitude = number.abs().max(1.0).log10().floor() as i32;
    let step = 10f64.powi(magnitude - i32::from(digits.max(1)) + 1);
    let rounded = (number / step).round() * step;
    let (unit, word) = WORDS.into_iter().find(|(unit, _)| *unit <= rounded).unwrap_or((1.0, ""));
    // Dividing leaves at most so many places, and maybe noise behind them.
    let text = format!("{:.3}", rounded / unit);
    format!("{}{word}", text.trim_end_matches('0').trim_end_matches('.'))
}

/// Digits in threes: `1,848`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index != 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `3 events`, `1 event`.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// `a, b and c`.
pub fn list(items: &[String], conjunction: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {conjunction} {last}", first.join(", ")),
    }
}

fn pattern(date: &DateParts) -> String {
    let texts = [Some(date.year_text.as_str()), date.month_text.as_deref(), date.day_text.as_deref()];
    format!("a date written {}", texts.into_iter().flatten().collect::<Vec<_>>().join("-"))
}

fn say_unspecified(date: &DateParts) -> String {
    if has_blanks(&date.year_text) {
        say_unspecified_year(date)
    } else if date.month_text.as_deref().is_some_and(has_blanks) {
        say_unspecified_month(date)
    } else if date.day_text.as_deref().is_some_and(has_blanks) {
        say_unspecified_day(date)
    } else {
        pattern(date)
    }
}

/// The least and the greatest number that the blanks let it be.
fn ends(text: &str) -> Option<(i64, i64)> {
    let filled = |digit: &str| text.replace(['X', 'x'], digit).parse::<i64>().ok();
    let (least, most) = (filled("0")?, filled("9")?);
    Some((least.min(most), least.max(most)))
}

fn say_unspecified_year(date: &DateParts) -> String {
    let digits = date.year_text.trim_start_matches('-').trim_end_matches(['X', 'x']);
    // Only a year with its last digits unknown is a run of years; the rest is shown as it is written.
    let Some((from, to)) = ends(&date.year_text).filter(|_| !has_blanks(digits)) else { return pattern(date) };
    let years = say_years(from, to);
    if date.month_text.is_some() || date.month.is_some() {
        return match (date.day, date.month, &date.day_text) {
            (Some(day), Some(month), _) => format!("{day} {}, some year from {years}", month_name(month)),
            (None, Some(month), None) => format!("{}, some year from {years}", month_name(month)),
            _ => pattern(date),
        };
    }
    match to - from {
        9 | 99 if 0 < from => format!("{from}s: some year from {from} to {to}"),
        _ => format!("some year from {years}"),
    }
}

fn say_unspecified_month(date: &DateParts) -> String {
    let text = date.month_text.as_deref().unwrap_or_default();
    let year = say_year_of(date);
    if text.eq_ignore_ascii_case("XX") {
        return match date.day_text.as_deref() {
            None => format!("some month of {year}"),
            Some(day) if day.eq_ignore_ascii_case("XX") => format!("some day in {year}"),
            Some(_) => pattern(date),
        };
    }
    let Some((first, last)) = ends(text).filter(|_| date.day_text.is_none()) else { return pattern(date) };
    let month = |number: i64| month_name(number.clamp(1, 12) as u8);
    format!("some month from {} to {} {year}", month(first), month(last))
}

fn say_unspecified_day(date: &DateParts) -> String {
    let text = date.day_text.as_deref().unwrap_or_default();
    let month = DateParts { precision: Precision::Month, day: None, day_text: None, ..date.clone() };
    let known = date.year.zip(date.month).filter(|_| !text.eq_ignore_ascii_case("XX"));
    let Some(((year, number), (first, last))) = known.zip(ends(text)) else {
        return format!("some day in {}", say_parts(&month));
    };
    let (first, last) = (first.max(1), last.min(i64::from(civil::days_in_month(year, number))));
    let month = say_parts(&month);
    if first == last { format!("{first} {month}") } else { format!("some day from {first} to {last} {month}") }
}

/// What stands at a tick: its own unit, and the larger ones where those begin or `full` asks for them.
pub fn tick_label(tick: &Tick, full: bool) -> String {
    let year = || say_tick_year(tick.year, tick.step);
    let month = month_name(tick.month).get(..3).unwrap_or_default();
    let larger = full || tick.major;
    match tick.unit {
        TickUnit::Year => year(),
        TickUnit::Month if larger => format!("{month} {}", say_tick_year(tick.year, 1.0)),
        TickUnit::Month => month.to_owned(),
        TickUnit::Day if full => format!("{} {month} {}", tick.day, say_tick_year(tick.year, 1.0)),
        TickUnit::Day if tick.major => format!("{} {month}", tick.day),
        TickUnit::Day => tick.day.to_string(),
        _ if full => format!("{} {month} {}", tick.day, say_tick_year(tick.year, 1.0)),
        _ if tick.hour == 0 && tick.minute == 0 => format!("{} {month}", tick.day),
        TickUnit::Hour | TickUnit::Minute => format!("{:02}:{:02}", tick.hour, tick.minute),
        _ => format!("{:02}:{:02}:{:02}", tick.hour, tick.minute, tick.second),
    }
}

fn say_tick_year(year: f64, step: f64) -> String {
    let year = year as i64;
    match DEEP_YEARS < year.abs() {
        // As many digits as tell one tick from the next.
        true => {
            let digits = ((year.abs() as f64).log10().floor() - step.max(1.0).log10().floor() + 1.0).clamp(1.0, 9.0);
            let sign = if year < 0 { "" } else { "+" };
            format!("{sign}{}", short_compact(year.abs() as f64, digits as u8))
        }
        false => say_year(year).trim_end_matches(" CE").to_owned(),
    }
}

/// `66 Ma`: years before (or from) now in thousands, millions, thousand millions.
fn short_compact(years: f64, digits: u8) -> String {
    let text = compact(years, digits);
    let units = [(" trillion", " Ta"), (" billion", " Ga"), (" million", " Ma"), (" thousand", " ka")];
    units.iter().fold(text, |text, (word, unit)| text.replace(word, unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use event_timeline::time::{parse, parse_end};

    fn said(text: &str) -> String {
        say(&parse(text).unwrap().words(), &[])
    }

    #[test]
    fn a_date_is_said_as_precisely_as_it_is_written() {
        let cases = [
            ("2014", "2014"),
            ("2014-06", "June 2014"),
            ("2014-06-30", "30 June 2014"),
            ("2014-06-30T14", "30 June 2014, in the hour from 14:00"),
            ("2014-06-30T14:05", "30 June 2014, 14:05"),
            ("2014-06-30T14:05:09Z", "30 June 2014, 14:05:09 UTC"),
            ("2014-06-30T14:05:09-03:30", "30 June 2014, 14:05:09 UTC−3:30"),
            ("2014-21", "spring 2014"),
            ("2014-33", "first quarter of 2014"),
            ("0079-08-24", "24 August 79 CE"),
            ("-0043-03-15", "15 March 44 BCE"),
            ("0000", "1 BCE"),
            ("Y-66000000", "66 million years ago"),
            ("Y-13800000000", "13.8 billion years ago"),
            ("Y170000002", "170 million years from now"),
        ];
        for (text, expected) in cases {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn doubts_are_said_once_and_of_their_own_part() {
        let cases = [
            ("2003~", "about 2003"),
            ("2003?", "2003 (uncertain)"),
            ("2003%", "about 2003 (uncertain)"),
            ("2004-06-~11", "11 June 2004 (day approximate)"),
            ("?2004-06-11", "11 June 2004 (year uncertain)"),
            ("2004?/2006?", "2004 to 2006 (uncertain)"),
            ("1950S4", "1950"),
            ("1950S2", "about 1950, some year from 1900 to 1999"),
        ];
        for (text, expected) in cases {
            assert_eq!(said(text), expected, "{text}");
        }
        assert_eq!(say(&parse("2003%").unwrap().words(), &["year".into()]), "about 2003 (year inferred)");
    }

    #[test]
    fn what_is_left_open_is_said_so() {
        let cases = [
            ("2014/..", "since 2014, still going on"),
            ("2014/", "from 2014, end not known"),
            ("/2014", "until 2014, start not known"),
            ("../2014", "until 2014, no start set"),
            ("[..2014-06]", "by the end of June 2014"),
            ("[..2014-06-30]", "by 30 June 2014"),
            ("[2014-06..]", "June 2014 or later"),
            ("[2014-06-11..2014-06-20]", "some day from 11 to 20 June 2014"),
            ("[2014-06..2015-02]", "some month from June 2014 to February 2015"),
            ("[1667,1668,1670..1672]", "one of 1667, 1668 or 1670 to 1672"),
            ("{1960,1961-12}", "1960 and December 1961"),
            ("2014-06-11/2014-06-20", "11 to 20 June 2014"),
            ("2014-06-30/2014-07-02", "30 June to 2 July 2014"),
            ("2014-06/2014-08", "June to August 2014"),
            ("2014-12-03T10:00/2014-12-03T12:00", "3 December 2014, 10:00 to 12:00"),
            ("-0052/-0049", "53 to 50 BCE"),
            ("2014/2015-03", "2014 to March 2015"),
        ];
        for (text, expected) in cases {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn blank_digits_are_the_stretch_that_they_leave() {
        let cases = [
            ("199X", "1990s: some year from 1990 to 1999"),
            ("19XX", "1900s: some year from 1900 to 1999"),
            ("2004-XX", "some month of 2004"),
            ("2004-XX-XX", "some day in 2004"),
            ("2004-06-XX", "some day in June 2004"),
            ("2004-06-1X", "some day from 10 to 19 June 2004"),
            ("2004-02-2X", "some day from 20 to 29 February 2004"),
            ("2004-1X", "some month from October to December 2004"),
            ("156X-12-25", "25 December, some year from 1560 to 1569"),
            ("1985-04-3X", "30 April 1985"),
            ("1XX4", "a date written 1XX4"),
            ("198X/..", "starts 1980s: some year from 1980 to 1989; still going on"),
            ("198X/1991", "starts 1980s: some year from 1980 to 1989; ends 1991"),
        ];
        for (text, expected) in cases {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn a_start_and_an_end_of_their_own_are_said_apart() {
        let between = |start, end| say(&DateWords::between(&parse_end(start).unwrap(), &parse_end(end).unwrap()), &[]);
        assert_eq!(between("[..2014-06]", ".."), "started by the end of June 2014, still going on");
        assert_eq!(between("2014-06", "[2015,2016]"), "starts June 2014; ends one of 2015 or 2016");
    }

    #[test]
    fn numbers_stand_in_threes() {
        assert_eq!(grouped(1_848), "1,848");
        assert_eq!(grouped(12), "12");
        assert_eq!(grouped(1_000_000), "1,000,000");
        assert_eq!(counted(1, "event", "events"), "1 event");
    }
}
