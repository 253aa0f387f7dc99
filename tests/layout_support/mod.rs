//! Event sets owned by a test.

use event_timeline::layout::*;
use event_timeline::query::RowSet;
use event_timeline::store::{BoundColumn, WIDE_ZONE_ROWS, ZONE_ROWS, Zone, Zones};
use std::borrow::Cow;

pub const DAY: f64 = 86_400_000.0;
pub const INF: f64 = f64::INFINITY;

/// Events owned by a test.
#[derive(Clone, Debug, Default)]
pub struct Set {
    pub bounds: Vec<[f64; 4]>,
    pub flags: Vec<u16>,
    pub titles: Vec<String>,
    pub claimants: Vec<String>,
    pub codes: Vec<Vec<u32>>,
}

impl Set {
    pub fn add(&mut self, bounds: [f64; 4], flags: u16, title: &str, claimant: &str, codes: &[u32]) {
        self.bounds.push(bounds);
        self.flags.push(flags);
        self.titles.push(title.to_owned());
        self.claimants.push(claimant.to_owned());
        self.codes.push(codes.to_vec());
    }

    /// The events as a store has them: in chronological order, by the first finite bound.
    pub fn sorted(&self) -> Set {
        let anchor = |at: usize| self.bounds[at].into_iter().find(|bound| bound.is_finite()).unwrap_or(-INF);
        let mut order: Vec<usize> = (0..self.bounds.len()).collect();
        order.sort_by(|x, y| {
            anchor(*x).total_cmp(&anchor(*y)).then(self.bounds[*x][3].total_cmp(&self.bounds[*y][3])).then(x.cmp(y))
        });
        let mut sorted = Set::default();
        for at in order {
            let (title, claimant) = (&self.titles[at], &self.claimants[at]);
            sorted.add(self.bounds[at], self.flags[at], title, claimant, &self.codes[at]);
        }
        sorted
    }

    fn zones(&self) -> Zones {
        let zone = |rows: &[[f64; 4]]| {
            let each = |of: fn(f64, f64) -> f64| {
                [0, 1, 2, 3].map(|i: usize| rows.iter().map(|row| row[i]).reduce(of).unwrap())
            };
            Zone { min: each(f64::min), max: each(f64::max) }
        };
        let zones = |rows: u32| self.bounds.chunks(rows as usize).map(zone).collect();
        Zones::new(zones(WIDE_ZONE_ROWS), zones(ZONE_ROWS))
    }

    /// Calls `run` with the layout's view of the set, which must be sorted, grouped by `names` if there are any.
    pub fn with<T>(&self, names: &[&str], run: impl FnOnce(&Input, &mut Kept) -> T) -> T {
        self.with_matches(names, &RowSet::all(self.bounds.len() as u32), run)
    }

    /// The same, with some of the events matching.
    pub fn with_matches<T>(&self, names: &[&str], matches: &RowSet, run: impl FnOnce(&Input, &mut Kept) -> T) -> T {
        let (mut run, mut result) = (Some(run), None);
        self.with_each(names, &[matches], |_, input, kept| result = run.take().map(|run| run(input, kept)));
        result.unwrap()
    }

    /// The same for one set of matching events after the other, while what is kept stays.
    pub fn with_each(&self, names: &[&str], matches: &[&RowSet], mut run: impl FnMut(usize, &Input, &mut Kept)) {
        let columns: Vec<Vec<f64>> = (0..4).map(|i| self.bounds.iter().map(|bounds| bounds[i]).collect()).collect();
        let bounds = [0, 1, 2, 3].map(|i: usize| BoundColumn { base: &columns[i], plus: 0.0 });
        let order = || (0..names.len() as u32).collect();
        let label = |row: u32| Label {
            title: self.titles[row as usize].as_str(),
            claimant: Cow::Borrowed(self.claimants[row as usize].as_str()),
        };
        let codes = |row: u32, codes: &mut Vec<u32>| codes.extend(&self.codes[row as usize]);
        let flags = |row: u32| self.flags[row as usize] as u8;
        let name = |code: u32| names[code as usize];
        let groups = GroupInput { key: "group", name: &name, order: &order, codes: &codes };
        let (zones, mut kept) = (self.zones(), Kept::default());
        for (i, matches) in matches.iter().enumerate() {
            let input = Input {
                matches,
                dated: self.bounds.len() as u32,
                bounds,
                zones: &zones,
                flags: &flags,
                color: None,
                groups: (!names.is_empty()).then_some(groups),
                label: &label,
            };
            run(i, &input, &mut kept);
        }
    }
}
