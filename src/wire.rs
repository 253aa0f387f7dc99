//! Plain values as numbers and one text, the form in which small and hot things cross the boundary, and columns beside them.
//!
//! A text is its length among the numbers, in UTF-16 units as the page counts, and its characters at the end of the text
//! so far. Who reads knows what was written: there are no tags. `www/src/wire.ts` is the other side.

use crate::layout::{FontMetrics, Frame, Group, Overview, Tick, Viewport};
use crate::query::{FacetFilter, FacetMode, NumberFilter, Query, SortKey, TextTerm, TimeFilter, Undated};

/// What was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wire {
    /// Numbers, lengths and counts.
    pub numbers: Vec<f64>,
    /// All texts, one after the other.
    pub text: String,
    /// Columns laid end to end, as they are in memory: whole numbers, and `f32` by their bits.
    pub columns: Vec<u32>,
}

impl Wire {
    /// Adds a number.
    // Written out at each of its hundred calls it would be a kilobyte of the module's first part.
    #[inline(never)]
    pub fn number(&mut self, number: f64) {
        self.numbers.push(number);
    }

    /// Adds numbers.
    #[inline(never)]
    pub fn all(&mut self, numbers: &[f64]) {
        self.numbers.extend_from_slice(numbers);
    }

    /// Adds 1 or 0.
    pub fn flag(&mut self, flag: bool) {
        self.number(f64::from(u8::from(flag)));
    }

    /// Adds a column of whole numbers.
    #[inline(never)]
    pub fn column(&mut self, column: &[u32]) {
        self.columns.extend_from_slice(column);
    }

    /// Adds a column of numbers with a fraction.
    #[inline(never)]
    pub fn fractions(&mut self, column: &[f32]) {
        self.columns.extend(column.iter().map(|number| number.to_bits()));
    }

    /// Adds a text.
    #[inline(never)]
    pub fn text(&mut self, text: &str) {
        self.number(utf16_len(text) as f64);
        self.text.push_str(text);
    }

    /// Adds a whole number as a text.
    pub fn digits(&mut self, mut number: u32) {
        let mut digits = [b'0'; 10];
        let mut count = 0;
        for digit in digits.iter_mut().rev() {
            *digit += (number % 10) as u8;
            number /= 10;
            count += 1;
            if number == 0 {
                break;
            }
        }
        self.number(f64::from(count));
        self.text.extend(digits.iter().skip(10 - count as usize).map(|digit| char::from(*digit)));
    }

    /// Adds a text that may be missing, with a length of -1.
    pub fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.number(-1.0),
        }
    }

    /// Adds how many texts there are, and each.
    pub fn texts(&mut self, texts: &[String]) {
        self.number(texts.len() as f64);
        texts.iter().for_each(|text| self.text(text));
    }

    /// Adds a number that may be missing: whether it is there, and it or 0.
    pub fn bound(&mut self, bound: Option<f64>) {
        self.flag(bound.is_some());
        self.number(bound.unwrap_or_default());
    }

    /// Adds a query.
    pub fn query(&mut self, query: &Query) {
        let time = query.time.unwrap_or_default();
        self.flag(query.time.is_some());
        self.bound(time.from);
        self.bound(time.to);
        self.flag(time.certain_only);
        self.number(place(&UNDATED, query.undated));
        self.number(query.facets.len() as f64);
        for filter in &query.facets {
            self.text(&filter.field);
            self.number(place(&MODES, filter.mode));
            self.texts(&filter.values);
        }
        self.number(query.numbers.len() as f64);
        for filter in &query.numbers {
            self.text(&filter.field);
            self.bound(filter.min);
            self.bound(filter.max);
        }
        self.number(query.text.len() as f64);
        for term in &query.text {
            self.text(&term.text);
            self.flag(term.prefix);
            self.flag(term.negate);
            self.flag(term.substring);
            self.optional(term.field.as_deref());
        }
        self.number(query.sort.len() as f64);
        for key in &query.sort {
            self.text(&key.by);
            self.flag(key.descending);
        }
    }
}

impl Wire {
    /// Adds ticks.
    pub fn ticks(&mut self, ticks: &[Tick]) {
        self.number(ticks.len() as f64);
        for tick in ticks {
            self.all(&[
                tick.x_px.into(),
                tick.time,
                f64::from(tick.unit as u8),
                tick.step,
                f64::from(u8::from(tick.major)),
                tick.year,
                tick.month.into(),
                tick.day.into(),
                tick.hour.into(),
                tick.minute.into(),
                tick.second.into(),
                tick.millisecond.into(),
            ]);
        }
    }

    /// Adds lane groups.
    pub fn groups(&mut self, groups: &[Group]) {
        self.number(groups.len() as f64);
        for group in groups {
            self.optional(group.label.as_deref());
            let dense = f64::from(u8::from(group.dense));
            self.all(&[
                group.y_px.into(),
                group.height_px.into(),
                group.count.into(),
                dense,
                group.strip_px.into(),
                group.strip_count.into(),
                group.base.into(),
            ]);
        }
    }

    /// Adds a frame, but for the flags and label sides of its marks: their numbers are of other widths.
    pub fn frame(&mut self, frame: &Frame) {
        self.ticks(&frame.ticks);
        self.groups(&frame.groups);
        self.all(&[
            frame.most_in_cell.into(),
            frame.scale_end.into(),
            frame.height_px.into(),
            frame.certain.into(),
            frame.possible.into(),
            frame.before.into(),
            frame.after.into(),
            frame.density.group.len() as f64,
        ]);
        let (marks, density) = (&frame.marks, &frame.density);
        self.column(&marks.row);
        self.fractions(&marks.y_px);
        self.fractions(&marks.earliest_start_px);
        self.fractions(&marks.latest_start_px);
        self.fractions(&marks.earliest_end_px);
        self.fractions(&marks.latest_end_px);
        self.column(&marks.color);
        self.fractions(&marks.label_x_px);
        self.fractions(&marks.label_width_px);
        self.column(&density.group);
        self.fractions(&density.x_px);
        self.fractions(&density.width_px);
        self.column(&density.certain);
        self.column(&density.possible);
    }

    /// Adds an overview.
    pub fn overview(&mut self, overview: &Overview) {
        self.ticks(&overview.ticks);
        self.number(overview.segments.len() as f64);
        for segment in &overview.segments {
            let folded = f64::from(u8::from(segment.folded));
            self.all(&[segment.from, segment.to, segment.from_px.into(), segment.to_px.into(), folded]);
        }
        self.number(f64::from(overview.scale_end));
        self.number(overview.bars.x_px.len() as f64);
        self.fractions(&overview.bars.x_px);
        self.fractions(&overview.bars.width_px);
        self.column(&overview.bars.certain);
        self.column(&overview.bars.possible);
    }
}

const UNDATED: [Undated; 4] = [Undated::Auto, Undated::In, Undated::Out, Undated::Only];
const MODES: [FacetMode; 3] = [FacetMode::Any, FacetMode::All, FacetMode::None];

fn place<T: PartialEq>(all: &[T], one: T) -> f64 {
    all.iter().position(|other| *other == one).unwrap_or(0) as f64
}

fn utf16_len(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.encode_utf16().count() }
}

/// Reads what was written, in the same order. What is missing reads as 0 and as empty texts.
pub struct WireReader<'a> {
    numbers: std::slice::Iter<'a, f64>,
    text: &'a str,
}

impl<'a> WireReader<'a> {
    /// Begins at the first number.
    pub fn new(numbers: &'a [f64], text: &'a str) -> WireReader<'a> {
        WireReader { numbers: numbers.iter(), text }
    }

    /// The next number.
    pub fn number(&mut self) -> f64 {
        self.numbers.next().copied().unwrap_or_default()
    }

    fn flag(&mut self) -> bool {
        self.number() != 0.0
    }

    /// How many follow; no more than there are numbers.
    fn count(&mut self) -> usize {
        (self.number() as usize).min(self.numbers.len())
    }

    /// The next text; `None` where it is missing.
    pub fn optional(&mut self) -> Option<String> {
        let units = self.number();
        if units < 0.0 {
            return None;
        }
        let units = units as usize;
        let bytes = match self.text.get(..units) {
            Some(text) if text.is_ascii() => units,
            _ => {
                let mut left = units;
                let text = self.text.char_indices();
                let end = text.skip_while(|(_, char)| {
                    let fits = char.len_utf16() <= left;
                    left = left.saturating_sub(char.len_utf16());
                    fits
                });
                end.map(|(at, _)| at).next().unwrap_or(self.text.len())
            }
        };
        let (text, rest) = self.text.split_at(bytes);
        self.text = rest;
        Some(text.to_owned())
    }

    fn text(&mut self) -> String {
        self.optional().unwrap_or_default()
    }

    /// The next texts, as many as are said.
    pub fn texts(&mut self) -> Vec<String> {
        let mut texts = Vec::new();
        for _ in 0..self.count() {
            texts.push(self.text());
        }
        texts
    }

    fn bound(&mut self) -> Option<f64> {
        let is_some = self.flag();
        let bound = self.number();
        is_some.then_some(bound)
    }

    /// The next query.
    pub fn query(&mut self) -> Query {
        let has_time = self.flag();
        let time = TimeFilter { from: self.bound(), to: self.bound(), certain_only: self.flag() };
        let mut query = Query { time: has_time.then_some(time), ..Query::default() };
        query.undated = UNDATED.get(self.number() as usize).copied().unwrap_or_default();
        for _ in 0..self.count() {
            let (field, mode) = (self.text(), MODES.get(self.number() as usize).copied().unwrap_or_default());
            query.facets.push(FacetFilter { field, mode, values: self.texts() });
        }
        for _ in 0..self.count() {
            query.numbers.push(NumberFilter { field: self.text(), min: self.bound(), max: self.bound() });
        }
        for _ in 0..self.count() {
            query.text.push(TextTerm {
                text: self.text(),
                prefix: self.flag(),
                negate: self.flag(),
                substring: self.flag(),
                field: self.optional(),
            });
        }
        for _ in 0..self.count() {
            query.sort.push(SortKey { by: self.text(), descending: self.flag() });
        }
        query
    }

    fn font(&mut self) -> FontMetrics {
        let mut ascii_px = Vec::new();
        for _ in 0..self.count() {
            ascii_px.push(self.number() as f32);
        }
        FontMetrics { ascii_px, other_px: self.number() as f32 }
    }

    /// The next viewport.
    pub fn viewport(&mut self) -> Viewport {
        Viewport {
            from: self.number(),
            to: self.number(),
            width_px: self.number() as f32,
            height_px: self.number() as f32,
            lane_px: self.number() as f32,
            tick_gap_px: self.number() as f32,
            group_by: self.optional(),
            color_by: self.optional(),
            labels_above: self.flag(),
            title_font: self.font(),
            claimant_font: self.font(),
            visible_px: self.flag().then(|| [self.number() as f32, self.number() as f32]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_as_it_was_written() {
        let text = |text: &str| text.to_owned();
        let query = Query {
            time: Some(TimeFilter { from: None, to: Some(f64::INFINITY), certain_only: true }),
            undated: Undated::Only,
            facets: vec![
                FacetFilter {
                    field: text("actor"),
                    mode: FacetMode::None,
                    values: vec![text("\u{1f9f1} a"), text(""), text("é")],
                },
                FacetFilter::default(),
            ],
            numbers: vec![NumberFilter { field: text("n\0n"), min: Some(-0.5), max: None }],
            text: vec![TextTerm {
                text: text("داعش"),
                prefix: true,
                field: Some(text("title")),
                ..TextTerm::default()
            }],
            sort: vec![SortKey { by: text("id"), descending: true }],
        };
        let mut wire = Wire::default();
        for query in [&query, &Query::default(), &query] {
            wire.query(query);
        }
        let mut reader = WireReader::new(&wire.numbers, &wire.text);
        assert_eq!([reader.query(), reader.query(), reader.query()], [query.clone(), Query::default(), query]);
        assert_eq!(reader.text, "");
    }

    #[test]
    fn what_is_cut_or_wild_reads_as_something() {
        let mut wire = Wire::default();
        wire.query(&Query {
            facets: vec![FacetFilter { values: vec!["a".to_owned(); 3], ..FacetFilter::default() }],
            ..Query::default()
        });
        for cut in 0..wire.numbers.len() {
            WireReader::new(&wire.numbers[..cut], "\u{e9}").query();
        }
        for wild in [f64::NAN, f64::INFINITY, -1.0, 1e300] {
            WireReader::new(&[wild; 40], "\u{e9}\u{1f9f1}").query();
        }
    }
}
