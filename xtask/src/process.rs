//! Running other programs from the repository's root.

use crate::{Result, tools};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository's root.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// A command in the repository's root that finds the project's own tools first.
pub fn command(program: &str, args: &[&str]) -> Command {
    let path = tools::find(program).unwrap_or_else(|| PathBuf::from(program));
    let mut command = Command::new(path);
    command.args(args).current_dir(root()).env("PATH", tools::search_path());
    command
}

/// Runs it to its end, its output passed through.
pub fn run(command: &mut Command) -> Result {
    eprintln!("$ {}", shown(command));
    let status = command.status().map_err(|error| format!("{} cannot be started: {error}", shown(command)))?;
    if status.success() {
        return Ok(());
    }
    Err(format!("{} ended with {status}", shown(command)))
}

/// Its standard output, where it succeeds.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_string())
}

/// The command as a person would type it, without folders before the program.
pub fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let mut words = vec![name.to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|arg| arg.to_string_lossy().into_owned()));
    words.join(" ")
}

/// The files of a folder whose names end so, in order, as paths from the root.
pub fn list(folder: &str, ending: &str) -> Result<Vec<String>> {
    let entries = fs::read_dir(root().join(folder)).map_err(|error| format!("{folder} cannot be read: {error}"))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut files: Vec<String> =
        names.filter(|name| name.ends_with(ending)).map(|name| format!("{folder}/{name}")).collect();
    files.sort();
    Ok(files)
}
