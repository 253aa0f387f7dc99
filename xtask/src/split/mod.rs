//! Cuts the module in two, by what first views run: the part that a page loads first, and the late one.
//!
//! A build marks every basic block of the optimised module, runs first views on it in Node (`first-view.mjs`), and puts
//! what did not run into the late part.

mod data;
mod module;
mod outline;
mod parts;
mod profile;

use crate::Result;
use crate::process::{command, root, run};
use data::Links;
use module::Module;
use profile::Ran;
use std::fs;
use std::path::{Path, PathBuf};

/// Where all is kept that is not shipped, from the repository's root.
const FOLDER: &str = "target/split";
/// The first part, which has the name that wasm-pack gives the module.
const FIRST: &str = "event_timeline_bg.wasm";
/// The extreme cuts: nothing late; all late that can be; of every function all but its beginning.
pub const BEGINNINGS: &str = "beginnings";
pub const ALL_FIRST: &str = "all-first";
pub const ALL_LATE: &str = "all-late";
const LATE: &str = "event_timeline_late.wasm";
/// The module before it is cut, and as the linker left it, from the repository's root.
const WHOLE: &str = "whole.wasm";
const LINKED: &str = "target/wasm32-unknown-unknown/release/event_timeline.wasm";
/// What the functions of the first part take there, the heaviest first: where to look for weight.
const HEAVY: &str = "heavy.txt";
/// A module with nothing in it: the late part of one that is not cut.
const EMPTY: &[u8] = b"\0asm\x01\0\0\0";

/// Leaves the module of the package in one piece.
pub fn none(package: &Path) -> Result {
    write(&package.join(LATE), EMPTY)
}

/// Keeps the module of the package, to be cut.
pub fn keep(package: &Path) -> Result {
    let folder = root().join(FOLDER);
    make(&folder)?;
    write(&folder.join(WHOLE), &read(&package.join(FIRST))?)
}

/// Cuts the module that was kept into the parts of the package, and for the tests at the extremes.
pub fn package(package: &Path) -> Result {
    let whole = read(&root().join(FOLDER).join(WHOLE))?;
    let module = Module::read(&whole)?;
    let links = Links::read(&read(&root().join(LINKED))?)?;
    let [loading, views, later] = blocks_that_run(&module)?;
    let loading = profile::ran(&module, &loading, Ran::First);
    let used = profile::joined(profile::ran(&module, &views, Ran::First), &profile::ran(&module, &later, Ran::Later));
    let used = profile::joined(used, &loading);
    let beginning = |blocks: &Vec<Ran>| [&[Ran::First], blocks.get(1..).unwrap_or_default()].concat();
    let beginnings = loading.iter().map(beginning).collect();
    let all = used.iter().map(|blocks| vec![Ran::First; blocks.len()]).collect();
    for (cut, ran) in [(ALL_FIRST, all), (ALL_LATE, loading), (BEGINNINGS, beginnings)] {
        cut_by(&folder_of(cut), &module, &whole, &links, &ran)?;
    }
    cut_by(package, &module, &whole, &links, &used)?;
    write(&root().join(FOLDER).join(HEAVY), heavy(&module, &whole, &used)?.as_bytes())
}

/// Cuts by what ran: of each function and each of its blocks.
fn cut_by(folder: &Path, module: &Module, whole: &[u8], links: &Links, ran: &[Vec<Ran>]) -> Result {
    let outlined = outline::outlined(module, whole, ran)?;
    let mut is_late: Vec<bool> = ran.iter().map(|blocks| !blocks.contains(&Ran::First)).collect();
    is_late.resize(outlined.functions.len(), true);
    let (first, late) = parts::split(&outlined, &is_late, links)?;
    make(folder)?;
    write(&folder.join(FIRST), &first)?;
    write(&folder.join(LATE), &late)
}

/// A line for each function of the first part: bytes there, bytes in all, name.
fn heavy(module: &Module, whole: &[u8], ran: &[Vec<Ran>]) -> Result<String> {
    let outlined = outline::outlined(module, whole, ran)?;
    let mut lines = Vec::new();
    for (((cut, whole), ran), index) in outlined.functions.iter().zip(&module.functions).zip(ran).zip(0..) {
        if ran.contains(&Ran::First) {
            let name = module.names.get(&(module.imported_functions() + index)).copied().unwrap_or_default();
            lines.push((cut.size()?, whole.size()?, name));
        }
    }
    lines.sort_unstable_by(|a, b| b.cmp(a));
    Ok(lines.into_iter().map(|(there, all, name)| format!("{there:7} {all:7} {name}\n")).collect())
}

/// Where the parts of an extreme cut are.
pub fn folder_of(cut: &str) -> PathBuf {
    root().join(FOLDER).join(cut)
}

/// The numbers of the blocks that run while the module is loaded, in first views, and later; each in order.
fn blocks_that_run(module: &Module) -> Result<[Vec<u32>; 3]> {
    let folder = root().join(FOLDER);
    make(&folder)?;
    let (marked, ran) = (folder.join("marked.wasm"), folder.join("ran.txt"));
    write(&marked, &profile::marked(module)?)?;
    run(command("node", &["xtask/first-view.mjs"]).args([&marked, &ran]))?;
    let text = fs::read_to_string(&ran).map_err(|error| format!("{} cannot be read: {error}", ran.display()))?;
    let lines = text.lines().map(numbers).collect::<Result<Vec<_>>>()?;
    lines.try_into().map_err(|_| format!("{} does not have three lines", ran.display()))
}

fn make(folder: &Path) -> Result {
    fs::create_dir_all(folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))
}

fn numbers(line: &str) -> Result<Vec<u32>> {
    let number = |word: &str| word.parse().map_err(|_| format!("\"{word}\" is no number of a block"));
    line.split_whitespace().map(number).collect()
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result {
    fs::write(path, bytes).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}
