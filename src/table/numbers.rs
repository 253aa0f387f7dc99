//! Numbers of places, hardly any of which may have one.

/// Values are listed with their places where fewer than one place in so many has one.
pub const FEW: usize = 8;

/// A list gives way to a slot for every place where one place in so many has a value: neither shape is left at once.
const MANY: usize = 4;

/// Whether so many values of so many places are better listed.
pub(crate) fn are_few(values: usize, places: usize) -> bool {
    values.saturating_mul(FEW) < places
}

/// Whether so many listed values of so many places are listed no longer.
pub(super) fn are_many(values: usize, places: usize) -> bool {
    places <= values.saturating_mul(MANY)
}

/// Numbers by place: a position in the document, or a row.
///
/// 8 bytes a place, or 12 a number where fewer than one place in [`FEW`] has one.
///
/// ```
/// use event_timeline::table::Numbers;
/// let mut numbers = Numbers::from(vec![f64::NAN, 2.5]);
/// numbers.push(1_000_000, 4.0);
/// assert_eq!([0, 1, 1_000_000].map(|place| numbers.get(place)), [None, Some(2.5), Some(4.0)]);
/// assert_eq!(numbers.iter().collect::<Vec<_>>(), [(1, 2.5), (1_000_000, 4.0)]);
/// assert!(numbers.each().is_none());
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Numbers {
    /// Those that have a number, ascending; `None` where every place up to the last has a slot.
    places: Option<Vec<u32>>,
    /// NaN in a slot without a number.
    numbers: Vec<f64>,
    /// Slots without a number.
    gaps: usize,
}

impl Numbers {
    /// No numbers of so many places, or those of listed places: ascending, each once.
    #[inline(never)]
    pub(crate) fn listed(places: usize, numbers: Vec<(u32, f64)>) -> Numbers {
        if are_few(numbers.len(), places) {
            let (places, numbers) = numbers.into_iter().unzip();
            return Numbers { places: Some(places), numbers, gaps: 0 };
        }
        let mut each = vec![f64::NAN; places];
        for (place, number) in &numbers {
            if let Some(slot) = each.get_mut(*place as usize) {
                *slot = *number;
            }
        }
        Numbers { places: None, numbers: each, gaps: places - numbers.len() }
    }

    /// The number of a place.
    #[inline]
    pub fn get(&self, place: u32) -> Option<f64> {
        let at = match &self.places {
            None => place as usize,
            Some(places) => super::index_of(places, place)?,
        };
        self.numbers.get(at).copied().filter(|number| !number.is_nan())
    }

    /// One number a place, NaN for none and without those after the last, if they stand so.
    pub fn each(&self) -> Option<&[f64]> {
        self.places.is_none().then_some(&self.numbers)
    }

    /// The places that have a number, ascending, and the numbers.
    pub fn iter(&self) -> impl Iterator<Item = (u32, f64)> + '_ {
        let place = |at: u32| self.places.as_ref().map_or(Some(at), |places| places.get(at as usize).copied());
        let all = (0..).zip(&self.numbers).filter(|(_, number)| !number.is_nan());
        all.filter_map(move |(at, number)| Some((place(at)?, *number)))
    }

    /// How many numbers there are.
    pub fn count(&self) -> usize {
        self.numbers.len() - self.gaps
    }

    /// The place after the last one that has a slot.
    pub fn end(&self) -> usize {
        match &self.places {
            None => self.numbers.len(),
            Some(places) => places.last().map_or(0, |last| *last as usize + 1),
        }
    }

    /// Gives a number to a place, not before the [end](Self::end); to one before it, it does nothing.
    pub fn push(&mut self, place: u32, number: f64) {
        if self.places.is_none() && place as usize == self.numbers.len() && !number.is_nan() {
            self.numbers.push(number);
        } else if self.end() <= place as usize && !number.is_nan() {
            self.push_apart(place, number);
        }
    }

    #[inline(never)]
    fn push_apart(&mut self, place: u32, number: f64) {
        let end = place as usize + 1;
        if self.places.is_none() && are_few(self.count() + 1, end) {
            *self = self.with_places();
        }
        match &mut self.places {
            None => {
                self.gaps += place as usize - self.numbers.len();
                self.numbers.resize(place as usize, f64::NAN);
                self.numbers.push(number);
            }
            Some(places) => {
                places.push(place);
                self.numbers.push(number);
                if are_many(self.numbers.len(), end) {
                    *self = self.with_slots(end);
                }
            }
        }
    }

    #[inline(never)]
    fn with_places(&self) -> Numbers {
        let (places, numbers) = self.iter().unzip();
        Numbers { places: Some(places), numbers, gaps: 0 }
    }

    #[inline(never)]
    fn with_slots(&self, end: usize) -> Numbers {
        let mut numbers = Vec::with_capacity(end);
        for (place, number) in self.iter() {
            numbers.resize(place as usize, f64::NAN);
            numbers.push(number);
        }
        let gaps = numbers.len() - self.count();
        Numbers { places: None, numbers, gaps }
    }

    /// Forgets the numbers of a place and of all after it.
    #[inline(never)]
    pub fn truncate(&mut self, place: u32) {
        let len = match &mut self.places {
            None => place as usize,
            Some(places) => {
                places.truncate(places.partition_point(|other| *other < place));
                places.len()
            }
        };
        self.gaps -= self.numbers.iter().skip(len).filter(|number| number.is_nan()).count();
        self.numbers.truncate(len);
    }
}

impl From<Vec<f64>> for Numbers {
    /// One a place, NaN for none; taken over as they are unless they are few.
    #[inline(never)]
    fn from(numbers: Vec<f64>) -> Numbers {
        let gaps = numbers.iter().filter(|number| number.is_nan()).count();
        let each = Numbers { places: None, numbers, gaps };
        if are_few(each.count(), each.numbers.len()) { each.with_places() } else { each }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_those_of_a_plain_list(
            // Runs close together and far apart, so that the shape changes in both directions.
            steps in prop::collection::vec((prop_oneof![Just(1_u32), 1..4_u32, 1..60_u32], -3..9_i32), 0..60),
            cut in 0..400_u32,
            more in 0..90_u32,
        ) {
            let (mut numbers, mut plain) = (Numbers::default(), Vec::new());
            let check = |numbers: &Numbers, plain: &[f64]| -> Result<(), TestCaseError> {
                let some = || (0..).zip(plain).filter(|(_, number)| !number.is_nan()).map(|(at, number)| (at, *number));
                prop_assert_eq!(numbers.iter().collect::<Vec<_>>(), some().collect::<Vec<_>>());
                prop_assert_eq!(numbers.count(), some().count());
                for (place, number) in (0..).zip(plain.iter().chain(&[f64::NAN; 3])) {
                    prop_assert_eq!(numbers.get(place), Some(*number).filter(|number| !number.is_nan()));
                }
                let of_each = Numbers::from(plain.to_vec());
                prop_assert_eq!(of_each.iter().collect::<Vec<_>>(), numbers.iter().collect::<Vec<_>>());
                prop_assert_eq!(of_each.each().is_none(), are_few(numbers.count(), plain.len()));
                let listed = Numbers::listed(plain.len(), some().collect());
                prop_assert_eq!(listed.iter().collect::<Vec<_>>(), numbers.iter().collect::<Vec<_>>());
                prop_assert_eq!(listed.each().is_none(), are_few(numbers.count(), plain.len()));
                Ok(())
            };
            for (step, number) in &steps {
                let place = plain.len() as u32 + step - 1;
                plain.resize(place as usize, f64::NAN);
                plain.push(f64::from(*number));
                numbers.push(place, f64::from(*number));
                numbers.push(place, 0.5);
                numbers.push(place + 1, f64::NAN);
                check(&numbers, &plain)?;
                // What is stored is no more than the shapes allow.
                prop_assert!(numbers.numbers.len() <= FEW * numbers.count());
            }
            numbers.truncate(cut);
            plain.truncate(cut as usize);
            check(&numbers, &plain)?;
            let place = plain.len() as u32 + more;
            plain.resize(place as usize, f64::NAN);
            plain.push(1.5);
            numbers.push(place, 1.5);
            check(&numbers, &plain)?;
        }
    }
}
