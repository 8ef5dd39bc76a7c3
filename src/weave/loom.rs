//! What this thread weaves with: the rules, the templates they name, and why some are off.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use weft_wire::Rule;

use super::sources::{self, Sources};
use super::template::{Template, TemplateError};
use crate::rules::{self, Rules};
use crate::settings::{self, JoinChoice, Settings};
use crate::zend::literal::Value;
use crate::zend::op_array::OpArray;
use crate::zend::{log, module};

mod binding;

/// A rule ready to weave with.
#[derive(Debug)]
pub struct Binding {
    /// Its number among the rules.
    pub rule: usize,
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

/// At module start: reads the templates that the rules name. The next request of each thread makes its loom anew.
pub fn start_up(settings: &Settings, rules: &Rules) {
    LIFE.fetch_add(1, Ordering::Relaxed);
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
    let life = LIFE.load(Ordering::Relaxed);
    if LOOM.with_borrow(|loom| loom.life == life) {
        return;
    }
    let rules = rules::current();
    let settings = settings::current();
    let mut loom = Loom {
        join: settings.join,
        life,
        ..Loom::default()
    };
    if !rules.is_empty() {
        let sources = sources::current();
        for (number, rule) in rules.set.rules.iter().enumerate() {
            loom.bind(number, rule, &sources);
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
    IDLE.get()
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
        Some(weave(loom.bindings.get(rule)?.as_ref()?, conditional))
    })
}

/// For each setting of a template its variable and value.
pub type BoundSettings = Vec<(u32, Value)>;

/// What this rule weaves with; `None` when it is off.
pub fn bound(rule: usize) -> Option<(Rc<Template>, BoundSettings)> {
    LOOM.with_borrow(|loom| {
        let binding = loom.bindings.get(rule)?.as_ref()?;
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
    fn bind(&mut self, number: usize, rule: &Rule, sources: &Sources) {
        let binding = if rule.enabled { self.binding(number, rule, sources) } else { None };
        self.bindings.push(binding);
    }

    fn binding(&mut self, number: usize, rule: &Rule, sources: &Sources) -> Option<Binding> {
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
                rule: number,
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
/// here, the join, the templates as they were read, and where weft's data lie. Empty when nothing would be.
pub fn identity() -> Vec<u8> {
    let (rules, settings) = (rules::current(), settings::current());
    if rules.is_empty() {
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
