//! The set in the formats of other programs.

use super::Timeline;
use crate::error::Error;
use crate::formats::write::{Exported, Head, Loss, Target, View, Writer, write};
use std::borrow::Cow;

/// A set that is being written, piece by piece: questions and queries may come between two pieces and change nothing of it.
pub struct Export {
    /// What is written, in order.
    rows: Vec<u32>,
    target: Target,
    writer: Writer,
}

impl Export {
    /// The next piece of UTF-8 text, which may be empty; `None` when all is written. To be asked of the timeline that began it.
    pub fn piece(&mut self, timeline: &Timeline) -> Option<String> {
        self.writer.piece(&timeline.view(&self.rows))
    }

    /// How much is done, from 0 to 1.
    pub fn progress(&self) -> f64 {
        self.writer.progress()
    }

    /// The format.
    pub fn target(&self) -> Target {
        self.target
    }

    /// What the format has no place for, of what was written so far.
    pub fn losses(&self) -> Vec<Loss> {
        self.writer.losses()
    }
}

impl Timeline {
    /// Writes the set, or what of it matches the current query, in a format: matches in the order that the query asks for,
    /// else in the document's own.
    ///
    /// ```
    /// use event_timeline::Timeline;
    /// use event_timeline::formats::write::Target;
    /// let mut timeline = Timeline::open(br#"[{"title": "b"}, {"title": "a", "n": 2}]"#, str::to_owned);
    /// let query = timeline.parse_query("n:2").query;
    /// timeline.query(query)?;
    /// let exported = timeline.export(Target::Csv, true);
    /// assert_eq!(exported.bytes, b"id,title,event-timeline,n\r\ne2,a,,2\r\n");
    /// # Ok::<(), event_timeline::error::Error>(())
    /// ```
    pub fn export(&self, target: Target, filtered: bool) -> Exported {
        write(&self.view(&self.rows_to_export(filtered)), target)
    }

    /// Begins to write the same piece by piece, in a format by its name.
    ///
    /// # Errors
    /// [`Error::UnknownFormat`] where no format has that name.
    ///
    /// ```
    /// use event_timeline::Timeline;
    /// use event_timeline::formats::write::Target;
    /// let timeline = Timeline::open(br#"[{"title": "b"}, {"title": "a", "n": 2}]"#, str::to_owned);
    /// let mut export = timeline.export_start("csv", false)?;
    /// let text: String = std::iter::from_fn(|| export.piece(&timeline)).collect();
    /// assert_eq!(text.into_bytes(), timeline.export(Target::Csv, false).bytes);
    /// assert!(timeline.export_start("docx", false).is_err());
    /// # Ok::<(), event_timeline::error::Error>(())
    /// ```
    pub fn export_start(&self, format: &str, filtered: bool) -> Result<Export, Error> {
        let target = Target::of_name(format).ok_or_else(|| Error::UnknownFormat {
            given: format.to_owned(),
            known: Target::ALL.map(Target::name).join(", "),
        })?;
        let rows = self.rows_to_export(filtered);
        let writer = Writer::new(&self.view(&rows), target);
        Ok(Export { rows, target, writer })
    }

    /// These rows as events to be written.
    fn view<'a>(&'a self, rows: &'a [u32]) -> View<'a> {
        let store = self.store();
        let table = store.table();
        let event = |at: u32| store.event(*rows.get(at as usize)?).map(Cow::Owned);
        let mut view = View::new(Head::of_table(table), rows.len() as u32, table.keys().iter(), event);
        view.has_references = table.has_references();
        view
    }

    fn rows_to_export(&self, filtered: bool) -> Vec<u32> {
        if !filtered {
            return self.in_document_order((0..self.store().len()).collect());
        }
        let rows = self.order(0, u32::MAX);
        if self.current_query().sort.is_empty() { self.in_document_order(rows) } else { rows }
    }

    fn in_document_order(&self, mut rows: Vec<u32>) -> Vec<u32> {
        rows.sort_unstable_by_key(|row| self.store().document_order(*row));
        rows
    }
}
