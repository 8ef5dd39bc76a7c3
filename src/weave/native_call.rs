//! Calls of weft's own native functions in woven code, the same for both joins.

use super::guard::Host;
use crate::zend::literal::Value;
use crate::zend::op::{Op, Opcode, Operand, code};
use crate::zend::op_array::{argument_offset, internal_frame_size};

/// Appends a call of a native with these values.
pub fn emit(host: &mut impl Host, function: &[u8], arguments: &[Operand], result: Operand, line: u32) {
    let begin = begin(host, function, arguments.len() as u32, line);
    host.emit(begin);
    for (number, argument) in (0..).zip(arguments) {
        host.emit(send(code::SEND_VAL, number, *argument, line));
    }
    host.emit(Op::bare(code::DO_ICALL, line).result(result));
}

/// The beginning of a call with so many arguments.
pub fn begin(host: &mut impl Host, function: &[u8], arguments: u32, line: u32) -> Op {
    let name = host.new_literal(Value::text(function));
    let slot = host.new_slot();
    let stack = Operand::bare(internal_frame_size(arguments));
    Op::bare(code::INIT_FCALL, line)
        .op1(stack)
        .op2(name)
        .result(Operand::bare(slot))
        .extended(arguments)
}

/// An argument, counted from 0.
pub fn send(opcode: Opcode, number: u32, value: Operand, line: u32) -> Op {
    let place = Operand::bare(argument_offset(number));
    Op::bare(opcode, line).op1(value).op2(Operand::bare(number + 1)).result(place)
}
