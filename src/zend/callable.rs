//! Callbacks that a user gave, kept for many calls, and called so that nothing gets out.

use std::cell::UnsafeCell;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::mem::ManuallyDrop;

use ext_php_rs::ffi::{zend_execute_data, zend_function, zend_object, zend_string, zval};

use super::call::{Call, Raw as RawCall};
use super::literal::string_bytes;
use super::value::{Owned, Place};
use super::{module, shim};

/// Mirrors `weft_callable` of weft.h.
#[repr(C)]
struct Raw {
    value: zval,
    required: u32,
    takes: u32,
    takes_call: bool,
    active: bool,
    direct: bool,
    native: u8,
    nested: bool,
    born: u64,
    calls: u64,
    function: *mut zend_function,
    object_or_scope: *mut c_void,
    call_info: u32,
    frame_size: u32,
    variables: u32,
    frame: zend_execute_data,
}

unsafe extern "C" {
    fn weft_callable_keep(callable: *mut Raw, value: *mut zval, error: *mut *mut c_char) -> bool;
    fn weft_listener_keep(callable: *mut Raw, looks: bool);
    fn weft_callable_release(callable: *mut Raw);
    fn weft_callable_name(callable: *mut Raw) -> *mut zend_string;
    fn weft_callables_run(callables: *const Turn, count: u32, began: u64, argument: *mut zend_object) -> u32;
    fn weft_callables_run_until(callables: *const Turn, count: u32, began: u64, call: *mut RawCall) -> u32;
    fn weft_callable_tell(callable: Turn, began: u64, arguments: *mut zval, count: u32) -> bool;
    fn weft_callables_running() -> u32;
    fn weft_callable_resume(callable: *mut Raw, before: *mut Surroundings);
    fn weft_callable_leave(before: *const Surroundings);
    fn weft_callables_enter();
    fn weft_callables_exit();
    fn weft_set_guard(handle: c_int);
    fn weft_guarded() -> bool;
    fn weft_unguard();
    fn weft_sandbox_start_up();
    fn weft_sandbox_install();
    fn weft_guard_fibers();
}

/// A callback. It holds engine memory, which its owner gives back with [`Self::release`]; dropping it does not.
pub struct Callable(ManuallyDrop<UnsafeCell<Raw>>);

impl Callable {
    /// Keeps a value that a user gave as callback; `Err` says why it is none.
    pub fn keep(value: Place) -> Result<Self, String> {
        // SAFETY: all zeros are a valid record: an undefined value and null pointers.
        let raw = ManuallyDrop::new(UnsafeCell::new(unsafe { std::mem::zeroed::<Raw>() }));
        let mut error = std::ptr::null_mut();
        // SAFETY: pointers valid for the call; the error is null or a string to be freed.
        unsafe {
            if weft_callable_keep(raw.get(), value.as_ptr(), &raw mut error) {
                return Ok(Self(raw));
            }
            let message = if error.is_null() {
                String::from("no such function")
            } else {
                let text = CStr::from_ptr(error).to_string_lossy().into_owned();
                shim::weft_efree(error.cast());
                text
            };
            Err(message)
        }
    }

    /// One of weft's own, for tests: does nothing, or `looks` at all that a [`Call`] tells.
    pub fn listener(looks: bool) -> Self {
        // SAFETY: all zeros are a valid record: an undefined value and null pointers.
        let raw = ManuallyDrop::new(UnsafeCell::new(unsafe { std::mem::zeroed::<Raw>() }));
        // SAFETY: a record of this frame.
        unsafe { weft_listener_keep(raw.get(), looks) };
        Self(raw)
    }

    #[inline]
    fn raw(&self) -> &Raw {
        // SAFETY: only `release` changes the record, and nothing borrows it across that.
        unsafe { &*self.0.get() }
    }

    /// Does it declare a parameter? Then it gets the [`Call`].
    #[inline]
    pub fn takes_call(&self) -> bool {
        self.raw().takes_call
    }
    /// How many parameters it requires.
    pub fn required(&self) -> u32 {
        self.raw().required
    }

    /// Whether woven functions that it calls fire callbacks, too.
    pub fn set_nested(&self, nested: bool) {
        // SAFETY: nothing borrows the record meanwhile.
        unsafe { (*self.0.get()).nested = nested };
    }

    /// As PHP's messages name it.
    pub fn name(&self) -> String {
        // SAFETY: a kept value; the string's reference is given back.
        unsafe {
            let name = weft_callable_name(self.0.get());
            let text = String::from_utf8_lossy(string_bytes(name)).into_owned();
            shim::weft_string_release(name);
            text
        }
    }

    /// How often it ran.
    pub fn calls(&self) -> u64 {
        self.raw().calls
    }

    /// Whether it runs when its turn comes, from the state `born` of the registry on.
    pub fn set_active(&self, active: bool, born: u64) {
        // SAFETY: nothing borrows the record meanwhile; the engine's side reads it afresh each time.
        unsafe {
            (*self.0.get()).active = active;
            (*self.0.get()).born = born;
        }
    }

    /// Its function has other code now: what is remembered of its frame does not fit.
    pub fn forget_frame(&self) {
        // SAFETY: nothing borrows the record meanwhile; a call under way has its frame already.
        unsafe { (*self.0.get()).frame_size = 0 };
    }

    /// Its place in a list of those that run one behind the other. The owner keeps the callback where it is as long as
    /// the list is in use.
    pub fn turn(&self) -> Turn {
        Turn(self.0.get())
    }

    /// Gives back what it holds. Once.
    pub fn release(&self) {
        // SAFETY: the owner calls this when nothing runs it.
        unsafe { weft_callable_release(self.0.get()) };
    }
}

/// A callback in a list, see [`Callable::turn`].
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Turn(*mut Raw);

impl Turn {
    /// That of no callback.
    pub(super) const NOBODY: Self = Self(std::ptr::null_mut());
}

/// Runs callbacks one behind the other, guarded; those that were active when the invocation `began`. Answers how many
/// ended as they should: with fewer than all, the next one left an exception pending. There must be none before. Inside
/// of another callback none runs, and all count as ended.
#[inline]
pub fn run(turns: &[Turn], began: u64, call: Option<Call>) -> usize {
    let argument = call.map_or(std::ptr::null_mut(), |call| call.object().as_ptr());
    if turns.is_empty() {
        return 0;
    }
    // SAFETY: kept callbacks, not yet released: their owner waits until nothing runs.
    unsafe { weft_callables_run(turns.as_ptr(), turns.len() as u32, began, argument) as usize }
}

/// The same with a [`Call`], until one left an exception pending, skipped the call or may have changed its arguments.
/// Answers how many did not.
#[inline]
pub fn run_until(turns: &[Turn], began: u64, call: Call) -> usize {
    // SAFETY: as above; a live object.
    unsafe { weft_callables_run_until(turns.as_ptr(), turns.len() as u32, began, call.as_ptr()) as usize }
}

/// Mirrors `weft_surroundings` of weft.h.
#[repr(C)]
struct Surroundings {
    outer: *mut Raw,
    handled: c_int,
    hidden: c_int,
}

/// Looks at what a callback has left behind as if it still ran: errors meanwhile are the callback's. The work owns nothing
/// with a destructor.
pub fn as_callback<T>(turn: Turn, work: impl FnOnce() -> T) -> T {
    let mut before = Surroundings {
        outer: std::ptr::null_mut(),
        handled: 0,
        hidden: 0,
    };
    // SAFETY: a kept callback, not yet released; what stood there before is put back by the same fiber.
    unsafe { weft_callable_resume(turn.0, &raw mut before) };
    let done = work();
    // SAFETY: as above.
    unsafe { weft_callable_leave(&raw const before) };
    done
}

/// Runs one callback with these arguments, guarded, if it was active when its turn `began`. `false`: it left an exception
/// pending. There must be none before.
pub fn tell(turn: Turn, began: u64, arguments: &mut [Owned]) -> bool {
    let count = u32::try_from(arguments.len()).unwrap_or(0);
    // SAFETY: a kept callback, not yet released; the arguments are owned values, which stay the caller's.
    unsafe { weft_callable_tell(turn, began, arguments.as_mut_ptr().cast(), count) }
}

/// At module start.
pub fn start_up() {
    // SAFETY: sets a number and pointers, once, and adds to a list of the engine's that no fiber is reading.
    unsafe {
        weft_sandbox_start_up();
        weft_set_guard(module::handle() as c_int);
        weft_guard_fibers();
    }
}

/// Before the first callback of a process: what they may change of the application's surroundings is put back.
pub fn prepare_sandbox() {
    // SAFETY: between calls, and more than once does no harm.
    unsafe { weft_sandbox_install() };
}

/// Is a callback running in this fiber that allows no nesting?
#[inline]
pub fn inside() -> bool {
    // SAFETY: reads the current fiber's own data.
    unsafe { weft_guarded() }
}

/// Forgets that one is running, for a fiber that a long jump took out of it.
pub fn leave() {
    // SAFETY: writes the current fiber's own data.
    unsafe { weft_unguard() };
}

/// Says that hooks are in use outside of a callback too, until [`exit`].
pub fn enter() {
    // SAFETY: changes a counter.
    unsafe { weft_callables_enter() };
}

pub fn exit() {
    // SAFETY: changes a counter.
    unsafe { weft_callables_exit() };
}

/// How many callbacks are running, or [entered](enter), in all fibers.
pub fn running() -> u32 {
    // SAFETY: reads a counter.
    unsafe { weft_callables_running() }
}
