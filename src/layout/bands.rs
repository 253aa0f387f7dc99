//! Which lane groups the rows stand in.

use super::input::GroupInput;

/// The bands of each row. A band is a group by its place from top to bottom, the last one that of events without a value.
#[derive(Debug, Default)]
pub(crate) struct Bands {
    /// The codes of the bands but the last.
    order: Vec<u32>,
    /// Bands, row by row; one that is not below the number of bands is none.
    bands: Vec<u32>,
    /// Where the bands of each row end; empty where every row has one.
    ends: Vec<u32>,
    /// The rows of each band, ascending, band by band.
    rows: Vec<u32>,
    /// Where those of each band begin, and where the last end.
    begins: Vec<u32>,
}

impl Bands {
    pub fn of(groups: &GroupInput, rows: u32) -> Bands {
        let order = (groups.order)();
        let len = order.len() + 1;
        let mut places = vec![len as u32; order.iter().max().map_or(0, |code| *code as usize + 1)];
        for (place, code) in order.iter().enumerate() {
            if let Some(band) = places.get_mut(*code as usize) {
                *band = place as u32;
            }
        }
        let mut bands = Bands { order, bands: Vec::with_capacity(rows as usize), ..Bands::default() };
        let mut codes = Vec::new();
        for row in 0..rows {
            codes.clear();
            (groups.codes)(row, &mut codes);
            let first = bands.bands.len();
            for code in &codes {
                let band = places.get(*code as usize).copied().unwrap_or(len as u32);
                if !bands.bands[first..].contains(&band) {
                    bands.bands.push(band);
                }
            }
            if codes.is_empty() {
                bands.bands.push(len as u32 - 1);
            }
            if bands.ends.is_empty() && bands.bands.len() != row as usize + 1 {
                bands.ends = (1..=row).collect();
            }
            if !bands.ends.is_empty() || bands.bands.len() != row as usize + 1 {
                bands.ends.push(bands.bands.len() as u32);
            }
        }
        bands.list_rows(rows);
        bands
    }

    fn list_rows(&mut self, rows: u32) {
        let len = self.len();
        let mut begins = vec![0u32; len + 1];
        for band in &self.bands {
            if let Some(count) = begins.get_mut(*band as usize + 1) {
                *count += 1;
            }
        }
        for band in 0..len {
            begins[band + 1] += begins[band];
        }
        let mut next = begins.clone();
        let mut listed = vec![0; begins[len] as usize];
        for row in 0..rows {
            self.each(row, |band| {
                if (band as usize) < len {
                    listed[next[band as usize] as usize] = row;
                    next[band as usize] += 1;
                }
            });
        }
        (self.rows, self.begins) = (listed, begins);
    }

    /// The rows of a band, ascending, matching or not.
    pub fn rows(&self, band: u32) -> &[u32] {
        let begin = |band: usize| self.begins.get(band).map_or(0, |begin| *begin as usize);
        self.rows.get(begin(band as usize)..begin(band as usize + 1)).unwrap_or(&[])
    }

    /// Bands there are, with events or not.
    pub fn len(&self) -> usize {
        self.order.len() + 1
    }

    /// The code of the value of a band; `None` for that of events without one.
    pub fn code(&self, band: u32) -> Option<u32> {
        self.order.get(band as usize).copied()
    }

    /// Each band of a row; one that is not below one that is not below the number of bands is none.
    #[inline]
    pub fn each(&self, row: u32, mut run: impl FnMut(u32)) {
        let row = row as usize;
        if self.ends.is_empty() {
            if let Some(band) = self.bands.get(row) {
                run(*band);
            }
            return;
        }
        let from = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        for band in &self.bands[from as usize..self.ends[row] as usize] {
            run(*band);
        }
    }
}
