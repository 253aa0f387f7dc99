//! The strings of other programs' test suites, where `EVENT_TIMELINE_CORPORA` points.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use event_timeline::time::civil::CivilTime;
use event_timeline::time::{Edtf, parse};
use std::collections::BTreeMap;

/// Rows whose verdict, level or bounds here are others, and why: text, what differs, reason.
const EXPLAINED: &str = include_str!("data/edtf-corpus-differences.tsv");
/// What this parser answers to the strings on which the others do not agree: text, `error` or canonical text, reason.
const CONTESTED: &str = include_str!("data/edtf-corpus-contested.tsv");

struct Row {
    text: String,
    suite: String,
    level: Option<u8>,
    grade: String,
    agreed: Option<(String, String)>,
}

fn corpus() -> Option<Vec<Row>> {
    let Some(folder) = std::env::var_os("EVENT_TIMELINE_CORPORA") else {
        eprintln!("EVENT_TIMELINE_CORPORA is not set: the strings of other programs are not tried");
        return None;
    };
    let file = std::path::Path::new(&folder).join("edtf/strings.tsv");
    let table = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    Some(table.lines().skip(1).map(row).collect())
}

fn row(line: &str) -> Row {
    let cells: Vec<&str> = line.split('\t').collect();
    let agreed = (cells[13] == "yes").then(|| (cells[9].to_owned(), cells[10].to_owned()));
    let level = cells[2].parse().ok();
    Row { text: cells[0].to_owned(), suite: cells[1].to_owned(), level, grade: cells[3].to_owned(), agreed }
}

fn table(text: &'static str) -> BTreeMap<&'static str, (&'static str, &'static str)> {
    let rows = text.lines().filter(|line| !line.starts_with("# ") && !line.is_empty());
    rows.map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 3, "three cells: {line}");
        assert!(!cells[2].is_empty(), "a reason: {line}");
        (cells[0], (cells[1], cells[2]))
    })
    .collect()
}

fn day(ms: f64) -> String {
    if ms.is_infinite() {
        return if ms < 0.0 { "-inf" } else { "inf" }.to_owned();
    }
    let time = CivilTime::from_ms(ms);
    let sign = if time.year < 0 { "-" } else { "" };
    format!("{sign}{:04}-{:02}-{:02}", time.year.abs(), time.month, time.day)
}

fn days(date: &Edtf) -> (String, String) {
    let span = date.span();
    (day(span.earliest_start), day(span.latest_end - 1.0))
}

/// What differs from the corpus: `verdict`, `level`, `bounds` or several.
fn differences(row: &Row) -> Vec<String> {
    let mut found = Vec::new();
    let parsed = parse(&row.text);
    if parsed.is_ok() != (row.suite == "valid") {
        found.push("verdict".to_owned());
    }
    if let (Ok(date), Some(level)) = (&parsed, row.level)
        && date.level() != level
    {
        found.push(format!("level {}", date.level()));
    }
    if let (Ok(date), Some(agreed)) = (&parsed, &row.agreed)
        && days(date) != *agreed
    {
        let (from, to) = days(date);
        found.push(format!("bounds {from} {to}"));
    }
    found
}

#[test]
fn agrees_with_the_other_suites_or_says_why_not() {
    let Some(rows) = corpus() else { return };
    let explained = table(EXPLAINED);
    assert!(200 < rows.len());
    let mut problems = Vec::new();
    for row in rows.iter().filter(|row| row.grade != "C") {
        let found = differences(row).join(", ");
        let expected = explained.get(row.text.as_str()).map_or("", |(what, _)| *what);
        if found != expected {
            problems.push(format!("{}\t{found}\t(table: {expected:?}; grade {})", row.text, row.grade));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn no_grade_a_verdict_is_explained_away() {
    let Some(rows) = corpus() else { return };
    for row in rows.iter().filter(|row| row.grade == "A") {
        assert!(!differences(row).contains(&"verdict".to_owned()), "{}", row.text);
    }
}

#[test]
fn contested_strings_get_the_documented_answer() {
    let contested = table(CONTESTED);
    for (text, (answer, _)) in &contested {
        let found = parse(text).map_or_else(|_| "error".to_owned(), |date| date.to_string());
        assert_eq!(found, *answer, "{text}");
    }
    let Some(rows) = corpus() else { return };
    for row in rows.iter().filter(|row| row.grade == "C") {
        assert!(contested.contains_key(row.text.as_str()), "no documented answer for {}", row.text);
    }
}
