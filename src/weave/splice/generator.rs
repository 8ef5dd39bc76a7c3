//! What `observe` comes to in a generator.
//!
//! A generator goes on in another frame than that of its call, and takes no temporaries along. So what tells of the call is
//! kept with the generator, natively, and no variable is needed that the original could see:
//!
//! ```text
//!     RECV ...
//!     FETCH_CONSTANT, JMPNZ ───────────┐  the patch point; false while nobody listens
//!     sleeping: GENERATOR_CREATE <──┐  │
//!     armed = false                 │  │
//!     original  <────────────────┐  │  │  each `return X` becomes: if (!armed) return X; result = X; jump to "end"
//!     twin  <─────────────────┐  │  │  │  each `return X` becomes: result = X; jump to "end"; yields are told of
//!     CATCH nothing ──┐       │  │  │  │  as in `observer`
//!     end:            │       │  │  │  │  \Weft\generator_returns(result), return
//!     caught:  <──────┘       │  │  │  │  \Weft\generator_throws(), return \Weft\result()
//!     awake:   <──────────────┼──┼──┼──┘  \Weft\generator_before()
//!         JMP ────────────────┼──┼──┘     false: nobody wants to hear of the end; true: a callback changed the call
//!         GENERATOR_CREATE    │  │        1: somebody asks for yields
//!         JMP ────────────────┘  │
//!         GENERATOR_CREATE       │        0: nobody does
//!         armed = true, JMP ─────┘
//! ```
//!
//! The twin is a second copy of the original. It is there for those who ask for yields and resumes, so that nobody else pays
//! for the question at each of them.

use std::ops::Range;

use ext_php_rs::ffi;

use super::observer::Observer;
use super::{Label, Origin, Splicer, hidden, moved_try, parameters};
use crate::weave::code::held_returns;
use crate::weave::{folding, guard, native_call, receive};
use crate::zend::literal::{Literal, Value};
use crate::zend::op::{Op, Opcode, Operand, code, kind};
use crate::zend::op_array::{OpArray, Try};

/// Does the code behind the parameters begin by making the generator?
pub(super) fn begins(ops: &[Op]) -> bool {
    ops.get(parameters(ops)).is_some_and(|op| op.opcode == code::GENERATOR_CREATE)
}

/// Is this a generator that needs no variable beside its own while its code runs?
pub(super) fn has_no_variables(target: OpArray, ops: &[Op]) -> bool {
    target.has_flag(ffi::ZEND_ACC_GENERATOR) && begins(ops) && held_returns(ops).is_empty() && folding::returns(ops, false).is_empty()
}

impl Splicer<'_> {
    pub(super) fn build_generator(&mut self, point_slot: u32) {
        let (receiving, line) = self.receive();
        let asked = Operand::tmp(self.temporary());
        let armed = Operand::tmp(self.temporary());
        let result = Operand::tmp(self.temporary());
        self.observer = Some(Observer { armed, result, catch: 0 });
        let name = guard::point_name(self);
        self.own(guard::ask(name, asked, point_slot, line));
        let awake = self.branch(Op::bare(code::JMPNZ, line).op1(asked));
        let sleeping = self.here();
        self.moved[receiving] = sleeping;
        let create = self.target_ops[receiving];
        self.own(create);
        self.set_armed(armed, false, self.starting_line(receiving));
        self.graft = self.here();
        let body = receiving + 1..self.target_ops.len();
        for number in body.clone() {
            self.target_op(number);
        }
        self.moved[body.end] = self.here();
        let twin = self.twin_literals().map(|literals| self.build_twin(body, literals));
        let last = self.target.line_end();
        let catch = self.here();
        self.observer = Some(Observer { armed, result, catch });
        let caught = self.catch(last);
        self.after = self.here();
        self.generator_end(result, last);
        self.caught(caught, b"weft\\generator_throws", &[], last);
        self.return_pending(last);
        self.aim(awake);
        self.generator_begin(create, armed, sleeping, twin, (line, self.starting_line(receiving)));
    }

    /// Where a generator says it is before it has begun: at the first instruction of the original's behind the one that makes it.
    fn starting_line(&self, create: usize) -> u32 {
        self.target_ops.get(create + 1).map_or(self.target_ops[create].line, |op| op.line)
    }

    fn set_armed(&mut self, armed: Operand, yes: bool, line: u32) {
        let value = self.literal(Value::Bool(yes));
        self.own(Op::bare(code::QM_ASSIGN, line).op1(value).result(armed));
    }

    /// The way in.
    fn generator_begin(&mut self, create: Op, armed: Operand, sleeping: u32, twin: Option<u32>, (line, starting): (u32, u32)) {
        let state = Operand::tmp(self.temporary());
        native_call::emit(self, b"weft\\generator_before", &[], state, line);
        let unchanged = self.branch_unless(state, ffi::IS_TRUE, line);
        let skipped = Operand::var(self.temporary());
        native_call::emit(self, b"weft\\skipped", &[], skipped, line);
        let goes_on = self.branch(Op::bare(code::JMPZ, line).op1(skipped));
        // A generator that ends at once. The value waits in a variable: temporaries do not come along.
        let value = Operand::var(self.temporary());
        native_call::emit(self, b"weft\\result", &[], value, line);
        let returned = self.hidden(hidden::RETURNED);
        self.own(Op::bare(code::QM_ASSIGN, line).op1(value).result(returned));
        self.own(create);
        self.own(Op::bare(code::RETURN, line).op1(returned));
        self.aim(goes_on);
        let token = Operand::var(self.temporary());
        let receive = native_call::begin(self, b"weft\\receive", 0, line);
        self.own(receive);
        let target = self.target;
        receive::emit(self, target, Op::bare(code::DO_ICALL, line).result(token));
        native_call::emit(self, b"weft\\generator_starts", &[token], state, line);
        self.aim(unchanged);
        let listens = self.branch_unless(state, ffi::IS_FALSE, line);
        self.own(Op::bare(code::JMP, line).op1(Operand::bare(sleeping)));
        self.aim(listens);
        if let Some(twin) = twin {
            let nobody = self.branch(Op::bare(code::JMPZ, line).op1(state));
            self.own(create);
            self.own(Op::bare(code::JMP, starting).op1(Operand::bare(twin)));
            self.aim(nobody);
        }
        self.own(create);
        self.set_armed(armed, true, starting);
        self.jump(Op::bare(code::JMP, starting), Label::Graft);
    }

    /// A jump, to be aimed, for values of another type.
    fn branch_unless(&mut self, value: Operand, type_: u32, line: u32) -> usize {
        let answer = self.temporary();
        let smart = Operand {
            kind: kind::TMP | kind::SMART_JMPZ,
            number: answer,
        };
        self.own(Op::bare(code::TYPE_CHECK, line).op1(value).result(smart).extended(1 << type_));
        self.branch(Op::bare(code::JMPZ, line).op1(Operand::tmp(answer)))
    }

    /// The way out, with a result.
    fn generator_end(&mut self, result: Operand, line: u32) {
        let copy = Operand::tmp(self.temporary());
        let changed = Operand::var(self.temporary());
        let end = native_call::begin(self, b"weft\\generator_returns", 1, line);
        self.own(end);
        self.own(Op::bare(code::COPY_TMP, line).op1(result).result(copy));
        self.own(native_call::send(code::SEND_VAL, 0, copy, line));
        self.own(Op::bare(code::DO_ICALL, line).result(changed));
        let branch = self.branch(Op::bare(code::JMPNZ, line).op1(changed));
        self.own(Op::bare(code::RETURN, line).op1(result));
        self.aim(branch);
        self.own(Op::bare(code::FREE, line).op1(result));
        self.return_pending(line);
    }

    /// `return \Weft\result();` What a generator returns has no declared type.
    fn return_pending(&mut self, line: u32) {
        let value = Operand::var(self.temporary());
        native_call::emit(self, b"weft\\result", &[], value, line);
        self.own(Op::bare(code::RETURN, line).op1(value));
    }

    // --- the twin ---------------------------------------------------------------------------------------------

    /// Literals for a twin: the optimizer takes it that no two instructions share one. `None`: there is to be no twin. A `goto`
    /// is resolved in the second pass, by the one place of its label.
    fn twin_literals(&self) -> Option<Vec<Literal>> {
        let has = |opcode| self.target_ops.iter().any(|op| op.opcode == opcode);
        if !has(code::YIELD) || has(code::GOTO) {
            return None;
        }
        // Default values of parameters may be expressions; they stay with the parameters.
        let nothing = || Literal::from(Value::Null);
        let literals = self.target.literals().into_iter();
        Some(literals.map(|literal| literal.unwrap_or_else(nothing)).collect())
    }

    fn build_twin(&mut self, body: Range<usize>, literals: Vec<Literal>) -> u32 {
        let twin = self.here();
        let first = self.shift.literals + self.literals.len() as u32;
        self.literals.extend(literals);
        for op in &mut self.target_ops[body.clone()] {
            for operand in [&mut op.op1, &mut op.op2] {
                if operand.is_literal() && operand.number < self.shift.literals {
                    operand.number += first;
                }
            }
        }
        self.twin_moved = vec![twin; body.end + 1];
        self.side = Origin::Twin;
        for number in body.clone() {
            self.target_op(number);
        }
        self.twin_moved[body.end] = self.here();
        self.side = Origin::Target;
        twin
    }

    /// What an instruction is in the twin; `true`: it has been written.
    pub(super) fn twin_op(&mut self, op: &mut Op) -> bool {
        match op.opcode {
            code::YIELD => {
                self.twin_yield(*op);
                return true;
            }
            // Those are resolved in the second pass, too, to where the original leads.
            code::BRK | code::CONT => {
                if let Some(aim) = self.target.loop_target(op) {
                    *op = Op::bare(code::JMP, op.line).op1(Operand::bare(aim));
                }
            }
            _ if op.has_jump_table() => self.twin_tables.push((op.op2.number - self.shift.literals) as usize),
            _ => {}
        }
        false
    }

    /// `$received = yield $key => $value;`
    fn twin_yield(&mut self, mut op: Op) {
        let line = op.line;
        let by_reference = self.target.has_flag(ffi::ZEND_ACC_RETURN_REFERENCE);
        let value = if op.op1.is_unused() { self.literal(Value::Null) } else { op.op1 };
        let send = match value {
            value if !value.is_cv() && value.kind & kind::VAR == 0 => code::SEND_VAL,
            _ if by_reference => code::SEND_REF,
            _ => code::SEND_VAR,
        };
        if !by_reference {
            let told = Operand::var(self.temporary());
            self.tell(b"weft\\generator_yields", send, value, told, line);
            op.op1 = told;
        } else if value.is_cv() || value.is_literal() {
            self.tell(b"weft\\generator_yields_reference", send, value, Operand::UNUSED, line);
        }
        let result = op.result;
        let received = Operand::var(self.temporary());
        op.result = received;
        self.own(op);
        self.tell(b"weft\\generator_resumes", code::SEND_VAR, received, result, line);
    }

    fn tell(&mut self, function: &[u8], send: Opcode, value: Operand, result: Operand, line: u32) {
        let begin = native_call::begin(self, function, 1, line);
        self.own(begin);
        self.own(native_call::send(send, 0, value, line));
        self.own(Op::bare(code::DO_ICALL, line).result(result));
    }

    /// By how much the numbers of try regions differ in the copy that is being written.
    pub(super) fn tries_shift(&self) -> u32 {
        if self.side == Origin::Twin { self.target_tries.len() as u32 } else { 0 }
    }

    pub(super) fn twin_tries(&self) -> Vec<Try> {
        let tries = self.target_tries.iter().filter(|_| !self.twin_moved.is_empty());
        tries.map(|element| moved_try(element, &self.twin_moved)).collect()
    }

    pub(super) fn move_twin_tables(&mut self) {
        for number in &self.twin_tables {
            let Value::List(entries) = &mut self.literals[*number].value else { continue };
            for (_, entry) in entries {
                if let Value::Int(aim) = entry {
                    *aim = i64::from(self.twin_moved[usize::try_from(*aim).unwrap_or(0)]);
                }
            }
        }
    }
}
