//! Tells which data the first part of a module needs.
//!
//! The linker leaves the symbols of the data and every reference to them (`--emit-relocs`). An optimiser moves code but no
//! data, so an address in optimised code is one that the linker wrote, or lies in the object that it is of.

use super::module::{Function, Segment, Used};
use crate::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use wasmparser::{
    DataKind, DefinedDataSymbol, KnownCustom, Linking, Operator, Parser, Payload, RelocationEntry, RelocationType,
    SymbolInfo,
};

/// Ranges that are no further apart than this become one segment, whose head would take as much.
const HEAD_BYTES: u32 = 8;

/// What refers to which object in memory.
#[derive(Debug, Default)]
pub struct Links {
    /// Where each object lies.
    objects: Vec<Range<u32>>,
    /// The objects that code refers to by an address.
    by_code: BTreeMap<u32, BTreeSet<usize>>,
    /// The objects that data refers to, by the address of the reference.
    by_data: BTreeMap<u32, usize>,
}

impl Links {
    /// Reads what the linker says of a module.
    pub fn read(linked: &[u8]) -> Result<Links> {
        Links::parsed(linked).map_err(|error| format!("what the linker wrote cannot be read: {error}"))?
    }

    fn parsed(linked: &[u8]) -> wasmparser::Result<Result<Links>> {
        let mut links = Links::default();
        let mut sections: BTreeMap<u32, usize> = BTreeMap::new();
        let mut index = 0;
        // Of each segment: its address, and where its bytes are in the file.
        let mut segments: Vec<(u32, usize)> = Vec::new();
        let mut symbols: Vec<Option<usize>> = Vec::new();
        for payload in Parser::new(0).parse_all(linked) {
            let payload = payload?;
            match &payload {
                Payload::DataSection(section) => {
                    for data in section.clone() {
                        let data = data?;
                        let DataKind::Active { offset_expr, .. } = data.kind else { continue };
                        let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else { continue };
                        segments.push((value as u32, data.range.end - data.data.len()));
                    }
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Linking(linking) => {
                        for table in linking.subsections() {
                            let Linking::SymbolTable(table) = table? else { continue };
                            for symbol in table {
                                symbols.push(links.object(&segments, &symbol?));
                            }
                        }
                    }
                    KnownCustom::Reloc(section) => {
                        let start = sections.get(&section.section_index()).copied().unwrap_or_default();
                        for entry in section.entries() {
                            if !links.reference(linked, start, &segments, &symbols, &entry?) {
                                return Ok(Err("the linker's references are not where it says".into()));
                            }
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
            if let Some((_, range)) = payload.as_section() {
                sections.insert(index, range.start);
                index += 1;
            }
        }
        if links.by_code.is_empty() {
            return Ok(Err("the linker has left no references to data".into()));
        }
        Ok(Ok(links))
    }

    fn object(&mut self, segments: &[(u32, usize)], symbol: &SymbolInfo) -> Option<usize> {
        let SymbolInfo::Data { symbol: Some(DefinedDataSymbol { index, offset, size }), .. } = symbol else {
            return None;
        };
        let from = segments.get(*index as usize)?.0 + offset;
        self.objects.push(from..from + size);
        Some(self.objects.len() - 1)
    }

    /// Notes a reference; false where the bytes at its place are not what it says.
    fn reference(
        &mut self,
        linked: &[u8],
        start: usize,
        segments: &[(u32, usize)],
        symbols: &[Option<usize>],
        entry: &RelocationEntry,
    ) -> bool {
        use RelocationType::{MemoryAddrI32, MemoryAddrLeb, MemoryAddrSleb};
        if !matches!(entry.ty, MemoryAddrI32 | MemoryAddrLeb | MemoryAddrSleb) {
            return true;
        }
        // What is in no segment is zero.
        let Some(object) = symbols.get(entry.index as usize).copied().flatten() else { return true };
        let Some(to) = self.objects.get(object) else { return false };
        let address = to.start.wrapping_add(entry.addend as u32);
        let place = start + entry.offset as usize;
        let Some(bytes) = linked.get(place..place + entry.ty.extent()) else { return false };
        if entry.ty != MemoryAddrI32 {
            self.by_code.entry(address).or_default().insert(object);
            let written = bytes.iter().rev().fold(0, |value: u64, byte| value << 7 | u64::from(byte & 0x7f));
            return written as u32 == address;
        }
        let segment = segments.iter().rev().find(|(_, at)| *at <= place);
        let Some((from, at)) = segment else { return false };
        self.by_data.insert(from + (place - at) as u32, object);
        bytes == address.to_le_bytes()
    }

    /// The objects that are reached from code in which these numbers stand, by themselves or through other objects.
    fn reached(&self, numbers: &BTreeSet<u32>) -> BTreeSet<usize> {
        // What the linker wrote is of the object that it names, wherever that address lies; all else of the one around it.
        let (written, others): (BTreeSet<u32>, BTreeSet<u32>) =
            numbers.iter().partition(|number| self.by_code.contains_key(number));
        let mut open: Vec<usize> =
            written.iter().filter_map(|number| self.by_code.get(number)).flatten().copied().collect();
        let around = |(index, object): (usize, &Range<u32>)| {
            // The end counts: an iterator's last address is that of its object too.
            others.range(object.start..=object.end).next().map(|_| index)
        };
        open.extend(self.objects.iter().enumerate().filter_map(around));
        let mut reached = BTreeSet::new();
        while let Some(index) = open.pop() {
            let Some(object) = self.objects.get(index).filter(|_| reached.insert(index)) else { continue };
            open.extend(self.by_data.range(object.clone()).map(|(_, object)| *object));
        }
        reached
    }

    /// Divides segments into those that `functions` need and all others. What belongs to no object is needed.
    pub fn divided<'a>(
        &self,
        segments: &[Segment<'a>],
        functions: &[Function],
    ) -> Result<(Vec<Segment<'a>>, Vec<Segment<'a>>)> {
        let reached = self.reached(&numbers(functions)?);
        let named = joined(self.objects.iter().cloned());
        let needed = joined(reached.iter().filter_map(|index| self.objects.get(*index)).cloned());
        let nameless = segments.iter().flat_map(|segment| without(segment.range(), &named));
        let needed = joined(needed.iter().cloned().chain(nameless));
        let parts = |wanted: &dyn Fn(Range<u32>) -> Vec<Range<u32>>| {
            let part = |segment: &Segment<'a>| {
                let segment = segment.clone();
                wanted(segment.range()).into_iter().filter_map(move |range| segment.part(range))
            };
            segments.iter().flat_map(part).collect()
        };
        let first = parts(&|segment| within(segment, &needed));
        Ok((first, parts(&|segment| without(segment, &needed))))
    }
}

/// The numbers in code that can be addresses, or have been made of them.
fn numbers(functions: &[Function]) -> Result<BTreeSet<u32>> {
    let mut numbers = Used::by(functions)?.offsets;
    for operator in functions.iter().flat_map(|function| &function.body) {
        match operator {
            Operator::I32Const { value } => numbers.extend([*value as u32, value.wrapping_neg() as u32]),
            Operator::I64Const { value } => numbers.extend([*value as u32, (*value >> 32) as u32]),
            Operator::V128Const { value } => {
                numbers.extend(
                    value
                        .bytes()
                        .chunks_exact(4)
                        .map(|lane| lane.iter().rev().fold(0, |n, byte| n << 8 | u32::from(*byte))),
                );
            }
            _ => {}
        }
    }
    Ok(numbers)
}

/// In order, those that meet or nearly so as one.
fn joined(ranges: impl IntoIterator<Item = Range<u32>>) -> Vec<Range<u32>> {
    let mut sorted: Vec<Range<u32>> = ranges.into_iter().filter(|range| !range.is_empty()).collect();
    sorted.sort_unstable_by_key(|range| range.start);
    let mut joined: Vec<Range<u32>> = Vec::new();
    for range in sorted {
        match joined.last_mut().filter(|last| range.start <= last.end + HEAD_BYTES) {
            Some(last) => last.end = last.end.max(range.end),
            None => joined.push(range),
        }
    }
    joined
}

/// What of a range is in one of the others, which are in order.
fn within(range: Range<u32>, others: &[Range<u32>]) -> Vec<Range<u32>> {
    let common = others.iter().map(|other| range.start.max(other.start)..range.end.min(other.end));
    common.filter(|common| !common.is_empty()).collect()
}

/// What of a range is in none of the others.
fn without(range: Range<u32>, others: &[Range<u32>]) -> Vec<Range<u32>> {
    let starts = std::iter::once(range.start).chain(others.iter().map(|other| other.end));
    let ends = others.iter().map(|other| other.start).chain([range.end]);
    let between: Vec<Range<u32>> = starts.zip(ends).map(|(from, to)| from..to).collect();
    within(range, &between)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text at 100 that code names, a table at 200 that names a number at 300, and what only others want at 400.
    fn links() -> Links {
        Links {
            objects: vec![100..120, 200..220, 300..320, 400..500],
            by_code: BTreeMap::from([
                (100, BTreeSet::from([0])),
                (152, BTreeSet::from([1])),
                (400, BTreeSet::from([3])),
            ]),
            by_data: BTreeMap::from([(216, 2)]),
        }
    }

    fn function<'a>(body: Vec<Operator<'a>>) -> Function<'a> {
        Function { body, ..Function::default() }
    }

    fn divided(links: &Links, body: Vec<Operator>) -> [Vec<(u32, usize)>; 2] {
        let bytes: Vec<u8> = (0..=255).cycle().take(400).collect();
        let segments = [Segment { offset: 100, bytes: &bytes }];
        let (first, late) = links.divided(&segments, &[function(body)]).expect("code that can be read");
        let at = |parts: Vec<Segment>| parts.into_iter().map(|part| (part.offset, part.bytes.len())).collect();
        [at(first), at(late)]
    }

    #[test]
    fn data_goes_with_the_code_that_names_it_and_what_it_names_goes_along() {
        let named = Operator::I32Const { value: 103 };
        // Before its table, as where an index does not begin at 0.
        let before = Operator::I64Const { value: (152 << 32) | 7 };
        let [first, late] = divided(&links(), vec![named.clone(), before, Operator::End]);
        // What lies between objects belongs to nobody.
        assert_eq!(first, [(100, 300)]);
        assert_eq!(late, [(400, 100)]);
        let [first, late] = divided(&links(), vec![named, Operator::End]);
        assert_eq!(first, [(100, 100), (220, 80), (320, 80)]);
        assert_eq!(late, [(200, 20), (300, 20), (400, 100)]);
    }

    #[test]
    fn code_without_addresses_needs_no_object() {
        let [first, late] = divided(&links(), vec![Operator::I32Const { value: 7 }, Operator::End]);
        assert_eq!(late, [(100, 20), (200, 20), (300, 20), (400, 100)]);
        assert_eq!(first, [(120, 80), (220, 80), (320, 80)]);
    }

    #[test]
    fn ranges_are_divided_without_a_rest() {
        let others = [3..5, 8..20];
        assert_eq!(within(0..10, &others), [3..5, 8..10]);
        assert_eq!(without(0..10, &others), [0..3, 5..8]);
        assert_eq!(without(4..30, &others), [5..8, 20..30]);
        assert_eq!(joined([20..30, 0..5, 4..6, 7..7]), [0..6, 20..30]);
    }
}
