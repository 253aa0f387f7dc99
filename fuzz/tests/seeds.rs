//! The bodies of the fuzz targets over files of the repository, of other programs' suites (where `EVENT_TIMELINE_CORPORA`
//! points) and small worst cases, whole and changed a little: the same every time, and without a fuzzer.

use event_timeline_fuzz::TARGETS;
use event_timeline_fuzz::worst_cases::{QUERIES, documents};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Bytes of a seed that are used.
const MOST_BYTES: usize = 3_000;
/// Changed copies of each seed, for each target.
const COPIES: usize = 3;

/// Files of a folder and those in it, each with its first bytes only.
fn collect(folder: &Path, seeds: &mut Vec<Vec<u8>>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, seeds);
        } else if let Ok(mut bytes) = fs::read(&path) {
            bytes.truncate(MOST_BYTES);
            seeds.push(bytes);
        }
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["../tests/data", "../www/data", "seeds", "found"] {
        collect(&root.join(folder), &mut seeds);
    }
    if let Some(corpora) = std::env::var_os("EVENT_TIMELINE_CORPORA") {
        collect(Path::new(&corpora), &mut seeds);
    }
    let cases = documents().map(|(_, case)| case).chain(QUERIES);
    seeds.extend(cases.map(|(_, make)| make(MOST_BYTES / 2)));
    seeds
}

/// The same numbers every time.
fn random(state: &mut u64, below: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize % below.max(1)
}

const PIECES: [&[u8]; 24] = [
    b"\"",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\n",
    b"\r\n ",
    b"\\",
    b"\\ud800",
    b"\xFF",
    b"\xEF\xBB\xBF",
    b"null",
    b"1e999",
    b"-",
    b"2014-06-10",
    b"/..",
    b"END:VEVENT\n",
    b"BEGIN:VEVENT\n",
    b"<event",
    b"&#0;",
    b"\"events\":[",
    b";",
];

fn changed(seed: &[u8], state: &mut u64) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..1 + random(state, 4) {
        let at = random(state, bytes.len() + 1);
        let to = (at + random(state, 40)).min(bytes.len());
        match random(state, 5) {
            0 => drop(bytes.splice(at..at, PIECES[random(state, PIECES.len())].iter().copied())),
            1 => drop(bytes.drain(at..to)),
            2 => {
                let copy = bytes[at..to].to_vec();
                let place = random(state, bytes.len() + 1);
                bytes.splice(place..place, copy);
            }
            3 => bytes.truncate(at.max(1)),
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = random(state, 256) as u8;
                }
            }
        }
    }
    bytes
}

#[test]
fn the_laws_hold_for_seeds_and_for_changed_ones() {
    let seeds = seeds();
    let state = &mut 20_140_821;
    let mut runs = 0;
    for (name, body) in TARGETS {
        for seed in &seeds {
            for copy in 0..=COPIES {
                let bytes = if copy == 0 { seed.clone() } else { changed(seed, state) };
                runs += 1;
                if catch_unwind(AssertUnwindSafe(|| body(&bytes))).is_err() {
                    panic!("{name} of {:?}", bytes.escape_ascii().to_string());
                }
            }
        }
    }
    println!("{runs} runs over {} seeds", seeds.len());
    assert!(2_000 < runs);
}
