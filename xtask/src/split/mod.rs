//! Cuts the module in two, by what first views run: the part that a page loads first, and the late one.
//!
//! A build marks every basic block of the optimised module, runs first views on it in Node (`first-view.mjs`), and puts
//! what did not run into the late part.

mod module;
mod parts;
mod profile;

use crate::Result;
use crate::process::{command, root, run};
use module::Module;
use std::fs;
use std::path::{Path, PathBuf};

/// Where all is kept that is not shipped, from the repository's root.
const FOLDER: &str = "target/split";
/// The first part, which has the name that wasm-pack gives the module.
const FIRST: &str = "event_timeline_bg.wasm";
/// The extreme cuts.
pub const ALL_FIRST: &str = "all-first";
pub const ALL_LATE: &str = "all-late";
const LATE: &str = "event_timeline_late.wasm";
/// A module with nothing in it: the late part of one that is not cut.
const EMPTY: &[u8] = b"\0asm\x01\0\0\0";

/// Leaves the module of the package in one piece.
pub fn none(package: &Path) -> Result {
    write(&package.join(LATE), EMPTY)
}

/// Cuts the module of the package, and for the tests at both extremes: all in the first part, and all that can be in the late one.
pub fn package(package: &Path) -> Result {
    let whole = read(&package.join(FIRST))?;
    let module = Module::read(&whole)?;
    let (loading, views) = blocks_that_run(&module)?;
    let mut needed = [loading.as_slice(), &views].concat();
    needed.sort_unstable();
    let late = |ran: &[u32]| -> Vec<bool> {
        profile::ran(&module, ran).iter().map(|blocks| !blocks.contains(&true)).collect()
    };
    write_parts(&folder_of(ALL_FIRST), &module, &vec![false; module.functions.len()])?;
    write_parts(&folder_of(ALL_LATE), &module, &late(&loading))?;
    write_parts(package, &module, &late(&needed))?;
    [FIRST, LATE].iter().try_for_each(|part| tidied(&package.join(part)))
}

/// Where the parts of an extreme cut are.
pub fn folder_of(cut: &str) -> PathBuf {
    root().join(FOLDER).join(cut)
}

fn write_parts(folder: &Path, module: &Module, is_late: &[bool]) -> Result {
    let (first, late) = parts::split(module, is_late)?;
    fs::create_dir_all(folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    write(&folder.join(FIRST), &first)?;
    write(&folder.join(LATE), &late)
}

/// The numbers of the blocks that run while the module is loaded, and those of first views; both in order.
fn blocks_that_run(module: &Module) -> Result<(Vec<u32>, Vec<u32>)> {
    let folder = root().join(FOLDER);
    fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    let (marked, ran) = (folder.join("marked.wasm"), folder.join("ran.txt"));
    write(&marked, &profile::marked(module)?)?;
    run(command("node", &["xtask/first-view.mjs"]).args([&marked, &ran]))?;
    let text = fs::read_to_string(&ran).map_err(|error| format!("{} cannot be read: {error}", ran.display()))?;
    let mut lines = text.lines();
    match (lines.next(), lines.next()) {
        (Some(loading), Some(views)) => Ok((numbers(loading)?, numbers(views)?)),
        _ => Err(format!("{} does not have two lines", ran.display())),
    }
}

fn numbers(line: &str) -> Result<Vec<u32>> {
    let number = |word: &str| word.parse().map_err(|_| format!("\"{word}\" is no number of a block"));
    line.split_whitespace().map(number).collect()
}

/// Leaves out types that a part has no use of, and gives small numbers to what is used often.
fn tidied(part: &Path) -> Result {
    let features = [
        "--enable-simd",
        "--enable-bulk-memory",
        "--enable-nontrapping-float-to-int",
        "--enable-sign-ext",
        "--enable-mutable-globals",
        "--enable-reference-types",
        "--enable-multivalue",
    ];
    run(command("wasm-opt", &features).args(["-O1", "--reorder-functions", "-o"]).args([part, part]))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result {
    fs::write(path, bytes).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}
