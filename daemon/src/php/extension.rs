//! Where the extension is.

use std::env::consts::DLL_SUFFIX;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::probe;
use crate::failure::{Failure, Result};

/// The environment variable that names the extension.
pub const VARIABLE: &str = "WEFT_EXTENSION";

/// Finds the extension: where the user says it is, else beside this program, else where PHP (the
/// one named `php`) looks for its extensions.
///
/// # Errors
/// When it is in none of these places, or not where the user says.
pub fn find(option: Option<&Path>, php: &OsStr) -> Result<PathBuf> {
    let variable = std::env::var_os(VARIABLE).filter(|value| !value.is_empty());
    if let Some(named) = option {
        return named_by(named, "--extension");
    }
    if let Some(named) = variable {
        return named_by(Path::new(&named), VARIABLE);
    }
    let beside = std::env::current_exe().ok().and_then(|exe| exe.parent().map(Path::to_owned));
    let places = [beside, probe::extension_dir(php)];
    let candidates = candidates(places.into_iter().flatten());
    match candidates.iter().find(|path| path.is_file()) {
        Some(found) => Ok(found.clone()),
        None => Err(not_found(&candidates)),
    }
}

fn named_by(path: &Path, by: &str) -> Result<PathBuf> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if absolute.is_file() {
        return Ok(absolute);
    }
    let path = path.display();
    Err(Failure::ours(format!("{by}: there is no file {path}")))
}

/// As cargo names it, and as PHP does.
fn candidates(places: impl Iterator<Item = PathBuf>) -> Vec<PathBuf> {
    let names = [OsString::from(format!("libweft{DLL_SUFFIX}")), OsString::from("weft.so")];
    places.flat_map(|dir| names.each_ref().map(|name| dir.join(name))).collect()
}

fn not_found(candidates: &[PathBuf]) -> Failure {
    let mut message = String::from("the extension was not found\nLooked for:\n");
    for candidate in candidates {
        message += &format!("    {}\n", candidate.display());
    }
    message += &format!(
        "Build it (cargo build --release) and name the file with --extension PATH or {VARIABLE},\n\
         or install it as weft.so where `php -i` says extension_dir is."
    );
    Failure::ours(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_the_user_names_must_exist() {
        let failure = find(Some(Path::new("/nowhere/libweft.so")), OsStr::new("php")).unwrap_err();
        assert_eq!(failure.message, "--extension: there is no file /nowhere/libweft.so");
        assert_eq!(failure.code, 125);
    }

    #[test]
    fn a_file_that_the_user_names_is_made_absolute() {
        let found = find(Some(Path::new("Cargo.toml")), OsStr::new("php")).unwrap();
        assert!(found.is_absolute());
    }

    #[test]
    fn each_place_is_searched_under_both_names() {
        let found = candidates([PathBuf::from("/a"), PathBuf::from("/b")].into_iter());
        let names: Vec<_> = found.iter().map(|path| path.to_str().unwrap()).collect();
        assert_eq!(names, ["/a/libweft.so", "/a/weft.so", "/b/libweft.so", "/b/weft.so"]);
    }
}
