//! `cargo xtask bench`: every benchmark of `benches/`.

use crate::Result;
use crate::process::{command, root, run as run_command};
use std::fs;

/// Runs each benchmark; `quick` takes few samples, to see that all still run.
pub fn run(quick: bool) -> Result {
    let names = names();
    if names.is_empty() {
        println!("benches/ has no benchmark");
    }
    for name in &names {
        let mut args = vec!["bench", "--package", "event-timeline", "--bench", name];
        if quick {
            args.extend(["--", "--quick"]);
        }
        run_command(&mut command("cargo", &args))?;
    }
    Ok(())
}

fn names() -> Vec<String> {
    let Ok(entries) = fs::read_dir(root().join("benches")) else {
        return Vec::new();
    };
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".rs").map(String::from)).collect();
    names.sort();
    names
}
