//! weft weaves wrappers into the PHP functions that a user names, while PHP compiles them.
//!
//! This file is the life of a PHP process as weft sees it: start-up, request start, request end, shutdown. From here
//! down: `weave/` (compile time) and `callbacks/` (run time) stand on `rules/`, all of them on `zend/`, which alone
//! touches the engine.

mod agent;
mod api;
mod callbacks;
mod events;
mod info;
mod intercept;
mod patch_point;
mod rules;
mod settings;
mod signals;
mod weave;
mod zend;

use ext_php_rs::prelude::*;

/// The module's table of contents.
#[php_module]
pub fn module(module: ModuleBuilder) -> ModuleBuilder {
    let module = zend::late_hook::install(module, weave::late_hook::on_compiled)
        .info_function(info::print)
        .startup_function(start_up)
        .request_startup_function(request_start)
        .request_shutdown_function(request_end)
        .post_deactivate_function(request_over)
        .shutdown_function(shut_down);
    api::functions(module)
}

extern "C" fn start_up(kind: i32, module: i32) -> i32 {
    if zend::module::is_temporary(kind) {
        // What is compiled has no room for weft's data, and the engine keeps what weft would register beyond its end.
        zend::module::reserve_handle();
        let error = "loaded by dl(), expected \"extension=weft\" in the configuration";
        rules::start_up(&settings::refuse(error), "");
        zend::log::write(&format!("{error}; weft is off"));
        return 0;
    }
    zend::module::register_directives(module, settings::DIRECTIVES);
    zend::module::reserve_handle();
    zend::module::name_point_constant(weave::POINT_KEY);
    api::start_up();
    patch_point::start_up(patch_point::Above {
        applies: rules::apply,
        created: callbacks::registry::point_created,
        of_internal: intercept::point_of,
    });
    let settings = settings::start_up(events::errors);
    callbacks::start_up(if settings.enabled { settings.callback_budget_ms } else { 0 });
    intercept::start_up();
    zend::module::when_started(started);
    let rules = rules::start_up(&settings, &zend::module::sapi());
    events::start_up(&settings, &rules);
    for error in &rules.errors {
        zend::log::write(&format!("{error}; weft is off"));
    }
    if settings.enabled {
        // Hooks come at any time, also to functions that no rule named when they were compiled.
        zend::module::reserve_cache_slot();
    }
    zend::ast_hook::ask(weave::ast_hook::wanted);
    weave::loom::start_up(&settings, &rules);
    zend::module::add_entropy(&weave::loom::identity());
    weave::live::start_up();
    if settings.enabled {
        zend::trace::install();
        zend::reference::install();
    }
    if !rules.is_empty() {
        zend::ast_hook::install(true);
        zend::trace::expect_wrappers();
    }
    let daemon = if settings.errors.is_empty() { settings.daemon.as_str() } else { "" };
    if let Err(error) = agent::start_up(daemon, &settings) {
        zend::log::write(&format!("weft.daemon: {error}; nothing is reported"));
    }
    0
}

/// All modules and extensions have started.
fn started() {
    zend::scripts::started();
    intercept::started();
    api::started();
}

extern "C" fn request_start(kind: i32, _module: i32) -> i32 {
    if zend::module::is_temporary(kind) {
        zend::module::withdraw_late_hook();
        return 0;
    }
    zend::module::resume_cache_slot();
    weave::late_hook::request_start();
    zend::module::register_point_constant();
    patch_point::request_start();
    agent::request_start();
    zend::memo::request_start();
    callbacks::request_start();
    events::request_start();
    weave::live::request_start();
    weave::late_hook::aside(weave::loom::request_start);
    let rules = rules::request_start();
    if !rules.is_empty() {
        callbacks::expect();
    }
    intercept::request_start(&rules);
    0
}

extern "C" fn request_end(kind: i32, _module: i32) -> i32 {
    if zend::module::is_temporary(kind) {
        return 0;
    }
    intercept::request_end();
    events::request_end();
    patch_point::request_end();
    callbacks::request_end();
    rules::wanted::forget();
    zend::memo::request_end();
    0
}

/// The last moment of a request, behind every destructor and session handler.
extern "C" fn request_over() -> i32 {
    agent::request_end();
    callbacks::forget();
    intercept::forget();
    zend::module::pause_cache_slot();
    patch_point::forget();
    0
}

extern "C" fn shut_down(kind: i32, module: i32) -> i32 {
    if zend::module::is_temporary(kind) {
        return 0;
    }
    intercept::shut_down();
    agent::shut_down();
    events::shut_down();
    callbacks::shut_down();
    zend::ast_hook::install(false);
    weave::live::shut_down();
    zend::module::unregister_directives(module);
    0
}
