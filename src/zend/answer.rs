//! Arguments and results of weft's own functions: strings in, arrays out.

use std::ffi::{CStr, c_char};
use std::ptr::NonNull;

use ext_php_rs::ffi::{zend_execute_data, zval};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

unsafe extern "C" {
    fn weft_string_argument(frame: *mut zend_execute_data, bytes: *mut *const c_char, length: *mut usize) -> bool;
    fn weft_answer_array(place: *mut zval);
    fn weft_answer_element(list: *mut zval) -> *mut zval;
    fn weft_answer_text(array: *mut zval, key: *const c_char, bytes: *const c_char, length: usize);
    fn weft_answer_int(array: *mut zval, key: *const c_char, number: i64);
}

/// The one argument of a call, a string. `None` after the engine's own error about it, which PHP code will see.
pub fn string_argument(frame: &mut ExecuteData) -> Option<&[u8]> {
    let (mut bytes, mut length) = (std::ptr::null(), 0);
    // SAFETY: the frame of the internal function under way; the string stays in it as long as the frame is borrowed.
    unsafe { weft_string_argument(std::ptr::from_mut(frame).cast(), &raw mut bytes, &raw mut length).then(|| std::slice::from_raw_parts(bytes.cast(), length)) }
}

/// An array under construction, in the place for a function's result. A handle: valid while that place is.
///
/// Each of these may not return (memory limit).
#[derive(Clone, Copy)]
pub struct Array(NonNull<zval>);

impl Array {
    /// Makes the result an empty array.
    pub fn in_result(result: &mut Zval) -> Self {
        let place = NonNull::from(result).cast();
        // SAFETY: the engine's place for the result, which holds nothing yet.
        unsafe { weft_answer_array(place.as_ptr()) };
        Self(place)
    }

    /// Adds an array to this list. It is to be filled before the next one is added.
    pub fn element(self) -> Self {
        // SAFETY: an array of ours; the new element is there.
        Self(unsafe { NonNull::new_unchecked(weft_answer_element(self.0.as_ptr())) })
    }

    /// `None` becomes `null`.
    pub fn text(self, key: &CStr, text: Option<&str>) {
        let bytes = text.map_or(std::ptr::null(), |text| text.as_ptr().cast());
        // SAFETY: an array of ours; the text is copied.
        unsafe { weft_answer_text(self.0.as_ptr(), key.as_ptr(), bytes, text.map_or(0, str::len)) };
    }

    pub fn int(self, key: &CStr, number: Option<u32>) {
        match number {
            // SAFETY: an array of ours.
            Some(number) => unsafe { weft_answer_int(self.0.as_ptr(), key.as_ptr(), i64::from(number)) },
            None => self.text(key, None),
        }
    }
}
