//! A rule's settings as the constants of its template.

use weft_wire::{Literal, Place, Rule, RuleError};

use crate::weave::template::{SettingDeclaration, Template};
use crate::zend::literal::{Key, Value};

/// Gives every parameter of the template its value: the rule's, else the default.
pub fn bind(rule: &Rule, template: &Template) -> Result<Vec<(u32, Value)>, Vec<RuleError>> {
    let mut errors = Vec::new();
    for (name, setting) in &rule.settings {
        if !template.settings.iter().any(|declared| declared.name == *name) {
            let taken = match template.settings.as_slice() {
                [] => "it takes none".to_owned(),
                some => format!(
                    "expected one of {}",
                    some.iter().map(|declared| format!("\"{}\"", declared.name)).collect::<Vec<_>>().join(", ")
                ),
            };
            errors.push(rule.error(
                setting.name_at,
                format!("found setting \"{name}\", which wrapper \"{}\" does not take; {taken}", template.name),
            ));
        }
    }
    let mut bound = Vec::new();
    for declared in &template.settings {
        match rule.settings.get(&declared.name) {
            Some(setting) => match fit(&setting.value, declared) {
                Some(value) => bound.push((declared.variable, value)),
                None => errors.push(rule.error(
                    setting.value_at,
                    format!(
                        "found {} for setting \"{}\" of wrapper \"{}\", expected {}",
                        setting.value.php_type(),
                        declared.name,
                        template.name,
                        types(declared.types)
                    ),
                )),
            },
            None => match &declared.default {
                Some(value) => bound.push((declared.variable, value.clone())),
                None => errors.push(rule.error(
                    Place {
                        line: rule.origin.line,
                        column: 1,
                    },
                    format!("found no setting \"{}\", which wrapper \"{}\" needs", declared.name, template.name),
                )),
            },
        }
    }
    if errors.is_empty() { Ok(bound) } else { Err(errors) }
}

/// PHP's names of the types and their bits (`MAY_BE_...`, one bit for each `IS_...`).
const TYPES: [(&str, u32); 6] = [
    ("null", 1 << 1),
    ("bool", 1 << 2 | 1 << 3),
    ("int", 1 << 4),
    ("float", 1 << 5),
    ("string", 1 << 6),
    ("array", 1 << 7),
];

fn types(mask: u32) -> String {
    TYPES
        .iter()
        .filter(|(_, bits)| mask & bits != 0)
        .map(|(name, _)| *name)
        .collect::<Vec<_>>()
        .join("|")
}

/// The setting as the declared type, strictly but for an int where a float is wanted.
fn fit(setting: &Literal, declared: &SettingDeclaration) -> Option<Value> {
    let admits = |name: &str| declared.types == 0 || TYPES.iter().any(|(known, bits)| *known == name && declared.types & bits != 0);
    let value = convert(setting);
    match &value {
        Value::Int(number) if !admits("int") && admits("float") => Some(Value::Float(*number as f64)),
        _ => admits(setting.php_type()).then_some(value),
    }
}

fn convert(literal: &Literal) -> Value {
    match literal {
        Literal::Bool(value) => Value::Bool(*value),
        Literal::Int(value) => Value::Int(*value),
        Literal::Float(value) => Value::Float(*value),
        Literal::Text(value) => Value::text(value),
        Literal::List(values) => Value::List((0..).map(Key::Index).zip(values.iter().map(convert)).collect()),
    }
}
