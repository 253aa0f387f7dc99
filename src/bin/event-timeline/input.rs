//! Files → a timeline, for every verb alike.

use crate::words::counted;
use crate::{Failure, Outcome, visible, warn};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use event_timeline::Timeline;
use event_timeline::diagnostic::{Diagnostic, Severity};
use event_timeline::formats::{FileOptions, FormatName, Limits, Mapping, Reader};
use event_timeline::store::text::nfkd;
use std::io::Read;

/// The name of what comes from another program through a pipe.
const STDIN: &str = "-";

/// The files to read, and how.
#[derive(clap::Args)]
pub struct Files {
    /// Files of events in any known format; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    #[command(flatten)]
    how: How,
}

/// How files are read.
#[derive(clap::Args)]
pub struct How {
    /// The format of the files, where it is not to be found out from what is in them
    #[arg(long = "as", value_name = "FORMAT", value_parser = format_names())]
    read_as: Option<FormatName>,
    /// What columns mean, where it is not as recognised: `Date=start:day-month-year; Headline=title; Internal=-`
    #[arg(long, value_name = "TEXT", value_parser = mapping)]
    mapping: Option<Mapping>,
    /// Events read at most
    #[arg(long, value_name = "N")]
    max_events: Option<u32>,
    /// Bytes read of a file at most
    #[arg(long, value_name = "N")]
    max_bytes: Option<usize>,
    /// Problems told of one by one; the others are counted
    #[arg(long, value_name = "N")]
    max_problems: Option<usize>,
}

/// A file's name and what is in it.
pub struct Source {
    /// As given; `<stdin>` for standard input.
    pub name: String,
    /// All of it.
    pub bytes: Vec<u8>,
}

impl Files {
    /// Their names, as given.
    pub fn names(&self) -> &[String] {
        &self.files
    }

    /// Reads one file on its own.
    pub fn read_one(&self, name: &str) -> Outcome<(Source, Timeline)> {
        let source = load(name)?;
        let mut reader = Reader::new(self.how.limits());
        reader.begin_file(self.how.options(&source.name));
        reader.push(&source.bytes);
        Ok((source, Timeline::new(reader.finish(), nfkd)))
    }

    /// Reads all of them as one set, and says how much of them was not understood.
    pub fn read(&self) -> Outcome<Timeline> {
        let mut reader = Reader::new(self.how.limits());
        for name in &self.files {
            let source = load(name)?;
            reader.begin_file(self.how.options(&source.name));
            reader.push(&source.bytes);
        }
        let timeline = Timeline::new(reader.finish(), nfkd);
        for (index, file) in timeline.files().iter().enumerate() {
            let of_file = || timeline.diagnostics().iter().filter(|diagnostic| diagnostic.file as usize == index);
            let name = file.name.as_deref().unwrap_or_default();
            let stopped = of_file().find(|diagnostic| diagnostic.severity == Severity::File);
            if let Some(problem) = stopped.filter(|_| file.read == 0) {
                return Err(Failure(format!("{name}: {}", problem.message)));
            }
            let count = |severity| of_file().filter(|diagnostic| diagnostic.severity == severity).count();
            let (stopped, rejected, values) = (stopped.is_some(), file.rejected, count(Severity::Value));
            if stopped || 0 < rejected || 0 < values {
                let (rejected, values) =
                    (counted(u64::from(rejected), "record", "records"), counted(values as u64, "value", "values"));
                let rest = if stopped { ", nor what follows a fault" } else { "" };
                warn(&format!(
                    "{name}: {rejected} and {values} could not be read{rest}; `event-timeline check` tells more"
                ));
            }
        }
        Ok(timeline)
    }
}

impl How {
    fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        limits.events = self.max_events.unwrap_or(limits.events);
        limits.bytes = self.max_bytes.unwrap_or(limits.bytes);
        limits.diagnostics = self.max_problems.unwrap_or(limits.diagnostics);
        limits
    }

    fn options(&self, name: &str) -> FileOptions {
        FileOptions { name: Some(name.to_owned()), format: self.read_as, mapping: self.mapping.clone() }
    }
}

/// The names of all formats that are read.
fn format_names() -> impl TypedValueParser<Value = FormatName> {
    let names = FormatName::ALL.iter().filter(|format| **format != FormatName::Columns).map(|format| format.name());
    PossibleValuesParser::new(names)
        .try_map(|name| FormatName::parse(&name).ok_or_else(|| format!("`{name}` is no format that is read")))
}

fn mapping(text: &str) -> Result<Mapping, String> {
    let (mapping, problems) = Mapping::parse(text);
    match problems.into_iter().next() {
        Some(problem) => Err(problem.message),
        None => Ok(mapping),
    }
}

fn load(name: &str) -> Outcome<Source> {
    let mut bytes = Vec::new();
    let read = match name {
        STDIN => std::io::stdin().lock().read_to_end(&mut bytes).map(drop),
        path => std::fs::read(path).map(|read| bytes = read),
    };
    let name = if name == STDIN { "<stdin>" } else { name };
    read.map_err(|error| Failure(format!("{}: {error}", visible::line(name))))?;
    Ok(Source { name: name.to_owned(), bytes })
}

/// Narrows a timeline to what a line of the query language finds.
pub fn ask(timeline: &mut Timeline, text: &str) -> Outcome<()> {
    let parsed = timeline.parse_query(text);
    if let Some(problem) = parsed.problems.first() {
        return Err(Failure(format!("the query `{text}`: {}", problem.message)));
    }
    timeline.query(parsed.query).map_err(|error| Failure(error.to_string()))?;
    Ok(())
}

/// How much a problem weighs, for those who only stop at some.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing was lost
    #[value(name = "notes")]
    Note,
    /// A value was lost
    #[value(name = "warnings")]
    Warning,
    /// An event, or the rest of a file, was lost
    #[value(name = "errors")]
    Error,
}

impl Level {
    /// The level of a problem.
    pub fn of(diagnostic: &Diagnostic) -> Level {
        match diagnostic.severity {
            Severity::Warning => Level::Note,
            Severity::Value => Level::Warning,
            Severity::Record | Severity::File => Level::Error,
        }
    }

    /// Its name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}
