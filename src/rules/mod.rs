//! Which wrapper goes around which function: the rules of this process and their matcher.
//!
//! The language of patterns and files is the crate `weft-wire`'s, since the command line knows it too.

mod ancestry;
pub mod opcodes;
mod request;
pub mod switch;
pub mod wanted;

use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};

use weft_wire::{Ancestry, Finding, Match, Matcher, Origin, Rights, Rule, RuleSet, Sources, Subject, Target};

use crate::settings::Settings;
use crate::zend::op_array::OpArray;
use crate::zend::point::Point;
use crate::zend::tables::Internal;

/// Does the rule by which a function was woven apply to it, in this request and now that its class is complete?
pub fn apply(point: Point) -> bool {
    if switch::is_off() {
        return false;
    }
    let rules = current();
    let Some(rule) = rules.of_effect(point.rule()) else { return false };
    rule == wanted::RULE || (request::in_force(rule) && rules.fits_now(point, rule))
}

/// What callbacks on a woven function may do; where the rule stands that has them change nothing.
pub fn rights_of(point: Point) -> (Rights, Option<String>) {
    let rules = current();
    let rule = rules.of_effect(point.rule()).and_then(|rule| rules.set.rules.get(rule));
    let rights = rule.map(|rule| rule.rights).unwrap_or_default();
    let denied_by = rule.filter(|rule| rule.rights.read_only).map(|rule| rule.origin.to_string());
    (rights, denied_by)
}

/// The rules of this process.
#[derive(Debug, Default)]
pub struct Rules {
    pub set: RuleSet,
    matcher: Matcher,
    /// What is wrong with patterns and files, complete messages. No rule is in force then.
    pub errors: Vec<String>,
    /// What each rule does, as a number.
    effects: Vec<u32>,
    /// The files as they were read.
    pub sources: u64,
}

thread_local! {
    /// What this thread has adopted since the module started.
    static ADOPTED: RefCell<Option<Arc<Rules>>> = const { RefCell::new(None) };
}

static CURRENT: Mutex<Option<Arc<Rules>>> = Mutex::new(None);

/// At module start: reads the rules.
pub fn start_up(settings: &Settings, sapi: &str) -> Arc<Rules> {
    let rules = Arc::new(Rules::read(settings, sapi));
    ADOPTED.set(None);
    *CURRENT.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&rules));
    rules
}

/// The rules; none before the module has started.
pub fn current() -> Arc<Rules> {
    let adopted = ADOPTED.with_borrow(Clone::clone);
    adopted.unwrap_or_else(|| CURRENT.lock().unwrap_or_else(PoisonError::into_inner).clone().unwrap_or_default())
}

/// From now on these are the rules of this thread.
pub fn adopt(rules: Rules) {
    ADOPTED.set(Some(Arc::new(rules)));
}

/// At request start: decides which conditional rules hold, and answers all of them.
pub fn request_start() -> Arc<Rules> {
    let rules = current();
    request::start(&rules);
    rules
}

impl Rules {
    /// Reads the rules that the settings name, as the files are now.
    pub fn read(settings: &Settings, sapi: &str) -> Self {
        let mut errors: Vec<String> = settings.errors.clone();
        let mut set = RuleSet::default();
        // The list comes first, so that rules from files, which say more, win over it.
        if !settings.hook.trim().is_empty() {
            match RuleSet::from_hook_list(&settings.hook, settings.hook_origin) {
                Ok(rule) => set.rules.push(rule),
                Err(found) => errors.extend(found.iter().map(ToString::to_string)),
            }
        }
        let sources = Sources::read(&settings.rules);
        let fingerprint = sources.fingerprint();
        match sources.rules() {
            Ok(loaded) => {
                errors.extend(opcodes::of_rules(&loaded).err().into_iter().flatten().map(|error| error.to_string()));
                set.files = loaded.files;
                set.opcodes = loaded.opcodes;
                set.rules.extend(loaded.rules);
            }
            Err(found) => errors.extend(found.iter().map(ToString::to_string)),
        }
        if !settings.enabled || !errors.is_empty() {
            return Self {
                set,
                errors,
                sources: fingerprint,
                ..Self::default()
            };
        }
        let matcher = Matcher::compile_where(&set, |rule| rule.when.fits_sapi(sapi));
        Self {
            effects: set.rules.iter().map(Rule::effect).collect(),
            set,
            matcher,
            errors,
            sources: fingerprint,
        }
    }

    /// What a rule does, as a number that other rule sets have too.
    pub fn effect(&self, rule: usize) -> u32 {
        match rule {
            wanted::RULE => u32::MAX,
            _ => self.effects.get(rule).copied().unwrap_or(0),
        }
    }

    /// The rule that does this, if there is still one.
    pub fn of_effect(&self, effect: u32) -> Option<usize> {
        match effect {
            u32::MAX => Some(wanted::RULE),
            _ => self.effects.iter().position(|known| *known == effect),
        }
    }

    /// Where the rule stands that does this.
    pub fn origin(&self, effect: u32) -> Option<&Origin> {
        let rule = self.of_effect(effect)?;
        self.set.rules.get(rule).map(|rule| &rule.origin)
    }

    /// Does a rule or a hook of all processes name this method, which is built into PHP or an extension?
    pub fn name_internal(&self, class: &[u8], method: &[u8]) -> bool {
        let subject = Subject::method(class, method).internal();
        let nobody = &mut |_: &[u8]| Ancestry::IsNot;
        self.matcher.find(&subject, nobody) != Match::None || wanted::find(&subject, nobody).is_some()
    }

    /// Is there nothing to weave?
    pub fn is_empty(&self) -> bool {
        self.matcher.is_empty()
    }

    /// A pattern such as `Name+::method` may have had to wait for the class.
    fn fits_now(&self, point: Point, rule: usize) -> bool {
        let (Some(class), true) = (
            point.scope(),
            self.set
                .rules
                .iter()
                .any(|other| names_descendants(other) && other.effect() == self.effect(rule)),
        ) else {
            return true;
        };
        let ancestors = &mut |ancestor: &[u8]| if point.is_a(ancestor) { Ancestry::Is } else { Ancestry::IsNot };
        let attributes: Vec<&[u8]> = point.attributes().iter().map(|name| &**name).collect();
        let mut fits = |class: &[u8], function: &[u8]| match self.matcher.find(&Subject::method(class, function).with_attributes(&attributes), ancestors) {
            Match::Rule(found) => self.effect(found) == self.effect(rule),
            _ => false,
        };
        if fits(point.class(), point.function()) {
            return true;
        }
        // A trait's method was woven under the trait's name.
        let mut found = false;
        class.each_origin(point.code(), |name, function| found |= fits(name, function));
        found
    }

    /// The rule for `include` or `eval`.
    pub fn of_construct(&self, construct: &Subject) -> Option<usize> {
        match self.matcher.find(construct, &mut |_| Ancestry::IsNot) {
            Match::None => None,
            Match::Rule(rule) | Match::Perhaps(rule) => Some(rule),
        }
    }

    /// The rule for a function that PHP is compiling. `true` beside it: only at run time is it known whether it applies.
    pub fn find(&self, target: OpArray) -> Option<(usize, bool)> {
        if switch::is_off() {
            return None;
        }
        let attributes = target.attributes();
        let subject = subject(&target, &attributes);
        match self.matcher.find(&subject, &mut |ancestor| ancestry::of(target, ancestor)) {
            Match::None if target.is_marked_by_attribute() => Some((wanted::RULE, false)),
            Match::None => wanted::find(&subject, &mut |ancestor| ancestry::of(target, ancestor)).map(|perhaps| (wanted::RULE, perhaps)),
            Match::Rule(rule) => Some((rule, is_conditional(&self.set.rules[rule]))),
            Match::Perhaps(rule) => Some((rule, true)),
        }
    }
}

impl Rules {
    /// All rules that name a function, with the reasons: for explanations.
    pub fn find_all(&self, target: OpArray) -> Vec<Finding<'_>> {
        self.set
            .find_all(&subject(&target, &target.attributes()), &mut |ancestor| ancestry::of(target, ancestor))
    }

    /// The rule for a function that is built in, if one is in force in this process.
    pub fn find_internal(&self, target: Internal) -> Option<usize> {
        if switch::is_off() || self.matcher.is_empty() {
            return None;
        }
        match self
            .matcher
            .find(&subject_internal(&target), &mut |ancestor| ancestry_internal(target, ancestor))
        {
            Match::Rule(rule) | Match::Perhaps(rule) => Some(rule),
            Match::None => None,
        }
    }

    /// The same for a function that is built in.
    pub fn find_all_internal(&self, target: Internal) -> Vec<Finding<'_>> {
        self.set
            .find_all(&subject_internal(&target), &mut |ancestor| ancestry_internal(target, ancestor))
    }
}

/// A function as patterns see it.
pub fn subject<'a>(target: &'a OpArray, attributes: &'a [&'a [u8]]) -> Subject<'a> {
    let function = target.function_name().unwrap_or_default();
    let subject = if target.has_flag(ext_php_rs::ffi::ZEND_ACC_CLOSURE) {
        Subject::closure_at(target.file(), target.line_start())
    } else {
        match target.scope_name() {
            // What weft compiles for drivers, in no file, stands for what an extension does.
            Some(class) if is_of_driver(target) => Subject::method(class, function).internal(),
            Some(class) => Subject::method(class, function),
            None => Subject::function(function),
        }
    };
    subject.with_attributes(attributes)
}

/// Does this method stand for an operation of mysqlnd?
pub fn is_of_driver(target: &OpArray) -> bool {
    target.file().is_empty() && target.scope_name() == Some(DRIVER)
}

/// The class whose methods do.
pub const DRIVER: &[u8] = b"mysqlnd";

/// The same for a function that is built in.
pub fn subject_internal(target: &Internal) -> Subject<'_> {
    let identity = target.identity();
    let subject = if identity.scope.is_null() {
        Subject::function(identity.function)
    } else {
        Subject::method(identity.class, identity.function)
    };
    subject.internal()
}

/// Does a built-in function's class extend or implement another one?
pub fn ancestry_internal(target: Internal, ancestor: &[u8]) -> Ancestry {
    target.class().map_or(Ancestry::IsNot, |class| ancestry::look(class, ancestor, 0))
}

/// Does a rule hold in this request?
pub fn in_force(rule: usize) -> bool {
    !switch::is_off() && request::in_force(rule)
}

fn names_descendants(rule: &Rule) -> bool {
    rule.targets
        .iter()
        .any(|pattern| matches!(pattern.target, Target::Methods { descendants: true, .. }))
}

/// Does the rule hold in some requests only?
fn is_conditional(rule: &Rule) -> bool {
    rule.sample.is_some() || !rule.when.script.is_empty() || !rule.when.uri.is_empty()
}
