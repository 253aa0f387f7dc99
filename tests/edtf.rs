//! Each text of `data/edtf.tsv`: its level, bounds and canonical text, or where it is wrong.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use event_timeline::time::civil::{CivilTime, DAY_MS, days_from_civil};
use event_timeline::time::{MAX_TEXT_BYTES, MAX_YEAR, parse};

const TABLE: &str = include_str!("data/edtf.tsv");

struct Row {
    text: &'static str,
    level: &'static str,
    bounds: [&'static str; 4],
    canonical: &'static str,
}

fn rows() -> Vec<Row> {
    let lines = TABLE.lines().filter(|line| !line.starts_with("# "));
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 8, "eight cells: {line}");
            let bounds = [cells[2], cells[3], cells[4], cells[5]];
            Row { text: cells[0], level: cells[1], bounds, canonical: cells[6] }
        })
        .collect()
}

/// A cell's instant; the end of a day where the bound is a latest one.
fn instant(cell: &str, latest: bool) -> f64 {
    match cell {
        "-inf" => return f64::NEG_INFINITY,
        "inf" => return f64::INFINITY,
        _ => {}
    }
    let (date, time) = cell.split_once('T').map_or((cell, None), |(date, time)| (date, Some(time)));
    let (negative, date) = date.strip_prefix('-').map_or((false, date), |rest| (true, rest));
    let numbers: Vec<i64> = date.split('-').map(|part| part.parse().unwrap()).collect();
    let year = if negative { -numbers[0] } else { numbers[0] };
    let days = days_from_civil(year, numbers[1] as u8, numbers[2] as u8);
    let of_day = match time {
        Some(time) => {
            let parts: Vec<f64> = time.split(':').map(|part| part.parse().unwrap()).collect();
            ((parts[0] * 60.0 + parts[1]) * 60_000.0 + parts[2] * 1_000.0).round()
        }
        None if latest => DAY_MS as f64,
        None => 0.0,
    };
    (i128::from(days) * i128::from(DAY_MS) + of_day as i128) as f64
}

#[test]
fn the_table_is_wide() {
    assert!(400 < rows().len());
}

#[test]
fn dates_have_level_bounds_and_canonical_text() {
    let mut problems = Vec::new();
    for row in rows().iter().filter(|row| row.level != "error") {
        let date = match parse(row.text) {
            Ok(date) => date,
            Err(error) => {
                problems.push(format!("{}: {error}", row.text));
                continue;
            }
        };
        let span = date.span();
        let found = [span.earliest_start, span.latest_start, span.earliest_end, span.latest_end];
        let mut expected = [0.0; 4];
        for (index, cell) in row.bounds.iter().enumerate() {
            expected[index] = instant(cell, index % 2 == 1);
        }
        if found != expected {
            let shown =
                found.map(|ms| if ms.is_finite() { format!("{:?}", CivilTime::from_ms(ms)) } else { ms.to_string() });
            problems.push(format!("{}: bounds {shown:?}", row.text));
        }
        if date.level().to_string() != row.level {
            problems.push(format!("{}: level {}", row.text, date.level()));
        }
        if date.to_string() != row.canonical {
            problems.push(format!("{}: canonical {date}", row.text));
        }
        if parse(&date.to_string()).as_ref() != Ok(&date) {
            problems.push(format!("{}: does not come back", row.text));
        }
        if !span.is_valid() {
            problems.push(format!("{}: bounds out of order", row.text));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn errors_point_at_the_character() {
    let mut problems = Vec::new();
    for row in rows().iter().filter(|row| row.level == "error") {
        match parse(row.text) {
            Ok(date) => problems.push(format!("{}: read as {date}", row.text)),
            Err(error) => {
                if error.offset.to_string() != row.bounds[0] {
                    problems.push(format!("{}: {} ({error})", row.text, error.offset));
                }
                assert!(row.text.is_char_boundary(error.offset), "{}", row.text);
                assert!(error.message.contains(&error.expected), "{}: {error}", row.text);
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn limits_are_named_in_their_errors() {
    let longest = format!("[{}]", "1985,".repeat(MAX_TEXT_BYTES / 5 - 2) + "198X");
    assert!(longest.len() <= MAX_TEXT_BYTES && parse(&longest).is_ok());
    let too_long = longest.replace(',', ", ");
    let error = parse(&too_long).unwrap_err();
    assert!(error.message.contains(&MAX_TEXT_BYTES.to_string()), "{error}");
    assert_eq!(error.offset, MAX_TEXT_BYTES);
    let inside_a_character = "é".repeat(MAX_TEXT_BYTES);
    assert!(inside_a_character.is_char_boundary(parse(&inside_a_character).unwrap_err().offset));

    assert!(parse(&format!("Y{MAX_YEAR}")).is_ok() && parse(&format!("Y-{MAX_YEAR}")).is_ok());
    for text in [format!("Y{}", MAX_YEAR + 1), format!("Y-{}", MAX_YEAR + 1), "Y1E13".to_owned(), "Y9E200".to_owned()] {
        let error = parse(&text).unwrap_err();
        assert!(error.message.contains(&MAX_YEAR.to_string()), "{error}");
    }
    assert!(parse("1950S100").unwrap_err().message.contains("99"));
    assert!(parse("1950-01-01T00:00:00+14:01").unwrap_err().message.contains("+14:00"));
    assert!(parse("1950-01-01T00:00:00-12:01").unwrap_err().message.contains("-12:00"));
}

#[test]
fn errors_quote_what_is_there_and_say_what_was_expected() {
    for (text, message) in [
        ("1985-04-31", "there is no such date in the calendar (at byte 8): expected a day from 01 to 30"),
        ("1985-02-29", "there is no such date in the calendar (at byte 8): expected a day from 01 to 28"),
        (
            "1985–1986",
            "expected `-` and a month, `/` and the end of an interval, or the end of the text, found '–' at byte 4",
        ),
        (
            "79",
            "expected a year of four digits (`0079`, `-0044`, `198X`) or, for larger years, `Y` and digits, found the end of the text at byte 2",
        ),
        (
            "1985-1986",
            "there is no month 19 (at byte 5): expected a month (01 to 12) or a season (21 to 41), or `/` between two years",
        ),
        ("2004/2003", "the interval ends before it starts (at byte 5): expected a date that is not before the start"),
    ] {
        assert_eq!(parse(text).unwrap_err().to_string(), message);
    }
}
