//! What a function declares of its parameters and its result, whether PHP compiled it or it is built in.

use std::ffi::CStr;
use std::ptr::NonNull;

use ext_php_rs::ffi::{self, zend_arg_info, zend_function};

use super::frame::Frame;
use super::literal::string_bytes;
use super::op_array::Parameter;
use super::value::Place;

/// A function's signature. A handle: valid as long as the function.
#[derive(Clone, Copy)]
pub struct Signature(NonNull<zend_function>);

impl Signature {
    fn has_flag(self, flag: u32) -> bool {
        // SAFETY: the function lives, and all kinds of functions have their flags in the same place.
        unsafe { self.0.as_ref().common.fn_flags & flag != 0 }
    }

    pub fn is_internal(self) -> bool {
        // SAFETY: as above.
        unsafe { u32::from(self.0.as_ref().type_) == ffi::ZEND_INTERNAL_FUNCTION }
    }

    pub fn returns_reference(self) -> bool {
        self.has_flag(ffi::ZEND_ACC_RETURN_REFERENCE)
    }

    pub fn is_variadic(self) -> bool {
        self.has_flag(ffi::ZEND_ACC_VARIADIC)
    }

    pub fn is_generator(self) -> bool {
        self.has_flag(ffi::ZEND_ACC_GENERATOR)
    }

    /// How many parameters there are, without the variadic one.
    pub fn parameters(self) -> u32 {
        // SAFETY: as above.
        unsafe { self.0.as_ref().common.num_args }
    }

    fn info(self, number: u32) -> *const zend_arg_info {
        assert!(number < self.parameters() + u32::from(self.is_variadic()));
        // SAFETY: there are that many elements, with the same layout but for the name.
        unsafe { self.0.as_ref().common.arg_info.add(number as usize) }
    }

    /// The declared parameter, from 0 (the variadic one comes last).
    pub fn parameter(self, number: u32) -> Parameter {
        Parameter::new(self.info(number))
    }

    /// Its name, without the dollar.
    pub fn parameter_name(&self, number: u32) -> &[u8] {
        let info = self.info(number);
        // SAFETY: a parameter has a name: a string of the engine's, or a C string where it is built in (before 8.6).
        unsafe {
            if cfg!(not(php86)) && self.is_internal() {
                CStr::from_ptr((*info).name.cast()).to_bytes()
            } else {
                string_bytes((*info).name)
            }
        }
    }

    /// The declared type of the result, if there is one.
    pub fn return_type(self) -> Option<Parameter> {
        // SAFETY: with this flag the return type stands before the first parameter.
        self.has_flag(ffi::ZEND_ACC_HAS_RETURN_TYPE)
            .then(|| Parameter::new(unsafe { self.0.as_ref().common.arg_info.sub(1) }))
    }

    /// Makes a value like one that the optimizer expects of an internal function beyond its declared type; `false` when it
    /// cannot be one.
    pub fn make_like_result(self, value: Place) -> bool {
        unsafe extern "C" {
            fn weft_make_like_result(function: *const zend_function, value: *mut ffi::zval) -> bool;
        }
        // SAFETY: a live function and an owned value.
        !self.is_internal() || unsafe { weft_make_like_result(self.0.as_ptr(), value.as_ptr()) }
    }
}

impl Frame {
    /// The signature of the function that was called.
    #[inline]
    pub fn signature(self) -> Option<Signature> {
        NonNull::new(self.raw().func).map(Signature)
    }

    /// Where the argument for a parameter lies: the variable of a declared one, passed or not; for built-in functions an
    /// argument that was passed.
    pub fn place_of_parameter(self, number: u32) -> Option<Place> {
        if self.op_array().is_some() {
            self.variable(number)
        } else {
            self.internal_argument(number)
        }
    }

    /// Class and name of the function that was called.
    pub fn names(&self) -> (Option<&[u8]>, &[u8]) {
        let Some(function) = NonNull::new(self.raw().func) else {
            return (None, b"");
        };
        // SAFETY: a live function; its class and its name live as long.
        unsafe {
            let common = &function.as_ref().common;
            let class = NonNull::new(common.scope).map(|scope| string_bytes(scope.as_ref().name));
            let name = if common.function_name.is_null() {
                &[][..]
            } else {
                string_bytes(common.function_name)
            };
            (class, name)
        }
    }
}
