//! Event sets owned by a test.

use event_timeline::layout::*;
use std::borrow::Cow;

pub const DAY: f64 = 86_400_000.0;
pub const INF: f64 = f64::INFINITY;

/// Events owned by a test, sorted as the store sorts them.
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

    /// Calls `run` with the layout's view of the set, grouped by `names` if there are any.
    pub fn with<T>(&self, names: &[&str], run: impl FnOnce(&Input) -> T) -> T {
        self.with_widths(names, None, run)
    }

    /// The same, with label widths kept from before.
    pub fn with_widths<T>(&self, names: &[&str], widths: Option<&LabelWidths>, run: impl FnOnce(&Input) -> T) -> T {
        let column = |i: usize| self.bounds.iter().map(|bounds| bounds[i]).collect::<Vec<f64>>();
        let (a, b, c, d) = (column(0), column(1), column(2), column(3));
        let mut rows: Vec<u32> = (0..self.bounds.len() as u32).collect();
        rows.sort_by(|x, y| {
            let (x, y) = (*x as usize, *y as usize);
            a[x].total_cmp(&a[y]).then(d[x].total_cmp(&d[y])).then(x.cmp(&y))
        });
        let order: Vec<u32> = (0..names.len() as u32).collect();
        let label = |row: u32| Label {
            title: self.titles[row as usize].as_str(),
            claimant: Cow::Borrowed(self.claimants[row as usize].as_str()),
        };
        let codes = |row: u32| self.codes[row as usize].as_slice();
        let groups = GroupInput { names, order: &order, codes: &codes };
        run(&Input {
            rows: &rows,
            earliest_start: &a,
            latest_start: &b,
            earliest_end: &c,
            latest_end: &d,
            flags: &self.flags,
            color: None,
            groups: (!names.is_empty()).then_some(groups),
            label: &label,
            widths,
        })
    }
}
