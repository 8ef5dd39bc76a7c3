//! The engine's interrupt hook: PHP code under way that is to end. See `interrupt.c`.

use std::ffi::c_void;
use std::panic::catch_unwind;
use std::sync::Mutex;
use std::sync::PoisonError;

#[repr(C)]
struct RawClock {
    begin: unsafe extern "C" fn(),
    end: unsafe extern "C" fn(),
    is_over: unsafe extern "C" fn() -> bool,
}

unsafe extern "C" {
    fn weft_clock_install(clock: RawClock);
    fn weft_clock_remove();
    fn weft_clock_reset();
    fn weft_was_interrupted() -> bool;
    fn weft_interrupt_flag() -> *mut c_void;
    fn weft_interrupt_raise(flag: *mut c_void);
    fn weft_block_signals();
    fn weft_unblock_signals();
}

/// Who takes the time of callbacks.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// The outermost callback of a thread begins.
    pub begin: fn(),
    /// It has ended.
    pub end: fn(),
    /// It runs; is its time over?
    pub is_over: fn() -> bool,
}

static CLOCK: Mutex<Option<Clock>> = Mutex::new(None);

fn clock() -> Option<Clock> {
    *CLOCK.lock().unwrap_or_else(PoisonError::into_inner)
}

unsafe extern "C" fn begin() {
    let _ = catch_unwind(|| clock().map(|clock| (clock.begin)()));
}

unsafe extern "C" fn end() {
    let _ = catch_unwind(|| clock().map(|clock| (clock.end)()));
}

unsafe extern "C" fn is_over() -> bool {
    catch_unwind(|| clock().is_some_and(|clock| (clock.is_over)())).unwrap_or(false)
}

/// At module start, where callbacks have a budget.
pub fn install(clock: Clock) {
    *CLOCK.lock().unwrap_or_else(PoisonError::into_inner) = Some(clock);
    // SAFETY: once in a module's life, before any code runs; the functions live as long as this library.
    unsafe { weft_clock_install(RawClock { begin, end, is_over }) };
}

/// At module end.
pub fn remove() {
    // SAFETY: undoes `install`; no code runs any more. Without it there is nothing to undo.
    unsafe { weft_clock_remove() };
    *CLOCK.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

/// No callback is under way.
pub fn reset() {
    // SAFETY: changes this thread's own counter.
    unsafe { weft_clock_reset() };
}

/// Was the callback that has just ended interrupted?
pub fn was_interrupted() -> bool {
    // SAFETY: reads and resets a flag of this thread.
    unsafe { weft_was_interrupted() }
}

/// What has the PHP code of one thread look whether it is to end.
#[derive(Clone, Copy, Debug)]
pub struct Flag(*mut c_void);

// SAFETY: the engine made it for being set by other threads and by signal handlers: it is atomic.
unsafe impl Send for Flag {}

impl Flag {
    /// Of this thread.
    pub fn own() -> Self {
        // SAFETY: an address in the engine's data of this thread.
        Self(unsafe { weft_interrupt_flag() })
    }

    /// Has the thread look. It must still have the engine's data: callers ask for its callbacks only.
    pub fn raise(self) {
        // SAFETY: as the caller says.
        unsafe { weft_interrupt_raise(self.0) };
    }
}

/// Runs `make` while no signal is delivered to this thread: threads that are made in there never get one.
pub fn without_signals<T>(make: impl FnOnce() -> T) -> T {
    // SAFETY: changes the mask of this thread, and puts it back.
    unsafe { weft_block_signals() };
    let made = make();
    // SAFETY: as above.
    unsafe { weft_unblock_signals() };
    made
}
