//! The call join: the original stands apart under a hidden key, the wrapper has its name, its parameters and its place,
//! and each `\Weft\proceed()` is a call of the original with the arguments of this call.
//!
//! Called with exactly as many arguments as it declares, the wrapper hands them on with INIT, SEND and DO. With fewer
//! or more, with variadic parameters, and from closures, the internal function `\Weft\proceed()` makes the call from
//! the frame itself, so that the original sees the very count, the surplus and the names that the caller gave.

use ext_php_rs::ffi;

use super::code::{Shift, retarget};
use super::guard::{self, Guard};
use super::native_call;
use super::receive;
use super::template::{Site, Template, Waiting};
use super::temporaries;
use crate::zend::literal::{Key, Literal, Value};
use crate::zend::op::{Op, Operand, code, kind};
use crate::zend::op_array::{Form, OpArray, Revision, Try};

/// Stands in the unused second operand of the call of an original, for `zend/trace.c`.
const PROCEEDS: u32 = 0x7765_6674;

/// The wrapper's code and what the original needs.
#[derive(Debug)]
pub struct Called {
    pub revision: Revision,
    /// Literals of the original that the wrapper's parameters need, in the order in which they come first.
    pub copied_literals: Vec<u32>,
}

/// How the original is reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    Function,
    Method,
    StaticMethod,
    /// The original belongs to the wrapper and stands in no table: of a closure, and of a function that is declared when
    /// the code around it runs, since a file that is included twice would fill the table twice; of a function with static
    /// variables, which stay with the wrapper (each class and alias that uses a trait's method has its own, and
    /// Reflection looks for them there); and of a trait's static method, which PHP does not like to be called by the
    /// trait's name.
    Inner,
}

impl Reach {
    pub fn of(target: OpArray) -> Self {
        if target.has_flag(ffi::ZEND_ACC_CLOSURE) || target.has_static_variables() || target.is_static_of_trait() {
            Self::Inner
        } else if target.scope().is_null() {
            if target.has_flag(ffi::ZEND_ACC_TOP_LEVEL) {
                Self::Function
            } else {
                Self::Inner
            }
        } else if target.has_flag(ffi::ZEND_ACC_STATIC) {
            Self::StaticMethod
        } else {
            Self::Method
        }
    }
}

/// Is this instruction of a template one that hands on the reference which the original returned: `return proceed()`,
/// or `$x = proceed()`, which binds instead of copying?
fn takes_reference(op: &Op, result: Operand) -> bool {
    op.opcode == code::RETURN && op.op1 == result || op.opcode == code::ASSIGN && op.op2 == result && op.op1.is_cv() && op.result.is_unused()
}

/// What becomes of the wrapper's arguments when it calls the original.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Arguments {
    /// The template may look at them, or call once more.
    Kept,
    /// Nobody does: the original alone holds them, so that what it lets go of is gone, and what it changes need not be
    /// copied first.
    Given,
}

struct Caller<'a> {
    template: &'a Template,
    target: OpArray,
    reach: Reach,
    key: &'a [u8],
    /// Of all that is not the target's: where its first statement stands. Coverage counts lines, and this one runs in
    /// any case.
    line: u32,
    /// Bytes of stack that a frame of the original takes.
    stack: u32,
    shift: Shift,
    out: Vec<Op>,
    /// Aimed through the template's table?
    of_template: Vec<bool>,
    moved: Vec<u32>,
    literals: Vec<Literal>,
    variables: Vec<Box<[u8]>>,
    temporaries: u32,
    cache_size: u32,
    by_reference: bool,
    return_slot: Option<u32>,
    /// For each return of the template that waits for a `finally`: the return's number and where the value is.
    waiting: Vec<(u32, Operand)>,
    /// Jumps of the guard, aimed when the call without the wrapper has its place.
    jumps_to_original: Vec<usize>,
}

/// Builds the wrapper for a target that stands before its second pass. `stack` is the size of the original's frame.
pub fn wrap(target: OpArray, template: &Template, settings: &[(u32, Value)], guard: Guard, reach: Reach, key: &[u8], stack: u32) -> Called {
    let target_ops = target.ops(Form::Plain);
    let receiving: Vec<Op> = target_ops
        .iter()
        .take(
            target_ops
                .iter()
                .rposition(|op| matches!(op.opcode, code::RECV | code::RECV_INIT | code::RECV_VARIADIC))
                .map_or(0, |last| last + 1),
        )
        .copied()
        .collect();
    let line = target_ops.get(receiving.len()).map_or(target.line_start(), |op| op.line);
    let copied_literals: Vec<u32> = receiving.iter().filter(|op| op.op2.is_literal()).map(|op| op.op2.number).collect();
    let parameters = target.parameters() + u32::from(target.has_flag(ffi::ZEND_ACC_VARIADIC));
    let cache = target.cache_size().next_multiple_of(8);
    let shift = Shift {
        literals: copied_literals.len() as u32,
        variables: parameters,
        temporaries: 0,
        cache: cache + 8,
        tries: 0,
    };
    let mut caller = Caller {
        template,
        target,
        reach,
        key,
        line,
        stack,
        shift,
        out: Vec::new(),
        of_template: Vec::new(),
        moved: vec![0; template.code.ops.len() + 1],
        literals: template.code.literals.clone(),
        variables: (0..parameters)
            .map(|number| target.variable(number).into())
            .chain(template.code.variables.iter().cloned())
            .collect(),
        temporaries: template.code.temporaries,
        cache_size: cache + 8 + template.code.cache_size,
        by_reference: target.has_flag(ffi::ZEND_ACC_RETURN_REFERENCE) && !target.has_flag(ffi::ZEND_ACC_GENERATOR),
        return_slot: None,
        waiting: Vec::new(),
        jumps_to_original: Vec::new(),
    };
    let mut defaults = 0;
    for mut op in receiving {
        if op.op2.is_literal() {
            op.op2.number = defaults;
            defaults += 1;
        }
        caller.own(op);
    }
    caller.build(cache, guard, settings);
    Called {
        revision: caller.finish(),
        copied_literals,
    }
}

impl guard::Host for Caller<'_> {
    fn emit(&mut self, op: Op) {
        self.own(op);
    }
    fn emit_jump_to_original(&mut self, op: Op) {
        self.jumps_to_original.push(self.out.len());
        self.own(op);
    }
    fn emit_jump_over(&mut self, op: Op, count: u32) {
        let aim = Operand::bare(self.here() + count + 1);
        self.own(op.op2(aim));
    }
    fn new_literal(&mut self, value: Value) -> Operand {
        self.literal(value)
    }
    fn new_temporary(&mut self) -> u32 {
        self.temporary()
    }
    fn new_slot(&mut self) -> u32 {
        self.slot(1)
    }
}

impl Caller<'_> {
    fn own(&mut self, op: Op) {
        self.out.push(op);
        self.of_template.push(false);
    }

    fn here(&self) -> u32 {
        self.out.len() as u32
    }

    fn literal(&mut self, value: Value) -> Operand {
        self.literals.push(value.into());
        Operand::literal(self.shift.literals + self.literals.len() as u32 - 1)
    }

    fn temporary(&mut self) -> u32 {
        self.temporaries += 1;
        self.temporaries - 1
    }

    fn slot(&mut self, pointers: u32) -> u32 {
        let slot = self.cache_size;
        self.cache_size += pointers * 8;
        slot
    }

    fn build(&mut self, point_slot: u32, guard: Guard, settings: &[(u32, Value)]) {
        let line = self.line;
        guard::emit(guard, self, point_slot, line);
        for (variable, value) in settings {
            let literal = self.literal(value.clone());
            self.own(
                Op::bare(code::QM_ASSIGN, line)
                    .op1(literal)
                    .result(Operand::cv(self.shift.variables + variable)),
            );
        }
        let sites = self.template.sites.clone();
        let mut number = 0;
        while number < self.template.code.ops.len() as u32 {
            self.moved[number as usize] = self.here();
            if let Some(site) = sites.iter().find(|site| site.init == number) {
                number = self.site(*site);
            } else {
                self.template_op(number);
                number += 1;
            }
        }
        self.moved[self.template.code.ops.len()] = self.here();
        if guard != Guard::None {
            let asleep = self.here();
            for number in std::mem::take(&mut self.jumps_to_original) {
                retarget(std::slice::from_mut(&mut self.out[number]), |_| asleep);
            }
            let result = Operand::var(self.temporary());
            let result = if self.by_reference { result.as_reference() } else { result };
            self.proceed(result, Arguments::Given, line);
            self.give_back(result, line);
        }
    }

    /// Puts the call in the place of a `\Weft\proceed()`; answers where the template goes on.
    fn site(&mut self, site: Site) -> u32 {
        let call = self.template.code.ops[site.call as usize];
        for number in site.init..=site.call {
            self.moved[number as usize] = self.here();
        }
        let result = call.result;
        let next = site.call + 1;
        let follows = self.template.code.ops.get(next as usize).copied();
        let taker = follows.filter(|op| self.by_reference && !result.is_unused() && takes_reference(op, result));
        let Some(op) = taker else {
            self.proceed(result, Arguments::Kept, self.line);
            return next;
        };
        let result = result.as_reference();
        self.proceed(result, Arguments::Kept, self.line);
        self.moved[next as usize] = self.here();
        if op.opcode == code::RETURN {
            self.give_back(result, self.line);
        } else {
            let variable = Operand::cv(op.op1.number + self.shift.variables);
            self.own(Op::bare(code::ASSIGN_REF, self.line).op1(variable).op2(result));
        }
        next + 1
    }

    /// Returns what the original gave, as it gave it.
    fn give_back(&mut self, result: Operand, line: u32) {
        if self.by_reference {
            self.own(Op::bare(code::RETURN_BY_REF, line).op1(result).extended(ffi::ZEND_RETURNS_FUNCTION));
        } else {
            self.own(Op::bare(code::RETURN, line).op1(result));
        }
    }

    /// A call of the original with this call's arguments.
    fn proceed(&mut self, result: Operand, arguments: Arguments, line: u32) {
        let exact = self.reach != Reach::Inner && !self.target.has_flag(ffi::ZEND_ACC_VARIADIC);
        if !exact {
            return self.proceed_from_frame(result, line);
        }
        let count = self.temporary();
        self.own(Op::bare(code::FUNC_NUM_ARGS, line).result(Operand::tmp(count)));
        let declared = self.literal(Value::Int(i64::from(self.target.parameters())));
        let same = self.temporary();
        let smart = Operand {
            kind: kind::TMP | kind::SMART_JMPZ,
            number: same,
        };
        self.own(Op::bare(code::IS_EQUAL, line).op1(Operand::tmp(count)).op2(declared).result(smart));
        let branch = self.out.len();
        self.own(Op::bare(code::JMPZ, line).op1(Operand::tmp(same)));
        self.proceed_directly(result, arguments, line);
        let leave = self.out.len();
        self.own(Op::bare(code::JMP, line));
        self.out[branch].op2 = Operand::bare(self.here());
        self.proceed_from_frame(result, line);
        self.out[leave].op1 = Operand::bare(self.here());
    }

    fn proceed_directly(&mut self, result: Operand, what: Arguments, line: u32) {
        let arguments = self.target.parameters();
        let key = self.literal(Value::text(self.key));
        match self.reach {
            Reach::Function | Reach::Inner => {
                let slot = self.slot(1);
                self.own(
                    Op::bare(code::INIT_FCALL, line)
                        .op1(Operand::bare(self.stack))
                        .op2(key)
                        .result(Operand::bare(slot))
                        .extended(arguments),
                );
            }
            Reach::Method => {
                // The name, then the same in lower case: it has no letters that differ.
                self.literal(Value::text(self.key));
                let slot = self.slot(2);
                self.own(Op::bare(code::INIT_METHOD_CALL, line).op2(key).result(Operand::bare(slot)).extended(arguments));
            }
            Reach::StaticMethod => {
                self.literal(Value::text(self.key));
                let slot = self.slot(2);
                let own_class = Operand::bare(ffi::ZEND_FETCH_CLASS_SELF | ffi::ZEND_FETCH_CLASS_EXCEPTION);
                self.own(
                    Op::bare(code::INIT_STATIC_METHOD_CALL, line)
                        .op1(own_class)
                        .op2(key)
                        .result(Operand::bare(slot))
                        .extended(arguments),
                );
            }
        }
        for number in 0..arguments {
            let opcode = if self.target.parameter(number).by_reference() {
                code::SEND_REF
            } else {
                code::SEND_VAR
            };
            let place = Operand::bare(crate::zend::op_array::argument_offset(number));
            self.own(Op::bare(opcode, line).op1(Operand::cv(number)).op2(Operand::bare(number + 1)).result(place));
            if what == Arguments::Given && !self.target.parameter(number).is_plain() {
                self.own(Op::bare(code::UNSET_CV, line).op1(Operand::cv(number)));
            }
        }
        let opcode = if self.reach == Reach::Function { code::DO_UCALL } else { code::DO_FCALL };
        self.own(Op::bare(opcode, line).op2(Operand::bare(PROCEEDS)).result(result));
    }

    fn proceed_from_frame(&mut self, result: Operand, line: u32) {
        // The engine wants to know beforehand whether a function returns a reference.
        let name = if self.by_reference {
            b"weft\\proceed_by_reference".as_slice()
        } else {
            b"weft\\proceed"
        };
        let key = if self.reach == Reach::Inner {
            Value::text(b"")
        } else {
            Value::text(self.key)
        };
        let key = self.literal(key);
        native_call::emit(self, name, &[key], result, line);
    }

    fn template_op(&mut self, number: u32) {
        let mut op = self.template.code.ops[number as usize];
        if op.opcode == code::NOP || self.template.is_inside_bypass(number) {
            return;
        }
        if self.template.is_bypass(number) {
            return guard::Host::emit_jump_to_original(self, Op::bare(code::JMP, self.line));
        }
        let before = number.checked_sub(1).map(|number| self.template.code.ops[number as usize]);
        if op.opcode == code::OP_DATA {
            let mut both = [before.unwrap_or(op), op];
            self.shift.apply(&mut both);
            op = both[1];
        } else {
            let follows = self.template.code.ops.get(number as usize + 1).copied().unwrap_or(op);
            let mut both = [op, follows];
            self.shift.apply(&mut both);
            op = both[0];
        }
        op.line = self.line;
        match op.opcode {
            code::RETURN => return self.template_return(number, op),
            code::QM_ASSIGN if self.by_reference && self.template.waiting.iter().any(|waiting| waiting.copied == Some(number)) => return,
            code::FAST_CALL => self.wait(number, &mut op),
            _ => {}
        }
        if self.template.receives.contains(&number) {
            let target = self.target;
            return receive::emit(self, target, op);
        }
        self.out.push(op);
        self.of_template.push(true);
    }

    /// What the template returns through `finally` is checked before that, and a reference is kept in a variable.
    fn wait(&mut self, number: u32, op: &mut Op) {
        let Some(waiting) = self.template.waits_at(number) else { return };
        if waiting.first == number {
            let value = if self.by_reference {
                self.wait_by_reference(waiting, *op)
            } else {
                self.checked(op.op2, op.line)
            };
            self.waiting.push((waiting.at, value));
        }
        if self.waiting.iter().any(|(at, value)| *at == waiting.at && !value.is_temporary()) {
            op.op2 = Operand::UNUSED;
        }
    }

    fn wait_by_reference(&mut self, waiting: Waiting, op: Op) -> Operand {
        let returned = self.returned();
        let (opcode, value) = match waiting.copied {
            Some(copied) => (
                code::ASSIGN_REF,
                Operand::cv(self.template.code.ops[copied as usize].op1.number + self.shift.variables),
            ),
            None if self.is_of_original(op.op2) => (code::ASSIGN_REF, op.op2.as_reference()),
            None => (code::ASSIGN, op.op2),
        };
        let value = self.checked(value, op.line);
        self.own(Op::bare(opcode, op.line).op1(returned).op2(value));
        returned
    }

    /// Is this what a call of the original gave?
    fn is_of_original(&self, value: Operand) -> bool {
        let given = |site: &Site| self.template.code.ops[site.call as usize].result;
        value.is_temporary()
            && self
                .template
                .sites
                .iter()
                .any(|site| given(site).number + self.shift.temporaries == value.number)
    }

    /// A variable of ours for what is returned by reference.
    fn returned(&mut self) -> Operand {
        const NAME: &[u8] = b"weft returned";
        let known = self.variables.iter().position(|known| **known == *NAME);
        let number = known.unwrap_or_else(|| {
            self.variables.push(NAME.into());
            self.variables.len() - 1
        });
        Operand::cv(number as u32)
    }

    fn template_return(&mut self, number: u32, op: Op) {
        if let Some((_, value)) = self.waiting.iter().find(|(at, _)| *at == number) {
            let opcode = if self.by_reference { code::RETURN_BY_REF } else { code::RETURN };
            return self.own(Op::bare(opcode, op.line).op1(*value));
        }
        let value = self.checked(op.op1, op.line);
        if !self.by_reference {
            return self.own(Op::bare(code::RETURN, op.line).op1(value));
        }
        if value.is_cv() {
            return self.own(Op::bare(code::RETURN_BY_REF, op.line).op1(value));
        }
        let returned = self.returned();
        self.own(Op::bare(code::QM_ASSIGN, op.line).op1(value).result(returned));
        self.own(Op::bare(code::RETURN_BY_REF, op.line).op1(returned));
    }

    /// What the template returns must fit the declared type: optimizer and JIT rely on it.
    fn checked(&mut self, value: Operand, line: u32) -> Operand {
        let Some(declared) = self.target.return_type() else { return value };
        // A generator's type is that of the generator, which only the original can give.
        if declared.admits(ffi::IS_VOID) {
            if value.is_temporary() {
                self.own(Op::bare(code::FREE, line).op1(value));
            }
            return self.literal(Value::Null);
        }
        if declared.admits(ffi::IS_NEVER) {
            self.own(Op::bare(code::VERIFY_NEVER_TYPE, line));
            return value;
        }
        if declared.mask() == ffi::MAY_BE_ANY {
            return value;
        }
        let slot = match self.return_slot {
            Some(slot) => slot,
            None => *self.return_slot.insert({
                let slot = self.cache_size;
                self.cache_size += declared.class_count() * 8;
                slot
            }),
        };
        let verify = Op::bare(code::VERIFY_RETURN_TYPE, line).op1(value).op2(Operand::bare(slot));
        if value.is_literal() {
            let result = Operand::tmp(self.temporary());
            self.own(verify.result(result));
            return result;
        }
        self.own(verify);
        value
    }

    fn finish(mut self) -> Revision {
        let moved = &self.moved;
        for number in 0..self.out.len() {
            if self.of_template[number] {
                retarget(std::slice::from_mut(&mut self.out[number]), |aim| moved[aim as usize]);
            }
        }
        for op in self.template.code.ops.iter().filter(|op| op.has_jump_table()) {
            if let Value::List(entries) = &mut self.literals[op.op2.number as usize].value {
                for (_, entry) in entries as &mut Vec<(Key, Value)> {
                    if let Value::Int(aim) = entry {
                        *aim = i64::from(moved[usize::try_from(*aim).unwrap_or(0)]);
                    }
                }
            }
        }
        let aim = |number: u32| if number == 0 { 0 } else { moved[number as usize] };
        let tries: Vec<Try> = self
            .template
            .code
            .tries
            .iter()
            .map(|element| Try {
                start: moved[element.start as usize],
                catch: aim(element.catch),
                finally: aim(element.finally),
                finally_end: aim(element.finally_end),
            })
            .collect();
        let has_finally = tries.iter().any(|element| element.finally != 0);
        let temporaries = temporaries::share(&mut self.out, 0, self.temporaries);
        Revision {
            ops: self.out,
            literals: self.literals,
            variables: self.variables,
            temporaries,
            cache_size: self.cache_size,
            tries,
            moved: Vec::new(),
            flags: if has_finally { ffi::ZEND_ACC_HAS_FINALLY_BLOCK } else { 0 },
        }
    }
}
