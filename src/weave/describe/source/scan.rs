//! Cuts PHP's source text into tokens: as much of the language as it takes to find functions and to move their text.
//!
//! PHP's own scanner is a state of the compiler that cannot be entered from outside, and ext/tokenizer may be missing.

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Text outside of `<?php ... ?>`, with the tags.
    Html,
    Space,
    Comment,
    /// A name with its namespace, or a keyword.
    Name,
    /// `$name`
    Variable,
    Number,
    /// A string of any sort, from the first quote to the last, whatever is inside.
    Text,
    /// A sign: one byte, or one of `::`, `->`, `?->`, `=>`, `#[`.
    Sign,
}

/// A piece of the text: bytes `start` to `end`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    /// The line on which it begins, from 1.
    pub line: u32,
}

/// Cuts a file. The tokens lie one behind the other without gaps.
pub fn scan(text: &[u8]) -> Vec<Token> {
    let mut scanner = Scanner {
        text,
        at: 0,
        line: 1,
        tokens: Vec::new(),
    };
    scanner.html();
    while scanner.at < text.len() {
        scanner.token();
    }
    scanner.tokens
}

struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
    line: u32,
    tokens: Vec<Token>,
}

impl Scanner<'_> {
    fn rest(&self) -> &[u8] {
        &self.text[self.at..]
    }

    fn push(&mut self, kind: Kind, length: usize) {
        let end = (self.at + length).min(self.text.len());
        if end == self.at {
            return;
        }
        self.tokens.push(Token {
            kind,
            start: self.at,
            end,
            line: self.line,
        });
        self.line += u32::try_from(count(&self.text[self.at..end], b'\n')).unwrap_or(0);
        self.at = end;
    }

    /// Up to and with the next opening tag.
    fn html(&mut self) {
        let rest = self.rest();
        let opening = (0..rest.len()).find_map(|at| opening_tag(&rest[at..]).map(|length| at + length));
        self.push(Kind::Html, opening.unwrap_or(rest.len()));
    }

    fn token(&mut self) {
        let rest = self.rest();
        let signs: [&[u8]; 5] = [b"?->", b"::", b"->", b"=>", b"#["];
        let (kind, length) = match rest[0] {
            b' ' | b'\t' | b'\r' | b'\n' => (Kind::Space, span(rest, |byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))),
            b'#' if rest.get(1) != Some(&b'[') => (Kind::Comment, line_comment(rest)),
            b'/' if rest.get(1) == Some(&b'/') => (Kind::Comment, line_comment(rest)),
            b'/' if rest.get(1) == Some(&b'*') => (Kind::Comment, find(rest, 2, b"*/").map_or(rest.len(), |at| at + 2)),
            b'?' if rest.get(1) == Some(&b'>') => return self.html(),
            b'\'' => (Kind::Text, quoted(rest, b'\'')),
            b'"' | b'`' => (Kind::Text, interpolated(rest, rest[0])),
            // A string of bytes: b"..."
            b'b' | b'B' if matches!(rest.get(1), Some(b'\'')) => (Kind::Text, 1 + quoted(&rest[1..], b'\'')),
            b'b' | b'B' if matches!(rest.get(1), Some(b'"')) => (Kind::Text, 1 + interpolated(&rest[1..], b'"')),
            b'<' if rest.starts_with(b"<<<") && heredoc(rest).is_some() => (Kind::Text, heredoc(rest).unwrap_or(3)),
            b'$' if rest.get(1).copied().is_some_and(starts_name) => (Kind::Variable, 1 + span(&rest[1..], continues_name)),
            byte if starts_name(byte) || (byte == b'\\' && rest.get(1).copied().is_some_and(starts_name)) => {
                (Kind::Name, span(rest, |byte| continues_name(byte) || byte == b'\\'))
            }
            byte if byte.is_ascii_digit() => (Kind::Number, span(rest, |byte| continues_name(byte) || byte == b'.')),
            _ => (Kind::Sign, signs.iter().find(|sign| rest.starts_with(sign)).map_or(1, |sign| sign.len())),
        };
        self.push(kind, length);
    }
}

pub fn starts_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

pub fn continues_name(byte: u8) -> bool {
    starts_name(byte) || byte.is_ascii_digit()
}

fn count(text: &[u8], byte: u8) -> usize {
    text.iter().filter(|found| **found == byte).count()
}

fn span(text: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    text.iter().position(|byte| !belongs(*byte)).unwrap_or(text.len())
}

fn find(text: &[u8], from: usize, wanted: &[u8]) -> Option<usize> {
    let rest = text.get(from..)?;
    rest.windows(wanted.len()).position(|window| window == wanted).map(|at| at + from)
}

/// The length of an opening tag at the beginning of `text`.
fn opening_tag(text: &[u8]) -> Option<usize> {
    if text.starts_with(b"<?=") {
        return Some(3);
    }
    let long = text.len() >= 5 && text[..5].eq_ignore_ascii_case(b"<?php");
    match long.then(|| text.get(5)) {
        Some(None) => Some(5),
        Some(Some(b' ' | b'\t' | b'\n')) => Some(6),
        Some(Some(b'\r')) => Some(if text.get(6) == Some(&b'\n') { 7 } else { 6 }),
        // The short tag, for files of those who have it on.
        _ if text.starts_with(b"<?") && matches!(text.get(2), Some(b' ' | b'\t' | b'\n' | b'\r')) => Some(3),
        _ => None,
    }
}

/// Ends with the line, or before `?>`.
fn line_comment(text: &[u8]) -> usize {
    let line = span(text, |byte| byte != b'\n' && byte != b'\r');
    find(&text[..line], 0, b"?>").unwrap_or(line)
}

fn quoted(text: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < text.len() && text[at] != quote {
        at += if text[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(text.len())
}

/// A string in which variables and `{$expressions}` stand.
fn interpolated(text: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < text.len() && text[at] != quote {
        at += interpolated_step(&text[at..]);
    }
    (at + 1).min(text.len())
}

/// How far the next piece of a string with variables reaches: an escape, an expression in braces, or a byte.
fn interpolated_step(text: &[u8]) -> usize {
    match text {
        [b'\\', _, ..] => 2,
        [b'{', b'$', ..] => 1 + expression(&text[1..]),
        [b'$', b'{', ..] => 2 + expression(&text[2..]),
        _ => 1,
    }
}

/// The length of code up to and with the brace that closes it.
fn expression(text: &[u8]) -> usize {
    let mut scanner = Scanner {
        text,
        at: 0,
        line: 0,
        tokens: Vec::new(),
    };
    let mut depth = 1;
    while scanner.at < text.len() {
        scanner.token();
        let Some(token) = scanner.tokens.last() else { break };
        match (token.kind, text[token.start]) {
            (Kind::Sign, b'{') => depth += 1,
            (Kind::Sign, b'}') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return token.end;
        }
    }
    text.len()
}

/// The length of a heredoc or nowdoc at the beginning of `text`.
fn heredoc(text: &[u8]) -> Option<usize> {
    let mut at = 3 + span(&text[3..], |byte| byte == b' ' || byte == b'\t');
    let quote = text.get(at).copied().filter(|byte| matches!(byte, b'\'' | b'"'));
    at += usize::from(quote.is_some());
    let label = &text[at..at + span(&text[at..], continues_name)];
    if label.is_empty() || !starts_name(label[0]) {
        return None;
    }
    at += label.len();
    if let Some(quote) = quote {
        (text.get(at) == Some(&quote)).then_some(())?;
        at += 1;
    }
    at += match text.get(at..)? {
        [b'\r', b'\n', ..] => 2,
        [b'\n' | b'\r', ..] => 1,
        _ => return None,
    };
    let mut line_begins = true;
    while at < text.len() {
        if line_begins {
            let label_at = at + span(&text[at..], |byte| byte == b' ' || byte == b'\t');
            let end = label_at + label.len();
            if text[label_at..].starts_with(label) && !text.get(end).copied().is_some_and(continues_name) {
                return Some(end);
            }
        }
        line_begins = matches!(text[at], b'\n' | b'\r');
        at += if quote == Some(b'\'') { 1 } else { interpolated_step(&text[at..]) };
    }
    Some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        let tokens = scan(text.as_bytes());
        assert_eq!(tokens.iter().map(|token| &text[token.start..token.end]).collect::<String>(), text);
        let shown = tokens.iter().filter(|token| token.kind != Kind::Space);
        shown.map(|token| (token.kind, &text[token.start..token.end])).collect()
    }

    fn texts(code: &str) -> Vec<String> {
        let text = format!("<?php {code}");
        kinds(&text)
            .iter()
            .filter(|(kind, _)| *kind == Kind::Text)
            .map(|(_, text)| (*text).to_owned())
            .collect()
    }

    #[test]
    fn tags_separate_code_from_text() {
        use Kind::{Html, Name, Sign};
        assert_eq!(
            kinds("a <?php f(); // x ?> b <?= c ?>\nd"),
            [
                (Html, "a <?php "),
                (Name, "f"),
                (Sign, "("),
                (Sign, ")"),
                (Sign, ";"),
                (Kind::Comment, "// x "),
                (Html, "?> b <?="),
                (Name, "c"),
                (Html, "?>\nd"),
            ]
        );
        assert_eq!(kinds("<?xml f(); <?PHP\nf"), [(Html, "<?xml f(); <?PHP\n"), (Name, "f")]);
    }

    #[test]
    fn comments_and_attributes_begin_alike() {
        use Kind::{Comment, Name, Sign};
        assert_eq!(
            kinds("<?php #[A] # b\n/* } */ c")[1..],
            [(Sign, "#["), (Name, "A"), (Sign, "]"), (Comment, "# b"), (Comment, "/* } */"), (Name, "c"),]
        );
    }

    #[test]
    fn names_take_their_namespace_along() {
        use Kind::{Name, Sign, Variable};
        assert_eq!(
            kinds(r"<?php \A\b::$c?->d namespace\e")[1..],
            [
                (Name, r"\A\b"),
                (Sign, "::"),
                (Variable, "$c"),
                (Sign, "?->"),
                (Name, "d"),
                (Name, r"namespace\e")
            ]
        );
    }

    #[test]
    fn strings_end_at_their_own_quote() {
        assert_eq!(
            texts(r#"'it\'s }' . "a \" }" . b"x" . `ls "`;"#),
            [r"'it\'s }'", r#""a \" }""#, r#"b"x""#, "`ls \"`"]
        );
        assert_eq!(
            texts(r#""{$a["k}"]} ${b["}"]} {$c->d("{$e['"']}")}" . 'f';"#),
            [r#""{$a["k}"]} ${b["}"]} {$c->d("{$e['"']}")}""#, "'f'"]
        );
        assert_eq!(texts(r#""\{$a" . '}';"#), [r#""\{$a""#, "'}'"]);
    }

    #[test]
    fn heredocs_end_at_their_label() {
        assert_eq!(
            texts("<<<A\n  Ab } {$x[<<<B\nA\nB]}\n  A . 'x';"),
            ["<<<A\n  Ab } {$x[<<<B\nA\nB]}\n  A", "'x'"]
        );
        assert_eq!(texts("<<< 'A'\n{$x\nA;"), ["<<< 'A'\n{$x\nA"]);
        assert_eq!(texts("<<<\"A\"\nA; 1 << 2; 'b'"), ["<<<\"A\"\nA", "'b'"]);
    }

    #[test]
    fn lines_are_counted_through_everything() {
        let text = "<?php\n/* \n */ 'a\nb' <<<X\n\nX\n;\nlast";
        let last = *scan(text.as_bytes()).last().unwrap();
        assert_eq!((last.line, &text[last.start..]), (8, "last"));
    }

    #[test]
    fn what_never_ends_ends_with_the_text() {
        for text in ["<?php 'a", "<?php \"{$a", "<?php /* ", "<?php <<<A\nb", "<?php \"\\", "<?", ""] {
            kinds(text);
        }
    }
}
