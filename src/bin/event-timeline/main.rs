//! `event-timeline`: event sets on the command line, read and written by the same core as on the page.
//!
//! Each verb is a file: its arguments and its `run`. Exit status: 0 all is well, 1 the events have problems, 2 the call
//! has (a file that is not there, an option that does not fit).
#![deny(missing_docs)]
#![deny(unsafe_code)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod words;
mod visible;
mod snippet;
mod input;
mod check;
mod info;
mod convert;
mod page;

use clap::{Parser, Subcommand};
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

/// Checks, converts and publishes sets of events for a timeline.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Check(check::Args),
    Info(info::Args),
    Convert(convert::Args),
    Page(page::Args),
}

/// What a verb that could do its work found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Clean,
    Problems,
}

/// Why a verb could not do its work: a line for the person at the terminal.
#[derive(Debug)]
struct Failure(String);

type Outcome<T = Status> = Result<T, Failure>;

fn main() -> ExitCode {
    let outcome = match Cli::parse().verb {
        Verb::Check(args) => check::run(&args),
        Verb::Info(args) => info::run(&args),
        Verb::Convert(args) => convert::run(&args),
        Verb::Page(args) => page::run(&args),
    };
    match outcome {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Problems) => ExitCode::from(1),
        Err(Failure(message)) => {
            warn(&format!("error: {message}"));
            ExitCode::from(2)
        }
    }
}

/// Writes text for the person at the terminal or another program.
fn print(text: &str) -> Outcome<()> {
    write(None, text.as_bytes())
}

/// Writes a file, or standard output where none is named. A reader that has read enough (`head`) is no fault.
fn write(path: Option<&str>, bytes: &[u8]) -> Outcome<()> {
    if let Some(path) = path {
        return std::fs::write(path, bytes).map_err(|error| Failure(format!("{path}: {error}")));
    }
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure(format!("cannot write: {error}"))),
        _ => Ok(()),
    }
}

/// Writes a line for the person at the terminal.
fn warn(line: &str) {
    // Where nobody listens there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "{}", visible::line(line));
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_do_not_contradict_one_another() {
        Cli::command().debug_assert();
    }
}
