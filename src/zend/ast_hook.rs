//! The hook that sees each file's syntax tree before it is compiled.

use super::shim;

/// Puts weft's hook before those of other extensions, or takes it away. At module start and shutdown only.
pub fn install(installed: bool) {
    // SAFETY: the engine's hook pointer is changed while nothing is compiled.
    unsafe { shim::weft_install_ast_hook(installed) };
}
