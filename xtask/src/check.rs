//! `cargo xtask check`: what a program can say about the code without running it.

use crate::process::{command, run as run_command};
use crate::{Result, build, tidy};
use std::process::Command;

/// Goes through all of it, and says at the end what failed.
pub fn run() -> Result {
    // The shell's types come with the built module, so that is first.
    build::wasm(build::Care::Full)?;
    let steps = [
        ("formatting", cargo(&["fmt", "--all", "--check"])),
        ("clippy", cargo(&NATIVE_CLIPPY)),
        ("clippy for wasm32", cargo(&WASM_CLIPPY)),
        ("types of the shell", command("tsc", &["--noEmit", "--project", "tsconfig.json"])),
        ("types of the demo", command("tsc", &["--noEmit", "--project", "www/demo/tsconfig.json"])),
        ("types of the tests", command("tsc", &["--noEmit", "--project", "tests/tsconfig.json"])),
        ("documentation", documentation()),
    ];
    let mut failed = Vec::new();
    for (name, mut step) in steps {
        if let Err(message) = run_command(&mut step) {
            eprintln!("{message}");
            failed.push(name);
        }
    }
    let faults = tidy::faults()?;
    for fault in &faults {
        eprintln!("tidy: {fault}");
    }
    if !faults.is_empty() {
        failed.push("tidy");
    }
    if failed.is_empty() {
        println!("check: all is well");
        return Ok(());
    }
    Err(format!("failed: {}", failed.join(", ")))
}

const NATIVE_CLIPPY: [&str; 8] =
    ["clippy", "--workspace", "--all-targets", "--features", "event-timeline/command", "--", "-D", "warnings"];

const WASM_CLIPPY: [&str; 10] = [
    "clippy",
    "--package",
    "event-timeline",
    "--lib",
    "--tests",
    "--target",
    "wasm32-unknown-unknown",
    "--",
    "-D",
    "warnings",
];

fn cargo(args: &[&str]) -> Command {
    command("cargo", args)
}

fn documentation() -> Command {
    let mut command = cargo(&["doc", "--no-deps", "--workspace"]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    command
}
