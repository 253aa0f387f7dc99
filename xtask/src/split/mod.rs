//! Cuts the module into four parts, by what readers run: what a page needs for its first picture, what completes the view
//! after it, what a reader's hand then asks for, and all else: other formats, tables, what is written to files.
//!
//! A build marks every basic block of the optimised module, runs first views and a reader's moves on it in Node
//! (`first-view.mjs`), and puts what did not run into the late part.

mod alike;
mod data;
mod module;
mod outline;
mod parts;
mod profile;

use crate::Result;
use crate::process::{command, root, run};
use data::Links;
use module::Module;
use parts::Part;
use profile::Ran;
use std::cmp::Reverse;
use std::fs;
use std::path::{Path, PathBuf};

/// Where all is kept that is not shipped, from the repository's root.
const FOLDER: &str = "target/split";
/// The first part's file has the name that wasm-pack gives the module.
const FIRST: &str = "event_timeline_bg.wasm";
/// The parts' files, in their order.
const FILES: [&str; 4] = [FIRST, "event_timeline_next.wasm", "event_timeline_hand.wasm", "event_timeline_late.wasm"];
/// The extreme cuts: nothing late; all late that can be; of every function all but its beginning.
pub const BEGINNINGS: &str = "beginnings";
pub const ALL_FIRST: &str = "all-first";
pub const ALL_LATE: &str = "all-late";
/// The module before it is cut, and as the linker left it; and where the linker leaves it, from the repository's root.
const WHOLE: &str = "whole.wasm";
const LINKED: &str = "linked.wasm";
const LINKER_OUTPUT: &str = "target/wasm32-unknown-unknown/release/event_timeline.wasm";
/// What the functions of each part take there, the heaviest first: where to look for weight.
const HEAVY: &str = "heavy.txt";
/// A module with nothing in it: each later part of one that is not cut.
const EMPTY: &[u8] = b"\0asm\x01\0\0\0";

/// Leaves the module of the package in one piece.
pub fn none(package: &Path) -> Result {
    FILES.iter().skip(1).try_for_each(|part| write(&package.join(part), EMPTY))
}

/// Keeps the module of the package, to be cut.
pub fn keep(package: &Path) -> Result {
    let folder = root().join(FOLDER);
    make(&folder)?;
    write(&folder.join(WHOLE), &read(&package.join(FIRST))?)?;
    write(&folder.join(LINKED), &read(&root().join(LINKER_OUTPUT))?)
}

/// Cuts the module that was kept into the parts of the package, and for the tests at the extremes.
pub fn package(package: &Path) -> Result {
    let folder = root().join(FOLDER);
    let whole = read(&folder.join(WHOLE))?;
    let links = Links::read(&read(&folder.join(LINKED))?)?;
    let module = Module::read(&whole)?;
    let source = Source { whole: &whole, module: &module, links: &links };
    let [loading, first, next, later, moves, unusual] = blocks_that_run(&module)?;
    let loading = profile::ran(&module, &loading, Ran::First);
    let moves = profile::ran(&module, &moves, Ran::Near);
    let runs = [(first, Ran::First), (next, Ran::Next), (later, Ran::Later), (unusual, Ran::Near)];
    let used = runs
        .into_iter()
        .fold(loading.clone(), |used, (blocks, when)| profile::joined(used, &profile::ran(&module, &blocks, when)));
    let used = profile::with_near(&module, profile::joined(used, &moves), &moves);
    // The functions that are not first come in turns in one of the others, so that all parts call all others.
    let all = used.iter().map(|blocks| vec![Ran::First; blocks.len()]).collect();
    let beginnings: Vec<Vec<Ran>> = used.iter().map(|blocks| (0..blocks.len()).map(first_of).collect()).collect();
    let beginnings = profile::joined(profile::joined(beginnings, &loading), &in_turns(&used, 1));
    let late = profile::joined(loading, &in_turns(&used, 0));
    for (cut, ran) in [(ALL_FIRST, all), (ALL_LATE, late), (BEGINNINGS, beginnings)] {
        source.cut(&folder_of(cut), &ran)?;
    }
    source.cut(package, &used)?;
    write(&folder.join(HEAVY), source.heavy(&used)?.as_bytes())
}

fn first_of(block: usize) -> Ran {
    if block == 0 { Ran::First } else { Ran::Never }
}

/// One function after the other in another part, from that one of its blocks on.
fn in_turns(blocks: &[Vec<Ran>], from: usize) -> Vec<Vec<Ran>> {
    let turns = [Ran::Next, Ran::Near, Ran::Never].into_iter().cycle();
    let ran = |turn: Ran, block: usize| if block >= from { turn } else { Ran::Never };
    turns.zip(blocks).map(|(turn, blocks)| (0..blocks.len()).map(|block| ran(turn, block)).collect()).collect()
}

/// What is cut.
struct Source<'a> {
    whole: &'a [u8],
    module: &'a Module<'a>,
    links: &'a Links,
}

impl Source<'_> {
    /// Cuts by what ran: of each function and each of its blocks.
    fn cut(&self, folder: &Path, ran: &[Vec<Ran>]) -> Result {
        let (outlined, when) = outline::outlined(self.module, self.whole, ran)?;
        let places: Vec<Part> = when.into_iter().map(Part::of).collect();
        let parts = parts::split(&outlined, &places, self.links)?;
        make(folder)?;
        FILES.iter().zip(parts).try_for_each(|(name, part)| write(&folder.join(name), &part))
    }

    /// A line for each function, and for what was taken out of one: part, bytes there, bytes in all, name.
    fn heavy(&self, ran: &[Vec<Ran>]) -> Result<String> {
        let (outlined, when) = outline::outlined(self.module, self.whole, ran)?;
        let mut lines = Vec::new();
        for ((index, cut), when) in outlined.functions.iter().enumerate().zip(when) {
            let whole = self.module.functions.get(index).map_or(Ok(0), |function| function.size())?;
            let number = self.module.imported_functions() + index as u32;
            let name = self.module.names.get(&number).copied().unwrap_or_default();
            lines.push((Part::of(when), Reverse(cut.size()?), whole, name));
        }
        lines.sort_unstable();
        let text = |(part, Reverse(there), all, name)| format!("{part:?} {there:7} {all:7} {name}\n");
        Ok(lines.into_iter().map(text).collect())
    }
}

/// Where the parts of an extreme cut are.
pub fn folder_of(cut: &str) -> PathBuf {
    root().join(FOLDER).join(cut)
}

/// The numbers of the blocks that run while the module is loaded, before first pictures, after them, in what readers then
/// do over and over, in all their moves, and for sets with something wrong in them; each in order.
fn blocks_that_run(module: &Module) -> Result<[Vec<u32>; 6]> {
    let folder = root().join(FOLDER);
    make(&folder)?;
    let (marked, ran) = (folder.join("marked.wasm"), folder.join("ran.txt"));
    write(&marked, &profile::marked(module)?)?;
    run(command("node", &["xtask/first-view.mjs"]).args([&marked, &ran]))?;
    let text = fs::read_to_string(&ran).map_err(|error| format!("{} cannot be read: {error}", ran.display()))?;
    let lines = text.lines().map(numbers).collect::<Result<Vec<_>>>()?;
    lines.try_into().map_err(|_| format!("{} does not have six lines", ran.display()))
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
