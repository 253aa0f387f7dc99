//! Cuts the module into three parts, by what first views run: what a page needs for its first picture, what completes the
//! view after it, and all else.
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
use parts::Part;
use profile::Ran;
use std::fs;
use std::path::{Path, PathBuf};

/// Where all is kept that is not shipped, from the repository's root.
const FOLDER: &str = "target/split";
/// The parts' files; the first one has the name that wasm-pack gives the module.
const FIRST: &str = "event_timeline_bg.wasm";
const NEXT: &str = "event_timeline_next.wasm";
const LATE: &str = "event_timeline_late.wasm";
/// The extreme cuts: nothing late; all late that can be; of every function all but its beginning.
pub const BEGINNINGS: &str = "beginnings";
pub const ALL_FIRST: &str = "all-first";
pub const ALL_LATE: &str = "all-late";
/// The module before it is cut, and as the linker left it; and where the linker leaves it, from the repository's root.
const WHOLE: &str = "whole.wasm";
const LINKED: &str = "linked.wasm";
const LINKER_OUTPUT: &str = "target/wasm32-unknown-unknown/release/event_timeline.wasm";
/// What the functions of the first part take there, the heaviest first: where to look for weight.
const HEAVY: &str = "heavy.txt";
/// A module with nothing in it: the late part of one that is not cut.
const EMPTY: &[u8] = b"\0asm\x01\0\0\0";

/// Leaves the module of the package in one piece.
pub fn none(package: &Path) -> Result {
    [NEXT, LATE].iter().try_for_each(|part| write(&package.join(part), EMPTY))
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
    let [loading, first, next, later] = blocks_that_run(&module)?;
    let loading = profile::ran(&module, &loading, Ran::First);
    let runs = [(first, Ran::First), (next, Ran::Next), (later, Ran::Later)];
    let used = runs
        .into_iter()
        .fold(loading.clone(), |used, (blocks, when)| profile::joined(used, &profile::ran(&module, &blocks, when)));
    // Every other function that is not first comes next, so that all parts call all others.
    let all = used.iter().map(|blocks| vec![Ran::First; blocks.len()]).collect();
    let beginnings: Vec<Vec<Ran>> = used.iter().map(|blocks| (0..blocks.len()).map(first_of).collect()).collect();
    let beginnings = profile::joined(profile::joined(beginnings, &loading), &every_other(&used, 1));
    let late = profile::joined(loading, &every_other(&used, 0));
    for (cut, ran) in [(ALL_FIRST, all), (ALL_LATE, late), (BEGINNINGS, beginnings)] {
        source.cut(&folder_of(cut), &ran)?;
    }
    source.cut(package, &used)?;
    write(&folder.join(HEAVY), source.heavy(&used)?.as_bytes())
}

fn first_of(block: usize) -> Ran {
    if block == 0 { Ran::First } else { Ran::Never }
}

/// Blocks that come next, in every other function, from that one of its blocks on.
fn every_other(blocks: &[Vec<Ran>], from: usize) -> Vec<Vec<Ran>> {
    let next = |(index, blocks): (usize, &Vec<Ran>)| {
        let is_next = |block: usize| index % 2 == 0 && block >= from;
        (0..blocks.len()).map(|block| if is_next(block) { Ran::Next } else { Ran::Never }).collect()
    };
    blocks.iter().enumerate().map(next).collect()
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
        [FIRST, NEXT, LATE].iter().zip(parts).try_for_each(|(name, part)| write(&folder.join(name), &part))
    }

    /// A line for each function of the first part: bytes there, bytes in all, name.
    fn heavy(&self, ran: &[Vec<Ran>]) -> Result<String> {
        let (outlined, when) = outline::outlined(self.module, self.whole, ran)?;
        let mut lines = Vec::new();
        let functions = outlined.functions.iter().zip(&self.module.functions).zip(self.module.imported_functions()..);
        for (((cut, whole), index), when) in functions.zip(when) {
            if when == Ran::First {
                let name = self.module.names.get(&index).copied().unwrap_or_default();
                lines.push((cut.size()?, whole.size()?, name));
            }
        }
        lines.sort_unstable_by(|a, b| b.cmp(a));
        Ok(lines.into_iter().map(|(there, all, name)| format!("{there:7} {all:7} {name}\n")).collect())
    }
}

/// Where the parts of an extreme cut are.
pub fn folder_of(cut: &str) -> PathBuf {
    root().join(FOLDER).join(cut)
}

/// The numbers of the blocks that run while the module is loaded, before first pictures, after them, and in what readers
/// then do over and over; each in order.
fn blocks_that_run(module: &Module) -> Result<[Vec<u32>; 4]> {
    let folder = root().join(FOLDER);
    make(&folder)?;
    let (marked, ran) = (folder.join("marked.wasm"), folder.join("ran.txt"));
    write(&marked, &profile::marked(module)?)?;
    run(command("node", &["xtask/first-view.mjs"]).args([&marked, &ran]))?;
    let text = fs::read_to_string(&ran).map_err(|error| format!("{} cannot be read: {error}", ran.display()))?;
    let lines = text.lines().map(numbers).collect::<Result<Vec<_>>>()?;
    lines.try_into().map_err(|_| format!("{} does not have four lines", ran.display()))
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
