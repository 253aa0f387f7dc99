//! `cargo xtask bench`: every benchmark of `benches/`, native ones and those in the browser.

use crate::process::{command, list, root, run as run_command};
use crate::{Result, build, tools};

/// What to run, and the options that the browser's part takes.
#[derive(Debug, Default, PartialEq)]
pub struct Scope {
    /// Few samples of a small set: sees that all still runs and that the answers are right.
    pub quick: bool,
    /// Our core alone, in Node.
    pub node: bool,
    /// Handed on as they are.
    pub options: Vec<String>,
}

/// Runs the native benchmarks, then the browser's; an option of the latter leaves the former out.
pub fn run(scope: &Scope) -> Result {
    if scope.node {
        build::all(build::Care::Full)?;
        return script("node.mjs", &scope.options, false);
    }
    if scope.options.is_empty() {
        stages(scope.quick)?;
    }
    build::all(build::Care::Full)?;
    tools::browsers()?;
    script("main.mjs", &scope.options, scope.quick)
}

/// Criterion's: one stage a row.
fn stages(quick: bool) -> Result {
    for file in list("benches", ".rs")? {
        let name = file.trim_start_matches("benches/").trim_end_matches(".rs");
        let mut args = vec!["bench", "--package", "event-timeline", "--bench", name];
        if quick {
            // Answers are looked at there, not times.
            args.extend(["--profile", "quick", "--", "--quick"]);
        }
        run_command(&mut command("cargo", &args))?;
    }
    Ok(())
}

fn script(name: &str, options: &[String], quick: bool) -> Result {
    let file = root().join("benches/browser").join(name);
    let mut node = command("node", &[]);
    node.arg(file.strip_prefix(root()).unwrap_or(&file)).args(options);
    if quick {
        node.arg("--quick");
    }
    run_command(&mut node)
}
