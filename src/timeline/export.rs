//! The set in the formats of other programs.

use super::Timeline;
use crate::error::Error;
use crate::formats::write::{Exported, Head, Target, View, write};
use std::borrow::Cow;

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
        let store = self.store();
        let rows = if filtered { self.matches_to_export() } else { self.in_document_order((0..store.len()).collect()) };
        let table = store.table();
        let event = |at: u32| store.event(*rows.get(at as usize)?).map(Cow::Owned);
        let mut view = View::new(Head::of_table(table), rows.len() as u32, table.keys().iter(), event);
        view.has_references = table.has_references();
        write(&view, target)
    }

    /// The same for a format by its name.
    ///
    /// # Errors
    /// [`Error::UnknownFormat`] where no format has that name.
    pub fn export_as(&self, format: &str, filtered: bool) -> Result<Exported, Error> {
        let target = Target::of_name(format).ok_or_else(|| Error::UnknownFormat {
            given: format.to_owned(),
            known: Target::ALL.map(Target::name).join(", "),
        })?;
        Ok(self.export(target, filtered))
    }

    fn matches_to_export(&self) -> Vec<u32> {
        let rows = self.order(0, u32::MAX);
        if self.current_query().sort.is_empty() { self.in_document_order(rows) } else { rows }
    }

    fn in_document_order(&self, mut rows: Vec<u32>) -> Vec<u32> {
        rows.sort_unstable_by_key(|row| self.store().document_order(*row));
        rows
    }
}
