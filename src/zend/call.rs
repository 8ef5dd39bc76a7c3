//! `Weft\Call`: the object that stands for one invocation of a woven function.

use std::ffi::{c_char, c_int};
use std::ptr::NonNull;

use ext_php_rs::ffi::{zend_array, zend_execute_data, zend_object, zval};

use super::frame::Frame;
use super::value::{Array, Object, Place};

/// Mirrors the first members of `weft_call` of weft.h.
#[repr(C)]
pub(super) struct Raw {
    frame: *mut zend_execute_data,
    began: u64,
    stage: c_int,
}

unsafe extern "C" {
    fn weft_call_create(frame: *mut zend_execute_data, began: u64) -> *mut Raw;
    fn weft_call_of_construct(frame: *mut zend_execute_data, name: *const c_char, length: usize, operand: *mut zval, began: u64) -> *mut Raw;
    fn weft_call_origin(call: *const Raw) -> *const zend_execute_data;
    fn weft_call_of(value: *const zval) -> *mut Raw;
    fn weft_call_object(call: *mut Raw) -> *mut zend_object;
    fn weft_call_property(call: *mut Raw, number: u32) -> *mut zval;
    fn weft_call_open(call: *mut Raw, frame: *mut zend_execute_data, stage: c_int, result: *const zval, error: *const zval);
    fn weft_call_is_kept(call: *const Raw, holders: u32) -> bool;
    fn weft_call_close(call: *mut Raw, kept: bool);
    fn weft_call_changes(call: *mut Raw, given: *mut *mut zval, now: *mut *mut zval) -> bool;
    fn weft_call_abandon(call: *mut Raw);
    fn weft_generator_forget(call: *mut Raw);
    fn weft_call_show(call: *mut Raw, arguments: *mut zend_array);
}

/// Which callbacks have the object, and so what they may change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    Over = 0,
    Before = 1,
    After = 2,
    Failed = 3,
    /// One of the before callbacks has skipped the call.
    Skipped = 4,
}

/// Numbers of the declared properties.
#[derive(Clone, Copy)]
enum Property {
    Arguments = 3,
    Result = 4,
    Error = 5,
}

/// A `Weft\Call`. A handle: who holds it says who owns the reference.
#[derive(Clone, Copy)]
pub struct Call(NonNull<Raw>);

impl Call {
    /// A new object, open for before callbacks, whose only reference is the caller's. `began` is a number that the
    /// registry leaves with the invocation.
    pub fn create(frame: Frame, began: u64) -> Self {
        // SAFETY: a live frame of a user function; the engine never gives null.
        Self(unsafe { NonNull::new_unchecked(weft_call_create(frame.as_ptr(), began)) })
    }

    /// The same for a language construct, told of by the call of an internal function.
    pub fn of_construct(told: Frame, name: &str, operand: Place, began: u64) -> Self {
        // SAFETY: a live frame, a text and an initialised value, which are copied; the engine never gives null.
        Self(unsafe { NonNull::new_unchecked(weft_call_of_construct(told.as_ptr(), name.as_ptr().cast(), name.len(), operand.as_ptr(), began)) })
    }

    /// Where the call stands: the innermost frame of PHP code around it, while it is under way.
    pub fn origin(self) -> Option<Frame> {
        // SAFETY: a live object.
        Frame::at(unsafe { weft_call_origin(self.0.as_ptr()) }.cast_mut())
    }

    /// The one that a value holds, if it holds one.
    #[inline]
    pub fn of(value: Place) -> Option<Self> {
        value.as_object()?;
        // SAFETY: an initialised value.
        NonNull::new(unsafe { weft_call_of(value.as_ptr()) }).map(Self)
    }

    /// # Safety
    /// Null, or a live object as long as the handle is used.
    pub(super) unsafe fn of_raw(raw: *mut Raw) -> Option<Self> {
        NonNull::new(raw).map(Self)
    }

    pub(super) fn of_begun(raw: NonNull<Raw>) -> Self {
        Self(raw)
    }

    pub(super) fn as_ptr(self) -> *mut Raw {
        self.0.as_ptr()
    }

    /// The call ends as calls do.
    pub fn forget_generator(self) {
        // SAFETY: a live object.
        unsafe { weft_generator_forget(self.0.as_ptr()) };
    }

    /// Lends it to a callback: the generator was destroyed before its end.
    pub fn abandon(self) {
        // SAFETY: a live object.
        unsafe { weft_call_abandon(self.0.as_ptr()) };
    }

    pub fn object(self) -> Object {
        // SAFETY: a live object; its address is never null.
        Object(unsafe { NonNull::new_unchecked(weft_call_object(self.0.as_ptr())) })
    }

    /// Lends it to a callback while the frame is alive, with the invocation as it stands.
    pub fn open(self, frame: Frame, stage: Stage, result: Place, error: Place) {
        // SAFETY: a live object, a live frame, two initialised values.
        unsafe { weft_call_open(self.0.as_ptr(), frame.as_ptr(), stage as c_int, result.as_ptr(), error.as_ptr()) };
    }

    /// Does somebody else hold it, beside so many references that are weft's?
    pub fn is_kept(self, holders: u32) -> bool {
        // SAFETY: a live object.
        unsafe { weft_call_is_kept(self.0.as_ptr(), holders) }
    }

    /// The callbacks have had it. When it [is kept](Self::is_kept), it takes along what it still needs of the frame.
    pub fn close(self, kept: bool) {
        // SAFETY: a live object, and its frame is still alive.
        unsafe { weft_call_close(self.0.as_ptr(), kept) };
    }

    pub fn stage(self) -> Stage {
        // SAFETY: a live object.
        match unsafe { self.0.as_ref().stage } {
            1 => Stage::Before,
            2 => Stage::After,
            3 => Stage::Failed,
            4 => Stage::Skipped,
            _ => Stage::Over,
        }
    }
    pub fn set_stage(mut self, stage: Stage) {
        // SAFETY: a live object.
        unsafe { self.0.as_mut().stage = stage as c_int };
    }

    /// A number that the registry leaves with the invocation.
    pub fn began(self) -> u64 {
        // SAFETY: a live object.
        unsafe { self.0.as_ref().began }
    }
    fn property(self, property: Property) -> Place {
        // SAFETY: a declared property of a live object.
        Place(unsafe { NonNull::new_unchecked(weft_call_property(self.0.as_ptr(), property as u32)) })
    }
    pub fn result(self) -> Place {
        self.property(Property::Result)
    }
    pub fn error(self) -> Place {
        self.property(Property::Error)
    }
    /// The arguments, if anybody has asked for them.
    pub fn arguments(self) -> Option<Array> {
        Array::of(self.property(Property::Arguments))
    }

    /// The arguments before and after callbacks had the object, when one has changed them.
    #[inline]
    pub fn changes(self) -> Option<(Array, Array)> {
        let (mut given, mut now) = (std::ptr::null_mut(), std::ptr::null_mut());
        // SAFETY: a live, open object; the answers are its own places.
        unsafe {
            if !weft_call_changes(self.0.as_ptr(), &raw mut given, &raw mut now) {
                return None;
            }
            Some((Array::of(Place::new(given)?)?, Array::of(Place::new(now)?)?))
        }
    }

    /// Shows these arguments from now on; takes the array over.
    pub fn show(self, arguments: Array) {
        // SAFETY: a live object; the array's reference goes to it.
        unsafe { weft_call_show(self.0.as_ptr(), arguments.0.as_ptr()) };
    }
}
