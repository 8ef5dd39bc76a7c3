//! What patterns are held against: a function as PHP knows it, and what is known of its class.

/// A function, as PHP names it, in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject<'a> {
    /// The class that the method belongs to, without a leading backslash; `None` for functions.
    pub class: Option<&'a [u8]>,
    /// The function with its namespace, or the method alone; without NUL bytes.
    pub function: &'a [u8],
    /// A closure: `class` and `function` do not matter then, PHP's versions name closures
    /// differently. A function whose name begins with `{` or ends with `}` counts as well.
    pub closure: bool,
    /// The file in which it stands, and the line in which it begins: for closures, which have no other name. Empty and 0
    /// where it is not known.
    pub file: &'a [u8],
    /// See `file`.
    pub line: u32,
    /// The names of its attributes, and of those of its class.
    pub attributes: &'a [&'a [u8]],
    /// Built into PHP or an extension. `*` and `*::*` mean the application's code and pass it by.
    pub internal: bool,
}

impl<'a> Subject<'a> {
    /// A function of the application.
    pub const fn function(function: &'a [u8]) -> Self {
        Subject {
            class: None,
            function,
            closure: false,
            file: b"",
            line: 0,
            attributes: &[],
            internal: false,
        }
    }

    /// A method of the application.
    pub const fn method(class: &'a [u8], function: &'a [u8]) -> Self {
        Subject {
            class: Some(class),
            ..Subject::function(function)
        }
    }

    /// A closure.
    pub const fn closure() -> Self {
        Subject {
            closure: true,
            ..Subject::function(b"{closure}")
        }
    }

    /// A closure that stands here.
    pub const fn closure_at(file: &'a [u8], line: u32) -> Self {
        Subject {
            file,
            line,
            ..Subject::closure()
        }
    }

    /// The same with these attributes.
    pub const fn with_attributes(self, attributes: &'a [&'a [u8]]) -> Self {
        Subject { attributes, ..self }
    }

    /// The language construct `include`, and with it `include_once`, `require` and `require_once`.
    pub const fn include() -> Self {
        Subject::function(b"include")
    }

    /// The language construct `eval`.
    pub const fn eval() -> Self {
        Subject::function(b"eval")
    }

    /// The instruction `exit`, which PHP code may also call `die`; a function from PHP 8.4 on.
    pub const fn exit() -> Self {
        Subject::function(b"exit").internal()
    }

    /// The same, built into PHP or an extension.
    pub const fn internal(self) -> Self {
        Subject { internal: true, ..self }
    }

    /// What a person means by `strlen`, `\App\report` or `PDO::query`.
    pub fn named(text: &'a [u8]) -> Self {
        let text = text.strip_prefix(b"\\").unwrap_or(text);
        match text.windows(2).position(|pair| pair == b"::") {
            Some(at) => Subject::method(&text[..at], &text[at + 2..]),
            None => Subject::function(text),
        }
    }

    pub(crate) fn is_closure(&self) -> bool {
        // PHP 8.4 has `{closure:App\report():12}`, older ones `App\{closure}`. No name that one
        // can write in PHP has a brace.
        self.closure || self.function.starts_with(b"{") || self.function.ends_with(b"}")
    }

    /// `include` or `eval`: wildcards pass them by, they are not functions.
    pub(crate) fn is_construct(&self) -> bool {
        let is = |name: &[u8]| self.function.eq_ignore_ascii_case(name);
        self.class.is_none() && (is(b"include") || is(b"eval"))
    }
}

/// Whether a class is another one, as far as is known now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ancestry {
    /// It extends or implements it, however far up.
    Is,
    /// It does not.
    IsNot,
    /// Some parent is not loaded yet.
    Unknown,
}

/// Whether a pattern or a rule fits a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It does not.
    No,
    /// It does.
    Yes,
    /// Not known before more classes are loaded.
    Perhaps,
}

impl From<Ancestry> for Fit {
    fn from(ancestry: Ancestry) -> Self {
        match ancestry {
            Ancestry::Is => Fit::Yes,
            Ancestry::IsNot => Fit::No,
            Ancestry::Unknown => Fit::Perhaps,
        }
    }
}
