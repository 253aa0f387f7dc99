//! Dates taken apart: the JSON that the page's types describe; starts and ends of their own; edges and qualifiers.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use event_timeline::time::{DateWords, Edge, End, RangeError, Relation, Span, parse, parse_end};
use serde_json::{Value, json};

fn words(text: &str) -> Value {
    serde_json::to_value(parse(text).unwrap().words()).unwrap()
}

/// The parts of a year, with others instead of or besides.
fn parts(others: Value) -> Value {
    let mut parts = json!({
        "precision": "year", "year": null, "yearText": "", "significantDigits": null, "season": null,
        "month": null, "monthText": null, "day": null, "dayText": null, "hour": null, "minute": null, "second": null,
        "millisecond": null, "offsetMinutes": null, "uncertain": [], "approximate": [],
    });
    for (key, value) in others.as_object().unwrap() {
        assert!(parts.get(key).is_some(), "no part {key}");
        parts[key] = value.clone();
    }
    parts
}

#[test]
fn single_dates() {
    for (text, expected) in [
        ("1985", json!({"year": 1985, "yearText": "1985"})),
        ("-0043", json!({"year": -43, "yearText": "-0043"})),
        ("0000", json!({"year": 0, "yearText": "0000"})),
        ("198X", json!({"yearText": "198X"})),
        ("1950S2", json!({"year": 1950, "yearText": "1950", "significantDigits": 2})),
        ("Y-17E7", json!({"year": -170_000_000, "yearText": "-170000000"})),
        ("Y2E1", json!({"year": 20, "yearText": "0020"})),
        (
            "2001-24~",
            json!({"precision": "season", "year": 2001, "yearText": "2001", "season": 24, "approximate": ["year", "month"]}),
        ),
        ("1984-1X", json!({"precision": "month", "year": 1984, "yearText": "1984", "monthText": "1X"})),
        (
            "?2004-06-%11",
            json!({"precision": "day", "year": 2004, "yearText": "2004", "month": 6, "monthText": "06", "day": 11, "dayText": "11",
                   "uncertain": ["year", "day"], "approximate": ["day"]}),
        ),
        ("15XX-XX-25", json!({"precision": "day", "yearText": "15XX", "monthText": "XX", "day": 25, "dayText": "25"})),
        (
            "2014-06-10T03:30:15.5-03:30",
            json!({"precision": "millisecond", "year": 2014, "yearText": "2014", "month": 6, "monthText": "06", "day": 10, "dayText": "10",
                   "hour": 3, "minute": 30, "second": 15, "millisecond": 500, "offsetMinutes": -210}),
        ),
        (
            "2014-06-10T03:30:15Z",
            json!({"precision": "second", "year": 2014, "yearText": "2014", "month": 6, "monthText": "06", "day": 10, "dayText": "10",
                   "hour": 3, "minute": 30, "second": 15, "offsetMinutes": 0}),
        ),
        (
            "2014-06-10T03:30",
            json!({"precision": "minute", "year": 2014, "yearText": "2014", "month": 6, "monthText": "06", "day": 10, "dayText": "10", "hour": 3, "minute": 30}),
        ),
    ] {
        assert_eq!(words(text), json!({"kind": "date", "date": parts(expected)}), "{text}");
    }
}

#[test]
fn intervals_and_sets() {
    let year = |year: i64| parts(json!({"year": year, "yearText": year.to_string()}));
    assert_eq!(
        words("1985/.."),
        json!({"kind": "interval", "start": {"kind": "date", "date": year(1985)}, "end": {"kind": "open"}})
    );
    assert_eq!(
        words("/1985"),
        json!({"kind": "interval", "start": {"kind": "unknown"}, "end": {"kind": "date", "date": year(1985)}})
    );
    let members = json!([{"from": null, "to": year(1667)}, {"single": year(1668)}, {"from": year(1670), "to": year(1672)}, {"from": year(1680), "to": null}]);
    assert_eq!(words("[..1667,1668,1670..1672,1680..]"), json!({"kind": "oneOf", "members": members}));
    assert_eq!(words("{1668}"), json!({"kind": "allOf", "members": [{"single": year(1668)}]}));
    let between = DateWords::between(&parse_end("[1667..1668]").unwrap(), &End::Open);
    let expected = json!({"kind": "interval", "start": {"kind": "oneOf", "members": [{"from": year(1667), "to": year(1668)}]}, "end": {"kind": "open"}});
    assert_eq!(serde_json::to_value(between).unwrap(), expected);
}

#[test]
fn open_and_unknown_sides_are_told_apart() {
    use Edge::{Bounded, Open, Unknown};
    for (text, start, end) in [
        ("1985", Bounded, Bounded),
        ("1985/1986", Bounded, Bounded),
        ("1985/..", Bounded, Open),
        ("1985/", Bounded, Unknown),
        ("../1985", Open, Bounded),
        ("/1985", Unknown, Bounded),
        ("../..", Open, Open),
        ("/..", Unknown, Open),
        ("../", Open, Unknown),
        ("[..1985]", Unknown, Bounded),
        ("[1985..]", Bounded, Unknown),
        ("{..1985}", Open, Bounded),
        ("{1985..}", Bounded, Open),
    ] {
        let span = parse(text).unwrap().span();
        assert_eq!((span.start_edge, span.end_edge), (start, end), "{text}");
    }
}

#[test]
fn qualifiers_are_gathered_and_widen_nothing() {
    for (text, uncertain, approximate) in [
        ("1985", false, false),
        ("1985?", true, false),
        ("1985~", false, true),
        ("1985%", true, true),
        ("1985-04-~11", false, true),
        ("1985?/1986~", true, true),
        ("[1985,1986?]", true, false),
        ("{1985..1986~}", false, true),
    ] {
        let span = parse(text).unwrap().span();
        assert_eq!((span.qualifiers.uncertain, span.qualifiers.approximate), (uncertain, approximate), "{text}");
        let plain = parse(&text.replace(['?', '~', '%'], "")).unwrap().span();
        assert_eq!(Span { qualifiers: plain.qualifiers, ..span }, plain, "{text}");
    }
}

#[test]
fn starts_and_ends_of_their_own() {
    let side = |text| parse_end(text).unwrap();
    let whole = |text: &str| parse(text).unwrap().span();
    assert_eq!(Span::between(&side("2014-06"), &side("2015")), Some(whole("2014-06/2015")));
    assert_eq!(Span::between(&side("2014-06"), &side("")), Some(whole("2014-06/")));
    assert_eq!(Span::between(&side(".."), &side("2014-06?")), Some(whole("../2014-06?")));
    assert_eq!(Span::between(&side("2014-06"), &side("2014-05")), None);
    let set = Span::between(&side("[2014-06-11..2014-06-20]"), &side("..")).unwrap();
    assert_eq!(
        (set.earliest_start, set.latest_start),
        (whole("2014-06-11").earliest_start, whole("2014-06-20").latest_start)
    );
    assert_eq!((set.earliest_end, set.end_edge), (f64::INFINITY, Edge::Open));
    let by = Span::between(&side("2014-06-11"), &side("[..2014-06-30]")).unwrap();
    assert_eq!((by.earliest_end, by.latest_end), (by.earliest_start, whole("2014-06-30").latest_end));

    assert_eq!(Span::from_start_end(Some(&side("2014")), None), Ok(whole("2014")));
    assert_eq!(Span::from_start_end(None, Some(&side("2014"))), Ok(whole("/2014")));
    assert_eq!(Span::from_start_end(None, Some(&side(".."))), Ok(whole("/..")));
    assert_eq!(Span::from_start_end(Some(&side("..")), None), Ok(whole("../")));
    assert_eq!(Span::from_start_end(Some(&side("2014")), Some(&side("2013"))), Err(RangeError::Reversed));
    for (start, end) in [(None, None), (Some(End::Unknown), None), (Some(End::Unknown), Some(End::Unknown))] {
        assert_eq!(Span::from_start_end(start.as_ref(), end.as_ref()), Err(RangeError::Undated));
    }
    for text in ["2014/2015", "2014/", "/2014", "../2014"] {
        assert_eq!(parse_end(text).unwrap_err().offset, text.find('/').unwrap());
    }
    for text in ["", "..", "2014-06~", "[..2014]", "{2014,2015}"] {
        assert_eq!(side(text).to_string(), text);
    }
}

#[test]
fn certain_extent_and_durations() {
    const DAY: f64 = 86_400_000.0;
    let span = |text: &str| parse(text).unwrap().span();
    assert_eq!(span("2014-12-03").certain_extent(), None);
    assert_eq!(span("2015-03/2015-04").certain_extent(), None);
    assert_eq!(span("1970-01-01/1970-01-03").certain_extent(), Some((DAY, 2.0 * DAY)));
    assert_eq!(span("1970-01-01/..").certain_extent(), Some((DAY, f64::INFINITY)));
    assert_eq!(span("../..").certain_extent(), Some((f64::NEG_INFINITY, f64::INFINITY)));
    assert_eq!(span("1970-01-01/").certain_extent(), None);
    let infinite = f64::INFINITY;
    for (text, least, greatest) in [
        ("1970", 0.0, 365.0 * DAY),
        ("1970-01-01/..", infinite, infinite),
        ("1970-01-01/", 0.0, infinite),
        ("../..", infinite, infinite),
        ("/..", 0.0, infinite),
        ("../", 0.0, infinite),
        ("[..1970]", 0.0, infinite),
        ("[1970..]", 0.0, infinite),
        ("{1970,1971,1972}", 365.0 * DAY, (365.0 * 2.0 + 366.0) * DAY),
        // What is between the members is not known to have gone on.
        ("{1970,1972}", 0.0, (365.0 * 2.0 + 366.0) * DAY),
    ] {
        assert_eq!(span(text).duration_bounds(), (least, greatest), "{text}");
    }
}

#[test]
fn an_event_and_a_window() {
    let window = parse("2014-06").unwrap().span();
    let (from, to) = (window.earliest_start, window.latest_end);
    for (text, relation) in [
        ("2014-06-11", Relation::Certain),
        ("2014-06", Relation::Certain),
        ("2014", Relation::Possible),
        ("[2014-05-30..2014-06-02]", Relation::Possible),
        ("[..2014-06-30]", Relation::Possible),
        ("2014-05/2014-07", Relation::Certain),
        ("2014-05/..", Relation::Certain),
        ("2014-05/", Relation::Possible),
        ("2014-05", Relation::Outside),
        ("2014-07", Relation::Outside),
        ("2014-07/..", Relation::Outside),
        ("../2014-05", Relation::Outside),
        ("../..", Relation::Certain),
        // A list: sure where its members leave no gap.
        ("{2014-05,2014-07}", Relation::Possible),
        ("{2014-05..2014-07}", Relation::Certain),
        ("{2014-07,2014-05,2014-06}", Relation::Certain),
        ("{2014-06-01,2014-06-03}", Relation::Certain),
        ("{2014-05-01,2014-07..}", Relation::Possible),
        ("{..2014-05-01,2014-07}", Relation::Possible),
        ("{2014-05,2014-08}", Relation::Possible),
    ] {
        assert_eq!(parse(text).unwrap().span().relation(from, to), relation, "{text}");
    }
}
