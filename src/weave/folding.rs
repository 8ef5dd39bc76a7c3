//! Temporaries that opcache's first pass may replace by a constant.
//!
//! That pass (Zend/Optimizer/pass1.c) takes it that a temporary is used once: it puts the constant into the first
//! instruction that uses it and drops the one that made it. Spliced code has two ways out of each `return`, so what is
//! returned and might become a constant goes into a variable first: the temporary's one use.

use crate::zend::op::{Op, Opcode, Operand, code};

/// A `return` of such a temporary.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FoldedReturn {
    /// The return, and the first of the instructions that belong to it: the check of its type, what frees loops, `finally`.
    pub number: u32,
    pub first: u32,
    pub value: Operand,
    /// Does it go through `finally`? Then it may be given up, and happen again.
    pub waits: bool,
}

/// All such returns of a function, in their order. With `dropped` nobody uses what is returned, and the optimizer may drop
/// what makes it, past the check of its type: then what is checked waits as well.
pub fn returns(ops: &[Op], dropped: bool) -> Vec<FoldedReturn> {
    let is_checked = |value: Operand| value.is_temporary() && ops.iter().any(|op| op.opcode == code::VERIFY_RETURN_TYPE && op.op1 == value);
    let waits = |value: Operand| may_fold(ops, value) || (dropped && is_checked(value));
    let found = ops
        .iter()
        .enumerate()
        .filter(|(_, op)| matches!(op.opcode, code::RETURN | code::RETURN_BY_REF) && waits(op.op1));
    found
        .map(|(number, op)| {
            let belongs =
                |op: &&Op| op.frees_on_return() || matches!(op.opcode, code::VERIFY_RETURN_TYPE | code::FAST_CALL | code::DISCARD_EXCEPTION | code::NOP);
            let before = ops[..number].iter().rev().take_while(belongs).count();
            FoldedReturn {
                number: number as u32,
                first: (number - before) as u32,
                value: op.op1,
                waits: ops[number - before..number].iter().any(|op| op.opcode == code::FAST_CALL),
            }
        })
        .collect()
}

/// May this temporary become a constant?
pub fn may_fold(ops: &[Op], operand: Operand) -> bool {
    operand.is_temporary() && folds(ops, operand.number, &mut Vec::new())
}

fn folds(ops: &[Op], temporary: u32, seen: &mut Vec<u32>) -> bool {
    if seen.contains(&temporary) {
        return false;
    }
    seen.push(temporary);
    let makes = |op: &Op| op.result.is_temporary() && op.result.number == temporary;
    let mut constant = |operand: Operand| operand.is_unused() || operand.is_literal() || (operand.is_temporary() && folds(ops, operand.number, seen));
    ops.iter().enumerate().any(|(number, op)| {
        makes(op)
            && match op.opcode {
                // A few functions are called while compiling: their last argument stands right before the call.
                code::DO_ICALL => ops[..number].last().is_some_and(|last| constant(last.op1)),
                opcode => is_folded(opcode) && constant(op.op1) && constant(op.op2),
            }
    })
}

/// Does the pass work this out where the operands are constants?
fn is_folded(opcode: Opcode) -> bool {
    // The operators with one result come first among the opcodes.
    matches!(
        opcode,
        code::ADD..=code::IS_SMALLER_OR_EQUAL | code::SPACESHIP | code::FAST_CONCAT | code::CASE | code::CASE_STRICT | code::CAST | code::BOOL
    ) || matches!(
        opcode,
        code::FETCH_CONSTANT | code::FETCH_CLASS_CONSTANT | code::DEFINED | code::STRLEN | code::JMPZ_EX | code::JMPNZ_EX
    )
}
