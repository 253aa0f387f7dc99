use super::text::nfkd;
use super::*;
use crate::event::{EventSet, FieldDeclaration, FieldType, Place, Term};
use crate::time::Edge;
use std::collections::BTreeMap;

fn event(id: &str) -> Event {
    Event { id: id.to_owned(), title: id.to_owned(), ..Event::default() }
}

fn with_field(id: &str, key: &str, value: FieldValue) -> Event {
    Event { fields: BTreeMap::from([(key.to_owned(), value)]), ..event(id) }
}

fn texts(list: &[&str]) -> FieldValue {
    FieldValue::Texts(list.iter().map(|text| (*text).to_owned()).collect())
}

fn store(events: Vec<Event>) -> Store {
    Store::build(EventSet { events, ..EventSet::default() }, nfkd)
}

fn names(column: &Category, row: u32) -> Vec<&str> {
    column.codes(row).map(|code| column.value(code).unwrap().name.as_str()).collect()
}

#[test]
fn fields_come_declared_then_found_then_built_in() {
    let declared = |key: &str, field_type| FieldDeclaration { key: key.to_owned(), label: None, field_type };
    let set = EventSet {
        fields: vec![
            declared("note", FieldType::Text),
            declared("place", FieldType::Text),
            declared("dead", FieldType::Number),
            declared("note", FieldType::Link),
        ],
        events: vec![
            with_field("a", "zeal", FieldValue::Number(1.0)),
            with_field("b", "actor", texts(&["x"])),
            with_field("c", "zeal", texts(&["much"])),
            with_field("d", "size", FieldValue::Number(2.0)),
            with_field("e", "dead", texts(&[" 12 "])),
            with_field("f", "dead", texts(&["nan"])),
        ],
        ..EventSet::default()
    };
    let store = Store::build(set, nfkd);
    let fields: Vec<_> = store.fields().iter().map(|field| (field.key.as_str(), field.field_type())).collect();
    assert_eq!(
        fields,
        [
            ("note", FieldType::Text),
            ("dead", FieldType::Number),
            ("zeal", FieldType::Category),
            ("actor", FieldType::Category),
            ("size", FieldType::Number),
            ("place", FieldType::Category),
            ("claimant", FieldType::Category),
            ("status", FieldType::Category),
            ("dating", FieldType::Category),
        ]
    );
    assert_eq!(names(store.category("zeal").unwrap(), 0), ["1"]);
    let dead = store.field("dead").unwrap().numbers().unwrap();
    assert_eq!([4, 5, 0].map(|row| dead.get(row)), [Some(12.0), None, None]);
}

#[test]
fn a_field_of_a_built_in_key_is_merged() {
    let mut both = with_field("a", "place", texts(&["Basra", "Najaf"]));
    both.places = vec![Place { name: "Najaf".to_owned(), lat: None, lon: None }];
    let store = store(vec![both]);
    assert_eq!(store.fields().len(), BUILTIN_FIELDS.len());
    assert_eq!(names(store.category("place").unwrap(), 0), ["Najaf", "Basra"]);
}

#[test]
fn vocabularies_name_the_values_of_their_field() {
    let term =
        Term { name: "Iraq".to_owned(), aliases: vec!["العراق".to_owned()], broader: vec!["Asia".to_owned()] };
    let set = EventSet {
        vocabularies: BTreeMap::from([("place".to_owned(), vec![term])]),
        events: vec![Event {
            places: vec![Place { name: "العِراق".to_owned(), lat: None, lon: None }], ..event("a")
        }],
        ..EventSet::default()
    };
    let store = Store::build(set, nfkd);
    let column = store.category("place").unwrap();
    assert_eq!(names(column, 0), ["Iraq"]);
    assert_eq!(column.values()[1].name, "Asia");
    assert_eq!(column.values()[1].total, 1);
}

#[test]
fn ids_and_parts_are_found() {
    let mut events = vec![event("b"), event("a"), event("b"), event("c")];
    events[3].part_of = Some("b".to_owned());
    events[1].part_of = Some("b".to_owned());
    let store = store(events);
    assert_eq!((store.find("a"), store.find("b"), store.find("d")), (Some(1), Some(0), None));
    assert_eq!(store.parts_of("b"), [1, 3]);
    assert!(store.parts_of("a").is_empty());
}

fn span(bounds: [f64; 4]) -> Span {
    let [earliest_start, latest_start, earliest_end, latest_end] = bounds;
    let (start_edge, end_edge, qualifiers) = Default::default();
    Span { earliest_start, latest_start, earliest_end, latest_end, start_edge, end_edge, qualifiers }
}

#[test]
fn every_event_is_dated_somehow() {
    let day = span([0.0, DAY_MS, 0.0, DAY_MS]);
    let open = Span { earliest_end: f64::INFINITY, latest_end: f64::INFINITY, end_edge: Edge::Open, ..day };
    let mut month = event("month");
    month.span = Some(span([0.0, 31.0 * DAY_MS, 0.0, 31.0 * DAY_MS]));
    month.date_inferred = vec!["year".to_owned()];
    assert_eq!(dating(&month), ["coarse", "inferred"]);
    assert_eq!(dating(&Event { span: Some(day), ..event("day") }), ["exact"]);
    assert_eq!(dating(&Event { span: Some(open), ..event("open") }), ["open"]);
    assert_eq!(dating(&event("never")), ["undated"]);
}

#[test]
fn chronological_order_is_total() {
    let bounds = [
        [5.0, 6.0, 5.0, 6.0],
        [1.0, 2.0, 1.0, 9.0],
        [1.0, 2.0, 1.0, 2.0],
        [-3.0, 0.0, -3.0, 0.0],
        [1.0, 2.0, 1.0, 2.0],
    ];
    let mut events: Vec<_> = bounds.map(|bounds| Event { span: Some(span(bounds)), ..event("e") }).into();
    events.insert(0, event("undated"));
    let store = store(events);
    assert_eq!(store.positions(), Some(&[4, 3, 5, 2, 1, 0][..]));
    assert_eq!((store.len(), store.dated()), (6, 5));
    assert_eq!([3, 5, 0].map(|position| store.row_of_document(position)), [Some(1), Some(2), Some(5)]);
    assert_eq!(store.extent(), Some((-3.0, 9.0)));
}

#[test]
fn fields_beyond_the_limit_are_reported() {
    let events: Vec<_> = (0..MAX_FIELDS + 2).map(|at| with_field("e", &format!("f{at:04}"), texts(&["x"]))).collect();
    let within = store(events.get(..MAX_FIELDS).unwrap().to_vec());
    assert_eq!((within.fields().len(), within.diagnostics().len()), (MAX_FIELDS + BUILTIN_FIELDS.len(), 0));
    let beyond = store(events);
    assert_eq!(beyond.fields().len(), MAX_FIELDS + BUILTIN_FIELDS.len());
    let [diagnostic] = beyond.diagnostics() else { panic!("one diagnostic, not {:?}", beyond.diagnostics()) };
    assert_eq!((diagnostic.code, diagnostic.excerpt.as_str()), ("too-many-fields", "f0256"));
    assert!(diagnostic.message.contains("MAX_FIELDS"));
}
