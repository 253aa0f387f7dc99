//! Dates, bounds, relations and day numbers against slow and obvious twins.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use event_timeline::time::civil::{CivilTime, DAY_MS, YEAR_LIMIT, civil_from_days, days_from_civil, days_in_month};
use event_timeline::time::{
    End, MAX_INSTANT_MS, Qualifiers, Relation, Span, format_instant, format_window, parse, parse_end,
};
use proptest::prelude::*;
use std::cmp::Ordering;
use std::sync::OnceLock;

const DAY: f64 = DAY_MS as f64;

// Texts: of every form the grammar has, most of them dates, some of them not.

fn digits(pattern: &'static str) -> BoxedStrategy<String> {
    pattern.prop_map(|text| text).boxed()
}

fn four_digits() -> BoxedStrategy<String> {
    prop_oneof![6 => digits("[0-9]{4}"), 4 => digits("00[0-9]{2}"), 3 => digits("[0-9X]{4}"), 2 => digits("00[0-9X]{2}"), 1 => digits("19[0-9]X")].boxed()
}

fn qualifier() -> BoxedStrategy<String> {
    prop_oneof![6 => Just(String::new()), 1 => digits("[?~%]")].boxed()
}

fn plain_date() -> BoxedStrategy<String> {
    let year = (prop_oneof![4 => Just(""), 1 => Just("-")], four_digits())
        .prop_map(|(sign, digits)| format!("{sign}{digits}"));
    let month = prop_oneof![6 => (1..=12).prop_map(|month| format!("{month:02}")), 2 => (21..=41_u8).prop_map(|month: u8| month.to_string()), 2 => digits("[01X][0-9X]")];
    let day = prop_oneof![6 => (1..=31).prop_map(|day| format!("{day:02}")), 3 => digits("[0-3X][0-9X]")];
    let marks = proptest::collection::vec(qualifier(), 6);
    let parts = (year, proptest::option::of(month), proptest::option::of(day), marks);
    parts
        .prop_map(|(year, month, day, marks)| {
            let mut text = format!("{}{year}{}", marks[0], marks[1]);
            if let Some(month) = month {
                text += &format!("-{}{month}{}", marks[2], marks[3]);
                if let Some(day) = day {
                    text += &format!("-{}{day}{}", marks[4], marks[5]);
                }
            }
            text
        })
        .boxed()
}

fn long_year() -> BoxedStrategy<String> {
    let magnitude =
        prop_oneof![digits("[1-9][0-9]{4,11}"), digits("[1-9][0-9]{0,4}E[0-7]"), digits("[1-9][0-9]{0,2}E[0-9]")];
    let significant = prop_oneof![3 => Just(String::new()), 1 => digits("S[1-9]")];
    (prop_oneof![Just("Y"), Just("Y-")], magnitude, significant, qualifier())
        .prop_map(|(letter, year, digits, mark)| format!("{letter}{year}{digits}{mark}"))
        .boxed()
}

fn date_time() -> BoxedStrategy<String> {
    let date = (prop_oneof![3 => Just(""), 1 => Just("-")], 1..=9999_i64, 1..=12_u8, 1..=31_u8).prop_map(
        |(sign, year, month, day)| format!("{sign}{year:04}-{month:02}-{:02}", day.min(days_in_month(year, month))),
    );
    let time = prop_oneof![
        digits("(0[0-9]|1[0-9]|2[0-3])"),
        digits("(0[0-9]|1[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,5})?)?"),
        digits("24:00(:00)?")
    ];
    let zone = prop_oneof![digits("Z?"), digits("[+-](0[1-9]|1[01])(:[0-5][0-9])?"), digits("\\+1[0-3]:[0-5][0-9]")];
    (date, time, zone).prop_map(|(date, time, zone)| format!("{date}T{time}{zone}")).boxed()
}

fn date() -> BoxedStrategy<String> {
    let significant = (four_digits(), 1..6_u8).prop_map(|(year, digits)| format!("{year}S{digits}"));
    prop_oneof![8 => plain_date(), 2 => long_year(), 2 => date_time(), 1 => significant].boxed()
}

fn set() -> BoxedStrategy<String> {
    let member = prop_oneof![3 => date(), 1 => (date(), date()).prop_map(|(from, to)| format!("{from}..{to}"))];
    let ends = prop_oneof![3 => Just(("", "")), 1 => Just(("..", "")), 1 => Just(("", ".."))];
    let brackets = prop_oneof![Just(("[", "]")), Just(("{", "}"))];
    let comma = prop_oneof![Just(","), Just(", ")];
    (proptest::collection::vec(member, 1..4), ends, brackets, comma)
        .prop_map(|(members, ends, brackets, comma)| {
            format!("{}{}{}{}{}", brackets.0, ends.0, members.join(comma), ends.1, brackets.1)
        })
        .boxed()
}

fn expression() -> BoxedStrategy<String> {
    let side = || prop_oneof![8 => date(), 1 => Just("..".to_owned()), 1 => Just(String::new())];
    let interval = (side(), side()).prop_map(|(start, end)| format!("{start}/{end}"));
    prop_oneof![4 => date(), 4 => interval, 3 => set()].boxed()
}

// The calendar, walked day by day.

/// Years that the oracle knows.
const ORACLE_YEARS: i64 = 100;

struct Day {
    from_ms: f64,
    text: String,
    year: i64,
    month: u8,
}

fn calendar() -> &'static [Day] {
    static CALENDAR: OnceLock<Vec<Day>> = OnceLock::new();
    CALENDAR.get_or_init(|| {
        let mut days = Vec::new();
        for year in -ORACLE_YEARS..=ORACLE_YEARS {
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
            for (month, length) in (1_u8..).zip(lengths) {
                for day in 1..=length {
                    let sign = if year < 0 { "-" } else { "" };
                    days.push(Day {
                        from_ms: 0.0,
                        text: format!("{sign}{:04}-{month:02}-{day:02}", year.abs()),
                        year,
                        month,
                    });
                }
            }
        }
        let start = days.iter().position(|day| day.text == "0000-01-01").unwrap() as f64;
        // 0000-01-01 is 719,528 days before 1970-01-01.
        for (index, day) in days.iter_mut().enumerate() {
            day.from_ms = (index as f64 - start - 719_528.0) * DAY;
        }
        days
    })
}

fn spells(pattern: &str, text: &str) -> bool {
    pattern.len() == text.len()
        && pattern
            .bytes()
            .zip(text.bytes())
            .all(|(pattern, byte)| pattern == byte || (pattern == b'X' && byte.is_ascii_digit()))
}

/// The days that a date without qualifiers may mean, one by one.
fn candidates(date: &str) -> Vec<f64> {
    let season = date
        .rsplit_once('-')
        .and_then(|(year, season)| Some((year, season.parse().ok().filter(|season| (21..=41_u8).contains(season))?)));
    let season = season.filter(|(year, _)| year.trim_start_matches('-').len() == 4);
    let fits = |day: &Day| match season {
        Some((year, season)) => season_has(year, season, day),
        None => day.text.get(..date.len()).is_some_and(|text| spells(date, text)),
    };
    calendar().iter().filter(|day| fits(day)).map(|day| day.from_ms).collect()
}

fn season_has(year_pattern: &str, season: u8, day: &Day) -> bool {
    let months: &[u8] = match season {
        21 | 25 | 31 => &[3, 4, 5],
        22 | 26 | 32 => &[6, 7, 8],
        23 | 27 | 29 => &[9, 10, 11],
        24 | 28 | 30 => &[12, 1, 2],
        33 => &[1, 2, 3],
        34 => &[4, 5, 6],
        35 => &[7, 8, 9],
        36 => &[10, 11, 12],
        37 => &[1, 2, 3, 4],
        38 => &[5, 6, 7, 8],
        39 => &[9, 10, 11, 12],
        40 => &[1, 2, 3, 4, 5, 6],
        _ => &[7, 8, 9, 10, 11, 12],
    };
    let winter = months == [12, 1, 2] && day.month < 3;
    let year = if winter { day.year - 1 } else { day.year };
    let text = format!("{}{:04}", if year < 0 { "-" } else { "" }, year.abs());
    months.contains(&day.month) && spells(year_pattern, &text)
}

/// Dates without qualifiers from -0099 to 0099: a year inside the oracle's ends, as a winter runs into the next year.
fn oracle_date() -> BoxedStrategy<String> {
    let year = (
        prop_oneof![2 => Just(""), 1 => Just("-")],
        prop_oneof![3 => digits("00[0-8][0-9]"), 2 => digits("00[0-8X][0-7X]")],
    );
    let month = prop_oneof![6 => (1..=12).prop_map(|month| format!("{month:02}")), 2 => (21..=41_u8).prop_map(|month: u8| month.to_string()), 4 => digits("[01X][0-9X]")];
    let day = prop_oneof![4 => (1..=31).prop_map(|day| format!("{day:02}")), 4 => digits("[0-3X][0-9X]")];
    (year, proptest::option::of(month), proptest::option::weighted(0.7, day))
        .prop_map(|((sign, year), month, day)| match (month, day) {
            (None, _) => format!("{sign}{year}"),
            (Some(month), None) => format!("{sign}{year}-{month}"),
            (Some(month), Some(day)) => format!("{sign}{year}-{month}-{day}"),
        })
        .boxed()
}

fn season_with_day(text: &str) -> bool {
    let parts: Vec<&str> = text.trim_start_matches('-').split('-').collect();
    parts.len() == 3 && parts[1].parse::<u8>().is_ok_and(|month| 12 < month)
}

/// Bounds by trying every pair of a start and an end.
fn hull(starts: &[f64], ends: &[f64]) -> Option<[f64; 4]> {
    let (first_start, last_end) = (*starts.first()?, *ends.last()?);
    let last_start = starts.iter().rev().find(|&&start| ends.iter().any(|&end| start <= end))?;
    let first_end = ends.iter().find(|&&end| starts.iter().any(|&start| start <= end))?;
    Some([first_start, last_start + DAY, *first_end, last_end + DAY])
}

fn bounds(span: &Span) -> [f64; 4] {
    [span.earliest_start, span.latest_start, span.earliest_end, span.latest_end]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_read_is_written_and_read_back(text in expression()) {
        if let Ok(date) = parse(&text) {
            let canonical = date.to_string();
            prop_assert_eq!(parse(&canonical), Ok(date.clone()), "{} written as {}", text, canonical);
            prop_assert!(date.level() <= 2);
            prop_assert!(date.span().is_valid(), "{}: {:?}", text, date.span());
            prop_assert!(serde_json::to_value(date.words()).unwrap()["kind"].is_string());
        }
    }

    #[test]
    fn sides_are_read_and_keep_the_order(start in prop_oneof![date(), set()], end in prop_oneof![date(), set(), Just("..".to_owned()), Just(String::new())]) {
        if let (Ok(start), Ok(end)) = (parse_end(&start), parse_end(&end)) {
            prop_assert_eq!(parse_end(&start.to_string()).unwrap(), start.clone());
            if let Some(span) = Span::between(&start, &end) {
                prop_assert!(span.is_valid(), "{start} to {end}: {span:?}");
            } else {
                let (End::Date(start), End::Date(end)) = (&start, &end) else { panic!("{start} to {end}") };
                prop_assert!(end.span().latest_end <= start.span().earliest_start);
            }
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,40}") {
        check_error(&text)?;
    }

    #[test]
    fn no_text_of_its_letters_makes_it_panic(text in "[0-9XYTZES?~%/.,:\\[\\]{} +-]{0,40}") {
        check_error(&text)?;
    }

    #[test]
    fn no_mutation_makes_it_panic(text in expression(), at in any::<prop::sample::Index>(), insert in "(\\PC|[0-9XYTZES?~%/.,:{}+-]{1,3})?", cut in 0..3_usize) {
        let characters: Vec<char> = text.chars().collect();
        let at = at.index(characters.len().max(1)).min(characters.len());
        let rest = characters.iter().skip(at + cut);
        let mutated: String = characters[..at].iter().copied().chain(insert.chars()).chain(rest.copied()).collect();
        check_error(&mutated)?;
    }

    #[test]
    fn instants_are_written_and_read_back(ms in prop_oneof![-4e11..4e11_f64, -3.7e14..2.5e14_f64], whole_days in any::<bool>()) {
        let ms = if whole_days { (ms / DAY).floor() * DAY } else { ms.floor() };
        let span = parse(&format_instant(ms)).unwrap().span();
        prop_assert_eq!(span.earliest_start, ms, "{}", format_instant(ms));
    }

    #[test]
    fn any_instant_is_written_as_a_date(ms in any::<f64>()) {
        prop_assert!(parse(&format_instant(ms)).is_ok(), "{} is {}", ms, format_instant(ms));
        prop_assert!(Span::instant(ms).is_valid());
        let span = Span::instant(ms);
        prop_assert!(span.earliest_start < span.latest_end && span.earliest_start.abs() <= MAX_INSTANT_MS);
    }

    #[test]
    fn windows_are_written_and_read_back(text in date()) {
        let Ok(date) = parse(&text) else { return Ok(()) };
        let span = date.span();
        if let Some(window) = format_window(span.earliest_start, span.latest_end) {
            prop_assert_eq!(bounds(&parse(&window).unwrap().span()), bounds(&span));
        }
    }

    #[test]
    fn whole_units_have_a_window(year in -12_000..12_000_i64, month in 1..=12_u8, day in 1..=28_u8, time in 0..86_400_u32) {
        let year_text = if year.abs() <= 9_999 { format!("{}{:04}", if year < 0 { "-" } else { "" }, year.abs()) } else { format!("Y{year}") };
        let second = format!("{year_text}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", time / 3_600, time / 60 % 60, time % 60);
        for text in [year_text.clone(), format!("{year_text}-{month:02}"), format!("{year_text}-{month:02}-{day:02}"), second] {
            if let Ok(date) = parse(&text) {
                let span = date.span();
                prop_assert_eq!(format_window(span.earliest_start, span.latest_end), Some(text));
                prop_assert_eq!(format_window(span.earliest_start, span.latest_end + 1.0), None);
                prop_assert_eq!(format_window(span.earliest_start - 1.0, span.latest_end), None);
            }
        }
    }

    #[test]
    fn relation_is_what_every_completion_says(es in 0..8_i64, start in 1..6_i64, ee in 0..8_i64, end in 1..6_i64, from in -2..16_i64, length in 1..6_i64) {
        // Bounds in order, and starts that some end is not before.
        let (ls, ee, le) = (es + start, ee.max(es), ee.max(es) + end);
        let ls = ls.min(le);
        let to = from + length;
        let span = Span { earliest_start: es as f64, latest_start: ls as f64, earliest_end: ee as f64, latest_end: le as f64, ..Span::instant(0.0) };
        prop_assert!(span.is_valid());
        let pairs = || (es..ls).flat_map(|start| (ee..le).filter(move |&end| start <= end).map(move |end| (start, end)));
        let touches = |(start, end): (i64, i64)| start < to && from <= end;
        let expected = match (pairs().all(touches), pairs().any(touches)) {
            (true, _) => Relation::Certain,
            (false, true) => Relation::Possible,
            (false, false) => Relation::Outside,
        };
        prop_assert_eq!(span.relation(from as f64, to as f64), expected);
        let (least, greatest) = span.duration_bounds();
        prop_assert!(pairs().all(|(start, end)| least - 1.0 <= (end - start) as f64 && ((end - start) as f64) < greatest));
    }

    #[test]
    fn order_is_total(texts in proptest::collection::vec(expression(), 3)) {
        let spans: Vec<Span> = texts.iter().filter_map(|text| parse(text).ok()).map(|date| date.span()).collect();
        for a in &spans {
            prop_assert_eq!(a.cmp_chronological(a), Ordering::Equal);
            for b in &spans {
                prop_assert_eq!(a.cmp_chronological(b), b.cmp_chronological(a).reverse());
                prop_assert_eq!(a.cmp_chronological(b) == Ordering::Less, (a.earliest_start, a.latest_end) < (b.earliest_start, b.latest_end));
                for c in &spans {
                    if a.cmp_chronological(b).is_le() && b.cmp_chronological(c).is_le() {
                        prop_assert!(a.cmp_chronological(c).is_le());
                    }
                }
            }
        }
    }

    #[test]
    fn day_numbers_come_back(days in -YEAR_LIMIT * 360..YEAR_LIMIT * 360) {
        let (year, month, day) = civil_from_days(days);
        prop_assert_eq!(days_from_civil(year, month, day), days);
        prop_assert!((1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day));
    }

    #[test]
    fn no_number_makes_the_calendar_panic(year in any::<i64>(), month in any::<u8>(), day in any::<u8>(), ms in any::<f64>()) {
        civil_from_days(year);
        days_from_civil(year, month, day);
        CivilTime::from_ms(ms).to_ms();
        CivilTime { year, month, day, hour: month, minute: day, second: month, millisecond: u16::from(day) * 257 }.to_ms();
    }

    #[test]
    fn instants_agree_with_jiff(ms in -377_705_000_000_000..253_402_000_000_000_i64) {
        let theirs = jiff::Timestamp::from_millisecond(ms).unwrap().to_zoned(jiff::tz::TimeZone::UTC);
        let ours = CivilTime::from_ms(ms as f64);
        prop_assert_eq!((ours.year, ours.month, ours.day), (i64::from(theirs.year()), theirs.month() as u8, theirs.day() as u8));
        prop_assert_eq!((ours.hour, ours.minute, ours.second), (theirs.hour() as u8, theirs.minute() as u8, theirs.second() as u8));
        prop_assert_eq!(ours.millisecond, theirs.millisecond() as u16);
        prop_assert_eq!(ours.to_ms(), ms as f64);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bounds_are_the_first_and_the_last_day(text in oracle_date()) {
        let days = if season_with_day(&text) || text == "-0000" { Vec::new() } else { candidates(&text) };
        match (parse(&text), days.first(), days.last()) {
            (Ok(date), Some(first), Some(last)) => {
                prop_assert_eq!(bounds(&date.span()), [*first, last + DAY, *first, last + DAY], "{}", text);
            }
            (Err(_), None, None) => {}
            (parsed, ..) => prop_assert!(false, "{text}: {parsed:?}, {} candidates", days.len()),
        }
    }

    #[test]
    fn intervals_and_ranges_hold_every_pair(start in oracle_date(), end in oracle_date()) {
        let (Ok(_), Ok(_)) = (parse(&start), parse(&end)) else { return Ok(()) };
        let (starts, ends) = (candidates(&start), candidates(&end));
        let whole = |days: &[f64]| days.len() as f64 * DAY == days[days.len() - 1] - days[0] + DAY;
        let interval = parse(&format!("{start}/{end}")).map(|date| bounds(&date.span()));
        let between = Span::between(&parse_end(&start).unwrap(), &parse_end(&end).unwrap()).map(|span| bounds(&span));
        prop_assert_eq!(interval.clone().ok(), between);
        match (interval, hull(&starts, &ends)) {
            // Without gaps the bounds are exact; with gaps they are the hull.
            (Ok(found), Some(exact)) if whole(&starts) && whole(&ends) => prop_assert_eq!(found, exact),
            (Ok(found), Some(exact)) => {
                prop_assert_eq!((found[0], found[3]), (exact[0], exact[3]));
                prop_assert!(exact[1] <= found[1] && found[2] <= exact[2]);
            }
            (Err(_), None) => {}
            (found, exact) => prop_assert!(false, "{start}/{end}: {found:?}, {exact:?}"),
        }
        let range = parse(&format!("[{start}..{end}]")).map(|date| bounds(&date.span()));
        if let Ok(found) = range {
            prop_assert_eq!(found, [starts[0], ends[ends.len() - 1] + DAY, starts[0], ends[ends.len() - 1] + DAY]);
        }
    }

    #[test]
    fn sets_are_one_or_all_of_their_days(texts in proptest::collection::vec(oracle_date(), 1..4)) {
        let dates: Vec<&String> = texts.iter().filter(|text| parse(text).is_ok()).collect();
        if dates.is_empty() {
            return Ok(());
        }
        let extents: Vec<(f64, f64)> = dates.iter().map(|text| { let days = candidates(text); (days[0], days[days.len() - 1] + DAY) }).collect();
        let least = |of: fn(&(f64, f64)) -> f64| extents.iter().map(of).fold(f64::INFINITY, f64::min);
        let greatest = |of: fn(&(f64, f64)) -> f64| extents.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        let list = dates.iter().map(|text| text.as_str()).collect::<Vec<_>>().join(",");
        let one = parse(&format!("[{list}]")).unwrap().span();
        prop_assert_eq!(bounds(&one), [least(|e| e.0), greatest(|e| e.1), least(|e| e.0), greatest(|e| e.1)]);
        let all = parse(&format!("{{{list}}}")).unwrap().span();
        let mut in_order = extents.clone();
        in_order.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut covered = in_order[0].1;
        let mut has_gap = false;
        for (from, to) in in_order {
            has_gap |= covered < from;
            covered = covered.max(to);
        }
        // Where the members leave a gap nothing is sure between the first and the last.
        let (latest_start, earliest_end) =
            if has_gap { (greatest(|e| e.1), least(|e| e.0)) } else { (least(|e| e.1), greatest(|e| e.0)) };
        prop_assert_eq!(bounds(&all), [least(|e| e.0), latest_start, earliest_end, greatest(|e| e.1)]);
    }
}

fn check_error(text: &str) -> Result<(), TestCaseError> {
    let _ = parse_end(text);
    if let Err(error) = parse(text) {
        prop_assert!(text.is_char_boundary(error.offset) && error.offset <= text.len());
        prop_assert!(error.message.contains(&error.expected));
    }
    Ok(())
}

#[test]
fn most_generated_texts_are_dates() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let texts = (0..1_000).map(|_| expression().new_tree(&mut runner).unwrap().current());
    let dates = texts.filter(|text| parse(text).is_ok()).count();
    assert!(300 < dates, "{dates} of 1000");
}

#[test]
fn every_month_agrees_with_jiff() {
    let epoch = jiff::civil::date(1970, 1, 1);
    let mut expected = -i64::from(jiff::civil::date(-9999, 1, 1).until(epoch).unwrap().get_days());
    assert_eq!(days_from_civil(-9999, 1, 1), expected);
    for year in -9999..=9999_i16 {
        for month in 1..=12_i8 {
            let first = jiff::civil::date(year, month, 1);
            assert_eq!(days_from_civil(i64::from(year), month as u8, 1), expected, "{first}");
            assert_eq!(civil_from_days(expected), (i64::from(year), month as u8, 1));
            let length = first.days_in_month();
            assert_eq!(days_in_month(i64::from(year), month as u8), length as u8);
            for day in 1..=length {
                assert_eq!(days_from_civil(i64::from(year), month as u8, day as u8), expected);
                assert_eq!(civil_from_days(expected), (i64::from(year), month as u8, day as u8));
                expected += 1;
            }
        }
    }
}

#[test]
fn instants_that_are_no_numbers() {
    assert_eq!(Span::instant(f64::NAN), Span::instant(0.0));
    assert_eq!(Span::instant(-0.0).cmp_chronological(&Span::instant(0.0)), Ordering::Equal);
    assert_eq!(Span::instant(f64::INFINITY).earliest_start, MAX_INSTANT_MS);
    let span = Span::instant(1_234.0);
    assert_eq!(bounds(&span), [1_234.0, 1_235.0, 1_234.0, 1_235.0]);
    assert_eq!(span.qualifiers, Qualifiers::default());
}
