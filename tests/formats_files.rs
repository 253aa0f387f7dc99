//! What is said of a file, what is reported of it, and several files that become one set.
#![cfg(not(target_arch = "wasm32"))]

use event_timeline::diagnostic::{Diagnostic, Severity};
use event_timeline::event::{Event, EventSet, FieldType, FieldValue};
use event_timeline::formats::{
    DateFormat, FileOptions, FormatName, Limits, Mapping, Reader, Reading, Role, Separator, read, read_within,
};

fn file(name: &str, text: &str) -> (FileOptions, String) {
    (FileOptions { name: Some(name.to_owned()), ..FileOptions::default() }, text.to_owned())
}

fn read_files(files: impl IntoIterator<Item = (FileOptions, String)>) -> Reading {
    let mut reader = Reader::new(Limits::default());
    for (options, text) in files {
        reader.begin_file(options);
        reader.push(text.as_bytes());
    }
    let reading = Reading::from(reader.finish());
    check_sums(&reading);
    reading
}

/// What must hold of every report.
#[track_caller]
fn check_sums(reading: &Reading) {
    for (index, file) in reading.files.iter().enumerate() {
        let lost = |d: &&Diagnostic| d.file as usize == index && d.severity == Severity::Record;
        assert_eq!(file.read + file.rejected, file.records, "{file:?}");
        assert_eq!(
            reading.diagnostics.iter().filter(lost).count(),
            file.rejected as usize,
            "{:#?}",
            reading.diagnostics
        );
    }
    assert_eq!(reading.files.iter().map(|file| file.read as usize).sum::<usize>(), reading.set.events.len());
    assert_eq!(reading.files.iter().map(|file| file.records).sum::<u32>(), reading.records);
}

fn event<'s>(set: &'s EventSet, title: &str) -> &'s Event {
    set.events.iter().find(|event| event.title == title).expect("an event of that title")
}

fn texts(event: &Event, field: &str) -> Vec<String> {
    match event.fields.get(field) {
        Some(FieldValue::Texts(texts)) => texts.clone(),
        Some(FieldValue::Number(number)) => vec![number.to_string()],
        None => Vec::new(),
    }
}

#[test]
fn one_file_is_reported_and_gets_no_field() {
    let reading = read(b"what,when,who\nA,2014-06-10,IS\nB,2014-06-11,IS\n");
    check_sums(&reading);
    let report = &reading.files[0];
    assert_eq!((report.format, report.records, report.read), (Some(FormatName::Csv), 2, 2));
    let columns: Vec<_> = report.columns.iter().map(|column| (column.name.as_str(), column.role)).collect();
    assert_eq!(columns, [("what", Role::Title), ("when", Role::Date), ("who", Role::Category)]);
    assert_eq!(report.columns[1].date_format, Some(DateFormat::Edtf));
    assert_eq!(report.columns[0].samples, ["A", "B"]);
    assert_eq!(report.columns[2].samples, ["IS"], "each text once");
    assert!(reading.set.events.iter().all(|event| !event.fields.contains_key("file")));
}

#[test]
fn a_mapping_changes_roles_formats_and_separators() {
    let text = "Headline,Date,Posted,Who,Internal\nA,03/04/2014,05/04/2014,IS; PMF,x\nB,04/04/2014,06/04/2014,IS,y\n";
    let plain = read(text.as_bytes());
    assert!(plain.files[0].columns[1].ambiguous);
    assert!(plain.diagnostics.iter().any(|d| d.code == "day-or-month"), "{:#?}", plain.diagnostics);
    assert_eq!(plain.set.events[0].date.as_deref(), Some("[2014-03-04,2014-04-03]"));

    let (mapping, problems) =
        Mapping::parse("Date=category; Posted=date:day-month-year; Internal=-; Who=claimant:%3B; Nobody=title");
    assert!(problems.is_empty());
    let options = FileOptions { mapping: Some(mapping), ..FileOptions::default() };
    let reading = read_files([(options, text.to_owned())]);
    assert_eq!(reading.set.events[0].date.as_deref(), Some("2014-04-05"));
    assert_eq!(texts(&reading.set.events[0], "date_2"), ["03/04/2014"]);
    let by: Vec<_> = reading.set.events[0].claims.iter().filter_map(|claim| claim.by.as_deref()).collect();
    assert_eq!(by, ["IS", "PMF"]);
    assert!(!reading.set.events[0].fields.contains_key("internal"));
    let found: Vec<_> = reading.diagnostics.iter().map(|d| (d.code, d.line)).collect();
    assert_eq!(found, [("unknown-column", 0)], "{:#?}", reading.diagnostics);
    assert!(reading.files[0].columns.iter().all(|column| !column.ambiguous));

    let options = FileOptions { mapping: Some(Mapping::parse("Who=category:none").0), ..FileOptions::default() };
    let reading = read_files([(options, text.to_owned())]);
    assert_eq!(texts(&reading.set.events[0], "who"), ["IS; PMF"]);
    assert_eq!(reading.files[0].columns[3].separator, Some(Separator::None));
}

#[test]
fn a_cell_that_is_no_date_is_told_what_its_column_has() {
    let reading = read(b"title,from,until\nA,25/12/2014,26/12/2014\nB,24/12/2014,in winter\nC,early June,30/12/2014\n");
    let told: Vec<_> = reading.diagnostics.iter().map(|d| (d.line, d.column, d.message.as_str())).collect();
    assert_eq!(
        told,
        [
            (3, 14, "`in winter` is no date as this column has them; expected one like `31/12/2014`"),
            (4, 3, "`early June` is no date as this column has them; expected one like `31/12/2014`"),
        ]
    );
}

#[test]
fn a_reported_mapping_reads_the_file_the_same_way_again() {
    let text = "Name;Von;Bis;Ort;Tote\nA;1.2.2014;13.2.2014;Mosul | Tikrit;3\nB;2.2.2014;14.2.2014;Amerli;4\n";
    let first = read(text.as_bytes());
    let columns = first.files[0].columns.iter().map(|column| event_timeline::formats::ColumnMapping {
        name: column.name.clone(),
        role: column.role,
        date_format: column.date_format,
        separator: column.separator,
        ..Default::default()
    });
    let text_of = Mapping { columns: columns.collect() }.to_string();
    let options = FileOptions { mapping: Some(Mapping::parse(&text_of).0), ..FileOptions::default() };
    let second = read_files([(options, text.to_owned())]);
    assert_eq!((second.set, second.files), (first.set, first.files), "{text_of}");
}

#[test]
fn a_format_that_is_said_goes_before_what_is_in_the_file() {
    let said = |format| FileOptions { format: Some(format), ..FileOptions::default() };
    let one_column = read_files([(said(FormatName::Csv), "title\nA\nB\n".to_owned())]);
    assert_eq!(one_column.set.events.len(), 2);
    let ours = r#"[{"what": "A", "start": "2014", "content": "b"}]"#;
    assert_eq!(read(ours.as_bytes()).files[0].format, Some(FormatName::VisTimeline));
    let reading = read_files([(said(FormatName::EventSet), ours.to_owned())]);
    assert_eq!((reading.files[0].format, reading.files[0].rejected), (Some(FormatName::EventSet), 1));
}

#[test]
fn files_of_different_formats_become_one_set() {
    let reading = read_files([
        file("a.csv", "id,title,date,killed\n1,A,2014-06-10,3\n2,B,2014-06-11,\n"),
        file(
            "b.json",
            r#"{"title": "Second", "lang": "en", "fields": {"killed": {"label": "Killed", "type": "category"}}, "events": [
                {"id": "1", "title": "C", "date": "2014", "killed": "many"},
                {"id": "x", "title": "D", "part_of": "1", "after": ["1", "2"], "killed": "few"}, {}]}"#,
        ),
        file("a.csv", "title,date\nE,2014\n"),
        file("empty.csv", ""),
    ]);
    let set = &reading.set;
    assert_eq!(set.title.as_deref(), Some("Second"));
    assert_eq!(set.lang, None, "the files differ in it");
    let files: Vec<_> = set.events.iter().map(|event| texts(event, "file").concat()).collect();
    assert_eq!(files, ["a.csv", "a.csv", "b.json", "b.json", "a.csv (2)"]);
    let ids: Vec<_> = set.events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids, ["1", "2", "1-2", "x", "e1"]);
    let d = event(set, "D");
    assert_eq!(d.part_of.as_deref(), Some("1-2"), "a reference means the event of its own file first");
    assert_eq!(d.after, ["1-2", "2"], "and that of another file where its own has none");
    assert_eq!(event(set, "A").fields.get("killed"), Some(&FieldValue::Number(3.0)));
    assert_eq!(texts(event(set, "C"), "killed_2"), ["many"], "what is of another kind is another field");
    let declared: Vec<_> = set.fields.iter().map(|field| (field.key.as_str(), field.field_type)).collect();
    assert_eq!(
        declared,
        [("file", FieldType::Category), ("killed", FieldType::Number), ("killed_2", FieldType::Category)]
    );
    let found: Vec<_> = reading.diagnostics.iter().map(|d| (d.file, d.code)).collect();
    assert_eq!(found, [(1, "id-in-another-file"), (1, "no-title"), (3, "empty-file")], "{:#?}", reading.diagnostics);
    assert_eq!(reading.diagnostics[1].line, 3, "lines count within the file");
}

#[test]
fn made_ids_of_several_files_are_made_distinct_without_a_word() {
    let reading = read_files([file("a", "[{\"title\":\"A\"}]"), file("b", "[{\"title\":\"B\"},{\"title\":\"C\"}]")]);
    let ids: Vec<_> = reading.set.events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids, ["e1", "e2", "e3"]);
    assert!(reading.diagnostics.is_empty(), "{:#?}", reading.diagnostics);
}

#[test]
fn references_between_files_that_form_a_circle_lose_one() {
    let reading = read_files([
        file("a", r#"[{"id": "a", "title": "A", "part_of": "b"}]"#),
        file("b", r#"[{"id": "b", "title": "B", "part_of": "a"}, {"id": "c", "title": "C", "part_of": "d"}]"#),
    ]);
    let parts: Vec<_> = reading.set.events.iter().map(|event| event.part_of.as_deref()).collect();
    assert_eq!(parts, [Some("b"), None, None]);
    let found: Vec<_> = reading.diagnostics.iter().map(|d| (d.file, d.code, d.path.as_str())).collect();
    assert_eq!(found, [(1, "part-of-circle", "[0].part_of"), (1, "unknown-id", "[1].part_of")]);
}

#[test]
fn limits_are_those_of_all_files_together() {
    let mut reader = Reader::new(Limits { events: 3, bytes: 60, ..Limits::default() });
    for text in ["[{\"title\":\"A\"},{\"title\":\"B\"}]", "title,date\nC,2014\nD,2014\n", "[]          "] {
        reader.begin_file(FileOptions::default());
        reader.push(text.as_bytes());
    }
    let reading = Reading::from(reader.finish());
    check_sums(&reading);
    assert_eq!(reading.set.events.len(), 3);
    let found: Vec<_> = reading.diagnostics.iter().map(|d| (d.file, d.code)).collect();
    assert_eq!(found[0], (1, "too-many-events"));
    assert!(found.contains(&(2, "too-many-bytes")), "{found:?}");
    assert!(reading.diagnostics.iter().any(|d| d.message.contains("MAX_BYTES = 60")));
    assert_eq!(read_within(b"[]", Limits { diagnostics: 0, ..Limits::default() }).diagnostics.len(), 1);
}

#[test]
fn a_preview_has_the_events_of_all_files_so_far() {
    let mut reader = Reader::new(Limits::default());
    reader.begin_file(file("a", "").0);
    reader.push(b"[{\"title\":\"A\"},{\"title\":\"B\"}]");
    reader.begin_file(file("b", "").0);
    reader.push(format!("[{{\"title\":\"C\"}},{}{{", " ".repeat(9_000)).as_bytes());
    let preview = reader.preview();
    assert_eq!(preview.len(), 3);
    assert_eq!(preview.column_of("file").and_then(|column| column.texts(2).next()), Some("b"));
    assert_eq!(reader.finish().files.len(), 2);
}

#[test]
fn lines_of_events_are_read_as_they_come() {
    let text =
        "{\"title\":\"A\",\"date\":\"2014\"}\n\n{\"title\":\"B\",\n {\"title\":\"C\"} ,\n{}\n{\"title\":\"D\",\"n\":1}";
    let whole = read(text.as_bytes());
    check_sums(&whole);
    assert_eq!(whole.files[0].format, Some(FormatName::Ndjson));
    let titles: Vec<_> = whole.set.events.iter().map(|event| event.title.as_str()).collect();
    assert_eq!(titles, ["A", "C", "D"]);
    let found: Vec<_> = whole.diagnostics.iter().map(|d| (d.code, d.line, d.column, d.path.as_str())).collect();
    let expected = [("broken-record", 3, 14, "[1]"), ("trailing-text", 4, 16, ""), ("no-title", 5, 1, "[3]")];
    assert_eq!(found, expected, "{:#?}", whole.diagnostics);
    for cut in 0..text.len() {
        let mut reader = Reader::new(Limits::default());
        reader.push(&text.as_bytes()[..cut]);
        reader.push(&text.as_bytes()[cut..]);
        assert_eq!(Reading::from(reader.finish()), whole, "cut at {cut}");
    }
    let mut reader = Reader::new(Limits::default());
    let line = "{\"title\":\"A\"}\n";
    let progress = reader.push(line.repeat(1000).as_bytes());
    assert_eq!(progress.events, 1000, "no line waits for the next one");
}

#[test]
fn lines_of_records_are_recognised_as_a_table_is() {
    let text =
        "{\"what\":\"A\",\"when\":\"10/6/2014\",\"n\":1}\n{\"what\":\"B\",\"when\":\"25/6/2014\"}\nnonsense\n[1]\n{}\n";
    let reading = read(text.as_bytes());
    check_sums(&reading);
    assert_eq!((reading.files[0].format, reading.records), (Some(FormatName::Ndjson), 5));
    assert_eq!(reading.set.events[0].date.as_deref(), Some("2014-06-10"));
    let lost: Vec<_> = reading.diagnostics.iter().map(|d| (d.severity, d.line)).collect();
    assert_eq!(
        lost,
        [(Severity::Record, 3), (Severity::Record, 4), (Severity::Record, 5)],
        "{:#?}",
        reading.diagnostics
    );
    let features = "{\"type\":\"Feature\",\"properties\":{\"title\":\"A\",\"date\":\"2014\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[43.1,36.3]}}\n".repeat(2);
    assert_eq!(read(features.as_bytes()).set.events[1].places[0].lat, Some(36.3));
}

#[test]
fn a_page_gives_the_events_in_it() {
    let text = "<!DOCTYPE html>\n<title>What is on</title>\n<script type=\"application/ld+json\">\n{\"@type\":\"Event\",\"name\":\"A\",\"startDate\":\"2014-06-10\"}</script>\n\
        <script type='application/ld+json'>{\"@graph\":[{\"@type\":\"MusicEvent\",\"name\":\"B\"},{\"@type\":\"Event\",\"name\":</script><script type='application/ld+json'>[{\"@type\":\"Event\",\"name\":\"C\"}]";
    let reading = read(text.as_bytes());
    check_sums(&reading);
    assert_eq!(reading.files[0].format, Some(FormatName::Html));
    assert_eq!(reading.set.title.as_deref(), Some("What is on"));
    let titles: Vec<_> = reading.set.events.iter().map(|event| event.title.as_str()).collect();
    assert_eq!(titles[..2], ["A", "B"]);
    assert!(titles.contains(&"C"), "{titles:?}");
    assert!(reading.diagnostics.iter().any(|d| d.code == "bad-json" && d.line == 5), "{:#?}", reading.diagnostics);
    let nothing = read(b"<html><body>No events</body></html>");
    assert_eq!(nothing.diagnostics[0].code, "no-json-ld");
}

#[test]
fn a_table_in_windows_1252_or_utf_16_is_read() {
    let text = "Titel;Datum\nM\u{fc}nchen \u{2013} Anfang;10.6.2014\nB;25.6.2014\n";
    let windows: Vec<u8> = text.chars().map(|c| if c == '\u{2013}' { 0x96 } else { c as u8 }).collect();
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    for (bytes, encoding, warnings) in [
        (text.as_bytes(), "utf-8", &[][..]),
        (&windows, "windows-1252", &[("windows-1252", 2, 2)]),
        (&little, "utf-16le", &[]),
        (&big, "utf-16be", &[]),
    ] {
        let reading = read(bytes);
        check_sums(&reading);
        assert_eq!(reading.files[0].encoding.name(), encoding);
        assert_eq!(reading.set.events[0].title, "M\u{fc}nchen \u{2013} Anfang");
        let found: Vec<_> = reading.diagnostics.iter().map(|d| (d.code, d.line, d.column)).collect();
        assert_eq!(found, warnings);
    }
}

#[test]
fn a_mapping_says_what_points_part() {
    let text = "Title;Date;Killed\nA;2014-06-10;1.200\nB;2014-06-11;2.300\nC;2014-06-12;15\n";
    let killed = |mapping: &str| {
        let options = FileOptions { mapping: Some(Mapping::parse(mapping).0), ..FileOptions::default() };
        let reading = read_files([(options, text.to_owned())]);
        let value = |event: &Event| event.fields.get("killed").cloned();
        let told = reading.diagnostics.iter().any(|diagnostic| diagnostic.code == "decimals-or-thousands");
        (reading.set.events.iter().map(value).collect::<Vec<_>>(), told)
    };
    let numbers = |values: [f64; 3]| values.map(|value| Some(FieldValue::Number(value))).to_vec();
    assert_eq!(killed(""), (numbers([1.2, 2.3, 15.0]), true));
    assert_eq!(killed("Killed=number:comma"), (numbers([1200.0, 2300.0, 15.0]), false));
    assert_eq!(killed("Killed=number:point"), (numbers([1.2, 2.3, 15.0]), false));
}
