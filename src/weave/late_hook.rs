//! The late hook: the last moment before a function's second pass, and the moment in which weft weaves.

use std::cell::Cell;
use std::panic::catch_unwind;
use std::sync::atomic::{AtomicU64, Ordering};

use ext_php_rs::ffi;

use super::call::{self, Called, Reach};
use super::guard::Guard;
use super::loom::{self, Binding};
use super::splice::{self, Plan};
use crate::rules;
use crate::settings::{self, JoinChoice};
use crate::signals;
use crate::zend::op_array::{Form, Home, OpArray, Revision};
use crate::zend::point::Mark;
use crate::zend::second_pass;

/// All that is needed to change one op_array, built before the engine is touched.
struct Weaving {
    work: Work,
    /// For the op_array's place that is weft's.
    mark: Mark,
}

enum Work {
    Splice(Revision),
    Call { called: Called, key: Vec<u8>, home: Home },
}

/// Functions woven in this process, spliced and called: for `php --ri weft`.
static WOVEN: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];

thread_local! {
    /// What is compiled now is only looked at.
    static REHEARSAL: Cell<bool> = const { Cell::new(false) };
    /// How many files this thread has compiled.
    static FILES: Cell<u64> = const { Cell::new(0) };
    /// Set while weft itself compiles or finishes an op_array, which calls this hook again.
    static BUSY: Cell<bool> = const { Cell::new(false) };
    /// The weaving under way. Here and not in a frame: a memory limit leaves the frames by a long jump.
    static UNDER_WAY: Cell<*mut Weaving> = const { Cell::new(std::ptr::null_mut()) };
}

/// Nothing is under way when a request begins, however the last one ended.
pub fn request_start() {
    BUSY.set(false);
    REHEARSAL.set(false);
    forget(UNDER_WAY.replace(std::ptr::null_mut()));
}

/// Is what gets compiled now weft's own?
pub fn is_busy() -> bool {
    BUSY.get()
}

/// Runs `work` while op_arrays that get compiled are none of the application's.
pub fn aside<T>(work: impl FnOnce() -> T) -> T {
    BUSY.set(true);
    let answer = work();
    BUSY.set(false);
    answer
}

fn forget(weaving: *mut Weaving) {
    if !weaving.is_null() {
        drop(crate::zend::memory::reclaim(weaving));
    }
}

/// Called by the engine for each op_array before its second pass.
pub fn on_compiled(target: OpArray) {
    if target.function_name().is_none() && !BUSY.get() {
        FILES.set(FILES.get() + 1);
        super::live::stamp(target);
    }
    if super::ast_hook::has_woven() {
        target.cover_constructs();
    }
    if BUSY.get() || (!is_marked(target) && loom::is_idle()) {
        return;
    }
    // What panics here must not reach the engine: the function stays as PHP compiled it.
    let planned = catch_unwind(|| plan(target).map(|weaving| Box::into_raw(Box::new(weaving))));
    if let Ok(Some(weaving)) = planned {
        forget(UNDER_WAY.replace(weaving));
        apply(target, weaving);
        forget(UNDER_WAY.replace(std::ptr::null_mut()));
    }
}

/// Does `#[Weft\Hook]` have it woven? What that takes is made ready the first time.
fn is_marked(target: OpArray) -> bool {
    target.is_marked_by_attribute() && settings::current().enabled && crate::rules::current().errors.is_empty() && loom::prepare_for_hooks().is_ok()
}

/// Changes the op_array. Owns nothing: the engine's allocations may leave by a long jump.
fn apply(target: OpArray, weaving: *mut Weaving) {
    let weaving = crate::zend::memory::borrow(weaving);
    match &weaving.work {
        Work::Splice(spliced) => target.revise(spliced),
        Work::Call { called, key, home } => {
            BUSY.set(true);
            target.split(&called.revision, &called.copied_literals, key, *home, second_pass::finish);
            BUSY.set(false);
        }
    }
    target.mark(crate::zend::module::handle(), weaving.mark.word());
    if !REHEARSAL.get() {
        WOVEN[usize::from(weaving.mark.calls)].fetch_add(1, Ordering::Relaxed);
    }
}

/// How many files this thread has compiled.
pub fn files() -> u64 {
    FILES.get()
}

/// How many functions were woven in this process: spliced and called.
pub fn woven() -> (u64, u64) {
    (WOVEN[0].load(Ordering::Relaxed), WOVEN[1].load(Ordering::Relaxed))
}

/// Runs `work` while what gets compiled will not be run.
pub fn rehearse<T>(work: impl FnOnce() -> T) -> T {
    let outer = REHEARSAL.replace(true);
    let answer = work();
    REHEARSAL.set(outer);
    // A file that PHP refuses leaves the hook by a long jump, and this request goes on.
    BUSY.set(false);
    forget(UNDER_WAY.replace(std::ptr::null_mut()));
    answer
}

/// Weaves a function that is compiled already and stands before its second pass again, for those who want to listen.
/// Where its original must stand apart it stands inside the wrapper, so that no table of methods need have it.
pub fn weave_for_hooks(target: OpArray) -> bool {
    let planned = catch_unwind(|| {
        let weaving = loom::with_binding_for_hooks(|binding| {
            let weaving = weave(target, binding, false, Reach::Inner)?;
            report(target, binding, weaving.mark.calls);
            Some(weaving)
        });
        weaving.flatten().map(|weaving| Box::into_raw(Box::new(weaving)))
    });
    let Ok(Some(weaving)) = planned else { return false };
    forget(UNDER_WAY.replace(weaving));
    apply(target, weaving);
    forget(UNDER_WAY.replace(std::ptr::null_mut()));
    true
}

fn plan(target: OpArray) -> Option<Weaving> {
    if target.function_name().is_none() || target.has_flag(ffi::ZEND_ACC_ABSTRACT) || target.is_interface_method() {
        return None;
    }
    loom::with_binding(target, |binding, conditional| {
        let weaving = weave(target, binding, conditional, Reach::of(target))?;
        if !REHEARSAL.get() {
            report(target, binding, weaving.mark.calls);
        }
        Some(weaving)
    })
    .flatten()
}

/// Tells of a woven function before it is called: some never are, which is what `count` is for.
fn report(target: OpArray, binding: &Binding, calls: bool) {
    let template = &binding.template;
    let rules = rules::current();
    let closure = target.has_flag(ffi::ZEND_ACC_CLOSURE);
    let identity = signals::Identity {
        class: if closure { b"" } else { target.scope_name().unwrap_or_default() },
        function: target.function_name().unwrap_or_default(),
        file: target.file(),
        line: target.line_start(),
    };
    let weaving = signals::Weaving {
        wrapper: &template.name,
        join: if calls { "call" } else { "splice" },
        rule: rules.origin(binding.effect),
    };
    signals::woven(identity, weaving, template.counts);
}

fn weave(target: OpArray, binding: &Binding, conditional: bool, reach: Reach) -> Option<Weaving> {
    let template = &*binding.template;
    let guard = match (template.listens, conditional) {
        (true, _) => Guard::Listening,
        (false, true) => Guard::InForce,
        (false, false) => Guard::None,
    };
    let ops = target.ops(Form::Plain);
    let obstacle = template.unspliceable.clone().or_else(|| splice::target_obstacle(target, &ops, guard, template));
    // By the function that runs the engine tells whether a property is used in its own hook, past the hook: that must
    // stay the hook itself.
    let only_splices = target.is_property_hook();
    // A generator's end is in its own code: joined by call, `observe` would not come there.
    let joins_inside = only_splices || (template.observes && target.has_flag(ffi::ZEND_ACC_GENERATOR));
    let splices = obstacle.is_none() && (joins_inside || loom::join() != JoinChoice::Call);
    if splices {
        let spliced = splice::splice(
            target,
            &Plan {
                template,
                settings: &binding.settings,
                guard,
            },
        );
        return Some(Weaving {
            mark: mark(target, guard, false, binding),
            work: Work::Splice(spliced),
        });
    }
    if only_splices || loom::join() == JoinChoice::Splice {
        return None;
    }
    let key = hidden_key(target);
    let stack = target.frame_size(target.parameters());
    let called = call::wrap(target, template, &binding.settings, guard, reach, &key, stack);
    let home = if reach == Reach::Inner { Home::Wrapper } else { Home::Table };
    Some(Weaving {
        mark: mark(target, guard, true, binding),
        work: Work::Call { called, key, home },
    })
}

/// What is left with a woven op_array.
fn mark(target: OpArray, guard: Guard, calls: bool, binding: &Binding) -> Mark {
    Mark {
        guarded: guard != Guard::None,
        calls,
        asks: guard == Guard::InForce,
        generator: calls && target.has_flag(ffi::ZEND_ACC_GENERATOR),
        rule: binding.effect,
        template: binding.template.fingerprint,
    }
}

/// Does this function stand apart from its wrapper, which has the same name?
pub fn is_original(function: OpArray) -> bool {
    function.is_detached()
}

/// Is it not woven, although a hook has asked for it?
pub fn is_wanted(function: OpArray) -> bool {
    let named = || loom::named(function).is_some_and(|(effect, ..)| effect == u32::MAX);
    function.function_name().is_some() && !function.has_no_body() && function.marked(crate::zend::module::handle()) == 0 && !is_original(function) && named()
}

/// A key that no PHP code can write (the NUL also keeps it out of `get_defined_functions()`) and that is the same in
/// every process that compiles the file.
fn hidden_key(target: OpArray) -> Vec<u8> {
    let mut key = b"\0weft\0".to_vec();
    if let Some(scope) = target.scope_name() {
        key.extend(scope.to_ascii_lowercase());
        key.extend(b"::");
    }
    key.extend(target.function_name().unwrap_or_default().to_ascii_lowercase());
    key.push(0);
    key.extend(target.file());
    key.extend(format!(":{}:{}", target.line_start(), target.op_count()).bytes());
    key
}
