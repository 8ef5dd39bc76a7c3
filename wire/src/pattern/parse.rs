//! From text to a [`Pattern`], or to the one sentence that says what is wrong with it.

use std::fmt;

use super::{Name, Pattern, Target};

/// What is wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// Where, in characters from 1; one behind the last character means the end.
    pub column: u32,
    /// What stands there, quoted where it is text.
    pub found: String,
    /// What may stand there.
    pub expected: String,
}

/// What PHP keeps for itself, so that no function is called it. Methods, and functions in a namespace, may be.
const RESERVED: [&str; 54] = [
    "__halt_compiler",
    "abstract",
    "and",
    "as",
    "break",
    "callable",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "declare",
    "default",
    "do",
    "else",
    "elseif",
    "enddeclare",
    "endfor",
    "endforeach",
    "endif",
    "endswitch",
    "endwhile",
    "extends",
    "final",
    "finally",
    "fn",
    "for",
    "foreach",
    "function",
    "global",
    "goto",
    "if",
    "implements",
    "instanceof",
    "insteadof",
    "interface",
    "match",
    "namespace",
    "new",
    "or",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "switch",
    "throw",
    "trait",
    "try",
    "use",
    "var",
    "while",
    "xor",
    "yield",
];

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let PatternError { column, found, expected } = self;
        write!(f, "column {column}: found {found}, expected {expected}")
    }
}

impl std::error::Error for PatternError {}

/// Text in quotes, its control characters made visible. Backslashes stay as they are: names are
/// full of them.
pub(crate) fn quoted(text: &str) -> String {
    let quote = if text.contains('"') { '\'' } else { '"' };
    let mut quoted = String::from(quote);
    for c in text.chars() {
        match c {
            '\0'..' ' | '\x7f' => quoted.extend(c.escape_default()),
            _ => quoted.push(c),
        }
    }
    quoted.push(quote);
    quoted
}

/// What goes wrong is known where it happens; only there is it worth saying more than the
/// characters that may follow.
type Result<T> = std::result::Result<T, PatternError>;

pub(super) fn parse(bytes: &[u8]) -> Result<Pattern> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let (good, bad) = bytes.split_at(error.valid_up_to());
            return Err(PatternError {
                column: String::from_utf8_lossy(good).chars().count() as u32 + 1,
                found: format!("byte 0x{:02X}", bad[0]),
                expected: "UTF-8".into(),
            });
        }
    };
    let mut parser = Parser {
        text: text.chars().collect(),
        at: 0,
    };
    parser.pattern()
}

struct Parser {
    text: Vec<char>,
    at: usize,
}

impl Parser {
    fn pattern(&mut self) -> Result<Pattern> {
        let takes_away = self.eat("!");
        let target = match self.peek() {
            None if takes_away => self.expected("a pattern behind \"!\""),
            None => self.expected(r#"a pattern such as "strlen", "App\*" or "PDO::query""#),
            Some('!') => self.expected("one \"!\" only"),
            Some('{') => self.closure(),
            Some('@') => self.attribute(),
            Some(_) => self.named(),
        }?;
        Ok(Pattern { takes_away, target })
    }

    fn closure(&mut self) -> Result<Target> {
        let start = self.at;
        while self.peek().is_some_and(|c| c != '}') {
            self.at += 1;
        }
        self.eat("}");
        let found: String = self.text[start..self.at].iter().collect();
        let place = found.get(..9).filter(|begin| begin.eq_ignore_ascii_case("{closure:")).map(|_| &found[9..]);
        let target = match place {
            Some(place) => closure_at(place),
            None if found.eq_ignore_ascii_case("{closure}") => Some(Target::Closures),
            None => return self.wrong(start, quoted(&found), "\"{closure}\""),
        };
        match (target, self.peek()) {
            (None, _) => self.wrong(start, quoted(&found), "a file and a line, as in \"{closure:src/app.php:12}\""),
            (Some(target), None) => Ok(target),
            (Some(_), Some(_)) => self.expected(&format!("the end behind {}", quoted(&found))),
        }
    }

    fn attribute(&mut self) -> Result<Target> {
        self.eat("@");
        self.eat("\\");
        match self.peek() {
            None => return self.expected("an attribute's name behind \"@\""),
            Some('@') => return self.expected("one \"@\" only"),
            Some(_) => {}
        }
        let name = self.name()?;
        match self.peek() {
            None => Ok(Target::Attribute(name)),
            Some(':' | '+') => self.expected("the end: an attribute names functions, methods and classes by itself"),
            Some(_) if name.0.ends_with('*') => self.expected(r#"a letter, a digit, "_", "\" or the end"#),
            Some(_) => self.expected(r#"a letter, a digit, "_", "*", "\" or the end"#),
        }
    }

    fn named(&mut self) -> Result<Target> {
        self.eat("\\");
        let start = self.at;
        let name = self.name()?;
        match self.peek() {
            None if &*name.0 == "*" => Ok(Target::Everything),
            None => self.functions(start, name),
            Some('+') => self.descendants(start, name),
            Some(':') => self.methods(start, name, false),
            Some(_) if name.0.ends_with('*') => self.expected(r#"a letter, a digit, "_", "\", "::" or the end"#),
            Some(_) => self.expected(r#"a letter, a digit, "_", "*", "\", "::" or the end"#),
        }
    }

    /// A class or a function: segments with backslashes between them.
    fn name(&mut self) -> Result<Name> {
        let mut name = String::new();
        loop {
            match self.peek() {
                Some(c) if is_letter(c) || c == '*' => self.segment(&mut name)?,
                Some('\\') => {
                    return self.expected(r#"a name or "*" behind a single "\""#);
                }
                Some('{') => {
                    return self.expected("\"{closure}\" alone: it names closures everywhere");
                }
                Some('+') if name.is_empty() => {
                    return self.expected("a class in front of \"+\"");
                }
                Some(':') if name.is_empty() && self.looking_at("::") => {
                    let at = self.at;
                    return self.wrong(at, quoted("::"), "a class or \"*\" in front of it");
                }
                Some('0'..='9') => {
                    return self.expected("a letter, \"_\" or \"*\": names start without a digit");
                }
                _ if name.is_empty() => return self.expected("a name or \"*\""),
                _ => return self.expected(r#"a name or "*" behind "\""#),
            }
            if !self.eat("\\") {
                return Ok(Name(name.into()));
            }
            name.push('\\');
        }
    }

    /// Letters, digits and stars. The caller has seen that it starts well.
    fn segment(&mut self, name: &mut String) -> Result<()> {
        while let Some(c) = self.peek() {
            if c == '*' && name.ends_with('*') {
                return self.expected("a single \"*\": it stands for backslashes too");
            }
            if !(is_letter(c) || c.is_ascii_digit() || c == '*') {
                break;
            }
            name.push(c);
            self.at += 1;
        }
        Ok(())
    }

    fn functions(&self, start: usize, name: Name) -> Result<Target> {
        let folded = name.0.to_ascii_lowercase();
        let found = quoted(&name.0);
        match &*folded {
            "include" => Ok(Target::Include),
            "eval" => Ok(Target::Eval),
            "include_once" | "require" | "require_once" => self.wrong(start, found, "\"include\", which stands for it too"),
            "echo" | "print" | "isset" | "unset" | "empty" | "list" | "array" => self.wrong(start, found, "a function: PHP makes no call of this construct"),
            // As PHP itself has it: there is one instruction, and from 8.4 on one function.
            "die" => Ok(Target::Functions(Name("exit".into()))),
            word if RESERVED.contains(&word) => self.wrong(start, found, "a function: this is a word of PHP's own"),
            _ => Ok(Target::Functions(name)),
        }
    }

    fn descendants(&mut self, start: usize, class: Name) -> Result<Target> {
        if !class.is_exact() {
            return self.expected("\"::\": \"+\" needs a class without \"*\"");
        }
        self.eat("+");
        if !self.looking_at("::") {
            return self.expected("\"::\" and a method behind \"+\"");
        }
        self.methods(start, class, true)
    }

    fn methods(&mut self, start: usize, class: Name, descendants: bool) -> Result<Target> {
        if !self.eat("::") {
            return self.expected("\"::\"");
        }
        if matches!(&*class.0.to_ascii_lowercase(), "self" | "static" | "parent") {
            return self.wrong(start, quoted(&class.0), "the class by its own name");
        }
        let mut method = String::new();
        match self.peek() {
            Some('0'..='9') => {
                return self.expected("a letter, \"_\" or \"*\": names start without a digit");
            }
            Some('{') => {
                return self.expected("\"{closure}\" alone: it names closures everywhere");
            }
            Some('$') => self.hook(&mut method)?,
            _ => self.segment(&mut method)?,
        }
        match self.peek() {
            None if method.is_empty() => self.expected("a method or \"*\""),
            None => Ok(Target::Methods {
                class,
                descendants,
                method: Name(method.into()),
            }),
            Some(':') if !method.is_empty() && self.looking_at("::") => self.wrong(self.at, quoted("::"), "the end: there is one \"::\" already"),
            Some('+') => self.expected("the end: \"+\" belongs behind the class"),
            Some('\\') => self.expected("a method: methods have no namespace"),
            Some(_) if method.is_empty() => self.expected("a method or \"*\""),
            Some(_) if method.ends_with('*') => self.expected("a letter, a digit, \"_\" or the end"),
            Some(_) => self.expected("a letter, a digit, \"_\", \"*\" or the end"),
        }
    }

    /// The code behind a property, by the name that PHP gives it: `$name::get`.
    fn hook(&mut self, method: &mut String) -> Result<()> {
        self.eat("$");
        method.push('$');
        self.segment(method)?;
        if method.len() == 1 {
            return self.expected("a property or \"*\" behind \"$\"");
        }
        if !self.eat("::") {
            return self.expected("\"::get\", \"::set\" or \"::*\" behind a property");
        }
        method.push_str("::");
        let start = self.at;
        self.segment(method)?;
        let name: String = self.text[start..self.at].iter().collect();
        if matches!(&*name.to_ascii_lowercase(), "get" | "set") || name.contains('*') {
            return Ok(());
        }
        self.wrong(
            start,
            if name.is_empty() { "the end".into() } else { quoted(&name) },
            "\"get\", \"set\" or \"*\"",
        )
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn looking_at(&self, text: &str) -> bool {
        self.text[self.at..].iter().copied().take(text.len()).eq(text.chars())
    }

    /// Steps over `text` (ASCII) if it stands here.
    fn eat(&mut self, text: &str) -> bool {
        let eats = self.looking_at(text);
        if eats {
            self.at += text.len();
        }
        eats
    }

    /// The error at this very place.
    fn expected<T>(&self, expected: &str) -> Result<T> {
        let found = match self.peek() {
            Some(c) => quoted(c.encode_utf8(&mut [0; 4])),
            None => "the end".into(),
        };
        self.wrong(self.at, found, expected)
    }

    fn wrong<T>(&self, at: usize, found: String, expected: &str) -> Result<T> {
        Err(PatternError {
            column: at as u32 + 1,
            found,
            expected: expected.into(),
        })
    }
}

/// `src/app.php:12}`, of a pattern that began with `{closure:`.
fn closure_at(place: &str) -> Option<Target> {
    let (file, line) = place.strip_suffix('}')?.rsplit_once(':')?;
    let digits = line.bytes().all(|byte| byte.is_ascii_digit());
    let line = line.parse().ok().filter(|line| *line > 0 && digits)?;
    (!file.is_empty()).then(|| Target::ClosureAt { file: file.into(), line })
}

/// What PHP's own scanner takes for a letter: all but ASCII counts.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || !c.is_ascii()
}
