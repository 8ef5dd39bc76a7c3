//! Wrapper templates: PHP files that return a closure around `\Weft\proceed()`.

use std::path::{Path, PathBuf};

use ext_php_rs::ffi;

use super::code::{Code, held_returns};
use crate::zend::compile::with_compiled;
use crate::zend::literal::Value;
use crate::zend::op::{Op, Operand, code};
use crate::zend::op_array::OpArray;

/// A compiled template, with what the joins need to know of it.
#[derive(Debug)]
pub struct Template {
    /// As a rule names it.
    pub name: String,
    pub file: PathBuf,
    /// The file's text, for `explain`.
    pub source: String,
    /// The closure's code without its parameters.
    pub code: Code,
    /// The closure's parameters: what a rule may set.
    pub settings: Vec<SettingDeclaration>,
    /// Each `\Weft\proceed()`, in order.
    pub sites: Vec<Site>,
    /// The DO instruction of each `\Weft\receive()`.
    pub receives: Vec<u32>,
    /// Each `\Weft\bypass()`.
    pub bypasses: Vec<Site>,
    /// What the template returns through `finally`.
    pub waiting: Vec<Waiting>,
    /// Why the original cannot be spliced in at `\Weft\proceed()`, if so.
    pub unspliceable: Option<String>,
    /// Does the template run callbacks? Then it sleeps while nobody listens.
    pub listens: bool,
    /// Is it the `observe` that comes with weft? Then the splice join has code of its own that does the same.
    pub observes: bool,
    /// Does the template count calls? Then functions that are never called are of interest too.
    pub counts: bool,
    /// A number for the source.
    pub fingerprint: u32,
}

/// A parameter of the closure.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingDeclaration {
    pub name: String,
    /// `None`: the rule must set it.
    pub default: Option<Value>,
    /// The admitted types, as the engine's bits; 0 when undeclared.
    pub types: u32,
    /// Which of the template's variables holds it.
    pub variable: u32,
}

/// One `\Weft\proceed()`: the INIT and the DO instruction of its call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Site {
    pub init: u32,
    pub call: u32,
}

/// A value that the template returns through `finally`, where it waits in a temporary.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// The return.
    pub at: u32,
    /// The first FAST_CALL on the way there.
    pub first: u32,
    /// The instruction that copied it from a variable, which `finally` may change.
    pub copied: Option<u32>,
}

/// Why a template cannot be used; `line` 0 when it is about the file as a whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TemplateError {
    pub file: PathBuf,
    pub line: u32,
    pub message: String,
}

impl TemplateError {
    /// About the file as a whole.
    pub fn about(file: &Path, message: String) -> Self {
        Self {
            file: file.to_owned(),
            line: 0,
            message,
        }
    }
}

impl std::fmt::Display for TemplateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.file.display())?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Names of functions that stand for a part of weft inside templates, in lower case as literals hold them.
const PROCEED: &[u8] = b"weft\\proceed";
const RECEIVE: &[u8] = b"weft\\receive";
const BYPASS: &[u8] = b"weft\\bypass";
const CALLBACKS: [&[u8]; 3] = [b"weft\\before", b"weft\\after", b"weft\\failed"];

impl Template {
    /// Does the call of `\Weft\bypass()` begin here?
    pub fn is_bypass(&self, number: u32) -> bool {
        self.bypasses.iter().any(|site| site.init == number)
    }

    /// Does this instruction belong to such a call, behind its beginning?
    pub fn is_inside_bypass(&self, number: u32) -> bool {
        self.bypasses.iter().any(|site| site.init < number && number <= site.call)
    }

    /// Compiles a template's text. At request start only: the compiler must be idle.
    pub fn compile(name: &str, file: &Path, source: &[u8]) -> Result<Self, TemplateError> {
        if source.is_empty() {
            // PHP compiles it to nothing at all.
            return Err(TemplateError::about(
                file,
                "found an empty file, expected \"return static function (...) { ... };\"".to_owned(),
            ));
        }
        let text = String::from_utf8_lossy(source).into_owned();
        with_compiled(source, &file.to_string_lossy(), |main| Self::from_main(main, name, file, text)).map_err(|refusal| TemplateError {
            file: file.to_owned(),
            line: refusal.line,
            message: refusal.message,
        })?
    }

    fn from_main(main: OpArray, name: &str, file: &Path, source: String) -> Result<Self, TemplateError> {
        let error = |line, message: &str| TemplateError {
            file: file.to_owned(),
            line,
            message: message.to_owned(),
        };
        let closure = match main.inner_count() {
            0 => return Err(error(0, "found no closure, expected \"return static function (...) { ... };\"")),
            1 => main.inner(0).ok_or_else(|| error(0, "found no closure"))?,
            _ => {
                return Err(error(
                    main.inner(1).map_or(0, |inner| inner.line_start()),
                    "found a second function, expected one closure and nothing beside it",
                ));
            }
        };
        let line = closure.line_start();
        if !closure.has_flag(ffi::ZEND_ACC_CLOSURE) {
            return Err(error(line, "found a named function, expected a closure that the file returns"));
        }
        if !closure.has_flag(ffi::ZEND_ACC_STATIC) {
            return Err(error(line, "found a closure that is not static, expected \"static function\""));
        }
        if closure.has_flag(ffi::ZEND_ACC_RETURN_REFERENCE) {
            return Err(error(
                line,
                "found a closure that returns by reference, expected one that returns by value (the original's references are kept)",
            ));
        }
        if closure.has_flag(ffi::ZEND_ACC_GENERATOR) {
            return Err(error(line, "found \"yield\", expected a closure that is no generator"));
        }
        if closure.has_static_variables() {
            return Err(error(
                line,
                "found static variables or \"use\", expected a closure that keeps nothing between calls (see \\Weft\\remember())",
            ));
        }
        if closure.inner_count() > 0 {
            let inner = closure.inner(0).map_or(line, |inner| inner.line_start());
            return Err(error(inner, "found a function inside the template's closure, expected none"));
        }
        if !is_returned(main) {
            return Err(error(
                line,
                "found a closure that the file does not return, expected \"return static function\"",
            ));
        }
        let settings = declarations(closure).map_err(|(line, message)| error(line, &message))?;
        let mut code = Code::copy(closure).map_err(|(line, what)| error(line, &format!("found {what}, expected plain values only")))?;
        strip(&mut code.ops);
        code.ops.iter_mut().for_each(Op::mark_catch);
        let sites = sites(&code, PROCEED);
        let receives = self::sites(&code, RECEIVE).iter().map(|site| site.call).collect();
        if let Some((line, found)) = misused(&code) {
            return Err(error(
                line,
                &format!("found {found}, expected \"\\Weft\\proceed()\": the original gets the arguments of this call"),
            ));
        }
        if sites.is_empty() {
            return Err(error(line, "found no call of \\Weft\\proceed(), expected at least one"));
        }
        let calls = |wanted: &[&[u8]]| code.ops.iter().any(|op| called(&code, op).is_some_and(|name| wanted.contains(&name)));
        let listens = calls(&CALLBACKS);
        let counts = calls(&[b"weft\\count"]);
        let bypasses = self::sites(&code, BYPASS);
        if let Some(site) = bypasses.first().filter(|_| !listens) {
            let line = code.ops[site.init as usize].line;
            return Err(error(
                line,
                "found \\Weft\\bypass() without \\Weft\\before(): only a wrapper that runs callbacks can be left out",
            ));
        }
        let waiting = waiting(&code.ops);
        let unspliceable = super::splice::obstacle(&code, &sites);
        Ok(Self {
            name: name.to_owned(),
            file: file.to_owned(),
            fingerprint: weft_wire::fingerprint(source.as_bytes()) as u32,
            observes: super::shipped::is_observe(&source),
            source,
            code,
            settings,
            sites,
            receives,
            bypasses,
            waiting,
            unspliceable,
            listens,
            counts,
        })
    }
}

impl Template {
    /// The value that waits while this FAST_CALL runs a `finally`.
    pub fn waits_at(&self, number: u32) -> Option<Waiting> {
        self.waiting.iter().find(|waiting| (waiting.first..waiting.at).contains(&number)).copied()
    }
}

fn waiting(ops: &[Op]) -> Vec<Waiting> {
    let copied = |at: u32| {
        let value = ops[at as usize].op1;
        let copies = |op: &Op| op.opcode == code::QM_ASSIGN && op.op1.is_cv() && op.result.is_temporary() && op.result.number == value.number;
        ops[..at as usize].iter().rposition(copies).and_then(|number| u32::try_from(number).ok())
    };
    held_returns(ops)
        .into_iter()
        .map(|(at, first)| Waiting { at, first, copied: copied(at) })
        .collect()
}

/// The closure's parameters, with the defaults that its RECV_INITs hold.
fn declarations(closure: OpArray) -> Result<Vec<SettingDeclaration>, (u32, String)> {
    if closure.has_flag(ffi::ZEND_ACC_VARIADIC) {
        return Err((closure.line_start(), "found a variadic parameter, expected named settings".to_owned()));
    }
    let ops = closure.ops(crate::zend::op_array::Form::Finished);
    let literals = closure.literals();
    let mut found = Vec::new();
    for number in 0..closure.parameters() {
        let parameter = closure.parameter(number);
        let name = String::from_utf8_lossy(parameter.name()).into_owned();
        if parameter.by_reference() {
            return Err((closure.line_start(), format!("found \"&${name}\", expected settings by value")));
        }
        const SETTING: u32 =
            1 << ffi::IS_NULL | 1 << ffi::IS_FALSE | 1 << ffi::IS_TRUE | 1 << ffi::IS_LONG | 1 << ffi::IS_DOUBLE | 1 << ffi::IS_STRING | 1 << ffi::IS_ARRAY;
        if parameter.is_typed() && parameter.mask() & SETTING == 0 {
            return Err((
                closure.line_start(),
                format!("found a type for ${name} that no setting has, expected bool, int, float, string, array, null or mixed"),
            ));
        }
        let receive = ops
            .iter()
            .find(|op| matches!(op.opcode, code::RECV | code::RECV_INIT) && op.op1.number == number + 1);
        let default = match receive {
            Some(op) if op.opcode == code::RECV_INIT => {
                let literal = literals.get(op.op2.number as usize).cloned().flatten();
                let value = literal.ok_or_else(|| (op.line, format!("found a constant expression as default of ${name}, expected a plain value")))?;
                Some(value.value)
            }
            _ => None,
        };
        found.push(SettingDeclaration {
            name,
            default,
            types: if parameter.is_typed() { parameter.mask() } else { 0 },
            variable: number,
        });
    }
    Ok(found)
}

/// Does the file's own code return the closure that it makes?
fn is_returned(main: OpArray) -> bool {
    let ops = main.ops(crate::zend::op_array::Form::Finished);
    let made = ops.iter().find(|op| op.opcode == code::DECLARE_LAMBDA_FUNCTION);
    made.is_some_and(|made| {
        ops.iter()
            .any(|op| op.opcode == code::RETURN && op.op1.is_temporary() && op.op1.number == made.result.number)
    })
}

/// A call of `\Weft\proceed()` with arguments, or its name without a call: the line and what stands there.
fn misused(code: &Code) -> Option<(u32, &'static str)> {
    let next = |number: usize| code.ops[number + 1..].iter().find(|op| !matches!(op.opcode, code::NOP | code::EXT_FCALL_BEGIN));
    code.ops
        .iter()
        .enumerate()
        .filter(|(_, op)| called(code, op) == Some(PROCEED))
        .find_map(|(number, op)| match next(number) {
            Some(next) if is_do_call(next.opcode) => None,
            Some(next) if next.opcode == code::CALLABLE_CONVERT => Some((op.line, "\"\\Weft\\proceed(...)\"")),
            _ => Some((op.line, "\\Weft\\proceed() with arguments")),
        })
}

/// Takes out what belongs to the closure's own shell: its parameters arrive as constants, its return type is the
/// target's.
fn strip(ops: &mut [Op]) {
    for op in ops {
        match op.opcode {
            code::RECV | code::RECV_INIT => *op = Op::bare(code::NOP, op.line),
            // With a constant the instruction also moves it into a temporary.
            code::VERIFY_RETURN_TYPE if op.op1.is_literal() && !op.result.is_unused() => {
                *op = Op::bare(code::QM_ASSIGN, op.line).op1(op.op1).result(op.result);
            }
            code::VERIFY_RETURN_TYPE => *op = Op::bare(code::NOP, op.line),
            _ => {}
        }
    }
}

/// The function that an INIT instruction is about to call, in lower case.
pub fn called<'a>(code: &'a Code, op: &Op) -> Option<&'a [u8]> {
    let literal = match op.opcode {
        code::INIT_FCALL => op.op2,
        // The name as written stands first, then in lower case.
        code::INIT_FCALL_BY_NAME | code::INIT_NS_FCALL_BY_NAME => Operand::literal(op.op2.number + 1),
        _ => return None,
    };
    code.text(literal)
}

/// Pairs each INIT of a function with its DO.
fn sites(code: &Code, function: &[u8]) -> Vec<Site> {
    let mut found = Vec::new();
    for (number, op) in code.ops.iter().enumerate() {
        if called(code, op) == Some(function)
            && let Some(call) = code.ops[number..].iter().position(|op| is_do_call(op.opcode))
        {
            let place = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
            found.push(Site {
                init: place(number),
                call: place(number + call),
            });
        }
    }
    found
}

pub const fn is_do_call(opcode: u8) -> bool {
    matches!(opcode, code::DO_FCALL | code::DO_ICALL | code::DO_UCALL | code::DO_FCALL_BY_NAME)
}
