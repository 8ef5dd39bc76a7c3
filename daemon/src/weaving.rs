//! What shall be woven, from the command line to the configuration that tells PHP.

use std::path::{Path, PathBuf};

use weft_wire::{Pattern, RuleError, RuleSet};

use crate::cli;
use crate::failure::{Failure, Result};
use crate::php::ini::Ini;
use crate::private_dir::PrivateDir;
use crate::rules;

/// The wrapper for `--hook` where none is named. The configuration's own `weft.hook` always weaves
/// with `observe`, so patterns travel as a rules file.
const WRAPPER: &str = "time";
/// That rules file.
pub const GENERATED: &str = "hook.toml";

/// How PHP gets the extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loading {
    /// From this file.
    By(PathBuf),
    /// It loads it anyway.
    Already,
}

/// What shall be woven: rules that were found to be good.
#[derive(Debug)]
pub struct Weaving {
    /// All rules, the strongest last; `None` if PHP keeps its own.
    rules: Option<RuleSet>,
    /// A rules file for the patterns of the command line.
    generated: Option<String>,
    join: &'static str,
    wrappers_path: Option<PathBuf>,
}

impl Weaving {
    /// Reads and checks what the command line says. Where it names neither patterns nor rules,
    /// `otherwise` is the pattern; without that too, PHP keeps the rules that it is configured
    /// with.
    ///
    /// # Errors
    /// When a pattern or a rule is wrong: better before the program runs unwoven.
    pub fn read(options: &cli::Weaving, otherwise: Option<&str>) -> Result<Self> {
        let mut hooks = options.hooks.clone();
        if hooks.is_empty() && options.rules.is_empty() {
            hooks.extend(otherwise.map(str::to_owned));
        }
        if hooks.is_empty() && options.wrapper.is_some() {
            return Err(Failure::usage("--wrapper is for --hook: rules name their wrappers themselves"));
        }
        let mut rules = rules::of_files(&options.rules).map_err(|errors| wrong(&errors))?;
        let mut generated = None;
        if !hooks.is_empty() {
            let targets = rules::of_hooks(&hooks).map_err(|errors| wrong(&errors))?.targets;
            let text = rules_file(&targets, options.wrapper.as_deref().unwrap_or(WRAPPER));
            // The patterns are good, so only the wrapper's name can be wrong.
            let parsed = RuleSet::parse(text.as_bytes(), rules::HOOK).map_err(|errors| Failure::usage(format!("--wrapper: {}", errors[0].message)))?;
            rules.rules.extend(parsed.rules);
            generated = Some(text);
        }
        let wrappers_path = options.wrappers_path.as_deref().map(absolute).transpose()?;
        Ok(Weaving {
            rules: (!options.rules.is_empty() || generated.is_some()).then_some(rules),
            generated,
            join: options.join.name(),
            wrappers_path,
        })
    }

    /// All rules, the strongest last; `None` if they are PHP's own, which are not known here.
    pub fn rules(&self) -> Option<&RuleSet> {
        self.rules.as_ref()
    }

    /// Variables that PHP must not see: each setting has a twin in the environment, which counts
    /// where the setting is empty.
    pub fn hidden(&self) -> &'static [&'static str] {
        if self.rules.is_some() { &["WEFT_HOOK"] } else { &[] }
    }

    /// The configuration for PHP; rules that belong to it are written into `private`.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn ini(&self, private: &PrivateDir, loading: &Loading) -> Result<Ini> {
        let mut ini = Ini::new();
        if let Loading::By(extension) = loading {
            ini.set("extension", &text(extension)?);
        }
        ini.set("weft.enabled", "1");
        if let Some(rules) = &self.rules {
            let mut list = Vec::new();
            for (number, file) in rules.files.iter().enumerate() {
                list.push(listed(&absolute(file)?, private, number)?);
            }
            if let Some(generated) = &self.generated {
                list.push(text(&private.write(GENERATED, generated)?)?);
            }
            ini.set("weft.rules", &list.join(":"));
            // Whatever PHP is configured with is not what was asked for.
            ini.set("weft.hook", "");
        }
        ini.set("weft.join", self.join);
        if let Some(path) = &self.wrappers_path {
            ini.set("weft.wrappers_path", &text(path)?);
        }
        Ok(ini)
    }
}

/// A rules file with one rule for all patterns.
fn rules_file(targets: &[Pattern], wrapper: &str) -> String {
    // No name in PHP has a quote in it, so no pattern has. Of the wrapper's name that is not known
    // yet, but JSON's strings are TOML's.
    let targets: Vec<String> = targets.iter().map(|target| format!("'{target}'")).collect();
    let (targets, wrapper) = (targets.join(", "), serde_json::Value::from(wrapper));
    format!("# The patterns of the command line.\n[[rule]]\ntarget = [{targets}]\nwrapper = {wrapper}\n")
}

fn wrong(errors: &[RuleError]) -> Failure {
    let lines: Vec<String> = errors.iter().map(RuleError::to_string).collect();
    Failure::usage(format!("the rules are wrong:\n{}", lines.join("\n")))
}

/// A file as `weft.rules` can name it. That is a list separated by `:` and knows globs, so a file
/// with such a character in its path gets another name in `private`.
fn listed(file: &Path, private: &PrivateDir, number: usize) -> Result<String> {
    let path = text(file)?;
    if !path.contains([':', '*', '?', '[', '{']) {
        return Ok(path);
    }
    let link = private.file(&format!("rules-{number}.toml"));
    std::os::unix::fs::symlink(file, &link).map_err(|error| Failure::ours(format!("cannot link {}: {error}", link.display())))?;
    text(&link)
}

fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).map_err(|error| Failure::usage(format!("{}: {error}", path.display())))
}

/// A path as configuration can hold it.
fn text(path: &Path) -> Result<String> {
    match path.to_str() {
        Some(text) if !text.contains(['\n', '\0']) => Ok(text.to_owned()),
        _ => Err(Failure::usage(format!(
            "{}: PHP's configuration cannot hold a path with such characters",
            path.display()
        ))),
    }
}
