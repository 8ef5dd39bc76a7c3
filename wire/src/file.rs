//! Where rules come from: files named by `weft.rules`, and the pattern list in `weft.hook`.
//!
//! ```toml
//! # The last rule that fits a function is the one that is woven.
//! [[rule]]
//! target = ['App\*', '!App\Debug\*']
//!
//! [[rule]]
//! target = 'App\RepoInterface+::find'
//! wrapper = "retry"
//! times = 3                           # whatever else stands here is a setting of the wrapper
//! sample = 0.1
//! when = { sapi = "fpm-fcgi", script = "public/index.php", uri = ["/api/", "/admin/"] }
//! enabled = true
//!
//! # Opcodes of the engine; not woven, and so no rules.
//! [[opcode]]
//! name = ["BEGIN_SILENCE", "END_SILENCE"]
//! skip = true
//! ```

mod conditions;
mod reader;
mod settings;
mod source;
mod syntax;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::de::DeTable;

use self::reader::Reader;
use self::source::Source;
use self::syntax::syntax_errors;
use crate::pattern::{Pattern, PatternError, quoted};
use crate::rule::{DEFAULT_WRAPPER, Origin, Place, Rule, RuleError, RuleSet, nothing_to_take_from};

/// Rules files as they were at one moment, not yet understood.
#[derive(Debug)]
pub struct Sources {
    /// In the order in which they count; `Err` says why one cannot be read.
    files: Vec<(PathBuf, Result<Vec<u8>, String>)>,
    errors: Vec<RuleError>,
}

impl Sources {
    /// Reads all files that `paths` names, as [`RuleSet::load`] understands it.
    pub fn read(paths: &str) -> Sources {
        let mut files: Vec<PathBuf> = Vec::new();
        let mut errors = Vec::new();
        for path in paths.split(':').filter(|path| !path.is_empty()) {
            match expand(path) {
                Ok(found) => {
                    for file in found {
                        if !files.contains(&file) {
                            files.push(file);
                        }
                    }
                }
                Err(error) => errors.push(error),
            }
        }
        let read = |file: PathBuf| {
            let text = read(&file);
            (file, text)
        };
        Sources {
            files: files.into_iter().map(read).collect(),
            errors,
        }
    }

    /// A number that stands for names and contents: another one when anything was changed.
    pub fn fingerprint(&self) -> u64 {
        let mut bytes = Vec::new();
        for (file, text) in &self.files {
            let text = text.as_deref().unwrap_or(b"");
            for part in [file.as_os_str().as_encoded_bytes(), text] {
                bytes.extend((part.len() as u64).to_le_bytes());
                bytes.extend(part);
            }
        }
        crate::fingerprint(&bytes)
    }

    /// The rules in them.
    ///
    /// # Errors
    /// All that is wrong in all files, in the order of files and places.
    pub fn rules(self) -> Result<RuleSet, Vec<RuleError>> {
        let mut set = RuleSet::default();
        let mut errors = self.errors;
        for (file, text) in self.files {
            let name = file.to_string_lossy();
            let parsed = text
                .map_err(|message| vec![at_start(&name, message)])
                .and_then(|text| RuleSet::parse(&text, &name));
            match parsed {
                Ok(mut read) => {
                    set.rules.append(&mut read.rules);
                    set.opcodes.append(&mut read.opcodes);
                }
                Err(mut more) => errors.append(&mut more),
            }
            set.files.push(file);
        }
        if errors.is_empty() { Ok(set) } else { Err(errors) }
    }
}

/// The longest rules file, in bytes: 4 MiB.
pub const MAX_FILE: usize = 4 << 20;

impl RuleSet {
    /// Reads all files that `paths` names: separated by `:`, with `*`, `?`, `**` and `[abc]` as
    /// wildcards. The files of one such pattern are sorted, and a file that is named twice is read
    /// once. A pattern may find nothing, but a plain path must exist.
    ///
    /// # Errors
    /// All that is wrong in all files, in the order of files and places.
    pub fn load(paths: &str) -> Result<RuleSet, Vec<RuleError>> {
        Sources::read(paths).rules()
    }

    /// Reads the text of a rules file; `file` is its name in messages and origins.
    ///
    /// # Errors
    /// All that is wrong, sorted by place.
    pub fn parse(text: &[u8], file: &str) -> Result<RuleSet, Vec<RuleError>> {
        if text.len() > MAX_FILE {
            let message = format!("found more than {MAX_FILE} bytes, expected at most these");
            return Err(vec![at_start(file, message)]);
        }
        let file: Arc<str> = file.into();
        let text = utf8(text, &file)?;
        let source = Source::new(file, text);
        let (table, syntax) = DeTable::parse_recoverable(text);
        let (mut errors, is_broken) = syntax_errors(&source, &syntax);
        let mut reader = Reader {
            source,
            rules: Vec::new(),
            opcodes: Vec::new(),
            errors: Vec::new(),
            is_broken,
        };
        reader.file(table.get_ref());
        // What else is wrong with a line whose syntax is broken, is a consequence of that.
        let broken: Vec<u32> = errors.iter().map(|error| error.line).collect();
        let more = reader.errors.into_iter();
        errors.extend(more.filter(|error| !broken.contains(&error.line)));
        errors.sort();
        if errors.is_empty() {
            Ok(RuleSet {
                rules: reader.rules,
                opcodes: reader.opcodes,
                files: Vec::new(),
            })
        } else {
            Err(errors)
        }
    }

    /// Makes a rule of a list such as `strlen, PDO::query, App\*, !App\Debug\*`, as in `weft.hook`:
    /// its wrapper is [`DEFAULT_WRAPPER`]. `origin` names the list in messages and in the rule's
    /// origin. A list that is blank is an error: whoever has one does not need a rule.
    ///
    /// # Errors
    /// All that is wrong, sorted by place.
    pub fn from_hook_list(text: impl AsRef<[u8]>, origin: &str) -> Result<Rule, Vec<RuleError>> {
        let file: Arc<str> = origin.into();
        let text = utf8(text.as_ref(), &file)?;
        let source = Source::new(file.clone(), text);
        let mut targets = Vec::new();
        let mut errors = Vec::new();
        let mut start = 0;
        for (index, item) in text.split(',').enumerate() {
            let pattern = item.trim_ascii();
            let offset = start + (item.len() - item.trim_ascii_start().len());
            start += item.len() + 1;
            let parsed = Pattern::parse(pattern).and_then(|pattern| match nothing_to_take_from(&pattern).filter(|_| index == 0) {
                Some(error) => Err(error),
                None => Ok(pattern),
            });
            match parsed {
                Ok(pattern) => targets.push(pattern),
                Err(error) => errors.push(list_error(&source, offset, pattern, error)),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Rule {
            origin: Origin { file, line: 1 },
            targets,
            wrapper: DEFAULT_WRAPPER.to_owned(),
            settings: Default::default(),
            sample: None,
            when: Default::default(),
            rights: Default::default(),
            enabled: true,
        })
    }
}

fn utf8<'t>(bytes: &'t [u8], file: &Arc<str>) -> Result<&'t str, Vec<RuleError>> {
    std::str::from_utf8(bytes).map_err(|error| {
        let (good, bad) = bytes.split_at(error.valid_up_to());
        let good = String::from_utf8_lossy(good);
        let source = Source::new(file.clone(), &good);
        let message = format!("found byte 0x{:02X}, expected UTF-8", bad[0]);
        vec![source.error(source.place(good.len()), message)]
    })
}

/// An error in one pattern of a list. Where a pattern ends with a comma, "the end" would puzzle.
fn list_error(source: &Source, offset: usize, pattern: &str, error: PatternError) -> RuleError {
    let PatternError { column, found, expected } = error;
    let Place { line, column: first } = source.place(offset);
    let at = Place {
        line,
        column: first + column - 1,
    };
    let behind = source.text[offset + pattern.len()..].trim_ascii_start();
    let found = match &*found {
        "the end" if behind.starts_with(',') => "\",\"",
        found => found,
    };
    source.error(at, format!("found {found}, expected {expected}"))
}

/// The files that one entry of a list of paths names.
fn expand(path: &str) -> Result<Vec<PathBuf>, RuleError> {
    let is_glob = path.contains(['*', '?', '[']) && !Path::new(path).exists();
    if !is_glob {
        return Ok(vec![path.into()]);
    }
    let found = glob::glob(path).map_err(|error| RuleError {
        column: error.pos as u32 + 1,
        ..at_start(path, format!("found {}, expected a path with wildcards: {}", quoted(path), error.msg))
    })?;
    let mut files = found.collect::<Result<Vec<_>, _>>().map_err(|error| {
        let folder = error.path().to_string_lossy().into_owned();
        at_start(&folder, unreadable(error.error()))
    })?;
    files.sort();
    Ok(files)
}

/// A file's bytes; of one that is too long, enough to see that it is.
fn read(path: &Path) -> Result<Vec<u8>, String> {
    let reason = |error: std::io::Error| unreadable(&error);
    // Opening a pipe that nobody writes to would stop PHP from starting.
    if !path.metadata().map_err(reason)?.is_file() {
        return Err("found something that is not a regular file, expected a rules file".into());
    }
    let mut bytes = Vec::new();
    let mut file = File::open(path).map_err(reason)?.take(MAX_FILE as u64 + 1);
    file.read_to_end(&mut bytes).map_err(reason)?;
    Ok(bytes)
}

fn unreadable(error: &std::io::Error) -> String {
    format!("found nothing that can be read, expected a rules file: {error}")
}

/// For errors that concern a file as a whole.
fn at_start(file: &str, message: String) -> RuleError {
    RuleError {
        file: file.to_owned(),
        line: 1,
        column: 1,
        message,
    }
}
