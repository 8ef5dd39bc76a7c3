//! Keeping calls of some functions what they are while PHP compiles: see `builtins.c`.

use std::cell::RefCell;
use std::ffi::c_char;

unsafe extern "C" {
    fn weft_watch_calls(wanted: extern "C" fn(*const c_char, usize) -> bool, watched: bool);
}

thread_local! {
    static NAMES: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

extern "C" fn is_wanted(name: *const c_char, length: usize) -> bool {
    // SAFETY: a name of that length, for the call.
    let name = unsafe { std::slice::from_raw_parts(name.cast::<u8>(), length) };
    NAMES
        .try_with(|names| names.try_borrow().is_ok_and(|names| names.iter().any(|known| known == name)))
        .unwrap_or(false)
}

/// From now on calls of these functions, in lower case, are compiled as calls; none when there are no names.
pub fn keep_calls_of(names: Vec<Vec<u8>>) {
    let watched = !names.is_empty();
    NAMES.set(names);
    if watched {
        super::ast_hook::install(true);
    }
    // SAFETY: sets two variables that the compiler's hook reads.
    unsafe { weft_watch_calls(is_wanted, watched) };
}

/// Functions that the compiler or the optimizer may replace by something else than a call, in any version of PHP.
const REPLACED: &[&[u8]] = &[
    b"array_key_exists",
    b"array_map",
    b"array_slice",
    b"boolval",
    b"call_user_func",
    b"call_user_func_array",
    b"chr",
    b"constant",
    b"count",
    b"defined",
    b"dirname",
    b"doubleval",
    b"extension_loaded",
    b"floatval",
    b"func_get_args",
    b"func_num_args",
    b"function_exists",
    b"get_called_class",
    b"get_class",
    b"gettype",
    b"in_array",
    b"ini_get",
    b"intval",
    b"is_array",
    b"is_bool",
    b"is_callable",
    b"is_double",
    b"is_float",
    b"is_int",
    b"is_integer",
    b"is_long",
    b"is_null",
    b"is_object",
    b"is_resource",
    b"is_scalar",
    b"is_string",
    b"ord",
    b"printf",
    b"sizeof",
    b"sprintf",
    b"strlen",
    b"strval",
];

/// May a call of this function, in lower case, be compiled into something else than a call?
pub fn is_replaced(name: &[u8]) -> bool {
    REPLACED.binary_search(&name).is_ok()
}
