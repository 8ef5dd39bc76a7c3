//! Compiling what is not to be run: templates, and files that are only looked at. See `compile.c`.

use std::ffi::{CStr, CString, c_char, c_void};
use std::ptr::NonNull;

use ext_php_rs::ffi::{zend_op_array, zend_string};

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

/// A file that was compiled and will not be run, with what it declares.
pub struct CompiledFile(NonNull<File>);

/// `weft_file` of `compile.c`.
#[repr(C)]
struct File(c_void);

unsafe extern "C" {
    fn weft_compile_file(name: *const c_char, length: usize, message: *mut c_char, size: usize, line: *mut u32) -> *mut File;
    fn weft_file_main(file: *const File) -> *mut zend_op_array;
    fn weft_file_each(file: *mut File, see: unsafe extern "C" fn(*mut c_void, *mut zend_string, *mut zend_op_array), context: *mut c_void);
    fn weft_discard_file(file: *mut File);
}

/// Compiles a file as `include` would, without running it and without declaring anything: shows what it holds to
/// `read`, then destroys it. `read` must not call into the engine.
///
/// May not return (memory limit): the caller owns nothing.
pub fn with_compiled_file<T>(name: &[u8], read: impl FnOnce(&CompiledFile) -> T) -> Result<T, CompileError> {
    let mut message = [0; 1024];
    let mut line = 0;
    // SAFETY: the pointers are valid for the call, which catches every bailout of the compiler inside.
    let file = unsafe { weft_compile_file(name.as_ptr().cast(), name.len(), message.as_mut_ptr(), message.len(), &raw mut line) };
    let Some(file) = NonNull::new(file) else {
        // SAFETY: the shim ends the message with a NUL.
        let message = unsafe { CStr::from_ptr(message.as_ptr()) }.to_string_lossy().into_owned();
        return Err(CompileError { line, message });
    };
    let answer = read(&CompiledFile(file));
    // SAFETY: compiled above, destroyed once.
    unsafe { weft_discard_file(file.as_ptr()) };
    Ok(answer)
}

impl CompiledFile {
    /// The file's own code, in which closures and conditional functions are declared.
    pub fn main(&self) -> OpArray {
        // SAFETY: a compiled file has its own code, which lives as long as the file.
        unsafe { OpArray::from_raw(NonNull::new_unchecked(weft_file_main(self.0.as_ptr()))) }
    }

    /// Functions and methods with their keys in their tables.
    pub fn declared(&self) -> Vec<(Box<[u8]>, OpArray)> {
        type Found = Vec<(Box<[u8]>, OpArray)>;
        unsafe extern "C" fn see(context: *mut c_void, key: *mut zend_string, function: *mut zend_op_array) {
            // SAFETY: the context is the list below; key and function belong to the file.
            unsafe {
                let found = &mut *context.cast::<Found>();
                if let Some(function) = NonNull::new(function) {
                    let key = if key.is_null() { b"".as_slice() } else { super::literal::string_bytes(key) };
                    found.push((key.into(), OpArray::from_raw(function)));
                }
            }
        }
        let mut found = Found::new();
        // SAFETY: the file is there, and the visitor keeps to the list.
        unsafe { weft_file_each(self.0.as_ptr(), see, (&raw mut found).cast()) };
        found
    }
}
