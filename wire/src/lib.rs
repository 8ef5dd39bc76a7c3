//! Messages and rules as the extension and the daemon both know them.
