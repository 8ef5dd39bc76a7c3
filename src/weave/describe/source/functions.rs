//! Finds the functions in a source text.

use std::ops::Range;

use super::scan::{Kind, Token, scan};

/// A text with its tokens and the functions in it.
#[derive(Debug)]
pub struct Source {
    pub text: Vec<u8>,
    pub tokens: Vec<Token>,
    /// In the order of their keywords.
    pub functions: Vec<Function>,
}

/// A function, as places in [`Source::tokens`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Function {
    /// The line of `function` or `fn`, which PHP takes for the function's first.
    pub line: u32,
    /// `None` for closures.
    pub name: Option<usize>,
    /// The keyword.
    pub keyword: usize,
    /// From the first modifier to the last token before the body (arrow functions: before `=>`).
    pub head: Range<usize>,
    /// What stands between the parentheses.
    pub parameters: Range<usize>,
    /// What stands between the braces, or behind `=>`.
    pub body: Range<usize>,
    pub arrow: bool,
}

impl Source {
    pub fn new(text: Vec<u8>) -> Self {
        let tokens = scan(&text);
        let mut source = Self {
            text,
            tokens,
            functions: Vec::new(),
        };
        source.functions = (0..source.tokens.len()).filter_map(|at| source.function_at(at)).collect();
        source
    }

    /// The text of one token.
    pub fn word(&self, at: usize) -> &[u8] {
        self.tokens.get(at).map_or(b"", |token| &self.text[token.start..token.end])
    }

    /// The text of several tokens.
    pub fn slice(&self, tokens: Range<usize>) -> &[u8] {
        match (self.tokens.get(tokens.start), tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if first.start <= last.end => &self.text[first.start..last.end],
            _ => b"",
        }
    }

    pub fn is_sign(&self, at: usize, sign: &[u8]) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Sign) && self.word(at) == sign
    }

    pub fn is_keyword(&self, at: usize, keyword: &[u8]) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Name) && self.word(at).eq_ignore_ascii_case(keyword)
    }

    fn is_code(&self, at: usize) -> bool {
        !matches!(self.tokens[at].kind, Kind::Space | Kind::Comment)
    }

    /// The first token from here on that is neither blank nor comment.
    pub fn code_from(&self, at: usize) -> usize {
        (at..self.tokens.len()).find(|at| self.is_code(*at)).unwrap_or(self.tokens.len())
    }

    /// The last such token before this one.
    pub fn code_before(&self, at: usize) -> Option<usize> {
        (0..at).rev().find(|at| self.is_code(*at))
    }

    /// The bracket that closes the one at `at`.
    pub fn closing(&self, at: usize) -> Option<usize> {
        let mut depth = 0;
        for number in at..self.tokens.len() {
            depth += self.depth(number);
            if depth == 0 {
                return Some(number);
            }
        }
        None
    }

    /// By how much a token changes how deep in brackets what follows stands.
    pub fn depth(&self, at: usize) -> i32 {
        if self.tokens[at].kind != Kind::Sign {
            return 0;
        }
        match self.word(at) {
            b"(" | b"[" | b"{" | b"#[" => 1,
            b")" | b"]" | b"}" => -1,
            _ => 0,
        }
    }

    /// The function whose keyword stands here.
    fn function_at(&self, keyword: usize) -> Option<Function> {
        let arrow = self.is_keyword(keyword, b"fn");
        if !arrow && !self.is_keyword(keyword, b"function") {
            return None;
        }
        let before = self.code_before(keyword);
        if let Some(before) = before {
            let names = [b"->".as_slice(), b"?->", b"::"];
            // A name of something, or of another function.
            if names.iter().any(|sign| self.is_sign(before, sign)) || self.names_follow(before) {
                return None;
            }
        }
        let mut at = self.code_from(keyword + 1);
        if self.is_sign(at, b"&") {
            at = self.code_from(at + 1);
        }
        let name = (!arrow && self.tokens.get(at).is_some_and(|token| token.kind == Kind::Name)).then_some(at);
        if name.is_some() {
            at = self.code_from(at + 1);
        }
        if !self.is_sign(at, b"(") {
            return None;
        }
        let close = self.closing(at)?;
        let parameters = at + 1..close;
        // `use (...)` and the return type hold no braces.
        let opens = (close + 1..self.tokens.len()).find(|at| {
            let sign = |sign: &[u8]| self.is_sign(*at, sign);
            if arrow { sign(b"=>") } else { sign(b"{") || sign(b";") || sign(b"}") }
        })?;
        let end = match () {
            () if arrow => self.end_of_expression(opens + 1),
            () if self.is_sign(opens, b"{") => self.closing(opens)?,
            // Abstract.
            () => return None,
        };
        Some(Function {
            line: self.tokens[keyword].line,
            name,
            keyword,
            head: self.first_modifier(keyword)..self.code_before(opens)? + 1,
            parameters,
            body: opens + 1..end,
            arrow,
        })
    }

    /// Is this the keyword `function` or `fn`, with a name behind it? Methods may be called like keywords.
    fn names_follow(&self, at: usize) -> bool {
        let at = if self.is_sign(at, b"&") { self.code_before(at) } else { Some(at) };
        at.is_some_and(|at| self.is_keyword(at, b"function") || self.is_keyword(at, b"const"))
    }

    fn first_modifier(&self, keyword: usize) -> usize {
        const MODIFIERS: [&[u8]; 6] = [b"abstract", b"final", b"public", b"protected", b"private", b"static"];
        let mut first = keyword;
        while let Some(before) = self.code_before(first)
            && MODIFIERS.iter().any(|modifier| self.is_keyword(before, modifier))
        {
            first = before;
        }
        first
    }

    /// The token that ends the expression which begins here.
    fn end_of_expression(&self, from: usize) -> usize {
        let mut depth = 0;
        for at in from..self.tokens.len() {
            let ends = self.is_sign(at, b",") || self.is_sign(at, b";") || self.tokens[at].kind == Kind::Html;
            depth += self.depth(at);
            if depth < 0 || (depth == 0 && ends) {
                return at;
            }
        }
        self.tokens.len()
    }

    /// The named function that begins on a line.
    pub fn find(&self, name: &[u8], line: u32) -> Option<&Function> {
        let mut fitting = self.functions.iter().filter(|function| function.line == line);
        fitting.find(|function| function.name.is_some_and(|at| self.word(at).eq_ignore_ascii_case(name)))
    }

    /// The closure that begins on a line, directly inside `parent` (`None`: inside no function); of several the one of
    /// this number, from 0.
    pub fn find_closure(&self, parent: Option<&Function>, line: u32, number: usize) -> Option<&Function> {
        let mut fitting = self
            .functions
            .iter()
            .filter(|function| function.name.is_none() && function.line == line && self.parent(function) == parent);
        fitting.nth(number)
    }

    /// The function around another one.
    fn parent(&self, function: &Function) -> Option<&Function> {
        let around = |outer: &&Function| outer.keyword < function.keyword && function.keyword < outer.body.end;
        self.functions.iter().rev().find(around)
    }

    /// Does this token belong to a function inside `function`?
    pub fn is_inner(&self, function: &Function, at: usize) -> bool {
        self.functions
            .iter()
            .any(|inner| inner.keyword >= function.body.start && inner.keyword < function.body.end && inner.keyword <= at && at < inner.body.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn functions(code: &str) -> Vec<String> {
        let source = Source::new(format!("<?php {code}").into_bytes());
        let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let one = |function: &Function| {
            format!(
                "{} | {} | {}",
                shown(source.slice(function.head.clone())),
                shown(source.slice(function.parameters.clone())),
                shown(source.slice(function.body.clone())).trim()
            )
        };
        source.functions.iter().map(one).collect()
    }

    #[test]
    fn functions_and_methods_are_found() {
        assert_eq!(functions("function f() { return '}'; }"), ["function f() |  | return '}';"]);
        assert_eq!(
            functions(
                "class A { final public static function &m(int $a = 1, array $b = ['}']): ?array { if (1) { } } abstract function n(); function o() {} }"
            ),
            [
                "final public static function &m(int $a = 1, array $b = ['}']): ?array | int $a = 1, array $b = ['}'] | if (1) { }",
                "function o() |  | "
            ]
        );
    }

    #[test]
    fn closures_end_where_their_expression_does() {
        assert_eq!(
            functions("f(static fn(#[A(1)] $x) => [$x, g(1)], fn() => fn() => 2);"),
            ["static fn(#[A(1)] $x) | #[A(1)] $x | [$x, g(1)]", "fn() |  | fn() => 2", "fn() |  | 2"]
        );
        assert_eq!(
            functions("$f = function () use (&$a): int { return 1; };"),
            ["function () use (&$a): int |  | return 1;"]
        );
        assert_eq!(
            functions("$f = fn() => match(true) { 1 => 2, default => 3 } ?>"),
            ["fn() |  | match(true) { 1 => 2, default => 3 }"]
        );
    }

    #[test]
    fn names_that_look_like_functions_are_none() {
        for code in [
            "use function a\\b;",
            "use a\\{function b, const c};",
            "f(fn: 1);",
            "$a->function(1); $a?->fn(1); A::fn(1);",
            "class A { const FN = 1, FUNCTION = 2; }",
            "// function f() {}",
            "'function f() {}';",
        ] {
            assert_eq!(functions(code), [""; 0], "{code}");
        }
        assert_eq!(functions("class A { function function() { } function &fn() { } }").len(), 2);
    }

    #[test]
    fn of_several_closures_on_a_line_parent_and_number_decide() {
        let source = Source::new(b"<?php\n[fn() => 1, fn() => 2, function f() { fn() => 3; }];".to_vec());
        let f = source.find(b"F", 2);
        assert!(f.is_some());
        let body = |parent, number| source.find_closure(parent, 2, number).map(|found| source.slice(found.body.clone()).to_vec());
        assert_eq!(body(None, 1).unwrap(), b" 2");
        assert_eq!(body(None, 2), None);
        assert_eq!(body(f, 0).unwrap(), b" 3");
    }

    #[test]
    fn what_belongs_to_an_inner_function_is_known() {
        let source = Source::new(b"<?php function f() { $a = function () { return 1; }; return 2; }".to_vec());
        let returns: Vec<bool> = (0..source.tokens.len())
            .filter(|at| source.is_keyword(*at, b"return"))
            .map(|at| source.is_inner(&source.functions[0], at))
            .collect();
        assert_eq!(returns, [true, false]);
    }
}
