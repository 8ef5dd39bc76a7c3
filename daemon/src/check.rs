//! `weft check`: are these rules fine?

use std::io::{self, Write};

use weft_wire::{RuleError, RuleSet};

use crate::cli;
use crate::daemon::config::Config;
use crate::failure::Result;
use crate::report::units::counted;
use crate::rules;

/// The exit code when something is wrong.
const WRONG: u8 = 1;

/// Checks and returns the exit code. What is fine is said on standard output, what is wrong on
/// standard error.
pub fn check(options: &cli::Check) -> Result<u8> {
    let mut code = 0;
    for name in &options.files {
        match rules::of_file(name) {
            Ok(set) if set.files.is_empty() => fine(options, &format!("{name}: no such files")),
            Ok(set) => files(options, &set),
            Err(errors) => {
                wrong(&errors);
                code = WRONG;
            }
        }
    }
    for file in &options.daemons {
        match Config::of_file(file) {
            Ok(_) => fine(options, &format!("{}: a configuration of the daemon, fine", file.display())),
            Err(error) => {
                let _ = writeln!(io::stderr(), "{error}");
                code = WRONG;
            }
        }
    }
    if !options.hooks.is_empty() {
        match rules::of_hooks(&options.hooks) {
            Ok(rule) => {
                let patterns = counted(rule.targets.len() as u64, "pattern");
                fine(options, &format!("{}: {patterns}, fine", rules::HOOK));
            }
            Err(errors) => {
                wrong(&errors);
                code = WRONG;
            }
        }
    }
    Ok(code)
}

fn files(options: &cli::Check, set: &RuleSet) {
    for file in &set.files {
        let name = file.to_string_lossy();
        let rules = set.rules.iter().filter(|rule| *rule.origin.file == name).count();
        fine(options, &format!("{name}: {}, fine", counted(rules as u64, "rule")));
    }
}

fn fine(options: &cli::Check, line: &str) {
    if !options.quiet {
        // Who does not read it does not miss it.
        let _ = writeln!(io::stdout(), "{line}");
    }
}

fn wrong(errors: &[RuleError]) {
    for error in errors {
        let _ = writeln!(io::stderr(), "{error}");
    }
}
