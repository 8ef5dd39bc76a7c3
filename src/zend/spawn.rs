//! Programs that outlive the process that starts them.

use std::ffi::{CString, OsStr, OsString, c_char};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use super::{sapi, shim};

/// Starts a program in a session of its own: no child of this process, without its files, its standard streams nowhere.
/// `more` is added to the environment. Answers whether there is such a process; what becomes of it, nobody here will know.
pub fn detached(arguments: &[&OsStr], more: &[(&str, &str)]) -> bool {
    let text = |text: &OsStr| CString::new(text.as_bytes()).unwrap_or_default();
    let arguments: Vec<CString> = arguments.iter().map(|argument| text(argument)).collect();
    let own = std::env::vars_os().filter(|(name, _)| more.iter().all(|(known, _)| *name != **known));
    let more = more.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
    let environment: Vec<CString> = own
        .chain(more)
        .map(|(mut name, value)| {
            name.push("=");
            name.push(value);
            text(&name)
        })
        .collect();
    // Everything is made ready here: behind the fork nothing may be allocated.
    let (arguments, environment) = (pointers(&arguments), pointers(&environment));
    // SAFETY: two lists of C strings that end with null and live through the call.
    unsafe { shim::weft_start_detached(arguments.as_ptr(), environment.as_ptr()) }
}

fn pointers(list: &[CString]) -> Vec<*const c_char> {
    list.iter().map(|text| text.as_ptr()).chain([std::ptr::null()]).collect()
}

/// Where this library was loaded from.
pub fn library() -> Option<PathBuf> {
    // SAFETY: null or a C string that lives as long as the library.
    unsafe { sapi::text(shim::weft_library_path()) }.map(PathBuf::from)
}
