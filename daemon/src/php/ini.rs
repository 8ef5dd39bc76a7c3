//! The configuration that loads weft, and how PHP is made to read it.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;

/// The environment variable with the folders that PHP searches for configuration.
pub const SCAN_DIR: &str = "PHP_INI_SCAN_DIR";

/// A configuration file in the making: directives in the order in which PHP shall read them.
#[derive(Debug, Default)]
pub struct Ini {
    text: String,
}

impl Ini {
    /// An empty file.
    pub fn new() -> Self {
        Ini::default()
    }

    /// Adds a directive.
    pub fn set(&mut self, name: &str, value: &str) {
        // Writing into a string cannot fail.
        let _ = writeln!(self.text, "{name}={}", quoted(value));
    }

    /// The file.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A value between single quotes, in which PHP gives no character a meaning. There is no escape
/// for the quote itself, but pieces in quotes that stand side by side are one value.
fn quoted(value: &str) -> String {
    format!("'{}'", value.replace('\'', r#"'"'"'"#))
}

/// What `PHP_INI_SCAN_DIR` must be so that PHP reads what it would have read, then `added`.
///
/// To PHP an absent variable means the folder that was compiled in, which is also what an empty
/// element of the list means; but an empty variable means no folder at all.
pub fn scan_dir(existing: Option<&OsStr>, added: &OsStr) -> OsString {
    let mut list = OsString::new();
    match existing {
        None => list.push(":"),
        Some(existing) if existing.is_empty() => {}
        Some(existing) => {
            list.push(existing);
            list.push(":");
        }
    }
    list.push(added);
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_mean_themselves() {
        let mut ini = Ini::new();
        ini.set("extension", "/opt/a b;\"c\"/libweft.so");
        ini.set("weft.rules", "/it's/${HOME}");
        assert_eq!(ini.text(), "extension='/opt/a b;\"c\"/libweft.so'\nweft.rules='/it'\"'\"'s/${HOME}'\n");
    }

    #[test]
    fn php_goes_on_reading_what_it_read() {
        let added = OsStr::new("/tmp/weft-1");
        let with = |existing: Option<&str>| scan_dir(existing.map(OsStr::new), added);
        assert_eq!(with(None), ":/tmp/weft-1");
        assert_eq!(with(Some("")), "/tmp/weft-1");
        assert_eq!(with(Some("/etc/php.d")), "/etc/php.d:/tmp/weft-1");
        assert_eq!(with(Some(":/tmp/weft-0")), ":/tmp/weft-0:/tmp/weft-1");
    }
}
