//! What this process weaves with: rules, the templates they name, and why some are off.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

use super::template::Template;
use crate::zend::literal::Value;
use crate::zend::op_array::OpArray;

/// How wrapper and original are joined.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Join {
    Splice,
    Call,
}

/// A rule ready to weave with.
#[derive(Debug)]
pub struct Binding {
    pub template: Rc<Template>,
    pub settings: Vec<(u32, Value)>,
}

#[derive(Default)]
struct Loom {
    bindings: Vec<Binding>,
    ready: bool,
}

thread_local! {
    static LOOM: RefCell<Loom> = RefCell::default();
}

/// At request start: compiles the templates, the first time.
pub fn request_start() {
    LOOM.with_borrow_mut(|loom| {
        if loom.ready {
            return;
        }
        loom.ready = true;
        if std::env::var("WEFT_HOOK").as_deref() != Ok("*") {
            return;
        }
        let folder = PathBuf::from(std::env::var("WEFT_WRAPPERS_PATH").unwrap_or_default());
        let name = std::env::var("WEFT_WRAPPER").unwrap_or("observe".to_owned());
        match Template::load(&name, &[folder]) {
            Ok(template) => loom.bindings.push(Binding {
                template: Rc::new(template),
                settings: Vec::new(),
            }),
            Err(error) => eprintln!("weft: {error}"),
        }
    });
}

/// Shows the rule for this function to `weave`, if there is one.
pub fn with_binding<T>(_target: OpArray, weave: impl FnOnce(&Binding) -> T) -> Option<T> {
    LOOM.with_borrow(|loom| loom.bindings.first().map(weave))
}
