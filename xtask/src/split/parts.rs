//! Cuts a module into parts: a first one that works alone until it needs the next, that one, and those after it.
//!
//! They share memory, tables and globals, which the first part has and exports. For a function of a later part that an
//! earlier one calls, or that the module exports or has in a table, there is a slot: a place in a table that the later
//! part fills. Who calls it asks for what is missing where the slot is empty, and then calls through the table.

use super::alike;
use super::data::Links;
use super::module::{Element, Export, Function, Import, Module, Numbering, Segment, Used};
use super::profile::Ran;
use crate::Result;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use wasmparser::{BlockType, ExternalKind, FuncType, Operator, RefType, Table, TableInit, TableType, TypeRef, ValType};

/// The exported function that brings the part that is missing, or throws.
const NEEDED: &str = "lateNeeded";
/// The first part's table of slots, and what sees to it that one is filled, by their exported names.
const LATE: &str = "late";
const READY: &str = "ready";

/// The parts in the order in which they come. By their names the later ones import from the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    First,
    Next,
    Hand,
    Late,
}

impl Part {
    /// Where a function belongs that ran then, if it did.
    pub fn of(ran: Ran) -> Part {
        match ran {
            Ran::First => Part::First,
            Ran::Next | Ran::Often => Part::Next,
            Ran::Later | Ran::Near => Part::Hand,
            Ran::Never => Part::Late,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Part::First => "first",
            Part::Next => "next",
            Part::Hand => "hand",
            Part::Late => "late",
        }
    }
}

/// The parts as bytes. `places` tells of each function that the module defines to which it belongs.
pub fn split(module: &Module, places: &[Part], links: &Links) -> Result<[Vec<u8>; 4]> {
    let mut cut = Cut::new(module, places)?;
    let (first_data, later) = links.divided(&module.data, &cut.own(Part::First))?;
    let (next_data, later) = links.divided(&later, &cut.own(Part::Next))?;
    let (hand_data, late_data) = links.divided(&later, &cut.own(Part::Hand))?;
    // What a part has to export is known when those after it have been made.
    let late = cut.later_part(Part::Late, late_data)?;
    let hand = cut.later_part(Part::Hand, hand_data)?;
    let next = cut.later_part(Part::Next, next_data)?;
    Ok([cut.first_part(first_data)?, next, hand, late])
}

struct Cut<'a> {
    module: &'a Module<'a>,
    imported: u32,
    places: &'a [Part],
    /// The module's own functions in the order in which they are written: part by part, those near one another that are alike.
    order: Vec<u32>,
    /// Functions that an earlier part calls, or that the first one has to hold, with their slots.
    slots: BTreeMap<u32, i32>,
    /// Those of them that are called in one place alone: the call itself goes through the table there.
    direct: BTreeSet<u32>,
    /// Those that the module exports or has in a table: the first part has a stub of each.
    held: BTreeSet<u32>,
    needed: u32,
    /// What later parts take from each of the earlier ones, as that exports it.
    shared: BTreeMap<Part, Vec<Export<'a>>>,
}

/// A part in the making.
struct Code<'a> {
    /// New numbers of the module's functions; the last is that of `ready`.
    numbers: Vec<u32>,
    functions: Vec<Function<'a>>,
}

impl<'a> Cut<'a> {
    fn new(module: &'a Module<'a>, places: &'a [Part]) -> Result<Cut<'a>> {
        let needed = module.exported(NEEDED).ok_or(format!("the module exports no {NEEDED}"))?;
        let mut cut = Cut {
            module,
            imported: module.imported_functions(),
            places,
            order: Vec::new(),
            slots: BTreeMap::new(),
            direct: BTreeSet::new(),
            held: BTreeSet::new(),
            needed,
            shared: BTreeMap::new(),
        };
        if cut.place(needed) != Part::First {
            return Err(format!("{NEEDED} cannot be late itself"));
        }
        for part in [Part::First, Part::Next, Part::Hand, Part::Late] {
            let own = cut.numbered().filter(|(index, _)| cut.place(*index) == part);
            let (numbers, functions): (Vec<u32>, Vec<&Function>) = own.unzip();
            let codes = functions.into_iter().map(Function::code).collect::<Result<Vec<_>>>()?;
            cut.order.extend(alike::order(&codes).into_iter().filter_map(|at| numbers.get(at)));
        }
        let mut calls = BTreeMap::new();
        for (index, function) in cut.functions() {
            for called in called(function).filter(|called| cut.place(*called) > cut.place(index)) {
                *calls.entry(called).or_insert(0) += 1;
            }
        }
        let listed = module.elements.iter().flat_map(|element| element.functions.iter().copied());
        let exported =
            module.exports.iter().filter(|export| export.kind == ExternalKind::Func).map(|export| export.index);
        cut.held = listed.chain(exported).filter(|function| cut.place(*function) > Part::First).collect();
        let once = calls.iter().filter(|(function, count)| **count == 1 && !cut.held.contains(function));
        cut.direct = once.map(|(function, _)| *function).collect();
        let slots: BTreeSet<u32> = calls.into_keys().chain(cut.held.iter().copied()).collect();
        cut.slots = cut.order.iter().copied().filter(|function| slots.contains(function)).zip(0..).collect();
        Ok(cut)
    }

    /// Where a function belongs; those from outside are the first part's.
    fn place(&self, function: u32) -> Part {
        let defined = function.checked_sub(self.imported);
        defined.and_then(|defined| self.places.get(defined as usize)).copied().unwrap_or(Part::First)
    }

    /// The functions that the module defines, with their numbers.
    fn numbered(&self) -> impl Iterator<Item = (u32, &'a Function<'a>)> + use<'a> {
        (self.imported..).zip(&self.module.functions)
    }

    /// The same in the order in which they are written.
    fn functions(&self) -> impl Iterator<Item = (u32, &'a Function<'a>)> {
        let (functions, imported) = (&self.module.functions, self.imported);
        self.order.iter().filter_map(move |index| Some((*index, functions.get((index - imported) as usize)?)))
    }

    /// Those that belong to a part.
    fn own(&self, part: Part) -> Vec<Function<'a>> {
        let own = self.functions().filter(|(index, _)| self.place(*index) == part);
        own.map(|(_, function)| function.clone()).collect()
    }

    /// The functions of a part, with stubs for those of later ones; the first `taken` ones are imported.
    fn code(&self, part: Part, imports: Vec<u32>, taken: u32, ready: u32, table: u32) -> Code<'a> {
        let called: BTreeSet<u32> =
            self.functions().filter(|(index, _)| self.place(*index) == part).flat_map(|(_, f)| called(f)).collect();
        let mut code = Code { numbers: imports, functions: Vec::new() };
        for (index, function) in self.functions() {
            let is_wanted = called.contains(&index) || part == Part::First && self.held.contains(&index);
            let made = match self.slots.get(&index) {
                _ if self.place(index) == part => Some(self.with_direct_calls(function, part, ready, table)),
                Some(slot) if self.place(index) > part && is_wanted && !self.direct.contains(&index) => {
                    Some(self.stub(function.ty, *slot, ready, table))
                }
                _ => None,
            };
            if let Some(made) = made {
                set(&mut code.numbers, index, taken as usize + code.functions.len());
                code.functions.push(made);
            }
        }
        code
    }

    fn first_part(&self, data: Vec<Segment<'a>>) -> Result<Vec<u8>> {
        let mut part = Module { data, ..self.module.clone() };
        let table = part.tables.len() as u32;
        // Beyond all others; written, it is the first one, whose number is short: most calls are of it.
        let ready = self.module.function_count();
        let numbers = (0..self.imported).chain((self.imported..=ready).map(|_| u32::MAX)).collect();
        let Code { mut numbers, functions } = self.code(Part::First, numbers, self.imported + 1, ready, table);
        set(&mut numbers, ready, self.imported as usize);
        let ty = part.type_index(&ready_type());
        part.functions = vec![Function { ty, locals: Vec::new(), body: ready_body(table, self.needed) }];
        part.functions.extend(functions);
        part.tables.push(Table { ty: self.slots_table(), init: TableInit::RefNull });
        part.exports.push(Export { name: LATE.into(), kind: ExternalKind::Table, index: table });
        part.exports.push(Export { name: READY.into(), kind: ExternalKind::Func, index: ready });
        part.exports.extend(self.shared.get(&Part::First).into_iter().flatten().cloned());
        part.write(Numbering { functions: numbers, ..Numbering::default() })
    }

    /// A function of its own that calls the late one with its own arguments.
    fn stub(&self, ty: u32, slot: i32, ready: u32, table: u32) -> Function<'a> {
        let params = self.module.types.get(ty as usize).map_or(0, |ty| ty.params().len() as u32);
        let mut body: Vec<Operator> = (0..params).map(|local_index| Operator::LocalGet { local_index }).collect();
        body.extend(late_call(ty, slot, ready, table));
        body.push(Operator::End);
        Function { ty, locals: Vec::new(), body }
    }

    fn with_direct_calls(&self, function: &Function<'a>, part: Part, ready: u32, table: u32) -> Function<'a> {
        let is_direct = |function: u32| self.place(function) > part && self.direct.contains(&function);
        let mut body = Vec::with_capacity(function.body.len());
        for operator in &function.body {
            match operator {
                Operator::Call { function_index } if is_direct(*function_index) => {
                    let slot = self.slots.get(function_index).copied().unwrap_or_default();
                    body.extend(late_call(self.module.type_of(*function_index), slot, ready, table));
                }
                other => body.push(other.clone()),
            }
        }
        Function { ty: function.ty, locals: function.locals.clone(), body }
    }

    fn later_part(&mut self, place: Part, data: Vec<Segment<'a>>) -> Result<Vec<u8>> {
        let module = self.module;
        let own = self.own(place);
        let used = Used::by(&own)?;
        let mut part = Module { types: module.types.clone(), data, ..Module::default() };
        let ready = module.function_count();
        let mut numbering = Numbering {
            functions: vec![u32::MAX; ready as usize + 1],
            tables: vec![u32::MAX; module.tables.len()],
            globals: vec![u32::MAX; module.globals.len()],
        };
        let wanted: Vec<u32> = used.functions.into_iter().filter(|function| self.place(*function) < place).collect();
        for function in wanted {
            set(&mut numbering.functions, function, part.imports.len());
            let from = self.place(function);
            self.share(&mut part, from, ExternalKind::Func, function, TypeRef::Func(module.type_of(function)));
        }
        set(&mut numbering.functions, ready, part.imports.len());
        let ty = TypeRef::Func(part.type_index(&ready_type()));
        part.imports.push(Import { module: Part::First.name().into(), name: READY.into(), ty });
        let mut tables: BTreeSet<u32> = used.tables;
        tables.extend(module.elements.iter().map(|element| element.table));
        let taken = part.imports.len() as u32;
        let code = self.code(place, numbering.functions, taken, ready, module.tables.len() as u32);
        (numbering.functions, part.functions) = (code.numbers, code.functions);
        if let Some(exports) = self.shared.get(&place) {
            part.exports.clone_from(exports);
        }
        // The table of slots comes after all others.
        numbering.tables.push(tables.len() as u32);
        for (number, index) in (0..).zip(tables) {
            let ty = module.tables.get(index as usize).ok_or("a table is used that is not there")?.ty;
            set(&mut numbering.tables, index, number);
            self.share(&mut part, Part::First, ExternalKind::Table, index, TypeRef::Table(ty));
        }
        for (number, index) in (0..).zip(used.globals) {
            let ty = module.globals.get(index as usize).ok_or("a global is used that is not there")?.ty;
            set(&mut numbering.globals, index, number);
            self.share(&mut part, Part::First, ExternalKind::Global, index, TypeRef::Global(ty));
        }
        for (index, memory) in (0..).zip(&module.memories) {
            self.share(&mut part, Part::First, ExternalKind::Memory, index, TypeRef::Memory(*memory));
        }
        self.fill_tables(place, &mut part);
        part.write(numbering)
    }

    /// Imports a thing into a later part under the name by which an earlier one exports it.
    fn share(&mut self, part: &mut Module<'a>, from: Part, kind: ExternalKind, index: u32, ty: TypeRef) {
        let shared = self.shared.entry(from).or_default();
        let exported = self.module.exports.iter().filter(|_| from == Part::First).chain(shared.iter());
        let name = exported
            .into_iter()
            .find(|export| export.kind == kind && export.index == index)
            .map(|export| export.name.clone());
        let name = name.unwrap_or_else(|| {
            let name: Cow<str> = Cow::Owned(format!("l{}", shared.len()));
            shared.push(Export { name: name.clone(), kind, index });
            name
        });
        part.imports.push(Import { module: from.name().into(), name, ty });
    }

    /// The part's functions in their places: their slots, and where the module's own tables have them, without the way
    /// through a stub.
    fn fill_tables(&self, place: Part, part: &mut Module) {
        let is_own = |function: &u32| self.place(*function) == place;
        for element in &self.module.elements {
            let mut offset = element.offset;
            for run in element.functions.chunk_by(|a, b| is_own(a) == is_own(b)) {
                if run.first().is_some_and(is_own) {
                    part.elements.push(Element { table: element.table, offset, functions: run.to_vec() });
                }
                offset += run.len() as i32;
            }
        }
        part.imports.push(Import {
            module: Part::First.name().into(),
            name: LATE.into(),
            ty: TypeRef::Table(self.slots_table()),
        });
        let table = self.module.tables.len() as u32;
        let mut slots: Vec<(u32, i32)> = self.slots.iter().map(|(function, slot)| (*function, *slot)).collect();
        slots.sort_unstable_by_key(|(_, slot)| *slot);
        for run in slots.chunk_by(|(a, _), (b, _)| is_own(a) == is_own(b)) {
            let Some((function, offset)) = run.first() else { continue };
            if is_own(function) {
                let functions = run.iter().map(|(function, _)| *function).collect();
                part.elements.push(Element { table, offset: *offset, functions });
            }
        }
    }

    fn slots_table(&self) -> TableType {
        let slots = self.slots.len() as u64;
        TableType {
            element_type: RefType::FUNCREF,
            initial: slots,
            maximum: Some(slots),
            table64: false,
            shared: false,
        }
    }
}

/// Calls what is in a slot, its arguments on the stack.
fn late_call<'a>(type_index: u32, slot: i32, ready: u32, table_index: u32) -> [Operator<'a>; 3] {
    [
        Operator::I32Const { value: slot },
        Operator::Call { function_index: ready },
        Operator::CallIndirect { type_index, table_index },
    ]
}

/// The functions that a function calls by name, each as often.
pub fn called(function: &Function) -> impl Iterator<Item = u32> {
    function.body.iter().filter_map(|operator| match operator {
        Operator::Call { function_index } => Some(*function_index),
        _ => None,
    })
}

/// `(slot) -> slot`, when it is filled: which part that takes, the asked one knows.
fn ready_body<'a>(table: u32, needed: u32) -> Vec<Operator<'a>> {
    vec![
        Operator::Loop { blockty: BlockType::Empty },
        Operator::LocalGet { local_index: 0 },
        Operator::TableGet { table },
        Operator::RefIsNull,
        Operator::If { blockty: BlockType::Empty },
        Operator::Call { function_index: needed },
        Operator::Br { relative_depth: 1 },
        Operator::End,
        Operator::End,
        Operator::LocalGet { local_index: 0 },
        Operator::End,
    ]
}

fn ready_type() -> FuncType {
    FuncType::new([ValType::I32], [ValType::I32])
}

fn set(numbers: &mut [u32], index: u32, number: usize) {
    if let Some(place) = numbers.get_mut(index as usize) {
        *place = number as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::split::module::Function;
    use wasmparser::{MemoryType, Validator};

    const VIEW: u32 = 1;
    const SEARCH: u32 = 2;
    const SORT: u32 = 3;

    /// `lateNeeded`; a view that calls a search, which is exported too; a sort that only the search calls, and a table has.
    fn module<'a>() -> Module<'a> {
        let call = |function_index| Operator::Call { function_index };
        let function = |ty, body: Vec<Operator<'a>>| Function { ty, locals: Vec::new(), body };
        let export = |name: &'a str, index| Export { name: name.into(), kind: ExternalKind::Func, index };
        let memory = MemoryType { memory64: false, shared: false, initial: 1, maximum: None, page_size_log2: None };
        let ty = TableType { element_type: RefType::FUNCREF, initial: 3, maximum: None, table64: false, shared: false };
        Module {
            types: vec![FuncType::new([], []), FuncType::new([ValType::F64], [ValType::F64])],
            functions: vec![
                function(0, vec![Operator::End]),
                function(1, vec![Operator::LocalGet { local_index: 0 }, call(SEARCH), Operator::End]),
                function(1, vec![Operator::LocalGet { local_index: 0 }, call(SORT), call(VIEW), Operator::End]),
                function(1, vec![Operator::LocalGet { local_index: 0 }, Operator::End]),
            ],
            memories: vec![memory],
            tables: vec![Table { ty, init: TableInit::RefNull }],
            exports: vec![export(NEEDED, 0), export("view", VIEW), export("search", SEARCH)],
            elements: vec![Element { table: 0, offset: 1, functions: vec![VIEW, SORT] }],
            ..Module::default()
        }
    }

    fn valid(bytes: &[u8]) -> Module<'_> {
        assert!(Validator::new().validate_all(bytes).is_ok(), "{:?}", Validator::new().validate_all(bytes).err());
        Module::read(bytes).expect("what was written can be read")
    }

    fn parts(module: &Module, places: [Part; 4]) -> [Vec<u8>; 4] {
        split(module, &places, &Links::default()).expect("a split")
    }

    fn names<'m>(module: &'m Module) -> Vec<(&'m str, &'m str)> {
        module.imports.iter().map(|import| (&*import.module, &*import.name)).collect()
    }

    #[test]
    fn what_is_late_is_a_stub_in_the_first_part_where_somebody_there_wants_it() {
        let module = module();
        let [first, next, hand, late] = parts(&module, [Part::First, Part::First, Part::Late, Part::Late]);
        let (first, next, hand, late) = (valid(&first), valid(&next), valid(&hand), valid(&late));
        // The search by a call and an export, the sort by the table: two stubs, and the function that they ask.
        assert_eq!(first.functions.len(), 5);
        assert_eq!((next.functions.len(), hand.functions.len()), (0, 0));
        assert_eq!(late.functions.len(), 2);
        assert_eq!(
            late.elements,
            [
                Element { table: 0, offset: 2, functions: vec![3] },
                Element { table: 1, offset: 0, functions: vec![2, 3] },
            ]
        );
        assert_eq!(names(&late), ["view", "ready", "l0", "l1", "late"].map(|name| ("first", name)));
        assert!(late.imports.iter().all(|import| first.exported(&import.name).is_some()));
    }

    #[test]
    fn parts_call_those_before_them_straight_and_those_after_them_through_slots() {
        let module = module();
        let [first, next, hand, late] = parts(&module, [Part::First, Part::Late, Part::Next, Part::Late]);
        let (first, next, hand, late) = (valid(&first), valid(&next), valid(&hand), valid(&late));
        // Of the view, the search and the sort there are stubs: each is exported or in a table.
        assert_eq!(first.functions.len(), 5);
        // The search, and its own stubs of both that it calls.
        assert_eq!(next.functions.len(), 3);
        // Its slot goes before those of later parts, and what is a part's own before its stubs.
        assert_eq!(next.elements, [Element { table: 1, offset: 0, functions: vec![1] }]);
        assert_eq!(hand.functions.len(), 0);
        assert_eq!(late.elements.iter().map(|element| element.functions.len()).sum::<usize>(), 4);
        // The view calls the search: the stub of it in the first part is not asked.
        assert!(names(&late).contains(&("next", "l0")));
        assert!(next.exported("l0").is_some());
    }

    #[test]
    fn a_hand_calls_what_came_before_it_straight_and_what_comes_late_through_a_slot() {
        let module = module();
        let [first, _, hand, late] = parts(&module, [Part::First, Part::First, Part::Hand, Part::Late]);
        let (first, hand, late) = (valid(&first), valid(&hand), valid(&late));
        // The search, and its own stub of the sort.
        assert_eq!(hand.functions.len(), 2);
        assert_eq!(late.functions.len(), 1);
        assert!(hand.imports.iter().any(|import| import.name == "view" && first.exported("view").is_some()));
    }

    #[test]
    fn a_late_function_that_only_late_ones_call_has_no_stub() {
        let mut module = module();
        module.elements.clear();
        let [first, ..] = parts(&module, [Part::First, Part::First, Part::Late, Part::Late]);
        assert_eq!(valid(&first).functions.len(), 4);
    }

    #[test]
    fn nothing_late_leaves_an_empty_table() {
        let module = module();
        let [first, next, hand, late] = parts(&module, [Part::First; 4]);
        assert_eq!(valid(&first).tables.last().map(|table| table.ty.initial), Some(0));
        assert!([next, hand, late].iter().all(|part| valid(part).functions.is_empty()));
    }

    #[test]
    fn what_brings_the_late_part_cannot_be_late() {
        assert!(split(&module(), &[Part::Late, Part::First, Part::First, Part::First], &Links::default()).is_err());
    }
}
