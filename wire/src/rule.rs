//! Rules: which functions, which wrapper, with which settings, and when.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use crate::pattern::{Pattern, PatternError};
use crate::subject::{Ancestry, Fit, Subject};
use crate::when::When;

/// The wrapper of a rule that names none.
pub const DEFAULT_WRAPPER: &str = "observe";

/// All rules in force. When several fit a function, the last one wins: general rules stand first,
/// exceptions below them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleSet {
    /// In the order of files and of lines in them.
    pub rules: Vec<Rule>,
    /// Opcodes of the engine that are told of or skipped.
    pub opcodes: Vec<Opcode>,
    /// The files that were read, in that order.
    pub files: Vec<PathBuf>,
}

/// What a file wants of one of PHP's opcodes. Which there are, is for PHP to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opcode {
    /// Path of the file.
    pub file: Arc<str>,
    /// As the file has it, such as `BEGIN_SILENCE`.
    pub name: String,
    /// Where that stands.
    pub name_at: Place,
    /// It does not run; else it is told of.
    pub skip: bool,
}

impl Opcode {
    /// An error about this opcode, for whoever knows those of a PHP.
    pub fn error(&self, message: impl Into<String>) -> RuleError {
        RuleError {
            file: self.file.to_string(),
            line: self.name_at.line,
            column: self.name_at.column,
            message: message.into(),
        }
    }
}

/// One rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Where it stands.
    pub origin: Origin,
    /// Read from left to right: each adds targets or takes some away, and the last one that fits
    /// decides. Takes away from this rule only. Never empty, and the first one adds.
    pub targets: Vec<Pattern>,
    /// The template's name: letters, digits and `_./-`, neither absolute nor with `..` in it.
    pub wrapper: String,
    /// What the file says beyond the keys that all rules have: for the wrapper to interpret.
    pub settings: BTreeMap<String, Setting>,
    /// The share of calls that is woven in, 0.0 to 1.0; all where it is not given.
    pub sample: Option<f64>,
    /// In which processes and requests.
    pub when: When,
    /// What callbacks on its functions may do.
    pub rights: Rights,
    /// A rule that is not enabled fits nothing.
    pub enabled: bool,
}

/// What callbacks on a rule's functions may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// They may look at a call, and not change it.
    pub read_only: bool,
    /// After how many failures one is switched off for the rest of the request, 0: never. `None`: as PHP's configuration
    /// says.
    pub failures: Option<u64>,
}

/// Where a rule stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Path of the file, or the name of the setting that the rule comes from.
    pub file: Arc<str>,
    /// From 1.
    pub line: u32,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
}

/// A setting for the wrapper.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// What it is set to.
    pub value: Literal,
    /// Where its name stands, for wrappers that do not take it.
    pub name_at: Place,
    /// Where its value stands, for wrappers that want another type.
    pub value_at: Place,
}

/// A constant that is folded into the wrapper.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// PHP's `bool`.
    Bool(bool),
    /// PHP's `int`.
    Int(i64),
    /// PHP's `float`.
    Float(f64),
    /// PHP's `string`.
    Text(String),
    /// PHP's `array`, a list of the above; there are no lists in lists.
    List(Vec<Literal>),
}

impl Literal {
    /// PHP's name of the type.
    pub fn php_type(&self) -> &'static str {
        match self {
            Literal::Bool(_) => "bool",
            Literal::Int(_) => "int",
            Literal::Float(_) => "float",
            Literal::Text(_) => "string",
            Literal::List(_) => "array",
        }
    }
}

impl Rule {
    /// An error about this rule, for whoever knows more than the file does, such as which settings
    /// the wrapper takes.
    pub fn error(&self, at: Place, message: impl Into<String>) -> RuleError {
        RuleError {
            file: self.origin.file.to_string(),
            line: at.line,
            column: at.column,
            message: message.into(),
        }
    }

    /// What this rule says about `subject`, if it names it. Slow, for explanations: a
    /// [`Matcher`](crate::Matcher) answers faster for all rules at once.
    fn find(&self, index: usize, subject: &Subject, ancestors: Ancestors) -> Option<Finding<'_>> {
        let mut tally = Tally::default();
        let (mut added_by, mut taken_by) = (None, None);
        for pattern in self.targets.iter().rev() {
            let fit = pattern.fits(subject, ancestors);
            if fit == Fit::No {
                continue;
            }
            if !pattern.takes_away {
                added_by = added_by.or(Some(pattern));
            } else if !tally.is_decided() {
                taken_by = taken_by.or(Some(pattern));
            }
            tally.count(pattern.takes_away, fit);
        }
        Some(Finding {
            rule: index,
            fit: tally.fit(),
            added_by: added_by?,
            taken_by,
        })
    }
}

/// Tells whether the subject's class is the one given, whose name is in lower case.
pub type Ancestors<'a> = &'a mut dyn FnMut(&[u8]) -> Ancestry;

/// What one rule says about a subject that it names.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding<'r> {
    /// Index into [`RuleSet::rules`]; that rule may be disabled.
    pub rule: usize,
    /// `No` means that `taken_by` takes away what `added_by` adds.
    pub fit: Fit,
    /// The last pattern of the rule that adds the subject, at least perhaps.
    pub added_by: &'r Pattern,
    /// The last pattern behind it that takes the subject away, at least perhaps.
    pub taken_by: Option<&'r Pattern>,
}

impl RuleSet {
    /// All rules that name `subject`, the strongest first: with the reason for each. The first
    /// one that is enabled, in force and fits is the one that is woven.
    pub fn find_all(&self, subject: &Subject, ancestors: Ancestors) -> Vec<Finding<'_>> {
        let rules = self.rules.iter().enumerate().rev();
        rules.filter_map(|(index, rule)| rule.find(index, subject, ancestors)).collect()
    }
}

/// Adds up what the patterns of one rule say, from the last to the first: once one has decided,
/// the earlier ones do not matter.
#[derive(Default)]
pub(crate) struct Tally {
    decided: Option<Fit>,
    may_add: bool,
    may_take: bool,
}

impl Tally {
    /// Counts one pattern.
    pub(crate) fn count(&mut self, takes_away: bool, fit: Fit) {
        match fit {
            _ if self.is_decided() => {}
            Fit::No => {}
            Fit::Yes => self.decided = Some(if takes_away { Fit::No } else { Fit::Yes }),
            Fit::Perhaps if takes_away => self.may_take = true,
            Fit::Perhaps => self.may_add = true,
        }
    }

    /// Whether earlier patterns do not matter any more.
    pub(crate) fn is_decided(&self) -> bool {
        self.decided.is_some()
    }

    /// What all patterns together say.
    pub(crate) fn fit(&self) -> Fit {
        match self.decided {
            Some(Fit::Yes) if self.may_take => Fit::Perhaps,
            Some(Fit::Yes) => Fit::Yes,
            _ if self.may_add => Fit::Perhaps,
            _ => Fit::No,
        }
    }
}

/// What is wrong with the rules, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleError {
    /// Path of the file, or the name of the setting that the rule comes from.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
    /// What was found and what was expected.
    pub message: String,
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let RuleError { file, line, column, message } = self;
        write!(f, "{file}:{line}:{column}: {message}")
    }
}

impl std::error::Error for RuleError {}

/// A first pattern that takes away has nothing to take from: most likely one in front is missing.
pub(crate) fn nothing_to_take_from(first: &Pattern) -> Option<PatternError> {
    first.takes_away.then(|| PatternError {
        column: 1,
        found: "\"!\" in the first pattern".into(),
        expected: "one that adds targets first".into(),
    })
}
