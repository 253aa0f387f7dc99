//! Bytes to ship: the optimised module in `www/pkg`, the static site in `www/dist`.

use crate::process::{command, root, run};
use crate::{Result, split, tools};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::Path;

/// What the module is made from, and what cuts it.
const SOURCES: [&str; 4] = ["src", "Cargo.toml", "Cargo.lock", ".cargo"];
const CUT: [&str; 3] = ["xtask/src/split", "xtask/first-view.mjs", "www/src"];

/// How much time the compiler takes over the module.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Care {
    /// The module as it is shipped.
    #[default]
    Full,
    /// A large and slow one, soon there: for a look at what changed.
    Quick,
}

/// Everything, from sources to the site, with the weight of each file.
pub fn all(care: Care) -> Result {
    wasm(care)?;
    shell()?;
    if care == Care::Quick {
        return Ok(());
    }
    run(&mut command("node", &["xtask/sizes.mjs"]))
}

/// The module and its glue; kept where no source has changed.
pub fn wasm(care: Care) -> Result {
    tools::wasm_tools()?;
    tools::node_packages()?;
    let package = root().join("www/pkg");
    let is_new = changed(&SOURCES, care, &package.join(".sources"), || {
        let profile: &[&str] = match care {
            Care::Full => &["--release"],
            Care::Quick => &["--profile", "quick", "--no-opt"],
        };
        let rest = ["--target", "web", "--mode", "no-install", "--no-pack", "--out-dir", "www/pkg"];
        run(&mut command("wasm-pack", &[&["build"], profile, &rest].concat()))?;
        match care {
            Care::Full => split::keep(&package),
            Care::Quick => split::none(&package).and_then(|()| guard()),
        }
    })?;
    if care == Care::Quick {
        return Ok(());
    }
    let stamp = package.join(".cut");
    if is_new && stamp.exists() {
        fs::remove_file(&stamp).map_err(|error| format!("{} cannot be removed: {error}", stamp.display()))?;
    }
    changed(&CUT, care, &stamp, || split::package(&package).and_then(|()| guard())).map(drop)
}

fn guard() -> Result {
    run(&mut command("node", &["xtask/guard.mjs"]))
}

/// Does what is to be done where the sources are others than those that the stamp tells of.
fn changed(sources: &[&str], care: Care, stamp: &Path, work: impl FnOnce() -> Result) -> Result<bool> {
    let sources = fingerprint(sources).map_err(|error| format!("the sources cannot be read: {error}"))?;
    let sources = format!("{sources} {care:?}\n");
    if fs::read_to_string(stamp).is_ok_and(|built| built == sources) {
        return Ok(false);
    }
    work()?;
    fs::write(stamp, sources).map_err(|error| format!("{} cannot be written: {error}", stamp.display()))?;
    Ok(true)
}

fn shell() -> Result {
    run(&mut command("vite", &["build"]))?;
    run(&mut command("tsc", &["--project", "tsconfig.json", "--emitDeclarationOnly"]))
}

fn fingerprint(sources: &[&str]) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    for source in sources {
        hash_tree(&root().join(source), &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn hash_tree(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    path.hash(hasher);
    if !path.is_dir() {
        fs::read(path)?.hash(hasher);
        return Ok(());
    }
    let mut entries = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    entries.iter().try_for_each(|entry| hash_tree(entry, hasher))
}
