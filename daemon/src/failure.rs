//! What ends the program early, and with which exit code.
//!
//! `weft run` passes on the exit code of the program that it ran, so its own failures take the
//! codes that `env`, `timeout` and shells keep for this.

use std::fmt;

/// The command line, a pattern or a rules file is wrong.
pub const USAGE: u8 = 2;
/// Something else that weft needs is missing or failed.
pub const OURS: u8 = 125;
/// The program exists but cannot be started.
pub const NOT_EXECUTABLE: u8 = 126;
/// The program does not exist.
pub const NOT_FOUND: u8 = 127;

/// The result of everything that may end the program.
pub type Result<T> = std::result::Result<T, Failure>;

/// An end before the work is done.
#[derive(Debug)]
pub struct Failure {
    /// What the user reads, without `weft: ` in front; may have several lines.
    pub message: String,
    /// What the shell reads.
    pub code: u8,
}

impl Failure {
    /// The user asked for something that cannot be.
    pub fn usage(message: impl Into<String>) -> Self {
        let message = message.into();
        Failure { message, code: USAGE }
    }

    /// Something on this machine stands in the way.
    pub fn ours(message: impl Into<String>) -> Self {
        let message = message.into();
        Failure { message, code: OURS }
    }

    /// A signal asked for the end before there was anything to show.
    pub fn interrupted(signal: i32) -> Self {
        Failure {
            message: format!("ended by signal {signal}"),
            code: code_of_signal(signal),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The exit code that shells give to a program that a signal ended.
pub fn code_of_signal(signal: i32) -> u8 {
    u8::try_from(128 + signal).unwrap_or(u8::MAX)
}
