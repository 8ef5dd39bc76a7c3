//! Handlers of internal functions, exchanged for weft's: see `handlers.c`.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::NonNull;

use ext_php_rs::ffi::{zend_array, zend_execute_data, zend_function, zval};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

use super::frame::Frame;
use super::tables::Internal;
use super::value::{Array, Place};

/// The handler that a function had before.
pub type Original = extern "C" fn(&mut ExecuteData, &mut Zval);

/// Called instead of it, with the word that was left with the interception.
pub type OnCall = extern "C" fn(&mut ExecuteData, &mut Zval, Original, *mut c_void);

/// Mirrors the first members of `weft_interception`.
#[repr(C)]
struct Raw {
    function: *mut zend_function,
    original: Option<Original>,
    word: *mut c_void,
}

unsafe extern "C" {
    fn weft_handlers_start_up(handle: c_int, call: OnCall);
    fn weft_handlers_in_use();
    fn weft_handlers_alone();
    fn weft_handlers_shut_down();
    fn weft_interception_of(function: *mut zend_function) -> *mut Raw;
    fn weft_exchange(interception: *mut Raw);
    fn weft_restore(interception: *mut Raw);
    fn weft_forget_interception(interception: *mut Raw);
    fn weft_word_of(frame: *const zend_execute_data, original: *mut Option<Original>) -> *mut c_void;
    fn weft_is_exchanged(interception: *const Raw) -> bool;
    fn weft_each_internal_function(see: unsafe extern "C" fn(context: *mut c_void, function: *mut zend_function), context: *mut c_void);
    fn weft_internal_is_of(function: *const zend_function, extension: *const c_char) -> bool;
    fn weft_internal_may_be_compiled_away(function: *const zend_function) -> bool;
    fn weft_internal_is_temporary(function: *const zend_function) -> bool;
    fn weft_internal_has_shared_copies(function: *const zend_function) -> bool;
    fn weft_call_handler(handler: Original, frame: *mut zend_execute_data, result: *mut zval);
    fn weft_call_with(handler: Original, frame: *mut zend_execute_data, result: *mut zval, arguments: *mut zend_array);
}

/// At module start.
pub fn start_up(on_call: OnCall) {
    // SAFETY: at module start; the function lives as long as this library.
    unsafe { weft_handlers_start_up(c_int::try_from(super::module::handle()).unwrap_or(0), on_call) };
}

/// A request begins: where threads share the functions, nothing is exchanged from now on.
pub fn in_use() {
    // SAFETY: sets a flag.
    unsafe { weft_handlers_in_use() };
}

/// At module end, when all handlers have been given back.
pub fn shut_down() {
    // SAFETY: nothing is called any more.
    unsafe { weft_handlers_shut_down() };
}

/// An internal function whose handler is, or was, exchanged. A handle: valid until the module's end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Interception(NonNull<Raw>);

impl Interception {
    /// `None`: there is nothing to call (an abstract method).
    pub fn of(function: Internal) -> Option<Self> {
        // SAFETY: a declared internal function.
        NonNull::new(unsafe { weft_interception_of(function.as_ptr()) }).map(Self)
    }

    /// From now on weft is called in the function's place.
    pub fn exchange(self) {
        // SAFETY: the record stays until the module's end; the engine reads the handler at each call.
        unsafe { weft_exchange(self.0.as_ptr()) };
    }

    /// Gives the function its own handler back, unless somebody has replaced weft's meanwhile.
    pub fn restore(self) {
        // SAFETY: as above.
        unsafe { weft_restore(self.0.as_ptr()) };
    }

    /// The same for a function that goes away with its extension.
    pub fn forget(self) {
        // SAFETY: as above; the function is still there.
        unsafe { weft_forget_interception(self.0.as_ptr()) };
    }

    pub fn is_exchanged(self) -> bool {
        // SAFETY: as above.
        unsafe { weft_is_exchanged(self.0.as_ptr()) }
    }

    /// What the function's calls are handed over with; 0: they go straight on to the original.
    pub fn set_word(mut self, word: usize) {
        // SAFETY: as above; calls read it afresh each time.
        unsafe { self.0.as_mut().word = word as *mut c_void };
    }
}

/// The word that was left with the function which was called, and its original; `None` when it never was intercepted.
pub fn of_frame(frame: Frame) -> Option<(usize, Original)> {
    let mut original = None;
    // SAFETY: a live frame, and a place to write to.
    let word = unsafe { weft_word_of(frame.as_ptr(), &raw mut original) } as usize;
    original.filter(|_| word != 0).map(|original| (word, original))
}

/// Shows every internal function that is declared now; methods where they are declared, not where they are inherited.
pub fn each_internal(mut see: impl FnMut(Internal)) {
    unsafe extern "C" fn shown<S: FnMut(Internal)>(context: *mut c_void, function: *mut zend_function) {
        // SAFETY: the context is the closure below, and the function a declared one.
        unsafe {
            if let Some(function) = NonNull::new(function) {
                (*context.cast::<S>())(Internal::from_raw(function));
            }
        }
    }
    fn shows<S: FnMut(Internal)>(_: &S) -> unsafe extern "C" fn(*mut c_void, *mut zend_function) {
        shown::<S>
    }
    // SAFETY: the closure outlives the call; it does not change the tables, and does not panic across the frame: what
    // it runs is weft's own.
    unsafe { weft_each_internal_function(shows(&see), (&raw mut see).cast()) };
}

impl Internal {
    /// Does this extension bring it?
    pub fn is_of(self, extension: &CStr) -> bool {
        // SAFETY: a declared internal function.
        unsafe { weft_internal_is_of(self.as_ptr(), extension.as_ptr()) }
    }

    /// May a call of it, with known arguments say, be compiled into something that does not call its handler?
    pub fn may_be_compiled_away(self) -> bool {
        // SAFETY: as above.
        unsafe { weft_internal_may_be_compiled_away(self.as_ptr()) }
    }

    /// As PHP's messages name it.
    pub fn full_name(self) -> String {
        let identity = self.identity();
        let name = String::from_utf8_lossy(identity.function);
        if identity.class.is_empty() {
            name.into_owned()
        } else {
            format!("{}::{name}", String::from_utf8_lossy(identity.class))
        }
    }

    /// Did `dl()` bring it, for this request?
    pub fn is_temporary(self) -> bool {
        // SAFETY: as above.
        unsafe { weft_internal_is_temporary(self.as_ptr()) }
    }

    /// Has a class in opcache's memory inherited it as it was?
    pub fn has_shared_copies(self) -> bool {
        // SAFETY: as above.
        unsafe { weft_internal_has_shared_copies(self.as_ptr()) }
    }
}

/// Calls the function as it was called.
#[inline]
pub fn call(original: Original, frame: Frame, result: Place) {
    // SAFETY: the frame of a call of that function, and the place for its result.
    unsafe { weft_call_handler(original, frame.as_ptr(), result.as_ptr()) };
}

/// Calls the function with other arguments, by position and by name. References of the frame stay references.
pub fn call_with(original: Original, frame: Frame, result: Place, arguments: Array) {
    // SAFETY: as above; an array that its holder keeps for the call.
    unsafe { weft_call_with(original, frame.as_ptr(), result.as_ptr(), arguments.0.as_ptr()) };
}

/// At module end, before all handlers are given back: no other thread is left.
pub fn alone() {
    // SAFETY: sets a flag.
    unsafe { weft_handlers_alone() };
}
