use super::views::date_words;
use super::*;
use crate::event::{Claim, Event, EventSet, FieldValue};
use crate::layout::{FLAG_END_OPEN, FLAG_INFERRED, NO_COLOR, Viewport};
use crate::query;
use crate::store::text::nfkd;
use crate::time::{DateWords, Edge, IntervalEnd, Qualifiers, Span, parse};

const DAY: f64 = 86_400_000.0;

fn days(from: f64, to: f64) -> Option<Span> {
    Some(Span {
        earliest_start: from * DAY,
        latest_start: to * DAY,
        earliest_end: from * DAY,
        latest_end: to * DAY,
        start_edge: Edge::Bounded,
        end_edge: Edge::Bounded,
        qualifiers: Qualifiers::default(),
    })
}

fn event(id: &str, span: Option<Span>) -> Event {
    Event { id: id.to_owned(), title: format!("The {id}"), span, ..Event::default() }
}

fn claim(by: &str, status: &str) -> Claim {
    Claim { by: Some(by.to_owned()), status: Some(status.to_owned()), ..Claim::default() }
}

fn timeline(events: Vec<Event>) -> Timeline {
    let records = events.len() as u32;
    let set = EventSet { events, ..EventSet::default() };
    Timeline::new(crate::formats::Reading { set, diagnostics: Vec::new(), records, files: Vec::new() }, nfkd)
}

fn ids(rows: &[RowView]) -> Vec<&str> {
    rows.iter().map(|row| row.id.as_str()).collect()
}

#[test]
fn an_empty_set_answers_everything() {
    let mut timeline = timeline(Vec::new());
    assert_eq!(timeline.info().extent, None);
    assert_eq!(timeline.query(Query::default()), Ok(Counts::default()));
    assert_eq!(timeline.page(0, 10, None), Ok(Vec::new()));
    assert_eq!((timeline.fit(), timeline.position(0), timeline.find("")), (None, None, None));
    assert_eq!(timeline.event(0), Err(Error::UnknownRow { row: 0, rows: 0 }));
    assert!(timeline.facets(&["place", "claimant", "status", "dating"]).is_ok());
}

#[test]
fn pages_come_in_chronological_order_with_undated_ones_last() {
    let events = vec![event("c", None), event("b", days(3.0, 4.0)), event("a", days(1.0, 2.0)), event("d", None)];
    let timeline = timeline(events);
    assert_eq!(ids(&timeline.page(0, 9, None).unwrap()), ["a", "b", "c", "d"]);
    assert_eq!(ids(&timeline.page(1, 2, None).unwrap()), ["b", "c"]);
    assert_eq!(ids(&timeline.page(4, u32::MAX, None).unwrap()), [""; 0]);
    assert_eq!(ids(&timeline.undated_page(1, 9, None).unwrap()), ["d"]);
    let place = |id: &str| timeline.position(timeline.find(id).unwrap());
    assert_eq!(["a", "b", "c", "d"].map(place), [0, 1, 2, 3].map(Some));
    assert_eq!(timeline.position(9), None);
    assert_eq!(timeline.find("c"), Some(2), "rows are in chronological order");
    assert_eq!(timeline.info().undated, 2);
}

#[test]
fn a_wrong_query_leaves_the_former_one() {
    let mut timeline = timeline(vec![event("a", days(0.0, 1.0)), event("b", None)]);
    let dated = Query { undated: query::Undated::Out, ..Query::default() };
    assert_eq!(timeline.query(dated.clone()).unwrap().matches, 1);
    let sort = vec![query::SortKey { by: "nothing".to_owned(), descending: false }];
    let Err(Error::UnknownField { field, known }) = timeline.query(Query { sort, ..Query::default() }) else {
        panic!("an unknown field must be an error");
    };
    assert_eq!(
        (field.as_str(), known.as_str()),
        ("nothing", "start, end, duration, title, order, id, place, claimant, status, dating")
    );
    assert_eq!(timeline.current_query(), &dated);
    assert_eq!(ids(&timeline.page(0, 9, None).unwrap()), ["a"]);
}

#[test]
fn rows_carry_names_status_and_colour() {
    let mut one = event("one", days(0.0, 1.0));
    one.claims = vec![claim("Amnesty", "stated"), claim("BBC", "stated"), claim("amnesty", "alleged")];
    let timeline = timeline(vec![one, event("two", None)]);
    let rows = timeline.rows(&[1, 0], Some("status")).unwrap();
    assert_eq!(rows[1].by, ["Amnesty", "BBC"]);
    assert_eq!(rows[1].status, ["stated", "alleged"]);
    assert_eq!((rows[0].color, rows[1].color), (NO_COLOR, 0));
    assert!(matches!(timeline.rows(&[2], None), Err(Error::UnknownRow { row: 2, rows: 2 })));
    assert!(matches!(timeline.page(0, 1, Some("title")), Err(Error::UnknownField { .. })));
}

#[test]
fn a_detail_refers_to_other_events() {
    let mut part = event("part", days(0.0, 1.0));
    part.part_of = Some("whole".to_owned());
    part.after = vec!["gone".to_owned(), "whole".to_owned()];
    part.fields.insert("actor".to_owned(), FieldValue::Texts(vec!["Badr".to_owned()]));
    part.fields.insert("dead".to_owned(), FieldValue::Number(3.0));
    let timeline = timeline(vec![part, event("whole", None)]);
    let detail = timeline.event(0).unwrap();
    assert_eq!(detail.part_of.unwrap().title.as_deref(), Some("The whole"));
    assert_eq!(detail.after[0], EventReference { id: "gone".to_owned(), row: None, title: None });
    assert_eq!(detail.fields.iter().map(|field| field.key.as_str()).collect::<Vec<_>>(), ["actor", "dead"]);
    assert_eq!(timeline.event(1).unwrap().parts[0].row, Some(0));
}

#[test]
fn windows_show_what_they_should() {
    let mut timeline = timeline(vec![event("a", days(0.0, 10.0)), event("b", days(40.0, 41.0)), event("c", None)]);
    let (from, to) = timeline.fit().unwrap();
    assert!(from < 0.0 && 41.0 * DAY < to && to - from < 50.0 * DAY, "{from} {to}");
    let (from, to) = timeline.fit_row(0).unwrap();
    assert!(from < 0.0 && 10.0 * DAY < to && to < 40.0 * DAY, "{from} {to}");
    assert_eq!((timeline.fit_row(2), timeline.fit_row(3)), (None, None));
    timeline.query(Query { undated: query::Undated::Only, ..Query::default() }).unwrap();
    assert_eq!(timeline.fit(), None);
}

#[test]
fn frames_show_the_matches_and_overviews_all_times() {
    let mut open = days(20.0, 21.0).unwrap();
    (open.earliest_end, open.latest_end, open.end_edge) = (f64::INFINITY, f64::INFINITY, Edge::Open);
    let mut named = event("a", days(0.0, 10.0));
    named.claims = vec![claim("Amnesty", "stated"), claim("BBC", "alleged")];
    let mut timeline = timeline(vec![named, event("b", Some(open)), event("c", None), event("d", days(1.0, 2.0))]);
    let viewport = Viewport {
        from: -DAY,
        to: 40.0 * DAY,
        group_by: Some("status".to_owned()),
        color_by: Some("claimant".to_owned()),
        ..Viewport::default()
    };
    let frame = timeline.frame(&viewport).unwrap();
    let labels: Vec<_> = frame.groups.iter().map(|group| group.label.as_deref()).collect();
    assert_eq!(labels, [Some("alleged"), Some("stated"), None]);
    assert_eq!(["a", "d", "b", "c"].map(|id| timeline.find(id)), [0, 1, 2, 3].map(Some));
    assert_eq!(frame.marks.row, [0, 0, 1, 2]);
    assert_eq!(frame.marks.color, [0, 0, NO_COLOR, NO_COLOR]);
    assert_eq!(frame.marks.flags[3] & FLAG_END_OPEN, FLAG_END_OPEN);
    assert_eq!((frame.certain, frame.possible), (3, 0));
    let time = Some(query::TimeFilter { from: Some(15.0 * DAY), to: None, certain_only: false });
    timeline.query(Query { time, ..Query::default() }).unwrap();
    assert_eq!(timeline.frame(&viewport).unwrap().marks.row, [2]);
    let overview = timeline.overview(800.0).unwrap();
    assert_eq!(overview.segments.first().map(|segment| segment.from), Some(0.0));
    let unknown = Viewport { group_by: Some("title".to_owned()), ..viewport };
    assert!(matches!(timeline.frame(&unknown), Err(Error::UnknownField { .. })));
}

#[test]
fn rows_and_marks_say_what_of_their_date_is_inferred() {
    let inferred = |id: &str, span| Event { date_inferred: vec!["year".to_owned()], ..event(id, span) };
    let events = vec![event("b", days(3.0, 4.0)), inferred("c", None), inferred("a", days(1.0, 2.0))];
    let timeline = timeline(events);
    let said: Vec<_> = timeline.page(0, 9, None).unwrap().into_iter().map(|row| row.date_inferred).collect();
    assert_eq!(said, [vec!["year".to_owned()], Vec::new(), Vec::new()]);
    let frame = timeline.frame(&Viewport { from: 0.0, to: 9.0 * DAY, ..Viewport::default() }).unwrap();
    let marked: Vec<_> = frame.marks.flags.iter().map(|flags| flags & FLAG_INFERRED != 0).collect();
    assert_eq!((frame.marks.row, marked), (vec![0, 1], vec![true, false]));
}

#[test]
fn shapes_are_those_of_the_page() {
    let timeline = timeline(vec![event("a", None)]);
    let keys = |value: serde_json::Value| match value {
        serde_json::Value::Object(map) => map.keys().cloned().collect::<Vec<_>>().join(" "),
        other => panic!("{other}"),
    };
    let row = serde_json::to_value(&timeline.page(0, 1, None).unwrap()[0]).unwrap();
    assert_eq!(keys(row), "by color date dateInferred dateText id row span status title");
    let info = serde_json::to_value(timeline.info()).unwrap();
    assert_eq!(keys(info["fields"][0].clone()), "builtin key label max min type values");
    assert_eq!(keys(info), "count description extent fields lang records source title undated");
    let detail = serde_json::to_value(timeline.event(0).unwrap()).unwrap();
    assert_eq!(
        keys(detail),
        "after before claims codes date dateInferred dateNote dateText dateWords description end fields id links \
         media partOf parts places row span start title"
    );
    let facet = serde_json::to_value(&timeline.facets(&["dating"]).unwrap()[0]).unwrap();
    assert_eq!(keys(facet["values"][0].clone()), "aliases broader certain code depth name possible total");
    let counts = serde_json::to_value(timeline.counts()).unwrap();
    assert_eq!(keys(counts), "certain matches possible total undated");
}

#[test]
fn ranks_of_the_page_decide_the_order() {
    let mut timeline = timeline(vec![event("a", None), event("b", None), event("c", None)]);
    let by_title =
        |descending| Query { sort: vec![query::SortKey { by: "title".to_owned(), descending }], ..Query::default() };
    timeline.query(by_title(true)).unwrap();
    assert_eq!(timeline.order(0, 3), [2, 1, 0]);
    assert_eq!(timeline.names("title").unwrap(), ["The a", "The b", "The c"]);
    timeline.set_ranks("title", vec![1, 0, 1]).unwrap();
    assert_eq!(timeline.order(0, 3), [0, 2, 1]);
    assert_eq!(timeline.names("dating").unwrap().len(), 8);
    assert_eq!(timeline.names("start"), None);
    let wrong = timeline.set_ranks("title", vec![1]);
    assert_eq!(wrong, Err(Error::WrongLength { what: "title ranks", given: 1, expected: 3 }));
    assert!(matches!(timeline.set_ranks("start", vec![]), Err(Error::UnknownField { .. })));
    timeline.query(by_title(false)).unwrap();
    assert_eq!(timeline.order(1, 9), [0, 2]);
}

#[test]
fn dates_come_in_words() {
    let dated = |date: Option<&str>, start: Option<&str>, end: Option<&str>| {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Event { date: owned(date), start: owned(start), end: owned(end), ..event("e", days(0.0, 1.0)) }
    };
    let words = |event: &Event| date_words(event.span, [&event.date, &event.start, &event.end].map(Option::as_deref));
    let kind = |event: Event| match words(&event) {
        Some(DateWords::Date { .. }) => "date",
        Some(DateWords::Interval { .. }) => "interval",
        Some(_) => "set",
        None => "none",
    };
    assert_eq!(kind(dated(Some("2014-06"), None, None)), "date");
    assert_eq!(kind(dated(Some("[2014, 2016]"), None, None)), "set");
    let june = parse("2014-06").unwrap().span();
    assert_eq!(kind(Event { span: Some(june), ..dated(None, Some("2014-06"), None) }), "date");
    assert_eq!(kind(dated(None, Some("2014-06"), Some(".."))), "interval");
    assert_eq!(kind(dated(None, None, Some("2014-06"))), "interval");
    assert_eq!(kind(dated(Some("in June"), None, None)), "none");
    let number = |span| Event { span: Some(span), ..dated(None, None, None) };
    assert_eq!(kind(number(Span::instant(5.0 * DAY))), "date");
    assert_eq!(kind(number(Span { earliest_end: 9.0 * DAY, latest_end: 9.0 * DAY, ..Span::instant(0.0) })), "interval");
    let Some(DateWords::Interval { start, end }) = words(&Event {
        span: Some(Span { latest_end: 9.0 * DAY, earliest_end: 8.0 * DAY, ..Span::instant(0.0) }),
        ..dated(None, None, Some("1970-01-09"))
    }) else {
        panic!("a number and a text make an interval");
    };
    assert!(matches!(start, IntervalEnd::Date { .. }) && matches!(end, IntervalEnd::Date { .. }));
    assert_eq!(kind(Event { span: None, ..dated(Some("2014-06"), None, None) }), "none");
}
