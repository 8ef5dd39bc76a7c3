//! A template's text and what its rule makes of it.

use std::ops::Range;

use super::layout::{Edit, block};
use super::original::Use;
use crate::weave::describe::literal;
use crate::weave::describe::source::{Function, Kind, Source, continues_name, starts_name};
use crate::weave::template::Template;
use crate::zend::literal::Value;

/// A template's file with the closure in it.
pub struct Text {
    source: Source,
    closure: Function,
}

/// A `\Weft\proceed()`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Site {
    /// From the name to the closing parenthesis.
    pub call: Range<usize>,
    /// The statement around it, where it is one that a splice can replace.
    pub statement: Option<(Range<usize>, Use)>,
}

/// What the target's declaration makes of a `return`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Returns {
    AsWritten,
    /// `: void`
    Nothing,
    /// `: never`
    Never,
}

impl Text {
    pub fn new(template: &Template) -> Option<Self> {
        let source = Source::new(template.source.clone().into_bytes());
        let closure = source.functions.first()?.clone();
        Some(Self { source, closure })
    }

    /// Each call of `\Weft\proceed()`.
    pub fn sites(&self) -> Vec<Site> {
        let source = &self.source;
        let is_proceed = |at: &usize| {
            let name = source.word(*at).to_ascii_lowercase();
            source.tokens[*at].kind == Kind::Name && name.rsplit(|byte| *byte == b'\\').next() == Some(b"proceed")
        };
        let calls = self.closure.body.clone().filter(is_proceed).filter_map(|at| {
            let open = source.code_from(at + 1);
            source.is_sign(open, b"(").then(|| source.closing(open)).flatten().map(|close| at..close + 1)
        });
        calls
            .map(|call| Site {
                statement: self.statement(&call),
                call,
            })
            .collect()
    }

    fn statement(&self, call: &Range<usize>) -> Option<(Range<usize>, Use)> {
        let source = &self.source;
        let end = source.code_from(call.end);
        if !source.is_sign(end, b";") {
            return None;
        }
        let before = source.code_before(call.start)?;
        if source.is_keyword(before, b"return") {
            return Some((before..end + 1, Use::Returned));
        }
        if source.is_sign(before, b"=") {
            let variable = source.code_before(before)?;
            let is_variable = source.tokens[variable].kind == Kind::Variable;
            let name = String::from_utf8_lossy(source.word(variable)).into_owned();
            return is_variable.then_some((variable..end + 1, Use::Assigned(name, false)));
        }
        let alone = [b";".as_slice(), b"{", b"}", b")"].iter().any(|sign| source.is_sign(before, sign));
        alone.then_some((call.start..end + 1, Use::Dropped))
    }

    /// The indentation that a token's line will have when the body is indented by `indent`.
    pub fn indentation(&self, at: usize, indent: &str) -> String {
        let start = self.source.tokens[at].start;
        let line = self.source.text[..start].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let own = |text: &[u8]| text.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        // The body's first line stands for what `block` takes away.
        let first = self.source.code_from(self.closure.body.start);
        let first = self.source.tokens.get(first).map_or(0, |token| token.start);
        let first = self.source.text[..first].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let (base, deep) = (own(&self.source.text[first..]), own(&self.source.text[line..]));
        format!("{indent}{}", " ".repeat(deep.saturating_sub(base)))
    }

    /// The body with changes, its variables renamed where they are `taken` by the target.
    pub fn body(&self, mut edits: Vec<Edit>, taken: &[Vec<u8>], returns: Returns, indent: &str) -> String {
        let source = &self.source;
        let changed = |edits: &[Edit], at: usize| edits.iter().any(|edit| edit.tokens.contains(&at));
        if returns != Returns::AsWritten {
            for at in self.closure.body.clone() {
                if source.is_keyword(at, b"return") && !changed(&edits, at) {
                    let end = (at..self.closure.body.end).find(|at| source.is_sign(*at, b";")).unwrap_or(at);
                    let text = self.bare_return(at + 1..end, returns, &edits, taken);
                    // What was changed inside is part of the new text.
                    edits.retain(|edit| !(at..end).contains(&edit.tokens.start));
                    edits.push(Edit { tokens: at..end, text });
                }
            }
        }
        for at in self.closure.body.clone() {
            if !changed(&edits, at)
                && let Some(text) = self.renamed(at, taken)
            {
                edits.push(Edit { tokens: at..at + 1, text });
            }
        }
        block(source, self.closure.body.clone(), &edits, indent)
    }

    /// A `return` of a function that returns nothing: what was to be returned is computed all the same.
    fn bare_return(&self, expression: Range<usize>, returns: Returns, edits: &[Edit], taken: &[Vec<u8>]) -> String {
        let source = &self.source;
        let code: Vec<usize> = expression
            .filter(|at| !matches!(source.tokens[*at].kind, Kind::Space | Kind::Comment))
            .collect();
        let leave = match returns {
            Returns::Never => "throw new \\TypeError('a never-returning function must not return')",
            _ => "return",
        };
        let effect = code.iter().any(|at| source.is_sign(*at, b"("));
        if !effect {
            return leave.to_owned();
        }
        let (first, last) = (code[0], code[code.len() - 1]);
        let mut text = String::new();
        let mut at = first;
        while at <= last {
            let edit = edits.iter().find(|edit| edit.tokens.start == at);
            text += &edit.map_or_else(
                || self.renamed(at, taken).unwrap_or_else(|| String::from_utf8_lossy(source.word(at)).into_owned()),
                |edit| edit.text.clone(),
            );
            at = edit.map_or(at + 1, |edit| edit.tokens.end);
        }
        format!("{text};\n{leave}")
    }

    /// A token with other names for the variables that the target has too; `None` when it stays as it is.
    fn renamed(&self, at: usize, taken: &[Vec<u8>]) -> Option<String> {
        let word = self.source.word(at);
        let text = match self.source.tokens[at].kind {
            Kind::Variable if taken.iter().any(|taken| taken == word) => rename(&word[1..]).into_bytes(),
            Kind::Text if word.first() != Some(&b'\'') => {
                let mut text = Vec::new();
                let mut rest = word;
                while let Some(dollar) = rest.iter().position(|byte| *byte == b'$') {
                    let escaped = rest[..dollar].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1;
                    let name = &rest[dollar + 1..];
                    let length = if name.first().copied().is_some_and(starts_name) {
                        name.iter().position(|byte| !continues_name(*byte)).unwrap_or(name.len())
                    } else {
                        0
                    };
                    text.extend(&rest[..dollar]);
                    let whole = &rest[dollar..=dollar + length];
                    if !escaped && taken.iter().any(|taken| taken == whole) {
                        text.extend(rename(&whole[1..]).bytes());
                    } else {
                        text.extend(whole);
                    }
                    rest = &rest[dollar + 1 + length..];
                }
                text.extend(rest);
                text
            }
            _ => return None,
        };
        (text != word).then(|| String::from_utf8_lossy(&text).into_owned())
    }

    /// The template's variables that the target has too.
    pub fn taken(&self, target: impl Fn(&[u8]) -> bool) -> Vec<Vec<u8>> {
        let variables = self.closure.body.clone().filter(|at| self.source.tokens[*at].kind == Kind::Variable);
        let mut taken: Vec<Vec<u8>> = variables.map(|at| self.source.word(at).to_vec()).filter(|name| target(name)).collect();
        taken.retain(|name| name != b"$this");
        taken.dedup();
        taken
    }
}

fn rename(name: &[u8]) -> String {
    format!("$weft_{}", String::from_utf8_lossy(name))
}

/// A variable of the template as the woven function has it.
pub fn variable(name: &str, taken: &[Vec<u8>]) -> String {
    let name = format!("${name}");
    if taken.iter().any(|taken| taken == name.as_bytes()) {
        rename(&name.as_bytes()[1..])
    } else {
        name
    }
}

/// The rule's settings, a line for each.
pub fn settings(template: &Template, settings: &[(u32, Value)], taken: &[Vec<u8>], indent: &str) -> String {
    let one = |(number, value): &(u32, Value)| {
        let declared = template.settings.iter().find(|declared| declared.variable == *number)?;
        Some(format!("{indent}{} = {};\n", variable(&declared.name, taken), literal::php(value)))
    };
    settings.iter().filter_map(one).collect()
}
