//! Frames: calls under way.

use std::ptr::NonNull;

use ext_php_rs::ffi::{self, zend_execute_data};
use ext_php_rs::zend::ExecuteData;

use super::op_array::OpArray;

/// A call under way, of a user function or of an internal one. A handle: it is valid while the call lasts.
#[derive(Clone, Copy)]
pub struct Frame(NonNull<zend_execute_data>);

impl Frame {
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
