//! The PHP functions and classes of the namespace `Weft`; `stubs/weft.stub.php` mirrors it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ext_php_rs::builders::ModuleBuilder;

use crate::zend::arrivals;
use crate::zend::classes::{self, Handlers};
use crate::zend::quick;

mod active;
mod construct;
mod drivers;
mod explain;
mod hooks;
mod measure;
mod memory;
mod on;
mod report;
mod resumable;
pub mod show;
mod vocabulary;

/// The functions, for the module's table.
pub fn functions(module: ModuleBuilder) -> ModuleBuilder {
    let module = measure::functions(memory::functions(report::functions(active::functions(module))));
    let module = construct::functions(resumable::functions(vocabulary::functions(hooks::functions(module))));
    drivers::functions(explain::functions(module))
}

/// At module start: the classes, and what cannot stand in the module's table.
pub fn start_up() {
    quick::start_up(&vocabulary::IN_FULL);
    classes::register(&Handlers {
        hook: hooks::hook,
        on: on::on,
        remove: hooks::remove,
        pause: hooks::pause,
        resume: hooks::resume,
        stats: hooks::stats,
        skip: hooks::skip,
        origin: on::origin,
    });
    arrivals::watch_aliases(hooks::aliased);
}

/// All modules have started.
pub fn started() {
    arrivals::watch_extensions(hooks::extension_loaded);
}

/// Runs a function's body. What panics must not reach the engine: the function then answers null.
#[inline]
fn contained(body: impl FnOnce()) {
    let _ = catch_unwind(AssertUnwindSafe(body));
}
