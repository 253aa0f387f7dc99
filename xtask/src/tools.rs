//! Finds the tools that the build and the tests need, and installs the missing ones.
//!
//! Cargo tools go to `target/tools`, so nothing outside the repository changes; one already on the `PATH` is taken
//! where its version fits. Node packages go to `node_modules`. Browsers come from the system.

use crate::Result;
use crate::process::{command, output, root, run};
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

const WASM_PACK: &str = "0.15.1";
const CARGO_FUZZ: &str = "0.13.2";
const GECKODRIVER: &str = "0.37.1";
/// Below this version wasm-opt mislabels the exported externref table: the module throws when instantiated.
const WASM_OPT_LEAST: u32 = 116;
const NODE_LEAST: (u32, u32) = (20, 19);

const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const FIREFOX: [&str; 2] = ["firefox-esr", "firefox"];

/// npm's tools first, then the project's cargo tools, then the system's.
pub fn search_path() -> OsString {
    let mut folders = vec![root().join("node_modules/.bin"), root().join("target/tools/bin")];
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    env::join_paths(folders).unwrap_or_default()
}

/// The first program of that name on the search path.
pub fn find(program: &str) -> Option<PathBuf> {
    let suffixes: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    env::split_paths(&search_path())
        .flat_map(|folder| suffixes.iter().map(move |suffix| folder.join(format!("{program}{suffix}"))))
        .find(|path| path.is_file())
}

/// The wasm32 target of the compiler in use.
pub fn wasm_target() -> Result {
    let sysroot = output(&mut command("rustc", &["--print", "sysroot"])).ok_or("rustc cannot be started")?;
    if PathBuf::from(sysroot).join("lib/rustlib/wasm32-unknown-unknown").is_dir() {
        return Ok(());
    }
    if find("rustup").is_none() {
        return Err("the compiler lacks the target wasm32-unknown-unknown, and there is no rustup to add it".into());
    }
    run(&mut command("rustup", &["target", "add", "wasm32-unknown-unknown"]))
}

/// wasm-pack, and wasm-bindgen's tools of the very version in the lock file.
pub fn wasm_tools() -> Result {
    wasm_target()?;
    cargo_tool("wasm-pack", "wasm-pack", WASM_PACK)?;
    let lock = read("Cargo.lock")?;
    let version = locked_version(&lock, "wasm-bindgen").ok_or("Cargo.lock names no wasm-bindgen")?;
    cargo_tool("wasm-bindgen", "wasm-bindgen-cli", version)?;
    cargo_tool("wasm-bindgen-test-runner", "wasm-bindgen-cli", version)
}

/// The fuzzer's driver.
pub fn cargo_fuzz() -> Result {
    cargo_tool("cargo-fuzz", "cargo-fuzz", CARGO_FUZZ)
}

/// Any geckodriver will do; without one the pinned version is built.
pub fn geckodriver() -> Result {
    if find("geckodriver").is_some() {
        return Ok(());
    }
    cargo_install("geckodriver", GECKODRIVER)
}

/// npm's packages, as the lock file has them, and a wasm-opt that writes working modules.
pub fn node_packages() -> Result {
    let node =
        output(&mut command("node", &["--version"])).ok_or("Node is missing: install Node 20.19 or later with npm")?;
    if version_pair(node.trim_start_matches('v')) < Some(NODE_LEAST) {
        return Err(format!("Node {node} is too old: 20.19 or later is needed"));
    }
    let lock = read("package-lock.json")?;
    let stamp = root().join("node_modules/.installed-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    run(&mut command("npm", &["ci", "--no-audit", "--no-fund"]))?;
    wasm_opt()?;
    fs::write(&stamp, lock).map_err(|error| format!("{} cannot be written: {error}", stamp.display()))
}

fn wasm_opt() -> Result {
    let said = output(&mut command("wasm-opt", &["--version"])).ok_or("wasm-opt cannot be started")?;
    let version = wasm_opt_version(&said).ok_or(format!("wasm-opt says \"{said}\", which names no version"))?;
    if version < WASM_OPT_LEAST {
        return Err(format!("wasm-opt {version} writes broken modules; {WASM_OPT_LEAST} or later is needed"));
    }
    Ok(())
}

/// Chromium and Firefox with their drivers; installs them where the system's package manager can.
pub fn browsers() -> Result {
    if all_browsers() {
        return geckodriver();
    }
    let user = output(&mut command("id", &["-u"]));
    if find("apt-get").is_some() && user.as_deref() == Some("0") {
        run(&mut command("apt-get", &["update", "-qq"]))?;
        let install = ["install", "-y", "-qq", "--no-install-recommends"];
        let packages = ["chromium", "chromium-driver", "firefox-esr"];
        let mut apt = command("apt-get", &[install.as_slice(), &packages].concat());
        run(apt.env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    if !all_browsers() {
        eprintln!("note: for the boundary suite install Chromium, its chromedriver and Firefox");
        run(&mut command("playwright", &["install", "chromium", "firefox"])).map_err(|_| {
            String::from("browsers are missing: install Chromium with chromedriver, and Firefox, then run this again")
        })?;
    }
    geckodriver()
}

fn all_browsers() -> bool {
    let any = |names: &[&str]| names.iter().any(|name| find(name).is_some());
    any(&CHROMIUM) && any(&FIREFOX) && any(&["chromedriver"])
}

fn cargo_tool(program: &str, package: &str, version: &str) -> Result {
    let fits = find(program).is_some()
        && output(&mut command(program, &["--version"])).is_some_and(|said| says_version(&said, version));
    if fits {
        return Ok(());
    }
    cargo_install(package, version)
}

fn cargo_install(package: &str, version: &str) -> Result {
    let folder = root().join("target/tools");
    let folder = folder.to_string_lossy();
    let args = ["install", "--quiet", "--root", &folder, "--version", version, package];
    let build = root().join("target/tools/build");
    // A version in a tool's own lock file can be gone from the registry; the newest that fits will do then.
    let locked = run(command("cargo", &[args.as_slice(), &["--locked"]].concat()).env("CARGO_TARGET_DIR", &build));
    locked.or_else(|_| run(command("cargo", &args).env("CARGO_TARGET_DIR", &build)))
}

fn read(file: &str) -> Result<String> {
    fs::read_to_string(root().join(file)).map_err(|error| format!("{file} cannot be read: {error}"))
}

/// The version of a package in the text of a `Cargo.lock`.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

/// Whether a tool's `--version` line (`name 1.2.3 …`) has that version.
fn says_version(said: &str, version: &str) -> bool {
    said.split_whitespace().nth(1) == Some(version)
}

/// `wasm-opt version 132 (version_132)` has 132.
fn wasm_opt_version(said: &str) -> Option<u32> {
    said.split_whitespace().find_map(|word| word.parse().ok())
}

fn version_pair(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_tools_say() {
        assert!(says_version("wasm-pack 0.15.1", "0.15.1"));
        assert!(!says_version("wasm-bindgen 0.2.13", "0.2.130"));
        assert_eq!(wasm_opt_version("wasm-opt version 108"), Some(108));
        assert_eq!(wasm_opt_version("wasm-opt version 132 (version_132)"), Some(132));
        assert!(version_pair("18.20.1") < Some(NODE_LEAST));
        assert!(version_pair("22.1.0") > Some(NODE_LEAST));
    }

    #[test]
    fn a_locked_version_is_that_of_the_very_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "absent"), None);
    }
}
