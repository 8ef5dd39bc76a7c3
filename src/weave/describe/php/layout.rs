//! Moves source text to another place: with changes, and with another indentation.

use std::ops::Range;

use crate::weave::describe::source::{Kind, Source};

/// Puts a text in the place of some tokens, or of none: before the first. A line break in it is followed by the indentation of the line it is in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    pub tokens: Range<usize>,
    pub text: String,
}

struct Line {
    text: String,
    /// It begins inside a string or outside of `<?php`, so its beginning means something.
    fixed: bool,
}

/// The text of some tokens with these changes, which do not overlap, each line indented by `indent`; without blank
/// lines at both ends.
pub fn block(source: &Source, tokens: Range<usize>, edits: &[Edit], indent: &str) -> String {
    let mut lines = cut(source, tokens, edits);
    // What follows the opening brace on its line has lost its indentation.
    let stub = lines.first().is_some_and(|line| !line.text.trim().is_empty());
    if let Some(first) = lines.first_mut() {
        first.text = first.text.trim_start().to_owned();
    }
    let blank = |line: &Line| line.text.trim().is_empty() && !line.fixed;
    while lines.last().is_some_and(blank) {
        lines.pop();
    }
    let start = lines.iter().position(|line| !blank(line)).unwrap_or(lines.len());
    let lines = &lines[start..];
    let common = lines
        .iter()
        .skip(usize::from(stub))
        .filter(|line| !line.fixed && !line.text.trim().is_empty())
        .map(|line| indentation(&line.text))
        .reduce(common)
        .unwrap_or_default();
    let common = common.len();
    let mut out = String::new();
    for (number, line) in lines.iter().enumerate() {
        let text = if line.fixed {
            line.text.clone()
        } else if line.text.trim().is_empty() {
            String::new()
        } else if stub && number == 0 {
            format!("{indent}{}", line.text)
        } else {
            format!("{indent}{}", &line.text[common..])
        };
        out += &text;
        out.push('\n');
    }
    // Blanks at the end of a last line that is no part of a string.
    out.trim_end_matches([' ', '\t', '\n']).to_owned() + if out.is_empty() { "" } else { "\n" }
}

pub fn indentation(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

fn common<'l>(one: &'l str, other: &str) -> &'l str {
    let same = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    &one[..same]
}

fn cut(source: &Source, tokens: Range<usize>, edits: &[Edit]) -> Vec<Line> {
    let mut lines = vec![Line {
        text: String::new(),
        fixed: false,
    }];
    let mut at = tokens.start;
    while at <= tokens.end {
        let mut next = at;
        for edit in edits.iter().filter(|edit| edit.tokens.start == at) {
            let indent = lines.last().map_or(String::new(), |line| indentation(&line.text).to_owned());
            append(&mut lines, &edit.text.replace('\n', &format!("\n{indent}")), false);
            next = next.max(edit.tokens.end);
        }
        if next == at && at < tokens.end {
            let fixed = matches!(source.tokens[at].kind, Kind::Text | Kind::Html);
            append(&mut lines, &String::from_utf8_lossy(source.word(at)).replace("\r\n", "\n"), fixed);
        }
        at = next.max(at + 1);
    }
    lines
}

fn append(lines: &mut Vec<Line>, text: &str, fixed: bool) {
    for (number, piece) in text.split('\n').enumerate() {
        if number > 0 {
            lines.push(Line { text: String::new(), fixed });
        }
        if let Some(line) = lines.last_mut() {
            line.text += piece;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(code: &str, edits: &[(&str, &str)]) -> String {
        let source = Source::new(format!("<?php {code}").into_bytes());
        let edits: Vec<Edit> = edits
            .iter()
            .map(|(word, text)| {
                let at = (0..source.tokens.len()).find(|at| source.word(*at) == word.as_bytes()).unwrap();
                Edit {
                    tokens: at..at + 1,
                    text: (*text).to_owned(),
                }
            })
            .collect();
        block(&source, 1..source.tokens.len(), &edits, "  ")
    }

    #[test]
    fn indentation_is_replaced() {
        assert_eq!(moved("\n\n\t\tif (a) {\n\t\t\tb;\n\n\t\t}\n\t", &[]), "  if (a) {\n  \tb;\n\n  }\n");
        assert_eq!(moved(" a; ", &[]), "  a;\n");
        assert_eq!(moved(" a;\n    b;\n      c;\n", &[]), "  a;\n  b;\n    c;\n");
        assert_eq!(moved(" \n \n", &[]), "");
    }

    #[test]
    fn strings_keep_their_lines() {
        assert_eq!(
            moved("\n    f('x\n  y',\n      <<<A\n      z\n      A);", &[]),
            "  f('x\n  y',\n    <<<A\n      z\n      A);\n"
        );
    }

    #[test]
    fn what_is_put_in_is_indented_like_its_line() {
        assert_eq!(moved("\n    {\n        a;\n    }\n", &[("a", "b\nc")]), "  {\n      b\n      c;\n  }\n");
    }
}
