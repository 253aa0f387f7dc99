//! `cargo xtask fuzz`: the fuzz targets of `fuzz/`, each for a while.

use crate::process::{command, list, output, root};
use crate::{Result, tools};
use std::path::PathBuf;

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
    if !is_possible() {
        println!("fuzz: no C++ compiler to build the fuzzer with; cargo xtask test worst runs the targets over seeds");
        return Ok(());
    }
    tools::cargo_fuzz()?;
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
    let mut fuzz = command("cargo", &["fuzz", "run", "--sanitizer", "none", "--target-dir", "target/fuzz", target]);
    // The coverage that the fuzzer goes by is an option of the compiler that stable ones hide.
    fuzz.env("RUSTC_BOOTSTRAP", "1").args(folders.iter().filter(|folder| folder.is_dir()));
    fuzz.args(["--", MOST_BYTES, "-rss_limit_mb=4000", "-timeout=10", "-print_final_stats=1"]);
    crate::process::run(fuzz.arg(format!("-max_total_time={seconds}")))
}

/// Whether what the fuzzer itself is made with is there.
pub fn is_possible() -> bool {
    ["c++", "g++", "clang++"].iter().any(|compiler| output(&mut command(compiler, &["--version"])).is_some())
}
