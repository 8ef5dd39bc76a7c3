//! The compiler's last step over an op_array.

use ext_php_rs::ffi::zend_op_array;

use super::shim;

/// Runs `pass_two()` on an op_array that stands before it. The compiler's context must be this op_array's.
pub extern "C" fn finish(op_array: *mut zend_op_array) {
    // SAFETY: only handed to `OpArray::split`, which calls it in exactly this state.
    unsafe { shim::weft_second_pass(op_array) };
}
