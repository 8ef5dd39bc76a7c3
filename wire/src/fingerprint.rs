//! A number that stands for a rule set, the same on every machine.
//!
//! What was compiled under some rules must not be used under others, so caches of compiled code
//! carry this number. It covers all that decides what is woven; names of files and line numbers
//! are left out, so that moving a file or editing a comment costs nobody his cache.

use std::collections::BTreeMap;

use twox_hash::{XxHash3_64, XxHash3_128};

use crate::rule::{Literal, Rights, Rule, RuleSet, Setting};
use crate::when::When;

/// Raised when the same rules come to mean something else.
const VERSION: u64 = 1;

impl RuleSet {
    /// The rule set's identity: equal rules in equal order have equal numbers, in each process and
    /// on each machine; different ones have different numbers for all practical purposes.
    pub fn fingerprint(&self) -> u128 {
        let mut bytes = Bytes(Vec::new());
        bytes.number(VERSION);
        bytes.number(self.rules.len() as u64);
        for rule in &self.rules {
            bytes.rule(rule);
        }
        XxHash3_128::oneshot(&bytes.0)
    }
}

impl Rule {
    /// A number for what the rule does, whatever its targets: code that was woven by one rule is as good as if it had been
    /// woven by another one of the same number. Never 0 or the highest.
    pub fn effect(&self) -> u32 {
        let mut bytes = Bytes(Vec::new());
        bytes.number(VERSION);
        bytes.effect(&self.wrapper, &self.settings, self.sample, &self.when, self.rights);
        let number = XxHash3_64::oneshot(&bytes.0) as u32;
        number.clamp(1, u32::MAX - 1)
    }
}

/// A number for some bytes, the same in every process.
pub fn fingerprint(bytes: &[u8]) -> u64 {
    XxHash3_64::oneshot(bytes)
}

/// Values of known length, or with their length in front: no two rule sets make the same bytes.
struct Bytes(Vec<u8>);

impl Bytes {
    fn number(&mut self, number: u64) {
        self.0.extend(number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend(text.as_bytes());
    }

    fn texts<'a>(&mut self, texts: impl ExactSizeIterator<Item = &'a str>) {
        self.number(texts.len() as u64);
        texts.for_each(|text| self.text(text));
    }

    fn rule(&mut self, rule: &Rule) {
        let Rule {
            origin: _,
            targets,
            wrapper,
            settings,
            sample,
            when,
            rights,
            enabled,
        } = rule;
        self.number(targets.len() as u64);
        for target in targets {
            self.text(&target.to_string().to_ascii_lowercase());
        }
        self.effect(wrapper, settings, *sample, when, *rights);
        self.number(u64::from(*enabled));
    }

    /// What a rule does, whatever it does that to.
    fn effect(&mut self, wrapper: &str, settings: &BTreeMap<String, Setting>, sample: Option<f64>, when: &When, rights: Rights) {
        self.text(wrapper);
        self.number(settings.len() as u64);
        for (name, setting) in settings {
            self.text(name);
            self.literal(&setting.value);
        }
        // No share is negative, so the highest bit is free to say that there is none.
        self.number(sample.map_or(u64::MAX, |share| share.abs().to_bits()));
        self.texts(when.sapi.iter().map(String::as_str));
        self.texts(when.script.iter().map(|script| script.as_str()));
        self.texts(when.uri.iter().map(String::as_str));
        self.number(u64::from(rights.read_only));
        self.number(rights.failures.map_or(0, |failures| failures.saturating_add(1)));
    }

    fn literal(&mut self, literal: &Literal) {
        let (kind, number) = match literal {
            Literal::Bool(value) => (0, u64::from(*value)),
            Literal::Int(value) => (1, *value as u64),
            Literal::Float(value) => (2, value.to_bits()),
            Literal::Text(text) => (3, text.len() as u64),
            Literal::List(list) => (4, list.len() as u64),
        };
        self.number(kind);
        self.number(number);
        match literal {
            Literal::Text(text) => self.0.extend(text.as_bytes()),
            Literal::List(list) => list.iter().for_each(|literal| self.literal(literal)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fingerprint(text: &str) -> u128 {
        RuleSet::parse(text.as_bytes(), "x.toml").unwrap().fingerprint()
    }

    const RULE: &str = "[[rule]]\ntarget = 'App\\*'\nwrapper = 'log'\ntimes = 3\n";

    #[test]
    fn it_is_the_same_everywhere() {
        assert_eq!(fingerprint(""), 25913516974950467774694496676694593657);
        assert_eq!(fingerprint(RULE), 174966907912384464721989885143103204586);
    }

    #[test]
    fn comments_order_of_keys_and_case_of_targets_do_not_matter() {
        let same = "# x\n\n[[rule]]\ntimes = 0x3\nwrapper = \"log\"\ntarget = ['\\APP\\*']\n";
        assert_eq!(fingerprint(same), fingerprint(RULE));
    }

    #[test]
    fn all_that_decides_what_is_woven_matters() {
        let mut seen = vec![fingerprint(RULE), fingerprint(""), fingerprint(&RULE.repeat(2))];
        for (from, to) in [
            ("App", "Lib"),
            ("log", "time"),
            ("times", "time"),
            ("= 3", "= 4"),
            ("= 3", "= 3.0"),
            ("= 3", "= '3'"),
            ("= 3", "= true"),
            ("= 3", "= [3]"),
            ("= 3", "= [3, 3]"),
            ("times = 3", "sample = 1"),
            ("times = 3", "sample = 0.5"),
            ("times = 3", "enabled = false"),
            ("times = 3", "callbacks = 'read-only'"),
            ("times = 3", "callback_failures = 0"),
            ("times = 3", "callback_failures = 3"),
            ("times = 3", "when.sapi = 'cli'"),
            ("times = 3", "when.uri = '/cli'"),
            ("times = 3", "when.script = 'cli'"),
            ("times = 3", ""),
        ] {
            let changed = RULE.replace(from, to);
            if let Ok(set) = RuleSet::parse(changed.as_bytes(), "x.toml") {
                assert!(!seen.contains(&set.fingerprint()), "{changed}");
                seen.push(set.fingerprint());
            }
        }
    }
}
