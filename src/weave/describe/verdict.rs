//! What was decided about a function, by which rule, and why.

use std::rc::Rc;

use ext_php_rs::ffi;
use weft_wire::{Finding, Fit, Rule};

use super::State;
use super::declared::Declared;
use crate::rules::{self, Rules, wanted};
use crate::settings::{self, JoinChoice};
use crate::weave::guard::Guard;
use crate::weave::template::Template;
use crate::weave::{loom, splice};
use crate::zend::literal::Value;
use crate::zend::op_array::Form;
use crate::zend::tables::Internal;

/// State, rule and reason.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    pub state: State,
    /// Where the rule stands.
    pub rule: Option<String>,
    /// The pattern of the rule that matched.
    pub pattern: Option<String>,
    pub wrapper: Option<String>,
    /// The template's file.
    pub template: Option<String>,
    /// `splice` or `call`.
    pub join: Option<&'static str>,
    /// Why this join, or why it is not woven.
    pub reason: String,
    pub woven: Option<Woven>,
}

/// What a function was woven with.
#[derive(Clone, Debug)]
pub struct Woven {
    pub template: Rc<Template>,
    /// For each of the template's settings its variable and value.
    pub settings: Vec<(u32, Value)>,
    pub guard: Guard,
    pub calls: bool,
}

impl PartialEq for Woven {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.template, &other.template) && self.settings == other.settings && self.calls == other.calls
    }
}

impl Eq for Woven {}

impl Verdict {
    pub fn plain(state: State, reason: impl Into<String>) -> Self {
        Self {
            state,
            rule: None,
            pattern: None,
            wrapper: None,
            template: None,
            join: None,
            reason: reason.into(),
            woven: None,
        }
    }

    fn by(rule: &Rule, finding: Option<&Finding>, state: State, reason: impl Into<String>) -> Self {
        Self {
            rule: Some(named(rule)),
            pattern: finding.map(|finding| finding.added_by.to_string()),
            wrapper: Some(rule.wrapper.clone()),
            ..Self::plain(state, reason)
        }
    }
}

/// About a function that PHP compiled.
pub fn user(declared: &Declared) -> Verdict {
    let rules = rules::current();
    let findings = rules.find_all(declared.op_array);
    let finding_of = |number: usize| findings.iter().find(|finding| finding.rule == number);
    if let Some(mark) = declared.mark {
        let number = rules.of_effect(mark.rule).unwrap_or(usize::MAX - 1);
        let hooked = (number == wanted::RULE).then(wanted::rule);
        let (Some(rule), Some((template, settings))) = (rules.set.rules.get(number).or(hooked.as_ref()), loom::bound(number)) else {
            return Verdict::plain(State::Woven, "by a rule that this process does not have");
        };
        let guard = match (mark.guarded, template.listens) {
            (false, _) => Guard::None,
            (true, true) => Guard::Listening,
            (true, false) => Guard::InForce,
        };
        let reason = if mark.calls {
            why_called(declared, &template, guard)
        } else if settings::current().join == JoinChoice::Call && !declared.op_array.is_property_hook() {
            "a generator's end is in its own code".to_owned()
        } else {
            "the template proceeds once, and the function can stand in that place".to_owned()
        };
        return Verdict {
            template: Some(template.file.to_string_lossy().into_owned()),
            join: Some(if mark.calls { "call" } else { "splice" }),
            woven: Some(Woven {
                template,
                settings,
                guard,
                calls: mark.calls,
            }),
            ..Verdict::by(rule, finding_of(number), State::Woven, reason)
        };
    }
    let Some((number, conditional)) = rules.find(declared.op_array) else {
        return Verdict::plain(State::NotWoven, why_not(&rules, &findings));
    };
    let hooked = (number == wanted::RULE).then(wanted::rule);
    let Some(rule) = rules.set.rules.get(number).or(hooked.as_ref()) else {
        return Verdict::plain(State::NotWoven, why_not(&rules, &findings));
    };
    Verdict::by(rule, finding_of(number), State::Refused, why_refused(declared, number, rule, conditional))
}

fn why_called(declared: &Declared, template: &Template, guard: Guard) -> String {
    let body = declared.body();
    if settings::current().join == JoinChoice::Call && !(template.observes && body.has_flag(ffi::ZEND_ACC_GENERATOR)) {
        return "weft.join is call".to_owned();
    }
    template
        .unspliceable
        .clone()
        .or_else(|| splice::target_obstacle(body, &body.ops(Form::Finished), guard, template))
        // Optimized code may not show it any more.
        .unwrap_or_else(|| "the original could not be spliced".to_owned())
}

fn why_refused(declared: &Declared, number: usize, rule: &Rule, conditional: bool) -> String {
    let op_array = declared.op_array;
    if op_array.has_flag(ffi::ZEND_ACC_ABSTRACT) || op_array.is_interface_method() {
        return "it is abstract: there is no code to weave, but there is in the classes that implement it".to_owned();
    }
    let Some((template, _)) = loom::bound(number) else {
        return format!("the rule is off: {}", loom::why_off(rule));
    };
    let guard = if template.listens || conditional { Guard::Listening } else { Guard::None };
    let obstacle = template
        .unspliceable
        .clone()
        .or_else(|| splice::target_obstacle(op_array, &op_array.ops(Form::Finished), guard, &template));
    match obstacle {
        Some(obstacle) if op_array.is_property_hook() => format!("a property's hook can only be spliced, and {obstacle}"),
        Some(obstacle) if settings::current().join == JoinChoice::Splice => format!("weft.join is splice, and {obstacle}"),
        _ => "it was compiled before weft could weave it".to_owned(),
    }
}

/// Why no rule is in force for a function.
fn why_not(rules: &Rules, findings: &[Finding]) -> String {
    if let Some(error) = rules.errors.first() {
        return format!("weft is off: {error}");
    }
    if !settings::current().enabled {
        return "weft is off: weft.enabled is 0".to_owned();
    }
    if rules.set.rules.is_empty() {
        return "there are no rules".to_owned();
    }
    let Some(finding) = findings.first() else {
        return "no rule names it".to_owned();
    };
    let rule = &rules.set.rules[finding.rule];
    let (name, added) = (named(rule), finding.added_by);
    match finding.taken_by {
        Some(taken) if finding.fit == Fit::No => format!("{name} adds it by {added} and takes it away by {taken}"),
        _ if !rule.enabled => format!("{name} names it by {added}, but is not enabled"),
        _ if !rule.when.sapi.is_empty() => format!("{name} names it by {added}, but only for {}", rule.when.sapi.join(", ")),
        _ => format!("{name} names it by {added}, but is not in force"),
    }
}

/// What `intercept/` knows of a function that is built in, by the rule that names it or by a hook: `Ok`, weft is called in
/// its place, or `Err` why not. `None`: nobody asked for it.
pub type Intercepted = fn(Internal, Option<usize>) -> Option<Result<String, String>>;

/// About a function that is built in.
pub fn internal(internal: Internal, intercepted: Intercepted) -> Verdict {
    let rules = rules::current();
    let findings = rules.find_all_internal(internal);
    let finding = findings
        .iter()
        .find(|finding| !rules.is_empty() && rules.set.rules[finding.rule].enabled && finding.fit != Fit::No);
    let hooked = wanted::rule();
    let rule = finding.map_or(&hooked, |finding| &rules.set.rules[finding.rule]);
    match intercepted(internal, finding.map(|finding| finding.rule)) {
        Some(Ok(reason)) => Verdict {
            join: Some("intercept"),
            ..Verdict::by(rule, finding, State::Woven, reason)
        },
        Some(Err(why)) => Verdict::by(rule, finding, State::Refused, why),
        None => Verdict::plain(State::NotWoven, why_not(&rules, &findings)),
    }
}

/// About a name that nothing has, at least not yet. `class` is there when only the method is missing.
pub fn unknown(rules: &Rules, findings: &[Finding], class: Option<&str>) -> Verdict {
    let missing = class.map_or("nothing of this name is declared in this request".to_owned(), |class| {
        format!("{class} has no such method")
    });
    match findings.iter().find(|finding| rules.set.rules[finding.rule].enabled && finding.fit != Fit::No) {
        Some(finding) if !rules.is_empty() => Verdict::by(&rules.set.rules[finding.rule], Some(finding), State::Unknown, missing),
        _ => Verdict::plain(State::Unknown, format!("{missing}; {}", why_not(rules, findings))),
    }
}

/// Where a rule stands; the directive has no lines.
fn named(rule: &Rule) -> String {
    if rule.origin.line == 0 || *rule.origin.file == *settings::current().hook_origin {
        rule.origin.file.to_string()
    } else {
        rule.origin.to_string()
    }
}
