//! What PHP code asked for by `Weft\hook()`: functions to be woven although no rule names them.
//!
//! It is a rule of its own, weaker than all others, whose number stands beside those of the rule set.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use weft_wire::{Ancestry, DEFAULT_WRAPPER, Match, Matcher, Origin, Pattern, Rights, Rule, RuleSet, Subject};

/// Its number, which no rule of a set has.
pub const RULE: usize = u32::MAX as usize;

/// Where it stands, as explanations name it.
const ORIGIN: &str = "Weft\\hook()";

thread_local! {
    /// What was asked for in any process that shares opcache's memory with this one: it stays.
    static NOTED: RefCell<Vec<Pattern>> = const { RefCell::new(Vec::new()) };
    static COUNT: Cell<usize> = const { Cell::new(0) };
    /// The patterns, in the order in which they were asked for, without repetitions.
    static PATTERNS: RefCell<Vec<Pattern>> = const { RefCell::new(Vec::new()) };
    static NONE: Cell<bool> = const { Cell::new(true) };
    /// Made of the patterns when a function is compiled, not when one more is added.
    static MATCHER: RefCell<Option<Rc<Matcher>>> = const { RefCell::new(None) };
}

/// Does nobody ask for anything?
pub fn is_empty() -> bool {
    NONE.get()
}

/// Does this request ask for something itself?
pub fn has_own() -> bool {
    PATTERNS.with_borrow(|patterns| !patterns.is_empty())
}

/// Asks for one more pattern; `false` when it was asked for already.
pub fn add(pattern: &Pattern) -> bool {
    let added = PATTERNS.with_borrow_mut(|patterns| {
        let added = !patterns.contains(pattern);
        if added {
            patterns.push(pattern.clone());
        }
        added
    });
    if added {
        NONE.set(false);
        MATCHER.set(None);
    }
    added
}

/// The request is over, and with it what was asked for in it alone.
pub fn forget() {
    if is_empty() {
        return;
    }
    if !PATTERNS.take().is_empty() {
        NONE.set(noted() == 0);
        MATCHER.set(None);
    }
}

/// What all processes ask for, from now on.
pub fn set_noted(patterns: Vec<Pattern>) {
    NONE.set(patterns.is_empty() && PATTERNS.with_borrow(Vec::is_empty));
    COUNT.set(patterns.len());
    NOTED.set(patterns);
    MATCHER.set(None);
}

/// How many patterns all processes ask for.
pub fn noted() -> usize {
    COUNT.get()
}

/// The rule, for explanations.
pub fn rule() -> Rule {
    Rule {
        origin: Origin { file: ORIGIN.into(), line: 0 },
        targets: NOTED.with_borrow(|noted| PATTERNS.with_borrow(|own| noted.iter().chain(own).cloned().collect())),
        wrapper: DEFAULT_WRAPPER.to_owned(),
        settings: std::collections::BTreeMap::default(),
        sample: None,
        rights: Rights::default(),
        when: weft_wire::When::default(),
        enabled: true,
    }
}

/// Was this function asked for? `true` beside it: that depends on classes which are not loaded yet.
pub fn find(subject: &Subject, ancestors: &mut dyn FnMut(&[u8]) -> Ancestry) -> Option<bool> {
    if is_empty() {
        return None;
    }
    let known = MATCHER.with_borrow(Clone::clone);
    let matcher = known.unwrap_or_else(|| {
        let matcher = Rc::new(Matcher::compile(&RuleSet {
            rules: vec![rule()],
            ..RuleSet::default()
        }));
        MATCHER.set(Some(Rc::clone(&matcher)));
        matcher
    });
    match matcher.find(subject, &mut |ancestor: &[u8]| ancestors(ancestor)) {
        Match::None => None,
        Match::Rule(_) => Some(false),
        Match::Perhaps(_) => Some(true),
    }
}
