//! `cargo xtask test`: every suite, and one count of it all.
//!
//! A suite in which no test ran has failed: some runners end well without having run any.

use crate::build::{self, Care};
use crate::process::{command, list, shown};
use crate::{Result, process, serve, split, tools};
use std::io::{BufRead, BufReader};
use std::ops::AddAssign;
use std::process::{Command, Stdio};

const SUITES: [&str; 6] = ["native", "seeds", "worst", "wasm", "node", "e2e"];

/// Runs the named suites, or all.
pub fn run(names: &[String], care: Care) -> Result {
    if let Some(name) = names.iter().find(|name| !SUITES.contains(&name.as_str())) {
        return Err(format!("there is no suite \"{name}\"; there are {}", SUITES.join(", ")));
    }
    let wanted = |suite: &str| names.is_empty() || names.iter().any(|name| name == suite);
    let mut outcomes = Vec::new();
    if wanted("native") {
        let args = ["test", "--workspace", "--features", "event-timeline/command", "--no-fail-fast"];
        outcomes.push(outcome("native", &mut command("cargo", &args), libtest_counts)?);
    }
    if wanted("seeds") {
        outcomes.push(outcome("seeds", &mut against_bad_input("seeds"), libtest_counts)?);
    }
    if wanted("worst") {
        outcomes.push(outcome("worst, time", &mut against_bad_input("linear_time"), libtest_counts)?);
        outcomes.push(outcome("worst, memory", &mut against_bad_input("memory"), libtest_counts)?);
    }
    if wanted("wasm") {
        outcomes.extend(boundary()?);
    }
    if wanted("node") || wanted("e2e") {
        build::all(care)?;
    }
    if wanted("node") {
        outcomes.push(node("node", None)?);
        if care == Care::Full {
            // Wherever the module is cut, it answers the same.
            outcomes.push(node("node, all first", Some(split::ALL_FIRST))?);
            outcomes.push(node("node, all late", Some(split::ALL_LATE))?);
            outcomes.push(node("node, beginnings", Some(split::BEGINNINGS))?);
        }
    }
    if wanted("e2e") {
        outcomes.push(end_to_end()?);
    }
    close(&outcomes)
}

/// The bodies of the fuzz targets over seeds, or worst cases: optimised, and without the fuzzer itself.
fn against_bad_input(file: &str) -> Command {
    let args = ["test", "--release", "--manifest-path", "fuzz/Cargo.toml", "--no-default-features"];
    command("cargo", &[args.as_slice(), &["--target-dir", "target/fuzz", "--no-fail-fast", "--test", file]].concat())
}

/// The boundary suite, in Node and both browsers.
fn boundary() -> Result<Vec<Outcome>> {
    tools::wasm_tools()?;
    tools::browsers()?;
    let places: [(&str, &[&str]); 3] = [
        ("wasm in node", &["--node", "--", "--test", "wasm"]),
        ("wasm in chromium", &["--headless", "--chrome", "--", "--test", "wasm_browser"]),
        ("wasm in firefox", &["--headless", "--firefox", "--", "--test", "wasm_browser"]),
    ];
    places
        .into_iter()
        .map(|(name, place)| outcome(name, &mut command("wasm-pack", &[&["test"], place].concat()), libtest_counts))
        .collect()
}

/// The built package in Node's own test runner; with its module cut at an extreme, where one is named. Files are named one
/// by one: what a folder means to it differs by version.
fn node(name: &'static str, cut: Option<&str>) -> Result<Outcome> {
    let files = list("tests/node", ".test.mjs")?;
    let mut args = vec!["--test", "--test-reporter=spec", "--import", "./tests/node/parts.mjs"];
    args.extend(files.iter().map(String::as_str));
    let mut command = command("node", &args);
    if let Some(cut) = cut {
        command.env("MODULE_PARTS", split::folder_of(cut));
    }
    outcome(name, &mut command, node_counts)
}

/// The built site in both browsers, served by this very program, and the pages that the command writes.
fn end_to_end() -> Result<Outcome> {
    tools::browsers()?;
    process::run(&mut command("cargo", &["build", "--quiet", "--features", "command", "--bin", "event-timeline"]))?;
    let server = std::env::current_exe().map_err(|error| error.to_string())?;
    let written_by = server.with_file_name(format!("event-timeline{}", std::env::consts::EXE_SUFFIX));
    let mut playwright = command("playwright", &["test"]);
    playwright.env("E2E_SERVER", server).env("E2E_COMMAND", written_by);
    playwright.env("E2E_PORT", serve::free_port()?.to_string());
    outcome("e2e", &mut playwright, playwright_counts)
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Counts {
    passed: u32,
    failed: u32,
    skipped: u32,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

struct Outcome {
    name: &'static str,
    counts: Counts,
    /// Why it failed, where the counts do not say.
    fault: Option<String>,
}

/// Runs one suite, its output passed through and read along.
fn outcome(name: &'static str, command: &mut Command, read: fn(&str) -> Counts) -> Result<Outcome> {
    eprintln!("$ {}", shown(command));
    let spawned = command.stdout(Stdio::piped()).spawn();
    let fail = |error| format!("{} cannot be run: {error}", shown(command));
    let mut child = spawned.map_err(fail)?;
    let mut counts = Counts::default();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line.map_err(fail)?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            counts += read(&line);
        }
    }
    let status = child.wait().map_err(fail)?;
    let fault = fault(counts, status.success(), &status.to_string());
    Ok(Outcome { name, counts, fault })
}

fn fault(counts: Counts, success: bool, status: &str) -> Option<String> {
    if !success && counts.failed == 0 {
        return Some(format!("ended with {status}"));
    }
    (counts.passed + counts.failed == 0).then(|| "no test ran".into())
}

/// Prints each suite and, last, the sum; a fault counts as one failure.
fn close(outcomes: &[Outcome]) -> Result {
    let mut sum = Counts::default();
    println!();
    for outcome in outcomes {
        let Counts { passed, failed, skipped } = outcome.counts;
        let fault = outcome.fault.as_deref().unwrap_or_default();
        println!("{:<17} {passed:>6} passed {failed:>4} failed {skipped:>4} skipped  {fault}", outcome.name);
        sum += outcome.counts;
        sum.failed += u32::from(outcome.fault.is_some());
    }
    println!();
    println!("{}", closing_line(sum));
    match sum.failed {
        0 => Ok(()),
        failed => Err(format!("{failed} failed")),
    }
}

fn closing_line(sum: Counts) -> String {
    let skipped = match sum.skipped {
        0 => String::new(),
        skipped => format!(", {skipped} skipped"),
    };
    format!("{} passed, {} failed{skipped}", sum.passed, sum.failed)
}

/// `test result: ok. 12 passed; 0 failed; 1 ignored; …`, by cargo and by wasm-bindgen's runner.
fn libtest_counts(line: &str) -> Counts {
    let mut counts = Counts::default();
    let Some((_, rest)) = line.split_once("test result: ") else {
        return counts;
    };
    for part in rest.split(['.', ';']) {
        match number_and_word(part) {
            Some((number, "passed")) => counts.passed = number,
            Some((number, "failed")) => counts.failed = number,
            Some((number, "ignored")) => counts.skipped = number,
            _ => {}
        }
    }
    counts
}

/// `ℹ pass 12`, one line each.
fn node_counts(line: &str) -> Counts {
    let mut words = line.split_whitespace();
    let (Some("ℹ"), Some(word), Some(number)) = (words.next(), words.next(), words.next()) else {
        return Counts::default();
    };
    let number = number.parse().unwrap_or(0);
    match word {
        "pass" => Counts { passed: number, ..Counts::default() },
        "fail" | "cancelled" => Counts { failed: number, ..Counts::default() },
        "skipped" | "todo" => Counts { skipped: number, ..Counts::default() },
        _ => Counts::default(),
    }
}

/// `  12 passed (3.4s)`, one line each.
fn playwright_counts(line: &str) -> Counts {
    match number_and_word(line) {
        Some((number, "passed")) => Counts { passed: number, ..Counts::default() },
        Some((number, "failed" | "flaky" | "interrupted" | "did")) => Counts { failed: number, ..Counts::default() },
        Some((number, "skipped")) => Counts { skipped: number, ..Counts::default() },
        _ => Counts::default(),
    }
}

fn number_and_word(text: &str) -> Option<(u32, &str)> {
    let mut words = text.split_whitespace();
    Some((words.next()?.parse().ok()?, words.next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u32, failed: u32, skipped: u32) -> Counts {
        Counts { passed, failed, skipped }
    }

    #[test]
    fn each_runner_is_understood() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(libtest_counts(line), counts(12, 3, 1));
        assert_eq!(libtest_counts("test result_is_kept ... ok"), counts(0, 0, 0));
        assert_eq!(node_counts("ℹ pass 4"), counts(4, 0, 0));
        assert_eq!(node_counts("ℹ fail 2"), counts(0, 2, 0));
        assert_eq!(node_counts("ℹ duration_ms 95.1"), counts(0, 0, 0));
        assert_eq!(playwright_counts("  5 passed (4.6s)"), counts(5, 0, 0));
        assert_eq!(playwright_counts("  2 did not run"), counts(0, 2, 0));
        assert_eq!(playwright_counts("  1 skipped"), counts(0, 0, 1));
        assert_eq!(playwright_counts("Running 5 tests using 2 workers"), counts(0, 0, 0));
    }

    #[test]
    fn no_test_and_a_bad_end_are_faults() {
        assert_eq!(fault(counts(3, 0, 0), true, ""), None);
        assert_eq!(fault(counts(3, 1, 0), false, ""), None);
        assert!(fault(counts(3, 0, 0), false, "exit status: 1").is_some());
        assert!(fault(counts(0, 0, 0), true, "").is_some());
        assert!(fault(counts(0, 0, 7), true, "").is_some());
    }

    #[test]
    fn the_closing_line_is_plain() {
        assert_eq!(closing_line(counts(412, 0, 0)), "412 passed, 0 failed");
        assert_eq!(closing_line(counts(2, 1, 3)), "2 passed, 1 failed, 3 skipped");
    }
}
