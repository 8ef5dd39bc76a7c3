//! Which rule a function falls under, for each function that PHP compiles: mostly none.
//!
//! Exact names cost one look into a hash table, however many there are. All names with a `*`, and
//! all `+` patterns, are one automaton, which most names leave after a few bytes; it exists only
//! if there are such patterns. Nothing is allocated for a function that no pattern names, unless
//! its name has more than [`STACK`] bytes or takes the automaton where it has never been.

mod automaton;

use hashbrown::HashMap;
use regex_syntax::hir::Hir;
use smallvec::SmallVec;

use self::automaton::Automaton;
use crate::pattern::Target;
use crate::rule::{Ancestors, Rule, RuleSet, Tally};
use crate::subject::{Ancestry, Fit, Subject};

/// Names up to this many bytes, class and method together, are folded on the stack.
const STACK: usize = 256;

/// The rules, made ready for many questions.
#[derive(Debug, Default)]
pub struct Matcher {
    /// Every pattern of every rule, the strongest first: later rules before earlier ones, and in a
    /// rule likewise. All numbers below are places in here, so sorting them sorts by strength.
    slots: Vec<Slot>,
    exact: HashMap<Box<[u8]>, Vec<u32>>,
    automaton: Option<Automaton>,
    /// The slot of each pattern in the automaton.
    wild: Vec<u32>,
    /// The slots of `*`.
    everything: Vec<u32>,
    /// What closures fall under that no attribute and no place distinguishes.
    closures: Match,
    /// The slots of `*` and `{closure}`.
    of_closures: Vec<u32>,
    /// Patterns that name no function: attributes, and closures by their place.
    others: Vec<(Target, u32)>,
}

/// What the matcher must know of a pattern that names a subject.
#[derive(Debug)]
struct Slot {
    rule: usize,
    takes_away: bool,
    /// Must be an ancestor of the class, or the class itself; in lower case.
    ancestor: Option<Box<[u8]>>,
    /// `*` or `*::*`, which do not mean internal functions.
    unnamed: bool,
}

/// The answer: indexes into [`RuleSet::rules`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Match {
    /// No rule names the subject.
    #[default]
    None,
    /// This rule does, and of those that do it is the last.
    Rule(usize),
    /// This rule may, depending on classes that are not loaded yet. Ask again when they are; what
    /// holds until then is the answer to the same question with `IsNot` for `Unknown`.
    Perhaps(usize),
}

impl Matcher {
    /// Makes the enabled rules ready.
    pub fn compile(set: &RuleSet) -> Self {
        Matcher::compile_where(set, |_| true)
    }

    /// Makes those of the enabled rules ready that `keep` says, such as those whose
    /// [`When::fits_sapi`](crate::When::fits_sapi) holds. Indexes stay those of the set.
    pub fn compile_where(set: &RuleSet, mut keep: impl FnMut(&Rule) -> bool) -> Self {
        let mut matcher = Matcher::default();
        let mut names = Vec::new();
        let mut closures = Vec::new();
        for (index, rule) in set.rules.iter().enumerate().rev() {
            if !rule.enabled || !keep(rule) {
                continue;
            }
            for pattern in rule.targets.iter().rev() {
                let target = &pattern.target;
                let slot = matcher.slots.len() as u32;
                matcher.slots.push(Slot {
                    rule: index,
                    takes_away: pattern.takes_away,
                    ancestor: target.ancestor().map(|class| class.folded().into()),
                    unnamed: target.is_unnamed(),
                });
                matcher.file_away(target, slot, &mut names);
                if matches!(target, Target::Everything | Target::Closures) {
                    closures.push(slot);
                }
            }
        }
        matcher.automaton = (!names.is_empty()).then(|| Automaton::new(&names));
        // Neither `*` nor `{closure}` asks for ancestors.
        let nobody = &mut |_: &[u8]| Ancestry::Unknown;
        matcher.closures = matcher.decide(&Subject::closure(), &closures, nobody);
        matcher.of_closures = closures;
        matcher
    }

    /// Puts a slot where its subjects will find it.
    fn file_away(&mut self, target: &Target, slot: u32, names: &mut Vec<Hir>) {
        match target {
            Target::Closures => {}
            Target::ClosureAt { .. } | Target::Attribute(_) => self.others.push((target.clone(), slot)),
            Target::Everything => self.everything.push(slot),
            Target::Include | Target::Eval => {
                self.add_exact(target.construct().unwrap_or_default().into(), slot);
            }
            Target::Functions(name) if name.is_exact() => {
                self.add_exact(name.folded().into(), slot);
            }
            Target::Functions(name) => {
                names.push(automaton::function(name));
                self.wild.push(slot);
            }
            Target::Methods {
                class,
                descendants: false,
                method,
            } if class.is_exact() && method.is_exact() => {
                let key = [&method.folded()[..], b"\0", &class.folded()].concat();
                self.add_exact(key.into(), slot);
            }
            Target::Methods { class, descendants, method } => {
                let class = (!descendants).then_some(class);
                names.push(automaton::method(class, method));
                self.wild.push(slot);
            }
        }
    }

    fn add_exact(&mut self, key: Box<[u8]>, slot: u32) {
        self.exact.entry(key).or_default().push(slot);
    }

    /// Whether no rule is ready: then nothing needs to be asked at all.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The rule that `subject` falls under. `ancestors` tells whether its class is the one given,
    /// or one that extends or implements it; it is asked only if the answer depends on it.
    pub fn find(&self, subject: &Subject, ancestors: Ancestors) -> Match {
        if subject.is_closure() {
            let mut hits = self.others_of(subject);
            if hits.is_empty() {
                return self.closures;
            }
            hits.extend_from_slice(&self.of_closures);
            hits.sort_unstable();
            return self.decide(subject, &hits, ancestors);
        }
        let mut name = Folded::new();
        fold(subject, &mut name);
        let exact = self.exact.get(&name[..]).map_or(&[][..], Vec::as_slice);
        let mut hits = self.others_of(subject);
        if !subject.is_construct() {
            if let Some(automaton) = &self.automaton {
                automaton.each(&name, |pattern| hits.push(self.wild[pattern]));
            }
            hits.extend_from_slice(&self.everything);
        }
        if hits.is_empty() && exact.is_empty() {
            return Match::None;
        }
        hits.extend_from_slice(exact);
        hits.sort_unstable();
        self.decide(subject, &hits, ancestors)
    }

    /// The slots of patterns that name no function and fit all the same.
    fn others_of(&self, subject: &Subject) -> SmallVec<[u32; 16]> {
        let fitting = self.others.iter().filter(|(target, _)| target.names(subject));
        fitting.map(|(_, slot)| *slot).collect()
    }

    /// Of patterns that name `subject`, the strongest first: the rule that wins.
    fn decide(&self, subject: &Subject, hits: &[u32], ancestors: Ancestors) -> Match {
        let slot = |hit: &u32| &self.slots[*hit as usize];
        for hits in hits.chunk_by(|a, b| slot(a).rule == slot(b).rule) {
            let mut tally = Tally::default();
            for slot in hits.iter().map(slot) {
                if tally.is_decided() {
                    break;
                }
                tally.count(slot.takes_away, slot.fit(subject, ancestors));
            }
            let rule = slot(&hits[0]).rule;
            match tally.fit() {
                Fit::Yes => return Match::Rule(rule),
                Fit::Perhaps => return Match::Perhaps(rule),
                Fit::No => {}
            }
        }
        Match::None
    }
}

impl Slot {
    fn fit(&self, subject: &Subject, ancestors: Ancestors) -> Fit {
        match (&self.ancestor, subject.class) {
            _ if self.unnamed && subject.internal => Fit::No,
            (Some(ancestor), Some(class)) if !class.eq_ignore_ascii_case(ancestor) => ancestors(ancestor).into(),
            _ => Fit::Yes,
        }
    }
}

type Folded = SmallVec<[u8; STACK]>;

/// Makes the subject one key: the method, a NUL, the class; in lower case. The NUL cannot stand in
/// a method's name, while the name of an anonymous class may hold anything: the first NUL divides.
fn fold(subject: &Subject, name: &mut Folded) {
    name.extend_from_slice(subject.function);
    if let Some(class) = subject.class {
        name.push(0);
        name.extend_from_slice(class);
    }
    name.make_ascii_lowercase();
}
