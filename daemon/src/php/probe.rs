//! Asking PHP what it loads and where its extensions are.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use super::command::PhpCommand;
use super::ini::SCAN_DIR;

/// Whether PHP loads weft by its own configuration. `None` if PHP could not be asked.
pub fn loads_weft(php: &PhpCommand) -> Option<bool> {
    let output = modules(php, None)?;
    Some(lists_weft(&output))
}

/// Whether PHP loaded what it was told to load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// It did.
    Yes,
    /// It did not and gave this reason.
    No(String),
    /// It cannot be asked, or does not say.
    Unknown,
}

/// Whether PHP loads weft when `scan_dir` tells it to.
pub fn loaded(php: &PhpCommand, scan_dir: &OsStr) -> Loaded {
    let Some(output) = modules(php, Some(scan_dir)) else {
        return Loaded::Unknown;
    };
    if lists_weft(&output) {
        return Loaded::Yes;
    }
    let said = [output.stderr, output.stdout].concat();
    let said = String::from_utf8_lossy(&said);
    let mut lines = said.lines();
    let warning = lines.find(|line| line.contains("Warning") && line.contains("weft"));
    warning.map_or(Loaded::Unknown, |line| Loaded::No(line.to_owned()))
}

/// The folder in which `php` looks for extensions.
pub fn extension_dir(php: &OsStr) -> Option<PathBuf> {
    let output = quiet(Command::new(php).args(["-r", "echo ini_get('extension_dir');"]))?;
    let dir = String::from_utf8(output.stdout).ok()?;
    // Only what is absolute: a relative one is meant from PHP's working directory.
    (dir.starts_with('/') && !dir.contains('\n')).then(|| dir.into())
}

/// What `php -m` prints, which every kind of PHP understands (`-r` is for the command line only).
fn modules(php: &PhpCommand, scan_dir: Option<&OsStr>) -> Option<Output> {
    let mut command = Command::new(&php.program);
    command.args(&php.loading).arg("-m");
    if let Some(scan_dir) = scan_dir {
        command.env(SCAN_DIR, scan_dir);
    }
    quiet(&mut command)
}

fn lists_weft(output: &Output) -> bool {
    output
        .stdout
        .split(|&byte| byte == b'\n')
        .any(|line| line.trim_ascii().eq_ignore_ascii_case(b"weft"))
}

/// Runs a command that must not disturb: it has no input and its output is kept.
fn quiet(command: &mut Command) -> Option<Output> {
    command.stdin(Stdio::null()).output().ok()
}

/// The words that start `program` and nothing else.
pub fn bare(program: impl Into<OsString>) -> PhpCommand {
    PhpCommand {
        program: program.into(),
        loading: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::ErrorKind;
    use std::os::unix::fs::PermissionsExt;

    /// A `php` that answers what the script prints.
    fn fake(script: &str) -> (tempfile::TempDir, PhpCommand) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("php");
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
        // A test that starts its program at this moment has this file open for writing until it has.
        while Command::new(&path).output().is_err_and(|error| error.kind() == ErrorKind::ExecutableFileBusy) {}
        let php = bare(path);
        (dir, php)
    }

    #[test]
    fn a_loaded_extension_is_seen() {
        let (_dir, php) = fake("printf '[PHP Modules]\\nstandard\\nweft\\n'");
        assert_eq!(loads_weft(&php), Some(true));
        let (_dir, php) = fake("printf '[PHP Modules]\\nweft_other\\n'");
        assert_eq!(loads_weft(&php), Some(false));
        assert_eq!(loads_weft(&bare("/nowhere/php")), None);
        let (_dir, php) = fake("[ \"$PHP_INI_SCAN_DIR\" = /x ] && echo weft");
        assert_eq!(loaded(&php, OsStr::new("/x")), Loaded::Yes);
        assert_eq!(loaded(&php, OsStr::new("/y")), Loaded::Unknown);
    }

    #[test]
    fn the_reason_is_given_in_the_words_of_php() {
        let (_dir, php) = fake("echo \"PHP Warning:  cannot load '$PHP_INI_SCAN_DIR/weft'\" >&2");
        assert_eq!(loaded(&php, OsStr::new("/x")), Loaded::No("PHP Warning:  cannot load '/x/weft'".into()));
    }

    #[test]
    fn only_an_absolute_extension_dir_counts() {
        let (_dir, php) = fake("echo -n /usr/lib/php");
        assert_eq!(extension_dir(&php.program), Some("/usr/lib/php".into()));
        let (_dir, php) = fake("echo -n ./ext");
        assert_eq!(extension_dir(&php.program), None);
    }
}
