//! The language that names functions.
//!
//! | pattern | names |
//! | --- | --- |
//! | `strlen`, `App\report` | one function |
//! | `App\*`, `str*` | functions; `*` stands for any run of characters, backslashes too |
//! | `PDO::query`, `App\Repo\*::find*`, `*::*` | methods, by the class that declares them |
//! | `App\RepoInterface+::find` | methods of every class that is one, however far down |
//! | `App\User::$name::get`, `*::$*::set` | the code behind a property, since PHP 8.4 |
//! | `{closure}` | every closure |
//! | `{closure:src/app.php:12}` | closures that begin in that line; the file by its path or the end of it |
//! | `@App\Traced`, `@App\*` | what has the attribute: functions, methods, closures, and all methods of a class that has it |
//! | `*` | every function, method, conditional function and closure of the application |
//! | `include`, `eval` | the language constructs; `include` stands for all four of its kind |
//!
//! A leading `!` takes targets away again. One leading backslash is dropped. Case does not matter
//! for ASCII letters, as in PHP. `*` and `*::*` pass by what is built into PHP and extensions;
//! only `*`, `{closure}` and attributes reach closures.

mod parse;

use std::fmt;

pub use parse::PatternError;
pub(crate) use parse::quoted;

use crate::subject::{Ancestry, Fit, Subject};

/// One pattern. Its `Display` is the canonical text, which parses to the same pattern.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    /// It began with `!`.
    pub takes_away: bool,
    /// What it names.
    pub target: Target,
}

/// What a pattern names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// `*`
    Everything,
    /// `{closure}`
    Closures,
    /// `{closure:FILE:LINE}`
    ClosureAt {
        /// Its path, or the end of it behind a `/`.
        file: Box<str>,
        /// In which it begins, from 1.
        line: u32,
    },
    /// `@NAME`: what has this attribute, or whose class has it.
    Attribute(Name),
    /// `include`
    Include,
    /// `eval`
    Eval,
    /// Functions, with their namespace.
    Functions(Name),
    /// Methods.
    Methods {
        /// The class that declares the method.
        class: Name,
        /// `+`: also every class that is one; `class` is without `*` then.
        descendants: bool,
        /// The method, without its class.
        method: Name,
    },
}

/// A name in which `*` stands for any run of characters, as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name(Box<str>);

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong first, with its column, what was found and what was expected.
    ///
    /// ```
    /// let pattern = weft_wire::Pattern::parse(r"\App\Repo\*::find*").unwrap();
    /// assert_eq!(pattern.to_string(), r"App\Repo\*::find*");
    /// let error = weft_wire::Pattern::parse("App::").unwrap_err();
    /// assert_eq!(error.to_string(), r#"column 6: found the end, expected a method or "*""#);
    /// ```
    pub fn parse(text: impl AsRef<[u8]>) -> Result<Self, PatternError> {
        parse::parse(text.as_ref())
    }

    /// Whether what the pattern names has `subject` in it, be it to add or to take away.
    /// `ancestors` is asked only for a `+` pattern whose method fits.
    pub fn fits(&self, subject: &Subject, ancestors: &mut dyn FnMut(&[u8]) -> Ancestry) -> Fit {
        let fits = match &self.target {
            Target::Everything | Target::Closures if subject.is_closure() => true,
            Target::Everything => !subject.internal && !subject.is_construct(),
            Target::Closures => false,
            Target::ClosureAt { .. } | Target::Attribute(_) => self.target.names(subject),
            _ if subject.is_closure() => false,
            Target::Include | Target::Eval => {
                let construct = self.target.construct().unwrap_or_default();
                subject.class.is_none() && subject.function.eq_ignore_ascii_case(construct)
            }
            Target::Functions(name) => subject.class.is_none() && !subject.is_construct() && name.fits(subject.function),
            Target::Methods { class, descendants, method } => match subject.class {
                Some(of) if method.fits(subject.function) => {
                    if *descendants && !class.fits(of) {
                        return ancestors(&class.folded()).into();
                    }
                    class.fits(of) && !(subject.internal && self.target.is_unnamed())
                }
                _ => false,
            },
        };
        if fits { Fit::Yes } else { Fit::No }
    }
}

impl Target {
    /// For what names no function: whether `subject` has the attribute, or is the closure that stands there.
    pub(crate) fn names(&self, subject: &Subject) -> bool {
        match self {
            Target::ClosureAt { file, line } => subject.is_closure() && subject.line == *line && is_end_of_path(file.as_bytes(), subject.file),
            Target::Attribute(name) => subject.attributes.iter().any(|attribute| name.fits(attribute)),
            _ => false,
        }
    }

    /// The name of a language construct, as [`Subject`] has it.
    pub(crate) fn construct(&self) -> Option<&'static [u8]> {
        match self {
            Target::Include => Some(b"include"),
            Target::Eval => Some(b"eval"),
            _ => None,
        }
    }

    /// The class in front of a `+`.
    pub(crate) fn ancestor(&self) -> Option<&Name> {
        match self {
            Target::Methods { class, descendants: true, .. } => Some(class),
            _ => None,
        }
    }

    /// `*` and `*::*`, which name nothing in particular.
    pub(crate) fn is_unnamed(&self) -> bool {
        match self {
            Target::Everything => true,
            Target::Methods { class, method, .. } => &*class.0 == "*" && &*method.0 == "*",
            _ => false,
        }
    }
}

/// Is this a file's path, or the end of it from one folder on?
fn is_end_of_path(end: &[u8], path: &[u8]) -> bool {
    path.strip_suffix(end)
        .is_some_and(|folders| folders.is_empty() || folders.ends_with(b"/") || end.starts_with(b"/"))
}

impl Name {
    /// As it was written, without a leading backslash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is no `*` in it.
    pub fn is_exact(&self) -> bool {
        !self.0.contains('*')
    }

    /// With ASCII letters in lower case, as PHP's tables have it.
    pub fn folded(&self) -> Vec<u8> {
        self.0.as_bytes().to_ascii_lowercase()
    }

    /// Whether `name`, in any case, is this one or one that the `*` make possible.
    pub fn fits(&self, name: &[u8]) -> bool {
        let pattern = self.0.as_bytes();
        let (mut at, mut read) = (0, 0);
        // Where to go on when what follows the last star does not fit: one byte later.
        let mut retry = None;
        while read < name.len() {
            match pattern.get(at) {
                Some(b'*') => {
                    at += 1;
                    retry = Some((at, read));
                }
                Some(byte) if byte.eq_ignore_ascii_case(&name[read]) => {
                    at += 1;
                    read += 1;
                }
                _ => match &mut retry {
                    Some((star, from)) => {
                        *from += 1;
                        (at, read) = (*star, *from);
                    }
                    None => return false,
                },
            }
        }
        pattern[at..].iter().all(|byte| *byte == b'*')
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if self.takes_away {
            f.write_str("!")?;
        }
        self.target.fmt(f)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Target::Everything => f.write_str("*"),
            Target::Closures => f.write_str("{closure}"),
            Target::ClosureAt { file, line } => write!(f, "{{closure:{file}:{line}}}"),
            Target::Attribute(name) => write!(f, "@{name}"),
            Target::Include => f.write_str("include"),
            Target::Eval => f.write_str("eval"),
            Target::Functions(name) => name.fmt(f),
            Target::Methods { class, descendants, method } => write!(f, "{class}{}::{method}", if *descendants { "+" } else { "" }),
        }
    }
}
