//! The time that callbacks may take in a request, `weft.callback_budget_ms`.
//!
//! The time of each callback is taken. When it is used up no callback runs until the request ends; one that runs at that
//! moment is interrupted: a thread that waits for it has the engine look between two instructions. That thread sleeps
//! while no callback runs, and is there only where there is a budget.

use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::registry;
use crate::zend::fork;
use crate::zend::interrupt::{self, Clock, Flag};

/// Nanoseconds that callbacks may take in a request; 0: any.
static BUDGET: AtomicU64 = AtomicU64::new(0);

thread_local! {
    /// When the callback under way began, and how long callbacks have taken in this request.
    static BEGAN: Cell<Option<Instant>> = const { Cell::new(None) };
    static USED: Cell<Duration> = const { Cell::new(Duration::ZERO) };
    static USED_UP: Cell<bool> = const { Cell::new(false) };
    static WATCH: RefCell<Option<Watch>> = const { RefCell::new(None) };
}

fn budget() -> Duration {
    Duration::from_nanos(BUDGET.load(Ordering::Relaxed))
}

/// The budget in milliseconds; 0: there is none.
pub fn milliseconds() -> u64 {
    BUDGET.load(Ordering::Relaxed) / 1_000_000
}

/// At module start. 0: callbacks may take any time.
pub fn start_up(milliseconds: u64) {
    BUDGET.store(milliseconds.saturating_mul(1_000_000), Ordering::Relaxed);
    if milliseconds > 0 {
        fork::count_forks();
        interrupt::install(Clock { begin, end, is_over });
    }
}

/// At module end: the thread must not outlive the library.
pub fn shut_down() {
    if milliseconds() > 0 {
        interrupt::remove();
        if let Some(watch) = WATCH.take() {
            watch.stop();
        }
    }
}

pub fn request_start() {
    if milliseconds() > 0 {
        interrupt::reset();
        BEGAN.set(None);
        USED.set(Duration::ZERO);
        USED_UP.set(false);
    }
}

/// Have callbacks used up their time in this request?
pub fn is_used_up() -> bool {
    USED_UP.get()
}

fn begin() {
    let now = Instant::now();
    BEGAN.set(Some(now));
    let left = budget().saturating_sub(USED.get());
    WATCH.with_borrow_mut(|watch| {
        if watch.as_ref().is_none_or(|watch| watch.generation != fork::generation()) {
            // A forked process has the handle, and no thread behind it.
            std::mem::forget(std::mem::replace(watch, Watch::start()));
        }
        if let Some(watch) = watch {
            watch.shared.set(now + left);
        }
    });
}

fn end() {
    let Some(began) = BEGAN.take() else { return };
    WATCH.with_borrow(|watch| {
        if let Some(watch) = watch {
            watch.shared.clear();
        }
    });
    USED.set(USED.get() + began.elapsed());
    if USED.get() >= budget() && !USED_UP.replace(true) {
        registry::stop_all();
    }
}

fn is_over() -> bool {
    BEGAN.get().is_some_and(|began| USED.get() + began.elapsed() >= budget())
}

/// The thread that waits for callbacks of another one.
struct Watch {
    shared: Arc<Shared>,
    thread: JoinHandle<()>,
    /// In which process it was started.
    generation: u32,
}

struct Shared {
    origin: Instant,
    /// When the callback under way is to be interrupted, in nanoseconds from the origin; 0: there is none.
    deadline: AtomicU64,
    /// Does the thread sleep until it is woken?
    idle: AtomicBool,
    over: AtomicBool,
    /// Held while the flag is raised.
    flag: Mutex<Flag>,
    thread: Mutex<Option<thread::Thread>>,
}

impl Watch {
    fn start() -> Option<Self> {
        let shared = Arc::new(Shared {
            origin: Instant::now(),
            deadline: AtomicU64::new(0),
            idle: AtomicBool::new(false),
            over: AtomicBool::new(false),
            flag: Mutex::new(Flag::own()),
            thread: Mutex::new(None),
        });
        let theirs = Arc::clone(&shared);
        let builder = thread::Builder::new().name("weft budget".to_owned()).stack_size(64 * 1024);
        let thread = interrupt::without_signals(|| builder.spawn(move || theirs.watch())).ok()?;
        *shared.thread.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread.thread().clone());
        Some(Self {
            shared,
            thread,
            generation: fork::generation(),
        })
    }

    fn stop(self) {
        if self.generation == fork::generation() {
            self.shared.over.store(true, Ordering::SeqCst);
            self.thread.thread().unpark();
            let _ = self.thread.join();
        } else {
            std::mem::forget(self.thread);
        }
    }
}

impl Shared {
    fn nanoseconds(&self, moment: Instant) -> u64 {
        u64::try_from(moment.saturating_duration_since(self.origin).as_nanos()).unwrap_or(u64::MAX)
    }

    fn set(&self, deadline: Instant) {
        self.deadline.store(self.nanoseconds(deadline).max(1), Ordering::SeqCst);
        // A later deadline than the one that the thread sleeps for needs no waking, and an earlier one there is not: what
        // callbacks have used up in between is less than the time that went by.
        if self.idle.swap(false, Ordering::SeqCst)
            && let Some(thread) = &*self.thread.lock().unwrap_or_else(PoisonError::into_inner)
        {
            thread.unpark();
        }
    }

    fn clear(&self) {
        self.deadline.store(0, Ordering::SeqCst);
        // From here on the thread leaves the flag alone.
        drop(self.flag.lock());
    }

    fn watch(&self) {
        while !self.over.load(Ordering::SeqCst) {
            let deadline = self.deadline.load(Ordering::SeqCst);
            if deadline == 0 {
                self.idle.store(true, Ordering::SeqCst);
                if self.deadline.load(Ordering::SeqCst) == 0 && !self.over.load(Ordering::SeqCst) {
                    thread::park();
                }
                continue;
            }
            let now = self.nanoseconds(Instant::now());
            if now < deadline {
                thread::park_timeout(Duration::from_nanos(deadline - now));
                continue;
            }
            let flag = self.flag.lock().unwrap_or_else(PoisonError::into_inner);
            if self.deadline.load(Ordering::SeqCst) == deadline {
                flag.raise();
            }
            drop(flag);
            // It may be inside of an internal function: again in a while, should the flag have gone to somebody else.
            thread::park_timeout(Duration::from_millis(5));
        }
    }
}
