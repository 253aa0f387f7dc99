//! The scale of the columns of density: linear from zero, but broken where a few columns dwarf all others, and where all
//! columns of a group are so high that only their tops differ.
//!
//! It is a matter of all cells of the window, in sight or not, and its steps are coarse: panning rarely changes it.

/// One in so many columns of a group may stand out, and at least one.
pub const FEW_COLUMNS: usize = 20;
/// A column that is so many times as high as those that do not stand out is not to set the scale …
pub const FAR_ABOVE: u32 = 6;
/// … and then none is that is more than so many times as high.
pub const ABOVE: u32 = 3;
/// Columns of a group have a base where each is at least so many quarters as high as those that do not stand out …
pub const BASE_QUARTERS: u32 = 3;
/// … or so many, beside a group that has one: of groups that are alike not a few are to be drawn otherwise.
pub const BASE_QUARTERS_BESIDE: u32 = 2;
/// Fewer events than this are no base: so few can be told apart in a column that stands from zero.
pub const LEAST_BASE: u32 = 5;
/// Broken columns are higher than all others by one in so many parts.
const HEADROOM: u32 = 4;
/// A scale above a base has room for so many events, or one that comes and goes would look like much.
pub const LEAST_END: u32 = 5;
/// Fewer cells than this have no base.
pub const LEAST_CELLS: usize = 16;

/// The heights of one group's columns, in events.
#[derive(Clone, Debug, Default)]
pub(super) struct Heights {
    /// How many of them there are.
    cells: usize,
    /// For certain, of the lowest one.
    least: u32,
    /// Of the highest one.
    pub most: u32,
    /// Of the highest but for the few that may stand out.
    high: u32,
    /// Of the few; of all columns where there are only a few.
    few: Vec<u32>,
    /// Hardly a cell has a column: it does not say how high columns are, beside groups that do.
    is_sparse: bool,
}

impl Heights {
    /// Of what touches neighbouring cells: for certain, and only possibly.
    pub fn of(cells: impl Iterator<Item = (u32, u32)>) -> Heights {
        let (mut least, mut count) = (u32::MAX, 0);
        let mut columns = Vec::new();
        for (certain, possible) in cells {
            (least, count) = (least.min(certain), count + 1);
            if 0 < certain + possible {
                columns.push(certain + possible);
            }
        }
        let most = columns.iter().copied().max().unwrap_or(0);
        let few = (columns.len() / FEW_COLUMNS).max(1);
        if columns.len() <= few {
            return Heights { cells: count, least, most, high: most, few: columns, is_sparse: true };
        }
        let mut highest = highest(&columns, few + 1);
        let high = highest.pop().unwrap_or(most);
        let is_sparse = columns.len() <= count / FEW_COLUMNS;
        Heights { cells: count, least, most, high, few: if is_sparse { columns } else { highest }, is_sparse }
    }

    /// What the lowest column and those that do not stand out have in common, rounded down by what they differ in.
    fn base(&self, quarters: u32) -> u32 {
        let is_high = u64::from(self.high) * u64::from(quarters) <= u64::from(self.least) * 4;
        if self.cells < LEAST_CELLS || self.least < LEAST_BASE || !is_high {
            return 0;
        }
        let step = round_step(self.high.saturating_sub(self.least) / 2);
        self.least / step * step
    }

    /// Where a scale of this group alone would end, counted from its base.
    fn end(&self, base: u32) -> u32 {
        let (most, high) = (self.most - base, self.high.saturating_sub(base).max(1));
        if most < FAR_ABOVE.saturating_mul(high) {
            return most;
        }
        self.near(base, high)
    }

    /// The highest column that is not far above a height, or that.
    fn near(&self, base: u32, high: u32) -> u32 {
        let over_base = self.few.iter().map(|column| column - base);
        over_base.filter(|column| *column <= ABOVE.saturating_mul(high)).fold(high, u32::max)
    }
}

/// So many of the highest columns, from the highest on. They are few: a sort, or what the library has for it, would be more code.
fn highest(columns: &[u32], count: usize) -> Vec<u32> {
    let mut highest: Vec<u32> = Vec::with_capacity(count + 1);
    for column in columns {
        if highest.len() == count && highest.last().is_some_and(|last| column <= last) {
            continue;
        }
        let place = highest.iter().take_while(|other| column <= other).count();
        highest.insert(place, *column);
        highest.truncate(count);
    }
    highest
}

/// The one scale of several groups.
#[derive(Debug, Default)]
pub(super) struct Scale {
    groups: Vec<(usize, Heights)>,
    /// It ends no lower, whatever groups are added.
    least_end: u32,
}

impl Scale {
    /// Whether a group that has so many events for certain in its lowest column, and so many in its highest, changes nothing.
    pub fn holds(&self, (least, most): (u32, u32)) -> bool {
        least < LEAST_BASE && most <= self.least_end
    }

    /// Adds a group.
    pub fn add(&mut self, index: usize, heights: Heights) {
        if heights.least < LEAST_BASE && !heights.is_sparse {
            self.least_end = self.least_end.max(heights.end(0));
        }
        self.groups.push((index, heights));
    }

    /// The groups that have a base, and its events.
    pub fn bases(&self) -> impl Iterator<Item = (usize, u32)> {
        let quarters = self.quarters();
        self.groups.iter().map(move |(index, heights)| (*index, heights.base(quarters)))
    }

    fn quarters(&self) -> u32 {
        let has_base = self.groups.iter().any(|(_, heights)| 0 < heights.base(BASE_QUARTERS));
        if has_base { BASE_QUARTERS_BESIDE } else { BASE_QUARTERS }
    }

    /// Where it ends, counted from the base of each group. Where nothing is broken that is the fullest cell's count.
    pub fn end(&self) -> u32 {
        let quarters = self.quarters();
        let are_all_sparse = self.groups.iter().all(|(_, heights)| heights.is_sparse);
        let (mut end, mut most, mut has_base) = (0, 0, false);
        for (_, heights) in &self.groups {
            let base = heights.base(quarters);
            most = most.max(heights.most - base);
            has_base |= 0 < base;
            if are_all_sparse || !heights.is_sparse {
                end = end.max(heights.end(base));
            }
        }
        let high = end;
        for (_, heights) in self.groups.iter().filter(|(_, heights)| heights.is_sparse) {
            let is_far = FAR_ABOVE.saturating_mul(high) <= heights.most;
            end = end.max(if is_far { heights.near(0, high) } else { heights.most });
        }
        // What is hardly above the columns of another group is not worth a break.
        let end = if has_base { end.max(LEAST_END) } else { end };
        let is_cut = end.saturating_mul(ABOVE) < most;
        match (is_cut, has_base) {
            (true, _) => round_up(end.saturating_add(end.div_ceil(HEADROOM))),
            (false, true) => round_up(most).max(LEAST_END),
            (false, false) => most,
        }
    }
}

/// The greatest of 1, 2, 5, 10, 20, 50 … that is not over a number.
fn round_step(number: u32) -> u32 {
    let mut ten = 1;
    while ten <= number / 10 {
        ten *= 10;
    }
    match number / ten {
        5.. => 5 * ten,
        2.. => 2 * ten,
        _ => ten,
    }
}

/// The least number of four binary digits and zeros that is not below a number.
fn round_up(number: u32) -> u32 {
    let zeros = (u32::BITS - number.leading_zeros()).saturating_sub(4);
    let ones = (1u32 << zeros) - 1;
    number.saturating_add(ones) & !ones
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_to_few_digits() {
        let steps = [0, 1, 2, 4, 5, 9, 10, 19, 20, 49, 50, 99, 100, 499, 500, u32::MAX].map(round_step);
        assert_eq!(steps, [1, 1, 2, 2, 5, 5, 10, 10, 20, 20, 50, 50, 100, 200, 500, 2_000_000_000]);
        assert_eq!([0, 1, 15, 16, 17, 31, 33, 1_000, 1_025].map(round_up), [0, 1, 15, 16, 18, 32, 36, 1_024, 1_152]);
        for number in 1..5_000 {
            let up = round_up(number);
            assert!(number <= up && 8 * (up - number) < number && round_up(up) == up);
        }
        assert!(u32::MAX - (1 << 28) < round_up(u32::MAX));
    }

    /// Where the scale of some groups ends, and their bases.
    fn scale(groups: &[&[u32]]) -> (u32, Vec<u32>) {
        let mut scale = Scale::default();
        for (index, counts) in groups.iter().enumerate() {
            scale.add(index, Heights::of(counts.iter().map(|count| (*count, 0))));
        }
        (scale.end(), scale.bases().map(|(_, base)| base).collect())
    }

    fn end(groups: &[&[u32]]) -> u32 {
        scale(groups).0
    }

    #[test]
    fn a_few_columns_far_above_their_group_do_not_set_the_scale() {
        let mut counts: Vec<u32> = (0..40).map(|i| i % 11).collect();
        assert_eq!(end(&[&counts]), 10);
        counts[3] = 53;
        assert_eq!(end(&[&counts]), 53, "near enough");
        counts[3] = 2_000;
        assert_eq!(end(&[&counts]), 13);
        counts[4] = 20;
        assert_eq!(end(&[&counts]), 26, "the one that is not so far above is all there");
        // Where the columns of another group are all high, nothing is far above the scale.
        assert_eq!(end(&[&counts, &[0, 700, 650]]), 2_000);
        assert_eq!(end(&[&counts, &[0, 300, 250]]), 384);
        // Nor does a group that has hardly a column, unless it is not so far above.
        let mut crowd = vec![0; 40];
        crowd[3] = 77;
        assert_eq!((end(&[&crowd]), end(&[&counts, &crowd])), (77, 104));
        (crowd[3], crowd[30]) = (110, 40);
        assert_eq!((end(&[&crowd]), end(&[&counts, &crowd])), (110, 144));
        crowd[3] = 2_000;
        assert_eq!((end(&[&crowd]), end(&[&counts, &crowd])), (52, 52));
        assert_eq!(end(&[&[0, 0, 7]]), 7);
        assert_eq!(end(&[&[]]), 0);
        counts.iter_mut().take(9).for_each(|count| *count = 2_000);
        assert_eq!(end(&[&counts]), 2_000, "more than a few");
    }

    #[test]
    fn what_is_in_every_cell_is_the_base() {
        let slab: Vec<u32> = (0..100).map(|i| 1_790 + i * 17 % 41).collect();
        assert_eq!(scale(&[&slab]), (40, vec![1_790]));
        let mut crowd = slab.clone();
        crowd[50] = 4_000;
        assert_eq!(scale(&[&crowd]), (52, vec![1_790]));
        let mut gap = slab.clone();
        gap[50] = 3;
        assert_eq!(scale(&[&gap]), (1_830, vec![0]));
        assert_eq!(scale(&[&[4; 100], &slab[..15]]), (1_830, vec![0, 0]));
        assert_eq!(scale(&[&[12; 100]]), (LEAST_END, vec![12]));
        let uneven: Vec<u32> = (0..100).map(|i| 60 + i % 41).collect();
        assert_eq!(scale(&[&uneven]), (100, vec![0]));
        assert_eq!(scale(&[&uneven, &slab]), (40, vec![60, 1_790]));
    }
}
