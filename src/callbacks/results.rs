//! Results that callbacks give, held against the function's declared return type.
//!
//! The optimizer and the JIT trust declared types, so a value of another type must never get through.

use ext_php_rs::ffi;

use crate::zend::exception;
use crate::zend::frame::Frame;
use crate::zend::signature::Signature;
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

/// Has the value, in its place, fit the function, coerced as PHP would; `Err` says why it does not.
pub fn fit(woven: Frame, value: Place) -> Result<(), String> {
    refusal(woven, value).map_or(Ok(()), Err)
}

fn refusal(woven: Frame, value: Place) -> Option<String> {
    let signature = woven.signature()?;
    // What a generator returns at its end has no declared type.
    if signature.is_generator() {
        return None;
    }
    refusal_by_type(woven, signature, value).or_else(|| {
        (!signature.make_like_result(value)).then(|| {
            let what = if value.is_array() {
                "an array of other keys or values"
            } else {
                value.type_name()
            };
            format!("PHP's optimizer relies on what this function returns, and that is never {what}")
        })
    })
}

fn refusal_by_type(woven: Frame, signature: Signature, value: Place) -> Option<String> {
    let declared = signature.return_type()?;
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
