//! The `when` of a rule.

use std::ops::Range;

use toml::de::DeValue;

use super::reader::{Reader, Value};
use crate::pattern::quoted;
use crate::when::{Script, When};

const KEYS: [&str; 3] = ["sapi", "script", "uri"];

impl Reader<'_> {
    pub(super) fn when(&mut self, value: &Value) -> When {
        let mut when = When::default();
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type("when", value, r#"a table such as { sapi = "cli" }"#);
            return when;
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "sapi" => self.strings("when.sapi", value, |reader, text, span| {
                    reader.sapi(text, span);
                    when.sapi.push(text.to_owned());
                }),
                "script" => self.strings("when.script", value, |reader, text, span| {
                    when.script.extend(reader.script(text, span));
                }),
                "uri" => self.strings("when.uri", value, |reader, text, span| {
                    if !text.starts_with('/') {
                        let found = quoted(text);
                        let at = reader.source.place(span.start);
                        let expected = "the beginning of a URI, with a \"/\" first";
                        reader.error(at, format!("when.uri: found {found}, expected {expected}"));
                    }
                    when.uri.push(text.to_owned());
                }),
                name => {
                    let at = self.source.place(key.span().start);
                    self.unknown_key(at, "when: ", name, &KEYS);
                }
            }
        }
        when
    }

    /// Names that people use and PHP does not: such a rule would never be in force.
    fn sapi(&mut self, text: &str, span: Range<usize>) {
        let meant = match text {
            "" => "a name as php_sapi_name() gives it",
            "fpm" => "\"fpm-fcgi\", as php_sapi_name() gives it",
            "apache" => "\"apache2handler\", as php_sapi_name() gives it",
            "cgi" => "\"cgi-fcgi\", as php_sapi_name() gives it",
            _ => return,
        };
        let at = self.source.place(span.start);
        self.error(at, format!("when.sapi: found \"{text}\", expected {meant}"));
    }

    fn script(&mut self, text: &str, span: Range<usize>) -> Option<Script> {
        let (column, problem) = match Script::parse(text) {
            _ if text.is_empty() => (1, "found nothing, expected a path or its end".into()),
            Ok(script) => return Some(script),
            Err(error) => (error.pos as u32 + 1, format!("found \"{text}\", expected a path with wildcards: {}", error.msg)),
        };
        let (at, _) = self.source.in_string(span, column);
        self.error(at, format!("when.script: {problem}"));
        None
    }
}
