//! What `php --ri weft` says: on or off and why, the rules and where they came from, and what was done with them.

use std::cell::Cell;
use std::ffi::CString;
use std::panic::catch_unwind;

use ext_php_rs::zend::ModuleEntry;

use crate::callbacks::registry;
use crate::intercept;
use crate::rules::{self, Rules};
use crate::settings::{self, Settings};
use crate::weave::{any_time, late_hook, live, loom};
use crate::zend::info::{self, Opcache, Rows};
use crate::zend::{memory, module};

thread_local! {
    /// The rows being printed. Here and not in a frame: a reader who has gone ends the printing by a long jump.
    static ROWS: Cell<*mut Rows> = const { Cell::new(std::ptr::null_mut()) };
}

/// The module's info function.
pub extern "C" fn print(entry: *mut ModuleEntry) {
    // First, and with nothing held: it calls a function of PHP's.
    let opcache = info::opcache();
    let rows = catch_unwind(|| Box::into_raw(Box::new(rows(opcache)))).unwrap_or(std::ptr::null_mut());
    forget(ROWS.replace(rows));
    if !rows.is_null() {
        // SAFETY: the entry is the engine's.
        unsafe { info::print(entry, memory::borrow(rows)) };
    }
    forget(ROWS.replace(std::ptr::null_mut()));
}

fn forget(rows: *mut Rows) {
    if !rows.is_null() {
        drop(memory::reclaim(rows));
    }
}

fn rows(opcache: Opcache) -> Rows {
    let (settings, rules) = (settings::current(), rules::current());
    let mut rows = Table(Vec::new());
    rows.add("Version", env!("CARGO_PKG_VERSION"));
    rows.add("State", state(&settings, &rules));
    for error in &rules.errors {
        rows.add("Error", error);
    }
    rows.add("Switch", live::switch_state());
    rows.rules(&settings, &rules);
    rows.add("Targets of hooks that all processes weave", crate::rules::wanted::noted().to_string());
    for hook in registry::all() {
        let (state, reason) = any_time::state_of(&hook, intercept::standing::of);
        let reason = reason.map_or_else(String::new, |reason| format!(" ({reason})"));
        let counts = format!("calls {}, failures {}", hook.calls(), hook.failures.get());
        rows.add(&format!("Hook {} on {}", hook.id, hook.target), format!("{state}{reason}, {counts}"));
    }
    rows.add("Join", settings.join.name());
    let (spliced, called) = late_hook::woven();
    rows.add(
        "Functions woven in this process",
        format!("{} ({spliced} spliced, {called} called)", spliced + called),
    );
    rows.add("Built-in functions called through weft", intercept::count().to_string());
    for (name, found) in loom::templates() {
        let place = match found {
            Ok(file) => file.to_string_lossy().into_owned(),
            Err(error) => format!("cannot be used: {error}"),
        };
        rows.add(&format!("Template {name}"), place);
    }
    rows.add("opcache", opcache_state(opcache));
    let jit = match crate::events::switches_jit_off() {
        _ if opcache.jit => "on".to_owned(),
        Some(reason) => format!("off: {reason} switches it off"),
        None => "off".to_owned(),
    };
    rows.add("JIT", jit);
    rows.add("Daemon", daemon(&settings));
    rows.0
}

fn state(settings: &Settings, rules: &Rules) -> String {
    if !settings.enabled && settings.errors.is_empty() {
        "off: weft.enabled is 0".to_owned()
    } else if !rules.errors.is_empty() {
        "off: the configuration has errors, PHP runs without weft".to_owned()
    } else if rules.set.rules.is_empty() {
        "on, without rules: nothing is woven".to_owned()
    } else if rules.is_empty() {
        format!("on, but no rule is in force in {}: nothing is woven", module::sapi())
    } else {
        "on".to_owned()
    }
}

fn opcache_state(opcache: Opcache) -> String {
    match opcache {
        Opcache { loaded: false, .. } => "not loaded".to_owned(),
        Opcache { on: false, .. } => format!("loaded, off in {}", module::sapi()),
        Opcache { .. } => "on: functions that come from its cache were woven when it was filled".to_owned(),
    }
}

fn daemon(settings: &Settings) -> String {
    if settings.daemon.is_empty() {
        "none".to_owned()
    } else {
        settings.daemon.clone()
    }
}

struct Table(Rows);

impl Table {
    fn add(&mut self, name: &str, value: impl Into<String>) {
        let entry: (CString, CString) = (info::text(name), info::text(value));
        self.0.push(entry);
    }

    /// How many rules there are, from where, and why some are off.
    fn rules(&mut self, settings: &Settings, rules: &Rules) {
        let all = &rules.set.rules;
        let from = |origin: &str| all.iter().filter(|rule| &*rule.origin.file == origin).count();
        self.add("Rules", all.len().to_string());
        let listed = from(settings.hook_origin);
        if listed > 0 {
            self.add(&format!("Rules of {}", settings.hook_origin), &settings.hook);
        }
        for file in &rules.set.files {
            let file = file.display().to_string();
            self.add(&format!("Rules of {file}"), from(&file).to_string());
        }
        let opcodes: Vec<String> = rules
            .set
            .opcodes
            .iter()
            .map(|named| format!("{}{}", named.name, if named.skip { " (skipped)" } else { "" }))
            .collect();
        if !opcodes.is_empty() {
            self.add("Opcodes that rules name", opcodes.join(", "));
        }
        for error in loom::errors() {
            self.add("Rule is off", error);
        }
    }
}
