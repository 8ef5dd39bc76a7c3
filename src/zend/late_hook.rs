//! Registers weft as a zend_extension, for the hook that PHP calls before each second pass.

use std::ptr::NonNull;

use ext_php_rs::builders::ModuleBuilder;
use ext_php_rs::ffi;
use ext_php_rs::zend::ZendExtensionHandler;

use super::op_array::OpArray;

struct LateHook(fn(OpArray));

impl ZendExtensionHandler for LateHook {
    fn on_op_array_compiled(&self, op_array: &mut ffi::zend_op_array) {
        // SAFETY: the engine hands over the op_array that it is compiling; the handle is not kept.
        (self.0)(unsafe { OpArray::from_raw(NonNull::from(op_array)) });
    }
}

/// Has `hook` called for every op_array that PHP compiles, before its second pass.
pub fn install(module: ModuleBuilder<'_>, hook: fn(OpArray)) -> ModuleBuilder<'_> {
    module.zend_extension(move || LateHook(hook)).hook_op_array_compile().finish()
}
