//! The folder that one run of weft has to itself: generated configuration, rules and the socket.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempDir};

use crate::failure::{Failure, Result};

/// The longest path that fits into a socket's address, with its closing NUL, on every Unix.
const MAX_SOCKET_PATH: usize = 103;
/// What is put behind the folder for temporary files: `/weft-XXXXXX/socket`.
const ADDED: usize = 19;

/// A folder that only this user can enter. It is removed, with all that is in it, when dropped.
#[derive(Debug)]
pub struct PrivateDir {
    dir: TempDir,
}

impl PrivateDir {
    /// Makes it, in `$TMPDIR` or wherever this system keeps temporary files.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn new() -> Result<Self> {
        let base = usable(std::env::temp_dir());
        let dir = Builder::new()
            .prefix("weft-")
            .permissions(Permissions::from_mode(0o700))
            .tempdir_in(&base)
            .map_err(|error| Failure::ours(format!("cannot make a folder in {}: {error}", base.display())))?;
        Ok(PrivateDir { dir })
    }

    /// Where it is; absolute, without a character that would end a list of paths.
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// The path of a file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file into it and returns its path.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, name: &str, content: &str) -> Result<PathBuf> {
        let path = self.file(name);
        fs::write(&path, content).map_err(|error| Failure::ours(format!("cannot write {}: {error}", path.display())))?;
        Ok(path)
    }
}

/// `base`, or `/tmp` when PHP or a socket could not be given a path in it.
fn usable(base: PathBuf) -> PathBuf {
    let fits = base.as_os_str().len() + ADDED <= MAX_SOCKET_PATH;
    // PHP_INI_SCAN_DIR and weft.rules are lists separated by ':', and weft.rules knows globs.
    let plain = base.to_str().is_some_and(|text| !text.contains([':', '*', '?', '[', '{', '\n']));
    if fits && plain && base.is_absolute() { base } else { PathBuf::from("/tmp") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_user_can_enter_and_it_goes_away() {
        let dir = PrivateDir::new().unwrap();
        let mode = fs::metadata(dir.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        let file = dir.write("x", "y").unwrap();
        drop(dir);
        assert!(!file.exists());
    }

    #[test]
    fn folders_that_do_not_suit_a_list_or_a_socket_are_not_used() {
        for base in ["/a:b", "relative", "/a*", &format!("/{}", "x".repeat(90))] {
            assert_eq!(usable(base.into()), Path::new("/tmp"), "{base}");
        }
        assert_eq!(usable("/var/tmp".into()), Path::new("/var/tmp"));
    }
}
