//! Values: TOML's, and what wrappers may be given of them.

use std::fmt;
use std::ops::Range;

use toml::de::DeValue;

use crate::pattern::quoted;
use crate::rule::Literal;

/// Longer strings are cut in messages.
const SHOWN: usize = 40;

/// Variables that PHP keeps for itself: a wrapper cannot have a parameter of such a name.
const RESERVED: [&str; 10] = [
    "this", "GLOBALS", "_COOKIE", "_ENV", "_FILES", "_GET", "_POST", "_REQUEST", "_SERVER", "_SESSION",
];

/// A value as messages say that it was found.
pub(super) struct Found<'v, 't>(pub &'v DeValue<'t>);

impl fmt::Display for Found<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.0 {
            DeValue::String(text) if text.is_empty() => f.write_str("an empty string"),
            DeValue::String(text) => match text.char_indices().nth(SHOWN) {
                Some((cut, _)) => write!(f, "the string {}...", quoted(&text[..cut])),
                None => write!(f, "the string {}", quoted(text)),
            },
            DeValue::Integer(number) => write!(f, "the integer {number}"),
            DeValue::Float(number) => write!(f, "the float {number}"),
            DeValue::Boolean(value) => write!(f, "{value}"),
            DeValue::Datetime(date) => write!(f, "the date {date}"),
            DeValue::Array(values) if values.is_empty() => f.write_str("an empty array"),
            DeValue::Array(_) => f.write_str("an array"),
            DeValue::Table(_) => f.write_str("a table"),
        }
    }
}

/// Why a value cannot be a constant in a wrapper.
#[derive(Debug)]
pub(super) struct Problem {
    pub message: String,
    /// Of the part in question, where it is not the whole value.
    pub at: Option<Range<usize>>,
}

/// Reads a value that is folded into a wrapper.
pub(super) fn read_literal(value: &DeValue) -> Result<Literal, Problem> {
    let DeValue::Array(values) = value else {
        let expected = "a string, a number, a boolean or an array of these";
        return scalar(value, expected).map_err(|message| Problem { message, at: None });
    };
    let each = values.iter().map(|value| {
        let expected = "a string, a number or a boolean in the array";
        scalar(value.get_ref(), expected).map_err(|message| Problem {
            message,
            at: Some(value.span()),
        })
    });
    each.collect::<Result<_, _>>().map(Literal::List)
}

fn scalar(value: &DeValue, expected: &str) -> Result<Literal, String> {
    let literal = match value {
        DeValue::String(text) => Some(Literal::Text(text.to_string())),
        DeValue::Boolean(value) => Some(Literal::Bool(*value)),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Some(Literal::Int(number)),
            Err(_) => {
                return Err(format!("found {}, expected one from {} to {}", Found(value), i64::MIN, i64::MAX));
            }
        },
        DeValue::Float(number) => match number.as_str().parse::<f64>() {
            Ok(float) if float.is_finite() || number.as_str().contains(['i', 'n']) => Some(Literal::Float(float)),
            _ => return Err(format!("found {}, expected a smaller one", Found(value))),
        },
        _ => None,
    };
    literal.ok_or_else(|| format!("found {}, expected {expected}", Found(value)))
}

/// Whether a setting may have this name, which becomes the name of a parameter in PHP.
pub(super) fn setting_name(name: &str) -> Result<(), String> {
    if RESERVED.contains(&name) {
        return Err(format!("setting: found the name \"{name}\", which PHP keeps for itself, expected another"));
    }
    let legal = |(at, c): (usize, char)| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii() || (at > 0 && c.is_ascii_digit());
    if name.is_empty() || !name.chars().enumerate().all(legal) {
        return Err(format!("setting: found the name {}, expected one that a PHP parameter can have", quoted(name)));
    }
    Ok(())
}
