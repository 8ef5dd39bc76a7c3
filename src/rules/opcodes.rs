//! Opcodes that the setting `weft.opcodes` or a rules file names: to be told of, or skipped where the engine can go on
//! without.

use weft_wire::{RuleError, RuleSet};

use crate::zend::opcodes::Opcode;

/// What one entry asks for.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    pub opcode: Opcode,
    pub skip: bool,
}

impl Wish {
    /// `Err`: what was expected.
    fn new(name: &str, skip: bool) -> Result<Self, &'static str> {
        let name = name.strip_prefix("ZEND_").unwrap_or(name);
        let opcode = Opcode::named(name).ok_or("an opcode of this PHP, such as \"ECHO\"")?;
        if skip && !opcode.may_be_skipped() {
            return Err("one that PHP can go on without: BEGIN_SILENCE, END_SILENCE, TICKS, EXT_STMT, EXT_FCALL_BEGIN or EXT_FCALL_END");
        }
        Ok(Self { opcode, skip })
    }
}

/// Reads `NAME` and `NAME:skip`, comma-separated. `Err`: what is wrong with it.
pub fn of_setting(list: &str) -> Result<Vec<Wish>, String> {
    let entries = list.split(',').map(str::trim).filter(|entry| !entry.is_empty());
    entries
        .map(|entry| {
            let (name, action) = entry.split_once(':').unwrap_or((entry, ""));
            let wish = match action {
                "" => Wish::new(name, false),
                "skip" => Wish::new(name, true),
                _ => Err("nothing or \":skip\" behind the name"),
            };
            wish.map_err(|expected| format!("weft.opcodes: found \"{entry}\", expected {expected}"))
        })
        .collect()
}

/// What the rules files ask for. `Err`: all that is wrong with it.
pub fn of_rules(set: &RuleSet) -> Result<Vec<Wish>, Vec<RuleError>> {
    let (mut wishes, mut errors) = (Vec::new(), Vec::new());
    for named in &set.opcodes {
        match Wish::new(&named.name, named.skip) {
            Ok(wish) => wishes.push(wish),
            Err(expected) => errors.push(named.error(format!("name: found \"{}\", expected {expected}", named.name))),
        }
    }
    if errors.is_empty() { Ok(wishes) } else { Err(errors) }
}
