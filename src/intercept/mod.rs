//! What PHP does not compile, and is heard of all the same.

pub mod mysqlnd;

/// Looks what the rules name; nothing is done for what they do not.
pub fn request_start() {
    mysqlnd::request_start();
}

/// Nobody listens from here on.
pub fn request_end() {
    mysqlnd::request_end();
}

/// No PHP code runs any more.
pub fn forget() {
    mysqlnd::forget();
}

/// Gives back what was taken from extensions.
pub fn shut_down() {
    mysqlnd::shut_down();
}
