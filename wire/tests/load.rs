//! Rules files as they lie on a disk.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use tempfile::TempDir;
use weft_wire::{MAX_FILE, RuleError, RuleSet};

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// Loads `paths`, in which `@` stands for the folder, and puts it back into messages.
fn load(folder: &TempDir, paths: &str) -> Result<RuleSet, Vec<String>> {
    let path = folder.path().to_str().unwrap();
    let message = |error: &RuleError| error.to_string().replace(path, "@");
    RuleSet::load(&paths.replace('@', path)).map_err(|errors| errors.iter().map(message).collect())
}

fn targets(set: &RuleSet) -> Vec<String> {
    set.rules.iter().map(|rule| rule.targets[0].to_string()).collect()
}

const A: &str = "[[rule]]\ntarget = 'a'\n";
const B: &str = "\n\n[[rule]]\ntarget = 'b'\n";
const BAD: &str = "[[rule]]\ntarget = 'a b'\nsample = 2\n";

#[test]
fn no_paths_are_no_rules() {
    assert_eq!(RuleSet::load(""), Ok(RuleSet::default()));
    assert_eq!(RuleSet::load("::"), Ok(RuleSet::default()));
}

#[test]
fn the_files_of_a_wildcard_are_sorted_and_those_of_a_list_are_not() {
    let folder = folder(&[("2.toml", B), ("1.toml", A), ("0.toml", B), ("x.txt", BAD)]);
    assert_eq!(targets(&load(&folder, "@/*.toml").unwrap()), ["b", "a", "b"]);
    assert_eq!(targets(&load(&folder, "@/2.toml:@/1.toml").unwrap()), ["b", "a"]);
}

#[test]
fn rules_know_their_origin() {
    let folder = folder(&[("b.toml", B)]);
    let set = load(&folder, "@/b.toml").unwrap();
    let path = folder.path().join("b.toml");
    assert_eq!(set.rules[0].origin.to_string(), format!("{}:3", path.display()));
    assert_eq!(set.files, [path]);
}

#[test]
fn a_file_that_is_named_twice_is_read_once() {
    let folder = folder(&[("a.toml", A), ("b.toml", B)]);
    assert_eq!(targets(&load(&folder, "@/b.toml:@/*.toml").unwrap()), ["b", "a"]);
}

#[test]
fn a_wildcard_may_find_nothing_but_a_plain_path_must_exist() {
    let folder = folder(&[]);
    assert_eq!(load(&folder, "@/*.toml"), Ok(RuleSet::default()));
    assert_eq!(
        load(&folder, "@/weft.toml").unwrap_err(),
        ["@/weft.toml:1:1: found nothing that can be read, expected a rules file: No such file or directory (os error 2)"]
    );
}

#[test]
fn a_name_with_wildcards_in_it_is_found_as_it_stands() {
    let folder = folder(&[("[a].toml", A)]);
    assert_eq!(targets(&load(&folder, "@/[a].toml").unwrap()), ["a"]);
}

#[test]
fn a_broken_wildcard_is_an_error() {
    assert_eq!(
        RuleSet::load("rules/[a.toml").unwrap_err()[0].to_string(),
        "rules/[a.toml:1:7: found \"rules/[a.toml\", expected a path with wildcards: invalid range pattern"
    );
}

#[test]
fn the_errors_of_all_files_are_told_in_order() {
    let folder = folder(&[("1.toml", BAD), ("2.toml", A), ("3.toml", "x = 1\n")]);
    assert_eq!(
        load(&folder, "@/0.toml:@/*.toml").unwrap_err(),
        [
            "@/0.toml:1:1: found nothing that can be read, expected a rules file: No such file or directory (os error 2)",
            r#"@/1.toml:2:12: target: found " ", expected a letter, a digit, "_", "*", "\", "::" or the end"#,
            "@/1.toml:3:10: sample: found the integer 2, expected a number from 0 to 1",
            "@/3.toml:1:1: found the key \"x\", expected \"rule\" or \"opcode\"",
        ]
    );
}

#[test]
fn what_is_not_a_regular_file_is_not_opened() {
    let folder = folder(&[]);
    symlink("/dev/zero", folder.path().join("zero.toml")).unwrap();
    for path in ["zero.toml", ""] {
        assert_eq!(
            load(&folder, &format!("@/{path}")).unwrap_err(),
            [format!("@/{path}:1:1: found something that is not a regular file, expected a rules file")]
        );
    }
}

#[test]
fn a_file_without_permission_tells_the_reason() {
    let folder = folder(&[("a.toml", A)]);
    let path = folder.path().join("a.toml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o0)).unwrap();
    if fs::read(&path).is_ok() {
        return; // The superuser may read everything.
    }
    assert_eq!(
        load(&folder, "@/a.toml").unwrap_err(),
        ["@/a.toml:1:1: found nothing that can be read, expected a rules file: Permission denied (os error 13)"]
    );
}

#[test]
fn a_file_that_is_too_long_is_refused() {
    let folder = folder(&[]);
    fs::write(folder.path().join("a.toml"), vec![b'#'; MAX_FILE * 2]).unwrap();
    assert_eq!(
        load(&folder, "@/a.toml").unwrap_err(),
        ["@/a.toml:1:1: found more than 4194304 bytes, expected at most these"]
    );
    assert!(RuleSet::parse(&vec![b'#'; MAX_FILE], "a.toml").is_ok());
}

#[test]
fn text_must_be_utf8() {
    let error = RuleSet::parse(b"[[rule]]\n# \xc3\xa4\xff\n", "a.toml").unwrap_err();
    assert_eq!(error[0].to_string(), "a.toml:2:4: found byte 0xFF, expected UTF-8");
}
