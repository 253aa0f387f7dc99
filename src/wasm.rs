//! The boundary: converts, calls, converts. The only file that names the wasm crates.
//!
//! What is hot, and what a first picture asks, crosses as numbers and one text (`wire`), bulk as typed arrays copied out of
//! the module's memory, small and rare structures by serde. Every stage leaves a User Timing measure named
//! `event-timeline:<stage>`, which the browser's performance panel shows: the long ones from here, those that `ask` joins
//! from `core.ts`.

use crate::columns::{Columns, Dates, RawIds, RawTexts, RawValues};
use crate::diagnostic::Severity;
use crate::formats::{self, FileOptions, FileReport, FormatName, Limits, Mapping, TableReading};
use crate::query::{Counts, HistogramOf};
use crate::table::{Codes, Ids};
use crate::time;
use crate::timeline::{Export, Timeline};
use crate::wire::{Wire, WireReader};
use js_sys::{Array, Float64Array, JsString, Object, Reflect, Uint8Array, Uint16Array, Uint32Array};
use serde::Serialize;
use std::cell::OnceCell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What the page does for the module: brings its late parts, and takes the time.
    #[wasm_bindgen(typescript_type = "{ load(): void; now(): number; measured(stage: string, start: number): void }")]
    pub type Host;

    /// Returns when the late part is there; throws where it cannot be had.
    #[wasm_bindgen(method)]
    fn load(this: &Host);

    /// Milliseconds since the page began.
    #[wasm_bindgen(method)]
    fn now(this: &Host) -> f64;

    /// Leaves a User Timing measure of a stage that began then and ends now.
    #[wasm_bindgen(method)]
    fn measured(this: &Host, stage: &str, start: f64);
}

thread_local! {
    static HOST: OnceCell<Host> = const { OnceCell::new() };
}

/// Whom to ask for what the module has not. Comes before all else, and once.
#[wasm_bindgen(js_name = setHost)]
pub fn set_host(host: Host) {
    HOST.with(|cell| cell.set(host).ok());
}

/// Asks for the late part: the first part calls it, by its name, before any function that is not in it (`xtask/src/split`).
#[wasm_bindgen(js_name = lateNeeded)]
pub fn late_needed() {
    HOST.with(|host| host.get().map(Host::load));
}

/// One event set with its current query.
#[wasm_bindgen]
pub struct CoreTimeline {
    inner: Timeline,
}

#[wasm_bindgen]
impl CoreTimeline {
    /// Reads an event set from the bytes of a document. Never throws: see `diagnostics()`.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> CoreTimeline {
        let reading = measured("read", || formats::read_table(bytes));
        CoreTimeline::of(|| Timeline::new(reading, decompose))
    }

    fn of(store: impl FnOnce() -> Timeline) -> CoreTimeline {
        let inner = measured("store", store);
        warn_of_losses(&inner);
        CoreTimeline { inner }
    }

    /// What the document says of itself, its extent and fields; how each file was understood; what was wrong. Packed.
    pub fn about(&self) -> Array {
        wire_to_js(&self.inner.pack_about())
    }

    /// Strings to be ranked for sorting by `title` (one a row) or by a category field (one a value code);
    /// `undefined` where sorting by it needs no collation.
    pub fn names(&self, by: &str) -> Option<Array> {
        let names = self.inner.names(by)?;
        Some(names.iter().map(|name| JsValue::from_str(name)).collect())
    }

    /// Sorts titles that have no ranks as they are written.
    #[wasm_bindgen(js_name = sortByCodePoint)]
    pub fn sort_by_code_point(&mut self) {
        self.inner.sort_by_code_point();
    }

    /// Ranks for the strings of `names(by)`, in their order.
    #[wasm_bindgen(js_name = setRanks)]
    pub fn set_ranks(&mut self, by: &str, ranks: Vec<u32>) -> Result<(), JsError> {
        Ok(self.inner.set_ranks(by, ranks)?)
    }

    /// A line of the query language: a query and a list of problems.
    #[wasm_bindgen(js_name = parseQuery)]
    pub fn parse_query(&self, text: &str) -> Array {
        let parsed = self.inner.parse_query(text);
        let mut wire = Wire::default();
        wire.query(&parsed.query);
        wire.number(parsed.problems.len() as f64);
        for problem in &parsed.problems {
            wire.number(problem.from.into());
            wire.number(problem.to.into());
            wire.text(&problem.message);
        }
        wire_to_js(&wire)
    }

    /// A query as a line of text.
    #[wasm_bindgen(js_name = formatQuery)]
    pub fn format_query(&self, numbers: &[f64], text: &str) -> String {
        self.inner.format_query(&WireReader::new(numbers, text).query())
    }

    /// Makes a query current: [`counts`](Self::counts) and all else are then of it.
    #[wasm_bindgen(js_name = setQuery)]
    pub fn set_query(&mut self, numbers: &[f64], text: &str) -> Result<(), JsError> {
        Ok(self.inner.set_query(WireReader::new(numbers, text).query())?)
    }

    /// Events of the set; matches; certain, possible, undated ones.
    pub fn counts(&self) -> Vec<u32> {
        let Counts { total, matches, certain, possible, undated } = self.inner.counts();
        vec![total, matches, certain, possible, undated]
    }

    /// The given rows, packed. What follows them: the key of the colouring field, which may be missing, and those of fields.
    pub fn rows(&self, rows: &[u32], numbers: &[f64], text: &str) -> Result<Array, JsError> {
        let mut reader = WireReader::new(numbers, text);
        let (color_by, fields) = (reader.optional(), reader.texts());
        let rows = self.inner.pack_rows(rows, color_by.as_deref(), &fields)?;
        Ok(wire_to_js(&rows))
    }

    /// The given rows in short, packed.
    #[wasm_bindgen(js_name = briefRows)]
    pub fn brief_rows(&self, rows: &[u32]) -> Result<Array, JsError> {
        Ok(wire_to_js(&self.inner.pack_brief_rows(rows)?))
    }

    /// Matches `[offset, offset + limit)` in order, in short, packed.
    #[wasm_bindgen(js_name = briefPage)]
    pub fn brief_page(&self, offset: u32, limit: u32) -> Result<Array, JsError> {
        self.brief_rows(&self.inner.order(offset, limit))
    }

    /// `(DateWords | null)[]` of the given rows.
    pub fn words(&self, rows: &[u32]) -> Result<JsValue, JsError> {
        to_js(&self.inner.words(rows)?)
    }

    /// Row numbers of undated matches `[offset, offset + limit)` in order.
    #[wasm_bindgen(js_name = undatedOrder)]
    pub fn undated_order(&self, offset: u32, limit: u32) -> Result<Vec<u32>, JsError> {
        Ok(self.inner.undated_order(offset, limit).to_vec())
    }

    /// The place of each row in the document.
    #[wasm_bindgen(js_name = documentOrder)]
    pub fn document_order(&self) -> Vec<u32> {
        let store = self.inner.store();
        store.positions().map_or_else(|| (0..store.len()).collect(), <[u32]>::to_vec)
    }

    /// Row numbers of matches `[offset, offset + limit)` in order.
    pub fn order(&self, offset: u32, limit: u32) -> Vec<u32> {
        self.inner.order(offset, limit)
    }

    /// Ids of matches `[offset, offset + limit)` in order, where all ids of the set are numbers.
    #[wasm_bindgen(js_name = numberIds)]
    pub fn number_ids(&self, offset: u32, limit: u32) -> Option<Vec<u32>> {
        let store = self.inner.store();
        let Ids::Numbers(ids) = store.table().ids() else { return None };
        let id = |row: u32| ids.get(store.document_order(row) as usize).copied().unwrap_or_default();
        Some(self.inner.order(offset, limit).into_iter().map(id).collect())
    }

    /// The same ids as texts: how many, then each.
    #[wasm_bindgen(js_name = textIds)]
    pub fn text_ids(&self, offset: u32, limit: u32) -> Array {
        let rows = self.inner.order(offset, limit);
        let mut wire = Wire::default();
        wire.number(rows.len() as f64);
        rows.iter().for_each(|row| wire.text(&self.inner.store().id(*row)));
        wire_to_js(&wire)
    }

    /// Place of a row in the order of matches.
    pub fn position(&self, row: u32) -> Option<u32> {
        self.inner.position(row)
    }

    /// Row of an event by its id.
    pub fn find(&self, id: &str) -> Option<u32> {
        self.inner.find(id)
    }

    /// Makes what searches for words need, so that the first one need not wait.
    #[wasm_bindgen(js_name = prepareText)]
    pub fn prepare_text(&self) {
        self.inner.store().prepare_text();
    }

    /// `EventDetail` of a row.
    pub fn event(&self, row: u32) -> Result<JsValue, JsError> {
        to_js(&self.inner.event(row)?)
    }

    /// The values of a category field, packed.
    pub fn values(&self, field: &str) -> Result<Array, JsError> {
        Ok(wire_to_js(&self.inner.pack_values(field)?))
    }

    /// Counts of a category field's values by code: the certain ones, then as many possible ones.
    #[wasm_bindgen(js_name = facetCounts)]
    pub fn facet_counts(&self, field: &str) -> Result<Vec<u32>, JsError> {
        let counts = self.inner.facet_counts(field)?;
        Ok([counts.certain, counts.possible].concat())
    }

    /// Counts of the matches over `bins` equal bins of `[from, to)`: the certain ones, then as many possible ones.
    pub fn histogram(
        &self,
        from: f64,
        to: f64,
        bins: u32,
        starting: bool,
        any_time: bool,
    ) -> Result<Vec<u32>, JsError> {
        let of = if starting { HistogramOf::Starting } else { HistogramOf::Touching };
        let histogram = self.inner.histogram_of(of, (from, to, bins), any_time)?;
        Ok([histogram.certain, histogram.possible].concat())
    }

    /// The rows of the matches that touch `[from, to)` in chronological order, then the lane of each; -1 beyond `limit`.
    pub fn lanes(&self, from: f64, to: f64, least_ms: f64, limit: u32) -> Vec<u32> {
        let lanes = measured("lanes", || self.inner.lanes(from, to, least_ms, limit));
        let mut packed = lanes.rows;
        packed.extend(lanes.lanes);
        packed
    }

    /// The whole extent, long empty stretches folded: packed, and its columns.
    pub fn overview(&self, width_px: f32) -> Result<Array, JsError> {
        let mut wire = Wire::default();
        wire.overview(&measured("overview", || self.inner.overview(width_px))?);
        Ok(Array::of3(&numbers_of(&wire), &text_of(&wire), &columns_of(&wire)))
    }

    /// The geometry of one view: packed, its columns, the flags and label sides of its marks.
    pub fn frame(&mut self, numbers: &[f64], text: &str) -> Result<Array, JsError> {
        let viewport = WireReader::new(numbers, text).viewport();
        let frame = measured("frame", || self.inner.frame(&viewport))?;
        let mut wire = Wire::default();
        wire.frame(&frame);
        let flags = Uint16Array::from(&frame.marks.flags[..]);
        let sides = Uint8Array::from(&frame.marks.label_side[..]);
        Ok(Array::of5(&numbers_of(&wire), &text_of(&wire), &columns_of(&wire), &flags, &sides))
    }

    /// Begins to write the set, or its matches, as a file of another format.
    #[wasm_bindgen(js_name = exportStart)]
    pub fn export_start(&self, format: &str, filtered: bool) -> Result<CoreExport, JsError> {
        Ok(CoreExport { inner: self.inner.export_start(format, filtered)? })
    }

    /// `[from, to]` that shows every dated match whole.
    pub fn fit(&self) -> Option<Vec<f64>> {
        self.inner.fit().map(|(from, to)| vec![from, to])
    }

    /// `[from, to]` that shows one event well.
    #[wasm_bindgen(js_name = fitRow)]
    pub fn fit_row(&self, row: u32) -> Option<Vec<f64>> {
        self.inner.fit_row(row).map(|(from, to)| vec![from, to])
    }
}

/// A set that is being written as a file of another format.
#[wasm_bindgen]
pub struct CoreExport {
    inner: Export,
}

#[wasm_bindgen]
impl CoreExport {
    /// The next bytes, maybe none; `undefined` when all is written. To be asked with the timeline that began it.
    pub fn piece(&mut self, timeline: &CoreTimeline) -> Option<Uint8Array> {
        self.inner.piece(&timeline.inner).map(|piece| Uint8Array::from(piece.as_bytes()))
    }

    /// How much is done, from 0 to 1.
    pub fn progress(&self) -> f64 {
        self.inner.progress()
    }

    /// `{ mediaType, extension, losses }` of what was written so far.
    pub fn end(&self) -> Result<JsValue, JsError> {
        Ok(object(&[
            ("mediaType", self.inner.target().media_type().into()),
            ("extension", self.inner.target().extension().into()),
            ("losses", to_js(&self.inner.losses())?),
        ]))
    }
}

/// Reads a document that comes in pieces.
#[wasm_bindgen]
pub struct CoreReader {
    inner: formats::Reader,
}

#[wasm_bindgen]
impl CoreReader {
    /// Begins, within limits as `Limits` has them: bytes, events, nesting, diagnostics, reread, values, name.
    #[wasm_bindgen(constructor)]
    pub fn new(limits: &[f64]) -> CoreReader {
        CoreReader { inner: formats::Reader::new(limits_of(limits)) }
    }

    /// Says what the next file is, its name, format and mapping, each of which may be missing; the one before it ends.
    #[wasm_bindgen(js_name = beginFile)]
    pub fn begin_file(&mut self, numbers: &[f64], text: &str) {
        let mut reader = WireReader::new(numbers, text);
        let (name, format, mapping) = (reader.optional(), reader.optional(), reader.optional());
        let known = format.as_deref().and_then(FormatName::parse);
        let (mapping, problems) = mapping.as_deref().map(Mapping::parse).unzip();
        self.inner.begin_file(FileOptions { name, format: known, mapping });
        if let (Some(format), None) = (format, known) {
            let names: Vec<&str> = FormatName::ALL.iter().map(|name| name.name()).collect();
            let message = format!("`{format}` is no format; expected one of {}", names.join(", "));
            self.inner.warn("unknown-format-name", message);
        }
        for problem in problems.unwrap_or_default() {
            self.inner.warn("bad-mapping", problem.message);
        }
    }

    /// Takes no short cut from here on, or does: what is read is the same.
    #[wasm_bindgen(js_name = setGeneral)]
    pub fn set_general(&mut self, is_general: bool) {
        self.inner.set_general(is_general);
    }

    /// Reads on; bytes and events read so far.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<f64> {
        let progress = measured("read", || self.inner.push(bytes));
        vec![progress.bytes as f64, f64::from(progress.events)]
    }

    /// The events read so far as a set of their own; `undefined` where there are none.
    pub fn preview(&self) -> Option<CoreTimeline> {
        let table = self.inner.preview();
        if table.is_empty() {
            return None;
        }
        let records = table.len();
        let reading = TableReading { table, records, ..TableReading::default() };
        Some(CoreTimeline { inner: Timeline::new(reading, decompose) })
    }

    /// Ends the document and opens it.
    pub fn finish(self) -> CoreTimeline {
        let reading = measured("read", || self.inner.finish());
        CoreTimeline::of(|| Timeline::new(reading, decompose))
    }
}

/// Takes an event set column by column, in document order.
#[wasm_bindgen]
pub struct CoreColumns {
    inner: Columns,
}

#[wasm_bindgen]
impl CoreColumns {
    /// Begins a set of so many events.
    #[wasm_bindgen(constructor)]
    pub fn new(length: u32) -> CoreColumns {
        CoreColumns { inner: Columns { length, ..Columns::default() } }
    }

    /// Titles.
    pub fn title(&mut self, bytes: Vec<u8>, ends: Vec<u32>) {
        self.inner.title = RawTexts { bytes, ends };
    }

    /// Ids that are numbers.
    #[wasm_bindgen(js_name = numberIds)]
    pub fn number_ids(&mut self, ids: Vec<u32>) {
        self.inner.id = RawIds::Numbers(ids);
    }

    /// Ids that are texts.
    #[wasm_bindgen(js_name = textIds)]
    pub fn text_ids(&mut self, bytes: Vec<u8>, ends: Vec<u32>) {
        self.inner.id = RawIds::Texts(RawTexts { bytes, ends });
    }

    /// Starts and ends, milliseconds since 1970.
    pub fn instants(&mut self, start: Vec<f64>, end: Option<Vec<f64>>) {
        self.inner.dates = Dates::Instants(start, end);
    }

    /// Dates as EDTF texts.
    pub fn dates(&mut self, bytes: Vec<u8>, ends: Vec<u32>) {
        self.inner.dates = Dates::Texts(RawTexts { bytes, ends });
    }

    /// Earliest and latest starts, earliest and latest ends.
    pub fn bounds(&mut self, a: Vec<f64>, b: Vec<f64>, c: Vec<f64>, d: Vec<f64>) {
        self.inner.dates = Dates::Bounds(Box::new([a, b, c, d]));
    }

    /// Descriptions.
    pub fn description(&mut self, bytes: Vec<u8>, ends: Vec<u32>) {
        self.inner.description = Some(RawTexts { bytes, ends });
    }

    /// A category field of up to 256 names.
    pub fn codes8(&mut self, key: String, codes: Vec<u8>, bytes: Vec<u8>, ends: Vec<u32>, offsets: Option<Vec<u32>>) {
        self.category(key, Codes::U8(codes), RawTexts { bytes, ends }, offsets);
    }

    /// A category field of up to 65,536 names.
    pub fn codes16(&mut self, key: String, codes: Vec<u16>, bytes: Vec<u8>, ends: Vec<u32>, offsets: Option<Vec<u32>>) {
        self.category(key, Codes::U16(codes), RawTexts { bytes, ends }, offsets);
    }

    /// A category field of any number of names.
    pub fn codes32(&mut self, key: String, codes: Vec<u32>, bytes: Vec<u8>, ends: Vec<u32>, offsets: Option<Vec<u32>>) {
        self.category(key, Codes::U32(codes), RawTexts { bytes, ends }, offsets);
    }

    fn category(&mut self, key: String, codes: Codes, names: RawTexts, offsets: Option<Vec<u32>>) {
        self.inner.fields.push((key, RawValues::Category { codes, names, offsets }));
    }

    /// A number field.
    pub fn numbers(&mut self, key: String, numbers: Vec<f64>) {
        self.inner.fields.push((key, RawValues::Numbers(numbers)));
    }

    /// A text field.
    pub fn texts(&mut self, key: String, bytes: Vec<u8>, ends: Vec<u32>) {
        self.inner.fields.push((key, RawValues::Texts(RawTexts { bytes, ends })));
    }

    /// What the set says of itself.
    pub fn info(
        &mut self,
        title: Option<String>,
        description: Option<String>,
        lang: Option<String>,
        source: Option<String>,
    ) {
        self.inner.info = [title, description, lang, source];
    }

    /// Opens the set.
    pub fn finish(self) -> Result<CoreTimeline, JsError> {
        let records = self.inner.length;
        let table = measured("read", || self.inner.into_table())?;
        let file = FileReport { format: Some(FormatName::Columns), records, read: records, ..FileReport::default() };
        let reading = TableReading { table, records, files: vec![file], ..TableReading::default() };
        Ok(CoreTimeline::of(|| Timeline::new(reading, decompose)))
    }
}

/// `{ date: ParsedDate }`, or `{ problem: DateProblem }` with an offset in UTF-16 units.
#[wasm_bindgen(js_name = parseDate)]
pub fn parse_date(text: &str) -> Result<JsValue, JsError> {
    #[derive(Serialize)]
    struct ParsedDate {
        level: u8,
        canonical: String,
        span: time::Span,
        words: time::DateWords,
    }
    #[derive(Serialize)]
    struct DateProblem {
        message: String,
        offset: usize,
        expected: String,
    }
    let (key, value) = match time::parse(text) {
        Ok(date) => {
            let parsed =
                ParsedDate { level: date.level(), canonical: date.to_string(), span: date.span(), words: date.words() };
            ("date", to_js(&parsed)?)
        }
        Err(error) => {
            let before = text.get(..error.offset).unwrap_or(text);
            let offset = before.encode_utf16().count();
            let problem = DateProblem { message: error.message, offset, expected: error.expected };
            ("problem", to_js(&problem)?)
        }
    };
    Ok(object(&[(key, value)]))
}

/// The four bounds of a date: earliest and latest start, earliest and latest end; `undefined` where the text is no date.
#[wasm_bindgen(js_name = dateBounds)]
pub fn date_bounds(text: &str) -> Option<Vec<f64>> {
    let span = time::parse(text).ok()?.span();
    Some(vec![span.earliest_start, span.latest_start, span.earliest_end, span.latest_end])
}

/// Limits in their order; those that are missing or no numbers are the usual ones.
fn limits_of(given: &[f64]) -> Limits {
    let usual = Limits::default();
    let limit = |at: usize, usual: usize| {
        given.get(at).filter(|limit| 0.0 <= **limit).map_or(usual, |limit| (*limit as usize).min(usual))
    };
    Limits {
        bytes: limit(0, usual.bytes),
        events: limit(1, usual.events as usize) as u32,
        nesting: limit(2, usual.nesting),
        diagnostics: limit(3, usual.diagnostics),
        reread: limit(4, usual.reread),
        values: limit(5, usual.values),
        name: limit(6, usual.name),
    }
}

/// The browser's own decomposition (NFKD): no tables of ours.
fn decompose(text: &str) -> String {
    JsString::from(text).normalize("NFKD").into()
}

fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsError> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

/// `[numbers, text]`.
fn wire_to_js(wire: &Wire) -> Array {
    Array::of2(&numbers_of(wire), &text_of(wire))
}

fn numbers_of(wire: &Wire) -> JsValue {
    Float64Array::from(&wire.numbers[..]).into()
}

fn text_of(wire: &Wire) -> JsValue {
    JsValue::from_str(&wire.text)
}

fn columns_of(wire: &Wire) -> JsValue {
    Uint32Array::from(&wire.columns[..]).into()
}

fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(key), value);
    }
    object.into()
}

/// Runs a stage and leaves a measure of it, where there is a host to do so.
fn measured<T>(stage: &str, work: impl FnOnce() -> T) -> T {
    let start = HOST.with(|host| host.get().map(Host::now));
    let result = work();
    if let Some(start) = start {
        HOST.with(|host| host.get().map(|host| host.measured(stage, start)));
    }
    result
}

/// One line on the console where something of the document was lost.
fn warn_of_losses(timeline: &Timeline) {
    let lost = timeline.diagnostics().iter().filter(|d| Severity::Warning < d.severity);
    let mut lost = lost.peekable();
    if let Some(first) = lost.peek() {
        let first = format!("{}:{} {}: {}", first.line, first.column, first.path, first.message);
        let message = format!("event-timeline: problems in the event set: {}; the first: {first}", lost.count());
        web_sys::console::warn_1(&JsValue::from_str(&message));
    }
}
