//! Results that callbacks give, held against the function's declared return type.
//!
//! The optimizer and the JIT trust declared types, so a value of another type must never get through.

use ext_php_rs::ffi;

use crate::zend::exception;
use crate::zend::frame::Frame;
use crate::zend::value::{Owned, Place};

/// A copy of the value that fits the function, coerced as PHP would; `Err` says why it does not.
pub fn check(woven: Frame, value: Place) -> Result<Owned, String> {
    let mut copy = Owned::copy(value);
    match refusal(woven, copy.place()) {
        None => Ok(copy),
        Some(why) => {
            copy.release();
            Err(why)
        }
    }
}

fn refusal(woven: Frame, value: Place) -> Option<String> {
    let op_array = woven.op_array()?;
    // What a generator returns at its end has no declared type.
    if op_array.has_flag(ffi::ZEND_ACC_GENERATOR) {
        return None;
    }
    let declared = op_array.return_type()?;
    if declared.admits(ffi::IS_VOID) {
        return (!value.is_null()).then(|| format!("the function returns void, {} given", value.type_name()));
    }
    if declared.admits(ffi::IS_NEVER) {
        return Some("the function never returns".to_owned());
    }
    if woven.admits(declared, value) {
        return None;
    }
    exception::drop_pending();
    Some(format!("the result must be of type {}, {} given", declared.text(), value.type_name()))
}
