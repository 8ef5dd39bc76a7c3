//! What this thread weaves with: the rules, the templates they name, and why some are off.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use weft_wire::Rule;

use super::shipped;
use super::template::{Template, TemplateError};
use crate::rules::{self, Rules};
use crate::settings::{self, JoinChoice};
use crate::zend::literal::Value;
use crate::zend::log;
use crate::zend::op_array::OpArray;

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
    ready: bool,
}

thread_local! {
    static LOOM: RefCell<Loom> = RefCell::default();
    /// Is there nothing to weave? What the late hook asks first.
    static IDLE: Cell<bool> = const { Cell::new(true) };
}

/// At module start: the next request reads rules and templates anew.
pub fn start_up() {
    LOOM.set(Loom::default());
    IDLE.set(true);
}

/// At request start: compiles the templates, the first time. The compiler must be idle.
pub fn request_start() {
    if LOOM.with_borrow(|loom| loom.ready) {
        return;
    }
    let rules = rules::current();
    let settings = settings::current();
    let mut loom = Loom {
        join: settings.join,
        ready: true,
        ..Loom::default()
    };
    if !rules.is_empty() {
        for (number, rule) in rules.set.rules.iter().enumerate() {
            loom.bind(number, rule, &settings.wrappers_path);
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
    fn bind(&mut self, number: usize, rule: &Rule, folders: &[PathBuf]) {
        let binding = if rule.enabled { self.binding(number, rule, folders) } else { None };
        self.bindings.push(binding);
    }

    fn binding(&mut self, number: usize, rule: &Rule, folders: &[PathBuf]) -> Option<Binding> {
        let known = self.templates.entry(rule.wrapper.clone());
        let template = match known.or_insert_with(|| load(&rule.wrapper, folders)) {
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

/// The template of this name: from the configured folders, else one of weft's own.
fn load(name: &str, folders: &[PathBuf]) -> Result<Rc<Template>, TemplateError> {
    let file = format!("{name}.php");
    if let Some(file) = folders.iter().map(|folder| folder.join(&file)).find(|file| file.is_file()) {
        let source = std::fs::read(&file).map_err(|reason| TemplateError::about(&file, format!("cannot be read: {reason}")))?;
        return Template::compile(name, &file, &source).map(Rc::new);
    }
    let own = shipped::SOURCES.iter().find(|(own, _)| *own == name);
    let Some((_, source)) = own else {
        let names: Vec<&str> = shipped::SOURCES.iter().map(|(name, _)| *name).collect();
        let folders: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
        let places = if folders.is_empty() {
            String::new()
        } else {
            format!("{file} in {} or ", folders.join(", "))
        };
        return Err(TemplateError::about(
            &PathBuf::from(file),
            format!("found no such template, expected {places}one of {}", names.join(", ")),
        ));
    };
    Template::compile(name, &PathBuf::from(format!("weft://{file}")), source.as_bytes()).map(Rc::new)
}

/// Identifies what would be woven, for caches of compiled code: rules, join, templates and weft itself.
pub fn identity() -> Vec<u8> {
    let (rules, settings) = (rules::current(), settings::current());
    if rules.is_empty() {
        return Vec::new();
    }
    let mut bytes = format!("{} {:?} {:032x}", env!("CARGO_PKG_VERSION"), settings.join, rules.set.fingerprint()).into_bytes();
    bytes.extend(crate::zend::module::handle().to_le_bytes());
    for rule in &rules.set.rules {
        let file = format!("{}.php", rule.wrapper);
        for folder in &settings.wrappers_path {
            bytes.extend(std::fs::read(folder.join(&file)).unwrap_or_default());
        }
    }
    for (_, source) in shipped::SOURCES {
        bytes.extend(source.bytes());
    }
    bytes
}
