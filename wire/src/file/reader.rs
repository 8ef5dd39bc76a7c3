//! From TOML to rules. Reading goes on behind each error, so that one look shows all of them.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::settings::{Found, read_literal, setting_name};
use super::source::Source;
use crate::pattern::{Pattern, PatternError};
use crate::rule::{DEFAULT_WRAPPER, Literal, Opcode, Origin, Place, Rights, Rule, RuleError, Setting, nothing_to_take_from};
use crate::when::When;

/// Keys that every rule has; all others are settings of its wrapper.
const OPCODE_KEYS: [&str; 3] = ["name", "skip", "enabled"];
const RULE_KEYS: [&str; 7] = ["target", "wrapper", "enabled", "sample", "when", "callbacks", "callback_failures"];

type Table<'t> = DeTable<'t>;
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

pub(super) struct Reader<'t> {
    pub source: Source<'t>,
    pub rules: Vec<Rule>,
    pub opcodes: Vec<Opcode>,
    pub errors: Vec<RuleError>,
    /// The syntax is broken somewhere, so what seems to be missing may well be there.
    pub is_broken: bool,
}

impl Reader<'_> {
    /// The whole file.
    pub fn file(&mut self, table: &Table) {
        for (key, value) in table {
            let at = self.source.place(key.span().start);
            let name = key.get_ref().as_ref();
            match (name, value.get_ref()) {
                ("rule", DeValue::Array(rules)) => self.tables("rule", rules, Self::rule),
                ("opcode", DeValue::Array(opcodes)) => self.tables("opcode", opcodes, Self::opcode),
                ("rule" | "opcode", _) => {
                    let found = Found(value.get_ref());
                    self.error(at, format!("{name}: found {found}, expected an array of tables: [[{name}]]"));
                }
                _ if RULE_KEYS.contains(&name) => self.missing(at, format!("found the key \"{name}\" outside of a rule, expected it below a [[rule]] line")),
                _ => self.unknown_key(at, "", name, &["rule", "opcode"]),
            }
        }
    }

    fn tables(&mut self, name: &str, tables: &DeArray, mut each: impl FnMut(&mut Self, Place, &Table)) {
        for table in tables {
            let at = self.source.place(table.span().start);
            match table.get_ref() {
                DeValue::Table(table) => each(self, at, table),
                other => {
                    let found = Found(other);
                    self.error(at, format!("{name}: found {found}, expected a table"));
                }
            }
        }
    }

    fn opcode(&mut self, at: Place, table: &Table) {
        let (mut named, mut skip, mut enabled) = (Vec::new(), false, true);
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "name" => self.strings("name", value, |reader, text, span| {
                    named.push((text.to_owned(), reader.source.place(span.start)))
                }),
                "skip" => skip = self.yes_or_no("skip", value, false),
                "enabled" => enabled = self.yes_or_no("enabled", value, true),
                name => {
                    let at = self.source.place(key.span().start);
                    self.unknown_key(at, "opcode: ", name, &OPCODE_KEYS);
                }
            }
        }
        if !table.iter().any(|(key, _)| key.get_ref() == "name") {
            self.missing(at, "found an opcode without \"name\", expected one".to_owned());
        }
        let file = &self.source.file;
        let named = named.into_iter().filter(|_| enabled);
        self.opcodes.extend(named.map(|(name, name_at)| Opcode {
            file: file.clone(),
            name,
            name_at,
            skip,
        }));
    }

    fn rule(&mut self, at: Place, table: &Table) {
        let mut rule = Rule {
            origin: Origin {
                file: self.source.file.clone(),
                line: at.line,
            },
            targets: Vec::new(),
            wrapper: DEFAULT_WRAPPER.to_owned(),
            settings: Default::default(),
            sample: None,
            when: When::default(),
            rights: Rights::default(),
            enabled: true,
        };
        if !table.iter().any(|(key, _)| key.get_ref() == "target") {
            self.missing_target(at, table);
        }
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match name {
                "target" => rule.targets = self.targets(value),
                "wrapper" => rule.wrapper = self.wrapper(value),
                "enabled" => rule.enabled = self.yes_or_no("enabled", value, true),
                "sample" => rule.sample = self.sample(value),
                "when" => rule.when = self.when(value),
                "callbacks" => rule.rights.read_only = self.is_read_only(value),
                "callback_failures" => rule.rights.failures = self.failures(value),
                _ => {
                    if let Some(setting) = self.setting(name, key.span(), value) {
                        rule.settings.insert(name.to_owned(), setting);
                    }
                }
            }
        }
        self.rules.push(rule);
    }

    fn missing_target(&mut self, at: Place, table: &Table) {
        let near = table.iter().find(|(key, _)| nearest(key.get_ref(), &["target"]).is_some());
        let hint = near.map_or(String::new(), |(key, _)| {
            let line = self.source.place(key.span().start).line;
            format!(": is \"{}\" in line {line} meant?", key.get_ref())
        });
        self.missing(at, format!("found a rule without \"target\", expected one{hint}"));
    }

    fn targets(&mut self, value: &Value) -> Vec<Pattern> {
        let mut targets = Vec::new();
        let mut all_good = true;
        self.strings("target", value, |reader, text, span| {
            let pattern = Pattern::parse(text).and_then(|pattern| {
                let first = targets.is_empty() && all_good;
                match nothing_to_take_from(&pattern).filter(|_| first) {
                    Some(error) => Err(error),
                    None => Ok(pattern),
                }
            });
            match pattern {
                Ok(pattern) => targets.push(pattern),
                Err(error) => {
                    all_good = false;
                    reader.bad_pattern(error, span);
                }
            }
        });
        targets
    }

    fn bad_pattern(&mut self, error: PatternError, span: Range<usize>) {
        let PatternError { column, found, expected } = error;
        let (at, escape) = self.source.in_string(span, column);
        // What "App\report" in double quotes comes to: a carriage return where the r was.
        let hint = match escape {
            Some(escape) if escape != r"\\" => format!(": in double quotes {escape} is an escape, write names with backslashes in single quotes"),
            _ => String::new(),
        };
        self.error(at, format!("target: found {found}, expected {expected}{hint}"));
    }

    fn wrapper(&mut self, value: &Value) -> String {
        let DeValue::String(name) = value.get_ref() else {
            self.wrong_type("wrapper", value, "a string");
            return String::new();
        };
        let legal = |c: char| c.is_ascii_alphanumeric() || "_./-".contains(c);
        let (at, found, expected) = if name.is_empty() {
            (0, "nothing".into(), "the name of a wrapper")
        } else if let Some((at, c)) = name.chars().enumerate().find(|(_, c)| !legal(*c)) {
            let found = crate::pattern::quoted(c.encode_utf8(&mut [0; 4]));
            (at, found, r#"a letter, a digit, "_", ".", "/" or "-""#)
        } else if let Some(at) = name.find("..") {
            (at, "\"..\"".into(), "a name that stays within its folder")
        } else if name.starts_with('/') {
            (0, "\"/\"".into(), "a name that stays within its folder")
        } else {
            return name.to_string();
        };
        let (at, _) = self.source.in_string(value.span(), at as u32 + 1);
        self.error(at, format!("wrapper: found {found}, expected {expected}"));
        String::new()
    }

    fn yes_or_no(&mut self, name: &str, value: &Value, default: bool) -> bool {
        match value.get_ref() {
            DeValue::Boolean(yes) => *yes,
            _ => {
                self.wrong_type(name, value, "true or false");
                default
            }
        }
    }

    fn sample(&mut self, value: &Value) -> Option<f64> {
        let sample = match read_literal(value.get_ref()) {
            Ok(Literal::Int(share)) => Some(share as f64),
            Ok(Literal::Float(share)) => Some(share),
            _ => None,
        };
        let sample = sample.filter(|share| (0.0..=1.0).contains(share));
        if sample.is_none() {
            self.wrong_type("sample", value, "a number from 0 to 1");
        }
        sample
    }

    fn is_read_only(&mut self, value: &Value) -> bool {
        match value.get_ref() {
            DeValue::String(text) if text == "read-only" => true,
            DeValue::String(text) if text == "read-write" => false,
            _ => {
                self.wrong_type("callbacks", value, r#""read-only" or "read-write""#);
                false
            }
        }
    }

    fn failures(&mut self, value: &Value) -> Option<u64> {
        let failures = match read_literal(value.get_ref()) {
            Ok(Literal::Int(failures)) => u64::try_from(failures).ok(),
            _ => None,
        };
        if failures.is_none() {
            self.wrong_type("callback_failures", value, "a number from 0, which means any number");
        }
        failures
    }

    fn setting(&mut self, name: &str, key: Range<usize>, value: &Value) -> Option<Setting> {
        let name_at = self.source.place(key.start);
        let value_at = self.source.place(value.span().start);
        if let Err(problem) = setting_name(name) {
            self.error(name_at, problem);
            return None;
        }
        match read_literal(value.get_ref()) {
            Ok(value) => Some(Setting { value, name_at, value_at }),
            Err(problem) => {
                // A table that is not inline begins at its header: the key in there is nearer.
                let inner = problem.at.map_or(value.span().start, |span| span.start);
                self.error(self.source.place(inner), format!("setting \"{name}\": {}", problem.message));
                None
            }
        }
    }

    /// A string, or an array of strings that is not empty.
    pub(super) fn strings(&mut self, name: &str, value: &Value, mut each: impl FnMut(&mut Self, &str, Range<usize>)) {
        match value.get_ref() {
            DeValue::String(text) => each(self, text, value.span()),
            DeValue::Array(values) if values.is_empty() => {
                self.wrong_type(name, value, "at least one string in it");
            }
            DeValue::Array(values) => {
                for value in values {
                    match value.get_ref() {
                        DeValue::String(text) => each(self, text, value.span()),
                        _ => self.wrong_type(name, value, "a string"),
                    }
                }
            }
            _ => self.wrong_type(name, value, "a string or an array of strings"),
        }
    }

    pub(super) fn wrong_type(&mut self, name: &str, value: &Value, expected: &str) {
        let found = Found(value.get_ref());
        let at = self.source.place(value.span().start);
        self.error(at, format!("{name}: found {found}, expected {expected}"));
    }

    pub(super) fn unknown_key(&mut self, at: Place, context: &str, name: &str, known: &[&str]) {
        let found = crate::pattern::quoted(name);
        let list = match known {
            [one] => format!("\"{one}\""),
            [first @ .., last] => format!("\"{}\" or \"{last}\"", first.join("\", \"")),
            [] => String::new(),
        };
        let hint = nearest(name, known).map_or(String::new(), |known| format!(": did you mean \"{known}\"?"));
        self.error(at, format!("{context}found the key {found}, expected {list}{hint}"));
    }

    /// An error that a broken line elsewhere may well be the reason for.
    fn missing(&mut self, at: Place, message: String) {
        if !self.is_broken {
            self.error(at, message);
        }
    }

    pub(super) fn error(&mut self, at: Place, message: String) {
        self.errors.push(self.source.error(at, message));
    }
}

/// The known name that is at most two slips of the keyboard away.
fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let distance = |known: &&str| strsim::damerau_levenshtein(&name.to_lowercase(), known);
    let nearest = known.iter().copied().min_by_key(distance)?;
    (distance(&nearest) <= 2).then_some(nearest)
}
