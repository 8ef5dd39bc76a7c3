//! The classes `Weft\Hook`, `Weft\Call` and `Weft\Block`, and the signature of `Weft\hook()`.

use std::ffi::c_void;
use std::ptr::NonNull;

use ext_php_rs::ffi::{zend_execute_data, zend_object, zend_string, zval};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

use super::call::Call;
use super::literal::string_bytes;
use super::op_array::OpArray;
use super::value::Place;

/// An internal function, as the engine calls it.
pub type Handler = extern "C" fn(&mut ExecuteData, &mut Zval);

/// What classes.c registers. Mirrors `weft_handlers`.
#[repr(C)]
pub struct Handlers {
    pub hook: Handler,
    pub on: Handler,
    pub remove: Handler,
    pub pause: Handler,
    pub resume: Handler,
    pub stats: Handler,
    pub skip: Handler,
    pub origin: Handler,
}

#[repr(C)]
struct RawHookArguments {
    closure: *mut zend_object,
    pattern: *mut zend_string,
    callbacks: [*mut zval; 5],
    priority: i64,
    readonly: bool,
    nested: bool,
}

unsafe extern "C" {
    fn weft_register_classes(handlers: *const Handlers);
    fn weft_hook_parse(frame: *mut zend_execute_data, arguments: *mut RawHookArguments) -> bool;
    fn weft_on_parse(frame: *mut zend_execute_data, event: *mut *mut zend_string, listener: *mut *mut zval) -> bool;
    fn weft_hook_object(result: *mut zval, id: i64, target: *const std::ffi::c_char, length: usize);
    fn weft_hook_id(frame: *const zend_execute_data) -> i64;
    fn weft_no_arguments(frame: *mut zend_execute_data) -> bool;
    fn weft_closure_function(closure: *mut zend_object) -> *mut c_void;
    fn weft_call_this(frame: *mut zend_execute_data) -> *mut zval;
}

/// At module start.
pub fn register(handlers: &Handlers) {
    // SAFETY: at module start, once; the handlers are copied and live as long as this library.
    unsafe { weft_register_classes(handlers) };
}

/// What `Weft\hook()` was called with.
pub struct HookArguments<'a> {
    pub target: HookTarget<'a>,
    /// before, after, failed, yielded, resumed
    pub callbacks: [Option<Place>; 5],
    pub priority: i64,
    pub read_only: bool,
    pub nested: bool,
}

pub enum HookTarget<'a> {
    Pattern(&'a [u8]),
    /// A closure's code; `None` for one around an internal function.
    Closure(Option<OpArray>),
}

/// Reads the arguments of the call of `Weft\hook()` under way. `None`: PHP's own exception is pending.
pub fn hook_arguments(frame: &mut ExecuteData) -> Option<HookArguments<'_>> {
    // SAFETY: the frame of an internal call; what the record points to belongs to the frame, and so do the handles.
    unsafe {
        let mut raw: RawHookArguments = std::mem::zeroed();
        if !weft_hook_parse(std::ptr::from_mut(frame).cast(), &raw mut raw) {
            return None;
        }
        Some(HookArguments {
            target: if raw.closure.is_null() {
                HookTarget::Pattern(string_bytes(raw.pattern))
            } else {
                HookTarget::Closure(NonNull::new(weft_closure_function(raw.closure).cast()).map(|code| OpArray::from_raw(code)))
            },
            callbacks: raw.callbacks.map(|callback| Place::new(callback)),
            priority: raw.priority,
            read_only: raw.readonly,
            nested: raw.nested,
        })
    }
}

/// What `Weft\on()` was called with: the event's name and the listener. `None`: PHP's own exception is pending.
pub fn on_arguments(frame: &mut ExecuteData) -> Option<(&[u8], Place)> {
    let (mut event, mut listener) = (std::ptr::null_mut(), std::ptr::null_mut());
    // SAFETY: the frame of an internal call; both answers belong to it.
    unsafe {
        weft_on_parse(std::ptr::from_mut(frame).cast(), &raw mut event, &raw mut listener)
            .then(|| Some((string_bytes(event), Place::new(listener)?)))
            .flatten()
    }
}

/// Makes a `Weft\Hook`.
pub fn write_hook(result: Place, id: i64, target: &str) {
    // SAFETY: a place for a result; the text is copied.
    unsafe { weft_hook_object(result.as_ptr(), id, target.as_ptr().cast(), target.len()) };
}

/// The id of the `Weft\Hook` whose method is called, with no argument. `None`: PHP's own exception is pending.
pub fn hook_id(frame: &mut ExecuteData) -> Option<i64> {
    let frame: *mut zend_execute_data = std::ptr::from_mut(frame).cast();
    // SAFETY: the frame of a method of the final class.
    unsafe { weft_no_arguments(frame).then(|| weft_hook_id(frame)) }
}

/// Was this function called without arguments? If not, PHP's own exception is pending.
pub fn no_arguments(frame: &mut ExecuteData) -> bool {
    // SAFETY: the frame of an internal call.
    unsafe { weft_no_arguments(std::ptr::from_mut(frame).cast()) }
}

/// The `Weft\Call` whose method is called.
pub fn this_call(frame: &mut ExecuteData) -> Option<Call> {
    // SAFETY: the frame of a method; its `$this` stays for the call.
    unsafe { Place::new(weft_call_this(std::ptr::from_mut(frame).cast())) }.and_then(Call::of)
}
