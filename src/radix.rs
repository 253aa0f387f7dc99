//! Sorting integers without comparing them: one routine for every order of the core.
//!
//! A radix sort of `u64` words by a range of their bits, the least significant digit of 11 bits first, passes in which all
//! words agree left out; of many words the most significant digit goes first, so that the others stay in the cache. Keys that share most of their bits, as times of one century do, take few passes. A key and the
//! index it stands at travel in one word where both fit, so that a pass moves 8 bytes a key.

const DIGIT_BITS: u32 = 11;
const BUCKETS: usize = 1 << DIGIT_BITS;
/// Below this many words an insertion sort is faster than clearing the buckets.
const FEW: usize = 96;
/// Words that one call goes through: an engine puts its best code in place where a function begins, not inside a loop.
const PART: usize = 1 << 14;
/// From this many words on the words and the scratch are beyond most caches.
const MANY: usize = 1 << 17;

/// The indexes of the keys in ascending order of the keys; equal keys keep their order. 8 bytes a key of scratch twice.
///
/// ```
/// assert_eq!(event_timeline::radix::order(&[30, 10, 20, 10]), [1, 3, 2, 0]);
/// ```
pub fn order(keys: &[u64]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..keys.len() as u32).collect();
    reorder(keys, &mut order);
    order
}

/// Sorts indexes of keys by those keys, ascending; equal keys keep the order in which their indexes come.
///
/// An index that no key has is taken for that of key 0.
pub fn reorder(keys: &[u64], order: &mut [u32]) {
    let key_of = |index: u32| keys.get(index as usize).copied().unwrap_or(0);
    let Some(first) = order.first().map(|index| key_of(*index)) else { return };
    let (mut differ, mut ascending, mut last) = (0, true, first);
    for index in order.iter() {
        let key = key_of(*index);
        differ |= key ^ first;
        ascending &= last <= key;
        last = key;
    }
    if ascending {
        return;
    }
    let index_bits = u32::BITS - order.iter().fold(0, |all, index| all | *index).leading_zeros();
    let (mut low, high) = (differ.trailing_zeros(), u64::BITS - differ.leading_zeros());
    let mut words = Vec::with_capacity(order.len());
    while low < high {
        let width = (high - low).min(u64::BITS - index_bits);
        let mask = u64::MAX >> (u64::BITS - width);
        words.clear();
        words.extend(order.iter().map(|index| (key_of(*index) >> low & mask) << index_bits | u64::from(*index)));
        sort_by_bits(&mut words, index_bits, index_bits + width);
        let index_mask = (1u64 << index_bits) - 1;
        for (index, word) in order.iter_mut().zip(&words) {
            *index = (word & index_mask) as u32;
        }
        low += width;
    }
}

/// The indexes of the keys in ascending order of the keys; equal keys keep their order.
pub fn order_u32(keys: &[u32]) -> Vec<u32> {
    let mut words: Vec<u64> = (0..).zip(keys).map(|(at, key)| u64::from(*key) << 32 | at).collect();
    let high = u64::BITS - words.iter().fold(0, |all, word| all | *word).leading_zeros();
    sort_by_bits(&mut words, 32, high.max(32));
    words.into_iter().map(|word| word as u32).collect()
}

/// Sorts numbers, ascending.
pub fn sort(keys: &mut Vec<u64>) {
    let first = keys.first().copied().unwrap_or(0);
    let differ = keys.iter().fold(0, |all, key| all | (key ^ first));
    sort_by_bits(keys, 0, u64::BITS - differ.leading_zeros());
}

/// Sorts numbers by their bits `low..high`, ascending; those that agree in these keep their order. 8 bytes a number of
/// scratch.
pub fn sort_by_bits(words: &mut Vec<u64>, low: u32, mut high: u32) {
    let mut scratch = vec![0; if words.len() < FEW { 0 } else { words.len() }];
    if words.len() < MANY {
        return sort_slice(words, &mut scratch, low, high);
    }
    // Too many for the cache: the highest digit first, and each of its parts for itself.
    while low + DIGIT_BITS < high {
        high -= DIGIT_BITS;
        let mut places = counts(words, high, BUCKETS - 1);
        if places.contains(&(words.len() as u32)) {
            continue;
        }
        scatter(words, &mut scratch, high, BUCKETS - 1, &mut places);
        let mut from = 0;
        for to in places {
            let part = from as usize..to as usize;
            if let (Some(part), Some(spare)) = (scratch.get_mut(part.clone()), words.get_mut(part)) {
                sort_slice(part, spare, low, high);
            }
            from = to;
        }
        return std::mem::swap(words, &mut scratch);
    }
    sort_slice(words, &mut scratch, low, high);
}

/// The same with scratch of the same length.
fn sort_slice(words: &mut [u64], scratch: &mut [u64], low: u32, high: u32) {
    if high <= low {
        return;
    }
    if words.len() < FEW {
        return insertion_sort(words, low, u64::MAX >> (u64::BITS - (high - low).min(u64::BITS)));
    }
    // As many passes as the widest digit needs, and then no wider a digit than so many passes need.
    let widest = if words.len() < BUCKETS { 8 } else { DIGIT_BITS };
    let width = (high - low).div_ceil((high - low).div_ceil(widest));
    let (mut from, mut into) = (words, scratch);
    let (mut shift, mut swapped) = (low, false);
    while shift < high {
        let mask = (1usize << width.min(high - shift)) - 1;
        let mut places = counts(from, shift, mask);
        if !places.contains(&(from.len() as u32)) {
            scatter(from, into, shift, mask, &mut places);
            std::mem::swap(&mut from, &mut into);
            swapped = !swapped;
        }
        shift += width;
    }
    if swapped {
        into.copy_from_slice(from);
    }
}

/// How many words there are of each digit.
fn counts(words: &[u64], shift: u32, mask: usize) -> [u32; BUCKETS] {
    let mut counts = [0; BUCKETS];
    for part in words.chunks(PART) {
        count_part(part, shift, mask, &mut counts);
    }
    counts
}

#[inline(never)]
fn count_part(words: &[u64], shift: u32, mask: usize, counts: &mut [u32; BUCKETS]) {
    for word in words {
        counts[(word >> shift) as usize & mask & (BUCKETS - 1)] += 1;
    }
}

/// Writes the words in the order of one digit; `places` are the counts of each, and then where the words of each end.
fn scatter(words: &[u64], into: &mut [u64], shift: u32, mask: usize, places: &mut [u32; BUCKETS]) {
    let mut from = 0;
    for place in places.iter_mut() {
        (*place, from) = (from, from + *place);
    }
    for part in words.chunks(PART) {
        scatter_part(part, into, shift, mask, places);
    }
}

#[inline(never)]
fn scatter_part(words: &[u64], into: &mut [u64], shift: u32, mask: usize, places: &mut [u32; BUCKETS]) {
    for word in words {
        let place = &mut places[(word >> shift) as usize & mask & (BUCKETS - 1)];
        if let Some(slot) = into.get_mut(*place as usize) {
            *slot = *word;
        }
        *place += 1;
    }
}

fn insertion_sort(words: &mut [u64], low: u32, mask: u64) {
    for end in 1..words.len() {
        let mut at = end;
        while 0 < at && words[at] >> low & mask < words[at - 1] >> low & mask {
            words.swap(at - 1, at);
            at -= 1;
        }
    }
}

/// Numbers as integers of the same order; −0 equals 0. The number must not be NaN.
#[inline]
pub fn sortable(number: f64) -> u64 {
    let bits = (number + 0.0).to_bits();
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stable_order(keys: &[u64]) -> Vec<u32> {
        let mut order: Vec<u32> = (0..keys.len() as u32).collect();
        order.sort_by_key(|at| keys[*at as usize]);
        order
    }

    /// Keys that differ in few or many bits, with doubles.
    fn keys() -> impl Strategy<Value = Vec<u64>> {
        (any::<u64>(), any::<u64>(), 0..400usize).prop_flat_map(|(mask, base, len)| {
            prop::collection::vec(any::<u64>().prop_map(move |key| key & mask | base & !mask), len)
        })
    }

    proptest! {
        #[test]
        fn orders_are_those_of_a_stable_sort(keys in prop_oneof![
            keys(),
            prop::collection::vec(0..9u64, 0..400),
            prop::collection::vec(any::<u64>(), 0..400),
        ]) {
            prop_assert_eq!(order(&keys), stable_order(&keys));
            let mut backwards: Vec<u32> = (0..keys.len() as u32).rev().collect();
            let mut expected = backwards.clone();
            expected.sort_by_key(|at| keys[*at as usize]);
            reorder(&keys, &mut backwards);
            prop_assert_eq!(backwards, expected);
            let (mut sorted, mut std_sorted) = (keys.clone(), keys.clone());
            sort(&mut sorted);
            std_sorted.sort_unstable();
            prop_assert_eq!(sorted, std_sorted);
            let small: Vec<u32> = keys.iter().map(|key| *key as u32).collect();
            let wide: Vec<u64> = small.iter().map(|key| u64::from(*key)).collect();
            prop_assert_eq!(order_u32(&small), stable_order(&wide));
        }

        #[test]
        fn bits_outside_the_range_do_not_count(
            words in prop::collection::vec(any::<u64>(), 0..300), low in 0..60u32, width in 0..40u32,
        ) {
            let high = (low + width).min(64);
            let mut sorted = words.clone();
            sort_by_bits(&mut sorted, low, high);
            let mut expected = words;
            let mask = if width == 0 { 0 } else { u64::MAX >> (64 - (high - low)) };
            expected.sort_by_key(|word| word >> low & mask);
            prop_assert_eq!(sorted, expected);
        }
    }

    /// More words than fit into a cache: with doubles, with a digit that all share, and with one word far from the rest.
    #[test]
    fn many_words_are_sorted_too() {
        let mut random = 1u64;
        let mut next = || {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            random >> 7
        };
        for mask in [u64::MAX, 0xFFFF, 0xFF_FFFF_0000, 0x3FF] {
            let mut keys: Vec<u64> = (0..MANY + 77).map(|_| next() & mask).collect();
            assert_eq!(order(&keys), stable_order(&keys), "{mask:x}");
            keys[5] = u64::MAX;
            assert_eq!(order(&keys), stable_order(&keys), "{mask:x}");
            sort(&mut keys);
            assert!(keys.is_sorted(), "{mask:x}");
        }
    }

    #[test]
    fn sortable_keeps_the_order_of_numbers() {
        let numbers = [f64::NEG_INFINITY, -1e300, -2.5, -f64::MIN_POSITIVE, 0.0, 1e-300, 3.0, f64::INFINITY];
        for pair in numbers.windows(2) {
            assert!(sortable(pair[0]) < sortable(pair[1]));
        }
        assert_eq!(sortable(-0.0), sortable(0.0));
    }
}
