//! Arguments and results of weft's own PHP functions, without the detours of a general interface.

use ext_php_rs::ffi::{self, zend_execute_data, zval};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

/// Values that a frame's head takes: its arguments follow.
const HEAD: usize = size_of::<zend_execute_data>().div_ceil(size_of::<zval>());

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

    /// The argument of this number, from 0, behind a reference if it is one.
    #[inline]
    pub fn value(self, number: u32) -> Option<&'a Zval> {
        if number >= self.count() {
            return None;
        }
        // SAFETY: the frame has that many initialised values behind its head.
        let value = unsafe { &*std::ptr::from_ref(self.0).cast::<Zval>().add(HEAD + number as usize) };
        Some(value.dereference())
    }

    /// Is the argument `true`?
    #[inline]
    pub fn is_true(self, number: u32) -> bool {
        self.value(number).is_some_and(|value| value.u1_type() == ffi::IS_TRUE)
    }
}

#[cold]
fn wrong_count(least: u32, most: u32) -> bool {
    // SAFETY: throws an exception about the internal function that runs.
    unsafe { ffi::zend_wrong_parameters_count_error(least, most) };
    false
}

trait Type {
    fn u1_type(&self) -> u32;
}

impl Type for Zval {
    #[inline]
    fn u1_type(&self) -> u32 {
        // SAFETY: every initialised value has its type there.
        u32::from(unsafe { self.u1.v.type_ })
    }
}
