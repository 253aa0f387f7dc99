//! Whatever a document holds, reading it takes time in proportion to its length: worst cases of 256 KB, eight times over, and of 2 MB.
//!
//! Times are the processor's for this thread where the system tells them, so that other work does not count, and only
//! their ratios are judged.

use event_timeline::Timeline;
use event_timeline::event::FieldType;
use event_timeline::formats::read_table;
use event_timeline::query::language::{FieldName, parse};
use event_timeline::store::text::nfkd;
use event_timeline_fuzz::worst_cases::{Case, QUERIES, documents};
use std::time::{Duration, Instant};

const UNIT: usize = 256 << 10;

/// One text may take this many times the time of eight texts of an eighth: a square of the time would take 8, and tables
/// that no longer fit the processor's cache take 2.
const MOST_GROWTH: f64 = 4.0;

/// What takes less than this for eight units is no harm, whatever the ratio; clocks tick in steps of some milliseconds.
const NO_HARM: Duration = Duration::from_millis(60);

/// Eight units may take no longer than this: far more than any needs, far less than a hang.
const MOST_TIME: Duration = Duration::from_secs(20);

/// Processor time of this thread so far.
fn now() -> Duration {
    thread_local!(static START: Instant = Instant::now());
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let on_cpu = told.as_deref().and_then(|text| text.split(' ').next()).and_then(|text| text.parse().ok());
    on_cpu.map_or_else(|| START.with(Instant::elapsed), Duration::from_nanos)
}

fn time_of(work: &mut dyn FnMut()) -> Duration {
    let from = now();
    work();
    now().saturating_sub(from)
}

/// What grew too much with the length, in a line.
fn growth(name: &str, make: fn(usize) -> Vec<u8>, work: fn(&[u8])) -> Option<String> {
    let mut again = 0;
    loop {
        let mut times = [Duration::ZERO; 2];
        for (time, units) in times.iter_mut().zip([1, 8]) {
            let document = make(units * UNIT);
            // As much text both times, so that a clock's steps matter as little.
            *time = time_of(&mut || (units..=8).step_by(units).for_each(|_| work(&document)));
            if MOST_TIME < *time {
                return Some(format!("{name}: {time:?} for {units} units"));
            }
        }
        let growth = times[1].as_secs_f64() / times[0].as_secs_f64().max(0.004);
        eprintln!("{name}: {times:.1?}");
        if times[1] < NO_HARM || growth < MOST_GROWTH {
            return None;
        }
        // A page fault storm or a clock's step: what is a square of the time is one every time.
        again += 1;
        if again == 3 {
            return Some(format!("{name}: {times:?}, {growth:.1} times the time"));
        }
    }
}

fn check<'c>(cases: impl Iterator<Item = (&'static str, &'c Case)>, work: fn(&[u8])) {
    let faults: Vec<String> =
        cases.filter_map(|(kind, (name, make))| growth(&format!("{kind}: {name}"), *make, work)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn documents_are_read_in_linear_time() {
    check(documents(), |bytes| drop(read_table(bytes)));
}

#[test]
fn timelines_are_made_in_linear_time() {
    check(documents(), |bytes| {
        let timeline = Timeline::open(bytes, nfkd);
        assert!(timeline.counts().matches <= timeline.info().count);
    });
}

#[test]
fn queries_are_read_in_linear_time() {
    check(QUERIES.iter().map(|case| ("query", case)), |bytes| {
        let keys: Vec<String> = (0..256).map(|at| format!("field{at}")).collect();
        let mut fields: Vec<FieldName<'_>> =
            keys.iter().map(|key| FieldName { key, label: Some(key), field_type: FieldType::Category }).collect();
        fields.push(FieldName { key: "killed", label: None, field_type: FieldType::Number });
        fields.push(FieldName { key: "actor", label: None, field_type: FieldType::Category });
        parse(&String::from_utf8_lossy(bytes), &fields, nfkd);
    });
}
