//! Where things stand in a file, as people count: lines and characters from 1.

use std::ops::Range;
use std::sync::Arc;

use crate::rule::{Place, RuleError};

/// A file's text and its name.
pub(super) struct Source<'t> {
    pub file: Arc<str>,
    pub text: &'t str,
    /// Where each line begins.
    lines: Vec<usize>,
}

impl<'t> Source<'t> {
    pub fn new(file: Arc<str>, text: &'t str) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        // Editors do not count a byte order mark.
        let first = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let lines = std::iter::once(first).chain(ends).collect();
        Source { file, text, lines }
    }

    pub fn error(&self, at: Place, message: impl Into<String>) -> RuleError {
        RuleError {
            file: self.file.to_string(),
            line: at.line,
            column: at.column,
            message: message.into(),
        }
    }

    /// The place of a byte.
    pub fn place(&self, offset: usize) -> Place {
        let line = self.lines.partition_point(|&start| start <= offset).max(1);
        let before = self.text.get(self.lines[line - 1]..offset).unwrap_or("");
        Place {
            line: line as u32,
            column: before.chars().count() as u32 + 1,
        }
    }

    /// Where the `column`th character (from 1) of a TOML string stands, whose source, quotes
    /// included, is at `span`; also the escape sequence that it is written as, if it is.
    pub fn in_string(&self, span: Range<usize>, column: u32) -> (Place, Option<&'t str>) {
        let raw = self.text.get(span.clone()).unwrap_or("");
        let (quotes, multiline) = match raw {
            _ if raw.starts_with("\"\"\"") || raw.starts_with("'''") => (3, true),
            _ => (1, false),
        };
        let has_escapes = raw.starts_with('"');
        let mut at = quotes;
        if multiline {
            // A line break right behind the opening quotes is not part of the string.
            let rest = raw.get(at..).unwrap_or("");
            at += rest.len() - rest.trim_start_matches('\r').trim_start_matches('\n').len();
        }
        let mut left = column.saturating_sub(1);
        let mut escape = None;
        while let Some(c) = raw.get(at..).and_then(|rest| rest.chars().next()) {
            let rest = &raw[at..];
            let mut length = c.len_utf8();
            escape = None;
            if has_escapes && c == '\\' {
                length = match rest[1..].chars().next() {
                    Some('u') => 6,
                    Some('U') => 10,
                    Some('x') => 4,
                    // A backslash at a line's end, with all blanks behind it, is nothing.
                    Some(' ' | '\t' | '\r' | '\n') => {
                        at += 1 + (rest.len() - 1) - rest[1..].trim_start().len();
                        continue;
                    }
                    _ => 2,
                };
                escape = rest.get(..length);
            }
            if left == 0 {
                break;
            }
            left -= 1;
            at += length;
        }
        let end = raw.len().saturating_sub(quotes).max(quotes);
        (self.place(span.start + at.min(end).min(raw.len())), escape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line, column and escape of each character of the string that is the whole text.
    fn places(text: &str, characters: u32) -> Vec<(u32, u32, Option<&str>)> {
        let source = Source::new("x".into(), text);
        (1..=characters)
            .map(|column| {
                let (at, escape) = source.in_string(0..text.len(), column);
                (at.line, at.column, escape)
            })
            .collect()
    }

    #[test]
    fn a_place_counts_characters() {
        let source = Source::new("x".into(), "ä = 1\nöü");
        assert_eq!(source.place(3), Place { line: 1, column: 3 });
        assert_eq!(source.place(9), Place { line: 2, column: 2 });
        assert_eq!(source.place(11), Place { line: 2, column: 3 });
    }

    #[test]
    fn a_byte_order_mark_is_not_counted() {
        let source = Source::new("x".into(), "\u{feff}a");
        assert_eq!(source.place(3), Place { line: 1, column: 1 });
        assert_eq!(source.place(0), Place { line: 1, column: 1 });
    }

    #[test]
    fn plain_strings_are_counted_from_their_quote() {
        let expected = [(1, 2, None), (1, 3, None), (1, 4, None)];
        assert_eq!(places("'äb'", 3), expected);
        assert_eq!(places("\"äb\"", 3), expected, "the third is the end");
    }

    #[test]
    fn escapes_are_one_character() {
        assert_eq!(
            places(r#""a\\b\u00e4c\U000000e4\x41d""#, 8),
            [
                (1, 2, None),
                (1, 3, Some(r"\\")),
                (1, 5, None),
                (1, 6, Some(r"\u00e4")),
                (1, 12, None),
                (1, 13, Some(r"\U000000e4")),
                (1, 23, Some(r"\x41")),
                (1, 27, None),
            ]
        );
        let literal = [(1, 2, None), (1, 3, None), (1, 4, None)];
        assert_eq!(places(r"'\\b'", 3), literal);
    }

    #[test]
    fn strings_may_span_lines() {
        let expected = [(2, 1, None), (2, 2, None), (3, 1, None)];
        assert_eq!(places("'''\na\nb'''", 3), expected);
        let continued = [(1, 4, None), (2, 3, None), (2, 4, None)];
        assert_eq!(places("\"\"\"a\\\n  bc\"\"\"", 3), continued);
    }
}
