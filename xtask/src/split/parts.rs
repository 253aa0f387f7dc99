//! Cuts a module in two: a first part that works alone until it needs the late one, and the late part.
//!
//! They share memory, tables and globals, which the first part has and exports. For a late function that the first part
//! calls, exports or has in a table there is a stub in it: it asks for the late part where that is not there, and then
//! calls through a table that the late part fills.

use super::data::Links;
use super::module::{Element, Export, Function, Import, Module, Numbering, Segment, Used};
use crate::Result;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use wasmparser::{BlockType, ExternalKind, FuncType, Operator, RefType, Table, TableInit, TableType, TypeRef, ValType};

/// The exported function that brings the late part, or throws.
const NEEDED: &str = "lateNeeded";
/// The first part's table of late functions, by its exported name.
const LATE: &str = "late";
/// The module that the late part imports from: the first part's exports.
const FIRST: &str = "first";

/// Both parts as bytes. `is_late` tells of each function that the module defines.
pub fn split(module: &Module, is_late: &[bool], links: &Links) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut cut = Cut::new(module, is_late)?;
    let first: Vec<Function> =
        cut.functions().filter(|(index, _)| !cut.is_late(*index)).map(|(_, function)| function.clone()).collect();
    let (data, late_data) = links.divided(&module.data, &first)?;
    let late = cut.late_part(late_data)?;
    Ok((cut.first_part(data)?, late))
}

struct Cut<'a> {
    module: &'a Module<'a>,
    imported: u32,
    is_late: &'a [bool],
    /// Late functions that the first part has a stub of, with their place in its table of late functions.
    slots: BTreeMap<u32, i32>,
    /// Those of them that are called in one place alone: the call itself goes through the table there.
    direct: BTreeSet<u32>,
    needed: u32,
    /// What the late part takes from the first one, as the first part exports it.
    shared: Vec<Export<'a>>,
}

impl<'a> Cut<'a> {
    fn new(module: &'a Module<'a>, is_late: &'a [bool]) -> Result<Cut<'a>> {
        let needed = module.exported(NEEDED).ok_or(format!("the module exports no {NEEDED}"))?;
        let imported = module.imported_functions();
        let mut cut = Cut {
            module,
            imported,
            is_late,
            slots: BTreeMap::new(),
            direct: BTreeSet::new(),
            needed,
            shared: Vec::new(),
        };
        if cut.is_late(needed) {
            return Err(format!("{NEEDED} cannot be late itself"));
        }
        let first = module.functions.iter().zip(is_late).filter(|(_, late)| !**late).map(|(function, _)| function);
        let mut calls = BTreeMap::new();
        for function in first.flat_map(called).filter(|function| cut.is_late(*function)) {
            *calls.entry(function).or_insert(0) += 1;
        }
        let listed = module.elements.iter().flat_map(|element| element.functions.iter().copied());
        let exported =
            module.exports.iter().filter(|export| export.kind == ExternalKind::Func).map(|export| export.index);
        let held: BTreeSet<u32> = listed.chain(exported).filter(|function| cut.is_late(*function)).collect();
        let once = calls.iter().filter(|(function, count)| **count == 1 && !held.contains(function));
        cut.direct = once.map(|(function, _)| *function).collect();
        let stubs: BTreeSet<u32> = calls.into_keys().chain(held).collect();
        cut.slots = stubs.into_iter().zip(0..).collect();
        Ok(cut)
    }

    fn is_late(&self, function: u32) -> bool {
        let defined = function.checked_sub(self.imported);
        defined.and_then(|defined| self.is_late.get(defined as usize)).is_some_and(|late| *late)
    }

    /// The functions that the module defines, with their numbers.
    fn functions(&self) -> impl Iterator<Item = (u32, &'a Function<'a>)> {
        (self.imported..).zip(&self.module.functions)
    }

    fn first_part(&self, data: Vec<Segment<'a>>) -> Result<Vec<u8>> {
        let mut part = Module { data, ..self.module.clone() };
        let table = part.tables.len() as u32;
        // Beyond all others; written, it is the last function's.
        let ready = self.module.function_count();
        let mut numbers: Vec<u32> = (0..self.imported).collect();
        part.functions.clear();
        for (index, function) in self.functions() {
            numbers.push(self.imported + part.functions.len() as u32);
            match self.slots.get(&index) {
                _ if self.direct.contains(&index) => {}
                Some(slot) => part.functions.push(self.stub(function.ty, *slot, ready, table)),
                None if self.is_late(index) => {}
                None => part.functions.push(self.with_direct_calls(function, ready, table)),
            }
        }
        numbers.push(self.imported + part.functions.len() as u32);
        let ty = part.type_index(&FuncType::new([ValType::I32], [ValType::I32]));
        part.functions.push(Function { ty, locals: Vec::new(), body: ready_body(table, self.needed) });
        part.tables.push(Table { ty: self.slots_table(), init: TableInit::RefNull });
        part.exports.push(Export { name: LATE.into(), kind: ExternalKind::Table, index: table });
        part.exports.extend(self.shared.iter().cloned());
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

    fn with_direct_calls(&self, function: &Function<'a>, ready: u32, table: u32) -> Function<'a> {
        let mut body = Vec::with_capacity(function.body.len());
        for operator in &function.body {
            match operator {
                Operator::Call { function_index } if self.direct.contains(function_index) => {
                    let slot = self.slots.get(function_index).copied().unwrap_or_default();
                    body.extend(late_call(self.module.type_of(*function_index), slot, ready, table));
                }
                other => body.push(other.clone()),
            }
        }
        Function { ty: function.ty, locals: function.locals.clone(), body }
    }

    fn late_part(&mut self, data: Vec<Segment<'a>>) -> Result<Vec<u8>> {
        let module = self.module;
        let late: Vec<(u32, &Function)> = self.functions().filter(|(index, _)| self.is_late(*index)).collect();
        let used = Used::by(late.iter().map(|(_, function)| *function))?;
        let mut part = Module { types: module.types.clone(), data, ..Module::default() };
        let mut numbering = Numbering {
            functions: vec![u32::MAX; module.function_count() as usize],
            tables: vec![u32::MAX; module.tables.len()],
            globals: vec![u32::MAX; module.globals.len()],
        };
        let taken: Vec<u32> = used.functions.into_iter().filter(|function| !self.is_late(*function)).collect();
        for function in taken {
            set(&mut numbering.functions, function, part.imports.len());
            self.share(&mut part, ExternalKind::Func, function, TypeRef::Func(module.type_of(function)));
        }
        for (index, function) in &late {
            set(&mut numbering.functions, *index, part.imports.len() + part.functions.len());
            part.functions.push((*function).clone());
        }
        let mut tables: BTreeSet<u32> = used.tables;
        tables.extend(module.elements.iter().map(|element| element.table));
        // The table of late functions comes after all others.
        numbering.tables.push(tables.len() as u32);
        for (number, index) in (0..).zip(tables) {
            let ty = module.tables.get(index as usize).ok_or("a table is used that is not there")?.ty;
            set(&mut numbering.tables, index, number);
            self.share(&mut part, ExternalKind::Table, index, TypeRef::Table(ty));
        }
        for (number, index) in (0..).zip(used.globals) {
            let ty = module.globals.get(index as usize).ok_or("a global is used that is not there")?.ty;
            set(&mut numbering.globals, index, number);
            self.share(&mut part, ExternalKind::Global, index, TypeRef::Global(ty));
        }
        for (index, memory) in (0..).zip(&module.memories) {
            self.share(&mut part, ExternalKind::Memory, index, TypeRef::Memory(*memory));
        }
        self.fill_tables(&mut part);
        part.write(numbering)
    }

    /// Imports a thing into the late part under the name by which the first part exports it.
    fn share(&mut self, part: &mut Module<'a>, kind: ExternalKind, index: u32, ty: TypeRef) {
        let exported = self.module.exports.iter().chain(&self.shared);
        let name = exported
            .into_iter()
            .find(|export| export.kind == kind && export.index == index)
            .map(|export| export.name.clone());
        let name = name.unwrap_or_else(|| {
            let name: Cow<str> = Cow::Owned(format!("l{}", self.shared.len()));
            self.shared.push(Export { name: name.clone(), kind, index });
            name
        });
        part.imports.push(Import { module: FIRST.into(), name, ty });
    }

    /// The late functions' places: their slots, and where the module's own tables have them, without the way through a stub.
    fn fill_tables(&self, part: &mut Module) {
        for element in &self.module.elements {
            let mut offset = element.offset;
            for run in element.functions.chunk_by(|a, b| self.is_late(*a) == self.is_late(*b)) {
                if run.first().is_some_and(|function| self.is_late(*function)) {
                    part.elements.push(Element { table: element.table, offset, functions: run.to_vec() });
                }
                offset += run.len() as i32;
            }
        }
        part.imports.push(Import { module: FIRST.into(), name: LATE.into(), ty: TypeRef::Table(self.slots_table()) });
        let table = self.module.tables.len() as u32;
        part.elements.push(Element { table, offset: 0, functions: self.slots.keys().copied().collect() });
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

fn called(function: &Function) -> impl Iterator<Item = u32> {
    function.body.iter().filter_map(|operator| match operator {
        Operator::Call { function_index } => Some(*function_index),
        _ => None,
    })
}

/// `(slot) -> slot`, when the late part is there.
fn ready_body<'a>(table: u32, needed: u32) -> Vec<Operator<'a>> {
    vec![
        Operator::LocalGet { local_index: 0 },
        Operator::TableGet { table },
        Operator::RefIsNull,
        Operator::If { blockty: BlockType::Empty },
        Operator::Call { function_index: needed },
        Operator::End,
        Operator::LocalGet { local_index: 0 },
        Operator::End,
    ]
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

    #[test]
    fn what_is_late_is_a_stub_in_the_first_part_where_somebody_there_wants_it() {
        let (first, late) = split(&module(), &[false, false, true, true], &Links::default()).expect("a split");
        let (first, late) = (valid(&first), valid(&late));
        // The search by a call and an export, the sort by the table: two stubs, and the function that they ask.
        assert_eq!(first.functions.len(), 5);
        assert_eq!(late.functions.len(), 2);
        assert_eq!(
            late.elements,
            [
                Element { table: 0, offset: 2, functions: vec![2] },
                Element { table: 1, offset: 0, functions: vec![1, 2] },
            ]
        );
        let shared: Vec<&str> = late.imports.iter().map(|import| &*import.name).collect();
        assert_eq!(shared, ["view", "l0", "l1", "late"]);
        assert!(shared.iter().all(|name| first.exported(name).is_some()));
    }

    #[test]
    fn a_late_function_that_only_late_ones_call_has_no_stub() {
        let mut module = module();
        module.elements.clear();
        let (first, _) = split(&module, &[false, false, true, true], &Links::default()).expect("a split");
        assert_eq!(valid(&first).functions.len(), 4);
    }

    #[test]
    fn nothing_late_leaves_an_empty_table() {
        let (first, late) = split(&module(), &[false; 4], &Links::default()).expect("a split");
        assert_eq!(valid(&first).tables.last().map(|table| table.ty.initial), Some(0));
        assert!(valid(&late).functions.is_empty());
    }

    #[test]
    fn what_brings_the_late_part_cannot_be_late() {
        assert!(split(&module(), &[true, false, false, false], &Links::default()).is_err());
    }
}
