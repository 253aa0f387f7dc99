//! Bytes to ship: the optimised module in `www/pkg`, the static site in `www/dist`.

use crate::process::{command, root, run};
use crate::{Result, split, tools};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::Path;

/// What the module is made from.
const SOURCES: [&str; 6] = ["src", "Cargo.toml", "Cargo.lock", ".cargo", "xtask/src/split", "xtask/first-view.mjs"];

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
    let stamp = root().join("www/pkg/.sources");
    let sources = fingerprint().map_err(|error| format!("the sources cannot be read: {error}"))?;
    let sources = format!("{sources} {care:?}\n");
    if fs::read_to_string(&stamp).is_ok_and(|built| built == sources) {
        return Ok(());
    }
    let profile: &[&str] = match care {
        Care::Full => &["--release"],
        Care::Quick => &["--profile", "quick", "--no-opt"],
    };
    let rest = ["--target", "web", "--mode", "no-install", "--no-pack", "--out-dir", "www/pkg"];
    run(&mut command("wasm-pack", &[&["build"], profile, &rest].concat()))?;
    let package = root().join("www/pkg");
    match care {
        Care::Full => split::package(&package)?,
        Care::Quick => split::none(&package)?,
    }
    run(&mut command("node", &["xtask/guard.mjs"]))?;
    fs::write(&stamp, sources).map_err(|error| format!("{} cannot be written: {error}", stamp.display()))
}

fn shell() -> Result {
    run(&mut command("vite", &["build"]))?;
    run(&mut command("tsc", &["--project", "tsconfig.json", "--emitDeclarationOnly"]))
}

fn fingerprint() -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
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
