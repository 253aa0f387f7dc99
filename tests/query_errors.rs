//! Wrong queries: each is an error that names the field, the range or the limit.

use event_timeline::Timeline;
use event_timeline::error::Error;
use event_timeline::query::{
    Collation, FacetFilter, MAX_BINS, MAX_SORT_KEYS, NumberFilter, Query, SortKey, TextTerm, TimeFilter, facets,
    histogram, run,
};
use event_timeline::store::Store;

const SET: &str = r#"{
    "fields": {"size": {"type": "number"}, "note": {"type": "text"}, "page": {"type": "link"}},
    "events": [
        {"id": "a", "title": "First", "date": "2014", "size": 3, "note": "words", "page": "a.html", "kind": "x"},
        {"id": "b", "title": "Second", "date": "2015"}
    ]
}"#;

fn store() -> Store {
    let timeline = Timeline::open(SET.as_bytes(), str::to_owned);
    assert_eq!(timeline.diagnostics(), []);
    Store::build(event_timeline::formats::read(SET.as_bytes()).set, str::to_owned)
}

fn error(query: Query) -> Error {
    run(&store(), &query, &Collation::default()).expect_err("the query is wrong")
}

fn sorted_by(by: &str, count: usize) -> Query {
    Query { sort: vec![SortKey { by: by.to_owned(), descending: false }; count], ..Query::default() }
}

#[test]
fn a_field_must_exist_and_be_of_the_type() {
    let facet = |field: &str| {
        let filter = FacetFilter { field: field.to_owned(), values: vec!["x".to_owned()], ..FacetFilter::default() };
        error(Query { facets: vec![filter], ..Query::default() }).to_string()
    };
    let known = "it has kind, place, claimant, status, dating";
    assert_eq!(facet("colour"), format!("no field `colour` in this set; {known}"));
    assert_eq!(facet("size"), format!("no field `size` in this set; {known}"));
    let number = NumberFilter { field: "kind".to_owned(), ..NumberFilter::default() };
    let message = error(Query { numbers: vec![number], ..Query::default() }).to_string();
    assert_eq!(message, "no field `kind` in this set; it has size");
    let term = |field: &str| TextTerm { text: "a".to_owned(), field: Some(field.to_owned()), ..TextTerm::default() };
    let message = error(Query { text: vec![term("page")], ..Query::default() }).to_string();
    assert!(message.ends_with("it has title, description, note, kind, place, claimant, status, dating"), "{message}");
    assert!(matches!(error(sorted_by("colour", 1)), Error::UnknownField { .. }));
    assert!(matches!(facets(&store(), &Query::default(), &["note"]), Err(Error::UnknownField { .. })));
}

#[test]
fn a_time_filter_must_be_a_range() {
    let window = |from, to| {
        let time = Some(TimeFilter { from: Some(from), to: Some(to), certain_only: false });
        run(&store(), &Query { time, ..Query::default() }, &Collation::default()).map(|matches| matches.counts.matches)
    };
    for (from, to) in [(1.0, 1.0), (2.0, 1.0), (f64::NAN, 1.0), (0.0, f64::NAN)] {
        assert!(matches!(window(from, to), Err(Error::BadRange { what: "time filter", .. })), "{from} {to}");
    }
    assert_eq!(window(f64::NEG_INFINITY, f64::INFINITY), Ok(2));
    let number = NumberFilter { field: "size".to_owned(), min: Some(f64::NAN), max: None };
    assert!(matches!(error(Query { numbers: vec![number], ..Query::default() }), Error::BadRange { .. }));
}

#[test]
fn a_range_of_numbers_that_is_reversed_is_met_by_none() {
    let number = NumberFilter { field: "size".to_owned(), min: Some(4.0), max: Some(2.0) };
    let query = Query { numbers: vec![number], ..Query::default() };
    assert_eq!(run(&store(), &query, &Collation::default()).map(|matches| matches.counts.matches), Ok(0));
}

#[test]
fn limits_are_named() {
    assert!(run(&store(), &sorted_by("size", MAX_SORT_KEYS), &Collation::default()).is_ok());
    let message = error(sorted_by("size", MAX_SORT_KEYS + 1)).to_string();
    assert_eq!(message, "number of sort keys (MAX_SORT_KEYS) 17 is over the limit 16");
    let store = store();
    let rows = run(&store, &Query::default(), &Collation::default()).expect("the query is right").rows;
    assert_eq!(histogram(&store, &rows, 0.0, 1.0, MAX_BINS).map(|h| h.certain.len()), Ok(MAX_BINS as usize));
    let message = histogram(&store, &rows, 0.0, 1.0, MAX_BINS + 1).expect_err("too many bins").to_string();
    assert_eq!(message, "number of bins (MAX_BINS) 65537 is over the limit 65536");
    assert_eq!(histogram(&store, &rows, 0.0, 1.0, 0).map(|h| h.certain), Ok(Vec::new()));
    for (from, to) in [(1.0, 1.0), (2.0, 1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY), (-f64::MAX, f64::MAX)] {
        assert!(matches!(histogram(&store, &rows, from, to, 8), Err(Error::BadRange { .. })), "{from} {to}");
    }
}

#[test]
fn a_collation_must_fit() {
    let short = Collation { title: Some(vec![1]), ..Collation::default() };
    let result = run(&store(), &Query::default(), &short);
    assert_eq!(result, Err(Error::WrongLength { what: "title ranks", given: 1, expected: 2 }));
    let unknown = Collation { fields: [("size".to_owned(), vec![])].into(), ..Collation::default() };
    assert!(matches!(run(&store(), &Query::default(), &unknown), Err(Error::UnknownField { .. })));
}
