//! Compiling PHP text that is not the application's: templates.

use std::ffi::{CStr, CString};
use std::ptr::NonNull;

use super::op_array::OpArray;
use super::shim;

/// PHP's refusal of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CompileError {
    /// Line in the text, from 1.
    pub line: u32,
    /// PHP's own words.
    pub message: String,
}

/// Compiles a file's text and shows the resulting op_array (the file's own code, finished) to `read`.
///
/// To be called at request start: the compiler must be idle. The op_array is destroyed before this returns. `read`
/// must not call into the engine.
pub fn with_compiled<T>(source: &[u8], file: &str, read: impl FnOnce(OpArray) -> T) -> Result<T, CompileError> {
    let name = CString::new(file).unwrap_or_default();
    let mut message = [0; 1024];
    let mut line = 0;
    // SAFETY: the pointers are valid for the call, which catches every bailout inside and leaves the compiler as it was.
    let op_array = unsafe {
        shim::weft_compile(
            source.as_ptr().cast(),
            source.len(),
            name.as_ptr(),
            message.as_mut_ptr(),
            message.len(),
            &raw mut line,
        )
    };
    let Some(op_array) = NonNull::new(op_array) else {
        // SAFETY: the shim ends the message with a NUL.
        let message = unsafe { CStr::from_ptr(message.as_ptr()) }.to_string_lossy().into_owned();
        return Err(CompileError { line, message });
    };
    // SAFETY: freshly compiled, and ours alone until `weft_discard`.
    let answer = read(unsafe { OpArray::from_raw(op_array) });
    // SAFETY: compiled by `weft_compile`, destroyed once.
    unsafe { shim::weft_discard(op_array.as_ptr()) };
    Ok(answer)
}
