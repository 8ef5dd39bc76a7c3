//! Classes, also those still under construction.

use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr::NonNull;

use ext_php_rs::ffi::{self, zend_class_entry, zend_string};

use super::literal::string_bytes;
use super::shim;

/// A class. A handle: copying it copies nothing of the class.
#[derive(Clone, Copy)]
pub struct Class<'a>(NonNull<zend_class_entry>, PhantomData<&'a ()>);

impl Class<'_> {
    /// # Safety
    /// The class entry has its name already and lives as long as the handle.
    pub unsafe fn from_raw(entry: NonNull<zend_class_entry>) -> Self {
        Self(entry, PhantomData)
    }

    pub(super) fn as_ptr(&self) -> *mut zend_class_entry {
        self.0.as_ptr()
    }

    /// As declared, with its namespace.
    pub fn name(&self) -> &[u8] {
        // SAFETY: a class entry has a name.
        unsafe { string_bytes(self.0.as_ref().name) }
    }

    /// Is it built into PHP or an extension?
    pub fn is_internal(&self) -> bool {
        // ZEND_INTERNAL_CLASS: a macro until 8.5, since 8.6 of an enumeration for which there are no bindings.
        const INTERNAL: u8 = 1;
        // SAFETY: a class entry has its kind.
        unsafe { self.0.as_ref().type_ as u8 == INTERNAL }
    }

    /// Is this a trait, whose methods become those of any class that uses it?
    pub fn is_trait(&self) -> bool {
        // SAFETY: a class entry under construction has its flags.
        unsafe { self.0.as_ref().ce_flags & ffi::ZEND_ACC_TRAIT == ffi::ZEND_ACC_TRAIT }
    }

    /// Shows the traits from which a method with these instructions came, each with its name for the method.
    pub fn each_origin(&self, code: usize, mut see: impl FnMut(&[u8], &[u8])) {
        struct Visitor<'v>(&'v mut dyn FnMut(&[u8], &[u8]));
        unsafe extern "C" fn visit(context: *mut c_void, class: *mut zend_string, function: *mut zend_string) {
            // SAFETY: the context is the visitor below; the names belong to the engine and outlive the call.
            unsafe { ((*context.cast::<Visitor>()).0)(string_bytes(class), string_bytes(function)) };
        }
        let mut visitor = Visitor(&mut see);
        // SAFETY: a linked class; the shim only reads.
        unsafe { shim::weft_each_origin(self.0.as_ptr(), code as *const c_void, visit, (&raw mut visitor).cast()) };
    }

    /// Shows the names of its parent and its interfaces, with the class where it is loaded. Loads nothing.
    pub fn each_parent_name(&self, mut see: impl FnMut(&[u8], Option<Class>)) {
        struct Visitor<'v>(&'v mut dyn FnMut(&[u8], Option<Class>));
        unsafe extern "C" fn visit(context: *mut c_void, name: *mut zend_string, entry: *mut zend_class_entry) {
            // SAFETY: the context is the visitor below; name and entry belong to the engine and outlive the call.
            unsafe {
                let visitor = &mut *context.cast::<Visitor>();
                (visitor.0)(string_bytes(name), NonNull::new(entry).map(|entry| Class::from_raw(entry)));
            }
        }
        let mut visitor = Visitor(&mut see);
        // SAFETY: a class entry whose parents are names or classes, as its flags say; the shim reads by the flags.
        unsafe { shim::weft_each_parent(self.0.as_ptr(), visit, (&raw mut visitor).cast()) };
    }
}
