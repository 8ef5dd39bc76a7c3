//! `weft off` and `weft on`: a file that every PHP with weft looks for.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};

use crate::cli::Switch;
use crate::failure::{Failure, Result};

/// Makes the file and returns the exit code.
pub fn off(options: &Switch) -> Result<u8> {
    let file = &options.switch_file;
    // Not through a link that somebody else has put there.
    match OpenOptions::new().write(true).create_new(true).open(file) {
        Ok(_) => say(&format!("off: {} is there; `weft on` removes it", file.display())),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => say(&format!("off already: {} is there", file.display())),
        Err(error) => return Err(Failure::ours(format!("cannot make {}: {error}", file.display()))),
    }
    Ok(0)
}

/// Removes the file and returns the exit code.
pub fn on(options: &Switch) -> Result<u8> {
    let file = &options.switch_file;
    match fs::remove_file(file) {
        Ok(()) => say(&format!("on: {} is gone", file.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => say("on already"),
        Err(error) => return Err(Failure::ours(format!("cannot remove {}: {error}", file.display()))),
    }
    Ok(0)
}

fn say(line: &str) {
    // Who does not read it does not miss it.
    let _ = writeln!(std::io::stdout(), "{line}");
}
