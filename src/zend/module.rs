//! Directives and environment of the module, and what `php --ri weft` prints with.

use std::ffi::CStr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use ext_php_rs::ffi;
use ext_php_rs::flags::IniEntryPermission;
use ext_php_rs::zend::IniEntryDef;

/// Was a module of this kind loaded by `dl()`, for one request and in the middle of it?
pub const fn is_temporary(kind: i32) -> bool {
    kind == ffi::MODULE_TEMPORARY as i32
}

/// Registers directives that only the system's configuration may set (`PHP_INI_SYSTEM`).
pub fn register_directives(module_number: i32, directives: &'static [(&'static CStr, &'static CStr)]) {
    // PHP 8.5 keeps the table itself, so it lives as long as the process and serves every start of the module.
    static TABLE: OnceLock<Table> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let entries = directives.iter().map(|(name, value)| IniEntryDef::new(name, value, IniEntryPermission::System));
        Table(entries.chain([IniEntryDef::end()]).collect())
    });
    IniEntryDef::register(&table.0, module_number);
}

struct Table(Vec<IniEntryDef>);

// SAFETY: the pointers in it are to constants, and nobody writes there.
unsafe impl Send for Table {}
// SAFETY: as above.
unsafe impl Sync for Table {}

/// Takes the directives of a module away again, so that a restart of the module can register them anew.
pub fn unregister_directives(module_number: i32) {
    // SAFETY: called in MSHUTDOWN with the number under which `register_directives` registered; the engine then
    // removes every entry of that number and keeps no pointer into ours.
    unsafe { ffi::zend_unregister_ini_entries(module_number) };
}

/// Does the JIT compile calls of handlers into its code?
pub fn is_jit_on() -> bool {
    let is_off = |value: String| matches!(value.as_str(), "" | "0" | "off" | "disable");
    !is_off(directive(c"opcache.jit_buffer_size")) && !is_off(directive(c"opcache.jit"))
}

/// The value of a directive; empty when it is not registered or not set.
pub fn directive(name: &CStr) -> String {
    // SAFETY: the name is a C string of the given length; the answer is null or a C string that lives as long as the
    // directive's table, and it is copied at once.
    unsafe {
        // An `int` before 8.6.
        #[cfg(not(php86))]
        let original = 0;
        #[cfg(php86)]
        let original = false;
        let value = ffi::zend_ini_string_ex(name.as_ptr(), name.to_bytes().len(), original, std::ptr::null_mut());
        if value.is_null() {
            String::new()
        } else {
            CStr::from_ptr(value).to_string_lossy().into_owned()
        }
    }
}

/// Has the engine give weft a place in every op_array's `reserved`. At each module start: a restarted engine gives its
/// places out anew, and whoever kept one of its last life would share it with another extension.
pub fn reserve_handle() {
    // SAFETY: gives out the next free place; asked for at module start.
    let handle = unsafe { ffi::zend_get_resource_handle(c"weft".as_ptr()) };
    let handle = usize::try_from(handle).expect("PHP has no place left for another extension's data in op_arrays");
    HANDLE.store(handle, Ordering::Relaxed);
    set_cache_slot(NO_SLOT);
}

/// The place in every op_array's `reserved` that belongs to weft.
#[inline]
pub fn handle() -> usize {
    HANDLE.load(Ordering::Relaxed)
}

static HANDLE: AtomicUsize = AtomicUsize::new(0);

/// Has the engine keep a pointer for weft in the run-time cache of every function that is compiled from now on. At module
/// start, behind [`reserve_handle`], whether or not there is anything to weave yet: everybody pays with eight bytes.
///
/// A slot of the function's own would not do: the optimizer numbers those anew (`zend_optimizer_compact_literals()`).
pub fn reserve_cache_slot() {
    // SAFETY: gives out the next place.
    let number = unsafe { ffi::zend_get_op_array_extension_handle(c"weft".as_ptr()) };
    set_cache_slot(usize::try_from(number).map_or(NO_SLOT, |number| number * size_of::<usize>()));
}

fn set_cache_slot(place: usize) {
    CACHE_SLOT.store(place, Ordering::Relaxed);
    super::quick::set_slot(place);
}

/// Between requests: while such a place is given away, the engine makes run-time caches for all internal functions as a
/// request starts, some 70,000 instructions that only observers are served by. Where weft is the only one who has a place,
/// it is given back until [`resume_cache_slot`].
pub fn pause_cache_slot() {
    if CACHE_SLOT.load(Ordering::Relaxed) == 0 {
        // SAFETY: changes a global of the engine between two requests, where no other thread sees it.
        unsafe { super::shim::weft_set_only_cache_slot(false) };
    }
}

/// At request start, before anything is compiled.
pub fn resume_cache_slot() {
    if CACHE_SLOT.load(Ordering::Relaxed) == 0 {
        // SAFETY: as above.
        unsafe { super::shim::weft_set_only_cache_slot(true) };
    }
}

/// Where weft's pointer lies in every run-time cache, in bytes.
#[inline(always)]
pub fn cache_slot() -> usize {
    CACHE_SLOT.load(Ordering::Relaxed)
}

/// The same; `None` when there is nothing to weave in this process.
#[inline(always)]
pub fn reserved_cache_slot() -> Option<usize> {
    let place = cache_slot();
    (place != NO_SLOT).then_some(place)
}

const NO_SLOT: usize = usize::MAX;
static CACHE_SLOT: AtomicUsize = AtomicUsize::new(NO_SLOT);

/// Gives this request its patch-point constant: the answer `true` sends each woven function's first call to weft, which
/// then gives the function a point of its own.
pub fn register_point_constant() {
    // SAFETY: at request start, with the table of constants in place, and the key since the module started.
    unsafe { super::shim::weft_register_point_constant() };
}

/// At module start: what the patch-point constant is called.
pub fn name_point_constant(key: &[u8]) {
    // SAFETY: before any request; the bytes are copied.
    unsafe { super::shim::weft_name_point_constant(key.as_ptr().cast(), key.len()) };
}

/// Was the directive set by php.ini, a file beside it or `-d`?
pub fn configured(name: &CStr) -> bool {
    // SAFETY: reads the table of the configuration by a name of the given length.
    unsafe { super::shim::weft_is_configured(name.as_ptr(), name.to_bytes().len()) }
}

/// Name of the server interface, as `php_sapi_name()` has it.
pub fn sapi() -> String {
    // SAFETY: a C string that lives as long as the process.
    unsafe { text(super::shim::weft_sapi()) }.unwrap_or_default()
}

/// The request's URI, if it has one.
pub fn request_uri() -> Option<String> {
    // SAFETY: null or a C string of the request's.
    unsafe { text(super::shim::weft_request_uri()) }
}

/// Path of the script with which the request started; empty when there is none.
pub fn request_script() -> String {
    // SAFETY: null or a C string of the request's.
    unsafe { text(super::shim::weft_request_script()) }.unwrap_or_default()
}

/// # Safety
/// Null or a C string, copied at once.
unsafe fn text(string: *const std::ffi::c_char) -> Option<String> {
    // SAFETY: the caller's promise.
    (!string.is_null()).then(|| unsafe { CStr::from_ptr(string) }.to_string_lossy().into_owned())
}

/// Makes opcache's file cache of processes with other rules none of ours. At module start only.
pub fn add_entropy(bytes: &[u8]) {
    // SAFETY: at module start; the bytes are hashed at once.
    unsafe { super::shim::weft_add_entropy(bytes.as_ptr().cast(), bytes.len()) };
}

/// What the linker calls this very build of the library (its GNU build id); empty when it gave it no name.
pub fn build() -> &'static [u8] {
    unsafe extern "C" {
        fn weft_build_id(length: *mut usize) -> *const u8;
    }
    let mut length = 0;
    // SAFETY: null, or that many bytes of the library's read-only data.
    unsafe {
        let bytes = weft_build_id(&raw mut length);
        if bytes.is_null() { &[] } else { std::slice::from_raw_parts(bytes, length) }
    }
}

/// Has `tell` called when all modules and extensions have started, before anything is preloaded.
pub fn when_started(tell: fn()) {
    unsafe extern "C" {
        fn weft_when_started(tell: extern "C" fn());
    }
    extern "C" fn started() {
        if let Some(tell) = STARTED.get() {
            // What panics must not reach the engine.
            let _ = std::panic::catch_unwind(tell);
        }
    }
    static STARTED: OnceLock<fn()> = OnceLock::new();
    let _ = STARTED.set(tell);
    // SAFETY: at module start; the function lives as long as this library.
    unsafe { weft_when_started(started) };
}

/// Takes weft out of the engine's list of those who are shown each function. While nothing is compiled.
pub fn withdraw_late_hook() {
    unsafe extern "C" {
        fn weft_withdraw_extension();
    }
    // SAFETY: changes the engine's list when nobody walks it.
    unsafe { weft_withdraw_extension() };
}

/// Did the request so far pass without a long jump out of PHP code (a fatal error, a limit)?
pub fn is_clean() -> bool {
    unsafe extern "C" {
        fn weft_is_clean() -> bool;
    }
    // SAFETY: reads a global.
    unsafe { weft_is_clean() }
}
