//! Values and calls as Rust sees them, for those who only look.

use std::ptr::NonNull;

use ext_php_rs::ffi::{self, zend_class_entry, zend_execute_data, zend_object, zend_string};

use super::frame::Frame;
use super::literal::string_bytes;
use super::value::{Array, Object, Place};

unsafe extern "C" {
    fn weft_object_is_generator(object: *const zend_object) -> bool;
    fn weft_object_case_name(object: *mut zend_object) -> *const zend_string;
    fn weft_frame_closure(frame: *const zend_execute_data) -> *mut zend_object;
    fn weft_frame_class(frame: *const zend_execute_data) -> *mut zend_class_entry;
    fn weft_frame_has_named_arguments(frame: *const zend_execute_data) -> bool;
    fn weft_frame_is_sensitive(frame: *const zend_execute_data, number: u32) -> bool;
    fn weft_frame_keep_word(frame: *mut zend_execute_data, word: usize) -> bool;
    fn weft_frame_kept_word(frame: *const zend_execute_data) -> usize;
}

/// What a place holds.
#[derive(Clone, Copy)]
pub enum Plain<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(&'a [u8]),
    Array(Array),
    Object(Object),
    /// Nothing, or a resource.
    Other,
}

impl Place {
    /// What the place holds, or the reference in it refers to.
    pub fn plain(&self) -> Plain<'_> {
        let value = self.dereferenced().as_ptr();
        // SAFETY: an initialised value; the type says which part of the union it is. What it refers to lives as long as
        // the value, which its owner leaves alone while this handle is used.
        unsafe {
            match u32::from((*value).u1.v.type_) {
                ffi::IS_NULL => Plain::Null,
                ffi::IS_FALSE => Plain::Bool(false),
                ffi::IS_TRUE => Plain::Bool(true),
                ffi::IS_LONG => Plain::Int((*value).value.lval),
                ffi::IS_DOUBLE => Plain::Float((*value).value.dval),
                ffi::IS_STRING => Plain::Text(string_bytes((*value).value.str_)),
                ffi::IS_ARRAY => Array::of(self.dereferenced()).map_or(Plain::Other, Plain::Array),
                ffi::IS_OBJECT => self.dereferenced().as_object().map_or(Plain::Other, Plain::Object),
                _ => Plain::Other,
            }
        }
    }
}

impl Array {
    /// How many elements there are.
    pub fn count(self) -> u32 {
        // SAFETY: a live array.
        unsafe { (*self.0.as_ptr()).nNumOfElements }
    }
}

impl Object {
    /// Name of its class.
    pub fn class_name(&self) -> &[u8] {
        // SAFETY: a live object, whose class lives as long as the request.
        unsafe { string_bytes((*(*self.as_ptr()).ce).name) }
    }

    /// The number by which `spl_object_id()` knows it.
    pub fn id(self) -> u32 {
        // SAFETY: a live object.
        unsafe { (*self.as_ptr()).handle }
    }

    /// A word that tells objects apart which live at the same time.
    pub fn address(self) -> usize {
        self.as_ptr() as usize
    }

    pub fn is_generator(self) -> bool {
        // SAFETY: a live object.
        unsafe { weft_object_is_generator(self.as_ptr()) }
    }

    /// Which case of an enum it is, if it is one. Those live as long as the request.
    pub fn case_name(&self) -> Option<&[u8]> {
        // SAFETY: a live object; the answer is null or a string that it holds.
        unsafe {
            let name = weft_object_case_name(self.as_ptr());
            (!name.is_null()).then(|| string_bytes(name))
        }
    }
}

impl Frame {
    /// The closure that was called, if it was one.
    pub fn closure(self) -> Option<Object> {
        // SAFETY: a live frame, whose function is the one inside the closure.
        NonNull::new(unsafe { weft_frame_closure(self.as_ptr()) }).map(Object)
    }

    /// A word for the class that was called, of which a static method may be told; 0 without.
    pub fn called_class(self) -> usize {
        // SAFETY: a live frame.
        unsafe { weft_frame_class(self.as_ptr()) as usize }
    }

    /// Were arguments passed by names that no parameter has?
    pub fn has_named_arguments(self) -> bool {
        // SAFETY: a live frame.
        unsafe { weft_frame_has_named_arguments(self.as_ptr()) }
    }

    /// Is this argument, from 0, marked as one that must not be shown?
    pub fn is_sensitive(self, number: u32) -> bool {
        // SAFETY: a live frame.
        unsafe { weft_frame_is_sensitive(self.as_ptr(), number) }
    }

    /// Leaves a word with the call that stays with it even when a generator takes its frame elsewhere.
    pub fn keep_word(self, word: usize) -> bool {
        // SAFETY: a live frame; the shim writes only where the engine will not look.
        unsafe { weft_frame_keep_word(self.as_ptr(), word) }
    }

    /// That word; anything at all when none was left.
    pub fn kept_word(self) -> usize {
        // SAFETY: a live frame.
        unsafe { weft_frame_kept_word(self.as_ptr()) }
    }

    /// Is this the call of a generator, or its body?
    pub fn is_generator(self) -> bool {
        self.op_array().is_some_and(|op_array| op_array.has_flag(ffi::ZEND_ACC_GENERATOR))
    }
}
