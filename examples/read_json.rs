//! Times the JSON reader on the benchmark's event set: `read_json [events]`, or `read_json [events] file` to write it.
#![allow(missing_docs, clippy::unwrap_used)]

use event_timeline::formats::{Limits, Reader, read_table};
use std::fmt::Write;
use std::time::Instant;

/// A set of the shape that the baseline page describes: flat records, five category fields, titles of a few words.
fn document(events: u32) -> String {
    let mut state = 1u64;
    let mut random = |below: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % u64::from(below)) as u32
    };
    let mut out = String::from("[");
    for event in 0..events {
        let id = event.wrapping_mul(0x9E37_79B1) >> 2;
        let start = 1_041_379_200_000 + u64::from(random(u32::MAX)) * 160;
        let end = start + if random(10) < 7 { 0 } else { u64::from(random(300)) * 86_400_000 };
        let zipf = |of: u32, at: u32| (of * at / 1000) * at / 1000;
        let (actor, place) = (zipf(40, random(1000)), zipf(400, random(1000)));
        let (kind, certainty, source) = (random(8), random(4), zipf(2000, random(1000)));
        let comma = if event == 0 { "" } else { "," };
        let _ = write!(out, "{comma}{{\"id\":{id},\"start\":{start},\"end\":{end},\"actor\":\"Actor number {actor}\",");
        let _ = write!(
            out,
            "\"place\":\"Place of name {place}\",\"kind\":\"kind-{kind}\",\"certainty\":\"level {certainty}\","
        );
        out.push_str("\"title\":\"");
        for word in 0..5 + random(4) {
            let _ = write!(out, "{}word{}", if word == 0 { "" } else { " " }, random(5000));
        }
        let _ = write!(out, "\",\"source\":\"Source {source}\"}}");
    }
    out.push(']');
    out
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let events = arguments.get(1).map_or(1_000_000, |events| events.parse().unwrap());
    let text = document(events);
    if let Some(path) = arguments.get(2) {
        std::fs::write(path, &text).unwrap();
        return;
    }
    println!("{} bytes", text.len());
    for _ in 0..5 {
        let started = Instant::now();
        let reading = read_table(text.as_bytes());
        let whole = started.elapsed();
        assert_eq!((reading.table.len(), reading.diagnostics.len()), (events, 0));
        drop(reading);
        let started = Instant::now();
        let mut reader = Reader::new(Limits::default());
        for chunk in text.as_bytes().chunks(64 << 10) {
            reader.push(chunk);
        }
        let reading = reader.finish();
        println!("whole {whole:?}, in pieces {:?}", started.elapsed());
        assert_eq!(reading.table.len(), events);
    }
}
