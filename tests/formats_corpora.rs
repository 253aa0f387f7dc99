//! Files of other people's programs: each is read, adds up, and when it is cut gives what came before the cut.
#![cfg(not(target_arch = "wasm32"))]

use event_timeline::diagnostic::Severity;
use event_timeline::formats::{FormatName, Reading, read};
use std::path::{Path, PathBuf};

/// The files of a folder and those below it, in order; none where the corpora are not at hand.
fn files(folder: &str) -> Vec<PathBuf> {
    let Some(corpora) = std::env::var_os("EVENT_TIMELINE_CORPORA") else { return Vec::new() };
    let mut found = Vec::new();
    let mut folders = vec![Path::new(&corpora).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        !["LICENSE", "SOURCE", "README"].iter().any(|other| name.starts_with(other))
    });
    found.sort();
    found
}

#[track_caller]
fn check(name: &Path, reading: &Reading) {
    let file = &reading.files[0];
    let lost = reading.diagnostics.iter().filter(|d| d.severity == Severity::Record).count();
    assert_eq!(file.read as usize, reading.set.events.len(), "{}", name.display());
    assert_eq!(file.read + file.rejected, file.records, "{}", name.display());
    assert!(lost == file.rejected as usize || 1000 < reading.diagnostics.len(), "{}", name.display());
    for event in &reading.set.events {
        assert!(!event.id.is_empty(), "{}: {event:?}", name.display());
        assert!(event.span.is_none_or(|span| span.is_valid()), "{}: {event:?}", name.display());
    }
}

#[test]
fn every_file_adds_up_however_it_is_cut() {
    for folder in [
        "csv-spectrum",
        "icalendar-py",
        "icaljs",
        "schemaorg-events",
        "simile-timeline",
        "sparql-results-json",
        "timelinejs3",
    ] {
        for path in files(folder) {
            let bytes = std::fs::read(&path).expect("a file that can be read");
            let whole = read(&bytes);
            check(&path, &whole);
            for part in 1..8 {
                let cut = read(&bytes[..bytes.len() * part / 8]);
                check(&path, &cut);
                // The first eighths may not tell what the file is.
                let told = !cut.diagnostics.is_empty() || cut.records != 0;
                assert!(told || bytes.is_empty(), "{} cut at {part}/8 says nothing", path.display());
            }
        }
    }
}

#[test]
fn what_a_cut_leaves_is_read() {
    for (folder, name) in [
        ("timelinejs3", "contrib/women_in_computing.json"),
        ("timelinejs3", "website/examples/example.json"),
        ("simile-timeline", "examples/jfk/jfk.xml"),
        ("simile-timeline", "examples/compact-painter/data.json"),
        ("timelinejs3", "contrib/women_in_computing.csv"),
        ("wikidata-events", "historicEvents.json"),
    ] {
        let Some(path) = files(folder).into_iter().find(|path| path.ends_with(name)) else { continue };
        let bytes = std::fs::read(&path).expect("a file that can be read");
        let whole = read(&bytes);
        let half = read(&bytes[..bytes.len() / 2]);
        check(&path, &half);
        let (all, some) = (whole.set.events.len(), half.set.events.len());
        assert!(all / 4 < some && some < all, "{}: {some} of {all}", path.display());
        let alike = whole.set.events.iter().zip(&half.set.events).filter(|(one, other)| one.title == other.title);
        assert!(some <= alike.count() + 1, "{}", path.display());
    }
}

fn of(folder: &str, name: &str) -> Option<Reading> {
    let path = files(folder).into_iter().find(|path| path.ends_with(name))?;
    Some(read(&std::fs::read(path).ok()?))
}

#[test]
fn events_are_those_of_the_file() {
    if let Some(jfk) = of("simile-timeline", "examples/jfk/jfk.xml") {
        let invasion = &jfk.set.events[0];
        assert_eq!((invasion.title.as_str(), invasion.date.as_deref()), ("'Bay of Pigs' Invasion", Some("1961-05-20")));
        assert_eq!(jfk.set.events.len(), 130);
        assert!(jfk.set.events.iter().any(|event| event.date.as_deref().is_some_and(|date| date.contains('T'))));
    }
    if let Some(older) = of("timelinejs3", "website/examples/example.json") {
        assert_eq!(older.files[0].format, Some(FormatName::Timelinejs3));
        assert_eq!(older.set.title.as_deref(), Some("Elizabeth Taylor 1932-2011"));
        assert_eq!(older.set.events[0].date.as_deref(), Some("2011-03-23"));
    }
    if let Some(women) = of("timelinejs3", "contrib/women_in_computing.csv") {
        let clarke = &women.set.events[1];
        assert!(
            clarke.media.is_empty()
                && clarke.description.as_deref().is_some_and(|text| text.starts_with("There is no demand"))
        );
    }
    if let Some(concerts) = of("schemaorg-events", "002.jsonld") {
        assert_eq!(concerts.set.events[0].title, "Foo Fighters, Memphis, TN, US");
    }
    if let Some(battles) = of("wikidata-events", "historicEvents.json") {
        assert_eq!((battles.set.events.len(), battles.diagnostics.len()), (9125, 0));
        assert_eq!(battles.set.events[0].date.as_deref(), Some("1807-06-22"));
        assert_eq!(battles.set.events[0].links[0].url, "https://en.wikipedia.org/wiki/Battle_of_Athos");
        assert!(battles.set.events[0].fields.contains_key("event"), "the address of the record stays with it");
    }
}
