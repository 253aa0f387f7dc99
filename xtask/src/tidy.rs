//! The invariants that a program can check (ARCHITECTURE.md has them all).

use crate::Result;
use crate::process::{command, output, root};
use std::fs;

/// The only crates that know of the page, and the only file that may name them.
const WASM_CRATES: [&str; 4] = ["wasm_bindgen", "js_sys", "web_sys", "serde_wasm_bindgen"];
const BOUNDARY: &str = "src/wasm.rs";
/// The native command: what the core is given, this reads.
const COMMAND: &str = "src/bin/";
/// Clock, environment, files, network, chance: arguments of the core, never read by it.
const OUTSIDE: [&str; 6] = ["std::time", "std::env", "std::fs", "std::net", "std::process", "rand::"];
/// Ways from text to markup or code, and styles that a strict policy refuses.
const MARKUP: [&str; 12] = [
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "unsafeHTML",
    "unsafeSVG",
    "unsafeStatic",
    "document.write",
    "eval(",
    "new Function",
    "<style",
    "style=\"",
    "createContextualFragment",
];
const OUTPUT: [&str; 6] = ["target/", "node_modules/", "www/dist/", "www/pkg/", "test-results/", "playwright-report/"];
/// Put together here, so that this file has none of them.
const UNFINISHED: [&str; 6] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("HA", "CK"),
    concat!("todo", "!("),
    concat!("unimpl", "emented!("),
];
/// Folders in which such a mark is unfinished work and not a test's date.
const OURS: [&str; 5] = ["src/", "www/src/", "xtask/src/", "benches/", ".ci/"];

/// A tracked file as text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn within(&self, folder: &str, extension: &str) -> bool {
        self.path.starts_with(folder) && self.path.ends_with(extension)
    }

    /// Numbered lines without comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The same up to the tests, which stand last in a file.
    fn code_without_tests(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code().take_while(|(_, line)| {
            !line.trim_start().starts_with("#[cfg(test)]") && !line.trim_start().starts_with("#[cfg(all(test")
        })
    }
}

/// Each breach, as a line that names file and place.
pub fn faults() -> Result<Vec<String>> {
    let list = output(&mut command("git", &["ls-files", "--cached", "--others", "--exclude-standard"]))
        .ok_or("git cannot list the files of the repository")?;
    let tracked = output(&mut command("git", &["ls-files"])).unwrap_or_default();
    let sources: Vec<Source> = list
        .lines()
        .filter_map(|path| {
            let text = fs::read_to_string(root().join(path)).ok()?;
            Some(Source { path: path.into(), text })
        })
        .collect();
    let mut faults = tracked_output(&tracked);
    for check in [wasm_crates, module_order, outside, package_import, markup, unfinished, endings, machine] {
        faults.extend(check(&sources));
    }
    Ok(faults)
}

fn tracked_output(tracked: &str) -> Vec<String> {
    let is_output =
        |path: &&str| OUTPUT.iter().any(|folder| path.starts_with(folder) || path.contains(&format!("/{folder}")));
    tracked.lines().filter(is_output).map(|path| format!("{path} is build output, and tracked")).collect()
}

fn wasm_crates(sources: &[Source]) -> Vec<String> {
    let core = sources.iter().filter(|source| source.within("src/", ".rs") && source.path != BOUNDARY);
    found(core, &WASM_CRATES, Source::code, "only src/wasm.rs names the wasm crates")
}

fn outside(sources: &[Source]) -> Vec<String> {
    let core = sources.iter().filter(|source| source.within("src/", ".rs") && source.path != BOUNDARY);
    let core = core.filter(|source| !source.path.starts_with(COMMAND));
    found(core, &OUTSIDE, Source::code_without_tests, "the core reads nothing of its surroundings")
}

fn markup(sources: &[Source]) -> Vec<String> {
    let shell =
        sources.iter().filter(|source| ["www/src/", "www/index.html"].iter().any(|path| source.path.starts_with(path)));
    found(shell, &MARKUP, Source::code, "text never becomes markup, code or a style attribute")
}

fn unfinished(sources: &[Source]) -> Vec<String> {
    let ours = sources.iter().filter(|source| OURS.iter().any(|folder| source.path.starts_with(folder)));
    found(ours, &UNFINISHED, all_lines, "unfinished work")
}

fn machine(sources: &[Source]) -> Vec<String> {
    let text = sources.iter().filter(|source| source.path != "xtask/src/tidy.rs");
    let root = root().to_string_lossy().into_owned();
    let home = std::env::var("HOME").unwrap_or_default();
    // Short ones, such as "/root" itself without more, would be found in ordinary text.
    let folders: Vec<String> =
        [root, home].into_iter().filter(|folder| folder.len() > 1).map(|folder| format!("{folder}/")).collect();
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    found(text, &folders, all_lines, "a path of this machine")
}

fn all_lines(source: &Source) -> impl Iterator<Item = (usize, &str)> {
    source.text.lines().enumerate().map(|(index, line)| (index + 1, line))
}

fn found<'a, Lines: Iterator<Item = (usize, &'a str)>>(
    sources: impl Iterator<Item = &'a Source>,
    words: &[&str],
    lines: impl Fn(&'a Source) -> Lines,
    rule: &str,
) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources {
        for (number, line) in lines(source) {
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                faults.push(format!("{}:{number} has \"{word}\": {rule}", source.path));
            }
        }
    }
    faults
}

/// One file of the shell imports the built module.
fn package_import(sources: &[Source]) -> Vec<String> {
    let imports = |source: &&Source| {
        source.code().any(|(_, line)| {
            // An address beside the file itself (`new URL('…', import.meta.url)`) takes nothing in.
            let line = line.replace("import.meta", "");
            line.contains("/pkg/") && (line.contains("from ") || line.contains("import"))
        })
    };
    let shell = sources.iter().filter(|source| source.within("www/src/", ".ts"));
    let paths: Vec<&str> = shell.filter(imports).map(|source| source.path.as_str()).collect();
    match paths.len() {
        0 | 1 => Vec::new(),
        _ => vec![format!("{} all import pkg/: one file may", paths.join(", "))],
    }
}

/// A module of the core uses those above it in `lib.rs`, never those below.
fn module_order(sources: &[Source]) -> Vec<String> {
    let Some(lib) = sources.iter().find(|source| source.path == "src/lib.rs") else {
        return vec!["src/lib.rs is missing".into()];
    };
    let order = modules(&lib.text);
    let place = |name: &str| order.iter().position(|module| module == name);
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| source.within("src/", ".rs")) {
        let inner = source.path.trim_start_matches("src/").trim_end_matches(".rs");
        let Some(own) = place(inner.split('/').next().unwrap_or_default()) else {
            continue;
        };
        for (number, line) in source.code_without_tests() {
            for name in crate_paths(line) {
                if place(name).is_some_and(|used| own < used) {
                    faults.push(format!("{}:{number} uses {name}, which comes after it in src/lib.rs", source.path));
                }
            }
        }
    }
    faults
}

/// The names in `pub mod name;`, in order.
fn modules(lib: &str) -> Vec<String> {
    lib.lines()
        .filter_map(|line| {
            let name = line.trim().trim_start_matches("pub ").strip_prefix("mod ")?;
            Some(name.strip_suffix(';')?.to_string())
        })
        .collect()
}

/// The names that follow `crate::`, also within braces on the same line.
fn crate_paths(line: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for after in line.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            Some(group) => names.extend(group.split([',', '}']).map(|part| first_name(part.trim()))),
            None => names.push(first_name(after)),
        }
    }
    names
}

fn first_name(text: &str) -> &str {
    let ends = |letter: char| !letter.is_alphanumeric() && letter != '_';
    text.split(ends).next().unwrap_or_default()
}

/// Text files end in one newline and have no carriage returns, but for those that are input to the byte.
fn endings(sources: &[Source]) -> Vec<String> {
    let inputs = ["tests/data/", "fuzz/seeds/", "fuzz/found/"];
    let is_input = |source: &Source| inputs.iter().any(|folder| source.path.starts_with(folder));
    let checked = sources.iter().filter(|source| !is_input(source) && !source.text.is_empty());
    checked
        .filter_map(|source| {
            if !source.text.ends_with('\n') {
                return Some(format!("{} does not end in a newline", source.path));
            }
            source.text.contains("\r\n").then(|| format!("{} has carriage returns", source.path))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.into(), text: text.into() }
    }

    #[test]
    fn a_module_may_use_only_those_above_it() {
        let lib = source("src/lib.rs", "pub mod time;\npub mod store;\n#[cfg(x)]\nmod wasm;\n");
        let good = source("src/store/mod.rs", "use crate::time::Span;\nuse crate::store::x;\n// crate::wasm\n");
        let bad = source("src/time/span.rs", "use crate::{time::Span, store};\n");
        let test = source("src/time/mod.rs", "pub struct A;\n#[cfg(test)]\nmod tests { use crate::store; }\n");
        assert_eq!(
            module_order(&[lib, good, bad, test]),
            ["src/time/span.rs:1 uses store, which comes after it in src/lib.rs"]
        );
    }

    #[test]
    fn each_rule_finds_its_breach() {
        assert_eq!(
            wasm_crates(&[source("src/time/mod.rs", "use js_sys::Date;\n"), source(BOUNDARY, "use js_sys::Date;\n")])
                .len(),
            1
        );
        assert_eq!(outside(&[source("src/event.rs", "let now = std::time::Instant::now();\n")]).len(), 1);
        assert_eq!(outside(&[source("src/bin/event-timeline/input.rs", "std::fs::read(path)\n")]).len(), 0);
        assert_eq!(markup(&[source("www/src/a.ts", "node.innerHTML = text;\n// innerHTML\n")]).len(), 1);
        assert_eq!(unfinished(&[source("src/event.rs", &format!("// {} later\n", UNFINISHED[0]))]).len(), 1);
        assert_eq!(endings(&[source("a.md", "text"), source("b.md", "text\r\n"), source("c.md", "text\n")]).len(), 2);
        assert_eq!(machine(&[source("a.md", &format!("see {}/target\n", root().display()))]).len(), 1);
        assert_eq!(tracked_output("www/dist/index.html\nsrc/lib.rs\nfuzz/target/a").len(), 2);
        let import = |path| source(path, "import init from '../pkg/event_timeline.js';\n");
        assert_eq!(package_import(&[import("www/src/a.ts"), import("www/src/b.ts")]).len(), 1);
        assert_eq!(package_import(&[import("www/src/a.ts")]).len(), 0);
    }
}
