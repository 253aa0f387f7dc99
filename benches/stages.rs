//! One stage a row: read, store, query, facets, histogram, frame. Each asserts its answer before it is timed.
#![allow(missing_docs, clippy::unwrap_used)]
#![cfg(not(target_arch = "wasm32"))]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use event_timeline::Timeline;
use event_timeline::formats;
use event_timeline::layout::Viewport;
use event_timeline::query::{FacetFilter, Query, TimeFilter};
use event_timeline::store::text::nfkd;
use event_timeline::store::word_index::{Fit, Needle, WordIndex};
use std::hint::black_box;

const EVENTS: u32 = 20_000;
const YEAR_MS: f64 = 365.25 * 86_400_000.0;

/// A set of events spread evenly over twenty years from 2000 on, every seventh an interval of a year.
fn document() -> String {
    let events: Vec<String> = (0..EVENTS)
        .map(|i| {
            let (year, month, day) = (2000 + i / 1000, 1 + i / 80 % 12, 1 + i % 28);
            let end = if i % 7 == 0 { format!("/{}-{month:02}-{day:02}", year + 1) } else { String::new() };
            let date = format!("{year}-{month:02}-{day:02}{end}");
            let (a, b, kind) = (i % 40, i % 7, i % 5);
            format!(r#"{{"title":"Event {i} of many","date":"{date}","actor":["a{a}","b{b}"],"kind":"k{kind}"}}"#)
        })
        .collect();
    format!("[{}]", events.join(","))
}

fn query() -> Query {
    let filter = |field: &str, values: &[&str]| FacetFilter {
        field: field.to_owned(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        ..FacetFilter::default()
    };
    Query {
        time: Some(TimeFilter { from: Some(33.0 * YEAR_MS), to: Some(40.0 * YEAR_MS), certain_only: false }),
        facets: vec![filter("actor", &["a1", "a2", "b3"]), filter("kind", &["k1", "k2"])],
        ..Query::default()
    }
}

fn stages(criterion: &mut Criterion) {
    let bytes = document().into_bytes();
    let mut group = criterion.benchmark_group("stages");

    assert_eq!(formats::read(&bytes).set.events.len(), EVENTS as usize);
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("read JSON", |bench| bench.iter(|| formats::read(black_box(&bytes))));
    group.bench_function("read and store", |bench| bench.iter(|| Timeline::open(black_box(&bytes), nfkd)));

    let mut timeline = Timeline::open(&bytes, nfkd);
    group.throughput(Throughput::Elements(u64::from(EVENTS)));
    let counts = timeline.query(query()).unwrap();
    assert!(0 < counts.matches && counts.matches < EVENTS);
    assert_eq!(counts.matches, counts.certain + counts.possible);
    group.bench_function("query: time and two facets", |bench| {
        bench.iter(|| timeline.query(black_box(query())).unwrap());
    });
    assert_eq!(timeline.facets(&["actor", "kind"]).unwrap().len(), 2);
    group.bench_function("two facets", |bench| bench.iter(|| timeline.facets(&["actor", "kind"]).unwrap()));

    timeline.query(Query::default()).unwrap();
    let (from, to) = timeline.fit().unwrap();
    assert_eq!(timeline.histogram(from, to, 1_000).unwrap().certain.len(), 1_000);
    group.bench_function("histogram of 1,000 bins", |bench| {
        bench.iter(|| timeline.histogram(black_box(from), to, 1_000).unwrap());
    });
    let viewport = Viewport { from, to, ..Viewport::default() };
    let frame = timeline.frame(&viewport).unwrap();
    assert_eq!(frame.certain + frame.possible, EVENTS);
    group.bench_function("frame of the whole extent", |bench| {
        bench.iter(|| timeline.frame(black_box(&viewport)).unwrap())
    });

    let store = timeline.store();
    let titles = |position: u32, take: &mut dyn FnMut(&str)| take(store.table().title_of(position));
    group.bench_function("index of the words of titles", |bench| {
        bench.iter(|| WordIndex::build(black_box(EVENTS), &titles, nfkd));
    });
    // The first is within a word, so the vocabulary and the index tell; the other goes across words, so the texts are read.
    for (part, expected) in [("1999", 12), ("1 of m", 2_000)] {
        let needle = Needle::new(part, Fit::Part, nfkd).unwrap();
        let count = |bits: Vec<u64>| bits.iter().map(|bits| bits.count_ones()).sum::<u32>();
        assert_eq!(count(store.titles_with(&needle)), expected);
        group.bench_function(format!("part of titles: {part}"), |bench| {
            bench.iter(|| store.titles_with(black_box(&needle)));
        });
    }
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
