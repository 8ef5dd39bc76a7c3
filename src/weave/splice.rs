//! The splice join: the original's instructions take the place of `\Weft\proceed()` inside the template's.
//!
//! ```text
//!     RECV ...                    parameters, checked as ever
//!     FETCH_CONSTANT, JMPZ ──┐    the patch point, where the wrapper sleeps while nobody listens
//!     template before        │
//!     original  <────────────┘    each `return X` becomes: result = X, jump to "template after"
//!     template after              behind all try regions of the original
//! ```
//!
//! One frame, one op_array, one name. Everything happens on plain numbers, before the second pass, which computes
//! offsets and live ranges of the whole.

use ext_php_rs::ffi;

use super::code::{Code, Shift, held_returns, retarget};
use super::folding::{self, FoldedReturn};
use super::guard::{self, Guard};
use super::native_call;
use super::receive;
use super::template::{Site, Template, Waiting, is_do_call};
use super::temporaries;
use crate::zend::literal::{Key, Literal, Value};
use crate::zend::op::{Op, Opcode, Operand, code, kind};
use crate::zend::op_array::{Form, OpArray, Revision, Try};
use observer::Observer;

mod generator;
mod observer;

/// What is decided for one pair of template and target before they are joined.
#[derive(Debug)]
pub struct Plan<'a> {
    pub template: &'a Template,
    /// For each of the template's settings its variable and value.
    pub settings: &'a [(u32, Value)],
    pub guard: Guard,
}

/// How the template uses what `\Weft\proceed()` gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Use {
    /// Not at all.
    Dropped,
    /// `$x = \Weft\proceed();`
    Assigned(u32),
    /// `return \Weft\proceed();`: the original's own returns can stay.
    Returned,
}

/// Why no original can be spliced into this template.
pub fn obstacle(template: &Code, sites: &[Site]) -> Option<String> {
    let [site] = sites else {
        return Some(format!("the template calls \\Weft\\proceed() in {} places", sites.len()));
    };
    let in_loop = template.ops.iter().enumerate().any(|(number, op)| {
        op.jump()
            .is_some_and(|(_, target)| number as u32 >= site.init && target <= site.init && number as u32 >= target)
    });
    if in_loop {
        return Some("the template calls \\Weft\\proceed() inside a loop".to_owned());
    }
    if template
        .tries
        .iter()
        .any(|element| element.finally != 0 && element.finally <= site.init && site.init < element.finally_end)
    {
        return Some("the template calls \\Weft\\proceed() inside \"finally\"".to_owned());
    }
    if let Some(looks) = looks_by_name(&template.ops, |number| template.text(Operand::literal(number))) {
        return Some(format!("the template {looks}"));
    }
    if usage(template, *site).is_none() || holds_temporary(template, *site) || depth(template, *site) != 0 {
        return Some("the template uses \\Weft\\proceed() inside a larger expression".to_owned());
    }
    None
}

/// How many instructions receive the parameters.
fn parameters(ops: &[Op]) -> usize {
    let last = ops
        .iter()
        .rposition(|op| matches!(op.opcode, code::RECV | code::RECV_INIT | code::RECV_VARIADIC));
    last.map_or(0, |last| last + 1)
}

fn usage(template: &Code, site: Site) -> Option<Use> {
    let result = template.ops[site.call as usize].result;
    if result.is_unused() {
        return Some(Use::Dropped);
    }
    let next = template.ops.get(site.call as usize + 1)?;
    let takes = |operand: Operand| operand.is_temporary() && operand.number == result.number;
    match next.opcode {
        code::ASSIGN if next.op1.is_cv() && takes(next.op2) && next.result.is_unused() => Some(Use::Assigned(next.op1.number)),
        code::RETURN if takes(next.op1) => Some(Use::Returned),
        code::FREE if takes(next.op1) => Some(Use::Dropped),
        _ => None,
    }
}

/// Would a temporary of the template have to live through the original?
fn holds_temporary(template: &Code, site: Site) -> bool {
    let (before, rest) = template.ops.split_at(site.init as usize);
    let after = &rest[(site.call - site.init) as usize + 1..];
    let defined = |number| before.iter().any(|op| op.result.is_temporary() && op.result.number == number);
    after
        .iter()
        .flat_map(|op| [op.op1, op.op2])
        .any(|operand| operand.is_temporary() && defined(operand.number))
}

/// How many calls are begun and not yet made where the site stands.
fn depth(template: &Code, site: Site) -> i32 {
    template.ops[..site.init as usize].iter().fold(0, |depth, op| match op.opcode {
        code::INIT_FCALL
        | code::INIT_FCALL_BY_NAME
        | code::INIT_NS_FCALL_BY_NAME
        | code::INIT_METHOD_CALL
        | code::INIT_STATIC_METHOD_CALL
        | code::INIT_DYNAMIC_CALL
        | code::INIT_USER_CALL
        | code::NEW => depth + 1,
        opcode if is_do_call(opcode) => depth - 1,
        _ => depth,
    })
}

/// Why this original cannot be spliced with this template.
pub fn target_obstacle(target: OpArray, ops: &[Op], guard: Guard, template: &Template) -> Option<String> {
    let looks = looks_by_name(ops, |number| target.literal_text(number));
    if let Some(looks) = looks.filter(|_| !(template.observes && guard == Guard::Listening && generator::has_no_variables(target, ops))) {
        return Some(format!("the original {looks}"));
    }
    let folds = |op: &Op| (op.opcode == code::RETURN_BY_REF || op.frees_on_return()) && folding::may_fold(ops, op.op1);
    if guard != Guard::None && ops.iter().any(folds) {
        return Some("the original has two uses of a constant that opcache would work out, and its optimizer knows of one".to_owned());
    }
    let generator = target.has_flag(ffi::ZEND_ACC_GENERATOR);
    let waits = || !generator && held_returns(ops).iter().any(|(at, _)| may_be_no_variable(&ops[*at as usize]));
    ((guard != Guard::Listening && ops.iter().any(may_be_no_variable)) || waits())
        .then(|| "the original returns by reference what may be no variable, and PHP's notice about it must come from its own return".to_owned())
}

/// Does this return by reference take what may be no variable? PHP's notice about it comes from the return itself.
fn may_be_no_variable(op: &Op) -> bool {
    op.opcode == code::RETURN_BY_REF && (!(op.op1.is_cv() || op.op1.kind == kind::VAR) || op.extended != 0)
}

/// Can such a value be delivered as PHP's return would take it? PHP 8.6 binds no reference to what a call gives.
const GIVES_BY_REFERENCE: bool = !cfg!(php86);

/// Does this code see variables by their names, so that others beside its own would show?
fn looks_by_name<'a>(ops: &[Op], text: impl Fn(u32) -> Option<&'a [u8]>) -> Option<&'static str> {
    const BY_NAME: [&[u8]; 5] = [b"extract", b"compact", b"get_defined_vars", b"parse_str", b"mb_parse_str"];
    for op in ops {
        match op.opcode {
            code::INCLUDE_OR_EVAL => return Some("includes a file or evaluates code, which sees its variables by name"),
            code::FETCH_R
            | code::FETCH_W
            | code::FETCH_RW
            | code::FETCH_IS
            | code::FETCH_UNSET
            | code::FETCH_FUNC_ARG
            | code::UNSET_VAR
            | code::ISSET_ISEMPTY_VAR
                if op.extended & ffi::ZEND_FETCH_LOCAL != 0 =>
            {
                return Some("uses a variable whose name is computed");
            }
            code::INIT_FCALL | code::INIT_FCALL_BY_NAME | code::INIT_NS_FCALL_BY_NAME => {
                // In a namespace: the name as written, in full and lower case, and without the namespace.
                let last = match op.opcode {
                    code::INIT_FCALL => 0,
                    code::INIT_FCALL_BY_NAME => 1,
                    _ => 2,
                };
                if text(op.op2.number + last).is_some_and(|name| BY_NAME.contains(&name)) {
                    return Some("looks at its variables by name (compact, extract, get_defined_vars, parse_str)");
                }
            }
            _ => {}
        }
    }
    None
}

/// Where an instruction of the result comes from, which says how its jump is to be aimed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Origin {
    Target,
    /// The second copy of the target, see [`generator`].
    Twin,
    Template,
    /// One of ours: the label is in the jump itself.
    Own(Label),
    Fixed,
}

/// Aims of the instructions that belong to neither side.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Label {
    /// Where the original begins.
    Graft,
    /// Where the template goes on.
    After,
    /// An instruction of the template.
    Template(u32),
    /// So many instructions on.
    Ahead(u32),
    /// The generator that a template ended before it began.
    EndedGenerator,
}

/// Names of the variables that a spliced function has beyond its own and the template's. No PHP variable can be
/// written like this.
mod hidden {
    pub const ARMED: &[u8] = b"weft armed";
    pub const HELD: &[u8] = b"weft held";
    pub const FOLDED: &[u8] = b"weft folded";
    pub const RETURNED: &[u8] = b"weft returned";
    pub const ERROR: &[u8] = b"weft error";
}

struct Splicer<'a> {
    plan: &'a Plan<'a>,
    target: OpArray,
    target_ops: Vec<Op>,
    target_tries: Vec<Try>,
    site: Site,
    usage: Use,
    shift: Shift,
    out: Vec<Op>,
    origins: Vec<Origin>,
    moved: Vec<u32>,
    template_moved: Vec<u32>,
    literals: Vec<Literal>,
    variables: Vec<Box<[u8]>>,
    temporaries: u32,
    cache_size: u32,
    /// Tries of the template that come before the original's in the merged table.
    tries_before: u32,
    graft: u32,
    after: u32,
    ended_generator: u32,
    wants_ended_generator: bool,
    /// For each return that waits for a `finally`: the return's number and the first FAST_CALL's.
    held: Vec<(u32, u32)>,
    /// Returns of what may become a constant.
    folded: Vec<FoldedReturn>,
    /// For each return of the template that waits for a `finally`: the return's number and where the value is.
    waiting: Vec<(u32, Operand)>,
    by_reference: bool,
    generator: bool,
    return_slot: Option<u32>,
    /// Set while the code is that of [`observer`] or of [`generator`].
    observer: Option<Observer>,
    /// The copy of the original that is being written.
    side: Origin,
    /// Where the instructions of the twin stand; empty where there is none.
    twin_moved: Vec<u32>,
    /// The twin's jump tables among the literals.
    twin_tables: Vec<usize>,
}

/// Joins a target that stands before its second pass with a template. The caller has asked [`obstacle`] and
/// [`target_obstacle`].
pub fn splice(target: OpArray, plan: &Plan) -> Revision {
    let target_ops = target.ops(Form::Plain);
    let site = plan.template.sites[0];
    let usage = usage(&plan.template.code, site).unwrap_or(Use::Dropped);
    let target_tries = target.tries();
    let generator = target.has_flag(ffi::ZEND_ACC_GENERATOR);
    let by_reference = target.has_flag(ffi::ZEND_ACC_RETURN_REFERENCE) && !generator;
    let observes = plan.guard == Guard::Listening && plan.template.observes && !by_reference && (!generator || generator::begins(&target_ops));
    let template = &plan.template.code;
    let tries_before = template.tries.iter().filter(|element| element.start <= site.init).count() as u32;
    let (literals, variables) = if observes {
        (Vec::new(), Vec::new())
    } else {
        (template.literals.clone(), template.variables.clone())
    };
    let (temporaries, slots) = if observes { (0, 0) } else { (template.temporaries, template.cache_size) };
    let cache = target.cache_size().next_multiple_of(8);
    let point_slot = cache;
    let shift = Shift {
        literals: target.literal_count(),
        variables: target.variable_count(),
        temporaries: target.temporaries(),
        cache: cache + 8,
        tries: 0,
    };
    let mut splicer = Splicer {
        plan,
        target,
        moved: vec![0; target_ops.len() + 1],
        held: held_returns(&target_ops),
        waiting: Vec::new(),
        folded: Vec::new(),
        target_ops,
        target_tries,
        site,
        usage,
        shift,
        out: Vec::new(),
        origins: Vec::new(),
        template_moved: vec![0; template.ops.len() + 1],
        literals,
        variables,
        temporaries: target.temporaries() + temporaries,
        cache_size: cache + 8 + slots,
        tries_before,
        graft: 0,
        after: 0,
        ended_generator: 0,
        wants_ended_generator: false,
        by_reference,
        generator,
        return_slot: None,
        observer: None,
        side: Origin::Target,
        twin_moved: Vec::new(),
        twin_tables: Vec::new(),
    };
    splicer.keep_folded();
    if observes && generator {
        splicer.build_generator(point_slot);
    } else if observes {
        splicer.build_observer(point_slot);
    } else {
        splicer.build(point_slot);
    }
    splicer.finish()
}

impl guard::Host for Splicer<'_> {
    fn emit(&mut self, op: Op) {
        self.own(op);
    }
    fn emit_jump_to_original(&mut self, op: Op) {
        self.jump(op, Label::Graft);
    }
    fn emit_jump_over(&mut self, op: Op, count: u32) {
        self.jump(op, Label::Ahead(count + 1));
    }
    fn new_literal(&mut self, value: Value) -> Operand {
        self.literal(value)
    }
    fn new_temporary(&mut self) -> u32 {
        self.temporary()
    }
    fn new_slot(&mut self) -> u32 {
        self.cache_size += 8;
        self.cache_size - 8
    }
}

impl Splicer<'_> {
    fn guarded(&self) -> bool {
        self.plan.guard != Guard::None
    }

    fn template(&self) -> &Code {
        &self.plan.template.code
    }

    fn here(&self) -> u32 {
        self.out.len() as u32
    }

    fn push(&mut self, op: Op, origin: Origin) {
        self.out.push(op);
        self.origins.push(origin);
    }

    fn own(&mut self, op: Op) {
        self.push(op, Origin::Fixed);
    }

    fn jump(&mut self, op: Op, label: Label) {
        self.push(op, Origin::Own(label));
    }

    /// A variable of ours, made when first asked for.
    fn hidden(&mut self, name: &[u8]) -> Operand {
        let known = self.variables.iter().position(|known| **known == *name);
        let number = known.unwrap_or_else(|| {
            self.variables.push(name.into());
            self.variables.len() - 1
        });
        Operand::cv(self.shift.variables + number as u32)
    }

    fn temporary(&mut self) -> u32 {
        self.temporaries += 1;
        self.temporaries - 1
    }

    fn literal(&mut self, value: Value) -> Operand {
        self.literals.push(value.into());
        Operand::literal(self.shift.literals + self.literals.len() as u32 - 1)
    }

    /// Has what may become a constant wait in a variable (see [`folding`]).
    fn keep_folded(&mut self) {
        self.folded = folding::returns(&self.target_ops, self.usage == Use::Dropped);
        if self.usage == Use::Returned {
            // The original's own returns stay, and have one use, but for those that wait.
            self.folded.retain(|returned| returned.waits);
        }
        for returned in self.folded.clone() {
            let variable = self.hidden(hidden::FOLDED);
            for op in &mut self.target_ops[returned.first as usize..=returned.number as usize] {
                match op.opcode {
                    code::FAST_CALL if op.op2 == returned.value => op.op2 = Operand::UNUSED,
                    code::VERIFY_RETURN_TYPE | code::RETURN | code::RETURN_BY_REF if op.op1 == returned.value => op.op1 = variable,
                    _ => {}
                }
            }
        }
        self.held = held_returns(&self.target_ops);
        for (at, first) in self.held.clone() {
            let (value, variable) = (self.target_ops[at as usize].op1, self.hidden(hidden::HELD));
            for op in &mut self.target_ops[first as usize..at as usize] {
                if op.opcode == code::VERIFY_RETURN_TYPE && op.op1 == value {
                    op.op1 = variable;
                }
            }
        }
    }

    /// Instructions that receive the parameters, and what a closure holds, come first and stay there: Reflection looks
    /// for them.
    fn receiving(&self) -> usize {
        const USED: u32 = ffi::ZEND_BIND_IMPLICIT | ffi::ZEND_BIND_EXPLICIT;
        let ops = &self.target_ops;
        let parameters = parameters(ops);
        let used = ops[parameters..]
            .iter()
            .take_while(|op| op.opcode == code::BIND_STATIC && op.extended & USED != 0);
        parameters + used.count()
    }

    /// Takes over how the original receives its parameters. Answers where its own code begins, and in which line.
    fn receive(&mut self) -> (usize, u32) {
        let receiving = self.receiving();
        for number in 0..receiving {
            self.moved[number] = self.here();
            self.push(self.target_ops[number], Origin::Target);
        }
        (receiving, self.target_ops.get(receiving).map_or(self.target.line_start(), |op| op.line))
    }

    fn build(&mut self, point_slot: u32) {
        let (receiving, line) = self.receive();
        if self.guarded() {
            let guard = self.plan.guard;
            guard::emit(guard, self, point_slot, line);
        }
        for (variable, value) in self.plan.settings {
            let literal = self.literal(value.clone());
            self.own(
                Op::bare(code::QM_ASSIGN, line)
                    .op1(literal)
                    .result(Operand::cv(self.shift.variables + variable)),
            );
        }
        let arming = self.arming();
        for number in 0..self.site.init {
            let place = self.here();
            if arming == Some(number) {
                self.arm(line);
            }
            self.template_op(number, line);
            self.template_moved[number as usize] = place;
        }
        let place = self.here();
        if arming == Some(self.site.init) {
            self.arm(line);
        }
        self.graft = self.here();
        for number in self.site.init..=self.site.call {
            self.template_moved[number as usize] = place;
        }
        for number in receiving..self.target_ops.len() {
            self.target_op(number);
        }
        self.moved[self.target_ops.len()] = self.here();
        self.after = self.here();
        let mut next = self.site.call + 1;
        if self.usage != Use::Dropped || !self.template().ops[self.site.call as usize].result.is_unused() {
            // The instruction that took the result is replaced by what stands at each return.
            self.template_moved[next as usize] = self.after;
            next += 1;
        }
        if self.usage == Use::Returned {
            next = next.min(self.template().ops.len() as u32);
        }
        let end = self.template_end();
        for number in next..end {
            self.template_op(number, self.target.line_end());
        }
        for number in end..=self.template().ops.len() as u32 {
            self.template_moved[number as usize] = self.here();
        }
        if self.wants_ended_generator {
            self.ended_generator = self.here();
            let returned = self.hidden(hidden::RETURNED);
            self.own(Op::bare(code::GENERATOR_CREATE, line));
            self.own(Op::bare(code::RETURN, line).op1(returned));
        }
    }

    /// The compiler ends every function with `return null`; behind a return or a throw nobody comes there.
    fn template_end(&self) -> u32 {
        let ops = &self.template().ops;
        let last = ops.len() as u32 - 1;
        let aimed = ops.iter().any(|op| op.jump().is_some_and(|(_, target)| target == last))
            || self
                .template()
                .tries
                .iter()
                .any(|element| [element.catch, element.finally, element.finally_end].contains(&last));
        let before = ops[..last as usize].iter().rev().find(|op| op.opcode != code::NOP);
        let ended = before.is_some_and(|op| matches!(op.opcode, code::RETURN | code::THROW));
        if ended && !aimed && ops[last as usize].extended == u32::MAX {
            last
        } else {
            last + 1
        }
    }

    /// Before which of the template's instructions the wrapper counts as running: before that, the template can still
    /// leave by `\Weft\bypass()`, and nothing asks.
    fn arming(&self) -> Option<u32> {
        let around = self.template().tries.iter().filter(|element| {
            let end = if element.catch == 0 { element.finally } else { element.catch };
            element.start <= self.site.init && self.site.init < end
        });
        let first = around.map(|element| element.start).chain([self.site.init]).min();
        first.filter(|_| self.guarded())
    }

    /// `armed = true;`
    fn arm(&mut self, line: u32) {
        let armed = self.hidden(hidden::ARMED);
        let yes = self.literal(Value::Bool(true));
        self.own(Op::bare(code::QM_ASSIGN, line).op1(yes).result(armed));
    }

    /// `if (armed) goto label;` or, with JMPZ, `if (!armed) ...`
    fn if_armed(&mut self, opcode: Opcode, label: Label, line: u32) {
        if let Some(observer) = self.observer {
            let armed = self.used_again(observer.armed, line);
            return self.jump(Op::bare(opcode, line).op1(armed), label);
        }
        let armed = self.hidden(hidden::ARMED);
        let answer = self.temporary();
        let smart = if opcode == code::JMPZ { kind::SMART_JMPZ } else { kind::SMART_JMPNZ };
        let result = Operand {
            kind: kind::TMP | smart,
            number: answer,
        };
        self.own(Op::bare(code::ISSET_ISEMPTY_CV, line).op1(armed).result(result));
        self.jump(Op::bare(opcode, line).op1(Operand::tmp(answer)), label);
    }

    // --- the original -----------------------------------------------------------------------------------------

    fn target_op(&mut self, number: usize) {
        let here = self.here();
        let mut op = self.target_ops[number];
        if self.side == Origin::Twin {
            self.twin_moved[number] = here;
            if self.twin_op(&mut op) {
                return;
            }
        } else {
            self.moved[number] = here;
        }
        if let Some(returned) = self.folded.iter().find(|returned| returned.first == number as u32).copied() {
            let variable = self.hidden(hidden::FOLDED);
            // One that happens again releases the value that it gave up.
            self.own(if returned.waits {
                Op::bare(code::ASSIGN, op.line).op1(variable).op2(returned.value)
            } else {
                Op::bare(code::QM_ASSIGN, op.line).op1(returned.value).result(variable)
            });
        }
        match op.opcode {
            code::RETURN | code::RETURN_BY_REF => return self.target_return(number as u32, op),
            code::FREE | code::FE_FREE => self.leave_loops(number),
            code::FAST_CALL => {
                let waiting = self
                    .held
                    .iter()
                    .find(|(_, first)| *first == number as u32)
                    .map(|(at, _)| self.target_ops[*at as usize]);
                if let Some(at) = waiting {
                    let held = self.hidden(hidden::HELD);
                    let opcode = if at.opcode == code::RETURN_BY_REF { code::ASSIGN_REF } else { code::ASSIGN };
                    self.own(Op::bare(opcode, op.line).op1(held).op2(at.op1));
                }
                if self.held.iter().any(|(at, first)| (*first..*at).contains(&(number as u32))) {
                    op.op2 = Operand::UNUSED;
                }
                op.op1.number += self.tries_before + self.tries_shift();
            }
            code::FAST_RET if op.op2.number != u32::MAX => op.op2.number += self.tries_before + self.tries_shift(),
            code::FAST_RET if self.tries_before > 0 => op.op2.number = self.tries_before - 1,
            _ => {}
        }
        self.push(op, self.side);
    }

    /// Where the instructions begin by which a `return` frees what the loops around it iterate over.
    ///
    /// For the engine these variables live on behind such a FREE, save for one instruction: the return (since 8.4:
    /// `zend_calc_live_ranges()`). No more than one may come between, or the collector looks at what is freed.
    fn loops_left_before(&self, number: usize) -> Option<usize> {
        let ops = &self.target_ops;
        let checked = number > 0 && ops[number - 1].opcode == code::VERIFY_RETURN_TYPE;
        let last = number - usize::from(checked);
        let first = last - ops[..last].iter().rev().take_while(|op| op.frees_on_return()).count();
        (first < last).then_some(first)
    }

    /// At the first of these instructions: the way of the armed wrapper, with instructions of its own that free.
    fn leave_loops(&mut self, number: usize) {
        let behind = |op: &Op| !op.frees_on_return() && op.opcode != code::VERIFY_RETURN_TYPE;
        if !self.guarded() || self.usage == Use::Returned || !self.target_ops[number].frees_on_return() {
            return;
        }
        let Some(at) = self.target_ops[number..].iter().position(behind).map(|count| number + count) else {
            return;
        };
        let op = self.held_or(at as u32, self.target_ops[at]);
        if !matches!(op.opcode, code::RETURN | code::RETURN_BY_REF) || self.loops_left_before(at) != Some(number) {
            return;
        }
        if self.notices(&op) {
            return self.if_armed(code::JMPNZ, Label::Ahead((at - number) as u32 + 2), op.line);
        }
        let delivery = self.delivery(op);
        // What stands behind it is never reached in a twin, which is always awake.
        if self.side != Origin::Twin {
            self.if_armed(code::JMPZ, Label::Ahead((at - number + delivery.len()) as u32 + 2), op.line);
        }
        for step in number..at {
            self.push(self.target_ops[step], self.side);
        }
        for step in delivery {
            self.own(step);
        }
        self.jump(Op::bare(code::JMP, op.line), Label::After);
    }

    /// The same for a return that PHP may complain about: behind it. The user's handler runs and may throw, and by
    /// then nothing may be gone that the engine takes for alive, up to the last instruction that uses it: neither
    /// what the loops iterate over, nor what is returned.
    fn leave_loops_with_notice(&mut self, first: usize, at: usize, op: Op) {
        let (checks, frees): (Vec<Op>, Vec<Op>) = self.target_ops[first..at].iter().partition(|op| op.opcode == code::VERIFY_RETURN_TYPE);
        for step in checks {
            self.push(step, self.side);
        }
        for step in self.delivery_with_notice(op) {
            self.own(step);
        }
        for step in frees {
            self.push(step, self.side);
        }
        self.jump(Op::bare(code::JMP, op.line), Label::After);
    }

    /// A return with the variable in which its value has waited while `finally` ran.
    fn held_or(&mut self, number: u32, mut op: Op) -> Op {
        if self.held.iter().any(|(at, _)| *at == number) {
            op.op1 = self.hidden(hidden::HELD);
            if op.opcode == code::RETURN_BY_REF {
                op.extended = 0;
            }
        }
        op
    }

    fn target_return(&mut self, number: u32, op: Op) {
        let op = self.held_or(number, op);
        if self.usage == Use::Returned {
            return self.push(op, self.side);
        }
        if let Some(first) = self.loops_left_before(number as usize).filter(|_| self.guarded()) {
            // The check stands before them.
            self.push(op, self.side);
            if self.notices(&op) {
                self.leave_loops_with_notice(first, number as usize, op);
            }
            return;
        }
        if self.guarded() && self.side != Origin::Twin {
            // Asleep, straight on.
            self.if_armed(code::JMPNZ, Label::Ahead(2), op.line);
            self.push(op, self.side);
        }
        for step in self.delivery(op) {
            self.own(step);
        }
        self.jump(Op::bare(code::JMP, op.line), Label::After);
    }

    /// What takes a returned value to where the template expects it.
    fn delivery(&mut self, op: Op) -> Vec<Op> {
        if let Some(observer) = self.observer {
            return vec![Op::bare(code::QM_ASSIGN, op.line).op1(op.op1).result(observer.result)];
        }
        if self.notices(&op) {
            return self.delivery_with_notice(op);
        }
        match self.usage {
            Use::Assigned(variable) => {
                let variable = Operand::cv(self.shift.variables + variable);
                let reference = op.opcode == code::RETURN_BY_REF && (op.op1.is_cv() || op.op1.kind == kind::VAR);
                vec![if reference {
                    Op::bare(code::ASSIGN_REF, op.line).op1(variable).op2(op.op1)
                } else {
                    // Each return runs once in a call, so the variable holds nothing that must be released.
                    Op::bare(code::QM_ASSIGN, op.line).op1(op.op1).result(variable)
                }]
            }
            _ if op.op1.is_temporary() => vec![Op::bare(code::FREE, op.line).op1(op.op1)],
            _ => Vec::new(),
        }
    }

    /// May PHP complain about this return? About a generator's it never does.
    fn notices(&self, op: &Op) -> bool {
        GIVES_BY_REFERENCE && self.by_reference && may_be_no_variable(op)
    }

    /// The same for a return by reference of what may be no variable: a native function looks whether it is a reference,
    /// and has PHP's notice come from here when it is none.
    fn delivery_with_notice(&mut self, op: Op) -> Vec<Op> {
        let begin = native_call::begin(self, b"weft\\by_reference", 1, op.line);
        // This one hands a reference on as it is, where the function takes both.
        let send = if op.op1.kind == kind::VAR { code::SEND_VAR_NO_REF_EX } else { code::SEND_VAL };
        let given = Operand::var(self.temporary());
        vec![
            begin,
            native_call::send(send, 0, op.op1, op.line),
            Op::bare(code::DO_ICALL, op.line).result(given),
            match self.usage {
                Use::Assigned(variable) => Op::bare(code::ASSIGN_REF, op.line).op1(Operand::cv(self.shift.variables + variable)).op2(given),
                _ => Op::bare(code::FREE, op.line).op1(given),
            },
        ]
    }

    // --- the template -----------------------------------------------------------------------------------------

    fn template_op(&mut self, number: u32, line: u32) {
        self.template_moved[number as usize] = self.here();
        let mut op = self.template().ops[number as usize];
        let follows = self.template().ops.get(number as usize + 1).copied();
        if op.opcode == code::NOP || self.plan.template.is_inside_bypass(number) {
            return;
        }
        if self.plan.template.is_bypass(number) {
            return self.jump(Op::bare(code::JMP, line), Label::Graft);
        }
        if self.guarded() && self.covers_finally(number) {
            let end = self
                .template()
                .tries
                .iter()
                .find(|element| element.finally == number)
                .map_or(number, |element| element.finally_end);
            self.if_armed(code::JMPZ, Label::Template(end), line);
        }
        // An OP_DATA's cache slot is named by the instruction before it, so both shift together.
        let mut pair = vec![op];
        pair.extend(follows.filter(|next| next.opcode == code::OP_DATA));
        self.shift.apply(&mut pair);
        if op.opcode == code::OP_DATA {
            // Shifted with its predecessor's knowledge.
            let mut both = vec![self.template().ops[number as usize - 1], op];
            self.shift.apply(&mut both);
            op = both[1];
        } else {
            op = pair[0];
        }
        op.line = line;
        match op.opcode {
            code::RETURN => return self.template_return(number, op),
            code::QM_ASSIGN if self.by_reference && self.plan.template.waiting.iter().any(|waiting| waiting.copied == Some(number)) => return,
            code::FAST_CALL => {
                self.wait(number, &mut op);
                op.op1.number = self.merged_try(op.op1.number);
            }
            code::FAST_RET if op.op2.number != u32::MAX => op.op2.number = self.merged_try(op.op2.number),
            code::CATCH if self.guarded() && self.covers_catch(number) => return self.guarded_catch(op),
            _ if self.plan.template.receives.contains(&number) => {
                let target = self.target;
                return receive::emit(self, target, op);
            }
            _ => {}
        }
        self.push(op, Origin::Template);
    }

    fn merged_try(&self, number: u32) -> u32 {
        if number < self.tries_before {
            number
        } else {
            number + self.target_tries.len() as u32
        }
    }

    /// Is this instruction a CATCH whose try region holds the original?
    fn covers_catch(&self, number: u32) -> bool {
        // Later clauses of the same try are reached through the first one's jump.
        let mut first = number;
        while let Some(earlier) = self
            .template()
            .ops
            .iter()
            .position(|op| op.opcode == code::CATCH && op.jump().is_some_and(|(_, target)| target == first))
        {
            first = earlier as u32;
        }
        self.template()
            .tries
            .iter()
            .any(|element| element.catch == first && element.start <= self.site.init && self.site.init < first)
    }

    fn covers_finally(&self, number: u32) -> bool {
        self.template()
            .tries
            .iter()
            .any(|element| element.finally == number && number != 0 && element.start <= self.site.init && self.site.init < number)
    }

    /// An exception that passes through while the wrapper sleeps is none of the template's business.
    fn guarded_catch(&mut self, mut op: Op) {
        if op.result.is_unused() {
            op.result = self.hidden(hidden::ERROR);
        }
        let (line, error) = (op.line, op.result);
        self.push(op, Origin::Template);
        self.if_armed(code::JMPNZ, Label::Ahead(2), line);
        self.own(Op::bare(code::THROW, line).op1(error));
    }

    /// What the template returns through `finally` is checked before that, and a reference is kept in a variable.
    fn wait(&mut self, number: u32, op: &mut Op) {
        let Some(waiting) = self.plan.template.waits_at(number).filter(|_| !self.generator) else {
            return;
        };
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
        let returned = self.hidden(hidden::RETURNED);
        let (opcode, value) = match waiting.copied {
            Some(copied) => (
                code::ASSIGN_REF,
                Operand::cv(self.template().ops[copied as usize].op1.number + self.shift.variables),
            ),
            None => (code::ASSIGN, op.op2),
        };
        let value = self.checked(value, op.line);
        self.own(Op::bare(opcode, op.line).op1(returned).op2(value));
        returned
    }

    fn template_return(&mut self, number: u32, op: Op) {
        let line = op.line;
        if let Some((_, value)) = self.waiting.iter().find(|(at, _)| *at == number) {
            let opcode = if self.by_reference { code::RETURN_BY_REF } else { code::RETURN };
            return self.own(Op::bare(opcode, line).op1(*value));
        }
        if self.generator {
            if number < self.site.init {
                // No generator yet: one is made that ends at once.
                self.wants_ended_generator = true;
                let returned = self.hidden(hidden::RETURNED);
                self.own(Op::bare(code::QM_ASSIGN, line).op1(op.op1).result(returned));
                return self.jump(Op::bare(code::JMP, line), Label::EndedGenerator);
            }
            return self.own(op);
        }
        let value = self.checked(op.op1, line);
        if self.by_reference {
            let variable = if value.is_cv() {
                value
            } else {
                let returned = self.hidden(hidden::RETURNED);
                self.own(Op::bare(code::QM_ASSIGN, line).op1(value).result(returned));
                returned
            };
            return self.own(Op::bare(code::RETURN_BY_REF, line).op1(variable));
        }
        self.own(Op::bare(code::RETURN, line).op1(value));
    }

    /// Sees to it that what the template returns fits the declared type: optimizer and JIT rely on it.
    fn checked(&mut self, value: Operand, line: u32) -> Operand {
        let Some(declared) = self.target.return_type() else {
            return value;
        };
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
        if self.is_pristine(value) || declared.mask() == ffi::MAY_BE_ANY {
            return value;
        }
        let slot = *self.return_slot.get_or_insert_with(|| {
            let slot = self.cache_size;
            self.cache_size += declared.class_count() * 8;
            slot
        });
        let verify = Op::bare(code::VERIFY_RETURN_TYPE, line).op1(value).op2(Operand::bare(slot));
        if value.is_literal() {
            let result = Operand::tmp(self.temporary());
            self.own(verify.result(result));
            return result;
        }
        self.own(verify);
        value
    }

    /// Is this the original's own result, which nothing in the template may have changed?
    fn is_pristine(&self, value: Operand) -> bool {
        let Use::Assigned(variable) = self.usage else { return false };
        if !value.is_cv() || value.number != self.shift.variables + variable {
            return false;
        }
        let is_it = |operand: Operand| operand.is_cv() && operand.number == variable;
        let takes = self.site.call as usize + 1;
        self.template().ops.iter().enumerate().all(|(number, op)| {
            let reads = matches!(op.opcode, code::RETURN | code::SEND_VAR | code::ISSET_ISEMPTY_CV);
            number == takes || !(is_it(op.result) || (is_it(op.op1) && !reads))
        })
    }

    // --- the whole --------------------------------------------------------------------------------------------

    fn finish(mut self) -> Revision {
        let (target, template) = (&self.moved, &self.template_moved);
        for number in 0..self.out.len() {
            let one = std::slice::from_mut(&mut self.out[number]);
            match self.origins[number] {
                Origin::Fixed => {}
                Origin::Target => retarget(one, |aim| target[aim as usize]),
                Origin::Twin => retarget(one, |aim| self.twin_moved[aim as usize]),
                Origin::Template => retarget(one, |aim| template[aim as usize]),
                Origin::Own(label) => {
                    let aim = match label {
                        Label::Graft => self.graft,
                        Label::After => self.after,
                        Label::Template(aim) => template[aim as usize],
                        Label::Ahead(by) => number as u32 + by,
                        Label::EndedGenerator => self.ended_generator,
                    };
                    retarget(one, |_| aim);
                }
            }
        }
        self.close_end();
        let temporaries = temporaries::share(&mut self.out, self.target.temporaries(), self.temporaries);
        let tries = if let Some(observer) = self.observer {
            self.move_twin_tables();
            self.observed_tries(observer)
        } else {
            self.move_template_tables();
            self.merged_tries()
        };
        let has_finally = tries.iter().any(|element| element.finally != 0);
        Revision {
            ops: self.out,
            literals: self.literals,
            variables: self.variables,
            temporaries,
            cache_size: self.cache_size,
            tries,
            moved: self.moved,
            flags: if has_finally { ffi::ZEND_ACC_HAS_FINALLY_BLOCK } else { 0 },
        }
    }

    /// A jump that nobody takes may aim behind the last instruction, as the template's over its `catch` does when `try`
    /// returns; the optimizer looks at where it leads all the same.
    fn close_end(&mut self) {
        let end = self.here();
        if self.out.iter().any(|op| op.jump().is_some_and(|(_, aim)| aim == end)) {
            let null = self.literal(Value::Null);
            self.own(Op::bare(code::RETURN, self.target.line_end()).op1(null));
        }
    }

    fn move_template_tables(&mut self) {
        let template = &self.plan.template.code;
        for op in template.ops.iter().filter(|op| op.has_jump_table()) {
            if let Value::List(entries) = &mut self.literals[op.op2.number as usize].value {
                for (_, entry) in entries as &mut Vec<(Key, Value)> {
                    if let Value::Int(aim) = entry {
                        *aim = i64::from(self.template_moved[usize::try_from(*aim).unwrap_or(0)]);
                    }
                }
            }
        }
    }

    /// Outer before inner, and by the place where they start: what the engine's search for a handler relies on.
    fn merged_tries(&self) -> Vec<Try> {
        let of_template = |element: &Try| moved_try(element, &self.template_moved);
        let (before, after) = self.template().tries.split_at(self.tries_before as usize);
        let mut tries: Vec<Try> = before.iter().map(of_template).collect();
        tries.extend(self.target_tries.iter().map(|element| self.moved_try(element)));
        tries.extend(after.iter().map(of_template));
        tries
    }

    /// A try region of the original.
    fn moved_try(&self, element: &Try) -> Try {
        moved_try(element, &self.moved)
    }
}

fn moved_try(element: &Try, table: &[u32]) -> Try {
    let aim = |number: u32| if number == 0 { 0 } else { table[number as usize] };
    Try {
        start: table[element.start as usize],
        catch: aim(element.catch),
        finally: aim(element.finally),
        finally_end: aim(element.finally_end),
    }
}
