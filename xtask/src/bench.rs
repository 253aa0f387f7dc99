//! `cargo xtask bench`: every benchmark of `benches/`.

use crate::Result;
use crate::process::{command, list, root, run as run_command};

/// Runs each benchmark; `quick` takes few samples, to see that all still run.
pub fn run(quick: bool) -> Result {
    let folder = "benches";
    if !root().join(folder).is_dir() {
        println!("there are no benchmarks");
        return Ok(());
    }
    for file in list(folder, ".rs")? {
        let name = file.trim_start_matches("benches/").trim_end_matches(".rs");
        let mut args = vec!["bench", "--package", "event-timeline", "--bench", name];
        if quick {
            args.extend(["--", "--quick"]);
        }
        run_command(&mut command("cargo", &args))?;
    }
    Ok(())
}
