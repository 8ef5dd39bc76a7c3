//! What is declared in this request: functions, classes, methods. Nothing is loaded for an answer.

use std::ffi::{CStr, c_char};
use std::ptr::NonNull;

use ext_php_rs::ffi::{self, zend_class_entry, zend_function, zend_op_array};

use super::class::Class;
use super::literal::string_bytes;
use super::op_array::OpArray;
use super::point::Identity;

unsafe extern "C" {
    fn weft_find_function(lower: *const c_char, length: usize) -> *mut zend_function;
    fn weft_find_class(lower: *const c_char, length: usize) -> *mut zend_class_entry;
    fn weft_find_method(class: *mut zend_class_entry, lower: *const c_char, length: usize) -> *mut zend_function;
    fn weft_extension_of(prefix: *const c_char, length: usize) -> *const c_char;
    fn weft_trait_method(method: *mut zend_op_array) -> *mut zend_op_array;
}

/// A function or method. A handle: valid while it stays declared.
#[derive(Clone, Copy)]
pub enum Found {
    /// PHP compiled it.
    User(OpArray),
    /// It is built into PHP or an extension.
    Internal(Internal),
}

/// A function that is built in.
#[derive(Clone, Copy)]
pub struct Internal(NonNull<zend_function>);

impl Internal {
    /// # Safety
    /// An internal function that is declared.
    pub(super) unsafe fn from_raw(function: NonNull<zend_function>) -> Self {
        Self(function)
    }

    pub(super) fn as_ptr(self) -> *mut zend_function {
        self.0.as_ptr()
    }

    /// What its patch point is made of. No rule needs to apply for hooks to fire.
    pub fn identity(&self) -> Identity<'_> {
        // SAFETY: a declared internal function.
        let scope = unsafe { self.0.as_ref().common.scope };
        Identity {
            // SAFETY: a class has its name, and lives as long as its methods.
            class: NonNull::new(scope).map_or(b"", |scope| unsafe { string_bytes(scope.as_ref().name) }),
            function: self.name(),
            file: b"",
            line: 0,
            closure: false,
            code: self.address(),
            scope,
            attributes: &[],
            generator: false,
            rule: u32::MAX,
            asks: false,
        }
    }

    /// Where the function lies: another one of the same name lies elsewhere.
    pub fn address(self) -> usize {
        self.as_ptr() as usize
    }

    /// Name as declared, without the class.
    pub fn name(&self) -> &[u8] {
        // SAFETY: a declared internal function has a name.
        unsafe { string_bytes(self.0.as_ref().common.function_name) }
    }

    /// The class that declares it.
    pub fn class(&self) -> Option<Class<'_>> {
        // SAFETY: a method's scope is its class, which is declared as long as the method is.
        unsafe { NonNull::new(self.0.as_ref().common.scope).map(|entry| Class::from_raw(entry)) }
    }
}

/// The function of this name, in lower case.
pub fn function(lower: &[u8]) -> Option<Found> {
    // SAFETY: looks up a name of the given length.
    found(unsafe { weft_find_function(lower.as_ptr().cast(), lower.len()) })
}

/// The extension whose functions begin with this, in lower case: `mbstring` has those that begin with `mb_`.
pub fn extension_of(prefix: &[u8]) -> Option<String> {
    // SAFETY: looks for a text of the given length; the name of a loaded extension is a C string, and is copied at once.
    unsafe {
        let name = weft_extension_of(prefix.as_ptr().cast(), prefix.len());
        (!name.is_null()).then(|| CStr::from_ptr(name).to_string_lossy().into_owned())
    }
}

/// The class of this name, in lower case.
pub fn class(lower: &[u8]) -> Option<Class<'static>> {
    // SAFETY: looks up a name of the given length; a declared class has its name.
    NonNull::new(unsafe { weft_find_class(lower.as_ptr().cast(), lower.len()) }).map(|entry| unsafe { Class::from_raw(entry) })
}

/// The class's method of this name, in lower case, inherited ones among them.
pub fn method(class: Class, lower: &[u8]) -> Option<Found> {
    // SAFETY: looks up a name of the given length.
    found(unsafe { weft_find_method(class.as_ptr(), lower.as_ptr().cast(), lower.len()) })
}

fn found(function: *mut zend_function) -> Option<Found> {
    let function = NonNull::new(function)?;
    // SAFETY: a declared function; its type says which part of the union it is.
    unsafe {
        Some(if u32::from(function.as_ref().type_) == ffi::ZEND_USER_FUNCTION {
            Found::User(OpArray::from_raw(function.cast()))
        } else {
            Found::Internal(Internal(function))
        })
    }
}

/// The method as the trait declares it from which the class has it; else the method itself.
pub fn trait_method(method: OpArray) -> OpArray {
    // SAFETY: a declared method; the answer is another one or itself.
    unsafe { NonNull::new(weft_trait_method(method.as_ptr())).map_or(method, |method| OpArray::from_raw(method)) }
}
