//! Results by reference that may be no variables.

use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

unsafe extern "C" {
    fn weft_install_by_reference();
    fn weft_give_by_reference(internal: *mut ExecuteData, result: *mut Zval);
}

/// At module start, when weft's functions are registered.
pub fn install() {
    // SAFETY: the table of functions is there; changes weft's own function.
    unsafe { weft_install_by_reference() };
}

/// Answers an internal function's argument as it is. When it is no reference, PHP's notice about a returned expression
/// comes from the calling function, and the user's handler may leave an exception.
pub fn give(frame: &mut ExecuteData, result: &mut Zval) {
    // SAFETY: the frame is that of an internal call under way, with one argument.
    unsafe { weft_give_by_reference(frame, result) };
}
