//! Places and claims as most sets have them, as columns: names, and where the one place of an event is.

use super::column::{Coded, OwnColumn, Values};
use crate::event::{Claim, FieldType, Place};

/// Names that events have by a built-in field, and of an event's one place its degrees.
///
/// What needs more than that (a place with half of its degrees, a claim with a citation) stands in the event's
/// [`Detail`](super::Detail); an event has all of its places, and all of its claims, in one or the other.
#[derive(Clone, Debug)]
pub struct Simple {
    places: OwnColumn,
    /// North and east; NaN where nobody knows. Those after the last that is known are left out.
    degrees: [Vec<f64>; 2],
    claimants: OwnColumn,
}

impl Default for Simple {
    fn default() -> Self {
        let [places, claimants] = ["place", "claimant"].map(|key| OwnColumn::new(key, FieldType::Category));
        Simple { places, degrees: [Vec::new(), Vec::new()], claimants }
    }
}

impl Simple {
    /// The names by the key of a built-in field, if some event has any.
    pub fn names(&self, key: &str) -> Option<&Coded> {
        let column = match key {
            "place" => &self.places,
            "claimant" => &self.claimants,
            _ => return None,
        };
        match &column.values {
            Values::Coded(coded) if !coded.codes.is_empty() => Some(coded),
            _ => None,
        }
    }

    /// The places of an event.
    pub fn places(&self, position: u32) -> impl Iterator<Item = Place> {
        let [lat, lon] = [0, 1].map(|which: usize| {
            let degrees = self.degrees.get(which).and_then(|degrees| degrees.get(position as usize));
            degrees.copied().filter(|degrees| !degrees.is_nan())
        });
        self.places.texts(position).map(move |name| Place { name: name.to_owned(), lat, lon })
    }

    /// The claims of an event.
    pub fn claims(&self, position: u32) -> impl Iterator<Item = Claim> {
        self.claimants.texts(position).map(|by| Claim { by: Some(by.to_owned()), ..Claim::default() })
    }

    /// Adds a place by its name alone. Says no where there is no room.
    pub(crate) fn add_place(&mut self, position: u32, name: &str) -> bool {
        self.places.add_text(position, name)
    }

    /// Says where the one place of an event is.
    pub(crate) fn locate(&mut self, position: u32, at: [f64; 2]) {
        for (degrees, at) in self.degrees.iter_mut().zip(at) {
            degrees.resize(position as usize, f64::NAN);
            degrees.push(at);
        }
    }

    /// Adds a claim that says no more than by whom it is. Says no where there is no room.
    pub(crate) fn add_claimant(&mut self, position: u32, name: &str) -> bool {
        self.claimants.add_text(position, name)
    }

    /// Takes the places, if all of them can stand here. Says no where there is no room.
    pub(super) fn take_places(&mut self, position: u32, places: &mut Vec<Place>) -> bool {
        let is_bare = |place: &Place| place.lat.is_none() && place.lon.is_none();
        match places.as_slice() {
            [Place { lat: Some(lat), lon: Some(lon), .. }] if !lat.is_nan() && !lon.is_nan() => {
                self.locate(position, [*lat, *lon]);
            }
            several if several.iter().all(is_bare) => {}
            _ => return true,
        }
        places.drain(..).fold(true, |fits, place| fits & self.add_place(position, &place.name))
    }

    /// Takes the claims, if all of them can stand here. Says no where there is no room.
    pub(super) fn take_claims(&mut self, position: u32, claims: &mut Vec<Claim>) -> bool {
        let is_bare = |claim: &Claim| Claim { by: None, ..claim.clone() } == Claim::default() && claim.by.is_some();
        if !claims.iter().all(is_bare) {
            return true;
        }
        let by = claims.drain(..).filter_map(|claim| claim.by);
        by.fold(true, |fits, by| fits & self.add_claimant(position, &by))
    }

    /// Forgets what an event has and all after it.
    pub(super) fn forget(&mut self, position: u32) {
        self.places.forget(position);
        self.claimants.forget(position);
        self.degrees.iter_mut().for_each(|degrees| degrees.truncate(position as usize));
    }
}
