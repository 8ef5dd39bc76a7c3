//! Frames: calls under way.

use std::ptr::NonNull;

use ext_php_rs::ffi::{self, zend_arg_info, zend_array, zend_execute_data, zend_object, zval};
use ext_php_rs::zend::ExecuteData;

use super::op_array::{OpArray, Parameter};
use super::value::{Object, Owned, Place};

/// A call under way, of a user function or of an internal one. A handle: it is valid while the call lasts.
#[derive(Clone, Copy)]
pub struct Frame(NonNull<zend_execute_data>);

impl Frame {
    /// # Safety
    /// Null, or a frame that lives as long as the handle is used.
    pub(super) unsafe fn of_raw(frame: *mut zend_execute_data) -> Option<Self> {
        NonNull::new(frame).map(Self)
    }

    /// The frame of an internal function, as its handler receives it.
    pub fn of_internal(frame: &mut ExecuteData) -> Self {
        Self(NonNull::from(frame).cast())
    }

    pub(super) fn raw(&self) -> &zend_execute_data {
        // SAFETY: the call is under way, as the type says.
        unsafe { self.0.as_ref() }
    }

    /// The frame from which this one was called.
    #[inline]
    pub fn caller(self) -> Option<Self> {
        NonNull::new(self.raw().prev_execute_data).map(Self)
    }

    /// The function's code, if PHP compiled it.
    #[inline]
    pub fn op_array(self) -> Option<OpArray> {
        let function = NonNull::new(self.raw().func)?;
        // SAFETY: a frame's function lives as long as the frame; the type says which part of the union it is.
        unsafe {
            let kind = function.as_ref().type_;
            let user = kind == ffi::ZEND_USER_FUNCTION as u8 || kind == ffi::ZEND_EVAL_CODE as u8;
            user.then(|| OpArray::from_raw(function.cast()))
        }
    }
}

unsafe extern "C" {
    fn weft_frame_line(frame: *const zend_execute_data) -> u32;
    fn weft_frame_is_calling(frame: *const zend_execute_data) -> bool;
    fn weft_frame_object(frame: *const zend_execute_data) -> *mut zend_object;
    fn weft_frame_set_passed(frame: *mut zend_execute_data, count: u32);
    fn weft_frame_argument(frame: *mut zend_execute_data, number: u32) -> *mut zval;
    fn weft_frame_variable(frame: *mut zend_execute_data, number: u32) -> *mut zval;
    fn weft_frame_set_surplus(frame: *mut zend_execute_data, number: u32, value: *mut zval);
    fn weft_frame_arguments(frame: *mut zend_execute_data) -> *mut zend_array;
    fn weft_type_admits(frame: *mut zend_execute_data, info: *const zend_arg_info, value: *mut zval) -> bool;
    fn weft_assign_reference(place: *mut zval, value: *mut zval) -> bool;
}

impl Frame {
    /// A frame that the engine names, if it names one.
    pub(super) fn at(frame: *mut zend_execute_data) -> Option<Self> {
        NonNull::new(frame).map(Self)
    }

    /// The line at which a call of a PHP function stands.
    pub fn line(self) -> u32 {
        if self.op_array().is_some() {
            // SAFETY: a live frame of PHP code, as checked.
            unsafe { weft_frame_line(self.as_ptr()) }
        } else {
            0
        }
    }

    /// Are the arguments of some call being put together in this frame?
    pub fn is_calling(self) -> bool {
        // SAFETY: a live frame.
        unsafe { weft_frame_is_calling(self.as_ptr()) }
    }

    pub(super) fn as_ptr(self) -> *mut zend_execute_data {
        self.0.as_ptr()
    }

    /// A word that tells calls under way apart.
    pub fn address(self) -> usize {
        self.as_ptr() as usize
    }

    /// `$this`.
    pub fn object(self) -> Option<Object> {
        // SAFETY: a live frame.
        NonNull::new(unsafe { weft_frame_object(self.as_ptr()) }).map(Object)
    }

    /// How many arguments were passed by position.
    #[inline]
    pub fn passed(self) -> u32 {
        // SAFETY: the engine keeps this number beside `$this`.
        unsafe { self.raw().This.u2.num_args }
    }

    /// Has the function believe that so many arguments were passed: no more than it declares, or than there were.
    pub fn set_passed(self, count: u32) {
        // SAFETY: a live frame; the arguments up to there are variables of it.
        unsafe { weft_frame_set_passed(self.as_ptr(), count) };
    }

    /// A passed argument, from 0; those beyond the declared parameters too.
    pub fn argument(self, number: u32) -> Option<Place> {
        // SAFETY: a live frame, and the argument was passed.
        (number < self.passed()).then(|| unsafe { Place::new(weft_frame_argument(self.as_ptr(), number)) })?
    }

    /// An argument of an internal function's call, from 0, if it was passed.
    #[inline]
    pub fn internal_argument(self, number: u32) -> Option<Place> {
        if number >= self.passed() {
            return None;
        }
        // SAFETY: an internal function's arguments lie behind the frame's head, as many as were passed.
        unsafe {
            let head = size_of::<zend_execute_data>().div_ceil(size_of::<zval>());
            Place::new(self.as_ptr().cast::<zval>().add(head + number as usize))
        }
    }

    /// The variable of a declared parameter, from 0, passed or not; the variadic one comes last.
    pub fn variable(self, number: u32) -> Option<Place> {
        let op_array = self.op_array()?;
        // SAFETY: a live frame of a user function, which has that variable.
        (number < op_array.variable_count()).then(|| unsafe { Place::new(weft_frame_variable(self.as_ptr(), number)) })?
    }

    /// Replaces an argument beyond the declared parameters by a copy of the value.
    pub fn set_surplus(self, number: u32, value: Place) {
        if self
            .op_array()
            .is_some_and(|op_array| number >= op_array.parameters() && number < self.passed())
        {
            // SAFETY: a live frame with that argument.
            unsafe { weft_frame_set_surplus(self.as_ptr(), number, value.as_ptr()) };
        }
    }

    /// The values of all arguments, as a new array.
    pub fn arguments(self) -> Owned {
        let mut array = Owned::undef();
        let place = array.place().as_ptr();
        // SAFETY: a live frame; the new array's only reference goes into the value.
        unsafe {
            (*place).value.arr = weft_frame_arguments(self.as_ptr());
            (*place).u1.type_info = ffi::IS_ARRAY_EX;
        }
        array
    }

    /// Does the value fit a type of this frame's function, as its own file would have it? May change the value as PHP
    /// would, and leave an exception behind.
    pub fn admits(self, type_: Parameter, value: Place) -> bool {
        // SAFETY: a live frame, a type of its function, an owned value.
        unsafe { weft_type_admits(self.as_ptr(), type_.as_ptr(), value.as_ptr()) }
    }
}

/// Gives a reference a new value; `false` when the types of what is bound to it refuse it.
pub fn assign_reference(place: Place, value: Place) -> bool {
    // SAFETY: the place holds a reference, as checked here.
    place.is_reference() && unsafe { weft_assign_reference(place.as_ptr(), value.as_ptr()) }
}
