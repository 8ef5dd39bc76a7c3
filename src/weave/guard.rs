//! The patch point's check at a woven function's entry, the same for both joins.

use ext_php_rs::ffi;

use super::{POINT_KEY, POINT_NAME, native_call};
use crate::zend::literal::Value;
use crate::zend::op::{Op, Operand, code, kind};

/// Behind what a wrapper sleeps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Guard {
    /// Nothing: it always runs.
    None,
    /// It runs callbacks, so it sleeps while nobody listens to the function.
    Listening,
    /// Its rule holds in some requests, or for some classes, only.
    InForce,
}

/// Whoever builds the code around a guard.
pub trait Host {
    /// Appends an instruction.
    fn emit(&mut self, op: Op);
    /// Appends a jump to the place where the wrapper is left out.
    fn emit_jump_to_original(&mut self, op: Op);
    /// Appends a jump over the next so many instructions.
    fn emit_jump_over(&mut self, op: Op, count: u32);
    fn new_literal(&mut self, value: Value) -> Operand;
    fn new_temporary(&mut self) -> u32;
    fn new_slot(&mut self) -> u32;
}

/// `if (!point) goto original;` and, for a rule that may not apply, `if (!is_int(point) && !\Weft\active()) goto original;`
pub fn emit(guard: Guard, host: &mut impl Host, point_slot: u32, line: u32) {
    if guard == Guard::None {
        return;
    }
    let name = point_name(host);
    let answer = Operand::tmp(host.new_temporary());
    host.emit(ask(name, answer, point_slot, line));
    host.emit_jump_to_original(Op::bare(code::JMPZ, line).op1(answer));
    if guard == Guard::InForce {
        let known = Operand::tmp(host.new_temporary());
        host.emit(ask(name, known, point_slot, line));
        let answer = host.new_temporary();
        let smart = Operand {
            kind: kind::TMP | kind::SMART_JMPNZ,
            number: answer,
        };
        host.emit(Op::bare(code::TYPE_CHECK, line).op1(known).result(smart).extended(1 << ffi::IS_LONG));
        host.emit_jump_over(Op::bare(code::JMPNZ, line).op1(Operand::tmp(answer)), 3);
        let answer = Operand::var(host.new_temporary());
        native_call::emit(host, b"weft\\active", &[], answer, line);
        host.emit_jump_to_original(Op::bare(code::JMPZ, line).op1(answer));
    }
}

/// The name of the patch point's constant, for [`ask`].
pub fn point_name(host: &mut impl Host) -> Operand {
    let name = host.new_literal(Value::text(POINT_NAME));
    host.new_literal(Value::text(POINT_KEY));
    name
}

/// What the patch point answers.
pub fn ask(name: Operand, answer: Operand, point_slot: u32, line: u32) -> Op {
    Op::bare(code::FETCH_CONSTANT, line).op2(name).result(answer).extended(point_slot)
}
