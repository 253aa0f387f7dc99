//! `convert`: events out of any format that is read, into any that is written.

use crate::input::{self, Files};
use crate::{Failure, Outcome, Status, warn, write};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use event_timeline::formats::write::Target;

/// Writes the events in another format, all or those that a query finds
///
/// What the format cannot hold is said on standard error.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    files: Files,
    /// The format to write
    #[arg(long, value_name = "FORMAT", value_parser = target_names())]
    to: Target,
    /// The file to write; standard output where absent
    #[arg(short, long, value_name = "FILE")]
    output: Option<String>,
    /// Begins a table with a byte order mark, without which Excel misreads letters beyond ASCII
    #[arg(long)]
    byte_order_mark: bool,
    /// Only events that this line of the query language finds
    #[arg(long, value_name = "TEXT")]
    query: Option<String>,
    /// The order: `start`, `-title`, `actor,start`; the files' own where absent
    #[arg(long, value_name = "KEYS", allow_hyphen_values = true)]
    sort: Option<String>,
}

fn target_names() -> impl TypedValueParser<Value = Target> {
    PossibleValuesParser::new(Target::ALL.map(Target::name))
        .try_map(|name| Target::of_name(&name).ok_or_else(|| format!("`{name}` is no format that is written")))
}

/// Writes all of the files together.
pub fn run(args: &Args) -> Outcome {
    if args.byte_order_mark && args.to != Target::Csv {
        return Err(Failure("--byte-order-mark goes with --to csv alone".to_owned()));
    }
    let mut timeline = args.files.read()?;
    let sort = args.sort.as_ref().map(|keys| format!("sort:{keys}"));
    let query: Vec<&str> = [args.query.as_deref(), sort.as_deref()].into_iter().flatten().collect();
    input::ask(&mut timeline, &query.join(" "))?;
    let exported = timeline.export(args.to, true);
    let mark: &[u8] = if args.byte_order_mark { "\u{FEFF}".as_bytes() } else { &[] };
    write(args.output.as_deref(), &[mark, &exported.bytes].concat())?;
    for loss in &exported.losses {
        let kept = if loss.kept { "; kept in the file for when it is read here" } else { "" };
        warn(&format!("{}: {}{kept}", args.to.name(), loss.message));
    }
    Ok(Status::Clean)
}
