//! The rows in the order of each bound, and how many matches of each band come before a place in it.
//!
//! "How many matches end before this moment" is then a binary search and a sum of bits, whatever the number of events:
//! all that density needs. Orders depend on the set alone, tallies on the matches too.

use super::bands::Bands;
use super::input::Input;
use crate::radix;

/// A bound, by its place in [`Input::bounds`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Starts not before.
    EarliestStart = 0,
    /// Has started by.
    LatestStart = 1,
    /// Ends not before.
    EarliestEnd = 2,
    /// Has ended by.
    LatestEnd = 3,
}

/// The time of a row's bound, such that a window `[a, b)` is touched for certain exactly if `latest start ≤ b` and
/// `a ≤ earliest end`: where two bounds of a side are one, its inner bound is a step farther in.
#[inline]
pub(crate) fn time(input: &Input, side: Side, row: u32) -> f64 {
    let bound = input.bounds[side as usize].get(row);
    match side {
        Side::EarliestStart | Side::LatestEnd => bound,
        Side::LatestStart if bound == input.bounds[0].get(row) => bound.next_up(),
        Side::EarliestEnd if bound == input.bounds[3].get(row) => bound.next_down(),
        Side::LatestStart | Side::EarliestEnd => bound,
    }
}

/// The dated rows in ascending order of each bound.
#[derive(Debug, Default)]
pub(crate) struct Orders {
    /// By [`Side`]; made when first asked for.
    orders: [Option<Order>; 4],
}

/// An order of the dated rows.
#[derive(Debug)]
enum Order {
    /// They stand in it already.
    Rows,
    /// The same as that of the latest ends.
    LatestEnd,
    Own(Vec<u32>),
}

impl Orders {
    /// Makes an order, unless it is there.
    pub fn make(&mut self, input: &Input, side: Side) {
        if self.orders[side as usize].is_some() {
            return;
        }
        let ascending = |rows: Option<&[u32]>| {
            let at = |place: u32| time(input, side, rows.map_or(place, |rows| rows[place as usize]));
            (1..input.dated).all(|place| at(place - 1) <= at(place))
        };
        let order = if ascending(None) {
            Order::Rows
        } else {
            if side == Side::EarliestEnd {
                self.make(input, Side::LatestEnd);
            }
            match self.rows(Side::LatestEnd) {
                Some(rows) if side == Side::EarliestEnd && ascending(Some(rows)) => Order::LatestEnd,
                _ => {
                    let keys: Vec<u64> = (0..input.dated).map(|row| radix::sortable(time(input, side, row))).collect();
                    Order::Own(radix::order(&keys))
                }
            }
        };
        self.orders[side as usize] = Some(order);
    }

    /// The rows of an order that was made; `None` where it is that of the rows.
    pub fn rows(&self, side: Side) -> Option<&[u32]> {
        match &self.orders[side as usize] {
            Some(Order::Own(rows)) => Some(rows),
            Some(Order::LatestEnd) => self.rows(Side::LatestEnd),
            _ => None,
        }
    }

    /// A number that sides of the same order share.
    fn which(&self, side: Side) -> usize {
        match &self.orders[side as usize] {
            Some(Order::Rows) => 4,
            Some(Order::LatestEnd) => self.which(Side::LatestEnd),
            _ => side as usize,
        }
    }
}

/// How many rows have a bound before `time`, or at it too; at least `from`, from where the search starts.
fn place(input: &Input, rows: Option<&[u32]>, side: Side, moment: f64, or_at: bool, from: u32) -> u32 {
    let before = |place: u32| {
        let row = rows.map_or(place, |rows| rows[place as usize]);
        let bound = time(input, side, row);
        bound < moment || or_at && bound == moment
    };
    // In growing steps first: the next edge of a cell is mostly near.
    let (mut low, mut step) = (from, 1);
    while low < input.dated && before((low + step - 1).min(input.dated - 1)) {
        low = (low + step).min(input.dated);
        step = step.saturating_mul(2);
    }
    let mut high = low.saturating_add(step - 1).min(input.dated);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Some rows in one order, counted: how many of each band come before any place.
#[derive(Debug)]
pub(crate) struct Tally {
    /// Which order it is.
    which: usize,
    /// How many of the set's rows could be in it, which says how narrow they are.
    narrow: u32,
    /// Whether it counts by band.
    banded: bool,
    /// Bit by place in the order.
    words: Vec<u64>,
    /// Set bits before each word.
    sums: Vec<u32>,
    /// Words from one line of `lines` to the next.
    words_a_line: usize,
    /// Per line, the rows of each band before it.
    lines: Vec<u32>,
}

/// Tallies that are kept: four for the density of two octaves, with and without bands.
const MAX_TALLIES: usize = 12;

/// The tallies of the current matches.
#[derive(Debug, Default)]
pub(crate) struct Tallies {
    /// Oldest first.
    tallies: Vec<Tally>,
}

/// Rows certain in a cell of some width can only be those whose latest start is at most so much after their earliest
/// end; how many there are for each power of two.
#[derive(Debug)]
pub(crate) struct Gaps {
    /// How many rows are narrow at 2^(index + [`LEAST_EXPONENT`]), for every index.
    narrow: Vec<u32>,
}

/// Cells are at least this power of two of milliseconds wide.
pub(crate) const LEAST_EXPONENT: i32 = -16;
const MOST_EXPONENT: i32 = 96;

/// Whether a row can touch a window of 2^`exponent` milliseconds for certain.
fn is_narrow(input: &Input, row: u32, width: f64) -> bool {
    let (start, end) = (time(input, Side::LatestStart, row), time(input, Side::EarliestEnd, row));
    let gap = start - end;
    // Where the difference was rounded to the width, what was lost decides.
    gap < width
        || gap == width && {
            let shifted = start - gap;
            (start - (gap + shifted)) + (shifted - end) <= 0.0
        }
}

impl Gaps {
    pub fn of(input: &Input) -> Gaps {
        let mut narrow = vec![0; (MOST_EXPONENT - LEAST_EXPONENT) as usize + 1];
        let last = narrow.len() - 1;
        for row in 0..input.dated {
            let gap = time(input, Side::LatestStart, row) - time(input, Side::EarliestEnd, row);
            // The exponent of the number; the next one too, as it may be just that power or more.
            let exponent = if gap <= 0.0 { LEAST_EXPONENT } else { (gap.to_bits() >> 52 & 0x7FF) as i32 - 1_023 };
            let mut at = (exponent - LEAST_EXPONENT).clamp(0, last as i32) as usize;
            while at < last && !is_narrow(input, row, width_of(at)) {
                at += 1;
            }
            if is_narrow(input, row, width_of(at)) {
                narrow[at] += 1;
            }
        }
        let mut sum = 0;
        for count in &mut narrow {
            sum += *count;
            *count = sum;
        }
        Gaps { narrow }
    }

    /// How many rows of the set are narrow at 2^`exponent`.
    pub fn narrow(&self, exponent: i32) -> u32 {
        let at = (exponent - LEAST_EXPONENT).max(0) as usize;
        self.narrow.get(at).or(self.narrow.last()).copied().unwrap_or(0)
    }
}

fn width_of(at: usize) -> f64 {
    power_of_two(at as i32 + LEAST_EXPONENT)
}

/// 2^`exponent`, exactly, for the exponents of a window.
pub(crate) fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((exponent + 1_023).clamp(1, 2_046) as u64) << 52)
}

/// The least exponent of a power of two that is not less than a positive number.
pub(crate) fn exponent_above(number: f64) -> i32 {
    let exponent = (number.to_bits() >> 52 & 0x7FF) as i32 - 1_023;
    if power_of_two(exponent) < number { exponent + 1 } else { exponent }
}

impl Tallies {
    pub fn clear(&mut self) {
        self.tallies.clear();
    }

    /// The tally of the matches (of those narrow at 2^`exponent`, where one is given) in the order of `side`, made
    /// unless it is kept.
    pub fn make(&mut self, input: &Input, orders: &Orders, side: Side, narrow: Narrow, bands: Option<&Bands>) {
        let which = orders.which(side);
        if self.find(which, narrow.rows, bands.is_some()).is_some() {
            return;
        }
        let matches = matching_words(input, narrow);
        let rows = orders.rows(side);
        let tally =
            Tally::of(which, narrow.rows, rows.map(|rows| shuffled(&matches, rows)).unwrap_or(matches), rows, bands);
        if MAX_TALLIES <= self.tallies.len() {
            self.tallies.remove(0);
        }
        self.tallies.push(tally);
    }

    fn find(&self, which: usize, narrow: u32, banded: bool) -> Option<&Tally> {
        self.tallies.iter().find(|tally| tally.which == which && tally.narrow == narrow && tally.banded == banded)
    }

    /// Counts along ascending moments in an order of which the tally was made.
    pub fn count<'a, 'b>(
        &'a self,
        input: &'a Input<'b>,
        orders: &'a Orders,
        side: Side,
        narrow: Narrow,
        bands: Option<&'a Bands>,
    ) -> Counter<'a, 'b> {
        let tally = self.find(orders.which(side), narrow.rows, bands.is_some());
        Counter { input, rows: orders.rows(side), side, tally, bands, place: 0, counted: 0 }
    }
}

/// Which matches a tally is of: all, or those that can be certain in a cell of a width.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Narrow {
    /// How many rows of the set are so; all that are dated where no width matters.
    pub rows: u32,
    /// The width in milliseconds.
    pub width: f64,
}

impl Narrow {
    pub fn any(input: &Input) -> Narrow {
        Narrow { rows: input.dated, width: f64::INFINITY }
    }
}

/// The bits of the matching rows that are dated and narrow.
fn matching_words(input: &Input, narrow: Narrow) -> Vec<u64> {
    let mut words: Vec<u64> = (0..input.words()).map(|at| input.word(at)).collect();
    if narrow.rows < input.dated {
        for (at, word) in words.iter_mut().enumerate() {
            let mut rest = *word;
            while rest != 0 {
                let bit = rest.trailing_zeros();
                if !is_narrow(input, at as u32 * 64 + bit, narrow.width) {
                    *word &= !(1 << bit);
                }
                rest &= rest - 1;
            }
        }
    }
    words
}

/// The bits of rows, in another order of them.
fn shuffled(words: &[u64], rows: &[u32]) -> Vec<u64> {
    let bit = |row: u32| words[row as usize / 64] >> (row % 64) & 1;
    let word = |rows: &[u32]| rows.iter().rev().fold(0, |word, row| word << 1 | bit(*row));
    rows.chunks(64).map(word).collect()
}

impl Tally {
    fn of(which: usize, narrow: u32, words: Vec<u64>, rows: Option<&[u32]>, bands: Option<&Bands>) -> Tally {
        let mut sums = Vec::with_capacity(words.len());
        let mut sum = 0;
        for word in &words {
            sums.push(sum);
            sum += word.count_ones();
        }
        let mut tally =
            Tally { which, narrow, banded: bands.is_some(), words, sums, words_a_line: 1, lines: Vec::new() };
        if let Some(bands) = bands {
            tally.write_lines(rows, bands);
        }
        tally
    }

    /// A line at least every two rows a band: fewer numbers than rows, however many bands there are.
    fn write_lines(&mut self, rows: Option<&[u32]>, bands: &Bands) {
        self.words_a_line = (2 * bands.len()).div_ceil(64).max(4);
        let mut counts = vec![0u32; bands.len() + 1];
        let lines = self.words.len().div_ceil(self.words_a_line);
        self.lines = Vec::with_capacity(lines * bands.len());
        for first in (0..self.words.len()).step_by(self.words_a_line) {
            self.lines.extend_from_slice(&counts[..bands.len()]);
            let to = (first + self.words_a_line).min(self.words.len()) as u32 * 64;
            self.each(first as u32 * 64, to, rows, |row| bands.each(row, |band| counts[band as usize] += 1));
        }
    }

    /// The rows at the places `from..to`.
    #[inline]
    fn each(&self, from: u32, to: u32, rows: Option<&[u32]>, mut run: impl FnMut(u32)) {
        let mut at = from;
        while at < to {
            let (word, end) = (at / 64, ((at / 64 + 1) * 64).min(to));
            let mut rest = self.words.get(word as usize).copied().unwrap_or(0) & u64::MAX << (at % 64);
            if end % 64 != 0 {
                rest &= (1 << (end % 64)) - 1;
            }
            while rest != 0 {
                let place = word * 64 + rest.trailing_zeros();
                run(rows.map_or(place, |rows| rows[place as usize]));
                rest &= rest - 1;
            }
            at = end;
        }
    }

    fn rank(&self, place: u32) -> u32 {
        let at = place as usize / 64;
        match self.sums.get(at) {
            Some(sum) => sum + (self.words[at] & ((1 << (place % 64)) - 1)).count_ones(),
            None => self.sums.last().map_or(0, |sum| sum + self.words[self.words.len() - 1].count_ones()),
        }
    }
}

/// Walks along an order with ascending moments and counts.
pub(crate) struct Counter<'a, 'b> {
    input: &'a Input<'b>,
    rows: Option<&'a [u32]>,
    side: Side,
    tally: Option<&'a Tally>,
    bands: Option<&'a Bands>,
    place: u32,
    /// The place up to which the counts given to [`Counter::by_slot`] are right.
    counted: u32,
}

impl Counter<'_, '_> {
    /// How many have the bound before `moment`, or at it too.
    pub fn before(&mut self, moment: f64, or_at: bool) -> u32 {
        self.place = place(self.input, self.rows, self.side, moment, or_at, self.place);
        self.tally.map_or(0, |tally| tally.rank(self.place))
    }

    /// The same by band, in `counts`: those of the moment before, at first zeros. `slots` says where the count of a
    /// band goes, or beyond the counts.
    pub fn by_slot(&mut self, moment: f64, or_at: bool, slots: &[u32], counts: &mut [u32]) {
        self.place = place(self.input, self.rows, self.side, moment, or_at, self.place);
        let (Some(tally), Some(bands)) = (self.tally, self.bands) else { return };
        let line = self.place as usize / 64 / tally.words_a_line;
        let from = (line * tally.words_a_line * 64) as u32;
        if self.counted < from
            && let Some(line) = tally.lines.get(line * bands.len()..(line + 1) * bands.len())
        {
            for (slot, count) in slots.iter().zip(line) {
                if let Some(sum) = counts.get_mut(*slot as usize) {
                    *sum = *count;
                }
            }
            self.counted = from;
        }
        let mut add = |band: u32| {
            let slot = slots.get(band as usize).copied().unwrap_or(u32::MAX);
            if let Some(sum) = counts.get_mut(slot as usize) {
                *sum += 1;
            }
        };
        tally.each(self.counted, self.place, self.rows, |row| bands.each(row, &mut add));
        self.counted = self.place;
    }
}
