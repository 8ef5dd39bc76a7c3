//! What `observe` comes to where nothing needs a variable of its own: no return by reference. Generators: [`super::generator`].
//!
//! It does what `wrappers/observe.php` says, with two temporaries instead of variables. Variables are made and destroyed
//! by each call, also by those to which nobody listens; temporaries are not there until something is put into them.
//!
//! ```text
//!     RECV ...
//!     armed = FETCH_CONSTANT, JMPNZ ──┐  the patch point; false while nobody listens
//!     original  <───────────────┐     │  each `return X` becomes: if (!armed) return X; result = X; jump to "end"
//!     CATCH nothing ──┐         │     │  what is thrown stays pending: see below
//!     end:            │         │     │  \Weft\end(armed, result), return
//!     caught:  <──────┘         │     │  \Weft\caught(armed), return \Weft\result()
//!     awake:   <────────────────┼─────┘  armed = \Weft\begin()
//!         JMP ──────────────────┘        false: nobody wants to hear of the end; true: a callback changed the call
//! ```
//!
//! While the wrapper sleeps, control runs straight through: a jump that is not taken costs less than one that is.
//!
//! The engine finds what to clean up after an exception by instruction numbers, as if all code between the first
//! instruction that gives a temporary its value and the last that uses it had come that way. So `armed` has a value on
//! every way and is never refcounted, and everything that may throw without a `result` stands outside of its range:
//! `caught` comes last, and the CATCH is of a class that cannot exist, which makes it a jump. What is thrown, an `exit`
//! and the end of a fiber too, is still pending when `\Weft\caught()` is called.
//!
//! A PHP for debugging asserts two things that others do without. Nothing is pending when a call begins: there it is
//! caught, save for `exit` and the end of a fiber, and handed to `\Weft\caught()`. And a temporary that is asked about is
//! not used again, where the JIT gives out registers: there a copy is asked. Without the assertion the JIT keeps the
//! register until the last use in the trace, and between a question and that use no trace ends: there are no loops and
//! no calls.

use super::{Label, Splicer, hidden};
use crate::weave::{guard, native_call, receive};
use crate::zend::literal::Value;
use crate::zend::op::{Op, Operand, code, kind};
use crate::zend::op_array::Try;
use ext_php_rs::ffi;

/// No class can be called this.
const NOTHING: &[u8] = b"weft nothing";

/// The temporaries.
#[derive(Clone, Copy)]
pub(super) struct Observer {
    /// False while the wrapper sleeps or has nothing more to do; else what `\Weft\end()` is to be given.
    pub armed: Operand,
    pub result: Operand,
    /// The try region around the original: the number of its CATCH.
    pub catch: u32,
}

impl Splicer<'_> {
    pub(super) fn build_observer(&mut self, point_slot: u32) {
        let (receiving, line) = self.receive();
        let armed = Operand::tmp(self.temporary());
        let result = Operand::tmp(self.temporary());
        self.observer = Some(Observer { armed, result, catch: 0 });
        let name = guard::point_name(self);
        self.own(guard::ask(name, armed, point_slot, line));
        let awake = self.branch(Op::bare(code::JMPNZ, line).op1(armed));
        self.graft = self.here();
        for number in receiving..self.target_ops.len() {
            self.target_op(number);
        }
        self.moved[self.target_ops.len()] = self.here();
        let (entry, line) = (line, self.target.line_end());
        let catch = self.here();
        self.observer = Some(Observer { armed, result, catch });
        let caught = self.catch(line);
        self.after = self.here();
        self.end(armed, result, line);
        self.caught(caught, b"weft\\caught", &[armed], line);
        self.give_result(line);
        self.aim(awake);
        self.begin(armed, entry);
    }

    /// The way in.
    fn begin(&mut self, armed: Operand, line: u32) {
        native_call::emit(self, b"weft\\begin", &[], armed, line);
        let answer = self.used_again(armed, line);
        let changed = self.temporary();
        let smart = Operand {
            kind: kind::TMP | kind::SMART_JMPZ,
            number: changed,
        };
        self.own(Op::bare(code::TYPE_CHECK, line).op1(answer).result(smart).extended(1 << ffi::IS_TRUE));
        self.jump(Op::bare(code::JMPZ, line).op1(Operand::tmp(changed)), Label::Graft);
        let skipped = Operand::var(self.temporary());
        native_call::emit(self, b"weft\\skipped", &[], skipped, line);
        let branch = self.branch(Op::bare(code::JMPZ, line).op1(skipped));
        self.give_result(line);
        self.aim(branch);
        let token = Operand::var(self.temporary());
        let receive = native_call::begin(self, b"weft\\receive", 0, line);
        self.own(receive);
        let target = self.target;
        receive::emit(self, target, Op::bare(code::DO_ICALL, line).result(token));
        self.own(Op::bare(code::QM_ASSIGN, line).op1(token).result(armed));
        self.jump(Op::bare(code::JMP, line), Label::Graft);
    }

    /// The way out, with a result.
    fn end(&mut self, armed: Operand, result: Operand, line: u32) {
        let copy = Operand::tmp(self.temporary());
        let changed = Operand::var(self.temporary());
        let end = native_call::begin(self, b"weft\\end", 2, line);
        self.own(end);
        self.own(native_call::send(code::SEND_VAL, 0, armed, line));
        self.own(Op::bare(code::COPY_TMP, line).op1(result).result(copy));
        self.own(native_call::send(code::SEND_VAL, 1, copy, line));
        self.own(Op::bare(code::DO_ICALL, line).result(changed));
        let branch = self.branch(Op::bare(code::JMPNZ, line).op1(changed));
        self.own(Op::bare(code::RETURN, line).op1(result));
        self.aim(branch);
        self.own(Op::bare(code::FREE, line).op1(result));
        self.give_result(line);
    }

    /// `return \Weft\result();`
    fn give_result(&mut self, line: u32) {
        let value = Operand::var(self.temporary());
        native_call::emit(self, b"weft\\result", &[], value, line);
        let value = self.checked(value, line);
        self.own(Op::bare(code::RETURN, line).op1(value));
    }

    /// Goes on at a place that [`Self::caught`] names later when something is thrown.
    pub(super) fn catch(&mut self, line: u32) -> usize {
        if !cfg!(php_asserts) {
            let catch = self.catch_of(NOTHING, line);
            return self.branch(catch);
        }
        let error = self.hidden(hidden::ERROR);
        let catch = self.catch_of(b"throwable", line);
        self.own(catch.result(error));
        self.branch(Op::bare(code::JMP, line))
    }

    fn catch_of(&mut self, class: &[u8], line: u32) -> Op {
        let name = self.literal(Value::text(class));
        self.literal(Value::text(class));
        let slot = guard::Host::new_slot(self);
        Op::bare(code::CATCH, line).op1(name).extended(slot)
    }

    /// What comes then: a call of a native, with the exception pending.
    pub(super) fn caught(&mut self, from: usize, native: &[u8], arguments: &[Operand], line: u32) {
        if !cfg!(php_asserts) {
            self.aim(from);
            return native_call::emit(self, native, arguments, Operand::UNUSED, line);
        }
        // What is no Throwable goes on from here: where the CATCH stands a result counts as alive.
        self.out[from - 1].op2 = Operand::bare(self.here());
        let goes_on = self.catch_of(NOTHING, line);
        self.own(Op {
            extended: goes_on.extended | ffi::ZEND_LAST_CATCH,
            ..goes_on
        });
        self.out[from].op1 = Operand::bare(self.here());
        let error = self.hidden(hidden::ERROR);
        let begin = native_call::begin(self, native, arguments.len() as u32 + 1, line);
        self.own(begin);
        for (number, argument) in (0..).zip(arguments) {
            self.own(native_call::send(code::SEND_VAL, number, *argument, line));
        }
        self.own(native_call::send(code::SEND_VAR, arguments.len() as u32, error, line));
        self.own(Op::bare(code::DO_ICALL, line));
    }

    /// A temporary that is asked about, and used later on.
    pub(super) fn used_again(&mut self, temporary: Operand, line: u32) -> Operand {
        if !cfg!(php_asserts) {
            return temporary;
        }
        let copy = Operand::tmp(self.temporary());
        self.own(Op::bare(code::COPY_TMP, line).op1(temporary).result(copy));
        copy
    }

    /// A conditional jump to a place that [`Self::aim`] names later.
    pub(super) fn branch(&mut self, op: Op) -> usize {
        self.own(op);
        self.out.len() - 1
    }

    pub(super) fn aim(&mut self, branch: usize) {
        self.out[branch].op2 = Operand::bare(self.here());
    }

    /// The try regions of the whole: the one around the original, then the original's own.
    pub(super) fn observed_tries(&self, observer: Observer) -> Vec<Try> {
        let around = Try {
            start: self.graft,
            catch: observer.catch,
            finally: 0,
            finally_end: 0,
        };
        std::iter::once(around)
            .chain(self.target_tries.iter().map(|element| self.moved_try(element)))
            .chain(self.twin_tries())
            .collect()
    }
}
