//! Wrapper templates that run around internal functions: see `around.c`.

use std::ffi::{CString, c_char, c_void};

use ext_php_rs::ffi::{zend_array, zend_execute_data, zend_object, zval};

use super::frame::Frame;
use super::literal::{Key, Value};
use super::value::{Array, ArrayKey, Object, Owned, Place};

unsafe extern "C" {
    fn weft_template_closure(source: *const c_char, length: usize, file: *const c_char, closure: *mut zval) -> bool;
    fn weft_closure_code(closure: *mut zend_object) -> *const c_void;
    fn weft_call_template(closure: *mut zval, settings: *mut zend_array, result: *mut zval);
    fn weft_enter_frame(frame: *mut zend_execute_data) -> *mut zend_execute_data;
}

/// The closure of a template whose text is known to compile. `None`: PHP cannot compile now. Runs the file's few lines of
/// PHP; the caller owns nothing.
pub fn closure(source: &str, file: *const c_char) -> Option<Owned> {
    let mut closure = Owned::undef();
    // SAFETY: a text of the given length, a C string, a place for a value.
    unsafe { weft_template_closure(source.as_ptr().cast(), source.len(), file, closure.place().as_ptr()) }.then_some(closure)
}

/// A file's name as [`closure`] takes it.
pub fn file_name(name: &std::path::Path) -> CString {
    CString::new(name.to_string_lossy().replace('\0', "")).unwrap_or_default()
}

/// Where a closure's instructions lie.
pub fn code_of(closure: Object) -> usize {
    // SAFETY: a live closure of a PHP function.
    unsafe { weft_closure_code(closure.as_ptr()) as usize }
}

/// Calls a template with its settings, a list.
pub fn call(closure: Place, settings: Array, result: Place) {
    // SAFETY: a live closure, a packed array that its owner keeps for the call, a place for the result.
    unsafe { weft_call_template(closure.as_ptr(), settings.0.as_ptr(), result.as_ptr()) };
}

/// Runs `work` as if this frame ran: traces begin there, and functions see its caller. The work owns nothing: when it ends
/// by a long jump, the engine sets the frame anew.
pub fn within(frame: Frame, work: impl FnOnce()) {
    // SAFETY: a live frame; the one that ran before is still there when the work has ended.
    unsafe {
        let running = weft_enter_frame(frame.as_ptr());
        work();
        weft_enter_frame(running);
    }
}

/// A constant as a value of PHP's.
pub fn value_of(value: &Value) -> Owned {
    match value {
        Value::Null => Owned::null(),
        Value::Bool(value) => Owned::bool(*value),
        Value::Int(number) => Owned::int(*number),
        Value::Float(number) => Owned::float(*number),
        Value::Text(text) => Owned::text(text),
        Value::List(elements) => {
            let mut list = Owned::array(4);
            for (key, element) in elements {
                match key {
                    Key::Index(index) => {
                        if let Some(array) = Array::of(list.place()) {
                            array.set(ArrayKey::Index(index.cast_unsigned()), value_of(element));
                        }
                    }
                    Key::Name(name) => list.place().put(&String::from_utf8_lossy(name), value_of(element)),
                }
            }
            list
        }
    }
}
