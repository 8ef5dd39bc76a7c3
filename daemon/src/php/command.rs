//! PHP's own command line, as far as it decides what PHP loads.

use std::ffi::{OsStr, OsString};
use std::path::Path;

/// Options of PHP's command line that are followed by a value.
const WITH_VALUE: &str = "cdfrBFREStzTbgyp";

/// A command that starts PHP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhpCommand {
    /// The program, as the command names it.
    pub program: OsString,
    /// Those of its options that decide what is loaded: `-n`, `-c`, `-d`.
    pub loading: Vec<OsString>,
}

impl PhpCommand {
    /// Reads a command; `None` if it does not start PHP itself. Scripts that PHP runs (`composer`,
    /// `phpunit`) do not count: which PHP they find is not known before they run.
    pub fn read(words: &[OsString]) -> Option<Self> {
        let (program, arguments) = words.split_first()?;
        if !is_php(program) {
            return None;
        }
        let mut loading = Vec::new();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let Some((option, value)) = option_of(argument) else {
                break;
            };
            let separate = option.is_some() && value.is_empty();
            let next = if separate { rest.next() } else { None };
            match option {
                Some('c' | 'd') => {
                    loading.push(argument.clone());
                    loading.extend(next.cloned());
                }
                // Behind these come the program's own arguments.
                Some('f' | 'r' | 'F' | 'R' | 'B' | 'E') => {
                    loading.extend(without_ini(argument));
                    break;
                }
                _ => loading.extend(without_ini(argument)),
            }
        }
        Some(PhpCommand {
            program: program.clone(),
            loading,
        })
    }

    /// Whether PHP is told to read no configuration (`-n`), so that it cannot load weft.
    pub fn reads_no_configuration(&self) -> bool {
        self.loading.iter().any(|option| option == "-n")
    }
}

/// Whether a program is PHP by its name: `php`, `php8.4`, `php-fpm8.4`, `/usr/bin/php-cgi`.
fn is_php(program: &OsStr) -> bool {
    let Some(name) = Path::new(program).file_name().and_then(OsStr::to_str) else {
        return false;
    };
    let Some(rest) = name.strip_prefix("php") else {
        return false;
    };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let rest = ["-fpm", "-cgi", "-cli", "dbg"].iter().find_map(|kind| rest.strip_prefix(kind)).unwrap_or(rest);
    rest.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// Takes an argument apart: the option in it that takes a value (if any), and the value as far as
/// it stands in the same argument. `None` where PHP's options end.
fn option_of(argument: &OsStr) -> Option<(Option<char>, &str)> {
    let text = argument.to_str()?;
    let letters = text.strip_prefix('-')?;
    if letters.is_empty() || letters.starts_with('-') {
        return None;
    }
    let valued = letters.char_indices().find(|&(_, c)| WITH_VALUE.contains(c));
    Some(match valued {
        Some((at, option)) => (Some(option), &letters[at + 1..]),
        None => (None, ""),
    })
}

/// `-n`, if it is among the letters of an argument such as `-qn`.
fn without_ini(argument: &OsStr) -> Option<OsString> {
    let letters = argument.to_str()?.strip_prefix('-')?;
    letters.chars().take_while(|c| !WITH_VALUE.contains(*c)).any(|c| c == 'n').then(|| "-n".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<String> {
        let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        let loading = PhpCommand::read(&words)?.loading;
        Some(loading.join(OsStr::new(" ")).into_string().unwrap())
    }

    #[test]
    fn php_is_known_by_its_name() {
        for php in ["php", "/usr/bin/php", "php8.4", "php-fpm", "php-fpm8.4", "php8.4-cgi", "phpdbg"] {
            assert!(is_php(OsStr::new(php)), "{php}");
        }
        for other in ["phpunit", "composer", "php.sh", "php-config", "/php/run"] {
            assert!(!is_php(OsStr::new(other)), "{other}");
        }
        assert_eq!(read("phpunit -n"), None);
    }

    #[test]
    fn only_options_that_decide_what_is_loaded_are_kept() {
        assert_eq!(read("php app.php -n").unwrap(), "");
        assert_eq!(read("php -n app.php").unwrap(), "-n");
        assert_eq!(read("php -qn app.php").unwrap(), "-n");
        assert_eq!(read("php -d a=1 -db=2 app.php -d c=3").unwrap(), "-d a=1 -db=2");
        assert_eq!(read("php -c /etc -S localhost:1 -n").unwrap(), "-c /etc -n");
        assert_eq!(read("php -r code -n").unwrap(), "");
        assert_eq!(read("php -d a=1 -- -n").unwrap(), "-d a=1");
    }
}
