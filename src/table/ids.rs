//! Ids: made from positions, numbers, or texts.

use super::texts::Texts;
use std::borrow::Cow;

/// The ids of all events by position.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Ids {
    /// `e1`, `e2`, …: nothing is stored.
    #[default]
    Made,
    /// All are numbers below 2³² without leading zeros: 4 bytes each.
    Numbers(Vec<u32>),
    /// Any texts.
    Texts(Texts),
}

impl Ids {
    /// The id at a position.
    pub fn get(&self, position: u32) -> Cow<'_, str> {
        match self {
            Ids::Made => Cow::Owned(made(position)),
            Ids::Numbers(numbers) => {
                Cow::Owned(numbers.get(position as usize).map_or_else(String::new, u32::to_string))
            }
            Ids::Texts(texts) => Cow::Borrowed(texts.get(position as usize)),
        }
    }

    /// Sets the id of the event that is being written. Says no where there is no room.
    pub(crate) fn set(&mut self, position: u32, id: &str) -> bool {
        if let Some(number) = number(id) {
            return self.set_number(position, number);
        }
        self.truncate(position);
        if matches!(self, Ids::Made) && made_number(id) == Some(position) {
            return true;
        }
        self.push_text(position, id)
    }

    pub(crate) fn set_number(&mut self, position: u32, id: u32) -> bool {
        self.truncate(position);
        if position == 0 && !matches!(self, Ids::Numbers(_)) {
            *self = Ids::Numbers(Vec::new());
        }
        match self {
            Ids::Numbers(numbers) => {
                numbers.push(id);
                true
            }
            _ => self.push_text(position, &id.to_string()),
        }
    }

    /// Makes the id of the event that is being written.
    pub(crate) fn make(&mut self, position: u32) -> bool {
        self.truncate(position);
        matches!(self, Ids::Made) || self.push_text(position, &made(position))
    }

    fn push_text(&mut self, position: u32, id: &str) -> bool {
        if !matches!(self, Ids::Texts(_)) {
            let mut texts = Texts::default();
            if !(0..position).all(|at| texts.push(&self.get(at))) {
                return false;
            }
            *self = Ids::Texts(texts);
        }
        match self {
            Ids::Texts(texts) => texts.push(id),
            _ => false,
        }
    }

    pub(super) fn truncate(&mut self, len: u32) {
        match self {
            Ids::Made => {}
            Ids::Numbers(numbers) => numbers.truncate(len as usize),
            Ids::Texts(texts) => texts.truncate(len as usize),
        }
        if len == 0 {
            *self = Ids::Made;
        }
    }

    pub(super) fn rename(&mut self, len: u32, ids: &[(u32, String)]) -> bool {
        let mut renamed = Ids::Made;
        let mut next = ids.iter().peekable();
        let all = (0..len).all(|position| match next.next_if(|(at, _)| *at == position) {
            Some((_, id)) => renamed.set(position, id),
            None => renamed.set(position, &self.get(position)),
        });
        if all {
            *self = renamed;
        }
        all
    }
}

/// The id of an event that has none.
fn made(position: u32) -> String {
    format!("e{}", u64::from(position) + 1)
}

/// The position that an id is made from.
pub(crate) fn made_number(id: &str) -> Option<u32> {
    number(id.strip_prefix('e')?)?.checked_sub(1)
}

/// The number of which a text is the usual form.
pub(crate) fn number(id: &str) -> Option<u32> {
    let plain = id.bytes().all(|byte| byte.is_ascii_digit()) && (id == "0" || !id.starts_with('0'));
    if plain { id.parse().ok() } else { None }
}
