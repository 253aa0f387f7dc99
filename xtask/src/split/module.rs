//! A WebAssembly module as plain lists: read, changed, written.
//!
//! Of what the format can say, what our compiler writes: functions in tables by number, no passive segments, no start.

use crate::Result;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::ops::Range;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, ExportSection, FunctionSection, GlobalSection,
    ImportSection, MemorySection, TableSection, TypeSection,
};
use wasmparser::{
    BinaryReaderError, DataKind, ElementItems, ElementKind, ExternalKind, FuncType, Global, KnownCustom, MemArg,
    MemoryType, Name, Operator, Parser, Payload, Table, TypeRef, ValType,
};

/// The parts of a module, indices as in the bytes it was read from.
#[derive(Clone, Default)]
pub struct Module<'a> {
    pub types: Vec<FuncType>,
    pub imports: Vec<Import<'a>>,
    /// Those that the module defines; the imported ones come before them in the numbering.
    pub functions: Vec<Function<'a>>,
    pub tables: Vec<Table<'a>>,
    pub memories: Vec<MemoryType>,
    pub globals: Vec<Global<'a>>,
    pub exports: Vec<Export<'a>>,
    pub elements: Vec<Element>,
    pub data: Vec<Segment<'a>>,
    /// What functions are called in the source, where the module tells.
    pub names: BTreeMap<u32, &'a str>,
}

#[derive(Clone, Debug)]
pub struct Import<'a> {
    pub module: Cow<'a, str>,
    pub name: Cow<'a, str>,
    pub ty: TypeRef,
}

#[derive(Clone, Debug)]
pub struct Export<'a> {
    pub name: Cow<'a, str>,
    pub kind: ExternalKind,
    pub index: u32,
}

/// Functions that stand in a table from the beginning.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    pub table: u32,
    pub offset: i32,
    pub functions: Vec<u32>,
}

/// Bytes that stand in memory from the beginning.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment<'a> {
    /// Their address.
    pub offset: u32,
    pub bytes: &'a [u8],
}

impl<'a> Segment<'a> {
    /// The addresses that it fills.
    pub fn range(&self) -> Range<u32> {
        self.offset..self.offset + self.bytes.len() as u32
    }

    /// What fills some of them.
    pub fn part(&self, range: Range<u32>) -> Option<Segment<'a>> {
        let from = range.start.checked_sub(self.offset)? as usize;
        Some(Segment { offset: range.start, bytes: self.bytes.get(from..from + range.len())? })
    }
}

/// A function that a module defines.
#[derive(Clone, Debug, Default)]
pub struct Function<'a> {
    /// Index of its type.
    pub ty: u32,
    /// Without the parameters.
    pub locals: Vec<ValType>,
    /// To the last `end`.
    pub body: Vec<Operator<'a>>,
}

/// Why a module is not read.
enum Unread {
    Broken(BinaryReaderError),
    Unknown(&'static str),
}

impl From<BinaryReaderError> for Unread {
    fn from(error: BinaryReaderError) -> Unread {
        Unread::Broken(error)
    }
}

impl<'a> Module<'a> {
    /// Reads a module.
    pub fn read(bytes: &'a [u8]) -> Result<Module<'a>> {
        Module::parsed(bytes).map_err(|error| match error {
            Unread::Broken(error) => format!("the module cannot be read: {error}"),
            Unread::Unknown(what) => format!("the module has {what}, which a split does not know"),
        })
    }

    fn parsed(bytes: &'a [u8]) -> std::result::Result<Module<'a>, Unread> {
        let mut module = Module::default();
        let mut types = Vec::new();
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::TypeSection(section) => module.types = all(section.into_iter_err_on_gc_types())?,
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        let wasmparser::Import { module: from, name, ty } = import?;
                        module.imports.push(Import { module: from.into(), name: name.into(), ty });
                    }
                }
                Payload::FunctionSection(section) => types = all(section)?,
                Payload::TableSection(section) => module.tables = all(section)?,
                Payload::MemorySection(section) => module.memories = all(section)?,
                Payload::GlobalSection(section) => module.globals = all(section)?,
                Payload::ExportSection(section) => {
                    for export in section {
                        let wasmparser::Export { name, kind, index } = export?;
                        module.exports.push(Export { name: name.into(), kind, index });
                    }
                }
                Payload::ElementSection(section) => {
                    module.elements =
                        section.into_iter().map(|e| Element::read(e?)).collect::<std::result::Result<_, _>>()?;
                }
                Payload::StartSection { .. } => return Err(Unread::Unknown("a start function")),
                Payload::DataSection(section) => {
                    module.data =
                        section.into_iter().map(|d| Segment::read(d?)).collect::<std::result::Result<_, _>>()?;
                }
                Payload::CodeSectionEntry(code) => {
                    let ty = types.get(module.functions.len()).copied().unwrap_or_default();
                    module.functions.push(Function::read(ty, &code)?);
                }
                Payload::CustomSection(section) => {
                    let KnownCustom::Name(names) = section.as_known() else { continue };
                    for names in names {
                        let Name::Function(names) = names? else { continue };
                        let named = names.into_iter().map(|name| name.map(|name| (name.index, name.name)));
                        module.names = named.collect::<wasmparser::Result<_>>()?;
                    }
                }
                _ => {}
            }
        }
        Ok(module)
    }

    /// How many functions come from outside.
    pub fn imported_functions(&self) -> u32 {
        self.imports.iter().filter(|import| matches!(import.ty, TypeRef::Func(_))).count() as u32
    }

    /// How many functions there are, with those from outside.
    pub fn function_count(&self) -> u32 {
        self.imported_functions() + self.functions.len() as u32
    }

    /// The index of a function's type.
    pub fn type_of(&self, function: u32) -> u32 {
        let imported = self.imports.iter().filter_map(|import| match import.ty {
            TypeRef::Func(ty) => Some(ty),
            _ => None,
        });
        imported.chain(self.functions.iter().map(|function| function.ty)).nth(function as usize).unwrap_or_default()
    }

    /// The index of a type, which is added where there is none yet.
    pub fn type_index(&mut self, wanted: &FuncType) -> u32 {
        let found = self.types.iter().position(|ty| ty == wanted);
        found.unwrap_or_else(|| {
            self.types.push(wanted.clone());
            self.types.len() - 1
        }) as u32
    }

    /// The index of what is exported under a name.
    pub fn exported(&self, name: &str) -> Option<u32> {
        self.exports.iter().find(|export| export.name == name).map(|export| export.index)
    }
}

fn all<T>(items: impl IntoIterator<Item = wasmparser::Result<T>>) -> wasmparser::Result<Vec<T>> {
    items.into_iter().collect()
}

impl Element {
    fn read(element: wasmparser::Element) -> std::result::Result<Element, Unread> {
        let ElementKind::Active { table_index, offset_expr } = element.kind else {
            return Err(Unread::Unknown("functions that wait for a table"));
        };
        let Operator::I32Const { value: offset } = offset_expr.get_operators_reader().read()? else {
            return Err(Unread::Unknown("functions whose place in a table is not constant"));
        };
        let ElementItems::Functions(functions) = element.items else {
            return Err(Unread::Unknown("functions in a table by expression"));
        };
        Ok(Element { table: table_index.unwrap_or(0), offset, functions: all(functions)? })
    }
}

impl<'a> Segment<'a> {
    fn read(data: wasmparser::Data<'a>) -> std::result::Result<Segment<'a>, Unread> {
        let DataKind::Active { offset_expr, .. } = data.kind else {
            return Err(Unread::Unknown("data that waits for its place"));
        };
        let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
            return Err(Unread::Unknown("data whose place is not constant"));
        };
        Ok(Segment { offset: value as u32, bytes: data.data })
    }
}

impl<'a> Function<'a> {
    fn read(ty: u32, code: &wasmparser::FunctionBody<'a>) -> std::result::Result<Function<'a>, Unread> {
        let mut locals = Vec::new();
        for group in code.get_locals_reader()? {
            let (count, local) = group?;
            locals.extend(std::iter::repeat_n(local, count as usize));
        }
        let body = all(code.get_operators_reader()?)?;
        let isolated = |operator: &Operator| {
            matches!(
                operator,
                Operator::RefFunc { .. }
                    | Operator::MemoryInit { .. }
                    | Operator::TableInit { .. }
                    | Operator::ReturnCall { .. }
            )
        };
        if body.iter().any(isolated) {
            return Err(Unread::Unknown("a reference to a function or a segment, or a tail call, in its code"));
        }
        Ok(Function { ty, locals, body })
    }
}

/// New numbers for old ones; what is beyond a list keeps its number.
#[derive(Clone, Debug, Default)]
pub struct Numbering {
    pub functions: Vec<u32>,
    pub tables: Vec<u32>,
    pub globals: Vec<u32>,
}

/// What a function's code refers to.
#[derive(Clone, Debug, Default)]
pub struct Used {
    pub functions: BTreeSet<u32>,
    pub tables: BTreeSet<u32>,
    pub globals: BTreeSet<u32>,
    /// What is added to addresses in memory.
    pub offsets: BTreeSet<u32>,
}

impl Used {
    pub fn by<'a>(functions: impl IntoIterator<Item = &'a Function<'a>>) -> Result<Used> {
        let mut used = Used::default();
        for operator in functions.into_iter().flat_map(|function| &function.body) {
            used.instruction(operator.clone()).map_err(|error| format!("an instruction cannot be read: {error}"))?;
        }
        Ok(used)
    }
}

impl Reencode for Used {
    type Error = Infallible;

    fn function_index(&mut self, index: u32) -> Written<u32> {
        self.functions.insert(index);
        Ok(index)
    }

    fn table_index(&mut self, index: u32) -> Written<u32> {
        self.tables.insert(index);
        Ok(index)
    }

    fn global_index(&mut self, index: u32) -> Written<u32> {
        self.globals.insert(index);
        Ok(index)
    }

    fn mem_arg(&mut self, arg: MemArg) -> Written<wasm_encoder::MemArg> {
        self.offsets.insert(arg.offset as u32);
        reencode::utils::mem_arg(self, arg)
    }
}

type Written<T> = std::result::Result<T, reencode::Error<Infallible>>;

impl Reencode for Numbering {
    type Error = Infallible;

    fn function_index(&mut self, index: u32) -> Written<u32> {
        Ok(renumbered(&self.functions, index))
    }

    fn table_index(&mut self, index: u32) -> Written<u32> {
        Ok(renumbered(&self.tables, index))
    }

    fn global_index(&mut self, index: u32) -> Written<u32> {
        Ok(renumbered(&self.globals, index))
    }
}

fn renumbered(numbers: &[u32], index: u32) -> u32 {
    numbers.get(index as usize).copied().unwrap_or(index)
}

impl Module<'_> {
    /// The module as bytes, its parts numbered anew.
    pub fn write(&self, numbering: Numbering) -> Result<Vec<u8>> {
        self.written(numbering).map_err(|error| format!("the module cannot be written: {error}"))
    }

    fn written(&self, mut numbering: Numbering) -> Written<Vec<u8>> {
        let mut types = TypeSection::new();
        for ty in &self.types {
            types.ty().func_type(&numbering.func_type(ty.clone())?);
        }
        let mut imports = ImportSection::new();
        for Import { module, name, ty } in &self.imports {
            imports.import(module, name, numbering.entity_type(*ty)?);
        }
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for function in &self.functions {
            functions.function(function.ty);
            code.function(&function.written(&mut numbering)?);
        }
        let mut tables = TableSection::new();
        self.tables.iter().try_for_each(|table| numbering.parse_table(&mut tables, table.clone()))?;
        let mut memories = MemorySection::new();
        for memory in &self.memories {
            memories.memory(numbering.memory_type(*memory)?);
        }
        let mut globals = GlobalSection::new();
        self.globals.iter().try_for_each(|global| numbering.parse_global(&mut globals, global.clone()))?;
        let mut exports = ExportSection::new();
        for Export { name, kind, index } in &self.exports {
            exports.export(name, numbering.export_kind(*kind)?, numbering.external_index(*kind, *index)?);
        }
        let mut elements = ElementSection::new();
        for Element { table, offset, functions } in &self.elements {
            let functions: Vec<u32> =
                functions.iter().map(|function| renumbered(&numbering.functions, *function)).collect();
            let table = Some(renumbered(&numbering.tables, *table)).filter(|table| *table > 0);
            elements.active(table, &ConstExpr::i32_const(*offset), Elements::Functions(functions.into()));
        }
        let mut module = wasm_encoder::Module::new();
        module.section(&types).section(&imports).section(&functions).section(&tables).section(&memories);
        module.section(&globals).section(&exports).section(&elements).section(&code);
        let mut data = DataSection::new();
        for Segment { offset, bytes } in &self.data {
            data.active(0, &ConstExpr::i32_const(*offset as i32), bytes.iter().copied());
        }
        module.section(&data);
        Ok(module.finish())
    }
}

impl Function<'_> {
    /// How many bytes its code takes.
    pub fn size(&self) -> Result<usize> {
        Ok(self.code()?.len())
    }

    /// Its code as bytes, what it calls by the numbers that this has now.
    pub fn code(&self) -> Result<Vec<u8>> {
        let written = self.written(&mut Numbering::default());
        Ok(written.map_err(|error| format!("a function cannot be written: {error}"))?.into_raw_body())
    }

    fn written(&self, numbering: &mut Numbering) -> Written<wasm_encoder::Function> {
        let locals = self.locals.iter().map(|local| numbering.val_type(*local)).collect::<Written<Vec<_>>>()?;
        let mut written = wasm_encoder::Function::new_with_locals_types(locals);
        for operator in &self.body {
            written.instruction(&numbering.instruction(operator.clone())?);
        }
        Ok(written)
    }
}
