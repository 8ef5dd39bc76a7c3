//! What the configuration says: INI directives and their twins in the environment.
//!
//! The system's configuration (php.ini, `-d`) wins over the environment, the environment over the default.

use std::ffi::{CStr, CString};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::zend::module::{configured, directive};

/// Every directive with its default.
pub const DIRECTIVES: &[(&CStr, &CStr)] = &[
    (c"weft.enabled", c"1"),
    (c"weft.rules", c""),
    (c"weft.hook", c""),
    (c"weft.wrappers_path", c""),
    (c"weft.daemon", c""),
    (c"weft.daemon_autostart", c"0"),
    (c"weft.daemon_program", c""),
    (c"weft.daemon_token", c""),
    (c"weft.service", c""),
    (c"weft.connect_timeout_ms", c"5"),
    (c"weft.callback_budget_ms", c"0"),
    (c"weft.callback_failures", c"10"),
    (c"weft.join", c"auto"),
    (c"weft.events", c""),
    (c"weft.opcodes", c""),
    (c"weft.profile", c""),
    (c"weft.profile_ms", c"10"),
    (c"weft.profile_clock", c"wall"),
    (c"weft.trace", c""),
    (c"weft.switch_file", c"/run/weft.off"),
    (c"weft.test_listeners", c""),
];

/// `weft.join`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum JoinChoice {
    /// Splice where it can be done, call where it must.
    #[default]
    Auto,
    /// Splice where it can be done, and leave the rest unwoven.
    Splice,
    /// Call always.
    Call,
}

impl JoinChoice {
    /// As the directive has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Splice => "splice",
            Self::Call => "call",
        }
    }
}

/// `weft.test_listeners`: callbacks of weft's own on every woven function, to see that callbacks cannot be seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum TestListeners {
    #[default]
    None,
    /// They do nothing.
    Plain,
    /// They look at all that a `Weft\Call` tells.
    Call,
}

/// The configuration of this process.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub enabled: bool,
    /// Rules files, `:`-separated, globs allowed.
    pub rules: String,
    /// Patterns woven with `observe`.
    pub hook: String,
    /// Where `hook` comes from, for messages: the directive or the environment.
    pub hook_origin: &'static str,
    /// Folders of templates, before weft's own.
    pub wrappers_path: Vec<PathBuf>,
    /// `unix:///path` or `tcp://host:port`; empty: none.
    pub daemon: String,
    /// Is a daemon started where none is found?
    pub daemon_autostart: bool,
    /// The program `weft`; empty: beside this library, else where programs are.
    pub daemon_program: PathBuf,
    /// What the daemon asks for.
    pub daemon_token: String,
    /// What the application is called.
    pub service: String,
    /// Milliseconds.
    pub connect_timeout_ms: u64,
    /// How many milliseconds callbacks may take in a request; 0: any.
    pub callback_budget_ms: u64,
    /// After how many failures a hook is off for the rest of the request; 0: never.
    pub callback_failures: u64,
    pub join: JoinChoice,
    /// Events that are reported to the daemon, comma-separated.
    pub events: String,
    /// Opcodes that are told of or skipped, comma-separated: `NAME` or `NAME:skip`.
    pub opcodes: String,
    /// Folded stacks are appended to this file; empty: none are taken.
    pub profile: String,
    /// Between two samples.
    pub profile_ms: u64,
    /// Is it CPU time?
    pub profile_cpu: bool,
    /// Where the tree of all calls is written: `stderr` or a file; empty: nowhere.
    pub trace: String,
    /// While this file is there, all wrappers pass through.
    pub switch_file: PathBuf,
    pub test_listeners: TestListeners,
    /// What is wrong with the above. Weft is off then.
    pub errors: Vec<String>,
}

static CURRENT: Mutex<Option<Arc<Settings>>> = Mutex::new(None);

/// At module start: reads the configuration. `check` says what else is wrong with it.
pub fn start_up(check: fn(&Settings) -> Vec<String>) -> Arc<Settings> {
    let mut settings = Settings::read(|name| {
        let twin = name.replace("weft.", "WEFT_").to_uppercase();
        let name = CString::new(name).unwrap_or_default();
        if configured(&name) {
            return (directive(&name), false);
        }
        match std::env::var(twin) {
            Ok(value) => (value, true),
            Err(_) => (directive(&name), false),
        }
    });
    let errors = check(&settings);
    settings.errors.extend(errors);
    let settings = Arc::new(settings);
    set(&settings);
    settings
}

/// Nothing is read, and weft is off for this reason.
pub fn refuse(error: &str) -> Arc<Settings> {
    let settings = Arc::new(Settings {
        errors: vec![error.to_owned()],
        ..Settings::default()
    });
    set(&settings);
    settings
}

fn set(settings: &Arc<Settings>) {
    *CURRENT.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(settings));
}

/// The configuration; all defaults before the module has started.
pub fn current() -> Arc<Settings> {
    CURRENT.lock().unwrap_or_else(PoisonError::into_inner).clone().unwrap_or_default()
}

impl Settings {
    /// Builds the settings from `value`, which answers a directive's text and whether it is the environment's.
    fn read(value: impl Fn(&str) -> (String, bool)) -> Self {
        let mut errors = Vec::new();
        let mut complain = |name: &str, found: &str, expected: &str| errors.push(format!("{name}: found \"{found}\", expected {expected}"));
        let mut flag = |name: &str| match value(name).0.trim().to_ascii_lowercase().as_str() {
            "1" | "on" | "yes" | "true" => true,
            "" | "0" | "off" | "no" | "false" => false,
            other => {
                complain(name, other, "0 or 1");
                false
            }
        };
        let enabled = flag("weft.enabled");
        let daemon_autostart = flag("weft.daemon_autostart");
        let mut number = |name: &str, expected: &str| {
            let text = value(name).0;
            text.trim().parse().unwrap_or_else(|_| {
                complain(name, &text, expected);
                0
            })
        };
        let connect_timeout_ms = number("weft.connect_timeout_ms", "a number of milliseconds");
        let callback_budget_ms = number("weft.callback_budget_ms", "a number of milliseconds");
        let callback_failures = number("weft.callback_failures", "a number, 0 for no limit");
        let profile_ms = number("weft.profile_ms", "a number of milliseconds");
        let join = match value("weft.join").0.as_str() {
            "auto" | "" => JoinChoice::Auto,
            "splice" => JoinChoice::Splice,
            "call" => JoinChoice::Call,
            other => {
                complain("weft.join", other, "\"auto\", \"splice\" or \"call\"");
                JoinChoice::Auto
            }
        };
        let test_listeners = match value("weft.test_listeners").0.as_str() {
            "" => TestListeners::None,
            "plain" => TestListeners::Plain,
            "call" => TestListeners::Call,
            other => {
                complain("weft.test_listeners", other, "\"plain\", \"call\" or nothing");
                TestListeners::None
            }
        };
        let profile_cpu = match value("weft.profile_clock").0.as_str() {
            "wall" | "" => false,
            "cpu" => true,
            other => {
                complain("weft.profile_clock", other, "\"wall\" or \"cpu\"");
                false
            }
        };
        if profile_ms == 0 {
            complain("weft.profile_ms", "0", "at least 1");
        }
        let daemon = value("weft.daemon").0;
        if !(daemon.is_empty() || daemon.starts_with("unix:///") || daemon.starts_with("tcp://")) {
            complain("weft.daemon", &daemon, "unix:///path or tcp://host:port");
        }
        let (hook, from_environment) = value("weft.hook");
        let wrappers_path = value("weft.wrappers_path").0;
        Self {
            enabled,
            rules: value("weft.rules").0,
            hook,
            hook_origin: if from_environment { "WEFT_HOOK" } else { "weft.hook" },
            wrappers_path: wrappers_path.split(':').filter(|folder| !folder.is_empty()).map(PathBuf::from).collect(),
            daemon,
            daemon_autostart,
            daemon_program: value("weft.daemon_program").0.into(),
            daemon_token: value("weft.daemon_token").0,
            service: value("weft.service").0,
            connect_timeout_ms,
            callback_budget_ms,
            callback_failures,
            join,
            events: value("weft.events").0,
            opcodes: value("weft.opcodes").0,
            profile: value("weft.profile").0,
            profile_ms,
            profile_cpu,
            trace: value("weft.trace").0,
            switch_file: value("weft.switch_file").0.into(),
            test_listeners,
            errors,
        }
    }
}
