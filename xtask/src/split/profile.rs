//! Which parts of a module run: each basic block tells an imported function.

use super::module::{Function, Import, Module, Numbering};
use crate::Result;
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

/// For each function that the module defines, and each of its blocks, whether it ran. `ran` has the numbers of blocks.
pub fn ran(module: &Module, ran: &[u32]) -> Vec<Vec<bool>> {
    let mut block = 0;
    let mut next = || {
        block += 1;
        ran.binary_search(&(block - 1)).is_ok()
    };
    module.functions.iter().map(|function| block_starts(function).iter().map(|_| next()).collect()).collect()
}
