//! Exceptions, as they are thrown.

use super::report::{self, Failure};
use super::tell;
use crate::callbacks::hook::Event;
use crate::zend::events;
use crate::zend::value::{Object, Owned};

pub fn observe() {
    events::observe_exceptions(on_throw);
}

fn on_throw(exception: Object) {
    if report::is_wanted(Event::Exception) && !events::is_in_callback() {
        let about = events::about(exception);
        report::failure(
            Event::Exception,
            &Failure {
                class: &about.class,
                message: &about.message,
                file: &about.file,
                line: about.line,
                flag: ("uncaught", !events::is_caught(exception)),
            },
        );
    }
    tell(Event::Exception, || {
        let uncaught = !events::is_caught(exception);
        [Owned::object(exception.hold()), Owned::bool(uncaught)]
    });
}
