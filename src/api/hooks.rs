//! `Weft\hook()` and what goes with it.

use ext_php_rs::builders::{FunctionBuilder, ModuleBuilder};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;
use weft_wire::{Pattern, Target};

use super::contained;
use crate::callbacks::hook::{Aim, Event, Hook};
use crate::callbacks::registry::{self, Plan};
use crate::intercept::{self, mysqlnd};
use crate::weave::any_time;
use crate::zend::call::Stage;
use crate::zend::callable::Callable;
use crate::zend::classes::{self, HookArguments, HookTarget};
use crate::zend::exception;
use crate::zend::frame::Frame;
use crate::zend::memory::{self, Kept};
use crate::zend::native::Arguments;
use crate::zend::op_array::OpArray;
use crate::zend::value::{Owned, Place};

pub fn functions(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(FunctionBuilder::new("Weft\\hooks", hooks).returns(ext_php_rs::flags::DataType::Array, false, false))
        .function(FunctionBuilder::new("Weft\\unhook_all", unhook_all).returns(ext_php_rs::flags::DataType::Long, false, false))
}

/// Number and name of each callback's argument of `Weft\hook()`.
const CALLBACKS: [(u32, &str); 5] = [(2, "before"), (3, "after"), (4, "failed"), (8, "yielded"), (9, "resumed")];

pub extern "C" fn hook(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        let answer = Place::of_result(answer);
        let Some(arguments) = classes::hook_arguments(frame) else { return };
        match plan(&arguments).map(|plan| reach(plan, &arguments.target)) {
            Some(Ok(plan)) => {
                intercept::reach(&plan.aim);
                let hook = registry::add(plan);
                if let Aim::Pattern(pattern) = &hook.aim {
                    mysqlnd::hooked(pattern);
                }
                classes::write_hook(answer, hook.id, &hook.target);
                if let Err(bailout) = follow_alias(hook) {
                    memory::go_on(bailout);
                }
            }
            Some(Err(bailout)) => memory::go_on(bailout),
            None => {}
        }
    });
}

/// Has the hook's target woven, if it is not. A closure's code then lies elsewhere.
fn reach(mut plan: Plan, target: &HookTarget) -> Result<Plan, memory::Bailout> {
    any_time::reach(&plan.aim)?;
    if let HookTarget::Closure(Some(code)) = target {
        plan.aim = Aim::Code(code.code_address());
    }
    Ok(plan)
}

/// A hook that names a class by an alias reaches the class, once the alias is there.
fn follow_alias(hook: Kept<Hook>) -> Result<(), memory::Bailout> {
    if hook.own_name.get().is_none()
        && let Some(aim) = any_time::own_name(&hook.aim)
    {
        let aim = hook.own_name.get_or_init(|| aim);
        any_time::reach(aim)?;
        intercept::reach(aim);
        registry::update(hook);
    }
    Ok(())
}

/// `class_alias()` has made an alias.
pub extern "C" fn aliased() {
    contained(|| {
        if let Err(bailout) = registry::all().into_iter().try_for_each(follow_alias) {
            memory::go_on(bailout);
        }
    });
}

/// `dl()` has loaded an extension: its functions are there now.
pub extern "C" fn extension_loaded() {
    contained(|| {
        intercept::extension_loaded();
        for hook in registry::all() {
            intercept::reach(hook.named());
            registry::update(hook);
        }
    });
}

/// What the arguments ask for; with none, an exception says what is wrong with them.
fn plan(arguments: &HookArguments) -> Option<Plan> {
    let (target, aim) = aim(&arguments.target)?;
    if arguments.callbacks.iter().all(Option::is_none) {
        exception::throw_error_of_value("Weft\\hook(): found no callback, expected at least one of $before, $after, $failed, $yielded and $resumed".to_owned());
        return None;
    }
    let mut kept = [const { None }; 5];
    for (place, (callback, (number, _))) in kept.iter_mut().zip(arguments.callbacks.iter().zip(CALLBACKS)) {
        let Some(callback) = callback else { continue };
        match Callable::keep(*callback) {
            Ok(callable) if callable.required() > 1 => {
                exception::throw_value_error(
                    number,
                    format!(
                        "must take at most one required parameter, the Weft\\Call, {}() requires {}",
                        callable.name(),
                        callable.required()
                    ),
                );
                callable.release();
                kept.iter().flatten().for_each(Callable::release);
                return None;
            }
            Ok(callable) => *place = Some(callable),
            Err(why) => {
                exception::throw_type_error(number, format!("must be a valid callback or null, {why}"));
                kept.iter().flatten().for_each(Callable::release);
                return None;
            }
        }
    }
    let [before, after, failed, yielded, resumed] = kept;
    Some(Plan {
        target,
        aim,
        priority: arguments.priority,
        before,
        after,
        failed,
        yielded,
        resumed,
        read_only: arguments.read_only,
        nested: arguments.nested,
    })
}

fn aim(target: &HookTarget) -> Option<(String, Aim)> {
    let text = match target {
        HookTarget::Pattern(text) => *text,
        HookTarget::Closure(Some(code)) => return Some((closure_name(*code), Aim::Code(code.code_address()))),
        HookTarget::Closure(None) => {
            exception::throw_value_error(
                1,
                "must be a closure of a PHP function, found one of an internal function; give its name instead".to_owned(),
            );
            return None;
        }
    };
    let refused = match Pattern::parse(text) {
        Err(error) => error.to_string(),
        Ok(pattern) if pattern.takes_away => "column 1: found \"!\", expected a target: only rules take targets away".to_owned(),
        Ok(pattern) if matches!(pattern.target, Target::Include) => return Some((pattern.to_string(), Aim::Event(Event::Include))),
        Ok(pattern) if matches!(pattern.target, Target::Eval) => return Some((pattern.to_string(), Aim::Event(Event::Eval))),
        Ok(pattern) if crate::weave::ast_hook::is_exit(&pattern) => return Some((pattern.to_string(), Aim::Event(Event::Exit))),
        Ok(pattern) => return Some((pattern.to_string(), Aim::Pattern(pattern))),
    };
    exception::throw_value_error(1, format!("is no pattern: {refused}"));
    None
}

/// How messages call a closure: by its function, or by where it stands.
fn closure_name(code: OpArray) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let function = text(code.function_name().unwrap_or_default());
    if code.has_flag(ext_php_rs::ffi::ZEND_ACC_CLOSURE) && function.contains('{') {
        return format!("{{closure}} in {}:{}", text(code.file()), code.line_start());
    }
    match code.scope_name() {
        Some(class) => format!("{}::{function}", text(class)),
        None => function,
    }
}

/// The hook whose method is called. `None` when PHP's own exception is pending, or the hook has been removed.
fn this_hook(frame: &mut ExecuteData) -> Option<Kept<Hook>> {
    registry::find(classes::hook_id(frame)?)
}

pub extern "C" fn remove(frame: &mut ExecuteData, _answer: &mut Zval) {
    contained(|| {
        if let Some(hook) = this_hook(frame) {
            registry::remove(hook);
            intercept::release();
        }
    });
}

pub extern "C" fn pause(frame: &mut ExecuteData, _answer: &mut Zval) {
    contained(|| {
        if let Some(hook) = this_hook(frame) {
            registry::set_active(hook, false);
        }
    });
}

pub extern "C" fn resume(frame: &mut ExecuteData, _answer: &mut Zval) {
    contained(|| {
        if let Some(hook) = this_hook(frame) {
            registry::set_active(hook, true);
        }
    });
}

pub extern "C" fn stats(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        let answer = Place::of_result(answer);
        let Some(id) = classes::hook_id(frame) else { return };
        answer.set_array(4);
        match registry::find(id) {
            Some(hook) => describe(answer, &hook),
            None => answer.put("state", Owned::text(b"removed")),
        }
    });
}

extern "C" fn hooks(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        let answer = Place::of_result(answer);
        if !classes::no_arguments(frame) {
            return;
        }
        answer.set_array(4);
        for hook in registry::all() {
            let mut entry = Owned::array(6);
            entry.place().put("id", Owned::int(hook.id));
            entry.place().put("target", Owned::text(hook.target.as_bytes()));
            describe(entry.place(), &hook);
            answer.push(entry);
        }
    });
}

fn describe(table: Place, hook: &Hook) {
    let (state, reason) = any_time::state_of(hook, intercept::standing::of);
    table.put("state", Owned::text(state.as_bytes()));
    table.put("reason", reason.map_or_else(Owned::null, |reason| Owned::text(reason.as_bytes())));
    table.put("calls", Owned::int(hook.calls().cast_signed()));
    table.put("failures", Owned::int(hook.failures.get().cast_signed()));
}

extern "C" fn unhook_all(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        if classes::no_arguments(frame) {
            Place::of_result(answer).set_int(i64::try_from(registry::remove_all()).unwrap_or(i64::MAX));
            intercept::release();
        }
    });
}

/// `Weft\Call::skip()`
pub extern "C" fn skip(frame: &mut ExecuteData, _answer: &mut Zval) {
    contained(|| {
        let Some(call) = classes::this_call(frame) else { return };
        if !Arguments::of(frame).fit(0, 1) {
            return;
        }
        let internal = Frame::of_internal(frame);
        if !matches!(call.stage(), Stage::Before | Stage::Skipped) {
            return exception::throw_error("Weft\\Call::skip() may only be called in a before callback".to_owned());
        }
        call.result().replace(internal.argument(0).map_or_else(Owned::null, Owned::copy));
        call.set_stage(Stage::Skipped);
    });
}
