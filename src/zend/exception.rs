//! Exceptions that are pending, and errors that weft raises itself.

use std::cell::RefCell;
use std::ffi::{CStr, CString, c_char, c_int};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::NonNull;
use std::sync::{Mutex, PoisonError};

use ext_php_rs::ffi::{zend_object, zend_string};

use super::callable::Turn;
use super::literal::string_bytes;
use super::shim;
use super::value::Object;

unsafe extern "C" {
    fn weft_exception() -> *mut zend_object;
    fn weft_exception_take() -> *mut zend_object;
    fn weft_exception_restore(exception: *mut zend_object);
    fn weft_exception_kind(exception: *const zend_object) -> c_int;
    fn weft_exception_text(exception: *mut zend_object) -> *mut zend_string;
    fn weft_is_block(exception: *const zend_object) -> bool;
    fn weft_throw_error(message: *const c_char);
    fn weft_ended_by_error() -> bool;
    fn weft_request_ends() -> bool;
    fn weft_install_errors(tell: unsafe extern "C" fn(Turn, *const c_char, *const c_char, *const c_char, u32, bool));
    fn weft_remove_errors();
    fn weft_throw_value_error(message: *const c_char);
    fn weft_argument_error(number: u32, type_: bool, message: *const c_char);
}

/// What was thrown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `Weft\Block`.
    Block,
    /// Any other `Throwable`.
    Throwable,
    /// `exit()`, which the engine carries like an exception.
    Exit,
    /// The end of a fiber that nobody will resume.
    FiberEnd,
}

/// An error that PHP raised in a callback.
#[derive(Clone, Debug)]
pub struct Raised {
    /// "Warning", "Fatal error" and so on.
    pub kind: String,
    pub message: String,
    pub file: String,
    pub line: u32,
    /// PHP leaves the callback and the application by a long jump when the listener has heard of it.
    pub ends_request: bool,
}

type Listener = fn(Turn, &Raised);

static LISTENER: Mutex<Option<Listener>> = Mutex::new(None);

/// At module start: errors that PHP raises in callbacks will be kept in, and the listener told of them. The engine's hook is
/// taken with the first callback.
pub fn start_up(listener: Listener) {
    *LISTENER.lock().unwrap_or_else(PoisonError::into_inner) = Some(listener);
    // SAFETY: once, before any request.
    unsafe { weft_install_errors(on_raised) };
}

unsafe extern "C" fn on_raised(callback: Turn, kind: *const c_char, message: *const c_char, file: *const c_char, line: u32, ends_request: bool) {
    let _ = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: C strings that live through the call.
        let text = |text: *const c_char| unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned();
        let raised = Raised {
            kind: text(kind),
            message: text(message),
            file: text(file),
            line,
            ends_request,
        };
        let listener = *LISTENER.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(listener) = listener {
            listener(callback, &raised);
        }
    }));
}

/// At module end.
pub fn shut_down() {
    // SAFETY: undoes `start_up`.
    unsafe { weft_remove_errors() };
}

/// Was it an error that ended the last callback that ended like by `exit()`?
pub fn ended_by_error() -> bool {
    // SAFETY: reads and resets a flag of this thread.
    unsafe { weft_ended_by_error() }
}

/// Has a fatal error in a callback ended the request, and not by a long jump but like `exit()`?
pub fn request_ends() -> bool {
    // SAFETY: reads a flag of this thread.
    unsafe { weft_request_ends() }
}

/// Is an exception pending?
#[inline]
pub fn is_pending() -> bool {
    // SAFETY: reads a global.
    unsafe { !weft_exception().is_null() }
}

/// The class of the pending exception, for as long as it is pending; `None` for those that PHP code cannot see.
pub fn pending_class<'a>() -> Option<&'a [u8]> {
    // SAFETY: reads a global; the class of a live object, and its name, stay.
    unsafe {
        let pending = NonNull::new(weft_exception())?;
        matches!(kind(Object(pending)), Kind::Block | Kind::Throwable).then(|| string_bytes((*pending.as_ref().ce).name))
    }
}

/// Takes the pending exception, with its reference.
pub fn take() -> Option<Object> {
    // SAFETY: the reference moves to the caller.
    NonNull::new(unsafe { weft_exception_take() }).map(Object)
}

/// Takes the pending exception if PHP code can catch it.
pub fn take_throwable() -> Option<Object> {
    // SAFETY: reads a global.
    let pending = Object(NonNull::new(unsafe { weft_exception() })?);
    matches!(kind(pending), Kind::Block | Kind::Throwable).then(take)?
}

/// What kind of exception is pending, if one is.
pub fn pending_kind() -> Option<Kind> {
    // SAFETY: reads a global.
    NonNull::new(unsafe { weft_exception() }).map(|pending| kind(Object(pending)))
}

/// Makes an exception pending; the reference goes with it.
pub fn restore(exception: Object) {
    // SAFETY: a live exception object.
    unsafe { weft_exception_restore(exception.as_ptr()) };
}

/// Releases whatever is pending.
pub fn drop_pending() {
    while let Some(exception) = take() {
        exception.release();
    }
}

pub fn kind(exception: Object) -> Kind {
    // SAFETY: a live exception object.
    unsafe {
        match weft_exception_kind(exception.as_ptr()) {
            1 => Kind::Exit,
            2 => Kind::FiberEnd,
            _ if weft_is_block(exception.as_ptr()) => Kind::Block,
            _ => Kind::Throwable,
        }
    }
}

/// "Class: message in file:line".
pub fn text(exception: Object) -> String {
    // SAFETY: a live exception object; the string's reference is given back.
    unsafe {
        let text = weft_exception_text(exception.as_ptr());
        let copy = String::from_utf8_lossy(string_bytes(text)).into_owned();
        shim::weft_string_release(text);
        copy
    }
}

thread_local! {
    /// The message on its way to the engine. Here and not in a frame, which a long jump may skip.
    static MESSAGE: RefCell<CString> = RefCell::default();
}

fn with_message(message: String, tell: impl FnOnce(*const c_char)) {
    let text = CString::new(message.replace('\0', "\\0")).unwrap_or_default();
    let text = MESSAGE.with_borrow_mut(|place| {
        *place = text;
        place.as_ptr()
    });
    tell(text);
}

/// Throws an `Error`.
pub fn throw_error(message: String) {
    // SAFETY: a C string that stays until the next message.
    with_message(message, |text| unsafe { weft_throw_error(text) });
}

/// Throws a `ValueError` that is about no argument in particular.
pub fn throw_error_of_value(message: String) {
    // SAFETY: as above.
    with_message(message, |text| unsafe { weft_throw_value_error(text) });
}

/// Throws a `ValueError` about an argument of the internal function that runs, from 1.
pub fn throw_value_error(argument: u32, message: String) {
    // SAFETY: as above.
    with_message(message, |text| unsafe { weft_argument_error(argument, false, text) });
}

/// Throws a `TypeError` about an argument.
pub fn throw_type_error(argument: u32, message: String) {
    // SAFETY: as above.
    with_message(message, |text| unsafe { weft_argument_error(argument, true, text) });
}
