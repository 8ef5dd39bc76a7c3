//! Files in opcache's memory: see `scripts.c`.

use std::ffi::{c_char, c_void};
use std::panic::catch_unwind;
use std::ptr::NonNull;
use std::sync::OnceLock;

use ext_php_rs::ffi::zend_op_array;

use super::op_array::OpArray;

unsafe extern "C" {
    fn weft_watch_scripts(
        before: unsafe extern "C" fn(path: *const c_char, length: usize),
        after: unsafe extern "C" fn(path: *const c_char, length: usize, main: *mut zend_op_array, loaded: *const c_void) -> bool,
    );
    fn weft_remember_compile_file();
    fn weft_see_loaded(loaded: *const c_void, see: unsafe extern "C" fn(context: *mut c_void, function: *mut zend_op_array), context: *mut c_void);
    fn weft_unwatch_scripts();
    fn weft_is_cached(path: *const c_char, length: usize) -> bool;
    fn weft_invalidate(path: *const c_char, length: usize) -> bool;
    fn weft_opcache_is_on() -> bool;
    fn weft_opcache_may_be_asked() -> bool;
    fn weft_opcache_has_files() -> bool;
    fn weft_look_at_script(
        path: *const c_char,
        length: usize,
        see: unsafe extern "C" fn(context: *mut c_void, function: *mut zend_op_array),
        context: *mut c_void,
    );
}

/// Told of every file that is loaded, from then on.
#[derive(Clone, Copy)]
pub struct Watch {
    /// Before: it may still be taken out of the cache.
    pub before: fn(&[u8]),
    /// After: is it to be compiled for this process alone instead?
    pub after: fn(&[u8], Loaded) -> bool,
}

/// A file that has been loaded, and not run yet.
pub struct Loaded {
    pub main: OpArray,
    /// What it declared; null when that cannot be taken back.
    declared: *const c_void,
}

impl Loaded {
    /// Can what it declared be taken back?
    pub fn is_plain(&self) -> bool {
        !self.declared.is_null()
    }

    /// Shows every function of it, if it can be taken back.
    pub fn each(&self, mut see: impl FnMut(OpArray)) {
        if self.is_plain() {
            // SAFETY: the engine's tables are as the load left them; the visitor outlives the call.
            unsafe { weft_see_loaded(self.declared, visitor(&see), (&raw mut see).cast()) };
        }
    }
}

unsafe extern "C" fn visit<S: FnMut(OpArray)>(context: *mut c_void, function: *mut zend_op_array) {
    if let Some(function) = NonNull::new(function) {
        // SAFETY: the context is such a visitor; the function is there for the call.
        unsafe { (*context.cast::<S>())(OpArray::from_raw(function)) };
    }
}

fn visitor<S: FnMut(OpArray)>(_: &S) -> unsafe extern "C" fn(*mut c_void, *mut zend_op_array) {
    visit::<S>
}

/// When all modules have started, and before opcache puts itself in front of the compiler.
pub fn started() {
    // SAFETY: reads a global of the engine.
    unsafe { weft_remember_compile_file() };
}

static WATCH: OnceLock<Watch> = OnceLock::new();

/// Has `watch` told of each file that is included. During a request or as it starts, when opcache has its place.
pub fn watch(watch: Watch) {
    unsafe extern "C" fn before(path: *const c_char, length: usize) {
        // SAFETY: a path that lives for the call.
        let path = unsafe { std::slice::from_raw_parts(path.cast::<u8>(), length) };
        if let Some(watch) = WATCH.get() {
            let _ = catch_unwind(|| (watch.before)(path));
        }
    }
    unsafe extern "C" fn after(path: *const c_char, length: usize, main: *mut zend_op_array, declared: *const c_void) -> bool {
        // SAFETY: a path that lives for the call, and a file's own code.
        let path = unsafe { std::slice::from_raw_parts(path.cast::<u8>(), length) };
        let (Some(watch), Some(main)) = (WATCH.get(), NonNull::new(main)) else {
            return false;
        };
        // SAFETY: the op_array is the caller's, who waits.
        let main = unsafe { OpArray::from_raw(main) };
        catch_unwind(|| (watch.after)(path, Loaded { main, declared })).unwrap_or(false)
    }
    WATCH.get_or_init(|| watch);
    // SAFETY: nothing is being compiled in front of the hook.
    unsafe { weft_watch_scripts(before, after) };
}

/// At module shutdown.
pub fn unwatch() {
    // SAFETY: as above.
    unsafe { weft_unwatch_scripts() };
}

/// Does opcache have this file?
pub fn is_cached(path: &[u8]) -> bool {
    // SAFETY: a path of the given length, during a request.
    unsafe { weft_is_cached(path.as_ptr().cast(), path.len()) }
}

/// Has opcache compile this file anew when it is next loaded; `false` when it does not have it, or may not be told.
pub fn invalidate(path: &[u8]) -> bool {
    // SAFETY: as above.
    unsafe { weft_invalidate(path.as_ptr().cast(), path.len()) }
}

/// Does opcache keep what is compiled here?
pub fn opcache_is_on() -> bool {
    // SAFETY: reads the configuration.
    unsafe { weft_opcache_is_on() }
}

/// May weft tell opcache to compile a file anew (`opcache.restrict_api`, `disable_functions`)?
pub fn opcache_may_be_asked() -> bool {
    // SAFETY: reads the configuration.
    unsafe { weft_opcache_may_be_asked() }
}

/// Does opcache also keep files on disk, which may be from another time?
pub fn opcache_has_files() -> bool {
    // SAFETY: reads the configuration.
    unsafe { weft_opcache_has_files() }
}

/// Shows every function of a file that opcache has. Nothing gets declared.
pub fn look_at(path: &[u8], mut see: impl FnMut(OpArray)) {
    // SAFETY: a path of the given length, and a visitor that outlives the call.
    unsafe { weft_look_at_script(path.as_ptr().cast(), path.len(), visitor(&see), (&raw mut see).cast()) };
}
