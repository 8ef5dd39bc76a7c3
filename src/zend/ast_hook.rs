//! The hook that sees each file's syntax tree before it is compiled: see `ast_hook.c`.

use std::panic::catch_unwind;
use std::sync::OnceLock;

use ext_php_rs::ffi::{self, zend_op_array};

use super::op_array::OpArray;

/// `eval`, as the engine numbers it.
pub const EVAL: u32 = ffi::ZEND_EVAL;
/// `include` and its kin.
pub const INCLUDES: u32 = ffi::ZEND_INCLUDE | ffi::ZEND_INCLUDE_ONCE | ffi::ZEND_REQUIRE | ffi::ZEND_REQUIRE_ONCE;
/// `exit`, before PHP 8.4. As `ast_hook.c` numbers it.
pub const EXIT: u32 = 1 << 8;

unsafe extern "C" {
    fn weft_install_ast_hook(installed: bool, wanted: extern "C" fn() -> u32);
    fn weft_cover_constructs(op_array: *mut zend_op_array);
    fn weft_has_plain_construct(op_array: *const zend_op_array, kinds: u32) -> bool;
}

/// Answers which constructs are to be woven in the file that is being compiled.
static WANTED: OnceLock<fn() -> u32> = OnceLock::new();

extern "C" fn wanted() -> u32 {
    WANTED.get().map_or(0, |wanted| catch_unwind(wanted).unwrap_or(0))
}

/// At module start: whom to ask.
pub fn ask(which: fn() -> u32) {
    WANTED.get_or_init(|| which);
}

/// Puts weft's hook before those of other extensions, or takes it away.
pub fn install(installed: bool) {
    // SAFETY: the engine's hook pointer is changed while nothing is compiled.
    unsafe { weft_install_ast_hook(installed, wanted) };
}

impl OpArray {
    /// Leads what woven constructs throw to where it is dealt with. Before the second pass.
    pub fn cover_constructs(self) {
        // SAFETY: the compiler's active op_array, whose tables are separate blocks.
        unsafe { weft_cover_constructs(self.as_ptr()) };
    }

    /// Is there a construct of these kinds in it that is not woven?
    pub fn has_plain_construct(self, kinds: u32) -> bool {
        // SAFETY: a live, finished op_array.
        unsafe { weft_has_plain_construct(self.as_ptr(), kinds) }
    }
}

/// How PHP code writes the construct of this kind.
pub fn name(kind: i64) -> &'static str {
    match u32::try_from(kind).unwrap_or_default() {
        ffi::ZEND_EVAL => "eval",
        EXIT => "exit",
        ffi::ZEND_INCLUDE_ONCE => "include_once",
        ffi::ZEND_REQUIRE => "require",
        ffi::ZEND_REQUIRE_ONCE => "require_once",
        _ => "include",
    }
}
