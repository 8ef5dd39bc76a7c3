//! The table that `php --ri` and `phpinfo()` print for a module.

use std::ffi::{CString, c_char, c_void};

use ext_php_rs::zend::ModuleEntry;

unsafe extern "C" {
    fn weft_info_table(rows: extern "C" fn(*mut c_void), context: *mut c_void, module: *mut ModuleEntry);
    fn weft_info_row(name: *const c_char, value: *const c_char);
    fn weft_opcache_state(loaded: *mut bool, on: *mut bool, jit: *mut bool);
}

/// Name and value of each row.
pub type Rows = Vec<(CString, CString)>;

/// Prints the rows, and the module's directives behind them. May not return (the reader has gone): the caller keeps
/// `rows` where a long jump does no harm.
///
/// # Safety
/// `module` is what the engine hands to a module's info function.
pub unsafe fn print(module: *mut ModuleEntry, rows: &Rows) {
    extern "C" fn each(context: *mut c_void) {
        // SAFETY: the context is `rows`, borrowed for the call below.
        for (name, value) in unsafe { &*context.cast::<Rows>() } {
            // SAFETY: two C strings.
            unsafe { weft_info_row(name.as_ptr(), value.as_ptr()) };
        }
    }
    // SAFETY: the caller's promise; the context outlives the call.
    unsafe { weft_info_table(each, std::ptr::from_ref(rows).cast_mut().cast(), module) };
}

/// What has become of opcache in this process.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Opcache {
    pub loaded: bool,
    /// It caches what this process compiles.
    pub on: bool,
    pub jit: bool,
}

/// Asks opcache. Calls a function of PHP's, so a request must be under way.
pub fn opcache() -> Opcache {
    let mut state = Opcache::default();
    // SAFETY: three places to write to.
    unsafe { weft_opcache_state(&raw mut state.loaded, &raw mut state.on, &raw mut state.jit) };
    state
}

/// A text as the engine prints it.
pub fn text(text: impl Into<String>) -> CString {
    CString::new(text.into().replace('\0', "\\0")).unwrap_or_default()
}
