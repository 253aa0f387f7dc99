//! `check`: what could not be read, with its place, for people, editors and continuous integration.

use crate::input::{Files, Level, Source};
use crate::snippet::{self, Lines};
use crate::words::counted;
use crate::{Failure, Outcome, Status, print, visible};
use event_timeline::Timeline;
use event_timeline::diagnostic::Diagnostic;
use event_timeline::formats::FileReport;
use serde::Serialize;
use std::fmt::Write;

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
    let diagnostics = timeline.diagnostics();
    let text = if diagnostics.is_empty() { String::new() } else { snippet::decode(&source.bytes) };
    let mut lines = Lines::new(&text);
    for problem in diagnostics {
        let level = Level::of(problem).name();
        let (name, message) = (visible::line(&source.name), visible::line(&problem.message));
        let _ = match problem.line {
            0 => writeln!(out, "{name}: {level}: {message} [{}]", problem.code),
            line => writeln!(out, "{name}:{line}:{}: {level}: {message} [{}]", problem.column, problem.code),
        };
        out.push_str(&lines.snippet(problem));
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
    fn annotations_cannot_be_broken_out_of() {
        assert_eq!(data("100%\n::error::x"), "100%25%0A::error::x");
        assert_eq!(property("a,b:c"), "a%2Cb%3Ac");
    }
}
