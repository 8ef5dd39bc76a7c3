//! The way to the daemon: one connection for each process, which nobody ever waits for.
//!
//! [`Address`] says where, [`connection`] is the socket, [`backoff`] the pause after a failure, [`autostart`] brings a daemon up where there is none, and [`flush`] takes what
//! `signals.rs` has counted to the other side.

mod autostart;
mod backoff;
mod connection;
mod flush;

use std::cell::{Cell, RefCell};
use std::panic::catch_unwind;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

use weft_wire::{Address, AddressError, Message};

pub use flush::{Introduction, Patience};

use crate::settings::Settings;
use crate::signals;
use crate::zend::{fork, log, module, sapi, shared};
use backoff::Backoff;
use flush::Line;

/// What the settings say, for all threads.
struct Setting {
    address: Address,
    introduction: Introduction,
    timeout_ms: u32,
    /// Is a daemon to be started where there is none?
    autostart: bool,
}

static SETTING: RwLock<Option<Setting>> = RwLock::new(None);
static CONFIGURED: AtomicBool = AtomicBool::new(false);

thread_local! {
    static LINE: RefCell<Option<Line>> = const { RefCell::new(None) };
    /// How many forks lie between the first process and the one that owns the line.
    static GENERATION: Cell<u32> = const { Cell::new(0) };
    /// Is there something to send when the response is closed?
    static ENDED: Cell<bool> = const { Cell::new(false) };
}

/// Is there a daemon to report to?
pub fn is_configured() -> bool {
    CONFIGURED.load(Ordering::Relaxed)
}

/// The word that all workers share; of this process alone where the system has no memory to share.
fn backoff() -> Backoff {
    static OWN: AtomicU64 = AtomicU64::new(0);
    Backoff::new(shared::segment().map_or(&OWN, |segment| &segment.daemon))
}

/// Says what is wrong in PHP's log, once for all workers of a server.
fn complain(complaint: &str) {
    static OWN: AtomicU64 = AtomicU64::new(0);
    let said = shared::segment().map_or(&OWN, |segment| &segment.complaint);
    let number = weft_wire::fingerprint(complaint.as_bytes());
    if said.swap(number, Ordering::Relaxed) != number {
        log::write(&format!("{complaint} (said once)"));
    }
}

/// At module start. An empty address, or one that is none: there is nobody to report to, and nothing is counted.
pub fn start_up(address: &str, settings: &Settings) -> Result<(), AddressError> {
    fork::when_forked(signals::forked);
    let parsed = if address.is_empty() { Ok(None) } else { Address::parse(address).map(Some) };
    let (address, result) = match parsed {
        Ok(address) => (address, Ok(())),
        Err(error) => (None, Err(error)),
    };
    CONFIGURED.store(address.is_some(), Ordering::Relaxed);
    *SETTING.write().unwrap_or_else(PoisonError::into_inner) = address.map(|address| Setting {
        address,
        introduction: Introduction {
            sapi: module::sapi(),
            php: sapi::php_version(),
            service: service(settings),
            token: settings.daemon_token.clone(),
        },
        timeout_ms: u32::try_from(settings.connect_timeout_ms).unwrap_or(u32::MAX),
        autostart: settings.daemon_autostart,
    });
    // Mapped before the server forks, or each worker would have its own.
    backoff();
    if is_configured() {
        sapi::when_answered(answered);
    }
    result
}

/// What the application is called: by weft's setting, else as OpenTelemetry has it.
fn service(settings: &Settings) -> String {
    let otel = || std::env::var("OTEL_SERVICE_NAME").unwrap_or_default();
    if settings.service.is_empty() { otel() } else { settings.service.clone() }
}

pub fn request_start() {
    signals::recorder(|recorder| recorder.request_start(is_configured(), signals::now));
}

/// Shows this thread's line to `use_it`, with how long a connection may take.
fn with_line(use_it: impl FnOnce(&mut Line, u32)) {
    let setting = SETTING.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(setting) = &*setting {
        LINE.with_borrow_mut(|line| {
            if line.as_ref().is_some_and(|line| *line.address() != setting.address) {
                *line = None;
            }
            let start = setting.autostart.then_some(autostart::start as fn(&Address));
            let line = line.get_or_insert_with(|| Line::new(setting.address.clone(), setting.introduction.clone(), backoff(), start));
            if GENERATION.replace(fork::generation()) != fork::generation() {
                line.forked();
            }
            use_it(line, setting.timeout_ms);
            if let Some(complaint) = line.complaint.take() {
                complain(&complaint);
            }
        });
    }
}

/// Sends what has been counted so far, while the request goes on.
#[cold]
pub fn flush() {
    with_line(|line, _| signals::recorder(|recorder| line.flush(recorder, signals::now(), Patience::None)));
}

/// Flushes if it is time to: for those who have added a message.
pub fn flush_if_due() {
    if signals::recorder(|recorder| recorder.is_due(signals::now)) {
        flush();
    }
}

/// Is there a connection, or can one be had at once?
pub fn is_connected() -> bool {
    let mut connected = false;
    with_line(|line, _| {
        connected = signals::recorder(|recorder| line.connect(recorder, signals::now(), Patience::None));
    });
    connected
}

/// No PHP code of the request runs any more: what is to be sent of it is complete.
pub fn request_end() {
    if !signals::with(|account| account.is_on()) {
        return;
    }
    with_line(|line, _| {
        let (subject, status) = ended();
        let now = signals::now();
        signals::recorder(|recorder| {
            let total_ns = recorder.request_end(now);
            let bytes = subject.len();
            let message = Message::Request {
                kind: line.sapi().to_owned(),
                subject,
                status,
                total_ns,
            };
            recorder.with(|account| account.push(message, bytes));
        });
    });
    ENDED.set(true);
}

/// The server has closed the response: nobody waits for what is done now.
extern "C" fn answered() {
    if ENDED.replace(false) {
        let _ = catch_unwind(|| {
            with_line(|line, timeout_ms| {
                signals::recorder(|recorder| line.flush(recorder, signals::now(), Patience::Connecting(timeout_ms)));
            });
        });
    }
}

/// What the request was about, and how it ended.
fn ended() -> (String, u16) {
    match sapi::http_status() {
        Some(status) => {
            let mut uri = module::request_uri().unwrap_or_default();
            uri.truncate(uri.find('?').unwrap_or(uri.len()));
            (uri, status)
        }
        None => {
            let mut script = module::request_script();
            if script.is_empty() {
                script.push('-');
            }
            // Exit codes have eight bits.
            (script, u16::from(sapi::exit_status() as u8))
        }
    }
}

/// The process ends: the last occasion to send what the daemon had no room for.
pub fn shut_down() {
    sapi::forget_answers();
    with_line(|line, timeout_ms| {
        if line.has_waiting() {
            signals::recorder(|recorder| line.flush(recorder, signals::now(), Patience::Ending(timeout_ms)));
        }
    });
    LINE.with_borrow_mut(|line| *line = None);
    signals::recorder(signals::Recorder::close);
}
