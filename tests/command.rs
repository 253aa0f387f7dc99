//! The native command, called as a person or a build server calls it.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use event_timeline::formats;
use event_timeline::formats::write::{Target, View, write};
use quick_xml::events::Event as Xml;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The demo's sets.
const SETS: [&str; 2] = ["www/data/iran-in-iraq.json", "www/data/time-of-every-kind.json"];

/// One event of each severity of problem but for the file's: a cell, a record, a reference.
const FAULTY: &str = r#"[
  {"title": "A", "date": "2014-13"},
  {"date": "2014"},
  {"title": "B", "date": "2014-02", "part_of": "zz"}
]
"#;

/// What a call gave.
#[derive(Debug)]
struct Call {
    status: Option<i32>,
    out: String,
    err: String,
}

fn call(args: &[&str]) -> Call {
    call_with(args, "")
}

fn call_with(args: &[&str], stdin: &str) -> Call {
    let mut command = Command::new(env!("CARGO_BIN_EXE_event-timeline"));
    let command = command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A call that reads nothing closes the pipe.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).expect("the command writes UTF-8");
    Call { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// A file of this test alone.
fn file(name: &str, text: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Every file of the corpora that are at hand.
fn corpora() -> Vec<String> {
    let Some(root) = std::env::var_os("EVENT_TIMELINE_CORPORA").map(PathBuf::from) else {
        eprintln!("EVENT_TIMELINE_CORPORA is not set: the files of other programs are not tried");
        return Vec::new();
    };
    let (mut folders, mut files) = (vec![root], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => files.extend(path.to_str().map(str::to_owned)),
            }
        }
    }
    files.sort();
    assert!(100 < files.len(), "the corpora are there");
    files
}

#[test]
fn the_demo_sets_are_clean() {
    let checked = call(&[&["check", "--deny", "notes"], SETS.as_slice()].concat());
    assert_eq!((checked.status, checked.err.as_str()), (Some(0), ""));
    assert_eq!(
        checked.out,
        "www/data/iran-in-iraq.json: 31 events, no problems\nwww/data/time-of-every-kind.json: 54 events, no problems\n"
    );
}

#[test]
fn a_problem_is_told_with_its_place_and_its_line() {
    let checked = call_with(&["check", "-"], FAULTY);
    assert_eq!(checked.status, Some(1));
    assert_eq!(
        checked.out,
        r#"<stdin>:2:32: warning: not a date: found `1`, expected a month (01 to 12) or a season (21 to 41) [bad-date]
     2 |   {"title": "A", "date": "2014-13"},
       |                                ^^
<stdin>:3:3: error: an event without a `title`, the only key that every event needs [no-title]
     3 |   {"date": "2014"},
       |   ^^^^^^^^^^^^^^^^
<stdin>:4:48: warning: no event has the id `zz`; the reference is dropped [unknown-id]
     4 |   {"title": "B", "date": "2014-02", "part_of": "zz"}
       |                                                 ^^
<stdin>: 2 events, 3 problems (1 error, 2 warnings)
"#
    );
}

#[test]
fn the_exit_status_follows_the_level_denied() {
    let value = r#"[{"title": "A", "date": "2014-13"}]"#;
    let status = |deny, text| call_with(&["check", "--deny", deny, "-"], text).status;
    assert_eq!(
        (status("errors", value), status("warnings", value), status("notes", value)),
        (Some(0), Some(1), Some(1))
    );
    assert_eq!(status("errors", FAULTY), Some(1));
    let note = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:A\r\nDTSTART:20140101\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    assert_eq!((status("warnings", note), status("notes", note)), (Some(0), Some(1)));
    assert_eq!(status("nothing", value), Some(2));
}

#[test]
fn a_file_that_is_not_there_does_not_hide_the_others() {
    let faulty = file("beside.json", FAULTY);
    let checked = call(&["check", "nowhere.json", &faulty]);
    assert_eq!(checked.status, Some(2));
    assert!(checked.out.starts_with("error: nowhere.json: "), "{}", checked.out);
    assert!(checked.out.ends_with("2 events, 3 problems (1 error, 2 warnings)\n"), "{}", checked.out);
    assert_eq!(checked.err, "error: 1 file could not be opened\n");
    for verb in ["info", "page"] {
        assert_eq!(call(&[verb, "nowhere.json"]).status, Some(2), "{verb}");
    }
    assert_eq!(call(&["check"]).status, Some(2));
    assert_eq!(call(&["frobnicate"]).status, Some(2));
}

#[test]
fn the_json_report_is_the_readers_own() {
    let faulty = file("report.json", FAULTY);
    let checked = call(&["check", "--format", "json", SETS[0], &faulty]);
    assert_eq!(checked.status, Some(1));
    let report = parsed(&checked.out);
    let of_file = |key: &str| [&report["files"][0][key], &report["files"][1][key]];
    assert_eq!(of_file("name"), [&json!(SETS[0]), &json!(faulty)]);
    assert_eq!(of_file("format"), [&json!("event-set"), &json!("event-set")]);
    assert_eq!(of_file("error"), [&Value::Null, &Value::Null]);
    let counts = |file: &Value| ["records", "read", "rejected"].map(|key| file[key].as_u64().unwrap());
    assert_eq!(counts(&report["files"][0]), [31, 31, 0]);
    assert_eq!(counts(&report["files"][1]), [3, 2, 1]);
    let reading = formats::read(FAULTY.as_bytes());
    let told = report["diagnostics"].as_array().unwrap();
    assert_eq!(told.len(), reading.diagnostics.len());
    for (told, expected) in told.iter().zip(&reading.diagnostics) {
        let mut expected = serde_json::to_value(expected).unwrap();
        // Each file is read alone, and numbered by the command.
        let of_command = json!({ "file": 1, "level": told["level"] });
        expected.as_object_mut().unwrap().extend(of_command.as_object().unwrap().clone());
        assert_eq!(told, &expected);
    }
    assert_eq!(told.iter().map(|told| &told["level"]).collect::<Vec<_>>(), ["warning", "error", "warning"]);
}

#[test]
fn annotations_are_one_line_each_whatever_the_file_says() {
    let checked = call_with(&["check", "--format", "github", "-"], "[{\"title\": 1, \"x\\n::error::y\": {}}]");
    assert_eq!((checked.status, checked.out.lines().count()), (Some(1), 2));
    for line in checked.out.lines() {
        let levels = ["::error file=<stdin>,", "::warning file=<stdin>,", "::notice file=<stdin>,"];
        assert!(levels.iter().any(|level| line.starts_with(level)), "{line}");
    }
}

#[test]
fn what_a_file_says_does_not_steer_the_terminal() {
    let text = "[{\"title\": \"A\", \"date\": \"\u{1B}[2J\u{9B}31m\u{202E}x\"}]";
    for args in [["check", "-"], ["info", "-"]] {
        let told = call_with(&args, text);
        let steers = |char: char| (char.is_control() && char != '\n') || char == '\u{202E}';
        assert!(!told.out.contains(steers) && !told.err.contains(steers), "{told:?}");
    }
    assert!(call_with(&["check", "-"], text).out.contains("␛[2J"));
}

#[test]
fn limits_are_settable_and_told() {
    let checked = call(&["check", "--max-events", "5", SETS[0]]);
    assert_eq!(checked.status, Some(1));
    assert!(checked.out.contains("MAX_EVENTS = 5") && checked.out.contains(": 5 events, "), "{}", checked.out);
    assert!(call(&["check", "--max-bytes", "500", SETS[0]]).out.contains("MAX_BYTES = 500"));
}

#[test]
fn every_file_of_others_is_checked_to_its_end() {
    let paths = corpora();
    if paths.is_empty() {
        return;
    }
    let names: Vec<&str> = paths.iter().map(String::as_str).collect();
    let checked = call(&[["check", "--format", "json"].as_slice(), &names].concat());
    assert_eq!((checked.status, checked.err.as_str()), (Some(1), ""));
    let report = parsed(&checked.out);
    let files = report["files"].as_array().unwrap();
    assert_eq!(files.iter().map(|file| file["name"].as_str().unwrap()).collect::<Vec<_>>(), names);
    for (index, file) in files.iter().enumerate() {
        let count = |key: &str| file[key].as_u64().unwrap();
        assert_eq!(count("read") + count("rejected"), count("records"), "{file}");
        let told = report["diagnostics"].as_array().unwrap().iter().filter(|found| found["file"] == json!(index));
        let fatal = told.filter(|found| found["level"] == "error").count();
        assert!(0 < fatal || (file["format"].is_string() && count("rejected") == 0), "{file}");
    }
}

#[test]
fn info_says_what_is_there() {
    let told = call(&["info", SETS[0]]).out;
    for line in [
        "Iranian intervention in Iraq",
        "31 events: 16 dated, 15 undated",
        "first: about 2003 (Coalition Provisional Authority dissolves Iraq’s forces)",
        "kind “Kind”, 7 values: Statement 7, Operation 6, Deployment 5, Assessment 4, Picture 4 and 2 others",
    ] {
        assert!(told.lines().any(|told| told == line), "{line}\n{told}");
    }
    let nothing = call_with(&["info", "-"], "?");
    assert_eq!((nothing.status, nothing.out.as_str()), (Some(2), ""));
    assert!(nothing.err.contains("not an event set"), "{}", nothing.err);
}

/// Dates of which day and month cannot be told apart.
const AMBIGUOUS: &str = "When,Headline,Killed,Notes\n01/02/2014,Mosul,5,x\n03/04/2014,Tikrit,7,y\n";

#[test]
fn columns_are_shown_as_they_were_understood_and_taken_as_they_are_said() {
    let told = call_with(&["info", "-"], AMBIGUOUS).out;
    let line = "  When=date:day-or-month-first, day or month first: say which: “01/02/2014”, “03/04/2014”";
    assert!(told.lines().any(|told| told == line), "{told}");
    let mapping = ["--mapping", "When=date:month-day-year; Notes=-", "-"];
    let told = call_with(&[["info"].as_slice(), &mapping].concat(), AMBIGUOUS).out;
    assert!(told.contains("  When=date:month-day-year: “01/02/2014”"), "{told}");
    assert!(told.contains("first: 2 January 2014 (Mosul)\nlast: 4 March 2014 (Tikrit)\n"), "{told}");
    assert!(!told.contains("notes"), "{told}");
    let wrong = call_with(&["info", "--mapping", "When=nonsense", "-"], AMBIGUOUS);
    assert!(wrong.status == Some(2) && wrong.err.contains("`nonsense` is no role"), "{wrong:?}");
}

#[test]
fn a_format_that_is_said_is_the_one_that_is_read() {
    let told = call_with(&["check", "--as", "icalendar", "--format", "json", "-"], AMBIGUOUS);
    let report = parsed(&told.out);
    assert_eq!((told.status, &report["files"][0]["read"]), (Some(1), &json!(0)), "{}", told.out);
    assert_eq!(call_with(&["check", "--as", "nonsense", "-"], AMBIGUOUS).status, Some(2));
}

#[test]
fn several_files_are_one_set() {
    let (a, b) = (file("several-a.csv", AMBIGUOUS), file("several-b.json", r#"[{"title": "A"}]"#));
    let converted = call(&["convert", &a, &b, "--to", "json"]);
    assert_eq!(converted.status, Some(0), "{}", converted.err);
    let events = parsed(&converted.out)["events"].clone();
    let files: Vec<&str> = events.as_array().unwrap().iter().map(|event| event["file"].as_str().unwrap()).collect();
    assert_eq!(files, [a.as_str(), a.as_str(), b.as_str()]);
    let checked = call(&["check", &a, &b]);
    assert!(checked.out.contains("several-b.json: 1 event, no problems"), "{}", checked.out);
}

#[test]
fn what_is_converted_reads_back_equal() {
    for path in SETS {
        let set = formats::read(&fs::read(path).unwrap()).set;
        for target in Target::ALL.map(Target::name) {
            let converted = call(&["convert", path, "--to", target]);
            assert_eq!(converted.status, Some(0), "{target}: {}", converted.err);
            let expected = write(&View::of_set(&set), Target::of_name(target).unwrap());
            assert!(converted.out.as_bytes() == expected.bytes, "{target} of {path} is not as the library writes it");
            let back = formats::read(converted.out.as_bytes());
            assert_eq!(back.set.events.len(), set.events.len(), "{target} of {path}");
            let told: Vec<&str> = converted.err.lines().collect();
            assert_eq!(told.len(), expected.losses.len(), "{target}: {}", converted.err);
            for (line, loss) in told.iter().zip(&expected.losses) {
                assert!(line.starts_with(&format!("{target}: {}", loss.message)), "{line}");
            }
        }
    }
}

#[test]
fn a_table_for_spreadsheets_begins_with_a_byte_order_mark() {
    let plain = call(&["convert", SETS[0], "--to", "csv"]);
    let marked = call(&["convert", SETS[0], "--to", "csv", "--byte-order-mark"]);
    assert_eq!(marked.out, format!("\u{FEFF}{}", plain.out));
    assert_eq!(formats::read(marked.out.as_bytes()).set.events, formats::read(plain.out.as_bytes()).set.events);
    assert_eq!(call(&["convert", SETS[0], "--to", "json", "--byte-order-mark"]).status, Some(2));
}

#[test]
fn a_part_is_converted_in_the_order_asked_for() {
    let titles = |args: &[&str]| -> Vec<String> {
        let converted = call(&[&["convert", SETS[0], "--to", "json"], args].concat());
        assert_eq!(converted.status, Some(0), "{}", converted.err);
        let events = parsed(&converted.out)["events"].clone();
        events.as_array().unwrap().iter().map(|event| event["title"].as_str().unwrap().to_owned()).collect()
    };
    let set = formats::read(&fs::read(SETS[0]).unwrap()).set;
    let all: Vec<String> = set.events.iter().map(|event| event.title.clone()).collect();
    assert_eq!(titles(&[]), all);
    let some = titles(&["--query", "kind:Picture"]);
    assert_eq!(some, all.iter().filter(|title| some.contains(title)).cloned().collect::<Vec<_>>());
    assert_eq!(some.len(), 4);
    let mut sorted = titles(&["--query", "kind:Picture", "--sort", "-title"]);
    assert_ne!(sorted, some);
    sorted.sort_by_key(|title| title.to_lowercase());
    let ascending = titles(&["--query", "kind:Picture", "--sort", "title"]);
    assert_eq!(sorted, ascending);
    assert_eq!(call(&["convert", SETS[0], "--to", "json", "--sort", "nonsense"]).status, Some(2));
    assert_eq!(call(&["convert", SETS[0], "--to", "nonsense"]).status, Some(2));
    assert_eq!(call(&["convert", SETS[0]]).status, Some(2));
}

#[test]
fn a_file_that_cannot_be_written_is_a_failure() {
    for args in [["page"].as_slice(), &["convert", "--to", "json"]] {
        let failed = call(&[args, &[SETS[0], "-o", "no/such/folder/out"]].concat());
        assert_eq!((failed.status, failed.out.as_str()), (Some(2), ""));
        assert!(failed.err.contains("no/such/folder/out"), "{}", failed.err);
    }
}

/// A page read by a parser of XML, of which its HTML makes no more use than that parser knows.
#[derive(Debug, Default)]
struct Html {
    /// Names of elements with their attributes.
    elements: Vec<(String, Vec<(String, String)>)>,
    /// The texts of elements in order, each element's own.
    texts: Vec<String>,
}

/// Elements that HTML does not close.
const VOID: [&str; 2] = ["meta", "link"];

impl Html {
    fn of(page: &str) -> Html {
        let mut reader = quick_xml::Reader::from_str(page);
        let mut html = Html::default();
        let mut open: Vec<(String, String)> = Vec::new();
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{error}: {page}")) {
                Xml::Start(tag) => {
                    let name = tag.name().as_ref().to_owned();
                    let attributes = tag.attributes().map(|attribute| {
                        let attribute = attribute.unwrap();
                        let value = quick_xml::escape::unescape(&attribute.value).unwrap().into_owned();
                        (attribute.key.as_ref().to_owned(), value)
                    });
                    html.elements.push((name.clone(), attributes.collect()));
                    if VOID.contains(&name.as_str()) {
                        reader.config_mut().check_end_names = false;
                    } else {
                        open.push((name, String::new()));
                    }
                }
                Xml::End(tag) => {
                    let (name, text) = open.pop().expect("something to close");
                    assert_eq!(tag.name().as_ref(), name);
                    html.texts.push(text);
                }
                Xml::Text(piece) => open.iter_mut().last().into_iter().for_each(|(_, text)| text.push_str(&piece)),
                Xml::GeneralRef(entity) => {
                    let char = quick_xml::escape::unescape(&format!("&{};", &*entity)).unwrap().into_owned();
                    open.iter_mut().last().into_iter().for_each(|(_, text)| text.push_str(&char));
                }
                Xml::DocType(_) => {}
                Xml::Eof => break,
                other => panic!("{other:?} in a page"),
            }
        }
        assert!(open.is_empty(), "all is closed");
        html
    }

    fn values(&self, wanted: &str) -> Vec<&str> {
        let attributes = self.elements.iter().flat_map(|(_, attributes)| attributes);
        attributes.filter(|(name, _)| name == wanted).map(|(_, value)| value.as_str()).collect()
    }

    /// What must hold of any page, whatever is in the set.
    fn check(&self, what: &str) {
        const ELEMENTS: [&str; 45] = [
            "html",
            "head",
            "meta",
            "link",
            "title",
            "style",
            "body",
            "header",
            "main",
            "footer",
            "nav",
            "section",
            "article",
            "figure",
            "figcaption",
            "h1",
            "h2",
            "h3",
            "h4",
            "p",
            "ol",
            "ul",
            "li",
            "dl",
            "div",
            "dt",
            "dd",
            "a",
            "span",
            "bdi",
            "em",
            "q",
            "code",
            "time",
            "data",
            "svg",
            "g",
            "rect",
            "circle",
            "line",
            "path",
            "text",
            "use",
            "defs",
            "br",
        ];
        const ATTRIBUTES: [&str; 34] = [
            "lang",
            "dir",
            "charset",
            "http-equiv",
            "content",
            "name",
            "class",
            "id",
            "href",
            "rel",
            "aria-labelledby",
            "aria-hidden",
            "focusable",
            "tabindex",
            "datetime",
            "value",
            "width",
            "height",
            "viewBox",
            "x",
            "y",
            "x1",
            "x2",
            "y1",
            "y2",
            "cx",
            "cy",
            "r",
            "d",
            "overflow",
            "text-anchor",
            "title",
            "role",
            "aria-label",
        ];
        for (element, attributes) in &self.elements {
            assert!(ELEMENTS.contains(&element.as_str()), "{what}: <{element}>");
            if element == "link" {
                // No icon, which keeps browsers from asking for one.
                assert_eq!(attributes, &[("rel".into(), "icon".into()), ("href".into(), "data:,".into())], "{what}");
                continue;
            }
            for (attribute, value) in attributes {
                assert!(ATTRIBUTES.contains(&attribute.as_str()), "{what}: <{element} {attribute}>");
                assert!(attribute != "href" || element == "a", "{what}: only links have addresses");
                assert!(attribute != "href" || is_safe(value), "{what}: {value:?}");
            }
        }
        let ids = self.values("id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{what}: ids stand once");
        for target in self.values("href").iter().filter_map(|href| href.strip_prefix("#event-")) {
            assert!(unique.contains(format!("event-{target}").as_str()), "{what}: nothing at #event-{target}");
        }
    }
}

/// Browsers pass over controls and spaces at the ends of an address, and over line breaks and tabs in it.
fn is_safe(address: &str) -> bool {
    let seen: String = address.chars().filter(|char| !char.is_ascii_control()).collect();
    let lower = seen.trim().to_ascii_lowercase();
    let scheme = lower.split(['/', '?', '#']).next().unwrap_or_default().split_once(':').map(|(scheme, _)| scheme);
    scheme.is_none_or(|scheme| {
        ["http", "https", "mailto"].contains(&scheme)
            || !scheme.starts_with(|char: char| char.is_ascii_alphabetic())
            || scheme.contains(|char: char| !char.is_ascii_alphanumeric() && !"+-.".contains(char))
    })
}

fn page(args: &[&str], stdin: &str) -> (String, Html) {
    let made = call_with(&[&["page"], args].concat(), stdin);
    assert_eq!(made.status, Some(0), "{}", made.err);
    let html = Html::of(&made.out);
    html.check(&format!("{args:?}"));
    (made.out, html)
}

#[test]
fn a_page_has_all_events_and_needs_nothing_else() {
    for path in SETS {
        let (text, html) = page(&[path], "");
        let set = formats::read(&fs::read(path).unwrap()).set;
        let articles = html.elements.iter().filter(|(name, _)| name == "article").count();
        assert_eq!(articles, set.events.len());
        let texts: BTreeSet<&str> = html.texts.iter().map(String::as_str).collect();
        for event in &set.events {
            assert!(texts.contains(event.title.as_str()), "{}", event.title);
            assert!(event.description.iter().all(|description| texts.contains(description.as_str())));
            for claim in &event.claims {
                assert!(
                    [&claim.by, &claim.about, &claim.status]
                        .into_iter()
                        .flatten()
                        .all(|text| texts.contains(text.as_str()))
                );
            }
            assert!(event.date_text.iter().chain(&event.date_note).all(|text| texts.contains(text.as_str())));
        }
        assert!(text.starts_with("<!DOCTYPE html><html lang=\"en\" dir=\"ltr\">"));
        assert!(html.values("content").iter().any(|policy| policy.starts_with("default-src 'none';")));
    }
}

#[test]
fn dates_keep_the_grain_of_their_source() {
    let dates = [
        "2014",
        "2014-06",
        "2014-06-30",
        "2014-06-30T14:05Z",
        "2014-21",
        "2014~",
        "[..2014-06-30]",
        "2014-06/..",
        "199X",
        "-0043",
    ];
    let events: Vec<Value> = dates.iter().map(|date| json!({ "title": date, "date": date })).collect();
    let (_, html) = page(&["-"], &json!(events).to_string());
    assert_eq!(html.values("datetime"), ["2014", "2014-06", "2014-06-30", "2014-06-30T14:05Z"]);
    let mut others = html.values("value");
    others.sort();
    assert_eq!(others, ["-0043", "199X", "2014-06/..", "2014-21", "2014~", "[..2014-06-30]"]);
    for said in ["by 30 June 2014", "since June 2014, still going on", "about 2014", "spring 2014", "44 BCE"] {
        assert!(html.texts.iter().any(|text| text == said), "{said}: {:?}", html.texts);
    }
}

/// Strings that end what they stand in, or run, or turn the line, where they are taken for more than text.
const HOSTILE: [&str; 16] = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "<!--",
    "-->",
    "]]>",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "javascript:alert(1)",
    " \u{1}java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "\u{202E}reversed\u{2066}",
    "https://a.example/\"onclick=\"alert(1)",
];

/// A set with the text wherever a set has one.
fn set_of(text: &str) -> Value {
    json!({
        "title": text, "description": text, "lang": text, "source": text,
        "fields": { "a": { "label": text, "type": "link" }, "b": { "label": text, "type": "text" } },
        "vocabularies": { "c": [{ "name": text, "aliases": ["x"] }] },
        "events": [{
            "title": text, "date": "2014", "id": text, "date_text": text, "date_note": text, "description": text,
            "claims": [{ "by": text, "status": text, "about": text, "citations": [text] }],
            "places": [{ "name": text, "lat": 1, "lon": 2 }], "links": [{ "url": text, "label": text }, { "url": text }],
            "media": [{ "url": text, "caption": text, "credit": text, "alt": text }], "a": text, "b": text, "c": text,
        }, { "title": "after", "after": [text], "part_of": text, "date": text }],
    })
}

#[test]
fn hostile_text_is_text() {
    let mut strings: Vec<String> = HOSTILE.map(str::to_owned).to_vec();
    if let Some(root) = std::env::var_os("EVENT_TIMELINE_CORPORA").map(PathBuf::from) {
        let naughty = fs::read_to_string(root.join("blns/blns.json")).unwrap();
        let naughty: Vec<String> = serde_json::from_str(&naughty).unwrap();
        assert!(400 < naughty.len());
        strings.extend(naughty.into_iter().filter(|text| !text.trim().is_empty()));
    }
    for text in &strings {
        let (_, html) = page(&["-"], &set_of(text).to_string());
        let shown = html.texts.iter().filter(|shown| **shown == text.replace('\0', "\u{FFFD}")).count();
        assert!(7 <= shown, "{text:?} stands {shown} times: {:?}", html.texts);
    }
}

#[test]
fn a_page_is_made_of_every_file_of_others() {
    let mut made = 0;
    // The suite of JSON is of documents right and wrong, and of no events.
    for path in corpora().into_iter().filter(|path| !path.contains("jsontestsuite")) {
        let page = call(&["page", &path]);
        // A file of no events of any kind is refused, as is a text in no format that is known.
        assert!(matches!(page.status, Some(0 | 2)), "{path}: {:?} {}", page.status, page.err);
        if page.status == Some(0) {
            Html::of(&page.out).check(&path);
            made += 1;
        }
    }
    assert!(made == 0 || 100 < made, "{made} pages");
}

#[test]
fn a_page_in_a_right_to_left_language_runs_that_way() {
    let set = json!({ "lang": "fa", "title": "رویدادها", "events": [{ "title": "سقوط موصل", "date": "2014-06-10" }] });
    let (text, html) = page(&["-"], &set.to_string());
    assert!(text.contains("<html lang=\"fa\" dir=\"rtl\">"));
    // The command's own words are English, and say so.
    let english: Vec<(String, String)> = vec![("lang".into(), "en".into()), ("dir".into(), "ltr".into())];
    assert!(html.elements.contains(&("span".to_owned(), english)));
}

#[test]
fn a_query_narrows_the_page() {
    let (_, html) = page(&[SETS[0], "--query", "kind:Operation is:dated"], "");
    let articles = html.elements.iter().filter(|(name, _)| name == "article").count();
    assert!(0 < articles && articles < 7, "{articles}");
    // The overview is of what is on the page, and begins where that does.
    let (_, html) = page(&[SETS[0], "--query", "during:2014"], "");
    assert!(html.texts.iter().any(|text| text.starts_with("9 events of 31.")), "{:?}", html.texts);
    assert!(!html.texts.iter().any(|text| text == "2003"), "{:?}", html.texts);
    let wrong = call(&["page", SETS[0], "--query", "before:nonsense"]);
    assert_eq!((wrong.status, wrong.out.as_str()), (Some(2), ""));
    assert!(wrong.err.contains("nonsense"), "{}", wrong.err);
}

#[test]
fn a_list_alone_goes_into_a_page_of_ones_own() {
    let list = call(&["page", "--list", SETS[0]]).out;
    assert!(
        list.starts_with("<section") && !list.contains("<html") && !list.contains("<style") && !list.contains("<svg")
    );
    Html::of(&list).check("a list");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("list.html");
    let path = path.to_str().unwrap();
    assert_eq!(call(&["page", "--list", SETS[0], "-o", path]).out, "");
    assert_eq!(fs::read_to_string(path).unwrap(), list);
}
