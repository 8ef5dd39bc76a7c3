//! `weft daemon`: the life of the process that PHP reports to.
//!
//! It reads its [`config`], binds its sockets ([`listen`]), and hands each connection to a thread ([`workers`]) that adds
//! up in the [`store`] what arrives; [`disk`] keeps that, [`exports`] hand it on, [`http`] shows it. SIGHUP has it read its
//! configuration again, SIGTERM has it take what was sent and end.

mod access;
pub mod config;
mod disk;
mod exports;
mod http;
mod listen;
mod refusals;
mod store;
mod workers;

use std::fs::OpenOptions;
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use rustix::process::{Resource, getrlimit, setrlimit};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tokio::time::{MissedTickBehavior, interval, sleep};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry, reload};

use self::access::Access;
use self::config::{Config, LogFormat};
use self::disk::Disk;
use self::listen::{Denied, Listeners};
use self::refusals::Refusals;
use self::store::{Store, Taken};
use self::workers::Workers;
use crate::cli;
use crate::failure::{Failure, Result};

/// How often minutes are looked at and changes written.
const TICK: Duration = Duration::from_secs(1);
/// How long to wait when no connection can be accepted, as for want of file descriptors.
const BACK_OFF: Duration = Duration::from_millis(50);

/// What all threads share.
#[derive(Debug)]
pub struct Shared {
    store: Mutex<Store>,
    config: RwLock<Arc<Config>>,
    access: RwLock<Arc<Access>>,
    /// How connections fared.
    pub counts: Counts,
    /// Log lines that senders cause.
    pub refusals: Refusals,
    /// Is it time to end?
    pub closing: watch::Sender<bool>,
    /// Is everything taken that there will ever be?
    pub complete: watch::Sender<bool>,
    /// Which look for changes is being written, and which one is safe.
    pub writing: AtomicU64,
    /// See above.
    pub safe: watch::Sender<u64>,
    /// The sums that are safe; none without a disk.
    acknowledged: Mutex<Option<Taken>>,
    /// How the exports fare.
    pub exported: exports::Counts,
    started: Instant,
    /// What one must know to change something by the page.
    pub secret: String,
}

/// How connections fared.
#[derive(Debug, Default)]
pub struct Counts {
    /// All that were accepted.
    pub accepted: AtomicU64,
    /// Those on which a process introduced itself as one must.
    pub greeted: AtomicU64,
    /// Closed because of what they sent or whose they were.
    pub refused: AtomicU64,
    /// Closed because there were too many.
    pub too_many: AtomicU64,
    /// Ended in the middle of a message.
    pub cut: AtomicU64,
    /// Open now.
    pub open: AtomicUsize,
    /// Threads that serve them.
    pub threads: AtomicUsize,
    /// Writes to the disk that failed.
    pub disk_failures: AtomicU64,
}

impl Shared {
    /// The store, for a moment.
    pub fn store(&self) -> MutexGuard<'_, Store> {
        // Sums are whole after each message: a panic elsewhere is no reason to stop.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The configuration as it is now.
    pub fn config(&self) -> Arc<Config> {
        Arc::clone(&self.config.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Who may report.
    pub fn access(&self) -> Arc<Access> {
        Arc::clone(&self.access.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Is what was taken written to a disk?
    pub fn has_disk(&self) -> bool {
        self.acknowledged().is_some()
    }

    /// What survives the end of this process.
    pub fn acknowledged(&self) -> Option<Taken> {
        *self.acknowledged.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn acknowledge(&self, taken: Taken) {
        *self.acknowledged.lock().unwrap_or_else(PoisonError::into_inner) = Some(taken);
    }

    /// How long the daemon has been running.
    pub fn uptime(&self) -> Duration {
        self.started.elapsed()
    }
}

/// Runs the daemon to its end and returns the exit code.
pub fn daemon(options: &cli::Daemon) -> Result<u8> {
    let config = Config::read(options, |name| std::env::var(name).ok()).map_err(|error| Failure::usage(error.to_string()))?;
    let log = log(&config)?;
    // Exports and the page on one thread, connections on those of `workers`.
    let runtime = crate::run::runtime()?;
    let ended = runtime.block_on(serve(config, options, &log));
    // An export that waits for its answer is not waited for.
    runtime.shutdown_timeout(Duration::from_millis(500));
    ended
}

type LogSwitch = reload::Handle<Targets, Registry>;

fn log(config: &Config) -> Result<LogSwitch> {
    let filter = config.log.filter().map_err(|error| Failure::usage(format!("log.level: {error}")))?;
    let (filter, switch) = reload::Layer::new(filter);
    let writer: Box<dyn Fn() -> Box<dyn std::io::Write> + Send + Sync> = match &config.log.file {
        None => Box::new(|| Box::new(std::io::stderr())),
        Some(path) => {
            let file = OpenOptions::new().append(true).create(true).open(path);
            let file = file.map_err(|error| Failure::ours(format!("cannot write {}: {error}", path.display())))?;
            let file = Arc::new(file);
            Box::new(move || Box::new(Arc::clone(&file)))
        }
    };
    let lines = tracing_subscriber::fmt::layer().with_target(false).with_writer(writer).with_ansi(false);
    let lines = match config.log.format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().boxed(),
    };
    let _ = tracing_subscriber::registry().with(filter).with(lines).try_init();
    Ok(switch)
}

async fn serve(config: Config, options: &cli::Daemon, log: &LogSwitch) -> Result<u8> {
    let access = Access::of(&config).map_err(Failure::usage)?;
    allow_files(config.connections);
    // First, so that whoever comes second does nothing at all.
    let listeners = match Listeners::bind(&config, access.group).await {
        Ok(listeners) => listeners,
        Err(Denied::Taken(address)) if options.autostarted => {
            tracing::debug!("another daemon serves {address}");
            return Ok(0);
        }
        Err(Denied::Taken(address)) => return Err(Failure::ours(format!("another daemon serves {address}"))),
        Err(Denied::Other(reason)) => return Err(Failure::ours(reason)),
    };
    let mut signals = Signals::listen().map_err(|error| Failure::ours(format!("cannot listen to signals: {error}")))?;
    let (disk, store) = open_disk(&config)?;
    let shared = Arc::new(Shared {
        acknowledged: Mutex::new(disk.is_some().then_some(store.taken)),
        store: Mutex::new(store),
        access: RwLock::new(Arc::new(access)),
        counts: Counts::default(),
        refusals: Refusals::default(),
        closing: watch::Sender::new(false),
        complete: watch::Sender::new(false),
        writing: AtomicU64::new(0),
        safe: watch::Sender::new(0),
        exported: exports::Counts::default(),
        started: Instant::now(),
        secret: http::secret()?,
        config: RwLock::new(Arc::new(config)),
    });
    let http = http::start(&shared).await?;
    let exports = exports::start(&shared);
    for listen in &shared.config().listen {
        tracing::info!("listening at {}", listen.0);
    }
    let disk = tokio::spawn(keep(Arc::clone(&shared), disk));
    let workers = attend(&shared, listeners, &mut signals, options, log).await;

    // What has been sent is taken, added up, written and handed on, in this order.
    shared.closing.send_replace(true);
    let joined = spawn_blocking(move || workers.join());
    tokio::select! {
        _ = joined => {}
        () = sleep(Duration::from_secs(5)) => tracing::warn!("some connections could not be ended within 5 seconds"),
    }
    let _ = disk.await;
    shared.complete.send_replace(true);
    exports.end().await;
    http.end();
    let taken = shared.store().taken;
    tracing::info!(messages = taken.messages, calls = taken.calls, requests = taken.requests, "ended");
    Ok(0)
}

/// Each connection is an open file, and most processes begin with a limit far below what they may have.
fn allow_files(connections: usize) {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    let _ = setrlimit(Resource::Nofile, limit);
    if let Some(files) = limit.maximum
        && files < connections as u64
    {
        tracing::warn!("the system allows {files} open files, and connections = {connections}: LimitNOFILE of systemd, or ulimit -Hn");
    }
}

fn open_disk(config: &Config) -> Result<(Option<Disk>, Store)> {
    let Some(path) = &config.store.path else {
        return Ok((None, Store::new(config.keep.clone())));
    };
    let (disk, restored) = Disk::open(path, &config.keep).map_err(Failure::ours)?;
    if let Some(aside) = &restored.put_aside {
        tracing::warn!("{} could not be read: it is {} now, and a new one is begun", path.display(), aside.display());
    }
    if restored.unread > 0 {
        tracing::warn!("{}: {} records could not be read and are lost", path.display(), restored.unread);
    }
    tracing::info!(calls = restored.store.taken.calls, "goes on with {}", path.display());
    Ok((Some(disk), restored.store))
}

/// Accepts connections until a signal asks for the end.
async fn attend(shared: &Arc<Shared>, mut listeners: Listeners, signals: &mut Signals, options: &cli::Daemon, log: &LogSwitch) -> Workers {
    let mut workers = Workers::new(Arc::clone(shared));
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            accepted = listeners.accept() => {
                let served = accepted.and_then(|stream| workers.serve(stream));
                if let Err(error) = served {
                    shared.refusals.warn(&format!("cannot accept a connection: {error}"));
                    sleep(BACK_OFF).await;
                }
                shared.counts.threads.store(workers.len(), Ordering::Relaxed);
            }
            _ = ticks.tick() => {
                shared.store().tick();
                if let Some(path) = listeners.lost() {
                    tracing::warn!("{} is gone: making it anew", path.display());
                    let group = shared.access().group;
                    if let Err(error) = listeners.renew(group) {
                        shared.refusals.warn(&error);
                    }
                }
            }
            name = signals.next() => match name {
                None => reload(shared, options, log),
                Some(name) => {
                    tracing::info!("{name}: taking what was sent");
                    break;
                }
            }
        }
    }
    listeners.close();
    workers
}

/// Reads the configuration again. What is wrong with it is said, and the old one stays.
fn reload(shared: &Shared, options: &cli::Daemon, log: &LogSwitch) {
    let read = Config::read(options, |name| std::env::var(name).ok()).map_err(|error| error.to_string());
    let read = read.and_then(|config| Ok((Access::of(&config)?, config.log.filter()?, config)));
    let (access, filter, config) = match read {
        Ok(read) => read,
        Err(error) => {
            tracing::error!("the configuration stays as it was: {error}");
            return;
        }
    };
    let old = shared.config();
    for (what, changed) in [
        ("listen", old.listen != config.listen),
        ("group", old.group != config.group),
        ("http", old.http.listen != config.http.listen),
        ("store", old.store != config.store),
        ("log.file or log.format", old.log.file != config.log.file || old.log.format != config.log.format),
    ] {
        if changed {
            tracing::warn!("{what} has changed: that needs a restart");
        }
    }
    let _ = log.reload(filter);
    shared.store().set_keep(config.keep.clone());
    *shared.access.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(access);
    *shared.config.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(config);
    tracing::info!("the configuration is read again");
}

/// Writes changes to the disk each second, and once more at the end.
async fn keep(shared: Arc<Shared>, disk: Option<Disk>) {
    let Some(mut disk) = disk else { return };
    let mut closing = shared.closing.subscribe();
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut failing = false;
    loop {
        let ending = tokio::select! {
            _ = ticks.tick() => false,
            _ = closing.wait_for(|closing| *closing) => true,
        };
        if ending {
            // Until the threads have taken what was sent.
            let end = Instant::now() + Duration::from_secs(5);
            while shared.counts.open.load(Ordering::Relaxed) > 0 && Instant::now() < end {
                sleep(Duration::from_millis(5)).await;
            }
        }
        let written = Arc::clone(&shared);
        let result = spawn_blocking(move || {
            let result = write(&written, &mut disk, failing);
            (disk, result)
        });
        let Ok((back, result)) = result.await else { return };
        disk = back;
        match result {
            Ok(()) if failing => tracing::info!("the store is written again"),
            Err(error) => {
                shared.counts.disk_failures.fetch_add(1, Ordering::Relaxed);
                shared.refusals.warn(&format!("the store cannot be written: {error}; its changes wait"));
                failing = true;
                if ending {
                    return;
                }
                continue;
            }
            Ok(()) => {}
        }
        failing = false;
        if ending {
            return;
        }
    }
}

fn write(shared: &Shared, disk: &mut Disk, failing: bool) -> std::result::Result<(), String> {
    let (changes, taken, number) = {
        let mut store = shared.store();
        match store.take_changes() {
            Some((changes, taken)) => (changes, taken, shared.writing.fetch_add(1, Ordering::AcqRel) + 1),
            None if failing => (Vec::new(), store.taken, shared.writing.load(Ordering::Acquire)),
            None => return Ok(()),
        }
    };
    disk.write(changes)?;
    shared.acknowledge(taken);
    shared.safe.send_replace(number);
    Ok(())
}

/// The signals that a daemon knows.
struct Signals {
    hangup: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Signals {
            hangup: signal(SignalKind::hangup())?,
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// The name of one that asks for the end, or none for one that asks to look at the configuration again.
    async fn next(&mut self) -> Option<&'static str> {
        tokio::select! {
            _ = self.hangup.recv() => None,
            _ = self.terminate.recv() => Some("SIGTERM"),
            _ = self.interrupt.recv() => Some("SIGINT"),
        }
    }
}

/// Where the socket is by which `weft status` and others talk to a daemon: beside the one that PHP uses.
pub fn control_path(socket: &Path) -> std::path::PathBuf {
    let mut name = socket.as_os_str().to_owned();
    name.push(".ctl");
    name.into()
}
