//! `cargo xtask fuzz`: the fuzz targets of `fuzz/`, each for a while.

use crate::process::{command, list, output, root, shown};
use crate::{Result, tools};
use std::path::PathBuf;
use std::process::Command;

/// How long each target runs unless told otherwise.
pub const SECONDS: u32 = 60;

/// Bytes of an input at most.
const MOST_BYTES: &str = "-max_len=4096";

/// Runs the named targets, or all.
pub fn run(names: &[String], seconds: u32) -> Result {
    let targets: Vec<String> = list("fuzz/fuzz_targets", ".rs")?.iter().filter_map(|path| stem(path)).collect();
    if let Some(name) = names.iter().find(|name| !targets.contains(name)) {
        return Err(format!("there is no target \"{name}\"; there are {}", targets.join(", ")));
    }
    if let Some(missing) = missing()? {
        println!("fuzz: not run: {missing}; cargo xtask test seeds runs the targets without the fuzzer");
        return Ok(());
    }
    let mut failed = 0;
    let wanted = targets.iter().filter(|target| names.is_empty() || names.contains(target));
    let mut passed = 0;
    for target in wanted {
        match run_target(target, seconds) {
            Ok(()) => passed += 1,
            Err(message) => {
                eprintln!("{message}");
                failed += 1;
            }
        }
    }
    println!("fuzz: {passed} passed, {failed} failed");
    if failed == 0 { Ok(()) } else { Err(format!("{failed} targets found something, see fuzz/artifacts")) }
}

fn stem(path: &str) -> Option<String> {
    Some(path.rsplit('/').next()?.strip_suffix(".rs")?.to_owned())
}

fn run_target(target: &str, seconds: u32) -> Result {
    // The first folder takes what is found to lead somewhere new; the others are read.
    let own = root().join("fuzz/corpus").join(target);
    std::fs::create_dir_all(&own).map_err(|error| format!("{} cannot be made: {error}", own.display()))?;
    let mut folders = vec![
        own,
        root().join("tests/data"),
        root().join("www/data"),
        root().join("fuzz/seeds"),
        root().join("fuzz/found"),
    ];
    folders.extend(std::env::var_os("EVENT_TIMELINE_CORPORA").map(PathBuf::from));
    let mut fuzz = cargo_fuzz("run");
    fuzz.arg(target).args(folders.iter().filter(|folder| folder.is_dir()));
    fuzz.args(["--", MOST_BYTES, "-rss_limit_mb=4000", "-timeout=20", "-print_final_stats=1", "-verbosity=0"]);
    // Where the property tests have the same cases every time, so has the fuzzer.
    fuzz.args(std::env::var("PROPTEST_RNG_SEED").map(|seed| format!("-seed={seed}")));
    fuzz.arg(format!("-max_total_time={seconds}"));
    let ended = fuzz.output().map_err(|error| format!("{} cannot be started: {error}", shown(&fuzz)))?;
    let said = String::from_utf8_lossy(&ended.stderr);
    if ended.status.success() {
        println!("{target}: {} inputs", statistic(&said, "number_of_executed_units").unwrap_or("no number of"));
        return Ok(());
    }
    eprintln!("{said}");
    Err(format!("{} ended with {}", shown(&fuzz), ended.status))
}

/// `stat::name: value`, one line each at the end of a run.
fn statistic<'a>(said: &'a str, name: &str) -> Option<&'a str> {
    let value = |line: &'a str| line.strip_prefix("stat::")?.strip_prefix(name)?.strip_prefix(':');
    said.lines().find_map(value).map(str::trim)
}

fn cargo_fuzz(verb: &str) -> Command {
    let mut fuzz = command("cargo", &["fuzz", verb, "--sanitizer", "none", "--target-dir", "target/fuzz"]);
    // The coverage that the fuzzer goes by is an option of the compiler that stable ones hide.
    fuzz.env("RUSTC_BOOTSTRAP", "1");
    fuzz
}

/// Builds the targets; tells what of the fuzzer is not to be had here. Targets that do not compile are an error.
fn missing() -> Result<Option<&'static str>> {
    if !["c++", "g++", "clang++"].iter().any(|compiler| succeeds(compiler, &["--version"])) {
        return Ok(Some("it needs a C++ compiler, c++, g++ or clang++"));
    }
    if tools::cargo_fuzz().is_err() {
        return Ok(Some("cargo-fuzz cannot be installed here, as cargo install cargo-fuzz would"));
    }
    let Err(fault) = crate::process::run(&mut cargo_fuzz("build")) else { return Ok(None) };
    let compiles = |what: &[&str]| {
        let check = ["check", "--quiet", "--manifest-path", "fuzz/Cargo.toml", "--target-dir", "target/fuzz"];
        succeeds("cargo", &[check.as_slice(), what].concat())
    };
    let ours = compiles(&["--package", "libfuzzer-sys"]) && !compiles(&["--bins"]);
    if ours { Err(fault) } else { Ok(Some("this compiler cannot build libfuzzer-sys")) }
}

fn succeeds(program: &str, args: &[&str]) -> bool {
    output(&mut command(program, args)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_are_read() {
        let said = "Done\nstat::number_of_executed_units: 2075\nstat::peak_rss_mb:              39\n";
        assert_eq!(statistic(said, "number_of_executed_units"), Some("2075"));
        assert_eq!(statistic(said, "peak"), None);
    }
}
