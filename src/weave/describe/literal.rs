//! Values as PHP writes them.

use std::fmt::Write as _;

use crate::zend::literal::{Key, Value};

/// A value as an expression of PHP.
pub fn php(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(i64::MIN) => "PHP_INT_MIN".to_owned(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) if value.is_nan() => "NAN".to_owned(),
        Value::Float(value) if value.is_infinite() => if *value > 0.0 { "INF" } else { "-INF" }.to_owned(),
        // Rust writes 1.0 and 1e100, as PHP reads them.
        Value::Float(value) => format!("{value:?}"),
        Value::Text(text) => string(text),
        Value::List(elements) => {
            let is_list = elements.iter().zip(0..).all(|((key, _), number)| *key == Key::Index(number));
            let one = |(name, value): &(Key, Value)| if is_list { php(value) } else { format!("{} => {}", key(name), php(value)) };
            format!("[{}]", elements.iter().map(one).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A key of an array.
pub fn key(key: &Key) -> String {
    match key {
        Key::Index(number) => number.to_string(),
        Key::Name(name) => string(name),
    }
}

/// A string: in single quotes where that is readable.
pub fn string(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.chars().any(char::is_control) => {
            format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
        }
        _ => {
            let mut out = String::from("\"");
            for &byte in bytes {
                match byte {
                    b'\n' => out += "\\n",
                    b'\r' => out += "\\r",
                    b'\t' => out += "\\t",
                    b'"' | b'\\' | b'$' => {
                        out.push('\\');
                        out.push(char::from(byte));
                    }
                    b' '..=b'~' => out.push(char::from(byte)),
                    _ => {
                        let _ = write!(out, "\\x{byte:02x}");
                    }
                }
            }
            out + "\""
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_php_reads_them() {
        let list = |values: &[(Key, Value)]| php(&Value::List(values.to_vec()));
        assert_eq!(php(&Value::Float(3.0)), "3.0");
        assert_eq!(php(&Value::Float(1e100)), "1e100");
        assert_eq!(php(&Value::text("it's \\ ü")), "'it\\'s \\\\ ü'");
        assert_eq!(php(&Value::text(b"\0a$b\"\n\xff")), r#""\x00a\$b\"\n\xff""#);
        assert_eq!(list(&[(Key::Index(0), Value::Int(1)), (Key::Index(1), Value::Null)]), "[1, null]");
        assert_eq!(
            list(&[(Key::Name((*b"a").into()), Value::Bool(true)), (Key::Index(5), Value::Int(-1))]),
            "['a' => true, 5 => -1]"
        );
    }
}
