//! Starts a daemon where none was found: `weft.daemon_autostart`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use weft_wire::Address;

use crate::settings;
use crate::zend::spawn;

/// Where programs are, when it is not beside this library.
const PLACES: [&str; 2] = ["/usr/local/bin/weft", "/usr/bin/weft"];

/// Starts it, and does not look back: the next attempt to connect will tell. Called by one process for all.
pub fn start(address: &Address) {
    let settings = settings::current();
    let Some(program) = program(&settings.daemon_program) else {
        super::complain("weft.daemon_autostart: there is no program weft beside the extension, in /usr/local/bin or in /usr/bin: set weft.daemon_program");
        return;
    };
    let address = address.to_string();
    let arguments = [
        program.as_os_str(),
        OsStr::new("daemon"),
        OsStr::new("--autostarted"),
        OsStr::new("--listen"),
        OsStr::new(&address),
    ];
    // Not among the arguments, which everybody can read.
    let token = [("WEFT_DAEMON_TOKEN", &*settings.daemon_token)];
    let more = if settings.daemon_token.is_empty() { &[][..] } else { &token };
    if !spawn::detached(&arguments, more) {
        super::complain("weft.daemon_autostart: the system has no process to spare");
    }
}

fn program(configured: &Path) -> Option<PathBuf> {
    if !configured.as_os_str().is_empty() {
        return Some(configured.to_owned());
    }
    let beside = spawn::library().map(|library| library.with_file_name("weft"));
    beside.into_iter().chain(PLACES.map(PathBuf::from)).find(|program| program.is_file())
}
