//! What a rule has around an internal function: the wrappers whose work is native, without a line of PHP.

use std::cell::{Cell, RefCell};
use std::ffi::CString;
use std::rc::Rc;

use super::call;
use super::table::{self, Interceptor};
use crate::agent;
use crate::callbacks::results;
use crate::rules::{self, Rules};
use crate::signals::{self, Identity, Met, Weaving};
use crate::weave::template::Template;
use crate::weave::{late_hook, loom, sources};
use crate::zend::around;
use crate::zend::exception::{self, Kind as Thrown};
use crate::zend::frame::Frame;
use crate::zend::handlers::Original;
use crate::zend::memory::{self, Kept};
use crate::zend::value::{Array, Owned, Place};

/// The wrappers that go around internal functions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Observe,
    Time,
    Count,
    /// Anything else: a template, run as it is written.
    Template,
}

/// How the daemon, `explain` and the rest of the world call this way to join.
pub const JOIN: &str = "intercept";

/// A rule's wrapper.
pub struct Wrapper {
    pub rule: usize,
    pub kind: Kind,
}

impl Wrapper {
    /// `Err`: the rule's wrapper cannot go around what is built in, and why.
    pub fn of(rules: &Rules, number: usize) -> Result<Self, String> {
        let name = &rules.set.rules[number].wrapper;
        let sources = sources::current();
        let kind = match name.as_str() {
            "observe" => Kind::Observe,
            "time" => Kind::Time,
            "count" => Kind::Count,
            _ => Kind::Template,
        };
        match sources.of(name) {
            Ok(source) if source.file.starts_with("weft:") => Ok(Self { rule: number, kind }),
            Ok(_) => Ok(Self {
                rule: number,
                kind: Kind::Template,
            }),
            Err(error) => Err(format!("the rule is off: wrapper \"{name}\": {error}")),
        }
    }

    /// Is the rule in force in this request?
    pub fn applies(&self) -> bool {
        rules::in_force(self.rule) && loom::bound(self.rule).is_some_and(|(template, _)| self.kind != Kind::Template || !template.listens)
    }

    /// Why a rule that is on does not go around what is built in, if so.
    pub fn obstacle(&self) -> Option<&'static str> {
        let (template, _) = loom::bound(self.rule)?;
        (self.kind == Kind::Template && template.listens)
            .then_some("it is built in, and around built-in functions callbacks run by the wrapper \"observe\" of weft's own only")
    }
}

/// A call with a wrapper around it, and the callbacks of hooks within.
pub fn around(known: Kept<Interceptor>, frame: Frame, result: Place, original: Original) {
    match known.kind() {
        Some(Kind::Time) => timed(known, frame, result, original),
        Some(Kind::Count) => {
            count(known);
            call::with_callbacks(known, frame, result, original);
        }
        Some(Kind::Template) => match known.template() {
            Some((closure, settings)) => by_template(known, frame, result, closure, settings),
            None => call::with_callbacks(known, frame, result, original),
        },
        Some(Kind::Observe) | None => call::with_callbacks(known, frame, result, original),
    }
}

thread_local! {
    /// Where the instructions of templates lie that run in this request.
    static TEMPLATES: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
    static ANY: Cell<bool> = const { Cell::new(false) };
    /// The text and the file's name of a template that is being compiled: here, because a long jump may skip the frame.
    static COMPILED: RefCell<Option<(Rc<Template>, CString)>> = const { RefCell::new(None) };
}

/// The closure of a rule's template, and its settings as a list.
pub fn template_of(rule: usize) -> Option<(Owned, Owned)> {
    let (template, bound) = loom::bound(rule)?;
    let mut settings = Owned::array(8);
    for (_, value) in &bound {
        settings.place().push(around::value_of(value));
    }
    drop(bound);
    let name = around::file_name(&template.file);
    let (text, file) = (std::ptr::from_ref(template.source.as_str()), name.as_ptr());
    COMPILED.set(Some((template, name)));
    ANY.set(true);
    let closure = late_hook::aside(|| around::closure(memory::borrow_text(text), file));
    let Some(mut closure) = closure else {
        settings.release();
        return None;
    };
    if let Some(object) = closure.place().as_object() {
        let code = around::code_of(object);
        TEMPLATES.with_borrow_mut(|templates| templates.push(code));
        ANY.set(true);
    }
    Some((closure, settings))
}

/// The request is over.
pub fn forget_templates() {
    if ANY.take() {
        TEMPLATES.take();
        COMPILED.take();
    }
}

/// Is this the frame of a template that runs around a built-in function?
pub fn is_template(frame: Frame) -> bool {
    ANY.get()
        && frame
            .op_array()
            .is_some_and(|code| TEMPLATES.with_borrow(|templates| templates.contains(&code.code_address())))
}

/// Was the built-in function called by a template? What a template calls itself has no wrapper.
#[inline]
pub fn is_inside(frame: Frame) -> bool {
    ANY.get() && frame.caller().is_some_and(is_template)
}

/// The call around which a template runs.
pub fn target_of(template: Frame) -> Option<Frame> {
    template.caller().filter(|target| is_template(template) && target.op_array().is_none())
}

/// A template proceeds. `false`: it is around nothing.
pub fn proceed(target: Frame, result: Place) -> bool {
    let Some((known, original)) = table::of_frame(target) else { return false };
    around::within(target, || call::with_callbacks(known, target, result, original));
    true
}

fn by_template(known: Kept<Interceptor>, frame: Frame, result: Place, mut closure: Owned, mut settings: Owned) {
    let Some(list) = Array::of(settings.place()) else { return };
    around::call(closure.place(), list, result);
    if exception::is_pending() {
        return;
    }
    match results::fit(frame, result) {
        Ok(()) => {}
        Err(why) => {
            result.replace(Owned::null());
            let name = known.rule().and_then(|rule| Some(rules::current().set.rules.get(rule)?.wrapper.clone()));
            exception::throw_error(format!(
                "{}(): the wrapper \"{}\" gives another result: {why}",
                known.function.full_name(),
                name.unwrap_or_default()
            ));
        }
    }
}

fn timed(known: Kept<Interceptor>, frame: Frame, result: Place, original: Original) {
    let point = known.point();
    if !signals::enter_at(point, frame) {
        signals::enter_slowly(point, frame, |take: &mut dyn FnMut(Met)| meet(known, "time", take));
    }
    call::with_callbacks(known, frame, result, original);
    let due = if matches!(exception::pending_kind(), Some(Thrown::Block | Thrown::Throwable)) {
        signals::fail(frame)
    } else {
        !signals::leave(frame) && signals::leave_slowly(frame)
    };
    flush_if(due);
}

fn count(known: Kept<Interceptor>) {
    let point = known.point();
    if !signals::count_at(point) {
        let due = signals::count_slowly(point, |take: &mut dyn FnMut(Met)| meet(known, "count", take));
        flush_if(due);
    }
}

fn flush_if(due: bool) {
    if due {
        let _ = std::panic::catch_unwind(agent::flush);
    }
}

fn meet(known: Kept<Interceptor>, wrapper: &str, take: &mut dyn FnMut(Met)) {
    let identity = known.function.identity();
    let rules = rules::current();
    let rule = known.rule().and_then(|rule| rules.set.rules.get(rule)).map(|rule| &rule.origin);
    take(Met {
        identity: Identity {
            class: identity.class,
            function: identity.function,
            file: b"",
            line: 0,
        },
        weaving: Weaving { wrapper, join: JOIN, rule },
        generator: false,
    });
}
