//! The compiler's last step over an op_array.

use ext_php_rs::ffi::{self, zend_op_array};

/// Runs `pass_two()` on an op_array that stands before it. The compiler's context must be this op_array's.
pub extern "C" fn finish(op_array: *mut zend_op_array) {
    // SAFETY: only handed to `OpArray::split`, which calls it in exactly this state.
    unsafe { ffi::pass_two(op_array) };
}
