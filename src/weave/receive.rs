//! `\Weft\receive()`: the parameters take the values that a callback gave them.
//!
//! The native function answers with a list. What follows it here assigns the list's elements to the parameters, in
//! instructions that optimizer and JIT see: had weft written the variables behind their back, they would go on with
//! the types and values that they knew. References stay with weft: of those nothing is ever taken for known.

use ext_php_rs::ffi;

use super::guard::Host;
use crate::zend::literal::Value;
use crate::zend::op::{Op, Operand, code, kind};
use crate::zend::op_array::{OpArray, Parameter};

/// Appends the call `done` of `\Weft\receive()` with what belongs to it. The target's parameters are the first
/// variables of the function under construction.
pub fn emit(host: &mut impl Host, target: OpArray, done: Op) {
    let line = done.line;
    let list = Operand::var(host.new_temporary());
    host.emit(Op { result: list, ..done });
    let variadic = u32::from(target.has_flag(ffi::ZEND_ACC_VARIADIC));
    let count = target.parameters() + variadic;
    for number in 0..count {
        let parameter = target.parameter(number);
        if parameter.by_reference() {
            continue;
        }
        let value = element(host, list, number, line);
        let value = typed(host, parameter, number < target.parameters(), value, line);
        host.emit(Op::bare(code::ASSIGN, line).op1(Operand::cv(number)).op2(value));
    }
    if !done.result.is_unused() {
        let call = host.new_literal(Value::Int(i64::from(count)));
        host.emit(Op::bare(code::FETCH_LIST_R, line).op1(list).op2(call).result(done.result));
    }
    host.emit(Op::bare(code::FREE, line).op1(list));
}

fn element(host: &mut impl Host, list: Operand, number: u32, line: u32) -> Operand {
    let key = host.new_literal(Value::Int(i64::from(number)));
    let value = Operand::var(host.new_temporary());
    host.emit(Op::bare(code::FETCH_LIST_R, line).op1(list).op2(key).result(value));
    value
}

/// Tells the optimizer the type again, where one instruction can: the value has it already.
fn typed(host: &mut impl Host, parameter: Parameter, declared: bool, value: Operand, line: u32) -> Operand {
    let mask = if declared { parameter.mask() } else { ffi::MAY_BE_ARRAY };
    if declared && (!parameter.is_typed() || parameter.class_count() > 0) {
        return value;
    }
    let cast = |type_: u32| Op::bare(code::CAST, line).extended(type_);
    let op = match mask {
        ffi::MAY_BE_LONG => cast(ffi::IS_LONG),
        ffi::MAY_BE_DOUBLE => cast(ffi::IS_DOUBLE),
        ffi::MAY_BE_STRING => cast(ffi::IS_STRING),
        ffi::MAY_BE_ARRAY => cast(ffi::IS_ARRAY),
        ffi::MAY_BE_BOOL => Op::bare(code::BOOL, line),
        _ => return value,
    };
    let result = Operand {
        kind: kind::TMP,
        number: host.new_temporary(),
    };
    host.emit(op.op1(value).result(result));
    result
}
