//! What this thread weaves with: the rules, the templates they name, and why some are off.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use weft_wire::{DEFAULT_WRAPPER, Pattern, Rule, Subject, Target};

use super::late_hook;
use super::sources::{self, Sources};
use super::template::{Template, TemplateError};
use crate::rules::{self, Rules, wanted};
use crate::settings::{self, JoinChoice, Settings};
use crate::zend::literal::Value;
use crate::zend::op_array::OpArray;
use crate::zend::point::TEMPLATE;
use crate::zend::{log, module};

mod binding;

/// A rule ready to weave with.
#[derive(Debug)]
pub struct Binding {
    /// What its rule does, as a number.
    pub effect: u32,
    pub template: Rc<Template>,
    /// For each setting the template's variable and the value.
    pub settings: Vec<(u32, Value)>,
}

#[derive(Default)]
struct Loom {
    rules: Arc<Rules>,
    join: JoinChoice,
    /// One for each rule; `None` for those that are off.
    bindings: Vec<Option<Binding>>,
    /// Why rules are off, complete messages.
    errors: Vec<String>,
    /// Templates by name.
    templates: BTreeMap<String, Result<Rc<Template>, TemplateError>>,
    /// For functions that no rule names and a hook does.
    for_hooks: Option<Result<Binding, String>>,
    /// Made in which life of the module; 0: not yet.
    life: u32,
}

/// How often the module was started in this process. Threads may outlive it.
static LIFE: AtomicU32 = AtomicU32::new(0);

thread_local! {
    static LOOM: RefCell<Loom> = RefCell::default();
    /// Is there nothing to weave? What the late hook asks first.
    static IDLE: Cell<bool> = const { Cell::new(true) };
}

/// At module start: reads the templates that the rules name, for all threads.
pub fn start_up(settings: &Settings, rules: &Rules) {
    LIFE.fetch_add(1, Ordering::Relaxed);
    adopt(settings, rules);
}

/// Reads the templates that the rules name. The next request of this thread makes its loom anew.
pub fn adopt(settings: &Settings, rules: &Rules) {
    LOOM.set(Loom::default());
    IDLE.set(true);
    let wrappers = rules.set.rules.iter().filter(|rule| rule.enabled).map(|rule| rule.wrapper.as_str());
    sources::start_up(if rules.is_empty() {
        Sources::default()
    } else {
        Sources::read(wrappers, &settings.wrappers_path)
    });
}

/// At request start: compiles the templates, the first time. The compiler must be idle.
pub fn request_start() {
    if !wanted::is_empty() {
        // What other processes asked for is woven before anybody asks here. Why it cannot be is what a hook says.
        let _ = prepare_for_hooks();
    }
    let life = LIFE.load(Ordering::Relaxed);
    if LOOM.with_borrow(|loom| loom.life == life) {
        return;
    }
    let rules = rules::current();
    let settings = settings::current();
    let mut loom = Loom {
        join: settings.join,
        for_hooks: LOOM.with_borrow_mut(|loom| loom.for_hooks.take()),
        life,
        ..Loom::default()
    };
    if !rules.is_empty() {
        let sources = sources::current();
        for rule in &rules.set.rules {
            loom.bind(rule, &sources);
        }
    }
    for error in &loom.errors {
        log::write(error);
    }
    IDLE.set(loom.bindings.iter().all(Option::is_none));
    loom.rules = rules;
    LOOM.set(loom);
}

/// Nothing to weave in this thread?
pub fn is_idle() -> bool {
    IDLE.get() && wanted::is_empty()
}

/// At the first hook: compiles the template that runs callbacks. `Err` says why it cannot be used.
pub fn prepare_for_hooks() -> Result<(), String> {
    let known = LOOM.with_borrow(|loom| loom.for_hooks.as_ref().map(|binding| binding.as_ref().map(|_| ()).map_err(Clone::clone)));
    known.unwrap_or_else(|| {
        let folders = settings::current().wrappers_path.clone();
        // The compiler calls the late hook, which must find the loom free.
        let template = LOOM.with_borrow(|loom| loom.templates.get(DEFAULT_WRAPPER).cloned());
        let template = template.unwrap_or_else(|| {
            let sources = Sources::read(std::iter::once(DEFAULT_WRAPPER), &folders);
            late_hook::aside(|| load(DEFAULT_WRAPPER, &sources))
        });
        let binding = template
            .map_err(|error| format!("wrapper \"{DEFAULT_WRAPPER}\": {error}"))
            .map(|template| Binding {
                effect: u32::MAX,
                template,
                settings: Vec::new(),
            });
        let answer = binding.as_ref().map(|_| ()).map_err(Clone::clone);
        crate::zend::ast_hook::install(true);
        crate::zend::trace::expect_wrappers();
        LOOM.with_borrow_mut(|loom| loom.for_hooks = Some(binding));
        answer
    })
}

/// Shows the binding for hooks to `weave`.
pub fn with_binding_for_hooks<T>(weave: impl FnOnce(&Binding) -> T) -> Option<T> {
    LOOM.with_borrow(|loom| Some(weave(loom.for_hooks.as_ref()?.as_ref().ok()?)))
}

/// `weft.join`, as this thread reads it.
pub fn join() -> JoinChoice {
    LOOM.with_borrow(|loom| loom.join)
}

/// Shows the rule for this function to `weave`, if there is one in force. The second argument: only at run time is it
/// known whether it applies.
pub fn with_binding<T>(target: OpArray, weave: impl FnOnce(&Binding, bool) -> T) -> Option<T> {
    LOOM.with_borrow(|loom| {
        let (rule, conditional) = loom.rules.find(target)?;
        Some(weave(loom.binding_of(rule)?, conditional))
    })
}

/// What the rule for this function does and with which template, as numbers, if there is one in force. The last: only
/// at run time is it known whether it applies.
pub fn named(target: OpArray) -> Option<(u32, u32, bool)> {
    with_binding(target, |binding, conditional| {
        (binding.effect, binding.template.fingerprint & TEMPLATE, conditional)
    })
}

/// For each setting of a template its variable and value.
pub type BoundSettings = Vec<(u32, Value)>;

/// Does a rule that is not off name this language construct?
pub fn weaves_construct(construct: &Subject) -> bool {
    LOOM.with_borrow(|loom| {
        let rule = loom.rules.of_construct(construct);
        rule.and_then(|rule| loom.binding_of(rule)).is_some_and(|binding| binding.template.listens)
    })
}

/// What this rule weaves with; `None` when it is off.
pub fn bound(rule: usize) -> Option<(Rc<Template>, BoundSettings)> {
    LOOM.with_borrow(|loom| {
        let binding = loom.binding_of(rule)?;
        Some((Rc::clone(&binding.template), binding.settings.clone()))
    })
}

/// Why this rule, which is enabled, is off all the same.
pub fn why_off(rule: &Rule) -> String {
    LOOM.with_borrow(|loom| match loom.templates.get(&rule.wrapper) {
        Some(Ok(template)) => match binding::bind(rule, template) {
            Ok(_) => String::new(),
            Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        },
        Some(Err(error)) => format!("wrapper \"{}\": {error}", rule.wrapper),
        None => format!("wrapper \"{}\" was not read", rule.wrapper),
    })
}

/// Templates that were asked for, by name, and what became of them.
pub fn templates() -> Vec<(String, Result<PathBuf, String>)> {
    LOOM.with_borrow(|loom| {
        let state = |found: &Result<Rc<Template>, TemplateError>| match found {
            Ok(template) => Ok(template.file.clone()),
            Err(error) => Err(error.to_string()),
        };
        loom.templates.iter().map(|(name, found)| (name.clone(), state(found))).collect()
    })
}

/// Why rules are off, complete messages.
pub fn errors() -> Vec<String> {
    LOOM.with_borrow(|loom| loom.errors.clone())
}

impl Loom {
    fn binding_of(&self, rule: usize) -> Option<&Binding> {
        match rule {
            wanted::RULE => self.for_hooks.as_ref()?.as_ref().ok(),
            _ => self.bindings.get(rule)?.as_ref(),
        }
    }

    fn bind(&mut self, rule: &Rule, sources: &Sources) {
        let binding = if rule.enabled { self.binding(rule, sources) } else { None };
        let construct =
            |pattern: &&Pattern| !pattern.takes_away && (matches!(pattern.target, Target::Include | Target::Eval) || super::ast_hook::is_exit(pattern));
        if let (Some(binding), Some(pattern)) = (&binding, rule.targets.iter().find(construct))
            && !binding.template.listens
        {
            self.errors.push(format!(
                "{}: found the wrapper \"{}\" for \"{pattern}\", expected one that runs callbacks, such as \"{DEFAULT_WRAPPER}\"",
                rule.origin, rule.wrapper
            ));
        }
        self.bindings.push(binding);
    }

    fn binding(&mut self, rule: &Rule, sources: &Sources) -> Option<Binding> {
        let known = self.templates.entry(rule.wrapper.clone());
        let template = match known.or_insert_with(|| load(&rule.wrapper, sources)) {
            Ok(template) => Rc::clone(template),
            Err(error) => {
                self.errors.push(format!("{}: wrapper \"{}\": {error}", rule.origin, rule.wrapper));
                return None;
            }
        };
        match binding::bind(rule, &template) {
            Ok(settings) => Some(Binding {
                effect: rule.effect(),
                template,
                settings,
            }),
            Err(errors) => {
                self.errors.extend(errors.iter().map(ToString::to_string));
                None
            }
        }
    }
}

/// The template of this name, compiled.
fn load(name: &str, sources: &Sources) -> Result<Rc<Template>, TemplateError> {
    let source = sources.of(name)?;
    Template::compile(name, &source.file, &source.text).map(Rc::new)
}

/// Identifies what would be woven, for caches of compiled code: the library, the rules and which of them are in force
/// here, the join, the templates as they were read, and where weft's data lie. Empty when nothing ever would be.
pub fn identity() -> Vec<u8> {
    let (rules, settings) = (rules::current(), settings::current());
    if !settings.enabled || !settings.errors.is_empty() {
        return Vec::new();
    }
    let mut bytes = Vec::new();
    // Each with its length: no two identities make the same bytes.
    let mut add = |part: &[u8]| {
        bytes.extend(part.len().to_le_bytes());
        bytes.extend(part);
    };
    add(env!("CARGO_PKG_VERSION").as_bytes());
    add(module::build());
    add(&module::handle().to_le_bytes());
    add(&module::cache_slot().to_le_bytes());
    add(settings.join.name().as_bytes());
    add(&rules.set.fingerprint().to_le_bytes());
    // `when.sapi` leaves rules out as a whole.
    let sapi = module::sapi();
    let in_force: Vec<u8> = rules.set.rules.iter().map(|rule| u8::from(rule.when.fits_sapi(&sapi))).collect();
    add(&in_force);
    sources::current().each(|name, file, text| {
        add(name.as_bytes());
        add(file.as_os_str().as_bytes());
        add(text);
    });
    bytes
}
