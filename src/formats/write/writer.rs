//! A view → text of a format, piece by piece: between two pieces there is time for something else, and none of what was
//! written stays in memory.

use super::csv::Csv;
use super::geojson::Geojson;
use super::icalendar::Icalendar;
use super::json::Json;
use super::json_ld::JsonLd;
use super::timelinejs3::Timelinejs3;
use super::{Found, Loss, Target, View};
use crate::event::Event;
use std::collections::BTreeMap;

/// A piece is about so long.
const PIECE_BYTES: usize = 256 << 10;
/// So many events are looked at for a piece, whether they are written or not.
const PIECE_EVENTS: u32 = 1_024;

/// How a format is written: in passes over the events, each with something before and after it.
pub(super) trait Form {
    /// How many passes there are.
    fn passes(&self) -> usize {
        1
    }
    /// Whether a pass has to see an event, by its number.
    fn is_in(&self, _pass: usize, _index: u32) -> bool {
        true
    }
    fn before(&mut self, pass: usize, view: &View<'_>, out: &mut String);
    fn event(&mut self, pass: usize, index: u32, event: &Event, out: &mut String, found: &mut Found);
    fn after(&mut self, pass: usize, view: &View<'_>, out: &mut String, found: &mut Found);
}

/// Writes a view in pieces of some hundred kilobytes.
///
/// ```
/// use event_timeline::formats::{self, write::{Target, View, Writer, write}};
/// let set = formats::read(br#"[{"title": "The wall falls", "date": "1989-11"}]"#).set;
/// let view = View::of_set(&set);
/// let mut writer = Writer::new(&view, Target::Csv);
/// let text: String = std::iter::from_fn(|| writer.piece(&view)).collect();
/// assert_eq!(text.as_bytes(), write(&view, Target::Csv).bytes);
/// assert_eq!(writer.progress(), 1.0);
/// ```
pub struct Writer {
    form: Box<dyn Form>,
    found: Found,
    /// The pass that it is in, and whether its beginning was written.
    pass: usize,
    is_begun: bool,
    /// The next event of the pass, and how many there are.
    at: u32,
    len: u32,
}

impl Writer {
    /// Begins to write a view. All pieces are to be asked for with the same.
    pub fn new(view: &View<'_>, target: Target) -> Writer {
        let form: Box<dyn Form> = match target {
            Target::Json => Box::new(Json),
            Target::Csv => Box::new(Csv::new(view)),
            Target::Timelinejs3 => Box::<Timelinejs3>::default(),
            Target::Icalendar => Box::new(Icalendar),
            Target::JsonLd => Box::new(JsonLd),
            Target::Geojson => Box::new(Geojson),
        };
        let form = if view.has_references { Box::new(WithReferences::new(form)) } else { form };
        Writer { form, found: Found::default(), pass: 0, is_begun: false, at: 0, len: view.len }
    }

    /// The next piece, which may be empty; `None` when all is written.
    pub fn piece(&mut self, view: &View<'_>) -> Option<String> {
        let mut out = String::new();
        let mut seen = 0;
        while self.pass < self.form.passes() {
            if PIECE_EVENTS <= seen || PIECE_BYTES <= out.len() {
                return Some(out);
            }
            seen += 1;
            self.step(view, &mut out);
        }
        Some(out).filter(|out| !out.is_empty())
    }

    fn step(&mut self, view: &View<'_>, out: &mut String) {
        if !self.is_begun {
            self.form.before(self.pass, view, out);
            self.is_begun = true;
        } else if self.at < self.len {
            let index = self.at;
            self.at += 1;
            if self.form.is_in(self.pass, index)
                && let Some(event) = view.event(index)
            {
                self.form.event(self.pass, index, &event, out, &mut self.found);
            }
        } else {
            self.form.after(self.pass, view, out, &mut self.found);
            (self.pass, self.at, self.is_begun) = (self.pass + 1, 0, false);
        }
    }

    /// How much is done, from 0 to 1.
    pub fn progress(&self) -> f64 {
        let pass = f64::from(self.at) / f64::from(self.len.max(1));
        (self.pass as f64 + pass) / self.form.passes() as f64
    }

    /// What the format has no place for, of what was written so far.
    pub fn losses(&self) -> Vec<Loss> {
        self.found.losses()
    }
}

/// Two passes before those of a form: which events are referred to, and which of these are written.
struct WithReferences {
    form: Box<dyn Form>,
    /// Ids that were named and not found yet, with how often.
    named: BTreeMap<String, usize>,
}

impl WithReferences {
    const NAMED: usize = 0;
    const WRITTEN: usize = 1;
    const FORM: usize = 2;

    fn new(form: Box<dyn Form>) -> WithReferences {
        WithReferences { form, named: BTreeMap::new() }
    }
}

impl Form for WithReferences {
    fn passes(&self) -> usize {
        self.form.passes() + Self::FORM
    }

    fn is_in(&self, pass: usize, index: u32) -> bool {
        match pass {
            Self::NAMED => true,
            Self::WRITTEN => !self.named.is_empty(),
            _ => self.form.is_in(pass - Self::FORM, index),
        }
    }

    fn before(&mut self, pass: usize, view: &View<'_>, out: &mut String) {
        if Self::FORM <= pass {
            self.form.before(pass - Self::FORM, view, out);
        }
    }

    fn event(&mut self, pass: usize, index: u32, event: &Event, out: &mut String, found: &mut Found) {
        match pass {
            Self::NAMED => {
                for id in event.after.iter().chain(&event.before).chain(&event.part_of) {
                    *self.named.entry(id.clone()).or_default() += 1;
                }
            }
            Self::WRITTEN => {
                self.named.remove(&event.id);
            }
            _ => self.form.event(pass - Self::FORM, index, event, out, found),
        }
    }

    fn after(&mut self, pass: usize, view: &View<'_>, out: &mut String, found: &mut Found) {
        match pass {
            Self::NAMED => {}
            Self::WRITTEN => {
                let outside = std::mem::take(&mut self.named).into_values().sum();
                let names = ["reference", "references"];
                let message = "the event it means is not in the file";
                found.add("references-outside", outside, false, names, message);
            }
            _ => self.form.after(pass - Self::FORM, view, out, found),
        }
    }
}
