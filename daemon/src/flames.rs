//! `weft run --profile`: the stacks that PHP's processes wrote down, as a flame graph.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use inferno::flamegraph;

use crate::cli;
use crate::failure::{Failure, Result};

/// The file in the run's own folder to which each request appends its folded stacks.
pub const STACKS: &str = "stacks";

/// A flame graph that is to be drawn.
#[derive(Debug)]
pub struct Flames {
    file: File,
    path: PathBuf,
}

impl Flames {
    /// Opens the file before the program starts: nobody wants to learn after an hour that it cannot be written.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn open(path: &Path) -> Result<Self> {
        match File::create(path) {
            Ok(file) => Ok(Flames { file, path: path.to_owned() }),
            Err(error) => Err(not_written(path, &error)),
        }
    }

    /// Draws it and says of how many samples.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn draw(self, stacks: &Path, options: &cli::Run) -> Result<u64> {
        let text = fs::read(stacks).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let samples = total(&text);
        let mut out = BufWriter::new(&self.file);
        let written = if samples == 0 {
            write!(out, "<svg xmlns=\"http://www.w3.org/2000/svg\"><text y=\"20\">no samples</text></svg>")
        } else {
            let command: Vec<_> = options.command.iter().map(|word| word.to_string_lossy()).collect();
            let mut look = flamegraph::Options::default();
            look.title = command.join(" ");
            look.count_name = format!("samples of {} ms", options.profile_ms);
            flamegraph::from_lines(&mut look, text.lines(), &mut out).map_err(std::io::Error::other)
        };
        match written.and_then(|()| out.flush()) {
            Ok(()) => Ok(samples),
            Err(error) => Err(not_written(&self.path, &error)),
        }
    }
}

/// How many samples there are: each line ends with a number.
fn total(stacks: &str) -> u64 {
    stacks.lines().filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok()).sum()
}

fn not_written(path: &Path, error: &std::io::Error) -> Failure {
    Failure::ours(format!("cannot write {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_added_up() {
        assert_eq!(total(""), 0);
        assert_eq!(total("app.php;f 3\napp.php;A::b c 2\nbroken"), 5);
    }
}
