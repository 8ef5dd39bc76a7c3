//! weft as a plugin of mysqlnd: see `mysqlnd.c`.

use std::ffi::{CStr, c_char};
use std::sync::{Mutex, PoisonError};

use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

unsafe extern "C" {
    fn weft_mysqlnd_go(frame: *mut ExecuteData, answer: *mut Zval) -> bool;
    fn weft_mysqlnd_install() -> bool;
    fn weft_mysqlnd_remove();
    fn weft_mysqlnd_want(bits: u32);
    fn weft_mysqlnd_forget();
    fn weft_mysqlnd_name(kind: u32) -> *const c_char;
}

/// Threads begin requests side by side; mysqlnd has one table for all of them.
static INSTALLING: Mutex<()> = Mutex::new(());

/// The name of an operation; `None` behind the last, and in a PHP that was built without mysqlnd.
pub fn operation(number: u32) -> Option<&'static [u8]> {
    // SAFETY: the answer is null or a constant C string.
    unsafe {
        let name = weft_mysqlnd_name(number);
        (!name.is_null()).then(|| CStr::from_ptr(name).to_bytes())
    }
}

/// Makes weft a plugin of mysqlnd, if it is none yet; `false` when there is no mysqlnd. When all modules have started.
pub fn install() -> bool {
    let _guard = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    // SAFETY: mysqlnd's tables are static data of a library that stays until the modules end; those who call through them
    // meanwhile see the earlier method or weft's, which hands on.
    unsafe { weft_mysqlnd_install() }
}

/// At module shutdown: takes back what [`install`] did, where nobody has come after.
pub fn remove() {
    let _guard = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    // SAFETY: no request runs.
    unsafe { weft_mysqlnd_remove() };
}

/// Which operations of this thread go by weft, a bit for each.
pub fn want(bits: u32) {
    // SAFETY: sets a word of this thread.
    unsafe { weft_mysqlnd_want(bits) };
}

/// Nothing of a request runs any more, or none of the next one yet.
pub fn forget() {
    // SAFETY: what it frees belongs to this thread and to no operation under way.
    unsafe { weft_mysqlnd_forget() };
}

/// Does what mysqlnd would have done; `false` when `frame` is not called from a method that stands for an operation.
pub fn go(frame: &mut ExecuteData, answer: &mut Zval) -> bool {
    // SAFETY: the frame of an internal call and its result. The caller owns nothing: it may leave by a long jump.
    unsafe { weft_mysqlnd_go(frame, answer) }
}
