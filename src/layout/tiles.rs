//! Lanes near the window, where the matches are too many to pack all of them.
//!
//! Time is cut into tiles, about as long as a window, by the multiples of a power of two; a tile with very many events
//! is cut in halves again. What lies within a tile is packed in that tile; what lies across cuts belongs to the one of them
//! that is a multiple of the greatest power of two. Cuts come first, those of greater powers before others, then the
//! tiles, each by first fit in chronological order around what is there. So an event's lane depends on what reaches its
//! own tile or cut and on the few greater cuts that are no farther than two events can reach. Panning moves nothing,
//! whatever order the reader visits the tiles in.
//!
//! What lasts longer than a tile is packed below, in tiles four times as long, and so on. Where zooming in parts nothing
//! any more, as all that happened on some day is a day long, these are what there is to be seen ([`Grid::of_few`]).

use super::assign::{Packing, slot, slots};
use super::frame::{Band, DOT_RADIUS_PX, MAX_FEW};
use super::input::{Bounds, Input};
use super::kept::Kept;
use super::labels::{EVENT_GAP_PX, LABEL_GAP_PX, MAX_LABEL_PX};
use super::lanes::Slot;
use super::near::{Near, touching};
use super::order::{exponent_above, power_of_two};
use super::view::View;
use crate::time::Relation;

/// A tile with more events is cut in halves.
const MAX_TILE_ROWS: u32 = 4_096;
/// So often at most.
const MAX_HALVINGS: u32 = 4;
/// No more events than this, shared by all bands, are looked at that begin in one unit: the rest could not be told apart.
const MAX_ROWS: usize = 8_192;
/// But so many of each band.
const MIN_BAND_ROWS: usize = 64;
const NO_LANE: u32 = u32::MAX;

/// Tiles longer than a window hold no more matches than this, with their neighbours.
const MAX_LONG_TILE_ROWS: u32 = 4_096;
/// So many rows near the window are asked how long they last, to make such tiles.
const MAX_ROWS_ASKED: usize = 65_536;
/// What lasts so many times as long as another has longer tiles, as a power of two.
const DOUBLINGS: usize = 2;
/// So many lengths of tiles there are; what is still longer has a lane of its own, below all others.
const MAX_LEVELS: usize = 12;

/// Lanes of the events of one level that reach some neighbouring tiles.
#[derive(Debug)]
pub(crate) struct Tiles {
    packing: Packing,
    level: usize,
    /// First and last unit.
    first: i64,
    last: i64,
    /// Band → rows, ascending, with their lanes.
    bands: Vec<(u32, Vec<(u32, u32)>)>,
}

/// A grid of units; a tile is a power of two of them.
pub(crate) struct Grid {
    pub ms_per_px: f64,
    unit_ms: f64,
    /// Units in a tile.
    tile: i64,
    /// Tiles of level 0 are about as long as the window, those of each other four times as long as those before.
    level: usize,
    /// The most lanes that all groups together may take.
    pub lanes: usize,
}

impl Grid {
    pub fn of(view: &View, region: (f64, f64), level: usize, lanes: usize) -> Grid {
        let ms_per_px = view.packing_ms_per_px();
        let exponent = exponent_above(view.scale.width_px() * ms_per_px);
        // Units finer than the numbers can tell apart would be no units.
        let finest = exponent_above(region.0.abs().max(region.1.abs()).max(1.0)) - 50;
        let unit = (exponent - MAX_HALVINGS as i32).max(finest) + (level * DOUBLINGS) as i32;
        Grid { ms_per_px, unit_ms: power_of_two(unit), tile: 1 << MAX_HALVINGS, level, lanes }
    }

    /// The longest tiles such that no more than [`MAX_FEW`] rows near the window fit into one, with as many lanes as these
    /// may need; `None` where more of them are shorter than a window, or so few are longer that no strip will be made.
    pub(super) fn of_few(input: &Input, view: &View, near: &Near, most_long: usize) -> Option<Grid> {
        if near.count <= most_long || MAX_ROWS_ASKED < near.count {
            return None;
        }
        let region = (near.from, near.to);
        let shortest = Grid::of(view, region, 0, 2 * MAX_FEW.max(view.limit()));
        let mut rows = [0; MAX_LEVELS + 1];
        near.each(input, |row| {
            if let Some(rows) = rows.get_mut(shortest.level_of(&input.bounds(row))) {
                *rows += 1;
            }
        });
        let mut few = rows[0];
        if MAX_FEW < few || near.count - few <= most_long {
            return None;
        }
        let longer = rows[1..MAX_LEVELS].iter().take_while(|rows| {
            few += **rows;
            few <= MAX_FEW
        });
        let grids = (0..=longer.count()).rev().map(|level| Grid::of(view, region, level, shortest.lanes));
        grids.into_iter().find(|grid| {
            rows_between(input, region.0 - grid.tile_ms(), region.1 + grid.tile_ms()) <= MAX_LONG_TILE_ROWS
        })
    }

    /// The first level from that of this grid on whose tiles are as long as an event; [`MAX_LEVELS`] where none is.
    fn level_of(&self, bounds: &Bounds) -> usize {
        let mut tile_ms = self.tile_ms();
        let mut level = self.level;
        while level < MAX_LEVELS && tile_ms < bounds.latest_end - bounds.earliest_start {
            tile_ms *= power_of_two(DOUBLINGS as i32);
            level += 1;
        }
        level
    }

    pub fn tile_ms(&self) -> f64 {
        self.time(self.tile)
    }

    /// Whether an event lasts longer than a tile.
    pub fn is_long(&self, bounds: &Bounds) -> bool {
        self.tile_ms() < bounds.latest_end - bounds.earliest_start
    }

    /// Whether an event is packed in these tiles.
    fn packs(&self, bounds: &Bounds) -> bool {
        let is_shorter = 0 < self.level
            && bounds.latest_end - bounds.earliest_start <= self.tile_ms() / power_of_two(DOUBLINGS as i32);
        !is_shorter && !self.is_long(bounds)
    }

    fn unit(&self, time: f64) -> i64 {
        (time / self.unit_ms).floor() as i64
    }

    fn time(&self, unit: i64) -> f64 {
        unit as f64 * self.unit_ms
    }

    /// First and last unit of a slot.
    fn units(&self, slot: &Slot) -> (i64, i64) {
        let first = self.unit(slot.from);
        (first, ((slot.free / self.unit_ms).ceil() as i64 - 1).max(first))
    }
}

/// The multiple of the greatest power of two in `(first, last]`.
fn greatest_cut(first: i64, last: i64) -> i64 {
    let differ = 63 - (first ^ last).leading_zeros();
    last >> differ << differ
}

/// Gives the rows of the bands that are not dense their lanes; one that finds no room gets none.
pub(crate) fn pack(input: &Input, view: &View, lanes: usize, region: (f64, f64), kept: &mut Kept, bands: &mut [Band]) {
    let shortest = Grid::of(view, region, 0, lanes);
    let mut levels = [false; MAX_LEVELS + 1];
    for band in bands.iter_mut().filter(|band| !band.dense) {
        band.lanes = vec![NO_LANE; band.rows.len()];
        for row in &band.rows {
            if let Some(level) = levels.get_mut(shortest.level_of(&input.bounds(*row))) {
                *level = true;
            }
        }
    }
    let mut old = std::mem::take(&mut kept.tiles);
    for level in (0..MAX_LEVELS).filter(|level| levels[*level]) {
        let grid = Grid::of(view, region, level, lanes);
        let tiles = pack_level(input, view, &grid, region, kept, &mut old, bands);
        let places = slots(kept.bands(), tiles.bands.iter().map(|(band, _)| Some(*band)));
        for band in bands.iter_mut().filter(|band| !band.dense) {
            let place = places.get(band.index as usize).map_or(usize::MAX, |place| *place as usize);
            give_lanes(input, &grid, tiles.bands.get(place).map_or(&[], |(_, rows)| rows), band);
        }
        kept.tiles.push(tiles);
    }
    for band in bands.iter_mut().filter(|band| !band.dense && levels[MAX_LEVELS]) {
        let mut next = (MAX_LEVELS * lanes) as u32;
        for (row, lane) in band.rows.iter().zip(&mut band.lanes) {
            if shortest.level_of(&input.bounds(*row)) == MAX_LEVELS {
                *lane = next;
                next += 1;
            }
        }
    }
}

/// The lanes of one level, kept or found.
fn pack_level(
    input: &Input,
    view: &View,
    grid: &Grid,
    region: (f64, f64),
    kept: &Kept,
    old: &mut Vec<Tiles>,
    bands: &[Band],
) -> Tiles {
    let (first, last) = (grid.unit(region.0), grid.unit(region.1));
    let same = |tiles: &Tiles| {
        (tiles.first, tiles.last, tiles.level) == (first, last, grid.level)
            && tiles.packing.is_of(view, grid.ms_per_px, grid.lanes)
    };
    let mut tiles = match old.iter().position(same) {
        Some(at) => old.swap_remove(at),
        None => {
            let packing = Packing::of(view, grid.ms_per_px, grid.lanes);
            Tiles { packing, level: grid.level, first, last, bands: Vec::new() }
        }
    };
    let known = slots(kept.bands(), tiles.bands.iter().map(|(band, _)| Some(*band)));
    let is_known = |band: &Band| known.get(band.index as usize).is_some_and(|place| *place != u32::MAX);
    let missing: Vec<u32> = bands.iter().filter(|band| !band.dense && !is_known(band)).map(|band| band.index).collect();
    if !missing.is_empty() {
        let packed = Packer::new(input, view, kept, grid, &missing).pack(first, last);
        for (band, mut rows) in missing.iter().zip(packed) {
            rows.sort_unstable();
            tiles.bands.push((*band, rows));
        }
    }
    tiles
}

/// The lanes of the rows of a level, below those of shorter ones.
fn give_lanes(input: &Input, grid: &Grid, packed: &[(u32, u32)], band: &mut Band) {
    let above = (grid.level * grid.lanes) as u32;
    for (row, lane) in band.rows.iter().zip(&mut band.lanes) {
        if !grid.packs(&input.bounds(*row)) {
            continue;
        }
        let at = packed.partition_point(|(other, _)| other < row);
        *lane = packed
            .get(at)
            .filter(|(other, lane)| other == row && *lane != NO_LANE)
            .map_or(NO_LANE, |(_, lane)| above + lane);
    }
}

struct Packer<'a, 'b, 'c> {
    input: &'a Input<'b>,
    view: &'a View<'c>,
    kept: &'a Kept,
    grid: &'a Grid,
    /// The bands to pack.
    bands: &'a [u32],
    /// Rows of each looked at that begin in one unit.
    most: usize,
    /// Tiles, perhaps halved, as first unit and the one after the last.
    tiles: Vec<(i64, i64)>,
    /// The cuts that matter, as they are packed one after the other.
    cuts: Vec<i64>,
    /// Spans of time, ascending and apart, in one of which stands whatever belongs to a tile or a cut.
    windows: Vec<(f64, f64)>,
}

/// Rows of one band on their way to their lanes.
#[derive(Default)]
struct Gathered {
    /// Rows with what they belong to, by its place among the others, and their slots.
    rows: Vec<(usize, u32, Slot)>,
    /// Rows one after the other whose marks cover one another, and what is drawn of them.
    alike: Vec<u32>,
    drawn: (f64, f64),
    /// Windows that the rows have left behind.
    passed: usize,
    /// The unit in which the last rows began, and how many of them were looked at.
    unit: i64,
    looked_at: usize,
}

impl<'a, 'b, 'c> Packer<'a, 'b, 'c> {
    fn new(
        input: &'a Input<'b>,
        view: &'a View<'c>,
        kept: &'a Kept,
        grid: &'a Grid,
        bands: &'a [u32],
    ) -> Packer<'a, 'b, 'c> {
        Packer {
            input,
            view,
            kept,
            grid,
            bands,
            most: (MAX_ROWS / kept.len_of_bands()).max(MIN_BAND_ROWS),
            tiles: Vec::new(),
            cuts: Vec::new(),
            windows: Vec::new(),
        }
    }

    /// The rows of each band with their lanes.
    fn pack(&mut self, first: i64, last: i64) -> Vec<Vec<(u32, u32)>> {
        for tile in first.div_euclid(self.grid.tile)..=last.div_euclid(self.grid.tile) {
            self.cut(tile * self.grid.tile, self.grid.tile);
        }
        // Of the last tiles only what is near the window is wanted.
        self.tiles.retain(|(from, to)| first < *to && *from <= last);
        let reach_ms = LABEL_REACH_PX * self.grid.ms_per_px;
        let rim_ms = DOT_RADIUS_PX * self.grid.ms_per_px;
        self.cuts = self.cuts(reach_ms + rim_ms);
        self.windows = self.windows(reach_ms, rim_ms);
        (0..self.bands.len()).map(|place| self.pack_band(place)).collect()
    }

    fn windows(&self, reach_ms: f64, rim_ms: f64) -> Vec<(f64, f64)> {
        let time = |unit: &i64| self.grid.time(*unit);
        let of_cuts = self.cuts.iter().map(|cut| (time(cut) - reach_ms, time(cut) + rim_ms));
        let of_tiles = self.tiles.iter().map(|(from, to)| (time(from) - rim_ms, time(to) + rim_ms));
        let mut windows: Vec<(f64, f64)> = Vec::new();
        for (mut from, mut to) in of_cuts.chain(of_tiles) {
            let first = windows.partition_point(|window| window.1 < from);
            let after = windows.partition_point(|window| window.0 <= to);
            for joined in windows.drain(first..after.max(first)) {
                (from, to) = (from.min(joined.0), to.max(joined.1));
            }
            windows.insert(first, (from, to));
        }
        windows
    }

    fn cut(&mut self, from: i64, units: i64) {
        if 1 < units && MAX_TILE_ROWS < rows_between(self.input, self.grid.time(from), self.grid.time(from + units)) {
            self.cut(from, units / 2);
            self.cut(from + units / 2, units / 2);
        } else {
            self.tiles.push((from, from + units));
        }
    }

    /// The cuts whose events can reach the tiles, or those of such cuts in turn, greatest powers first.
    fn cuts(&self, reach_ms: f64) -> Vec<i64> {
        // The farthest that two events, neither longer than a tile, reach towards each other.
        let farthest = 2 * (self.grid.tile + (reach_ms / self.grid.unit_ms).ceil() as i64);
        let mut cuts: Vec<i64> = self.tiles.iter().map(|(from, _)| *from).collect();
        let mut left = cuts.first().copied().unwrap_or(0);
        let mut right = self.tiles.last().map_or(0, |(_, to)| *to);
        cuts.push(right);
        while left != 0 && left & left.wrapping_neg() <= farthest {
            left &= left - 1;
            cuts.push(left);
        }
        while right != 0 && right & right.wrapping_neg() <= farthest {
            right += right & right.wrapping_neg();
            cuts.push(right);
        }
        cuts.sort_unstable_by_key(|cut| (u32::MAX - cut.trailing_zeros(), *cut));
        cuts.dedup();
        cuts
    }

    /// The place of the cut or the tile that a slot belongs to, among all of them: cuts first.
    fn owner(&self, slot: &Slot) -> Option<usize> {
        let (first, last) = self.grid.units(slot);
        let after = self.tiles.partition_point(|(from, _)| *from <= first);
        let tile = after.checked_sub(1).and_then(|at| Some((at, self.tiles.get(at)?.1)));
        match tile {
            Some((at, to)) if last < to => Some(self.cuts.len() + at),
            _ if first == last => None,
            _ => {
                let cut = greatest_cut(first, last);
                self.cuts.iter().position(|other| *other == cut)
            }
        }
    }

    fn pack_band(&self, place: usize) -> Vec<(u32, u32)> {
        let mut gathered = Gathered::default();
        self.gather(place, &mut gathered);
        self.look_at_alike(&mut gathered);
        let keys: Vec<u64> =
            gathered.rows.iter().map(|(owner, row, _)| (*owner as u64) << 32 | u64::from(*row)).collect();
        let mut lanes = Vec::new();
        let in_order = crate::radix::order(&keys).into_iter().filter_map(|at| gathered.rows.get(at as usize));
        in_order.map(|(_, row, slot)| (*row, first_fit(&mut lanes, *slot, self.grid.lanes))).collect()
    }

    /// The rows of a band that stand in one of the windows.
    fn gather(&self, place: usize, gathered: &mut Gathered) {
        let (Some((from, _)), Some((_, to))) = (self.windows.first(), self.windows.last()) else { return };
        let Some(bands) = self.kept.bands() else {
            let mut words = vec![0; self.input.words()];
            for (from, to) in &self.windows {
                let touching = touching(self.input, *from, *to);
                words.iter_mut().zip(touching).for_each(|(word, touching)| *word |= touching);
            }
            let longer = self.kept.longer_than(self.grid.tile_ms());
            return self.input.each(|at| words[at] & !longer.get(at).unwrap_or(&0), |row| self.look_at(row, gathered));
        };
        // What is no longer than a tile and reaches into a window began in it, or not long before.
        let since = from - 2.0 * self.grid.time(self.grid.tile);
        let rows = bands.rows(self.bands[place]);
        let first = rows.partition_point(|row| self.input.bounds(*row).anchor() < since);
        for row in rows[first..].iter().take_while(|row| self.input.bounds(**row).anchor() <= *to) {
            if self.input.is_match(*row) {
                self.look_at(*row, gathered);
            }
        }
    }

    fn look_at(&self, row: u32, gathered: &mut Gathered) {
        let bounds = self.input.bounds(row);
        if !self.grid.packs(&bounds) {
            return;
        }
        // Such rows come in the order of their earliest start.
        while self.windows.get(gathered.passed).is_some_and(|(_, to)| *to <= bounds.earliest_start) {
            gathered.passed += 1;
        }
        let Some((from, to)) = self.windows.get(gathered.passed) else { return };
        if bounds.relation(*from, *to) == Relation::Outside {
            return;
        }
        let drawn = (bounds.earliest_start, bounds.latest_end);
        if gathered.drawn != drawn {
            self.look_at_alike(gathered);
            gathered.drawn = drawn;
        }
        gathered.alike.push(row);
    }

    /// A crowd that takes more lanes than there are is density wherever it is seen, and must not keep what stands beside
    /// it from finding lanes: it gets none.
    fn look_at_alike(&self, gathered: &mut Gathered) {
        let Gathered { rows, alike, drawn, unit, looked_at, .. } = gathered;
        if alike.len() <= self.grid.lanes {
            let begins = self.grid.unit(drawn.0);
            if *unit != begins {
                (*unit, *looked_at) = (begins, 0);
            }
            for row in alike.drain(..).take(self.most.saturating_sub(*looked_at)) {
                *looked_at += 1;
                let slot = slot(self.input, self.view, row, self.grid.ms_per_px);
                if let Some(owner) = self.owner(&slot) {
                    rows.push((owner, row, slot));
                }
            }
        }
        alike.clear();
    }
}

/// Matches whose place in the chronological order is in `[from, to)`.
fn rows_between(input: &Input, from: f64, to: f64) -> u32 {
    let row = |time: f64| {
        let (mut low, mut high) = (0, input.dated);
        while low < high {
            let middle = low + (high - low) / 2;
            if input.bounds(middle).anchor() < time { low = middle + 1 } else { high = middle }
        }
        low
    };
    let (from, to) = (row(from), row(to));
    let bits = |at: u32| {
        let word = input.word(at as usize) & u64::MAX << (from.max(at * 64) - at * 64);
        if to < at * 64 + 64 { word & ((1 << (to - at * 64)) - 1) } else { word }
    };
    if to <= from { 0 } else { (from / 64..to.div_ceil(64)).map(|at| bits(at).count_ones()).sum() }
}

/// The farthest that a label and its gaps reach beyond their event.
const LABEL_REACH_PX: f64 = MAX_LABEL_PX + LABEL_GAP_PX + EVENT_GAP_PX + DOT_RADIUS_PX;

/// Puts a slot into the first lane that has room for it; none beyond `limit` lanes.
fn first_fit(lanes: &mut Vec<Vec<Slot>>, slot: Slot, limit: usize) -> u32 {
    for (lane, taken) in lanes.iter_mut().enumerate() {
        let at = taken.partition_point(|other| other.from < slot.from);
        let free_before =
            at.checked_sub(1).and_then(|before| taken.get(before)).is_none_or(|other| other.free <= slot.from);
        if free_before && taken.get(at).is_none_or(|other| slot.free <= other.from) {
            taken.insert(at, slot);
            return lane as u32;
        }
    }
    if limit <= lanes.len() {
        return NO_LANE;
    }
    lanes.push(vec![slot]);
    lanes.len() as u32 - 1
}
