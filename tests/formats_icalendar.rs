//! Calendars: dates, zones, durations, what is kept and what is told; and every file of other people's suites.

use event_timeline::diagnostic::Severity;
use event_timeline::formats::{Reading, read};
use std::path::PathBuf;

fn calendar(body: &str) -> Reading {
    read(format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}\r\nEND:VCALENDAR\r\n", body.replace('\n', "\r\n")).as_bytes())
}

fn event(lines: &str) -> Reading {
    calendar(&format!("BEGIN:VEVENT\nUID:1\nSUMMARY:a\n{lines}\nEND:VEVENT"))
}

#[test]
fn dates_and_times() {
    for (lines, date, start, end) in [
        ("DTSTART;VALUE=DATE:20140610", Some("2014-06-10"), None, None),
        ("DTSTART;VALUE=DATE:20140610\nDTEND;VALUE=DATE:20140611", Some("2014-06-10"), None, None),
        ("DTSTART;VALUE=DATE:20140610\nDTEND;VALUE=DATE:20140613", None, Some("2014-06-10"), Some("2014-06-12")),
        ("DTSTART:20140610\nDURATION:P3D", None, Some("2014-06-10"), Some("2014-06-12")),
        ("DTSTART:20140610T120000Z", Some("2014-06-10T12:00:00Z"), None, None),
        ("DTSTART:20140610T233000Z\nDURATION:PT1H", None, Some("2014-06-10T23:30:00Z"), Some("2014-06-11T00:30:00Z")),
        ("DTSTART:20140610T120000", Some("2014-06-10T12:00:00"), None, None),
        ("DTSTART;TZID=Etc/GMT-3:20140610T120000", Some("2014-06-10T12:00:00+03:00"), None, None),
        ("DTSTART;TZID=Somewhere:20140610T120000", Some("2014-06-10"), None, None),
    ] {
        let reading = event(lines);
        let found = &reading.set.events[0];
        assert_eq!(
            (found.date.as_deref(), found.start.as_deref(), found.end.as_deref()),
            (date, start, end),
            "{lines}"
        );
        assert!(found.span.is_some(), "{lines}");
    }
}

#[test]
fn a_zone_of_the_file_counts_wherever_it_stands() {
    let reading = calendar(
        "BEGIN:VEVENT\nUID:1\nSUMMARY:a\nDTSTART;TZID=X:20140701T120000\nEND:VEVENT\nBEGIN:VTIMEZONE\nTZID:X\n\
         BEGIN:DAYLIGHT\nDTSTART:19700308T020000\nTZOFFSETTO:-0700\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\nEND:DAYLIGHT\n\
         BEGIN:STANDARD\nDTSTART:19701101T020000\nTZOFFSETTO:-0800\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\nEND:STANDARD\n\
         END:VTIMEZONE",
    );
    assert_eq!(reading.set.events[0].date.as_deref(), Some("2014-07-01T12:00:00-07:00"));
}

#[test]
fn a_zone_that_the_file_only_names_is_looked_up() {
    let reading = calendar(
        "BEGIN:VEVENT\nUID:1\nSUMMARY:a\nDTSTART;TZID=Europe/Berlin:20140701T120000\nDTEND;TZID=Europe/Berlin:20140701T130000\n\
         END:VEVENT\nBEGIN:VEVENT\nUID:2\nSUMMARY:b\nDTSTART;TZID=Eastern Standard Time:20141201T120000\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:3\nSUMMARY:c\nDTSTART;TZID=Europe/Berlin:19450701T120000\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:4\nSUMMARY:d\nDTSTART;TZID=Mars/Olympus:20140701T120000\nEND:VEVENT",
    );
    let events = &reading.set.events;
    assert_eq!(events[0].start.as_deref(), Some("2014-07-01T12:00:00+02:00"));
    assert_eq!(events[1].date.as_deref(), Some("2014-12-01T12:00:00-05:00"));
    assert_eq!((events[2].date.as_deref(), events[3].date.as_deref()), (Some("1945-07-01"), Some("2014-07-01")));
    let codes: Vec<_> = reading.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, ["unknown-zone", "unknown-zone"]);
}

#[test]
fn what_else_an_event_has() {
    let reading = event(
        "LOCATION:Mosul\\, Iraq\nGEO:36.34;43.13\nDESCRIPTION:one\\ntwo\nCATEGORIES:war,\"x\\,y\"\nURL:https://example.org\n\
         ORGANIZER;CN=Reuters:mailto:a@example.org\nSTATUS:TENTATIVE\nRRULE:FREQ=WEEKLY\nDTSTART:20140610",
    );
    let found = &reading.set.events[0];
    assert_eq!((found.places[0].name.as_str(), found.places[0].lat), ("Mosul, Iraq", Some(36.34)));
    assert_eq!(found.description.as_deref(), Some("one\ntwo"));
    assert_eq!(found.links[0].url, "https://example.org");
    assert!(reading.diagnostics.iter().any(|d| d.code == "recurrence" && d.severity == Severity::Warning));
    assert_eq!(reading.diagnostics[0].line, 13);
}

#[test]
fn faults_cost_no_more_than_they_must() {
    let reading = calendar(
        "no line\nBEGIN:VEVENT\nSUMMARY:a\nDTSTART:2014\nEND:VEVENT\nBEGIN:VTODO\nSUMMARY:b\nEND:VTODO\nBEGIN:VEVENT\nEND:VEVENT",
    );
    assert_eq!((reading.records, reading.set.events.len()), (3, 1));
    assert_eq!(reading.set.events[0].date_text.as_deref(), Some("2014"));
    let rejected = reading.diagnostics.iter().filter(|d| d.severity == Severity::Record).count();
    assert_eq!(rejected, 2);
    let cut = read(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\nDTSTART:20140610\n");
    assert_eq!(cut.set.events.len(), 1);
    assert!(cut.diagnostics.iter().any(|d| d.severity == Severity::File));
}

/// Every file of the suites is read; what is read and what is not adds up.
#[test]
fn other_peoples_calendars() {
    let Some(root) = std::env::var_os("EVENT_TIMELINE_CORPORA").map(PathBuf::from) else { return };
    let mut files = Vec::new();
    for suite in ["icaljs", "icalendar-py"] {
        collect(&root.join(suite), &mut files);
    }
    assert!(60 < files.len(), "only {} files", files.len());
    let mut dated = 0;
    for file in files {
        let bytes = std::fs::read(&file).expect("a file of the suite");
        if !bytes.starts_with(b"BEGIN:V") {
            continue;
        }
        let reading = read(&bytes);
        let rejected = reading.diagnostics.iter().filter(|d| d.severity == Severity::Record).count();
        assert_eq!(reading.set.events.len() + rejected, reading.records as usize, "{}", file.display());
        let vevents = String::from_utf8_lossy(&bytes).matches("BEGIN:VEVENT").count();
        assert!(vevents <= reading.records as usize || reading.records == 0, "{}", file.display());
        dated += reading.set.events.iter().filter(|event| event.span.is_some()).count();
    }
    assert!(60 < dated, "only {dated} dated events");
}

fn collect(folder: &std::path::Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the suite").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "ics") {
            files.push(path);
        }
    }
}
