//! Takes what did not run, or later, out of functions that ran, so that it can come later.
//!
//! A region begins where a basic block did not run as early as its function did, and reaches to the end of the block, loop or arm that it stands in:
//! nothing beyond its first instruction can be reached but through it. It becomes a function of its own. What it reads
//! are the arguments; what it wrote and somebody reads later comes back, with the way by which it was left.

use super::module::{Function, Module};
use super::parts::Part;
use super::profile::{Ran, block_starts};
use crate::Result;
use std::collections::{BTreeMap, BTreeSet};
use wasm_encoder::Encode;
use wasm_encoder::reencode::Reencode;
use wasmparser::{
    BinaryReader, BlockType, FrameKind, FuncType, FuncValidator, FunctionBody, Operator, OperatorsReader, Parser,
    ValType, ValidPayload, Validator, ValidatorResources,
};

/// A call and what comes with it take some bytes: what is not larger than this and its arguments stays.
const LEAST_BYTES: usize = 8;
/// What an argument or a result takes in the caller.
const LOCAL_BYTES: usize = 3;
/// What telling one way out from another takes.
const EXIT_BYTES: usize = 7;

/// The module with the regions of each function that did not run as further functions, at the end of its list; and when
/// each function runs first. `ran` tells of each function and each of its blocks; of `bytes` the module was read.
pub fn outlined<'a>(module: &Module<'a>, bytes: &[u8], ran: &[Vec<Ran>]) -> Result<(Module<'a>, Vec<Ran>)> {
    let mut outlined = module.clone();
    let mut when: Vec<Ran> = ran.iter().map(|blocks| blocks.iter().copied().max().unwrap_or_default()).collect();
    let fault = |error| format!("the module is not valid: {error}");
    let mut validator = Validator::new();
    let mut blocks = ran.iter();
    let mut functions = 0..module.functions.len();
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload.map_err(fault)?;
        let ValidPayload::Func(to_validate, body) = validator.payload(&payload).map_err(fault)? else { continue };
        let (Some(index), Some(blocks)) = (functions.next(), blocks.next()) else { continue };
        if blocks.iter().any(|ran| *ran >= Ran::Next) {
            let mut walker = to_validate.into_validator(Default::default());
            let Some(function) = module.functions.get(index) else { continue };
            let regions = regions(module, function, &body, &mut walker, blocks).map_err(fault)?;
            when.extend(take_out(&mut outlined, index, regions)?);
        }
    }
    Ok((outlined, when))
}

/// A way out of a region.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// To a label, counted from the block that the region stands in.
    Label(u32),
    Return,
    /// On to the end of that block.
    Fall,
}

#[derive(Debug, Default)]
struct Region {
    from: usize,
    to: usize,
    /// When anything in it runs first.
    ran: Ran,
    /// Operands that the block had on the stack.
    operands: Vec<ValType>,
    /// With the values that go along; falling out comes last.
    exits: BTreeMap<Way, Vec<ValType>>,
    /// Locals that are read from its start on, and those that somebody reads after it.
    live_in: BTreeSet<u32>,
    live_out: BTreeSet<u32>,
}

type Walker = FuncValidator<ValidatorResources>;

fn regions(
    module: &Module,
    function: &Function,
    body: &FunctionBody,
    walker: &mut Walker,
    ran: &[Ran],
) -> wasmparser::Result<Vec<Region>> {
    walker.read_locals(&mut body.get_binary_reader())?;
    let when: BTreeMap<usize, Ran> = block_starts(function).into_iter().zip(ran.iter().copied()).collect();
    let whole = ran.iter().copied().max().unwrap_or_default();
    let mut found = Vec::new();
    let mut open: Option<(Region, u32)> = None;
    let mut is_usable = true;
    for (at, operator) in function.body.iter().enumerate() {
        let depth = walker.control_stack_height();
        let is_unreachable = walker.get_control_frame(0).is_some_and(|frame| frame.unreachable);
        let is_taken = match when.get(&at) {
            // A call for each turn of a loop would take too long.
            Some(ran) => Part::of(whole) < Part::of(*ran) && !(ran.is_often() && is_in_loop(walker)),
            None => false,
        };
        let is_taken = is_taken && open.is_none() && !is_unreachable;
        if let Some(operands) = operands(walker).filter(|_| is_taken) {
            open = Some((Region { from: at, to: at, operands, ..Region::default() }, depth));
            is_usable = true;
        }
        if let Some((region, arm)) = &mut open {
            if depth == *arm && matches!(operator, Operator::End | Operator::Else) {
                region.to = at;
                if !is_unreachable {
                    match operands_of_frame(module, walker, 0) {
                        Some(values) => drop(region.exits.insert(Way::Fall, values)),
                        None => is_usable = false,
                    }
                }
                if let Some((region, _)) = open.take().filter(|(region, _)| is_usable && region.from < region.to) {
                    found.push(region);
                }
            } else {
                region.ran = region.ran.max(when.get(&at).copied().unwrap_or_default());
                if !is_unreachable {
                    is_usable &= note_exits(module, walker, region, depth - *arm, operator);
                }
            }
        }
        walker.op(body.range().start, operator)?;
    }
    note_live(function, &mut found);
    Ok(found)
}

fn is_in_loop(walker: &Walker) -> bool {
    let mut frames = (0..walker.control_stack_height() as usize).filter_map(|depth| walker.get_control_frame(depth));
    frames.any(|frame| frame.kind == FrameKind::Loop)
}

/// What stands on the stack above the innermost block's own floor.
fn operands(walker: &Walker) -> Option<Vec<ValType>> {
    let height = walker.get_control_frame(0)?.height;
    let count = (walker.operand_stack_height() as usize).checked_sub(height)?;
    (0..count).rev().map(|depth| walker.get_operand_type(depth).flatten()).collect()
}

/// The values that the end of an enclosing block takes.
fn operands_of_frame(module: &Module, walker: &Walker, depth: usize) -> Option<Vec<ValType>> {
    Some(types(module, walker.get_control_frame(depth)?.block_type).1)
}

fn types(module: &Module, block: BlockType) -> (Vec<ValType>, Vec<ValType>) {
    match block {
        BlockType::Empty => (Vec::new(), Vec::new()),
        BlockType::Type(ty) => (Vec::new(), vec![ty]),
        BlockType::FuncType(index) => {
            let ty = module.types.get(index as usize);
            ty.map_or_else(Default::default, |ty| (ty.params().to_vec(), ty.results().to_vec()))
        }
    }
}

/// Notes the ways out that an instruction is; false where it is one that cannot be taken elsewhere.
fn note_exits(module: &Module, walker: &Walker, region: &mut Region, nested: u32, operator: &Operator) -> bool {
    let mut leave = |label: u32| -> Option<usize> {
        let Some(outer) = label.checked_sub(nested) else { return Some(0) };
        let frame = walker.get_control_frame(label as usize)?;
        let (params, results) = types(module, frame.block_type);
        let values = if frame.kind == FrameKind::Loop { params } else { results };
        let count = values.len();
        region.exits.insert(Way::Label(outer), values);
        Some(count)
    };
    match operator {
        Operator::Br { relative_depth } | Operator::BrIf { relative_depth } => leave(*relative_depth).is_some(),
        Operator::BrTable { targets } => {
            let labels = targets.targets().chain([Ok(targets.default())]);
            labels.into_iter().all(|label| label.is_ok_and(|label| leave(label) == Some(0)))
        }
        Operator::Return => {
            let outermost = walker.control_stack_height() as usize - 1;
            let values = operands_of_frame(module, walker, outermost);
            values.map(|values| region.exits.insert(Way::Return, values)).is_some()
        }
        Operator::ReturnCall { .. } | Operator::ReturnCallIndirect { .. } | Operator::TryTable { .. } => false,
        _ => true,
    }
}

/// What a label or a place is followed by: the locals that are read before they are written again.
#[derive(Clone, Debug, Default, PartialEq)]
struct Live(BTreeSet<u32>);

impl Live {
    fn add(&mut self, other: &Live) {
        self.0.extend(&other.0);
    }
}

struct Block {
    start: usize,
    after: Live,
    /// Of an `if`, what its `else` begins with.
    otherwise: Option<Live>,
}

fn note_live(function: &Function, regions: &mut [Region]) {
    if regions.is_empty() {
        return;
    }
    let starts = starts_of_ends(&function.body);
    let mut loops: BTreeMap<usize, Live> = BTreeMap::new();
    // Loops begin with what is known of them: until nothing more becomes known.
    while pass(function, &starts, &mut loops, regions) {}
}

/// The instruction that each `end` ends.
fn starts_of_ends(body: &[Operator]) -> BTreeMap<usize, usize> {
    let mut open = Vec::new();
    let mut starts = BTreeMap::new();
    for (at, operator) in body.iter().enumerate() {
        match operator {
            Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => open.push(at),
            Operator::End => drop(open.pop().map(|start| starts.insert(at, start))),
            _ => {}
        }
    }
    starts
}

/// Goes through the function from its end; true where a loop's beginning became known better.
fn pass(
    function: &Function,
    starts: &BTreeMap<usize, usize>,
    loops: &mut BTreeMap<usize, Live>,
    regions: &mut [Region],
) -> bool {
    let body = &function.body;
    let mut is_changed = false;
    let mut blocks: Vec<Block> = Vec::new();
    let mut live = Live::default();
    let mut regions = regions.iter_mut().rev().peekable();
    for (at, operator) in body.iter().enumerate().rev() {
        let label = |blocks: &[Block], loops: &BTreeMap<usize, Live>, depth: u32| -> Live {
            let Some(block) = blocks.len().checked_sub(depth as usize + 1).and_then(|at| blocks.get(at)) else {
                return Live::default();
            };
            match body.get(block.start) {
                Some(Operator::Loop { .. }) => loops.get(&block.start).cloned().unwrap_or_default(),
                _ => block.after.clone(),
            }
        };
        match operator {
            Operator::End => {
                if let Some(start) = starts.get(&at) {
                    blocks.push(Block { start: *start, after: live.clone(), otherwise: None });
                }
            }
            Operator::Else => {
                if let Some(block) = blocks.last_mut() {
                    block.otherwise = Some(std::mem::replace(&mut live, block.after.clone()));
                }
            }
            Operator::Block { .. } => drop(blocks.pop()),
            Operator::Loop { .. } => {
                blocks.pop();
                let known = loops.entry(at).or_default();
                if !live.0.is_subset(&known.0) {
                    known.add(&live);
                    is_changed = true;
                }
            }
            Operator::If { .. } => {
                if let Some(block) = blocks.pop() {
                    live.add(&block.otherwise.unwrap_or(block.after));
                }
            }
            Operator::Br { relative_depth } => live = label(&blocks, loops, *relative_depth),
            Operator::BrIf { relative_depth } => live.add(&label(&blocks, loops, *relative_depth)),
            Operator::BrTable { targets } => {
                live = label(&blocks, loops, targets.default());
                for target in targets.targets().flatten() {
                    live.add(&label(&blocks, loops, target));
                }
            }
            Operator::Return
            | Operator::Unreachable
            | Operator::ReturnCall { .. }
            | Operator::ReturnCallIndirect { .. } => live.0.clear(),
            Operator::LocalGet { local_index } => drop(live.0.insert(*local_index)),
            Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => drop(live.0.remove(local_index)),
            _ => {}
        }
        // Before the instruction at `at` is now known; a region's end is before the instruction that it ends at.
        if let Some(region) = regions.peek_mut() {
            if at == region.to {
                region.live_out = region
                    .exits
                    .keys()
                    .fold(Live::default(), |mut all, way| {
                        match way {
                            Way::Label(depth) => all.add(&label(&blocks, loops, *depth)),
                            Way::Fall => all.add(&live),
                            Way::Return => {}
                        }
                        all
                    })
                    .0;
            } else if at == region.from {
                region.live_in = live.0.clone();
                regions.next();
            }
        }
    }
    is_changed
}

/// Makes functions of the regions that are worth it, the last one first: the others keep their places. Tells when each runs.
fn take_out(module: &mut Module, index: usize, regions: Vec<Region>) -> Result<Vec<Ran>> {
    let mut taken = Vec::new();
    let Some(mut function) = module.functions.get(index).cloned() else { return Ok(taken) };
    let params = module.types.get(function.ty as usize).map_or_else(Vec::new, |ty| ty.params().to_vec());
    let mut spare = Spare::new(params.len() + function.locals.len());
    let locals: Vec<ValType> = params.iter().chain(&function.locals).copied().collect();
    for region in regions.into_iter().rev() {
        let code = function.body.get(region.from..region.to).unwrap_or_default();
        let cut = Cut::new(&region, code, &locals);
        if size(code)? < cut.cost() {
            continue;
        }
        let outer = cut.function(module, code)?;
        let call = cut.call(module.function_count(), &mut spare);
        module.functions.push(outer);
        taken.push(region.ran);
        function.body.splice(region.from..region.to, call);
    }
    function.locals.extend(spare.types);
    if let Some(place) = module.functions.get_mut(index) {
        *place = function;
    }
    Ok(taken)
}

fn size(code: &[Operator]) -> Result<usize> {
    let mut bytes = Vec::new();
    let mut encoder = wasm_encoder::reencode::RoundtripReencoder;
    for operator in code {
        let instruction =
            encoder.instruction(operator.clone()).map_err(|error| format!("an instruction cannot be read: {error}"))?;
        instruction.encode(&mut bytes);
    }
    Ok(bytes.len())
}

/// Further locals of a function, each type's in a row of its own.
struct Spare {
    first: usize,
    types: Vec<ValType>,
}

impl Spare {
    fn new(first: usize) -> Spare {
        Spare { first, types: Vec::new() }
    }

    /// A local for each of the values, none of them twice.
    fn of(&mut self, values: &[ValType]) -> Vec<u32> {
        let mut taken = BTreeSet::new();
        values
            .iter()
            .map(|value| {
                let found = (0..self.types.len()).find(|at| self.types.get(*at) == Some(value) && !taken.contains(at));
                let at = found.unwrap_or_else(|| {
                    self.types.push(*value);
                    self.types.len() - 1
                });
                taken.insert(at);
                (self.first + at) as u32
            })
            .collect()
    }
}

/// A region with what goes in and what comes out.
struct Cut<'r> {
    region: &'r Region,
    /// Locals of the caller that are arguments, and those that are results.
    arguments: Vec<(u32, ValType)>,
    results: Vec<(u32, ValType)>,
    /// Locals that mean something inside only.
    inner: Vec<(u32, ValType)>,
    exits: Vec<(Way, Vec<ValType>)>,
    /// One for each value that goes along with a way out, in the order of types that all ways share.
    carried: Vec<ValType>,
}

impl<'r> Cut<'r> {
    fn new(region: &'r Region, code: &[Operator], locals: &[ValType]) -> Cut<'r> {
        let mut named = BTreeSet::new();
        let mut written = BTreeSet::new();
        for operator in code {
            match operator {
                Operator::LocalGet { local_index } => drop(named.insert(*local_index)),
                Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => {
                    named.insert(*local_index);
                    written.insert(*local_index);
                }
                _ => {}
            }
        }
        let typed = |all: &mut dyn Iterator<Item = u32>| -> Vec<(u32, ValType)> {
            all.filter_map(|local| Some((local, *locals.get(local as usize)?))).collect()
        };
        let exits: Vec<_> = region.exits.iter().map(|(way, values)| (way.clone(), values.clone())).collect();
        let mut spare = Spare::new(0);
        for (_, values) in &exits {
            spare.of(values);
        }
        Cut {
            region,
            arguments: typed(&mut named.iter().copied().filter(|local| region.live_in.contains(local))),
            results: typed(&mut written.iter().copied().filter(|local| region.live_out.contains(local))),
            inner: typed(&mut named.iter().copied().filter(|local| !region.live_in.contains(local))),
            exits,
            carried: spare.types,
        }
    }

    fn cost(&self) -> usize {
        let locals = self.arguments.len() + self.results.len() + self.carried.len();
        LEAST_BYTES + LOCAL_BYTES * locals + EXIT_BYTES * self.exits.len().saturating_sub(1)
    }

    /// With more than one way out, a number says which it was.
    fn is_numbered(&self) -> bool {
        self.exits.len() > 1
    }

    fn number(&self, way: &Way) -> i32 {
        self.exits.iter().position(|(exit, _)| exit == way).unwrap_or_default() as i32
    }

    /// The region as a function: it ends by the number of its way out, the locals that were written, the values carried.
    fn function<'a>(&self, module: &mut Module<'a>, code: &[Operator<'a>]) -> Result<Function<'a>> {
        let params: Vec<ValType> =
            self.region.operands.iter().copied().chain(self.arguments.iter().map(|(_, ty)| *ty)).collect();
        let number = self.is_numbered().then_some(ValType::I32);
        let results: Vec<ValType> = number
            .into_iter()
            .chain(self.results.iter().map(|(_, ty)| *ty))
            .chain(self.carried.iter().copied())
            .collect();
        let operands = self.region.operands.len();
        let renamed: BTreeMap<u32, u32> =
            self.arguments.iter().chain(&self.inner).map(|(local, _)| *local).zip(operands as u32..).collect();
        let mut locals: Vec<ValType> = self.inner.iter().map(|(_, ty)| *ty).collect();
        let carried = (params.len() + locals.len()) as u32;
        locals.extend(&self.carried);
        let number = (params.len() + locals.len()) as u32;
        locals.extend([ValType::I32, ValType::I32]);
        let ty = module.type_index(&FuncType::new(params, results));
        let mut inside = Inside {
            cut: self,
            renamed,
            carried,
            number,
            condition: number + 1,
            body: vec![Operator::Block { blockty: BlockType::Empty }],
        };
        inside.body.extend((0..operands as u32).map(|local_index| Operator::LocalGet { local_index }));
        inside.write(code)?;
        let mut body = inside.body;
        body.push(Operator::End);
        if self.exits.is_empty() {
            body.push(Operator::Unreachable);
        } else {
            let get = |local_index| Operator::LocalGet { local_index };
            body.extend(self.is_numbered().then(|| get(number)));
            body.extend(
                self.results.iter().map(|(local, _)| get(inside.renamed.get(local).copied().unwrap_or_default())),
            );
            body.extend((carried..).take(self.carried.len()).map(get));
        }
        body.push(Operator::End);
        Ok(Function { ty, locals, body })
    }

    /// What stands in the region's place.
    fn call<'a>(&self, function: u32, spare: &mut Spare) -> Vec<Operator<'a>> {
        let get = |local_index| Operator::LocalGet { local_index };
        let set = |local_index| Operator::LocalSet { local_index };
        let carried = spare.of(&self.carried);
        let mut code: Vec<Operator> = self.arguments.iter().map(|(local, _)| get(*local)).collect();
        code.push(Operator::Call { function_index: function });
        code.extend(carried.iter().rev().map(|local| set(*local)));
        code.extend(self.results.iter().rev().map(|(local, _)| set(*local)));
        let Some(((last, values), others)) = self.exits.split_last() else {
            code.push(Operator::Unreachable);
            return code;
        };
        let leave = |way: &Way, values: &[ValType], nested: u32| -> Vec<Operator<'a>> {
            let mut code: Vec<Operator> =
                self.places(values).into_iter().filter_map(|at| carried.get(at)).map(|local| get(*local)).collect();
            code.extend(match way {
                Way::Label(depth) => Some(Operator::Br { relative_depth: depth + nested }),
                Way::Return => Some(Operator::Return),
                Way::Fall => None,
            });
            code
        };
        match others {
            [] => {}
            [(Way::Label(depth), values)] if values.is_empty() => {
                code.extend([Operator::I32Eqz, Operator::BrIf { relative_depth: *depth }]);
            }
            _ => {
                let [number] = spare_number(spare, &carried);
                code.push(set(number));
                for (at, (way, values)) in (0..).zip(others) {
                    code.extend([get(number), Operator::I32Const { value: at }, Operator::I32Eq]);
                    match way {
                        Way::Label(depth) if values.is_empty() => code.push(Operator::BrIf { relative_depth: *depth }),
                        _ => {
                            code.push(Operator::If { blockty: BlockType::Empty });
                            code.extend(leave(way, values, 1));
                            code.push(Operator::End);
                        }
                    }
                }
            }
        }
        code.extend(leave(last, values, 0));
        code
    }

    /// Where among the values carried those of one way out are.
    fn places(&self, values: &[ValType]) -> Vec<usize> {
        let mut spare = Spare { first: 0, types: self.carried.clone() };
        spare.of(values).into_iter().map(|at| at as usize).collect()
    }
}

/// A local for a number beside those that carry values.
fn spare_number(spare: &mut Spare, carried: &[u32]) -> [u32; 1] {
    let mut wanted: Vec<ValType> =
        carried.iter().filter_map(|local| spare.types.get(*local as usize - spare.first)).copied().collect();
    wanted.push(ValType::I32);
    [spare.of(&wanted).last().copied().unwrap_or_default()]
}

/// A region's code on its way into a function of its own.
struct Inside<'c, 'a> {
    cut: &'c Cut<'c>,
    renamed: BTreeMap<u32, u32>,
    /// The first of the locals for the values carried.
    carried: u32,
    number: u32,
    condition: u32,
    body: Vec<Operator<'a>>,
}

impl<'a> Inside<'_, 'a> {
    fn write(&mut self, code: &[Operator<'a>]) -> Result {
        let mut nested = 0;
        for operator in code {
            match operator {
                Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => nested += 1,
                Operator::End => nested -= 1,
                _ => {}
            }
            self.one(operator, nested)?;
        }
        if self.cut.exits.iter().any(|(way, _)| *way == Way::Fall) {
            self.leave(&Way::Fall, 0);
        }
        Ok(())
    }

    fn one(&mut self, operator: &Operator<'a>, nested: u32) -> Result {
        let renamed = |local: &u32| self.renamed.get(local).copied().unwrap_or_default();
        match operator {
            Operator::LocalGet { local_index } => {
                self.body.push(Operator::LocalGet { local_index: renamed(local_index) })
            }
            Operator::LocalSet { local_index } => {
                self.body.push(Operator::LocalSet { local_index: renamed(local_index) })
            }
            Operator::LocalTee { local_index } => {
                self.body.push(Operator::LocalTee { local_index: renamed(local_index) })
            }
            Operator::Br { relative_depth } if *relative_depth >= nested => {
                self.leave(&Way::Label(relative_depth - nested), nested);
            }
            Operator::BrIf { relative_depth } if *relative_depth >= nested => {
                self.leave_if(&Way::Label(relative_depth - nested), nested);
            }
            Operator::BrTable { targets } => {
                let mut labels =
                    targets.targets().collect::<wasmparser::Result<Vec<u32>>>().map_err(|error| error.to_string())?;
                labels.push(targets.default());
                self.table(&labels, nested)?;
            }
            Operator::Return => self.leave(&Way::Return, nested),
            other => self.body.push(other.clone()),
        }
        Ok(())
    }

    /// The locals for the values that a way out takes along.
    fn values(&self, way: &Way) -> Vec<u32> {
        let values = self.cut.exits.iter().find(|(exit, _)| exit == way).map_or(&[][..], |(_, values)| values);
        self.cut.places(values).into_iter().map(|at| self.carried + at as u32).collect()
    }

    fn note(&mut self, way: &Way) {
        if self.cut.is_numbered() {
            self.body.push(Operator::I32Const { value: self.cut.number(way) });
            self.body.push(Operator::LocalSet { local_index: self.number });
        }
    }

    fn leave(&mut self, way: &Way, nested: u32) {
        let values = self.values(way);
        self.body.extend(values.iter().rev().map(|local| Operator::LocalSet { local_index: *local }));
        self.note(way);
        self.body.push(Operator::Br { relative_depth: nested });
    }

    fn leave_if(&mut self, way: &Way, nested: u32) {
        let values = self.values(way);
        if values.is_empty() && !self.cut.is_numbered() {
            return self.body.push(Operator::BrIf { relative_depth: nested });
        }
        self.body.push(Operator::LocalSet { local_index: self.condition });
        self.body.extend(values.iter().rev().map(|local| Operator::LocalSet { local_index: *local }));
        self.body.extend(values.iter().map(|local| Operator::LocalGet { local_index: *local }));
        self.body.push(Operator::LocalGet { local_index: self.condition });
        self.body.push(Operator::If { blockty: BlockType::Empty });
        self.note(way);
        self.body.push(Operator::Br { relative_depth: nested + 1 });
        self.body.push(Operator::End);
    }

    /// A table of labels: those outside are reached by a block each, after which the way out is noted.
    fn table(&mut self, labels: &[u32], nested: u32) -> Result {
        let outside: Vec<u32> =
            labels.iter().copied().filter(|label| *label >= nested).collect::<BTreeSet<_>>().into_iter().collect();
        let blocks = outside.len() as u32;
        self.body.push(Operator::LocalSet { local_index: self.condition });
        self.body.extend(outside.iter().map(|_| Operator::Block { blockty: BlockType::Empty }));
        self.body.push(Operator::LocalGet { local_index: self.condition });
        let place =
            |label: &u32| outside.iter().position(|other| other == label).map_or(label + blocks, |at| at as u32);
        let places: Vec<u32> = labels.iter().map(place).collect();
        self.body.push(br_table(&places)?);
        for (at, label) in (1..).zip(outside) {
            self.body.push(Operator::End);
            self.leave(&Way::Label(label - nested), nested + blocks - at);
        }
        Ok(())
    }
}

/// The instruction that goes to one of several labels, the last of them where there is no such number.
fn br_table<'a>(labels: &[u32]) -> Result<Operator<'a>> {
    let (default, targets) = labels.split_last().ok_or("a table of no labels")?;
    let mut bytes = Vec::new();
    wasm_encoder::Instruction::BrTable(targets.into(), *default).encode(&mut bytes);
    // Instructions borrow from the module that they are read from; this one has none, and lives as long as the program.
    let mut reader = OperatorsReader::new(BinaryReader::new(Vec::leak(bytes), 0));
    reader.read().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const I32: ValType = ValType::I32;

    /// `(a, b) -> i32`: in a loop, where `a` is 0, a long way to add to `b` that leaves by the loop, by the block around it,
    /// by returning, or on.
    fn module<'a>() -> Module<'a> {
        let get = |local_index| Operator::LocalGet { local_index };
        let add = |local_index: u32| {
            let set = Operator::LocalSet { local_index };
            [get(local_index), Operator::I32Const { value: 1_000_000 }, Operator::I32Add, set]
        };
        let mut body = vec![
            Operator::Block { blockty: BlockType::Empty },
            Operator::Loop { blockty: BlockType::Empty },
            get(0),
            Operator::I32Eqz,
        ];
        body.push(Operator::If { blockty: BlockType::Empty });
        for _ in 0..20 {
            body.extend(add(1));
        }
        body.extend(add(2));
        body.extend([get(1), Operator::BrIf { relative_depth: 1 }, get(2), Operator::BrIf { relative_depth: 2 }]);
        body.extend([get(1), Operator::If { blockty: BlockType::Empty }, get(2), Operator::Return, Operator::End]);
        body.extend([Operator::End, Operator::End, Operator::End, get(1), Operator::End]);
        Module {
            types: vec![FuncType::new([I32, I32], [I32])],
            functions: vec![Function { ty: 0, locals: vec![I32], body }],
            ..Module::default()
        }
    }

    fn cut(is_hot: impl Fn(usize) -> bool) -> Vec<usize> {
        let bytes = module().write(Default::default()).expect("a module");
        let module = Module::read(&bytes).expect("the module again");
        let blocks = block_starts(&module.functions[0]).len();
        let ran: Vec<Ran> = (0..blocks).map(|block| if is_hot(block) { Ran::First } else { Ran::Never }).collect();
        let (outlined, _) = outlined(&module, &bytes, &[ran]).expect("a cut");
        let written = outlined.write(Default::default()).expect("a module");
        assert!(Validator::new().validate_all(&written).is_ok(), "{:?}", Validator::new().validate_all(&written).err());
        outlined.functions.iter().map(|function| function.body.len()).collect()
    }

    #[test]
    fn a_region_with_four_ways_out_is_taken_out() {
        let whole = module().functions[0].body.len();
        let lengths = cut(|block| block == 0);
        assert_eq!(lengths.len(), 2);
        assert!(lengths[0] < whole / 2 && lengths[1] > whole / 2, "{lengths:?} of {whole}");
    }

    #[test]
    fn what_ran_stays_and_so_does_what_is_small() {
        assert_eq!(cut(|_| true).len(), 1);
        // The last arm is some bytes long.
        assert_eq!(cut(|block| block != 4).len(), 1);
    }
}
