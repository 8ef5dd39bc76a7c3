//! Results that functions gave before, kept in the request's own memory.

use std::ptr::null_mut;

use ext_php_rs::ffi::{zend_object, zval};

use super::value::{Object, Place};

unsafe extern "C" {
    fn weft_memo_find(number: u32, owner: *mut zend_object, key: *const zval, answer: *mut zval);
    fn weft_memo_get(number: u32, owner: *mut zend_object, key: *const zval, answer: *mut zval);
    fn weft_memo_store(number: u32, owner: *mut zend_object, key: *const zval, value: *mut zval, limit: i64);
    fn weft_memo_forget(free_it: bool);
    fn weft_memo_text(place: *mut zval, length: usize) -> *mut u8;
}

/// Puts `[result]` into the answer if there is one under this key, an int or a string. `number` tells functions apart,
/// `owner` is whose results they are, if not everybody's.
pub fn find(number: u32, owner: Option<Object>, key: Place, answer: Place) {
    // SAFETY: the key is an int or a string; the answer needs no release.
    unsafe { weft_memo_find(number, owner.map_or(null_mut(), Object::as_ptr), key.as_ptr(), answer.as_ptr()) };
}

/// Puts a copy of the result itself into the answer if there is one.
pub fn get(number: u32, owner: Option<Object>, key: Place, answer: Place) {
    // SAFETY: as above.
    unsafe { weft_memo_get(number, owner.map_or(null_mut(), Object::as_ptr), key.as_ptr(), answer.as_ptr()) };
}

/// Keeps a copy of the value under this key. With `limit` results of the function there already, those are dropped first.
/// May run destructors, and may not return (memory limit).
pub fn store(number: u32, owner: Option<Object>, key: Place, value: Place, limit: i64) {
    // SAFETY: the key is an int or a string, the value initialised.
    unsafe { weft_memo_store(number, owner.map_or(null_mut(), Object::as_ptr), key.as_ptr(), value.as_ptr(), limit) };
}

/// Gives a place that needs no release a string of this length, which `fill` writes. May not return (memory limit).
pub fn set_text(place: Place, length: usize, fill: impl FnOnce(&mut [u8])) {
    // SAFETY: the shim makes a string that nobody else has, zeroed.
    let bytes = unsafe { std::slice::from_raw_parts_mut(weft_memo_text(place.as_ptr(), length), length) };
    fill(bytes);
}

/// When a request begins: whatever the last one left is no longer there.
pub fn request_start() {
    // SAFETY: forgets pointers only.
    unsafe { weft_memo_forget(false) };
}

/// When a request ends: drops all results.
pub fn request_end() {
    // SAFETY: the engine's memory is still in place, and destructors have run.
    unsafe { weft_memo_forget(true) };
}
