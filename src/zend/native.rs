//! Arguments and results of weft's own PHP functions, without the detours of a general interface.

use std::ptr::NonNull;

use ext_php_rs::ffi::{self, zend_object, zval};
use ext_php_rs::zend::ExecuteData;

use super::value::{Object, Place};

unsafe extern "C" {
    fn weft_long_argument(frame: *const ExecuteData, number: u32, value: *mut i64) -> bool;
    fn weft_bool_argument(frame: *const ExecuteData, number: u32, value: *mut bool) -> bool;
    fn weft_object_argument(frame: *const ExecuteData, number: u32) -> *mut zend_object;
    fn weft_text_argument(frame: *const ExecuteData, number: u32) -> *mut zval;
}

/// What an internal function was called with.
#[derive(Clone, Copy)]
pub struct Arguments<'a>(&'a ExecuteData);

impl<'a> Arguments<'a> {
    pub fn of(frame: &'a ExecuteData) -> Self {
        Self(frame)
    }

    /// How many there are.
    #[inline]
    pub fn count(self) -> u32 {
        // SAFETY: a frame keeps the number of its arguments there.
        unsafe { self.0.This.u2.num_args }
    }

    /// Are there as many as the function takes? If not, PHP's own exception is pending.
    #[inline]
    pub fn fit(self, least: u32, most: u32) -> bool {
        (least..=most).contains(&self.count()) || wrong_count(least, most)
    }

    /// An argument as PHP takes it for an `int`, or the default; `None` when PHP's own error is pending.
    pub fn int(self, number: u32, default: i64) -> Option<i64> {
        let mut value = default;
        // SAFETY: the frame of an internal call; at most throws.
        unsafe { weft_long_argument(std::ptr::from_ref(self.0), number, &raw mut value) }.then_some(value)
    }

    /// An argument as an object; `None` when there is none, or PHP's own error is pending.
    pub fn object(self, number: u32) -> Option<Object> {
        // SAFETY: the frame of an internal call; at most throws. The frame holds the object.
        NonNull::new(unsafe { weft_object_argument(std::ptr::from_ref(self.0), number) }).map(Object)
    }

    /// An argument as PHP takes it for a `string`, where it stands; `None` as above.
    pub fn text(self, number: u32) -> Option<Place> {
        // SAFETY: the frame of an internal call; converts its own argument, at most throws. The answer is that argument.
        unsafe { Place::new(weft_text_argument(std::ptr::from_ref(self.0), number)) }
    }

    /// The same for a `bool`.
    pub fn bool(self, number: u32, default: bool) -> Option<bool> {
        let mut value = default;
        // SAFETY: as above.
        unsafe { weft_bool_argument(std::ptr::from_ref(self.0), number, &raw mut value) }.then_some(value)
    }
}

#[cold]
fn wrong_count(least: u32, most: u32) -> bool {
    // SAFETY: throws an exception about the internal function that runs.
    unsafe { ffi::zend_wrong_parameters_count_error(least, most) };
    false
}
