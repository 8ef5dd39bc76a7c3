//! An op_array as editable code that weft owns.

use crate::zend::literal::{Literal, Value};
use crate::zend::op::{Op, Operand, code, kind};
use crate::zend::op_array::{Form, OpArray, Try};

/// Code apart from any op_array: it outlives the request in which it was compiled, and can be grafted many times.
#[derive(Clone, Debug)]
pub struct Code {
    pub ops: Vec<Op>,
    pub literals: Vec<Literal>,
    pub variables: Vec<Box<[u8]>>,
    pub temporaries: u32,
    pub cache_size: u32,
    pub tries: Vec<Try>,
}

impl Code {
    /// Copies a finished op_array. `Err` names what cannot leave it, with its line.
    pub fn copy(op_array: OpArray) -> Result<Self, (u32, &'static str)> {
        let mut ops = op_array.ops(Form::Finished);
        let literals = op_array.literals();
        let mut copied = Vec::with_capacity(literals.len());
        for (number, literal) in literals.into_iter().enumerate() {
            let Some(literal) = literal else {
                let user = ops.iter().find(|op| uses_literal(op, number));
                return Err((user.map_or(op_array.line_start(), |op| op.line), "a constant expression"));
            };
            copied.push(literal);
        }
        for (number, op) in ops.iter_mut().enumerate() {
            if op.has_jump_table() {
                let table = &mut copied[op.op2.number as usize];
                undo_jump_table(op_array, u32::try_from(number).unwrap_or(u32::MAX), table);
            }
        }
        Ok(Self {
            ops,
            literals: copied,
            variables: (0..op_array.variable_count()).map(|number| op_array.variable(number).into()).collect(),
            temporaries: op_array.temporaries(),
            cache_size: op_array.cache_size(),
            tries: op_array.tries(),
        })
    }

    /// The text of a literal operand.
    pub fn text(&self, operand: Operand) -> Option<&[u8]> {
        match &self.literals.get(operand.number as usize)?.value {
            Value::Text(bytes) if operand.is_literal() => Some(bytes),
            _ => None,
        }
    }
}

fn uses_literal(op: &Op, number: usize) -> bool {
    [op.op1, op.op2].iter().any(|operand| operand.is_literal() && operand.number as usize == number)
}

fn undo_jump_table(op_array: OpArray, op: u32, table: &mut Literal) {
    if let Value::List(entries) = &mut table.value {
        for (_, entry) in entries {
            if let Value::Int(distance) = entry {
                *distance = i64::from(op_array.jump_table_target(op, *distance));
            }
        }
    }
}

/// By how much the numbers of a piece of code grow when it moves into another function.
#[derive(Clone, Copy, Debug)]
pub struct Shift {
    pub literals: u32,
    pub variables: u32,
    pub temporaries: u32,
    pub cache: u32,
    pub tries: u32,
}

impl Shift {
    fn operand(self, operand: &mut Operand) {
        let by = match operand.kind & (kind::CONST | kind::TMP | kind::VAR | kind::CV) {
            kind::CONST => self.literals,
            kind::TMP | kind::VAR => self.temporaries,
            kind::CV => self.variables,
            _ => 0,
        };
        operand.number += by;
    }

    /// Renumbers instructions in place, all but their jumps and try numbers.
    pub fn apply(self, ops: &mut [Op]) {
        for number in 0..ops.len() {
            // The place is found by the unshifted operands' kinds, which shifting leaves as they are.
            if let Some(cache) = ops[number].cache_place() {
                let op = if cache.in_data { &mut ops[number + 1] } else { &mut ops[number] };
                op.set(cache.place, op.get(cache.place) + self.cache);
            }
            let op = &mut ops[number];
            self.operand(&mut op.op1);
            self.operand(&mut op.op2);
            self.operand(&mut op.result);
            match op.opcode {
                code::FAST_CALL => op.op1.number += self.tries,
                // The enclosing try region: the second operand, `u32::MAX` for none.
                code::FAST_RET if op.op2.number != u32::MAX => op.op2.number += self.tries,
                _ => {}
            }
        }
    }
}

/// Aims every jump of `ops` through `aim`.
pub fn retarget(ops: &mut [Op], mut aim: impl FnMut(u32) -> u32) {
    for op in ops {
        if let Some((place, target)) = op.jump() {
            op.set(place, aim(target));
        }
    }
}

/// A value that is returned through `finally` waits in a temporary, named by each FAST_CALL on its way. With anything
/// between FAST_CALL and RETURN the optimizer reuses that temporary, so the value must wait in a variable.
///
/// Answers the numbers of such returns, each with that of its first FAST_CALL.
pub fn held_returns(ops: &[Op]) -> Vec<(u32, u32)> {
    let mut held = Vec::new();
    for (number, op) in ops.iter().enumerate() {
        if !matches!(op.opcode, code::RETURN | code::RETURN_BY_REF) || !op.op1.is_temporary() {
            continue;
        }
        let mut first = None;
        for (before, earlier) in ops[..number].iter().enumerate().rev() {
            match earlier.opcode {
                code::FAST_CALL if earlier.op2.is_temporary() && earlier.op2.number == op.op1.number => first = Some(before),
                code::FAST_CALL | code::FREE | code::FE_FREE | code::DISCARD_EXCEPTION => {}
                // Since 8.4 what is returned by reference is checked once more: "finally" may have changed it.
                code::VERIFY_RETURN_TYPE if earlier.op1 == op.op1 => {}
                _ => break,
            }
        }
        if let Some(first) = first {
            held.push((number as u32, first as u32));
        }
    }
    held
}
