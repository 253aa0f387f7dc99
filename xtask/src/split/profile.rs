//! Which parts of a module run: each basic block tells an imported function.

use super::module::{Function, Import, Module, Numbering};
use super::parts::called;
use crate::Result;
use std::collections::BTreeSet;
use wasmparser::{FuncType, Operator, TypeRef, ValType};

/// Module and name of the function that is told of each block that runs.
const MARK: (&str, &str) = ("profile", "mark");

/// The places in a function's body where a basic block begins, in order.
pub fn block_starts(function: &Function) -> Vec<usize> {
    let begins = |operator: &Operator| {
        matches!(operator, Operator::If { .. } | Operator::Else | Operator::End | Operator::BrIf { .. })
    };
    let after = function.body.iter().enumerate().filter(|(_, operator)| begins(operator)).map(|(at, _)| at + 1);
    std::iter::once(0).chain(after).filter(|at| *at < function.body.len()).collect()
}

/// The module with a call of [`MARK`] at the start of each basic block, which gives the block's number.
pub fn marked(module: &Module) -> Result<Vec<u8>> {
    let mut marked = module.clone();
    let imported = module.imported_functions();
    // A number beyond all others; written, it is that of the import.
    let mark = module.function_count();
    let ty = marked.type_index(&FuncType::new([ValType::I32], []));
    marked.imports.push(Import { module: MARK.0.into(), name: MARK.1.into(), ty: TypeRef::Func(ty) });
    let mut block = 0;
    for function in &mut marked.functions {
        let mut starts = block_starts(function).into_iter().peekable();
        for (at, operator) in std::mem::take(&mut function.body).into_iter().enumerate() {
            if starts.next_if_eq(&at).is_some() {
                function.body.push(Operator::I32Const { value: block });
                function.body.push(Operator::Call { function_index: mark });
                block += 1;
            }
            function.body.push(operator);
        }
    }
    let moved = |index| if index < imported { index } else { index + 1 };
    let functions = (0..mark).map(moved).chain([imported]).collect();
    marked.write(Numbering { functions, ..Numbering::default() })
}

/// When a basic block ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ran {
    #[default]
    Never,
    /// In a reader's moves, or it may: functions that these ran call it.
    Near,
    /// Not in a first view, but in what readers then do over and over.
    Later,
    /// In what completes a first view, and in the first moves of a hand on it.
    Next,
    /// In that, and then over and over.
    Often,
    /// Before the first picture.
    First,
}

impl Ran {
    /// What two runs tell together.
    fn and(self, other: Ran) -> Ran {
        match (self.min(other), self.max(other)) {
            (Ran::Later, Ran::Next) => Ran::Often,
            (_, first) => first,
        }
    }

    /// Whether readers make it run over and over.
    pub fn is_often(self) -> bool {
        matches!(self, Ran::Later | Ran::Often)
    }
}

/// For each function that the module defines, and each of its blocks, `when` it ran if its number is among `blocks`.
pub fn ran(module: &Module, blocks: &[u32], when: Ran) -> Vec<Vec<Ran>> {
    let mut numbers = 0..;
    let mut next = || numbers.next().is_some_and(|number| blocks.binary_search(&number).is_ok());
    let mut one = |_| if next() { when } else { Ran::Never };
    module.functions.iter().map(|function| block_starts(function).into_iter().map(&mut one).collect()).collect()
}

/// What two runs tell together: of each block when it ran first.
pub fn joined(mut a: Vec<Vec<Ran>>, b: &[Vec<Ran>]) -> Vec<Vec<Ran>> {
    for (a, b) in a.iter_mut().flatten().zip(b.iter().flatten()) {
        *a = a.and(*b);
    }
    a
}

/// What never ran, but belongs to the functions that `moves` ran or to those that they call by name, is near: a reader's
/// next move may run it.
pub fn with_near(module: &Module, mut ran: Vec<Vec<Ran>>, moves: &[Vec<Ran>]) -> Vec<Vec<Ran>> {
    let imported = module.imported_functions();
    let is_run = |blocks: &[Ran]| blocks.iter().any(|ran| *ran != Ran::Never);
    let mut open: Vec<usize> = (0..).zip(moves).filter(|(_, blocks)| is_run(blocks)).map(|(index, _)| index).collect();
    let mut reached = BTreeSet::new();
    while let Some(index) = open.pop() {
        let (Some(function), Some(blocks)) = (module.functions.get(index), ran.get_mut(index)) else { continue };
        if reached.insert(index) {
            blocks.iter_mut().for_each(|ran| *ran = ran.and(Ran::Near));
            open.extend(called(function).filter_map(|called| called.checked_sub(imported)).map(|index| index as usize));
        }
    }
    ran
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_move_ran_and_what_that_calls_is_near_and_nothing_else() {
        let call = |function_index| vec![Operator::Call { function_index }, Operator::Nop, Operator::End];
        let function = |body| Function { body, ..Function::default() };
        let module = Module {
            functions: vec![function(call(1)), function(vec![Operator::End]), function(call(1))],
            ..Module::default()
        };
        let ran = vec![vec![Ran::First, Ran::Never], vec![Ran::Never], vec![Ran::Never]];
        let moves = [vec![Ran::Near, Ran::Never], vec![Ran::Never], vec![Ran::Never]];
        let near = with_near(&module, ran.clone(), &moves);
        assert_eq!(near, [vec![Ran::First, Ran::Near], vec![Ran::Near], vec![Ran::Never]]);
        let moves = [vec![Ran::Never; 2], vec![Ran::Never], vec![Ran::Never]];
        assert_eq!(with_near(&module, ran.clone(), &moves), ran);
    }
}
