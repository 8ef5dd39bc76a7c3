//! Where a report goes.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Report, json, table};
use crate::failure::{Failure, Result};
use crate::screen::Screen;

/// What a report looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Table,
    /// For programs.
    Json,
}

/// A place for a report.
#[derive(Debug)]
pub enum Output {
    /// Standard error, which is the program's too.
    Screen,
    /// A file of its own.
    File(File, PathBuf),
}

impl Output {
    /// Opens it before the program starts: nobody wants to learn after an hour that it cannot be
    /// written.
    ///
    /// # Errors
    /// When the file cannot be created.
    pub fn open(path: Option<&Path>) -> Result<Self> {
        match path {
            None => Ok(Output::Screen),
            Some(path) => match File::create(path) {
                Ok(file) => Ok(Output::File(file, path.to_owned())),
                Err(error) => Err(not_written(path, &error)),
            },
        }
    }

    /// Writes the report.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&mut self, report: &Report, format: Format, screen: &Screen) -> Result<()> {
        match (self, format) {
            (Output::File(file, path), format) => {
                // A file is as wide as it must be.
                let text = match format {
                    Format::Table => table::write(report, None),
                    Format::Json => json::write(report),
                };
                file.write_all(text.as_bytes()).map_err(|error| not_written(path, &error))?;
            }
            (Output::Screen, Format::Json) => screen.write(&json::write(report)),
            // Why there is nothing has been said by then.
            (Output::Screen, Format::Table) if report.is_empty() => {}
            (Output::Screen, Format::Table) => screen.write(&format!("\n{}", table::write(report, screen.width()))),
        }
        Ok(())
    }
}

fn not_written(path: &Path, error: &io::Error) -> Failure {
    Failure::ours(format!("--output: cannot write {}: {error}", path.display()))
}
