//! Rules that are pushed, and functions that are paused: two files in the folder that `weft.rules` names.
//!
//! PHP looks at the folder's files once a second. Of the rules that name a function the last one counts, and files come
//! in the order of their names: so a function is paused by a rule in the last file that has it observed by nobody.

use std::fs::{self, File, Permissions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use weft_wire::{Pattern, RuleSet};

use crate::daemon::config::Rules;

/// What was pushed.
const PUSHED: &str = "pushed.toml";
/// What is paused; behind every other name.
const PAUSED: &str = "zz-paused.toml";

/// Why not, in words for the user.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// What was asked for is wrong.
    Wrong(String),
    /// It was right, and cannot be done.
    Failed(String),
}

/// Checks rules and puts them where PHP finds them. Answers how many there are.
///
/// # Errors
/// When one is wrong; nothing has changed then.
pub fn push(rules: &Rules, text: &[u8], name: &str) -> Result<usize, Refusal> {
    let set = RuleSet::parse(text, name).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        Refusal::Wrong(lines.join("\n"))
    })?;
    write(&folder(rules)?.join(PUSHED), text)?;
    Ok(set.rules.len())
}

/// The patterns that are paused.
pub fn paused(rules: &Rules) -> Vec<String> {
    let Some(folder) = &rules.folder else { return Vec::new() };
    let file = folder.join(PAUSED);
    let text = fs::read(&file).unwrap_or_default();
    let set = RuleSet::parse(&text, &file.display().to_string()).unwrap_or_default();
    set.rules.iter().flat_map(|rule| rule.targets.iter().map(ToString::to_string)).collect()
}

/// Pauses what a pattern names, or has it go on.
///
/// # Errors
/// When it is no pattern, or the file cannot be written.
pub fn pause(rules: &Rules, pattern: &str, pause: bool) -> Result<Vec<String>, Refusal> {
    let file = folder(rules)?.join(PAUSED);
    if pattern.contains('\'') || Pattern::parse(pattern).is_err() {
        return Err(Refusal::Wrong(format!("found \"{pattern}\", expected a pattern such as App\\Repo::find")));
    }
    let mut list = paused(rules);
    list.retain(|known| !known.eq_ignore_ascii_case(pattern));
    if pause {
        list.push(pattern.to_owned());
    }
    if list.is_empty() {
        match fs::remove_file(&file) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(&file, &error)),
            _ => return Ok(list),
        }
    }
    let quoted: Vec<String> = list.iter().map(|pattern| format!("    '{pattern}',\n")).collect();
    let text = format!(
        "# What is paused. `weft daemon` writes this file.\n[[rule]]\ntarget = [\n{}]\nwrapper = \"observe\"\n",
        quoted.concat()
    );
    write(&file, text.as_bytes())?;
    Ok(list)
}

/// Is everything off?
pub fn is_off(rules: &Rules) -> bool {
    switch_file(rules).exists()
}

/// Has all wrappers pass through, or run again.
///
/// # Errors
/// When the file cannot be made or removed.
pub fn switch(rules: &Rules, off: bool) -> Result<(), Refusal> {
    let file = switch_file(rules);
    let done = if off {
        fs::OpenOptions::new().write(true).create_new(true).open(&file).map(drop)
    } else {
        fs::remove_file(&file)
    };
    match done {
        Err(error) if !matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotFound) => Err(failed(&file, &error)),
        Err(error) if off && error.kind() == ErrorKind::NotFound => Err(failed(&file, &error)),
        _ => Ok(()),
    }
}

fn switch_file(rules: &Rules) -> PathBuf {
    rules.switch_file.clone().unwrap_or_else(|| crate::cli::SWITCH_FILE.into())
}

fn folder(rules: &Rules) -> Result<&Path, Refusal> {
    rules.folder.as_deref().ok_or_else(|| {
        Refusal::Failed(
            "the daemon has no folder for rules: set `folder` under [rules] in its configuration, and weft.rules = FOLDER/*.toml in PHP's".to_owned(),
        )
    })
}

/// In one step, so that nobody reads half of it.
fn write(file: &Path, text: &[u8]) -> Result<(), Refusal> {
    let try_write = || {
        let folder = file.parent().unwrap_or(Path::new("/"));
        fs::create_dir_all(folder)?;
        let mut fresh = tempfile::Builder::new().prefix(".weft-").tempfile_in(folder)?;
        fresh.write_all(text)?;
        // PHP runs as another user.
        fresh.as_file().set_permissions(Permissions::from_mode(0o644))?;
        fresh.as_file().sync_all()?;
        fresh.persist(file)?;
        File::open(folder)?.sync_all()
    };
    try_write().map_err(|error| failed(file, &error))
}

fn failed(file: &Path, error: &std::io::Error) -> Refusal {
    Refusal::Failed(format!("{}: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> (tempfile::TempDir, Rules) {
        let folder = tempfile::tempdir().unwrap();
        let rules = Rules {
            folder: Some(folder.path().join("rules")),
            switch_file: Some(folder.path().join("off")),
        };
        (folder, rules)
    }

    #[test]
    fn what_is_wrong_is_not_pushed() {
        let (_folder, rules) = rules();
        assert_eq!(push(&rules, b"[[rule]]\ntarget = 'App\\*'\n", "a.toml"), Ok(1));
        let error = push(&rules, b"[[rule]]\ntarget = 'a b'\n", "a.toml").unwrap_err();
        assert!(matches!(&error, Refusal::Wrong(text) if text.starts_with("a.toml:2:")), "{error:?}");
        let kept = fs::read_to_string(rules.folder.unwrap().join(PUSHED)).unwrap();
        assert!(kept.contains("App"));
    }

    #[test]
    fn functions_are_paused_and_go_on() {
        let (_folder, rules) = rules();
        assert_eq!(pause(&rules, "App\\f", true).unwrap(), ["App\\f"]);
        assert_eq!(pause(&rules, "App\\C::m", true).unwrap(), ["App\\f", "App\\C::m"]);
        assert_eq!(pause(&rules, "app\\F", false).unwrap(), ["App\\C::m"]);
        assert_eq!(paused(&rules), ["App\\C::m"]);
        assert!(matches!(pause(&rules, "a b", true), Err(Refusal::Wrong(_))));
        assert!(pause(&rules, "App\\C::m", false).unwrap().is_empty());
        assert!(!rules.folder.unwrap().join(PAUSED).exists());
        assert!(matches!(pause(&Rules::default(), "f", true), Err(Refusal::Failed(_))));
    }

    #[test]
    fn everything_is_off_and_on() {
        let (_folder, rules) = rules();
        assert!(!is_off(&rules));
        switch(&rules, true).unwrap();
        switch(&rules, true).unwrap();
        assert!(is_off(&rules));
        switch(&rules, false).unwrap();
        switch(&rules, false).unwrap();
        assert!(!is_off(&rules));
    }
}
