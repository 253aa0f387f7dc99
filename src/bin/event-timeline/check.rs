//! `check`: what could not be read, with its place, for people, editors and continuous integration.

use crate::input::{Files, Level, Source};
use crate::words::counted;
use crate::{Failure, Outcome, Status, print, visible};
use event_timeline::Timeline;
use event_timeline::diagnostic::Diagnostic;
use event_timeline::formats::FileReport;
use serde::Serialize;
use std::fmt::Write;
use std::ops::Range;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Characters of a source line that are shown, most of them after the place.
const LINE_CHARS: usize = 100;
const CHARS_BEFORE: usize = 40;

/// Says what in the files could not be read, and where
///
/// Exit status: 0 without problems of the level denied, 1 with some, 2 where a file cannot be opened.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    files: Files,
    /// How the problems are written
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The least level of problems that gives exit status 1
    #[arg(long, value_enum, value_name = "LEVEL", default_value = "warnings")]
    deny: Level,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// `file:line:column: level: message`, then the line of the file
    Text,
    /// One JSON document
    Json,
    /// Annotations of GitHub Actions
    Github,
}

/// All that was found: the JSON document.
#[derive(Default, Serialize)]
struct Report {
    files: Vec<Checked>,
    diagnostics: Vec<Found>,
}

#[derive(Serialize)]
struct Checked {
    /// Why it could not be opened; the counts are then 0.
    error: Option<String>,
    #[serde(flatten)]
    report: FileReport,
}

impl Checked {
    fn name(&self) -> &str {
        self.report.name.as_deref().unwrap_or_default()
    }
}

#[derive(Serialize)]
struct Found {
    level: Level,
    #[serde(flatten)]
    diagnostic: Diagnostic,
}

/// Checks each file on its own.
pub fn run(args: &Args) -> Outcome {
    let mut report = Report::default();
    let mut out = String::new();
    for (file, name) in args.files.names().iter().enumerate() {
        match args.files.read_one(name) {
            Ok((source, timeline)) => {
                if args.format == Format::Text {
                    write_text(&source, &timeline, &mut out);
                }
                report.add(file, &timeline);
            }
            Err(Failure(error)) => {
                let _ = writeln!(out, "error: {error}");
                let unread = FileReport { name: Some(name.clone()), ..FileReport::default() };
                report.files.push(Checked { error: Some(error), report: unread });
            }
        }
    }
    match args.format {
        Format::Text => print(&out)?,
        Format::Github => print(&annotations(&report))?,
        Format::Json => {
            let text = serde_json::to_string_pretty(&report).map_err(|error| Failure(error.to_string()))?;
            print(&(text + "\n"))?;
        }
    }
    let unreadable = report.files.iter().filter(|file| file.error.is_some()).count() as u64;
    if 0 < unreadable {
        return Err(Failure(format!("{} could not be opened", counted(unreadable, "file", "files"))));
    }
    let denied = report.diagnostics.iter().any(|found| args.deny <= found.level);
    Ok(if denied { Status::Problems } else { Status::Clean })
}

impl Report {
    /// Each file is read alone, so its number is put in here.
    fn add(&mut self, file: usize, timeline: &Timeline) {
        let reports = timeline.files().iter().cloned();
        self.files.extend(reports.map(|report| Checked { error: None, report }));
        let found = timeline.diagnostics().iter();
        self.diagnostics.extend(found.map(|diagnostic| Found {
            level: Level::of(diagnostic),
            diagnostic: Diagnostic { file: file as u32, ..diagnostic.clone() },
        }));
    }
}

fn write_text(source: &Source, timeline: &Timeline, out: &mut String) {
    let text = decode(&source.bytes);
    let lines = line_starts(&text);
    let diagnostics = timeline.diagnostics();
    for problem in diagnostics {
        let level = Level::of(problem).name();
        let (name, message) = (visible::line(&source.name), visible::line(&problem.message));
        let _ = match problem.line {
            0 => writeln!(out, "{name}: {level}: {message} [{}]", problem.code),
            line => writeln!(out, "{name}:{line}:{}: {level}: {message} [{}]", problem.column, problem.code),
        };
        out.push_str(&snippet(problem, &text, &lines));
    }
    let events = counted(u64::from(timeline.info().count), "event", "events");
    let _ = writeln!(out, "{}: {events}, {}", visible::line(&source.name), summary(diagnostics));
}

/// `3 problems (1 error, 2 warnings)`.
fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |level| diagnostics.iter().filter(|problem| Level::of(problem) == level).count() as u64;
    let levels =
        [(Level::Error, "error", "errors"), (Level::Warning, "warning", "warnings"), (Level::Note, "note", "notes")];
    let parts: Vec<String> = levels
        .into_iter()
        .filter_map(|(level, one, many)| Some(count(level)).filter(|n| 0 < *n).map(|n| counted(n, one, many)))
        .collect();
    match diagnostics.len() as u64 {
        0 => "no problems".to_owned(),
        problems => format!("{} ({})", counted(problems, "problem", "problems"), parts.join(", ")),
    }
}

/// The file as text, in whichever encoding of Unicode it is.
fn decode(bytes: &[u8]) -> String {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).filter_map(|pair| Some(unit(pair.try_into().ok()?)));
        char::decode_utf16(units).map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

/// The line with a mark under what is wrong; the text alone where the line is not as the problem has it.
fn snippet(problem: &Diagnostic, text: &str, lines: &[usize]) -> String {
    let excerpt = problem.excerpt.lines().next().unwrap_or_default().trim_end_matches('…');
    let number = problem.line.to_string();
    let marked = line(problem.line, text, lines).and_then(|line| marked(line, problem.column, excerpt));
    match marked {
        Some((shown, mark)) => {
            format!("{number:>6} | {shown}\n       | {mark}\n")
        }
        None if excerpt.is_empty() => String::new(),
        None => format!("       | {}\n", visible::line(excerpt)),
    }
}

fn line<'a>(number: u32, text: &'a str, starts: &[usize]) -> Option<&'a str> {
    let index = (number as usize).checked_sub(1)?;
    let from = *starts.get(index)?;
    let to = starts.get(index + 1).map_or(text.len(), |next| next - 1);
    Some(text.get(from..to)?.trim_end_matches('\r'))
}

/// As much of a line as there is room for, and the mark to put under it.
fn marked(line: &str, column: u32, excerpt: &str) -> Option<(String, String)> {
    let chars: Vec<char> = line.chars().collect();
    let place = (column as usize).checked_sub(1)?;
    let starts_at = |at: &usize| {
        let mut rest = chars.get(*at..)?.iter();
        excerpt.chars().all(|char| rest.next() == Some(&char)).then_some(())
    };
    // The place of a string is its quotation mark, and its text stands after that.
    let at = [place, place + 1].into_iter().find(|at| starts_at(at).is_some())?;
    let shown = shown_range(chars.len(), at);
    let piece = |range: Range<usize>| -> String {
        visible::line(&chars.get(range).unwrap_or_default().iter().collect::<String>())
    };
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    let before = format!("{}{}", cut(0 < shown.start), piece(shown.start..at));
    let marked = piece(at..(at + excerpt.chars().count().max(1)).min(shown.end));
    let width = marked.chars().map(|char| char.width().unwrap_or(0)).sum::<usize>().max(1);
    let mark = format!("{}{}", " ".repeat(before.width()), "^".repeat(width));
    Some((format!("{before}{}{}", piece(at..shown.end), cut(shown.end < chars.len())), mark))
}

fn shown_range(len: usize, at: usize) -> Range<usize> {
    let start = if len <= LINE_CHARS { 0 } else { at.saturating_sub(CHARS_BEFORE).min(len - LINE_CHARS) };
    start..(start + LINE_CHARS).min(len)
}

/// `::warning file=…,line=…,col=…::message`, one line each.
fn annotations(report: &Report) -> String {
    let mut out = String::new();
    for file in &report.files {
        if let Some(error) = &file.error {
            let _ = writeln!(out, "::error file={}::{}", property(file.name()), data(error));
        }
    }
    for Found { level, diagnostic } in &report.diagnostics {
        let name = report.files.get(diagnostic.file as usize).map_or("", Checked::name);
        let level = if *level == Level::Note { "notice" } else { level.name() };
        let _ = write!(out, "::{level} file={}", property(name));
        if diagnostic.line != 0 {
            let _ = write!(out, ",line={},col={}", diagnostic.line, diagnostic.column);
        }
        let _ = writeln!(out, ",title={}::{}", property(diagnostic.code), data(&diagnostic.message));
    }
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_stands_under_what_is_wrong() {
        let line = r#"{"title": "落ちる", "date": "2014-13"}"#;
        let column = line.chars().position(|char| char == '1').unwrap() as u32 - 1;
        let (shown, mark) = marked(line, column, "2014-13").unwrap();
        assert_eq!(shown, line);
        // Three characters that are twice as wide.
        assert_eq!(mark.find('^'), Some(column as usize - 1 + 3));
        assert_eq!(mark.trim(), "^^^^^^^");
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let line = format!("{}here{}", "a".repeat(5_000), "b".repeat(5_000));
        let (shown, mark) = marked(&line, 5_001, "here").unwrap();
        assert_eq!(shown.chars().count(), LINE_CHARS + 2);
        let at = mark.chars().position(|char| char == '^').unwrap();
        assert_eq!(shown.chars().skip(at).take(4).collect::<String>(), "here");
    }

    #[test]
    fn a_place_that_is_not_as_told_is_not_marked() {
        assert_eq!(marked("abc", 2, "x"), None);
        assert_eq!(marked("abc", 9, ""), None);
        assert_eq!(marked("abc", 4, ""), Some(("abc".into(), "   ^".into())));
    }

    #[test]
    fn annotations_cannot_be_broken_out_of() {
        assert_eq!(data("100%\n::error::x"), "100%25%0A::error::x");
        assert_eq!(property("a,b:c"), "a%2Cb%3Ac");
    }

    #[test]
    fn text_in_utf_16_has_lines_too() {
        let bytes: Vec<u8> = [0xFEFF].into_iter().chain("a\nb".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let text = decode(&bytes);
        assert_eq!(line(2, &text, &line_starts(&text)), Some("b"));
    }
}
