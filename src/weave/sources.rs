//! The texts of the templates that the rules name, read once, at module start.
//!
//! Woven code outlives its process: in opcache's file cache, which is told what identifies it when the module starts. A
//! text that was read later, by a worker that replaces another one, might not be the one that was told of.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::shipped;
use super::template::TemplateError;

/// A template as it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    pub file: PathBuf,
    pub text: Vec<u8>,
}

/// Templates by name, with those that could not be read.
#[derive(Debug, Default)]
pub struct Sources(BTreeMap<String, Result<Source, TemplateError>>);

static CURRENT: Mutex<Option<Arc<Sources>>> = Mutex::new(None);

/// At module start: these are the sources from now on.
pub fn start_up(sources: Sources) {
    *CURRENT.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(sources));
}

/// The sources; none before the module has started.
pub fn current() -> Arc<Sources> {
    CURRENT.lock().unwrap_or_else(PoisonError::into_inner).clone().unwrap_or_default()
}

impl Sources {
    /// Reads the templates of these names from the folders, else from weft's own.
    pub fn read<'a>(names: impl Iterator<Item = &'a str>, folders: &[PathBuf]) -> Self {
        let mut sources = BTreeMap::new();
        for name in names {
            if !sources.contains_key(name) {
                sources.insert(name.to_owned(), read(name, folders));
            }
        }
        Self(sources)
    }

    /// The template of this name.
    pub fn of(&self, name: &str) -> Result<&Source, TemplateError> {
        match self.0.get(name) {
            Some(found) => found.as_ref().map_err(Clone::clone),
            None => Err(TemplateError::about(&PathBuf::from(format!("{name}.php")), "was not read".to_owned())),
        }
    }

    /// Shows name, file and text of each, in the order of their names.
    pub fn each(&self, mut see: impl FnMut(&str, &Path, &[u8])) {
        for (name, found) in &self.0 {
            if let Ok(source) = found {
                see(name, &source.file, &source.text);
            }
        }
    }
}

fn read(name: &str, folders: &[PathBuf]) -> Result<Source, TemplateError> {
    let file = format!("{name}.php");
    if let Some(file) = folders.iter().map(|folder| folder.join(&file)).find(|file| file.is_file()) {
        let text = std::fs::read(&file).map_err(|reason| TemplateError::about(&file, format!("cannot be read: {reason}")))?;
        return Ok(Source { file, text });
    }
    if let Some((_, text)) = shipped::SOURCES.iter().find(|(own, _)| *own == name) {
        return Ok(Source {
            file: PathBuf::from(format!("weft://{file}")),
            text: text.as_bytes().to_vec(),
        });
    }
    let names: Vec<&str> = shipped::SOURCES.iter().map(|(name, _)| *name).collect();
    let folders: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
    let places = if folders.is_empty() {
        String::new()
    } else {
        format!("{file} in {} or ", folders.join(", "))
    };
    Err(TemplateError::about(
        &PathBuf::from(file),
        format!("found no such template, expected {places}one of {}", names.join(", ")),
    ))
}
