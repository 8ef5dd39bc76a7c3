//! Rules as the command line names them: files, and lists of patterns.

use std::fs;
use std::path::Path;

use weft_wire::{Rule, RuleError, RuleSet};

/// Stands for the command line where errors and rules name their file.
pub const HOOK: &str = "--hook";

/// The rules of all files.
///
/// # Errors
/// All that is wrong with them.
pub fn of_files(names: &[String]) -> Result<RuleSet, Vec<RuleError>> {
    let mut set = RuleSet::default();
    let mut errors = Vec::new();
    for name in names {
        match of_file(name) {
            Ok(mut more) => {
                set.rules.append(&mut more.rules);
                set.files.append(&mut more.files);
            }
            Err(mut more) => errors.append(&mut more),
        }
    }
    if errors.is_empty() { Ok(set) } else { Err(errors) }
}

/// The rules that one argument names: a file, or a list as `weft.rules` has it.
///
/// # Errors
/// All that is wrong with them.
pub fn of_file(name: &str) -> Result<RuleSet, Vec<RuleError>> {
    // On a command line a file whose name looks like a list is a file.
    if name.contains(':')
        && Path::new(name).is_file()
        && let Ok(text) = fs::read(name)
    {
        let parsed = RuleSet::parse(&text, name)?;
        return Ok(RuleSet {
            files: vec![name.into()],
            ..parsed
        });
    }
    RuleSet::load(name)
}

/// The rule that several `--hook` make together, each of them a list.
///
/// # Errors
/// All that is wrong with them; columns are those of the argument.
pub fn of_hooks(hooks: &[String]) -> Result<Rule, Vec<RuleError>> {
    RuleSet::from_hook_list(hooks.join(","), HOOK).map_err(|errors| {
        let in_argument = |error: RuleError| RuleError {
            column: column_in_argument(hooks, error.column),
            ..error
        };
        errors.into_iter().map(in_argument).collect()
    })
}

fn column_in_argument(hooks: &[String], mut column: u32) -> u32 {
    for hook in hooks {
        let length = hook.chars().count() as u32;
        // One behind the last character means the end.
        if column <= length + 1 {
            return column;
        }
        column -= length + 1;
    }
    column
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hooks(hooks: &[&str]) -> Vec<String> {
        hooks.iter().map(|hook| (*hook).to_owned()).collect()
    }

    #[test]
    fn several_hooks_are_one_list() {
        let rule = of_hooks(&hooks(&["App\\*", "!App\\Old, strlen"])).unwrap();
        let targets: Vec<String> = rule.targets.iter().map(ToString::to_string).collect();
        assert_eq!(targets, ["App\\*", "!App\\Old", "strlen"]);
    }

    #[test]
    fn columns_are_those_of_the_argument() {
        for (list, expected) in [
            (&["App::"][..], "--hook:1:6: found the end, expected a method or \"*\""),
            (&["strlen", "ä,App::,x"], "--hook:1:8: found \",\", expected a method or \"*\""),
            (&["a", "b", "a b"], "--hook:1:2: "),
        ] {
            let errors = of_hooks(&hooks(list)).unwrap_err();
            assert_eq!(errors.len(), 1);
            let error = errors[0].to_string();
            assert!(error.starts_with(expected), "{error}");
        }
    }
}
