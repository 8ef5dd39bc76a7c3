//! What becomes of functions, and why: `Weft\explain()` and `Weft\explain_file()`.
//!
//! Everything is read off the finished function and the rules, so weaving itself keeps no books. [`verdict`] says what
//! was decided, [`php`] writes the woven function as PHP, [`opcodes`] as the engine has it; [`source`] reads PHP's text.

mod declared;
mod literal;
mod opcodes;
mod php;
mod source;
mod verdict;

use std::collections::BTreeMap;

use weft_wire::{Ancestry, Subject};

use self::declared::Declared;
use self::source::Source;
use self::verdict::Verdict;
use super::late_hook;
use crate::rules;
use crate::zend::compile::with_compiled_file;
use crate::zend::op_array::OpArray;
use crate::zend::tables::{self, Found};

/// Whether a function is woven.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    Woven,
    /// No rule matches it, or weft is off.
    NotWoven,
    /// A rule matches it, and it cannot be woven.
    Refused,
    /// There is no such function.
    Unknown,
}

impl State {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Woven => "woven",
            Self::NotWoven => "not woven",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }
}

/// What is known of one function: the contract with the command line, which reads the same names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    pub target: String,
    pub file: Option<String>,
    pub line: Option<u32>,
    pub verdict: Verdict,
    /// The woven function as PHP.
    pub php: Option<String>,
    /// The woven function as the engine has it.
    pub opcodes: Option<String>,
}

impl Answer {
    fn without_code(target: String, verdict: Verdict) -> Self {
        Self {
            target,
            file: None,
            line: None,
            verdict,
            php: None,
            opcodes: None,
        }
    }
}

/// Answers for a function that is declared in this request, or else from the rules.
pub fn target(name: &[u8], intercepted: verdict::Intercepted) -> Answer {
    let name = name.strip_prefix(b"\\").unwrap_or(name);
    let lower = name.to_ascii_lowercase();
    let (found, asked) = match lower.windows(2).position(|pair| pair == b"::") {
        Some(at) => {
            let class = tables::class(&lower[..at]);
            let found = class.and_then(|class| tables::method(class, &lower[at + 2..]));
            (found, class.map(|class| text(class.name())))
        }
        None => (tables::function(&lower), None),
    };
    match found {
        Some(Found::User(op_array)) => user(op_array, asked),
        Some(Found::Internal(internal)) => {
            let method = text(internal.name());
            let target = asked.map_or(method.clone(), |class| format!("{class}::{method}"));
            Answer::without_code(target, verdict::internal(internal, intercepted))
        }
        None => {
            let rules = rules::current();
            let subject = Subject::named(name);
            let findings = rules.set.find_all(&subject, &mut |_| Ancestry::Unknown);
            Answer::without_code(text(name), verdict::unknown(&rules, &findings, asked.as_deref()))
        }
    }
}

/// A declared function, as a member of the class `asked`, which may have inherited it.
fn user(op_array: OpArray, asked: Option<String>) -> Answer {
    // A trait's method was woven as the trait's.
    let declaring = tables::trait_method(op_array);
    let declared = Declared::one(declaring, &|key| match op_array.class() {
        Some(class) => tables::method(class, key),
        None => tables::function(key),
    });
    let mut answer = describe(&declared, &mut Sources::default(), None);
    if let (Some(asked), Some(owner)) = (asked, declaring.scope_name().map(text))
        && asked != owner
    {
        answer.target = format!("{asked}::{}", text(op_array.function_name().unwrap_or_default()));
        answer.verdict.reason += &format!("; declared in {owner}");
    }
    answer
}

/// Answers for each function of a file, which is compiled and not run. The caller owns nothing: see
/// [`with_compiled_file`].
pub fn file(name: &[u8]) -> Vec<Answer> {
    let compiled = late_hook::rehearse(|| {
        with_compiled_file(name, |file| {
            let all = Declared::all(file);
            let mut sources = Sources::default();
            let mut answers: Vec<Answer> = all.iter().map(|one| describe(one, &mut sources, Some(&all))).collect();
            answers.sort_by_key(|answer| answer.line);
            answers
        })
    });
    compiled.unwrap_or_else(|error| {
        let (target, line) = (text(name), (error.line > 0).then_some(error.line));
        let reason = match error.message.as_str() {
            "" => "PHP cannot open it",
            message => message,
        };
        vec![Answer {
            file: Some(target.clone()),
            line,
            ..Answer::without_code(target, Verdict::plain(State::Unknown, reason))
        }]
    })
}

/// Source files by name; `None` for those that cannot be read.
type Sources = BTreeMap<Vec<u8>, Option<Source>>;

fn describe(declared: &Declared, sources: &mut Sources, all: Option<&[Declared]>) -> Answer {
    let op_array = declared.op_array;
    let verdict = verdict::user(declared);
    let mut answer = Answer {
        file: Some(text(op_array.file())),
        line: Some(op_array.line_start()),
        ..Answer::without_code(declared.name.clone(), verdict)
    };
    let Some(woven) = &answer.verdict.woven else { return answer };
    let source = sources.entry(op_array.file().to_vec()).or_insert_with(|| {
        use std::os::unix::ffi::OsStrExt;
        std::fs::read(std::ffi::OsStr::from_bytes(op_array.file())).ok().map(Source::new)
    });
    let function = source.as_ref().and_then(|source| Some((source, declared.find(source, all)?)));
    answer.php = Some(php::write(declared, &answer.verdict, woven, function));
    answer.opcodes = Some(opcodes::write(declared));
    answer
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
