//! What each fuzz target asks of the core: that it comes to an end without a panic, and that its laws hold.
//!
//! A breach is a panic here. The bodies are called by the fuzzer (`fuzz_targets/`) and by the repository's own suite
//! (`tests/seeds.rs`), which needs no fuzzer.

pub mod worst_cases;

use event_timeline::Timeline;
use event_timeline::columns::{Columns, Dates, RawIds, RawTexts, RawValues};
use event_timeline::diagnostic::Severity;
use event_timeline::event::FieldType;
use event_timeline::formats::tabular::{delimited, events, recognise};
use event_timeline::formats::{Limits, Reader, Reading, TableReading, json as own, read};
use event_timeline::query::language::{FieldName, format, parse};
use event_timeline::query::{Query, TextTerm};
use event_timeline::store::text::nfkd;
use event_timeline::table::Codes;
use event_timeline::time;
use std::collections::BTreeSet;

/// The names of the targets and what they do with bytes.
pub const TARGETS: [(&str, fn(&[u8])); 9] = [
    ("json", json),
    ("pieces", pieces),
    ("csv", csv),
    ("icalendar", icalendar),
    ("dialects", dialects),
    ("xml", xml),
    ("query_language", query_language),
    ("edtf", edtf),
    ("columns", columns),
];

/// Every diagnostic is kept, so that they can be counted.
const LIMITS: Limits = Limits {
    bytes: event_timeline::formats::MAX_BYTES,
    events: event_timeline::formats::MAX_EVENTS,
    nesting: event_timeline::formats::MAX_NESTING,
    diagnostics: usize::MAX,
    reread: event_timeline::formats::MAX_REREAD_BYTES,
    values: event_timeline::formats::MAX_VALUES,
    name: event_timeline::formats::MAX_NAME_BYTES,
};

fn read_with(mut reader: Reader, bytes: &[u8]) -> Reading {
    reader.push(bytes);
    reader.finish().into()
}

/// What holds for every document.
fn check(reading: &Reading) {
    let lost = reading.diagnostics.iter().filter(|d| d.severity == Severity::Record).count();
    let events = reading.set.events.len();
    assert_eq!(reading.records as usize, events + lost, "records and what became of them: {:?}", reading.diagnostics);
    let ids: BTreeSet<&str> = reading.set.events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids.len(), events, "ids are not unique");
    for event in &reading.set.events {
        assert!(event.span.is_none_or(|span| span.is_valid()), "bounds out of order: {event:?}");
        for id in event.after.iter().chain(&event.before).chain(&event.part_of) {
            assert!(ids.contains(id.as_str()), "{id} is nowhere");
        }
    }
    for diagnostic in &reading.diagnostics {
        assert!(!diagnostic.message.is_empty(), "{diagnostic:?}");
        assert!(diagnostic.line != 0 && diagnostic.column != 0, "no place: {diagnostic:?}");
    }
}

/// What is written reads back equal.
fn check_written(reading: &Reading) {
    let text = own::write(&reading.set);
    let again = read_with(Reader::new(LIMITS), text.as_bytes());
    assert_eq!(again.set, reading.set, "{text}");
}

/// A timeline of it answers.
fn check_timeline(reading: Reading) {
    let count = reading.set.events.len() as u32;
    let word = reading.set.events.first().map(|event| event.title.clone()).unwrap_or_default();
    let mut timeline = Timeline::new(reading, nfkd);
    assert_eq!(timeline.info().count, count);
    assert_eq!(timeline.counts().matches, count);
    let text = vec![TextTerm { text: word, ..TextTerm::default() }];
    timeline.query(Query { text, ..Query::default() }).expect("a query of text alone is right");
    let matches = timeline.counts().matches;
    assert_eq!(timeline.order(0, count).len() as u32, matches);
    if let Some((from, to)) = timeline.store().extent().filter(|(from, to)| from < to) {
        timeline.histogram(from, to, 7).expect("the extent is a range");
    }
}

/// Our own JSON: the fast path reads what the general one does.
pub fn json(bytes: &[u8]) {
    let reading = read_with(Reader::new(LIMITS), bytes);
    assert_eq!(reading, read_with(Reader::general(LIMITS), bytes), "the general path reads it otherwise");
    check(&reading);
    check_written(&reading);
    check_timeline(reading);
}

/// Any format in pieces is what it is whole. The first bytes say where the cuts are, and how small the limits.
pub fn pieces(bytes: &[u8]) {
    let Some((control, rest)) = bytes.split_first_chunk::<4>() else { return };
    let limits = match control[0] % 5 {
        0 => Limits { events: u32::from(control[1]), diagnostics: usize::from(control[2]), ..LIMITS },
        1 => Limits { nesting: usize::from(control[1] % 8), reread: usize::from(control[2]), ..LIMITS },
        2 => Limits { bytes: usize::from(control[1]) * 8, ..LIMITS },
        3 => Limits { values: usize::from(control[1] % 4), name: usize::from(control[2] % 8), ..LIMITS },
        _ => LIMITS,
    };
    let whole = read_with(Reader::new(limits), rest);
    let mut reader = Reader::new(limits);
    let mut state = u64::from(control[3]);
    let mut left = rest;
    while !left.is_empty() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let most = if control[3] % 2 == 0 { 4 } else { 400 };
        let (piece, after) = left.split_at(((state >> 40) as usize % most).min(left.len()));
        reader.push(piece);
        left = after;
    }
    assert_eq!(Reading::from(reader.finish()), whole, "{limits:?}");
}

/// Delimited text.
pub fn csv(bytes: &[u8]) {
    check_format(bytes);
    let text = String::from_utf8_lossy(bytes);
    for delimiter in delimited::DELIMITERS {
        let grid = delimited::grid(&text, delimiter);
        let mut from = 0;
        for record in &grid.records {
            assert!(from <= record.at && record.at <= text.len(), "records are in order");
            from = record.at;
            assert!(record.cells.iter().all(|cell| record.at <= cell.at && cell.at <= text.len()), "{record:?}");
        }
        let mapping = recognise(&grid);
        assert_eq!(mapping.columns.len(), grid.header().len());
        assert!(events(&grid, &mapping).events.len() <= grid.rows().len());
    }
}

/// Calendars.
pub fn icalendar(bytes: &[u8]) {
    check_format(&after(b"BEGIN:VCALENDAR\r\n", bytes));
}

/// JSON documents of other programs.
pub fn dialects(bytes: &[u8]) {
    check_format(bytes);
}

/// SIMILE's XML.
pub fn xml(bytes: &[u8]) {
    check_format(&after(b"<data><event>", bytes));
}

/// The bytes, after a beginning by which their format is known.
fn after(head: &[u8], bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(&head[..5]) { bytes.to_vec() } else { [head, bytes].concat() }
}

fn check_format(bytes: &[u8]) {
    let reading = read_with(Reader::new(LIMITS), bytes);
    check(&reading);
    check_written(&reading);
    check_timeline(reading);
    // With few diagnostics nothing else changes.
    let (few, all) = (read(bytes), read_with(Reader::new(LIMITS), bytes));
    assert_eq!((few.set, few.records), (all.set, all.records));
}

/// A line of the query language, and what is printed of it.
pub fn query_language(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let field = |key, label, field_type| FieldName { key, label, field_type };
    let fields = [
        field("actor", Some("Who"), FieldType::Category),
        field("killed", None, FieldType::Number),
        field("note", Some("A note"), FieldType::Text),
        field("source", None, FieldType::Link),
        field("before", None, FieldType::Category),
    ];
    let parsed = parse(&text, &fields, nfkd);
    let units = text.encode_utf16().count() as u32;
    for problem in &parsed.problems {
        assert!(problem.from <= problem.to && problem.to <= units, "{problem:?} of {units}");
    }
    let printed = format(&parsed.query, &fields, nfkd);
    let again = parse(&printed, &fields, nfkd);
    // A range that holds nothing is asked for all the same, and told of each time.
    let is_turned = parsed.query.numbers.iter().any(|filter| filter.max < filter.min && filter.max.is_some());
    assert!(is_turned || again.problems.is_empty(), "{printed}: {:?}", again.problems);
    assert_eq!(again.query, parsed.query, "{printed}");
    assert_eq!(format(&again.query, &fields, nfkd), printed);
    let mut timeline = Timeline::open(SMALL.as_bytes(), nfkd);
    let parsed = timeline.parse_query(&text);
    timeline.query(parsed.query).expect("what was read can be asked");
    assert!(timeline.counts().matches <= 3);
}

const SMALL: &str = r#"{"fields": {"killed": "number", "note": "text"}, "events": [
    {"title": "Mosul falls", "date": "2014-06-10", "actor": ["ISIL", "PMF"], "killed": 5},
    {"title": "Ünder", "start": "2014", "end": "..", "note": "a b"}, {"title": "x"}]}"#;

/// A date: what is printed reads back as it, and its bounds are in order.
pub fn edtf(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match time::parse(text) {
        Ok(date) => {
            assert!(date.span().is_valid(), "{text}: {:?}", date.span());
            let printed = date.to_string();
            assert_eq!(time::parse(&printed).as_ref(), Ok(&date), "{text} is printed {printed}");
            assert!(date.level() <= 2);
        }
        Err(error) => assert!(error.offset <= text.len() && text.is_char_boundary(error.offset), "{text}: {error:?}"),
    }
    if let Err(error) = time::parse_end(text) {
        assert!(error.offset <= text.len(), "{text}: {error:?}");
    }
}

/// Columns as another program might hand them in, lengths and codes right or wrong.
pub fn columns(bytes: &[u8]) {
    let mut source = Source { bytes };
    let length = u32::from(source.byte() % 9);
    let fields = (0..source.byte() % 4).map(|at| (format!("f{}", at % 3), source.values(length))).collect();
    let columns = Columns {
        length,
        title: source.texts(length),
        id: match source.byte() % 3 {
            0 => RawIds::Made,
            1 => RawIds::Numbers(source.numbers(length, |byte| u32::from(byte % 5))),
            _ => RawIds::Texts(source.texts(length)),
        },
        dates: match source.byte() % 5 {
            0 => Dates::None,
            1 => Dates::Instants(source.numbers(length, instant), None),
            2 => Dates::Instants(source.numbers(length, instant), Some(source.numbers(length, instant))),
            3 => Dates::Texts(source.texts(length)),
            _ => Dates::Bounds(Box::new([(); 4].map(|()| source.numbers(length, instant)))),
        },
        description: (source.byte() % 2 == 0).then(|| source.texts(length)),
        fields,
        info: [Some(String::new()), None, None, None],
    };
    let Ok(table) = columns.into_table() else { return };
    assert_eq!(table.len(), length);
    for position in 0..length {
        let event = table.event(position).expect("each event is there");
        assert!(event.span.is_none_or(|span| span.is_valid()), "{event:?}");
    }
    let timeline = Timeline::new(TableReading { table, ..TableReading::default() }, nfkd);
    assert_eq!(timeline.order(0, length).len(), length as usize);
    assert!((0..length).all(|row| timeline.store().event(row).is_some()));
}

/// Bytes made into columns.
struct Source<'a> {
    bytes: &'a [u8],
}

fn instant(byte: u8) -> f64 {
    match byte {
        0 => f64::NAN,
        1 => f64::INFINITY,
        2 => f64::NEG_INFINITY,
        3 => f64::MAX,
        4 => -0.0,
        5 => 1e17,
        byte => f64::from(byte) * 1.5e11 - 1e13,
    }
}

impl Source<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.bytes.split_first() else { return 0 };
        self.bytes = rest;
        *first
    }

    /// A length that is seldom wrong.
    fn len(&mut self, right: u32) -> usize {
        let byte = self.byte();
        if 0xF0 < byte { usize::from(byte % 16) } else { right as usize }
    }

    fn numbers<T>(&mut self, right: u32, of: fn(u8) -> T) -> Vec<T> {
        (0..self.len(right)).map(|_| of(self.byte())).collect()
    }

    fn texts(&mut self, right: u32) -> RawTexts {
        let mut texts = RawTexts::default();
        for _ in 0..self.len(right) {
            let len = usize::from(self.byte() % 12).min(self.bytes.len());
            let (text, rest) = self.bytes.split_at(len);
            texts.bytes.extend_from_slice(text);
            self.bytes = rest;
            texts.ends.push(texts.bytes.len() as u32);
        }
        if self.byte() == 0xFF {
            texts.ends.reverse();
        }
        texts
    }

    fn values(&mut self, length: u32) -> RawValues {
        match self.byte() % 4 {
            0 => RawValues::Numbers(self.numbers(length, instant)),
            1 => RawValues::Texts(self.texts(length)),
            kind => {
                let names = u32::from(self.byte() % 6);
                let offsets = (kind == 3).then(|| {
                    let mut offset = 0;
                    let steps = self.numbers(length, |byte| u32::from(byte % 3));
                    let ends = steps.into_iter().map(|step| {
                        offset += step;
                        offset
                    });
                    [0].into_iter().chain(ends).collect::<Vec<u32>>()
                });
                let count = offsets.as_ref().map_or(length, |offsets| offsets.last().copied().unwrap_or(0));
                let codes = match self.byte() % 3 {
                    0 => Codes::U8(self.numbers(count, |byte| byte % 8)),
                    1 => Codes::U16(self.numbers(count, |byte| u16::from(byte) * 200)),
                    _ => Codes::U32(self.numbers(count, |byte| u32::from(byte).wrapping_mul(0x0101_0101))),
                };
                RawValues::Category { codes, names: self.texts(names), offsets }
            }
        }
    }
}
