//! `Weft\on()`, and where a call stands.

use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

use super::contained;
use crate::callbacks::hook::{Aim, Event};
use crate::callbacks::registry::{self, Plan};
use crate::events;
use crate::weave::any_time;
use crate::zend::callable::Callable;
use crate::zend::classes;
use crate::zend::exception;
use crate::zend::memory;
use crate::zend::value::{Owned, Place};

pub extern "C" fn on(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        let answer = Place::of_result(answer);
        let Some((name, listener)) = classes::on_arguments(frame) else { return };
        let Some(plan) = plan(name, listener) else { return };
        if let Aim::Event(event) = plan.aim {
            events::listen(event);
        }
        match any_time::reach(&plan.aim).map(|()| registry::add(plan)) {
            Ok(hook) => classes::write_hook(answer, hook.id, &hook.target),
            Err(bailout) => memory::go_on(bailout),
        }
    });
}

/// What the arguments ask for; with none, an exception says what is wrong with them.
fn plan(name: &[u8], listener: Place) -> Option<Plan> {
    let Some(event) = Event::named(name) else {
        let known: Vec<_> = Event::told().map(|event| format!("\"{}\"", event.name())).collect();
        let (last, others) = known.split_last()?;
        let found = String::from_utf8_lossy(name);
        exception::throw_value_error(1, format!("must be one of {} and {last}, \"{found}\" given", others.join(", ")));
        return None;
    };
    let before = match Callable::keep(listener) {
        Ok(callable) if callable.required() as usize > event.gives().len() => {
            exception::throw_value_error(2, shape(event, &callable));
            callable.release();
            return None;
        }
        Ok(callable) => callable,
        Err(why) => {
            exception::throw_type_error(2, format!("must be a valid callback, {why}"));
            return None;
        }
    };
    Some(Plan {
        target: event.name().to_owned(),
        aim: Aim::Event(event),
        priority: 0,
        before: Some(before),
        after: None,
        failed: None,
        yielded: None,
        resumed: None,
        read_only: false,
        nested: false,
    })
}

/// What is wrong with a listener that requires more than an event gives.
fn shape(event: Event, listener: &Callable) -> String {
    let given = event.gives();
    let parameters = match given.len() {
        1 => "one required parameter".to_owned(),
        count => format!("{count} required parameters"),
    };
    format!(
        "must take at most {parameters} for \"{}\" ({}), {}() requires {}",
        event.name(),
        given.join(", "),
        listener.name(),
        listener.required()
    )
}

/// `Weft\Call::origin()`
pub extern "C" fn origin(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        let answer = Place::of_result(answer);
        if !classes::no_arguments(frame) {
            return;
        }
        let Some(origin) = classes::this_call(frame).and_then(crate::zend::call::Call::origin) else {
            return;
        };
        let Some(code) = origin.op_array() else { return };
        answer.set_array(4);
        answer.put("file", Owned::text(code.file()));
        answer.put("line", Owned::int(i64::from(origin.line())));
        answer.put("class", Owned::text_or_null(code.scope_name().filter(|_| code.function_name().is_some())));
        answer.put("function", Owned::text_or_null(code.function_name()));
    });
}
