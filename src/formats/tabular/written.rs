//! Dates as people write them, as far as they have one meaning: `10. Juni 2014`, `c. 1850`, `490 BC`, `21–22 August 2014`.
//!
//! A month's name is known in the languages of [`MONTHS`]. What leaves a choice (`early June`, `summer`, `10–12`) is not
//! read: such cells stay the author's words.

use crate::time;

/// A day, month or year in words; empty where it is not said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Words<'a> {
    pub year: &'a str,
    pub month: u8,
    pub day: Option<u8>,
}

/// What may stand in a date between day, month and year, and says nothing.
const PARTICLES: [&str; 9] = ["of", "the", "de", "del", "di", "den", "le", "el", "van"];

/// Reads `10 June 2014`, `June 10, 2014`, `10-Jun-2014`, `1er janvier 1793`, `June 2014`, with or without a weekday.
pub(super) fn day_or_month(text: &str) -> Option<Words<'_>> {
    let mut words = [""; 4];
    let mut count = 0;
    let pieces = text.split([' ', ',', '-', '/', '.', '\u{a0}']).filter(|word| !word.is_empty());
    for word in pieces.filter(|word| !PARTICLES.iter().any(|particle| particle.eq_ignore_ascii_case(word))) {
        *words.get_mut(count)? = word;
        count += 1;
    }
    let mut words = words.get(..count)?;
    // `Mar` begins names of days too.
    if let [first, others @ ..] = words
        && others.len() == 3
        && is_weekday(first)
    {
        words = others;
    }
    let is_year = |text: &str| matches!(text.len(), 2 | 4) && text.bytes().all(|byte| byte.is_ascii_digit());
    match words {
        [day, name, year] if is_year(year) && month_of(name).is_some() => {
            Some(Words { year, month: month_of(name)?, day: Some(number(ordinal(day))?) })
        }
        [name, day, year] if is_year(year) => {
            Some(Words { year, month: month_of(name)?, day: Some(number(ordinal(day))?) })
        }
        // `Jun 14` may be a day of June.
        [name, year] if is_year(year) && year.len() == 4 => Some(Words { year, month: month_of(name)?, day: None }),
        _ => None,
    }
}

/// Words before a date that make it approximate.
const ABOUT: [&str; 10] = ["c. ", "ca. ", "c.", "ca ", "circa ", "approx. ", "about ", "around ", "um ", "vers "];
/// What follows a year before our era, and a year of it.
const BEFORE_OUR_ERA: [&str; 8] = ["bce", "bc", "b.c.e.", "b.c.", "v. chr.", "v.chr.", "av. j.-c.", "a.c."];
const OUR_ERA: [&str; 6] = ["ce", "ad", "a.d.", "n. chr.", "n.chr.", "apr. j.-c."];
/// What stands between the two sides of a range; a hyphen between two years does too.
const UNTIL: [&str; 6] = [" – ", " — ", "–", "—", " - ", " to "];

/// Reads what is more than a day or month in words, as EDTF.
///
/// `c. 1850` is `1850~`, `1920s` is `192X`, `19th century` is `18XX`, `Q3 2014` is `2014-35`, `490 BC` is `-0489`,
/// `21–22 August 2014` is `2014-08-21/2014-08-22`.
pub(super) fn phrase(text: &str) -> Option<String> {
    // The rest is for letters and signs outside ASCII, or two years; most cells of most tables have neither.
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"/.: ".contains(&byte));
    if is_plain && text.len() != 4 || 64 < text.len() {
        return None;
    }
    let lower = text.to_lowercase();
    let lower = lower.trim();
    let approximate = ABOUT.iter().find_map(|about| lower.strip_prefix(about)).map(str::trim);
    let edtf =
        one(approximate.unwrap_or(lower), approximate.is_some()).or_else(|| range(approximate.unwrap_or(lower)))?;
    let edtf = match approximate {
        None => edtf,
        Some(_) if edtf.contains('X') => return None,
        Some(_) => edtf.split('/').map(|side| format!("{side}~")).collect::<Vec<_>>().join("/"),
    };
    time::parse(&edtf).is_ok().then_some(edtf)
}

/// A date that is no range.
fn one(text: &str, is_said_to_be_one: bool) -> Option<String> {
    if let Some(words) = day_or_month(text) {
        let year = whole_year(words.year);
        let day = words.day.map_or_else(String::new, |day| format!("-{day:02}"));
        return Some(format!("{year}-{:02}{day}", words.month));
    }
    year(text, is_said_to_be_one).or_else(|| decade(text)).or_else(|| century(text)).or_else(|| quarter(text))
}

/// `490 bc`, `9 ad`, `1850`; fewer than four digits alone may be anything.
fn year(text: &str, is_said_to_be_one: bool) -> Option<String> {
    let before = BEFORE_OUR_ERA.iter().find_map(|era| text.strip_suffix(era));
    let after = OUR_ERA.iter().find_map(|era| text.strip_suffix(era).or_else(|| text.strip_prefix(era)));
    let digits = before.or(after).unwrap_or(text).trim();
    let least = if before.is_some() || after.is_some() || is_said_to_be_one { 1 } else { 4 };
    if !(least..=4).contains(&digits.len()) {
        return None;
    }
    let number: i32 = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
    match before {
        // There is no year 0 in that count: 1 BC is the astronomical year 0.
        Some(_) if 0 < number => Some(if number == 1 { "0000".to_owned() } else { format!("-{:04}", number - 1) }),
        Some(_) => None,
        None => Some(format!("{number:04}")),
    }
}

/// `1920s`, `the 1920s`, `1920er`.
fn decade(text: &str) -> Option<String> {
    let text = text.strip_prefix("the ").unwrap_or(text);
    let year = text.strip_suffix("'s").or_else(|| text.strip_suffix('s')).or_else(|| text.strip_suffix("er"))?;
    let is_decade = year.len() == 4 && year.ends_with('0') && year.bytes().all(|byte| byte.is_ascii_digit());
    // `1900s` may be the century.
    (is_decade && !year.ends_with("00")).then(|| format!("{}X", year.get(..3).unwrap_or(year)))
}

/// `19th century`, `19. Jahrhundert`.
fn century(text: &str) -> Option<String> {
    let (which, word) = text.split_once(' ')?;
    if !["century", "c.", "jahrhundert", "jh."].contains(&word.trim()) {
        return None;
    }
    let which: u8 = number(ordinal(which.trim_end_matches('.')))?;
    (2..=21).contains(&which).then(|| format!("{:02}XX", which - 1))
}

/// `q3 2014`, `2014 q3`, `2014-q3`.
fn quarter(text: &str) -> Option<String> {
    let (first, second) = text.split_once([' ', '-', '/'])?;
    let (name, year) = if first.starts_with('q') { (first, second) } else { (second, first) };
    let which: u8 = number(name.strip_prefix('q')?)?;
    let fits = (1..=4).contains(&which) && year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| format!("{year}-{}", 32 + which))
}

/// Two dates with a sign between; what one of them does not say, it has of the other.
fn range(text: &str) -> Option<String> {
    if let Some(years) = two_years(text) {
        return Some(years);
    }
    let (left, right) = UNTIL.iter().find_map(|until| text.split_once(until))?;
    let (left, right) = (left.trim(), right.trim());
    let (from, to) = match day_or_month(right) {
        Some(words) => {
            let month = right.split([' ', ',', '.', '\u{a0}']).find(|word| month_of(word).is_some())?;
            let from = one(left, false)
                .or_else(|| one(&format!("{left} {}", words.year), false))
                .or_else(|| one(&format!("{left} {month} {}", words.year), false));
            (from?, one(right, false)?)
        }
        // `June 10–12, 2014`: the month stands on the left.
        None => match left.split_once([' ', '\u{a0}']) {
            Some((month, day)) if month_of(month).is_some() => {
                let to = one(&format!("{month} {right}"), false)?;
                (one(&format!("{month} {day} {}", to.get(..4)?), false)?, to)
            }
            // An era on the right is that of both: `264–146 BC`.
            _ => {
                let era = BEFORE_OUR_ERA.iter().find(|era| right.ends_with(**era) && year(left, true).is_some());
                let from = match era {
                    Some(era) if !BEFORE_OUR_ERA.iter().any(|era| left.ends_with(era)) => {
                        year(&format!("{left} {era}"), true)
                    }
                    _ => one(left, false),
                };
                (from?, one(right, false)?)
            }
        },
    };
    (!from.contains('X') && !to.contains('X')).then(|| format!("{from}/{to}"))
}

/// `1914–1918`, `1914–18`, `1914-18`.
fn two_years(text: &str) -> Option<String> {
    let (left, right) = text.split_once(['–', '—', '-', '/'])?;
    let (left, right) = (left.trim(), right.trim());
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_dash = !text.contains(['-', '/']);
    let least = if is_dash { 3 } else { 4 };
    if !is_number(left) || !is_number(right) || !(least..=4).contains(&left.len()) {
        return None;
    }
    let from: u32 = left.parse().ok()?;
    let to: u32 = match right.len() {
        2 if left.len() == 4 => from / 100 * 100 + right.parse::<u32>().ok()?,
        3 | 4 => right.parse().ok()?,
        _ => return None,
    };
    // `2014-06` is a month, `2014/06` too.
    let is_month = !is_dash && right.len() == 2 && to % 100 <= 12;
    (from < to && !is_month).then(|| format!("{from:04}/{to:04}"))
}

/// A year of two digits, as spreadsheets read them: 1930 to 2029. One of four is itself.
pub(super) fn whole_year(year: &str) -> String {
    match year.len() {
        2 if year < "30" => format!("20{year}"),
        2 => format!("19{year}"),
        _ => year.to_owned(),
    }
}

fn number(text: &str) -> Option<u8> {
    if (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}

/// `1st` → `1`, `1er` → `1`, `1º` → `1`.
fn ordinal(text: &str) -> &str {
    let suffixes = ["st", "nd", "rd", "th", "er", "e", "º", "ª", "."];
    suffixes.iter().find_map(|suffix| text.strip_suffix(suffix)).unwrap_or(text)
}

/// The names of each month in English, German, French, Spanish, Italian, Portuguese, Dutch, Russian, Arabic and Persian.
const MONTHS: [&str; 12] = [
    "january januar jänner janvier enero gennaio janeiro januari января январь يناير ژانویه",
    "february februar février fevrier febrero febbraio fevereiro februari февраля февраль فبراير فوریه",
    "march märz maerz mars marzo março marco maart марта март مارس",
    "april avril abril aprile апреля апрель أبريل آوریل",
    "may mai mayo maggio maio mei мая май مايو",
    "june juni juin junio giugno junho июня июнь يونيو ژوئن",
    "july juli juillet julio luglio julho июля июль يوليو ژوئیه",
    "august août aout agosto augustus августа август أغسطس اوت",
    "september septembre septiembre setiembre settembre setembro сентября сентябрь سبتمبر سپتامبر",
    "october oktober octobre octubre ottobre outubro октября октябрь أكتوبر اکتبر",
    "november novembre noviembre novembro ноября ноябрь نوفمبر نوامبر",
    "december dezember décembre decembre diciembre dicembre dezembro декабря декабрь ديسمبر دسامبر",
];

/// The month that a word names, whole or by its first letters, three at least, if no other month's name begins so.
pub(super) fn month_of(text: &str) -> Option<u8> {
    let text = text.trim_end_matches('.');
    if text.chars().take(3).count() < 3 {
        return None;
    }
    let lower = text.to_lowercase();
    let begin = |names: &&str| names.split(' ').any(|name| name.starts_with(&lower));
    let mut found = MONTHS.iter().enumerate().filter(|(_, names)| begin(names));
    let (month, _) = found.next()?;
    found.next().is_none().then_some(month as u8 + 1)
}

/// Days of the week in English, German, French, Spanish, Italian, Portuguese and Dutch.
const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag \
    samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado \
    domingo lunedì martedì mercoledì giovedì venerdì sabato domenica segunda-feira terça-feira quarta-feira quinta-feira \
    sexta-feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag";

/// A weekday's name, whole or its first three letters, or the two of German.
fn is_weekday(text: &str) -> bool {
    let lower = text.to_lowercase();
    let letters = lower.chars().count();
    let is_short = letters == 3 || ["mo", "di", "mi", "do", "fr", "sa", "so"].contains(&lower.as_str());
    WEEKDAYS.split_ascii_whitespace().any(|day| day == lower || is_short && day.starts_with(&lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_of_many_languages() {
        for (text, expected) in [
            ("9. November 1989", Some(("1989", 11, Some(9)))),
            ("2. Dez. 1990", Some(("1990", 12, Some(2)))),
            ("Dienstag, 10. Juni 2014", Some(("2014", 6, Some(10)))),
            ("März 1991", Some(("1991", 3, None))),
            ("14 juillet 1789", Some(("1789", 7, Some(14)))),
            ("1er janvier 1793", Some(("1793", 1, Some(1)))),
            ("26 de abril de 1937", Some(("1937", 4, Some(26)))),
            ("9 января 1905", Some(("1905", 1, Some(9)))),
            ("10 ژوئن 2014", Some(("2014", 6, Some(10)))),
            ("Mar 01 1987", Some(("1987", 3, Some(1)))),
            ("Mar 1987", Some(("1987", 3, None))),
            ("mar. 10 juin 2014", Some(("2014", 6, Some(10)))),
            ("10-Jun-14", Some(("14", 6, Some(10)))),
            ("Jun-14", None),
            ("10 jui 2014", None),
            ("Maybe 2014", None),
            ("June", None),
        ] {
            let found = day_or_month(text).map(|words| (words.year, words.month, words.day));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn phrases_with_one_meaning() {
        for (text, expected) in [
            ("c. 1850", Some("1850~")),
            ("ca. 1872", Some("1872~")),
            ("about June 1900", Some("1900-06~")),
            ("c. 64", Some("0064~")),
            ("490 BC", Some("-0489")),
            ("1 BCE", Some("0000")),
            ("AD 79", Some("0079")),
            ("1920s", Some("192X")),
            ("1900s", None),
            ("19th century", Some("18XX")),
            ("12. Jahrhundert", Some("11XX")),
            ("Q3 2014", Some("2014-35")),
            ("2014-Q1", Some("2014-33")),
            ("1914-18", Some("1914/1918")),
            ("1914–18", Some("1914/1918")),
            ("2014–06", None),
            ("2014-06", None),
            ("2003/04", None),
            ("936–973", Some("0936/0973")),
            ("1939 - 1945", Some("1939/1945")),
            ("c. 1370–1435", Some("1370~/1435~")),
            ("264–146 BC", Some("-0263/-0145")),
            ("21–22 August 2014", Some("2014-08-21/2014-08-22")),
            ("28 June – 2 July 2014", Some("2014-06-28/2014-07-02")),
            ("30 December 2014 – 2 January 2015", Some("2014-12-30/2015-01-02")),
            ("June 10–12, 2014", Some("2014-06-10/2014-06-12")),
            ("June–August 2014", Some("2014-06/2014-08")),
            ("1. bis 3. Juni 2014", None),
            ("31 June 2014", None),
            ("22–21 August 2014", None),
            ("early June 2014", None),
            ("summer 2014", None),
            ("100-98", None),
            ("10–12", None),
            ("64", None),
            ("936", None),
            ("?", None),
        ] {
            assert_eq!(phrase(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn no_short_name_means_two_months() {
        for (index, names) in MONTHS.iter().enumerate() {
            for name in names.split(' ') {
                assert_eq!(month_of(name), Some(index as u8 + 1), "{name}");
            }
        }
        assert_eq!(month_of("jui"), None);
    }
}
