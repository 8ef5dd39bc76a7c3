//! The call of the original that `\Weft\proceed()` makes where the wrapper cannot make it itself.

use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

use super::shim;

/// Calls the original of the woven function from which the internal function of this frame was called, with that
/// function's own arguments. The key is the internal call's first argument. `false`: the caller is no wrapper.
pub fn proceed(frame: &mut ExecuteData, result: &mut Zval) -> bool {
    // SAFETY: the frame is that of an internal call under way; the shim checks the caller, the key and the original.
    unsafe { shim::weft_proceed_for(std::ptr::from_mut(frame).cast(), std::ptr::from_mut(result).cast()) }
}
